import type { Problem } from './problem.ts'

/** Of each row, its best columns as they were when it was last looked at in full. */
export interface Shortlists {
  /** The most columns that a row's shortlist holds; row `row` has its own from `row * length` on. */
  length: number
  column: Int32Array
  cell: Uint16Array
  /** How many columns each row's shortlist holds. */
  count: Int32Array
  /** No column that is not on the row's shortlist comes to more: cells stay, and prices never rise. */
  others: Float64Array
  /** What each column on the list being made comes to. */
  worth: Float64Array
}

/** Longer lists take longer to make and are sooner worth it where there are more columns to look at again. */
const lengthFor = (columns: number): number => Math.min(columns, columns < 1_000 ? 8 : 16)

/** Empty shortlists: every row has yet to be looked at. */
export function shortlistsFor(rows: number, columns: number): Shortlists {
  const length = lengthFor(columns)
  return {
    length,
    column: new Int32Array(rows * length),
    cell: new Uint16Array(rows * length),
    count: new Int32Array(rows),
    others: new Float64Array(rows).fill(Number.POSITIVE_INFINITY),
    worth: new Float64Array(length),
  }
}

/** Enters those columns from `from` up to `end` that are among the row's best. */
function shortlist(
  { table: { cells, columns }, least }: Problem,
  { length, column: listed, count, worth }: Shortlists,
  row: number,
  price: Float64Array,
  from: number,
  end: number,
): void {
  const start = row * columns
  const first = row * length
  let size = count[row] ?? 0
  let bar = size < length ? Number.NEGATIVE_INFINITY : (worth[length - 1] ?? 0)
  for (let column = from; column < end; column++) {
    const cell = cells[start + column] ?? 0
    const value = cell + (price[column] ?? 0)
    if (value <= bar || cell <= least) continue
    let at = size < length ? size++ : length - 1
    for (; at > 0 && (worth[at - 1] ?? 0) < value; at--) {
      worth[at] = worth[at - 1] ?? 0
      listed[first + at] = listed[first + at - 1] ?? 0
    }
    worth[at] = value
    listed[first + at] = column
    if (size === length) bar = worth[length - 1] ?? 0
  }
  count[row] = size
}

/** Looks at the whole row again. Each row begins elsewhere, so that equals are not all offered the same few. */
export function renew(problem: Problem, shortlists: Shortlists, row: number, price: Float64Array): void {
  const { cells, columns } = problem.table
  const { length, column, cell, count, others, worth } = shortlists
  const begin = Math.imul(row, 7_919) % columns
  count[row] = 0
  shortlist(problem, shortlists, row, price, begin, columns)
  shortlist(problem, shortlists, row, price, 0, begin)
  const size = count[row] ?? 0
  const first = row * length
  for (let at = first; at < first + size; at++) cell[at] = cells[row * columns + (column[at] ?? 0)] ?? 0
  const isWhole = size < length || length === columns
  others[row] = isWhole ? Number.NEGATIVE_INFINITY : (worth[length - 1] ?? 0)
}
