import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { isMigrated, migrate, openStore } from '../../src/store/index.ts'
import { TEST_KEY } from '../store.ts'

let folder: string
let url: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'duologue-migrate-'))
  url = `file:${join(folder, 'data', 'deep', 'duologue.db')}`
})

afterEach(() => rm(folder, { recursive: true, force: true }))

test('a fresh file is made with its folder, and brought up to date once', async () => {
  expect(await isMigrated({ url })).toBe(false)
  const { applied } = await migrate({ url })
  expect(applied).toContain('20261122060000_init')
  expect(await isMigrated({ url })).toBe(true)
  expect(await migrate({ url })).toEqual({ applied: [] })
})

test('a store that is not migrated is not opened', async () => {
  await expect(openStore({ url, key: TEST_KEY })).rejects.toMatchObject({ code: 'not-migrated' })
})
