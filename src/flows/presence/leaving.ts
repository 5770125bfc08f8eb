import type { Temporal } from 'temporal-polyfill'
import { isAhead, partnersIn } from '../../core/around.ts'
import { type Effect, recheck, save, send, touch } from '../../core/flow.ts'
import { classFor, startOf } from '../../core/meetings.ts'
import type {
  Account,
  Coordinator,
  Meeting,
  NewDelivery,
  Pair,
  Participant,
  Programme,
} from '../../core/model.ts'

/** A pair of the person who leaves, with all its meetings. */
export interface Paired {
  readonly pair: Pair
  readonly meetings: readonly Meeting[]
  /** Whether its people know of it: nobody is told of the end of a pair that to them was none yet. */
  readonly isKnown: boolean
}

const LEFT = 'left '

const partnerOccurrence = (leaverId: string): string => `${LEFT}${leaverId}`

/** Who left, by the occurrence of the message to their partner; null when it is another message. */
export const leaverOf = (occurrence: string): string | null =>
  occurrence.startsWith(LEFT) ? occurrence.slice(LEFT.length) : null

/**
 * All that leaving means, in one step: a pair of two ends and its meetings ahead are cancelled; of three, two go on
 * with what is booked, without times that were only proposed; partners and coordinators are told.
 */
export const leavingEffects = (
  participant: Participant,
  programme: Programme,
  paired: readonly Paired[],
  coordinators: readonly Coordinator[],
  now: Temporal.Instant,
): readonly Effect[] => [
  save('participants', 'leave', participant.id, now),
  ...paired.flatMap((one) => leavePair(participant, programme, one, now)),
  touch('participant', participant.id),
  ...coordinators.flatMap(({ account }) =>
    account && account.id !== participant.account?.id
      ? [send(toCoordinator(participant, account, now), participant.programmeId)]
      : [],
  ),
]

const leavePair = (
  participant: Participant,
  programme: Programme,
  { pair, meetings, isKnown }: Paired,
  now: Temporal.Instant,
): readonly Effect[] => {
  const remaining = partnersIn(pair, participant.id)
  const goesOn = remaining.length > 1
  const off = meetings.filter((meeting) => (goesOn ? meeting.state === 'proposed' : isAhead(meeting, now)))
  const starts = off.filter(({ state }) => state === 'booked').map(startOf)
  return [
    goesOn ? save('pairs', 'goOnWithout', pair.id, participant.id, now) : save('pairs', 'end', pair.id, now),
    ...off.flatMap((meeting): Effect[] => [
      save(
        'meetings',
        'change',
        { ...meeting, state: 'cancelled', revision: meeting.revision + 1, cancelledAt: now },
        meeting.revision,
      ),
      touch('meeting', meeting.id),
    ]),
    touch('pair', pair.id),
    ...remaining.map(({ id }) => touch('participant', id)),
    recheck('pair', pair.id),
    ...pair.members.map(({ id }) => recheck('participant', id)),
    ...meetings.map(({ id }) => recheck('meeting', id)),
    ...(isKnown ? remaining : []).flatMap((partner) =>
      partner.account && !partner.leftAt
        ? [
            send(
              {
                ...toPartner(participant, partner, partner.account, pair, now),
                class: classFor(partner, programme, starts, now),
              },
              participant.programmeId,
            ),
          ]
        : [],
    ),
  ]
}

const toPartner = (
  leaver: Participant,
  partner: Participant,
  account: Account,
  pair: Pair,
  now: Temporal.Instant,
): Omit<NewDelivery, 'class'> => ({
  flow: 'presence',
  subject: { kind: 'pair', id: pair.id },
  occurrence: partnerOccurrence(leaver.id),
  address: { type: 'account', accountId: account.id },
  participantId: partner.id,
  dueAt: now,
})

const toCoordinator = (leaver: Participant, account: Account, now: Temporal.Instant): NewDelivery => ({
  flow: 'presence',
  subject: { kind: 'participant', id: leaver.id },
  occurrence: `left ${now}`,
  address: { type: 'account', accountId: account.id },
  class: 'ordinary',
  participantId: null,
  dueAt: now,
})
