import { afterEach } from 'vitest'
import { storeContract } from '../contracts/store.ts'
import { openTestStore, type TestStore } from '../store.ts'

let opened: TestStore | null = null

afterEach(async () => {
  await opened?.cleanUp()
  opened = null
})

storeContract(async () => {
  opened = await openTestStore()
  return opened.store
})
