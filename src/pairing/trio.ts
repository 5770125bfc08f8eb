import { type Assignment, assign } from './assign.ts'
import type { Setting } from './setting.ts'
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
  setting: Setting,
): Joining {
  // Someone may be in several pairs, but a table lists each person once.
  const members = [...new Set(pairs.flat())]
  const columnOf = new Map(members.map((member, column) => [member, column]))
  const singly = setting.table(leftOver, members, () => {})
  const columns = pairs.map((pair) => pair.map((member) => columnOf.get(member) ?? 0))
  const cells = new Uint16Array(leftOver.length * pairs.length)
  for (let row = 0; row < leftOver.length; row++) {
    for (const [at, [one = 0, other = 0]] of columns.entries()) {
      const withOne = singly.cells[row * members.length + one] ?? 0
      const withOther = singly.cells[row * members.length + other] ?? 0
      if (withOne > 0 && withOther > 0) cells[row * pairs.length + at] = (withOne + withOther) >> 1
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
