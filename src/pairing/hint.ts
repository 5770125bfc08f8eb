import type { Graph } from './graph.ts'
import { highestScore } from './score.ts'

/** A pairing of rows with columns, and the lowest score it is known to keep. */
export interface Hint {
  least: number
  /** Each row's column, or -1. */
  mate: Int32Array
}

/** Makes a matching of the graph's cells above `least` as large as it can be; returns the number of pairs. */
function enlargeIn({ rows, columns, start, to, cell }: Graph, least: number, mate: Int32Array): number {
  const owner = new Int32Array(columns).fill(-1)
  let pairs = 0
  for (let row = 0; row < rows; row++) {
    const column = mate[row] ?? -1
    if (column < 0) continue
    const last = start[row + 1] ?? 0
    mate[row] = -1
    for (let arc = start[row] ?? 0; arc < last; arc++) {
      if (to[arc] === column && (cell[arc] ?? 0) > least) {
        mate[row] = column
        owner[column] = row
        pairs++
      }
    }
  }
  const queue = new Int32Array(rows)
  const root = new Int32Array(rows)
  const parent = new Int32Array(columns)
  /** The phase in which a column was last seen, and a tree last finished. */
  const seen = new Int32Array(columns).fill(-1)
  const finished = new Int32Array(rows).fill(-1)
  for (let phase = 0; ; phase++) {
    let tail = 0
    for (let row = 0; row < rows; row++) {
      if ((mate[row] ?? -1) < 0) {
        queue[tail++] = row
        root[row] = row
      }
    }
    let found = 0
    for (let head = 0; head < tail; head++) {
      const row = queue[head] ?? 0
      const tree = root[row] ?? 0
      if (finished[tree] === phase) continue
      const last = start[row + 1] ?? 0
      for (let arc = start[row] ?? 0; arc < last; arc++) {
        const column = to[arc] ?? 0
        if ((cell[arc] ?? 0) <= least || seen[column] === phase) continue
        seen[column] = phase
        parent[column] = row
        const next = owner[column] ?? -1
        if (next >= 0) {
          root[next] = tree
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
        finished[tree] = phase
        found++
        break
      }
    }
    pairs += found
    if (found === 0) return pairs
  }
}

/** The best lowest score among the candidates alone: where the search in the whole table may begin. */
export function hintOf(graph: Graph): Hint {
  let mate = new Int32Array(graph.rows).fill(-1)
  const pairs = enlargeIn(graph, 0, mate)
  let low = 0
  let high = highestScore
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    const trial = mate.slice()
    if (enlargeIn(graph, middle, trial) === pairs) {
      low = middle
      mate = trial
    } else high = middle - 1
  }
  return { least: low, mate }
}
