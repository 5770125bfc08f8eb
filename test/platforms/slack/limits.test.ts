import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createLimiter, PACES, type Use } from '../../../src/platforms/slack/limits.ts'
import {
  SLACK_POSTING_PER_CHANNEL,
  SLACK_POSTING_PER_WORKSPACE,
  SLACK_TIERS,
  type Window,
} from '../../../src/simulator/limits.ts'

const use = (key: string, pace: keyof typeof PACES = 'postingInConversation'): Use => ({
  key,
  pace: PACES[pace],
})

const URGENT = true

const WINDOWS = [
  ['tier3', SLACK_TIERS.tier3],
  ['tier4', SLACK_TIERS.tier4],
  ['posting', SLACK_POSTING_PER_WORKSPACE],
  ['postingInConversation', SLACK_POSTING_PER_CHANNEL],
] as const

/** Whether these moments keep to the windows. */
const keepsTo = (windows: readonly Window[], moments: readonly number[]) =>
  windows.every(({ calls, ms }) =>
    moments.every((moment, index) => {
      const earlier = moments[index - calls]
      return earlier === undefined || earlier <= moment - ms
    }),
  )

describe('the limiter', () => {
  it('lets a burst through, then says when', () => {
    const limiter = createLimiter()
    for (let call = 0; call < 3; call += 1) expect(limiter.take([use('a')], 1000)).toBeNull()
    expect(limiter.take([use('a')], 1000)).toEqual({ key: 'a', at: 2000 })
    expect(limiter.take([use('a')], 2000)).toBeNull()
  })

  it('gives everyone who has to wait a place of their own, so that nobody comes in vain', () => {
    const limiter = createLimiter()
    for (let call = 0; call < 3; call += 1) limiter.take([use('a')], 0)
    const told = [0, 0, 1, 2, 2].map((now) => limiter.take([use('a')], now)?.at ?? 0)
    expect(told).toEqual([1000, 2000, 3000, 4000, 5000])
    for (const at of told) expect(limiter.take([use('a')], at)).toBeNull()
  })

  it('keeps no place for whoever was told to come and did not', () => {
    const limiter = createLimiter()
    for (let call = 0; call < 9; call += 1) limiter.take([use('a')], 0)
    for (let call = 0; call < 3; call += 1) expect(limiter.take([use('a')], 3000)).toBeNull()
  })

  it('gives an answer the next place, whoever was told before, and whom it displaces another one', () => {
    const limiter = createLimiter()
    for (let call = 0; call < 3; call += 1) limiter.take([use('a')], 0)
    const told = [0, 0, 0].map((now) => limiter.take([use('a')], now)?.at)
    expect(told).toEqual([1000, 2000, 3000])
    expect(limiter.take([use('a')], 400, URGENT)).toEqual({ key: 'a', at: 1000 })
    expect(limiter.take([use('a')], 1000, URGENT)).toBeNull()
    expect(limiter.take([use('a')], 1000)).toEqual({ key: 'a', at: 4000 })
    for (const at of [2000, 3000, 4000]) expect(limiter.take([use('a')], at)).toBeNull()
  })

  it('keeps the place of an answer from all others until it comes, and gives several one after another', () => {
    const limiter = createLimiter()
    for (let call = 0; call < 3; call += 1) limiter.take([use('a')], 0)
    const told = [0, 1, 2].map((now) => limiter.take([use('a')], now, URGENT)?.at)
    expect(told).toEqual([1000, 2000, 3000])
    expect(limiter.take([use('a')], 1000)).toEqual({ key: 'a', at: 4000 })
    for (const at of [1001, 2000, 3000]) expect(limiter.take([use('a')], at, URGENT)).toBeNull()
    expect(limiter.take([use('a')], 4000)).toBeNull()
  })

  it('keeps no place for an answer that was told to come and did not', () => {
    const limiter = createLimiter()
    for (let call = 0; call < 3; call += 1) limiter.take([use('a')], 0)
    expect(limiter.take([use('a')], 0, URGENT)?.at).toBe(1000)
    expect(limiter.take([use('a')], 1500)).not.toBeNull()
    for (let call = 0; call < 3; call += 1) expect(limiter.take([use('a')], 5000)).toBeNull()
  })

  it('takes from every bucket or from none', () => {
    const limiter = createLimiter()
    for (let call = 0; call < 3; call += 1) limiter.take([use('channel')], 0)
    for (let tries = 0; tries < 100; tries += 1)
      expect(limiter.take([use('workspace', 'tier3'), use('channel')], 0)?.key).toBe('channel')
    for (let call = 0; call < 20; call += 1) expect(limiter.take([use('workspace', 'tier3')], 0)).toBeNull()
  })

  it('keeps workspaces and conversations apart', () => {
    const limiter = createLimiter()
    for (let call = 0; call < 4; call += 1) limiter.take([use('a')], 0)
    expect(limiter.take([use('b')], 0)).toBeNull()
  })

  it('holds back as long as the platform said, and no longer', () => {
    const limiter = createLimiter()
    limiter.hold('a', 30_000)
    expect(limiter.take([use('a')], 29_999)).toEqual({ key: 'a', at: 30_000 })
    expect(limiter.take([use('a')], 30_000)).toBeNull()
    limiter.hold('a', 20_000)
    expect(limiter.take([use('a')], 30_000)).toBeNull()
  })

  it('gives nothing away when the clock goes back', () => {
    const limiter = createLimiter()
    for (let call = 0; call < 3; call += 1) limiter.take([use('a')], 10_000)
    expect(limiter.take([use('a')], 0)).not.toBeNull()
    expect(limiter.take([use('a')], 10_999)).not.toBeNull()
    expect(limiter.take([use('a')], 11_000)).toBeNull()
  })

  it.each(WINDOWS)(
    'keeps %s within what Slack allows, answers among others, and lets all through',
    (pace, windows) => {
      const arrivals = fc.array(
        fc.record({ pause: fc.integer({ min: 0, max: 400 }), urgent: fc.integer({ min: 0, max: 4 }) }),
        { maxLength: 400 },
      )
      fc.assert(
        fc.property(arrivals, (coming) => {
          const limiter = createLimiter()
          let now = 0
          const waiting = coming.map(({ pause, urgent }) => {
            now += pause
            return { at: now, from: now, urgent: urgent === 0 }
          })
          const passed: number[] = []
          const late: number[] = []
          for (let tries = 0; waiting.length > 0; tries += 1) {
            expect(tries).toBeLessThan(3 * coming.length)
            // As the queue has it: of those who may come, answers first.
            waiting.sort((one, other) => one.at - other.at || Number(other.urgent) - Number(one.urgent))
            const [first] = waiting.splice(0, 1)
            if (!first) break
            const empty = limiter.take([use('a', pace)], first.at, first.urgent)
            if (empty) waiting.push({ ...first, at: empty.at })
            else passed.push(first.at)
            if (!empty && first.urgent) late.push(first.at - first.from)
          }
          expect(passed).toHaveLength(coming.length)
          expect(keepsTo(windows, passed)).toBe(true)
          const slowest = (late.length + 1) * (1000 / PACES[pace].perSecond + 1)
          expect(Math.max(0, ...late)).toBeLessThanOrEqual(slowest)
        }),
        { numRuns: 30 },
      )
    },
  )

  it.each(WINDOWS)(
    'keeps %s within what Slack allows, and lets through what it promised',
    (pace, windows) => {
      fc.assert(
        fc.property(fc.array(fc.integer({ min: 0, max: 400 }), { maxLength: 600 }), (pauses) => {
          const limiter = createLimiter()
          const passed: number[] = []
          let now = 0
          for (const pause of pauses) {
            now += pause
            const empty = limiter.take([use('a', pace)], now)
            if (!empty) {
              passed.push(now)
              continue
            }
            now = empty.at
            expect(limiter.take([use('a', pace)], now)).toBeNull()
            passed.push(now)
          }
          expect(keepsTo(windows, passed)).toBe(true)
        }),
        { numRuns: 30 },
      )
    },
  )
})
