import type { Table } from '../table.ts'
import type { Rest } from './rest.ts'
import type { Ways } from './ways.ts'

/** What is looked for: everybody in a pair or a trio. */
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

/** A way that is still open, and what choosing it adds to what can be reached, at most. */
interface Open {
  way: number
  gain: number
}

const nobody = -1

/**
 * The trios that leave the best total, or null when none come to more than what was given. Every way is followed, or
 * left because the prices of the others' pairs prove that it leads nowhere better. Once the effort is spent, what has
 * been found until then is returned, and `effort.left` is below zero.
 */
export function searchTrios(sought: Sought, effort: Effort): Found | null {
  const { pairs, ways, rest, trios, alone, least, above, anyWillDo } = sought
  const { rows: people, cells } = pairs
  const here = new Uint8Array(people).fill(1)
  const chosen: number[] = []
  let best: Found | null = null
  let bar = above

  const membersOf = (way: number): readonly [number, number, number] => [
    ways.first[way] ?? 0,
    ways.second[way] ?? 0,
    ways.third[way] ?? 0,
  ]
  const isSettled = (): boolean => effort.left < 0 || (anyWillDo && best !== null)

  /** The ways that are left among those here, best first. */
  const openOf = (list: Iterable<number>, price: Float64Array): Open[] => {
    const open: Open[] = []
    for (const way of list) {
      const [first, second, third] = membersOf(way)
      if (here[first] === 0 || here[second] === 0 || here[third] === 0) continue
      const gain = (ways.value[way] ?? 0) + (price[first] ?? 0) + (price[second] ?? 0) + (price[third] ?? 0)
      open.push({ way, gain })
    }
    return open.sort((one, other) => other.gain - one.gain || one.way - other.way)
  }

  /** What so many ways add at most. */
  const mostOf = (open: readonly Open[], count: number): number => {
    const hosts = new Set<number>()
    let sum = 0
    let left = count
    for (const { way, gain } of open) {
      if (left === 0) break
      const host = ways.host[way] ?? nobody
      if (host !== nobody) {
        if (hosts.has(host)) continue
        hosts.add(host)
      }
      sum += gain
      left--
    }
    return left === 0 ? sum : Number.NEGATIVE_INFINITY
  }

  /** For each person here, how far their nearest pair is from being as good as its prices. */
  const distances = (price: Float64Array): Float64Array => {
    const nearest = new Float64Array(people).fill(Number.POSITIVE_INFINITY)
    for (let one = 0; one < people; one++) {
      if (here[one] === 0) continue
      if (alone > 0) nearest[one] = rest.aloneCost - (price[one] ?? 0)
      for (let other = 0; other < people; other++) {
        const cell = cells[one * people + other] ?? 0
        if (here[other] === 0 || cell <= least) continue
        const distance = -cell - (price[one] ?? 0) - (price[other] ?? 0)
        if (distance < (nearest[one] ?? 0)) nearest[one] = distance
      }
    }
    return nearest
  }

  /** Whoever has to be in a trio, if there is one; else somebody of the best way. Of several, the one with the fewest. */
  const nextPerson = (
    open: readonly Open[],
    nearest: Float64Array,
    spare: number,
  ): { person: number; must: boolean } => {
    const times = new Int32Array(people)
    for (const { way } of open) for (const person of membersOf(way)) times[person] = (times[person] ?? 0) + 1
    const fewest = (list: Iterable<number>): number => {
      let found = nobody
      for (const person of list) {
        if (found === nobody || (times[person] ?? 0) < (times[found] ?? 0)) found = person
      }
      return found
    }
    const bound = [...here.keys()].filter((person) => here[person] === 1 && (nearest[person] ?? 0) >= spare)
    if (bound.length > 0) return { person: fewest(bound), must: true }
    return { person: fewest(membersOf(open[0]?.way ?? 0)), must: false }
  }

  const visit = (left: number, value: number, list: Iterable<number>): void => {
    effort.left -= people * people
    const { price, sum, alone: lonely, total } = rest.bound(here, least)
    if (left === 0) {
      const cellsOfPairs = total(alone)
      if (cellsOfPairs === null || value + cellsOfPairs <= bar) return
      bar = value + cellsOfPairs
      best = { trios: [...chosen], value: bar }
      return
    }
    if (lonely > alone + left) return
    const reached = value + rest.aloneCost * alone - sum
    let open = openOf(list, price)
    const nearest = distances(price)
    while (!isSettled()) {
      effort.left -= open.length
      const spare = reached + mostOf(open, left) - bar
      if (!(spare > 0)) return
      const others = mostOf(open, left - 1)
      open = open.filter(({ gain }) => reached + gain + others > bar)
      const { person, must } = nextPerson(open, nearest, spare)
      const mine = open.filter(({ way }) => membersOf(way).includes(person))
      const ids = open.map(({ way }) => way)
      for (const { way, gain } of mine) {
        if (isSettled()) return
        if (reached + gain + others <= bar) break
        const members = membersOf(way)
        for (const member of members) here[member] = 0
        chosen.push(way)
        visit(left - 1, value + (ways.value[way] ?? 0), ids)
        chosen.pop()
        for (const member of members) here[member] = 1
      }
      if (must) return
      open = open.filter(({ way }) => !membersOf(way).includes(person))
    }
  }
  visit(trios, 0, upTo(ways, least))
  return best
}

/** The ways that score at least `least`, which come first. */
function* upTo({ count, score }: Ways, least: number): Generator<number> {
  for (let way = 0; way < count && (score[way] ?? 0) >= least; way++) yield way
}
