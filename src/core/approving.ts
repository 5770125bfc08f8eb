import { isBefore } from './calendar.ts'
import { applyEffects } from './effects.ts'
import type { Context, Effect } from './flow.ts'
import type { Approval } from './model.ts'
import { REPORT_EVERY, type RunNeeds, type Runs, runsOf } from './runs.ts'
import type { Reader } from './store.ts'

/** What is done in one transaction, and whether it was the last. */
export interface Step {
  readonly effects: readonly Effect[]
  readonly isOver: boolean
}

/** What a flow says about hundreds of matches that are approved a few at a time. Pure, as flows are. */
export interface Approving {
  /** The next few, from facts as they are now, or the end of it. */
  step(approval: Approval, read: Reader, context: Context): Promise<Step>
  /** Shows how far it is. */
  told(approval: Approval): readonly Effect[]
  /** It cannot go on: what was approved until then stays. */
  givenUp(approval: Approval): readonly Effect[]
}

interface Needs extends RunNeeds<Approval> {
  readonly approving: Approving
}

/** Approves what is to be approved; a run that is ended ends after the step that is under way. */
export const approvalRuns = (needs: Needs): Runs => {
  const { store, engine, flows, approving, now, contextAt, onChange, onTrouble } = needs
  /** What could not even be given up is left alone until the next process. */
  const broken = new Set<string>()

  /** Decides from the approval as it is now; gives whether it is over. */
  const apply = ({ id }: Approval, decide: Approving['step']): Promise<boolean> =>
    store.transact(async (transaction) => {
      const at = now()
      const approval = await transaction.read.drafts.approvalById(id)
      if (!approval || (approval.state !== 'wanted' && approval.state !== 'stopping')) return true
      const { effects, isOver } = await decide(approval, transaction.read, contextAt(at, 'approval', id))
      await applyEffects(effects, transaction, { engine, flows }, at)
      return isOver
    })

  const carryOut = async (approval: Approval, signal: AbortSignal): Promise<void> => {
    let toldAt = now()
    for (let isOver = false; !isOver && !signal.aborted; ) {
      const tells = !isBefore(now(), toldAt.add(REPORT_EVERY))
      isOver = await apply(approval, async (fresh, read, context) => {
        const step = await approving.step(fresh, read, context)
        return tells ? { ...step, effects: [...step.effects, ...approving.told(fresh)] } : step
      })
      if (tells) toldAt = now()
      if (tells || isOver) onChange()
    }
  }

  const run = async (approval: Approval, signal: AbortSignal): Promise<void> => {
    try {
      await carryOut(approval, signal)
    } catch (error) {
      onTrouble(error, approval)
      if (approval.state === 'stopping') broken.add(approval.id)
      else
        await apply(approval, async (fresh) => ({ effects: approving.givenUp(fresh), isOver: true })).catch(
          () => broken.add(approval.id),
        )
    }
  }

  return runsOf({
    wanted: async () => (await store.read.drafts.approvals()).filter(({ id }) => !broken.has(id)),
    run,
    onChange,
  })
}
