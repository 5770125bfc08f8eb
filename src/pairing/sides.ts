import type { Progress } from '../core/pairing.ts'
import { type Alternative, alternativesOf } from './alternatives.ts'
import { assign } from './assign.ts'
import { type Group, type Groups, membersOf } from './groups.ts'
import { highestScore } from './score.ts'
import { assigningOf, type Chosen, type Instead, type Setting } from './setting.ts'
import { release } from './table.ts'

/** The people of a group that a table needs: first those without a partner, then those with room for one more. */
function listed(group: Group): number[] {
  const waiting = new Set(group.first)
  return [...group.first, ...[...group.further.keys()].filter((at) => !waiting.has(at))]
}

/** Pairs people of two sides. A lowest score of `enough` need not be raised. */
export function pairSides(
  setting: Setting,
  groups: Groups,
  heard: (progress: Progress) => void,
  enough = highestScore,
): Chosen {
  // Each row beyond the columns searches for one in vain, and with some the dense way gives up on ordinary programmes too,
  // which then take several times as long: so the smaller side makes the rows.
  const aIsRows = groups.a.first.length <= groups.b.first.length
  const [rowGroup, columnGroup] = aIsRows ? [groups.a, groups.b] : [groups.b, groups.a]
  const rows = listed(rowGroup)
  const columns = listed(columnGroup)
  const table = setting.table(rows, columns, heard)
  const rowAt = new Map(rows.map((at, row) => [at, row]))
  const columnAt = new Map(columns.map((at, column) => [at, column]))
  for (const members of groups.fixed.map(membersOf)) {
    for (const one of members) {
      for (const other of members) {
        const row = rowAt.get(one)
        const column = columnAt.get(other)
        if (row !== undefined && column !== undefined) table.cells[row * table.columns + column] = 0
      }
    }
  }
  const wanted = {
    table,
    firstRows: rowGroup.first.length,
    firstColumns: columnGroup.first.length,
    furtherRows: Int32Array.from(rows, (at) => rowGroup.further.get(at) ?? 0),
    furtherColumns: Int32Array.from(columns, (at) => columnGroup.further.get(at) ?? 0),
    enough,
  }
  const assignment = assign(wanted, assigningOf(heard))
  heard({ stage: 'explaining', done: 0 })
  const rowPerson = (row: number): number => rows[assignment.rowOf[row] ?? 0] ?? 0
  const columnPerson = (column: number): number => columns[assignment.columnOf[column] ?? 0] ?? 0
  const alternatives = alternativesOf(assignment)
  const instead = (
    person: number,
    found: Alternative | null | undefined,
    other: (at: number) => number,
    own: (at: number) => number,
  ): Instead[] => {
    if (found === null || found === undefined) return []
    const { with: partner, bereft, ...scores } = found
    return [{ person, other: other(partner), bereft: bereft < 0 ? null : own(bereft), ...scores }]
  }
  const free: Chosen['free'][number][] = []
  for (const [row, column] of assignment.solution.mate.entries()) {
    if (column < 0) continue
    const one = rowPerson(row)
    const other = columnPerson(column)
    const ofRow = instead(one, alternatives.rows[row], columnPerson, rowPerson)
    const ofColumn = instead(other, alternatives.columns[column], rowPerson, columnPerson)
    free.push(
      aIsRows
        ? { pair: [one, other], instead: [...ofRow, ...ofColumn] }
        : { pair: [other, one], instead: [...ofColumn, ...ofRow] },
    )
  }
  release(table)
  const { primal, dual, worst } = assignment
  return { free, primal, dual, worst }
}
