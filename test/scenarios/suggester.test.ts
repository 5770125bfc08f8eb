import { describe, expect, it } from 'vitest'
import { book, openPair } from './pairs.ts'
import { PAIR_NAMES } from './people.ts'

describe.each(PAIR_NAMES)('in %s', (name) => {
  it('the card of whoever suggested times shows the booking, and then that it is off', async () => {
    const paired = await openPair(name)
    const { scene, leader, other } = paired
    await book(paired)
    await scene.settled()
    const buttons = () => scene.all(leader, /./).flatMap((shown) => shown.buttons.map(({ label }) => label))
    expect(scene.all(leader, /Waiting for/)).toEqual([])
    expect(buttons()).not.toContain('Take it back')
    expect(buttons()).not.toContain('Change the times')
    expect(scene.all(leader, /You are meeting/)).toHaveLength(2)

    await scene.press(other, 'Cancel')
    await scene.settled()
    expect(buttons()).not.toContain('Reschedule')
  })
})
