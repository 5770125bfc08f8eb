import { describe, expect, it } from 'vitest'
import { book, openPair } from './pairs.ts'
import { PAIR_NAMES } from './people.ts'

describe.each(PAIR_NAMES)('in %s', (name) => {
  it('whoever suggested times has one card of the booking, told as news; their suggestion says when, and then that it is off', async () => {
    const paired = await openPair(name)
    const { scene, leader, other } = paired
    await book(paired)
    await scene.settled()
    const buttons = () => scene.all(leader, /./).flatMap((shown) => shown.buttons.map(({ label }) => label))
    expect(scene.all(leader, /Waiting for/)).toEqual([])
    expect(buttons()).not.toContain('Take it back')
    expect(buttons()).not.toContain('Change the times')
    expect(scene.all(leader, /You are meeting/)).toEqual([scene.sees(leader, /It is settled/)])
    expect(scene.all(leader, /^Settled: /)).toHaveLength(1)
    expect(buttons().filter((label) => label === 'Reschedule')).toHaveLength(1)

    await scene.press(other, 'Cancel')
    await scene.settled()
    expect(buttons()).not.toContain('Reschedule')
    expect(scene.all(leader, /^The meeting on .* is cancelled\.$/)).toHaveLength(2)
    expect(scene.all(leader, /cannot make the meeting/)).toHaveLength(1)
  })
})
