import { Temporal } from 'temporal-polyfill'
import { atLocal, earliest, hoursOf, isBefore, later, nextOpening } from './calendar.ts'
import type { CheckIn, DeliveryClass, Meeting, Pair, Participant, Programme } from './model.ts'

type Instant = Temporal.Instant

/** How long a calendar link opens: long enough to add a meeting, short enough that a forwarded one goes stale. */
const CALENDAR_LINK_LIFE = Temporal.Duration.from({ hours: 24 * 14 })

/** What concerns a meeting nearer than this goes at once. */
const NEAR = { hours: 24 }
/**
 * So long before a meeting at the latest is news about it read in working hours, else it goes at once: somebody who
 * reads in the morning that the meeting of that day is off has planned, and maybe travelled, for it.
 */
const NOTICE = { hours: 12 }

/** The instant at which a calendar link made now stops opening. */
export const calendarLinkUntil = (now: Instant): Instant => now.add(CALENDAR_LINK_LIFE)

/** When a meeting begins: the agreed time, or the first on offer. */
export const startOf = (meeting: Meeting): Instant => earliest(...meeting.times) ?? meeting.proposedAt

export const endOf = (meeting: Meeting): Instant => startOf(meeting).add({ minutes: meeting.minutes })

/** Booked, and not yet begun. */
export const isComing = (meeting: Meeting, now: Instant): boolean =>
  meeting.state === 'booked' && isBefore(now, startOf(meeting))

/** Booked, and its end has passed. Whether they met is theirs to say. */
export const hasEnded = (meeting: Meeting, now: Instant): boolean =>
  meeting.state === 'booked' && !isBefore(now, endOf(meeting))

/** Whether a meeting that was booked and is over counts as held: nobody said that it was not. */
export const wasHeld = (meeting: Meeting, checkIns: readonly CheckIn[], now: Instant): boolean =>
  hasEnded(meeting, now) && !checkIns.some(({ meetingId, met }) => meetingId === meeting.id && met !== 'yes')

/** The times of a proposal that can still be accepted. */
export const timesLeft = (meeting: Meeting, now: Instant): readonly Instant[] =>
  meeting.times.filter((time) => isBefore(now, time))

/** Proposed, with a time that can still be accepted. */
export const isWaiting = (meeting: Meeting, now: Instant): boolean =>
  meeting.state === 'proposed' && timesLeft(meeting, now).length > 0

/** Those of a pair who have not left. */
export const present = (pair: Pair): readonly Participant[] =>
  pair.members.filter((member) => member.leftAt === null)

/** When everyone of the pair is back from their pauses; null when nobody is paused. */
export const backFromPauses = (pair: Pair, now: Instant): Instant | null =>
  present(pair).reduce<Instant | null>((last, { pausedUntil }) => {
    if (!pausedUntil || !isBefore(now, pausedUntil)) return last
    return last ? later(last, pausedUntil) : pausedUntil
  }, null)

const NO_TIME = Temporal.Duration.from({ days: 0 })

/**
 * Since when a pair could have had a meeting booked: from being paired, or the programme's first day; after a
 * meeting, from when the next is expected; after a booked meeting was cancelled or a pause has ended, from then.
 */
export const unbookedSince = (
  pair: Pair,
  programme: Programme,
  meetings: readonly Meeting[],
  now: Instant,
): Instant => latestOf(pair, programme, meetings, now, programme.settings.meetingEvery)

/**
 * Since when a pair has had no meeting, however often it is expected to: the same as `unbookedSince`, but for a
 * meeting, from its end. Unlike that, it stays when the programme changes how often pairs meet.
 */
export const meetingFreeSince = (
  pair: Pair,
  programme: Programme,
  meetings: readonly Meeting[],
  now: Instant,
): Instant => latestOf(pair, programme, meetings, now, NO_TIME)

const latestOf = (
  pair: Pair,
  programme: Programme,
  meetings: readonly Meeting[],
  now: Instant,
  afterMeeting: Temporal.Duration,
): Instant => {
  let since = later(pair.pairedAt, atLocal(programme.startsOn.toPlainDateTime('09:00'), programme.timeZone))
  for (const meeting of meetings) {
    if (meeting.state === 'booked')
      since = later(
        since,
        endOf(meeting).toZonedDateTimeISO(programme.timeZone).add(afterMeeting).toInstant(),
      )
    if (meeting.state === 'cancelled' && meeting.bookedAt && meeting.cancelledAt)
      since = later(since, meeting.cancelledAt)
  }
  for (const { pausedUntil } of present(pair))
    if (pausedUntil && !isBefore(now, pausedUntil)) since = later(since, pausedUntil)
  return since
}

/** Whether one of these times is coming, and near. */
export const isNear = (starts: readonly Instant[], now: Instant): boolean =>
  starts.some((at) => isBefore(now, at) && isBefore(at, now.add(NEAR)))

/**
 * How news about a booked meeting goes to somebody: at once when one of these times is near, or when they would read
 * it too shortly before if it waited for their working hours, or never; else in those. The end of their pause comes
 * first.
 */
export const classFor = (
  to: Participant,
  programme: Programme,
  starts: readonly Instant[],
  now: Instant,
): DeliveryClass => {
  if (isNear(starts, now)) return 'booked'
  const read = nextOpening([hoursOf(to, programme)], afterPause(to, now))
  return starts.some((at) => isBefore(now, at) && (!read || isBefore(at.subtract(NOTICE), read)))
    ? 'booked'
    : 'ordinary'
}

const afterPause = ({ pausedUntil }: Participant, now: Instant): Instant =>
  pausedUntil ? later(now, pausedUntil) : now
