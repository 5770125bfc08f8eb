import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createLimiter, type Limiter } from '../../../src/platforms/teams/limits.ts'
import { at } from '../../facts.ts'

const START = at('2026-01-12T09:00:00Z')
const URGENT = true
const later = (milliseconds: number) => START.add({ milliseconds })

const taken = (limiter: Limiter, times: number, milliseconds: number, conversation: string | null = 'c') =>
  Array.from({ length: times }, () => limiter.take(later(milliseconds), 't', conversation)).filter(
    (wait) => wait === null,
  ).length

describe('our own pace', () => {
  it('lets seven go within a second, and says when the next may', () => {
    const limiter = createLimiter(30)
    expect(taken(limiter, 7, 0)).toBe(7)
    expect(limiter.take(later(400), 't', 'c')).toEqual(later(1000))
    expect(limiter.take(later(999), 't', 'c')).not.toBeNull()
    expect(limiter.take(later(1000), 't', 'c')).toBeNull()
  })

  it('lets eight go within two seconds', () => {
    const limiter = createLimiter(30)
    expect(taken(limiter, 7, 0)).toBe(7)
    expect(taken(limiter, 5, 1000)).toBe(1)
    expect(limiter.take(later(1100), 't', 'c')).toEqual(later(2000))
  })

  it('lets sixty go within thirty seconds, and 1,800 within an hour', () => {
    const limiter = createLimiter(1000)
    let gone = 0
    for (let second = 0; second < 30; second++) gone += taken(limiter, 10, second * 1000)
    expect(gone).toBe(60)
    for (let second = 30; second < 3600; second++) gone += taken(limiter, 3, second * 1000)
    expect(gone).toBe(1800)
    expect(limiter.take(later(3_599_999), 't', 'c')).toEqual(later(3_600_000))
    expect(limiter.take(later(3_600_000), 't', 'c')).toBeNull()
  })

  it('holds a tenant’s rate over all its conversations, and no other tenant’s', () => {
    const limiter = createLimiter(30)
    for (let index = 0; index < 30; index++) expect(limiter.take(START, 't', `c${index}`)).toBeNull()
    expect(limiter.take(START, 't', 'another')).toEqual(later(1030))
    expect(limiter.take(later(999), 't', null)).toEqual(later(1030))
    expect(limiter.take(START, 'u', 'another')).toBeNull()
    expect(limiter.take(later(1030), 't', 'another')).toBeNull()
  })

  it('keeps conversations of the same name in two tenants apart', () => {
    const limiter = createLimiter(30)
    expect(taken(limiter, 8, 0)).toBe(7)
    expect(limiter.take(START, 'u', 'c')).toBeNull()
  })

  it('gives everyone who has to wait for a tenant a place of their own, so that nobody comes in vain', () => {
    const limiter = createLimiter(2)
    const take = (milliseconds: number, conversation: number) =>
      limiter.take(later(milliseconds), 't', `c${conversation}`)
    expect([take(0, 1), take(10, 2)]).toEqual([null, null])
    const told = [3, 4, 5, 6, 7].map((conversation) => take(100, conversation))
    expect(told).toEqual([1030, 1040, 2060, 2070, 3090].map(later))
    for (const [index, instant] of told.entries())
      expect(limiter.take(instant ?? START, 't', `c${index + 3}`)).toBeNull()
  })

  it('gives an answer the next place, whoever was told before, and whom it displaces another one', () => {
    const limiter = createLimiter(2)
    const take = (milliseconds: number, conversation: string, urgent = false) =>
      limiter.take(later(milliseconds), 't', conversation, urgent)
    expect([take(0, 'a'), take(10, 'b')]).toEqual([null, null])
    expect(['c', 'd', 'e'].map((one) => take(100, one))).toEqual([1030, 1040, 2060].map(later))
    expect(take(200, 'answer', URGENT)).toEqual(later(1030))
    expect(take(1030, 'answer', URGENT)).toBeNull()
    expect(take(1030, 'c')).toEqual(later(2070))
    expect(take(1040, 'd')).toBeNull()
    expect(take(2060, 'e')).toBeNull()
    expect(take(2070, 'c')).toBeNull()
  })

  it('keeps the place of an answer from all others until it comes, and gives several one after another', () => {
    const limiter = createLimiter(1)
    const take = (milliseconds: number, conversation: string, urgent = false) =>
      limiter.take(later(milliseconds), 't', conversation, urgent)
    take(0, 'a')
    expect(['b', 'c', 'd'].map((one) => take(10, one, URGENT))).toEqual([1030, 2060, 3090].map(later))
    expect(take(1030, 'e')).toEqual(later(4120))
    for (const [index, one] of ['b', 'c', 'd'].entries())
      expect(take(1030 * (index + 1), one, URGENT)).toBeNull()
    expect(take(4120, 'e')).toBeNull()
  })

  it('keeps no place for an answer that was told to come and did not', () => {
    const limiter = createLimiter(1)
    limiter.take(START, 't', 'a')
    limiter.take(later(10), 't', 'b', URGENT)
    expect(limiter.take(later(1500), 't', 'c')).not.toBeNull()
    expect(limiter.take(later(2061), 't', 'd')).toBeNull()
  })

  it('never lets more go than the tenant has room for within a second, answers among others, and lets all through', () => {
    const arrivals = fc.array(
      fc.record({ pause: fc.integer({ min: 0, max: 40 }), urgent: fc.integer({ min: 0, max: 4 }) }),
      { maxLength: 400 },
    )
    fc.assert(
      fc.property(arrivals, fc.integer({ min: 1, max: 50 }), (coming, perSecond) => {
        const limiter = createLimiter(perSecond)
        let now = 0
        const waiting = coming.map(({ pause, urgent }, index) => {
          now += pause
          return { at: now, from: now, urgent: urgent === 0, conversation: `c${index}` }
        })
        const passed: number[] = []
        const late: number[] = []
        for (let tries = 0; waiting.length > 0; tries++) {
          expect(tries).toBeLessThan(3 * coming.length)
          // As the queue has it: of those who may come, answers first.
          waiting.sort((one, other) => one.at - other.at || Number(other.urgent) - Number(one.urgent))
          const [first] = waiting.splice(0, 1)
          if (!first) break
          const wait = limiter.take(later(first.at), 't', first.conversation, first.urgent)
          if (wait) waiting.push({ ...first, at: wait.since(START).total('milliseconds') })
          else passed.push(first.at)
          if (!wait && first.urgent) late.push(first.at - first.from)
        }
        expect(passed).toHaveLength(coming.length)
        for (const [index, moment] of passed.entries())
          expect(moment - (passed[index - perSecond] ?? Number.NEGATIVE_INFINITY)).toBeGreaterThanOrEqual(
            1030,
          )
        expect(Math.max(0, ...late)).toBeLessThanOrEqual(1030 * Math.ceil((late.length + 1) / perSecond))
      }),
      { numRuns: 50 },
    )
  })

  it('lets whoever comes back a moment late delay the others by no more than that', () => {
    const limiter = createLimiter(1)
    limiter.take(START, 't', 'a')
    const [first, second] = ['b', 'c'].map((conversation) => limiter.take(later(1), 't', conversation))
    expect([first, second]).toEqual([1030, 2060].map(later))
    expect(limiter.take(later(1035), 't', 'b')).toBeNull()
    expect(limiter.take(later(2060), 't', 'c')).toEqual(later(2065))
    expect(limiter.take(later(2065), 't', 'c')).toBeNull()
  })

  it('keeps no place for whoever was told to come and did not', () => {
    const limiter = createLimiter(1)
    limiter.take(START, 't', 'a')
    for (let index = 0; index < 10; index++) limiter.take(START, 't', `c${index}`)
    expect(limiter.take(later(2060), 't', 'other')).toBeNull()
  })

  it('takes nothing where it says to wait', () => {
    const limiter = createLimiter(30)
    taken(limiter, 7, 0)
    for (let index = 0; index < 100; index++) limiter.take(later(500), 't', 'c')
    expect(limiter.take(later(1000), 't', 'c')).toBeNull()
  })

  it('does not wait for a clock that went back to come forward again', () => {
    const limiter = createLimiter(30)
    taken(limiter, 7, 3_600_000)
    expect(limiter.take(START, 't', 'c')).toBeNull()
    const slow = createLimiter(1)
    for (let index = 0; index < 9; index++) slow.take(later(3_600_000), 't', `c${index}`)
    expect(slow.take(START, 't', 'c')).toBeNull()
    expect(slow.take(START, 't', 'd')).toEqual(later(1030))
  })
})
