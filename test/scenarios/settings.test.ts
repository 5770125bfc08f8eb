import { describe, expect, it } from 'vitest'
import type { Delivery } from '../../src/core/model.ts'
import { book, openPair, startOf } from './pairs.ts'
import { PAIR_NAMES } from './people.ts'
import { changeSettings } from './settings.ts'
import type { Scene } from './world.ts'

const sentBy = async (scene: Scene, flow: string): Promise<readonly Delivery[]> =>
  (await scene.store.read.deliveries.all()).filter((one) => one.flow === flow && one.state === 'sent')

const number = ({ occurrence }: Delivery): string => occurrence.split(' ')[1] ?? ''

describe.each(PAIR_NAMES)('a setting changed while Duologue runs, in %s', (name) => {
  it('moves what is still to come, and repeats nothing', async () => {
    const paired = await openPair(name)
    const { scene, leader, other } = paired
    const meeting = await book(paired)
    const end = startOf(meeting).add({ minutes: meeting.minutes })

    await changeSettings(scene, { 'check-in-after': '6 hours' })
    await scene.passTime(end.add({ minutes: 40 }))
    expect(await sentBy(scene, 'checkin')).toEqual([])
    await changeSettings(scene, { 'check-in-after': '30 minutes' })
    await scene.settled()
    expect((await sentBy(scene, 'checkin')).length).toBeGreaterThan(0)
    for (const key of [leader, other]) await scene.until(key, /Did you and .* meet/)
    expect(await sentBy(scene, 'checkin')).toHaveLength(2)

    await changeSettings(scene, { 'check-in-after': '6 days', 'reflection-after': '1' })
    await scene.passTime({ days: 5 })
    expect(await sentBy(scene, 'checkin')).toHaveLength(2)
    expect(await sentBy(scene, 'reflection')).toHaveLength(2)

    await changeSettings(scene, { 'meetings-every': '1 week', 'nudges-after': '1,2' })
    await scene.passTime({ days: 4 })
    const nudged = await sentBy(scene, 'nudge')
    expect(nudged.map(number)).toContain('1')
    await changeSettings(scene, { 'meetings-every': '2 weeks', 'nudges-after': '1,2,3' })
    await scene.passTime({ days: 30 })
    const all = await sentBy(scene, 'nudge')
    const each = all.map((one) => `${JSON.stringify(one.address)} ${number(one)}`)
    expect(each.toSorted()).toEqual([...new Set(each)].sort())
  })
})
