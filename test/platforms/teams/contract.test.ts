import { Temporal } from 'temporal-polyfill'
import type { Platform } from '../../../src/core/platform.ts'
import { type FaultPlan, noFaults } from '../../../src/simulator/index.ts'
import { type PlatformStage, platformContract } from '../../contracts/platform.ts'
import { TENANT } from '../../simulator/world.ts'
import { startProduct } from './product.ts'

const stage = async (): Promise<PlatformStage> => {
  const product = await startProduct({}, { start: false })
  const { simulator, clock } = product
  const { platform } = product.teams
  const eve = simulator.person('eve.moreau@example.org')
  const fay = simulator.person('fay.ndiaye@example.org')
  const person = {
    type: 'person',
    workspace: TENANT.id,
    person: eve.person.id,
    conversation: null,
  } as const
  const sending =
    (plan: FaultPlan): FaultPlan =>
    (call) =>
      call.method === 'activities.send' ? plan(call) : null
  const conversationOf = async (its: Platform): Promise<string> => {
    const content = { type: 'message', summary: 'Hello.', parts: [] } as const
    const sent = await its.send({ id: 'before', to: person, content, inDoubt: false, urgent: false })
    if (sent.type !== 'sent') throw new Error('not sent')
    return sent.receipt.conversation
  }
  return {
    platform,
    now: () => Temporal.Instant.fromEpochMilliseconds(clock.now()),
    person,
    group: null,
    shown: async (conversation) =>
      eve
        .inbox()
        .filter(
          (message) =>
            message.conversation === JSON.parse(conversation).conversationId && message.from === 'bot',
        )
        .map(({ text }) => text),
    say: async (words) => void (await eve.say(words)),
    async sayTwice(words) {
      const activity = { type: 'message', id: '1700000000001', text: words }
      await simulator.forge.teams(eve, activity, {})
      await simulator.forge.teams(eve, activity, {})
    },
    async press(label) {
      const newest = eve.inbox().at(-1)
      if (!newest) throw new Error('nothing was shown')
      await eve.press(newest, label)
    },
    limit: (seconds) =>
      simulator.setFaults(
        seconds === null ? noFaults : sending(() => ({ type: 'rate-limited', retryAfterSeconds: seconds })),
      ),
    loseAnswers: (on) =>
      simulator.setFaults(on ? sending(() => ({ type: 'reset', processed: true })) : noFaults),
    fail: (on) => simulator.setFaults(on ? sending(() => ({ type: 'server-error', status: 503 })) : noFaults),
    refusals: [
      { code: 'not-installed', ready: async () => ({ ...person, person: fay.person.id }) },
      { code: 'no-such-person', ready: async () => ({ ...person, person: 'nobody' }) },
      {
        code: 'conversation-gone',
        ready: async () => {
          const gone = { conversationId: 'a:gone', serviceUrl: simulator.teams.serviceUrl }
          return { ...person, conversation: JSON.stringify(gone) }
        },
      },
      {
        code: 'not-allowed',
        ready: async () => ({
          type: 'group',
          workspace: TENANT.id,
          people: [eve.person.id, fay.person.id],
          conversation: null,
        }),
      },
      {
        code: 'blocked',
        ready: async () => {
          const conversation = await conversationOf(platform)
          eve.block(true)
          return { ...person, conversation }
        },
      },
    ],
    stop: () => product.stop(),
  }
}

platformContract('Teams', { findsEarlier: false, searches: false, showsForms: true, keepsPace: true }, stage)
