import type { Temporal } from 'temporal-polyfill'
import { isBefore } from './calendar.ts'
import { type Effect, touch } from './flow.ts'
import type { Meeting, Pair, Participant } from './model.ts'
import type { Reader } from './store.ts'

/** Whom somebody is paired with. */
export const partnersIn = (pair: Pair, participantId: string): readonly Participant[] =>
  pair.members.filter(({ id }) => id !== participantId)

/** When a meeting ends at the latest: of the times on offer, the last. */
export const endOf = (meeting: Meeting): Temporal.Instant | null =>
  meeting.times[meeting.times.length - 1]?.add({ minutes: meeting.minutes }) ?? null

/** Whether a meeting is still ahead, or under way: booked or proposed, and not over. */
export const isAhead = (meeting: Meeting, now: Temporal.Instant): boolean => {
  const end = endOf(meeting)
  return meeting.state !== 'cancelled' && end !== null && isBefore(now, end)
}

/** What a change of a participant concerns: themselves, each pair they are in now, and its meetings ahead. */
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
