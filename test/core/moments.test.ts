import { afterEach, describe, expect, it } from 'vitest'
import { type Flow, save, touch } from '../../src/core/flow.ts'
import type { Subject } from '../../src/core/model.ts'
import { runMoments } from '../../src/core/moments.ts'
import { at } from '../facts.ts'
import { aFlow, openWorld, START, type World } from './world.ts'

const PAIR: Subject = { kind: 'pair', id: 'pair1' }
const NOW = at(START)

let opened: World | null = null
const world = async (...flows: readonly Flow[]): Promise<World> => {
  opened = await openWorld(flows)
  return opened
}
afterEach(async () => {
  await opened?.cleanUp()
  opened = null
})

const wake = ({ store }: World, flow = 'test', subject = PAIR, when = NOW) =>
  store.transact(({ outbox }) => outbox.wake([flow], [subject], when))
const moments = async ({ store }: World) =>
  (await store.momentsDue(NOW.add({ hours: 24 * 400 }), 1000)).map(({ dueAt }) => dueAt.toString())

/** Lets flows look at what is due; resolves to how much was. */
const look = async (here: World, now = NOW): Promise<number> => {
  const due = await here.store.momentsDue(now, 1000)
  await runMoments(here.core, now)
  return due.length
}

describe('a moment', () => {
  it('is taken when it has come, and set to when the flow next wants to look', async () => {
    const looked: string[] = []
    const here = await world(
      aFlow({
        plan: async (subject, _, { now }) => {
          looked.push(`${subject.kind} ${subject.id} ${now}`)
          return { effects: [], next: now.add({ hours: 3 }) }
        },
      }),
    )
    await wake(here)
    expect(await look(here, NOW.subtract({ milliseconds: 1 }))).toBe(0)
    expect(await look(here, NOW)).toBe(1)
    expect(await look(here, NOW)).toBe(0)
    expect(looked).toEqual([`pair pair1 ${NOW}`])
    expect(await moments(here)).toEqual([NOW.add({ hours: 3 }).toString()])
  })

  it('is forgotten when there is no next, or when its flow is gone', async () => {
    const here = await world(aFlow())
    await wake(here)
    await wake(here, 'gone')
    expect(await look(here, NOW)).toBe(2)
    expect(await moments(here)).toEqual([])
    expect(here.troubles).toEqual([])
  })

  it.each([
    ['in the past', -60],
    ['now', 0],
  ])('that is next %s does not come round again at once', async (_, minutes) => {
    const here = await world(
      aFlow({ plan: async (__, ___, { now }) => ({ effects: [], next: now.add({ minutes }) }) }),
    )
    await wake(here)
    expect(await look(here, NOW)).toBe(1)
    expect(await look(here, NOW)).toBe(0)
    expect(await look(here, NOW.add({ seconds: 1 }))).toBe(1)
  })

  it('whose flow throws keeps nothing, is told, and comes again later; others are looked at', async () => {
    let broken = true
    const here = await world(
      aFlow({
        plan: async ({ id }) => {
          const effects = [save('participants', 'pause', 'p-amina', NOW.add({ hours: 1 }))]
          if (id !== 'pair1') return { effects: [], next: null }
          if (broken) return { effects: [...effects, save('pairs', 'end', 'no-such-pair', NOW)], next: null }
          return { effects, next: null }
        },
      }),
    )
    await wake(here)
    await wake(here, 'test', { kind: 'pair', id: 'pair2' })
    expect(await look(here, NOW)).toBe(2)
    expect(here.troubles).toHaveLength(1)
    expect((await here.store.read.participants.byId('p-amina'))?.pausedUntil).toBeNull()
    const [again, ...others] = await moments(here)
    expect(others).toEqual([])
    expect(await look(here, NOW)).toBe(0)
    broken = false
    expect(await look(here, at(again ?? ''))).toBe(1)
    expect((await here.store.read.participants.byId('p-amina'))?.pausedUntil).not.toBeNull()
    expect(await moments(here)).toEqual([])
  })

  it('that two look at together does its work once', async () => {
    let planned = 0
    const here = await world(
      aFlow({
        name: 'test',
        plan: async (_, __, { newId }) => {
          planned++
          return {
            effects: [
              {
                type: 'send',
                programmeId: 'g1',
                delivery: {
                  flow: 'test',
                  subject: PAIR,
                  occurrence: `${planned} ${newId('x')}`,
                  address: { type: 'pair', pairId: 'pair1' },
                  class: 'ordinary',
                  participantId: null,
                  dueAt: NOW,
                },
              },
            ],
            next: NOW.add({ hours: 1 }),
          }
        },
      }),
    )
    await wake(here)
    await Promise.all([runMoments(here.core, NOW), runMoments(here.core, NOW)])
    expect(await here.store.read.deliveries.all()).toHaveLength(1)
  })

  it('that was woken by its own effects comes again, for what changed', async () => {
    let looked = 0
    const here = await world(
      aFlow({
        follows: ['pair'],
        plan: async () => {
          looked++
          return { effects: looked === 1 ? [touch('pair', 'pair1')] : [], next: NOW.add({ hours: 5 }) }
        },
      }),
    )
    await wake(here)
    expect(await look(here, NOW)).toBe(1)
    expect(await look(here, NOW)).toBe(1)
    expect(await look(here, NOW)).toBe(0)
  })

  it('of hundreds that are due at once is looked at once each', async () => {
    const looked: string[] = []
    const here = await world(
      aFlow({
        plan: async ({ id }) => {
          looked.push(id)
          return { effects: [], next: null }
        },
      }),
    )
    const ids = Array.from({ length: 150 }, (_, index) => `pair${index}`)
    await here.store.transact(async ({ outbox }) => {
      for (const id of ids) await outbox.wake(['test'], [{ kind: 'pair', id }], NOW)
    })
    while ((await look(here, NOW)) > 0);
    expect(looked.toSorted()).toEqual(ids.toSorted())
  })

  it('that takes long is looked at alone: whoever acts meanwhile does not wait for all the others', async () => {
    let now = NOW
    const here = await world(
      aFlow({
        plan: async () => {
          now = now.add({ milliseconds: 10 })
          return { effects: [], next: null }
        },
      }),
    )
    await here.store.transact(({ outbox }) =>
      outbox.wake(
        ['test'],
        ['pair1', 'pair2', 'pair3'].map((id) => ({ kind: 'pair', id })),
        NOW,
      ),
    )
    const left = async () => {
      await runMoments({ ...here.core, now: () => now }, NOW)
      return (await moments(here)).length
    }
    expect([await left(), await left(), await left()]).toEqual([2, 1, 0])
  })
})
