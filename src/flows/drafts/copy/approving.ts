import { actions, button, type Message, message, type Part, say } from '../../../core/message.ts'
import type { Approval, Programme } from '../../../core/model.ts'
import { sayCount } from '../../../core/saying.ts'
import { homeButton } from '../../copy.ts'
import { heading, showDraft } from './common.ts'

const progressOf = ({ looked, total }: Approval): Part => ({
  type: 'progress',
  label: 'Approving the pairs',
  done: looked,
  of: total,
})

const stop = ({ id }: Approval) =>
  button('Stop approving', 'drafts', 'stop-approving', id, {
    confirm: {
      title: 'Stop?',
      text: 'Pairs approved by then stay approved. The others wait for your decision.',
      yes: 'Stop',
      no: 'Go on',
    },
  })

/** The answer to whoever approved all of many. */
export const approvalBegun = (programme: Programme, { total }: Approval): Message =>
  message(
    `${total} pairs of ${programme.name} are being approved.`,
    heading(programme),
    say(
      `${total} pairs are being approved now. You can go on with everything else: a message of its own shows how far it is, and becomes the draft.`,
    ),
    actions(homeButton),
  )

/** How far it is. */
export const approvingMessage = (programme: Programme, approval: Approval): Message =>
  message(
    `Pairs of ${programme.name} are being approved.`,
    heading(programme),
    say(
      'The pairs of this draft are being approved. This message shows how far it is, and becomes the draft.',
    ),
    progressOf(approval),
    actions(...(approval.state === 'wanted' ? [stop(approval)] : []), homeButton),
  )

/** Why nothing else is decided meanwhile. */
const approvingNow =
  'The pairs of this draft are being approved, so nothing else is decided about it until that is done.'

/** The same at the command line, where Duologue may not be running. */
export const approvingOnceRunning = `${approvingNow} It goes on whenever Duologue runs.`

/** The answer to whoever wants to decide something else meanwhile. */
export const beingApproved = (programme: Programme, approval: Approval): Message =>
  message(
    `Pairs of ${programme.name} are being approved.`,
    heading(programme),
    say(approvingNow),
    progressOf(approval),
    actions(...(approval.state === 'wanted' ? [stop(approval)] : []), showDraft(programme), homeButton),
  )

/** The answer to whoever stopped it. */
export const stopping = (programme: Programme): Message =>
  message(
    'No more pairs will be approved.',
    heading(programme),
    say(
      'No more pairs will be approved. Those approved so far stay approved; the others wait for your decision.',
    ),
    actions(showDraft(programme), homeButton),
  )

/** What came of it. */
export const sayApproved = ({ approved, looked, total, state }: Approval): string =>
  [
    ...(state === 'stopped' ? ['Approving was stopped.'] : []),
    approved === 0
      ? 'No pair was approved.'
      : `${sayCount(approved, 'pair is made, and', 'pairs are made; each is')} introduced in their working hours. Until then you can undo it.`,
    ...(looked > approved
      ? [`${sayCount(looked - approved, 'pair is', 'pairs are')} not possible now; the draft says why.`]
      : []),
    ...(total > looked && state === 'stopped'
      ? [`${sayCount(total - looked, 'pair was', 'pairs were')} not looked at.`]
      : []),
  ].join(' ')

/** What becomes of the message where another draft counts by now. */
export const approvalGone = (programme: Programme): Message =>
  message(
    `The draft of ${programme.name} has changed.`,
    heading(programme),
    say('This draft is no longer the one that counts.'),
    actions(showDraft(programme), homeButton),
  )
