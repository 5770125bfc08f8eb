import { expect, test } from 'vitest'
import { stoppedClock } from '../../src/core/clock.ts'
import type { Deliverer } from '../../src/core/engine.ts'
import { message } from '../../src/core/message.ts'
import type { DeliveryClass } from '../../src/core/model.ts'
import { embeddedEngine } from '../../src/engine/index.ts'
import { openStore } from '../../src/store/index.ts'
import { engineContract } from '../contracts/engine.ts'
import { at } from '../facts.ts'
import { openTestStore } from '../store.ts'

engineContract('the embedded engine', async () => {
  const { store, cleanUp } = await openTestStore()
  return {
    store,
    engine: (process, clock, queue = store.queue) => embeddedEngine(queue, clock, process),
    stop: cleanUp,
  }
})

test('a database that another key has sealed in leaves no answer claimed, and goes on with what it can read', async () => {
  const { store, url, cleanUp } = await openTestStore()
  // It comes before anything is sealed; later, it would be refused.
  const other = await openStore({ url, key: [new Uint8Array(32).fill(9)], throwaway: true })
  const clock = stoppedClock(at('2026-03-02T09:00:00Z'))
  const schedule = (occurrence: string, kept: boolean) =>
    store.transact((transaction) =>
      embeddedEngine(store.queue, clock, 'one').schedule(
        transaction,
        {
          flow: 'home',
          subject: { kind: 'act', id: 'act1' },
          occurrence,
          address: { type: 'account', accountId: 'a-tom' },
          class: 'answer',
          participantId: null,
          dueAt: clock.now(),
        },
        null,
        kept ? message('Booked.') : null,
      ),
    )
  await schedule('sealed', true)
  await schedule('open', false)
  const engine = embeddedEngine(other.queue, clock, 'two')
  const run = () =>
    engine.run({
      prepare: async () => async () => ({
        type: 'sent',
        receipt: { workspace: 'T1', conversation: 'D1', message: '1' },
        conversation: null,
        shows: null,
      }),
      prepareRevision: async () => async () => ({ type: 'revised', shows: null }),
    })
  await expect(run()).rejects.toMatchObject({ code: 'cannot-unseal' })
  await run()
  const all = await other.read.deliveries.all()
  expect(all.map(({ state, reason }) => [state, reason])).toEqual([
    ['failed', 'cannot-unseal'],
    ['sent', null],
  ])
  await other.close()
  await cleanUp()
})

test('one at a time, it prepares nothing before the end of what went before is noted', async () => {
  const { store, cleanUp } = await openTestStore()
  const clock = stoppedClock(at('2026-03-02T09:00:00Z'))
  const engine = embeddedEngine(store.queue, clock, 'one', 1)
  const names = ['first', 'second', 'third']
  await store.transact(async (transaction) => {
    for (const occurrence of names)
      await engine.schedule(
        transaction,
        {
          flow: 'home',
          subject: { kind: 'act', id: 'act1' },
          occurrence,
          address: { type: 'account', accountId: `a-${occurrence}` },
          class: 'answer',
          participantId: null,
          dueAt: clock.now(),
        },
        null,
        null,
      )
  })
  const sentBefore: number[] = []
  await engine.run({
    prepare: async ({ id }) => {
      sentBefore.push((await store.read.deliveries.all()).filter(({ state }) => state === 'sent').length)
      return async () => ({
        type: 'sent',
        receipt: { workspace: 'T1', conversation: 'D1', message: id },
        conversation: null,
        shows: null,
      })
    },
    prepareRevision: async () => async () => ({ type: 'revised', shows: null }),
  })
  expect(sentBefore).toEqual([0, 1, 2])
  await cleanUp()
})

test('whoever acts while many others are written to waits for few of them', async () => {
  const { store, cleanUp } = await openTestStore()
  const clock = stoppedClock(at('2026-03-02T09:00:00Z'))
  const engine = embeddedEngine(store.queue, clock, 'one')
  const schedule = (of: DeliveryClass, ...people: readonly string[]) =>
    store.transact(async (transaction) => {
      for (const person of people)
        await engine.schedule(
          transaction,
          {
            flow: 'home',
            subject: { kind: 'act', id: 'act1' },
            occurrence: of,
            address: { type: 'account', accountId: person },
            class: of,
            participantId: null,
            dueAt: clock.now(),
          },
          null,
          null,
        )
    })
  await schedule('ordinary', ...Array.from({ length: 60 }, (_, index) => `a-${index}`))
  const prepared: string[] = []
  const deliverer: Deliverer = {
    prepare: async (delivery) => {
      if (prepared.length === 0) await schedule('answer', 'a-tom')
      prepared.push(delivery.class)
      return async () => ({ type: 'dropped', reason: 'test' })
    },
    prepareRevision: async () => async () => ({ type: 'revised', shows: null }),
  }
  while (prepared.length < 61) await engine.run(deliverer)
  expect(prepared.indexOf('answer')).toBeLessThan(30)
  await cleanUp()
})
