import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { certify } from '../../src/pairing/certificate.ts'
import { solveDense, tryDense } from '../../src/pairing/dense.ts'
import { largest } from '../../src/pairing/matching.ts'
import type { Problem } from '../../src/pairing/problem.ts'
import { solve } from '../../src/pairing/solve.ts'
import type { Table } from '../../src/pairing/table.ts'
import { problemOf, shapes } from './shapes.ts'

describe("looking at each row's best columns first", () => {
  const cell = fc.oneof(
    fc.constant(0),
    fc.integer({ min: 1, max: 10_001 }),
    fc.integer({ min: 1, max: 3 }),
    fc.integer({ min: 4_000, max: 4_020 }),
  )
  const problems = fc
    .record({ rows: fc.integer({ min: 1, max: 30 }), columns: fc.integer({ min: 1, max: 40 }) })
    .chain(({ rows, columns }) =>
      fc.record({
        table: fc
          .array(cell, { minLength: rows * columns, maxLength: rows * columns, size: 'max' })
          .map((cells): Table => ({ rows, columns, cells: Uint16Array.from(cells) })),
        least: fc.constantFrom(0, 2, 4_010),
        rowAlone: fc.array(fc.integer({ min: -12_000, max: 60_000 }), { minLength: rows, maxLength: rows }),
        columnAlone: fc.array(fc.integer({ min: -12_000, max: 60_000 }), {
          minLength: columns,
          maxLength: columns,
        }),
      }),
    )

  it('ends with proved pairs, whoever is better left alone and however many are equally good', () => {
    fc.assert(
      fc.property(problems, ({ table, least, rowAlone, columnAlone }) => {
        const problem: Problem = {
          table,
          least,
          rowAlone: Float64Array.from(rowAlone),
          columnAlone: Float64Array.from(columnAlone),
          complete: false,
        }
        const found = solveDense(problem)
        expect(() => certify(problem, found)).not.toThrow()
      }),
      { numRuns: 400 },
    )
  })

  for (const [name, make] of Object.entries(shapes)) {
    it(`ends with proved pairs where a shortlist is a small part of a row: ${name}`, () => {
      for (const [rows, columns] of [
        [60, 1_100],
        [1_100, 60],
        [250, 250],
      ] as const) {
        const table = make(rows, columns)
        const { pairs } = largest(table, rows, columns)
        const problem = problemOf(table, pairs === rows && pairs === columns)
        expect(certify(problem, solveDense(problem)).pairs).toBe(pairs)
      }
    })
  }

  it('gives up where that makes it slow, and the best pairs are found among likely ones instead', () => {
    const table = shapes['rank-one scores']?.(300, 300) ?? expect.fail('no such shape')
    const problem = problemOf(table, true)
    expect(tryDense(problem)).toBeNull()
    const nobody = new Int32Array(300).fill(-1)
    const proved = certify(
      problem,
      solve(problem, nobody, () => {}),
    )
    expect(proved).toEqual(certify(problem, solveDense(problem)))
  })

  it('does not give up on ordinary tables, nor on small ones', () => {
    for (const [name, size] of [
      ['random scores', 300],
      ['some liked by all and some by none', 300],
      ['rank-one scores', 100],
    ] as const) {
      const table = shapes[name]?.(size, size) ?? expect.fail('no such shape')
      expect(tryDense(problemOf(table, true)), name).not.toBeNull()
    }
  })
})
