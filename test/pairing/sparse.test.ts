import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bottleneckOf } from '../../src/pairing/bottleneck.ts'
import { certify } from '../../src/pairing/certificate.ts'
import { solveDense } from '../../src/pairing/dense.ts'
import { largest } from '../../src/pairing/matching.ts'
import type { Problem } from '../../src/pairing/problem.ts'
import { solveSparse } from '../../src/pairing/sparse.ts'
import { ofEqualStanding } from '../../src/pairing/standing.ts'
import type { Table } from '../../src/pairing/table.ts'
import { formats, problemOf, shapes } from './shapes.ts'

/** Never gives the problem to the dense solver. */
const stubborn = { rounds: 1_000, share: 2 }

const nobody = (): void => {}

describe('pairing from a few good candidates', () => {
  for (const [name, make] of Object.entries(shapes)) {
    for (const [rows, columns] of formats) {
      it(`ends with the dense solver's total on ${name}, ${rows} by ${columns}`, () => {
        const table = make(rows, columns)
        const candidates = ofEqualStanding(table)
        const first = largest(table, rows, columns)
        for (const least of [0, bottleneckOf(table, first).least]) {
          const problem = problemOf(table, first.pairs === rows && first.pairs === columns, least)
          const sparse = certify(problem, solveSparse(problem, candidates, nobody, stubborn))
          expect(sparse).toEqual(certify(problem, solveDense(problem)))
        }
      })
    }
  }

  it('needs no good candidates, nor any, to be right', () => {
    const cell = fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 10_001 }), fc.integer({ min: 1, max: 4 }))
    const given = fc
      .tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 }))
      .chain(([rows, columns]) =>
        fc.record({
          table: fc
            .array(cell, { minLength: rows * columns, maxLength: rows * columns })
            .map((cells): Table => ({ rows, columns, cells: Uint16Array.from(cells) })),
          candidates: fc.array(fc.nat(rows * columns - 1)),
          rowAlone: fc.array(fc.integer({ min: -30_000, max: 300_000 }), {
            minLength: rows,
            maxLength: rows,
          }),
          columnAlone: fc.array(fc.integer({ min: -30_000, max: 300_000 }), {
            minLength: columns,
            maxLength: columns,
          }),
        }),
      )
    fc.assert(
      fc.property(given, ({ table, candidates, rowAlone, columnAlone }) => {
        const problem: Problem = {
          table,
          least: 0,
          rowAlone: Float64Array.from(rowAlone),
          columnAlone: Float64Array.from(columnAlone),
          complete: false,
        }
        const found = solveSparse(problem, Uint32Array.from(candidates), nobody, stubborn)
        expect(() => certify(problem, found)).not.toThrow()
      }),
      { numRuns: 2_000 },
    )
  })

  it('begins with pairs of equal standing, the best where scores are a matter of how well liked each is', () => {
    const make = shapes['rank-one scores'] ?? expect.fail('no such shape')
    for (const [rows, columns] of formats) {
      const table = make(rows, columns)
      const { mate } = solveDense(problemOf(table, rows === columns))
      const likely = new Set(ofEqualStanding(table))
      const missed = [...mate.entries()].filter(
        ([row, column]) => column >= 0 && !likely.has(row * columns + column),
      )
      expect(missed, `${rows} by ${columns}`).toEqual([])
    }
  })

  it('tells of every round until nothing is missed', () => {
    const table = shapes['rank-one scores']?.(120, 120) ?? expect.fail('no such shape')
    const rounds: number[] = []
    solveSparse(problemOf(table, true), Uint32Array.of(), (done) => rounds.push(done))
    expect(rounds.length).toBeGreaterThan(1)
    expect(rounds).toEqual(rounds.map((_, at) => (at + 1) / (at + 2)))
  })
})
