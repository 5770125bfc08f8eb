import { describe, expect, it } from 'vitest'
import { createLimiter, type Limiter } from '../../../src/platforms/teams/limits.ts'
import { at } from '../../facts.ts'

const START = at('2026-01-12T09:00:00Z')
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
    expect(limiter.take(START, 't', 'another')).toEqual(later(1000))
    expect(limiter.take(START, 't', null)).toEqual(later(1000))
    expect(limiter.take(START, 'u', 'another')).toBeNull()
    expect(limiter.take(later(1000), 't', 'another')).toBeNull()
  })

  it('keeps conversations of the same name in two tenants apart', () => {
    const limiter = createLimiter(30)
    expect(taken(limiter, 8, 0)).toBe(7)
    expect(limiter.take(START, 'u', 'c')).toBeNull()
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
  })
})
