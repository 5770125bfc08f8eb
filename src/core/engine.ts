import type { Temporal } from 'temporal-polyfill'
import type { Content } from './message.ts'
import type { Delivery, NewDelivery, Subject } from './model.ts'
import type { Receipt } from './platform.ts'
import type { Transaction } from './store.ts'

/**
 * How one attempt at a delivery ended.
 * - sent: `conversation` is where the address is reached from now on; null when that was known. `shows`: see `Delivery`.
 * - postponed: `inDoubt` when it may have got through after all.
 */
export type Settlement =
  | {
      readonly type: 'sent'
      readonly receipt: Receipt
      readonly conversation: string | null
      readonly shows: string | null
    }
  | { readonly type: 'dropped'; readonly reason: string }
  | { readonly type: 'failed'; readonly reason: string }
  | {
      readonly type: 'postponed'
      readonly at: Temporal.Instant
      readonly attempted: boolean
      readonly inDoubt: boolean
    }

/** How one attempt at a revision ended: made, needless or given up, or to be tried again. `shows`: see `Delivery`. */
export type RevisionSettlement =
  | { readonly type: 'revised'; readonly shows: string | null }
  | { readonly type: 'postponed'; readonly at: Temporal.Instant }

/** What is left to do once it is known what to say, and to whom: all that waits for a platform. */
export type Attempt<Ended> = () => Promise<Ended>

/** What an engine runs. It prepares an attempt from fresh facts; making the attempt is the engine's, and at once. */
export interface Deliverer {
  prepare(delivery: Delivery, content: Content | null, now: Temporal.Instant): Promise<Attempt<Settlement>>
  prepareRevision(
    delivery: Delivery,
    content: Content | null,
    now: Temporal.Instant,
  ): Promise<Attempt<RevisionSettlement>>
}

/**
 * Runs each delivery when it is due, once. Scheduling and cancelling hold or fall with the transaction they are in; a
 * second schedule under the same key changes nothing; deliveries to one address keep their order; what is due together
 * begins to be sent in the order of the queue; what a dead process had claimed is taken over.
 */
export interface Engine {
  schedule(
    transaction: Transaction,
    delivery: NewDelivery,
    programmeId: string | null,
    content: Content | null,
  ): Promise<void>
  cancel(
    transaction: Transaction,
    flow: string,
    subject: Subject,
    occurrence: string | null,
    reason: string,
  ): Promise<void>
  /** Does one batch of what is due. More may be left. */
  run(deliverer: Deliverer): Promise<void>
}
