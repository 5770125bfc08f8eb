import type { Table } from './table.ts'

/** The first so many rows and columns of a table, and which cells count: those above `least`, a score. */
export interface View {
  table: Table
  rows: number
  columns: number
  /** Scores below this are left out, as forbidden pairs are. */
  least: number
}

/** Rows and columns that together touch every cell that counts: no matching can be larger than they are many. */
export interface Cover {
  rows: Uint8Array
  columns: Uint8Array
}

/** As many pairs as there can be of the first so many rows and columns of a table. */
export interface Matching {
  rows: number
  columns: number
  /** Each row's column, or -1. */
  mate: Int32Array
  pairs: number
}

/** As many pairs as the first so many rows and columns of a table allow, whatever they score. */
export function largest(table: Table, rows: number, columns: number): Matching {
  const mate = new Int32Array(rows).fill(-1)
  return { rows, columns, mate, pairs: enlarge({ table, rows, columns, least: 0 }, mate).pairs }
}

/**
 * Makes a matching as large as the view allows. `mate` holds each row's column or -1; pairs that do not count in this
 * view are dropped, the others are where the search begins. Returns the number of pairs and a cover as small as that.
 */
export function enlarge(view: View, mate: Int32Array): { pairs: number; cover: Cover } {
  const { rows, columns, least } = view
  const { cells, columns: width } = view.table
  const owner = new Int32Array(columns).fill(-1)
  let pairs = 0
  for (let row = 0; row < rows; row++) {
    const column = mate[row] ?? -1
    if (column < 0) continue
    if ((cells[row * width + column] ?? 0) > least) {
      owner[column] = row
      pairs++
    } else mate[row] = -1
  }
  // Whoever has a free column at hand takes it: most of the work, at the cost of one look.
  for (let row = 0; row < rows; row++) {
    if ((mate[row] ?? -1) >= 0) continue
    for (let column = 0; column < columns; column++) {
      if ((owner[column] ?? 0) < 0 && (cells[row * width + column] ?? 0) > least) {
        mate[row] = column
        owner[column] = row
        pairs++
        break
      }
    }
  }
  const queue = new Int32Array(rows)
  const root = new Int32Array(rows)
  const parent = new Int32Array(columns)
  const unseen = new Int32Array(columns)
  const inTree = new Uint8Array(rows)
  const reached = new Uint8Array(columns)
  const finished = new Uint8Array(rows)
  for (;;) {
    inTree.fill(0)
    reached.fill(0)
    finished.fill(0)
    let tail = 0
    for (let row = 0; row < rows; row++) {
      if ((mate[row] ?? -1) < 0) {
        queue[tail++] = row
        root[row] = row
        inTree[row] = 1
      }
    }
    let left = columns
    for (let column = 0; column < columns; column++) unseen[column] = column
    let found = 0
    // Trees from different roots share no column, so each may be augmented the moment it meets a free one.
    for (let head = 0; head < tail; head++) {
      const row = queue[head] ?? 0
      const tree = root[row] ?? 0
      if (finished[tree] === 1) continue
      const start = row * width
      for (let at = 0; at < left; ) {
        const column = unseen[at] ?? 0
        if ((cells[start + column] ?? 0) <= least) {
          at++
          continue
        }
        unseen[at] = unseen[--left] ?? 0
        reached[column] = 1
        parent[column] = row
        const next = owner[column] ?? -1
        if (next >= 0) {
          root[next] = tree
          inTree[next] = 1
          queue[tail++] = next
          continue
        }
        for (let end = column, from = row; ; ) {
          const before = mate[from] ?? -1
          owner[end] = from
          mate[from] = end
          if (before < 0) break
          end = before
          from = parent[end] ?? 0
        }
        finished[tree] = 1
        found++
        break
      }
    }
    pairs += found
    if (found === 0) break
  }
  // König: rows outside the last forest and columns inside it touch every cell.
  const uncovered = inTree.map((inside) => 1 - inside)
  return { pairs, cover: { rows: uncovered, columns: reached } }
}
