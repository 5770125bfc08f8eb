import { setImmediate } from 'node:timers/promises'

/** For how many milliseconds work may go on before whatever else waits in this process gets a turn. */
const HELD_MS = 5

let since = performance.now()
let last: Promise<void> = Promise.resolve()

/**
 * Lets others go on where this thread has worked for a while: SQLite and the memory answer at once, so a thousand
 * answers would follow one another with nothing between them. Of several that wait for it, each goes on in a turn of its
 * own, or their stretches of work would add up.
 */
export const othersTurn = async (): Promise<void> => {
  if (performance.now() - since < HELD_MS) return
  last = last.then(() => setImmediate())
  await last
  since = performance.now()
}
