import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { afterEach, describe, expect, it } from 'vitest'
import { USUAL_WEEK } from '../../src/core/calendar.ts'
import { backoff, type Gate, gate, type Recipients } from '../../src/core/delivery.ts'
import type { Composed, Flow } from '../../src/core/flow.ts'
import { actions, button, message, say } from '../../src/core/message.ts'
import type { Delivery, DeliveryClass, Hours, NewDelivery, Participant } from '../../src/core/model.ts'
import type { Sent } from '../../src/core/platform.ts'
import { aParticipant, at } from '../facts.ts'
import { aDelivery } from '../flows/said.ts'
import { AMINA, aFlow, aForm, openWorld, START, type World } from './world.ts'

const NOW = at(START)
const CLASSES = ['answer', 'booked', 'ordinary', 'invitation'] as const
const open: Gate = { type: 'open' }
const shut = (reason: string): Gate => ({ type: 'shut', reason })
const wait = (until: string): Gate => ({ type: 'wait', until: at(until) })
const london: Hours = { zone: 'Europe/London', week: USUAL_WEEK, daysOff: [] }
const hold = (until: string): Gate => ({ type: 'hold', until: at(until) })
const OPEN = '2026-03-02T10:00:00Z'
const NIGHT = '2026-03-02T22:00:00Z'
const MORNING = '2026-03-03T09:00:00Z'

const gateOf = (
  of: DeliveryClass,
  people: readonly Participant[],
  now: string,
  hours: readonly Hours[] = people.map(() => london),
  but: Partial<Delivery> = {},
): Gate => {
  const recipients: Recipients = { people, hours }
  return gate(
    aDelivery({ flow: 'test', subject: { kind: 'pair', id: 'pair1' }, class: of, ...but }),
    recipients,
    at(now),
  )
}

describe('the gate', () => {
  const yes = aParticipant()
  const no = aParticipant({ consent: 'no' })
  const unasked = aParticipant({ consent: 'unasked' })
  const paused = aParticipant({ pausedUntil: at('2026-03-20T00:00:00Z') })
  const back = aParticipant({ pausedUntil: at('2026-03-02T09:00:00Z') })
  const left = aParticipant({ leftAt: at('2026-03-01T00:00:00Z') })

  it.each<[string, readonly Participant[], string, Record<DeliveryClass, Gate>]>([
    ['who said yes, in hours', [yes], OPEN, { answer: open, booked: open, ordinary: open, invitation: open }],
    [
      'who said yes, at night',
      [yes],
      NIGHT,
      { answer: open, booked: open, ordinary: wait(MORNING), invitation: wait(MORNING) },
    ],
    [
      'who said no',
      [no],
      OPEN,
      {
        answer: open,
        booked: shut('no-consent'),
        ordinary: shut('no-consent'),
        invitation: shut('no-consent'),
      },
    ],
    [
      'who was not asked',
      [unasked],
      OPEN,
      { answer: open, booked: shut('no-consent'), ordinary: shut('no-consent'), invitation: open },
    ],
    [
      'who was not asked, at night',
      [unasked],
      NIGHT,
      { answer: open, booked: shut('no-consent'), ordinary: shut('no-consent'), invitation: wait(MORNING) },
    ],
    [
      'who paused',
      [paused],
      OPEN,
      { answer: open, booked: open, ordinary: hold(MORNING), invitation: hold(MORNING) },
    ],
    ['who is back', [back], OPEN, { answer: open, booked: open, ordinary: open, invitation: open }],
    [
      'who left',
      [left],
      OPEN,
      { answer: open, booked: shut('left'), ordinary: shut('left'), invitation: shut('left') },
    ],
    [
      'of whom one paused',
      [yes, paused],
      OPEN,
      { answer: open, booked: open, ordinary: hold(MORNING), invitation: hold(MORNING) },
    ],
    [
      'of whom one left',
      [yes, left],
      OPEN,
      { answer: open, booked: shut('left'), ordinary: shut('left'), invitation: shut('left') },
    ],
    [
      'who is nobody in particular',
      [],
      NIGHT,
      { answer: open, booked: open, ordinary: open, invitation: open },
    ],
  ])('for one %s', (_, people, now, gates) => {
    for (const of of CLASSES) expect(gateOf(of, people, now), of).toEqual(gates[of])
  })

  it('waits for the hours that a pair shares, and closes its conversation where there are none', () => {
    const newYork = { ...london, zone: 'America/New_York' }
    const losAngeles = { ...london, zone: 'America/Los_Angeles' }
    const toPair = { address: { type: 'pair', pairId: 'pair1' } } as const
    expect(gateOf('ordinary', [yes, yes], OPEN, [london, newYork], toPair)).toEqual(
      wait('2026-03-02T14:00:00Z'),
    )
    // For three weeks of March, New York's and Los Angeles' clocks are an hour ahead of London's already.
    expect(gateOf('ordinary', [yes, yes], '2026-02-02T10:00:00Z', [london, losAngeles], toPair)).toEqual(
      shut('hours-apart'),
    )
  })

  it('looks again in a month for somebody who has no hours at all', () => {
    expect(gateOf('ordinary', [yes], OPEN, [{ ...london, week: [] }])).toEqual(
      wait(NOW.add({ hours: 24 * 30 }).toString()),
    )
  })

  it('lets a pause end at its instant', () => {
    const until = aParticipant({ pausedUntil: at(OPEN) })
    expect(gateOf('ordinary', [until], OPEN)).toEqual(open)
    expect(gateOf('ordinary', [until], '2026-03-02T09:59:59.999Z')).toEqual(hold(OPEN))
  })
})

describe('backoff', () => {
  it('doubles from five seconds to a quarter of an hour, with up to a quarter more of its own', () => {
    fc.assert(
      fc.property(fc.nat({ max: 2000 }), fc.string(), (attempts, id) => {
        const plain = Math.min(5 * 2 ** Math.min(attempts, 20), 15 * 60)
        const waited = backoff(attempts, id).total('seconds')
        expect(waited).toBeGreaterThanOrEqual(plain)
        expect(waited).toBeLessThanOrEqual(plain * 1.25 + 0.001)
        expect(backoff(attempts, id).total('seconds')).toBe(waited)
      }),
    )
  })

  it('spreads deliveries that failed together', () => {
    const waits = Array.from({ length: 50 }, (_, index) => backoff(0, `d${index}`).total('milliseconds'))
    expect(new Set(waits).size).toBeGreaterThan(40)
  })
})

let opened: World | null = null
const world = async (...flows: readonly Flow[]): Promise<World> => {
  opened = await openWorld(flows)
  return opened
}
afterEach(async () => {
  await opened?.cleanUp()
  opened = null
})

const deliver = async (here: World, but: Partial<NewDelivery> = {}): Promise<Delivery> => {
  await here.store.transact((transaction) =>
    here.engine.schedule(
      transaction,
      {
        flow: 'test',
        subject: { kind: 'pair', id: 'pair1' },
        occurrence: 'once',
        address: { type: 'account', accountId: AMINA },
        class: 'ordinary',
        participantId: 'p-amina',
        dueAt: NOW,
        ...but,
      },
      'g1',
      null,
    ),
  )
  await here.run()
  return one(here)
}
const one = async (here: World): Promise<Delivery> => {
  const delivery = (await here.store.read.deliveries.all()).at(-1)
  if (!delivery) throw new Error('There is no delivery.')
  return delivery
}
const later = (but: Partial<Extract<Sent, { type: 'later' }>> = {}): Sent => ({
  type: 'later',
  at: null,
  inDoubt: false,
  attempted: true,
  detail: 'test',
  ...but,
})

describe('a delivery', () => {
  it('is composed from fresh facts and sent where its person is', async () => {
    const here = await world(aFlow())
    expect(await deliver(here)).toMatchObject({ state: 'sent', attempts: 1 })
    expect(here.dispatched).toMatchObject([
      {
        to: { type: 'person', workspace: 'T1', person: 'amina', conversation: 'D-amina' },
        content: { summary: 'Hello.' },
        inDoubt: false,
      },
    ])
  })

  it('is on its way the moment that its attempt begins, and so is what it is revised to', async () => {
    const here = await world(aFlow())
    const sent = await deliver(here)
    const before = here.dispatched.length
    const sending = await here.toPlatform.prepare(sent, null, NOW)
    expect(here.dispatched).toHaveLength(before)
    const sends = sending()
    expect(here.dispatched).toHaveLength(before + 1)
    const revising = await here.toPlatform.prepareRevision(sent, message('Anew.'), NOW)
    expect(here.revised).toEqual([])
    const revises = revising()
    expect(here.revised).toHaveLength(1)
    await Promise.all([sends, revises])
  })

  it('is urgent when somebody waits for it: an answer, or what their act made of a message', async () => {
    const here = await world(aFlow())
    const ordinary = await deliver(here)
    await deliver(here, { occurrence: 'booked', class: 'booked' })
    await deliver(here, { occurrence: 'answer', class: 'answer' })
    expect(here.dispatched.map(({ urgent }) => urgent)).toEqual([false, false, true])
    await (await here.toPlatform.prepareRevision(ordinary, null, NOW))()
    await (await here.toPlatform.prepareRevision(ordinary, message('Booked.'), NOW))()
    expect(here.revised.map(({ dispatch }) => dispatch.urgent)).toEqual([false, true])
  })

  it('is dropped with its reason when it no longer applies', async () => {
    const here = await world(aFlow({ compose: async () => ({ type: 'drop', reason: 'already-booked' }) }))
    expect(await deliver(here)).toMatchObject({ state: 'dropped', reason: 'already-booked' })
    expect(here.dispatched).toEqual([])
  })

  it('of a flow that is gone is dropped', async () => {
    const here = await world(aFlow())
    expect(await deliver(here, { flow: 'gone' })).toMatchObject({ state: 'dropped', reason: 'flow-gone' })
    expect(here.troubles).toEqual([])
  })

  it('that could not be composed once is not lost', async () => {
    let broken = true
    const here = await world(
      aFlow({
        compose: async () => {
          if (broken) throw new Error('on purpose')
          return { type: 'say', content: message('Hello.') }
        },
      }),
    )
    expect(await deliver(here)).toMatchObject({ state: 'due', inDoubt: false })
    expect(here.troubles).toEqual([new Error('on purpose')])
    broken = false
    here.clock.moveTo(NOW.add({ minutes: 1 }))
    await here.run()
    expect(await one(here)).toMatchObject({ state: 'sent' })
  })

  it('that can never be composed is dropped after some tries', async () => {
    const here = await world(
      aFlow({
        compose: async () => {
          throw new Error('on purpose')
        },
      }),
    )
    await deliver(here)
    for (let minute = 1; minute < 30; minute++) {
      here.clock.moveTo(NOW.add({ minutes: minute }))
      await here.run()
    }
    expect(await one(here)).toMatchObject({ state: 'dropped', reason: 'could-not-compose' })
    expect(here.troubles.length).toBeLessThan(10)
    expect(here.dispatched).toEqual([])
  })

  it.each<[string, (here: World) => Promise<unknown>, Partial<NewDelivery>, string, string]>([
    [
      'an account that is not there',
      async () => {},
      { address: { type: 'account', accountId: 'nobody' } },
      'dropped',
      'erased',
    ],
    [
      'a person who removed the app',
      ({ store }) => store.transact(({ write }) => write.accounts.gone(AMINA)),
      {},
      'failed',
      'not-installed',
    ],
    [
      'a workspace that removed the app',
      ({ store }) => store.transact(({ write }) => write.accounts.workspaceRemoved('slack-T1', NOW)),
      {},
      'failed',
      'workspace-gone',
    ],
    [
      'a pair that is not there',
      async () => {},
      { address: { type: 'pair', pairId: 'pair9' }, participantId: null },
      'dropped',
      'pair-ended',
    ],
    [
      'a person who left',
      ({ store }) => store.transact(({ write }) => write.participants.leave('p-amina', NOW)),
      {},
      'dropped',
      'left',
    ],
    [
      'a person who said no',
      ({ store }) => store.transact(({ write }) => write.participants.consented('p-amina', 'no', NOW)),
      {},
      'dropped',
      'no-consent',
    ],
  ])('to %s goes nowhere, and says why', async (_, happen, but, state, reason) => {
    const here = await world(aFlow())
    await happen(here)
    expect(await deliver(here, but)).toMatchObject({ state, reason })
    expect(here.dispatched).toEqual([])
  })

  it('on a platform that is not connected fails, and says so', async () => {
    const here = await world(aFlow())
    await here.store.transact(async ({ write }) => {
      await write.accounts.addWorkspace({
        id: 'teams-t1',
        platform: 'teams',
        name: 'city',
        externalId: 't1',
        groups: false,
      })
      await write.accounts.meet({
        id: 'a-tom',
        workspaceId: 'teams-t1',
        externalId: 'tom',
        conversation: null,
        profile: null,
      })
    })
    const settled = await deliver(here, { address: { type: 'account', accountId: 'a-tom' } })
    expect(settled).toMatchObject({ state: 'failed', reason: 'platform-not-connected' })
  })

  it('waits for its person’s hours without counting a try, and is composed anew then', async () => {
    let words = 'Early.'
    const here = await world(aFlow({ compose: async () => ({ type: 'say', content: message(words) }) }))
    here.clock.moveTo(at('2026-03-06T18:00:00Z'))
    expect(await deliver(here)).toMatchObject({
      state: 'due',
      attempts: 0,
      dueAt: at('2026-03-09T09:00:00Z'),
    })
    words = 'Fresh.'
    here.clock.moveTo(at('2026-03-09T09:00:00Z'))
    await here.run()
    expect(here.dispatched.map(({ content }) => content)).toEqual([message('Fresh.')])
  })

  it('to a person who paused waits, however long the pause is made, and goes once it was ended early', async () => {
    const here = await world(aFlow())
    const pause = (until: string | null) =>
      here.store.transact(({ write }) => write.participants.pause('p-amina', until ? at(until) : null))
    const runAt = async (now: string) => {
      here.clock.moveTo(at(now))
      await here.run()
      return one(here)
    }
    await pause('2026-03-09T00:00:00Z')
    expect(await deliver(here)).toMatchObject({ state: 'due', attempts: 0 })
    await pause('2026-03-20T00:00:00Z')
    expect(await runAt('2026-03-09T10:00:00Z')).toMatchObject({ state: 'due', attempts: 0 })
    await pause(null)
    expect(await runAt('2026-03-10T09:00:00Z')).toMatchObject({ state: 'sent' })
  })

  it('to a person who paused is dropped in the pause once it no longer applies', async () => {
    let composed: Composed = { type: 'say', content: message('Words.') }
    const here = await world(aFlow({ compose: async () => composed }))
    await here.store.transact(({ write }) => write.participants.pause('p-amina', at('2026-03-20T00:00:00Z')))
    expect(await deliver(here)).toMatchObject({ state: 'due' })
    composed = { type: 'drop', reason: 'too-late' }
    here.clock.moveTo(at('2026-03-04T10:00:00Z'))
    await here.run()
    expect(await one(here)).toMatchObject({ state: 'dropped', reason: 'too-late' })
    expect(here.dispatched).toEqual([])
  })

  it.each<[string, Sent, Partial<Delivery>]>([
    [
      'waits as long as the platform says',
      later({ at: NOW.add({ seconds: 40 }) }),
      { state: 'due', attempts: 1, dueAt: NOW.add({ seconds: 40 }), inDoubt: false },
    ],
    [
      'waits a moment even when the platform names an instant that has passed',
      later({ at: NOW.subtract({ hours: 1 }) }),
      { state: 'due', dueAt: NOW.add({ milliseconds: 1 }) },
    ],
    [
      'does not count a wait for our own pace',
      later({ attempted: false, at: NOW.add({ seconds: 1 }) }),
      { state: 'due', attempts: 0 },
    ],
    ['remembers doubt', later({ inDoubt: true }), { state: 'due', inDoubt: true }],
    [
      'fails for good when it is refused',
      { type: 'refused', code: 'blocked', detail: 'x' },
      { state: 'failed', reason: 'blocked', attempts: 1 },
    ],
  ])('%s', async (_, sent, expected) => {
    const here = await world(aFlow())
    here.sendBy(async () => sent)
    expect(await deliver(here)).toMatchObject(expected)
  })

  it('whose adapter breaks off is tried again, in doubt, and told', async () => {
    const here = await world(aFlow())
    here.sendBy(() => Promise.reject(new Error('on purpose')))
    expect(await deliver(here)).toMatchObject({ state: 'due', attempts: 1, inDoubt: true })
    expect(here.troubles).toEqual([new Error('on purpose')])
  })

  it('is given up after just under a day of trying, while it can still be looked for', async () => {
    const here = await world(aFlow())
    const delivery = aDelivery({
      flow: 'test',
      subject: { kind: 'pair', id: 'pair1' },
      address: { type: 'account', accountId: AMINA },
    })
    here.sendBy(async () => later())
    const settle = async (attempts: number) =>
      (await here.toPlatform.prepare({ ...delivery, attempts }, null, NOW))()
    expect(await settle(83)).toMatchObject({ type: 'postponed' })
    expect(await settle(84)).toEqual({ type: 'failed', reason: 'unreachable' })
    const tried = Array.from({ length: 84 }, (_, index) => backoff(index, 'd').total('hours'))
    const hours = tried.reduce((sum, waited) => sum + waited, 0)
    expect(hours).toBeGreaterThan(12)
    expect(hours).toBeLessThan(24)
  })
})

describe('a message that was sent', () => {
  it('shows what is so now; one that would be dropped stays as it is', async () => {
    let words: string | null = 'Proposed.'
    const here = await world(
      aFlow({
        compose: async () =>
          words === null
            ? { type: 'drop', reason: 'cancelled' }
            : { type: 'say', content: message(words, say(words)) },
      }),
    )
    const { receipt } = await deliver(here)
    const markAndRun = async () => {
      await here.store.transact(({ outbox }) =>
        outbox.markStale('test', { kind: 'pair', id: 'pair1' }, null, null),
      )
      await here.run()
    }
    words = 'Booked.'
    await markAndRun()
    expect(here.revised).toMatchObject([{ receipt, dispatch: { content: { summary: 'Booked.' } } }])
    words = null
    await markAndRun()
    expect(here.revised).toHaveLength(1)
    expect(await one(here)).toMatchObject({ state: 'sent', stale: false })
  })

  it('troubles its platform only where it says something else than it shows', async () => {
    let words = 'Proposed.'
    const here = await world(
      aFlow({
        compose: async () => ({
          type: 'say',
          content: message(words, say(words), actions(button('Yes', 'test', 'yes', 'm1'))),
        }),
      }),
    )
    await deliver(here)
    const recheckAndRun = async () => {
      await here.store.transact(({ outbox }) => outbox.markPressable(['test'], { kind: 'pair', id: 'pair1' }))
      await here.run()
      expect(await one(here)).toMatchObject({ state: 'sent', stale: false })
    }
    await recheckAndRun()
    expect(here.revised).toEqual([])
    words = 'Booked.'
    await recheckAndRun()
    await recheckAndRun()
    expect(here.revised).toMatchObject([{ dispatch: { content: { summary: 'Booked.' } } }])
  })

  it.each([
    ['a button about something', [button('Yes', 'test', 'yes', 'm1')], true],
    ['a form', null, true],
    ['ways back alone', [button('Home', 'home', 'home', 'me')], false],
    ['nothing to press', [], false],
  ])('with %s is looked at again when something turns, or not', async (_, buttons, looked) => {
    const content = buttons ? message('Hello.', say('Hello.'), actions(...buttons)) : aForm()
    const here = await world(aFlow({ compose: async () => ({ type: 'say', content }) }))
    await deliver(here)
    await here.store.transact(({ outbox }) => outbox.markPressable(['test'], { kind: 'pair', id: 'pair1' }))
    expect(await one(here)).toMatchObject({ stale: looked })
  })

  it('is not revised out of hours alone: what stands there is put right at once', async () => {
    const here = await world(aFlow())
    await deliver(here)
    here.clock.moveTo(at('2026-03-07T03:00:00Z'))
    await here.store.transact(({ outbox }) =>
      outbox.markStale('test', { kind: 'pair', id: 'pair1' }, null, null),
    )
    await here.run()
    expect(here.revised).toHaveLength(1)
    expect(Temporal.Instant.compare(here.clock.now(), at('2026-03-07T03:00:00Z'))).toBe(0)
  })
})
