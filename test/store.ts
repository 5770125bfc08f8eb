import { rmSync } from 'node:fs'
import { copyFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3'
import { migrate, type OpenStore, openStore, type SealingKeys } from '../src/store/index.ts'

/** A key for tests. */
export const TEST_KEY: SealingKeys = [new Uint8Array(32).fill(7)]

let template: Promise<string> | null = null

const makeTemplate = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'duologue-template-'))
  const path = join(folder, 'template.db')
  await migrate({ url: `file:${path}` })
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  return path
}

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
