import type { Temporal } from 'temporal-polyfill'
import { type Effect, recheck, revise, save, send, touch } from '../../core/flow.ts'
import { classFor, isComing, present, startOf } from '../../core/meetings.ts'
import type { Delivery, Meeting, Participant, Subject } from '../../core/model.ts'
import { partnersOf, type Situation } from './facts.ts'

type Instant = Temporal.Instant

const FLOW = 'scheduling'
export const subjectOf = (meetingId: string): Subject => ({ kind: 'meeting', id: meetingId })

/** Keeps a changed meeting, and lets everything that shows or follows it know. */
export const changed = (meeting: Meeting, was: Meeting): readonly Effect[] => [
  save('meetings', 'change', { ...meeting, revision: was.revision + 1 }, was.revision),
  revise(FLOW, subjectOf(meeting.id)),
  touch('meeting', meeting.id),
  touch('pair', meeting.pairId),
  ...((meeting.state === 'booked') === (was.state === 'booked') ? [] : [recheck('pair', meeting.pairId)]),
]

/** News to each partner of the reader, about a meeting at these times. */
const tell = (
  of: Situation,
  meetingId: string,
  occurrence: string,
  starts: readonly Instant[],
  now: Instant,
  people: readonly Participant[] = partnersOf(of),
): readonly Effect[] =>
  people.flatMap((to) => {
    if (!to.account) return []
    return [
      send(
        {
          flow: FLOW,
          subject: subjectOf(meetingId),
          occurrence,
          address: { type: 'account', accountId: to.account.id },
          class: classFor(to, of.programme, starts, now),
          participantId: to.id,
          dueAt: now,
        },
        of.programme.id,
      ),
    ]
  })

/** Names the time, and the revision too: a meeting may come back to a time that it had before. */
const bookedOccurrence = ({ revision }: Meeting, at: Instant): string => `booked ${at.toString()} ${revision}`

/** Whether a message brings the news of how this meeting is now: booked at its time, or called off. */
export const isNews = ({ occurrence }: Pick<Delivery, 'occurrence'>, meeting: Meeting): boolean =>
  meeting.state === 'booked'
    ? occurrence.startsWith(`booked ${startOf(meeting).toString()} `)
    : meeting.state === 'cancelled' && occurrence.startsWith('cancelled by ')

/** What changed, and the meeting to show to whoever did it. */
export interface Decision {
  readonly effects: readonly Effect[]
  readonly shown: Meeting
  /** The pair's meetings as they are from now on. */
  readonly meetings: readonly Meeting[]
}

/** The card of a proposal shows the suggestion that took its place to whoever made that one. */
const placesOf = (of: Situation, { proposedAt }: Meeting): readonly Effect[] =>
  of.meetings
    .filter(({ cancelledAt }) => cancelledAt?.equals(proposedAt))
    .map(({ id }) => revise(FLOW, subjectOf(id)))

const decision = (of: Situation, effects: readonly Effect[], ...after: readonly [Meeting, ...Meeting[]]) => ({
  effects: [...effects, ...after.flatMap((one) => placesOf(of, one))],
  shown: after[0],
  meetings: [...of.meetings.filter(({ id }) => !after.some((one) => one.id === id)), ...after],
})

/** Suggests times. Whatever the pair has open is overtaken: only one proposal of a pair is ever open. */
export const propose = (
  of: Situation,
  proposal: { id: string; times: readonly Instant[]; minutes: number; moves: string | null },
  now: Instant,
): Decision => {
  const meeting: Meeting = {
    ...proposal,
    pairId: of.pair.id,
    state: 'proposed',
    proposedBy: of.me.id,
    acceptedBy: [of.me.id],
    revision: 0,
    linksFrom: now,
    proposedAt: now,
    bookedAt: null,
    cancelledAt: null,
  }
  const overtaken = of.meetings.filter(({ state }) => state === 'proposed')
  const closed = overtaken.map((one): Meeting => ({ ...one, state: 'cancelled', cancelledAt: now }))
  return decision(
    of,
    [
      ...overtaken.flatMap((one, index) => changed(closed[index] ?? one, one)),
      save('meetings', 'propose', meeting),
      touch('meeting', meeting.id),
      touch('pair', of.pair.id),
      ...(meeting.moves ? [revise(FLOW, subjectOf(meeting.moves))] : []),
    ],
    meeting,
    ...closed,
  )
}

/**
 * Says yes to one of the times. The last yes books it: a proposal that moves a booked meeting changes that one, so that
 * its calendar entry moves too, and closes itself.
 */
export const accept = (of: Situation, meeting: Meeting, at: Instant, now: Instant): Decision => {
  const acceptedBy = [...meeting.acceptedBy.filter((id) => id !== of.me.id), of.me.id]
  if (!present(of.pair).every(({ id }) => acceptedBy.includes(id))) {
    const after: Meeting = { ...meeting, acceptedBy, revision: meeting.revision + 1 }
    return decision(of, changed(after, meeting), after)
  }
  const moved = of.meetings.find((other) => other.id === meeting.moves && isComing(other, now))
  if (moved) {
    const target: Meeting = {
      ...moved,
      times: [at],
      minutes: meeting.minutes,
      acceptedBy,
      bookedAt: now,
      revision: moved.revision + 1,
    }
    const closed: Meeting = { ...meeting, acceptedBy, state: 'cancelled', cancelledAt: now }
    return decision(
      of,
      [
        ...changed(target, moved),
        ...changed(closed, meeting),
        ...tell(of, target.id, bookedOccurrence(target, at), [at, startOf(moved)], now),
      ],
      target,
      closed,
    )
  }
  const after: Meeting = {
    ...meeting,
    state: 'booked',
    times: [at],
    acceptedBy,
    moves: null,
    bookedAt: now,
    revision: meeting.revision + 1,
  }
  return decision(
    of,
    [...changed(after, meeting), ...tell(of, after.id, bookedOccurrence(after, at), [at], now)],
    after,
  )
}

/** Books what everyone left in the pair has agreed to, and tells all of them: nobody did it just now. */
export const settleFor = (of: Situation, meeting: Meeting, at: Instant, now: Instant): readonly Effect[] => {
  const { effects, shown } = accept(of, meeting, at, now)
  const own = tell(of, shown.id, bookedOccurrence(shown, at), [at], now, [of.me])
  return [...effects, ...own]
}

/** Says no to a proposal, for everyone: whoever had said yes is told. */
export const decline = (of: Situation, meeting: Meeting, now: Instant): Decision => {
  const after: Meeting = { ...meeting, state: 'cancelled', cancelledAt: now, revision: meeting.revision + 1 }
  const moved = of.meetings.find(({ id }) => id === meeting.moves)
  const starts = moved ? [startOf(moved)] : []
  const told = tell(of, meeting.id, `declined by ${of.me.id}`, starts, now).filter(
    (effect) => effect.type === 'send' && meeting.acceptedBy.includes(effect.delivery.participantId ?? ''),
  )
  return decision(
    of,
    [...changed(after, meeting), ...told, ...(moved ? [revise(FLOW, subjectOf(moved.id))] : [])],
    after,
  )
}

/** Takes one's own proposal back, and with it one's yes: that tells it from one that was declined. */
export const withdraw = (of: Situation, meeting: Meeting, now: Instant): Decision => {
  const after: Meeting = {
    ...meeting,
    state: 'cancelled',
    acceptedBy: meeting.acceptedBy.filter((id) => id !== of.me.id),
    cancelledAt: now,
    revision: meeting.revision + 1,
  }
  return decision(
    of,
    [...changed(after, meeting), ...(meeting.moves ? [revise(FLOW, subjectOf(meeting.moves))] : [])],
    after,
  )
}

/** Closes every calendar link that was made before: everyone's, for nobody can tell which one went astray. */
export const relink = (of: Situation, meeting: Meeting, now: Instant): Decision => {
  const after: Meeting = { ...meeting, linksFrom: now, revision: meeting.revision + 1 }
  return decision(of, changed(after, meeting), after)
}

/** Cancels a booked meeting, and what would have moved it. */
export const cancel = (of: Situation, meeting: Meeting, now: Instant): Decision => {
  const after: Meeting = { ...meeting, state: 'cancelled', cancelledAt: now, revision: meeting.revision + 1 }
  const moves = of.meetings.filter((other) => other.moves === meeting.id && other.state === 'proposed')
  const closed = moves.map((one): Meeting => ({ ...one, state: 'cancelled', cancelledAt: now }))
  return decision(
    of,
    [
      ...changed(after, meeting),
      ...moves.flatMap((one, index) => changed(closed[index] ?? one, one)),
      ...tell(of, meeting.id, `cancelled by ${of.me.id}`, [startOf(meeting)], now),
    ],
    after,
    ...closed,
  )
}
