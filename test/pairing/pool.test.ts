import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { assignPool } from '../../src/pairing/pool/assign.ts'
import type { Table } from '../../src/pairing/table.ts'
import { randomFrom } from './shapes.ts'

/** A pool's table from a formula for pairs of different people. */
function poolFrom(people: number, cell: (one: number, other: number) => number): Table {
  const cells = new Uint16Array(people * people)
  for (let one = 0; one < people; one++) {
    for (let other = one + 1; other < people; other++) {
      cells[one * people + other] = cell(one, other)
      cells[other * people + one] = cells[one * people + other] ?? 0
    }
  }
  return { rows: people, columns: people, cells }
}

interface Verdict {
  alone: number
  worst: number | null
  total: number
}

/** The best of all pairings, by trying them all: every set of people once. */
function byTryingAll({ rows: people, cells }: Table): Verdict {
  const better = (one: Verdict, other: Verdict): boolean =>
    one.alone !== other.alone
      ? one.alone < other.alone
      : one.worst !== other.worst
        ? (one.worst ?? 20_000) > (other.worst ?? 20_000)
        : one.total > other.total
  // The lowest score first needs the fewest alone, so each threshold is tried by itself.
  const above = (least: number): Verdict => {
    const known = new Map<number, Verdict>()
    const of = (left: number): Verdict => {
      if (left === 0) return { alone: 0, worst: null, total: 0 }
      const seen = known.get(left)
      if (seen !== undefined) return seen
      const one = Math.log2(left & -left)
      const rest = left & ~(1 << one)
      const without = of(rest)
      let best: Verdict = { ...without, alone: without.alone + 1 }
      for (let other = one + 1; other < people; other++) {
        const cell = cells[one * people + other] ?? 0
        if ((rest & (1 << other)) === 0 || cell <= least) continue
        const { alone, total } = of(rest & ~(1 << other))
        const found: Verdict = { alone, worst: null, total: total + cell - 1 }
        if (better(found, best)) best = found
      }
      known.set(left, best)
      return best
    }
    return of(2 ** people - 1)
  }
  const most = above(0)
  if (most.alone === people) return { alone: people, worst: null, total: 0 }
  const worst = [...new Set(cells)]
    .filter((cell) => cell > 0 && above(cell - 1).alone === most.alone)
    .reduce((highest, cell) => Math.max(highest, cell - 1), 0)
  return { ...above(worst), worst }
}

function verdictOf(table: Table): Verdict {
  const { solution, people, primal, dual, worst } = assignPool(table, () => {})
  let alone = 0
  let total = 0
  let lowest = 20_000
  for (let one = 0; one < people; one++) {
    const other = solution.mate[one] ?? -1
    if (other >= people) alone++
    else if (one < other) {
      const cell = table.cells[one * people + other] ?? 0
      expect(cell).toBeGreaterThan(0)
      lowest = Math.min(lowest, cell - 1)
      total += cell - 1
    }
  }
  expect([primal, dual]).toEqual([total, total])
  expect(alone === people ? null : lowest).toBe(worst)
  return { alone, worst, total }
}

const pools = (most: number, cell: fc.Arbitrary<number>): fc.Arbitrary<Table> =>
  fc
    .integer({ min: 0, max: most })
    .chain((people) =>
      fc
        .array(cell, { minLength: people * people, maxLength: people * people })
        .map((cells) => poolFrom(people, (one, other) => cells[one * people + other] ?? 0)),
    )

describe('pairing one pool', () => {
  const kinds = {
    'any scores': fc.integer({ min: 1, max: 10_001 }),
    'tied scores': fc.integer({ min: 0, max: 3 }),
    'few allowed': fc.oneof(
      { weight: 1, arbitrary: fc.integer({ min: 1, max: 30 }) },
      { weight: 2, arbitrary: fc.constant(0) },
    ),
  }
  for (const [kind, cell] of Object.entries(kinds)) {
    it(`agrees with trying everything (${kind})`, () => {
      fc.assert(
        fc.property(pools(9, cell), (table) => {
          expect(verdictOf(table)).toEqual(byTryingAll(table))
        }),
        { numRuns: 500 },
      )
    })
  }

  it('agrees with trying everything for twelve people in circles of three and five', () => {
    const random = randomFrom(11)
    for (let round = 0; round < 10; round++) {
      const table = poolFrom(12, (one, other) => {
        const close = Math.floor(one / 3) === Math.floor(other / 3) || one % 5 === other % 5
        return random() < 0.2 ? 0 : Math.floor(random() * 40) + (close ? 200 : 1)
      })
      expect(verdictOf(table)).toEqual(byTryingAll(table))
    }
  })

  it('proves the pairing of larger pools, odd ones and hostile ones too', () => {
    const random = randomFrom(12)
    const liked = Array.from({ length: 200 }, random)
    const shapes: ((one: number, other: number) => number)[] = [
      () => 1 + Math.floor(random() * 10_000),
      () => (random() < 0.97 ? 0 : 1 + Math.floor(random() * 10_000)),
      () => 1 + Math.floor(random() * 3),
      (one, other) => 1 + Math.floor((liked[one] ?? 0) * (liked[other] ?? 0) * 10_000),
      (one, other) => (Math.floor(one / 3) === Math.floor(other / 3) ? 9_000 : 1 + Math.floor(random() * 50)),
      () => 0,
      () => 5_000,
    ]
    for (const people of [120, 151]) for (const shape of shapes) verdictOf(poolFrom(people, shape))
  })
})
