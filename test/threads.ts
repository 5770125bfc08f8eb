import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Plugin } from 'vitest/config'

const root = resolve(import.meta.dirname, '..')
const built = join(root, 'node_modules/.cache/duologue/threads')

/** Where a thread is started, what runs in it, and where that is once it is built. */
const starter = join(root, 'src/pairing/apart.ts')
const source = join(root, 'src/pairing/worker.ts')
const worker = join(built, 'pairing/worker.js')

/**
 * Tests run from source, and a thread of Node 20 runs JavaScript only: what runs in threads is built first, as it is
 * shipped.
 */
export const threadsBuilt = (): Plugin => ({
  name: 'threads-built',
  enforce: 'pre',
  buildStart: () => {
    mkdirSync(built, { recursive: true })
    const config = {
      extends: join(root, 'tsconfig.json'),
      compilerOptions: { noEmit: false, rootDir: join(root, 'src'), outDir: built },
      files: [source],
      include: [],
    }
    writeFileSync(join(built, 'package.json'), '{"type":"module"}')
    writeFileSync(join(built, 'tsconfig.json'), JSON.stringify(config))
    execFileSync(join(root, 'node_modules/.bin/tsc'), ['-p', join(built, 'tsconfig.json')], {
      stdio: 'inherit',
    })
  },
  transform: (code, id) =>
    id === starter ? code.replace("'./worker.js'", `'${pathToFileURL(worker).href}'`) : null,
})
