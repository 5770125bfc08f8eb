import { Temporal } from 'temporal-polyfill'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { stoppedClock } from '../../../src/core/clock.ts'
import { message, say } from '../../../src/core/message.ts'
import type { Inbound, Reply } from '../../../src/core/platform.ts'
import { createSlack, type SlackConfig } from '../../../src/platforms/slack/index.ts'
import { type SocketSlack, socketSlack } from './socket.ts'
import { handTimer } from './world.ts'

let slack: SocketSlack
const timer = handTimer()

const create = (config: SlackConfig) =>
  createSlack({
    config,
    clock: stoppedClock(Temporal.Instant.from('2026-01-12T09:00:00Z')),
    token: async () => 'xoxb-test',
    log: () => {},
    timer: timer.timer,
  })

beforeEach(async () => {
  slack = await socketSlack()
})
afterEach(() => slack.stop())

const COMMAND = {
  envelope_id: 'e1',
  type: 'slash_commands',
  payload: { command: '/mentoring', text: 'home', team_id: 'T1', user_id: 'U1', trigger_id: '1.2.3' },
}

const notHandedBack = async () => {}

it('an app token makes Slack speak over a socket, and nothing is served', async () => {
  const { platform, routes } = create({ signingSecret: 's', appToken: 'xapp-1', apiUrl: slack.apiUrl })
  expect(routes).toEqual([])
  const heard: Inbound[] = []
  await platform.start(async (inbound) => {
    heard.push(inbound)
    return { type: 'answer', message: message('Hello.', say('Hello.')) }
  }, notHandedBack)
  expect(await slack.deliver(COMMAND)).toMatchObject({ response_type: 'ephemeral', text: 'Hello.' })
  expect(heard).toMatchObject([{ type: 'commanded', words: 'home', from: { workspace: 'T1', person: 'U1' } }])
  await platform.stop()
})

it('the socket stays until everything is answered', async () => {
  const { platform } = create({ signingSecret: 's', appToken: 'xapp-1', apiUrl: slack.apiUrl })
  let answer: (reply: Reply) => void = () => {}
  await platform.start(
    () =>
      new Promise((resolve) => {
        answer = resolve
      }),
    notHandedBack,
  )
  const delivered = slack.deliver(COMMAND)
  await timer.running()
  const stopping = platform.stop()
  answer({ type: 'answer', message: message('At last.', say('At last.')) })
  expect(await delivered).toMatchObject({ text: 'At last.' })
  await stopping
})

it('a socket that cannot be opened is said in a sentence', async () => {
  const { platform } = create({ signingSecret: 's', appToken: 'xapp-1', apiUrl: `${slack.apiUrl}nowhere/` })
  await expect(platform.start(async () => ({ type: 'nothing' }), notHandedBack)).rejects.toMatchObject({
    code: 'slack-socket',
    remedy: expect.stringContaining('SLACK_APP_TOKEN'),
  })
})

it('a connection that breaks is opened again, as often as it takes, and is not once it was stopped', async () => {
  const { platform } = create({ signingSecret: 's', appToken: 'xapp-1', apiUrl: slack.apiUrl })
  await platform.start(
    async () => ({ type: 'answer', message: message('Hello.', say('Hello.')) }),
    notHandedBack,
  )
  for (const envelope_id of ['e2', 'e3']) {
    const again = slack.connected()
    slack.drop()
    await timer.running()
    timer.pass()
    await again
    expect(await slack.deliver({ ...COMMAND, envelope_id })).toMatchObject({ text: 'Hello.' })
  }
  await platform.stop()
})

it('a connection that cannot be opened again at once is tried later, and nothing else breaks', async () => {
  const { platform } = create({ signingSecret: 's', appToken: 'xapp-1', apiUrl: slack.apiUrl })
  await platform.start(
    async () => ({ type: 'answer', message: message('Hello.', say('Hello.')) }),
    notHandedBack,
  )
  slack.refuse(true)
  slack.drop()
  for (let attempt = 0; attempt < 3; attempt += 1) {
    await timer.running()
    timer.pass()
  }
  await timer.running()
  slack.refuse(false)
  const again = slack.connected()
  timer.pass()
  await again
  expect(await slack.deliver(COMMAND)).toMatchObject({ text: 'Hello.' })
  await platform.stop()
})
