import type { Temporal } from 'temporal-polyfill'
import { isBefore } from './calendar.ts'
import { applyEffects } from './effects.ts'
import type { Engine } from './engine.ts'
import type { Context, Effect, Flow } from './flow.ts'
import type { Approval } from './model.ts'
import type { Reader, Store } from './store.ts'

/** How often whoever waits is shown how far it is: seldom enough for every platform. */
const REPORT_EVERY = { seconds: 3 }

/** What a flow says about thousands of matches that are approved a few at a time. Pure, as flows are. */
export interface Approving {
  /** The next few, from facts as they are now, or the end of it: one transaction. */
  step(
    approval: Approval,
    read: Reader,
    context: Context,
  ): Promise<{ readonly effects: readonly Effect[]; readonly isOver: boolean }>
  /** Shows how far it is. */
  told(approval: Approval): readonly Effect[]
  /** It cannot go on: what was approved until then stays. */
  givenUp(approval: Approval): readonly Effect[]
}

interface Needs {
  readonly store: Store
  readonly engine: Engine
  readonly flows: readonly Flow[]
  readonly approving: Approving
  now(): Temporal.Instant
  contextAt(now: Temporal.Instant, ...id: readonly string[]): Context
  /** Told when something can go out. */
  onChange(): void
  /** Told with ids alone. */
  onTrouble(error: unknown, approval: Approval): void
}

/** Approves what is to be approved, one step after the other, while everything else goes on. */
export interface Approvals {
  /** Goes on with what is not over; it waits for nothing. */
  look(): Promise<void>
  /** Resolves when nothing is being approved, to whether anything was. */
  idle(): Promise<boolean>
  /** Ends after the step that is under way; the next process goes on from there. */
  stop(): Promise<void>
}

export const approvals = (needs: Needs): Approvals => {
  const { store, engine, flows, approving, now, contextAt, onChange, onTrouble } = needs
  let current: Promise<void> | null = null
  let stopping = false
  /** What could not even be given up is left alone until the next process. */
  const broken = new Set<string>()

  const apply = (
    { id }: Approval,
    decide: (
      approval: Approval,
      read: Reader,
      context: Context,
    ) => Promise<{ readonly effects: readonly Effect[]; readonly isOver: boolean }>,
  ): Promise<boolean> =>
    store.transact(async (transaction) => {
      const at = now()
      const approval = await transaction.read.drafts.approvalById(id)
      if (!approval || (approval.state !== 'wanted' && approval.state !== 'stopping')) return true
      const { effects, isOver } = await decide(approval, transaction.read, contextAt(at, 'approval', id))
      await applyEffects(effects, transaction, { engine, flows }, at)
      return isOver
    })

  const carryOut = async (approval: Approval): Promise<void> => {
    let toldAt = now()
    for (let isOver = false; !isOver && !stopping; ) {
      const tells = !isBefore(now(), toldAt.add(REPORT_EVERY))
      isOver = await apply(approval, async (fresh, read, context) => {
        const step = await approving.step(fresh, read, context)
        return tells ? { ...step, effects: [...step.effects, ...approving.told(fresh)] } : step
      })
      if (tells) toldAt = now()
      if (tells || isOver) onChange()
    }
  }

  const begin = async (approval: Approval): Promise<void> => {
    try {
      await carryOut(approval)
    } catch (error) {
      onTrouble(error, approval)
      if (approval.state === 'stopping') broken.add(approval.id)
      else
        await apply(approval, async (fresh) => ({ effects: approving.givenUp(fresh), isOver: true })).catch(
          () => broken.add(approval.id),
        )
    }
  }

  const idle = async (): Promise<boolean> => {
    const busy = current !== null
    while (current) await current
    return busy
  }

  return {
    look: async () => {
      if (current || stopping) return
      const next = (await store.read.drafts.approvals()).find(({ id }) => !broken.has(id))
      if (!next || current) return
      current = begin(next).finally(() => {
        current = null
        onChange()
      })
    },
    idle,
    stop: async () => {
      stopping = true
      await idle()
    },
  }
}
