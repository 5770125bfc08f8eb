import { bringNearer, forgetAll, type Nearest, nearestOf, takeNearest } from './nearest.ts'
import type { Problem, Solution } from './problem.ts'
import { renew, type Shortlists, shortlistsFor } from './shortlists.ts'

/** Pairs and prices on the way to a solution. */
interface Attempt {
  mate: Int32Array
  owner: Int32Array
  /** Of each column; never rises. */
  price: Float64Array
  shortlists: Shortlists
  /** How many cells may still be looked at. */
  patience: number
}

/** The two best columns of a row, and what each comes to with its price; -1 where there is none. */
interface BestTwo {
  most: number
  next: number
  chosen: number
  other: number
}

/** How often all rows that are still free bid before paths are searched. */
const passes = 4

/**
 * Looks at the whole table, in all, after which it is one of those that this way is slow on. Ordinary ones take 1 to 3,
 * as long as rows are no more than columns; the others up to nearly half as many as there are rows.
 */
const usualLooks = 8

/** So many cells are looked at in a moment, however often that is the whole of a small table. */
const fewCells = 1_000_000

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

/** Finds the two best columns of a row on its shortlist. */
function findBestTwo(
  { length, column, cell, count }: Shortlists,
  row: number,
  price: Float64Array,
  found: BestTwo,
): void {
  const first = row * length
  const end = first + (count[row] ?? 0)
  let most = Number.NEGATIVE_INFINITY
  let next = Number.NEGATIVE_INFINITY
  let chosen = -1
  let other = -1
  for (let at = first; at < end; at++) {
    const of = column[at] ?? 0
    const value = (cell[at] ?? 0) + (price[of] ?? 0)
    if (value > most) {
      next = most
      other = chosen
      most = value
      chosen = of
    } else if (value > next) {
      next = value
      other = of
    }
  }
  found.most = most
  found.next = next
  found.chosen = chosen
  found.other = other
}

/** Lets rows bid for columns, which pairs most of them; returns those that are left, or null when it gives up. */
function bid(problem: Problem, attempt: Attempt): Int32Array | null {
  const { table, rowAlone } = problem
  const { mate, owner, price, shortlists } = attempt
  const rows = mate.length
  const two: BestTwo = { most: 0, next: 0, chosen: -1, other: -1 }
  let free = Int32Array.from({ length: rows }, (_, row) => row)
  for (let pass = 0; pass < passes && free.length > 0; pass++) {
    const later = new Int32Array(free.length)
    let postponed = 0
    // Bidding between two rows can go on in small steps; after a while the paths below are quicker.
    let quick = rows * 4
    for (let at = 0; at < free.length; ) {
      const row = free[at++] ?? 0
      findBestTwo(shortlists, row, price, two)
      attempt.patience -= shortlists.length
      if (two.next < (shortlists.others[row] ?? 0)) {
        renew(problem, shortlists, row, price)
        findBestTwo(shortlists, row, price, two)
        attempt.patience -= table.columns
        if (attempt.patience < 0) return null
      }
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
      if (displaced < 0) continue
      mate[displaced] = -1
      if (raises && quick-- > 0) free[--at] = displaced
      else later[postponed++] = displaced
    }
    free = later.subarray(0, postponed)
  }
  return free
}

/**
 * A search for the shortest path from a row to a column without one, or to whoever is best left alone. It goes by
 * shortlists, and waits with the rest of a row until no column that is listed is nearer than what that may hold.
 */
interface Search {
  problem: Problem
  attempt: Attempt
  /** Columns that have a row and, numbered from the last column on, the rest of rows. */
  nearest: Nearest
  /** From which row each column is nearest. */
  parent: Int32Array
  /** What a column comes to from each row, less this and with its sign changed, is how far it is. */
  offset: Float64Array
  /** From which row the search began that last made each row's shortlist anew. */
  renewedFor: Int32Array
  /** Rows whose shortlists do not last: these are looked at in full. */
  isWide: Uint8Array
  /** How far the nearest end is: a column without a row, or a row to be left alone; the other is -1. */
  end: number
  endColumn: number
  endRow: number
}

function reachColumn(search: Search, row: number, column: number, far: number): void {
  search.parent[column] = row
  if ((search.attempt.owner[column] ?? -1) >= 0) {
    bringNearer(search.nearest, column, far)
    return
  }
  search.end = far
  search.endColumn = column
  search.endRow = -1
}

/** Looks at a row's shortlist, and lets the rest of the row wait for as long as it can hold nothing nearer. */
function lookAtShortlist(search: Search, row: number): void {
  const { attempt, nearest } = search
  const { price, shortlists } = attempt
  const { distance } = nearest
  const offset = search.offset[row] ?? 0
  const first = row * shortlists.length
  const end = first + (shortlists.count[row] ?? 0)
  for (let at = first; at < end; at++) {
    const column = shortlists.column[at] ?? 0
    const far = -(shortlists.cell[at] ?? 0) - (price[column] ?? 0) - offset
    if (far < search.end && far < (distance[column] ?? 0)) reachColumn(search, row, column, far)
  }
  const others = -(shortlists.others[row] ?? 0) - offset
  if (others < search.end) bringNearer(nearest, price.length + row, others)
  attempt.patience -= shortlists.length
}

function lookAtAll(search: Search, row: number): void {
  const { cells, columns } = search.problem.table
  const { least } = search.problem
  const { price } = search.attempt
  const { distance } = search.nearest
  const offset = search.offset[row] ?? 0
  const start = row * columns
  let { end } = search
  for (let column = 0; column < columns; column++) {
    const cell = cells[start + column] ?? 0
    const far = -cell - (price[column] ?? 0) - offset
    if (far >= end || far >= (distance[column] ?? 0) || cell <= least) continue
    reachColumn(search, row, column, far)
    end = search.end
  }
  search.attempt.patience -= columns
}

/** Looks at what is not on a row's shortlist: with a new one, or in full where that did not last for this one path. */
function lookFurther(search: Search, source: number, row: number): void {
  const { attempt, problem, renewedFor } = search
  if (renewedFor[row] === source) {
    search.isWide[row] = 1
    lookAtAll(search, row)
    return
  }
  renewedFor[row] = source
  renew(problem, attempt.shortlists, row, attempt.price)
  attempt.patience -= problem.table.columns
  lookAtShortlist(search, row)
}

/** The nearest column with a row that the search has yet to come to, or -1 where the end is as near. */
function nextColumn(search: Search, source: number): number {
  const { nearest } = search
  const { columns } = search.problem.table
  while (nearest.waiting > 0 && search.attempt.patience >= 0) {
    const taken = takeNearest(nearest)
    if ((nearest.distance[taken] ?? 0) >= search.end) return -1
    if (taken < columns) return taken
    lookFurther(search, source, taken - columns)
  }
  return -1
}

/** Searches from a row to the nearest end, and lowers the prices on the way; false when it gives up. */
function findPath(search: Search, source: number): boolean {
  const { cells, columns } = search.problem.table
  const { rowAlone } = search.problem
  const { attempt, nearest, offset } = search
  const { owner, price } = attempt
  forgetAll(nearest)
  search.end = Number.POSITIVE_INFINITY
  offset[source] = 0
  let row = source
  let column: number
  do {
    const alone = (rowAlone[row] ?? 0) - (offset[row] ?? 0)
    if (alone < search.end) {
      search.end = alone
      search.endRow = row
      search.endColumn = -1
    }
    if (search.isWide[row] === 1) lookAtAll(search, row)
    else lookAtShortlist(search, row)
    column = nextColumn(search, source)
    if (column >= 0) {
      row = owner[column] ?? 0
      offset[row] =
        -(cells[row * columns + column] ?? 0) - (price[column] ?? 0) - (nearest.distance[column] ?? 0)
    }
  } while (column >= 0)
  if (attempt.patience < 0) return false
  for (let at = 0; at < nearest.seenCount; at++) {
    const seen = nearest.seen[at] ?? 0
    const gain = search.end - (nearest.distance[seen] ?? 0)
    if (seen < columns && gain > 0) price[seen] = (price[seen] ?? 0) - gain
  }
  return true
}

/** Gives each of these rows a column along a shortest path, or leaves alone whoever is best left so; false when it gives up. */
function augment(
  problem: Problem,
  free: Int32Array,
  attempt: Attempt,
  heard: (done: number) => void,
): boolean {
  const { rows, columns } = problem.table
  const { mate, owner } = attempt
  const search: Search = {
    problem,
    attempt,
    nearest: nearestOf(columns + rows),
    parent: new Int32Array(columns),
    offset: new Float64Array(rows),
    renewedFor: new Int32Array(rows).fill(-1),
    isWide: new Uint8Array(rows),
    end: 0,
    endColumn: -1,
    endRow: -1,
  }
  const pathsPerReport = Math.ceil(free.length / 20)
  for (const [at, source] of free.entries()) {
    if (at % pathsPerReport === 0) heard(at / free.length)
    if (!findPath(search, source)) return false
    let end = search.endColumn
    if (end < 0) {
      // Someone on the way is better left alone; their column goes to whoever asked for it.
      if (search.endRow === source) continue
      end = mate[search.endRow] ?? 0
      mate[search.endRow] = -1
    }
    for (;;) {
      const row = search.parent[end] ?? 0
      const before = mate[row] ?? -1
      owner[end] = row
      mate[row] = end
      if (row === source) break
      end = before
    }
  }
  return true
}

/** Null when it gives up: once more cells than `patience` have been looked at. */
function solveWithin(problem: Problem, patience: number, heard: (done: number) => void): Solution | null {
  const { table, rowAlone } = problem
  const { rows, columns, cells } = table
  const mate = new Int32Array(rows).fill(-1)
  const price = startingPrices(problem)
  const owner = new Int32Array(columns).fill(-1)
  const attempt: Attempt = { mate, owner, price, shortlists: shortlistsFor(rows, columns), patience }
  const free = bid(problem, attempt)
  if (free === null || !augment(problem, free, attempt, heard)) return null
  const rowPrice = Float64Array.from(mate, (column, row) =>
    column < 0 ? (rowAlone[row] ?? 0) : -(cells[row * columns + column] ?? 0) - (price[column] ?? 0),
  )
  return { mate, rowPrice, columnPrice: price }
}

/**
 * The best pairs, exactly: shortest augmenting paths after Jonker and Volgenant, extended by the choice of leaving
 * someone alone, and by looking at each row's best columns first: as prices never rise, a row need be looked at in full
 * again only when a column that was not among them could have become the best. Reads the table as it is: a cell of
 * score + 1, 0 where forbidden, so a cost is a cell with its sign changed. All numbers are whole and far below 2^53.
 */
export function solveDense(problem: Problem): Solution {
  const solution = solveWithin(problem, Number.POSITIVE_INFINITY, () => {})
  if (solution === null) throw new RangeError('A search without a limit has an end.')
  return solution
}

/** As `solveDense`, but gives up (null) on the shapes that make this way of searching slow. */
export function tryDense(problem: Problem, heard: (done: number) => void = () => {}): Solution | null {
  const { rows, columns } = problem.table
  return solveWithin(problem, usualLooks * rows * columns + fewCells, heard)
}
