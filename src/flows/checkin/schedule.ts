import type { Temporal } from 'temporal-polyfill'
import { addWorkingDays, hoursOf, isBefore, later } from '../../core/calendar.ts'
import { endOf, hasEnded } from '../../core/meetings.ts'
import type { CheckIn, Meeting, Participant, Programme } from '../../core/model.ts'

type Instant = Temporal.Instant

/** How often somebody is asked about one meeting: once, and twice more after "not yet". */
const MOST_ASKS = 3
/** "Not yet" is asked again after so many of the person's working days. */
const AGAIN_AFTER_WORKING_DAYS = 2
/** A question about a meeting longer ago than this is not asked any more. */
const TOO_OLD = { hours: 21 * 24 }

/** One asking about a meeting that exists already, sent or not. */
export interface Asked {
  readonly number: number
  readonly dueAt: Instant
}

export const occurrenceOf = (number: number): string => `ask ${number}`

/** Which asking an occurrence names; null when it is none of ours. */
export const readOccurrence = (occurrence: string): number | null => {
  const found = /^ask (\d+)$/.exec(occurrence)
  return found ? Number(found[1]) : null
}

/** From when nobody is asked about a meeting any more. */
export const askedUntil = (meeting: Meeting): Instant => endOf(meeting).add(TOO_OLD)

/** Whether "not yet" will be asked about once more, after this many askings; null: it will not. */
export const askAgainAt = (
  said: CheckIn,
  asked: readonly Asked[],
  participant: Participant,
  programme: Programme,
): Instant | null =>
  said.met === 'not-yet' && asked.length < MOST_ASKS
    ? addWorkingDays(hoursOf(participant, programme), said.at, AGAIN_AFTER_WORKING_DAYS)
    : null

/**
 * The asking of one participant that should exist by now (null: none that does not exist yet), and when to look again.
 * Each is asked apart, some hours after the meeting's end; working hours are the delivery's own matter.
 */
export const planAsking = (
  facts: {
    readonly meeting: Meeting
    readonly programme: Programme
    readonly participant: Participant
    readonly said: CheckIn | null
    readonly asked: readonly Asked[]
  },
  now: Instant,
): { readonly ask: Asked | null; readonly next: Instant | null } => {
  const { meeting, programme, participant, said, asked } = facts
  const none = { ask: null, next: null }
  if (meeting.state !== 'booked') return none
  const first = endOf(meeting).add(programme.settings.checkInAfter)
  const last = asked.reduce<Asked | null>(
    (one, other) => (one && one.number > other.number ? one : other),
    null,
  )
  if (!said && last) return none
  const again = said && askAgainAt(said, asked, participant, programme)
  if (said && (!again || (last && !isBefore(last.dueAt, again)))) return none
  const dueAt = again ? later(first, again) : first
  if (!isBefore(dueAt, askedUntil(meeting)) || !isBefore(now, askedUntil(meeting))) return none
  if (isBefore(now, dueAt)) return { ask: null, next: dueAt }
  return { ask: { number: (last?.number ?? 0) + 1, dueAt }, next: null }
}

/** Whoever has not sent the form that a yes opens by now, has put it away. */
const FORM_PUT_AWAY_AFTER = { hours: 1 }

/** When the question may show a yes without more, because nobody fills in the form in its place any more; null: it does. */
export const putAwayAt = ({ met, rating, next, at }: CheckIn): Instant | null =>
  met === 'yes' && rating === null && next === null ? at.add(FORM_PUT_AWAY_AFTER) : null

/** The meeting that `check-in` is about: the latest held one that waits for an answer; else null. */
export const latestOpen = <T extends { readonly meeting: Meeting; readonly said: CheckIn | null }>(
  all: readonly T[],
  now: Instant,
): T | null =>
  all
    .filter(({ meeting, said }) => hasEnded(meeting, now) && (!said || said.met === 'not-yet'))
    .reduce<T | null>(
      (best, one) => (best && !isBefore(endOf(best.meeting), endOf(one.meeting)) ? best : one),
      null,
    )
