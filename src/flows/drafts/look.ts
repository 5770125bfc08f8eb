import { answerTo, refilled } from '../../core/answers.ts'
import { askAgain, became, type Outcome } from '../../core/flow.ts'
import type { Answers } from '../../core/message.ts'
import type { Participant } from '../../core/model.ts'
import { closerForm, draftMessage, pairMissing, sayNotFound } from './copy/draft.ts'
import { matchMessage } from './copy/look.ts'
import type { Desk } from './desk.ts'
import { plainName } from './rules.ts'

/** Reads the form that asks which match to look at: one that was chosen, or one that somebody is in. */
export const lookFor = (desk: Desk, answers: Answers): Outcome => {
  const chosen = answerTo(answers, 'pair')
  if (chosen) return look(desk, chosen)
  const form = closerForm(desk.deck)
  if (!form) return look(desk, chosen)
  const who = plainName(answerTo(answers, 'who'))
  if (!who) return askAgain(refilled(form, answers), { pair: pairMissing })
  const exactly = desk.deck.open.filter(({ people }) => people.some((one) => called(one).includes(who)))
  const fitting = desk.deck.open.filter(({ people }) =>
    people.some((one) => called(one).some((name) => name.includes(who))),
  )
  const [found, another] = exactly.length > 0 ? exactly : fitting
  return found && !another
    ? look(desk, found.match.id)
    : askAgain(refilled(form, answers), { who: sayNotFound(fitting) })
}

const called = ({ name, email }: Participant): readonly string[] => [plainName(name), plainName(email)]

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
