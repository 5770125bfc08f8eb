import { actions, button, type Message, message, quiet, say, strong, text } from '../../../core/message.ts'
import type { Meeting, Pair, Programme } from '../../../core/model.ts'
import { sayCount, sayDay } from '../../../core/saying.ts'
import { homeButton } from '../../copy.ts'
import { names, showDraft } from './common.ts'

/** Pairs on one page of a message. */
export const PAIRS_A_PAGE = 10

/** One line of the list of pairs. */
export interface PairLine {
  readonly pair: Pair
  readonly introduced: boolean
  readonly next: Meeting | null
}

/** One page of the pairs of a programme. `total` counts all of them. */
export const pairsMessage = (
  programme: Programme,
  lines: readonly PairLine[],
  page: number,
  total: number,
  zone: string,
): Message => {
  const pages = Math.max(1, Math.ceil(total / PAIRS_A_PAGE))
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
    ...(pages > 1 ? [quiet(`Page ${page + 1} of ${pages}.`)] : []),
    {
      type: 'list',
      items: lines.map(
        ({ pair, introduced, next }) =>
          text`${strong(names(pair.members))}: ${stateOf(introduced, next, zone)}`,
      ),
    },
    actions(
      ...(page < pages - 1 ? [button('Next page', 'drafts', 'pairs', `${programme.id}:${page + 1}`)] : []),
      ...(page > 0 ? [button('Page before', 'drafts', 'pairs', `${programme.id}:${page - 1}`)] : []),
      showDraft(programme),
      homeButton,
    ),
  )
}

const stateOf = (introduced: boolean, next: Meeting | null, zone: string): string => {
  if (!introduced) return 'to be introduced'
  const [time] = next?.times ?? []
  return time ? `introduced; next meeting ${sayDay(time, zone)}` : 'introduced; no meeting booked'
}
