import { certify } from '../certificate.ts'
import { solveDense } from '../dense.ts'
import { bestPool } from '../pool/assign.ts'
import type { Problem, Solution } from '../problem.ts'
import { highestScore } from '../score.ts'
import type { Table } from '../table.ts'

/** What the pairs among some people can come to. Cells count, as in every table: a score and one more. */
export interface Bound {
  /** What each person counts for; of those who are not among them, nothing. */
  price: Float64Array
  /**
   * All prices together. Whichever of these people are paired among themselves, the cost of it is no less than the
   * prices of these: `aloneCost` for each who stays alone, less the cells of the pairs.
   */
  sum: number
  /** How many stay alone at the least. */
  alone: number
  /** The cells of the best pairs that leave so many alone; null where there are none. */
  total(alone: number): number | null
}

/** The pairs of whoever is in no trio. */
export interface Rest {
  /** More than any pairs come to. */
  aloneCost: number
  /** Among those who are `here` (1), by pairs that score at least `least`. Proved each time. */
  bound(here: Uint8Array, least: number): Bound
}

const placesOf = (here: Uint8Array): Int32Array => Int32Array.from(here.keys()).filter((at) => here[at] === 1)

function partOf({ columns: width, cells }: Table, rows: Int32Array, columns: Int32Array): Table {
  const part = new Uint16Array(rows.length * columns.length)
  let next = 0
  for (const row of rows) for (const column of columns) part[next++] = cells[row * width + column] ?? 0
  return { rows: rows.length, columns: columns.length, cells: part }
}

/** The best pairs of a table, proved, and their cells together. */
function solved(table: Table, least: number, aloneCost: number): { solution: Solution; cells: number } {
  const problem: Problem = {
    table,
    least,
    rowAlone: new Float64Array(table.rows).fill(aloneCost),
    columnAlone: new Float64Array(table.columns).fill(aloneCost),
    complete: false,
  }
  const solution = solveDense(problem)
  const { primal, pairs } = certify(problem, solution)
  return { solution, cells: primal + pairs }
}

const costOf = (people: number): number => 3 * (highestScore + 1) * (people + 1)

/** Pairs of two sides: `isRow` tells them apart. The bound is exact. */
export function restOfSides(pairs: Table, isRow: Uint8Array): Rest {
  const aloneCost = costOf(pairs.rows)
  return {
    aloneCost,
    bound: (here, least) => {
      const rows = placesOf(here.map((is, at) => is & (isRow[at] ?? 0)))
      const columns = placesOf(here.map((is, at) => is & (1 - (isRow[at] ?? 0))))
      const { solution, cells } = solved(partOf(pairs, rows, columns), least, aloneCost)
      const price = new Float64Array(pairs.rows)
      for (const [row, at] of rows.entries()) price[at] = solution.rowPrice[row] ?? 0
      for (const [column, at] of columns.entries()) price[at] = solution.columnPrice[column] ?? 0
      const paired = solution.mate.reduce((count, column) => count + (column >= 0 ? 1 : 0), 0)
      const lonely = rows.length + columns.length - 2 * paired
      return {
        price,
        sum: price.reduce((sum, each) => sum + each, 0),
        alone: lonely,
        total: (alone) => (alone === lonely ? cells : null),
      }
    },
  }
}

/** Pairs of one pool. It is bounded as two sides that each hold everybody; the total is exact. */
export function restOfPool(pairs: Table): Rest {
  const aloneCost = costOf(pairs.rows)
  return {
    aloneCost,
    bound: (here, least) => {
      const people = placesOf(here)
      const table = partOf(pairs, people, people)
      const { solution, cells } = solved(table, least, aloneCost)
      const price = new Float64Array(pairs.rows)
      for (const [row, at] of people.entries()) {
        price[at] = ((solution.rowPrice[row] ?? 0) + (solution.columnPrice[row] ?? 0)) / 2
      }
      const { mate } = solution
      const lonely = mate.reduce((count, other) => count + (other < 0 ? 1 : 0), 0)
      const mutual = mate.every((other, one) => other < 0 || mate[other] === one)
      return {
        price,
        sum: price.reduce((sum, each) => sum + each, 0),
        alone: lonely,
        total: (alone) => (mutual && alone === lonely ? cells / 2 : bestPool(table, least, alone)),
      }
    },
  }
}
