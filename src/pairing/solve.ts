import { tryDense } from './dense.ts'
import type { Problem, Solution } from './problem.ts'
import { solveSparse } from './sparse.ts'
import { ofEqualStanding } from './standing.ts'

/**
 * The best pairs, exactly, in whichever way is the quicker one. `known` is one pairing that is allowed, each row's column
 * or -1: a search among a few candidates begins with it too, so that a complete pairing is there from the start.
 */
export function solve(problem: Problem, known: Int32Array, heard: (done: number) => void): Solution {
  return tryDense(problem, heard) ?? solveSparse(problem, likely(problem, known), heard)
}

function likely({ table }: Problem, known: Int32Array): Uint32Array {
  const pairs = [...known.entries()].flatMap(([row, column]) =>
    column < 0 ? [] : [row * table.columns + column],
  )
  const candidates = ofEqualStanding(table)
  const places = new Uint32Array(candidates.length + pairs.length)
  places.set(candidates)
  places.set(pairs, candidates.length)
  return places
}
