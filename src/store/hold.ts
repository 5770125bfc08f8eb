import { mkdirSync, readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import Database from 'better-sqlite3'
import { DuologueError } from '../core/errors.ts'
import { pathOf } from './client.ts'

/** A database that one process serves. */
export interface Hold {
  /** Lets another process serve it. */
  release(): void
}

/** Where SQLite's format keeps `user_version`, which is ours to use: the process that holds the file. */
const PROCESS_AT = 60

/**
 * Takes the database for this process, which is to serve it. What only reads or changes it for a moment does without.
 * Throws `database-held` while another process has it, and `no-place` where no file can be made.
 *
 * The system itself lets go of a lock when a process ends, however it ends: nothing is left behind to clear away.
 */
export const holdDatabase = (url: string): Hold => {
  const path = `${pathOf(url)}-lock`
  const file = opened(path)
  try {
    file.exec(`BEGIN IMMEDIATE; PRAGMA user_version = ${process.pid}; COMMIT; BEGIN EXCLUSIVE;`)
    return { release: () => void file.close() }
  } catch (cause) {
    file.close()
    throw isTaken(cause) ? held(path, cause) : noPlace(cause)
  }
}

const opened = (path: string): Database.Database => {
  try {
    mkdirSync(dirname(path), { recursive: true })
    return new Database(path, { timeout: 0 })
  } catch (cause) {
    throw noPlace(cause)
  }
}

const isTaken = (cause: unknown): boolean =>
  cause instanceof Database.SqliteError && cause.code.startsWith('SQLITE_BUSY')

const held = (path: string, cause: unknown) =>
  new DuologueError(
    'database-held',
    `Another Duologue${holderOf(path)} serves this database already. Nothing was touched.`,
    'Stop that one first, or give this one another DATABASE_URL. Other commands may run beside it.',
    cause,
  )

const noPlace = (cause: unknown) =>
  new DuologueError(
    'no-place',
    'No database can be kept in the place that DATABASE_URL names.',
    'Give a file in a folder that this account can write to.',
    cause,
  )

/** Names the process, where it can be told. SQLite keeps everybody else from asking while the file is held. */
const holderOf = (path: string): string => {
  const header = readFileSync(path)
  return header.length > PROCESS_AT + 4 ? ` (process ${header.readInt32BE(PROCESS_AT)})` : ''
}
