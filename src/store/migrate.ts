import { mkdir, open, readdir, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { SqlDriverAdapter } from '@prisma/driver-adapter-utils'
import { DuologueError } from '../core/errors.ts'
import { exists, isBusy, pathOf } from './client.ts'
import { sqliteConnection } from './sqlite.ts'

/** What this version ships. The same from src/store and from dist/store. */
const SHIPPED = fileURLToPath(new URL('../../prisma/migrations/sqlite/', import.meta.url))

const LOCKFILE = 'migration_lock.toml'

/** A migration waits this many milliseconds for whoever has the file open, and then says so. */
const PATIENCE_MS = 2_000

const query = (sql: string) => ({ sql, args: [], argTypes: [] })

interface Where {
  readonly url: string
  /** The folder of migrations; this version's own when none is given. */
  readonly folder?: string
}

const namesIn = async (folder: string): Promise<readonly string[]> => {
  const entries = await readdir(folder, { withFileTypes: true })
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
}

const busy = (cause: unknown) =>
  new DuologueError(
    'database-busy',
    'The database has to be looked at or brought up to date, and another process has it open.',
    'Stop the other process (a running Duologue, or a tool that shows the file) and try again. Nothing was changed.',
    cause,
  )

const failed = (cause: unknown) =>
  new DuologueError(
    'database-failed',
    'The database file cannot be used: it is not one of Duologue, is damaged, or cannot be read and written.',
    'See that DATABASE_URL names the right file and that this account may write to it and its folder, or put a backup back.',
    cause,
  )

/** Runs `work` on the file, and closes it. */
const withFile = async <T>(url: string, work: (file: SqlDriverAdapter) => Promise<T>): Promise<T> => {
  try {
    const file = sqliteConnection(pathOf(url), { readonly: false, timeout: PATIENCE_MS }).adapter
    try {
      return await work(file)
    } finally {
      await file.dispose()
    }
  } catch (cause) {
    throw isBusy(cause) ? busy(cause) : failed(cause)
  }
}

interface History {
  readonly applied: readonly string[]
  /** Begun, and neither finished nor rolled back. */
  readonly broken: readonly string[]
}

/** What `_prisma_migrations` says; nothing where the file or the table is missing. */
const history = async (url: string): Promise<History> => {
  if (!exists(url)) return { applied: [], broken: [] }
  return withFile(url, async (file) => {
    const tables = await file.queryRaw(
      query("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = '_prisma_migrations'"),
    )
    if (tables.rows.length === 0) return { applied: [], broken: [] }
    const { rows } = await file.queryRaw(
      query(
        'SELECT migration_name, finished_at IS NOT NULL, rolled_back_at IS NOT NULL FROM _prisma_migrations',
      ),
    )
    const entries = rows.map(([name, finished, rolledBack]) => ({
      name: String(name),
      finished: Number(finished) === 1,
      rolledBack: Number(rolledBack) === 1,
    }))
    return {
      applied: entries.filter((one) => one.finished && !one.rolledBack).map((one) => one.name),
      broken: entries.filter((one) => !one.finished && !one.rolledBack).map((one) => one.name),
    }
  })
}

const pending = async ({ url, folder = SHIPPED }: Where): Promise<readonly string[]> => {
  const { applied, broken } = await history(url)
  const names = await namesIn(folder)
  if (broken.length > 0)
    throw new DuologueError(
      'migration-broken',
      'An earlier attempt to bring the database up to date stopped half way.',
      'Put the backup of the database file back, then try again.',
    )
  if (applied.some((name) => !names.includes(name)))
    throw new DuologueError(
      'database-newer',
      'The database was brought up to date by a newer version of Duologue than this one.',
      'Run that version, or put back a backup from before.',
    )
  return names.filter((name) => !applied.includes(name))
}

/**
 * The schema engine wants the file for itself, and dies when it is not. SQLite leaves WAL only for whoever is alone
 * with the file; the store goes back to WAL when it opens it.
 */
const claimAlone = (url: string): Promise<void> =>
  withFile(url, async (file) => {
    await file.queryRaw(query('PRAGMA journal_mode = DELETE'))
    await file.executeScript('BEGIN EXCLUSIVE; COMMIT;')
  })

const migrationList = async (folder: string) => ({
  baseDir: folder,
  lockfile: { path: LOCKFILE, content: await readFile(join(folder, LOCKFILE), 'utf8') },
  shadowDbInitScript: '',
  migrationDirectories: await Promise.all(
    (await namesIn(folder)).map(async (path) => ({
      path,
      migrationFile: {
        path: 'migration.sql',
        content: { tag: 'ok' as const, value: await readFile(join(folder, path, 'migration.sql'), 'utf8') },
      },
    })),
  ),
})

/** Whether nothing is pending. Throws `migration-broken`, `database-newer`, `database-busy` or `database-failed`. */
export const isMigrated = async (where: Where): Promise<boolean> => (await pending(where)).length === 0

/** Names and e-mail addresses stand in it as they are: a new file is for its owner's eyes. SQLite's own files beside it follow. */
const makeForOwnerAlone = async (path: string): Promise<void> => {
  const file = await open(path, 'a', 0o600)
  await file.close()
}

/**
 * Brings the file up to date, and makes it and its folder where there is none. Resolves to the names of the migrations
 * that were applied. Throws what `isMigrated` throws, and `database-busy` when another process has the file open.
 */
export const migrate = async ({ url, folder = SHIPPED }: Where): Promise<{ applied: string[] }> => {
  await mkdir(dirname(pathOf(url)), { recursive: true }).catch((cause: unknown) => {
    throw failed(cause)
  })
  if ((await pending({ url, folder })).length === 0) return { applied: [] }
  await makeForOwnerAlone(pathOf(url))
  await claimAlone(url)
  const filters = { externalTables: [], externalEnums: [] }
  const migrationsList = await migrationList(folder)
  // Five megabytes that no start needs but one with something to do.
  const { prismaAdapter, withSchemaEngine } = await import('./schema-engine.ts')
  try {
    const { appliedMigrationNames } = await withSchemaEngine(
      prismaAdapter(pathOf(url), PATIENCE_MS),
      null,
      (engine) => engine.applyMigrations({ migrationsList, filters }),
    )
    return { applied: appliedMigrationNames }
  } catch (cause) {
    throw failed(cause)
  }
}
