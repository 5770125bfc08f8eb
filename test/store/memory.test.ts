import { afterEach, expect, test } from 'vitest'
import { firstOf } from '../../src/core/store.ts'
import { openStore } from '../../src/store/index.ts'
import { createMemory } from '../../src/store/memory.ts'
import { aParticipant, aProgramme, at } from '../facts.ts'
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

const SOON = at('2026-03-02T10:00:00Z')
const SOONER = at('2026-03-02T09:00:00Z')
const PROGRAMME = { kind: 'programme', id: 'g1' } as const

test('what another process has made due is due here, whatever was asked before', async () => {
  const { store, url } = await open()
  expect(firstOf(await store.agenda())).toBeNull()
  const other = await openStore({ url, key: TEST_KEY, throwaway: true })
  await other.transact(({ outbox }) => outbox.wake(['nudge'], [PROGRAMME], SOON))
  await other.close()
  expect(firstOf(await store.agenda())).toEqual(SOON)
})

test('what is due follows what was done, and not what was undone', async () => {
  const { store } = await open()
  expect(firstOf(await store.agenda())).toBeNull()
  await store.transact(({ outbox }) => outbox.wake(['nudge'], [PROGRAMME], SOON))
  expect(firstOf(await store.agenda())).toEqual(SOON)
  const undone = store.transact(async ({ outbox }) => {
    await outbox.wake(['nudge'], [PROGRAMME], SOONER)
    throw new Error('no')
  })
  await expect(undone).rejects.toThrow('no')
  expect(firstOf(await store.agenda())).toEqual(SOON)
  await store.transact(({ outbox }) => outbox.settleMoment('nudge', PROGRAMME, SOON, null))
  expect(firstOf(await store.agenda())).toBeNull()
})

test('a question asked again after its list has grown, shrunk and gone is answered from what is there', async () => {
  const { store } = await open()
  const due = async (now = SOON, most = 10) => (await store.momentsDue(now, most)).map(({ flow }) => flow)
  await store.transact(({ outbox }) => outbox.wake(['nudge', 'survey'], [PROGRAMME], SOONER))
  expect(await due()).toEqual(['nudge', 'survey'])
  expect(await due(SOON, 1)).toEqual(['nudge'])
  expect(await due(SOONER.subtract({ seconds: 1 }))).toEqual([])
  await store.transact(({ outbox }) => outbox.settleMoment('nudge', PROGRAMME, SOONER, null))
  expect(await due()).toEqual(['survey'])
  expect(await due(SOON, 10)).toEqual(['survey'])
})

test('whoever works for long gives others a turn as soon as they read, though the answer is in memory', async () => {
  const { store } = await open()
  const turnsWhile = async (read: () => Promise<unknown>) => {
    await read()
    let turns = 0
    const counted = new Promise<void>((resolve) =>
      setImmediate(() => {
        turns += 1
        resolve()
      }),
    )
    const until = performance.now() + 10
    while (performance.now() < until);
    await read()
    const seen = turns
    await counted
    return seen
  }
  expect(await turnsWhile(() => store.read.programmes.all())).toBe(1)
  expect(await store.transact(({ read: { programmes } }) => turnsWhile(() => programmes.all()))).toBe(1)
})

/** A programme that is too large to be read in one go. */
const crowd = ({ store }: TestStore) =>
  store.transact(async ({ write }) => {
    await write.programmes.create(aProgramme())
    await write.accounts.addWorkspace({
      id: 'w1',
      platform: 'slack',
      name: 'One',
      externalId: 'T1',
      groups: true,
    })
    for (let number = 0; number < 250; number++)
      await write.participants.add({
        ...aParticipant({ id: `p${number}`, name: `Person ${number}`, email: `p${number}@example.org` }),
        workspaceId: 'w1',
        importedAt: SOON,
      })
  })

test('nobody waits while a transaction reads what is large', async () => {
  const test = await open()
  await crowd(test)
  const { store } = test
  const ended: string[] = []
  const large = store
    .transact(async ({ read }) => (await read.participants.of('g1')).length)
    .then((count) => ended.push(`${count} read`))
  const small = store
    .transact(({ outbox }) => outbox.wake(['nudge'], [PROGRAMME], SOON))
    .then(() => ended.push('woken'))
  await Promise.all([large, small])
  expect(ended).toEqual(['woken', '250 read'])
})

test('a transaction that began again left nothing of what it did before, and sees what came between', async () => {
  const test = await open()
  await crowd(test)
  const { store } = test
  const counting = store.transact(async ({ read, outbox }) => {
    expect(await outbox.remember('act1', SOON)).toBe(true)
    return (await read.participants.of('g1')).filter(({ leftAt }) => leftAt === null).length
  })
  const leaving = store.transact(({ write }) => write.participants.leave('p7', SOON))
  await leaving
  expect(await counting).toBe(249)
  expect(await store.transact(({ outbox }) => outbox.remember('act1', SOON))).toBe(false)
})

test('a transaction comes to its end, however often others change what it reads', async () => {
  const test = await open()
  await crowd(test)
  const { store } = test
  let done = false
  const reading = store
    .transact(async ({ read }) => (await read.participants.of('g1')).length)
    .finally(() => {
      done = true
    })
  while (!done) await store.transact(({ write }) => write.participants.leave('p7', SOON))
  expect(await reading).toBe(250)
})

test('what was read in pieces while somebody changed it is read anew', async () => {
  const { store } = await open()
  const before = [aParticipant({ id: 'p1', leftAt: null })]
  const after = [aParticipant({ id: 'p1', leftAt: SOON })]
  let comes: (people: typeof before) => void = () => {}
  const asked = [
    new Promise<typeof before>((resolve) => {
      comes = resolve
    }),
    Promise.resolve(after),
  ]
  const memory = createMemory()
  const { participants } = memory.over({
    ...store.read,
    participants: { ...store.read.participants, of: async () => (await asked.shift()) ?? [] },
  })
  const reading = participants.of('g1')
  memory.forget(['participants'])
  comes(before)
  expect(await reading).toEqual(after)
})
