import { afterEach, beforeEach, expect, test } from 'vitest'
import { approvalRuns } from '../../src/core/approving.ts'
import { stoppedClock } from '../../src/core/clock.ts'
import { save } from '../../src/core/flow.ts'
import { draftRuns } from '../../src/core/making.ts'
import type { Store } from '../../src/core/store.ts'
import { embeddedEngine } from '../../src/engine/index.ts'
import { aContext, aProgramme, at, pairingOf } from '../facts.ts'
import { draft, match } from '../flows/drafts/facts.ts'
import { openTestStore, type TestStore } from '../store.ts'

const START = at('2026-03-02T10:00:00Z')

let opened: TestStore
beforeEach(async () => {
  opened = await openTestStore()
  await opened.store.transact(({ write }) => write.programmes.create(aProgramme()))
})
afterEach(() => opened.cleanUp())

const partsWith = (store: Store) => {
  const clock = stoppedClock(START)
  const failed: unknown[] = []
  return {
    clock,
    failed,
    needs: {
      store,
      engine: embeddedEngine(opened.store.queue, clock, 'test'),
      flows: [],
      now: clock.now,
      contextAt: () => aContext(START.toString()),
      onChange: () => {},
      onTrouble: (error: unknown) => failed.push(error),
    },
  }
}

test('a draft is written no further by a process that ends, and nothing of it is left', async () => {
  const { store } = opened
  const { matches, ...begun } = draft([match('m1', ['a1', 'b1'])], { id: 'w1' })
  await store.transact(({ write }) =>
    write.drafts.want({
      id: 'w1',
      programmeId: 'g1',
      wantedAt: START,
      by: null,
      seed: 1,
      state: 'wanted',
      progress: { stage: 'scoring', done: 0 },
    }),
  )
  const ended: Promise<void>[] = []
  const ending: Store = {
    ...store,
    transact: async (work) => {
      const done = await store.transact(work)
      if (ended.length === 0) ended.push(runs.stop())
      return done
    },
  }
  const { needs, failed } = partsWith(ending)
  const runs = draftRuns({
    ...needs,
    pairing: pairingOf(() => []),
    making: {
      question: async () => ({
        people: [],
        rules: {
          programme: aProgramme(),
          weights: aProgramme().settings.weights,
          sides: 'two',
          organisations: 'any',
          odd: 'trio',
          excluded: [],
          earlierPartners: [],
          fixed: [],
        },
        seed: 1,
      }),
      made: async () => [
        [save('drafts', 'begin', begun)],
        [save('drafts', 'lay', 'w1', matches, 0)],
        [save('drafts', 'complete', 'w1')],
      ],
      unmade: ({ id }) => [save('drafts', 'discard', id)],
      failed: ({ id }) => [save('drafts', 'settleWanted', id, 'failed')],
      progressed: () => [],
    },
  })
  await runs.look()
  await runs.idle()
  await Promise.all(ended)
  expect(await store.read.drafts.latest('g1')).toBeNull()
  expect(await store.read.drafts.wanted()).toHaveLength(1)
  await expect(store.transact(({ write }) => write.drafts.complete('w1'))).rejects.toMatchObject({
    code: 'conflict',
  })
  expect(failed).toEqual([])
})

test('whoever waits for approvals is shown how far they are every three seconds, and not before', async () => {
  const { store } = opened
  await store.transact(async ({ write }) => {
    await write.drafts.propose(draft([match('m1', ['a1', 'b1'])]))
    await write.drafts.beginApproval({
      id: 'ap1',
      programmeId: 'g1',
      draftId: 'd1',
      by: null,
      begunAt: START,
      state: 'wanted',
      total: 1,
      looked: 0,
      approved: 0,
      last: null,
    })
  })
  const { clock, needs, failed } = partsWith(store)
  const seconds = () => clock.now().since(START).total('seconds')
  const told: number[] = []
  const runs = approvalRuns({
    ...needs,
    approving: {
      step: async () => {
        clock.moveTo(clock.now().add({ seconds: 1 }))
        const isOver = seconds() >= 8
        return { effects: isOver ? [save('drafts', 'turnApproval', 'ap1', 'wanted', 'done')] : [], isOver }
      },
      told: () => {
        told.push(seconds())
        return []
      },
      givenUp: () => [],
    },
  })
  await runs.look()
  await runs.idle()
  // Told with the first step that begins when three seconds have passed.
  expect(told).toEqual([4, 8])
  expect(failed).toEqual([])
})
