import type { Table } from '../table.ts'
import { bestOfHosts, inOrderOfGain, type Open, only, openAmong, sumOfFirst, timesIn } from './open.ts'
import type { Rest } from './rest.ts'
import type { Ways } from './ways.ts'

/** What is looked for: a place for everybody, in a pair or a trio. */
export interface Sought {
  pairs: Table
  ways: Ways
  rest: Rest
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

/** How much may still be looked at, in cells and ways: counted, so that the same question gets the same answer. */
export interface Effort {
  left: number
}

/**
 * The trios that leave the best total; null when none come to more than what was given. Every way is followed, or left
 * where the prices of the pairs prove that it leads nowhere better. Once `effort.left` is below zero, what has been
 * found until then is returned.
 */
export function searchTrios(sought: Sought, effort: Effort): Found | null {
  const { pairs, ways, rest, trios, alone, least, above, anyWillDo } = sought
  const { rows: people, cells } = pairs
  const { first, second, third, value } = ways
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

  /** Follows everything that holds the trios chosen so far, `left` more of those in the list, and no others. */
  const follow = (left: number, soFar: number, list: Int32Array): void => {
    effort.left -= people * people
    const { price, sum, alone: lonely, total } = rest.bound(here, least)
    if (left === 0) {
      const ofPairs = total(alone)
      if (ofPairs === null || soFar + ofPairs <= bar) return
      bar = soFar + ofPairs
      best = { trios: [...chosen], value: bar }
      return
    }
    // A trio leaves one person fewer alone, and no more.
    if (lonely > alone + left) return
    const reach = soFar + rest.aloneCost * alone - sum
    const nearest = distances(price)
    let open = openAmong(ways, list, here, price)
    while (!isSettled()) {
      effort.left -= open.list.length
      const top = bestOfHosts(open, ways, people)
      const spare = reach + sumOfFirst(top, left) - bar
      const [bestOpen] = top
      if (!(spare > 0) || bestOpen === undefined) return
      const others = sumOfFirst(top, left - 1)
      open = only(open, (_, gain) => reach + gain + others > bar)
      const bound = [...nearest.keys()].filter(
        (person) => here[person] === 1 && (nearest[person] ?? 0) >= spare,
      )
      const person = nextPerson(open, bestOpen.way, bound)
      const isNext = (way: number): boolean => (person === null ? way === bestOpen.way : holds(way, person))
      for (const { way, gain } of inOrderOfGain(only(open, isNext))) {
        if (isSettled() || reach + gain + others <= bar) break
        for (const member of membersOf(way)) here[member] = 0
        chosen.push(way)
        follow(left - 1, soFar + (value[way] ?? 0), open.list)
        chosen.pop()
        for (const member of membersOf(way)) here[member] = 1
      }
      if (bound.length > 0) return
      open = only(open, (way) => !isNext(way))
    }
  }
  follow(trios, 0, scoring(ways, least))
  return best
}

/** The ways that score at least so much, which come first. */
function scoring({ count, score }: Ways, least: number): Int32Array {
  let end = 0
  while (end < count && (score[end] ?? 0) >= least) end++
  return Int32Array.from({ length: end }, (_, way) => way)
}
