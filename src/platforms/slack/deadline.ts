import { ACKNOWLEDGE_WITHIN_MS } from './limits.ts'

/** Runs something after so many real milliseconds; gives the means to forget it. */
export type Timer = (ms: number, then: () => void) => () => void

export const realTimer: Timer = (ms, then) => {
  const timeout = setTimeout(then, ms)
  return () => clearTimeout(timeout)
}

/** Everything that has been begun and has to end before we stop. */
export interface Busy {
  add(work: Promise<unknown>): void
  /** Resolves when there is nothing left, what was added meanwhile included. */
  idle(): Promise<void>
}

export const createBusy = (): Busy => {
  const all = new Set<Promise<unknown>>()
  return {
    add(work) {
      const quiet: Promise<unknown> = work.then(
        () => all.delete(quiet),
        () => all.delete(quiet),
      )
      all.add(quiet)
    },
    async idle() {
      while (all.size > 0) await Promise.all(all)
    },
  }
}

/** What came of the work by the time that Slack must be answered; `late`: nothing yet. */
export const withinDeadline = async <T>(
  work: Promise<T>,
  timer: Timer,
): Promise<{ readonly type: 'ready'; readonly value: T } | { readonly type: 'late' }> => {
  let forget = () => {}
  const late = new Promise<{ type: 'late' }>((resolve) => {
    forget = timer(ACKNOWLEDGE_WITHIN_MS, () => resolve({ type: 'late' }))
  })
  try {
    return await Promise.race([work.then((value) => ({ type: 'ready' as const, value })), late])
  } finally {
    forget()
  }
}
