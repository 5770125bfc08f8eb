import type { Table } from './table.ts'

/** Some of a table's cells, row by row: `to` and `cell` hold a row's from `start[row]` up to `start[row + 1]`. */
export interface Graph {
  rows: number
  columns: number
  start: Int32Array
  to: Int32Array
  cell: Uint16Array
}

/** A graph of the given places in the table (row * columns + column); each place counts once, forbidden ones never. */
export function graphOf(table: Table, places: Uint32Array, least: number): Graph {
  const sorted = places.sort()
  const start = new Int32Array(table.rows + 1)
  const to = new Int32Array(sorted.length)
  const cell = new Uint16Array(sorted.length)
  let arcs = 0
  let row = 0
  let previous = -1
  for (let at = 0; at < sorted.length; at++) {
    const place = sorted[at] ?? 0
    const value = table.cells[place] ?? 0
    if (place === previous || value <= least) continue
    previous = place
    const of = Math.floor(place / table.columns)
    while (row < of) start[++row] = arcs
    to[arcs] = place - of * table.columns
    cell[arcs] = value
    arcs++
  }
  while (row < table.rows) start[++row] = arcs
  return {
    rows: table.rows,
    columns: table.columns,
    start,
    to: to.subarray(0, arcs),
    cell: cell.subarray(0, arcs),
  }
}

/** A graph of all of a table's cells above `least`. */
export function graphAbove({ rows, columns, cells }: Table, least: number): Graph {
  let arcs = 0
  for (let at = 0; at < cells.length; at++) if ((cells[at] ?? 0) > least) arcs++
  const start = new Int32Array(rows + 1)
  const to = new Int32Array(arcs)
  const cell = new Uint16Array(arcs)
  let next = 0
  for (let row = 0; row < rows; row++) {
    const first = row * columns
    for (let column = 0; column < columns; column++) {
      const value = cells[first + column] ?? 0
      if (value <= least) continue
      to[next] = column
      cell[next++] = value
    }
    start[row + 1] = next
  }
  return { rows, columns, start, to, cell }
}

/** The graph and some more places of the table, row after row, none of which it holds. */
export function widened(graph: Graph, { cells, columns }: Table, places: readonly number[]): Graph {
  const start = new Int32Array(graph.rows + 1)
  const to = new Int32Array(graph.to.length + places.length)
  const cell = new Uint16Array(to.length)
  let arcs = 0
  let added = 0
  for (let row = 0; row < graph.rows; row++) {
    const first = graph.start[row] ?? 0
    const last = graph.start[row + 1] ?? 0
    to.set(graph.to.subarray(first, last), arcs)
    cell.set(graph.cell.subarray(first, last), arcs)
    arcs += last - first
    for (; added < places.length; added++) {
      const place = places[added] ?? 0
      if (place >= (row + 1) * columns) break
      to[arcs] = place - row * columns
      cell[arcs++] = cells[place] ?? 0
    }
    start[row + 1] = arcs
  }
  return { rows: graph.rows, columns, start, to, cell }
}

/** The same graph with rows and columns exchanged. */
export function transposed({ rows, columns, start, to, cell }: Graph): Graph {
  const begin = new Int32Array(columns + 1)
  for (let arc = 0; arc < to.length; arc++) {
    const column = (to[arc] ?? 0) + 1
    begin[column] = (begin[column] ?? 0) + 1
  }
  for (let column = 0; column < columns; column++)
    begin[column + 1] = (begin[column + 1] ?? 0) + (begin[column] ?? 0)
  const next = begin.slice()
  const from = new Int32Array(to.length)
  const value = new Uint16Array(to.length)
  for (let row = 0; row < rows; row++) {
    const last = start[row + 1] ?? 0
    for (let arc = start[row] ?? 0; arc < last; arc++) {
      const column = to[arc] ?? 0
      const at = next[column] ?? 0
      next[column] = at + 1
      from[at] = row
      value[at] = cell[arc] ?? 0
    }
  }
  return { rows: columns, columns: rows, start: begin, to: from, cell: value }
}

/** The places in the table that a graph holds, and some more. */
export function placesOf({ rows, columns, start, to }: Graph, more: readonly number[]): Uint32Array {
  const places = new Uint32Array(to.length + more.length)
  for (let row = 0; row < rows; row++) {
    const last = start[row + 1] ?? 0
    for (let arc = start[row] ?? 0; arc < last; arc++) places[arc] = row * columns + (to[arc] ?? 0)
  }
  places.set(more, to.length)
  return places
}
