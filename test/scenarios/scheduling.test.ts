import { describe, expect, it } from 'vitest'
import { accept, book, clockOf, meetingsOf, openCalendar, openPair, startOf, suggest } from './pairs.ts'
import { PAIR_NAMES, PEOPLE } from './people.ts'

const firstName = (key: keyof typeof PEOPLE) => PEOPLE[key].name.split(' ')[0] ?? ''
const calendarMessage = /Add to calendar|You are meeting|is cancelled/

describe.each(PAIR_NAMES)('in %s', (name) => {
  it('a suggested time is accepted, moved and cancelled, and both calendars follow', async () => {
    const { scene, leader, other } = await openPair(name)
    const offered = await suggest(scene, leader)
    expect(offered).toHaveLength(3)
    const asked = await scene.until(other, /would like to meet/)
    expect(asked.text).toContain(firstName(leader))
    await accept(scene, other, 1)
    const [meeting] = (await meetingsOf(scene)).filter(({ state }) => state === 'booked')
    if (!meeting) throw new Error('Nothing was booked.')
    const at = startOf(meeting)

    const settled = scene.sees(leader, /It is settled/)
    const theirs = scene.sees(other, new RegExp(`You are meeting ${firstName(leader)}`))
    expect(settled.text).toContain(`at ${clockOf(leader, at)}`)
    expect(theirs.text).toContain(`at ${clockOf(other, at)}`)
    if (clockOf(leader, at) !== clockOf(other, at))
      expect(settled.text).toContain(`${clockOf(other, at)} for ${firstName(other)}`)
    for (const shown of [settled, theirs])
      expect(shown.buttons.map(({ label }) => label)).toEqual(
        expect.arrayContaining(['Reschedule', 'Cancel']),
      )

    const link = await openCalendar(settled)
    expect(link.status).toBe(200)
    const told = Buffer.from(new URL(link.url).pathname.split(/[/.]/)[2] ?? '', 'base64url').toString()
    expect(told).toContain('[')
    expect(told).not.toMatch(/\b(ama|ben|dev|fay|eve|gil)\b|@/i)
    const start = at.toString({ smallestUnit: 'second' }).replaceAll(/[-:]/g, '')
    expect(link.body).toContain(`DTSTART:${start}`)
    expect(link.body).toContain('STATUS:CONFIRMED')
    const uid = /UID:(\S+)/.exec(link.body)?.[1]
    const sequence = Number(/SEQUENCE:(\d+)/.exec(link.body)?.[1])
    expect(link.body.split('\r\n').every((line) => Buffer.byteLength(line) <= 75)).toBe(true)

    await suggest(scene, other, 'Reschedule', { from: 4, most: 1 })
    await scene.until(leader, /would like to move your meeting/)
    expect(scene.sees(leader, /would like to move your meeting/).text).toContain('stands until then')
    await accept(scene, leader)
    const [moved] = (await meetingsOf(scene)).filter(({ state }) => state === 'booked')
    expect(moved?.id).toBe(meeting.id)
    expect(moved && startOf(moved).equals(at)).toBe(false)
    const after = await fetch(link.url).then((response) => response.text())
    expect(after).toContain(`UID:${uid}`)
    const sequenceAfter = Number(/SEQUENCE:(\d+)/.exec(after)?.[1])
    expect(sequenceAfter).toBeGreaterThan(sequence)
    expect(after).not.toContain(`DTSTART:${start}`)

    await scene.press(leader, 'Cancel')
    await scene.until(other, /is cancelled/)
    expect(scene.sees(other, /cannot make the meeting/).text).toContain(firstName(leader))
    const cancelled = await fetch(link.url).then((response) => response.text())
    expect(cancelled).toContain('STATUS:CANCELLED')
    expect(Number(/SEQUENCE:(\d+)/.exec(cancelled)?.[1])).toBeGreaterThan(sequenceAfter)
    const before = [leader, other].map((key) => scene.all(key, /You are meeting .* (today|tomorrow)/).length)
    await scene.passTime({ days: 30 })
    expect(
      [leader, other].map((key) => scene.all(key, /You are meeting .* (today|tomorrow)/).length),
    ).toEqual(before)
    expect(scene.all(other, /Did you and/)).toEqual([])
  })

  it('a partner who declines, or suggests others, is heard', async () => {
    const { scene, leader, other } = await openPair(name)
    await suggest(scene, leader)
    await scene.until(other, /would like to meet/)
    await scene.press(other, 'Decline')
    expect(scene.sees(other, /You have declined/).text).not.toContain('undefined')
    await scene.until(leader, new RegExp(`None of the times suits ${firstName(other)}`))

    await suggest(scene, leader, 'Suggest other times', { from: 3 })
    await scene.until(other, /would like to meet/)
    await suggest(scene, other, 'Suggest other times', { from: 6, most: 2 })
    await scene.until(leader, new RegExp(`${firstName(other)} would like to meet`))
    await accept(scene, leader)
    expect(scene.sees(leader, /You are meeting/).text).toContain(firstName(other))
    expect((await meetingsOf(scene)).filter(({ state }) => state === 'booked')).toHaveLength(1)
  })
})

describe.each(['one Slack workspace', 'two Teams tenants'] as const)('in %s', (name) => {
  it('both are reminded a day and an hour before, and asked afterwards', async () => {
    const paired = await openPair(name)
    const { scene, leader, other } = paired
    await suggest(scene, leader, /^Schedule/, { from: 5, most: 1 })
    await scene.until(other, /would like to meet/)
    await accept(scene, other)
    const [meeting] = (await meetingsOf(scene)).filter(({ state }) => state === 'booked')
    if (!meeting) throw new Error('Nothing was booked.')
    const at = startOf(meeting)
    await scene.passTime(at)
    for (const key of [leader, other]) {
      const reminders = scene.simulator
        .received()
        .filter(
          ({ seenBy, raw }) =>
            seenBy.includes(scene.person(key).person.id) && /A reminder:/.test(JSON.stringify(raw)),
        )
      expect(reminders.map(({ at: sent }) => (at.epochMilliseconds - sent) / 3_600_000)).toEqual([24, 1])
    }
    await scene.until(leader, /Did you and/)
    await scene.until(other, /Did you and/)
    expect(scene.now().since(at).total('hours')).toBeGreaterThanOrEqual(3)
  })

  it('two who accept different times at once end with one meeting, and both see the same time', async () => {
    const { scene, leader, other } = await openPair(name)
    await suggest(scene, leader)
    const message = await scene.until(other, /would like to meet/)
    const [one, two] = message.buttons.filter(({ label }) => /^\w+day /.test(label))
    if (!one || !two) throw new Error('There are too few times.')
    const door = scene.person(other)
    await Promise.all([door.press(message, one.id), door.press(message, two.id)])
    await scene.settled()
    const booked = (await meetingsOf(scene)).filter(({ state }) => state === 'booked')
    expect(booked).toHaveLength(1)
    const [meeting] = booked
    if (!meeting) return
    for (const key of [leader, other])
      expect(scene.sees(key, /You are meeting/).text).toContain(`at ${clockOf(key, startOf(meeting))}`)
    expect(scene.all(leader, /It is settled/)).toHaveLength(1)
  })

  it('a time that has passed cannot be accepted, and the person is told what can be done', async () => {
    const { scene, leader, other } = await openPair(name)
    await suggest(scene, leader, /^Schedule/, { most: 1 })
    const message = await scene.until(other, /would like to meet/)
    const [button] = message.buttons
    if (!button) throw new Error('There is no button.')
    const [meeting] = await meetingsOf(scene)
    if (!meeting) throw new Error('Nothing was suggested.')
    await scene.passTime(startOf(meeting).add({ minutes: 1 }))
    await scene.person(other).press(message, button.id)
    expect((await meetingsOf(scene)).some(({ state }) => state === 'booked')).toBe(false)
    scene.sees(other, /have passed without an answer/)
    await suggest(scene, other, 'Choose new times')
    await scene.until(leader, /would like to meet/)
  })

  it('a suggestion that is taken back can no longer be accepted', async () => {
    const { scene, leader, other } = await openPair(name)
    await suggest(scene, leader)
    const before = await scene.until(other, /would like to meet/)
    const [button] = before.buttons
    await scene.press(leader, 'Take it back')
    await scene.settled()
    expect(scene.all(other, /no longer on offer/)).toHaveLength(1)
    await scene.person(other).press(before, button?.id ?? '')
    expect((await meetingsOf(scene)).some(({ state }) => state === 'booked')).toBe(false)
  })

  it('an introduction stays to be read after its button has been used', async () => {
    // Its message becomes the suggestion, and with it go the profile, the address and the opening questions.
    const { scene, leader } = await openPair(name === 'one Slack workspace' ? 'two Slack workspaces' : name)
    await suggest(scene, leader)
    expect(scene.all(leader, /^Meet /)).toHaveLength(1)
  })

  it('a calendar link lets whoever leaves take the meeting out of their calendar, and a forged or old one never opens', async () => {
    const paired = await openPair(name)
    const { scene, leader, other } = paired
    await book(paired)
    const mine = await openCalendar(scene.sees(leader, calendarMessage))
    const theirs = await openCalendar(scene.sees(other, calendarMessage))
    expect([mine.status, theirs.status]).toEqual([200, 200])
    const forged = await fetch(mine.url.replace(/.{6}(\.ics)?$/, 'AAAAAA$1'))
    expect(forged.status).toBe(410)

    await scene.command(leader, 'leave')
    await scene.press(leader, 'Leave the programme')
    await scene.settled()
    for (const { url } of [mine, theirs])
      expect(await fetch(url).then((response) => response.text())).toContain('STATUS:CANCELLED')

    await scene.passTime({ days: 15 })
    for (const { url } of [mine, theirs]) {
      const late = await fetch(url)
      expect(late.status).toBe(410)
      expect(await late.text()).not.toMatch(/unchanged|cancelled|booked/)
    }
  })

  it('where nobody books, a time is suggested that one tap of each settles', async () => {
    const { scene, leader, other } = await openPair(name)
    await scene.until(leader, /How about meeting/)
    await accept(scene, leader)
    scene.sees(leader, new RegExp(`Waiting for ${firstName(other)}`))
    await scene.until(other, /How about meeting|A time to meet/)
    await accept(scene, other)
    expect((await meetingsOf(scene)).filter(({ state }) => state === 'booked')).toHaveLength(1)
    scene.sees(leader, /You are meeting/)
  })
})
