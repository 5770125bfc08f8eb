import {
  actions,
  button,
  type Fact,
  type Message,
  message,
  type Part,
  quiet,
  say,
  strong,
  type Text,
  text,
} from '../../../core/message.ts'
import type { Draft } from '../../../core/model.ts'
import { firstName, sayCount, sayFirstNames, sayNames } from '../../../core/saying.ts'
import type { Comparison, Course, NewMatch, Quality } from '../compare.ts'
import { subjectOf } from '../desk.ts'
import { more, sayFit, sayScore } from './common.ts'

/** Of each kind; a comparison is to be read at a glance. */
const MOST_NAMED = 8

export const nothingToCompare = 'This is the first draft, so there is none to compare it with.'

const sayQuality = ({ pairs, worst, total }: Quality): string =>
  worst === null
    ? 'no pair was open'
    : `${sayCount(pairs, 'pair', 'pairs')}; the weakest ${sayFit(worst)} (${sayScore(worst)}); ${Math.round(total / 100)} of ${100 * pairs} together`

/** Whether coordinators have made it another than it was proposed. */
const isAltered = ({ proposed, now, swapped }: Course): boolean =>
  proposed !== null && (swapped.length > 0 || proposed.pairs !== now.pairs || proposed.total !== now.total)

const factsOf = (when: string, left: string, course: Course): readonly Fact[] => [
  ...(course.proposed ? [{ label: `${when}, as proposed`, value: sayQuality(course.proposed) }] : []),
  ...(course.proposed === null || isAltered(course)
    ? [{ label: `${when}, ${left}`, value: sayQuality(course.now) }]
    : []),
]

const sayWas = (was: NewMatch['was']): string =>
  was
    .map(({ person, partners, rejected }) => {
      const whom = partners.length > 0 ? sayFirstNames(partners) : 'nobody'
      return `${firstName(person.name)} with ${whom}${rejected ? ' (rejected)' : ''}`
    })
    .join(', ')

const sayNew = ({ people, score, was, proposedBefore }: NewMatch): Text =>
  text`${strong(sayNames(people))}: ${sayFit(score)}. Before: ${sayWas(was)}.${
    proposedBefore ? ' The draft before first proposed them too.' : ''
  }`

/** As many as can be taken in, and how many more there are. */
const some = (items: readonly Text[]): Part => ({
  type: 'list',
  items: [
    ...items.slice(0, MOST_NAMED),
    ...(items.length > MOST_NAMED
      ? [text`And ${sayCount(items.length - MOST_NAMED, 'other', 'others')}.`]
      : []),
  ],
})

/** What coordinators did to a draft since it was proposed. */
const changesIn = ({ swapped, rejected, approved, kept, cameBack, wentOn }: Course): readonly Text[] => [
  ...swapped.map(
    ({ was, is }) => text`${strong(sayNames(was))} were proposed. After a swap: ${strong(sayNames(is))}.`,
  ),
  ...rejected.map((people) => text`${strong(sayNames(people))} were rejected.`),
  ...cameBack.map((people) => text`${strong(sayNames(people))} came back: a decision about them was undone.`),
  ...wentOn.map(
    (people) => text`${strong(sayNames(people))} are in a later draft: a decision about them was undone.`,
  ),
  ...(approved > 0 ? [text`${sayCount(approved, 'pair was', 'pairs were')} approved.`] : []),
  ...(kept > 0 ? [text`${sayCount(kept, 'pair was', 'pairs were')} kept.`] : []),
]

const changedIn = (where: string, course: Course): readonly Part[] => {
  const changes = changesIn(course)
  return changes.length > 0 ? [say(`What coordinators did ${where}:`), some(changes)] : []
}

/** What is the same in two drafts, what has changed, how good each is, and what coordinators did to either. */
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
      facts: [...factsOf('Before', 'as it was left', before), ...factsOf('Now', 'as it stands', after)],
    },
    ...(before.proposed && after.proposed
      ? []
      : [quiet('Older drafts are shown as they were left: how they were first proposed was not kept then.')]),
    ...(changed.length > 0 ? [say('New in this draft:'), some(changed.map(sayNew))] : []),
    ...(left.length > 0 ? [say(`Without a partner now: ${sayNames(left.slice(0, MOST_NAMED))}.`)] : []),
    ...changedIn('with the draft before', before),
    ...changedIn('with this draft', after),
    ...(before.approved > 0 ? [quiet('What was approved in the draft before is not compared.')] : []),
    actions(button('Back to the draft', 'drafts', 'page', subjectOf(draft, 0)), more(draft)),
  )
}
