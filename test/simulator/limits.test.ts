import { webApi } from '@slack/bolt'
import { describe, expect, it } from 'vitest'
import { createLimiter, perSecond, SLACK_POSTING_PER_CHANNEL } from '../../src/simulator/limits.ts'
import { connector, slackClient } from './clients.ts'
import { NORTH, SOUTH, simulate, TENANT } from './world.ts'

/** Calls until the first refusal; the seconds that it asks for, and how many calls passed. */
async function untilRefused(
  call: () => Promise<unknown>,
  most: number,
): Promise<{ passed: number; wait: number }> {
  for (let passed = 0; passed <= most; passed++) {
    try {
      await call()
    } catch (error) {
      if (error instanceof webApi.WebAPIRateLimitedError) return { passed, wait: error.retryAfter }
      throw error
    }
  }
  throw new Error(`nothing was refused in ${most} calls`)
}

describe('the limiter', () => {
  it('counts what passed, by key, within windows that slide', () => {
    const limiter = createLimiter()
    const use = (key: string) => [{ key, windows: [{ calls: 2, ms: 1000 }] }]
    expect([0, 100, 200].map((now) => limiter.take(now, use('a')))).toEqual([null, null, 800])
    expect(limiter.take(200, use('b'))).toBeNull()
    expect([999, 1000, 1001, 1100].map((now) => limiter.take(now, use('a')))).toEqual([1, null, 99, null])
  })

  it('takes from every key or from none', () => {
    const limiter = createLimiter()
    const both = ['wide', 'narrow'].map((key) => ({ key, windows: perSecond(key === 'wide' ? 2 : 1) }))
    expect(limiter.take(0, both)).toBeNull()
    expect(limiter.take(0, both)).toBe(1000)
    expect(limiter.take(0, [{ key: 'wide', windows: perSecond(2) }])).toBeNull()
  })
})

describe("Slack's limits", () => {
  const tiers: [string, number, (client: webApi.WebClient) => Promise<unknown>][] = [
    ['users.list', 20, (client) => client.users.list({})],
    ['conversations.open', 50, (client) => client.conversations.open({ users: 'U0AMA' })],
    ['users.info', 100, (client) => client.users.info({ user: 'U0AMA' })],
  ]

  it.each(tiers)('holds %s to its tier of %i a minute, by the product’s clock', async (_, calls, call) => {
    const { simulator, clock } = await simulate()
    const client = slackClient(simulator, NORTH.botToken)
    expect(await untilRefused(() => call(client), calls)).toEqual({ passed: calls, wait: 60 })
    clock.advance(30_000)
    expect(await untilRefused(() => call(client), 0)).toEqual({ passed: 0, wait: 30 })
    await call(slackClient(simulator, SOUTH.botToken)).catch((error) => {
      // People of another workspace are unknown there; its limit is its own all the same.
      expect(error).not.toBeInstanceOf(webApi.WebAPIRateLimitedError)
    })
    clock.advance(30_000)
    await call(client)
    await simulator.stop()
  })

  it('lets a channel have about one message a second, with a short burst', async () => {
    const { simulator, clock } = await simulate()
    const client = slackClient(simulator, NORTH.botToken)
    const post = (channel: string) => client.chat.postMessage({ channel, text: 'Hello' })
    const burst = SLACK_POSTING_PER_CHANNEL[0]?.calls ?? 0
    expect(await untilRefused(() => post('U0AMA'), burst)).toEqual({ passed: burst, wait: 1 })
    await post('U0BEN')
    clock.advance(1000)
    await post('U0AMA')
    expect(simulator.calls()['slack chat.postMessage']).toEqual({ ok: burst + 2, limited: 1 })
    await simulator.stop()
  })
})

describe("Teams' limits", () => {
  it('lets a conversation have seven activities in a second and eight in two', async () => {
    const { simulator, clock, appId } = await simulate()
    const { send, open } = await connector(simulator, appId)
    const conversation = await open(TENANT.people[0]?.id ?? '')
    // Opening one counts against the person, not against the conversation.
    for (let count = 0; count < 7; count++) expect(await send(conversation)).toMatchObject({ status: 201 })
    expect(await send(conversation)).toMatchObject({ status: 429, retryAfter: '1' })
    clock.advance(1000)
    expect(await send(conversation)).toMatchObject({ status: 201 })
    expect(await send(conversation)).toMatchObject({ status: 429, retryAfter: '1' })
    clock.advance(1000)
    expect(await send(conversation)).toMatchObject({ status: 201 })
    await simulator.stop()
  })

  it('lets a conversation have sixty activities in half a minute', async () => {
    const { simulator, clock, appId } = await simulate()
    const { send, open } = await connector(simulator, appId)
    const conversation = await open(TENANT.people[0]?.id ?? '')
    for (let count = 0; count < 60; count++) {
      expect(await send(conversation)).toMatchObject({ status: 201 })
      clock.advance(300)
    }
    expect(await send(conversation)).toMatchObject({ status: 429, retryAfter: '12' })
    await simulator.stop()
  })

  it('holds an app to its requests per second in a tenant', async () => {
    const { simulator, appId } = await simulate({ requestsPerSecond: 2 })
    const { send, open } = await connector(simulator, appId)
    const conversation = await open(TENANT.people[0]?.id ?? '')
    expect(await send(conversation)).toMatchObject({ status: 201 })
    expect(await send(conversation)).toMatchObject({ status: 429, retryAfter: '1' })
    await simulator.stop()
  })
})
