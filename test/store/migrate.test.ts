import { type ChildProcess, fork } from 'node:child_process'
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { isMigrated, migrate, openStore } from '../../src/store/index.ts'
import { withSchemaEngine } from '../../src/store/schema-engine.ts'
import { aProgramme } from '../facts.ts'
import { openTestStore, rawFile, TEST_KEY } from '../store.ts'

const INIT = '20261122060000_init'

let folder: string
let path: string
let url: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'duologue-migrate-'))
  path = join(folder, 'data', 'deep', 'duologue.db')
  url = `file:${path}`
})

afterEach(() => rm(folder, { recursive: true, force: true }))

const run = async (script: string): Promise<void> => {
  const file = await new PrismaBetterSqlite3({ url }).connect()
  await file.executeScript(script)
  await file.dispose()
}

test('a fresh file is made with its folder, and brought up to date once', async () => {
  expect(await isMigrated({ url })).toBe(false)
  expect((await migrate({ url })).applied[0]).toBe(INIT)
  expect(await isMigrated({ url })).toBe(true)
  expect(await migrate({ url })).toEqual({ applied: [] })
})

test('asking whether a file is up to date makes no file', async () => {
  expect(await isMigrated({ url })).toBe(false)
  await expect(readFile(path)).rejects.toMatchObject({ code: 'ENOENT' })
})

test('the record of migrations is the ordinary one, with the checksum that Prisma looks for', async () => {
  await migrate({ url })
  const file = await new PrismaBetterSqlite3({ url }).connect()
  const { rows } = await file.queryRaw({
    sql: 'SELECT migration_name, length(checksum), finished_at IS NOT NULL FROM _prisma_migrations',
    args: [],
    argTypes: [],
  })
  await file.dispose()
  expect(rows[0]).toEqual([INIT, 64, 1])
})

test('a store that is not migrated is not opened', async () => {
  await expect(openStore({ url, key: TEST_KEY })).rejects.toMatchObject({ code: 'not-migrated' })
})

test.each(['postgresql://db/duologue', 'mysql://x', ':memory:', 'file::memory:', 'file:', '', 'data.db'])(
  'an address of another kind is refused: %j',
  async (other) => {
    await expect(migrate({ url: other })).rejects.toMatchObject({ code: 'bad-database-url' })
    await expect(openStore({ url: other, key: TEST_KEY })).rejects.toMatchObject({ code: 'bad-database-url' })
  },
)

test('a file of another version, or one left half migrated, is not touched', async () => {
  await migrate({ url })
  await run(`INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at, started_at, applied_steps_count)
    VALUES ('x', 'x', '29990101000000_later', 1, 1, 1)`)
  await expect(migrate({ url })).rejects.toMatchObject({ code: 'database-newer' })
  await expect(isMigrated({ url })).rejects.toMatchObject({ code: 'database-newer' })
  await run("UPDATE _prisma_migrations SET finished_at = NULL WHERE id = 'x'")
  await expect(migrate({ url })).rejects.toMatchObject({ code: 'migration-broken' })
})

test('a file that is no database, and one that was made otherwise, are refused and kept', async () => {
  await migrate({ url })
  await rm(path)
  await writeFile(path, 'name,email\n'.repeat(500))
  await expect(migrate({ url })).rejects.toMatchObject({ code: 'database-failed' })
  expect(await readFile(path, 'utf8')).toBe('name,email\n'.repeat(500))
  await rm(path)
  await run('CREATE TABLE "Programme" ("id" TEXT)')
  await expect(migrate({ url })).rejects.toMatchObject({ code: 'database-failed' })
})

describe('an older database', () => {
  const SHIPPED = new URL('../../prisma/migrations/sqlite/', import.meta.url)
  const newer = async (sql: string): Promise<string> => {
    const to = join(folder, 'migrations')
    await cp(SHIPPED, to, { recursive: true })
    await mkdir(join(to, '29990101000000_more'))
    await writeFile(join(to, '29990101000000_more', 'migration.sql'), sql)
    return to
  }

  beforeEach(async () => {
    await migrate({ url })
    const store = await openStore({ url, key: TEST_KEY })
    await store.transact(({ write }) => write.programmes.create(aProgramme()))
    await store.close()
  })

  test('gets what is missing and keeps what it holds', async () => {
    const migrations = await newer('ALTER TABLE "Programme" ADD COLUMN "motto" TEXT;')
    expect(await isMigrated({ url, folder: migrations })).toBe(false)
    expect(await migrate({ url, folder: migrations })).toEqual({ applied: ['29990101000000_more'] })
    const file = await rawFile(path)
    expect(await file.rows('SELECT "id", "motto" FROM "Programme"')).toEqual([['g1', null]])
    await file.close()
  })

  test('whose migration fails says so, then and the next time, and keeps what it holds', async () => {
    const migrations = await newer('ALTER TABLE "Nothing" ADD COLUMN "motto" TEXT;')
    await expect(migrate({ url, folder: migrations })).rejects.toMatchObject({ code: 'database-failed' })
    await expect(migrate({ url, folder: migrations })).rejects.toMatchObject({ code: 'migration-broken' })
    const file = await rawFile(path)
    expect(await file.rows('SELECT "id" FROM "Programme"')).toEqual([['g1']])
    await file.close()
  })
})

describe('while another process has the file open', () => {
  const HOLDER = `
    import Database from ${JSON.stringify(import.meta.resolve('better-sqlite3'))}
    const [path, script] = process.argv.slice(2)
    const db = new Database(path)
    db.exec(script)
    process.send('holding')
    process.on('message', () => { db.close(); process.exit(0) })`

  let holder: ChildProcess | null = null
  const hold = async (script: string) => {
    const file = join(folder, 'holder.mjs')
    await writeFile(file, HOLDER)
    const child = fork(file, [path, script])
    holder = child
    await new Promise((resolve, reject) => {
      child.once('message', resolve)
      child.once('exit', reject)
    })
  }
  const letGo = async () => {
    const child = holder
    holder = null
    if (!child) return
    await new Promise((resolve) => {
      child.once('exit', resolve)
      child.send('close')
    })
  }
  afterEach(letGo)

  test.each([
    ['reads in WAL', 'PRAGMA journal_mode = WAL; CREATE TABLE mine (id TEXT); SELECT * FROM mine'],
    ['is writing', 'PRAGMA journal_mode = WAL; CREATE TABLE mine (id TEXT); BEGIN IMMEDIATE'],
    ['is writing without WAL', 'CREATE TABLE mine (id TEXT); BEGIN EXCLUSIVE'],
  ])('and %s, a pending migration says so, and works once it is closed', async (_, script) => {
    await migrate({ url })
    await rm(path)
    await hold(script)
    await expect(migrate({ url })).rejects.toMatchObject({ code: 'database-busy' })
    await letGo()
    // A file with tables of somebody else is none of ours: start afresh.
    await rm(path)
    expect((await migrate({ url })).applied).toContain(INIT)
  })

  test('nothing pending is no trouble', async () => {
    await migrate({ url })
    await hold('PRAGMA journal_mode = WAL; BEGIN IMMEDIATE')
    expect(await migrate({ url })).toEqual({ applied: [] })
  })

  test('a store that is open here does not keep a second one from opening', async () => {
    await migrate({ url })
    const one = await openStore({ url, key: TEST_KEY })
    const other = await openStore({ url, key: TEST_KEY })
    await Promise.all(
      [one, other].flatMap((store, index) =>
        Array.from({ length: 10 }, (_unused, turn) =>
          store.transact(async ({ read, write }) => {
            await read.programmes.all()
            await write.programmes.create(aProgramme({ id: `g${index}-${turn}` }))
          }),
        ),
      ),
    )
    expect(await one.read.programmes.all()).toHaveLength(20)
    await one.close()
    await other.close()
  })
})

test('a folder that cannot be made is said', async () => {
  await writeFile(join(folder, 'data'), '')
  await expect(migrate({ url })).rejects.toMatchObject({ code: 'database-failed' })
})

test('a crash of the process leaves a file that opens, and that needs no migration', async () => {
  const { store, path: copied, cleanUp } = await openTestStore()
  await store.transact(({ write }) => write.programmes.create(aProgramme()))
  const bytes = await readFile(copied)
  const wal = await readFile(`${copied}-wal`)
  await cleanUp()
  await migrate({ url })
  await rm(path)
  await writeFile(path, bytes)
  await writeFile(`${path}-wal`, wal)
  expect(await migrate({ url })).toEqual({ applied: [] })
  const again = await openStore({ url, key: TEST_KEY })
  expect(await again.read.programmes.all()).toHaveLength(1)
  await again.close()
})

test('the migrations make exactly what the schema describes', async () => {
  await migrate({ url })
  const schema = await readFile(new URL('../../prisma/schema.prisma', import.meta.url), 'utf8')
  const missing = await withSchemaEngine(new PrismaBetterSqlite3({ url }), schema, (engine) =>
    engine.diff({
      from: {
        tag: 'schemaDatasource',
        files: [{ path: 'schema.prisma', content: schema }],
        configDir: folder,
      },
      to: { tag: 'schemaDatamodel', files: [{ path: 'schema.prisma', content: schema }] },
      script: true,
      exitCode: null,
      filters: { externalTables: ['_prisma_migrations'], externalEnums: [] },
    }),
  )
  // What this shows belongs into prisma/migrations/sqlite/<timestamp>_<what it does>/migration.sql.
  expect(missing.stdout?.trim()).toBe('-- This is an empty migration.')
})
