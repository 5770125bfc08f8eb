import { Temporal } from 'temporal-polyfill'
import { addWorkingDays, earliest, hoursOf, isBefore, later } from '../../core/calendar.ts'
import {
  backFromPauses,
  endOf,
  isComing,
  isWaiting,
  meetingFreeSince,
  present,
  timesLeft,
  unbookedSince,
} from '../../core/meetings.ts'
import type { Meeting, Pair, Participant, Programme } from '../../core/model.ts'

type Instant = Temporal.Instant

/** Coordinators hear of it so many working days after the last nudge; after that, silence. */
const COORDINATORS_AFTER = 2

/** One nudge in the course of a time without a booked meeting. `number` counts from 1; the last goes to coordinators. */
export interface Step {
  readonly number: number
  readonly to: 'first' | 'everyone' | 'coordinators'
  readonly since: Instant
}

/** A nudge of this time that exists already, sent or not. */
export interface Nudged {
  readonly number: number
  readonly at: Instant
}

/** A pair, and all that nudges go by. */
export interface Facts {
  readonly pair: Pair
  readonly programme: Programme
  readonly meetings: readonly Meeting[]
}

/** Why a pair is left alone now, as a code, and when that may end; null when it may be nudged. */
export const quietBecause = (
  { pair, meetings }: Facts,
  now: Instant,
): { readonly reason: string; readonly until: Instant | null } | null => {
  if (pair.endedAt || present(pair).length < 2) return { reason: 'pair-ended', until: null }
  const coming = meetings.filter((meeting) => isComing(meeting, now))
  if (coming.length > 0) return { reason: 'already-booked', until: earliest(...coming.map(endOf)) }
  const waiting = meetings.filter((meeting) => isWaiting(meeting, now))
  if (waiting.length > 0) {
    const last = waiting.flatMap((meeting) => timesLeft(meeting, now)).reduce(later)
    return { reason: 'already-suggested', until: last }
  }
  const back = backFromPauses(pair, now)
  return back ? { reason: 'not-now', until: back } : null
}

/** Whether there is nothing to be nudged about any more, for good: to this participant, or to coordinators (null). */
export const isOver = ({ pair }: Facts, participantId: string | null): boolean =>
  pair.endedAt !== null ||
  present(pair).length < 2 ||
  (participantId !== null && !present(pair).some(({ id }) => id === participantId))

/** Whether a meeting has been booked since then, whatever has become of it. */
export const isBookedSince = ({ meetings }: Facts, then: Instant): boolean =>
  meetings.some(({ bookedAt }) => bookedAt !== null && !isBefore(bookedAt, then))

/** Who books first, and whose working days are counted; null for a pair without anyone. */
export const firstBooker = ({ pair, programme }: Pick<Facts, 'pair' | 'programme'>): Participant | null =>
  present(pair).find(({ side }) => side === programme.booksFirst) ?? present(pair)[0] ?? null

/** Since when there was no meeting: the nudges that name a beginning from there on belong together. */
export const freeSince = (facts: Facts, now: Instant): Instant =>
  meetingFreeSince(facts.pair, facts.programme, facts.meetings, now)

/** A nudge that exists, numbered as in the course that the programme has now: it may have had another when it went. */
export const countedNow = (
  { number, at }: Nudged,
  to: 'partner' | 'coordinator',
  { programme }: Facts,
): Nudged => {
  const last = programme.settings.nudgeAfterWorkingDays.length
  return { number: to === 'coordinator' ? last + 1 : Math.min(number, last), at }
}

/** Every nudge of this time without a meeting, with the instant from which it is due. */
const course = (facts: Facts, now: Instant): readonly { readonly step: Step; readonly at: Instant }[] => {
  const booker = firstBooker(facts)
  if (!booker) return []
  const hours = hoursOf(booker, facts.programme)
  const since = unbookedSince(facts.pair, facts.programme, facts.meetings, now)
  const days = facts.programme.settings.nudgeAfterWorkingDays.toSorted((one, other) => one - other)
  const nudges = days.map((after, index) => ({
    step: { number: index + 1, to: index === 0 ? ('first' as const) : ('everyone' as const), since },
    at: addWorkingDays(hours, since, after),
  }))
  const last = days[days.length - 1]
  if (last === undefined) return []
  return [
    ...nudges,
    {
      step: { number: days.length + 1, to: 'coordinators', since },
      at: addWorkingDays(hours, since, last + COORDINATORS_AFTER),
    },
  ]
}

/**
 * The nudge that should exist by now (null: none that does not exist yet), and when to look again. However much was
 * missed, only the latest is sent; coordinators hear of nobody who was not nudged first, and had time to act on it.
 */
export const planNudge = (
  facts: Facts,
  nudged: readonly Nudged[],
  now: Instant,
): { readonly step: Step | null; readonly next: Instant | null } => {
  const quiet = quietBecause(facts, now)
  if (quiet) return { step: null, next: quiet.until }
  const booker = firstBooker(facts)
  const done = nudged.reduce((most, { number }) => Math.max(most, number), 0)
  const latest = nudged.find(({ number }) => number === done)
  const steps = course(facts, now).map(({ step, at }) => {
    if (step.to !== 'coordinators' || !booker) return { step, at }
    const reacted = addWorkingDays(hoursOf(booker, facts.programme), latest?.at ?? now, COORDINATORS_AFTER)
    return { step, at: later(at, reacted) }
  })
  const due = steps.findLast(({ step, at }) => step.number > done && !isBefore(now, at))
  const after = Math.max(done, due?.step.number ?? 0)
  const next = steps.find(({ step, at }) => step.number > after && isBefore(now, at))
  return { step: due?.step ?? null, next: next?.at ?? null }
}

/** Whether a later nudge of the same time is due already, so that this one has nothing to add. */
export const isOvertaken = (facts: Facts, number: number, now: Instant): boolean =>
  course(facts, now).some(
    ({ step, at }) => step.to !== 'coordinators' && step.number > number && !isBefore(now, at),
  )

export const occurrenceOf = ({ number, since }: Step): string => `nudge ${number} since ${since.toString()}`

/** The number and the beginning that an occurrence names; null when it is none of ours. */
export const readOccurrence = (occurrence: string): { number: number; since: Instant } | null => {
  const found = /^nudge (\d+) since (\S+)$/.exec(occurrence)
  return found?.[1] && found[2] ? { number: Number(found[1]), since: Temporal.Instant.from(found[2]) } : null
}
