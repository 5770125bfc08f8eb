import { existsSync } from 'node:fs'
import { setImmediate } from 'node:timers/promises'
import { isDriverAdapterError, type SqlDriverAdapter } from '@prisma/driver-adapter-utils'
import { DuologueError } from '../core/errors.ts'
import { type Prisma, PrismaClient } from './generated/client.ts'
import { sqliteConnection } from './sqlite.ts'

/** A client, or the client of one transaction: each aggregate's part is built from either. */
export type Db = Prisma.TransactionClient

/** How long a statement waits, in milliseconds, while another process writes. */
const BUSY_MS = 10_000

/** While SQLite waits, nothing else in this process runs: it waits this long at a time, and lets others go on. */
const BUSY_STEP_MS = 20

/** Prisma gives a transaction up after this many milliseconds: long, for a slow machine must not undo what it did. */
const TRANSACTION_MS = 600_000

export const transactionLimits = { maxWait: TRANSACTION_MS, timeout: TRANSACTION_MS }

/** The path in a `file:` address. Throws `bad-database-url` for any other kind. */
export const pathOf = (url: string): string => {
  const path = url.startsWith('file:') ? url.slice('file:'.length) : ''
  if (path === '' || path.includes('?') || path.includes(':memory:'))
    throw new DuologueError(
      'bad-database-url',
      'This kind of database is not supported.',
      'Set DATABASE_URL to a SQLite file, such as file:./data/duologue.db.',
    )
  return path
}

export const exists = (url: string): boolean => existsSync(pathOf(url))

/** Whether another process kept a statement from running for too long. */
export const isBusy = (cause: unknown): boolean =>
  isDriverAdapterError(cause) && cause.cause.kind === 'SocketTimeout'

/** Repeats what another process's writing kept from beginning. */
const patiently = async <T>(work: () => Promise<T>): Promise<T> => {
  for (let waited = 0; ; waited += BUSY_STEP_MS) {
    try {
      return await work()
    } catch (cause) {
      if (!isBusy(cause) || waited >= BUSY_MS) throw cause
    }
    await setImmediate()
  }
}

/**
 * WAL lets readers see the last committed state while somebody writes. Deleted private rows are overwritten, not only
 * forgotten. FULL keeps what was committed through a power cut, for a platform has been told that we heard it; OFF
 * leaves the disk to the system.
 */
const settings = (throwaway: boolean): string => `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = ${throwaway ? 'OFF' : 'FULL'};
  PRAGMA foreign_keys = ON;
  PRAGMA secure_delete = FAST;`

const onlyReads = (sql: string): boolean => /^\s*SELECT\b/.test(sql)

/** A client on a file, and what it cannot tell itself. */
export interface Opened {
  readonly client: PrismaClient
  /** A number that changes when another process has written. */
  othersWrote(): number
}

/**
 * Opens two connections: one that writes, and holds all transactions, and beside it one that reads without waiting,
 * and sees nothing of a transaction that has not been committed. One client uses both, for a client is large.
 */
export const openClient = async (url: string, throwaway: boolean): Promise<Opened> => {
  const path = pathOf(url)
  const { adapter: writing, othersWrote } = sqliteConnection(path, { readonly: false, timeout: BUSY_STEP_MS })
  await patiently(() => writing.executeScript(settings(throwaway)))
  const { adapter: reading } = sqliteConnection(path, { readonly: true, timeout: BUSY_MS })
  const { provider, adapterName } = writing
  const adapter: SqlDriverAdapter = {
    provider,
    adapterName,
    queryRaw: (of) => (onlyReads(of.sql) ? reading.queryRaw(of) : patiently(() => writing.queryRaw(of))),
    executeRaw: (of) => patiently(() => writing.executeRaw(of)),
    executeScript: (of) => writing.executeScript(of),
    startTransaction: () => patiently(() => writing.startTransaction()),
    dispose: async () => {
      await reading.dispose()
      await writing.dispose()
    },
  }
  const client = new PrismaClient({
    errorFormat: 'minimal',
    adapter: { provider, adapterName, connect: async () => adapter },
  })
  return { client, othersWrote }
}
