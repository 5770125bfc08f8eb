import type { Pairable, Pairing, PairingQuestion } from '../core/pairing.ts'
import { proposeApart } from './apart.ts'
import { judge, objectionsOf } from './judge.ts'
import { listed, listedWithoutHours, personsOf, rulesOf } from './listed.ts'
import { propose } from './propose.ts'
import { sampleOf } from './roster.ts'

/**
 * So many people are paired within some 20 milliseconds, even where nearly everybody has a conflict with nearly everybody;
 * the time grows with the square of their number.
 */
const MOST_AT_ONCE = 100

/** The same of those who need a partner, where there may be trios: that grows with their cube. */
const MOST_FOR_TRIOS = 16

const needsPartner = ({ absence, partners }: Pairable): boolean => absence === null && partners === 0

/** The people of these matches, and the sample, by whom the unknown is judged. */
function neededFor(matches: readonly (readonly string[])[], { people, rules }: PairingQuestion): Pairable[] {
  const named = new Set(matches.flat())
  const { a, b } = sampleOf(people, ({ participant }) => participant, rules)
  const sample = new Set([...a, ...b])
  return people.filter(({ participant }, at) => sample.has(at) || named.has(participant.id))
}

/** Pairs a programme's participants: what the core asks for, answered by this folder. */
export const programmePairing: Pairing = {
  isLong: ({ people, rules }) =>
    people.length > MOST_AT_ONCE ||
    (rules.odd === 'trio' && people.filter(needsPartner).length > MOST_FOR_TRIOS),
  propose: ({ people, rules, seed }) =>
    propose(
      personsOf(
        people.map((person) => listed(person, rules)),
        rules.excluded,
      ),
      rulesOf(rules),
      seed,
    ),
  sample: (people, rules) => {
    const { a, b } = sampleOf(people, (person) => person, rules)
    return [...new Set([...a, ...b])].flatMap((at) => people[at] ?? [])
  },
  judge: (matches, question) => {
    const { rules } = question
    return judge(
      matches,
      personsOf(
        neededFor(matches, question).map((person) => listed(person, rules)),
        rules.excluded,
      ),
      rulesOf(rules),
    )
  },
  objections: (matches, { people, rules }) => {
    const named = new Set(matches.flat())
    const needed = people.filter(({ participant }) => named.has(participant.id))
    return objectionsOf(matches, personsOf(needed.map(listedWithoutHours), rules.excluded), rulesOf(rules))
  },
  run: proposeApart,
}
