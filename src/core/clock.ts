import { Temporal } from 'temporal-polyfill'

/** Tells the time. Everything that needs to know it is handed one of these, or the instant itself. */
export interface Clock {
  now(): Temporal.Instant
}

/** The machine's own clock. This file is the only one that reads it; `main` and `cli` alone call this. */
export const systemClock = (): Clock => ({ now: () => Temporal.Now.instant() })

/** A clock that can be moved forward. */
export interface MovableClock extends Clock {
  /** Moves the clock on to this instant; an instant already past changes nothing. */
  moveTo(instant: Temporal.Instant): void
}

/** Runs at the pace of `base`, ahead of it by all that it has been moved on. */
export const movableClock = (base: Clock): MovableClock => {
  let ahead = Temporal.Duration.from({ nanoseconds: 0 })
  const now = () => base.now().add(ahead)
  return {
    now,
    moveTo: (instant) => {
      if (Temporal.Instant.compare(instant, now()) > 0) ahead = ahead.add(now().until(instant))
    },
  }
}

/** Stands still until it is moved: what tests and simulated years run on. */
export const stoppedClock = (start: Temporal.Instant): MovableClock => {
  let now = start
  return {
    now: () => now,
    moveTo: (instant) => {
      if (Temporal.Instant.compare(instant, now) > 0) now = instant
    },
  }
}
