import type { Temporal } from 'temporal-polyfill'
import type { Clock } from './core/clock.ts'

/** Whatever is due later than this many milliseconds from now waits for a regular tick. */
const NEAR_MS = 1000

/** Rings at instants that lie between two ticks. */
export interface Alarm {
  /** Rings then, once, instead of at what was set before; null, or an instant that is not near: not at all. */
  set(at: Temporal.Instant | null): void
}

export const createAlarm = (clock: Clock, ring: () => void): Alarm => {
  let timeout: NodeJS.Timeout | undefined
  return {
    set: (at) => {
      clearTimeout(timeout)
      const ms = at ? at.epochMilliseconds - clock.now().epochMilliseconds : Number.POSITIVE_INFINITY
      if (ms < NEAR_MS) timeout = setTimeout(ring, Math.max(1, ms))
    },
  }
}
