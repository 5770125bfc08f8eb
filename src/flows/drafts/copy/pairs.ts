import { actions, button, type Message, message, say, strong, text } from '../../../core/message.ts'
import type { Meeting, Participant, Programme } from '../../../core/model.ts'
import { type Page, pagedSubject } from '../../../core/paging.ts'
import { sayCount, sayDay, sayNames } from '../../../core/saying.ts'
import { homeButton, pageButtons, sayPage } from '../../copy.ts'
import { showDraft } from './common.ts'

/** One line of the list of pairs. */
export interface PairLine {
  readonly people: readonly Participant[]
  readonly introduced: boolean
  /** Whether they will not be introduced, for two of them are kept apart. */
  readonly apart: boolean
  readonly next: Meeting | null
}

/** One page of the pairs of a programme. `total` counts all of them. */
export const pairsMessage = (
  programme: Programme,
  page: Page<PairLine>,
  total: number,
  zone: string,
): Message => {
  const heading = { type: 'heading' as const, text: `Pairs, ${programme.name}` }
  if (total === 0)
    return message(
      `There are no pairs in ${programme.name} yet.`,
      heading,
      say('There are no pairs yet. A draft proposes some, and you decide.'),
      actions(showDraft(programme), homeButton),
    )
  return message(
    `${programme.name} has ${sayCount(total, 'pair', 'pairs')}.`,
    heading,
    say(sayCount(total, 'pair', 'pairs')),
    ...sayPage(page),
    {
      type: 'list',
      items: page.items.map((line) => text`${strong(sayNames(line.people))}: ${stateOf(line, zone)}`),
    },
    actions(
      ...pageButtons(page, (label, number) =>
        button(label, 'drafts', 'pairs', pagedSubject(programme.id, number)),
      ),
      showDraft(programme),
      homeButton,
    ),
  )
}

const stateOf = ({ introduced, apart, next }: PairLine, zone: string): string => {
  if (apart) return 'not introduced, for two of them are kept apart; please undo the approval'
  if (!introduced) return 'to be introduced'
  const [time] = next?.times ?? []
  return time ? `introduced; next meeting ${sayDay(time, zone)}` : 'introduced; no meeting booked'
}
