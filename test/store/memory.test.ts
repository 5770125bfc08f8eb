import { afterEach, expect, test } from 'vitest'
import { openStore } from '../../src/store/index.ts'
import { aProgramme } from '../facts.ts'
import { openTestStore, TEST_KEY, type TestStore } from '../store.ts'

let opened: TestStore | null = null
afterEach(async () => {
  await opened?.cleanUp()
  opened = null
})

const open = async (): Promise<TestStore> => {
  opened = await openTestStore()
  return opened
}

test('a transaction sees what another process has written, whatever was asked before', async () => {
  const { store, url } = await open()
  expect(await store.transact(({ read }) => read.programmes.all())).toEqual([])
  const other = await openStore({ url, key: TEST_KEY, throwaway: true })
  await other.transact(({ write }) => write.programmes.create(aProgramme()))
  await other.close()
  expect(await store.transact(({ read }) => read.programmes.all())).toHaveLength(1)
  expect(await store.read.programmes.all()).toHaveLength(1)
})

test('who asks while a workspace is being removed does not keep it as it was', async () => {
  const { store } = await open()
  const account = async () => (await store.read.accounts.byId('a1'))?.workspace.removedAt?.toString() ?? null
  await store.transact(async ({ write }) => {
    await write.accounts.addWorkspace({
      id: 'w1',
      platform: 'slack',
      name: 'One',
      externalId: 'T1',
      groups: true,
    })
    await write.accounts.meet({
      id: 'a1',
      workspaceId: 'w1',
      externalId: 'U1',
      conversation: null,
      profile: null,
    })
  })
  await store.transact(async ({ write }) => {
    await write.accounts.workspaceRemoved('w1', aProgramme().startsOn.toZonedDateTime('UTC').toInstant())
    expect(await account()).toBeNull()
  })
  expect(await account()).not.toBeNull()
})
