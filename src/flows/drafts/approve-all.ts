import { answer, became, type Context, type Outcome, save, type Who } from '../../core/flow.ts'
import type { Approval, Programme } from '../../core/model.ts'
import type { Reader } from '../../core/store.ts'
import { approvalBegun, approvalGone, beingApproved, stopping } from './copy/approving.ts'
import { onlyCoordinators } from './copy/common.ts'
import { draftMessage } from './copy/draft.ts'
import { decide } from './decide.ts'
import { MOST_AT_ONCE } from './deck.ts'
import { type Desk, deskOf } from './desk.ts'
import { following } from './following.ts'
import { type By, recorded } from './record.ts'

/** Messages that follow an approval of many. */
export const approvals = following('approving')

/** What is being approved in a programme; null when nothing is. */
export const approvalIn = async ({ id }: Programme, read: Reader): Promise<Approval | null> =>
  (await read.drafts.approvals()).find(({ programmeId }) => programmeId === id) ?? null

/** Approves all of a draft's open matches that can be: at once, or, where they are many, a few at a time. */
export const approveAll = async (desk: Desk, by: By, context: Context): Promise<Outcome> =>
  desk.deck.open.length > MOST_AT_ONCE
    ? approveMany(desk, by, context)
    : decide(desk, null, { type: 'approve' }, by, context)

/** Begins to approve all of many matches; one message shows how far it is and what becomes of the draft. */
const approveMany = ({ programme, draft, deck }: Desk, by: By, context: Context): Outcome => {
  const approval: Approval = {
    id: context.newId('approval'),
    programmeId: programme.id,
    draftId: draft.id,
    by,
    begunAt: context.now,
    state: 'wanted',
    total: deck.open.length,
    looked: 0,
    approved: 0,
    last: null,
  }
  return became(
    approvalBegun(programme, approval),
    save('drafts', 'turn', draft.id, draft.revision),
    save('drafts', 'beginApproval', approval),
    ...approvals.begun(approval.id, programme, by, context.now),
  )
}

/** Somebody wants to decide something else meanwhile. */
export const alreadyApproving = (programme: Programme, approval: Approval): Outcome =>
  became(beingApproved(programme, approval))

/** Lets no more be approved, as a button says. */
export const stopApproving = async (
  id: string,
  who: Who,
  read: Reader,
  context: Context,
): Promise<Outcome> => {
  const approval = await read.drafts.approvalById(id)
  const programme = who.coordinates.find((one) => one.id === approval?.programmeId)
  if (!approval || !programme) return answer(onlyCoordinators())
  return stopApprovingOf(programme, approval, who.account.id, read, context)
}

/** Lets no more be approved; shows the draft where nothing is being approved any more. */
export const stopApprovingOf = async (
  programme: Programme,
  approval: Approval,
  by: By,
  read: Reader,
  context: Context,
): Promise<Outcome> => {
  const { id, draftId, state, looked, total } = approval
  if (state === 'wanted') {
    if (looked >= total) return alreadyApproving(programme, approval)
    return became(
      stopping(programme),
      save('drafts', 'turnApproval', id, 'wanted', 'stopping'),
      approvals.shownAnew(approval),
      recorded(
        'no-more-approved',
        programme,
        { id: draftId, revision: (await read.drafts.revisionOf(draftId)) ?? 0 },
        [],
        by,
        context,
      ),
    )
  }
  const desk = await deskOf(programme, read, context)
  return became(desk ? draftMessage(desk.deck, 0, null) : approvalGone(programme))
}
