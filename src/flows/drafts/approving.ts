import type { Approving } from '../../core/approving.ts'
import {
  answer,
  became,
  type Composed,
  type Context,
  compose,
  drop,
  type Effect,
  type Outcome,
  revise,
  save,
  send,
  touch,
  type Who,
} from '../../core/flow.ts'
import type { Approval, Delivery, Draft, Programme } from '../../core/model.ts'
import type { Reader } from '../../core/store.ts'
import {
  approvalBegun,
  approvalGone,
  approvingMessage,
  beingApproved,
  sayApproved,
  stopping,
} from './copy/approving.ts'
import { onlyCoordinators } from './copy/common.ts'
import { draftMessage } from './copy/draft.ts'
import { approved, decide, pairIdOf } from './decide.ts'
import { MOST_AT_ONCE } from './deck.ts'
import { type Desk, deskOf, deskWith } from './desk.ts'
import { type By, recorded } from './record.ts'
import { notesSubject } from './schedule.ts'

/** How many matches are approved in one transaction: few enough that an act never waits for long. */
const STEP = 20

const APPROVING = 'approving '

const followedIn = ({ occurrence }: Delivery): string | null =>
  occurrence.startsWith(APPROVING) ? occurrence.slice(APPROVING.length) : null

export const isApproving = (delivery: Delivery): boolean => followedIn(delivery) !== null

/** What is being approved in a programme; null when nothing is. */
export const approvalIn = async ({ id }: Programme, read: Reader): Promise<Approval | null> =>
  (await read.drafts.approvals()).find(({ programmeId }) => programmeId === id) ?? null

/** Approves all of a draft's open matches that can be: at once, or, where they are many, a few at a time. */
export const approveAll = (desk: Desk, by: By, context: Context): Outcome =>
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
    save('drafts', 'approveAll', approval),
    ...(by === null
      ? []
      : [
          send(
            {
              flow: 'drafts',
              subject: notesSubject(programme),
              occurrence: `${APPROVING}${approval.id}`,
              address: { type: 'account', accountId: by },
              class: 'answer',
              participantId: null,
              dueAt: context.now,
            },
            programme.id,
          ),
        ]),
  )
}

/** Somebody wants to decide something else meanwhile. */
export const alreadyApproving = (programme: Programme, approval: Approval): Outcome =>
  became(beingApproved(programme, approval))

/** Lets no more be approved. */
export const stopApproving = async (
  id: string,
  who: Who,
  read: Reader,
  context: Context,
): Promise<Outcome> => {
  const approval = await read.drafts.approvalById(id)
  const programme = who.coordinates.find((one) => one.id === approval?.programmeId)
  if (!approval || !programme) return answer(onlyCoordinators())
  if (approval.state === 'wanted')
    return became(
      stopping(programme),
      save('drafts', 'turnApproval', id, 'wanted', 'stopping'),
      shownAnew(approval),
      recorded(
        'no-more-approved',
        programme,
        { id: approval.draftId, revision: 0 },
        [],
        who.account.id,
        context,
      ),
    )
  const desk = await deskOf(programme, read, context)
  return became(desk ? draftMessage(desk.deck, 0, null) : approvalGone(programme))
}

const shownAnew = ({ id, programmeId }: Approval): Effect =>
  revise('drafts', { kind: 'programme', id: programmeId }, `${APPROVING}${id}`)

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
  told: (approval) => [shownAnew(approval)],
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
    pairs: await read.pairs.among([...new Set(open.flatMap(({ participantIds }) => participantIds))]),
    decided: await read.drafts.rejected(programme.id),
    notWith: await read.participants.notWith(programme.id),
    now: context.now,
  }
  const { deck } = deskWith(
    { ...EMPTY, id: draftId, programmeId: programme.id, madeAt: context.now, matches: open },
    field,
    context,
  )
  const possible = deck.open.filter(({ obstacle }) => obstacle === null)
  return [
    ...approved(possible, context),
    save('drafts', 'approvedUpTo', id, newest.id, open.length, possible.length),
  ]
}

/** A draft of which nothing matters but its matches. */
const EMPTY: Omit<Draft, 'id' | 'programmeId' | 'madeAt' | 'matches'> = {
  revision: 0,
  seed: 0,
  made: null,
  waiting: [],
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
    shownAnew(approval),
  ]
  const draft = await read.drafts.byId(draftId)
  if (!draft) return over
  const made = draft.matches.filter(
    (match) => match.pairId !== null && match.pairId === pairIdOf(match, context),
  )
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

/** What the message that follows it says now. */
export const composeApproving = async (
  delivery: Delivery,
  read: Reader,
  context: Context,
): Promise<Composed> => {
  const approval = await read.drafts.approvalById(followedIn(delivery) ?? '')
  const accountId = delivery.address.type === 'account' ? delivery.address.accountId : ''
  const programme = (await read.programmes.coordinatedBy(accountId)).find(
    ({ id }) => id === approval?.programmeId,
  )
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
