import { Temporal } from 'temporal-polyfill'
import { isPaused } from './around.ts'
import { addWorkingDays, earliest, hoursOf, isOpen, later, nextOpening, usualHours } from './calendar.ts'
import type { Attempt, Deliverer, RevisionSettlement, Settlement } from './engine.ts'
import type { Composed, Context, Flow } from './flow.ts'
import { chanceOf, idOf } from './ids.ts'
import type { Content, Part } from './message.ts'
import type { Account, Address, Delivery, Hours, Participant, Programme } from './model.ts'
import type { Destination, Dispatch, Platform, Sent } from './platform.ts'
import type { Reader } from './store.ts'

type Instant = Temporal.Instant

const FIRST_RETRY = Temporal.Duration.from({ seconds: 5 })
const LONGEST_RETRY = Temporal.Duration.from({ minutes: 15 })
/** Just under a day of trying: longer than most outages, and as far back as a message in doubt can be looked for. */
const MOST_ATTEMPTS = 85
/** A flow that cannot say a delivery may only have been unlucky in its reading: about ten minutes of trying. */
const MOST_COMPOSINGS = 8
/** When somebody's hours do not open within the calendar's horizon, look again after this. */
const LOOK_AGAIN = Temporal.Duration.from({ hours: 24 * 30 })

/** How long to wait after this many attempts: doubling, with up to a quarter of jitter that is the delivery's own. */
export const backoff = (attempts: number, deliveryId: string): Temporal.Duration => {
  const doubled = FIRST_RETRY.total('milliseconds') * 2 ** Math.min(attempts, 20)
  const capped = Math.min(doubled, LONGEST_RETRY.total('milliseconds'))
  const jitter = 1 + chanceOf(deliveryId, String(attempts)) / 4
  return Temporal.Duration.from({ milliseconds: Math.round(capped * jitter) })
}

/** Whether and when a message may go. */
export type Gate =
  | { readonly type: 'open' }
  | { readonly type: 'wait'; readonly until: Instant }
  /** Until they are back from a pause; sooner, if it no longer applies by then. */
  | { readonly type: 'hold'; readonly until: Instant }
  | { readonly type: 'shut'; readonly reason: string }

const open: Gate = { type: 'open' }

/** Whose consent, pause and hours count for a delivery. `people` is empty for coordinators and for answers. */
export interface Recipients {
  readonly people: readonly Participant[]
  readonly hours: readonly Hours[]
}

/**
 * The rule of every message: who may be written to, and when. Where a pair's hours do not meet, its conversation is
 * closed to ordinary messages; each partner can be written to apart. A pause holds back what is ordinary and drops
 * nothing: the flow says whether that still applies.
 */
export const gate = (delivery: Delivery, { people, hours }: Recipients, now: Instant): Gate => {
  if (delivery.class === 'answer') return open
  for (const person of people) {
    if (person.leftAt) return { type: 'shut', reason: 'left' }
    if (person.consent === 'no') return { type: 'shut', reason: 'no-consent' }
    if (person.consent === 'unasked' && delivery.class !== 'invitation')
      return { type: 'shut', reason: 'no-consent' }
  }
  if (delivery.class === 'booked') return open
  for (const [index, person] of people.entries())
    if (isPaused(person, now)) return { type: 'hold', until: afterPause(person, hours[index], now) }
  if (isOpen(hours, now)) return open
  const until = nextOpening(hours, now)
  if (!until && delivery.address.type === 'pair') return { type: 'shut', reason: 'hours-apart' }
  return { type: 'wait', until: until ?? now.add(LOOK_AGAIN) }
}

/** A pause may be ended sooner than was said, so whatever waits for it is looked at on each of their working days. */
const afterPause = ({ pausedUntil }: Participant, hours: Hours | undefined, now: Instant): Instant =>
  earliest(pausedUntil, hours ? addWorkingDays(hours, now, 1) : null) ?? now

interface Needs {
  readonly read: Reader
  readonly flows: readonly Flow[]
  readonly platforms: readonly Platform[]
  contextAt(now: Instant, ...id: readonly string[]): Context
  /** A flow that could not compose, or an adapter that broke off. */
  onTrouble(error: unknown, delivery: Delivery): void
}

/** Takes one delivery from fresh facts to the platform, in two steps, and says how that ended. */
export const deliverer = (needs: Needs): Deliverer => ({
  prepare: async (delivery, content, now) => {
    const to = await destinationOf(delivery.address, needs.read)
    if (to.type === 'nowhere') return ended({ type: to.final ? 'failed' : 'dropped', reason: to.reason })
    const allowed = gate(delivery, await recipientsOf(delivery, needs.read), now)
    if (allowed.type === 'shut') return ended({ type: 'dropped', reason: allowed.reason })
    if (allowed.type === 'wait')
      return ended({ type: 'postponed', at: allowed.until, attempted: false, inDoubt: delivery.inDoubt })
    const composed = await composedOf(delivery, content, now, needs)
    if (composed.type === 'drop')
      return composed.reason === COULD_NOT && delivery.attempts + 1 < MOST_COMPOSINGS
        ? ended(settleLater(delivery, NOT_COMPOSED, now))
        : ended({ type: 'dropped', reason: composed.reason })
    if (allowed.type === 'hold')
      return ended({ type: 'postponed', at: allowed.until, attempted: false, inDoubt: delivery.inDoubt })
    const platform = needs.platforms.find(({ name }) => name === to.platform)
    if (!platform) return ended({ type: 'failed', reason: 'platform-not-connected' })
    const dispatch = dispatchOf(delivery, to.destination, composed.content, delivery.class === 'answer')
    return async () => {
      const sent = await platform.send(dispatch).catch(brokenOff(delivery, needs))
      return settle(delivery, dispatch, sent, now)
    }
  },

  prepareRevision: async (delivery, content, now) => {
    const { receipt } = delivery
    const asItIs = ended<RevisionSettlement>({ type: 'revised', shows: delivery.shows })
    const to = await destinationOf(delivery.address, needs.read, 'also of an ended pair')
    if (!receipt || to.type === 'nowhere') return asItIs
    const composed = await composedOf(delivery, content, now, needs)
    const platform = needs.platforms.find(({ name }) => name === to.platform)
    if (composed.type === 'drop' || !platform) return asItIs
    if (!content && delivery.shows !== null && delivery.shows === standsFor(composed.content)) return asItIs
    // What was kept for it is what somebody's act made of it.
    const dispatch = dispatchOf(delivery, to.destination, composed.content, content !== null)
    return async () => {
      const sent = await platform.revise(receipt, dispatch).catch(brokenOff(delivery, needs))
      return settleRevision(delivery, dispatch, sent, now)
    }
  },
})

/** Nothing is left to do. */
const ended =
  <Ended>(how: Ended): Attempt<Ended> =>
  async () =>
    how

/** An adapter that threw has told nothing of what became of the message. */
const brokenOff =
  (delivery: Delivery, { onTrouble }: Needs) =>
  (error: unknown): Sent => {
    onTrouble(error, delivery)
    return BROKEN_OFF
  }

const BROKEN_OFF: Later = {
  type: 'later',
  at: null,
  inDoubt: true,
  attempted: true,
  detail: 'broken-off',
}

const COULD_NOT = 'could-not-compose'

/** Nothing was sent. */
const NOT_COMPOSED: Later = { ...BROKEN_OFF, inDoubt: false, detail: COULD_NOT }

/** How an attempt ends that broke off, nobody knows where: tried again later, in doubt, and given up at last. */
export const afterBreak = (delivery: Delivery, now: Instant): Settlement =>
  settleLater(delivery, BROKEN_OFF, now)

/** The same for a revision. */
export const afterBrokenRevision = (delivery: Delivery, now: Instant): RevisionSettlement =>
  reviseLater(delivery, BROKEN_OFF, now)

const dispatchOf = (delivery: Delivery, to: Destination, content: Content, urgent: boolean): Dispatch => ({
  id: delivery.id,
  to,
  content,
  inDoubt: delivery.inDoubt,
  urgent,
})

/** What is shown, in a word: the same for the same content. Null where there is nothing to press. */
const standsFor = (content: Content): string | null =>
  content.type === 'form' || content.parts.some(isPressable) ? idOf(JSON.stringify(content)) : null

/** Buttons about nobody and nothing but the reader lead to where things stand, and always hold. */
const isPressable = (part: Part): boolean =>
  part.type === 'actions' && part.actions.some((one) => one.type === 'press' && one.subject !== 'me')

const settle = (delivery: Delivery, { to, content }: Dispatch, sent: Sent, now: Instant): Settlement => {
  switch (sent.type) {
    case 'sent':
      return {
        type: 'sent',
        receipt: sent.receipt,
        conversation: to.conversation === null ? sent.receipt.conversation : null,
        shows: standsFor(content),
      }
    case 'refused':
      return { type: 'failed', reason: sent.code }
    case 'later':
      return settleLater(delivery, sent, now)
  }
}

type Later = Extract<Sent, { type: 'later' }>

const settleLater = (
  delivery: Delivery,
  sent: Later,
  now: Instant,
): Extract<Settlement, { type: 'failed' | 'postponed' }> => {
  if (delivery.attempts + 1 >= MOST_ATTEMPTS && sent.attempted)
    return { type: 'failed', reason: 'unreachable' }
  const at = sent.at ?? now.add(backoff(delivery.attempts, delivery.id))
  return {
    type: 'postponed',
    at: later(at, now.add({ milliseconds: 1 })),
    attempted: sent.attempted,
    inDoubt: delivery.inDoubt || sent.inDoubt,
  }
}

const settleRevision = (
  delivery: Delivery,
  { content }: Dispatch,
  sent: Sent,
  now: Instant,
): RevisionSettlement => {
  switch (sent.type) {
    case 'sent':
      return { type: 'revised', shows: standsFor(content) }
    case 'refused':
      return { type: 'revised', shows: null }
    case 'later':
      return reviseLater(delivery, sent, now)
  }
}

const reviseLater = ({ id }: Delivery, { at }: Later, now: Instant): RevisionSettlement => ({
  type: 'postponed',
  at: later(at ?? now.add(backoff(3, id)), now.add({ milliseconds: 1 })),
})

const composedOf = async (
  delivery: Delivery,
  kept: Content | null,
  now: Instant,
  { read, flows, contextAt, onTrouble }: Needs,
): Promise<Composed> => {
  if (kept) return { type: 'say', content: kept }
  const flow = flows.find(({ name }) => name === delivery.flow)
  if (!flow) return { type: 'drop', reason: 'flow-gone' }
  try {
    return await flow.compose(delivery, read, contextAt(now, delivery.id))
  } catch (error) {
    onTrouble(error, delivery)
    return { type: 'drop', reason: COULD_NOT }
  }
}

type Whereto =
  | { readonly type: 'there'; readonly platform: string; readonly destination: Destination }
  | { readonly type: 'nowhere'; readonly reason: string; readonly final: boolean }

const nowhere = (reason: string, final: boolean): Whereto => ({ type: 'nowhere', reason, final })

const destinationOf = async (
  address: Address,
  read: Reader,
  which: 'of a pair that goes on' | 'also of an ended pair' = 'of a pair that goes on',
): Promise<Whereto> => {
  if (address.type === 'account') {
    const account = await read.accounts.byId(address.accountId)
    if (!account) return nowhere('erased', false)
    return reach(account) ?? toPerson(account)
  }
  const pair = await read.approved.byId(address.pairId)
  if (!pair || (pair.endedAt && which === 'of a pair that goes on')) return nowhere('pair-ended', false)
  const accounts = pair.members.flatMap(({ account }) => (account ? [account] : []))
  const [first] = accounts
  if (!first || accounts.length < pair.members.length) return nowhere('not-installed', true)
  return (
    accounts.map(reach).find((problem) => problem !== null) ?? {
      type: 'there',
      platform: first.workspace.platform,
      destination: {
        type: 'group',
        workspace: first.workspace.externalId,
        people: accounts.map(({ externalId }) => externalId),
        conversation: pair.conversation,
      },
    }
  )
}

const reach = (account: Account): Whereto | null => {
  if (account.workspace.removedAt) return nowhere('workspace-gone', true)
  return account.gone ? nowhere('not-installed', true) : null
}

const toPerson = (account: Account): Whereto => ({
  type: 'there',
  platform: account.workspace.platform,
  destination: {
    type: 'person',
    workspace: account.workspace.externalId,
    person: account.externalId,
    conversation: account.conversation,
  },
})

const recipientsOf = async (delivery: Delivery, read: Reader): Promise<Recipients> => {
  if (delivery.class === 'answer') return { people: [], hours: [] }
  const programme = delivery.programmeId ? await read.programmes.byId(delivery.programmeId) : null
  if (delivery.address.type === 'pair') {
    const pair = await read.approved.byId(delivery.address.pairId)
    return people(pair?.members ?? [], programme)
  }
  const participant = delivery.participantId ? await read.participants.byId(delivery.participantId) : null
  if (participant) return people([participant], programme)
  const account = await read.accounts.byId(delivery.address.accountId)
  return { people: [], hours: programme ? [usualHours(account, programme)] : [] }
}

const people = (members: readonly Participant[], programme: Programme | null): Recipients => ({
  people: members,
  hours: programme ? members.map((member) => hoursOf(member, programme)) : [],
})
