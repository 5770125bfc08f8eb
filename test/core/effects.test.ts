import { afterEach, describe, expect, it } from 'vitest'
import { applyEffects } from '../../src/core/effects.ts'
import { type Effect, type Flow, recheck, revise, save, send, touch } from '../../src/core/flow.ts'
import { actions, button, message } from '../../src/core/message.ts'
import { at } from '../facts.ts'
import { AMINA, aFlow, openWorld, START, type World } from './world.ts'

const NOW = at(START)

let opened: World | null = null
afterEach(async () => {
  await opened?.cleanUp()
  opened = null
})
const world = async (...flows: readonly Flow[]): Promise<World> => {
  opened = await openWorld(
    flows.length > 0
      ? flows
      : [
          aFlow({ name: 'one', follows: ['pair', 'meeting'] }),
          aFlow({ name: 'two', follows: ['pair'] }),
          aFlow(),
        ],
  )
  return opened
}
const apply = ({ store, core }: World, ...effects: readonly Effect[]) =>
  store.transact((transaction) => applyEffects(effects, transaction, core, NOW))

const hello = (occurrence: string): Effect =>
  send(
    {
      flow: 'test',
      subject: { kind: 'pair', id: 'pair1' },
      occurrence,
      address: { type: 'account', accountId: AMINA },
      class: 'ordinary',
      participantId: 'p-amina',
      dueAt: NOW,
    },
    'g1',
  )

describe('effects', () => {
  it('are done one after another, as they were decided', async () => {
    const here = await world()
    await apply(
      here,
      save('participants', 'pause', 'p-amina', NOW.add({ hours: 1 })),
      save('participants', 'pause', 'p-amina', null),
      hello('x'),
      {
        type: 'cancel',
        flow: 'test',
        subject: { kind: 'pair', id: 'pair1' },
        occurrence: 'x',
        reason: 'moved',
      },
      hello('y'),
    )
    expect((await here.store.read.participants.byId('p-amina'))?.pausedUntil).toBeNull()
    const all = await here.store.read.deliveries.all()
    expect(all.map(({ occurrence, state, reason }) => [occurrence, state, reason])).toEqual([
      ['x', 'dropped', 'moved'],
      ['y', 'due', null],
    ])
  })

  it('hold together or not at all', async () => {
    const here = await world()
    const failing = apply(
      here,
      hello('x'),
      touch('pair', 'pair1'),
      save('participants', 'pause', 'p-amina', NOW.add({ hours: 1 })),
      save('pairs', 'end', 'no-such-pair', NOW),
    )
    await expect(failing).rejects.toThrow()
    expect(await here.store.read.deliveries.all()).toEqual([])
    expect(await here.store.momentsDue(NOW, 10)).toEqual([])
    expect((await here.store.read.participants.byId('p-amina'))?.pausedUntil).toBeNull()
  })

  it('wake the flows that follow what is touched, and no others', async () => {
    const here = await world()
    await apply(
      here,
      touch('meeting', 'm1'),
      touch('pair', 'pair1'),
      touch('survey', 's1'),
      touch('pair', 'pair1'),
    )
    expect(
      (await here.store.momentsDue(NOW, 10)).map(({ flow, subject }) => `${flow} ${subject.id}`),
    ).toEqual(['one m1', 'one pair1', 'two pair1'])
  })

  it('show anew what was sent, one message or all about a subject', async () => {
    const here = await world()
    await apply(here, hello('x'), hello('y'))
    await here.run()
    await here.run()
    const subject = { kind: 'pair', id: 'pair1' } as const
    const stale = async () =>
      (await here.store.read.deliveries.all()).filter((one) => one.stale).map(({ occurrence }) => occurrence)
    await apply(here, revise('test', subject, 'y'))
    expect(await stale()).toEqual(['y'])
    await apply(here, revise('test', subject), revise('test', { kind: 'pair', id: 'pair2' }))
    expect(await stale()).toEqual(['x', 'y'])
    await here.run()
    expect(await stale()).toEqual([])
    expect(here.revised).toHaveLength(2)
  })

  it('look again at what can be pressed about a subject, whatever flow it is of', async () => {
    const pressable = (name: string) =>
      aFlow({
        name,
        compose: async ({ occurrence }) => ({
          type: 'say',
          content: message('Yes?', actions(button('Yes', name, occurrence, 'm1'))),
        }),
      })
    const here = await world(pressable('test'), pressable('other'))
    const other = send(
      {
        flow: 'other',
        subject: { kind: 'pair', id: 'pair1' },
        occurrence: 'y',
        address: { type: 'account', accountId: AMINA },
        class: 'ordinary',
        participantId: 'p-amina',
        dueAt: NOW,
      },
      'g1',
    )
    await apply(here, hello('x'), other)
    await here.run()
    await here.run()
    await apply(here, recheck('pair', 'pair2'))
    expect((await here.store.read.deliveries.all()).map(({ stale }) => stale)).toEqual([false, false])
    await apply(here, recheck('pair', 'pair1'))
    expect((await here.store.read.deliveries.all()).map(({ stale }) => stale)).toEqual([true, true])
  })

  it('that name no verb of the store, as data from elsewhere might, are refused', async () => {
    const here = await world()
    const forged = save('participants', 'leave', 'p-amina', NOW)
    for (const verb of ['constructor', 'toString', '__proto__', 'hasOwnProperty', 'nothing']) {
      const odd: Effect = Object.assign({}, forged, JSON.parse(`{"verb":"${verb}"}`))
      await expect(apply(here, odd), verb).rejects.toThrow(/There is no/)
    }
  })
})
