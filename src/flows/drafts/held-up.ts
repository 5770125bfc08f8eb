import type { Context, Outcome } from '../../core/flow.ts'
import type { Programme } from '../../core/model.ts'
import type { Reader } from '../../core/store.ts'
import { alreadyApproving, approvalIn, stopApprovingOf } from './approve-all.ts'
import { approvingOnceRunning } from './copy/approving.ts'
import { firstMakingOnceRunning, makingOnceRunning, sayBeingReplaced, sayReplaced } from './copy/making.ts'
import type { By } from './record.ts'
import { alreadyReplacing, isDraftOf, nameBeside, stopMakingOf, wantedOf } from './want.ts'

/**
 * The answer to whoever wants to decide about a programme's draft while all of it is being approved, or a new one is
 * being made in its place; null when nothing is in the way.
 */
export const heldUp = async (programme: Programme, reader: string, read: Reader): Promise<Outcome | null> => {
  const approval = await approvalIn(programme, read)
  if (approval) return alreadyApproving(programme, approval)
  const wanted = await wantedOf(programme, read)
  return wanted && alreadyReplacing(programme, wanted, reader, read)
}

/** What is in the way of deciding, in a sentence or two for the command line. */
export interface HeldUp {
  /** To whoever wanted to decide. */
  readonly refused: string
  /** To whoever only looks. */
  readonly shown: string
}

/** The same for the command line; null when nothing is in the way. */
export const sayHeldUp = async (programme: Programme, read: Reader): Promise<HeldUp | null> => {
  if (await approvalIn(programme, read)) return { refused: approvingOnceRunning, shown: approvingOnceRunning }
  const wanted = await wantedOf(programme, read)
  if (!wanted) return null
  const by = await nameBeside(wanted.by, null, read)
  return {
    refused: `${sayReplaced(by)} ${makingOnceRunning}`,
    shown: (await isDraftOf(programme, read))
      ? `${sayBeingReplaced(by)} ${makingOnceRunning}`
      : firstMakingOnceRunning,
  }
}

/** Stops the new draft that is being made, or approving all of one, for the command line; null when neither goes on. */
export const stopUnderWay = async (
  programme: Programme,
  by: By,
  read: Reader,
  context: Context,
): Promise<Outcome | null> => {
  const approval = await approvalIn(programme, read)
  if (approval) return stopApprovingOf(programme, approval, by, read, context)
  const wanted = await wantedOf(programme, read)
  return wanted && stopMakingOf(programme, wanted, by, read, context)
}
