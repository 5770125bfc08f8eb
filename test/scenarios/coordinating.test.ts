import { describe, expect, it } from 'vitest'
import { accept, meetingsOf, openPair, suggest } from './pairs.ts'
import { LEADERS, PAIR_NAMES, PROFESSIONALS } from './people.ts'
import { openScene } from './world.ts'

const NUDGE = /can be booked|Shall we find a time|Busy weeks|is still open, and there is no rush/

describe.each(PAIR_NAMES)('in %s', (name) => {
  it('nudges go to who books first, then to both, then to the coordinator, and then there is silence', async () => {
    const { scene, leader, other, coordinator } = await openPair(name)
    await scene.until(leader, NUDGE)
    expect(scene.all(other, NUDGE)).toEqual([])
    await scene.until(other, NUDGE)
    // Duologue suggests a time meanwhile; it is let pass.
    const escalated = await scene.until(coordinator, /have had nothing booked since/)
    expect(escalated.text).toContain('A friendly word often helps')
    await scene.passTime({ days: 20 })
    const silent = () =>
      [leader, other, coordinator].map(
        (key) => scene.all(key, /booked|find a time|Busy weeks|no rush/).length,
      )
    const before = silent()
    expect(scene.all(leader, NUDGE).length).toBeLessThanOrEqual(4)
    expect(scene.all(other, NUDGE).length).toBeLessThanOrEqual(3)
    await scene.passTime({ days: 90 })
    expect(silent()).toEqual(before)
    expect(scene.all(coordinator, /have had nothing booked since/)).toHaveLength(1)
  })
})

describe.each(['one Slack workspace', 'two Teams tenants'] as const)('in %s', (name) => {
  it('nudges stop at once when a meeting is booked, and when somebody pauses', async () => {
    const { scene, leader, other, coordinator } = await openPair(name)
    await scene.until(leader, NUDGE)
    await suggest(scene, leader, 'Schedule a meeting', { from: 5, most: 1 })
    await scene.until(other, /would like to meet/)
    expect(scene.sees(leader, NUDGE).buttons.map(({ label }) => label)).toContain('Schedule a meeting')
    const asking = scene.all(leader, NUDGE).length
    await accept(scene, other)
    await scene.settled()
    expect(scene.all(leader, NUDGE)).toEqual([])
    const answered = scene.all(leader, /Since this reminder, a meeting with .* has been booked/)
    expect(answered).toHaveLength(asking)
    for (const { buttons } of answered)
      expect(buttons.map(({ label }) => label)).toEqual(['My meetings', 'Home'])
    const nudges = () => [leader, other].flatMap((key) => scene.all(key, NUDGE)).length
    const nudged = nudges()
    const [meeting] = await meetingsOf(scene)
    await scene.passTime(meeting?.times[0] ?? { days: 1 })
    expect(nudges()).toBe(nudged)

    await scene.command(other, 'pause until 1 March')
    scene.sees(other, /You are paused until Monday 1 March/)
    const before = [leader, other].map((key) => scene.all(key, /./).length)
    await scene.passTime('2027-02-28T23:00:00Z')
    expect(nudges()).toBe(nudged)
    expect(scene.all(other, /./).length).toBe(before[1])
    expect(scene.all(coordinator, /nothing booked since/)).toEqual([])
    await scene.until(other, /Your pause in Two Ways ended today/)
  })
})

describe.each(['slack', 'teams'] as const)('on %s', (platform) => {
  const coordinator = platform === 'slack' ? 'cara' : 'kofi'
  const open = () =>
    openScene({
      people: ['ama', 'ben', 'dev', 'eve', 'fay'],
      coordinators: [coordinator],
      figures: {
        ivy: { name: 'Ivy Lowe', in: 'north', side: LEADERS },
        jon: { name: 'Jon Reed', in: 'east', side: PROFESSIONALS },
      },
    })

  it('an announcement is previewed, sent, followed, acknowledged, and told of who did not get it', async () => {
    const scene = await open()
    await scene.join('ama', 'ben', 'dev', 'eve', 'fay', 'ivy')
    scene.person('dev').block(true)
    await scene.command('eve', 'pause until 1 March')
    await scene.passTime('2027-01-12T15:00:00Z')

    await scene.command(coordinator, 'announce')
    const words = 'The *first* gathering is on 3 March.\n\nBring a <!channel> question & a friend.'
    await scene.fill(coordinator, { words, audience: 'Everyone who said yes', acknowledge: 'Yes' })
    const preview = scene.sees(coordinator, /Preview\./)
    expect(preview.text).toContain('Bring a <!channel> question & a friend.')
    expect(preview.text).toContain('everyone who said yes: at least 5 people, at once')
    expect(scene.all('ama', /gathering/)).toEqual([])

    await scene.press(coordinator, 'Send')
    const got = await scene.until('ama', /gathering/)
    expect(got.text).toContain('The *first* gathering')
    expect(got.text).toMatch(/Posted by .*, who coordinates Two Ways/)
    await scene.until('fay', /gathering/)
    expect(scene.all('jon', /gathering/)).toEqual([])
    for (const key of ['ama', 'fay']) {
      await scene.press(key, 'I have seen this')
      scene.sees(key, /You have said that you have seen this/)
    }
    await scene.passTime({ hours: 30 })
    expect(scene.sees(coordinator, /Announcement: /).text).toContain('Acknowledged: 2 of 4')
    await scene.passTime({ days: 15 })
    const progress = scene.sees(coordinator, /Announcement: done/)
    expect(progress.text).toContain('Acknowledged: 2 of 4')
    expect(progress.edited).toBe(true)

    await scene.press(coordinator, 'Who did not get it')
    const report = scene.sees(coordinator, /Who did not get it\n/)
    expect(report.text).toContain('2 people did not get it')
    expect(report.text).toMatch(/Dev Patel: could not be delivered, because/)
    expect(report.text).toMatch(/Eve Moreau: not sent, because it would have come too late/)

    await scene.command(coordinator, 'deliveries')
    expect(scene.person(coordinator).inbox().at(-1)?.text).not.toMatch(/undefined|null/)
  })

  it('one for a side and a time reaches that side alone, at that time of day for each of them', async () => {
    const scene = await open()
    await scene.join('ama', 'ben', 'dev', 'eve', 'fay')
    await scene.command(coordinator, 'announce')
    await scene.fill(coordinator, { words: 'Good morning.', audience: PROFESSIONALS, date: '2027-01-20' })
    const form = scene.person(coordinator).form()
    expect(
      JSON.stringify(form ?? scene.person(coordinator).inbox().at(-1)).includes('give a time as well'),
    ).toBe(true)
    await scene.fill(coordinator, {
      words: 'Good morning.',
      audience: PROFESSIONALS,
      date: '2027-01-20',
      time: '10:00',
    })
    await scene.press(coordinator, 'Schedule')
    await scene.passTime('2027-01-22T09:00:00Z')
    const times = ['ben', 'dev', 'fay'].map((key) =>
      new Date(scene.sees(key, /Good morning/).at).toISOString(),
    )
    expect(times).toEqual([
      '2027-01-20T15:00:00.000Z',
      '2027-01-20T10:00:00.000Z',
      '2027-01-20T10:00:00.000Z',
    ])
    for (const key of ['ama', 'eve', 'ivy', 'jon']) expect(scene.all(key, /Good morning/)).toEqual([])
  })

  it('a discarded preview goes to nobody, and nobody else can send it', async () => {
    const scene = await open()
    await scene.join('ama', 'fay')
    await scene.command('ama', 'announce')
    scene.sees('ama', /for the coordinators of a programme, so nothing has happened/)
    await scene.command(coordinator, 'announce')
    await scene.fill(coordinator, { words: 'Never mind.' })
    await scene.press(coordinator, 'Discard')
    await scene.passTime({ days: 3 })
    expect(scene.all('ama', /Never mind/)).toEqual([])
    expect(scene.all('fay', /Never mind/)).toEqual([])
  })
})
