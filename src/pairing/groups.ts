import type { RefusedMatch } from '../core/pairing.ts'
import type { Constraints } from './constraints.ts'
import { objectionsTo, roomOf } from './objections.ts'
import type { Person, Rules } from './types.ts'

/** Who is to be paired on one side, as places in the list of people. */
export interface Group {
  /** Those who still need a partner. */
  first: readonly number[]
  /** How many partners more than the first each place may take; only places with some. */
  further: ReadonlyMap<number, number>
}

/** Two people, as places in the list. */
export type Pair = readonly [number, number]

/** A match that stands, in the order in which it is shown. */
export interface Fixed {
  pair: Pair
  third: number | null
}

/** All of a match, two or three. */
export const membersOf = ({ pair, third }: Fixed): readonly number[] =>
  third === null ? pair : [...pair, third]

export interface Groups {
  a: Group
  b: Group
  fixed: readonly Fixed[]
  refused: readonly RefusedMatch[]
}

/** The first two of a match as they are shown: of different sides, a first, or in one pool the lower id first. */
export function inOrder(members: readonly number[], people: readonly Person[], rules: Rules): Fixed | null {
  const [one, other, third = null] = members
  if (one === undefined || other === undefined) return null
  const side = (at: number): string | undefined => people[at]?.side
  if (rules.sides === 'two' && third !== null && side(one) === side(other) && side(third) !== side(one)) {
    return inOrder([one, third, other], people, rules)
  }
  const straight =
    rules.sides === 'one'
      ? (people[one]?.id ?? '') < (people[other]?.id ?? '')
      : side(one) === 'a' || side(one) === side(other)
  return { pair: straight ? [one, other] : [other, one], third }
}

/** Keeps the coordinator's matches that may be kept, and sorts everyone else by what they still need. */
export function groupsOf(people: readonly Person[], rules: Rules, constraints: Constraints): Groups {
  const place = new Map(people.map((person, at) => [person.id, at]))
  const used = Int32Array.from(people, ({ partners }) => partners)
  const fixed: Fixed[] = []
  const refused: RefusedMatch[] = []
  const seen = new Set<string>()
  const asked = rules.fixed
    .map((ids) => {
      const sorted = [...ids].sort()
      // In which order two are named says nothing; of three, the last joins the others.
      const named = ids.length > 2 ? ids : sorted
      return { ids: named, key: JSON.stringify(sorted), order: JSON.stringify([sorted, named]) }
    })
    .sort((one, other) => (one.order < other.order ? -1 : one.order > other.order ? 1 : 0))
  for (const { ids, key } of asked) {
    if (seen.has(key)) continue
    seen.add(key)
    const [objection] = objectionsTo(ids, people, place, rules, constraints, used)
    if (objection) {
      refused.push({ participantIds: ids, ...objection })
      continue
    }
    const members = ids.flatMap((id) => place.get(id) ?? [])
    const match = inOrder(members, people, rules)
    if (match === null) continue
    for (const at of members) used[at] = (used[at] ?? 0) + 1
    fixed.push(match)
  }
  const group = (side: 'a' | 'b'): Group => {
    const first: number[] = []
    const further = new Map<number, number>()
    for (const [at, person] of people.entries()) {
      if (person.side !== side || constraints.alone(at) !== null) continue
      const taken = used[at] ?? 0
      if (taken === 0) first.push(at)
      const more = roomOf(person, rules) - Math.max(1, taken)
      if (more > 0) further.set(at, more)
    }
    return { first, further }
  }
  return { a: group('a'), b: group('b'), fixed, refused }
}
