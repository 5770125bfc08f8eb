import type { Assignment } from './assign.ts'
import type { Problem, Solution } from './problem.ts'

/** Another partner for a row (or column): indices of partnerships, and what it would cost everyone at least. */
export interface Alternative {
  with: number
  score: number
  costAtLeast: number | null
  /** Whom the other partner has now, -1 when nobody. */
  bereft: number
  /** What the two who are left over by it would score; null where there is nobody, or they may not be a pair. */
  restScore: number | null
}

/** For each row and each column that has a partner, the other partner who would cost everyone least; null where none. */
export interface Alternatives {
  rows: readonly (Alternative | null)[]
  columns: readonly (Alternative | null)[]
}

/** The cheapest other partner of each row and each column, -1 where none, and what the prices say of the cost. */
interface Cheapest {
  rowChoice: Int32Array
  rowCost: Float64Array
  columnChoice: Int32Array
  columnCost: Float64Array
}

/** Looks at every cell, so it is kept apart from whatever is done for the few that are found. */
function cheapest(
  { table: { cells, rows, columns }, least }: Problem,
  { mate, rowPrice, columnPrice }: Solution,
  same: ((row: number, column: number) => boolean) | null,
): Cheapest {
  const rowChoice = new Int32Array(rows).fill(-1)
  const rowCost = new Float64Array(rows).fill(Number.POSITIVE_INFINITY)
  const columnChoice = new Int32Array(columns).fill(-1)
  const columnCost = new Float64Array(columns).fill(Number.POSITIVE_INFINITY)
  for (let row = 0; row < rows; row++) {
    const start = row * columns
    const price = rowPrice[row] ?? 0
    const taken = mate[row] ?? -1
    let lowest = Number.POSITIVE_INFINITY
    let choice = -1
    for (let column = 0; column < columns; column++) {
      const cell = cells[start + column] ?? 0
      const cost = -cell - price - (columnPrice[column] ?? 0)
      const bar = columnCost[column] ?? 0
      if (cost >= lowest && cost >= bar) continue
      if (cell <= least || column === taken || same?.(row, column)) continue
      if (cost < lowest) {
        lowest = cost
        choice = column
      }
      if (cost < bar) {
        columnCost[column] = cost
        columnChoice[column] = row
      }
    }
    rowCost[row] = lowest
    rowChoice[row] = choice
  }
  return { rowChoice, rowCost, columnChoice, columnCost }
}

/** Reads the prices: how far a pair is from being as good as the chosen ones is what choosing it costs, at least. */
export function alternativesOf({ problem, solution, rowOf, columnOf }: Assignment): Alternatives {
  const { cells, rows, columns } = problem.table
  const { mate } = solution
  const owner = new Int32Array(columns).fill(-1)
  for (const [row, column] of mate.entries()) if (column >= 0) owner[column] = row
  // With further partnerships, the same two people meet in several cells; those are no alternative to each other.
  const copies = rows > 0 && columns > 0 && (new Set(rowOf).size < rows || new Set(columnOf).size < columns)
  const already = new Set<number>()
  const key = (row: number, column: number): number => (rowOf[row] ?? 0) * columns + (columnOf[column] ?? 0)
  if (copies) for (const [row, column] of mate.entries()) if (column >= 0) already.add(key(row, column))
  const { rowChoice, rowCost, columnChoice, columnCost } = cheapest(
    problem,
    solution,
    copies ? (row, column) => already.has(key(row, column)) : null,
  )

  const cell = (row: number, column: number): number => cells[row * columns + column] ?? 0
  const allowed = (row: number, column: number): boolean =>
    cell(row, column) > 0 && mate[row] !== column && !(copies && already.has(key(row, column)))
  /** Where every other pair would lower the worst score, the best of them. */
  const bestOfRow = (row: number): number => {
    let found = -1
    for (let column = 0; column < columns; column++) {
      if (allowed(row, column) && (found < 0 || cell(row, column) > cell(row, found))) found = column
    }
    return found
  }
  const bestOfColumn = (column: number): number => {
    let found = -1
    for (let row = 0; row < rows; row++) {
      if (allowed(row, column) && (found < 0 || cell(row, column) > cell(found, column))) found = row
    }
    return found
  }
  /** `row` takes `column`: what the two and those whom they leave would score. */
  const scores = (row: number, column: number): Pick<Alternative, 'score' | 'restScore'> => {
    const left = mate[row] ?? -1
    const bereft = owner[column] ?? -1
    const rest = left < 0 || bereft < 0 ? 0 : cell(bereft, left)
    return { score: cell(row, column) - 1, restScore: rest === 0 ? null : rest - 1 }
  }
  const ofRow = (row: number, column: number, costAtLeast: number | null): Alternative => ({
    with: column,
    costAtLeast,
    bereft: owner[column] ?? -1,
    ...scores(row, column),
  })
  const ofColumn = (row: number, column: number, costAtLeast: number | null): Alternative => ({
    with: row,
    costAtLeast,
    bereft: mate[row] ?? -1,
    ...scores(row, column),
  })
  return {
    rows: Array.from(rowChoice, (choice, row) => {
      if ((mate[row] ?? -1) < 0) return null
      if (choice >= 0) return ofRow(row, choice, rowCost[row] ?? 0)
      const best = bestOfRow(row)
      return best < 0 ? null : ofRow(row, best, null)
    }),
    columns: Array.from(columnChoice, (choice, column) => {
      if ((owner[column] ?? -1) < 0) return null
      if (choice >= 0) return ofColumn(choice, column, columnCost[column] ?? 0)
      const best = bestOfColumn(column)
      return best < 0 ? null : ofColumn(best, column, null)
    }),
  }
}
