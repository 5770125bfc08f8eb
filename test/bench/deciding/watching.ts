import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { Server } from '../processes.ts'
import type { Signed } from '../requests.ts'

/** What the probe is told. */
export interface Asked {
  readonly address: string
  readonly samples: readonly Signed[]
  readonly secret: string
}

/** The most milliseconds that a question of each kind waited for its answer, and how many there were. */
export interface Watching {
  readonly health: number
  readonly command: number
  readonly asked: number
  readonly bad: number
}

/** What somebody else met while something was done. */
export interface Met extends Watching {
  /** How long it took. */
  readonly ms: number
  /** The most that the server's thread worked without a turn for anybody else. */
  readonly hold: number
}

/** Watches from outside how long a server keeps others waiting. */
export interface Watch {
  during(work: () => Promise<void>): Promise<Met>
  stop(): Promise<void>
}

/** Begins to ask a server all the time, from a thread of its own. */
export const watchOver = async (server: Server, asked: Omit<Asked, 'address'>): Promise<Watch> => {
  const worker = new Worker(new URL('./probe.js', import.meta.url), {
    workerData: { ...asked, address: server.address } satisfies Asked,
  })
  await once(worker, 'online')
  const told = async (wanted: 'begin' | 'end'): Promise<Watching> => {
    const heard = once(worker, 'message')
    worker.postMessage(wanted)
    const [seen]: Watching[] = await heard
    if (!seen) throw new Error('The probe said nothing.')
    return seen
  }
  return {
    during: async (work) => {
      await told('begin')
      await server.hold()
      const begun = performance.now()
      await work()
      const ms = performance.now() - begun
      const seen = await told('end')
      const { longestHold } = await server.read()
      return { ...seen, ms, hold: longestHold }
    },
    stop: async () => {
      await worker.terminate()
    },
  }
}
