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
