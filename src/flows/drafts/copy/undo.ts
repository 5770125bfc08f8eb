import type { Form } from '../../../core/message.ts'
import { say } from '../../../core/message.ts'
import type { Draft } from '../../../core/model.ts'
import { sayCount, sayNames } from '../../../core/saying.ts'
import type { Choice, Shown } from '../choosing.ts'
import { subjectOf } from '../desk.ts'
import type { Late, Undoable } from '../undo.ts'
import { choosing, sayFitting } from './choosing.ts'

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
            'These have not been introduced yet, or were rejected. They are proposed again, and nobody hears of it. The newest come first.',
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

/** What has been undone, and for what it is too late. */
export const sayUndone = (undone: readonly Undoable[], late: readonly Undoable[]): string =>
  [
    ...(undone.length === 1 && undone[0]
      ? [`${sayNames(undone[0].people)} are proposed again. Nobody was told anything.`]
      : []),
    ...(undone.length > 1
      ? [
          `${sayCount(undone.length, 'decision is', 'decisions are')} undone, and proposed again. Nobody was told anything.`,
        ]
      : []),
    ...late.slice(0, MOST_NAMED).map((one) => `${sayNames(one.people)}: ${LATE[one.late ?? 'told']}`),
    ...(late.length > MOST_NAMED
      ? [`For ${sayCount(late.length - MOST_NAMED, 'other pair', 'other pairs')} it is too late, too.`]
      : []),
  ].join(' ') || 'Nothing has changed.'
