import { became, type Context, type Outcome } from '../../core/flow.ts'
import type { Answers } from '../../core/message.ts'
import { byId } from '../people.ts'
import { askOnceMore, oneFrom } from './choosing.ts'
import { pairChoices } from './copy/choosing.ts'
import { closerForm, draftMessage } from './copy/draft.ts'
import { matchMessage } from './copy/look.ts'
import type { Desk } from './desk.ts'

/** Reads the form that asks which match to look at. */
export const lookFor = async (desk: Desk, answers: Answers, context: Context): Promise<Outcome> => {
  const pair = await oneFrom(pairChoices(desk.deck.open), 'pair', answers, context)
  const [first = ''] = pair.shown.chosen
  return askOnceMore(() => closerForm(desk.deck, pair.shown), answers, { pair }) ?? look(desk, first)
}

/** Shows one match of a draft closely; the draft, when that match is no longer open. */
export const look = ({ deck, field }: Desk, matchId: string): Outcome => {
  const at = deck.open.findIndex(({ match }) => match.id === matchId)
  const dealt = deck.open[at]
  return became(
    dealt
      ? matchMessage(deck, dealt, deck.open[at + 1] ?? null, byId(field.participants), null)
      : draftMessage(deck, 0, null),
  )
}
