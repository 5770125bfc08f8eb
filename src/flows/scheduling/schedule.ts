import type { Temporal } from 'temporal-polyfill'
import { addWorkingDays, earliest, hoursOf, isBefore, later } from '../../core/calendar.ts'
import {
  backFromPauses,
  classFor,
  endOf,
  isComing,
  isNear,
  isWaiting,
  present,
  startOf,
  timesLeft,
  unbookedSince,
} from '../../core/meetings.ts'
import type { DeliveryClass, Meeting, Pair, Participant, Programme } from '../../core/model.ts'

type Instant = Temporal.Instant

const REMINDERS = [
  { name: 'day', before: { hours: 24 } },
  { name: 'hour', before: { hours: 1 } },
] as const

/** A proposal without an answer is brought back to mind once, after so many working days. */
const REMIND_OF_PROPOSAL_AFTER = 2
/** Duologue suggests a time so many working days after the second nudge. */
const SUGGEST_AFTER_SECOND_NUDGE = 1

export type ReminderName = (typeof REMINDERS)[number]['name']

/** The occurrence of a reminder names the time, so that a moved meeting is reminded of anew. */
const reminderOccurrence = (name: ReminderName, at: Instant): string => `reminder ${name} ${at.toString()}`

/** What a reminder's occurrence says; null when it is none. */
export const readReminder = (occurrence: string): { name: ReminderName; at: string } | null => {
  const [word, name, at] = occurrence.split(' ')
  const found = REMINDERS.find((one) => one.name === name)
  return word === 'reminder' && found && at ? { name: found.name, at } : null
}

/** A message to one participant that should exist by now. */
interface Due {
  readonly participant: Participant
  readonly occurrence: string
  readonly class: DeliveryClass
  readonly dueAt: Instant
}

/**
 * What a meeting asks for now.
 * - due: messages that should exist by now.
 * - expired: every time on offer has passed, and nobody booked one.
 * - agreed: everyone who is still in the pair has said yes, since somebody else has left it.
 * - fewer: some have passed; cards show those that are left.
 */
export interface MeetingPlan {
  readonly due: readonly Due[]
  readonly expired: boolean
  readonly agreed: boolean
  readonly fewer: boolean
  readonly next: Instant | null
}

const nothing: MeetingPlan = { due: [], expired: false, agreed: false, fewer: false, next: null }

interface Facts {
  readonly pair: Pair
  readonly programme: Programme
  readonly meetings: readonly Meeting[]
}

export const planMeeting = (facts: Facts, meeting: Meeting, now: Instant): MeetingPlan => {
  if (facts.pair.endedAt) return nothing
  switch (meeting.state) {
    case 'proposed':
      return isWaiting(meeting, now) ? planProposal(facts, meeting, now) : { ...nothing, expired: true }
    case 'booked':
      return planReminders(facts.pair, meeting, now)
    case 'cancelled':
      return nothing
  }
}

const planProposal = ({ pair, programme, meetings }: Facts, meeting: Meeting, now: Instant): MeetingPlan => {
  const left = timesLeft(meeting, now)
  const moved = meetings.find(({ id }) => id === meeting.moves)
  const due: Due[] = []
  const again: Instant[] = []
  for (const participant of present(pair)) {
    if (meeting.acceptedBy.includes(participant.id)) continue
    const { pausedUntil } = participant
    const first = pausedUntil ? later(meeting.proposedAt, pausedUntil) : meeting.proposedAt
    // The times on offer leave whoever is asked the working hours to answer in; a meeting to be moved may not.
    const how = isNear(meeting.times, meeting.proposedAt)
      ? 'booked'
      : classFor(participant, programme, moved ? [startOf(moved)] : [], first)
    due.push({ participant, occurrence: 'proposal', class: how, dueAt: first })
    const second = addWorkingDays(hoursOf(participant, programme), first, REMIND_OF_PROPOSAL_AFTER)
    if (isBefore(now, second)) again.push(second)
    else due.push({ participant, occurrence: 'proposal again', class: 'ordinary', dueAt: second })
  }
  return {
    due,
    expired: false,
    agreed: left.length === 1 && present(pair).every(({ id }) => meeting.acceptedBy.includes(id)),
    fewer: left.length < meeting.times.length,
    next: earliest(...left, ...again),
  }
}

/** Only the latest reminder that has come; none that would have come before the meeting was booked. */
const planReminders = (pair: Pair, meeting: Meeting, now: Instant): MeetingPlan => {
  if (!isComing(meeting, now)) return nothing
  const at = startOf(meeting)
  const planned = REMINDERS.map(({ name, before }) => ({ name, dueAt: at.subtract(before) })).filter(
    ({ dueAt }) => meeting.bookedAt !== null && !isBefore(dueAt, meeting.bookedAt),
  )
  const latest = planned.findLast(({ dueAt }) => !isBefore(now, dueAt))
  return {
    ...nothing,
    due: latest
      ? present(pair).map((participant) => ({
          participant,
          occurrence: reminderOccurrence(latest.name, at),
          class: 'booked',
          dueAt: latest.dueAt,
        }))
      : [],
    next: earliest(...planned.map(({ dueAt }) => dueAt).filter((dueAt) => isBefore(now, dueAt))),
  }
}

/** Whether Duologue should suggest a time to a pair by itself now, and when to look again. */
export const planSuggestion = (
  { pair, programme, meetings }: Facts,
  now: Instant,
): { readonly suggest: boolean; readonly next: Instant | null } => {
  const people = present(pair)
  if (pair.endedAt || people.length < 2) return { suggest: false, next: null }
  const paused = backFromPauses(pair, now)
  if (paused) return { suggest: false, next: paused }
  if (meetings.some((one) => isWaiting(one, now))) return { suggest: false, next: null }
  const coming = meetings.filter((one) => isComing(one, now))
  if (coming.length > 0) return { suggest: false, next: earliest(...coming.map(endOf)) }
  const since = unbookedSince(pair, programme, meetings, now)
  if (meetings.some((one) => one.proposedBy === null && !isBefore(one.proposedAt, since)))
    return { suggest: false, next: null }
  const first = people.find(({ side }) => side === programme.booksFirst) ?? people[0]
  const steps = programme.settings.nudgeAfterWorkingDays
  const step = steps[1] ?? steps[0]
  if (!first || step === undefined) return { suggest: false, next: null }
  const when = addWorkingDays(hoursOf(first, programme), since, step + SUGGEST_AFTER_SECOND_NUDGE)
  return isBefore(now, when) ? { suggest: false, next: when } : { suggest: true, next: null }
}
