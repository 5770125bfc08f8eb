import type { Temporal } from 'temporal-polyfill'
import type { Delivery, NewDelivery, Programme, Subject } from '../../core/model.ts'
import type { Deck } from './deck.ts'

/** Notes about one draft begin with this; a draft of which a decision was undone may give new ones. */
const notesOf = (draftId: string): string => `waiting ${draftId}`

/** What the notes to those without a partner are about. */
export const notesSubject = ({ id }: Programme): Subject => ({ kind: 'programme', id })

/**
 * The notes to those whom a draft left without a partner: once its last match is decided, and one was approved, or where
 * it could propose none beside pairs that there are. One note each: `before` are the notes of this programme that there
 * are.
 */
export const waitingNotes = (
  deck: Deck,
  isAnybodyPaired: boolean,
  before: readonly Delivery[],
  now: Temporal.Instant,
): readonly NewDelivery[] => {
  const { draft, programme } = deck
  const isOver = draft.matches.length === 0 ? isAnybodyPaired : deck.open.length === 0 && deck.approved > 0
  if (!isOver) return []
  const noted = new Set(
    before
      .filter(({ occurrence, state }) => occurrence.startsWith(notesOf(draft.id)) && state !== 'dropped')
      .map(({ participantId }) => participantId),
  )
  return deck.ready.flatMap(({ person }): NewDelivery[] =>
    person.account && !noted.has(person.id)
      ? [
          {
            flow: 'drafts',
            subject: notesSubject(programme),
            occurrence: `${notesOf(draft.id)} ${draft.revision}`,
            address: { type: 'account', accountId: person.account.id },
            class: 'ordinary',
            participantId: person.id,
            dueAt: now,
          },
        ]
      : [],
  )
}
