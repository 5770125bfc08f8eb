import type { Progress, Proof } from '../core/pairing.ts'
import { demand } from './errors.ts'
import { meanScore } from './fit.ts'
import { type Group, type Groups, inOrder, membersOf, type Pair } from './groups.ts'
import { pairPool } from './pool/pair.ts'
import type { Chosen, Instead, Setting } from './setting.ts'
import { pairSides } from './sides.ts'
import { bestTrios, type Trios } from './trios/index.ts'
import { type Joining, joinPairs } from './trios/join.ts'

/** A match that was free to choose. */
export interface Placed {
  pair: Pair
  third: number | null
  /** Whom each of the two could have had instead; null where it was chosen as a trio, so that no price tells. */
  instead: readonly Instead[] | null
}

/** Everybody's place. */
export interface Places {
  free: readonly Placed[]
  /** Who joins which of the pairs that a coordinator set. */
  joining: ReadonlyMap<Pair, number>
  proof: Omit<Proof, 'worst'>
}

/**
 * Gives everybody who needs one a place: in a pair or, where the rules allow, as the third of one. Where somebody would
 * be left over although others have room for a second partner, a place for each is tried as well: then trios are chosen
 * together with the pairs, which can serve more people.
 */
export function place(setting: Setting, groups: Groups, heard: (progress: Progress) => void): Places {
  const found = placeIn(setting, groups, heard)
  const placed = placedIn(found, groups)
  const isFull = placed === groups.a.first.length + groups.b.first.length
  if (found.proof.together || isFull || !hasRoomBeside(groups)) return found
  const each = placeIn(setting, withoutFurther(groups), heard)
  if (placedIn(each, groups) <= placed) return found
  return { ...each, proof: { ...each.proof, together: false } }
}

const hasRoomBeside = ({ a, b }: Pick<Groups, 'a' | 'b'>): boolean => a.further.size + b.further.size > 0

/** How many of those who need a place have one. */
function placedIn({ free, joining }: Places, { a, b }: Groups): number {
  const placed = new Set([...free.flatMap(membersOf), ...joining.values()])
  return [...a.first, ...b.first].filter((at) => placed.has(at)).length
}

/** The groups, with no place for anybody but their first. */
function withoutFurther({ a, b, ...rest }: Groups): Groups {
  const firstOnly = ({ first }: Group): Group => ({ first, further: new Map() })
  return { ...rest, a: firstOnly(a), b: firstOnly(b) }
}

function placeIn(setting: Setting, groups: Groups, heard: (progress: Progress) => void): Places {
  const chosen = pairUp(setting, groups, heard)
  const placed = new Set([...groups.fixed, ...chosen.free].flatMap(({ pair }) => pair))
  for (const { third } of groups.fixed) if (third !== null) placed.add(third)
  const leftOver = [...groups.a.first, ...groups.b.first].filter((at) => !placed.has(at))
  const kept = groups.fixed.flatMap(({ pair, third }) => (third === null ? [pair] : []))
  const nobodyJoins = leftOver.length === 0 || chosen.free.length + kept.length === 0
  if (setting.rules.odd === 'waitlist' || nobodyJoins) return inPairs(chosen, true)
  const joining = joinPairs(
    leftOver,
    chosen.free.map(({ pair }) => pair),
    kept,
    setting,
  )
  if (!hasOnePlaceEach(chosen, groups, joining, leftOver)) return oneAfterTheOther(chosen, joining)
  const known = {
    matches: chosen.free.map(({ pair }) => ({ pair, third: joining.thirds.get(pair) ?? null })),
    worst: lower(chosen.worst, joining.worst),
  }
  const trios = bestTrios(setting, groups, known, heard)
  if (trios === null) return oneAfterTheOther(chosen, joining)
  if (trios.trios.length === 0) return inPairs(chosen, trios.proved)
  const others = pairUp(setting, without(trios, groups), heard, trios.least)
  return withTrios(trios, others, setting)
}

function pairUp(
  setting: Setting,
  groups: Groups,
  heard: (progress: Progress) => void,
  enough?: number,
): Chosen {
  return setting.rules.sides === 'one'
    ? pairPool(setting, groups, heard, enough)
    : pairSides(setting, groups, heard, enough)
}

/** Whether nobody is given a second partner, nobody could be to help those who are left, and no pair that is kept is joined. */
function hasOnePlaceEach(
  { free }: Chosen,
  { a, b }: Groups,
  { thirds }: Joining,
  leftOver: readonly number[],
): boolean {
  const needing = new Set([...a.first, ...b.first])
  const members = free.flatMap(({ pair }) => pair)
  const once = new Set(members).size === members.length && members.every((at) => needing.has(at))
  const chosen = new Set(free.map(({ pair }) => pair))
  const someLeft = thirds.size < leftOver.length
  return (
    once && !(someLeft && hasRoomBeside({ a, b })) && [...thirds.keys()].every((pair) => chosen.has(pair))
  )
}

const lower = (one: number | null, other: number | null): number | null =>
  one === null || other === null ? (one ?? other) : Math.min(one, other)

const inPairs = ({ free, primal, dual }: Chosen, together: boolean): Places => ({
  free: free.map(({ pair, instead }) => ({ pair, third: null, instead })),
  joining: new Map(),
  proof: { primal, dual, gap: 0, together },
})

/** Pairs as they are best, and thirds as they best join those. */
const oneAfterTheOther = ({ free, primal, dual }: Chosen, { thirds, assignment }: Joining): Places => ({
  free: free.map(({ pair, instead }) => ({ pair, third: thirds.get(pair) ?? null, instead })),
  joining: thirds,
  proof: {
    primal: primal + assignment.primal,
    dual: dual + assignment.dual,
    gap: 0,
    together: free.length === 0,
  },
})

/** Trios, and the best pairs of everybody else, which have to come to what was promised of them. */
function withTrios(
  { trios, least, total, proved }: Trios,
  others: Chosen,
  { score, order, rules }: Setting,
): Places {
  const ordered = trios.flatMap(({ pair, third }) => inOrder([...pair, third], order, rules) ?? [])
  const ofTrios = trios.reduce(
    (sum, { pair: [one, other], third }) =>
      sum + score(one, other) + meanScore(score(third, one), score(third, other)),
    0,
  )
  demand(others.primal + ofTrios === total, 'trios and pairs differ')
  demand((others.worst ?? least) >= least, 'a pair is below the lowest score')
  return {
    free: [
      ...others.free.map(({ pair, instead }) => ({ pair, third: null, instead })),
      ...ordered.map((trio) => ({ ...trio, instead: null })),
    ],
    joining: new Map(),
    proof: { primal: total, dual: others.dual + ofTrios, gap: 0, together: proved },
  }
}

/** The groups without whoever is in a trio. */
function without({ trios }: Trios, { a, b, ...rest }: Groups): Groups {
  const taken = new Set(trios.flatMap(({ pair, third }) => [...pair, third]))
  const outside = ({ first }: Group): Group => ({
    first: first.filter((at) => !taken.has(at)),
    further: new Map(),
  })
  return { ...rest, a: outside(a), b: outside(b) }
}
