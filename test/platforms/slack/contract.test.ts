import { type FaultPlan, noFaults } from '../../../src/simulator/index.ts'
import { type PlatformStage, platformContract } from '../../contracts/platform.ts'
import { NORTH } from '../../simulator/world.ts'
import { slackWorld } from './world.ts'

const stage = async (): Promise<PlatformStage> => {
  const world = await slackWorld({ start: false })
  const { simulator, platform, clock } = world
  const ama = simulator.person('U0AMA')
  const only =
    (method: string, plan: FaultPlan): FaultPlan =>
    (call) =>
      call.method === method ? plan(call) : null
  const person = {
    type: 'person',
    workspace: NORTH.id,
    person: ama.person.id,
    conversation: null,
  } as const
  return {
    platform,
    now: () => clock.now(),
    person,
    group: { type: 'group', workspace: NORTH.id, people: ['U0CAT', 'U0AMA'], conversation: null },
    shown: async (conversation) =>
      ama
        .inbox()
        .filter((message) => message.conversation === conversation && message.from === 'bot')
        .map(({ text }) => text),
    say: async (words) => void (await ama.say(words)),
    async sayTwice(words) {
      const body = JSON.stringify({
        type: 'event_callback',
        event_id: 'Ev0TWICE',
        team_id: NORTH.id,
        event: { type: 'message', channel_type: 'im', channel: 'D0AMA', user: 'U0AMA', text: words },
        authorizations: [{ team_id: NORTH.id, user_id: NORTH.botUserId, is_bot: true }],
      })
      await simulator.forge.slack(body, 'application/json', {})
      await simulator.forge.slack(body, 'application/json', {})
    },
    async press(label) {
      const newest = ama.inbox().at(-1)
      if (!newest) throw new Error('nothing was shown')
      await ama.press(newest, label)
    },
    limit: (seconds) =>
      simulator.setFaults(
        seconds === null
          ? noFaults
          : only('chat.postMessage', () => ({ type: 'rate-limited', retryAfterSeconds: seconds })),
      ),
    loseAnswers: (on) =>
      simulator.setFaults(
        on ? only('chat.postMessage', () => ({ type: 'reset', processed: true })) : noFaults,
      ),
    fail: (on) =>
      simulator.setFaults(
        on ? only('chat.postMessage', () => ({ type: 'server-error', status: 503 })) : noFaults,
      ),
    refusals: [
      { code: 'no-such-person', ready: async () => ({ ...person, person: 'U0NOBODY' }) },
      { code: 'conversation-gone', ready: async () => ({ ...person, conversation: 'D0NOWHERE' }) },
      { code: 'not-installed', ready: async () => ({ ...person, workspace: 'T0ELSEWHERE' }) },
      {
        code: 'blocked',
        ready: async () => {
          const sent = await platform.send({
            id: 'before',
            to: person,
            content: { type: 'message', summary: 'Hello.', parts: [] },
            inDoubt: false,
            urgent: false,
          })
          if (sent.type !== 'sent') throw new Error('not sent')
          ama.block(true)
          return { ...person, conversation: sent.receipt.conversation }
        },
      },
    ],
    stop: () => world.stop(),
  }
}

platformContract('Slack', { findsEarlier: true, searches: true, showsForms: false, keepsPace: true }, stage)
