import type { Temporal } from 'temporal-polyfill'
import { addWorkingDays, earliest, hoursOf, isBefore } from '../../core/calendar.ts'
import { wasHeld } from '../../core/meetings.ts'
import type { CheckIn, Meeting, NewDelivery, Pair, Programme } from '../../core/model.ts'

type Instant = Temporal.Instant

/** A prompt that could not go for this long, after an outage or leave, no longer fits its meeting. */
const LATEST_DAYS = 10

/** The prompts that should have gone by now after a meeting, and when the next one is due. */
export const promptsAfter = (
  meeting: Meeting,
  pair: Pair,
  programme: Programme,
  checkIns: readonly CheckIn[],
  now: Instant,
): { readonly deliveries: readonly NewDelivery[]; readonly next: Instant | null } => {
  const [time] = meeting.times
  if (pair.endedAt || meeting.state !== 'booked' || !time) return { deliveries: [], next: null }
  const end = time.add({ minutes: meeting.minutes })
  const due = pair.members.flatMap((person) =>
    person.account && !person.leftAt
      ? [
          {
            person,
            accountId: person.account.id,
            dueAt: addWorkingDays(
              hoursOf(person, programme),
              end,
              programme.settings.reflectionAfterWorkingDays,
            ),
          },
        ]
      : [],
  )
  return {
    deliveries: due
      .filter(
        ({ dueAt }) =>
          wasHeld(meeting, checkIns, now) &&
          !isBefore(now, dueAt) &&
          isBefore(now, dueAt.add({ hours: LATEST_DAYS * 24 })),
      )
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
