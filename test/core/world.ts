import type { Temporal } from 'temporal-polyfill'
import { stoppedClock } from '../../src/core/clock.ts'
import { conversation } from '../../src/core/conversation.ts'
import { deliverer } from '../../src/core/delivery.ts'
import type { Act, Context, Flow, Outcome, Word } from '../../src/core/flow.ts'
import { idOf } from '../../src/core/ids.ts'
import { type Form, message, say } from '../../src/core/message.ts'
import type { Carried, Inbound, Receipt } from '../../src/core/platform.ts'
import { accountId } from '../../src/core/searching.ts'
import { embeddedEngine } from '../../src/engine/index.ts'
import { aContext, aParticipant, aProgramme, at } from '../facts.ts'
import { fakePlatform } from '../fakes/platform.ts'
import { sendingOn } from '../platforms/hand-back.ts'
import { openTestStore } from '../store.ts'

export const START = '2026-03-02T10:00:00Z'
export const AMINA = accountId('slack', 'T1', 'amina')

/** A word that takes nothing after it. */
export const aWord = (word: string, of: Word['for'] = 'anyone'): Word => ({
  word,
  aliases: [],
  for: of,
  help: `About ${word}.`,
  usage: null,
})

/** A flow that says nothing and knows nothing but what a test gives it. */
export const aFlow = (but: Partial<Flow> = {}): Flow => ({
  name: 'test',
  words: [],
  follows: [],
  hear: async () => ({ effects: [], reply: { type: 'nothing' } }),
  form: async () => null,
  plan: async () => ({ effects: [], next: null }),
  compose: async () => ({ type: 'say', content: message('Hello.', say('Hello.')) }),
  ...but,
})

export const aForm = (but: Partial<Form> = {}): Form => ({
  type: 'form',
  flow: 'test',
  name: 'ask',
  subject: 'm1',
  title: 'A question',
  invitation: 'One question.',
  intro: [],
  inputs: [
    {
      name: 'words',
      label: 'Words',
      hint: null,
      required: true,
      type: 'text',
      lines: 'one',
      max: 10,
      initial: null,
      private: false,
    },
  ],
  submit: 'Send',
  ...but,
})

/** The real store, engine and core; a platform that notes what it is handed; Amina, who has said yes, in programme g1. */
export const openWorld = async (flows: readonly Flow[]) => {
  const { store, cleanUp } = await openTestStore()
  const clock = stoppedClock(at(START))
  const engine = embeddedEngine(store.queue, clock, 'test')
  const fake = fakePlatform(clock)
  const { platform, dispatched, revised, found, sendBy } = fake
  const troubles: unknown[] = []
  const contextAt = (now: Temporal.Instant, ...of: readonly string[]): Context =>
    aContext(now.toString(), {
      newId: (label) => idOf(...of, label),
      words: flows.flatMap(({ words }) => words),
    })
  const heardByFront: Act[] = []
  const front = aFlow({
    name: 'front',
    hear: async (act): Promise<Outcome> => {
      heardByFront.push(act)
      return { effects: [], reply: { type: 'answer', message: message(act.type) } }
    },
  })
  const core = {
    store,
    engine,
    flows,
    platforms: [platform],
    now: clock.now,
    contextAt,
    onTrouble: (error: unknown) => {
      troubles.push(error)
    },
  }
  const hear = conversation({ ...core, front, onChange: () => {} })
  await platform.start(hear, sendingOn(platform))

  await store.transact(async ({ write }) => {
    await write.programmes.create(aProgramme())
    await write.accounts.addWorkspace({
      id: 'slack-T1',
      platform: 'slack',
      name: 'harbour',
      externalId: 'T1',
      groups: true,
    })
    const { account: _, ...amina } = aParticipant({ workspaceId: 'slack-T1' })
    await write.participants.add(amina)
    await write.participants.consented(amina.id, 'yes', at(START))
    await write.accounts.meet({
      id: AMINA,
      workspaceId: 'slack-T1',
      externalId: 'amina',
      conversation: 'D-amina',
      profile: { name: 'Amina Yusuf', email: amina.email, timeZone: 'Europe/London', locale: null },
    })
  })

  const toPlatform = deliverer({ ...core, read: store.read })
  return {
    store,
    clock,
    engine,
    core,
    cleanUp,
    dispatched,
    revised,
    found,
    troubles,
    heardByFront,
    /** Hears as it is: with its own id, for repeats. */
    hear: fake.take,
    by: fake.by,
    sendBy,
    say: (person: string, text: string, carries?: readonly Carried[]) =>
      fake.act(person, { type: 'said', text }, carries),
    press: (
      name: string,
      {
        person = 'amina',
        flow = 'test',
        subject = 'm1',
        on = null,
        carries,
      }: {
        person?: string
        flow?: string
        subject?: string
        on?: Receipt | null
        carries?: readonly Carried[]
      } = {},
    ) => fake.act(person, { type: 'pressed', flow, name, subject, on }, carries),
    submit: (
      answers: Extract<Inbound, { type: 'submitted' }>['answers'],
      {
        flow = 'test',
        name = 'ask',
        carries,
      }: { flow?: string; name?: string; carries?: readonly Carried[] } = {},
    ) => fake.act('amina', { type: 'submitted', flow, name, subject: 'm1', answers, on: null }, carries),
    run: () => engine.run(toPlatform),
    toPlatform,
  }
}

export type World = Awaited<ReturnType<typeof openWorld>>
