import { Temporal } from 'temporal-polyfill'
import type { Clock } from '../core/clock.ts'
import { afterBreak, afterBrokenRevision } from '../core/delivery.ts'
import type { Attempt, Deliverer, Engine, RevisionSettlement, Settlement } from '../core/engine.ts'
import { DuologueError } from '../core/errors.ts'
import { idOf } from '../core/ids.ts'
import type { Delivery } from '../core/model.ts'
import type { Queue } from '../core/store.ts'

/** How many are on their way at once, unless told: Prisma on SQLite gains nothing from more. */
const AT_ONCE = 8
/** How many deliveries are taken from the queue at a time, each for another address: whoever acts waits for no more. */
const BATCH = 3 * AT_ONCE
/** Whatever a predecessor claimed, it claimed before this: the clock may have gone back since. */
const EVER = Temporal.Instant.from('9999-01-01T00:00:00Z')

/**
 * One process, one SQLite file. What its predecessor had claimed when it died is taken over when this one starts, for
 * two never run on one file. `process` names this run. With `atOnce` 1, nothing depends on how soon platforms answer.
 */
export const embeddedEngine = (queue: Queue, clock: Clock, process: string, atOnce = AT_ONCE): Engine => {
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
  const deliver = async (
    delivery: Delivery,
    deliverer: Deliverer,
    now: Temporal.Instant,
  ): Promise<Attempt<void>> => {
    if (!(await queue.claim(delivery.id, now, process))) return nothing
    return settledBy({
      prepare: async () => deliverer.prepare(delivery, await queue.content(delivery.id), now),
      settle: (settled) => settle(delivery, settled, now),
      broken: async (error) => {
        unnoted.add(delivery)
        await settle(delivery, isUnreadable(error) ? UNREADABLE : afterBreak(delivery, now), now)
        unnoted.delete(delivery)
      },
    })
  }

  const reviseSettled = (delivery: Delivery, settled: RevisionSettlement): Promise<void> =>
    settled.type === 'postponed'
      ? queue.reviseLater(delivery.id, settled.at)
      : queue.revised(delivery.id, settled.shows)

  const revise = (delivery: Delivery, deliverer: Deliverer, now: Temporal.Instant): Promise<Attempt<void>> =>
    settledBy({
      prepare: async () => deliverer.prepareRevision(delivery, await queue.content(delivery.id), now),
      settle: (settled) => reviseSettled(delivery, settled),
      broken: (error) =>
        reviseSettled(
          delivery,
          isUnreadable(error) ? { type: 'revised', shows: null } : afterBrokenRevision(delivery, now),
        ),
    })

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
      await inOrder(await queue.due(now, BATCH), atOnce, (delivery) => deliver(delivery, deliverer, now))
      await inOrder(await queue.stale(now, BATCH), atOnce, (delivery) => revise(delivery, deliverer, now))
    },
  }
}

const UNREADABLE: Settlement = { type: 'failed', reason: 'cannot-unseal' }

/** Sealed with a key that is not here: trying again helps nobody, and would keep the address waiting. */
const isUnreadable = (error: unknown): boolean =>
  error instanceof DuologueError && error.code === 'cannot-unseal'

const nothing: Attempt<void> = async () => {}

/** An attempt that is settled as it ends; what throws before it or in it is told as well. */
const settledBy = async <Ended>({
  prepare,
  settle,
  broken,
}: {
  readonly prepare: () => Promise<Attempt<Ended>>
  readonly settle: (ended: Ended) => Promise<void>
  readonly broken: (error: unknown) => Promise<void>
}): Promise<Attempt<void>> => {
  const minding = async <T>(step: () => Promise<T>): Promise<T> => {
    try {
      return await step()
    } catch (error) {
      await broken(error)
      throw error
    }
  }
  const attempt = await minding(prepare)
  return () => minding(async () => settle(await attempt()))
}

/**
 * Prepares one item after another and begins each attempt before the next is prepared, so that they begin in this
 * order; few are being made at once. All of it is done, even where some fails; then the first error is thrown.
 */
const inOrder = async <T>(
  items: readonly T[],
  atOnce: number,
  prepare: (item: T) => Promise<Attempt<void>>,
): Promise<void> => {
  const beingMade = new Set<Promise<void>>()
  const failures: unknown[] = []
  const begin = (attempt: Attempt<void>) => {
    const made = attempt()
      .catch((error) => void failures.push(error))
      .finally(() => beingMade.delete(made))
    beingMade.add(made)
  }
  for (const item of items) {
    if (beingMade.size >= atOnce) await Promise.race(beingMade)
    await prepare(item).then(begin, (error) => failures.push(error))
  }
  await Promise.all(beingMade)
  if (failures.length > 0) throw failures[0]
}
