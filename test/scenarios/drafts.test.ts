import { describe, expect, it } from 'vitest'
import { save } from '../../src/core/flow.ts'
import { aParticipant } from '../facts.ts'
import { draft, match } from '../flows/drafts/facts.ts'
import { listenToLog } from './logged.ts'
import { PEOPLE } from './people.ts'
import { changeSettings } from './settings.ts'
import { openScene, type Scene } from './world.ts'

/** A Friday evening in London, Paris and Kolkata: nobody is written to before Monday. */
const FRIDAY_EVENING = '2027-01-15T18:30:00Z'
const MONDAY_NOON = '2027-01-18T12:00:00Z'

const EVERYBODY = ['ama', 'nia', 'dev', 'fay'] as const
const COORDINATORS = { slack: 'cara', teams: 'kofi' } as const

const open = async (): Promise<Scene> => {
  const scene = await openScene({ people: [...EVERYBODY], coordinators: ['cara', 'kofi'] })
  await scene.join(...EVERYBODY)
  return scene
}

const latest = (scene: Scene) => scene.store.read.drafts.latest(scene.programme.id)

const lastOf = (scene: Scene, key: string): string => scene.person(key).inbox().at(-1)?.text ?? ''

/** The newest button of this label before somebody, to be pressed at the same time as another. */
const pressing = (scene: Scene, key: string, label: RegExp) => {
  const door = scene.person(key)
  const message = door.inbox().findLast(({ buttons }) => buttons.some((one) => label.test(one.label)))
  const button = message?.buttons.find((one) => label.test(one.label))
  if (!message || !button) throw new Error(`${key} has no button ${label}.`)
  return () => door.press(message, button.id)
}

/** More pairs than any list of a form takes: Ann 000 with Bob 000, and so on. Nobody is looked for, or written to. */
const MANY = 95

const openLong = async (coordinator: 'cara' | 'kofi'): Promise<Scene> => {
  const scene = await openScene({ people: ['ama'], coordinators: [coordinator] })
  const { id: programmeId } = scene.programme
  const [workspace] = await scene.store.read.accounts.workspaces()
  const numbers = Array.from({ length: MANY }, (_, index) => String(index).padStart(3, '0'))
  const people = numbers.flatMap((number) =>
    ([`Ann ${number} Oak`, `Bob ${number} Elm`] as const).map((name, index) =>
      aParticipant({
        id: `${index === 0 ? 'a' : 'b'}${number}`,
        programmeId,
        workspaceId: workspace?.id ?? '',
        name,
        email: `${name.toLowerCase().replaceAll(' ', '.')}@long.example`,
        side: index === 0 ? 'a' : 'b',
        importedAt: scene.now().add({ hours: 24 * 365 }),
      }),
    ),
  )
  const matches = numbers.map((number, index) =>
    match(`m${number}`, [`a${number}`, `b${number}`], { score: 1000 + index }),
  )
  await scene.beside(async () => [
    ...people.map(({ account: _, ...person }) => save('participants', 'add', person)),
    ...people.map(({ id }) => save('participants', 'consented', id, 'yes', scene.now())),
    save('drafts', 'propose', draft(matches, { programmeId, madeAt: scene.now(), revision: 0 })),
  ])
  return scene
}

describe.each(['slack', 'teams'] as const)('on %s', (platform) => {
  const coordinator = COORDINATORS[platform]

  it('a coordinator looks closer, keeps, swaps, rejects with a reason and compares; nobody else hears of it', async () => {
    const log = listenToLog()
    const scene = await open()
    await scene.command(coordinator, 'drafts')
    await scene.press(coordinator, 'Make a draft')
    const [first, second] = (await latest(scene))?.matches ?? []
    if (!first || !second) throw new Error('Two pairs were expected.')

    await scene.press(coordinator, 'Look closer')
    await scene.fill(coordinator, { pair: first.id })
    scene.sees(coordinator, /of 100[\s\S]*Shared working hours/)
    await scene.press(coordinator, 'Keep')
    scene.sees(coordinator, /1 pair stays when you ask again/)

    await scene.press(coordinator, 'More')
    await scene.press(coordinator, 'Swap two')
    const [one = '', other = ''] = [first, second].map(
      ({ participantIds }) => participantIds[1] ?? participantIds[0] ?? '',
    )
    await scene.fill(coordinator, { one, other })
    scene.sees(coordinator, /Now:[\s\S]*After the swap:/)
    await scene.press(coordinator, 'Swap them')
    scene.sees(coordinator, /have changed places/)

    await scene.press(coordinator, 'Decide some')
    const note = 'They fell out over a turquoise heron'
    await scene.fill(coordinator, { pairs: [second.id], decision: 'reject', reason: 'told', words: note })
    scene.sees(coordinator, /1 pair is rejected and not proposed again/)
    await scene.press(coordinator, 'Ask again')
    await scene.press(coordinator, 'More')
    await scene.press(coordinator, 'Compare with the one before')
    // Whoever is left without a partner may join the pair that is kept.
    scene.sees(coordinator, /0 pairs are the same, 1 changed\.[\s\S]*Before: .* \(rejected\)/)
    scene.sees(
      coordinator,
      /What coordinators did with the draft before:[\s\S]* were proposed\. After a swap: [\s\S]* were rejected\./,
    )

    await scene.press(coordinator, 'More')
    await scene.press(coordinator, 'History')
    scene.sees(coordinator, /You rejected .*: something a coordinator was told \(with a note\)/)
    expect(JSON.stringify(scene.simulator.received())).not.toContain('turquoise heron')
    expect(log.text()).not.toContain('turquoise heron')
    expect((await scene.databaseBytes()).includes('turquoise heron')).toBe(false)
    const opened = await scene.press(coordinator, 'Read the notes')
    expect(scene.person(coordinator).form()?.text ?? opened.appeared.at(-1)?.text).toContain(note)
    for (const key of EVERYBODY) expect(scene.all(key, /draft|reject|paired with/i)).toEqual([])
  })

  it('a draft says what has been set anew since it was made, until another is asked for', async () => {
    const scene = await open()
    await scene.command(coordinator, 'drafts')
    await scene.press(coordinator, 'Make a draft')
    expect(lastOf(scene, coordinator)).not.toContain('settings have changed')
    await changeSettings(scene, { weights: 'goals 5', odd: 'waitlist' })
    await scene.command(coordinator, 'drafts')
    expect(lastOf(scene, coordinator)).toContain(
      'settings have changed: what counts how much and what becomes of whoever is left over. Ask again to go by them.',
    )
    await scene.press(coordinator, 'Ask again')
    expect(lastOf(scene, coordinator)).not.toContain('settings have changed')
  })

  it('every pair of a long draft can be looked at, decided, swapped and undone, whether a list shows it or not', async () => {
    const scene = await openLong(coordinator)
    const options = (field: string) =>
      scene
        .person(coordinator)
        .form()
        ?.fields.find(({ name }) => name === field)?.options ?? []
    await scene.command(coordinator, 'drafts')
    await scene.press(coordinator, 'Look closer')
    expect(options('pair')).toHaveLength(90)
    await scene.fill(coordinator, { 'pair-who': 'ann 094' })
    scene.sees(coordinator, /^Ann 094 Oak and Bob 094 Elm/)
    await scene.press(coordinator, 'Back to the draft')

    await scene.press(coordinator, 'Decide some')
    await scene.fill(coordinator, { 'pairs-who': 'ann 09', decision: 'reject', reason: 'close' })
    expect(options('pairs').map(({ value }) => value)).toEqual(['m090', 'm091', 'm092', 'm093', 'm094'])
    await scene.fill(coordinator, {
      pairs: ['m094'],
      'pairs-who': 'ann 09',
      decision: 'reject',
      reason: 'close',
    })
    scene.sees(coordinator, /1 pair is rejected/)

    await scene.press(coordinator, 'Decide some')
    await scene.fill(coordinator, { 'pairs-who': '94\nAnn 092 Oak', decision: 'keep' })
    scene.sees(coordinator, /2 pairs stay when you ask again/)

    await scene.press(coordinator, 'More')
    await scene.press(coordinator, 'Swap two')
    await scene.fill(coordinator, { 'one-who': 'Ann 090 Oak', 'other-who': 'ann.091.oak@long.example' })
    await scene.press(coordinator, 'Swap them')
    scene.sees(coordinator, /Ann 090 Oak and Ann 091 Oak have changed places/)

    await scene.press(coordinator, 'Decide some')
    const first = Array.from({ length: 12 }, (_, index) => String(index + 1)).join('\n')
    await scene.fill(coordinator, { 'pairs-who': first, decision: 'reject', reason: 'goals' })
    scene.sees(coordinator, /12 pairs are rejected/)
    await scene.press(coordinator, 'More')
    await scene.press(coordinator, 'Undo a decision')
    expect(options('pairs').at(-1)?.value).toBe('m094')
    await scene.fill(coordinator, { 'pairs-who': 'Ann 094 Oak\nAnn 000 Oak' })
    scene.sees(coordinator, /2 decisions are undone, and their pairs are proposed again/)
  })

  it('an approval is undone before the introductions, and nobody hears of it; after them it says that it is too late', async () => {
    const scene = await open()
    await scene.passTime(FRIDAY_EVENING)
    await scene.command(coordinator, 'drafts')
    await scene.press(coordinator, 'Make a draft')
    await scene.press(coordinator, /^Approve all/)
    const [first, second] = (await latest(scene))?.matches ?? []
    if (!first || !second) throw new Error('Two pairs were expected.')
    await scene.press(coordinator, 'More')
    await scene.press(coordinator, 'Undo a decision')
    await scene.fill(coordinator, { pairs: [first.id] })
    scene.sees(coordinator, /are proposed again. Nobody was told anything/)

    await scene.press(coordinator, 'More')
    await scene.press(coordinator, 'Undo a decision')
    await scene.passTime(MONDAY_NOON)
    await scene.fill(coordinator, { pairs: [second.id] })
    scene.sees(coordinator, /too late to undo this pair[\s\S]*Talk with both of them/)
    const people = await scene.store.read.participants.of(scene.programme.id)
    for (const key of EVERYBODY) {
      const id = people.find(({ name }) => name === PEOPLE[key].name)?.id ?? ''
      expect(scene.all(key, /^Meet /)).toHaveLength(second.participantIds.includes(id) ? 1 : 0)
      expect(scene.all(key, /pairing has ended|no longer/i)).toEqual([])
    }
    expect(await scene.store.read.approved.of(scene.programme.id)).toHaveLength(1)
  })

  it('whom somebody would rather not be paired with is kept from everybody, and they are never paired', async () => {
    const log = listenToLog()
    const scene = await open()
    const wisher = platform === 'slack' ? 'dev' : 'fay'
    await scene.command(wisher, 'status')
    await scene.press(wisher, 'Change my details')
    expect(
      scene
        .person(wisher)
        .form()
        ?.fields.map(({ label }) => label),
    ).toContain('Rather not paired with')
    await scene.fill(wisher, { 'not-with': PEOPLE.ama.name })
    scene.sees(wisher, /Thank you/)
    await scene.command(wisher, 'status')
    scene.sees(wisher, /Rather not paired with: whom you named in the form of your details, if anybody/)

    for (const _ of [1, 2]) {
      await scene.command(coordinator, 'drafts')
      await scene.press(coordinator, /Make a draft|Ask again/)
      const people = await scene.store.read.participants.of(scene.programme.id)
      const idOf = (key: keyof typeof PEOPLE) =>
        people.find(({ name }) => name === PEOPLE[key].name)?.id ?? ''
      const draft = await latest(scene)
      expect(draft?.matches).toHaveLength(2)
      for (const { participantIds } of draft?.matches ?? [])
        expect(participantIds.includes(idOf('ama')) && participantIds.includes(idOf(wisher))).toBe(false)
      const other = draft?.matches.find(({ participantIds }) => participantIds.includes(idOf('ama')))
      const beside = other?.participantIds.find((id) => id !== idOf('ama')) ?? ''
      await scene.press(coordinator, 'More')
      await scene.press(coordinator, 'Swap two')
      await scene.fill(coordinator, { one: beside, other: idOf(wisher) })
      const refused = lastOf(scene, coordinator)
      expect(refused).toMatch(/cannot change places[\s\S]*are kept apart\./)
      expect(refused).not.toMatch(/asked|wish|private|rather/i)
    }
    expect(log.text()).not.toContain(PEOPLE.ama.name)
  })
})

it('two coordinators on two platforms at once: one approves, the other is shown who did, and nothing happens twice', async () => {
  const scene = await open()
  await scene.command('cara', 'drafts')
  await scene.press('cara', 'Make a draft')
  await scene.command('kofi', 'drafts')
  const [first] = (await latest(scene))?.matches ?? []
  if (!first) throw new Error('A pair was expected.')
  await scene.press('kofi', 'Look closer')
  await scene.fill('kofi', { pair: first.id })
  await Promise.all([pressing(scene, 'cara', /^Approve all/)(), pressing(scene, 'kofi', /^Approve$/)()])
  await scene.settled()

  const told = ['cara', 'kofi'].filter((key) => /Since you looked/.test(lastOf(scene, key)))
  expect(told).toHaveLength(1)
  const [second = ''] = told
  const winner = second === 'cara' ? 'Kofi Adu' : 'Cara Lind'
  expect(lastOf(scene, second)).toContain(`Since you looked, ${winner} has approved`)
  const draft = await latest(scene)
  expect(draft?.revision).toBe(1)
  const approved = draft?.matches.filter(({ state }) => state === 'approved').length
  expect(approved).toBe(second === 'cara' ? 1 : 2)
  expect(await scene.store.read.approved.of(scene.programme.id)).toHaveLength(approved ?? 0)
  expect(await scene.store.read.audit.of(scene.programme.id, 0, 9)).toHaveLength(2)
})
