import { candidatesOf } from '../candidates.ts'
import type { Problem } from '../dense.ts'
import { type Graph, graphAbove, graphOf, narrowed, placesOf } from '../graph.ts'
import { highestScore } from '../score.ts'
import { solve } from '../solve.ts'
import type { Table } from '../table.ts'
import { type PoolSolution, solvePool } from './blossom.ts'
import { enlargePool } from './cardinality.ts'
import { certifyAlone, certifyPool, overpaid } from './certificate.ts'

/** The best pairs of one pool, proved. `table` and `solution` have stand-ins after the people: see `people`. */
export interface PoolAssignment {
  table: Table
  solution: PoolSolution
  /** So many are people; the others stand in as partners for those who stay alone. */
  people: number
  least: number
  primal: number
  dual: number
  /** Null when nobody was paired. */
  worst: number | null
}

/** What every stand-in is worth to anyone: the same, so it decides nothing. */
const standIn = highestScore + 1

/** Places in the table and their mirror images. */
function mirrored(places: Uint32Array, people: number): Uint32Array {
  const both = new Uint32Array(places.length * 2)
  both.set(places)
  for (let at = 0; at < places.length; at++) {
    const place = places[at] ?? 0
    const row = Math.floor(place / people)
    both[places.length + at] = (place - row * people) * people + row
  }
  return both
}

/** Parts the pairs that score less than `least`. */
function keeping(table: Table, least: number, mate: Int32Array): Int32Array {
  return mate.map((other, one) =>
    other >= 0 && (table.cells[one * table.columns + other] ?? 0) > least ? other : -1,
  )
}

/** As many pairs as possible, with the lowest score as high as that leaves, and whoever stays alone. */
function fairest(table: Table, candidates: Uint32Array): { least: number; alone: number; mate: Int32Array } {
  let mate: Int32Array = new Int32Array(table.rows).fill(-1)
  const likely = graphOf(table, mirrored(candidates, table.rows), 0)
  enlargePool(likely, mate, table.rows)
  const { alone, groups } = enlargePool(graphAbove(table, 0), mate, table.rows)
  if (alone > 0) certifyAlone(table, 0, groups, alone - 1)
  if (alone === table.rows) return { least: 0, alone, mate }
  const reach = (graph: Graph, least: number): ReturnType<typeof enlargePool>['groups'] | null => {
    const trial = keeping(table, least, mate)
    const found = enlargePool(graph, trial, alone)
    if (found.alone > alone) return found.groups
    mate = trial
    return null
  }
  // Among the candidates first, where a look is cheap; then in the whole table, where little is left to find.
  let low = 0
  let high = highestScore
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if (reach(narrowed(likely, middle), middle) === null) low = middle
    else high = middle - 1
  }
  high = highestScore
  let step = 1
  while (low < highestScore) {
    const probe = low < high ? Math.min(high, step > 0 ? low + step : Math.ceil((low + high) / 2)) : low + 1
    const witness = reach(graphAbove(table, probe), probe)
    if (witness === null) {
      low = probe
      step *= 2
      continue
    }
    high = probe - 1
    step = 0
    if (probe !== low + 1) continue
    certifyAlone(table, probe, witness, alone)
    break
  }
  return { least: low, alone, mate }
}

/** The table with a stand-in for each person who has to stay alone, so that everyone can be paired. */
function withStandIns(table: Table, count: number): Table {
  if (count === 0) return table
  const size = table.rows + count
  const cells = new Uint16Array(size * size)
  for (let row = 0; row < table.rows; row++) {
    cells.set(table.cells.subarray(row * table.columns, (row + 1) * table.columns), row * size)
    cells.fill(standIn, row * size + table.rows, (row + 1) * size)
  }
  for (let row = table.rows; row < size; row++) cells.fill(standIn, row * size, row * size + table.rows)
  return { rows: size, columns: size, cells }
}

/** How many of the pairs closest to their price each person starts with. */
const closest = 12

/** Places of the pairs that are closest to their prices, a few for each person. */
function promising({ rows: people, cells }: Table, least: number, price: Float64Array): number[] {
  const places: number[] = []
  const gaps = new Float64Array(closest)
  const who = new Int32Array(closest)
  for (let one = 0; one < people; one++) {
    gaps.fill(Number.POSITIVE_INFINITY)
    who.fill(-1)
    const start = one * people
    for (let other = 0; other < people; other++) {
      const cell = cells[start + other] ?? 0
      if (cell <= least) continue
      const gap = (price[one] ?? 0) + (price[other] ?? 0) - cell
      if (gap >= (gaps[closest - 1] ?? 0)) continue
      let at = closest - 1
      while (at > 0 && (gaps[at - 1] ?? 0) > gap) {
        gaps[at] = gaps[at - 1] ?? 0
        who[at] = who[at - 1] ?? 0
        at--
      }
      gaps[at] = gap
      who[at] = other
    }
    for (const other of who) if (other >= 0) places.push(start + other)
  }
  return places
}

/** Pairs along circles of people who each want the next; of an odd circle, one waits for the search to come. */
function halved(next: Int32Array): Int32Array {
  const mate = new Int32Array(next.length).fill(-1)
  const seen = new Uint8Array(next.length)
  for (let first = 0; first < next.length; first++) {
    let one = first
    while (seen[one] === 0) {
      const other = next[one] ?? one
      seen[one] = 1
      if (seen[other] === 1) break
      seen[other] = 1
      mate[one] = other
      mate[other] = one
      one = next[other] ?? other
    }
  }
  return mate
}

/**
 * Pairs as many people of one pool as possible, with the lowest score as high as that leaves, and then the best total:
 * in this order, each exactly, and checked. The lowest score is raised no further than `enough`.
 */
export function assignPool(
  table: Table,
  heard: (missed: number) => void,
  enough = highestScore,
): PoolAssignment {
  const { least, alone, mate } = fairest(table, candidatesOf(table))
  return bestTotal(table, Math.min(least, enough), alone, mate, heard)
}

/** The cells of the best pairs that score at least `least` and leave so many alone; null where more have to stay alone. */
export function bestPool(table: Table, least: number, alone: number): number | null {
  const mate: Int32Array = new Int32Array(table.rows).fill(-1)
  const graph = graphAbove(table, least)
  if (enlargePool(graph, mate, alone).alone !== alone) return null
  return bestTotal(table, least, alone, mate, () => {}).primal + (table.rows - alone) / 2
}

/**
 * The best total of pairs that score at least `least`, beginning with some that leave as few alone as possible. The
 * search begins where the pool, seen as two sides, is at its best.
 */
function bestTotal(
  table: Table,
  least: number,
  alone: number,
  mate: Int32Array,
  heard: (missed: number) => void,
): PoolAssignment {
  const people = table.rows
  const whole = withStandIns(table, alone)
  const complete = new Int32Array(whole.rows)
  let standing = people
  for (const [one, other] of mate.entries()) {
    const partner = other >= 0 ? other : standing++
    complete[one] = partner
    complete[partner] = one
  }
  const enough = new Float64Array(whole.rows).fill(3 * (highestScore + 1) * (whole.rows + 1))
  const problem: Problem = { table: whole, least, rowAlone: enough, columnAlone: enough, complete: true }
  const sided = solve(problem, complete, heard)
  const price = sided.rowPrice.map((row, at) => -(row + (sided.columnPrice[at] ?? 0)) / 2)
  const placesIn = (pairs: Int32Array): Int32Array => pairs.map((other, one) => one * whole.rows + other)
  const begin = mirrored(
    Uint32Array.from([...promising(whole, least, price), ...placesIn(sided.mate), ...placesIn(complete)]),
    whole.rows,
  )
  let graph = graphOf(whole, begin, least)
  for (;;) {
    const solution = solvePool(graph, { mate: halved(sided.mate), price: price.slice() })
    const missed = overpaid(whole, least, solution)
    heard(missed.length)
    if (missed.length > 0) {
      graph = graphOf(whole, placesOf(graph, [...mirrored(Uint32Array.from(missed), whole.rows)]), least)
      continue
    }
    const proved = certifyPool(whole, least, solution)
    // A stand-in's pair counts for nothing, and a cell is a score and one more.
    const beside = alone * standIn + (people - alone) / 2
    return {
      table: whole,
      solution,
      people,
      least,
      primal: proved.primal - beside,
      dual: proved.dual - beside,
      worst: alone === people ? null : least,
    }
  }
}
