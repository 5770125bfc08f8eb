import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { assign } from '../../src/pairing/assign.ts'
import { bottleneckOf } from '../../src/pairing/bottleneck.ts'
import { certify, certifyWorst } from '../../src/pairing/certificate.ts'
import { graphAbove } from '../../src/pairing/graph.ts'
import { largest } from '../../src/pairing/matching.ts'
import { assignPool } from '../../src/pairing/pool/assign.ts'
import { enlargePool } from '../../src/pairing/pool/cardinality.ts'
import { certifyAlone, certifyPool } from '../../src/pairing/pool/certificate.ts'
import type { Problem, Solution } from '../../src/pairing/problem.ts'
import type { Table } from '../../src/pairing/table.ts'
import { shapes, tableFrom } from './shapes.ts'

const tables = (least: number, most: number): fc.Arbitrary<Table> =>
  fc.integer({ min: least, max: most }).chain((size) =>
    fc
      .array(fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 10_001 })), {
        minLength: size * size,
        maxLength: size * size,
      })
      .map((cells) => tableFrom(size, size, (row, column) => cells[row * size + column] ?? 0)),
  )

const solved = (table: Table): { problem: Problem; solution: Solution } =>
  assign({
    table,
    firstRows: table.rows,
    firstColumns: table.columns,
    furtherRows: new Int32Array(table.rows),
    furtherColumns: new Int32Array(table.columns),
  })

const copy = ({ mate, rowPrice, columnPrice }: Solution): Solution => ({
  mate: mate.slice(),
  rowPrice: rowPrice.slice(),
  columnPrice: columnPrice.slice(),
})

const passes = (check: () => unknown): boolean => {
  try {
    check()
    return true
  } catch {
    return false
  }
}

describe('the check of a proposal between two sides', () => {
  it('catches every other pairing that is not as good, whatever was swapped or dropped', () => {
    let caught = 0
    fc.assert(
      fc.property(tables(2, 9), fc.nat(), fc.nat(), (table, one, other) => {
        const { problem, solution } = solved(table)
        expect(passes(() => certify(problem, solution))).toBe(true)
        const { rows, columns, cells } = table
        const [x, y] = [one % rows, other % rows]
        const wrong = copy(solution)
        const [mine, theirs] = [solution.mate[x] ?? -1, solution.mate[y] ?? -1]
        if (x === y) wrong.mate[x] = -1
        else {
          wrong.mate[x] = theirs
          wrong.mate[y] = mine
        }
        const worth = (row: number, column: number): number => {
          const cell = column < 0 ? -3_000_000 : (cells[row * columns + column] ?? 0)
          return cell > problem.least || column < 0 ? cell : Number.NEGATIVE_INFINITY
        }
        const before = worth(x, mine) + (x === y ? 0 : worth(y, theirs))
        const after = x === y ? worth(x, -1) : worth(x, theirs) + worth(y, mine)
        if (after >= before) return
        caught++
        expect(() => certify(problem, wrong)).toThrow('failed its own check')
      }),
      { numRuns: 1_000 },
    )
    expect(caught).toBeGreaterThan(200)
  })

  it('catches two people with the same partner, and a price that is off by one', () => {
    const { problem, solution } = solved(shapes['random scores']?.(12, 12) ?? expect.fail())
    const twice = copy(solution)
    twice.mate[0] = solution.mate[1] ?? -1
    expect(() => certify(problem, twice)).toThrow()
    for (const prices of ['rowPrice', 'columnPrice'] as const) {
      for (const by of [1, -1, 1e9, Number.NaN]) {
        const wrong = copy(solution)
        wrong[prices][3] = (wrong[prices][3] ?? 0) + by
        expect(() => certify(problem, wrong), `${prices} ${by}`).toThrow('failed its own check')
      }
    }
  })

  it('catches a lowest score that could be higher, and a claim to more pairs than there are', () => {
    fc.assert(
      fc.property(tables(2, 8), (table) => {
        const { least, witness, mate } = bottleneckOf(table, largest(table, table.rows, table.columns))
        if (witness === null) return
        expect(passes(() => certifyWorst(witness, mate))).toBe(true)
        const lower = { ...witness, view: { ...witness.view, least: Math.max(0, least - 1) } }
        expect(() => certifyWorst({ ...lower, needed: witness.needed }, mate)).toThrow('failed its own check')
        expect(() => certifyWorst({ ...witness, needed: witness.needed + 1 }, mate)).toThrow(
          'fewer than was claimed',
        )
        const nobody = { rows: new Uint8Array(table.rows), columns: new Uint8Array(table.columns) }
        const better = table.cells.some((cell) => cell > witness.view.least)
        if (better) expect(() => certifyWorst({ ...witness, cover: nobody }, mate)).toThrow()
      }),
      { numRuns: 300 },
    )
  })
})

describe('the check of a proposal in one pool', () => {
  const pool = (size: number): Table => {
    const { cells } = shapes['random scores']?.(size, size) ?? expect.fail()
    return tableFrom(size, size, (row, column) =>
      row === column ? 0 : (cells[Math.min(row, column) * size + Math.max(row, column)] ?? 0),
    )
  }

  it('catches every swap of partners that is not as good, and prices that prove nothing', () => {
    const { table, solution, least } = assignPool(pool(20), () => {})
    expect(passes(() => certifyPool(table, least, solution))).toBe(true)
    const { cells, rows } = table
    const cell = (one: number, other: number): number => cells[one * rows + other] ?? 0
    let caught = 0
    for (let one = 0; one < rows; one++) {
      for (let two = one + 1; two < rows; two++) {
        const mate = solution.mate.slice()
        const [partner, other] = [mate[one] ?? 0, mate[two] ?? 0]
        if (partner === two) continue
        mate[one] = two
        mate[two] = one
        mate[partner] = other
        mate[other] = partner
        const loss = cell(one, partner) + cell(two, other) - cell(one, two) - cell(partner, other)
        if (loss === 0) continue
        caught++
        expect(() => certifyPool(table, least, { ...solution, mate })).toThrow('failed its own check')
      }
    }
    expect(caught).toBeGreaterThan(100)
    const price = solution.price.slice()
    price[0] = (price[0] ?? 0) + 1
    expect(() => certifyPool(table, least, { ...solution, price })).toThrow('failed its own check')
    const alone = solution.mate.slice()
    alone[0] = -1
    expect(() => certifyPool(table, least, { ...solution, mate: alone })).toThrow('no partner')
    const sets = [{ members: [0, 1], price: 5 }]
    expect(() => certifyPool(table, least, { ...solution, sets })).toThrow('not odd')
  })

  it('catches a claim that nobody more can be paired', () => {
    const table = pool(9)
    const mate = new Int32Array(9).fill(-1)
    const { alone, groups } = enlargePool(graphAbove(table, 0), mate, 9)
    expect(alone).toBe(1)
    expect(passes(() => certifyAlone(table, 0, groups, 0))).toBe(true)
    expect(() => certifyAlone(table, 0, groups, 1)).toThrow('failed its own check')
    const split = { ...groups, group: groups.group.map((_, at) => at) }
    expect(() => certifyAlone(table, 0, split, 0)).toThrow('failed its own check')
  })
})
