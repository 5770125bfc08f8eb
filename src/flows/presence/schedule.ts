import type { Temporal } from 'temporal-polyfill'
import { isBefore } from '../../core/calendar.ts'
import type { Participant } from '../../core/model.ts'

/** What a pause asks for: nothing, another look when it is over, or to be lifted. */
export type PauseStep =
  | { readonly type: 'nothing' }
  | { readonly type: 'wait'; readonly until: Temporal.Instant }
  | { readonly type: 'lift'; readonly occurrence: string }

const BACK = 'back '

export const pauseStep = (participant: Participant | null, now: Temporal.Instant): PauseStep => {
  const until = participant?.pausedUntil
  if (!until || participant.leftAt) return { type: 'nothing' }
  return isBefore(now, until) ? { type: 'wait', until } : { type: 'lift', occurrence: `${BACK}${until}` }
}

/** Whether the occurrence is the kind word after a pause. */
export const isBack = (occurrence: string): boolean => occurrence.startsWith(BACK)
