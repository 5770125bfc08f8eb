import { Temporal } from 'temporal-polyfill'
import { describe, expect, it } from 'vitest'
import { USUAL_WEEK } from '../../../src/core/calendar.ts'
import type { Hours } from '../../../src/core/model.ts'
import { readDetails } from '../../../src/flows/onboarding/details.ts'

const today = Temporal.PlainDate.from('2026-11-25')
const usual: Hours = { zone: 'Europe/London', week: USUAL_WEEK, daysOff: [] }
const filled = {
  zone: 'Europe/London',
  days: ['1', '2', '3', '4', '5'],
  from: '09:00',
  to: '17:00',
  goals: 'Chair a meeting',
  offers: '',
}
const read = (but: Record<string, string | readonly string[]>, present = usual) =>
  readDetails({ ...filled, ...but }, present, today)
const good = (but: Record<string, string | readonly string[]>, present = usual) => {
  const given = read(but, present)
  if (given.type !== 'good') throw new Error(Object.keys(given.mistakes).join())
  return given.details
}

describe('the form of details', () => {
  it('makes a week of the days and times', () => {
    expect(good({ days: ['3', '1'], from: '10:00', to: '14:30' }).hours.week).toEqual([
      { day: 1, from: '10:00', to: '14:30' },
      { day: 3, from: '10:00', to: '14:30' },
    ])
  })

  it('keeps hours that differ from day to day when they were left as shown', () => {
    const week = [
      { day: 1, from: '09:00', to: '16:00' },
      { day: 5, from: '10:00', to: '12:00' },
    ] as const
    const same = good({ days: ['5', '1'], from: '09:00', to: '16:00' }, { ...usual, week })
    expect(same.hours.week).toEqual(week)
  })

  it('takes a typed zone before the chosen one, spelt properly', () => {
    expect(good({ 'other-zone': 'africa/kampala' }).hours.zone).toBe('Africa/Kampala')
  })

  it.each(['Mars/Olympus', 'GMT+1', '+01:00', 'tomorrow'])('refuses "%s" as a zone', (zone) => {
    expect(read({ 'other-zone': zone })).toMatchObject({ mistakes: { 'other-zone': { type: 'no-zone' } } })
  })

  it.each([
    ['09:00', '09:00'],
    ['17:00', '09:00'],
  ])('refuses hours from %s to %s', (from, to) => {
    expect(read({ from, to })).toMatchObject({ mistakes: { to: { type: 'ends-before-start' } } })
  })

  it('reads phrases one a line, without bullets, blanks and repeats', () => {
    expect(good({ goals: '- Chair a meeting\r\n\n• Learn budgets\nLearn budgets; Listen' }).goals).toEqual([
      'Chair a meeting',
      'Learn budgets',
      'Listen',
    ])
  })

  it.each([
    ['', null],
    ['  \n ', null],
    ['nobody', []],
    ['No one.', []],
    ['- Eve Stone\neve@city.example', ['Eve Stone', 'eve@city.example']],
  ])('reads %j as whom they would rather not be paired with', (typed, people) => {
    expect(good({ 'not-with': typed }).notWith).toEqual(people)
  })

  it('keeps that wish, which is not shown again, also where something else has to be mended', () => {
    expect(read({ 'not-with': 'Eve Stone', zone: 'Mars' })).toMatchObject({
      type: 'mistakes',
      mistakes: { zone: { type: 'no-zone' } },
      notWith: ['Eve Stone'],
    })
    expect(read({ 'not-with': 'x'.repeat(151) })).toMatchObject({
      mistakes: { 'not-with': { type: 'too-long' } },
      notWith: null,
    })
  })

  it('refuses too many phrases, and too long ones', () => {
    expect(read({ goals: Array.from({ length: 9 }, (_, i) => `g${i}`).join('\n') })).toMatchObject({
      mistakes: { goals: { type: 'too-many', most: 8 } },
    })
    expect(read({ offers: 'x'.repeat(151) })).toMatchObject({ mistakes: { offers: { type: 'too-long' } } })
  })

  it('reads days off, ranges over the new year among them, and forgets those that are over', () => {
    const { daysOff } = good({ 'days-off': '2026-11-01\n30 December to 2 January\nThursday' }).hours
    expect(daysOff.map(String)).toEqual([
      '2026-11-26',
      '2026-12-30',
      '2026-12-31',
      '2027-01-01',
      '2027-01-02',
    ])
  })

  it.each(['soon', '12/03', '1 May to 1 December', '2 May 2027 to 1 May 2027', '1 May to 2 May to 3 May'])(
    'refuses "%s" as days off, and says which line',
    (line) => {
      expect(read({ 'days-off': `25 December\n${line}` })).toMatchObject({
        mistakes: { 'days-off': { type: 'no-date', line } },
      })
    },
  )
})
