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

/** The two best columns of a row, and what each comes to with its price; -1 where there is none. */
interface BestTwo {
  most: number
  next: number
  chosen: number
  other: number
}

/**
 * A search for the shortest path from a row to a column without one. Loops over columns are functions of their own, so
 * that they are compiled as such.
 */
interface Search {
  price: Float64Array
  owner: Int32Array
  distance: Float64Array
  /** Distance and price together: what a cell is measured against. */
  mark: Float64Array
  parent: Int32Array
  /** Columns that the search has come to, nearest first, and how many. */
  order: Int32Array
  ready: number
  /** A column without a row that the search has come to, or -1. */
  end: number
}

/** Where prices begin: at being alone, or where every column ends up taken, at its cheapest pair. */
function startingPrices({ table: { rows, columns, cells }, columnAlone, complete }: Problem): Float64Array {
  if (!complete) return Float64Array.from(columnAlone)
  const best = new Int32Array(columns)
  for (let row = 0; row < rows; row++) {
    const start = row * columns
    for (let column = 0; column < columns; column++) {
      const cell = cells[start + column] ?? 0
      if (cell > (best[column] ?? 0)) best[column] = cell
    }
  }
  return Float64Array.from(best, (cell) => -cell)
}

function findBestTwo(
  { table: { cells, columns }, least }: Problem,
  row: number,
  price: Float64Array,
  found: BestTwo,
): void {
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
  found.most = most
  found.next = next
  found.chosen = chosen
  found.other = other
}

/** Measures every column from the row where a search begins. */
function begin({ table: { cells, columns }, least }: Problem, source: number, search: Search): void {
  const { price, distance, mark, parent } = search
  const start = source * columns
  for (let column = 0; column < columns; column++) {
    const cell = cells[start + column] ?? 0
    const far = cell > least ? -cell : Number.POSITIVE_INFINITY
    mark[column] = far
    distance[column] = far - (price[column] ?? 0)
    parent[column] = source
  }
  search.ready = 0
  search.end = -1
}

/** Brings the nearest columns beyond `reach` in, and returns how far they are. */
function bringNearest(search: Search, reach: number): number {
  const { distance, order } = search
  const first = search.ready
  let ready = first
  let lowest = Number.POSITIVE_INFINITY
  for (let column = 0; column < distance.length; column++) {
    const far = distance[column] ?? 0
    // Whatever the search has come to is no farther than it has reached.
    if (far > lowest || far <= reach) continue
    if (far < lowest) {
      lowest = far
      ready = first
    }
    order[ready++] = column
  }
  search.ready = ready
  return lowest
}

/** Looks from a row that the search has come to; whatever is as near from there as the search has reached is brought in. */
function look(
  { table: { cells, columns }, least }: Problem,
  row: number,
  offset: number,
  reach: number,
  search: Search,
): void {
  const { price, owner, distance, mark, parent, order } = search
  const start = row * columns
  for (let column = 0; column < columns; column++) {
    const cell = cells[start + column] ?? 0
    if (cell + (mark[column] ?? 0) <= -offset || cell <= least) continue
    const far = -cell - offset - (price[column] ?? 0)
    parent[column] = row
    mark[column] = -cell - offset
    distance[column] = far
    if (far !== reach) continue
    if ((owner[column] ?? 0) < 0) {
      search.end = column
      return
    }
    order[search.ready++] = column
  }
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

/** Pairs and prices on the way to a solution, and how many rows have been looked at so far. */
interface Attempt {
  mate: Int32Array
  owner: Int32Array
  price: Float64Array
  looks: number
  readonly mostLooks: number
}

/** Lets rows bid for columns, which pairs most of them; returns those that are left, or null when it gives up. */
function bid(problem: Problem, attempt: Attempt): Int32Array | null {
  const { rowAlone } = problem
  const { mate, owner, price, mostLooks } = attempt
  const rows = mate.length
  const two: BestTwo = {
    most: Number.NEGATIVE_INFINITY,
    next: Number.NEGATIVE_INFINITY,
    chosen: -1,
    other: -1,
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
      if (attempt.looks++ > mostLooks) return null
      findBestTwo(problem, row, price, two)
      const lowest = -two.most
      const alone = rowAlone[row] ?? 0
      if (alone <= lowest) continue
      const limit = Math.min(-two.next, alone)
      const raises = lowest < limit
      let { chosen } = two
      if (raises) price[chosen] = (price[chosen] ?? 0) - (limit - lowest)
      else if ((owner[chosen] ?? -1) >= 0 && two.other >= 0) chosen = two.other
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
  return free.subarray(0, waiting)
}

/** Gives each of these rows a column along a shortest path, or leaves alone whoever is best left so; false when it gives up. */
function augment(problem: Problem, free: Int32Array, attempt: Attempt): boolean {
  const { table, rowAlone } = problem
  const { columns, cells } = table
  const { mate, owner, price, mostLooks } = attempt
  const search: Search = {
    price,
    owner,
    distance: new Float64Array(columns),
    mark: new Float64Array(columns),
    parent: new Int32Array(columns),
    order: new Int32Array(columns),
    ready: 0,
    end: -1,
  }
  const { distance, parent, order } = search
  for (const source of free) {
    begin(problem, source, search)
    let scanned = 0
    let done = 0
    let reach = Number.NEGATIVE_INFINITY
    let aloneAt = rowAlone[source] ?? 0
    let aloneRow = source
    while (search.end < 0) {
      if (scanned === search.ready) {
        done = scanned
        const lowest = bringNearest(search, reach)
        if (aloneAt <= lowest) {
          reach = aloneAt
          break
        }
        reach = lowest
        const ends = order.subarray(scanned, search.ready).find((column) => (owner[column] ?? 0) < 0)
        if (ends !== undefined) {
          search.end = ends
          break
        }
      }
      if (attempt.looks++ > mostLooks) return false
      const from = order[scanned++] ?? 0
      const row = owner[from] ?? 0
      const offset = -(cells[row * columns + from] ?? 0) - (price[from] ?? 0) - reach
      const alone = (rowAlone[row] ?? 0) - offset
      if (alone < aloneAt) {
        aloneAt = alone
        aloneRow = row
      }
      look(problem, row, offset, reach, search)
    }
    for (let k = 0; k < done; k++) {
      const column = order[k] ?? 0
      price[column] = (price[column] ?? 0) + (distance[column] ?? 0) - reach
    }
    let end = search.end
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
  return true
}

/** As `solveDense`, but gives up (null) after looking at so many rows: some shapes make this way of searching slow. */
export function tryDense(problem: Problem, mostLooks: number): Solution | null {
  const { table, rowAlone } = problem
  const { rows, columns, cells } = table
  const mate = new Int32Array(rows).fill(-1)
  const price = startingPrices(problem)
  const attempt: Attempt = { mate, owner: new Int32Array(columns).fill(-1), price, looks: 0, mostLooks }
  const free = bid(problem, attempt)
  if (free === null || !augment(problem, free, attempt)) return null
  const rowPrice = Float64Array.from(mate, (column, row) =>
    column < 0 ? (rowAlone[row] ?? 0) : -(cells[row * columns + column] ?? 0) - (price[column] ?? 0),
  )
  return { mate, rowPrice, columnPrice: price }
}
