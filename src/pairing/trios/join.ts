import { type Assignment, assign } from '../assign.ts'
import type { Pair } from '../groups.ts'
import type { Setting } from '../setting.ts'
import type { Table } from '../table.ts'

/** Who joins which pair. */
export interface Joining {
  /** The third person of each pair that somebody joins. */
  thirds: ReadonlyMap<Pair, number>
  assignment: Assignment
  /** The lowest of how well people suit the free pairs that they join; null when nobody joins one. */
  worst: number | null
}

/**
 * Lets people without a partner join pairs, one each, where all three may be together. How well someone suits a pair
 * is the mean of how well they suit each of the two. Given the pairs, the choice is made as theirs is, exactly: as many
 * as possible, as few as possible of them with a pair that a coordinator set, then the lowest score as high as
 * possible, then the best total. Whether other pairs would have left room for more, or for better trios, it does not ask.
 */
export function joinPairs(
  leftOver: readonly number[],
  free: readonly Pair[],
  kept: readonly Pair[],
  setting: Setting,
): Joining {
  const pairs = [...free, ...kept]
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
    firstColumns: free.length,
    furtherRows: new Int32Array(leftOver.length),
    furtherColumns: Int32Array.from(pairs, (_, at) => (at < free.length ? 0 : 1)),
  })
  const thirds = new Map<Pair, number>()
  let worst: number | null = null
  for (const [row, partnership] of assignment.solution.mate.entries()) {
    const column = assignment.columnOf[partnership] ?? 0
    const pair = pairs[column]
    const person = leftOver[row]
    if (partnership < 0 || person === undefined || pair === undefined) continue
    thirds.set(pair, person)
    const score = (cells[row * pairs.length + column] ?? 1) - 1
    if (column < free.length) worst = Math.min(worst ?? score, score)
  }
  return { thirds, assignment, worst }
}
