import type { Constraints } from './constraints.ts'
import { unpairedText } from './sentences.ts'
import type { Change, Constraint, Person, Rules, Unpaired } from './types.ts'

/** Everyone's standing after the pairing, by place in the list of people. */
export interface Outcome {
  people: readonly Person[]
  rules: Rules
  constraints: Constraints
  /** True for those in at least one pair. */
  paired: Uint8Array
  /** How well two people go together, 0 to 10,000. */
  score(one: number, other: number): number
}

type Finding = Pick<Unpaired, 'constraint' | 'change'>

function ownReason(constraint: Constraint, person: Person): Finding | null {
  switch (constraint) {
    case 'paused':
      return { constraint, change: { type: 'return' } }
    case 'no-consent':
      return { constraint, change: { type: 'consent' } }
    case 'no-capacity':
      return { constraint, change: { type: 'raise-capacity', person: person.id } }
    default:
      return null
  }
}

/** Which single constraint, lifted, would open the most pairs; null when there is nobody to open them with. */
function worstConstraint(blocked: readonly (readonly Constraint[])[]): Finding | null {
  const alone = new Map<Constraint, number>()
  const any = new Map<Constraint, number>()
  for (const found of blocked) {
    for (const constraint of found) {
      any.set(constraint, (any.get(constraint) ?? 0) + 1)
      if (found.length === 1) alone.set(constraint, (alone.get(constraint) ?? 0) + 1)
    }
  }
  const [top] = [...(alone.size > 0 ? alone : any)].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
  if (top === undefined) return null
  const [constraint] = top
  return { constraint, change: { type: 'lift', constraint, pairs: alone.get(constraint) ?? 0 } }
}

function findingFor(at: number, person: Person, outcome: Outcome): Finding {
  const { people, rules, constraints, paired } = outcome
  const pool = rules.sides === 'one'
  const own = constraints.alone(at)
  const ownFinding = own === null ? null : ownReason(own, person)
  if (ownFinding !== null) return ownFinding

  const otherSide = person.side === 'a' ? 'b' : 'a'
  const allowed: number[] = []
  const blocked: (readonly Constraint[])[] = []
  const blockedAndFree: (readonly Constraint[])[] = []
  let mine = 1
  let theirs = 0
  for (const [other, candidate] of people.entries()) {
    if (other === at || constraints.alone(other) !== null) continue
    if (!pool && candidate.side === person.side) {
      mine++
      continue
    }
    theirs += candidate.capacity
    const found = constraints.between(at, other)
    if (found.length === 0) allowed.push(other)
    else {
      blocked.push(found)
      if (paired[other] === 0) blockedAndFree.push(found)
    }
  }
  if (allowed.length === 0) {
    const found = worstConstraint(blocked)
    if (found !== null) return found
  }
  // Someone on the other side is waiting too: what stands between the two is the smallest thing to mend.
  const between = worstConstraint(blockedAndFree)
  if (between !== null) return between
  if (pool) {
    const others = allowed.length + blocked.length
    const constraint = others % 2 === 0 || others === 0 ? 'outnumbered' : 'crowded'
    return { constraint, change: { type: 'add-person', side: null } }
  }
  if (mine > theirs || allowed.length === 0) {
    return { constraint: 'outnumbered', change: { type: 'add-person', side: otherSide } }
  }
  const [first, ...rest] = allowed
  const best = rest.reduce(
    (top, other) => (outcome.score(at, other) > outcome.score(at, top) ? other : top),
    first ?? 0,
  )
  const change: Change = { type: 'raise-capacity', person: people[best]?.id ?? person.id }
  return { constraint: 'crowded', change }
}

/** Names everyone without a partner, in order of their ids, with what stands in the way and what would help. */
export function unpairedOf(outcome: Outcome): Unpaired[] {
  const { people, paired } = outcome
  const names = new Map(people.map(({ id, name }) => [id, name]))
  const name = (id: string): string => names.get(id) ?? 'someone'
  const found: Unpaired[] = []
  for (const [at, person] of people.entries()) {
    if (paired[at] !== 0) continue
    const finding = { person: person.id, ...findingFor(at, person, outcome) }
    found.push({ ...finding, text: unpairedText(finding, name) })
  }
  return found.sort((a, b) => (a.person < b.person ? -1 : 1))
}
