import type { Form } from '../../../core/message.ts'
import { say } from '../../../core/message.ts'
import type { Draft } from '../../../core/model.ts'
import { sayCount, sayNames } from '../../../core/saying.ts'
import type { Choice, Shown } from '../choosing.ts'
import type { Undone } from '../coming-back.ts'
import { subjectOf } from '../desk.ts'
import type { Obstacle } from '../open.ts'
import type { Late, Undoable } from '../undo.ts'
import { choosing, sayFitting } from './choosing.ts'
import { sayObstacle } from './common.ts'

const MOST_NAMED = 5

/** In the order in which they are given. */
export const undoChoices = (undoables: readonly Undoable[]): readonly Choice[] =>
  undoables.map(({ match, people }) => ({
    id: match.id,
    place: null,
    label: () => `${match.state === 'approved' ? 'Approved' : 'Rejected'}: ${sayNames(people)}`,
    called: () => people.flatMap(({ name, email }) => [name, email]),
  }))

/** Which decisions to take back; null when there is none. */
export const undoForm = (draft: Draft, shown: Shown): Form | null =>
  shown.all.length === 0
    ? null
    : {
        type: 'form',
        flow: 'drafts',
        name: 'undo',
        subject: subjectOf(draft),
        title: 'Undo a decision',
        invitation: 'Choose the decisions to take back.',
        intro: [
          ...sayFitting('Undo', shown),
          say(
            'These have not been introduced yet, or were rejected. They are proposed again, and nobody hears of it. Where somebody is in another pair that this draft proposes, that is when you ask again; where somebody has a partner by now and no room for another, not before that changes. The newest come first.',
          ),
        ],
        inputs: choosing(
          'pairs',
          {
            label: 'What is to be undone?',
            find: 'Or find them by name',
            first: 'newest',
            numbered: false,
          },
          shown,
          true,
        ),
        submit: 'Undo',
      }

export const nothingToUndo =
  'There is nothing to undo: every pair that was approved has been introduced. If a pair should not go on, talk with both of them first; once one of them types “leave”, the other can be paired again.'

const LATE: Readonly<Record<Late, string>> = {
  told: 'It is too late to undo this pair, for at least one of them has been told about the other. Talk with both of them first; once one of them types “leave”, the other can be paired again.',
  begun:
    'It is too late to undo this pair, for they have begun by themselves. Talk with both of them first; once one of them types “leave”, the other can be paired again.',
  over: 'This pair has ended already, so there is nothing to undo.',
}

/** Why somebody waits who was kept from others by what was undone. */
export const sayMorePossible = (name: string): string =>
  `${name} can be paired with more people since a decision was undone. Ask for a new draft to include them.`

const sayPlaced = ({ people, elsewhere }: Undone): string => {
  if (elsewhere.length === 1) return 'one of them is in another pair of it'
  return `${elsewhere.length === 2 && people.length === 2 ? 'both' : 'some'} of them are in other pairs of it`
}

const sayHindrance = (hindrance: Obstacle, elsewhere: Undone['elsewhere']): string =>
  hindrance === 'no-capacity' && elsewhere.length > 0
    ? `They cannot be proposed as long as ${elsewhere.map(({ name }) => name).join(' or ')} has a partner and no room for another.`
    : `They are not in this draft. ${sayObstacle(hindrance)}`

/** What has been undone, what of it is not in the draft, and for what it is too late. */
export const sayUndone = (undone: readonly Undone[], late: readonly Undoable[]): string => {
  const back = undone.filter(({ hindrance }) => hindrance === null)
  const placed = undone.filter(({ hindrance }) => hindrance === 'placed')
  const hindered = undone.flatMap(({ people, hindrance, elsewhere }) =>
    hindrance === null || hindrance === 'placed' ? [] : [{ people, hindrance, elsewhere }],
  )
  const [first] = back
  const [only] = placed
  return (
    [
      ...(back.length === 1 && first
        ? [`${sayNames(first.people)} are proposed again. Nobody was told anything.`]
        : []),
      ...(back.length > 1
        ? [
            `${sayCount(back.length, 'decision is', 'decisions are')} undone, and their pairs are proposed again. Nobody was told anything.`,
          ]
        : []),
      ...(placed.length === 1 && only
        ? [
            `${sayNames(only.people)} can be proposed again when you ask for a new draft, and nobody was told anything. This draft stays as it is, for ${sayPlaced(only)}.`,
          ]
        : []),
      ...(placed.length > 1
        ? [
            `${sayCount(placed.length, 'pair', 'pairs')} can be proposed again when you ask for a new draft, and nobody was told anything. They are not in this one, for somebody of each is in another pair of it.`,
          ]
        : []),
      ...hindered
        .slice(0, MOST_NAMED)
        .map(
          ({ people, hindrance, elsewhere }) =>
            `${sayNames(people)}: this is undone, and nobody was told anything. ${sayHindrance(hindrance, elsewhere)}`,
        ),
      ...(hindered.length > MOST_NAMED
        ? [
            `${sayCount(hindered.length - MOST_NAMED, 'other decision is', 'other decisions are')} undone, and not possible now either.`,
          ]
        : []),
      ...late.slice(0, MOST_NAMED).map((one) => `${sayNames(one.people)}: ${LATE[one.late ?? 'told']}`),
      ...(late.length > MOST_NAMED
        ? [`For ${sayCount(late.length - MOST_NAMED, 'other pair', 'other pairs')} it is too late, too.`]
        : []),
    ].join(' ') || 'Nothing has changed.'
  )
}
