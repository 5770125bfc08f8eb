import type { Objection } from '../core/pairing.ts'
import type { Constraints } from './constraints.ts'
import { objectionText } from './sentences.ts'
import type { Person, Rules } from './types.ts'

/** The partners that somebody can have at once, those they have already included. In one pool, nobody has two. */
export const roomOf = ({ capacity }: Person, { sides }: Rules): number =>
  sides === 'one' ? Math.min(capacity, 1) : capacity

/** Everything that forbids these people, given by id, to be a match of two or three. Empty: they may be one. */
export function objectionsTo(
  ids: readonly string[],
  people: readonly Person[],
  placeOf: ReadonlyMap<string, number>,
  rules: Rules,
  constraints: Constraints,
  /** How many partners each place has by now. */
  used: Int32Array,
): Objection[] {
  const places = ids.map((id) => placeOf.get(id) ?? -1)
  const members = places.flatMap((at) => people[at] ?? [])
  const names = members.map(({ name }) => name)
  if (members.length < ids.length) return [objection('unknown-person', names)]
  if (new Set(ids).size < 2 || new Set(ids).size < ids.length) return [objection('same-person', names)]
  const found: Objection[] = []
  if (rules.sides === 'two' && new Set(members.map(({ side }) => side)).size < 2) {
    found.push(objection('same-side', names))
  }
  if (rules.odd === 'waitlist' && ids.length > 2) found.push(objection('no-trios', names))
  for (const [index, at] of places.entries()) {
    const name = [names[index] ?? '']
    const alone = constraints.alone(at)
    const person = people[at]
    if (alone !== null) found.push(objection(alone, name))
    else if (person && (used[at] ?? 0) >= roomOf(person, rules)) found.push(objection('no-capacity', name))
  }
  for (const [index, one] of places.entries()) {
    for (const [later, other] of places.entries()) {
      if (later <= index) continue
      const both = [names[index] ?? '', names[later] ?? '']
      for (const constraint of constraints.between(one, other)) found.push(objection(constraint, both))
    }
  }
  return found
}

const objection = (constraint: Objection['constraint'], names: readonly string[]): Objection => ({
  constraint,
  reason: objectionText(constraint, names),
})
