import { bottleneckOf } from './bottleneck.ts'
import { certify, certifyWorst } from './certificate.ts'
import { largest } from './matching.ts'
import type { Problem, Solution } from './problem.ts'
import { highestScore } from './score.ts'
import { solve } from './solve.ts'
import type { Table } from './table.ts'

/** A table of people with people, and who of them needs whom. */
export interface Wanted {
  table: Table
  /** The first so many rows and columns need a partner; the others only offer further room. */
  firstRows: number
  firstColumns: number
  /** How many partners more than the first each row and column may take. */
  furtherRows: Int32Array
  furtherColumns: Int32Array
  /** A lowest score that need not be raised further. */
  enough?: number
}

/** The best pairs, proved. Rows and columns of `problem` and `solution` are partnerships: see `rowOf`, `columnOf`. */
export interface Assignment {
  problem: Problem
  solution: Solution
  /** Which row, or column, of the table of people each partnership belongs to. */
  rowOf: Int32Array
  columnOf: Int32Array
  primal: number
  dual: number
  /** Null when nobody was paired. */
  worst: number | null
}

/** First partnerships, then as many further ones as could be of use. */
function partnerships(first: number, further: Int32Array, useful: number): Int32Array {
  const found = Array.from({ length: first }, (_, at) => at)
  if (useful > 0) {
    for (const [at, more] of further.entries()) {
      for (let left = Math.min(more, useful); left > 0; left--) found.push(at)
    }
  }
  return Int32Array.from(found)
}

function expanded(table: Table, rowOf: Int32Array, columnOf: Int32Array): Table {
  const same = (of: Int32Array, count: number): boolean =>
    of.length === count && of.every((to, at) => to === at)
  if (same(rowOf, table.rows) && same(columnOf, table.columns)) return table
  const cells = new Uint16Array(rowOf.length * columnOf.length)
  for (const [row, from] of rowOf.entries()) {
    for (const [column, to] of columnOf.entries()) {
      cells[row * columnOf.length + column] = table.cells[from * table.columns + to] ?? 0
    }
  }
  return { rows: rowOf.length, columns: columnOf.length, cells }
}

/**
 * Pairs as many people as possible, with as few further partnerships as that takes, with the highest lowest score
 * that leaves, and then the best total: in this order, each exactly, and checked.
 */
export function assign(
  { table, firstRows, firstColumns, furtherRows, furtherColumns, enough = highestScore }: Wanted,
  heard: (done: number) => void = () => {},
): Assignment {
  const first = largest(table, firstRows, firstColumns)
  // Someone's further room is of use only to those on the other side whom first partners do not reach.
  const rowOf = partnerships(firstRows, furtherRows, firstColumns - first.pairs)
  const columnOf = partnerships(firstColumns, furtherColumns, firstRows - first.pairs)
  const whole = expanded(table, rowOf, columnOf)
  const { least: reached, witness, mate } = bottleneckOf(whole, first)
  const least = Math.min(reached, enough)
  // More than all scores can come to, so that no score is worth leaving someone out or a further partnership.
  const burden = (highestScore + 1) * (Math.min(whole.rows, whole.columns) + 1)
  const alone = (count: number, needing: number): Float64Array =>
    new Float64Array(count).fill(3 * burden, 0, needing).fill(-burden, needing)
  const problem: Problem = {
    table: whole,
    least,
    rowAlone: alone(whole.rows, firstRows),
    columnAlone: alone(whole.columns, firstColumns),
    complete: first.pairs === whole.rows && first.pairs === whole.columns,
  }
  const solution = solve(problem, mate, heard)
  const proved = certify(problem, solution)
  if (witness !== null) certifyWorst(witness, solution.mate)
  return {
    problem,
    solution,
    rowOf,
    columnOf,
    primal: proved.primal,
    dual: proved.dual,
    worst: proved.pairs === 0 ? null : least,
  }
}
