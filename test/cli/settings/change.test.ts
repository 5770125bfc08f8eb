import { Temporal } from 'temporal-polyfill'
import { describe, expect, it } from 'vitest'
import { changed, sayMistakes, settingsWith, type Written } from '../../../src/cli/settings/change.ts'
import { settingsTable } from '../../../src/cli/settings/table.ts'
import type { Settings } from '../../../src/core/model.ts'
import { reciprocalTemplate } from '../../../src/core/template.ts'

const startsOn = Temporal.PlainDate.from('2027-01-11')

const set = (written: Written, but: { before?: Settings; people?: number } = {}) =>
  settingsWith(written, { before: reciprocalTemplate, startsOn, people: 0, ...but })

/** What a setting says once this was written for it. */
const says = (option: string, written: string): string => {
  const { settings, mistakes } = set({ [option]: written })
  expect(sayMistakes(mistakes)).toEqual([])
  return settingsTable.find((one) => one.option === option)?.say(settings) ?? ''
}

const mistaken = (written: Written, but: { before?: Settings; people?: number } = {}): readonly string[] =>
  set(written, but).mistakes.map(({ option }) => option)

describe('the settings of a programme', () => {
  it('are all in the table', () => {
    const said = (settings: Settings) => settingsTable.map(({ say }) => say(settings))
    const other: Settings = {
      stages: reciprocalTemplate.stages.map(({ name }, index) => ({
        name,
        from: Temporal.Duration.from({ days: index + 1 }),
      })),
      meetingEvery: Temporal.Duration.from({ weeks: 2 }),
      nudgeAfterWorkingDays: [2],
      reflectionAfterWorkingDays: 1,
      checkInAfter: Temporal.Duration.from({ hours: 3 }),
      smallestGroup: 6,
      odd: 'waitlist',
      surveys: 'named',
      weights: { ...reciprocalTemplate.weights, goals: 51 },
      organisations: 'same',
      mostPartners: 3,
    }
    expect(Object.keys(other).sort()).toEqual(Object.keys(reciprocalTemplate).sort())
    const before = said(reciprocalTemplate)
    expect(said(other).filter((words, index) => words === before[index])).toEqual([])
  })

  it.each([
    ['contracting-after', '0 days', 'on the first day'],
    ['contracting-after', '3 days', '3 days after the first day'],
    ['first-meeting-after', '2 Weeks', '2 weeks after the first day'],
    ['halfway-after', '1week', null],
    ['closing-after', '36 months', '36 months after the first day'],
    ['meetings-every', '1 week', '1 week'],
    ['meetings-every', '6 months', '6 months'],
    ['nudges-after', '1', '1 working day'],
    ['nudges-after', ' 2, 5 ,60', '2, 5 and 60 working days'],
    ['nudges-after', 'none', 'no time: none goes'],
    ['check-in-after', '0 minutes', 'at once'],
    ['check-in-after', '90 minutes', 'after 1 hour and 30 minutes'],
    ['check-in-after', '7 days', 'after 168 hours'],
    ['reflection-after', '1', '1 working day'],
    ['reflection-after', '10', '10 working days'],
    ['smallest-group', '5', '5 people'],
    ['smallest-group', '50', '50 people'],
    ['odd', 'Waitlist', 'waits for a partner (waitlist)'],
    ['surveys', 'named', 'named'],
    ['organisations', 'Different', 'different organisations alone'],
    ['most-partners', '1', '1 partner'],
    ['most-partners', '5', '5 partners'],
    ['weights', 'Place 0, hours 1000', 'goals 50, hours 1000, interests 15, place 0 and languages 5'],
  ])('take --%s %j', (option, written, said) => {
    if (said === null) expect(mistaken({ [option]: written })).toEqual([option])
    else expect(says(option, written)).toBe(said)
  })

  it.each([
    ['contracting-after', ''],
    ['contracting-after', 'week one'],
    ['closing-after', '37 months'],
    ['closing-after', '99999 months'],
    ['halfway-after', '2 hours'],
    ['meetings-every', '0 weeks'],
    ['meetings-every', '10 days'],
    ['meetings-every', '7 months'],
    ['meetings-every', '27 weeks'],
    ['meetings-every', '-1 weeks'],
    ['nudges-after', '1,3,7,14,21'],
    ['nudges-after', '3,1'],
    ['nudges-after', '3,3'],
    ['nudges-after', '0,1'],
    ['nudges-after', '61'],
    ['nudges-after', '1,,3'],
    ['nudges-after', '1.5'],
    ['check-in-after', '8 days'],
    ['check-in-after', '1 week'],
    ['reflection-after', '0'],
    ['reflection-after', '11'],
    ['reflection-after', '2 days'],
    ['smallest-group', '4'],
    ['smallest-group', '51'],
    ['smallest-group', 'five'],
    ['odd', 'triple'],
    ['surveys', 'open'],
    ['organisations', 'other'],
    ['most-partners', '0'],
    ['most-partners', '6'],
    ['weights', ''],
    ['weights', 'goals'],
    ['weights', 'goals 1001'],
    ['weights', 'goals 1.5'],
    ['weights', 'age 5'],
    ['weights', 'goals 50 hours 20'],
    ['weights', 'goals 0, hours 0, interests 0, place 0, languages 0'],
  ])('refuse --%s %j', (option, written) => {
    const { settings, mistakes } = set({ [option]: written })
    expect(mistakes.map((one) => one.option)).toEqual([option])
    expect(changed(reciprocalTemplate, settings)).toEqual([])
  })

  it('tell every mistake at once, each with what can be written instead', () => {
    const { mistakes } = set({
      odd: 'x',
      'smallest-group': '3',
      'meetings-every': '2 weeks',
      'nudges-after': '',
    })
    expect(sayMistakes(mistakes)).toEqual([
      '--nudges-after: give up to 4 rising numbers of working days, such as "1,3,7,14", none above 60; or "none".',
      '--smallest-group: give a number from 5 to 50; figures about fewer than 5 people would give them away.',
      '--odd: give "trio" or "waitlist".',
    ])
  })

  it('keep the stages in order, also when one alone is moved', () => {
    expect(mistaken({ 'first-meeting-after': '6 months' })).toEqual(['halfway-after'])
    expect(mistaken({ 'first-meeting-after': '6 months', 'halfway-after': '7 months' })).toEqual([])
    expect(mistaken({ 'halfway-after': '12 months' })).toEqual(['closing-after'])
    expect(mistaken({ 'contracting-after': '8 days' })).toEqual(['first-meeting-after'])
  })

  it('never show smaller groups than people were promised, and may show larger ones', () => {
    const before = set({ 'smallest-group': '8' }).settings
    expect(mistaken({ 'smallest-group': '6' }, { before, people: 1 })).toEqual(['smallest-group'])
    expect(mistaken({ 'smallest-group': '6' }, { before, people: 0 })).toEqual([])
    expect(mistaken({ 'smallest-group': '10' }, { before, people: 1 })).toEqual([])
  })

  it('stay as they are where nothing was written', () => {
    expect(set({}).settings).toEqual(reciprocalTemplate)
    const { settings } = set({ odd: 'waitlist', 'meetings-every': '1 month' })
    expect(changed(reciprocalTemplate, settings).map(({ option }) => option)).toEqual(['odd'])
    expect(settings).toEqual({ ...reciprocalTemplate, odd: 'waitlist' })
  })
})
