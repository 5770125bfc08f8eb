import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createAlarm } from '../src/alarm.ts'
import { stoppedClock } from '../src/core/clock.ts'
import { at } from './facts.ts'

const NOW = at('2026-02-02T10:00:00Z')
const inMs = (milliseconds: number) => NOW.add({ milliseconds })

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

const rung = () => {
  const ring = vi.fn()
  return { ring, alarm: createAlarm(stoppedClock(NOW), ring) }
}

it('an alarm rings once, when its instant has come and not before', () => {
  const { ring, alarm } = rung()
  alarm.set(inMs(300))
  vi.advanceTimersByTime(299)
  expect(ring).not.toHaveBeenCalled()
  vi.advanceTimersByTime(1)
  expect(ring).toHaveBeenCalledTimes(1)
  vi.advanceTimersByTime(60_000)
  expect(ring).toHaveBeenCalledTimes(1)
})

it('an alarm rings at what was set last alone', () => {
  const { ring, alarm } = rung()
  alarm.set(inMs(300))
  alarm.set(inMs(500))
  vi.advanceTimersByTime(499)
  expect(ring).not.toHaveBeenCalled()
  vi.advanceTimersByTime(60_000)
  expect(ring).toHaveBeenCalledTimes(1)
})

it('an alarm leaves to the ticks what is a second away or more, and what never comes', () => {
  const { ring, alarm } = rung()
  alarm.set(inMs(300))
  alarm.set(inMs(1000))
  vi.advanceTimersByTime(60_000)
  alarm.set(inMs(300))
  alarm.set(null)
  vi.advanceTimersByTime(60_000)
  expect(ring).not.toHaveBeenCalled()
})

it('an alarm for what is past rings as soon as it can, and not within the call', () => {
  const { ring, alarm } = rung()
  alarm.set(inMs(-5000))
  expect(ring).not.toHaveBeenCalled()
  vi.advanceTimersByTime(1)
  expect(ring).toHaveBeenCalledTimes(1)
})
