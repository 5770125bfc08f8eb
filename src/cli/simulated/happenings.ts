import type { Temporal } from 'temporal-polyfill'
import type { Settlement } from '../../core/engine.ts'
import type { Account, Delivery } from '../../core/model.ts'
import { sayWhen } from '../../core/saying.ts'
import type { Reader } from '../../core/store.ts'
import { sayKind, sayReason } from '../../flows/announcement/index.ts'
import type { NewHappening, Simulator } from '../../simulator/index.ts'

/** Tells in words how each attempt at a message ended, in order. */
export interface Happenings {
  settled(delivery: Delivery, settlement: Settlement): void
  /** Looks for messages that were dropped before their time, as when a nudge is not needed any more. */
  lookForDropped(): Promise<void>
  /** Those dropped so far are old news. */
  forgetDropped(): Promise<void>
}

export interface HappeningsOptions {
  readonly read: Reader
  readonly simulator: Simulator
  readonly programmeId: string
  readonly zone: string
  readonly now: () => Temporal.Instant
  readonly tell: (happening: NewHappening) => void
}

/** How many of the newest unsettled messages are looked through. */
const MOST_LOOKED_AT = 500

export const createHappenings = (options: HappeningsOptions): Happenings => {
  const { read, simulator, programmeId, zone, now, tell } = options
  const conversations = new Map<string, string | null>()
  const known = new Set<string>()
  let droppedSoFar = -1
  let last: Promise<void> = Promise.resolve()

  const inOrder = (work: () => Promise<void>): Promise<void> => {
    last = last.then(work, work)
    return last
  }

  /** The conversation's id on the platform; what an adapter calls it holds the platform's own name of it. */
  const conversationOf = (account: Account, opaque: string): string | null => {
    const found = conversations.get(opaque)
    if (found !== undefined) return found
    const door = simulator.person(account.externalId, account.workspace.externalId)
    const conversation = door.conversations().find(({ id }) => opaque.includes(id))?.id ?? null
    if (conversation) conversations.set(opaque, conversation)
    return conversation
  }

  const accountsOf = async ({ address, participantId }: Delivery): Promise<readonly Account[]> => {
    if (address.type === 'account') {
      const account = await read.accounts.byId(address.accountId)
      return account ? [account] : []
    }
    const pair = await read.approved.byId(address.pairId)
    const members = pair?.members ?? []
    const own = participantId ? members.filter(({ id }) => id === participantId) : members
    return own.flatMap(({ account }) => account ?? [])
  }

  const told = async (
    delivery: Delivery,
    at: Temporal.Instant,
    end: Pick<NewHappening, 'outcome' | 'why'>,
    receipt: Delivery['receipt'],
  ): Promise<void> => {
    const accounts = await accountsOf(delivery)
    const [first] = accounts
    const conversation = first && receipt ? conversationOf(first, receipt.conversation) : null
    tell({
      at: at.epochMilliseconds,
      what: inCapitals(sayKind(delivery.flow)),
      answer: delivery.class === 'answer',
      delivery: delivery.id,
      people: accounts.map(({ workspace, externalId, name }) => ({
        key: `${workspace.externalId}/${externalId}`,
        name,
      })),
      ...end,
      message: conversation && receipt ? { conversation, id: receipt.message } : null,
    })
  }

  const droppedNow = async (): Promise<number> =>
    (await read.deliveries.counts(programmeId))
      .filter(({ state }) => state === 'dropped')
      .reduce((sum, { count }) => sum + count, 0)

  const unknownDropped = async (): Promise<readonly Delivery[]> => {
    const unsettled = await read.deliveries.unsettled(programmeId, MOST_LOOKED_AT)
    const fresh = unsettled.filter(({ id, state }) => state === 'dropped' && !known.has(id))
    for (const { id } of fresh) known.add(id)
    return fresh
  }

  return {
    settled: (delivery, settlement) => {
      const at = now()
      if (settlement.type === 'dropped') known.add(delivery.id)
      const end = endOf(settlement, zone)
      if (!end) return
      const receipt = settlement.type === 'sent' ? settlement.receipt : null
      inOrder(() => told(delivery, at, end, receipt)).catch(() => {})
    },
    lookForDropped: () =>
      inOrder(async () => {
        const count = await droppedNow()
        if (count === droppedSoFar) return
        droppedSoFar = count
        const at = now()
        for (const delivery of [...(await unknownDropped())].reverse())
          await told(delivery, at, { outcome: 'dropped', why: sayReason(delivery.reason) }, null)
      }),
    forgetDropped: () =>
      inOrder(async () => {
        droppedSoFar = await droppedNow()
        await unknownDropped()
      }),
  }
}

/** Null where nothing was tried: a message that waits for somebody's working hours. */
const endOf = (settlement: Settlement, zone: string): Pick<NewHappening, 'outcome' | 'why'> | null => {
  switch (settlement.type) {
    case 'sent':
      return { outcome: 'sent', why: null }
    case 'dropped':
      return { outcome: 'dropped', why: sayReason(settlement.reason) }
    case 'failed':
      return { outcome: 'failed', why: sayReason(settlement.reason) }
    case 'postponed':
      return settlement.attempted
        ? {
            outcome: 'later',
            why: `the platform did not take it; it is tried again on ${sayWhen(settlement.at, zone)}`,
          }
        : null
  }
}

export const inCapitals = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1)
