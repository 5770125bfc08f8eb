import type { Witness } from './bottleneck.ts'
import { demand } from './errors.ts'
import type { Problem, Solution } from './problem.ts'

/**
 * Checks a solution against the table alone and returns what all scores come to, twice: as the pairs have it and as
 * the prices bound it. Throws unless both agree, every price is fair, and nobody is in two pairs.
 */
export function certify(
  problem: Problem,
  solution: Solution,
): { primal: number; dual: number; pairs: number } {
  const { table, least, rowAlone, columnAlone } = problem
  const { rows, columns, cells } = table
  const { mate, rowPrice, columnPrice } = solution
  const taken = new Uint8Array(columns)
  let primal = 0
  let pairs = 0
  let alone = 0
  let prices = 0
  for (let row = 0; row < rows; row++) {
    const price = rowPrice[row] ?? Number.NaN
    const limit = rowAlone[row] ?? Number.NaN
    demand(price <= limit, 'a row is priced above being alone')
    prices += price
    const column = mate[row] ?? -1
    if (column < 0) {
      alone += limit
    } else {
      const cell = cells[row * columns + column] ?? 0
      demand(cell > least, 'a pair is forbidden or below the lowest score')
      demand(taken[column] === 0, 'someone is in two pairs')
      taken[column] = 1
      primal += cell - 1
      pairs++
    }
    const start = row * columns
    for (let at = 0; at < columns; at++) {
      const cell = cells[start + at] ?? 0
      if (cell > least && price + (columnPrice[at] ?? 0) > -cell) demand(false, 'a better pair was missed')
    }
  }
  for (let column = 0; column < columns; column++) {
    const price = columnPrice[column] ?? Number.NaN
    const limit = columnAlone[column] ?? Number.NaN
    demand(price <= limit, 'a column is priced above being alone')
    prices += price
    if (taken[column] === 0) alone += limit
  }
  const dual = alone - prices - pairs
  demand(primal === dual, 'the pairs and their bound differ')
  return { primal, dual, pairs }
}

/** Checks that no pairing with a higher lowest score pairs as many people as this one, whose rows' columns are `mate`. */
export function certifyWorst({ view, cover, needed }: Witness, mate: Int32Array): void {
  const { table, rows, columns, least } = view
  let held = 0
  for (let row = 0; row < rows; row++) {
    const column = mate[row] ?? -1
    if (column >= 0 && column < columns) held++
  }
  demand(held >= needed, 'the pairs are fewer than was claimed')
  let size = 0
  for (let column = 0; column < columns; column++) size += cover.columns[column] ?? 0
  for (let row = 0; row < rows; row++) {
    if (cover.rows[row] === 1) {
      size++
      continue
    }
    const start = row * table.columns
    for (let column = 0; column < columns; column++) {
      if ((table.cells[start + column] ?? 0) > least && cover.columns[column] !== 1) {
        demand(false, 'a better lowest score was missed')
      }
    }
  }
  demand(size < needed, 'the lowest score could be higher')
}
