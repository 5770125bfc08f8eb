import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { availableParallelism } from 'node:os'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { Reading } from './servers/meter.ts'

const METER = new URL('./servers/meter.js', import.meta.url).href
const PRODUCT = fileURLToPath(new URL('../../../dist/cli/index.js', import.meta.url))

/** A server in a process of its own. */
export interface Server {
  readonly address: string
  /** From nothing to listening. */
  readonly started: { readonly ms: number; readonly cpu: number }
  read(): Promise<Reading>
  /** The same, and from now on the longest that it holds anybody up is measured anew. */
  hold(): Promise<Reading>
  stop(): Promise<void>
}

const cores = availableParallelism()
const canPin = cores > 1 && spawnSync('taskset', ['--version']).status === 0

/** How the processes are laid on the cores, for whoever reads the figures. */
export const pinning = canPin
  ? 'servers on core 0, the load and the simulated platforms on the others'
  : 'servers and load share the cores: taskset or a second core is missing'

/** Leaves core 0 to the servers, and gives the means to come back to it. */
export const leaveFirstCore = (): (() => void) => {
  const move = (to: string) => {
    if (canPin) spawnSync('taskset', ['-apc', to, String(process.pid)])
  }
  move(`1-${cores - 1}`)
  return () => move(`0-${cores - 1}`)
}

type Environment = Readonly<Record<string, string>>

/** Starts a bare server of the bench's own, by its name. */
export const startBare = (name: 'bolt' | 'botbuilder' | 'all', environment: Environment): Promise<Server> =>
  start([fileURLToPath(new URL(`./servers/${name}.js`, import.meta.url))], environment)

/** Starts Duologue as operators do, from what `npm run build` made. */
export const startProduct = (environment: Environment): Promise<Server> =>
  start([PRODUCT, 'start'], environment)

/** The same on all cores: its threads do not share one. */
export const startProductOnAllCores = (environment: Environment): Promise<Server> =>
  start([PRODUCT, 'start'], environment, false)

const start = async (
  script: readonly string[],
  environment: Environment,
  pinned = canPin,
): Promise<Server> => {
  const command = [process.execPath, '--import', METER, ...script]
  const [file = '', ...rest] = pinned ? ['taskset', '-c', '0', ...command] : command
  const begun = performance.now()
  const child = spawn(file, rest, {
    env: { PATH: process.env['PATH'] ?? '', NODE_ENV: 'production', ...environment },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  })
  const address = await listening(child)
  const ms = performance.now() - begun
  const { cpu } = await reading(child, 'read')
  return {
    address,
    started: { ms, cpu },
    read: () => reading(child, 'read'),
    hold: () => reading(child, 'hold'),
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return
      const gone = once(child, 'exit')
      // Nothing of it is needed any more, and a queue of answers would take its time.
      child.kill('SIGKILL')
      await gone
    },
  }
}

const listening = (child: ChildProcess): Promise<string> =>
  new Promise((resolve, reject) => {
    if (!child.stdout) return reject(new Error('The server has no output.'))
    const said: string[] = []
    createInterface({ input: child.stdout }).on('line', (line) => {
      said.push(line)
      const address = /listening on (http:\S+?)\.?$/.exec(line)?.[1]
      if (address !== undefined) resolve(address)
    })
    child.once('exit', () => reject(new Error(`A server ended before it listened:\n${said.join('\n')}`)))
  })

const reading = (child: ChildProcess, asked: 'read' | 'hold'): Promise<Reading> =>
  new Promise((resolve, reject) => {
    const gone = () => reject(new Error('A server ended while it was measured.'))
    child.once('exit', gone)
    child.once('message', (message) => {
      child.off('exit', gone)
      if (isReading(message)) resolve(message)
      else reject(new Error('The meter said something else.'))
    })
    child.send(asked)
  })

const isReading = (message: unknown): message is Reading =>
  typeof message === 'object' && message !== null && 'cpu' in message && 'rss' in message
