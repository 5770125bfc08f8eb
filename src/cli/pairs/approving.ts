import { approvalRuns } from '../../core/approving.ts'
import type { Approval, Programme } from '../../core/model.ts'
import { approvalIn, approving, sayApproved } from '../../flows/drafts/index.ts'
import { print, progress, progressDone } from '../output.ts'
import type { Workbench } from '../setup.ts'

/**
 * Approves a few pairs at a time, where that was begun for a programme, and says what came of it; null where it was not.
 * A running Duologue may do some of it meanwhile.
 */
export const finishApproving = async (
  programme: Programme,
  { store, apart }: Workbench,
): Promise<Approval | null> => {
  const begun = await approvalIn(programme, store.read)
  if (!begun) return null
  const failures: unknown[] = []
  const runs = approvalRuns({
    ...apart,
    approving: {
      ...approving,
      step: (approval, read, context) => {
        progress(`Approving the pairs: ${approval.looked} of ${approval.total}`)
        return approving.step(approval, read, context)
      },
    },
    onChange: () => {},
    onTrouble: (error) => failures.push(error),
  })
  do await runs.look()
  while (await runs.idle())
  progressDone()
  if (failures.length > 0) throw failures[0]
  const approval = await store.read.drafts.approvalById(begun.id)
  if (approval) print(sayApproved(approval))
  return approval
}
