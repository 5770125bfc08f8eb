import type { Constraint, Waiting } from '../core/pairing.ts'
import type { Constraints } from './constraints.ts'
import { waitingText } from './sentences.ts'
import type { Person, Rules } from './types.ts'

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

type Finding = Pick<Waiting, 'constraint' | 'change'>

function ownReason(constraint: Constraint, person: Person): Finding | null {
  switch (constraint) {
    case 'paused':
      return { constraint, change: { type: 'return' } }
    case 'no-consent':
      return { constraint, change: { type: 'consent' } }
    case 'no-capacity':
      return { constraint, change: { type: 'raise-capacity', participantId: person.id } }
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
  return { constraint, change: { type: 'lift', constraint, partners: alone.get(constraint) ?? 0 } }
}

/** Those who can be paired at all, and those of them who have nobody, by side; in one pool all are in both. */
interface Crowd {
  all: { a: readonly number[]; b: readonly number[] }
  waiting: { a: readonly number[]; b: readonly number[] }
  /** How many partners each side can take on. */
  room: { a: number; b: number }
}

function crowdOf({ people, rules, constraints, paired }: Outcome): Crowd {
  const able = (side: 'a' | 'b'): number[] =>
    people.flatMap((person, at) =>
      (rules.sides === 'one' || person.side === side) && constraints.alone(at) === null ? [at] : [],
    )
  const all = { a: able('a'), b: able('b') }
  const waiting = (list: readonly number[]): number[] => list.filter((at) => paired[at] === 0)
  const room = (list: readonly number[]): number =>
    list.reduce((sum, at) => sum + Math.max(0, (people[at]?.capacity ?? 0) - (people[at]?.partners ?? 0)), 0)
  return {
    all,
    waiting: { a: waiting(all.a), b: waiting(all.b) },
    room: { a: room(all.a), b: room(all.b) },
  }
}

function findingFor(at: number, person: Person, outcome: Outcome, crowd: Crowd): Finding {
  const { people, rules, constraints } = outcome
  const own = constraints.alone(at)
  const ownFinding = own === null ? null : ownReason(own, person)
  if (ownFinding !== null) return ownFinding

  const otherSide = person.side === 'a' ? 'b' : 'a'
  const blocks = (others: readonly number[]): (readonly Constraint[])[] =>
    others.filter((other) => other !== at).map((other) => constraints.between(at, other))
  const allowed = (other: number): boolean => other !== at && constraints.between(at, other).length === 0
  const possible = crowd.all[otherSide].some(allowed)
  if (!possible) {
    const found = worstConstraint(blocks(crowd.all[otherSide]))
    if (found !== null) return found
  }
  // Someone on the other side is waiting too: what stands between the two is the smallest thing to mend.
  const between = worstConstraint(blocks(crowd.waiting[otherSide]))
  if (between !== null) return between
  if (rules.sides === 'one') {
    const constraint = crowd.all.a.length % 2 === 1 ? 'outnumbered' : 'crowded'
    return { constraint, change: { type: 'add-person', side: null } }
  }
  if (!possible || crowd.all[person.side].length > crowd.room[otherSide]) {
    return { constraint: 'outnumbered', change: { type: 'add-person', side: otherSide } }
  }
  const [first, ...rest] = crowd.all[otherSide].filter(allowed)
  const best = rest.reduce(
    (top, other) => (outcome.score(at, other) > outcome.score(at, top) ? other : top),
    first ?? at,
  )
  return {
    constraint: 'crowded',
    change: { type: 'raise-capacity', participantId: people[best]?.id ?? person.id },
  }
}

/** Names everyone without a partner, in order of their ids, with what stands in the way and what would help. */
export function waitingOf(outcome: Outcome): Waiting[] {
  const { people, paired } = outcome
  const names = new Map(people.map(({ id, name }) => [id, name]))
  const name = (id: string): string => names.get(id) ?? 'someone'
  const crowd = crowdOf(outcome)
  const found: Waiting[] = []
  for (const [at, person] of people.entries()) {
    if (paired[at] !== 0) continue
    const finding = { participantId: person.id, ...findingFor(at, person, outcome, crowd) }
    found.push({ ...finding, reason: waitingText(finding, name) })
  }
  return found.sort((a, b) => (a.participantId < b.participantId ? -1 : 1))
}
