import type { Table } from './table.ts'

/** How many partners each row considers for their score alone: these decide how high the lowest score can go. */
const byScore = 12
/** How many for being better than others think of them: these decide the best total where many want the same few. */
const byAdvantage = 20
/** How many rows each column considers, both ways. */
const forColumns = 6

/** How many on either side of the partner of the same standing: where scores are mostly a matter of how well liked
 * each is, the best pairs are those of equal standing, and no single score shows it. */
const byStanding = 4

/** The largest of a stream of values and where they came from, kept in order; small enough to search by hand. */
interface Podium {
  values: Int32Array
  places: Int32Array
}

/** Puts a value in, largest first, where it beats the last; a value of the stream is met once. */
function admit({ values, places }: Podium, from: number, size: number, value: number, place: number): void {
  let at = from + size - 1
  while (at > from && (values[at - 1] ?? 0) < value) {
    values[at] = values[at - 1] ?? 0
    places[at] = places[at - 1] ?? 0
    at--
  }
  values[at] = value
  places[at] = place
}

/** Below every score and every advantage. */
const lowest = -0x8000

function podium(size: number): Podium {
  return {
    values: new Int32Array(size).fill(lowest),
    places: new Int32Array(size).fill(-1),
  }
}

/** The mean of each row's and each column's allowed cells; 0 where all is forbidden. */
function meansOf({ rows, columns, cells }: Table): { rows: Float64Array; columns: Float64Array } {
  const byRow = new Float64Array(rows)
  const sums = new Float64Array(columns)
  const counts = new Int32Array(columns).fill(rows)
  for (let row = 0; row < rows; row++) {
    const start = row * columns
    let sum = 0
    let count = columns
    for (let column = 0; column < columns; column++) {
      const cell = cells[start + column] ?? 0
      if (cell === 0) {
        count--
        counts[column] = (counts[column] ?? 0) - 1
        continue
      }
      sum += cell
      sums[column] = (sums[column] ?? 0) + cell
    }
    byRow[row] = sum / Math.max(1, count)
  }
  return { rows: byRow, columns: sums.map((sum, column) => sum / Math.max(1, counts[column] ?? 0)) }
}

/** The best of one row, by score and by advantage: how much better than others think of the column. */
interface RowBest {
  scores: Podium
  advantages: Podium
}

/** Each row begins elsewhere, so that equals are not all offered the same few. */
function findRowBest({ columns, cells }: Table, row: number, means: Int16Array, best: RowBest): void {
  const { scores, advantages } = best
  scores.values.fill(0)
  scores.places.fill(-1)
  advantages.values.fill(lowest)
  advantages.places.fill(-1)
  const start = row * columns
  const begin = Math.imul(row, 7_919) % columns
  let scoreBar = 0
  let advantageBar = lowest
  for (let looked = 0; looked < 2; looked++) {
    const end = looked === 0 ? columns : begin
    for (let column = looked === 0 ? begin : 0; column < end; column++) {
      const cell = cells[start + column] ?? 0
      const advantage = cell - (means[column] ?? 0)
      if ((cell <= scoreBar && advantage <= advantageBar) || cell === 0) continue
      if (cell > scoreBar) {
        admit(scores, 0, byScore, cell, column)
        scoreBar = scores.values[byScore - 1] ?? 0
      }
      if (advantage > advantageBar) {
        admit(advantages, 0, byAdvantage, advantage, column)
        advantageBar = advantages.values[byAdvantage - 1] ?? 0
      }
    }
  }
}

/** The best of every column so far, and what a row has to beat to be among them, side by side and small for the loop below. */
interface ColumnsBest {
  scores: Podium
  scoreBars: Int16Array
  advantages: Podium
  advantageBars: Int16Array
}

function noteForColumns(
  { columns, cells }: Table,
  row: number,
  mean: number,
  { scores, scoreBars, advantages, advantageBars }: ColumnsBest,
): void {
  const start = row * columns
  for (let column = 0; column < columns; column++) {
    const cell = cells[start + column] ?? 0
    const advantage = cell - mean
    const beatsScores = cell > (scoreBars[column] ?? 0)
    if ((!beatsScores && advantage <= (advantageBars[column] ?? 0)) || cell === 0) continue
    const from = column * forColumns
    const last = from + forColumns - 1
    if (beatsScores) {
      admit(scores, from, forColumns, cell, row)
      scoreBars[column] = Math.max(0, scores.values[last] ?? 0)
    }
    if (advantage > (advantageBars[column] ?? 0)) {
      admit(advantages, from, forColumns, advantage, row)
      advantageBars[column] = advantages.values[last] ?? 0
    }
  }
}

/**
 * Places in the table (row * columns + column) where good pairs are likely: a few per row and column. Whatever is
 * missing is found later by the prices, so this decides how fast the answer comes and never what it is.
 */
export function candidatesOf(table: Table): Uint32Array {
  const { rows, columns } = table
  const means = meansOf(table)
  const columnMeans = Int16Array.from(means.columns, Math.round)
  const found = new Uint32Array(
    rows * (byScore + byAdvantage + 2 * (2 * byStanding + 1)) + columns * 2 * forColumns,
  )
  let size = 0
  const ofRow: RowBest = { scores: podium(byScore), advantages: podium(byAdvantage) }
  const ofColumns: ColumnsBest = {
    scores: podium(columns * forColumns),
    scoreBars: new Int16Array(columns),
    advantages: podium(columns * forColumns),
    advantageBars: new Int16Array(columns).fill(lowest),
  }
  for (let row = 0; row < rows; row++) {
    findRowBest(table, row, columnMeans, ofRow)
    noteForColumns(table, row, Math.round(means.rows[row] ?? 0), ofColumns)
    for (const { places } of [ofRow.scores, ofRow.advantages]) {
      for (const column of places) if (column >= 0) found[size++] = row * columns + column
    }
  }
  for (const { places } of [ofColumns.scores, ofColumns.advantages]) {
    for (const [at, row] of places.entries()) {
      if (row >= 0) found[size++] = row * columns + Math.floor(at / forColumns)
    }
  }
  const byMean = (of: Float64Array): Int32Array =>
    Int32Array.from(of.keys()).sort((one, other) => (of[one] ?? 0) - (of[other] ?? 0) || one - other)
  const columnsByMean = byMean(means.columns)
  for (const [rank, row] of byMean(means.rows).entries()) {
    // Where columns outnumber rows, either all standings are spread over, or the best are filled from the top.
    for (const level of new Set([Math.floor((rank * columns) / rows), rank + columns - rows])) {
      for (
        let near = Math.max(0, level - byStanding);
        near <= Math.min(columns - 1, level + byStanding);
        near++
      ) {
        found[size++] = row * columns + (columnsByMean[near] ?? 0)
      }
    }
  }
  return found.subarray(0, size)
}
