import { solveDense } from './dense.ts'
import { type Graph, graphOf, transposed, widened } from './graph.ts'
import { bringNearer, forgetAll, nearestOf, takeNearest } from './nearest.ts'
import type { Problem, Solution } from './problem.ts'

/** One side's view of the search: its own choices and prices, and the other side's. */
interface Side {
  graph: Graph
  mate: Int32Array
  owner: Int32Array
  price: Float64Array
  other: Float64Array
  alone: Float64Array
}

/** Gives those without a partner one along a shortest path, or leaves alone whoever is best left alone. */
function settle({ graph, mate, owner, price, other, alone }: Side): void {
  const { start, to, cell } = graph
  const nearest = nearestOf(graph.columns)
  const { distance } = nearest
  const parent = new Int32Array(graph.columns)
  for (let source = 0; source < graph.rows; source++) {
    if ((mate[source] ?? -1) >= 0 || (price[source] ?? 0) >= (alone[source] ?? 0)) continue
    forgetAll(nearest)
    let reach = Number.POSITIVE_INFINITY
    let endColumn = -1
    let endRow = -1
    let row = source
    let base = 0
    for (;;) {
      const mine = price[row] ?? 0
      const toAlone = base + (alone[row] ?? 0) - mine
      if (toAlone < reach) {
        reach = toAlone
        endRow = row
        endColumn = -1
      }
      const last = start[row + 1] ?? 0
      for (let arc = start[row] ?? 0; arc < last; arc++) {
        const column = to[arc] ?? 0
        const far = base - (cell[arc] ?? 0) - mine - (other[column] ?? 0)
        if (far >= reach || far >= (distance[column] ?? 0)) continue
        parent[column] = row
        if ((owner[column] ?? -1) < 0) {
          reach = far
          endColumn = column
        } else bringNearer(nearest, column, far)
      }
      if (nearest.waiting === 0) break
      const column = takeNearest(nearest)
      base = distance[column] ?? 0
      if (base >= reach) break
      row = owner[column] ?? 0
    }
    price[source] = (price[source] ?? 0) + reach
    for (let at = 0; at < nearest.seenCount; at++) {
      const column = nearest.seen[at] ?? 0
      const gain = reach - (distance[column] ?? 0)
      if (gain <= 0) continue
      other[column] = (other[column] ?? 0) - gain
      const held = owner[column] ?? 0
      price[held] = (price[held] ?? 0) + gain
    }
    let end = endColumn
    if (end < 0 && endRow !== source) {
      end = mate[endRow] ?? 0
      mate[endRow] = -1
    }
    while (end >= 0) {
      const taker = parent[end] ?? 0
      const before = mate[taker] ?? -1
      owner[end] = taker
      mate[taker] = end
      if (taker === source) break
      end = before
    }
  }
}

/** Lets rows bid for columns, which pairs most people at the right prices before any path is searched. */
function bid({ graph, mate, owner, price, other, alone }: Side): void {
  const { rows, start, to, cell } = graph
  let free = Int32Array.from({ length: rows }, (_, row) => row)
  for (let pass = 0; pass < 3; pass++) {
    const later: number[] = []
    let bids = 0
    for (let at = 0; at < free.length; ) {
      const row = free[at++] ?? 0
      let lowest = Number.POSITIVE_INFINITY
      let second = Number.POSITIVE_INFINITY
      let chosen = -1
      let spare = -1
      const last = start[row + 1] ?? 0
      for (let arc = start[row] ?? 0; arc < last; arc++) {
        const column = to[arc] ?? 0
        const cost = -(cell[arc] ?? 0) - (other[column] ?? 0)
        if (cost >= second) continue
        if (cost < lowest) {
          second = lowest
          spare = chosen
          lowest = cost
          chosen = column
        } else {
          second = cost
          spare = column
        }
      }
      const limit = Math.min(second, alone[row] ?? 0)
      if (lowest >= (alone[row] ?? 0)) continue
      const raises = lowest < limit
      if (raises) other[chosen] = (other[chosen] ?? 0) - (limit - lowest)
      else if ((owner[chosen] ?? -1) >= 0 && spare >= 0) chosen = spare
      const displaced = owner[chosen] ?? -1
      owner[chosen] = row
      mate[row] = chosen
      if (displaced < 0) continue
      mate[displaced] = -1
      if (raises && bids++ < rows * 8) free[--at] = displaced
      else later.push(displaced)
    }
    free = Int32Array.from(later)
  }
  for (let row = 0; row < rows; row++) reprice({ graph, mate, owner, price, other, alone }, row)
}

/** Sets a row's price to the most its choices allow, and parts it from a column that is no longer its best. */
function reprice({ graph, mate, owner, price, other, alone }: Side, row: number): void {
  const { start, to, cell } = graph
  let lowest = alone[row] ?? 0
  let held = Number.POSITIVE_INFINITY
  const last = start[row + 1] ?? 0
  for (let arc = start[row] ?? 0; arc < last; arc++) {
    const column = to[arc] ?? 0
    const cost = -(cell[arc] ?? 0) - (other[column] ?? 0)
    if (cost < lowest) lowest = cost
    if (column === mate[row]) held = cost
  }
  price[row] = lowest
  const column = mate[row] ?? -1
  if (column >= 0 && held > lowest) {
    mate[row] = -1
    owner[column] = -1
  }
}

/** Of each row, how many missing pairs are brought in at once. */
const broughtIn = 12

/** Whether a row has a pair that would be better than its prices allow: mostly not, so this is asked first. */
function hasBetter(
  cells: Uint16Array,
  start: number,
  price: number,
  columnPrice: Float64Array,
  least: number,
): boolean {
  for (let column = 0; column < columnPrice.length; column++) {
    const cell = cells[start + column] ?? 0
    if (price + (columnPrice[column] ?? 0) > -cell && cell > least) return true
  }
  return false
}

/**
 * Places where a pair would be better than its prices allow, the best few of each row. `cleared` is the price up to which
 * a row is known to have none but those found, as long as no column's price rises; it is kept up to date.
 */
function missed(
  { table, least }: Problem,
  rowPrice: Float64Array,
  columnPrice: Float64Array,
  cleared: Float64Array,
): number[] {
  const { rows, columns, cells } = table
  const places: number[] = []
  const best = new Float64Array(broughtIn)
  const at = new Int32Array(broughtIn)
  for (let row = 0; row < rows; row++) {
    const start = row * columns
    const price = rowPrice[row] ?? 0
    if (price <= (cleared[row] ?? 0)) continue
    cleared[row] = price
    if (!hasBetter(cells, start, price, columnPrice, least)) continue
    let found = 0
    let bar = 0
    let column = Math.imul(row, 7_919) % columns
    for (let looked = 0; looked < columns; looked++) {
      column = column + 1 === columns ? 0 : column + 1
      const cell = cells[start + column] ?? 0
      const gain = cell + price + (columnPrice[column] ?? 0)
      if (gain <= bar || cell <= least) continue
      let to = found < broughtIn ? found++ : broughtIn - 1
      while (to > 0 && (best[to - 1] ?? 0) < gain) {
        best[to] = best[to - 1] ?? 0
        at[to] = at[to - 1] ?? 0
        to--
      }
      best[to] = gain
      at[to] = column
      if (found === broughtIn) bar = best[broughtIn - 1] ?? 0
    }
    if (found === broughtIn) cleared[row] = Number.NEGATIVE_INFINITY
    for (let k = 0; k < found; k++) places.push(start + (at[k] ?? 0))
  }
  return places
}

/** When the plain solver is the better one: after so many rounds, or with so large a share of all cells in play. */
export interface Patience {
  rounds: number
  share: number
}

const usualPatience: Patience = { rounds: 40, share: 0.2 }

/**
 * The best pairs, exactly, from a few cells of a large table: solved on the candidates, then on the candidates and
 * every pair that the prices show to have been missed, until none is. `heard` is told of each round, whose
 * number is not known beforehand: 1/2, 2/3 …
 */
export function solveSparse(
  problem: Problem,
  candidates: Uint32Array,
  heard: (done: number) => void,
  patience: Patience = usualPatience,
): Solution {
  const { table, least, rowAlone, columnAlone, complete } = problem
  const mate = new Int32Array(table.rows).fill(-1)
  const owner = new Int32Array(table.columns).fill(-1)
  const rowPrice = new Float64Array(table.rows)
  const columnPrice = Float64Array.from(columnAlone)
  let graph = graphOf(table, candidates, least)
  if (complete) {
    columnPrice.fill(Number.POSITIVE_INFINITY)
    for (let arc = 0; arc < graph.to.length; arc++) {
      const column = graph.to[arc] ?? 0
      columnPrice[column] = Math.min(columnPrice[column] ?? 0, -(graph.cell[arc] ?? 0))
    }
    for (let column = 0; column < table.columns; column++) {
      columnPrice[column] = Math.min(columnPrice[column] ?? 0, columnAlone[column] ?? 0)
    }
  }
  const rowSide = (): Side => ({ graph, mate, owner, price: rowPrice, other: columnPrice, alone: rowAlone })
  const cleared = new Float64Array(table.rows).fill(Number.NEGATIVE_INFINITY)
  bid(rowSide())
  for (let round = 0; round < patience.rounds; round++) {
    settle(rowSide())
    const unsettled = owner.some(
      (row, column) => row < 0 && (columnPrice[column] ?? 0) < (columnAlone[column] ?? 0),
    )
    if (unsettled) {
      settle({
        graph: transposed(graph),
        mate: owner,
        owner: mate,
        price: columnPrice,
        other: rowPrice,
        alone: columnAlone,
      })
      cleared.fill(Number.NEGATIVE_INFINITY)
    }
    const places = missed(problem, rowPrice, columnPrice, cleared)
    heard((round + 1) / (round + 2))
    if (places.length === 0) return { mate, rowPrice, columnPrice }
    if (graph.to.length + places.length > patience.share * table.cells.length) break
    graph = widened(graph, table, places)
    const side = rowSide()
    let row = -1
    for (const place of places) {
      const of = Math.floor(place / table.columns)
      if (of !== row) reprice(side, of)
      row = of
    }
  }
  return solveDense(problem)
}
