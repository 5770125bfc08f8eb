import { describe, expect, it } from 'vitest'
import { listenToLog } from './logged.ts'
import { book, openPair, startOf } from './pairs.ts'
import { LEADERS, PROFESSIONALS } from './people.ts'
import { openScene, type Scene } from './world.ts'

const SECRET = 'turquoise-heron'

/** Every text that reached a platform outside the form in which its writer wrote it. */
const spokenIn = (scene: Scene): string =>
  JSON.stringify([
    scene.simulator.received(),
    scene.simulator.views().filter(({ surface }) => surface === 'home'),
  ])

/** Fails when the words are anywhere but in the form of those who may read them. */
const expectKept = async (scene: Scene, words: string, log: { text(): string }) => {
  // What is looked through is really there.
  expect(log.text()).toContain('started')
  expect((await scene.databaseBytes()).includes('Two Ways')).toBe(true)
  expect(spokenIn(scene).includes(words)).toBe(false)
  expect((await scene.databaseBytes()).includes(words)).toBe(false)
  expect(log.text().includes(words)).toBe(false)
}

const ALL_PAIRS = ['one Slack workspace', 'Slack with Teams', 'two Teams tenants'] as const

describe.each(ALL_PAIRS)('in %s', (name) => {
  it('after a meeting each is asked; a yes opens a form, a not yet is asked again, and its words stay inside', async () => {
    const log = listenToLog()
    const paired = await openPair(name)
    const { scene, leader, other } = paired
    await scene.passTime(startOf(await book(paired)))
    await scene.until(leader, /Did you and/)
    await scene.until(other, /Did you and/)

    await scene.press(leader, 'Yes, we met')
    const form = scene.person(leader).form()
    expect(form?.fields.map(({ label }) => label)).toEqual(['How was it?', 'What would you like to do next?'])
    await scene.fill(leader, { rating: '4', next: `Talk about the ${SECRET}` })
    scene.sees(leader, /Thank you for telling/)

    await scene.press(other, 'Not yet')
    const again = scene.sees(other, /No problem. I will ask again on/)
    expect(again.text).not.toContain('undefined')
    await scene.until(other, /met since\?/)
    await scene.press(other, 'Yes, we met')
    await scene.person(other).dismiss()
    const asked = () =>
      [leader, other].flatMap((key) =>
        scene.all(key, /./).filter(({ buttons }) => buttons.some(({ label }) => label === 'Not yet')),
      )
    await scene.passTime({ hours: 2 })
    expect(asked()).toEqual([])
    await scene.passTime({ days: 40 })
    expect(scene.all(other, /met since\?/).length).toBeLessThanOrEqual(1)
    await expectKept(scene, SECRET, log)
  })

  it('a reflection is read by whom its writer chose, and by nobody once taken back', async () => {
    const log = listenToLog()
    const { scene, leader, other, coordinator } = await openPair(name)
    await scene.command(leader, 'reflect')
    await scene.press(leader, 'Write')
    await scene.fill(leader, { words: `For me: ${SECRET} one`, audience: 'Only me' })
    scene.sees(leader, /Kept, for you alone/)
    await scene.command(other, 'reflect')
    expect(
      scene
        .person(other)
        .inbox()
        .at(-1)
        ?.buttons.map(({ label }) => label),
    ).not.toContain('Read what was shared')

    await scene.command(leader, 'reflect')
    await scene.press(leader, 'Write')
    await scene.fill(leader, { words: `For us: ${SECRET} two`, audience: /partner/.source })
    await scene.until(other, /shared a reflection with you/)
    await expectKept(scene, SECRET, log)

    const note = scene.sees(other, /shared a reflection with you/)
    const opened = await scene.press(other, 'Open it')
    const read = scene.person(other).form()?.text ?? opened.appeared.at(-1)?.text ?? ''
    expect(read).toContain(`${SECRET} two`)
    expect(read).not.toContain(`${SECRET} one`)
    // Slack reads in a modal; on Teams the words are on the card until it is closed.
    if (scene.person(other).platform === 'slack') await scene.person(other).dismiss()
    else await scene.press(other, 'Close')
    expect(JSON.stringify(scene.simulator.received()).includes(SECRET)).toBe(false)

    await scene.press(leader, 'Take it back')
    await scene.settled()
    await scene.person(other).press(note, 'Open it')
    expect(JSON.stringify(scene.person(other).form() ?? '').includes(`${SECRET} two`)).toBe(false)
    expect((await scene.databaseBytes()).includes(SECRET)).toBe(false)
    expect(log.text().includes(SECRET)).toBe(false)

    await scene.command(coordinator, 'reflect')
    expect(JSON.stringify(scene.person(coordinator).inbox().at(-1)).includes(SECRET)).toBe(false)
  })
})

it('on Teams, what somebody wrote is shown to them alone when they ask for it, and is gone once they close it', async () => {
  const { scene, leader, other } = await openPair('two Teams tenants')
  await scene.command(leader, 'reflect')
  await scene.press(leader, 'Write')
  await scene.fill(leader, { words: SECRET, audience: 'Only me' })
  await scene.press(leader, 'What I wrote')
  expect(JSON.stringify(scene.person(leader).inbox())).toContain(SECRET)
  expect(JSON.stringify(scene.person(other).inbox())).not.toContain(SECRET)
  await scene.press(leader, 'Close')
  await scene.settled()
  expect(spokenIn(scene)).not.toContain(SECRET)
})

it('on Teams, a form that is open stays open when the partner answers theirs', async () => {
  // The partner's answer shows every question about the meeting anew, and with it the card that holds the form.
  const paired = await openPair('two Teams tenants')
  const { scene, leader, other } = paired
  await scene.passTime(startOf(await book(paired)))
  await scene.until(leader, /Did you and/)
  await scene.until(other, /Did you and/)
  await scene.press(leader, 'Yes, we met')
  await scene.press(other, 'Not yet')
  await scene.settled()
  expect(scene.person(leader).form()?.title).toBe('How was your meeting?')
})

describe.each(['slack', 'teams'] as const)('on %s', (platform) => {
  const home = platform === 'slack' ? 'north' : 'east'
  const coordinator = platform === 'slack' ? 'cara' : 'kofi'
  const keys = ['ann', 'bea', 'cyd', 'dot', 'edi', 'flo']
  const openSix = async () => {
    const scene = await openScene({
      people: [],
      coordinators: [coordinator],
      figures: Object.fromEntries(
        keys.map((key, index) => [
          key,
          {
            name: `${key[0]?.toUpperCase()}${key.slice(1)} Stone`,
            in: home,
            side: index < 5 ? LEADERS : PROFESSIONALS,
          } as const,
        ]),
      ),
    })
    await scene.join(...keys)
    return scene
  }
  const answerSurvey = async (scene: Scene, key: string, answers: Record<string, string>) => {
    await scene.until(key, /Who sees what/)
    await scene.press(key, /^(Answer|Go on.*)$/)
    return scene.fill(key, answers)
  }

  it('a survey shows its rules first, keeps what was begun, and is submitted once', async () => {
    const log = listenToLog()
    const scene = await openSix()
    await answerSurvey(scene, 'ann', {
      confidence: '2',
      words: `Less ${SECRET}`,
      decision: 'Keep them, I will go on later',
    })
    scene.sees('ann', /kept for you and not sent yet/)
    await scene.press('ann', 'Go on')
    const form = scene.person('ann').form()
    expect(form?.fields.find(({ name }) => name === 'confidence')?.value).toBe('2')
    await scene.fill('ann', { belonging: '4', decision: 'Send my answers' })
    scene.sees('ann', /Your answers to the opening survey of Two Ways have been sent/)
    await scene.command('ann', 'survey')
    expect(
      scene
        .person('ann')
        .inbox()
        .at(-1)
        ?.buttons.map(({ label }) => label),
    ).not.toContain('Answer')
    await expectKept(scene, SECRET, log)
  })

  it('figures of fewer than five are suppressed, and coordinators never see the words of too few', async () => {
    const log = listenToLog()
    const scene = await openSix()
    for (const [index, key] of keys.entries())
      await answerSurvey(scene, key, {
        confidence: String((index % 5) + 1),
        ...(index < 2 ? { words: `${SECRET} ${index}` } : {}),
        decision: 'Send my answers',
      })
    await scene.until(coordinator, /survey .*(closed|results)/i)
    await scene.press(coordinator, /results/i)
    const results = scene.person(coordinator).inbox().at(-1)
    expect(results?.text).toContain('Leaders')
    expect(results?.text).toMatch(/Confidence.*3/s)
    // One professional's answer would be a name, and so would the difference between all and the leaders.
    expect(results?.text).not.toMatch(/Professionals[^\n]*: [1-5](?:\.\d)?\b/)
    expect(results?.text).not.toMatch(/(?:Everyone|All)[^\n]*6/)
    expect(results?.buttons.map(({ label }) => label)).not.toContain('In their own words')
    await expectKept(scene, SECRET, log)
  })
})
