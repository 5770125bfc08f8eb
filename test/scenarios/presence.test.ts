import { describe, expect, it } from 'vitest'
import { book, meetingsOf, openCalendar, openPair, suggest } from './pairs.ts'
import { PAIR_NAMES, PARTS, PEOPLE } from './people.ts'
import { openScene, type Scene } from './world.ts'

const last = (scene: Scene, key: string) => {
  const message = scene.person(key).inbox().at(-1)
  if (!message) throw new Error(`${key} sees nothing.`)
  return message
}
const firstName = (key: keyof typeof PEOPLE) => PEOPLE[key].name.split(' ')[0] ?? ''

/** Who leaves is told the truth about returning, and whom to turn to. */
const NO_WAY_BACK = /cannot bring you back into Two Ways[\s\S]*grace\.obi@listening\.example/

describe.each(PAIR_NAMES)('in %s', (name) => {
  it('whoever leaves is gone at once; the partner hears neutral words, and the meeting is off in both calendars', async () => {
    const paired = await openPair(name)
    const { scene, leader, other, coordinator } = paired
    await book(paired)
    const link = await openCalendar(scene.sees(other, /You are meeting/))
    expect(link.body).toContain('STATUS:CONFIRMED')
    await scene.command(leader, 'leave')
    expect(scene.sees(leader, /You need give no reason/).text).toContain('Leaving is for good')
    expect((await meetingsOf(scene)).some(({ state }) => state === 'booked')).toBe(true)
    await scene.press(leader, 'Leave the programme')
    expect(scene.sees(leader, /You have left Two Ways/).text).toMatch(NO_WAY_BACK)

    const told = await scene.until(other, /so your pairing has ended/)
    expect(told.text).toContain(`${firstName(leader)} has left Two Ways`)
    expect(told.text).toContain('need give no reason')
    await scene.until(coordinator, /has left Two Ways/)
    expect((await meetingsOf(scene)).some(({ state }) => state === 'booked')).toBe(false)
    expect(await fetch(link.url).then((response) => response.text())).toContain('STATUS:CANCELLED')

    const offers = /^(Schedule|Find a time|Suggest|See possible|Reschedule|Cancel|Write|Pause for a while)/
    for (const key of [leader, other])
      expect(
        scene
          .all(key, /./)
          .filter(({ buttons }) => buttons.some(({ label }) => offers.test(label)))
          .map(({ text }) => text),
      ).toEqual([])

    const before = scene.person(leader).inbox().length
    await scene.passTime({ days: 60 })
    expect(scene.person(leader).inbox()).toHaveLength(before)
    expect(scene.all(other, /Did you and|tomorrow/)).toEqual([])
    await scene.command(leader, 'home')
    expect(last(scene, leader).text).toContain('You have left Two Ways')
    expect(last(scene, leader).text).toMatch(NO_WAY_BACK)
    await scene.command(leader, 'contact')
    expect(last(scene, leader).text).toContain('grace.obi@listening.example')
    await scene.command(leader, 'schedule')
    expect(last(scene, leader).text).not.toMatch(/undefined|null/)
    expect((await meetingsOf(scene)).filter(({ state }) => state === 'proposed')).toEqual([])
  })
})

describe.each(['one Slack workspace', 'two Teams tenants'] as const)('in %s', (name) => {
  it('whoever thinks better of leaving stays, and nobody was told', async () => {
    const { scene, leader, other, coordinator } = await openPair(name)
    await scene.command(leader, 'leave')
    await scene.press(leader, 'Stay')
    scene.sees(leader, /nobody was told/)
    await scene.passTime({ hours: 30 })
    expect(scene.all(other, /has left/)).toEqual([])
    expect(scene.all(coordinator, /has left/)).toEqual([])
  })

  it('a pause holds back everything but the booked meeting, and ends with a word', async () => {
    const paired = await openPair(name)
    const { scene, leader, other } = paired
    await suggest(scene, leader, /^Schedule/, { from: 4, most: 1 })
    await scene.until(other, /would like to meet/)
    await scene.press(other, 'Yes, book it')
    await scene.command(leader, 'please pause until 29 january')
    const paused = scene.sees(leader, /You are paused until Friday 29 January/)
    expect(paused.text).toContain('These stay booked')
    await scene.passTime('2027-01-28T20:00:00Z')
    const since = scene.all(leader, /./).filter(({ at, from }) => at > paused.at && from === 'bot')
    expect(since.map(({ text }) => text.split('\n')[0])).toEqual([
      `You are meeting ${firstName(other)} tomorrow`,
      `You are meeting ${firstName(other)} today`,
    ])
    await scene.command(leader, 'resume')
    scene.sees(leader, /Welcome back. Your pause has ended/)
    await scene.command(leader, 'resume')
    scene.sees(leader, /You are not paused, so there is nothing to resume/)
  })

  it('a pause whose day cannot be read, or is past, or too far away, changes nothing and asks', async () => {
    const { scene, leader } = await openPair(name)
    for (const [words, says] of [
      ['pause until the cows come home', 'could not read that as a day'],
      ['pause until 1 January 2020', 'not ahead of us'],
      ['pause until 1 January 2029', 'at most 6 months'],
    ] as const) {
      await scene.command(leader, words)
      expect(scene.person(leader).form()?.text).toContain(says)
      await scene.person(leader).dismiss()
    }
    const people = await scene.store.read.participants.of(scene.programme.id)
    expect(people.every(({ pausedUntil }) => pausedUntil === null)).toBe(true)
    await scene.command(leader, 'pause')
    await scene.fill(leader, { until: '2027-02-01' })
    scene.sees(leader, /You are paused until Monday 1 February/)
  })
})

describe.each(['slack', 'teams'] as const)('on %s', (platform) => {
  const { leader, professional, coordinator, stranger } = PARTS[platform]
  const open = async () => {
    const scene = await openScene({ people: [leader, professional], coordinators: [coordinator] })
    await scene.join(leader, professional)
    await scene.pair(coordinator)
    return scene
  }

  it('every word is answered for a participant, in any case and with courtesies, with a next step', async () => {
    const scene = await open()
    for (const [words, says] of [
      ['', /You are paired with/],
      ['home', /You are paired with/],
      ['HELP please', /Type one of these words/],
      ['Hi there, help', /Type one of these words/],
      ['show me my status', /This is everything that I hold about you/],
      ['contact', /grace\.obi@listening\.example/],
      ['meetings', /You have no meetings/],
      ['survey', /opening survey/],
      ['reflect', /A quiet place to write/],
      ['check-in', /There is no meeting to look back on yet/],
      ['resume', /You are not paused/],
      ['/mentoring help', /Type one of these words/],
    ] as const) {
      if (words === '' && platform === 'teams') continue
      await scene.command(leader, words)
      const shown = last(scene, leader)
      expect(shown.text, words).toMatch(says)
      expect(shown.text, words).not.toMatch(/undefined|null|\[object/)
      expect(shown.buttons.length, words).toBeGreaterThan(0)
      expect(shown.buttons.length, words).toBeLessThanOrEqual(7)
    }
  })

  it('help lists what this person may do, and no more', async () => {
    const scene = await open()
    const helpFor = async (key: string) => {
      await scene.command(key, 'help')
      return last(scene, key).text
    }
    expect(await helpFor(leader)).not.toContain('announce')
    expect(await helpFor(leader)).toContain('schedule')
    expect(await helpFor(coordinator)).toContain('announce')
    expect(await helpFor(coordinator)).not.toContain('reflect:')
    const strangers = await helpFor(stranger)
    expect(strangers).not.toMatch(/schedule|announce/)
  })

  it('an unknown word names the nearest, a sentence gets a kind answer that names the contact, and neither is kept', async () => {
    const scene = await open()
    await scene.command(leader, 'shedule')
    expect(last(scene, leader).text).toMatch(/schedule/)
    await scene.person(leader).say('I feel awful about what my manager said, indigo-walrus')
    const kind = last(scene, leader)
    expect(kind.text).toContain('grace.obi@listening.example')
    expect(kind.text).toContain('no person reads what you type here')
    expect((await scene.databaseBytes()).includes('indigo-walrus')).toBe(false)
    await scene.command(leader, 'overview')
    scene.sees(leader, /“overview” is for the coordinators of a programme, so nothing has happened/)
  })

  it('a stranger in no programme is answered kindly, and nothing of a participant is theirs', async () => {
    const scene = await open()
    for (const words of ['hello', 'home', 'status', 'schedule', 'announce', 'contact']) {
      await scene.command(stranger, words)
      const shown = last(scene, stranger)
      expect(shown.from, words).toBe('bot')
      expect(shown.text, words).not.toMatch(/undefined|null|Ama|Eve|Fay|Ben/)
      expect(shown.buttons.length, words).toBeGreaterThan(0)
    }
    scene.sees(stranger, /“schedule” is for people in a programme, and you are in none here/)
  })

  if (platform === 'slack')
    it('the home tab shows the partner and what is open', async () => {
      const scene = await open()
      const home = await scene.person(leader).home()
      expect(home?.text).toContain(PEOPLE[professional].name)
      expect(home?.buttons.map(({ label }) => label)).toContain('Schedule')
      const strangers = await scene.person(stranger).home()
      expect(strangers?.text).toContain('You are not in a programme here')
    })
})
