import { became, type Outcome } from '../../core/flow.ts'
import { draftMessage } from './copy/draft.ts'
import { matchMessage } from './copy/look.ts'
import type { Desk } from './desk.ts'

/** Shows one match of a draft closely; the draft, when that match is no longer open. */
export const look = ({ deck, field }: Desk, matchId: string): Outcome => {
  const at = deck.open.findIndex(({ match }) => match.id === matchId)
  const dealt = deck.open[at]
  return became(
    dealt
      ? matchMessage(deck, dealt, deck.open[at + 1] ?? null, field.participants, null)
      : draftMessage(deck, 0, null),
  )
}
