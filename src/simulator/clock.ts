/**
 * The product's clock as the simulator sees it. Rate limits, Retry-After, trigger ids and message times follow
 * it; signatures and tokens use real time, because the SDKs check those against the machine's clock.
 */
export interface SimulatorClock {
  /** Epoch milliseconds. */
  now(): number
  /** Lets product time pass without real time, as when an answer is slow. */
  advance(ms: number): void
}

/** A clock that stands still until someone advances it. */
export function steppedClock(start: number): SimulatorClock {
  let current = start
  return {
    now: () => current,
    advance: (ms) => {
      current += ms
    },
  }
}

/** Real epoch milliseconds: for signatures, tokens and the measured duration of a request, nothing else. */
export function realNow(): number {
  return Date.now()
}
