import type { Temporal } from 'temporal-polyfill'
import { later } from './calendar.ts'
import { applyEffects } from './effects.ts'
import type { Engine } from './engine.ts'
import type { Context, Flow } from './flow.ts'
import type { Moment, Store } from './store.ts'

/** How many moments one look at the schedule takes; what is left is due still. */
const BATCH = 100
/** A flow that wants to look again has to wait at least this long, whatever it asked for. */
const SOONEST = { seconds: 1 }

interface Needs {
  readonly store: Store
  readonly engine: Engine
  readonly flows: readonly Flow[]
  contextAt(now: Temporal.Instant, ...id: readonly string[]): Context
  /** A flow that could not plan: told with ids alone. It is asked again after a while. */
  onTrouble(error: unknown, moment: Moment): void
}

/** Lets every flow whose moment has come look at its subject. Resolves to how many did. */
export const runMoments = async (needs: Needs, now: Temporal.Instant): Promise<number> => {
  const due = await needs.store.momentsDue(now, BATCH)
  for (const moment of due) await runMoment(moment, needs, now)
  return due.length
}

const runMoment = async (moment: Moment, needs: Needs, now: Temporal.Instant): Promise<void> => {
  const { store, engine, flows, contextAt, onTrouble } = needs
  const { subject, dueAt } = moment
  const flow = flows.find(({ name }) => name === moment.flow)
  try {
    await store.transact(async (transaction) => {
      const context = contextAt(now, moment.flow, subject.kind, subject.id, dueAt.toString())
      const plan = flow ? await flow.plan(subject, transaction.read, context) : null
      const next = plan?.next ? later(plan.next, now.add(SOONEST)) : null
      const mine = await transaction.outbox.settleMoment(moment.flow, subject, dueAt, next)
      if (mine && plan) await applyEffects(plan.effects, transaction, { engine, flows }, now)
    })
  } catch (error) {
    onTrouble(error, moment)
    await store.transact(({ outbox }) =>
      outbox.settleMoment(moment.flow, subject, dueAt, now.add({ minutes: 10 })),
    )
  }
}
