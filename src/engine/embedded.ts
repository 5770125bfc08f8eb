import type { Temporal } from 'temporal-polyfill'
import type { Clock } from '../core/clock.ts'
import type { Deliverer, Engine } from '../core/engine.ts'
import { idOf } from '../core/ids.ts'
import type { Delivery } from '../core/model.ts'
import type { Queue } from '../core/store.ts'

/** How many deliveries are taken from the queue at a time, each for another address. */
const BATCH = 50
/** How many are on their way at once: Prisma on SQLite gains nothing from more. */
const AT_ONCE = 8

/**
 * One process, one SQLite file. What its predecessor had claimed when it died is taken over when this one starts, for
 * two never run on one file. `process` names this run.
 */
export const embeddedEngine = (queue: Queue, clock: Clock, process: string): Engine => {
  let recovered = false

  const recover = async (): Promise<void> => {
    if (!recovered) await queue.release(clock.now(), process)
    recovered = true
  }

  const deliver = async (delivery: Delivery, deliverer: Deliverer, now: Temporal.Instant): Promise<void> => {
    if (!(await queue.claim(delivery.id, now, process))) return
    const settled = await deliverer.deliver(delivery, await queue.content(delivery.id), now)
    switch (settled.type) {
      case 'sent':
        await queue.sent(delivery.id, settled.receipt, now)
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

  const revise = async (delivery: Delivery, deliverer: Deliverer, now: Temporal.Instant): Promise<void> => {
    const settled = await deliverer.revise(delivery, await queue.content(delivery.id), now)
    await queue.revised(delivery.id, settled.type === 'postponed' ? settled.at : null)
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
