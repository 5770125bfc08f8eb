import { describe, expect, it } from 'vitest'
import type { PairedScene } from './pairs.ts'
import { type Key, LEADERS, PAIR_NAMES, PAIRS, type PairName, PEOPLE, PROFESSIONALS } from './people.ts'
import { openScene, type Scene } from './world.ts'

/** Nobody is written to before Monday. */
const FRIDAY_EVENING = '2027-01-15T19:00:00Z'
const MONDAY_AFTERNOON = '2027-01-18T16:00:00Z'

const WAITING = /You have no partner yet/

/** Two people who said yes, and a coordinator with a draft of them, on a Friday evening. */
const openDraft = async (name: PairName): Promise<PairedScene> => {
  const [leader, other] = PAIRS[name]
  const coordinator = PEOPLE[leader].in === 'north' ? 'cara' : 'kofi'
  const scene = await openScene({ people: [leader, other], coordinators: [coordinator] })
  await scene.join(leader, other)
  await scene.passTime(FRIDAY_EVENING)
  await scene.command(coordinator, 'drafts')
  await scene.press(coordinator, 'Make a draft')
  return { scene, leader, other, coordinator }
}

const approve = ({ scene, coordinator }: PairedScene) => scene.press(coordinator, /^Approve (all|the)/)

const undo = async ({ scene, coordinator }: PairedScene): Promise<void> => {
  await scene.press(coordinator, 'More')
  await scene.press(coordinator, 'Undo a decision')
  const field = scene
    .person(coordinator)
    .form()
    ?.fields.find(({ name }) => name === 'pairs')
  await scene.fill(coordinator, { pairs: field?.options?.map(({ value }) => value) ?? [] })
}

/** Whether the draft offers to undo anything. */
const canUndo = async ({ scene, coordinator }: PairedScene): Promise<boolean> => {
  await scene.command(coordinator, 'drafts')
  await scene.press(coordinator, 'More')
  const { buttons } = scene.sees(coordinator, /What would you like to do/)
  return buttons.some(({ label }) => label === 'Undo a decision')
}

/** What somebody is answered to everything that could tell of a partner. */
const answersTo = async (scene: Scene, key: Key): Promise<Readonly<Record<string, string>>> => {
  const answers: Record<string, string> = {}
  for (const word of ['home', 'status', 'schedule', 'meetings', 'check-in', 'reflect', 'survey', 'leave']) {
    await scene.command(key, word)
    const form = scene.person(key).form()
    answers[word] = form
      ? `${form.title} ${form.text}`
      : `${scene.person(key).inbox().at(-1)?.text} ${scene
          .person(key)
          .inbox()
          .at(-1)
          ?.buttons.map(({ label }) => label)}`
  }
  return answers
}

describe.each(PAIR_NAMES)('in %s, until the introduction has gone out', (name) => {
  it('partners are told exactly what they were told before, an undo is news to nobody, and after it both see the other', async () => {
    const drafted = await openDraft(name)
    const { scene, leader, other, coordinator } = drafted
    const before = [await answersTo(scene, leader), await answersTo(scene, other)]
    expect(before.map(({ home }) => home)).toEqual([
      expect.stringMatching(WAITING),
      expect.stringMatching(WAITING),
    ])
    expect(before.map(({ leave }) => leave).join()).not.toContain('your partner')
    await approve(drafted)
    await scene.command(coordinator, 'pairs')
    scene.sees(coordinator, /to be introduced/)
    await scene.command(coordinator, 'drafts')
    expect([await answersTo(scene, leader), await answersTo(scene, other)]).toEqual(before)
    await undo(drafted)
    scene.sees(coordinator, /are proposed again. Nobody was told anything/)
    expect([await answersTo(scene, leader), await answersTo(scene, other)]).toEqual(before)

    await approve(drafted)
    await scene.passTime(MONDAY_AFTERNOON)
    for (const [reader, partner] of [
      [leader, other],
      [other, leader],
    ] as const) {
      await scene.command(reader, 'home')
      expect(scene.person(reader).inbox().at(-1)?.text).toContain(PEOPLE[partner].name)
    }
    expect(await canUndo(drafted)).toBe(false)
  })

  it('whoever leaves is not introduced, and the one who stays never hears that there was anybody', async () => {
    const drafted = await openDraft(name)
    const { scene, leader, other, coordinator } = drafted
    const before = await answersTo(scene, other)
    await approve(drafted)
    await scene.command(leader, 'leave')
    await scene.press(leader, 'Leave the programme')
    await scene.passTime({ days: 30 })
    expect(scene.all(other, new RegExp(`\\b${PEOPLE[leader].name.split(' ')[0]}\\b`))).toEqual([])
    expect(scene.all(other, /^Meet |has left|nothing is booked/i)).toEqual([])
    await scene.command(other, 'home')
    expect(scene.person(other).inbox().at(-1)?.text).toMatch(WAITING)
    expect(await answersTo(scene, other)).toMatchObject({
      schedule: before['schedule'],
      leave: before['leave'],
    })
    expect(scene.all(leader, /^Meet /)).toEqual([])
    const told = scene.sees(coordinator, /has left Two Ways/).text
    expect(told).toContain(`${PEOPLE[other].name} has no partner now`)
    expect(told).toContain('had not been introduced, so there was nothing to tell')
    expect(told).not.toContain('heard so')
  })
})

it.each(['one Slack workspace', 'two Teams tenants'] as const)(
  'in %s, whoever has been named as somebody to be kept apart from is not introduced; coordinators can undo, and never learn who asked',
  async (name) => {
    const drafted = await openDraft(name)
    const { scene, leader, other, coordinator } = drafted
    await approve(drafted)
    await scene.command(other, 'status')
    await scene.press(other, 'Change my details')
    await scene.fill(other, { 'not-with': PEOPLE[leader].name })
    scene.sees(other, /Thank you/)
    await scene.passTime({ days: 12 })
    for (const key of [leader, other]) {
      expect(scene.all(key, /^Meet |nothing is booked|can be booked/)).toEqual([])
      await scene.command(key, 'home')
      expect(scene.person(key).inbox().at(-1)?.text).toMatch(WAITING)
    }
    await scene.command(coordinator, 'pairs')
    scene.sees(coordinator, /not introduced, for two of them are kept apart; please undo the approval/)
    await scene.command(coordinator, 'drafts')
    await undo(drafted)
    scene.sees(coordinator, /Nobody was told anything[\s\S]*these two are kept apart/)
  },
)

it('once one partner was introduced it is too late to undo, though the other is away: both may know then', async () => {
  const drafted = await openDraft('Slack with Teams')
  const { scene, leader, other } = drafted
  await approve(drafted)
  expect(await canUndo(drafted)).toBe(true)
  await scene.command(other, 'pause until 1 February')
  await scene.passTime(MONDAY_AFTERNOON)
  scene.sees(leader, /^Meet /)
  expect(scene.all(other, /^Meet /)).toEqual([])
  await scene.command(leader, 'home')
  expect(scene.person(leader).inbox().at(-1)?.text).toContain(PEOPLE[other].name)
  expect(await canUndo(drafted)).toBe(false)
})

it.each(['Slack with Teams', 'one Slack workspace'] as const)(
  'in %s, whoever comes back from a pause is introduced at once, and hears nothing else about the pair before',
  async (name) => {
    const drafted = await openDraft(name)
    const { scene, other } = drafted
    await approve(drafted)
    await scene.command(other, 'pause until 1 February')
    await scene.passTime('2027-01-22T15:00:00Z')
    const about = () => scene.all(other, /^Meet |can be booked|nothing is booked|Before you begin/)
    expect(about()).toEqual([])
    await scene.command(other, 'resume')
    await scene.passTime({ minutes: 10 })
    const [first] = [...about()].sort((a, b) => a.at - b.at)
    expect(first?.text).toMatch(/^Meet /)
  },
)

it('an announcement to those who have a partner, or have none, takes a pair for what its people know of it', async () => {
  const drafted = await openDraft('Slack with Teams')
  const { scene, leader, other, coordinator } = drafted
  await approve(drafted)
  const announcement = { words: 'A word to all of you.', audience: 'Those who have a partner' }
  await scene.command(coordinator, 'announce')
  expect((await scene.fill(coordinator, announcement)).ok).toBe(false)
  await scene.fill(coordinator, { ...announcement, audience: 'Those who have no partner' })
  await scene.press(coordinator, 'Send')
  await scene.passTime(MONDAY_AFTERNOON)
  for (const key of [leader, other]) expect(scene.all(key, /A word to all of you/)).toHaveLength(1)
})

it('the first nudge is counted from the introduction, and comes on another day', async () => {
  const drafted = await openDraft('two Slack workspaces')
  const { scene, leader } = drafted
  await approve(drafted)
  const nudged = await scene.until(leader, /first meeting with .* can be booked/)
  const days = [scene.sees(leader, /^Meet /), nudged].map(({ at }) => new Date(at).toISOString().slice(0, 10))
  expect(days).toEqual(['2027-01-18', '2027-01-19'])
})

it.each([
  ['ama', 'cyd', 'dot'],
  ['cyd', 'ama', 'dot'],
])('of three, two are introduced to each other alone where one has left before', async (leaver, ...stay) => {
  const scene = await openScene({
    people: ['ama'],
    coordinators: ['cara'],
    figures: {
      ama: PEOPLE.ama,
      cyd: { name: 'Cyd Stone', in: 'north', side: PROFESSIONALS },
      dot: { name: 'Dot Stone', in: 'east', side: leaver === 'ama' ? LEADERS : PROFESSIONALS },
    },
  })
  await scene.join('ama', 'cyd', 'dot')
  await scene.passTime(FRIDAY_EVENING)
  await scene.command('cara', 'drafts')
  await scene.press('cara', 'Make a draft')
  await scene.press('cara', /^Approve (all|the)/)
  await scene.command(leaver, 'leave')
  await scene.press(leaver, 'Leave the programme')
  await scene.passTime({ days: 5 })
  for (const key of stay) {
    const [meet, ...more] = scene.all(key, /^Meet /)
    expect(more).toEqual([])
    expect(meet?.text).toMatch(new RegExp(`^Meet (${stay.filter((one) => one !== key).join('')})`, 'i'))
    expect(scene.all(key, /has left/)).toEqual([])
  }
  expect(scene.all(leaver, /^Meet /)).toEqual([])
})
