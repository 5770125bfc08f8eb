import { type Action, actions, button, type Message, message, type Part, say } from '../../../core/message.ts'
import type { Draft, Programme } from '../../../core/model.ts'
import { helpButton, homeButton } from '../../copy.ts'
import { subjectOf } from '../desk.ts'
import type { Obstacle } from '../open.ts'

export const heading = (programme: Programme): Part => ({
  type: 'heading',
  text: `Draft pairs, ${programme.name}`,
})

/** A score in words. */
export const sayFit = (score: number): string => {
  if (score >= 8000) return 'a very strong fit'
  if (score >= 6500) return 'a strong fit'
  if (score >= 5000) return 'a good fit'
  if (score >= 3000) return 'a fair fit'
  return 'a weak fit'
}

/** Why somebody of a draft is in no pair of it any more. */
export const sayFreed = (name: string, rejected: boolean): string =>
  `${name} ${rejected ? 'was in a pair that was rejected' : 'has no partner any more'}, and can be paired when you ask for a new draft.`

/** Of somebody who was not to be paired when the draft was made. */
export const sayBack = (name: string): string =>
  `${name} can be paired now. Ask for a new draft to include them.`

/** "71 of 100". */
export const sayScore = (score: number): string => `${Math.round(score / 100)} of 100`

const OBSTACLES: Readonly<Record<Obstacle, string>> = {
  'no-consent': 'Not possible now: one of them has not said yes.',
  paused: 'Not possible now: one of them has paused.',
  left: 'No longer possible: one of them has left.',
  'no-capacity': 'No longer possible: one of them has no room for another partner.',
  instead: 'Possible only instead of another pair here: one of them has no room for both.',
  rejected: 'No longer possible: a coordinator rejected this pair, or two of these three, before.',
  missing: 'No longer possible: one of them is no longer on the list.',
  'unknown-person': 'No longer possible: one of them is no longer on the list.',
  'no-trios': 'Not possible now: this programme makes no trios, so whoever is left over waits.',
  'same-person': 'Not possible: this is one person.',
  'same-side': 'Not possible: they are on the same side.',
  excluded: 'Not possible: these two are kept apart.',
  'line-management': 'Not possible: one manages the other, or both have the same manager.',
  organisation: 'Not possible: the programme’s rule about organisations stands between them.',
  'earlier-partners': 'Not possible: they are or have been partners.',
  'no-shared-language': 'Not possible: they share no language.',
}

export const sayObstacle = (obstacle: Obstacle): string => OBSTACLES[obstacle]

export const showPairs = (programme: Programme): Action =>
  button('See the pairs', 'drafts', 'pairs', programme.id)
export const showDraft = (programme: Programme): Action =>
  button('See the draft', 'drafts', 'drafts', programme.id)
export const make = (programme: Programme, label = 'Make a draft'): Action =>
  button(label, 'drafts', 'make', programme.id, { style: 'primary' })
export const more = (draft: Draft): Action => button('More', 'drafts', 'more', subjectOf(draft))
export const history = (programme: Programme): Action => button('History', 'drafts', 'history', programme.id)

/** The answer to anybody else, and to whoever coordinates it no longer. */
export const onlyCoordinators = (): Message =>
  message(
    'Only the coordinators of this programme can see and decide its pairs.',
    say('Only the coordinators of this programme can see and decide its pairs. Nothing has changed.'),
    actions(homeButton, helpButton),
  )
