import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const PRODUCT = fileURLToPath(new URL('../../../dist/cli/index.js', import.meta.url))

/** Duologue as whoever tries it starts it: without credentials, on its sample. */
export interface Sample {
  readonly address: string
  /** Resolves when the sample has lived through its first weeks. */
  readonly ready: Promise<void>
  stop(): Promise<void>
}

/** Starts what `npm run build` made, in a process of its own with a database of its own. Called from the compiled tools. */
export const startSample = async (): Promise<Sample> => {
  const folder = mkdtempSync(join(tmpdir(), 'duologue-sample-'))
  const child = spawn(process.execPath, [PRODUCT, 'start'], {
    env: {
      PATH: process.env['PATH'] ?? '',
      DATABASE_URL: `file:${join(folder, 'sample.db')}`,
      PORT: '0',
      LOG_LEVEL: 'error',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = once(child, 'exit')
  const lines = createInterface({ input: child.stdout })
  const said = (words: RegExp): Promise<string> =>
    new Promise((resolve, reject) => {
      lines.on('line', (line) => {
        const found = words.exec(line)?.[1]
        if (found !== undefined) resolve(found)
      })
      child.once('exit', () => reject(new Error('Duologue ended before it was ready.')))
    })
  const ready = said(/(Stop with Ctrl\+C)/).then(() => {})
  const address = await said(/(http:\/\/127\.0\.0\.1:\d+)/)
  return {
    address,
    ready,
    stop: async () => {
      child.kill('SIGTERM')
      await ended
      rmSync(folder, { recursive: true })
    },
  }
}
