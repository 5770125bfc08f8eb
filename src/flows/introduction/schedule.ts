import type { Temporal } from 'temporal-polyfill'
import { earliest, hoursOf, isBefore, later, nextOpening } from '../../core/calendar.ts'
import type { Address, Delivery, Pair, Participant, Programme } from '../../core/model.ts'

/** How often an introduction that did not go out is tried anew. */
const MOST_TRIES = 4
/** How soon to see whether an introduction went out. */
const LOOK_AGAIN = { hours: 24 }

/** When to look again. */
export const lookAgain = (now: Temporal.Instant): Temporal.Instant => now.add(LOOK_AGAIN)

/** An introduction that should exist; `participantId` is null for the pair's conversation. */
interface Introduction {
  readonly address: Address
  readonly participantId: string | null
  readonly occurrence: string
}

export interface IntroductionPlan {
  readonly send: readonly Introduction[]
  readonly next: Temporal.Instant | null
}

/** Whether the partners can be written to in a conversation of their own: all on one workspace that has them. */
export const sharesGroup = ({ members }: Pair): boolean => {
  const workspaces = members.map(({ account }) => account?.workspace ?? null)
  const [first] = workspaces
  return (
    first?.groups === true &&
    members.length > 1 &&
    workspaces.every((workspace) => workspace?.id === first.id)
  )
}

/** Who said yes, is still there, and can be reached. */
const isReady = ({ account, consent, leftAt }: Participant): boolean =>
  account !== null && consent === 'yes' && leftAt === null

const addressedTo = (one: Address, other: Address): boolean =>
  one.type === 'account'
    ? other.type === 'account' && one.accountId === other.accountId
    : other.type === 'pair' && one.pairId === other.pairId

/**
 * One message in the pair's own conversation where the partners share one and their hours meet within reason; each on their
 * own otherwise, or when the conversation could not be opened. Whoever is paused is introduced when they are back.
 * `deliveries` are this flow's about the pair.
 */
export const introductionPlan = (
  pair: Pair,
  programme: Programme,
  deliveries: readonly Delivery[],
  now: Temporal.Instant,
): IntroductionPlan => {
  if (pair.endedAt || pair.members.length < 2) return { send: [], next: null }
  const together: Address = { type: 'pair', pairId: pair.id }
  const toPair = deliveries.filter(({ address }) => addressedTo(address, together))
  if (toPair.some(({ state }) => state === 'sent')) return { send: [], next: null }
  if (!pair.members.every(isReady)) return { send: [], next: lookAgain(now) }
  const hours = pair.members.map((member) => hoursOf(member, programme))
  const fails = toPair.some(({ state }) => state === 'failed')
  if (sharesGroup(pair) && !fails && (isWaiting(toPair) || nextOpening(hours, now) !== null)) {
    const back = pair.members.map((member) => awayUntil(member, now)).reduce(latest, null)
    return back && !isWaiting(toPair)
      ? { send: [], next: back }
      : planned([tryTo(together, null, toPair)], now, null)
  }
  const tries = pair.members.map((member) => {
    const away = awayUntil(member, now)
    if (!member.account) return { sending: null, away }
    const address: Address = { type: 'account', accountId: member.account.id }
    const before = deliveries.filter((delivery) => addressedTo(delivery.address, address))
    return { sending: away ? null : tryTo(address, member.id, before), away }
  })
  return planned(
    tries.map(({ sending }) => sending),
    now,
    earliest(...tries.map(({ away }) => away)),
  )
}

const latest = (one: Temporal.Instant | null, other: Temporal.Instant | null): Temporal.Instant | null =>
  one && other ? later(one, other) : (one ?? other)

const awayUntil = ({ pausedUntil }: Participant, now: Temporal.Instant): Temporal.Instant | null =>
  pausedUntil && isBefore(now, pausedUntil) ? pausedUntil : null

const isWaiting = (deliveries: readonly Delivery[]): boolean =>
  deliveries.some(({ state }) => state === 'due' || state === 'sending')

type Try = Introduction | 'waiting' | null

/** What an address still needs: `waiting` while one is under way, null when it has one or was tried too often. */
const tryTo = (address: Address, participantId: string | null, before: readonly Delivery[]): Try => {
  if (isWaiting(before)) return 'waiting'
  if (before.some(({ state }) => state === 'sent') || before.length >= MOST_TRIES) return null
  const occurrence = before.length === 0 ? 'introduction' : `introduction ${before.length + 1}`
  return { address, participantId, occurrence }
}

const planned = (
  tries: readonly Try[],
  now: Temporal.Instant,
  back: Temporal.Instant | null,
): IntroductionPlan => ({
  send: tries.flatMap((one) => (one && one !== 'waiting' ? [one] : [])),
  next: earliest(back, tries.some((one) => one !== null) ? lookAgain(now) : null),
})
