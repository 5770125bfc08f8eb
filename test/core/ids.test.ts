import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { chanceOf, idOf } from '../../src/core/ids.ts'

const parts = fc.array(fc.string({ unit: 'binary' }), { maxLength: 5 })

describe('an id', () => {
  it('is 24 letters and digits, whatever it stands for', () => {
    fc.assert(
      fc.property(parts, (of) => {
        expect(idOf(...of)).toMatch(/^[a-z0-9]{24}$/)
        expect(idOf(...of)).toBe(idOf(...of))
      }),
    )
  })

  it('is another for other parts, also where they run together to the same letters', () => {
    fc.assert(
      fc.property(parts, parts, (one, other) => {
        fc.pre(JSON.stringify(one) !== JSON.stringify(other))
        expect(idOf(...one)).not.toBe(idOf(...other))
      }),
    )
    const alike = [['ab', 'c'], ['a', 'bc'], ['abc'], ['abc', ''], ['', 'abc'], ['a","bc'], []]
    expect(new Set(alike.map((of) => idOf(...of))).size).toBe(alike.length)
  })
})

describe('chance', () => {
  it('is from nought to one, the same for the same parts, and even', () => {
    const drawn = Array.from({ length: 2000 }, (_, index) => chanceOf('test', String(index)))
    expect(drawn.every((one) => one >= 0 && one < 1)).toBe(true)
    expect(chanceOf('a', 'b')).toBe(chanceOf('a', 'b'))
    for (let tenth = 0; tenth < 10; tenth++) {
      const within = drawn.filter((one) => Math.floor(one * 10) === tenth).length
      expect(within).toBeGreaterThan(140)
      expect(within).toBeLessThan(260)
    }
  })
})
