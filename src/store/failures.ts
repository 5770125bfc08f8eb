import { isDriverAdapterError } from '@prisma/driver-adapter-utils'
import { Conflict, DuologueError } from '../core/errors.ts'
import { Prisma } from './generated/client.ts'

const TAKEN = ['P2002', 'UniqueConstraintViolation']
const MISSING = ['P2025', 'P2003', 'ForeignKeyConstraintViolation']
const BUSY = ['P1008', 'SocketTimeout']

/** What was refused: Prisma's code, or the adapter's word where Prisma only passes on what became of a statement of ours. */
const refusalIn = (cause: Error): string => {
  const known = cause instanceof Prisma.PrismaClientKnownRequestError ? cause : null
  const passedOn = known ? known.meta?.['driverAdapterError'] : cause
  return passedOn instanceof Error && isDriverAdapterError(passedOn)
    ? passedOn.cause.kind
    : (known?.code ?? '')
}

/** Where it went wrong: a code, a table, the way there. Prisma's own messages may quote the values of a query. */
const withoutValues = (cause: Error): Error => {
  const known = cause instanceof Prisma.PrismaClientKnownRequestError ? cause : null
  const safe = new Error([known?.code ?? cause.name, known?.meta?.['modelName'] ?? ''].join(' ').trim())
  const frames = (cause.stack ?? '').split('\n').filter((line) => line.startsWith('    at '))
  safe.stack = [safe.message, ...frames].join('\n')
  return safe
}

/** Says in our words what the database refused: no name, address or word of the query goes on into a log. */
export const inOurWords = (cause: unknown): unknown => {
  const ofPrisma =
    cause instanceof Error && (cause.name.startsWith('PrismaClient') || isDriverAdapterError(cause))
  if (!ofPrisma) return cause
  const refusal = refusalIn(cause)
  if (TAKEN.includes(refusal)) return new Conflict('entry')
  if (MISSING.includes(refusal))
    return new DuologueError(
      'no-such-thing',
      'Something that was to be changed, or referred to, is not in the database.',
      'Look again at what there is. Nothing was changed.',
      withoutValues(cause),
    )
  if (BUSY.includes(refusal))
    return new DuologueError(
      'database-busy',
      'Another process kept the database for too long.',
      'Try again. Nothing was changed.',
      withoutValues(cause),
    )
  return new DuologueError(
    'database-failed',
    'The database could not do what was asked of it.',
    'Nothing was changed. See whether its disk is full and its file can be written to.',
    withoutValues(cause),
  )
}
