import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { importEffects, planImport } from '../../../src/cli/people/plan.ts'
import { stoppedClock } from '../../../src/core/clock.ts'
import { applyEffects } from '../../../src/core/effects.ts'
import { save } from '../../../src/core/flow.ts'
import { embeddedEngine } from '../../../src/engine/index.ts'
import { flows } from '../../../src/flows/index.ts'
import { aProgramme, at } from '../../facts.ts'
import { openTestStore, type TestStore } from '../../store.ts'
import { WORKSPACES, wholeList } from './list.ts'

const NOW = at('2026-01-05T09:00:00Z')
const programme = aProgramme()

const HEADERS =
  'name,email,side,organisation,workspace,title,location,time_zone,languages,goals,offers,interests,availability,conflicts,manager,partners'
const LIST = `${HEADERS}
Amina Yusuf,Amina@Harbour.example,Emerging leaders,Harbour Trust,slack:harbour,Manager,Leeds,Europe/Lisbon,English;Somali,Chair a meeting,Organising,Running,Mon-Tue 9-12,eve@city.example,boss@harbour.example,2
Tom Reed,tom@city.example,Senior leaders,City Council,teams:city,,,,,,,,,,,
`

let test: TestStore
beforeAll(async () => {
  test = await openTestStore()
  await apply([
    ...WORKSPACES.map((workspace) => save('accounts', 'addWorkspace', workspace)),
    save('programmes', 'create', programme),
  ])
})
afterAll(() => test.cleanUp())

const apply = (effects: Parameters<typeof applyEffects>[0]) => {
  const engine = embeddedEngine(test.store.queue, stoppedClock(NOW), 'test')
  return test.store.transact((transaction) => applyEffects(effects, transaction, { engine, flows }, NOW))
}

const there = () => test.store.read.participants.of(programme.id)

const bringIn = async (list: string) => {
  const plan = planImport(wholeList(list), await there())
  await apply(importEffects(plan, programme, NOW))
  return plan
}

const changes = (plan: Awaited<ReturnType<typeof bringIn>>) =>
  plan.changed.map(({ participant, fields }) => [participant.email, fields])

describe('bringing in a list', () => {
  it('adds everyone, and the same list again changes nothing', async () => {
    const first = await bringIn(LIST)
    expect([first.added.length, first.changed.length, first.unchanged]).toEqual([2, 0, 0])
    const before = await there()
    for (const again of [LIST, `\ufeff${LIST.replaceAll('\n', '\r\n')}`, LIST.replace('Amina@', 'AMINA@')]) {
      const plan = await bringIn(again)
      expect([plan.added.length, changes(plan), plan.unchanged]).toEqual([0, [], 2])
    }
    expect(await there()).toEqual(before)
  })

  it('changes what a changed list says, and that alone', async () => {
    const before = await there()
    const plan = await bringIn(
      LIST.replace('Manager,Leeds', 'Director,Leeds').replace('Mon-Tue 9-12', 'Mon-Tue 9-13'),
    )
    expect(changes(plan)).toEqual([['amina@harbour.example', ['title', 'hours']]])
    const after = await there()
    for (const [index, person] of after.entries()) {
      const { title, hours, ...rest } = person
      const { title: _, hours: __, ...others } = before[index] ?? person
      expect(rest).toEqual(others)
      if (person.email === 'amina@harbour.example')
        expect({ title, to: hours?.week[0]?.to }).toEqual({ title: 'Director', to: '13:00' })
    }
  })

  it('leaves those alone who are not on the list', async () => {
    const before = await there()
    const plan = await bringIn(
      `${HEADERS}\nEve Long,eve@city.example,Senior leaders,City Council,teams:city,,,,,,,,,,,\n`,
    )
    expect([plan.added.map(({ email }) => email), changes(plan)]).toEqual([['eve@city.example'], []])
    expect(await there()).toEqual(expect.arrayContaining([...before]))
  })

  it('does not overwrite hours, goals and offers that the person confirmed', async () => {
    const [amina] = (await there()).filter(({ email }) => email === 'amina@harbour.example')
    if (!amina?.hours) throw new Error('Amina is missing.')
    const hours = { ...amina.hours, zone: 'Europe/Paris' }
    await apply([
      save('participants', 'confirm', amina.id, { hours, goals: ['My own words'], offers: [] }, NOW),
    ])
    expect(changes(await bringIn(LIST))).toEqual([['amina@harbour.example', ['title']]])
    const [after] = (await there()).filter(({ email }) => email === 'amina@harbour.example')
    expect(after).toMatchObject({ title: 'Manager', hours, goals: ['My own words'], offers: [] })
  })
})

it('leaves alone what the list has no column for', async () => {
  await bringIn(LIST)
  const amina = async () => (await there()).find(({ email }) => email === 'amina@harbour.example')
  const before = await amina()
  const short = `name,email,side,organisation,workspace
Amina Yusuf,amina@harbour.example,Emerging leaders,Harbour Foundation,slack:harbour
`
  const plan = await bringIn(short)
  expect(plan.changed.map(({ fields }) => fields)).toEqual([['organisation']])
  expect(await amina()).toEqual({ ...before, organisation: 'Harbour Foundation' })
})
