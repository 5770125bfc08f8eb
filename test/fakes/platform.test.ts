import { stoppedClock } from '../../src/core/clock.ts'
import { type PlatformStage, platformContract } from '../contracts/platform.ts'
import { at } from '../facts.ts'
import { wordsOf } from '../flows/said.ts'
import { fakePlatform } from './platform.ts'

const stage = async (): Promise<PlatformStage> => {
  const clock = stoppedClock(at('2026-03-02T10:00:00Z'))
  const fake = fakePlatform(clock)
  const person = { type: 'person', workspace: 'T1', person: 'amina', conversation: null } as const
  const profile = { name: 'Amina Yusuf', email: 'amina@harbour.example', timeZone: null, locale: null }
  for (const by of ['amina', profile.email])
    fake.found.set(by, async () => ({ type: 'found', person: 'amina', profile }))
  return {
    platform: fake.platform,
    now: clock.now,
    person,
    group: { type: 'group', workspace: 'T1', people: ['tom', 'amina'], conversation: null },
    shown: async (conversation) =>
      fake
        .chat()
        .filter(({ receipt }) => receipt.conversation === conversation)
        .map(({ content }) =>
          content.type === 'form' ? `${content.title} ${content.invitation}` : wordsOf(content),
        ),
    say: async (text) => void (await fake.act('amina', { type: 'said', text })),
    sayTwice: async (text) => {
      const inbound = { ...fake.by('amina'), type: 'said', text } as const
      await fake.take(inbound)
      await fake.take(inbound)
    },
    press: async (label) => void (await fake.press('amina', label)),
    limit: (seconds) => fake.troubledBy(seconds === null ? null : { type: 'limits', seconds }),
    loseAnswers: (on) => fake.troubledBy(on ? { type: 'loses answers' } : null),
    fail: (on) => fake.troubledBy(on ? { type: 'fails' } : null),
    refusals: [
      {
        code: 'no-such-person',
        ready: async () => {
          fake.refuses.set('nobody', 'no-such-person')
          return { ...person, person: 'nobody' }
        },
      },
      {
        code: 'conversation-gone',
        ready: async () => {
          fake.refuses.set('D-gone', 'conversation-gone')
          return { ...person, conversation: 'D-gone' }
        },
      },
    ],
    stop: () => fake.platform.stop(),
  }
}

platformContract(
  'The fake of the tests of core and flows',
  // There is no network that could be asked too much, so it keeps no pace.
  { findsEarlier: true, searches: true, showsForms: true, keepsPace: false },
  stage,
)
