import type { Temporal } from 'temporal-polyfill'
import { isBefore } from '../../core/calendar.ts'
import type { Delivery, Participant } from '../../core/model.ts'

/** What a pause asks for: nothing, another look when it is over, or a kind word when it has just ended. */
export type PauseStep =
  | { readonly type: 'nothing' }
  | { readonly type: 'wait'; readonly until: Temporal.Instant }
  | { readonly type: 'back'; readonly occurrence: string }

const BACK = 'back '

/** A pause ends by itself: nothing has to be written for that. `deliveries` are this flow's about the participant. */
export const pauseStep = (
  participant: Participant,
  deliveries: readonly Delivery[],
  now: Temporal.Instant,
): PauseStep => {
  const { pausedUntil, leftAt, consent } = participant
  if (!pausedUntil || leftAt || consent !== 'yes') return { type: 'nothing' }
  if (isBefore(now, pausedUntil)) return { type: 'wait', until: pausedUntil }
  const occurrence = backOccurrence(participant)
  return deliveries.some((delivery) => delivery.occurrence === occurrence)
    ? { type: 'nothing' }
    : { type: 'back', occurrence }
}

/** Which kind word ends the participant's last pause. */
export const backOccurrence = ({ pausedUntil }: Participant): string => `${BACK}${pausedUntil}`

/** Whether the occurrence is the kind word after a pause. */
export const isBack = (occurrence: string): boolean => occurrence.startsWith(BACK)
