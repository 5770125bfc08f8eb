import type { Table } from '../table.ts'
import {
  besides,
  bestOfHosts,
  type Gain,
  inOrderOfGain,
  type Open,
  only,
  openAmong,
  sumOfFirst,
  timesIn,
} from './open.ts'
import type { Rest } from './rest.ts'
import { tighter } from './tighter.ts'
import type { Ways } from './ways.ts'

/** What is looked for: a place for everybody, in a pair or a trio. */
export interface Sought {
  pairs: Table
  ways: Ways
  rest: Rest
  /** Of two sides, who is on the one (1) that makes the rows of `rest`; null in one pool. */
  isRow: Uint8Array | null
  /** How many trios, and how many people without a place. */
  trios: number
  alone: number
  /** No pair and no trio may score less. */
  least: number
  /** What it has to come to more than. */
  above: number
  /** Whether the first that is found will do. */
  anyWillDo: boolean
}

/** Trios, by their place among the ways, and what they and the best pairs of everybody else come to. */
export interface Found {
  trios: readonly number[]
  value: number
}

/** What each person counts for, and all who are here together. */
interface Prices {
  price: Float64Array
  sum: number
}

/** How much may still be looked at, in cells and ways: counted, so that the same question gets the same answer. */
export interface Effort {
  left: number
  /** Called often while it becomes less. */
  spent(): void
}

/** How much of an effort it is to go through what is open, for each way, beside one step over one pair. */
const effortPerWay = 6

/** Steps towards prices that promise less: of all there is, and of what is left after each choice. */
const stepsAtFirst = 3_000
const stepsAfterwards = 20

/**
 * The trios that leave the best total; null when none come to more than what was given. Every way is followed, or left
 * where prices prove that it leads nowhere better. Once `effort.left` is below zero, what has been
 * found until then is returned.
 */
export function searchTrios(sought: Sought, effort: Effort): Found | null {
  const { pairs, ways, rest, isRow, trios, alone, least, above, anyWillDo } = sought
  const { rows: people, cells } = pairs
  const { first, second, third, value } = ways
  /** Lower prices take time that is well spent only where the best is looked for. */
  const sides = anyWillDo ? null : isRow
  const here = new Uint8Array(people).fill(1)
  const chosen: number[] = []
  let best: Found | null = null
  let bar = above
  const isSettled = (): boolean => effort.left < 0 || (anyWillDo && best !== null)

  const membersOf = (way: number): number[] => [first[way] ?? 0, second[way] ?? 0, third[way] ?? 0]
  const holds = (way: number, person: number): boolean =>
    first[way] === person || second[way] === person || third[way] === person

  /** For each person here, how far their nearest pair, or staying alone, is from being as good as the prices. */
  const distances = (price: Float64Array): Float64Array => {
    const nearest = new Float64Array(people).fill(Number.POSITIVE_INFINITY)
    for (let one = 0; one < people; one++) {
      if (here[one] === 0) continue
      const mine = price[one] ?? 0
      let closest = alone > 0 ? rest.aloneCost - mine : Number.POSITIVE_INFINITY
      for (let other = 0; other < people; other++) {
        const cell = cells[one * people + other] ?? 0
        if (cell > least && here[other] === 1) closest = Math.min(closest, -cell - mine - (price[other] ?? 0))
      }
      nearest[one] = closest
    }
    return nearest
  }

  /**
   * Who is settled next, in all the ways there are for them: whoever has to be in a trio, and to find any trios at all,
   * otherwise somebody of the best way. Of several, the one with the fewest ways; null: the best way is settled alone.
   */
  const nextPerson = (open: Open, bestWay: number, bound: readonly number[]): number | null => {
    const candidates = bound.length > 0 || !anyWillDo ? bound : membersOf(bestWay)
    const times = candidates.length > 0 ? timesIn(open, ways, people) : []
    return candidates.reduce<number | null>(
      (found, person) => (found === null || (times[person] ?? 0) < (times[found] ?? 0) ? person : found),
      null,
    )
  }

  const keepIfBetter = (some: readonly number[], worth: number): void => {
    if (worth <= bar) return
    bar = worth
    best = { trios: [...some], value: worth }
  }

  /** Tries the trios that prices suggest, where nobody is in two of them; each choice once. */
  const tried = new Set<string>()
  const tryOut = (suggested: readonly Gain[]): void => {
    const some = suggested.map(({ way }) => way).sort((one, other) => one - other)
    const members = some.flatMap(membersOf)
    const key = some.join()
    if (isSettled() || tried.has(key) || new Set(members).size < members.length) return
    tried.add(key)
    effort.left -= people * people
    for (const member of members) here[member] = 0
    const ofPairs = rest.bound(here, least).total(alone)
    for (const member of members) here[member] = 1
    const ofTrios = some.reduce((sum, way) => sum + (value[way] ?? 0), 0)
    if (ofPairs !== null) keepIfBetter(some, ofTrios + ofPairs)
  }

  let isFirst = true
  /** Prices of everyone here that promise less than those known, for `left` more trios of the list. */
  const lowered = (
    of: Uint8Array,
    left: number,
    soFar: number,
    list: Int32Array,
    known: Float64Array,
  ): Prices => {
    const { aloneCost } = rest
    const beside = soFar + aloneCost * alone
    const undecided = { pairs, ways, isRow: of, here, list, trios: left, least, aloneCost, beside }
    const { price, sum, work } = isFirst
      ? tighter(undecided, known, bar, stepsAtFirst, tryOut)
      : tighter(undecided, known, bar, stepsAfterwards)
    isFirst = false
    effort.left -= work
    return { price, sum }
  }

  /**
   * Follows everything that holds the trios chosen so far, `left` more of those in the list, and no others. `before` are
   * the prices that were good before the last choice: lowering begins with those.
   */
  const follow = (left: number, soFar: number, list: Int32Array, before: Float64Array | null): void => {
    effort.left -= people * people
    effort.spent()
    const { alone: lonely, total, ...ofPairs } = rest.bound(here, least)
    if (left === 0) {
      const cells = total(alone)
      if (cells !== null) keepIfBetter(chosen, soFar + cells)
      return
    }
    // A trio leaves one person fewer alone, and no more.
    if (lonely > alone + left) return
    let prices: Prices = { ...ofPairs, price: before ?? ofPairs.price }
    let nearest = distances(prices.price)
    let open = openAmong(ways, list, here, prices.price)
    while (!isSettled()) {
      if (sides !== null) {
        prices = lowered(sides, left, soFar, open.list, prices.price)
        nearest = distances(prices.price)
        open = openAmong(ways, open.list, here, prices.price)
      }
      const { price, sum } = prices
      const reach = soFar + rest.aloneCost * alone - sum
      effort.left -= effortPerWay * open.list.length
      const top = bestOfHosts(open, ways, people)
      const spare = reach + sumOfFirst(top, left) - bar
      const [bestOpen] = top
      if (!(spare > 0) || bestOpen === undefined) return
      const others = besides(top, left - 1, ways, people)
      const reaches = (way: number, gain: number): boolean =>
        reach + gain + (others[ways.host[way] ?? 0] ?? 0) > bar
      open = only(open, reaches)
      const bound = [...nearest.keys()].filter(
        (person) => here[person] === 1 && (nearest[person] ?? 0) >= spare,
      )
      const person = nextPerson(open, bestOpen.way, bound)
      const isNext = (way: number): boolean => (person === null ? way === bestOpen.way : holds(way, person))
      for (const { way, gain } of inOrderOfGain(only(open, isNext))) {
        if (isSettled()) break
        if (!reaches(way, gain)) continue
        for (const member of membersOf(way)) here[member] = 0
        chosen.push(way)
        follow(left - 1, soFar + (value[way] ?? 0), open.list, sides && price)
        chosen.pop()
        for (const member of membersOf(way)) here[member] = 1
      }
      if (bound.length > 0) return
      open = only(open, (way) => !isNext(way))
    }
  }
  follow(trios, 0, scoring(ways, least), null)
  return best
}

/** The ways that score at least so much, which come first. */
function scoring({ count, score }: Ways, least: number): Int32Array {
  let end = 0
  while (end < count && (score[end] ?? 0) >= least) end++
  return Int32Array.from({ length: end }, (_, way) => way)
}
