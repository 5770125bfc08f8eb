import { expect, test } from 'vitest'
import { othersTurn } from '../../src/store/turns.ts'

/** Works for so long that others are due for a turn. */
const work = (): void => {
  const until = performance.now() + 10
  while (performance.now() < until);
}

/** Counts the turns of the event loop from now on. */
const counting = (): { readonly count: () => number; readonly stop: () => void } => {
  let turns = 0
  let next = setImmediate(function count() {
    turns += 1
    next = setImmediate(count)
  })
  return { count: () => turns, stop: () => clearImmediate(next) }
}

test('whoever has worked for a while gives others a turn', async () => {
  const turns = counting()
  work()
  await othersTurn()
  expect(turns.count()).toBeGreaterThan(0)
  turns.stop()
})

test('of several that work for long at once, each goes on in a turn of its own', async () => {
  const turns = counting()
  work()
  const went = await Promise.all(
    [1, 2, 3].map(async () => {
      await othersTurn()
      work()
      return turns.count()
    }),
  )
  expect(new Set(went).size).toBe(3)
  turns.stop()
})
