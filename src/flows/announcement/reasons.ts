import type { Delivery } from '../../core/model.ts'

/** Why a message was not delivered, in words for coordinators; by the codes of the core, the platforms and the flows. */
const REASONS: Readonly<Record<string, string>> = {
  paused: 'it was not a time to write to them',
  left: 'they have left the programme',
  'no-consent': 'they have not said yes',
  gone: 'they are no longer on the list',
  erased: 'what was held about them has been erased',
  'not-installed': 'the app is not installed for them',
  blocked: 'they have blocked the app',
  'no-such-person': 'their workspace does not know them any more',
  'conversation-gone': 'the conversation no longer exists',
  'workspace-gone': 'the app was removed from their workspace',
  'not-allowed': 'their workspace does not allow the app to write to them',
  'too-large': 'the message was too long for their platform',
  'message-gone': 'the message was deleted',
  rejected: 'their platform refused the message',
  unreachable: 'their platform could not be reached, after several tries',
  'platform-not-connected': 'their platform is not connected',
  'could-not-compose': 'the message could not be put together; the log has the details',
  'flow-gone': 'it belongs to a part of Duologue that is no longer there',
  'hours-apart': 'their working hours do not meet',
  'kept-apart': 'two of the pair are kept apart',
  'pair-ended': 'their pair has ended',
  'already-booked': 'a meeting had been booked by then',
  'already-paired': 'they had a partner by then',
  'already-answered': 'they had answered by then',
  'already-written': 'they had written something by then',
  'did-not-meet': 'the meeting did not happen',
  undone: 'the approval of their pair was undone',
  unchanged: 'nothing about it had changed',
  'nothing-to-say': 'there was nothing to say',
  'taken-back': 'it was taken back before it went',
  discarded: 'the announcement was discarded',
  stopped: 'the announcement was stopped',
  closed: 'the survey had closed',
  'already-begun': 'it had begun by then',
  'already-confirmed': 'they had confirmed by then',
  'already-proposed': 'a time had been proposed by then',
  'already-suggested': 'a time had been suggested by then',
  cancelled: 'the meeting was cancelled',
  'meeting-gone': 'the meeting is no longer there',
  moved: 'the meeting was moved',
  'not-now': 'it was not the moment for it',
  'no-longer-true': 'it was no longer true',
  'not-in-pair': 'they are no longer in the pair',
  overtaken: 'something newer took its place',
  'pair-gone': 'their pair is no longer there',
  'programme-gone': 'the programme is no longer there',
  'too-late': 'it would have come too late',
  'times-passed': 'the proposed times had passed',
  'unknown-occurrence': 'it no longer applied',
}

/** A code in words; one that is not known is shown as it is. */
export const sayReason = (code: string | null): string =>
  code === null ? 'no reason was given' : (REASONS[code] ?? `reason: ${code.replaceAll('-', ' ')}`)

/** What can be done about it; null when nothing need be. */
export const remedyFor = (code: string | null): string | null => {
  switch (code) {
    case 'not-installed':
    case 'blocked':
      return 'Ask them, or their administrator, to add the app again.'
    case 'workspace-gone':
    case 'not-allowed':
    case 'platform-not-connected':
      return 'Ask the workspace administrator, or whoever runs Duologue.'
    case 'no-such-person':
      return 'Check the address and the workspace in your list, and import it again.'
    case 'unreachable':
    case 'could-not-compose':
    case 'too-large':
    case 'rejected':
      return 'Tell whoever runs Duologue.'
    default:
      return null
  }
}

/** What kind of message a delivery is, by its flow. */
const KINDS: Readonly<Record<string, string>> = {
  onboarding: 'invitation',
  introduction: 'introduction',
  scheduling: 'about a meeting',
  nudge: 'nudge to book',
  checkin: 'check-in',
  reflection: 'reflection prompt',
  survey: 'survey',
  announcement: 'announcement',
  stage: 'stage of the programme',
  drafts: 'note on waiting for a partner',
  presence: 'note on a pause or leaving',
  home: 'answer',
  overview: 'overview',
}

export const sayKind = (flow: string): string => KINDS[flow] ?? flow

/** What came of a delivery, in words. */
export const sayOutcome = ({ state, reason }: Pick<Delivery, 'state' | 'reason'>): string => {
  switch (state) {
    case 'due':
    case 'sending':
      return 'still to come'
    case 'sent':
      return 'delivered'
    case 'dropped':
      return `not sent: ${sayReason(reason)}`
    case 'failed':
      return `could not be delivered: ${sayReason(reason)}`
  }
}
