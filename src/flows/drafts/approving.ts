import type { Approving } from '../../core/approving.ts'
import { type Composed, type Context, compose, drop, type Effect, save, touch } from '../../core/flow.ts'
import type { Approval, Delivery, Match, Programme } from '../../core/model.ts'
import type { Reader } from '../../core/store.ts'
import { approvals } from './approve-all.ts'
import { approvalGone, approvingMessage, sayApproved } from './copy/approving.ts'
import { draftMessage } from './copy/draft.ts'
import { approved, pairIdOf } from './decide.ts'
import { deskOf } from './desk.ts'
import { programmeFollowed } from './following.ts'
import { openIn } from './open.ts'
import { recorded } from './record.ts'

/** How many matches are approved in one transaction: few enough that an act never waits for long. */
const STEP = 20

/** What is done about all that is to be approved. */
export const approving: Approving = {
  step: async (approval, read, context) => {
    const programme = await read.programmes.byId(approval.programmeId)
    if (!programme) return { effects: [], isOver: true }
    const effects = approval.state === 'wanted' ? await nextStep(approval, programme, read, context) : null
    return effects
      ? { effects, isOver: false }
      : { effects: await ending(approval, programme, read, context), isOver: true }
  },
  told: (approval) => [approvals.shownAnew(approval)],
  givenUp: ({ id }) => [save('drafts', 'turnApproval', id, 'wanted', 'stopping')],
}

/** Looks at the next few, from facts as they are now; null when there are none. */
const nextStep = async (
  { id, draftId, last }: Approval,
  programme: Programme,
  read: Reader,
  context: Context,
): Promise<readonly Effect[] | null> => {
  const open = await read.drafts.nextOpen(draftId, last, STEP)
  const newest = open.at(-1)
  if (!newest) return null
  const field = {
    programme,
    participants: await read.participants.of(programme.id),
    pairs: await read.approved.among([...new Set(open.flatMap(({ participantIds }) => participantIds))]),
    decided: await read.drafts.rejected(programme.id),
    notWith: await read.participants.notWith(programme.id),
    now: context.now,
  }
  const possible = openIn(open, field, context.pairing).filter(({ obstacle }) => obstacle === null)
  return [
    ...approved(possible, context),
    save('drafts', 'approvedUpTo', id, newest.id, open.length, possible.length),
  ]
}

/** One row of the audit for all of it, and the draft as it is then. */
const ending = async (
  approval: Approval,
  programme: Programme,
  read: Reader,
  context: Context,
): Promise<readonly Effect[]> => {
  const { id, draftId, state, by } = approval
  const over = [
    save('drafts', 'turnApproval', id, state, state === 'stopping' ? 'stopped' : 'done'),
    approvals.shownAnew(approval),
  ]
  const draft = await read.drafts.byId(draftId)
  if (!draft) return over
  const made: Match[] = []
  for (const match of draft.matches) {
    if (match.pairId !== null && match.pairId === pairIdOf(match, context)) made.push(match)
    await context.othersTurn()
  }
  return [
    ...over,
    save('drafts', 'turn', draftId, draft.revision),
    ...(made.length > 0
      ? [
          recorded(
            'approved',
            programme,
            { id: draftId, revision: draft.revision + 1 },
            made.map(({ participantIds }) => participantIds),
            by,
            context,
          ),
        ]
      : []),
    ...(draft.matches.some((match) => match.state === 'proposed') ? [] : [touch('programme', programme.id)]),
  ]
}

/** What the message that follows the approval of this id says now. */
export const composeApproving = async (
  id: string,
  delivery: Delivery,
  read: Reader,
  context: Context,
): Promise<Composed> => {
  const approval = await read.drafts.approvalById(id)
  const programme = await programmeFollowed(approval, delivery, read)
  if (!approval || !programme) return drop('gone')
  if (approval.state === 'wanted' || approval.state === 'stopping')
    return compose(approvingMessage(programme, approval))
  const desk = await deskOf(programme, read, context)
  return compose(
    desk?.draft.id === approval.draftId
      ? draftMessage(desk.deck, 0, sayApproved(approval))
      : approvalGone(programme),
  )
}
