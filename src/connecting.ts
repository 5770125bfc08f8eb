import type { Temporal } from 'temporal-polyfill'
import type { Asked, Connected, Log } from './connect.ts'
import { earliest, isBefore } from './core/calendar.ts'
import type { Clock } from './core/clock.ts'

/** The wait after a first attempt, doubled after each further one; and the longest. */
const FIRST_WAIT_SECONDS = 5
const LONGEST_WAIT_SECONDS = 60

/** Asks platforms whether they know us, until they have said so. What they serve meanwhile is not held up by it. */
export interface Connecting {
  /** Asks each for the first time. Rejects with a sentence when one refuses us for good. */
  begin(): Promise<void>
  /** Asks those again whose time has come, without waiting for the answer. */
  goOn(): void
  /** When the next is to be asked; null when none is. */
  next(): Temporal.Instant | null
  /** Resolves when nobody is being asked. */
  idle(): Promise<void>
  /** The names of platforms that are not connected yet, or no longer can be. */
  missing(): readonly string[]
}

interface Attempt {
  readonly connected: Connected
  /** How often it came to nothing so far. */
  failures: number
  state: 'asking' | 'connected' | 'refused' | 'waiting'
  again: Temporal.Instant
}

export const createConnecting = (all: readonly Connected[], clock: Clock, log: Log): Connecting => {
  const attempts = all.map(
    (connected): Attempt => ({ connected, failures: 0, state: 'waiting', again: clock.now() }),
  )
  const running = new Set<Promise<void>>()

  const settle = (attempt: Attempt, asked: Asked): void => {
    const platform = attempt.connected.platform.name
    switch (asked.type) {
      case 'connected':
        attempt.state = 'connected'
        if (attempt.failures > 0) log('info', 'platform-connected', { platform })
        return
      case 'refused':
        attempt.state = 'refused'
        log('error', 'platform-refused', { platform, code: asked.error.code })
        return
      case 'later': {
        const doubled = FIRST_WAIT_SECONDS * 2 ** Math.min(attempt.failures, 10)
        const seconds = asked.seconds ?? Math.min(doubled, LONGEST_WAIT_SECONDS)
        attempt.state = 'waiting'
        attempt.failures += 1
        attempt.again = clock.now().add({ seconds })
        log('warn', 'platform-not-connected', { platform, detail: asked.detail, again: seconds })
      }
    }
  }

  const askFirst = async (attempt: Attempt): Promise<void> => {
    const asked = await attempt.connected.ask()
    if (asked.type === 'refused') throw asked.error
    settle(attempt, asked)
  }

  /** Everything else goes on whatever comes of it: a refusal is for the log, and the next start says it in a sentence. */
  const askAgain = async (attempt: Attempt): Promise<void> => {
    attempt.state = 'asking'
    const failed = (): Asked => ({ type: 'later', detail: 'failed', seconds: null })
    settle(attempt, await attempt.connected.ask().catch(failed))
  }

  const isDue = ({ state, again }: Attempt): boolean => state === 'waiting' && !isBefore(clock.now(), again)

  return {
    begin: async () => {
      await Promise.all(attempts.map(askFirst))
    },
    goOn: () => {
      for (const attempt of attempts.filter(isDue)) {
        const asking = askAgain(attempt)
        running.add(asking)
        void asking.then(() => running.delete(asking))
      }
    },
    next: () => earliest(...attempts.filter(({ state }) => state === 'waiting').map(({ again }) => again)),
    idle: async () => {
      await Promise.all(running)
    },
    missing: () =>
      attempts
        .filter(({ state, connected }) => state !== 'connected' || !connected.isListening())
        .map(({ connected }) => connected.platform.name),
  }
}
