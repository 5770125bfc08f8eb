import type { Temporal } from 'temporal-polyfill'
import type { NewDelivery } from '../../core/model.ts'
import type { Deck } from './deck.ts'

/** Which of a programme's draft notes this is about. */
const waitingOccurrence = (draftId: string): string => `waiting ${draftId}`

/** The notes to those whom a draft left without a partner: once its last match is decided, and one was approved. */
export const waitingNotes = (deck: Deck, now: Temporal.Instant): readonly NewDelivery[] =>
  deck.open.length > 0 || deck.approved === 0
    ? []
    : deck.waiting.flatMap(({ person }): NewDelivery[] =>
        person.account
          ? [
              {
                flow: 'drafts',
                subject: { kind: 'programme', id: deck.programme.id },
                occurrence: waitingOccurrence(deck.draft.id),
                address: { type: 'account', accountId: person.account.id },
                class: 'ordinary',
                participantId: person.id,
                dueAt: now,
              },
            ]
          : [],
      )
