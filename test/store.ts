import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { copyFile, mkdtemp, readdir, readFile, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3'
import { migrate, type OpenStore, openStore, type SealingKeys } from '../src/store/index.ts'

/** A key for tests. */
export const TEST_KEY: SealingKeys = [new Uint8Array(32).fill(7)]

const MIGRATIONS = new URL('../prisma/migrations/sqlite/', import.meta.url)

/** Made once for these migrations, for all test files and runs: its name is their digest. */
const makeTemplate = async (): Promise<string> => {
  const digest = createHash('sha256')
  const names = (await readdir(MIGRATIONS, { recursive: true })).sort()
  for (const name of names.filter((one) => one.endsWith('.sql')))
    digest.update(name).update(await readFile(new URL(name, MIGRATIONS)))
  const path = join(tmpdir(), `duologue-template-${digest.digest('hex').slice(0, 16)}.db`)
  if (existsSync(path)) return path
  const folder = await mkdtemp(join(tmpdir(), 'duologue-'))
  const made = join(folder, 'template.db')
  await migrate({ url: `file:${made}` })
  await rename(made, path)
  await rm(folder, { recursive: true })
  return path
}

let template: Promise<string> | null = null

export interface TestStore {
  readonly store: OpenStore
  readonly url: string
  readonly path: string
  /** Closes the store and removes its folder. */
  cleanUp(): Promise<void>
}

/** A migrated store in a folder of its own. The schema is applied once, and copied after that. */
export const openTestStore = async (key: SealingKeys = TEST_KEY): Promise<TestStore> => {
  template ??= makeTemplate()
  const folder = await mkdtemp(join(tmpdir(), 'duologue-'))
  const path = join(folder, 'test.db')
  await copyFile(await template, path)
  const url = `file:${path}`
  const store = await openStore({ url, key, throwaway: true })
  return {
    store,
    url,
    path,
    cleanUp: async () => {
      await store.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** The file beside the store, as SQL sees it. */
export const rawFile = async (
  path: string,
): Promise<{ rows(sql: string): Promise<unknown[][]>; close(): Promise<void> }> => {
  const file = await new PrismaBetterSqlite3({ url: path }).connect()
  return {
    rows: async (sql) => (await file.queryRaw({ sql, args: [], argTypes: [] })).rows,
    close: () => file.dispose(),
  }
}
