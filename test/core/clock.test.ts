import { describe, expect, it } from 'vitest'
import { movableClock, stoppedClock, systemClock } from '../../src/core/clock.ts'
import { at } from '../facts.ts'

const START = at('2026-03-02T10:00:00Z')

describe('a clock', () => {
  it('that is stopped stands still until it is moved, and never goes back', () => {
    const clock = stoppedClock(START)
    expect(clock.now()).toEqual(START)
    clock.moveTo(START.add({ hours: 5 }))
    expect(clock.now()).toEqual(START.add({ hours: 5 }))
    clock.moveTo(START)
    expect(clock.now()).toEqual(START.add({ hours: 5 }))
    clock.moveTo(START.add({ hours: 24 * 366 }))
    expect(clock.now()).toEqual(START.add({ hours: 24 * 366 }))
  })

  it('that is moved runs on at the pace of the one beneath', () => {
    let base = START
    const clock = movableClock({ now: () => base })
    clock.moveTo(START.add({ hours: 1 }))
    base = base.add({ seconds: 7 })
    expect(clock.now()).toEqual(START.add({ hours: 1, seconds: 7 }))
    clock.moveTo(START.add({ hours: 2 }))
    base = base.add({ milliseconds: 1 })
    expect(clock.now()).toEqual(START.add({ hours: 2, milliseconds: 1 }))
  })

  it('of the machine tells its time', () => {
    const before = new Date(Date.now()).getTime()
    const told = systemClock().now().epochMilliseconds
    expect(told).toBeGreaterThanOrEqual(before)
    expect(told).toBeLessThanOrEqual(Date.now())
  })
})
