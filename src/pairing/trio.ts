import { type Assignment, assign } from './assign.ts'
import type { Constraints } from './constraints.ts'
import type { Table } from './table.ts'

/** Who joins which pair. */
export interface Joining {
  /** By place among the pairs: who joins it and how well they suit both, or null. */
  joins: readonly ({ person: number; score: number } | null)[]
  assignment: Assignment
}

/**
 * Lets people without a partner join pairs, one each, where all three may be together. How well someone suits a pair
 * is the mean of how well they suit each of the two. The choice is made as pairs are: as many as possible, then the
 * lowest score as high as possible, then the best total.
 */
export function joinPairs(
  leftOver: readonly number[],
  pairs: readonly (readonly [number, number])[],
  constraints: Constraints,
  score: (one: number, other: number) => number,
): Joining {
  const cells = new Uint16Array(leftOver.length * pairs.length)
  for (const [row, person] of leftOver.entries()) {
    for (const [column, [one, other]] of pairs.entries()) {
      const allowed = [one, other].every((partner) => constraints.between(person, partner).length === 0)
      if (!allowed) continue
      cells[row * pairs.length + column] = Math.floor((score(person, one) + score(person, other)) / 2) + 1
    }
  }
  const table: Table = { rows: leftOver.length, columns: pairs.length, cells }
  const assignment = assign({
    table,
    firstRows: leftOver.length,
    firstColumns: pairs.length,
    furtherRows: new Int32Array(leftOver.length),
    furtherColumns: new Int32Array(pairs.length),
  })
  const joins: ({ person: number; score: number } | null)[] = pairs.map(() => null)
  for (const [row, column] of assignment.solution.mate.entries()) {
    const person = leftOver[row]
    if (column < 0 || person === undefined) continue
    joins[column] = { person, score: (cells[row * pairs.length + column] ?? 1) - 1 }
  }
  return { joins, assignment }
}
