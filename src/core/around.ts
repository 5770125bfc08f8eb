import type { Temporal } from 'temporal-polyfill'
import { isBefore } from './calendar.ts'
import { type Effect, touch } from './flow.ts'
import { endOf, hasEnded } from './meetings.ts'
import type { Meeting, Pair, Participant } from './model.ts'
import type { Reader } from './store.ts'

/** Whom somebody is paired with. */
export const partnersIn = (pair: Pair, participantId: string): readonly Participant[] =>
  pair.members.filter(({ id }) => id !== participantId)

/** Whether a participant asked not to be written to at this instant. */
export const isPaused = (person: Participant, now: Temporal.Instant): boolean =>
  person.pausedUntil !== null && isBefore(now, person.pausedUntil)

/** Whether a meeting is proposed, or booked and not over. */
export const isAhead = (meeting: Meeting, now: Temporal.Instant): boolean =>
  meeting.state === 'proposed' || (meeting.state === 'booked' && !hasEnded(meeting, now))

/** However long ago a meeting was, the last that is said about it comes sooner after its end than this. */
const SPOKEN_OF = { hours: 60 * 24 }

/** What a change of a programme's settings concerns: the programme, its pairs, and their meetings that are spoken of. */
export const touchProgramme = async (
  programmeId: string,
  read: Reader,
  now: Temporal.Instant,
): Promise<readonly Effect[]> => {
  const pairs = (await read.approved.of(programmeId)).filter(({ endedAt }) => endedAt === null)
  const meetings = (await Promise.all(pairs.map(({ id }) => read.meetings.ofPair(id)))).flat()
  const spokenOf = meetings.filter(
    (meeting) => meeting.state !== 'cancelled' && isBefore(now, endOf(meeting).add(SPOKEN_OF)),
  )
  return [
    touch('programme', programmeId),
    ...pairs.map(({ id }) => touch('pair', id)),
    ...spokenOf.map(({ id }) => touch('meeting', id)),
  ]
}

/** What a change of a participant concerns: themselves, each pair they are in now, and the meetings ahead of them. */
export const touchAround = async (
  participantId: string,
  read: Reader,
  now: Temporal.Instant,
): Promise<readonly Effect[]> => {
  const pairs = await read.approved.ofParticipant(participantId)
  const meetings = (await Promise.all(pairs.map(({ id }) => read.meetings.ofPair(id)))).flat()
  return [
    touch('participant', participantId),
    ...pairs.map(({ id }) => touch('pair', id)),
    ...meetings.filter((meeting) => isAhead(meeting, now)).map(({ id }) => touch('meeting', id)),
  ]
}
