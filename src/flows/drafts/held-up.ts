import type { Outcome } from '../../core/flow.ts'
import type { Programme } from '../../core/model.ts'
import type { Reader } from '../../core/store.ts'
import { alreadyApproving, approvalIn } from './approve-all.ts'
import { approvingOnceRunning } from './copy/approving.ts'
import { makingOnceRunning, sayReplaced } from './copy/making.ts'
import { alreadyReplacing, nameBeside, wantedOf } from './want.ts'

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

/** The same in a sentence, for the command line. */
export const sayHeldUp = async (programme: Programme, read: Reader): Promise<string | null> => {
  if (await approvalIn(programme, read)) return approvingOnceRunning
  const wanted = await wantedOf(programme, read)
  return wanted && `${sayReplaced(await nameBeside(wanted.by, null, read))} ${makingOnceRunning}`
}
