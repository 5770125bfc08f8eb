import type { Temporal } from 'temporal-polyfill'
import { earliest, isBefore } from '../../core/calendar.ts'
import type { Announcement, Delivery, NewDelivery, Participant, Programme } from '../../core/model.ts'
import { dueFor } from './audience.ts'

type Instant = Temporal.Instant

/** How often progress is shown anew: soon at first, ever more seldom, and for a month at most. */
const PACE: readonly { readonly within: number; readonly every: number }[] = [
  { within: 1, every: 5 },
  { within: 24, every: 60 },
  { within: 30 * 24, every: 24 * 60 },
]

/** Words that could not go for so many days, for a pause or an outage, may be out of date. */
const LATEST_DAYS = 14

/** Whether an announcement's words are too old for somebody to whom they could not go. */
export const isTooLate = (
  announcement: Announcement,
  person: Participant,
  programme: Programme,
  now: Instant,
): boolean =>
  announcement.postedAt !== null &&
  !isBefore(
    now,
    dueFor(announcement, person, programme, announcement.postedAt).add({ hours: LATEST_DAYS * 24 }),
  )

export const WORDS = 'words'
export const PROGRESS = 'progress'

/** One message for each person, and the progress for whoever posts it. */
export const deliveriesFor = (
  announcement: Announcement,
  people: readonly Participant[],
  programme: Programme,
  posted: Instant,
): readonly NewDelivery[] => {
  const about = { flow: 'announcement', subject: { kind: 'announcement', id: announcement.id } } as const
  return [
    ...people.flatMap((person): NewDelivery[] =>
      person.account
        ? [
            {
              ...about,
              occurrence: WORDS,
              address: { type: 'account', accountId: person.account.id },
              class: 'ordinary',
              participantId: person.id,
              dueAt: dueFor(announcement, person, programme, posted),
            },
          ]
        : [],
    ),
    {
      ...about,
      occurrence: PROGRESS,
      address: { type: 'account', accountId: announcement.authorId },
      class: 'ordinary',
      participantId: null,
      dueAt: posted,
    },
  ]
}

/** Why those are not sent that waited when an announcement was stopped. */
export const STOPPED = 'stopped'

export const isStopped = (deliveries: readonly Delivery[]): boolean =>
  deliveries.some(({ state, reason }) => state === 'dropped' && reason === STOPPED)

/** While nobody has got it, and there is somebody who need not. */
export const canBeStopped = (deliveries: readonly Delivery[]): boolean =>
  deliveries.some(({ state }) => state === 'due') && !deliveries.some(({ state }) => state === 'sent')

/** What they are once whatever is due has been cancelled. */
export const onceStopped = (deliveries: readonly Delivery[]): readonly Delivery[] =>
  deliveries.map((one) => (one.state === 'due' ? { ...one, state: 'dropped', reason: STOPPED } : one))

export const isWaiting = ({ state }: Delivery): boolean => state === 'due' || state === 'sending'

/**
 * When progress is next looked at; null when nothing waits any more, or nobody looks after so long. Before the first
 * message is due there is nothing to see.
 */
export const lookAgainAt = (deliveries: readonly Delivery[], now: Instant): Instant | null => {
  const waiting = deliveries.filter(isWaiting)
  const first = earliest(...deliveries.map(({ dueAt }) => dueAt))
  const soonest = earliest(...waiting.map(({ dueAt }) => dueAt))
  if (!first || !soonest) return null
  if (isBefore(now, soonest)) return soonest.add({ minutes: PACE[0]?.every ?? 5 })
  const last = waiting.reduce((latest, { dueAt }) => (isBefore(latest, dueAt) ? dueAt : latest), soonest)
  const since = (now.epochMilliseconds - last.epochMilliseconds) / 3_600_000
  const pace = PACE.find(({ within }) => since < within)
  return pace ? now.add({ minutes: pace.every }) : null
}
