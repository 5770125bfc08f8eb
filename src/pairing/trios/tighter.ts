import type { Table } from '../table.ts'
import { bestOfHosts, type Gain, openAmong, sumOfFirst } from './open.ts'
import type { Ways } from './ways.ts'

/** People of two sides of whom some are to be trios and the others pairs, and what that is worth without their own scores. */
export interface Undecided {
  pairs: Table
  ways: Ways
  isRow: Uint8Array
  /** Who they are (1). */
  here: Uint8Array
  /** Ways that are open to them. */
  list: Int32Array
  /** How many trios. */
  trios: number
  /** No pair may score less. */
  least: number
  aloneCost: number
  /** What is there beside: of trios chosen before, and of those who stay alone. */
  beside: number
}

/** What each person counts for, and all together; and what, by these prices, no choice comes to more than. */
export interface Promised {
  price: Float64Array
  sum: number
  most: number
}

/** How much of the last direction each step keeps: prices then swing less between people who want the same few. */
const kept = 0.7
/** After so many steps without a lower promise, steps are halved; below the least length, nothing more is to be had. */
const patience = 20
const leastLength = 0.001

/**
 * Prices by which less is promised than by those that were given: while somebody would be in two trios or pairs at once,
 * their price falls, and that of whoever is in none rises (a subgradient method, after Held and Karp, with steps after
 * Polyak). Takes so many steps at the most, and ends once no more than `bar` is promised. `met` is told of each choice of
 * trios that the prices suggest. Whole numbers throughout, so that every promise is exact.
 */
export function tighter(
  undecided: Undecided,
  given: Float64Array,
  bar: number,
  steps: number,
  met: (best: readonly Gain[]) => void = () => {},
): Promised & { work: number } {
  const { pairs, ways, isRow, here, list, trios, aloneCost, beside } = undecided
  const people = pairs.rows
  const among = Int32Array.from(here.keys()).filter((at) => here[at] === 1)
  const rows = among.filter((at) => isRow[at] === 1)
  const columns = among.filter((at) => isRow[at] !== 1)
  const price = given.slice()
  const nearest = new Int32Array(people)
  const direction = new Float64Array(people)
  let best: Promised = { price: given, sum: 0, most: Number.POSITIVE_INFINITY }
  let length = 1
  let stale = 0
  let work = 0
  for (let step = 0; step < steps; step++) {
    work += rows.length * columns.length + list.length
    priceRows(undecided, rows, columns, price, nearest)
    const sum = among.reduce((total, at) => total + (price[at] ?? 0), 0)
    const top = bestOfHosts(openAmong(ways, list, here, price), ways, people).slice(0, trios)
    const most = beside - sum + sumOfFirst(top, trios)
    if (most < best.most) {
      best = { price: price.slice(), sum, most }
      stale = 0
    } else if (++stale === patience) {
      stale = 0
      length /= 2
    }
    if (best.most <= bar || length < leastLength) break
    met(top)
    const uses = usesOf(undecided, rows, nearest, top)
    let norm = 0
    for (const column of columns) {
      const towards = (uses[column] ?? 0) - 1 + kept * (direction[column] ?? 0)
      direction[column] = towards
      norm += towards * towards
    }
    if (norm === 0) break
    const by = (length * (most - bar)) / norm
    for (const column of columns) {
      const next = Math.round((price[column] ?? 0) - by * (direction[column] ?? 0))
      price[column] = Math.max(-aloneCost, Math.min(aloneCost, next))
    }
  }
  return { ...best, work }
}

/** The highest price of each row that leaves no pair, nor staying alone, better than its prices; and whose pair that is, or -1. */
function priceRows(
  { pairs: { rows: people, cells }, least, aloneCost }: Undecided,
  rows: Int32Array,
  columns: Int32Array,
  price: Float64Array,
  nearest: Int32Array,
): void {
  for (const row of rows) {
    let closest = aloneCost
    let to = -1
    for (let at = 0; at < columns.length; at++) {
      const column = columns[at] ?? 0
      const cell = cells[row * people + column] ?? 0
      const cost = -cell - (price[column] ?? 0)
      if (cost >= closest || cell <= least) continue
      closest = cost
      to = column
    }
    price[row] = closest
    nearest[row] = to
  }
}

/** How many trios and pairs each column would be in, were every row in its best: of those in a trio, in that one alone. */
function usesOf(
  { pairs, ways: { first, second, third }, isRow }: Undecided,
  rows: Int32Array,
  nearest: Int32Array,
  top: readonly Gain[],
): Int32Array {
  const uses = new Int32Array(pairs.rows)
  const use = (person: number, by: number): void => {
    if (person >= 0) uses[person] = (uses[person] ?? 0) + by
  }
  for (const row of rows) use(nearest[row] ?? -1, 1)
  for (const { way } of top) {
    for (const member of [first[way] ?? 0, second[way] ?? 0, third[way] ?? 0]) {
      if (isRow[member] === 1) use(nearest[member] ?? -1, -1)
      else use(member, 1)
    }
  }
  return uses
}
