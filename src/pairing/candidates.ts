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

/**
 * Places in the table (row * columns + column) where good pairs are likely: a few per row and column. Whatever is
 * missing is found later by the prices, so this decides how fast the answer comes and never what it is.
 */
export function candidatesOf(table: Table): Uint32Array {
  const { rows, columns, cells } = table
  const means = meansOf(table)
  const found = new Uint32Array(
    rows * (byScore + byAdvantage + 2 * (2 * byStanding + 1)) + columns * 2 * forColumns,
  )
  let size = 0
  const columnScores = podium(columns * forColumns)
  const columnAdvantages = podium(columns * forColumns)
  // What a row has to beat to enter a column's lists, side by side and small for the sake of the loop below.
  const columnScoreBar = new Int16Array(columns)
  const columnAdvantageBar = new Int16Array(columns).fill(lowest)
  const columnMeans = Int16Array.from(means.columns, Math.round)
  const scores = podium(byScore)
  const advantages = podium(byAdvantage)
  for (let row = 0; row < rows; row++) {
    scores.values.fill(0)
    scores.places.fill(-1)
    advantages.values.fill(lowest)
    advantages.places.fill(-1)
    const start = row * columns
    const rowMean = Math.round(means.rows[row] ?? 0)
    let scoreBar = 0
    let advantageBar = lowest
    // Each row begins elsewhere, so that equals are not all offered the same few.
    const begin = Math.imul(row, 7_919) % columns
    for (const [from, to] of [
      [begin, columns],
      [0, begin],
    ] as const) {
      for (let column = from; column < to; column++) {
        const cell = cells[start + column] ?? 0
        if (cell === 0) continue
        if (cell > scoreBar) {
          admit(scores, 0, byScore, cell, column)
          scoreBar = scores.values[byScore - 1] ?? 0
        }
        const advantage = cell - (columnMeans[column] ?? 0)
        if (advantage > advantageBar) {
          admit(advantages, 0, byAdvantage, advantage, column)
          advantageBar = advantages.values[byAdvantage - 1] ?? 0
        }
        if (cell > (columnScoreBar[column] ?? 0)) {
          admit(columnScores, column * forColumns, forColumns, cell, row)
          columnScoreBar[column] = Math.max(0, columnScores.values[column * forColumns + forColumns - 1] ?? 0)
        }
        if (cell - rowMean > (columnAdvantageBar[column] ?? 0)) {
          admit(columnAdvantages, column * forColumns, forColumns, cell - rowMean, row)
          columnAdvantageBar[column] = columnAdvantages.values[column * forColumns + forColumns - 1] ?? 0
        }
      }
    }
    for (const column of scores.places) if (column >= 0) found[size++] = start + column
    for (const column of advantages.places) if (column >= 0) found[size++] = start + column
  }
  for (const { places } of [columnScores, columnAdvantages]) {
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
