import type { Problem } from '../../src/pairing/problem.ts'
import type { Table } from '../../src/pairing/table.ts'

/** A table from a formula for its cells: score + 1, or 0 where forbidden. */
export function tableFrom(
  rows: number,
  columns: number,
  cell: (row: number, column: number) => number,
): Table {
  return {
    rows,
    columns,
    cells: Uint16Array.from({ length: rows * columns }, (_, at) =>
      cell(Math.floor(at / columns), at % columns),
    ),
  }
}

/** Pairs to choose where everybody has to be in one, if at all possible. */
export function problemOf(table: Table, complete: boolean, least = 0): Problem {
  const burden = 3 * 10_001 * (Math.min(table.rows, table.columns) + 1)
  return {
    table,
    least,
    rowAlone: new Float64Array(table.rows).fill(burden),
    columnAlone: new Float64Array(table.columns).fill(burden),
    complete,
  }
}

/** Numbers from 0 up to 1 that are the same on every run. */
export function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 4_294_967_296
  }
}

/** As many rows as columns, fewer, and more. */
export const formats = [
  [120, 120],
  [110, 140],
  [140, 110],
] as const

/** Tables that make solvers slow or wrong, of any size. */
export const shapes: Readonly<Record<string, (rows: number, columns: number) => Table>> = {
  'random scores': (rows, columns) => {
    const random = randomFrom(1)
    return tableFrom(rows, columns, () => (random() < 0.05 ? 0 : 1 + Math.floor(random() * 10_001)))
  },
  'rank-one scores': (rows, columns) => {
    const random = randomFrom(2)
    const ofRow = Array.from({ length: rows }, random)
    const ofColumn = Array.from({ length: columns }, random)
    return tableFrom(
      rows,
      columns,
      (row, column) => 1 + Math.floor((ofRow[row] ?? 0) * (ofColumn[column] ?? 0) * 10_000),
    )
  },
  'everyone wanting the same five': (rows, columns) => {
    const random = randomFrom(3)
    return tableFrom(rows, columns, (_, column) =>
      column < 5 ? 10_000 - Math.floor(random() * 100) : 1 + Math.floor(random() * 1_000),
    )
  },
  'some liked by all and some by none': (rows, columns) => {
    const random = randomFrom(4)
    const liked = Array.from({ length: columns }, random)
    return tableFrom(
      rows,
      columns,
      (_, column) => 1 + Math.floor((liked[column] ?? 0) * 7_000 + random() * 3_000),
    )
  },
  'five different scores': (rows, columns) => {
    const random = randomFrom(5)
    return tableFrom(rows, columns, () => 1 + Math.floor(random() * 5) * 100)
  },
  'almost everything forbidden': (rows, columns) => {
    const random = randomFrom(6)
    return tableFrom(rows, columns, () => (random() < 0.985 ? 0 : 1 + Math.floor(random() * 10_000)))
  },
  'one feasible pairing only': (rows, columns) =>
    tableFrom(rows, columns, (row, column) => (column <= row ? 1 + ((row * 31 + column * 17) % 9_000) : 0)),
  'all scores equal': (rows, columns) => tableFrom(rows, columns, () => 5_000),
}
