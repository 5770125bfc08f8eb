import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isEnough, meanOf, shownCounts, shownGroups } from '../../src/core/figures.ts'

const sizes = fc.dictionary(fc.stringMatching(/^[a-e]$/), fc.nat({ max: 12 }))
const smallest = fc.integer({ min: 1, max: 8 })

describe('which groups are shown', () => {
  it.each([
    ['both, when both are large', { a: 5, b: 9 }, { groups: ['a', 'b'], total: true }],
    ['one alone, when the total would give the other away', { a: 9, b: 1 }, { groups: ['a'], total: false }],
    ['one and the total, when nobody is in the other', { a: 9, b: 0 }, { groups: ['a'], total: true }],
    [
      'the total alone, when neither is large but both together are',
      { a: 4, b: 4 },
      { groups: [], total: true },
    ],
    ['nothing, when there are too few altogether', { a: 2, b: 2 }, { groups: [], total: false }],
    ['nothing of nobody', { a: 0, b: 0 }, { groups: [], total: false }],
  ])('%s', (_, of, expected) => {
    expect(shownGroups(of, 5)).toEqual(expected)
  })

  it('never shows a figure, or a difference of figures, for fewer people than the smallest group', () => {
    fc.assert(
      fc.property(sizes, smallest, (of, least) => {
        const { groups, total } = shownGroups(of, least)
        const all = Object.values(of).reduce((sum, size) => sum + size, 0)
        const figures = groups.map((group) => of[group] ?? 0)
        for (const figure of figures) expect(figure).toBeGreaterThanOrEqual(Math.max(1, least))
        if (!total) return
        expect(all).toBeGreaterThanOrEqual(least)
        // What is left when any of the groups shown are taken from the total.
        for (let chosen = 0; chosen < 1 << figures.length; chosen++) {
          const rest = all - figures.reduce((sum, size, index) => sum + ((chosen >> index) & 1 ? size : 0), 0)
          expect(rest === 0 || rest >= least).toBe(true)
        }
      }),
    )
  })
})

describe('which counts are shown', () => {
  it('hides a second count where the first could be worked out', () => {
    expect(shownCounts({ yes: 9, no: 6, other: 2 }, 5)).toEqual({ yes: 9, no: null, other: null })
    expect(shownCounts({ yes: 9, no: 6 }, 5)).toEqual({ yes: 9, no: 6 })
    expect(shownCounts({ yes: 9, no: 0 }, 5)).toEqual({ yes: 9, no: null })
  })

  it('never shows a count below the smallest group, nor leaves one to be worked out', () => {
    fc.assert(
      fc.property(sizes, smallest, (of, least) => {
        const shown = shownCounts(of, least)
        expect(Object.keys(shown).sort()).toEqual(Object.keys(of).sort())
        const counts = Object.entries(shown)
        for (const [option, count] of counts) {
          if (count !== null) expect(count).toBe(of[option])
          if (count !== null) expect(isEnough(count, least)).toBe(true)
        }
        if (counts.every(([, count]) => count === null)) return
        const hidden = counts.reduce(
          (sum, [option, count]) => sum + (count === null ? (of[option] ?? 0) : 0),
          0,
        )
        expect(hidden === 0 || hidden >= least).toBe(true)
      }),
    )
  })
})

describe('a mean', () => {
  it.each([
    [[], null],
    [[4], 4],
    [[1, 2], 1.5],
    [[1, 1, 2], 1.3],
  ])('of %j is %j', (values, expected) => {
    expect(meanOf(values)).toBe(expected)
  })
})
