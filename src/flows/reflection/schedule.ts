import type { Temporal } from 'temporal-polyfill'
import { addWorkingDays, earliest, hoursOf, isBefore } from '../../core/calendar.ts'
import { endOf, wasHeld } from '../../core/meetings.ts'
import type { CheckIn, Meeting, NewDelivery, Pair, Participant, Programme } from '../../core/model.ts'

type Instant = Temporal.Instant

/** A prompt that could not go for this long, after an outage, leave or a pause, no longer fits its meeting. */
const LATEST_DAYS = 10

/** When a meeting's prompt is due for somebody. */
const promptAt = (meeting: Meeting, person: Participant, programme: Programme): Instant =>
  addWorkingDays(hoursOf(person, programme), endOf(meeting), programme.settings.reflectionAfterWorkingDays)

const isTimely = (dueAt: Instant, now: Instant): boolean =>
  isBefore(now, dueAt.add({ hours: LATEST_DAYS * 24 }))

/** Whether a meeting lies too far back for its prompt. */
export const isTooLate = (
  meeting: Meeting,
  person: Participant,
  programme: Programme,
  now: Instant,
): boolean => !isTimely(promptAt(meeting, person, programme), now)

/** The prompts that should have gone by now after a meeting, and when the next one is due. */
export const promptsAfter = (
  meeting: Meeting,
  pair: Pair,
  programme: Programme,
  checkIns: readonly CheckIn[],
  now: Instant,
): { readonly deliveries: readonly NewDelivery[]; readonly next: Instant | null } => {
  if (pair.endedAt || meeting.state !== 'booked') return { deliveries: [], next: null }
  const due = pair.members.flatMap((person) =>
    person.account && !person.leftAt
      ? [
          {
            person,
            accountId: person.account.id,
            dueAt: promptAt(meeting, person, programme),
          },
        ]
      : [],
  )
  return {
    deliveries: due
      .filter(({ dueAt }) => wasHeld(meeting, checkIns, now) && !isBefore(now, dueAt) && isTimely(dueAt, now))
      .map(({ person, accountId, dueAt }) => ({
        flow: 'reflection',
        subject: { kind: 'meeting', id: meeting.id },
        occurrence: 'prompt',
        address: { type: 'account', accountId },
        class: 'ordinary',
        participantId: person.id,
        dueAt,
      })),
    next: earliest(...due.map(({ dueAt }) => (isBefore(now, dueAt) ? dueAt : null))),
  }
}

const SHARED = 'shared '

/** The note to each partner that a reflection was shared with them. */
export const sharedNotes = (
  reflectionId: string,
  writerId: string,
  pair: Pair,
  now: Instant,
): readonly NewDelivery[] =>
  pair.members.flatMap((person): NewDelivery[] =>
    person.id === writerId || !person.account || person.leftAt
      ? []
      : [
          {
            flow: 'reflection',
            subject: { kind: 'pair', id: pair.id },
            occurrence: sharedOccurrence(reflectionId),
            address: { type: 'account', accountId: person.account.id },
            class: 'ordinary',
            participantId: person.id,
            dueAt: now,
          },
        ],
  )

export const sharedOccurrence = (reflectionId: string): string => `${SHARED}${reflectionId}`

/** Which reflection a note is about; null when it is none. */
export const reflectionOf = (occurrence: string): string | null =>
  occurrence.startsWith(SHARED) ? occurrence.slice(SHARED.length) : null
