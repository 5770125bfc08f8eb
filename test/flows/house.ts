import { Temporal } from 'temporal-polyfill'
import { approvalRuns } from '../../src/core/approving.ts'
import { stoppedClock } from '../../src/core/clock.ts'
import { conversation } from '../../src/core/conversation.ts'
import { deliverer } from '../../src/core/delivery.ts'
import { applyEffects } from '../../src/core/effects.ts'
import type { Context, Effect, Flow } from '../../src/core/flow.ts'
import { touch } from '../../src/core/flow.ts'
import { idOf } from '../../src/core/ids.ts'
import { draftRuns } from '../../src/core/making.ts'
import { type Message, message, say } from '../../src/core/message.ts'
import type { Participant, Programme } from '../../src/core/model.ts'
import { runMoments } from '../../src/core/moments.ts'
import type { Pairing } from '../../src/core/pairing.ts'
import type { Reply } from '../../src/core/platform.ts'
import { accountId } from '../../src/core/searching.ts'
import { firstOf } from '../../src/core/store.ts'
import { embeddedEngine } from '../../src/engine/index.ts'
import { approving, making } from '../../src/flows/index.ts'
import { aContext, at } from '../facts.ts'
import { fakePlatform } from '../fakes/platform.ts'
import { introducedBy } from '../introducing.ts'
import { sendingOn } from '../platforms/hand-back.ts'
import { openTestStore } from '../store.ts'

/** Answers whatever no flow understands. */
const front: Flow = {
  name: 'front',
  words: [],
  follows: [],
  hear: async (act) => ({
    effects: [],
    reply: { type: 'answer', message: message(act.type, say(act.type)) },
  }),
  form: async () => null,
  plan: async () => ({ effects: [], next: null }),
  compose: async () => ({ type: 'drop', reason: 'front' }),
}

/**
 * The real store, engine and core with some flows, on a platform that takes everything at once: one pair in one
 * workspace, and a clock that moves from one due instant to the next.
 */
export const openHouse = async (
  flows: readonly Flow[],
  {
    programme,
    people,
    start,
    joined = true,
    coordinator = null,
    pairing = aContext(start).pairing,
  }: {
    programme: Programme
    people: readonly Participant[]
    start: string
    /** Whether they have said yes and are paired; otherwise they wait for their invitation. */
    joined?: boolean
    coordinator?: { readonly id: string; readonly name: string; readonly email: string } | null
    pairing?: Pairing
  },
) => {
  const { store, cleanUp } = await openTestStore()
  const clock = stoppedClock(at(start))
  const engine = embeddedEngine(store.queue, clock, 'test')
  const fake = fakePlatform(clock)
  const { platform } = fake
  const contextAt = (now: Temporal.Instant, ...of: readonly string[]): Context => ({
    ...aContext(now.toString()),
    pairing,
    newId: (label) => idOf(...of, label),
    words: flows.flatMap(({ words }) => words),
  })
  const onTrouble = (error: unknown): never => {
    throw error
  }
  const core = { store, engine, flows, platforms: [platform], now: clock.now, contextAt, onTrouble }
  const hearing = conversation({
    ...core,
    front: flows.find(({ name }) => name === 'home') ?? front,
    now: clock.now,
    onChange: () => {},
  })
  await platform.start(hearing, sendingOn(platform))

  await store.transact(async (transaction) => {
    const { write } = transaction
    await write.accounts.addWorkspace({
      id: 'slack-T1',
      platform: 'slack',
      name: 'harbour',
      externalId: 'T1',
      groups: true,
    })
    await write.programmes.create(programme)
    for (const person of people) {
      await write.participants.add({ ...person, workspaceId: 'slack-T1', importedAt: at(start) })
      await write.accounts.meet({
        id: accountId('slack', 'T1', person.id),
        workspaceId: 'slack-T1',
        externalId: person.id,
        conversation: `D-${person.id}`,
        profile: { name: person.name, email: person.email, timeZone: 'Europe/London', locale: null },
      })
      if (joined) await write.participants.consented(person.id, 'yes', at(start))
    }
    if (coordinator) {
      await write.programmes.addCoordinator(programme.id, coordinator.email)
      await write.accounts.meet({
        id: accountId('slack', 'T1', coordinator.id),
        workspaceId: 'slack-T1',
        externalId: coordinator.id,
        conversation: `D-${coordinator.id}`,
        profile: { ...coordinator, timeZone: 'Europe/London', locale: null },
      })
    }
    if (!joined) {
      const invited = people.map(({ id }) => touch('participant', id))
      await applyEffects(invited, transaction, { engine, flows }, at(start))
      return
    }
    await write.pairs.pair([
      {
        id: 'pair1',
        programmeId: programme.id,
        participantIds: people.map(({ id }) => id),
        pairedAt: at(start),
      },
    ])
    await applyEffects([touch('pair', 'pair1')], transaction, { engine, flows }, at(start))
  })
  if (joined && !flows.some(({ name }) => name === 'introduction'))
    await introducedBy(store, 'pair1', programme.id, at(start))

  const toPlatform = deliverer({ ...core, read: store.read })
  const settle = async () => {
    for (;;) {
      const next = firstOf(await store.agenda())
      if (!next || Temporal.Instant.compare(next, clock.now()) > 0) return
      await runMoments(core, clock.now())
      await engine.run(toPlatform)
    }
  }
  const failed: unknown[] = []
  const runs = draftRuns({
    ...core,
    pairing,
    making,
    now: clock.now,
    onChange: () => {},
    onTrouble: (error) => failed.push(error),
  })
  const approvalsOfAProcess = () =>
    approvalRuns({
      ...core,
      approving,
      onChange: () => {},
      onTrouble: (error) => failed.push(error),
    })
  let approvals = approvalsOfAProcess()
  /** Begins drafts that are made apart, or stops them; they end when their pairing says so. */
  const look = async () => {
    await runs.look()
    await approvals.look()
    await settle()
  }
  const act = async (doing: Promise<Reply>): Promise<Reply> => {
    const reply = await doing
    await settle()
    return reply
  }
  /** Messages that a person has in their chat, the newest last. */
  const messagesOf = (person: string): readonly Message[] =>
    fake
      .chat()
      .flatMap((one) => (one.person === person && one.content.type === 'message' ? [one.content] : []))

  return {
    store,
    cleanUp,
    clock,
    messagesOf,
    /** Lets this happen, however it came about. */
    bring: async (...effects: readonly Effect[]) => {
      await store.transact((transaction) =>
        applyEffects(effects, transaction, { engine, flows }, clock.now()),
      )
      await settle()
    },
    /** Presses a button that need not be in sight: an old one, or a forged one. */
    act: (person: string, flow: string, name: string, subject: string) =>
      act(fake.act(person, { type: 'pressed', flow, name, subject, on: null })),
    say: (person: string, text: string) => act(fake.act(person, { type: 'said', text })),
    submit: (
      person: string,
      form: { flow: string; name: string; subject: string },
      answers: Readonly<Record<string, string | readonly string[]>>,
      /** Which message of the chat the form was opened from; null: none. */
      from: number | null = null,
    ) => {
      const { flow, name, subject } = form
      const on = from === null ? null : (fake.chat()[from]?.receipt ?? null)
      return act(fake.act(person, { type: 'submitted', flow, name, subject, answers, on }))
    },
    /** Presses the button with this label on the newest message of a person that has it. */
    press: (person: string, label: string | RegExp) => act(fake.press(person, label)),
    settle,
    look,
    /** Waits for drafts that are made apart. */
    made: async () => {
      await runs.idle()
      await approvals.idle()
      await settle()
    },
    stopRuns: async () => {
      await runs.stop()
      await approvals.stop()
    },
    /** Approves what is to be approved, for one step: then the process ends, and the next one is there. */
    approveOneStep: async () => {
      await approvals.look()
      await approvals.stop()
      approvals = approvalsOfAProcess()
    },
    /** Why drafts that are made apart could not be. */
    failed,
    /** Lets time pass, from one due instant to the next. */
    until: async (end: string) => {
      await settle()
      for (;;) {
        const next = firstOf(await store.agenda())
        if (!next || Temporal.Instant.compare(next, at(end)) > 0) break
        clock.moveTo(next)
        await settle()
      }
      clock.moveTo(at(end))
      await settle()
    },
  }
}

export type House = Awaited<ReturnType<typeof openHouse>>
