import type { Temporal } from 'temporal-polyfill'
import { isBefore } from './calendar.ts'
import { applyEffects } from './effects.ts'
import type { Engine } from './engine.ts'
import { Conflict } from './errors.ts'
import type { Context, Effect, Flow } from './flow.ts'
import type { WantedDraft } from './model.ts'
import type { Pairing, PairingQuestion, Progress, Proposal } from './pairing.ts'
import type { Reader, Store } from './store.ts'

/**
 * How often whoever waits is shown how far it is: seldom enough for every platform, and first so long after it began,
 * for most drafts are done before.
 */
const REPORT_EVERY = { seconds: 3 }

/** What a flow says about a draft that is made apart. Pure, as flows are. */
export interface Making {
  /** What is to be paired, from facts as they are now. */
  question(wanted: WantedDraft, read: Reader): Promise<PairingQuestion>
  /** What becomes of the proposal, a transaction each: nothing of it counts before the last. */
  made(
    wanted: WantedDraft,
    question: PairingQuestion,
    proposal: Proposal,
    read: Reader,
    context: Context,
  ): Promise<readonly (readonly Effect[])[]>
  /** Takes back what was written of a draft that did not come to count. */
  unmade(wanted: WantedDraft): readonly Effect[]
  failed(wanted: WantedDraft): readonly Effect[]
  /** Shows how far it is. */
  progressed(wanted: WantedDraft, progress: Progress): readonly Effect[]
}

interface Needs {
  readonly store: Store
  readonly engine: Engine
  readonly flows: readonly Flow[]
  readonly pairing: Pairing
  readonly making: Making
  now(): Temporal.Instant
  contextAt(now: Temporal.Instant, ...id: readonly string[]): Context
  /** Told when something can go out, or the next one can begin. */
  onChange(): void
  /** A run that failed: told with ids alone. */
  onTrouble(error: unknown, wanted: WantedDraft): void
}

/** Drafts that take long, made one at a time while everything else goes on. */
export interface Runs {
  /** Begins what is wanted, and stops what is wanted no longer; it waits for neither. */
  look(): Promise<void>
  /** Resolves when none is being made, to whether any was. */
  idle(): Promise<boolean>
  /** Stops what is being made; it stays wanted, and the next process makes it. */
  stop(): Promise<void>
}

interface Current {
  readonly id: string
  readonly controller: AbortController
  readonly ended: Promise<void>
}

export const draftRuns = (needs: Needs): Runs => {
  const { store, engine, flows, pairing, making, now, contextAt, onChange, onTrouble } = needs
  let current: Current | null = null
  let stopping = false

  const apply = (
    wanted: WantedDraft,
    decide: (read: Reader, context: Context) => Promise<readonly Effect[]>,
  ) =>
    store.transact(async (transaction) => {
      const at = now()
      const effects = await decide(transaction.read, contextAt(at, 'wanted', wanted.id))
      await applyEffects(effects, transaction, { engine, flows }, at)
    })

  const reporting = (wanted: WantedDraft) => {
    const firstAt = now().add(REPORT_EVERY)
    let told: { readonly stage: Progress['stage']; readonly at: Temporal.Instant } | null = null
    let last: Promise<void> = Promise.resolve()
    const heard = (progress: Progress): void => {
      const at = now()
      if (isBefore(at, firstAt)) return
      if (told?.stage === progress.stage && isBefore(at, told.at.add(REPORT_EVERY))) return
      told = { stage: progress.stage, at }
      last = last
        .then(() => apply(wanted, async () => making.progressed(wanted, progress)))
        .then(onChange)
        .catch((error) => onTrouble(error, wanted))
    }
    return { heard, done: () => last }
  }

  const make = async (wanted: WantedDraft, signal: AbortSignal): Promise<void> => {
    const report = reporting(wanted)
    try {
      const question = await making.question(wanted, store.read)
      const proposal = await pairing.run(question, { signal, heard: report.heard })
      await report.done()
      const context = contextAt(now(), 'wanted', wanted.id)
      for (const part of await making.made(wanted, question, proposal, store.read, context)) {
        signal.throwIfAborted()
        await apply(wanted, async () => part)
      }
    } catch (error) {
      await report.done()
      await apply(wanted, async () => making.unmade(wanted)).catch((again) => onTrouble(again, wanted))
      // Stopped by whoever asked, or by this process, which leaves it to the next.
      if (signal.aborted || error instanceof Conflict) return
      onTrouble(error, wanted)
      await apply(wanted, async () => making.failed(wanted)).catch((again) => onTrouble(again, wanted))
    }
  }

  const begin = (wanted: WantedDraft): Current => {
    const controller = new AbortController()
    const ended = make(wanted, controller.signal).finally(() => {
      current = null
      onChange()
    })
    return { id: wanted.id, controller, ended }
  }

  const idle = async (): Promise<boolean> => {
    const busy = current !== null
    while (current) await current.ended
    return busy
  }

  return {
    look: async () => {
      const wanted = await store.read.drafts.wanted()
      if (current && !wanted.some(({ id }) => id === current?.id)) current.controller.abort()
      const [next] = wanted
      if (!current && next && !stopping) current = begin(next)
    },
    idle,
    stop: async () => {
      stopping = true
      current?.controller.abort()
      await idle()
    },
  }
}
