import { describe, expect, it } from 'vitest'
import type { FaultCall, FaultPlan, ReceivedMessage } from '../../src/simulator/index.ts'
import { listenToLog } from './logged.ts'
import { accept, meetingsOf, openPair, suggest } from './pairs.ts'
import { PARTS } from './people.ts'
import { INVITED, openScene, type Scene } from './world.ts'

/** The calls that bring a message to somebody. */
const SENDS = ['chat.postMessage', 'activities.send', 'activities.reply']
const isSend = ({ method }: FaultCall): boolean => SENDS.includes(method)

/** Messages that the product sent of itself, each by who sees it and what it says. */
const sentMessages = (scene: Scene): ReceivedMessage[] =>
  scene.simulator.received().filter(({ via, deleted }) => via === 'api' && !deleted)

const repeats = (scene: Scene): string[] => {
  const seen = new Map<string, number>()
  for (const { conversation, text } of sentMessages(scene)) {
    const key = `${conversation} ${text}`
    seen.set(key, (seen.get(key) ?? 0) + 1)
  }
  return [...seen].filter(([, times]) => times > 1).map(([key]) => key)
}

/** Every delivery was sent, or dropped with a reason; none failed, none is stuck. */
const expectNothingLost = async (scene: Scene) => {
  const all = await scene.store.read.deliveries.all()
  expect(all.length).toBeGreaterThan(0)
  const now = scene.now().epochMilliseconds
  for (const { state, reason, flow, dueAt } of all) {
    expect(state, `${flow} ${reason}`).not.toBe('failed')
    if (state === 'dropped') expect(reason).toBeTruthy()
    if (state === 'due' || state === 'sending') expect(dueAt.epochMilliseconds, flow).toBeGreaterThan(now)
  }
}

const FAULTS: Readonly<Record<string, FaultPlan>> = {
  'a 429 with Retry-After': (call) =>
    isSend(call) && call.attempt === 1 ? { type: 'rate-limited', retryAfterSeconds: 20 } : null,
  'a 503, twice': (call) =>
    isSend(call) && call.attempt <= 2 ? { type: 'server-error', status: 503 } : null,
  'a connection reset before acceptance': (call) =>
    isSend(call) && call.attempt === 1 ? { type: 'reset', processed: false } : null,
  'a connection reset after acceptance, on Slack': (call) =>
    isSend(call) && call.platform === 'slack' && call.attempt === 1
      ? { type: 'reset', processed: true }
      : null,
  'answers that take nine seconds': (call) => (isSend(call) ? { type: 'slow', ms: 9000 } : null),
}

describe.each(Object.entries(FAULTS))('with %s for every message', (title, plan) => {
  it.each(['one Slack workspace', 'two Teams tenants'] as const)(
    'in %s a pair is introduced, books and is reminded: nothing is lost, nothing comes twice',
    async (name) => {
      const { scene, leader, other } = await openPair(name, (simulator) => simulator.setFaults(plan))
      await suggest(scene, leader, /^Schedule/, { from: 3, most: 1 })
      await scene.until(other, /would like to meet/)
      await accept(scene, other)
      await scene.until(leader, /You are meeting/)
      const [meeting] = (await meetingsOf(scene)).filter(({ state }) => state === 'booked')
      await scene.passTime(meeting?.times[0] ?? { days: 7 })
      await scene.passTime({ hours: 20 })
      const met = Object.values(scene.simulator.calls()).flatMap((outcomes) => Object.keys(outcomes))
      const isSpared = title.endsWith('on Slack') && name === 'two Teams tenants'
      expect(met.some((outcome) => outcome.startsWith('fault'))).toBe(!isSpared)
      expect(repeats(scene)).toEqual([])
      await expectNothingLost(scene)
      for (const key of [leader, other]) {
        const introductions = sentMessages(scene).filter(
          ({ text, seenBy }) => /^Meet /.test(text) && seenBy.includes(scene.person(key).person.id),
        )
        expect(introductions).toHaveLength(1)
        scene.sees(key, /Did you and/)
      }
    },
  )
})

describe.each(['slack', 'teams'] as const)('when %s cannot be reached for two hours', (platform) => {
  it('the other platform goes on, and what was due comes once, afterwards', async () => {
    const [away, near] = platform === 'slack' ? (['ama', 'fay'] as const) : (['fay', 'ama'] as const)
    const coordinator = platform === 'slack' ? 'kofi' : 'cara'
    const scene = await openScene({ people: ['ama', 'fay'], coordinators: [coordinator] })
    await scene.join('ama', 'fay')
    await scene.command(coordinator, 'drafts')
    await scene.press(coordinator, 'Make a draft')
    scene.simulator.outage(platform, true)
    await scene.press(coordinator, /^Approve (all|the)/)
    await scene.passTime({ hours: 1, minutes: 58 })
    expect(scene.all(near, /^Meet /)).toHaveLength(1)
    expect(scene.all(away, /^Meet /)).toEqual([])
    scene.simulator.outage(platform, false)
    const back = scene.now()
    const introduced = await scene.until(away, /^Meet /)
    expect((introduced.at - back.epochMilliseconds) / 60_000).toBeLessThan(20)
    await scene.passTime({ days: 1 })
    expect(repeats(scene)).toEqual([])
    await expectNothingLost(scene)
  })
})

describe('when the process dies after sending and before it has noted that', () => {
  it.each(['slack', 'teams'] as const)(
    'on %s the next process carries on: nothing is lost, and on Slack nothing comes twice',
    async (platform) => {
      const { leader, professional, coordinator } = PARTS[platform]
      const scene = await openScene({ people: [leader, professional], coordinators: [coordinator] })
      await scene.join(leader, professional)
      await scene.command(coordinator, 'drafts')
      await scene.press(coordinator, 'Make a draft')
      scene.dieAfterSending()
      await scene.press(coordinator, /^Approve (all|the)/).catch(() => {})
      await scene.passTime({ hours: 6 }).catch(() => {})
      expect(scene.all(leader, /^Meet /)).toHaveLength(1)
      expect((await scene.store.read.deliveries.all()).some(({ state }) => state === 'sending')).toBe(true)

      await scene.restart()
      await scene.passTime({ days: 1 })
      // Teams has no means to find out whether a message arrived; the README says so.
      const most = platform === 'slack' ? 1 : 2
      for (const key of [leader, professional]) {
        const introductions = scene.all(key, /^Meet /).length
        expect(introductions).toBeGreaterThanOrEqual(1)
        expect(introductions).toBeLessThanOrEqual(most)
      }
      await expectNothingLost(scene)
      await scene.press(leader, /^Schedule/)
      expect(scene.person(leader).form()?.title ?? '').not.toBe('')
    },
  )
})

const JSON_TYPE = 'application/json'
const FORM_TYPE = 'application/x-www-form-urlencoded'

const slackEvent = (scene: Scene, key: string, text: string): string => {
  const door = scene.person(key)
  const [chat] = door.conversations()
  return JSON.stringify({
    type: 'event_callback',
    team_id: door.workspace,
    api_app_id: 'A0DUO',
    event_id: 'Ev0TWICE',
    event_time: 1,
    authorizations: [{ team_id: door.workspace, user_id: `U0BOT${door.workspace}`, is_bot: true }],
    event: {
      type: 'message',
      channel_type: 'im',
      channel: chat?.id,
      user: door.person.id,
      text,
      ts: '1799658000.000900',
      event_ts: '1799658000.000900',
    },
  })
}

const slackCommand = (scene: Scene, key: string, text: string): string => {
  const door = scene.person(key)
  return new URLSearchParams({
    team_id: door.workspace,
    channel_id: door.conversations()[0]?.id ?? '',
    user_id: door.person.id,
    command: '/mentoring',
    text,
    api_app_id: 'A0DUO',
    response_url: 'http://127.0.0.1:9/none',
    trigger_id: '1.2.twice',
  }).toString()
}

/** The action of this title, wherever in a card it is. */
const actionIn = (raw: unknown, title: string): object | null => {
  if (!raw || typeof raw !== 'object') return null
  if ('title' in raw && raw.title === title && 'verb' in raw) return raw
  for (const inner of Object.values(raw)) {
    const found = actionIn(inner, title)
    if (found) return found
  }
  return null
}

const paused = async (scene: Scene) =>
  (await scene.store.read.participants.of(scene.programme.id)).filter(
    ({ pausedUntil }) => pausedUntil !== null,
  )

describe('what arrives twice counts once', () => {
  it('a Slack event and a Slack command', async () => {
    const scene = await openScene({ people: ['ama'] })
    await scene.join('ama')
    const { slack } = scene.simulator.forge
    const event = slackEvent(scene, 'ama', 'help')
    const answers = [await slack(event, JSON_TYPE, {}), await slack(event, JSON_TYPE, {})]
    expect(answers.map((one) => (one.type === 'answered' ? one.status : 0))).toEqual([200, 200])
    await scene.settled()
    expect(scene.all('ama', /Type one of these words/)).toHaveLength(1)

    const command = slackCommand(scene, 'ama', 'pause until 1 March')
    await slack(command, FORM_TYPE, {})
    await scene.settled()
    expect(await paused(scene)).toHaveLength(1)
    await scene.command('ama', 'resume')
    const again = await slack(command, FORM_TYPE, {})
    expect(again.type === 'answered' && again.status).toBe(200)
    await scene.settled()
    expect(await paused(scene)).toEqual([])
  })

  it('a Teams message and a Teams invoke', async () => {
    const scene = await openScene({ people: ['eve'] })
    await scene.until('eve', INVITED)
    const door = scene.person('eve')
    const { teams } = scene.simulator.forge
    const message = { type: 'message', id: 'twice-1', text: 'help', textFormat: 'plain' }
    for (const _ of [1, 2]) await teams(door, message, {})
    await scene.settled()
    expect(scene.all('eve', /Type one of these words/)).toHaveLength(1)

    const invitation = scene.sees('eve', INVITED)
    const yes = actionIn(invitation.raw, 'Yes, join')
    if (!yes) throw new Error('The invitation has no yes.')
    const invoke = {
      type: 'invoke',
      id: 'twice-2',
      name: 'adaptiveCard/action',
      replyToId: invitation.id,
      value: { action: yes, trigger: 'manual' },
    }
    const statuses = []
    for (const _ of [1, 2]) {
      const answer = await teams(door, invoke, {})
      statuses.push(answer.type === 'answered' ? answer.status : 0)
    }
    expect(statuses).toEqual([200, 200])
    await scene.settled()
    const people = await scene.store.read.participants.of(scene.programme.id)
    expect(people.map(({ consent }) => consent)).toEqual(['yes'])

    await teams(door, { ...message, id: 'twice-3', text: 'pause until 1 March' }, {})
    await scene.settled()
    await scene.command('eve', 'resume')
    await teams(door, { ...message, id: 'twice-3', text: 'pause until 1 March' }, {})
    await scene.settled()
    expect(await paused(scene)).toEqual([])
  })
})

describe('what is forged is refused, and changes nothing', () => {
  it('on Slack: wrong, foreign and stale signatures', async () => {
    const scene = await openScene({ people: ['ama'] })
    await scene.join('ama')
    const before = await scene.store.read.deliveries.all()
    const { slack } = scene.simulator.forge
    const now = Math.floor(Date.now() / 1000)
    for (const forgery of [{ signature: 'v0=0000' }, { secret: 'another secret' }, { timestamp: now - 3600 }])
      for (const [body, type] of [
        [slackEvent(scene, 'ama', 'leave'), JSON_TYPE],
        [slackCommand(scene, 'ama', 'pause until 1 March'), FORM_TYPE],
      ] as const) {
        const answer = await slack(body, type, forgery)
        expect(answer).toMatchObject({ type: 'answered', status: 401, body: '' })
      }
    await scene.settled()
    expect(await scene.store.read.deliveries.all()).toEqual(before)
    expect(await paused(scene)).toEqual([])
  })

  it('on Teams: missing, wrong, foreign and expired tokens', async () => {
    // The SDK writes stacks of its own, which would only be noise here.
    const log = listenToLog()
    const scene = await openScene({ people: ['eve'] })
    await scene.join('eve')
    const before = await scene.store.read.deliveries.all()
    const message = { type: 'message', id: 'forged', text: 'pause until 1 March', textFormat: 'plain' }
    for (const forgery of [
      { authorization: null },
      { authorization: 'Bearer nonsense' },
      { token: { issuer: 'https://evil.example' } },
      { token: { audience: 'another-app' } },
      { token: { serviceUrl: 'https://evil.example/' } },
      { token: { expiresIn: -3600 } },
      { token: { unknownKey: true } },
      { token: { badSignature: true } },
    ]) {
      const answer = await scene.simulator.forge.teams(scene.person('eve'), message, forgery)
      expect(answer, JSON.stringify(forgery)).toMatchObject({ type: 'answered', status: 401, body: '' })
    }
    expect(log.text()).not.toMatch(/Bearer|eyJ/)
    await scene.settled()
    expect(await scene.store.read.deliveries.all()).toEqual(before)
    expect(await paused(scene)).toEqual([])
  })
})
