import type { Temporal } from 'temporal-polyfill'
import { stoppedClock } from '../../src/core/clock.ts'
import { conversation } from '../../src/core/conversation.ts'
import { deliverer } from '../../src/core/delivery.ts'
import type { Act, Context, Flow, Outcome, Word } from '../../src/core/flow.ts'
import { idOf } from '../../src/core/ids.ts'
import { accountId } from '../../src/core/matching.ts'
import { type Form, message, say } from '../../src/core/message.ts'
import type { Carried, Dispatch, Found, Inbound, Platform, Receipt, Sent } from '../../src/core/platform.ts'
import { embeddedEngine } from '../../src/engine/index.ts'
import { aContext, aParticipant, aProgramme, at } from '../facts.ts'
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
  const dispatched: Dispatch[] = []
  const revised: { readonly receipt: Receipt; readonly dispatch: Dispatch }[] = []
  const found = new Map<string, () => Promise<Found>>()
  const troubles: unknown[] = []
  let sending: (dispatch: Dispatch) => Promise<Sent> = async (dispatch) => ({
    type: 'sent',
    receipt: { workspace: 'T1', conversation: 'D1', message: dispatch.id },
  })
  const platform: Platform = {
    name: 'slack',
    groups: true,
    start: async () => {},
    idle: async () => {},
    stop: async () => {},
    send: (dispatch) => {
      dispatched.push(dispatch)
      return sending(dispatch)
    },
    revise: async (receipt, dispatch) => {
      revised.push({ receipt, dispatch })
      return { type: 'sent', receipt }
    },
    withdraw: async (receipt) => ({ type: 'sent', receipt }),
    find: async (_, by) => found.get('email' in by ? by.email : by.person)?.() ?? { type: 'unknown' },
  }
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
    contextAt,
    onTrouble: (error: unknown) => {
      troubles.push(error)
    },
  }
  const hear = conversation({ ...core, front, now: clock.now, onChange: () => {} })

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
  let acts = 0
  /** What comes with every act, to be completed. */
  const by = (person: string, carries: readonly Carried[] = ['answer', 'errors', 'form', 'became']) => ({
    id: `act-${++acts}`,
    from: { platform: 'slack', workspace: 'T1', person },
    profile: null,
    conversation: `D-${person}`,
    carries,
  })

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
    hear,
    by,
    /** How sending goes from now on. */
    sendBy: (how: typeof sending) => {
      sending = how
    },
    say: (person: string, text: string, carries?: readonly Carried[]) =>
      hear({ ...by(person, carries), type: 'said', text }),
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
    ) => hear({ ...by(person, carries), type: 'pressed', flow, name, subject, on }),
    submit: (
      answers: Extract<Inbound, { type: 'submitted' }>['answers'],
      {
        flow = 'test',
        name = 'ask',
        carries,
      }: { flow?: string; name?: string; carries?: readonly Carried[] } = {},
    ) => hear({ ...by('amina', carries), type: 'submitted', flow, name, subject: 'm1', answers, on: null }),
    run: () => engine.run(toPlatform),
    toPlatform,
  }
}

export type World = Awaited<ReturnType<typeof openWorld>>
