import ical, { ICalCalendarMethod, ICalEventClass, ICalEventStatus } from 'ical-generator'
import type { Temporal } from 'temporal-polyfill'
import { endOf, startOf } from '../../core/meetings.ts'
import type { Meeting, Pair, Participant, Programme } from '../../core/model.ts'
import { firstName, sayList } from '../../core/saying.ts'

/**
 * A meeting as one participant's calendar entry (text/calendar, CRLF, lines of at most 75 octets, all times in UTC).
 * The entry keeps its UID when the meeting is moved or cancelled; SEQUENCE tells which is newest. It names first names
 * and nothing else: calendars are often open to colleagues, and that somebody takes part in a programme is private.
 */
export const meetingCalendar = (
  meeting: Meeting,
  pair: Pair,
  participant: Participant,
  programme: Programme,
  now: Temporal.Instant,
): string => {
  const partners = pair.members.filter(({ id }) => id !== participant.id)
  const names = [...partners, participant].map(({ name }) => firstName(name))
  const calendar = ical({
    prodId: { company: 'Duologue', product: 'Duologue', language: 'EN' },
    method: ICalCalendarMethod.PUBLISH,
    timezone: null,
  })
  calendar.createEvent({
    id: `${meeting.id}-${programme.id}@duologue`,
    sequence: meeting.revision,
    stamp: dateOf(now),
    start: dateOf(startOf(meeting)),
    end: dateOf(endOf(meeting)),
    summary: sayList(names),
    class: ICalEventClass.PRIVATE,
    status: meeting.state === 'booked' ? ICalEventStatus.CONFIRMED : ICalEventStatus.CANCELLED,
  })
  return `${calendar.toString().replace(/(?:\r?\n)+$/, '')}\r\n`
}

const dateOf = (instant: Temporal.Instant): Date => new Date(instant.epochMilliseconds)
