import type { Temporal } from 'temporal-polyfill'
import { isBefore, later } from './calendar.ts'
import { applyEffects } from './effects.ts'
import type { Engine } from './engine.ts'
import { type Context, type Flow, nothingToDo } from './flow.ts'
import type { Moment, Store, Transaction } from './store.ts'

/** How many moments one transaction takes at the most. What is left is due still. */
const BATCH = 20
/** After so long, a transaction takes no more of them: whoever acts meanwhile waits for it. */
const LONGEST = { milliseconds: 8 }
/** A flow that wants to look again has to wait at least this long, whatever it asked for. */
const SOONEST = { seconds: 1 }
/** A flow that failed is asked again after this. */
const AFTER_TROUBLE = { minutes: 10 }

interface Needs {
  readonly store: Store
  readonly engine: Engine
  readonly flows: readonly Flow[]
  now(): Temporal.Instant
  contextAt(now: Temporal.Instant, ...id: readonly string[]): Context
  /** A flow that could not plan: told with ids alone. It is asked again after a while. */
  onTrouble(error: unknown, moment: Moment): void
}

/**
 * Lets every flow whose moment has come look at its subject, a batch in one transaction: they read the same facts. If
 * one of them fails, each is looked at by itself.
 */
export const runMoments = async (needs: Needs, now: Temporal.Instant): Promise<void> => {
  const due = await needs.store.momentsDue(now, BATCH)
  try {
    await runInOne(due, needs, now)
  } catch {
    for (const moment of due) await runAlone(moment, needs, now)
  }
}

const runInOne = (moments: readonly Moment[], needs: Needs, now: Temporal.Instant): Promise<void> =>
  needs.store.transact(async (transaction) => {
    const enough = needs.now().add(LONGEST)
    for (const moment of moments) {
      await run(moment, transaction, needs, now)
      if (!isBefore(needs.now(), enough)) return
    }
  })

const runAlone = async (moment: Moment, needs: Needs, now: Temporal.Instant): Promise<void> => {
  try {
    await runInOne([moment], needs, now)
  } catch (error) {
    needs.onTrouble(error, moment)
    await needs.store.transact(({ outbox }) =>
      outbox.settleMoment(moment.flow, moment.subject, moment.dueAt, now.add(AFTER_TROUBLE)),
    )
  }
}

const run = async (
  { flow: name, subject, dueAt }: Moment,
  transaction: Transaction,
  needs: Needs,
  now: Temporal.Instant,
): Promise<void> => {
  const context = needs.contextAt(now, name, subject.kind, subject.id, dueAt.toString())
  const flow = needs.flows.find((one) => one.name === name)
  const plan = flow ? await flow.plan(subject, transaction.read, context) : nothingToDo
  const next = plan.next && later(plan.next, now.add(SOONEST))
  const mine = await transaction.outbox.settleMoment(name, subject, dueAt, next)
  if (mine) await applyEffects(plan.effects, transaction, needs, now)
}
