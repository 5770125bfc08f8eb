import { Temporal } from 'temporal-polyfill'
import { describe, expect, it } from 'vitest'
import { parseUntil, pauseMistake, whyUnread } from '../../../src/flows/presence/until.ts'

/** A Wednesday. */
const today = Temporal.PlainDate.from('2026-11-25')

describe('why a day could not be read', () => {
  it.each([
    ['', 'none'],
    ['until', 'none'],
    ['until 31 February', 'no-such-day'],
    ['until the 31st of June 2027', 'no-such-day'],
    ['until April 31', 'no-such-day'],
    ['until 12/03', 'unread'],
    ['until 29 February 2027', 'unread'],
    ['until later', 'unread'],
  ])('"%s": %s', (typed, why) => {
    expect(whyUnread(typed)).toBe(why)
  })
})

describe('what follows "pause"', () => {
  it.each([
    ['until Monday', '2026-11-30'],
    ['until mon', '2026-11-30'],
    ['till tues', '2026-12-01'],
    ['until Wednesday', '2026-12-02'],
    ['Thursday', '2026-11-26'],
    ['until thurs.', '2026-11-26'],
    ['until next Friday', '2026-12-04'],
    ['until next Monday', '2026-11-30'],
    ['until next week', '2026-11-30'],
    ['until next month', '2026-12-01'],
    ['until tomorrow', '2026-11-26'],
    ['until 12 March', '2027-03-12'],
    ['until 12th March', '2027-03-12'],
    ['until the 12th of March', '2027-03-12'],
    ['until March 12', '2027-03-12'],
    ['until Mar 12, 2027', '2027-03-12'],
    ['until Friday 12 March', '2027-03-12'],
    ['until 25 November', '2026-11-25'],
    ['until 24 November', '2027-11-24'],
    ['until 29 February', '2028-02-29'],
    ['until 31/12/2026', '2026-12-31'],
    ['until 12/31/2026', '2026-12-31'],
    ['until 30.11.', '2026-11-30'],
    ['until 30/11', '2026-11-30'],
    ['until 5.5.', '2027-05-05'],
    ['until yesterday', '2026-11-24'],
    ['until 2027-01-08', '2027-01-08'],
    ['2027-01-08', '2027-01-08'],
    ['until 2020-01-08', '2020-01-08'],
    ['until 1 sept 2027', '2027-09-01'],
    ['for 2 weeks', '2026-12-09'],
    ['for two weeks', '2026-12-09'],
    ['2 weeks', '2026-12-09'],
    ['for a week', '2026-12-02'],
    ['for the next ten days', '2026-12-05'],
    ['for a fortnight', '2026-12-09'],
    ['for a month', '2026-12-25'],
    ['FOR 3 MONTHS!', '2027-02-25'],
  ])('takes "%s" for %s', (typed, date) => {
    expect(parseUntil(typed, today)?.toString()).toBe(date)
  })

  it.each([
    '',
    'until',
    'until later',
    'until I am better',
    'until 12/03',
    'until 03/12/2027',
    'until 30 February',
    'until 2027-02-30',
    'until 2027-13-01',
    'until 32 March',
    'until Monday 12 March',
    'until mo',
    'until m',
    'until may',
    'until 12',
    'until March',
    'until 12 March 27',
    'until 12 March 2027 please do',
    'for weeks',
    'for 0 days',
    'for some days',
    'for -2 weeks',
    'for 2 years',
    'for constructor weeks',
    'until constructor',
    'next',
    'next to nothing',
  ])('does not take "%s" for a date', (typed) => {
    expect(parseUntil(typed, today)).toBeNull()
  })

  it.each([
    ['2026-11-24', 'past'],
    ['2026-11-25', 'past'],
    ['2026-11-26', null],
    ['2027-05-25', null],
    ['2027-05-26', 'long'],
  ])('judges a pause until %s as %s', (date, mistake) => {
    expect(pauseMistake(Temporal.PlainDate.from(date), today)).toBe(mistake)
  })
})
