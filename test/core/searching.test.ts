import { afterEach, describe, expect, it } from 'vitest'
import type { Found } from '../../src/core/platform.ts'
import { accountId, searchAccounts } from '../../src/core/searching.ts'
import { at } from '../facts.ts'
import { aFlow, openWorld, START, type World } from './world.ts'

const NOW = at(START)

let opened: World | null = null
afterEach(async () => {
  await opened?.cleanUp()
  opened = null
})

/** The world with these people on the list, nobody of whom has been met. */
const world = async (...names: readonly string[]): Promise<World> => {
  const here = await openWorld([aFlow({ follows: ['participant', 'programme'] })])
  opened = here
  await here.store.transact(async ({ write }) => {
    for (const name of names)
      await write.participants.add({
        id: `p-${name}`,
        programmeId: 'g1',
        email: `${name}@harbour.example`,
        importedAt: NOW,
        name,
        side: 'a',
        organisation: 'Harbour Trust',
        workspaceId: 'slack-T1',
        title: null,
        location: null,
        hours: null,
        languages: [],
        goals: [],
        offers: [],
        interests: [],
        conflicts: [],
        manager: null,
        partners: 1,
      })
  })
  return here
}

const person = (name: string, timeZone: string | null = 'Europe/London'): Found => ({
  type: 'found',
  person: name,
  profile: { name, email: `${name}@harbour.example`, timeZone, locale: null },
})
const accountOf = async ({ store }: World, name: string) =>
  (await store.read.participants.byId(`p-${name}`))?.account ?? null
const sought = async ({ store }: World, now = NOW) =>
  (await store.read.accounts.sought(now, 10)).map(({ id }) => id)

describe('looking for people of the list', () => {
  it('finds them by e-mail, once, and lets flows know', async () => {
    const here = await world('jo')
    here.found.set('jo@harbour.example', async () => person('jo'))
    expect(await searchAccounts(here.core, NOW)).toBe(1)
    expect(await searchAccounts(here.core, NOW)).toBe(0)
    expect(await accountOf(here, 'jo')).toMatchObject({ id: accountId('slack', 'T1', 'jo'), name: 'jo' })
    expect((await here.store.momentsDue(NOW, 10)).map(({ subject }) => subject)).toEqual([
      { kind: 'participant', id: 'p-jo' },
    ])
  })

  it('lets flows know of every list that had been waiting for the same person', async () => {
    const here = await world('jo')
    await searchAccounts(here.core, NOW)
    expect(await sought(here)).toEqual([])
    await here.store.transact(({ write }) => write.programmes.addCoordinator('g1', 'jo@harbour.example'))
    here.found.set('jo@harbour.example', async () => person('jo'))
    await searchAccounts(here.core, NOW)
    expect((await here.store.momentsDue(NOW, 10)).map(({ subject }) => subject)).toEqual([
      { kind: 'participant', id: 'p-jo' },
      { kind: 'programme', id: 'g1' },
    ])
  })

  it('looks for coordinators, too', async () => {
    const here = await world()
    await here.store.transact(({ write }) => write.programmes.addCoordinator('g1', 'cleo@harbour.example'))
    here.found.set('cleo@harbour.example', async () => person('cleo'))
    await searchAccounts(here.core, NOW)
    const [coordinator] = await here.store.read.programmes.coordinators('g1')
    expect(coordinator?.account?.externalId).toBe('cleo')
    expect((await here.store.momentsDue(NOW, 10)).map(({ subject }) => subject)).toEqual([
      { kind: 'programme', id: 'g1' },
    ])
  })

  it('does not keep a time zone in which nothing can be reckoned', async () => {
    const here = await world('jo')
    here.found.set('jo@harbour.example', async () => person('jo', 'Mars/Olympus'))
    await searchAccounts(here.core, NOW)
    expect((await accountOf(here, 'jo'))?.timeZone).toBeNull()
  })

  it('looks again in a day for whoever is not there', async () => {
    const here = await world('jo')
    await searchAccounts(here.core, NOW)
    expect(await sought(here, NOW.add({ hours: 23 }))).toEqual([])
    here.found.set('jo@harbour.example', async () => person('jo'))
    expect(await searchAccounts(here.core, NOW.add({ hours: 24 }))).toBe(1)
    expect(await accountOf(here, 'jo')).not.toBeNull()
  })

  it('waits until they turn up where the platform cannot search', async () => {
    const here = await world('jo')
    here.found.set('jo@harbour.example', async () => ({ type: 'cannot-search' }))
    await searchAccounts(here.core, NOW)
    expect(await sought(here, NOW.add({ hours: 24 * 400 }))).toEqual([])
  })

  it.each([
    ['when the platform says', 90, 90],
    ['in a minute when it does not say', null, 60],
    ['and not at once when it names an instant that has passed', -5, 1],
  ])('looks again later %s', async (_, seconds, then) => {
    const here = await world('jo')
    here.found.set('jo@harbour.example', async () => ({
      type: 'later',
      at: seconds === null ? null : NOW.add({ seconds }),
    }))
    await searchAccounts(here.core, NOW)
    expect(await sought(here, NOW.add({ seconds: then }).subtract({ milliseconds: 1 }))).toEqual([])
    expect(await sought(here, NOW.add({ seconds: then }))).toEqual(['p-jo'])
  })

  it('goes on when one search breaks off, tells of it, and tries that one again later', async () => {
    const here = await world('ann', 'jo', 'zoe')
    here.found.set('ann@harbour.example', async () => person('ann'))
    here.found.set('jo@harbour.example', async () => {
      throw new Error('on purpose')
    })
    here.found.set('zoe@harbour.example', async () => person('zoe'))
    await expect(searchAccounts(here.core, NOW)).rejects.toThrow('on purpose')
    expect(await accountOf(here, 'ann')).not.toBeNull()
    expect(await accountOf(here, 'zoe')).not.toBeNull()
    expect(await sought(here)).toEqual([])
    here.found.set('jo@harbour.example', async () => person('jo'))
    await searchAccounts(here.core, NOW.add({ minutes: 10 }))
    expect(await accountOf(here, 'jo')).not.toBeNull()
  })
})
