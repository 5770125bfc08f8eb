import { webApi } from '@slack/bolt'
import { describe, expect, it } from 'vitest'
import {
  BAD_DAY,
  type Fault,
  type FaultCall,
  type FaultPlan,
  seededFaults,
} from '../../src/simulator/index.ts'
import { connector, slackClient } from './clients.ts'
import { MORNING, NORTH, simulate, TENANT } from './world.ts'

/** The fault for the first attempt at anything that writes a message. */
const firstTime =
  (fault: Fault): FaultPlan =>
  ({ method, attempt }) =>
    attempt === 1 && ['chat.postMessage', 'activities.send'].includes(method) ? fault : null

async function slackWith(faults: FaultPlan) {
  const { simulator, clock } = await simulate({ faults })
  const client = slackClient(simulator, NORTH.botToken)
  const post = () =>
    client.chat.postMessage({
      channel: 'U0AMA',
      text: 'Hello',
      metadata: { event_type: 'delivery', event_payload: { id: 'd1' } },
    })
  return { simulator, clock, client, post }
}

describe('faults in Slack', () => {
  it('answers 429 with the Retry-After of the plan, then lets the message through', async () => {
    const { simulator, post } = await slackWith(firstTime({ type: 'rate-limited', retryAfterSeconds: 17 }))
    const refusal = await post().catch((error) => error)
    expect(refusal).toBeInstanceOf(webApi.WebAPIRateLimitedError)
    expect(refusal).toMatchObject({ retryAfter: 17 })
    expect(simulator.received()).toEqual([])
    await post()
    expect(simulator.received()).toHaveLength(1)
    expect(simulator.calls()['slack chat.postMessage']).toEqual({ 'fault rate-limited': 1, ok: 1 })
    await simulator.stop()
  })

  it.each([500, 502, 503, 504] as const)('answers %i without taking the message', async (status) => {
    const { simulator, post } = await slackWith(firstTime({ type: 'server-error', status }))
    await expect(post()).rejects.toMatchObject({ statusCode: status })
    expect(simulator.received()).toEqual([])
    await simulator.stop()
  })

  it('breaks the connection before the message was taken', async () => {
    const { simulator, post } = await slackWith(firstTime({ type: 'reset', processed: false }))
    await expect(post()).rejects.toBeInstanceOf(webApi.WebAPIRequestError)
    expect(simulator.received()).toEqual([])
    await simulator.stop()
  })

  it('breaks the connection after the message was taken, which history then shows with its metadata', async () => {
    const { simulator, client, post } = await slackWith(firstTime({ type: 'reset', processed: true }))
    await expect(post()).rejects.toBeInstanceOf(webApi.WebAPIRequestError)
    expect(simulator.person('U0AMA').inbox()).toMatchObject([{ text: 'Hello' }])

    const opened = await client.conversations.open({ users: 'U0AMA' })
    const history = await client.conversations.history({
      channel: opened.channel?.id ?? '',
      include_all_metadata: true,
      oldest: String(MORNING / 1000 - 60),
      limit: 15,
    })
    expect(history.messages).toMatchObject([
      { text: 'Hello', metadata: { event_type: 'delivery', event_payload: { id: 'd1' } } },
    ])
    const plain = await client.conversations.history({ channel: opened.channel?.id ?? '' })
    expect(plain.messages?.[0]).not.toHaveProperty('metadata')
    await simulator.stop()
  })

  it('lets product time pass when an answer is slow, and no real time', async () => {
    const { simulator, clock, post } = await slackWith(firstTime({ type: 'slow', ms: 45_000 }))
    const started = performance.now()
    await post()
    expect(clock.now()).toBe(MORNING + 45_000)
    expect(performance.now() - started).toBeLessThan(5_000)
    expect(simulator.received()).toMatchObject([{ at: MORNING }])
    await simulator.stop()
  })
})

describe('faults in Teams', () => {
  const faults: [string, Fault, object][] = [
    ['429', { type: 'rate-limited', retryAfterSeconds: 9 }, { status: 429, retryAfter: '9' }],
    ['502', { type: 'server-error', status: 502 }, { status: 502 }],
  ]

  it.each(faults)('answers %s, then lets the activity through', async (_, fault, expected) => {
    const { simulator, appId } = await simulate({ faults: firstTime(fault) })
    const { open, send } = await connector(simulator, appId)
    const conversation = await open(TENANT.people[0]?.id ?? '')
    expect(await send(conversation)).toMatchObject(expected)
    expect(simulator.received()).toEqual([])
    expect(await send(conversation)).toMatchObject({ status: 201 })
    await simulator.stop()
  })

  it('breaks the connection', async () => {
    const { simulator, appId } = await simulate({ faults: firstTime({ type: 'reset', processed: false }) })
    const { open, send } = await connector(simulator, appId)
    await expect(send(await open(TENANT.people[0]?.id ?? ''))).rejects.toThrow()
    expect(simulator.received()).toEqual([])
    await simulator.stop()
  })
})

describe('an outage', () => {
  it('closes one platform to everyone, until it ends', async () => {
    const { simulator, client, post } = await slackWith(() => null)
    simulator.outage('slack', true)
    await expect(post()).rejects.toMatchObject({ statusCode: 503 })
    expect(await simulator.person('U0AMA').say('hello')).toMatchObject({
      ok: false,
      error: 'Slack cannot be reached just now.',
    })
    simulator.outage('slack', false)
    expect(await client.auth.test()).toMatchObject({ ok: true, team_id: NORTH.id })
    await simulator.stop()
  })
})

describe('seeded faults', () => {
  const calls: FaultCall[] = Array.from({ length: 4000 }, (_, number) => ({
    platform: number % 2 === 0 ? 'slack' : 'teams',
    workspace: 'W',
    method: number % 2 === 0 ? 'chat.postMessage' : 'activities.send',
    subject: `c ${number % 1000}`,
    attempt: 1 + Math.floor(number / 1000),
  }))

  it('are the same for the same seed, in whatever order they are asked', () => {
    const forwards = calls.map(seededFaults(7))
    const backwards = [...calls].reverse().map(seededFaults(7)).reverse()
    expect(backwards).toEqual(forwards)
    expect(calls.map(seededFaults(8))).not.toEqual(forwards)
  })

  it('come about as often as their rates say, each kind of them', () => {
    const faults = calls.map(seededFaults(7))
    const share = (type: Fault['type']) =>
      faults.filter((fault) => fault?.type === type).length / calls.length
    expect(share('rate-limited')).toBeCloseTo(BAD_DAY.rateLimited, 1.5)
    expect(share('server-error')).toBeCloseTo(BAD_DAY.serverError, 1.5)
    expect(share('reset')).toBeGreaterThan(BAD_DAY.reset / 2)
    expect(share('slow')).toBeGreaterThan(BAD_DAY.slow / 2)
  })

  it('lose an answer after acceptance only where the product can look whether it was taken', () => {
    const lost = calls.filter((call) => {
      const fault = seededFaults(7)(call)
      return fault?.type === 'reset' && fault.processed
    })
    expect(lost.length).toBeGreaterThan(0)
    expect(lost.every((call) => call.method === 'chat.postMessage')).toBe(true)
  })

  it('never concern fetching a token, which whoever comes first does for all', () => {
    const all = seededFaults(7, { rateLimited: 1, serverError: 0, reset: 0, slow: 0 })
    const call = { platform: 'teams', workspace: 'W', subject: '', attempt: 1 } as const
    expect(all({ ...call, method: 'login.token' })).toBeNull()
    expect(all({ ...call, method: 'activities.send' })).not.toBeNull()
  })
})
