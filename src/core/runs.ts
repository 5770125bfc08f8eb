import type { Temporal } from 'temporal-polyfill'
import type { Engine } from './engine.ts'
import type { Context, Flow } from './flow.ts'
import type { Store } from './store.ts'

/** How often whoever waits is shown how far it is: seldom enough for every platform. */
export const REPORT_EVERY = { seconds: 3 }

/** What takes long and is done apart, one at a time, while everything else goes on. */
export interface Runs {
  /** Begins what is wanted, and stops what is wanted no longer; it waits for neither. */
  look(): Promise<void>
  /** Resolves when nothing is being done, to whether anything was. */
  idle(): Promise<boolean>
  /** Ends what is being done; it stays wanted, and the next process goes on with it. */
  stop(): Promise<void>
}

/** With what every kind of run is done. */
export interface RunMeans {
  readonly store: Store
  readonly engine: Engine
  readonly flows: readonly Flow[]
  now(): Temporal.Instant
  contextAt(now: Temporal.Instant, ...id: readonly string[]): Context
}

/** What every kind of run needs. `W`: what is wanted. */
export interface RunNeeds<W> extends RunMeans {
  /** Told when something can go out, or the next one can begin. */
  onChange(): void
  /** A run that failed: told with ids alone. */
  onTrouble(error: unknown, wanted: W): void
}

interface Work<W> {
  /** Everything that is wanted, what comes first at the front. */
  wanted(): Promise<readonly W[]>
  /** Does it, and deals with whatever fails. */
  run(one: W, signal: AbortSignal): Promise<void>
  /** Told when a run has ended. */
  onChange(): void
}

interface Current {
  readonly id: string
  readonly controller: AbortController
  readonly ended: Promise<void>
}

/** Runs what is wanted, one after the other. */
export const runsOf = <W extends { readonly id: string }>({ wanted, run, onChange }: Work<W>): Runs => {
  let current: Current | null = null
  let stopping = false

  const begin = (one: W): Current => {
    const controller = new AbortController()
    const ended = run(one, controller.signal).finally(() => {
      current = null
      onChange()
    })
    return { id: one.id, controller, ended }
  }

  const idle = async (): Promise<boolean> => {
    const busy = current !== null
    while (current) await current.ended
    return busy
  }

  return {
    look: async () => {
      const all = await wanted()
      if (current && !all.some(({ id }) => id === current?.id)) current.controller.abort()
      const [next] = all
      if (!current && next && !stopping) current = begin(next)
    },
    idle,
    stop: async () => {
      stopping = true
      current?.controller.abort()
      await idle()
    },
  }
}
