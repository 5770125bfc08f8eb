import { describe, expect, it } from 'vitest'
import { listOf, PARTS, PEOPLE, PROFESSIONALS } from './people.ts'
import { INVITED, openScene } from './world.ts'

const WEEK = { hours: 24 * 7 }

describe.each(['slack', 'teams'] as const)('on %s', (platform) => {
  const { leader, professional, coordinator } = PARTS[platform]
  const open = (withoutApp: readonly string[] = []) =>
    openScene({ people: [leader, professional], coordinators: [coordinator], withoutApp })

  it('somebody who says yes confirms their details, and a mistake is shown beside its question', async () => {
    const scene = await open()
    const invited = await scene.until(leader, INVITED)
    expect(invited.buttons.map(({ label }) => label)).toEqual([
      'Yes, join',
      'No, thank you',
      'What exactly is kept',
    ])
    expect(invited.text).toContain('grace.obi@listening.example')
    expect(invited.text).toContain('What your employer can see')

    await scene.press(leader, 'What exactly is kept')
    scene.sees(leader, /Reflections are encrypted/)
    await scene.press(leader, 'Yes, join')
    expect(scene.sees(leader, /You said yes to Two Ways/).buttons.map(({ label }) => label)).toContain(
      'Confirm my details',
    )

    await scene.press(leader, 'Confirm my details')
    await scene.fill(leader, {
      'Your working days': ['Monday', 'Tuesday'],
      From: '17:00',
      To: '09:00',
      'Days off': 'the day after never',
      'What you hope for': 'seeing how decisions are made',
    })
    const confirmed = async () =>
      (await scene.store.read.participants.of(scene.programme.id)).find(
        ({ email }) => email === `${leader}@example.org`,
      )
    expect((await confirmed())?.confirmedAt).toBeNull()
    const form = scene.person(leader).form()
    expect(JSON.stringify(form).includes('This has to be later than the time in “From”')).toBe(true)
    expect(JSON.stringify(form).includes('I could not read “the day after never”')).toBe(true)
    // Slack's own client keeps what was typed; on Teams the card has to bring it back.
    if (platform === 'teams')
      expect(form?.fields.find(({ label }) => label === 'What you hope for')?.value).toBe(
        'seeing how decisions are made',
      )

    const mended = await scene.fill(leader, {
      'Your working days': ['Monday', 'Tuesday'],
      From: '09:00',
      To: '15:00',
      'Days off': '25 December',
      'What you hope for': 'seeing how decisions are made',
    })
    expect(mended.ok).toBe(true)
    const saved = scene.sees(leader, /your details are saved|this is what I go by from now on/)
    expect(saved.text).toContain('seeing how decisions are made')
    expect(saved.text).toContain('Monday')
    const person = await confirmed()
    expect(person?.hours?.week).toEqual([
      { day: 1, from: '09:00', to: '15:00' },
      { day: 2, from: '09:00', to: '15:00' },
    ])
    expect(person?.confirmedAt).not.toBeNull()
  })

  it('somebody who says no hears thank you and nothing more for a year, and may come back by themselves', async () => {
    const scene = await open()
    await scene.until(leader, INVITED)
    await scene.press(leader, 'No, thank you')
    scene.sees(leader, /that is respected/)
    const before = scene.person(leader).inbox().length
    await scene.passTime({ days: 380 })
    expect(scene.person(leader).inbox()).toHaveLength(before)

    await scene.command(leader, 'home')
    await scene.press(leader, 'Read the invitation')
    await scene.press(leader, 'Yes, join')
    scene.sees(leader, /You said yes to Two Ways/)
  })

  it('somebody who never answers is reminded once, and is neither paired nor written to again', async () => {
    const scene = await open()
    await scene.until(leader, INVITED)
    await scene.join(professional)
    const reminded = await scene.until(leader, /Your invitation is still open/)
    expect(new Date(reminded.at).toISOString().slice(0, 10)).toBe('2027-01-14')
    await scene.command(coordinator, 'drafts')
    scene.sees(coordinator, /Fewer than two people have said yes/)
    await scene.press(leader, 'What exactly is kept')
    const before = scene.person(leader).inbox().length
    await scene.passTime({ days: 120 })
    expect(scene.person(leader).inbox()).toHaveLength(before)
  })

  it('a yes without the form is followed by one reminder of it', async () => {
    const scene = await open()
    await scene.join(leader)
    await scene.until(leader, /Would you confirm your working hours/)
    await scene.passTime({ days: 60 })
    expect(scene.all(leader, /Would you confirm your working hours/)).toHaveLength(1)
  })

  it('the same list again changes nothing, and a new person on it is invited', async () => {
    const scene = await open()
    await scene.until(professional, INVITED)
    const newcomer = platform === 'slack' ? 'stan' : 'tess'
    const figures = { [leader]: PEOPLE[leader], [professional]: PEOPLE[professional] }
    await scene.importList(listOf(figures))
    await scene.passTime({ hours: 8 })
    expect(scene.all(leader, INVITED)).toHaveLength(1)
    await scene.importList(listOf({ ...figures, [newcomer]: { ...PEOPLE[newcomer], side: PROFESSIONALS } }))
    await scene.until(newcomer, INVITED)
    expect(scene.all(leader, INVITED)).toHaveLength(1)
  })
})

it('a person on Teams without the app waits, with that reason in sight, and is invited once it is installed', async () => {
  const scene = await openScene({ people: ['ama', 'fay'], coordinators: ['cara'], withoutApp: ['fay'] })
  await scene.passTime(WEEK)
  expect(scene.person('fay').inbox()).toEqual([])
  await scene.command('cara', 'overview')
  expect(scene.sees('cara', /Fay Ndiaye/).text).toMatch(/install/i)

  await scene.person('fay').install()
  await scene.until('fay', INVITED)
  await scene.passTime(WEEK)
  expect(scene.all('fay', INVITED).length).toBeLessThanOrEqual(2)
  await scene.press('fay', 'Yes, join')
  scene.sees('fay', /You said yes to Two Ways/)
})

it('a person whose e-mail address is in another workspace too is matched on the workspace of their row alone', async () => {
  const scene = await openScene({
    people: ['ama'],
    figures: { dev: { ...PEOPLE.dev, in: 'south' } },
  })
  await scene.until('dev', INVITED)
  expect(scene.all('stan', /invited/)).toEqual([])
  const spoken = scene.simulator.received().flatMap(({ seenBy }) => seenBy)
  expect(new Set(spoken)).toEqual(
    new Set([scene.person('ama').person.id, scene.person('dev').person.id, scene.person('tess').person.id]),
  )
})
