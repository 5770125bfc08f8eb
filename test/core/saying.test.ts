import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { describe, expect, it } from 'vitest'
import { isZone, USUAL_WEEK } from '../../src/core/calendar.ts'
import type { Hours } from '../../src/core/model.ts'
import {
  firstName,
  sayCount,
  sayDate,
  sayDay,
  sayHours,
  sayList,
  sayMinutes,
  sayTime,
  sayWhen,
  sayZone,
} from '../../src/core/saying.ts'
import { at } from '../facts.ts'

const hours = (week: Hours['week'], zone = 'Europe/London'): Hours => ({ zone, week, daysOff: [] })

describe('an instant', () => {
  it.each([
    ['in winter', '2026-11-24T10:00:00Z', 'Europe/London', 'Tuesday 24 November at 10:00, London time'],
    ['in summer', '2026-07-01T10:00:00Z', 'Europe/London', 'Wednesday 1 July at 11:00, London time'],
    [
      'in the small hours',
      '2026-03-02T09:05:00Z',
      'America/New_York',
      'Monday 2 March at 04:05, New York time',
    ],
    ['at midnight', '2026-03-02T00:00:00Z', 'UTC', 'Monday 2 March at 00:00, UTC'],
    ['on another date', '2026-03-01T20:30:00Z', 'Asia/Kolkata', 'Monday 2 March at 02:00, Kolkata time'],
    [
      'in a zone within a zone',
      '2026-03-02T12:00:00Z',
      'America/Argentina/Buenos_Aires',
      'Monday 2 March at 09:00, Buenos Aires time',
    ],
    ['before the change', '2026-03-29T00:59:00Z', 'Europe/London', 'Sunday 29 March at 00:59, London time'],
    ['after the change', '2026-03-29T01:00:00Z', 'Europe/London', 'Sunday 29 March at 02:00, London time'],
  ])('%s is said in the reader’s zone', (_, instant, zone, said) => {
    expect(sayWhen(at(instant), zone)).toBe(said)
  })

  it('is said with its seconds left out, and times have two digits', () => {
    expect(sayTime(at('2026-03-02T09:05:59.999Z'), 'UTC')).toBe('09:05')
    expect(sayDay(at('2026-03-02T09:05:59.999Z'), 'UTC')).toBe('Monday 2 March')
  })

  it('is said as its zone’s own clock and calendar have it', () => {
    const instants = fc
      .integer({ min: 0, max: 2 ** 31 })
      .map((seconds) => Temporal.Instant.fromEpochMilliseconds(seconds * 1000))
    const zones = fc.constantFrom('Europe/London', 'Pacific/Apia', 'Asia/Kathmandu', 'America/St_Johns')
    fc.assert(
      fc.property(instants, zones, (instant, zone) => {
        const local = instant.toZonedDateTimeISO(zone)
        expect(sayTime(instant, zone)).toBe(local.toPlainTime().toString({ smallestUnit: 'minute' }))
        expect(sayDay(instant, zone)).toContain(` ${local.day} `)
      }),
    )
  })
})

describe('a zone', () => {
  it.each([
    ['Europe/London', 'London time'],
    ['America/New_York', 'New York time'],
    ['UTC', 'UTC'],
    ['Etc/UTC', 'UTC'],
    ['GMT', 'GMT'],
    ['Etc/GMT', 'GMT'],
    ['Etc/UCT', 'UTC'],
    ['America/Port-au-Prince', 'Port-au-Prince time'],
  ])('%s is %s', (zone, said) => {
    expect(isZone(zone)).toBe(true)
    expect(sayZone(zone)).toBe(said)
  })
})

describe('a date', () => {
  it('is said with its year', () => {
    expect(sayDate(Temporal.PlainDate.from('2026-11-24'))).toBe('24 November 2026')
    expect(sayDate(Temporal.PlainDate.from('2027-01-01'))).toBe('1 January 2027')
  })
})

describe('a length', () => {
  it.each([
    [15, '15 minutes'],
    [45, '45 minutes'],
    [60, 'an hour'],
    [75, '75 minutes'],
    [90, 'an hour and a half'],
    [120, '2 hours'],
    [1, '1 minute'],
    [0, '0 minutes'],
  ])('of %i minutes is %s', (minutes, said) => {
    expect(sayMinutes(minutes)).toBe(said)
  })
})

describe('lists and counts', () => {
  it('are said as people say them', () => {
    expect(sayList([])).toBe('')
    expect(sayList(['Amina'])).toBe('Amina')
    expect(sayList(['Amina', 'Tom'])).toBe('Amina and Tom')
    expect(sayList(['Amina', 'Tom', 'Jo'])).toBe('Amina, Tom and Jo')
    expect(sayCount(1, 'person', 'people')).toBe('1 person')
    expect(sayCount(0, 'person', 'people')).toBe('0 people')
    expect(sayCount(2, 'person', 'people')).toBe('2 people')
  })
})

describe('hours', () => {
  it.each<[string, Hours['week'], string]>([
    ['the usual week', USUAL_WEEK, 'Monday to Friday, 09:00 to 17:00, London time'],
    [
      'days apart',
      [
        { day: 4, from: '09:00', to: '13:00' },
        { day: 1, from: '09:00', to: '13:00' },
      ],
      'Monday and Thursday, 09:00 to 13:00, London time',
    ],
    [
      'two times',
      [
        { day: 1, from: '09:00', to: '17:00' },
        { day: 2, from: '09:00', to: '17:00' },
        { day: 5, from: '09:00', to: '12:30' },
      ],
      'Monday and Tuesday, 09:00 to 17:00; Friday, 09:00 to 12:30, London time',
    ],
    [
      'three days in a row and one apart',
      ([1, 2, 3, 5] as const).map((day) => ({ day, from: '09:00', to: '17:00' })),
      'Monday, Tuesday, Wednesday and Friday, 09:00 to 17:00, London time',
    ],
    ['none', [], 'no working hours, London time'],
    [
      'the same twice',
      [
        { day: 1, from: '09:00', to: '17:00' },
        { day: 1, from: '09:00', to: '17:00' },
        { day: 3, from: '09:00', to: '17:00' },
      ],
      'Monday and Wednesday, 09:00 to 17:00, London time',
    ],
  ])('of %s', (_, week, said) => {
    expect(sayHours(hours(week))).toBe(said)
  })
})

describe('a given name', () => {
  it.each([
    ['Amina Yusuf', 'Amina'],
    ['  Tom   Reed ', 'Tom'],
    ['Prince', 'Prince'],
    ['Yusuf, Amina', 'Amina'],
    ['Dr Grace Obi', 'Grace'],
    ['Dr. Grace Obi', 'Grace'],
    ['Dr', 'Dr'],
    ['Amina Yusuf, PhD', 'Amina'],
    [', ', ', '],
    ['', ''],
  ])('of %j is %s', (name, first) => {
    expect(firstName(name)).toBe(first)
  })
})
