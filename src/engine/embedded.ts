import { Temporal } from 'temporal-polyfill'
import type { Clock } from '../core/clock.ts'
import { afterBreak, afterBrokenRevision } from '../core/delivery.ts'
import type { Deliverer, Engine, RevisionSettlement, Settlement } from '../core/engine.ts'
import { DuologueError } from '../core/errors.ts'
import { idOf } from '../core/ids.ts'
import type { Delivery } from '../core/model.ts'
import type { Queue } from '../core/store.ts'

/** How many deliveries are taken from the queue at a time, each for another address. */
const BATCH = 50
/** How many are on their way at once: Prisma on SQLite gains nothing from more. */
const AT_ONCE = 8
/** Whatever a predecessor claimed, it claimed before this: the clock may have gone back since. */
const EVER = Temporal.Instant.from('9999-01-01T00:00:00Z')

/**
 * One process, one SQLite file. What its predecessor had claimed when it died is taken over when this one starts, for
 * two never run on one file. `process` names this run.
 */
export const embeddedEngine = (queue: Queue, clock: Clock, process: string): Engine => {
  let recovered = false
  /** Tried, with an end that could not be noted: nobody else frees them while this process lives. */
  const unnoted = new Set<Delivery>()

  const recover = async (): Promise<void> => {
    if (!recovered) await queue.release(EVER, process)
    recovered = true
    for (const delivery of unnoted) {
      const now = clock.now()
      await settle(delivery, afterBreak(delivery, now), now)
      unnoted.delete(delivery)
    }
  }

  const settle = async (delivery: Delivery, settled: Settlement, now: Temporal.Instant): Promise<void> => {
    switch (settled.type) {
      case 'sent':
        await queue.sent(delivery.id, settled.receipt, now, settled.shows)
        if (settled.conversation !== null) await queue.conversationOf(delivery.address, settled.conversation)
        return
      case 'dropped':
        return queue.dropped(delivery.id, settled.reason, now)
      case 'failed':
        return queue.failed(delivery.id, settled.reason, now)
      case 'postponed':
        return queue.postpone(delivery.id, settled.at, settled)
    }
  }

  /** Nothing stays claimed: what throws on the way is tried again later, and told. */
  const deliver = async (delivery: Delivery, deliverer: Deliverer, now: Temporal.Instant): Promise<void> => {
    if (!(await queue.claim(delivery.id, now, process))) return
    try {
      const content = await queue.content(delivery.id)
      await settle(delivery, await deliverer.deliver(delivery, content, now), now)
    } catch (error) {
      unnoted.add(delivery)
      await settle(delivery, isUnreadable(error) ? UNREADABLE : afterBreak(delivery, now), now)
      unnoted.delete(delivery)
      throw error
    }
  }

  const reviseSettled = (delivery: Delivery, settled: RevisionSettlement): Promise<void> =>
    settled.type === 'postponed'
      ? queue.reviseLater(delivery.id, settled.at)
      : queue.revised(delivery.id, settled.shows)

  const revise = async (delivery: Delivery, deliverer: Deliverer, now: Temporal.Instant): Promise<void> => {
    try {
      const content = await queue.content(delivery.id)
      await reviseSettled(delivery, await deliverer.revise(delivery, content, now))
    } catch (error) {
      await reviseSettled(
        delivery,
        isUnreadable(error) ? { type: 'revised', shows: null } : afterBrokenRevision(delivery, now),
      )
      throw error
    }
  }

  return {
    schedule: ({ outbox }, delivery, programmeId, content) => {
      const { flow, subject, occurrence, address } = delivery
      const id = idOf(flow, subject.kind, subject.id, occurrence, JSON.stringify(address))
      return outbox.enqueue({ ...delivery, id, programmeId }, content)
    },
    cancel: ({ outbox }, flow, subject, occurrence, reason) =>
      outbox.cancel(flow, subject, occurrence, reason),
    run: async (deliverer) => {
      await recover()
      const now = clock.now()
      await several(await queue.due(now, BATCH), (delivery) => deliver(delivery, deliverer, now))
      await several(await queue.stale(now, BATCH), (delivery) => revise(delivery, deliverer, now))
    },
  }
}

const UNREADABLE: Settlement = { type: 'failed', reason: 'cannot-unseal' }

/** Sealed with a key that is not here: trying again helps nobody, and would keep the address waiting. */
const isUnreadable = (error: unknown): boolean =>
  error instanceof DuologueError && error.code === 'cannot-unseal'

/** Does the work for each item, a few at a time. All of it is done, even where some fails; then the first error is thrown. */
const several = async <T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> => {
  const waiting = [...items]
  const failures: unknown[] = []
  const worker = async () => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift())
      await work(item).catch((error) => failures.push(error))
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
  if (failures.length > 0) throw failures[0]
}
