import type { Temporal } from 'temporal-polyfill'
import { type Effect, touch } from './flow.ts'
import { hasEnded } from './meetings.ts'
import type { Meeting, Pair, Participant } from './model.ts'
import type { Reader } from './store.ts'

/** Whom somebody is paired with. */
export const partnersIn = (pair: Pair, participantId: string): readonly Participant[] =>
  pair.members.filter(({ id }) => id !== participantId)

/** Whether a meeting is proposed, or booked and not over. */
export const isAhead = (meeting: Meeting, now: Temporal.Instant): boolean =>
  meeting.state === 'proposed' || (meeting.state === 'booked' && !hasEnded(meeting, now))

/** What a change of a participant concerns: themselves, each pair they are in now, and the meetings ahead of them. */
export const touchAround = async (
  participantId: string,
  read: Reader,
  now: Temporal.Instant,
): Promise<readonly Effect[]> => {
  const pairs = await read.pairs.ofParticipant(participantId)
  const meetings = (await Promise.all(pairs.map(({ id }) => read.meetings.ofPair(id)))).flat()
  return [
    touch('participant', participantId),
    ...pairs.map(({ id }) => touch('pair', id)),
    ...meetings.filter((meeting) => isAhead(meeting, now)).map(({ id }) => touch('meeting', id)),
  ]
}
