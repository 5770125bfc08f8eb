import { type Cover, enlarge, type View } from './matching.ts'
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
  /** Pairs of the first partners, when as many as possible are paired. */
  pairs: number
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

/**
 * Raises the lowest score as far as it goes. The first `firstRows` rows and `firstColumns` columns are people's first
 * partnerships, which all have to be kept; the rest are further ones, for those whom first ones cannot serve. As many
 * people as possible have a partner exactly when three matchings are as large as possible: first with first, first
 * rows with all columns, all rows with first columns (Mendelsohn and Dulmage).
 */
export function bottleneckOf(table: Table, firstRows: number, firstColumns: number): Bottleneck {
  const spans = [
    [firstRows, firstColumns],
    ...(table.columns > firstColumns ? [[firstRows, table.columns]] : []),
    ...(table.rows > firstRows ? [[table.rows, firstColumns]] : []),
  ] as [number, number][]
  const views = spans.map(([rows, columns]) => {
    const mate = new Int32Array(rows).fill(-1)
    const { pairs } = enlarge({ table, rows, columns, least: 0 }, mate)
    return { rows, columns, mate, needed: pairs }
  })
  const most = Math.max(0, ...views.map(({ needed }) => needed))
  const first = views[0]
  const pairs = first?.needed ?? 0
  const mateOf = (): Int32Array => views[0]?.mate ?? new Int32Array(0)
  if (most === 0) return { least: 0, witness: null, pairs, mate: mateOf() }

  let high = highestScore
  for (const { rows, columns, needed } of views) {
    if (needed < rows && needed < columns) continue
    const scores = bestScores(table, rows, columns)
    if (needed === rows) high = Math.min(high, lowestOf(scores.rows))
    if (needed === columns) high = Math.min(high, lowestOf(scores.columns))
  }
  let low = 0
  let witness: Witness | null = null
  // A lowest score of `low` is reachable, and one above `high` is not; between them, the middle is tried until they meet.
  let probe = high
  while (low < high || (witness === null && low < highestScore)) {
    const failed = views.findIndex((view) => {
      const mate = view.mate.slice()
      const { pairs: found, cover } = enlarge(
        { table, rows: view.rows, columns: view.columns, least: probe },
        mate,
      )
      if (found === view.needed) {
        view.mate = mate
        return false
      }
      const failing = { table, rows: view.rows, columns: view.columns, least: probe }
      witness = { view: failing, cover, needed: view.needed }
      return true
    })
    if (failed < 0) low = probe
    else high = probe - 1
    probe = low >= high ? low + 1 : Math.ceil((low + high) / 2)
  }
  return { least: low, witness, pairs, mate: mateOf() }
}
