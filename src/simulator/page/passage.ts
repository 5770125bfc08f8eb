import type { Product } from './product.ts'
import type { ClockState, Move } from './protocol.ts'

/** Moves time on, one way at a time. */
export interface Passage {
  /** Begins a move, in place of one that is under way; resolves when it has ended. */
  go(move: Move): Promise<void>
  readonly pace: ClockState['pace']
  readonly jump: ClockState['jump']
}

export interface PassageOptions {
  readonly product: Pick<Product, 'now' | 'step' | 'morningAfter'>
  /** How many messages have met their end so far, answers to people's own acts left out. */
  readonly happened: () => number
  /** Called after every step, and when the pace changes. */
  readonly onStep: () => void
  /** Waits so many real milliseconds. */
  readonly pause: (ms: number) => Promise<void>
}

const HOUR = 3_600_000
const WEEK = 7 * 24 * HOUR
/** Nobody is kept waiting for the next thing for longer than this. */
const NEXT_WITHIN = 8 * WEEK
/** Playing, an hour passes in a second: so often a second, and so much each time. */
const PLAY_EVERY_MS = 100
const PLAY_STEP = HOUR / 10

export const createPassage = ({ product, happened, onStep, pause }: PassageOptions): Passage => {
  let pace: ClockState['pace'] = 'own'
  let jump: ClockState['jump'] = null
  /** The move under way; a new one takes its place, and waits until it has ended. */
  let current = 0
  let ended: Promise<void> = Promise.resolve()

  const goTo = async (until: number, mine: number, enough: () => boolean): Promise<void> => {
    while (mine === current && product.now() < until && !enough()) {
      await product.step(until)
      onStep()
      // Lets requests and presses in between the steps of a long jump.
      await pause(0)
    }
  }

  const jumpTo = async (to: number, mine: number, enough = () => false): Promise<void> => {
    pace = 'jump'
    jump = { from: product.now(), to }
    onStep()
    await goTo(to, mine, enough)
  }

  const play = async (mine: number): Promise<void> => {
    pace = 'play'
    while (mine === current) {
      await goTo(product.now() + PLAY_STEP, mine, () => false)
      await pause(PLAY_EVERY_MS)
    }
  }

  const perform = (move: Move, mine: number): Promise<void> => {
    const now = product.now()
    switch (move) {
      case 'hour':
        return jumpTo(now + HOUR, mine)
      case 'week':
        return jumpTo(now + WEEK, mine)
      case 'morning':
        return jumpTo(product.morningAfter(now), mine)
      case 'next': {
        const before = happened()
        return jumpTo(now + NEXT_WITHIN, mine, () => happened() > before)
      }
      case 'play':
        return play(mine)
      case 'stop':
        return Promise.resolve()
    }
  }

  return {
    get pace() {
      return pace
    },
    get jump() {
      return jump
    },
    go(move) {
      const mine = ++current
      const before = ended
      ended = before
        .catch(() => {})
        .then(async () => {
          if (mine !== current) return
          try {
            await perform(move, mine)
          } finally {
            pace = 'own'
            jump = null
            onStep()
          }
        })
      return ended
    },
  }
}
