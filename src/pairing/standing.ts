import type { Table } from './table.ts'

/** How many on either side of the partner of the same standing. */
const near = 4

/** The means of each row's and each column's allowed cells; 0 where all is forbidden. */
function meansOf({ rows, columns, cells }: Table): { ofRows: Float64Array; ofColumns: Float64Array } {
  const ofRows = new Float64Array(rows)
  const ofColumns = new Float64Array(columns)
  const counts = new Int32Array(columns)
  for (let row = 0; row < rows; row++) {
    let sum = 0
    let count = 0
    for (let column = 0; column < columns; column++) {
      const cell = cells[row * columns + column] ?? 0
      if (cell === 0) continue
      sum += cell
      count++
      ofColumns[column] = (ofColumns[column] ?? 0) + cell
      counts[column] = (counts[column] ?? 0) + 1
    }
    ofRows[row] = sum / Math.max(1, count)
  }
  return { ofRows, ofColumns: ofColumns.map((sum, column) => sum / Math.max(1, counts[column] ?? 0)) }
}

const inOrder = (means: Float64Array): number[] =>
  [...means.keys()].sort((one, other) => (means[one] ?? 0) - (means[other] ?? 0) || one - other)

/**
 * Places in the table (row * columns + column) of those of equal standing: where scores are mostly a matter of how well
 * liked each is, these are the best pairs, and no single score shows it.
 */
export function ofEqualStanding(table: Table): Uint32Array {
  const { rows, columns } = table
  const { ofRows, ofColumns } = meansOf(table)
  const ranked = inOrder(ofColumns)
  const places = inOrder(ofRows).flatMap((row, rank) => {
    // Whoever is liked least on the larger side is left out.
    const level = rank + columns - rows
    return ranked
      .slice(Math.max(0, level - near), Math.max(0, level + near + 1))
      .map((column) => row * columns + column)
  })
  return Uint32Array.from(places)
}
