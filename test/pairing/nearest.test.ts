import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bringNearer, forgetAll, nearestOf, takeNearest } from '../../src/pairing/nearest.ts'

describe('things that wait by how far they are', () => {
  const things = 12
  const steps = fc.array(
    fc.oneof(
      fc.record({ thing: fc.nat(things - 1), far: fc.integer({ min: -20, max: 20 }) }),
      fc.constant('take' as const),
      fc.constant('forget' as const),
    ),
    { maxLength: 80 },
  )

  it('are taken nearest first, however often they have come nearer or come back, and come again once all is forgotten', () => {
    fc.assert(
      fc.property(steps, (taken) => {
        const nearest = nearestOf(things)
        const waiting = new Map<number, number>()
        const known = new Map<number, number>()
        for (const step of taken) {
          if (step === 'forget') {
            forgetAll(nearest)
            waiting.clear()
            known.clear()
          } else if (step === 'take') {
            if (waiting.size === 0) continue
            const thing = takeNearest(nearest)
            expect(waiting.get(thing)).toBe(Math.min(...waiting.values()))
            waiting.delete(thing)
          } else if (step.far < (waiting.get(step.thing) ?? Number.POSITIVE_INFINITY)) {
            bringNearer(nearest, step.thing, step.far)
            waiting.set(step.thing, step.far)
            known.set(step.thing, step.far)
          }
          expect(nearest.waiting).toBe(waiting.size)
          expect(nearest.seenCount).toBe(known.size)
          for (let thing = 0; thing < things; thing++)
            expect(nearest.distance[thing]).toBe(known.get(thing) ?? Number.POSITIVE_INFINITY)
        }
      }),
      { numRuns: 500 },
    )
  })
})
