import { type ChildProcess, execFileSync, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Hold, holdDatabase, migrate, openStore } from '../../src/store/index.ts'
import { TEST_KEY } from '../store.ts'

const root = resolve(import.meta.dirname, '../..')
const HOLDER = `
  import { holdDatabase } from './store/hold.js'
  holdDatabase(process.argv[2])
  process.send('holding')
  process.on('message', () => {})`

let built: string
let folder: string
let url: string
let holder: ChildProcess | null = null
let hold: Hold | null = null

// A process of Node 20 runs JavaScript only, so what is shipped is what is tested.
beforeAll(() => {
  built = mkdtempSync(join(root, 'node_modules', '.hold-'))
  const config = {
    extends: join(root, 'tsconfig.json'),
    compilerOptions: { noEmit: false, rootDir: join(root, 'src'), outDir: built },
    files: [join(root, 'src/store/hold.ts')],
    include: [],
  }
  writeFileSync(join(built, 'package.json'), '{"type":"module"}')
  writeFileSync(join(built, 'tsconfig.json'), JSON.stringify(config))
  writeFileSync(join(built, 'holder.js'), HOLDER)
  execFileSync(join(root, 'node_modules/.bin/tsc'), ['-p', join(built, 'tsconfig.json')], {
    stdio: 'inherit',
  })
})
afterAll(() => rmSync(built, { recursive: true, force: true }))

beforeEach(() => {
  folder = mkdtempSync(join(built, 'place-'))
  url = `file:${join(folder, 'data', 'duologue.db')}`
})
afterEach(() => {
  holder?.kill('SIGKILL')
  hold?.release()
  holder = null
  hold = null
})

const heldByAnother = async (): Promise<ChildProcess> => {
  const child = fork(join(built, 'holder.js'), [url])
  holder = child
  await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(() => Promise.reject(new Error('The other process did not get the database.'))),
  ])
  return child
}

test('a database that another process serves is refused, with who has it and what to do', async () => {
  const { pid } = await heldByAnother()
  const refused = () => holdDatabase(url)
  expect(refused).toThrow(expect.objectContaining({ code: 'database-held' }))
  expect(refused).toThrow(new RegExp(`process ${pid}\\b`))
})

test('a process that was killed leaves the database to the next at once', async () => {
  const child = await heldByAnother()
  child.kill('SIGKILL')
  await once(child, 'exit')
  hold = holdDatabase(url)
})

test('whoever stops in order leaves it to the next, again and again', () => {
  holdDatabase(url).release()
  holdDatabase(url).release()
})

test('commands work beside the process that serves it', async () => {
  await heldByAnother()
  await migrate({ url })
  const store = await openStore({ url, key: TEST_KEY })
  expect(await store.read.programmes.all()).toEqual([])
  await store.close()
})

test('a place where no file can be made is told in a sentence', () => {
  writeFileSync(join(folder, 'data'), '')
  expect(() => holdDatabase(url)).toThrow(expect.objectContaining({ code: 'no-place' }))
})
