import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3'
import { isDriverAdapterError, type SqlDriverAdapter } from '@prisma/driver-adapter-utils'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type SqliteConnection, sqliteConnection } from '../../src/store/sqlite.ts'

/** Whatever Prisma's own adapter answers, ours answers too: each query runs through both, in a file of its own. */
let folder = ''
let ours: SqliteConnection
let theirs: SqlDriverAdapter

const SCHEMA = `
  CREATE TABLE "Kind" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, "name" TEXT NOT NULL UNIQUE, "at" DATETIME,
    "is" BOOLEAN, "list" JSONB, "share" REAL);
  CREATE TABLE "Part" ("kind" INTEGER NOT NULL REFERENCES "Kind"("id"));
  PRAGMA foreign_keys = ON;`

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'duologue-'))
  ours = sqliteConnection(join(folder, 'ours.db'), { readonly: false, timeout: 20 })
  theirs = await new PrismaBetterSqlite3(
    { url: join(folder, 'theirs.db') },
    { timestampFormat: 'unixepoch-ms' },
  ).connect()
  for (const adapter of [ours.adapter, theirs]) await adapter.executeScript(SCHEMA)
})

afterAll(async () => {
  await ours.adapter.dispose()
  await theirs.dispose()
  await rm(folder, { recursive: true })
})

type Type = 'string' | 'int' | 'datetime' | 'boolean' | 'json' | 'float'

const query = (sql: string, ...args: readonly (readonly [Type, unknown])[]) => ({
  sql,
  args: args.map(([, arg]) => arg),
  argTypes: args.map(([scalarType]) => ({ scalarType, arity: 'scalar' as const })),
})

const INSERT = 'INSERT INTO "Kind" ("name", "at", "is", "list", "share") VALUES (?, ?, ?, ?, ?)'
const kind = (name: string | null, at: unknown, is: boolean | null, list: string | null, share: unknown) =>
  query(INSERT, ['string', name], ['datetime', at], ['boolean', is], ['json', list], ['float', share])

test.each([
  ['changes rows', kind('one', '2027-01-11T09:00:00.000Z', true, '["a"]', '0.25')],
  ['changes rows again', kind('two', new Date('1969-12-31T23:59:59.999Z'), false, null, 2)],
  ['writes what is absent', kind('three', null, null, null, null)],
  ['changes none', query('UPDATE "Kind" SET "name" = ? WHERE "id" = ?', ['string', 'x'], ['int', '99'])],
])('it %s as Prisma’s own adapter does', async (_, asked) => {
  expect(await ours.adapter.executeRaw(asked)).toBe(await theirs.executeRaw(asked))
})

test.each([
  ['every type of column', query('SELECT * FROM "Kind" ORDER BY "id"')],
  ['no row', query('SELECT * FROM "Kind" WHERE "id" = ?', ['int', 99])],
  ['instants', query('SELECT "name" FROM "Kind" WHERE "at" <= ?', ['datetime', '2027-01-11T09:00:00.000Z'])],
  ['some', query('SELECT "id" FROM "Kind" ORDER BY "id" LIMIT ? OFFSET ?', ['int', 1], ['int', 1])],
  ['others', query('SELECT "id" FROM "Kind" ORDER BY "id" LIMIT ? OFFSET ?', ['int', 2], ['int', 0])],
  ['all', query('SELECT "id" FROM "Kind" ORDER BY "id" LIMIT ? OFFSET ?', ['int', -1], ['int', 0])],
  ['what is computed', query('SELECT COUNT(*) AS "n", MAX("at"), MIN("name"), NULL FROM "Kind"')],
  ['what a change returns', query('UPDATE "Kind" SET "is" = 1 WHERE "id" = 1 RETURNING "id", "is", "at"')],
  ['nothing to read', query('DELETE FROM "Kind" WHERE "id" = ?', ['int', 99])],
])('it answers %s as Prisma’s own adapter does', async (_, asked) => {
  const answer = await theirs.queryRaw(asked)
  expect(await ours.adapter.queryRaw(asked)).toEqual(answer)
  expect(await ours.adapter.queryRaw(asked)).toEqual(answer)
})

test.each([
  ['a second of one name', kind('one', null, null, null, null)],
  ['no name', kind(null, null, null, null, null)],
  ['a part of nothing', query('INSERT INTO "Part" ("kind") VALUES (?)', ['int', 99])],
  ['what is no SQL', query('SELEC nonsense')],
])('it refuses %s as Prisma’s own adapter does', async (_, asked) => {
  const kindOf = async (adapter: SqlDriverAdapter): Promise<string> => {
    const error: unknown = await adapter.executeRaw(asked).catch((cause: unknown) => cause)
    return isDriverAdapterError(error) ? error.cause.kind : 'none'
  }
  expect(await kindOf(ours.adapter)).toBe(await kindOf(theirs))
})

test('a transaction holds the lock for writing from its beginning, and says busy to others', async () => {
  const other = sqliteConnection(join(folder, 'ours.db'), { readonly: false, timeout: 1 })
  const transaction = await ours.adapter.startTransaction()
  const busy: unknown = await other.adapter.startTransaction().catch((cause: unknown) => cause)
  expect(isDriverAdapterError(busy) && busy.cause.kind).toBe('SocketTimeout')
  await transaction.executeRaw(query('ROLLBACK'))
  await transaction.rollback()
  const theirTurn = await other.adapter.startTransaction()
  await theirTurn.executeRaw(query('COMMIT'))
  await other.adapter.dispose()
})

test('it tells when another connection has written, and of nothing that it wrote itself', async () => {
  const before = ours.othersWrote()
  await ours.adapter.executeRaw(kind('mine', null, null, null, null))
  expect(ours.othersWrote()).toBe(before)
  const other = sqliteConnection(join(folder, 'ours.db'), { readonly: false, timeout: 1_000 })
  await other.adapter.executeRaw(kind('theirs', null, null, null, null))
  await other.adapter.dispose()
  expect(ours.othersWrote()).not.toBe(before)
})

test('a long transaction lets whatever else waits go on between its statements', async () => {
  let turns = 0
  let going = true
  const others = () => {
    turns += 1
    if (going) setImmediate(others)
  }
  setImmediate(others)
  const transaction = await ours.adapter.startTransaction()
  for (let index = 0; index < 20_000; index += 1)
    await transaction.executeRaw(kind(`many ${index}`, null, null, null, null))
  await transaction.executeRaw(query('ROLLBACK'))
  await transaction.rollback()
  going = false
  expect(turns).toBeGreaterThan(1)
})
