import type { Temporal } from 'temporal-polyfill'
import type { Store } from '../src/core/store.ts'

/** As if this pair had been introduced in a conversation of its own: for tests in which nothing does that. */
export const introducedBy = async (
  store: Store,
  pairId: string,
  programmeId: string,
  now: Temporal.Instant,
): Promise<void> => {
  const id = `introduction of ${pairId}`
  await store.transact(({ outbox }) =>
    outbox.enqueue(
      {
        id,
        programmeId,
        flow: 'introduction',
        subject: { kind: 'pair', id: pairId },
        occurrence: 'introduction',
        address: { type: 'pair', pairId },
        class: 'ordinary',
        participantId: null,
        dueAt: now,
      },
      null,
    ),
  )
  await store.queue.claim(id, now, 'test')
  await store.queue.sent(id, { workspace: 'W1', conversation: pairId, message: id }, now, null)
}
