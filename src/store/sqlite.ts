import {
  type ArgType,
  type ColumnType,
  ColumnTypeEnum,
  DriverAdapterError,
  type MappedError,
  type SqlDriverAdapter,
  type SqlQuery,
  type SqlResultSet,
  type Transaction,
} from '@prisma/driver-adapter-utils'
import Database from 'better-sqlite3'
import { othersTurn } from './turns.ts'

/** More statements than this are not kept: lists of other lengths make others of one query. */
const MOST_KEPT = 1_000

/** By how a column is declared. What a query computes is declared nothing, and judged by its values. */
const DECLARED: Readonly<Record<string, ColumnType>> = {
  TEXT: ColumnTypeEnum.Text,
  INTEGER: ColumnTypeEnum.Int32,
  BIGINT: ColumnTypeEnum.Int64,
  REAL: ColumnTypeEnum.Double,
  DATETIME: ColumnTypeEnum.DateTime,
  BOOLEAN: ColumnTypeEnum.Boolean,
  JSONB: ColumnTypeEnum.Json,
  BLOB: ColumnTypeEnum.Bytes,
}

/** SQLite's number of an error of no particular kind. */
const OTHER = 1

interface Statement {
  readonly rows: (args: readonly unknown[]) => unknown[][]
  /** How many rows changed. */
  readonly run: (args: readonly unknown[]) => number
  readonly columnNames: string[]
  readonly declared: readonly (ColumnType | null)[]
}

/** A connection to a SQLite file, as Prisma uses it, and what only SQLite can tell. */
export interface SqliteConnection {
  readonly adapter: SqlDriverAdapter
  /** A number that changes, for this connection, when another one has written. */
  othersWrote(): number
}

/**
 * Prisma's own adapter prepares every statement anew, which takes longer than running it. This one keeps them, and its
 * transactions take the lock for writing as they begin: one that reads first and writes later fails when another
 * process wrote in between. Instants are integers of milliseconds: short, and in order.
 */
export const sqliteConnection = (
  path: string,
  { readonly, timeout }: { readonly: boolean; timeout: number },
): SqliteConnection => {
  const database = told(() => new Database(path, { readonly, timeout }))
  const kept = new Map<string, Statement>()

  const prepared = (sql: string): Statement => {
    const known = kept.get(sql)
    if (known) return known
    if (kept.size >= MOST_KEPT) kept.clear()
    const statement = prepare(database, sql)
    kept.set(sql, statement)
    return statement
  }

  const queryable = {
    provider: 'sqlite' as const,
    adapterName: 'duologue-sqlite',
    queryRaw: async (query: SqlQuery) => {
      await othersTurn()
      return told(() => resultOf(prepared(query.sql), argsOf(query)))
    },
    executeRaw: async (query: SqlQuery) => {
      await othersTurn()
      return told(() => prepared(query.sql).run(argsOf(query)))
    },
  }

  /** Prisma itself sends COMMIT and ROLLBACK. */
  const transaction: Transaction = {
    ...queryable,
    options: { usePhantomQuery: false },
    commit: async () => {},
    rollback: async () => {},
  }

  return {
    adapter: {
      ...queryable,
      executeScript: async (script) => {
        told(() => database.exec(script))
      },
      startTransaction: async () => {
        told(() => prepared('BEGIN IMMEDIATE').run([]))
        return transaction
      },
      dispose: async () => {
        database.close()
      },
    },
    othersWrote: () => Number(told(() => prepared('PRAGMA data_version').rows([])).flat()[0]),
  }
}

const prepare = (database: Database.Database, sql: string): Statement => {
  const statement = database.prepare<unknown[], unknown[]>(withoutLimitsInThePlan(sql))
  const run = (args: readonly unknown[]): number => statement.run(...args).changes
  if (!statement.reader) {
    const rows = (args: readonly unknown[]): unknown[][] => {
      run(args)
      return []
    }
    return { run, rows, columnNames: [], declared: [] }
  }
  const columns = statement.raw().columns()
  return {
    run,
    rows: (args) => statement.all(...args),
    columnNames: columns.map(({ name }) => name),
    declared: columns.map(({ type }) => DECLARED[type?.toUpperCase() ?? ''] ?? null),
  }
}

/**
 * SQLite looks at the bound value of a bare `LIMIT ?` while it plans, and so plans anew for every value. Prisma ends
 * each query with one.
 */
const withoutLimitsInThePlan = (sql: string): string => sql.replaceAll(/\b(LIMIT|OFFSET) \?/g, '$1 (? + 0)')

const argsOf = ({ args, argTypes }: SqlQuery): unknown[] => args.map((arg, at) => argOf(arg, argTypes[at]))

const argOf = (arg: unknown, type: ArgType | undefined): unknown => {
  if (typeof arg === 'boolean') return arg ? 1 : 0
  if (arg instanceof Date) return arg.getTime()
  if (typeof arg !== 'string') return arg
  switch (type?.scalarType) {
    case 'datetime':
      return new Date(arg).getTime()
    case 'int':
    case 'float':
    case 'decimal':
      return Number(arg)
    case 'bigint':
      return BigInt(arg)
    case 'bytes':
      return Buffer.from(arg, 'base64')
    default:
      return arg
  }
}

const resultOf = ({ columnNames, declared, rows }: Statement, args: readonly unknown[]): SqlResultSet => {
  const found = rows(args)
  const columnTypes = declared.map((type, at) => type ?? typeOf(found.find((row) => row[at] !== null)?.[at]))
  for (const row of found)
    for (const [at, type] of columnTypes.entries())
      if (type === ColumnTypeEnum.DateTime) row[at] = writtenOut(row[at])
  return { columnNames: [...columnNames], columnTypes, rows: found }
}

const writtenOut = (instant: unknown): unknown =>
  typeof instant === 'number' ? new Date(instant).toISOString() : instant

const typeOf = (value: unknown): ColumnType => {
  switch (typeof value) {
    case 'number':
      return Number.isInteger(value) ? ColumnTypeEnum.Int64 : ColumnTypeEnum.Double
    case 'string':
      return ColumnTypeEnum.Text
    case 'object':
      return ColumnTypeEnum.Bytes
    default:
      return ColumnTypeEnum.Int32
  }
}

/** SQLite's refusals, as Prisma understands them. */
const told = <T>(work: () => T): T => {
  try {
    return work()
  } catch (error) {
    if (!(error instanceof Database.SqliteError)) throw error
    throw new DriverAdapterError({
      ...reasonOf(error),
      originalCode: error.code,
      originalMessage: error.message,
    })
  }
}

const reasonOf = ({ code, message }: { code: string; message: string }): MappedError => {
  if (code.startsWith('SQLITE_BUSY')) return { kind: 'SocketTimeout' }
  switch (code) {
    case 'SQLITE_CONSTRAINT_UNIQUE':
    case 'SQLITE_CONSTRAINT_PRIMARYKEY':
      return { kind: 'UniqueConstraintViolation' }
    case 'SQLITE_CONSTRAINT_NOTNULL':
      return { kind: 'NullConstraintViolation' }
    case 'SQLITE_CONSTRAINT_FOREIGNKEY':
    case 'SQLITE_CONSTRAINT_TRIGGER':
      return { kind: 'ForeignKeyConstraintViolation' }
    default:
      return { kind: 'sqlite', extendedCode: OTHER, message }
  }
}
