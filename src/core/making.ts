import type { Temporal } from 'temporal-polyfill'
import { isBefore } from './calendar.ts'
import { applyEffects } from './effects.ts'
import { Conflict } from './errors.ts'
import type { Context, Effect } from './flow.ts'
import type { WantedDraft } from './model.ts'
import type { Pairing, PairingQuestion, Progress, Proposal } from './pairing.ts'
import { REPORT_EVERY, type RunNeeds, type Runs, runsOf } from './runs.ts'
import type { Reader } from './store.ts'

/** What a flow says about a draft that is made apart. Pure, as flows are. */
export interface Making {
  /** What is to be paired, from facts as they are now. */
  question(wanted: WantedDraft, read: Reader, context: Context): Promise<PairingQuestion>
  /** What becomes of the proposal, a transaction each, worked out one after another: nothing of it counts before the last. */
  made(
    wanted: WantedDraft,
    question: PairingQuestion,
    proposal: Proposal,
    read: Reader,
    context: Context,
  ): Promise<Iterable<readonly Effect[]>>
  /** Takes back what was written of a draft that did not come to count. */
  unmade(wanted: WantedDraft): readonly Effect[]
  failed(wanted: WantedDraft): readonly Effect[]
  /** Shows how far it is. */
  progressed(wanted: WantedDraft, progress: Progress): readonly Effect[]
}

interface Needs extends RunNeeds<WantedDraft> {
  readonly pairing: Pairing
  readonly making: Making
}

/** Makes the drafts that take long. */
export const draftRuns = (needs: Needs): Runs => {
  const { store, engine, flows, pairing, making, now, contextAt, onChange, onTrouble } = needs

  const apply = (effects: readonly Effect[]): Promise<void> =>
    store.transact((transaction) => applyEffects(effects, transaction, { engine, flows }, now()))

  /** Tells how far it is, and nothing for the first while: most drafts are done by then. */
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
        .then(() => apply(making.progressed(wanted, progress)))
        .then(onChange)
        .catch((error) => onTrouble(error, wanted))
    }
    return { heard, done: () => last }
  }

  const make = async (wanted: WantedDraft, signal: AbortSignal): Promise<void> => {
    const report = reporting(wanted)
    try {
      const asking = contextAt(wanted.wantedAt, 'wanted', wanted.id)
      const question = await making.question(wanted, store.read, asking)
      const proposal = await pairing.run(question, { signal, heard: report.heard })
      await report.done()
      const context = contextAt(now(), 'wanted', wanted.id)
      for (const part of await making.made(wanted, question, proposal, store.read, context)) {
        signal.throwIfAborted()
        await apply(part)
      }
    } catch (error) {
      await report.done()
      await apply(making.unmade(wanted)).catch((again) => onTrouble(again, wanted))
      // Stopped by whoever asked, or by this process, which leaves it to the next.
      if (signal.aborted || error instanceof Conflict) return
      onTrouble(error, wanted)
      await apply(making.failed(wanted)).catch((again) => onTrouble(again, wanted))
    }
  }

  return runsOf({ wanted: store.read.drafts.wanted, run: make, onChange })
}
