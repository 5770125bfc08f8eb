import { bestScores } from '../bottleneck.ts'
import { graphAbove, graphOf, placesOf } from '../graph.ts'
import type { Problem } from '../problem.ts'
import { highestScore } from '../score.ts'
import { renew, shortlistsFor } from '../shortlists.ts'
import { solve } from '../solve.ts'
import type { Table } from '../table.ts'
import { type PoolSolution, solvePool } from './blossom.ts'
import { enlargePool, type OddGroups } from './cardinality.ts'
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
function fairest(table: Table): { least: number; alone: number; mate: Int32Array } {
  let mate: Int32Array = new Int32Array(table.rows).fill(-1)
  const { alone, groups } = enlargePool(graphAbove(table, 0), mate, table.rows)
  if (alone > 0) certifyAlone(table, 0, groups, alone - 1)
  if (alone === table.rows) return { least: 0, alone, mate }
  let low = 0
  // Even where those with the lowest best scores stay alone, whoever comes next has a partner.
  let high = bestScores(table, table.rows, table.columns).rows.sort()[alone] ?? 0
  let witness: OddGroups | null = null
  let probe = high
  while (low < high || (witness === null && low < highestScore)) {
    const trial = keeping(table, probe, mate)
    const found = enlargePool(graphAbove(table, probe), trial, alone)
    if (found.alone === alone) {
      mate = trial
      low = probe
    } else {
      witness = found.groups
      high = probe - 1
    }
    probe = low >= high ? low + 1 : Math.ceil((low + high) / 2)
  }
  if (witness !== null) certifyAlone(table, low + 1, witness, alone)
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

/** Places of the pairs that are closest to their prices, a few for each person. */
function promising(problem: Problem, price: Float64Array): number[] {
  const people = problem.table.rows
  const shortlists = shortlistsFor(people, people)
  const { length, column, count } = shortlists
  const charged = price.map((each) => -each)
  return Array.from({ length: people }, (_, one) => {
    renew(problem, shortlists, one, charged)
    const first = one * length
    return Array.from(column.subarray(first, first + (count[one] ?? 0)), (other) => one * people + other)
  }).flat()
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
  heard: (done: number) => void,
  enough = highestScore,
): PoolAssignment {
  const { least, alone, mate } = fairest(table)
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
  heard: (done: number) => void,
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
  const aloneCost = new Float64Array(whole.rows).fill(3 * (highestScore + 1) * (whole.rows + 1))
  const problem: Problem = {
    table: whole,
    least,
    rowAlone: aloneCost,
    columnAlone: aloneCost,
    complete: true,
  }
  const sided = solve(problem, complete, heard)
  const price = sided.rowPrice.map((row, at) => -(row + (sided.columnPrice[at] ?? 0)) / 2)
  const placesIn = (pairs: Int32Array): Int32Array => pairs.map((other, one) => one * whole.rows + other)
  const begin = mirrored(
    Uint32Array.from([...promising(problem, price), ...placesIn(sided.mate), ...placesIn(complete)]),
    whole.rows,
  )
  let graph = graphOf(whole, begin, least)
  for (let round = 0; ; round++) {
    const solution = solvePool(graph, { mate: halved(sided.mate), price: price.slice() })
    const missed = overpaid(whole, least, solution)
    heard((round + 1) / (round + 2))
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
