import munkres from 'munkres'
import type { Wanted } from '../../src/pairing/assign.ts'
import type { Table } from '../../src/pairing/table.ts'

/** What a pairing is judged by, in order of weight. */
export interface Verdict {
  /** People who need a partner and have one. */
  served: number
  /** Partnerships beyond anyone's first. */
  further: number
  worst: number | null
  total: number
}

const cellOf = (table: Table, row: number, column: number): number =>
  table.cells[row * table.columns + column] ?? 0

/** The best verdict without further partnerships, by npm munkres and nothing of ours. */
export function byMunkres(table: Table): Verdict {
  const size = Math.max(table.rows, table.columns)
  if (table.rows === 0 || table.columns === 0) return { served: 0, further: 0, worst: null, total: 0 }
  const square = (cost: (cell: number) => number): number[][] =>
    Array.from({ length: size }, (_, row) =>
      Array.from({ length: size }, (_, column) =>
        cost(row < table.rows && column < table.columns ? cellOf(table, row, column) : 0),
      ),
    )
  const pairsAbove = (least: number): number =>
    munkres(square((cell) => (cell > least ? 0 : 1))).filter(
      ([row, column]) => row < table.rows && column < table.columns && cellOf(table, row, column) > least,
    ).length
  const pairs = pairsAbove(0)
  if (pairs === 0) return { served: 0, further: 0, worst: null, total: 0 }
  const scores = [...new Set(table.cells)].filter((cell) => cell > 0).sort((a, b) => a - b)
  let low = 0
  let high = scores.length - 1
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if (pairsAbove((scores[middle] ?? 1) - 1) === pairs) low = middle
    else high = middle - 1
  }
  const worst = (scores[low] ?? 1) - 1
  const apart = 20_000 * size
  const total = munkres(square((cell) => (cell > worst ? -cell : apart)))
    .filter(
      ([row, column]) => row < table.rows && column < table.columns && cellOf(table, row, column) > worst,
    )
    .reduce((sum, [row, column]) => sum + cellOf(table, row, column) - 1, 0)
  return { served: pairs * 2, further: 0, worst, total }
}

/** True when `one` is better than `other`. */
function better(one: Verdict, other: Verdict): boolean {
  if (one.served !== other.served) return one.served > other.served
  if (one.further !== other.further) return one.further < other.further
  if (one.worst !== other.worst) return (one.worst ?? -1) > (other.worst ?? -1)
  return one.total > other.total
}

/** The best verdict of every possible set of pairs, further partnerships included; for a handful of people. */
export function byTryingAll({
  table,
  firstRows,
  firstColumns,
  furtherRows,
  furtherColumns,
}: Wanted): Verdict {
  let best: Verdict = { served: 0, further: 0, worst: null, total: 0 }
  const rowUse = new Array<number>(table.rows).fill(0)
  const columnUse = new Array<number>(table.columns).fill(0)
  const chosen: number[] = []
  const judge = (): void => {
    const count = (use: number[], first: number): [number, number] => {
      let served = 0
      let further = 0
      for (const [at, times] of use.entries()) {
        if (at < first && times > 0) served++
        further += at < first ? Math.max(0, times - 1) : times
      }
      return [served, further]
    }
    const [servedRows, moreRows] = count(rowUse, firstRows)
    const [servedColumns, moreColumns] = count(columnUse, firstColumns)
    const verdict: Verdict = {
      served: servedRows + servedColumns,
      further: moreRows + moreColumns,
      worst: chosen.length === 0 ? null : Math.min(...chosen) - 1,
      total: chosen.reduce((sum, cell) => sum + cell - 1, 0),
    }
    if (better(verdict, best)) best = verdict
  }
  const room = (at: number, first: number, further: Int32Array): number =>
    (at < first ? 1 : 0) + (further[at] ?? 0)
  const visit = (at: number): void => {
    if (at === table.cells.length) {
      judge()
      return
    }
    visit(at + 1)
    const row = Math.floor(at / table.columns)
    const column = at % table.columns
    const cell = table.cells[at] ?? 0
    if (cell === 0) return
    if ((rowUse[row] ?? 0) >= room(row, firstRows, furtherRows)) return
    if ((columnUse[column] ?? 0) >= room(column, firstColumns, furtherColumns)) return
    rowUse[row] = (rowUse[row] ?? 0) + 1
    columnUse[column] = (columnUse[column] ?? 0) + 1
    chosen.push(cell)
    visit(at + 1)
    chosen.pop()
    rowUse[row] = (rowUse[row] ?? 0) - 1
    columnUse[column] = (columnUse[column] ?? 0) - 1
  }
  visit(0)
  return best
}
