import { type Cover, enlarge, largest, type Matching, type View } from './matching.ts'
import { highestScore } from './score.ts'
import type { Table } from './table.ts'

/** Why the lowest score cannot be higher: with only better pairs, this part of the table holds too few of them. */
export interface Witness {
  view: View
  cover: Cover
  /** Pairs that the view has to hold, and more than the cover allows. */
  needed: number
}

/** How far the lowest score of a pairing can be raised without pairing fewer people. */
export interface Bottleneck {
  /** The highest lowest score; 0 when nobody can be paired. */
  least: number
  /** Null when nothing better exists: no pairs, or a lowest score of 10,000. */
  witness: Witness | null
  /** One such pairing of first partners: each row's column, or -1. */
  mate: Int32Array
}

/** For each row, and each column, of the first so many its best score; -1 where none. */
export function bestScores(
  table: Table,
  rows: number,
  columns: number,
): { rows: Int32Array; columns: Int32Array } {
  const byRow = new Int32Array(rows)
  const byColumn = new Int32Array(columns)
  for (let row = 0; row < rows; row++) {
    const start = row * table.columns
    let most = 0
    for (let column = 0; column < columns; column++) {
      const cell = table.cells[start + column] ?? 0
      if (cell > most) most = cell
      if (cell > (byColumn[column] ?? 0)) byColumn[column] = cell
    }
    byRow[row] = most
  }
  return { rows: byRow.map((cell) => cell - 1), columns: byColumn.map((cell) => cell - 1) }
}

const lowestOf = (scores: Int32Array): number =>
  scores.reduce((low, score) => Math.min(low, score), highestScore)

/** Makes a matching anew of scores of at least `least`, as large as it is; where there is none, says why. */
function raise(table: Table, matching: Matching, least: number): Witness | null {
  const { rows, columns, pairs: needed } = matching
  const view = { table, rows, columns, least }
  const mate = matching.mate.slice()
  const { pairs, cover } = enlarge(view, mate)
  if (pairs < needed) return { view, cover, needed }
  matching.mate = mate
  return null
}

/**
 * Raises the lowest score as far as it goes. `first` are people's first partnerships, as many as possible, which all
 * have to be kept; the table's further rows and columns are further ones, for those whom first ones cannot serve. As
 * many people as possible have a partner exactly when three matchings are as large as possible: first with first, first
 * rows with all columns, all rows with first columns (Mendelsohn and Dulmage).
 */
export function bottleneckOf(table: Table, first: Matching): Bottleneck {
  const firstOnly = { ...first }
  const matchings = [firstOnly]
  if (table.columns > first.columns) matchings.push(largest(table, first.rows, table.columns))
  if (table.rows > first.rows) matchings.push(largest(table, table.rows, first.columns))
  if (matchings.every(({ pairs }) => pairs === 0)) return { least: 0, witness: null, mate: first.mate }

  let high = highestScore
  for (const { rows, columns, pairs } of matchings) {
    if (pairs < rows && pairs < columns) continue
    const scores = bestScores(table, rows, columns)
    if (pairs === rows) high = Math.min(high, lowestOf(scores.rows))
    if (pairs === columns) high = Math.min(high, lowestOf(scores.columns))
  }
  let low = 0
  let witness: Witness | null = null
  // A lowest score of `low` is reachable, and one above `high` is not; between them, the middle is tried until they meet.
  let probe = high
  while (low < high || (witness === null && low < highestScore)) {
    let failed: Witness | null = null
    for (const matching of matchings) failed ??= raise(table, matching, probe)
    if (failed === null) low = probe
    else {
      witness = failed
      high = probe - 1
    }
    probe = low >= high ? low + 1 : Math.ceil((low + high) / 2)
  }
  return { least: low, witness, mate: firstOnly.mate }
}
