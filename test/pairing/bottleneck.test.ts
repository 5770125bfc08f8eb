import { describe, expect, it } from 'vitest'
import { bottleneckOf } from '../../src/pairing/bottleneck.ts'
import { certifyWorst } from '../../src/pairing/certificate.ts'
import { largest } from '../../src/pairing/matching.ts'
import { formats, shapes } from './shapes.ts'

describe('the lowest score', () => {
  for (const [name, make] of Object.entries(shapes)) {
    for (const [rows, columns] of formats) {
      it(`is kept by as many pairs as there can be, and is proved to be the highest, on ${name}, ${rows} by ${columns}`, () => {
        const table = make(rows, columns)
        const first = largest(table, rows, columns)
        const { least, witness, mate } = bottleneckOf(table, first)
        const cells = [...mate.entries()].flatMap(([row, column]) =>
          column < 0 ? [] : [table.cells[row * columns + column] ?? 0],
        )
        expect(cells).toHaveLength(first.pairs)
        expect(Math.min(...cells)).toBe(least + 1)
        if (witness === null) expect(least).toBe(10_000)
        else {
          expect(witness.view.least).toBe(least + 1)
          expect(() => certifyWorst(witness, mate)).not.toThrow()
        }
      })
    }
  }
})
