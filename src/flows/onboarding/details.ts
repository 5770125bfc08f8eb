import { Temporal } from 'temporal-polyfill'
import { answerTo, choicesFor } from '../../core/answers.ts'
import { zoneNamed } from '../../core/calendar.ts'
import { readDate } from '../../core/dates.ts'
import type { Answers } from '../../core/message.ts'
import type { Hours, Opening } from '../../core/model.ts'

/** What the form of details was filled in with. */
interface Details {
  readonly hours: Hours
  readonly goals: readonly string[]
  readonly offers: readonly string[]
  /** Whom they would rather not be paired with; null leaves what is kept as it is. */
  readonly notWith: readonly string[] | null
}

export type ReadDetails =
  | { readonly type: 'good'; readonly details: Details }
  | {
      readonly type: 'mistakes'
      readonly mistakes: Readonly<Record<string, Mistake>>
      /** Private words are not shown again, so what could be read of them is kept at once. */
      readonly notWith: Details['notWith']
    }

/** What is wrong with a field, for `copy` to put into words. */
export type Mistake =
  | { readonly type: 'no-zone' }
  | { readonly type: 'ends-before-start' }
  | { readonly type: 'no-date'; readonly line: string }
  | { readonly type: 'too-many'; readonly most: number }
  | { readonly type: 'too-long'; readonly most: number }

/** Introductions show them: few and short enough to be read. */
export const MOST_PHRASES = 8
export const LONGEST_PHRASE = 150
/** A year's leave and observances, day by day. */
const MOST_DAYS_OFF = 80
/** A longer absence is a pause. */
const LONGEST_RANGE_DAYS = 62

const DAY_NUMBERS = [1, 2, 3, 4, 5, 6, 7] as const

/** The span that the form shows for a week: its days, the earliest start and the latest end. */
export const shownWeek = (
  week: readonly Opening[],
): { readonly days: readonly string[]; readonly from: string; readonly to: string } => ({
  days: DAY_NUMBERS.filter((day) => week.some((opening) => opening.day === day)).map(String),
  from: week.map(({ from }) => from).sort()[0] ?? '09:00',
  to:
    week
      .map(({ to }) => to)
      .sort()
      .at(-1) ?? '17:00',
})

/**
 * Reads the form. A week that was left as it was shown stays as it is, so that hours which differ from day to day are
 * not made alike. Days off that are over are forgotten.
 */
export const readDetails = (answers: Answers, present: Hours, today: Temporal.PlainDate): ReadDetails => {
  const typedZone = answerTo(answers, 'other-zone')
  const zone = zoneNamed(typedZone || answerTo(answers, 'zone'))
  const week = weekOf(answers, present.week)
  const daysOff = daysOffIn(answerTo(answers, 'days-off'), today)
  const goals = phrasesIn(answerTo(answers, 'goals'))
  const offers = phrasesIn(answerTo(answers, 'offers'))
  const notWith = peopleIn(answerTo(answers, 'not-with'))
  const mistakes: Record<string, Mistake> = {}
  if (!zone) mistakes[typedZone ? 'other-zone' : 'zone'] = { type: 'no-zone' }
  if (week === null) mistakes['to'] = { type: 'ends-before-start' }
  if ('type' in daysOff) mistakes['days-off'] = daysOff
  if ('type' in goals) mistakes['goals'] = goals
  if ('type' in offers) mistakes['offers'] = offers
  if (notWith && 'type' in notWith) mistakes['not-with'] = notWith
  if (
    Object.keys(mistakes).length > 0 ||
    !zone ||
    !week ||
    'type' in daysOff ||
    'type' in goals ||
    'type' in offers ||
    (notWith && 'type' in notWith)
  )
    return { type: 'mistakes', mistakes, notWith: notWith && 'type' in notWith ? null : notWith }
  return {
    type: 'good',
    details: { hours: { zone, week, daysOff }, goals, offers, notWith },
  }
}

const NOBODY = /^(?:nobody|no[ -]?one|none|-)[.!]?$/i

/** Null when nothing was written; empty when it was “nobody”. */
const peopleIn = (typed: string): readonly string[] | null | Mistake => {
  const people = phrasesIn(typed)
  if ('type' in people) return people
  if (people.length === 0) return null
  return people.some((one) => NOBODY.test(one)) ? [] : people
}

const weekOf = (answers: Answers, present: readonly Opening[]): readonly Opening[] | null => {
  const days = choicesFor(answers, 'days')
  const from = answerTo(answers, 'from')
  const to = answerTo(answers, 'to')
  const shown = shownWeek(present)
  const same = from === shown.from && to === shown.to && [...days].sort().join() === shown.days.join()
  if (same && present.length > 0) return present
  if (from >= to) return null
  return DAY_NUMBERS.filter((day) => days.includes(String(day))).map((day) => ({ day, from, to }))
}

const phrasesIn = (typed: string): readonly string[] | Mistake => {
  const phrases = linesOf(typed).map((line) => line.replace(/^[-*•–]\s*/, ''))
  if (phrases.length > MOST_PHRASES) return { type: 'too-many', most: MOST_PHRASES }
  if (phrases.some((phrase) => phrase.length > LONGEST_PHRASE))
    return { type: 'too-long', most: LONGEST_PHRASE }
  return [...new Set(phrases)].filter(Boolean)
}

const linesOf = (typed: string): readonly string[] =>
  typed
    .split(/[\r\n;]+/)
    .map((line) => line.trim())
    .filter(Boolean)

const daysOffIn = (typed: string, today: Temporal.PlainDate): readonly Temporal.PlainDate[] | Mistake => {
  const dates = new Map<string, Temporal.PlainDate>()
  for (const line of linesOf(typed)) {
    const range = rangeIn(line, today)
    if (!range) return { type: 'no-date', line }
    for (const date of range) dates.set(date.toString(), date)
  }
  const ahead = [...dates.values()].filter((date) => Temporal.PlainDate.compare(date, today) >= 0)
  return ahead.length > MOST_DAYS_OFF
    ? { type: 'too-many', most: MOST_DAYS_OFF }
    : ahead.sort(Temporal.PlainDate.compare)
}

const rangeIn = (line: string, today: Temporal.PlainDate): readonly Temporal.PlainDate[] | null => {
  const [first = '', last, ...more] = line.split(/\s+(?:to|until|-|–)\s+/i)
  const from = readDate(first, today)
  if (!from || more.length > 0) return null
  if (last === undefined) return [from]
  const to = readDate(last, from)
  if (!to) return null
  const days = from.until(to).days
  return days < 0 || days > LONGEST_RANGE_DAYS
    ? null
    : Array.from({ length: days + 1 }, (_, ahead) => from.add({ days: ahead }))
}
