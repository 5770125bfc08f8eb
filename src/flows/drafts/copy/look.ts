import {
  actions,
  button,
  type Fact,
  type Message,
  message,
  type Part,
  quiet,
  say,
} from '../../../core/message.ts'
import type { Participant } from '../../../core/model.ts'
import type { NextBest, ScorePart } from '../../../core/pairing.ts'
import { firstName, sayNames } from '../../../core/saying.ts'
import type { People } from '../../people.ts'
import type { Deck } from '../deck.ts'
import { subjectOf } from '../desk.ts'
import type { Dealt } from '../open.ts'
import { sayFit, sayObstacle, sayScore } from './common.ts'

/** What parts count is told in these. */
const WHOLE = 65_536

const labelOf = (name: ScorePart['name'], first: string, second: string): string => {
  switch (name) {
    case 'first-learns':
      return `What ${first} hopes for, and ${second} offers`
    case 'second-learns':
      return `What ${second} hopes for, and ${first} offers`
    case 'interests':
      return 'Interests'
    case 'hours':
      return 'Shared working hours'
    case 'languages':
      return 'Languages'
    case 'location':
      return 'Place'
  }
}

const sayValue = ({ value, known, silent }: ScorePart): string => {
  if (known) {
    const usual = silent ? `, by the usual 9 to 17 for ${silent === 'both' ? 'both' : 'one of them'}` : ''
    return `${sayScore(value)}${usual}`
  }
  // Drafts from before it was kept do not tell how many have not said.
  if (!silent) return 'not said by both, so average'
  return `${silent === 'both' ? 'said by neither' : 'not said by one of them'}, so average`
}

const factOf = (part: ScorePart, first: string, second: string): Fact => ({
  label: labelOf(part.name, first, second),
  value: `${sayValue(part)}; counts for ${Math.round((100 * part.weight) / WHOLE)} %`,
})

/** "2.4 points"; null where that rounds to none. */
const points = (cost: number): string | null => {
  const rounded = Math.abs(cost / 100).toFixed(1)
  if (rounded === '0.0') return null
  return rounded === '1.0' ? '1 point' : `${rounded.replace(/\.0$/, '')} points`
}

const WEAKER = 'makes a pair weaker than any here.'

/** "Swapping costs all pairs together 2.4 points." */
const sayCost = ({ swapCost, costAtLeast, lowersWorst }: NextBest): string => {
  if (swapCost === null) {
    if (costAtLeast === null)
      return 'A straight swap is ruled out, and the two would be weaker than any pair here.'
    const least = points(costAtLeast)
    return least === null
      ? 'A straight swap is ruled out, and no other way makes all pairs together better.'
      : `A straight swap is ruled out; any other way costs all pairs together ${least} or more.`
  }
  const cost = points(swapCost)
  if (cost === null) {
    const none = `Swapping makes ${swapCost === 0 ? 'no' : 'next to no'} difference to all pairs together`
    return lowersWorst ? `${none}, but ${WEAKER}` : `${none}.`
  }
  const said = `Swapping ${swapCost > 0 ? 'costs' : 'gains'} all pairs together ${cost}`
  return lowersWorst ? `${said}, and ${WEAKER}` : `${said}.`
}

const nextBestParts = (
  { match: { nextBest } }: Dealt,
  nameOf: (id: string) => string | null,
): readonly Part[] => {
  const known = nextBest.flatMap((one) => {
    const [name, other] = [nameOf(one.participantId), nameOf(one.otherId)]
    return name && other
      ? [say(`Next best for ${name}: ${other}, ${sayFit(one.score)}. ${sayCost(one)}`)]
      : []
  })
  return known.length > 0 ? [quiet('As it was when this draft was made:'), ...known] : []
}

/** First names, or whole names where two would be called the same. */
const calledApart = (people: readonly Participant[]): readonly string[] => {
  const called = people.map(({ name }) => firstName(name))
  return new Set(called).size < called.length ? people.map(({ name }) => name) : called
}

/** What the third of three has to do with the score: only the lower of the two scores that make it is kept. */
const thirdParts = ({ match, people }: Dealt): readonly Part[] => {
  const [one, other, third] = people
  if (!one || !other || !third || match.parts.length === 0) return []
  const ofTwo = Math.round(match.parts.reduce((sum, { value, weight }) => sum + value * weight, 0) / WHOLE)
  const two = sayNames([one, other])
  return [
    say(
      sayScore(match.score) !== sayScore(ofTwo)
        ? `${two} alone would be ${sayFit(ofTwo)}, ${sayScore(ofTwo)}. ${third.name} with each of them, taken together, is ${sayFit(match.score)}, ${sayScore(match.score)}. The lower of the two counts.`
        : `${third.name} suits each of them, taken together, no less than they suit one another.`,
    ),
    quiet(`About ${two}:`),
  ]
}

/** One match from all sides. `next` is the match after it; null for the last. */
export const matchMessage = (
  { draft }: Deck,
  one: Dealt,
  next: Dealt | null,
  people: People,
  news: string | null,
): Message => {
  const { match, obstacle } = one
  const [first = '', second = ''] = calledApart(one.people)
  const nameOf = (id: string) => people.get(id)?.name ?? null
  return message(
    news ?? `${sayNames(one.people)}: ${sayFit(match.score)}.`,
    { type: 'heading', text: sayNames(one.people) },
    ...(news ? [say(news)] : []),
    say(
      `${sayFit(match.score).replace(/^a/, 'A')}, ${sayScore(match.score)}.${match.fixed ? ' Kept in the next draft.' : ''} ${match.reasons.join(' ')}`,
    ),
    ...(obstacle ? [say(sayObstacle(obstacle))] : []),
    ...(match.caution ? [say(match.caution)] : []),
    ...thirdParts(one),
    ...(match.parts.length > 0
      ? [{ type: 'facts' as const, facts: match.parts.map((part) => factOf(part, first, second)) }]
      : []),
    ...nextBestParts(one, nameOf),
    actions(
      ...(obstacle !== null && obstacle !== 'instead'
        ? []
        : [
            button('Approve', 'drafts', 'approve', subjectOf(draft, match.id), {
              style: 'primary',
              confirm: {
                title: 'Approve this pair?',
                text: 'They are introduced in their working hours.',
                yes: 'Approve',
                no: 'Not yet',
              },
            }),
          ]),
      button('Reject', 'drafts', 'reject', subjectOf(draft, match.id)),
      match.fixed
        ? button('No longer keep', 'drafts', 'let-go', subjectOf(draft, match.id))
        : button('Keep', 'drafts', 'keep', subjectOf(draft, match.id)),
      button('Swap', 'drafts', 'swap', subjectOf(draft, match.id)),
      ...(next ? [button('Next pair', 'drafts', 'look', subjectOf(draft, next.match.id))] : []),
      button('Back to the draft', 'drafts', 'page', subjectOf(draft, 0)),
    ),
  )
}
