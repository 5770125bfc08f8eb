import { Temporal } from 'temporal-polyfill'
import type { FormSubject } from './facts.ts'

/** A list of times older than this is made anew. */
const FORM_LIFE_HOURS = 12

/** Parts of a subject are set apart by this; ids never hold one. */
const MARK = '~'

const seconds = (at: Temporal.Instant): number => Math.floor(at.epochMilliseconds / 1000)

const fromSeconds = (text: string): Temporal.Instant | null => {
  if (!/^\d{1,11}$/.test(text)) return null
  return Temporal.Instant.fromEpochMilliseconds(Number(text) * 1000)
}

export const writeForm = ({ pairId, moves, asOf }: FormSubject): string =>
  [pairId, moves ?? '', seconds(asOf)].join(MARK)

/** A pair's id alone is a new form, as of now; so is a form that is too old, or that claims to be of the future. */
export const readForm = (subject: string, now: Temporal.Instant): FormSubject => {
  const [pairId = '', moves = '', when = ''] = subject.split(MARK)
  const asOf = fromSeconds(when)
  const age = asOf ? seconds(now) - seconds(asOf) : -1
  return {
    pairId,
    moves: moves === '' ? null : moves,
    asOf: asOf && age >= 0 && age < FORM_LIFE_HOURS * 3600 ? asOf : now,
  }
}

export const writeTime = (at: Temporal.Instant): string => String(seconds(at))
export const readTime = fromSeconds

/** A yes to one time of a meeting. */
export const writeChoice = (meetingId: string, at: Temporal.Instant): string =>
  [meetingId, writeTime(at)].join(MARK)

export const readChoice = (subject: string): { meetingId: string; at: Temporal.Instant | null } => {
  const [meetingId = '', when = ''] = subject.split(MARK)
  return { meetingId, at: fromSeconds(when) }
}
