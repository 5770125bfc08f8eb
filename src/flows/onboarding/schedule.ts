import type { Temporal } from 'temporal-polyfill'
import { addWorkingDays, hoursOf, isBefore } from '../../core/calendar.ts'
import type { Delivery, Participant, Programme } from '../../core/model.ts'

/** Enough for a day off and a weekend; after the one reminder there is silence. */
const REMIND_AFTER_WORKING_DAYS = 3
/** An invitation that cannot be delivered is tried anew when the person turns up, but not for ever. */
const MOST_INVITATIONS = 3
/**
 * Whoever has just been welcomed was shown a button to their invitation: time to press it, before the invitation
 * follows by itself.
 */
const AFTER_WELCOME = { minutes: 15 }

/** What onboarding says, and when it may go at the earliest. */
type Step = {
  readonly type: 'invitation' | 'reminder' | 'details'
  readonly occurrence: string
  readonly dueAt: Temporal.Instant
} | null

export interface OnboardingPlan {
  readonly step: Step
  readonly next: Temporal.Instant | null
}

const SILENCE: OnboardingPlan = { step: null, next: null }

/** What kind of message an occurrence is. */
export const kindOf = (occurrence: string): 'invitation' | 'reminder' | 'details' | null =>
  occurrence.startsWith('invitation')
    ? 'invitation'
    : occurrence === 'reminder' || occurrence === 'details'
      ? occurrence
      : null

/**
 * The invitation, once there is an account; one reminder three working days after it was shown, then silence. After a
 * yes without the form, one reminder of the form. `deliveries` are this flow's about the participant.
 */
export const onboardingPlan = (
  participant: Participant,
  programme: Programme,
  deliveries: readonly Delivery[],
  now: Temporal.Instant,
): OnboardingPlan => {
  const { account, consent, consentAt, confirmedAt } = participant
  if (!account || account.gone || account.workspace.removedAt || participant.leftAt) return SILENCE
  const threeDaysAfter = (instant: Temporal.Instant) =>
    addWorkingDays(hoursOf(participant, programme), instant, REMIND_AFTER_WORKING_DAYS)
  const has = (occurrence: string) => deliveries.some((delivery) => delivery.occurrence === occurrence)
  if (consent === 'yes') {
    if (confirmedAt || !consentAt || has('details')) return SILENCE
    const due = threeDaysAfter(consentAt)
    return isBefore(now, due)
      ? { step: null, next: due }
      : { step: { type: 'details', occurrence: 'details', dueAt: now }, next: null }
  }
  if (consent === 'no' || has('reminder')) return SILENCE
  const invitations = deliveries.filter(({ occurrence }) => kindOf(occurrence) === 'invitation')
  const shown = invitations.find(({ sentAt }) => sentAt !== null)
  if (shown?.sentAt) {
    const due = threeDaysAfter(shown.sentAt)
    return isBefore(now, due)
      ? { step: null, next: due }
      : { step: { type: 'reminder', occurrence: 'reminder', dueAt: now }, next: null }
  }
  if (invitations.some(({ state }) => state === 'due' || state === 'sending'))
    return { step: null, next: threeDaysAfter(now) }
  if (invitations.length >= MOST_INVITATIONS) return SILENCE
  const welcomed = account.welcomedAt?.add(AFTER_WELCOME)
  const occurrence = invitations.length === 0 ? 'invitation' : `invitation ${invitations.length + 1}`
  return {
    step: { type: 'invitation', occurrence, dueAt: welcomed && isBefore(now, welcomed) ? welcomed : now },
    next: threeDaysAfter(now),
  }
}
