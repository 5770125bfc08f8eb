import type { Constraint, Waiting } from '../core/pairing.ts'
import type { Constraints } from './constraints.ts'
import { type Fixed, membersOf, type Pair } from './groups.ts'
import { roomOf } from './objections.ts'
import { type Sharing, waitingText } from './sentences.ts'
import type { Person, Rules } from './types.ts'

/** Everyone's standing after the pairing, by place in the list of people. */
export interface Outcome {
  people: readonly Person[]
  rules: Rules
  constraints: Constraints
  /** True for those in at least one pair. */
  paired: Uint8Array
  /** Pairs that were free to choose, and those that were not. */
  free: readonly Pair[]
  fixed: readonly Fixed[]
  /** How well two people go together, 0 to 10,000. */
  score(one: number, other: number): number
}

type Finding = Pick<Waiting, 'constraint' | 'change'>

function ownReason(constraint: Constraint, person: Person, certain: boolean): Finding | null {
  switch (constraint) {
    case 'paused':
      return { constraint, change: { type: 'return', certain } }
    case 'no-consent':
      return { constraint, change: { type: 'consent', certain } }
    case 'no-capacity':
      return { constraint, change: { type: 'raise-capacity', participantId: person.id, certain } }
    default:
      return null
  }
}

/** The constraint that most of these run into; of several, the first by name. Null: none does. */
function mostCommon(constraints: readonly Constraint[]): { constraint: Constraint; times: number } | null {
  const counts = new Map<Constraint, number>()
  for (const constraint of constraints) counts.set(constraint, (counts.get(constraint) ?? 0) + 1)
  const [top] = [...counts].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
  return top === undefined ? null : { constraint: top[0], times: top[1] }
}

/** Those who can be paired at all, and those of them who have nobody, by side; in one pool all are in both. */
interface Crowd {
  all: { a: readonly number[]; b: readonly number[] }
  waiting: { a: readonly number[]; b: readonly number[] }
  /** How many of each side need a partner, and how many partners each can take on. */
  needing: { a: number; b: number }
  room: { a: number; b: number }
  /** Whether no more than one of a side is in no pair, so that a partner more for that side is theirs. */
  single: { a: boolean; b: boolean }
  /** Those of a side who could take one more person, if only they were allowed to, so that nobody else is left out. */
  reachable: { a: () => readonly number[]; b: () => readonly number[] }
}

function crowdOf(outcome: Outcome): Crowd {
  const { people, rules, constraints, paired } = outcome
  const able = (side: 'a' | 'b'): number[] =>
    people.flatMap((person, at) =>
      (rules.sides === 'one' || person.side === side) && constraints.alone(at) === null ? [at] : [],
    )
  const all = { a: able('a'), b: able('b') }
  const waiting = (list: readonly number[]): number[] => list.filter((at) => paired[at] === 0)
  const needing = (list: readonly number[]): number => list.filter((at) => people[at]?.partners === 0).length
  const room = (list: readonly number[]): number =>
    list.reduce((sum, at) => {
      const person = people[at]
      return sum + (person ? Math.max(0, roomOf(person, rules) - person.partners) : 0)
    }, 0)
  const once = (side: 'a' | 'b'): (() => readonly number[]) => {
    let known: readonly number[] | null = null
    return () => {
      known ??= reachableOf(all[side], outcome)
      return known
    }
  }
  const inPair = new Set([...outcome.free, ...outcome.fixed.map(membersOf)].flat())
  const single = (list: readonly number[]): boolean =>
    list.filter((at) => people[at]?.partners === 0 && !inPair.has(at)).length <= 1
  return {
    all,
    single: { a: single(all.a), b: single(all.b) },
    waiting: { a: waiting(all.a), b: waiting(all.b) },
    needing: { a: needing(all.a), b: needing(all.b) },
    room: { a: room(all.a), b: room(all.b) },
    reachable: { a: once('a'), b: once('b') },
  }
}

/**
 * Whoever of a side has room, or whose partner could go to somebody who has, or whose partner's new partner could make
 * room in turn, and so on: alternating paths, from their end.
 */
function reachableOf(
  side: readonly number[],
  { people, rules, constraints, free, fixed }: Outcome,
): number[] {
  const inSide = new Set(side)
  const used = Int32Array.from(people, ({ partners }) => partners)
  for (const at of [...free, ...fixed.map(membersOf)].flat()) used[at] = (used[at] ?? 0) + 1
  /** Who could go elsewhere, and from whom of this side. */
  let movable = free.flatMap(([one, other]) => [
    ...(inSide.has(one) ? [{ from: one, partner: other }] : []),
    ...(inSide.has(other) ? [{ from: other, partner: one }] : []),
  ])
  const found = new Set(
    side.filter((at) => {
      const person = people[at]
      return person !== undefined && (used[at] ?? 0) < roomOf(person, rules)
    }),
  )
  for (const { from, partner } of movable) if ((used[partner] ?? 0) > 1) found.add(from)
  for (const at of found) {
    const left: typeof movable = []
    for (const pair of movable) {
      // In one pool, a pair that has given way one way round cannot do so the other way.
      if (found.has(pair.from) || (rules.sides === 'one' && found.has(pair.partner))) continue
      if (constraints.allows(pair.partner, at)) found.add(pair.from)
      else left.push(pair)
    }
    movable = left
  }
  return [...found]
}

function findingFor(at: number, person: Person, outcome: Outcome, crowd: Crowd): Finding {
  const { people, rules, constraints } = outcome
  const otherSide = person.side === 'a' ? 'b' : 'a'
  const own = constraints.alone(at)
  if (own !== null) {
    // With one more on this side who is allowed there, more people can be paired, and only by pairing this one.
    const certain =
      (own === 'no-capacity' || person.capacity > 0) &&
      crowd.reachable[otherSide]().some((other) => constraints.allows(at, other))
    const finding = ownReason(own, person, certain)
    if (finding !== null) return finding
  }
  const certain = crowd.single[person.side]

  const everyone = crowd.all[otherSide]
  const addPerson = { type: 'add-person', side: rules.sides === 'one' ? null : otherSide, certain } as const
  const isAllowed = (other: number): boolean => other !== at && constraints.allows(at, other)
  const possible = everyone.some(isAllowed)
  // Someone on the other side who waits too is the nearest; with nobody allowed at all, whoever could make room.
  const near = possible || rules.sides === 'one' ? crowd.waiting[otherSide] : crowd.reachable[otherSide]()
  const single = mostCommon(
    near.flatMap((other) => {
      const [only, ...more] = other === at ? [] : constraints.between(at, other)
      return only === undefined || more.length > 0 ? [] : [only]
    }),
  )
  if (single !== null) {
    const { constraint, times } = single
    return {
      constraint,
      change: { type: 'lift', constraint, partners: constraint === 'excluded' ? null : times },
    }
  }
  if (!possible) {
    const usual = mostCommon(
      everyone.flatMap((other) => (other === at ? [] : constraints.between(at, other))),
    )
    return { constraint: usual?.constraint ?? 'outnumbered', change: addPerson }
  }
  if (rules.sides === 'one') {
    return { constraint: crowd.all.a.length % 2 === 1 ? 'outnumbered' : 'crowded', change: addPerson }
  }
  if (crowd.needing[person.side] > crowd.room[otherSide])
    return { constraint: 'outnumbered', change: addPerson }
  let best = at
  let most = -1
  for (const other of everyone) {
    const score = isAllowed(other) ? outcome.score(at, other) : -1
    if (score <= most) continue
    best = other
    most = score
  }
  return {
    constraint: 'crowded',
    change: { type: 'raise-capacity', participantId: people[best]?.id ?? person.id, certain },
  }
}

/** Names everyone without a partner, in order of their ids, with what stands in the way and what would help. */
export function waitingOf(outcome: Outcome): Waiting[] {
  const { people, paired, rules } = outcome
  if (!paired.includes(0)) return []
  const names = new Map(people.map(({ id, name }) => [id, name]))
  const name = (id: string): string => names.get(id) ?? 'someone'
  const found: Waiting[] = []
  const crowd = crowdOf(outcome)
  const severalHelped = rules.odd === 'trio' && rules.sides === 'two' ? 'two-of-them' : 'one-of-them'
  const sharing = ({ side }: Person): Sharing => (crowd.waiting[side].length > 1 ? severalHelped : 'nobody')
  for (const [at, person] of people.entries()) {
    if (paired[at] !== 0) continue
    const finding = { participantId: person.id, ...findingFor(at, person, outcome, crowd) }
    found.push({ ...finding, reason: waitingText(finding, name, sharing(person)) })
  }
  return found.sort((a, b) => (a.participantId < b.participantId ? -1 : 1))
}
