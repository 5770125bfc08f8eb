import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { message, say } from '../../../src/core/message.ts'
import type { Dispatch, Sent } from '../../../src/core/platform.ts'
import { createCalls } from '../../../src/platforms/slack/calls.ts'
import { createFinding } from '../../../src/platforms/slack/find.ts'
import { loggerOver } from '../../../src/platforms/slack/logger.ts'
import { type Fault, noFaults } from '../../../src/simulator/index.ts'
import { serve } from '../../simulator/world.ts'
import { type Said, type SlackWorld, sharedClock, slackWorld } from './world.ts'

let world: SlackWorld

beforeEach(async () => {
  world = await slackWorld()
})
afterEach(() => world.stop())

const dispatch = (id: string, but: Partial<Dispatch> = {}): Dispatch => ({
  id,
  to: { type: 'person', workspace: 'T0NORTH', person: 'U0AMA', conversation: null },
  content: message('Hello.', say('Hello.')),
  inDoubt: false,
  urgent: false,
  ...but,
})

/** How often a method was called, whatever came of it. */
const times = (method: string) =>
  Object.values(world.simulator.calls()[`slack ${method}`] ?? {}).reduce((sum, count) => sum + count, 0)

const failing = (method: string, fault: Fault) =>
  world.simulator.setFaults((call) => (call.method === method ? fault : null))

const conversationOf = (sent: Sent) => {
  if (sent.type !== 'sent') throw new Error(`not sent: ${JSON.stringify(sent)}`)
  return sent.receipt.conversation
}

describe('sending', () => {
  it('carries the delivery’s id where only apps see it', async () => {
    await world.platform.send(dispatch('d1'))
    expect(world.simulator.received()).toMatchObject([
      { metadata: { event_type: 'duologue_delivery', event_payload: { id: 'd1' } } },
    ])
  })

  it('opens a conversation once', async () => {
    await world.platform.send(dispatch('d1'))
    await world.platform.send(dispatch('d2'))
    expect(times('conversations.open')).toBe(1)
  })

  it('opens a group for the same people in any order', async () => {
    const group = (people: string[]) =>
      ({ type: 'group', workspace: 'T0NORTH', people, conversation: null }) as const
    const one = await world.platform.send(dispatch('d1', { to: group(['U0AMA', 'U0CAT']) }))
    const other = await world.platform.send(dispatch('d2', { to: group(['U0CAT', 'U0AMA']) }))
    expect(conversationOf(other)).toBe(conversationOf(one))
    expect(times('conversations.open')).toBe(1)
  })

  it('does not look for what was never in doubt', async () => {
    await world.platform.send(dispatch('d1'))
    expect(times('conversations.history')).toBe(0)
  })

  it('stays in doubt while nobody could look', async () => {
    failing('conversations.history', { type: 'server-error', status: 503 })
    const first = await world.platform.send(dispatch('d1', { inDoubt: true }))
    expect(first).toMatchObject({ type: 'later', inDoubt: true })
    failing('conversations.open', { type: 'server-error', status: 503 })
    const to = { type: 'person', workspace: 'T0NORTH', person: 'U0BEN', conversation: null } as const
    expect(await world.platform.send(dispatch('d2', { to, inDoubt: true }))).toMatchObject({
      type: 'later',
      inDoubt: true,
    })
    expect(await world.platform.send(dispatch('d3', { to }))).toMatchObject({ type: 'later', inDoubt: false })
    expect(times('chat.postMessage')).toBe(0)
  })

  it('looks once for a message in doubt that then only has to wait for room', async () => {
    for (const id of ['d1', 'd2', 'd3']) await world.platform.send(dispatch(id))
    const waits = await world.platform.send(dispatch('sought', { inDoubt: true }))
    if (waits.type !== 'later' || !waits.at) throw new Error('There was room for it.')
    expect(waits.attempted).toBe(false)
    world.clock.moveTo(waits.at)
    expect((await world.platform.send(dispatch('sought', { inDoubt: true }))).type).toBe('sent')
    expect(times('conversations.history')).toBe(1)
    failing('chat.postMessage', { type: 'reset', processed: true })
    world.clock.moveTo(waits.at.add({ minutes: 1 }))
    await world.platform.send(dispatch('d4', { inDoubt: true }))
    await world.platform.send(dispatch('d4', { inDoubt: true }))
    expect(times('conversations.history')).toBe(3)
  })

  it('finds a message in doubt among many others', async () => {
    await world.platform.send(dispatch('sought'))
    for (let other = 0; other < 210; other += 1) {
      world.clock.moveTo(world.clock.now().add({ seconds: 2 }))
      await world.platform.send(dispatch(`other-${other}`))
    }
    const sent = times('chat.postMessage')
    const found = await world.platform.send(dispatch('sought', { inDoubt: true }))
    expect(found.type).toBe('sent')
    expect(times('chat.postMessage')).toBe(sent)
    expect(times('conversations.history')).toBe(2)
  })

  it('reads on where it had to stop, when Slack lets it read a page a minute', async () => {
    await world.stop()
    world = await slackWorld({ distributed: true })
    await world.platform.send(dispatch('sought'))
    for (let other = 0; other < 40; other += 1) {
      world.clock.moveTo(world.clock.now().add({ seconds: 2 }))
      await world.platform.send(dispatch(`other-${other}`))
    }
    const sent = times('chat.postMessage')
    let found = await world.platform.send(dispatch('sought', { inDoubt: true }))
    for (let minutes = 0; minutes < 5 && found.type === 'later'; minutes += 1) {
      expect(found).toMatchObject({ inDoubt: true })
      if (found.at) world.clock.moveTo(found.at)
      found = await world.platform.send(dispatch('sought', { inDoubt: true }))
    }
    expect(found.type).toBe('sent')
    expect(times('chat.postMessage')).toBe(sent)
  })

  it('holds the whole workspace back when Slack wants fewer messages, and no other', async () => {
    const conversation = conversationOf(await world.platform.send(dispatch('d1')))
    failing('chat.postMessage', { type: 'rate-limited', retryAfterSeconds: 30 })
    const until = world.clock.now().add({ seconds: 30 })
    expect(await world.platform.send(dispatch('d2'))).toMatchObject({ attempted: true })
    world.simulator.setFaults(noFaults)
    const called = times('chat.postMessage')
    const again = await world.platform.send(dispatch('d2'))
    expect(again).toMatchObject({ type: 'later', attempted: false })
    if (again.type !== 'later') throw new Error('not later')
    expect(again.at?.equals(until)).toBe(true)
    expect(times('chat.postMessage')).toBe(called)
    const south = { type: 'person', workspace: 'T0SOUTH', person: 'U0DEV', conversation: null } as const
    expect((await world.platform.send(dispatch('d3', { to: south }))).type).toBe('sent')
    world.clock.moveTo(until)
    expect(conversationOf(await world.platform.send(dispatch('d2')))).toBe(conversation)
  })

  it('keeps well within what Slack allows, so that Slack never has to say so', async () => {
    const conversation = conversationOf(await world.platform.send(dispatch('first')))
    const to = { type: 'person', workspace: 'T0NORTH', person: 'U0AMA', conversation } as const
    let sent = 0
    for (let tries = 0; tries < 120; tries += 1) {
      const one = await world.platform.send(dispatch(`d${tries}`, { to }))
      if (one.type === 'sent') sent += 1
      else if (one.type === 'later' && one.at) world.clock.moveTo(one.at)
    }
    expect(sent).toBeGreaterThan(50)
    expect(world.simulator.calls()['slack chat.postMessage']).toEqual({ ok: sent + 1 })
  })

  it('says nothing to the log but ids and codes', async () => {
    failing('chat.postMessage', { type: 'reset', processed: false })
    await world.platform.send(dispatch('d1', { content: message('Secret words.', say('Secret words.')) }))
    expect(world.log).toEqual([['warn', 'slack.sdk', { what: 'call-failed' }]])
  })
})

describe('finding', () => {
  /** A Slack that answers everything with this. */
  const finding = async (answer: object, status = 200) => {
    const server = await serve()
    server.answer((_, response) => {
      response.writeHead(status, { 'content-type': 'application/json', 'retry-after': '9' })
      response.end(JSON.stringify(answer))
    })
    const { clock } = sharedClock()
    const log: Said[] = []
    const calls = createCalls({
      config: { signingSecret: 's', appToken: null, apiUrl: `${server.origin}/api/` },
      logger: loggerOver(() => {}),
      clock,
      token: async () => 'xoxb-test',
    })
    const find = createFinding({ calls, clock, log: (...said) => log.push(said) })
    const found = await find('T1', { person: 'U1' })
    await server.stop()
    return { found, log, clock }
  }
  const user = { id: 'U1', name: 'ama', profile: { real_name: 'Ama Osei', email: ' Ama.Osei@Example.org ' } }

  it('tells what Slack tells, the address in lower case', async () => {
    const { found } = await finding({ ok: true, user: { ...user, tz: 'Europe/London', locale: 'en-GB' } })
    expect(found).toEqual({
      type: 'found',
      person: 'U1',
      profile: {
        name: 'Ama Osei',
        email: 'ama.osei@example.org',
        timeZone: 'Europe/London',
        locale: 'en-GB',
      },
    })
  })

  it('tells null of what Slack does not tell', async () => {
    const { found } = await finding({ ok: true, user: { id: 'U1' } })
    expect(found).toEqual({
      type: 'found',
      person: 'U1',
      profile: { name: null, email: null, timeZone: null, locale: null },
    })
  })

  it.each([
    { deleted: true },
    { is_bot: true },
    { is_workflow_bot: true },
    { is_stranger: true },
    { id: 'USLACKBOT' },
  ])('knows nobody who is %j', async (more) => {
    expect((await finding({ ok: true, user: { ...user, ...more } })).found).toEqual({ type: 'unknown' })
  })

  it('waits as long as Slack says', async () => {
    const { found, clock } = await finding({ ok: false, error: 'ratelimited' }, 429)
    expect(found).toEqual({ type: 'later', at: clock.now().add({ seconds: 9 }) })
  })

  it('does not take somebody for nobody when the app may not ask', async () => {
    const { found, log } = await finding({ ok: false, error: 'missing_scope' })
    expect(found).toEqual({ type: 'later', at: null })
    expect(log).toEqual([['error', 'slack.find.refused', { workspace: 'T1', code: 'missing_scope' }]])
  })
})
