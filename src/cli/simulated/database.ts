import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { DuologueError } from '../../core/errors.ts'

const pathOf = (databaseUrl: string): string => databaseUrl.replace(/^file:/, '')

/** Stands beside a database of simulated people. Only what has it is ever made anew. */
const markOf = (databaseUrl: string): string => `${pathOf(databaseUrl)}.simulated`

/** Clears the place of the sample database. A database that was not made for simulated people is left alone, and told. */
export const clearSimulated = (databaseUrl: string): void => {
  const path = pathOf(databaseUrl)
  const mark = markOf(databaseUrl)
  if (existsSync(path) && !existsSync(mark))
    throw new DuologueError(
      'not-simulated',
      'No credentials are set, so Duologue would begin a sample database; but the database that is there holds something else. Nothing was touched.',
      'To serve it, give the credentials of Slack or Teams. To try Duologue, give another DATABASE_URL, or leave that out.',
    )
  try {
    for (const suffix of ['', '-wal', '-shm']) rmSync(`${path}${suffix}`, { force: true })
    mkdirSync(dirname(path), { recursive: true })
    markSimulated(databaseUrl)
  } catch (cause) {
    throw new DuologueError(
      'no-place',
      'The sample database cannot be made in the place that DATABASE_URL names.',
      'Give a file in a folder that can be written to, or leave DATABASE_URL out.',
      cause,
    )
  }
}

/** From now on the database at this place is one that may be made anew. */
export const markSimulated = (databaseUrl: string): void =>
  writeFileSync(
    markOf(databaseUrl),
    'The database beside this file holds simulated people. Duologue makes it anew at each start.\n',
  )

/** Whether the database at this place may be made anew. */
export const isSimulated = (databaseUrl: string): boolean => existsSync(markOf(databaseUrl))

/** Real workspaces are not served from a database of simulated people. */
export const refuseSimulated = (databaseUrl: string): void => {
  if (existsSync(pathOf(databaseUrl)) && isSimulated(databaseUrl))
    throw new DuologueError(
      'simulated-database',
      'The database that DATABASE_URL names holds simulated people.',
      'Give another DATABASE_URL, or leave that out.',
    )
}
