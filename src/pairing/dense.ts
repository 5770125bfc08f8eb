import type { Table } from './table.ts'

/** A table to choose pairs from, and what it costs to leave each row and column without one. */
export interface Problem {
  table: Table
  /** Pairs below this score are left out, as forbidden ones are. */
  least: number
  /** Above any sum of scores where someone must be paired if at all possible; below zero where a pair is a burden. */
  rowAlone: Float64Array
  columnAlone: Float64Array
  /** True when it is known that every row and every column can be paired at once. */
  complete: boolean
}

/** The pairs chosen, and the prices that prove that no others are better. */
export interface Solution {
  /** Each row's column, or -1. */
  mate: Int32Array
  rowPrice: Float64Array
  columnPrice: Float64Array
}

/**
 * The best pairs, exactly: shortest augmenting paths after Jonker and Volgenant, extended by the choice of leaving
 * someone alone. Reads the table as it is: a cell of score + 1, 0 where forbidden, so a cost is a cell with its sign
 * changed. All numbers are whole and far below 2^53.
 */
export function solveDense(problem: Problem): Solution {
  const solution = tryDense(problem, Number.POSITIVE_INFINITY)
  if (solution === null) throw new RangeError('A search without a limit has an end.')
  return solution
}

/** The same, but gives up (null) after looking at so many rows: some shapes make this way of searching slow. */
export function tryDense(problem: Problem, mostLooks: number): Solution | null {
  const { table, least, rowAlone, columnAlone, complete } = problem
  const { rows, columns, cells } = table
  let looks = 0
  const mate = new Int32Array(rows).fill(-1)
  const owner = new Int32Array(columns).fill(-1)
  const price = Float64Array.from(columnAlone)
  if (complete) {
    // Every column ends up taken, so its price may start at its cheapest pair rather than at being alone.
    const best = new Int32Array(columns)
    for (let row = 0; row < rows; row++) {
      const start = row * columns
      for (let column = 0; column < columns; column++) {
        const cell = cells[start + column] ?? 0
        if (cell > (best[column] ?? 0)) best[column] = cell
      }
    }
    for (let column = 0; column < columns; column++) price[column] = -(best[column] ?? 0)
  }

  let free = new Int32Array(rows)
  let waiting = rows
  for (let row = 0; row < rows; row++) free[row] = row
  for (let pass = 0; pass < 2; pass++) {
    const later = new Int32Array(rows)
    let postponed = 0
    // Bidding between two rows can go on in small steps; after a while the paths below are quicker.
    let bids = 0
    const mostBids = rows * 4
    for (let at = 0; at < waiting; ) {
      const row = free[at++] ?? 0
      if (looks++ > mostLooks) return null
      const start = row * columns
      let most = Number.NEGATIVE_INFINITY
      let next = Number.NEGATIVE_INFINITY
      let chosen = -1
      let other = -1
      for (let column = 0; column < columns; column++) {
        const cell = cells[start + column] ?? 0
        const value = cell + (price[column] ?? 0)
        if (value > next && cell > least) {
          if (value > most) {
            next = most
            other = chosen
            most = value
            chosen = column
          } else {
            next = value
            other = column
          }
        }
      }
      const lowest = -most
      const alone = rowAlone[row] ?? 0
      if (alone <= lowest) continue
      const limit = Math.min(-next, alone)
      const raises = lowest < limit
      if (raises) price[chosen] = (price[chosen] ?? 0) - (limit - lowest)
      else if ((owner[chosen] ?? -1) >= 0 && other >= 0) chosen = other
      const displaced = owner[chosen] ?? -1
      owner[chosen] = row
      mate[row] = chosen
      if (displaced >= 0) {
        mate[displaced] = -1
        if (raises && bids++ < mostBids) free[--at] = displaced
        else later[postponed++] = displaced
      }
    }
    free = later
    waiting = postponed
  }

  const distance = new Float64Array(columns)
  /** Distance and price together: what a cell is measured against. */
  const mark = new Float64Array(columns)
  const parent = new Int32Array(columns)
  /** Columns that the search has come to, nearest first. */
  const order = new Int32Array(columns)
  for (let at = 0; at < waiting; at++) {
    const source = free[at] ?? 0
    const start = source * columns
    for (let column = 0; column < columns; column++) {
      const cell = cells[start + column] ?? 0
      const far = cell > least ? -cell : Number.POSITIVE_INFINITY
      mark[column] = far
      distance[column] = far - (price[column] ?? 0)
      parent[column] = source
    }
    let scanned = 0
    let ready = 0
    let done = 0
    let reach = Number.NEGATIVE_INFINITY
    let aloneAt = rowAlone[source] ?? 0
    let aloneRow = source
    let end = -1
    search: for (;;) {
      if (scanned === ready) {
        done = scanned
        let lowest = Number.POSITIVE_INFINITY
        for (let column = 0; column < columns; column++) {
          const far = distance[column] ?? 0
          // Whatever the search has come to is no farther than it has reached.
          if (far > lowest || far <= reach) continue
          if (far < lowest) {
            lowest = far
            ready = scanned
          }
          order[ready++] = column
        }
        if (aloneAt <= lowest) {
          reach = aloneAt
          break
        }
        reach = lowest
        for (let k = scanned; k < ready; k++) {
          const column = order[k] ?? 0
          if ((owner[column] ?? 0) < 0) {
            end = column
            break search
          }
        }
      }
      if (looks++ > mostLooks) return null
      const from = order[scanned++] ?? 0
      const row = owner[from] ?? 0
      const base = row * columns
      const offset = -(cells[base + from] ?? 0) - (price[from] ?? 0) - reach
      const alone = (rowAlone[row] ?? 0) - offset
      if (alone < aloneAt) {
        aloneAt = alone
        aloneRow = row
      }
      for (let column = 0; column < columns; column++) {
        const cell = cells[base + column] ?? 0
        if (cell + (mark[column] ?? 0) <= -offset || cell <= least) continue
        const far = -cell - offset - (price[column] ?? 0)
        parent[column] = row
        mark[column] = -cell - offset
        distance[column] = far
        if (far === reach) {
          if ((owner[column] ?? 0) < 0) {
            end = column
            break search
          }
          order[ready++] = column
        }
      }
    }
    for (let k = 0; k < done; k++) {
      const column = order[k] ?? 0
      price[column] = (price[column] ?? 0) + (distance[column] ?? 0) - reach
    }
    if (end < 0) {
      // Someone on the way is better left alone; their column goes to whoever asked for it.
      if (aloneRow === source) continue
      end = mate[aloneRow] ?? 0
      mate[aloneRow] = -1
    }
    for (;;) {
      const row = parent[end] ?? 0
      const before = mate[row] ?? -1
      owner[end] = row
      mate[row] = end
      if (row === source) break
      end = before
    }
  }

  const rowPrice = Float64Array.from(mate, (column, row) =>
    column < 0 ? (rowAlone[row] ?? 0) : -(cells[row * columns + column] ?? 0) - (price[column] ?? 0),
  )
  return { mate, rowPrice, columnPrice: price }
}
