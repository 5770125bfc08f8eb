import { actions, button, type Message, message, quiet, say, strong, text } from '../../../core/message.ts'
import type { Draft } from '../../../core/model.ts'
import { firstName, sayCount, sayFirstNames, sayNames } from '../../../core/saying.ts'
import type { Comparison } from '../compare.ts'
import { subjectOf } from '../desk.ts'
import { more, sayFit, sayScore } from './common.ts'

const MOST_CHANGES = 12

export const nothingToCompare = 'This is the first draft, so there is none to compare it with.'

const sayQuality = ({ pairs, worst, total }: Comparison['before']): string =>
  worst === null
    ? 'no pair was open'
    : `${sayCount(pairs, 'pair', 'pairs')}; the weakest ${sayFit(worst)} (${sayScore(worst)}); ${Math.round(total / 100)} of ${100 * pairs} together`

const sayWas = (was: Comparison['changed'][number]['was']): string =>
  was
    .map(
      ({ person, partners }) =>
        `${firstName(person.name)} with ${partners.length > 0 ? sayFirstNames(partners) : 'nobody'}`,
    )
    .join(', ')

/** What is the same in two drafts, what has changed, and how good each is. */
export const compareMessage = (of: Comparison, draft: Draft): Message => {
  const { programme, before, after, same, changed, left } = of
  const sentence =
    changed.length === 0 && left.length === 0
      ? `Both drafts have the same ${same === 1 ? 'pair' : `${same} pairs`}.`
      : `${sayCount(same, 'pair is', 'pairs are')} the same, ${changed.length} changed.`
  return message(
    sentence,
    { type: 'heading', text: `Two drafts of ${programme.name}` },
    say(sentence),
    {
      type: 'facts',
      facts: [
        { label: 'Before', value: sayQuality(before) },
        { label: 'Now', value: sayQuality(after) },
      ],
    },
    ...(changed.length > 0
      ? [
          {
            type: 'list' as const,
            items: changed
              .slice(0, MOST_CHANGES)
              .map(
                ({ people, score, was }) =>
                  text`${strong(sayNames(people))}: ${sayFit(score)}. Before: ${sayWas(was)}.`,
              ),
          },
        ]
      : []),
    ...(changed.length > MOST_CHANGES
      ? [quiet(`And ${sayCount(changed.length - MOST_CHANGES, 'other', 'others')}.`)]
      : []),
    ...(left.length > 0 ? [say(`Without a partner now: ${sayNames(left.slice(0, MOST_CHANGES))}.`)] : []),
    quiet('What was approved or rejected before the newer draft was made is left out.'),
    actions(button('Back to the draft', 'drafts', 'page', subjectOf(draft, 0)), more(draft)),
  )
}
