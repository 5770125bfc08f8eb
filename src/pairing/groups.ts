import type { Constraints } from './constraints.ts'
import { refusedText } from './sentences.ts'
import type { Person, RefusedPair, Rules } from './types.ts'

/** Who is to be paired on one side, as places in the list of people. */
export interface Group {
  /** Those who still need a partner. */
  first: readonly number[]
  /** How many partners more than the first each place may take; only places with some. */
  further: ReadonlyMap<number, number>
}

export interface Groups {
  a: Group
  b: Group
  /** Pairs that a coordinator set and that stand, side a first. */
  fixed: readonly (readonly [number, number])[]
  refused: readonly RefusedPair[]
}

/** Keeps the coordinator's pairs that may be kept, and sorts everyone else by what they still need. */
export function groupsOf(people: readonly Person[], rules: Rules, constraints: Constraints): Groups {
  const place = new Map(people.map((person, at) => [person.id, at]))
  const used = new Int32Array(people.length)
  const fixed: [number, number][] = []
  const refused: RefusedPair[] = []
  const name = (id: string): string => people[place.get(id) ?? -1]?.name ?? 'Someone'
  const seen = new Set<string>()
  const asked = rules.fixed
    .map(([one, other]): [string, string] => (one < other ? [one, other] : [other, one]))
    .sort(([a, b], [c, d]) => (a < c ? -1 : a > c ? 1 : b < d ? -1 : b > d ? 1 : 0))
  for (const pair of asked) {
    const key = JSON.stringify(pair)
    if (seen.has(key)) continue
    seen.add(key)
    const one = place.get(pair[0])
    const other = place.get(pair[1])
    const refuse = (constraint: RefusedPair['constraint']): void => {
      refused.push({ people: pair, constraint, text: refusedText({ people: pair, constraint }, name) })
    }
    if (one === undefined || other === undefined) {
      refuse('unknown-person')
      continue
    }
    if (one === other) {
      refuse('same-person')
      continue
    }
    // In one pool, nobody has more than one partner.
    const room = (at: number): number =>
      Math.min(people[at]?.capacity ?? 0, rules.sides === 'one' ? 1 : Number.POSITIVE_INFINITY)
    const full = [one, other].some((at) => (used[at] ?? 0) >= room(at))
    const forbidden =
      (rules.sides === 'two' && people[one]?.side === people[other]?.side ? 'same-side' : null) ??
      constraints.alone(one) ??
      constraints.alone(other) ??
      constraints.between(one, other)[0] ??
      (full ? 'no-capacity' : null)
    if (forbidden !== null) {
      refuse(forbidden)
      continue
    }
    used[one] = (used[one] ?? 0) + 1
    used[other] = (used[other] ?? 0) + 1
    fixed.push(rules.sides === 'one' || people[one]?.side === 'a' ? [one, other] : [other, one])
  }
  const group = (side: 'a' | 'b'): Group => {
    const first: number[] = []
    const further = new Map<number, number>()
    for (const [at, person] of people.entries()) {
      if (person.side !== side || constraints.alone(at) !== null) continue
      const taken = used[at] ?? 0
      if (taken === 0) first.push(at)
      const more = person.capacity - Math.max(1, taken)
      if (more > 0) further.set(at, more)
    }
    return { first, further }
  }
  return { a: group('a'), b: group('b'), fixed, refused }
}
