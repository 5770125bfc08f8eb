import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Assignment, assign, type Wanted } from '../../src/pairing/assign.ts'
import type { Table } from '../../src/pairing/table.ts'
import { byMunkres, byTryingAll, type Verdict } from './oracle.ts'
import { randomFrom, tableFrom } from './shapes.ts'

const singly = (table: Table): Wanted => ({
  table,
  firstRows: table.rows,
  firstColumns: table.columns,
  furtherRows: new Int32Array(table.rows),
  furtherColumns: new Int32Array(table.columns),
})

/** Judges an assignment by its pairs alone. */
function verdictOf(
  { firstRows, firstColumns, table }: Wanted,
  { solution, rowOf, columnOf, worst }: Assignment,
): Verdict {
  const rows = new Map<number, number>()
  const columns = new Map<number, number>()
  const pairs = new Set<string>()
  let total = 0
  let lowest: number | null = null
  for (const [at, to] of solution.mate.entries()) {
    if (to < 0) continue
    const row = rowOf[at] ?? -1
    const column = columnOf[to] ?? -1
    const cell = table.cells[row * table.columns + column] ?? 0
    expect(cell).toBeGreaterThan(0)
    expect(pairs.has(`${row} ${column}`)).toBe(false)
    pairs.add(`${row} ${column}`)
    rows.set(row, (rows.get(row) ?? 0) + 1)
    columns.set(column, (columns.get(column) ?? 0) + 1)
    total += cell - 1
    lowest = Math.min(lowest ?? cell, cell - 1)
  }
  expect(lowest === null ? null : worst).toBe(worst)
  if (lowest !== null && worst !== null) expect(lowest).toBeGreaterThanOrEqual(worst)
  const served = (use: Map<number, number>, first: number): number =>
    [...use.keys()].filter((at) => at < first).length
  const further = (use: Map<number, number>, first: number): number =>
    [...use].reduce((sum, [at, times]) => sum + (at < first ? times - 1 : times), 0)
  return {
    served: served(rows, firstRows) + served(columns, firstColumns),
    further: further(rows, firstRows) + further(columns, firstColumns),
    worst: lowest,
    total,
  }
}

const cells = {
  wide: fc.oneof(
    { weight: 4, arbitrary: fc.integer({ min: 1, max: 10_001 }) },
    { weight: 1, arbitrary: fc.constant(0) },
  ),
  tied: fc.integer({ min: 0, max: 4 }),
  sparse: fc.oneof(
    { weight: 1, arbitrary: fc.integer({ min: 1, max: 50 }) },
    { weight: 3, arbitrary: fc.constant(0) },
  ),
}

const tables = (most: number, cell: fc.Arbitrary<number>): fc.Arbitrary<Table> =>
  fc.tuple(fc.integer({ min: 1, max: most }), fc.integer({ min: 1, max: most })).chain(([rows, columns]) =>
    fc.array(cell, { minLength: rows * columns, maxLength: rows * columns }).map((found) => ({
      rows,
      columns,
      cells: Uint16Array.from(found),
    })),
  )

describe('assigning', () => {
  for (const [kind, cell] of Object.entries(cells)) {
    it(`finds the same number of pairs, lowest score and total as munkres does (${kind} scores)`, () => {
      fc.assert(
        fc.property(tables(14, cell), (table) => {
          const wanted = singly(table)
          const found = assign(wanted)
          const verdict = verdictOf(wanted, found)
          expect(verdict).toEqual(byMunkres(table))
          expect([found.primal, found.dual]).toEqual([verdict.total, verdict.total])
        }),
        { numRuns: 700 },
      )
    })
  }

  it('agrees with trying everything when people may have several partners', () => {
    const wanted = fc
      .tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 }))
      .chain(([rows, columns]) =>
        fc.record({
          cells: fc.array(fc.oneof(cells.tied, fc.integer({ min: 0, max: 9 })), {
            minLength: rows * columns,
            maxLength: rows * columns,
          }),
          firstRows: fc.integer({ min: 0, max: rows }),
          firstColumns: fc.integer({ min: 0, max: columns }),
          furtherRows: fc.array(fc.integer({ min: 0, max: 2 }), { minLength: rows, maxLength: rows }),
          furtherColumns: fc.array(fc.integer({ min: 0, max: 2 }), {
            minLength: columns,
            maxLength: columns,
          }),
          rows: fc.constant(rows),
          columns: fc.constant(columns),
        }),
      )
      .map(
        (given): Wanted => ({
          table: { rows: given.rows, columns: given.columns, cells: Uint16Array.from(given.cells) },
          firstRows: given.firstRows,
          firstColumns: given.firstColumns,
          // Someone who needs no first partner is listed only for their further room.
          furtherRows: Int32Array.from(given.furtherRows, (more, at) =>
            at < given.firstRows ? more : more + 1,
          ),
          furtherColumns: Int32Array.from(given.furtherColumns, (more, at) =>
            at < given.firstColumns ? more : more + 1,
          ),
        }),
      )
    fc.assert(
      fc.property(wanted, (given) => {
        const found = assign(given)
        expect(verdictOf(given, found)).toEqual(byTryingAll(given))
      }),
      { numRuns: 1_500 },
    )
  })

  const hostile: Record<string, Table> = {
    'rank-one scores': tableFrom(40, 40, (row, column) => 1 + Math.floor((row * column * 10_000) / 1_600)),
    'everyone wanting the same five': tableFrom(40, 40, (row, column) =>
      column < 5 ? 10_000 - row : 10 + ((row * 7 + column) % 5),
    ),
    'all scores equal': tableFrom(30, 30, () => 5_000),
    'all scores nothing': tableFrom(30, 30, () => 1),
    'one feasible pairing only': tableFrom(30, 30, (row, column) =>
      column <= row ? 1 + ((row * 31 + column) % 100) : 0,
    ),
    'nothing allowed': tableFrom(12, 12, () => 0),
    'a side of one': tableFrom(1, 30, (_, column) => 100 + column),
    'a side of one, the other way': tableFrom(30, 1, (row) => 100 + row),
    'one person nobody may be paired with': tableFrom(20, 20, (row, column) =>
      row === 3 ? 0 : 1 + ((row + column) % 13),
    ),
    'three people who share one possible partner': tableFrom(20, 20, (row, column) =>
      row < 3 && column !== 7 ? 0 : 1 + ((row * column) % 17),
    ),
    'scores at both ends': tableFrom(20, 20, (row, column) => ((row + column) % 2 === 0 ? 10_001 : 1)),
  }
  for (const [name, table] of Object.entries(hostile)) {
    it(`agrees with munkres on ${name}`, () => {
      const wanted = singly(table)
      expect(verdictOf(wanted, assign(wanted))).toEqual(byMunkres(table))
    })
  }

  it('makes nothing of an empty side', () => {
    expect(assign(singly({ rows: 0, columns: 5, cells: new Uint16Array(0) }))).toMatchObject({
      primal: 0,
      worst: null,
    })
    expect(assign(singly({ rows: 5, columns: 0, cells: new Uint16Array(0) }))).toMatchObject({
      primal: 0,
      worst: null,
    })
  })

  it('agrees with munkres at a hundred a side', () => {
    const random = randomFrom(7)
    for (const forbidden of [0, 0.2, 0.9]) {
      const table = tableFrom(100, 100, () => (random() < forbidden ? 0 : 1 + Math.floor(random() * 10_000)))
      const wanted = singly(table)
      expect(verdictOf(wanted, assign(wanted))).toEqual(byMunkres(table))
    }
  })
})
