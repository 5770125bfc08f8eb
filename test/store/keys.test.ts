import { readFile } from 'node:fs/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openStore, type SealingKeys } from '../../src/store/index.ts'
import { aWorkspace } from '../facts.ts'
import { openTestStore, rawFile, TEST_KEY, type TestStore } from '../store.ts'

const [OLD] = TEST_KEY
const NEW = new Uint8Array(32).fill(8)

let opened: TestStore
beforeEach(async () => {
  opened = await openTestStore()
  await opened.store.transact(({ write }) => write.accounts.addWorkspace(aWorkspace()))
})
afterEach(() => opened.cleanUp())

const token = async (...key: SealingKeys) => {
  const store = await openStore({ url: opened.url, key, throwaway: true })
  try {
    return await store.token(aWorkspace().id)
  } finally {
    await store.close()
  }
}

const REFUSED = { code: 'wrong-key', remedy: expect.stringContaining('ENCRYPTION_KEY=NEW,OLD') }

describe('a database in which something is sealed', () => {
  beforeEach(() => opened.store.saveToken(aWorkspace().id, 'xoxb-1'))

  test('is not opened with another key, again and again', async () => {
    await expect(token(NEW)).rejects.toMatchObject(REFUSED)
    await expect(token(NEW)).rejects.toMatchObject(REFUSED)
    expect(await token(OLD)).toBe('xoxb-1')
  })

  test('is opened with a new key before the old one, and from then on needs both', async () => {
    expect(await token(NEW, OLD)).toBe('xoxb-1')
    const store = await openStore({ url: opened.url, key: [NEW, OLD], throwaway: true })
    await store.saveToken(aWorkspace().id, 'xoxb-2')
    await store.transact(({ write }) =>
      write.accounts.addWorkspace(aWorkspace({ id: 'w2', name: 'b', externalId: 'T2' })),
    )
    await store.close()
    await opened.store.saveToken('w2', 'xoxb-3')
    await expect(token(NEW)).rejects.toMatchObject(REFUSED)
    await expect(token(OLD)).rejects.toMatchObject(REFUSED)
    expect(await token(NEW, OLD)).toBe('xoxb-2')
  })

  test('is looked at just so when it comes from before keys were noted', async () => {
    const file = await rawFile(opened.path)
    await file.rows('DELETE FROM "SealingKey" RETURNING 1')
    await file.close()
    await expect(token(NEW)).rejects.toMatchObject(REFUSED)
    expect(await token(OLD)).toBe('xoxb-1')
  })
})

test('a database in which nothing is sealed is opened with any key', async () => {
  expect(await token(NEW)).toBeNull()
  expect(await token(OLD)).toBeNull()
})

test('every column that the schema calls sealed is looked through', async () => {
  const schema = await readFile(new URL('../../prisma/schema.prisma', import.meta.url), 'utf8')
  const sealed = [...schema.matchAll(/^model (\w+) \{\n([^}]*)\n\}/gm)].flatMap(
    ([, table = '', fields = '']) =>
      [...fields.matchAll(/\/\/\/ Sealed\..*\n\s*(\w+)/g)].map(([, column = '']) => ({ table, column })),
  )
  expect(sealed.length).toBeGreaterThan(5)
  const source = await readFile(new URL('../../src/store/keys.ts', import.meta.url), 'utf8')
  for (const { table, column } of sealed) expect(source).toContain(`${table}: '${column}'`)
})
