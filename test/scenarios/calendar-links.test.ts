import { describe, expect, it } from 'vitest'
import { book, openCalendar, openPair } from './pairs.ts'

const withLink = /Add to calendar|You are meeting|is cancelled/

describe.each(['one Slack workspace', 'two Teams tenants'] as const)('in %s', (name) => {
  it('a new calendar link closes every earlier one, and a cancelled entry still says so', async () => {
    const paired = await openPair(name)
    const { scene, leader, other } = paired
    await book(paired)
    const old = await Promise.all(
      [leader, other].map((key) => openCalendar(scene.sees(key, /You are meeting/))),
    )
    expect(old.map(({ status }) => status)).toEqual([200, 200])

    await scene.passTime({ minutes: 5 })
    await scene.press(other, 'New calendar link')
    await scene.settled()
    for (const { url } of old) expect((await fetch(url)).status).toBe(410)
    const fresh = await Promise.all([leader, other].map((key) => openCalendar(scene.sees(key, withLink))))
    expect(fresh.map(({ status }) => status)).toEqual([200, 200])
    const [uid, newUid] = [old[0], fresh[0]].map((one) => /UID:(\S+)/.exec(one?.body ?? '')?.[1])
    expect(newUid).toBe(uid)

    await scene.press(leader, 'Cancel')
    await scene.settled()
    for (const { url } of fresh)
      expect(await fetch(url).then((response) => response.text())).toContain('STATUS:CANCELLED')
  })
})
