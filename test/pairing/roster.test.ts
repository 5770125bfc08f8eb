import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sampleOf } from '../../src/pairing/roster.ts'

const crowd = fc.uniqueArray(
  fc.record({ id: fc.string({ maxLength: 6 }), side: fc.constantFrom('a' as const, 'b' as const) }),
  { selector: ({ id }) => id, maxLength: 120 },
)

describe('the people by whom the unknown is judged', () => {
  it.each(['two', 'one'] as const)('are the same in any order, sides: %s', (sides) => {
    fc.assert(
      fc.property(crowd, fc.infiniteStream(fc.nat()), (people, keys) => {
        const shuffled = people
          .map((one) => ({ one, key: keys.next().value }))
          .sort((a, b) => a.key - b.key)
          .map(({ one }) => one)
        const [given, other] = [people, shuffled].map((list) => {
          const { a, b } = sampleOf(list, (one) => one, { sides })
          return [a, b].map((places) => places.map((at) => list[at]))
        })
        expect(other).toEqual(given)
        const ofSide = (side: 'a' | 'b') => people.filter((one) => sides === 'one' || one.side === side)
        expect(given?.map((sample) => sample.length)).toEqual(
          (['a', 'b'] as const).map((side) => Math.min(16, ofSide(side).length)),
        )
        for (const [at, side] of (['a', 'b'] as const).entries())
          expect(ofSide(side)).toEqual(expect.arrayContaining(given?.[at] ?? []))
      }),
    )
  })

  it('are the same wherever they are part of fewer people', () => {
    fc.assert(
      fc.property(crowd, fc.array(fc.boolean(), { minLength: 120, maxLength: 120 }), (people, stay) => {
        const sampled = (list: typeof people) => {
          const { a, b } = sampleOf(list, (one) => one, { sides: 'two' })
          return [...a, ...b].map((at) => list[at])
        }
        const needed = sampled(people)
        const fewer = people.filter((one, at) => needed.includes(one) || stay[at])
        expect(sampled(fewer)).toEqual(needed)
      }),
    )
  })
})
