import { actions, button, type Message, message, type Part, say } from '../../../core/message.ts'
import type { Programme, WantedDraft } from '../../../core/model.ts'
import type { Progress } from '../../../core/pairing.ts'
import { homeButton } from '../../copy.ts'
import { heading, make, showDraft } from './common.ts'

/** Each stage, and which part of the whole it is, in hundredths. */
const STAGES = {
  scoring: { label: 'Comparing everybody with everybody', from: 0, to: 50 },
  assigning: { label: 'Finding the best pairs for all', from: 50, to: 90 },
  explaining: { label: 'Writing down the reasons', from: 90, to: 100 },
} as const satisfies Record<Progress['stage'], object>

const progressOf = (progress: Progress): Part => ({ type: 'progress', ...hundredths(progress), of: 100 })

/** What is being done, and how much of the whole is, in hundredths. */
export const hundredths = ({ stage, done }: Progress): { readonly label: string; readonly done: number } => {
  const { label, from, to } = STAGES[stage]
  return { label, done: Math.round(from + (to - from) * Math.min(1, Math.max(0, done))) }
}

/** The answer to whoever asked for a draft that takes long. */
export const wantedMessage = (programme: Programme, people: number): Message =>
  message(
    `A draft of ${programme.name} is being made.`,
    heading(programme),
    say(
      `Pairing ${people} people can take a moment, so the draft is being made now. You can go on with everything else: a message of its own shows how far it is, and becomes the draft.`,
    ),
    actions(homeButton),
  )

const stop = ({ id }: WantedDraft) =>
  button('Stop making it', 'drafts', 'stop', id, {
    confirm: {
      title: 'Stop?',
      text: 'No new draft is made then. The one before stays as it is.',
      yes: 'Stop',
      no: 'Go on',
    },
  })

/** How far a draft is. */
export const makingMessage = (programme: Programme, wanted: WantedDraft): Message =>
  message(
    `A draft of ${programme.name} is being made.`,
    heading(programme),
    say('Your draft is being made. This message shows how far it is, and becomes the draft.'),
    progressOf(wanted.progress),
    actions(stop(wanted), homeButton),
  )

/** The answer to whoever asks for a second one meanwhile. */
export const beingMade = (programme: Programme, wanted: WantedDraft): Message =>
  message(
    `A draft of ${programme.name} is being made already.`,
    heading(programme),
    say('A draft is being made already, so nothing has changed. It is there as soon as it is done.'),
    progressOf(wanted.progress),
    actions(stop(wanted), showDraft(programme), homeButton),
  )

const sayWanted = (by: string | null): string =>
  by ? `${by} has asked for a new draft` : 'A new draft is being made'

/** Why nothing is decided about a draft any more. `by`: the colleague who asked for the one that replaces it. */
export const sayReplaced = (by: string | null): string =>
  `${sayWanted(by)}, which will replace this one, so nothing has been decided.`

/** The same to whoever only looks at it. */
export const sayBeingReplaced = (by: string | null): string =>
  `${sayWanted(by)}, which will replace this one. Until then, nothing can be decided about this one.`

/** At the command line, where Duologue may not be running. */
export const makingOnceRunning = 'The new draft is made while Duologue runs.'

/** The same of the first draft, to whoever looks for one. */
export const firstMakingOnceRunning = 'A draft is being made. It is made while Duologue runs.'

/** The answer to whoever wants to decide about the draft before meanwhile. */
export const beingReplaced = (programme: Programme, wanted: WantedDraft, by: string | null): Message =>
  message(
    `A draft of ${programme.name} is being made.`,
    heading(programme),
    say(`${sayReplaced(by)} To keep this one, stop making the new one.`),
    progressOf(wanted.progress),
    actions(stop(wanted), showDraft(programme), homeButton),
  )

/** No draft came of it. `by`: the colleague who stopped it; `before`: whether there is a draft from before. */
export const notMade = (
  programme: Programme,
  why: 'stopped' | 'failed' | 'made',
  by: string | null,
  before: boolean,
): Message => {
  const sentence =
    why === 'failed'
      ? 'The draft could not be made, and nothing has changed. Please ask for it once more; if that fails, too, tell whoever runs Duologue.'
      : `${by ? `${by} stopped this draft. ` : ''}No draft is being made any more. Nothing has changed.`
  return message(
    sentence,
    heading(programme),
    say(sentence),
    actions(...(before ? [] : [make(programme)]), showDraft(programme), homeButton),
  )
}

/** It was made, and another draft counts by now. */
export const madeAndReplaced = (programme: Programme): Message =>
  message(
    `There is a newer draft of ${programme.name}.`,
    heading(programme),
    say('This draft was made. There is a newer one by now.'),
    actions(showDraft(programme), homeButton),
  )

/** It was made, and is no draft, for it would have held no pair. */
export const noPairInIt = (programme: Programme): Message =>
  message(
    `No pair could be proposed for ${programme.name}.`,
    heading(programme),
    say('No pair could be proposed, so there is no new draft. “Drafts” shows where things stand.'),
    actions(showDraft(programme), homeButton),
  )
