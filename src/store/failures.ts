import { isDriverAdapterError } from '@prisma/driver-adapter-utils'
import { Conflict, DuologueError } from '../core/errors.ts'
import { Prisma } from './generated/client.ts'

const UNIQUE = 'P2002'
const MISSING = ['P2025', 'P2003']
const BUSY = 'P1008'

const known = (cause: unknown): string | null =>
  cause instanceof Prisma.PrismaClientKnownRequestError ? cause.code : null

/**
 * Says in our words what the database refused. Prisma's messages quote the values of a query; none of them may reach
 * a log, so only the code goes on.
 */
export const inOurWords = (cause: unknown): unknown => {
  const code = known(cause)
  if (code === UNIQUE) return new Conflict('entry')
  if (code !== null && MISSING.includes(code))
    return new DuologueError(
      'no-such-thing',
      'Something that was to be changed, or referred to, is not in the database.',
      'Look again at what there is. Nothing was changed.',
      new Error(code),
    )
  if (code === BUSY)
    return new DuologueError(
      'database-busy',
      'Another process kept the database for too long.',
      'Try again. Nothing was changed.',
      new Error(code),
    )
  if (isDriverAdapterError(cause) || (cause instanceof Error && cause.name.startsWith('PrismaClient')))
    return new DuologueError(
      'database-failed',
      'The database could not do what was asked of it.',
      'Nothing was changed. See whether its disk is full and its file can be written to.',
      new Error(code ?? cause.name),
    )
  return cause
}
