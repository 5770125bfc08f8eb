import munkres from 'munkres'
import { defaultWeights } from '../../src/core/pairing.ts'
import { alternativesOf } from '../../src/pairing/alternatives.ts'
import { assign } from '../../src/pairing/assign.ts'
import { type Person, propose, type Rules } from '../../src/pairing/index.ts'
import { assignPool } from '../../src/pairing/pool/assign.ts'
import { settingOf } from '../../src/pairing/setting.ts'
import type { Table } from '../../src/pairing/table.ts'
import { randomFrom } from '../pairing/shapes.ts'

const sizes = [40, 500, 2_000, 5_000, 10_000]
/** Above these sizes the others take minutes or more memory than a small machine has. */
const mostForPlain = 5_000
const mostForMunkres = 2_000

const week = 7 * 24 * 60
const seed = 1

export const rules: Rules = {
  weights: defaultWeights,
  sides: 'two',
  organisations: 'different',
  odd: 'trio',
  fixed: [],
  earlierPartners: [],
}

const letters = 'abcdefghijklmnopqrstuvwxyz'
const wordsOf = (prefix: string, count: number): string[] =>
  Array.from(
    { length: count },
    (_, at) => `${prefix}${letters[at % 26] ?? ''}${letters[(at * 7) % 25] ?? ''}x`,
  )

/** A made-up programme with the habits of real ones: few subjects that many want, offices in several zones, gaps. */
export function programmeOf(size: number): Person[] {
  const random = randomFrom(size)
  const below = (limit: number): number => Math.floor(random() * limit)
  const subjects = wordsOf('subject', 60)
  const pastimes = wordsOf('pastime', 40)
  // Some things are on many people's minds, most on few.
  const some = (from: readonly string[], count: number): string[] =>
    Array.from({ length: count }, () => from[Math.floor(random() * random() * from.length)] ?? '')
  const one = (side: 'a' | 'b', at: number): Person => {
    const opens = (4 + below(10)) * 60
    const closes = opens + (6 + below(3)) * 60
    return {
      id: `${side}${at}`,
      name: `Person ${side}${at}`,
      side,
      organisation: `organisation ${below(Math.max(12, size / 50))}`,
      location: random() < 0.2 ? null : `city ${below(20)}`,
      languages: random() < 0.1 ? [] : random() < 0.3 ? ['en', 'fr'] : ['en'],
      goals: some(subjects, 1 + below(4)),
      offers: some(subjects, 1 + below(4)),
      interests: some(pastimes, below(4)),
      weeklyHours:
        random() < 0.1
          ? []
          : Array.from({ length: 10 }, (_, day) => {
              const midnight = Math.floor(day / 5) * week + (day % 5) * 24 * 60
              return { startsAt: midnight + opens, endsAt: midnight + closes }
            }),
      capacity: 1,
      partners: 0,
      notWith: random() < 0.05 ? [`${side === 'a' ? 'b' : 'a'}${below(size)}`] : [],
      managerId: null,
      absence: null,
    }
  }
  return (['a', 'b'] as const).flatMap((side) => Array.from({ length: size }, (_, at) => one(side, at)))
}

/** Short runs are repeated, and the shortest counts: the first ones measure the compiler. */
const repeatsFor = (size: number): number => (size <= 500 ? 8 : size <= 2_000 ? 3 : 1)

const best = (size: number, work: () => number): number =>
  Math.min(...Array.from({ length: repeatsFor(size) }, work))

const timed = <T>(work: () => T): [T, number] => {
  const start = performance.now()
  const result = work()
  return [result, performance.now() - start]
}

/** The table of scores, and how long it took from people to table. */
function scored(people: readonly Person[]): [Table, number] {
  return timed(() => {
    const setting = settingOf(people, rules, seed)
    const side = (wanted: 'a' | 'b'): number[] =>
      setting.order.flatMap((person, at) => (person.side === wanted ? [at] : []))
    return setting.table(side('a'), side('b'), () => {})
  })
}

/** The fair pairing with its proof and everyone's next best. */
function solved(table: Table): number {
  const [, time] = timed(() =>
    alternativesOf(
      assign({
        table,
        firstRows: table.rows,
        firstColumns: table.columns,
        furtherRows: new Int32Array(table.rows),
        furtherColumns: new Int32Array(table.columns),
      }),
    ),
  )
  return time
}

/** The textbook way: shortest augmenting paths from empty, in flat arrays; the best total only. */
function plain({ rows, columns, cells }: Table): number {
  const forbidden = 100_000_000
  const costs = Float64Array.from(cells, (cell) => (cell === 0 ? forbidden : -cell))
  const [, time] = timed(() => {
    const u = new Float64Array(rows + 1)
    const v = new Float64Array(columns + 1)
    const match = new Int32Array(columns + 1)
    const way = new Int32Array(columns + 1)
    const least = new Float64Array(columns + 1)
    const used = new Uint8Array(columns + 1)
    for (let row = 1; row <= rows; row++) {
      match[0] = row
      least.fill(Number.POSITIVE_INFINITY)
      used.fill(0)
      let at = 0
      do {
        used[at] = 1
        const from = match[at] ?? 0
        const start = (from - 1) * columns - 1
        const base = u[from] ?? 0
        let delta = Number.POSITIVE_INFINITY
        let next = 0
        for (let column = 1; column <= columns; column++) {
          if (used[column] === 1) continue
          const cost = (costs[start + column] ?? 0) - base - (v[column] ?? 0)
          if (cost < (least[column] ?? 0)) {
            least[column] = cost
            way[column] = at
          }
          if ((least[column] ?? 0) < delta) {
            delta = least[column] ?? 0
            next = column
          }
        }
        for (let column = 0; column <= columns; column++) {
          if (used[column] === 1) {
            const of = match[column] ?? 0
            u[of] = (u[of] ?? 0) + delta
            v[column] = (v[column] ?? 0) - delta
          } else least[column] = (least[column] ?? 0) - delta
        }
        at = next
      } while (match[at] !== 0)
      while (at !== 0) {
        const before = way[at] ?? 0
        match[at] = match[before] ?? 0
        at = before
      }
    }
    return match
  })
  return time
}

function byMunkres({ rows, columns, cells }: Table): number {
  const costs = Array.from({ length: rows }, (_, row) =>
    Array.from({ length: columns }, (_, column) => {
      const cell = cells[row * columns + column] ?? 0
      return cell === 0 ? 100_000_000 : -cell
    }),
  )
  const [, time] = timed(() => munkres(costs))
  return time
}

/** How many people the bench of one pool has. */
const poolSize = 1_000

/** One pool: the fair pairing with its proof, and how much of the bound it reaches. */
function pooled(): { time: number; share: number } {
  const people = programmeOf(poolSize / 2)
  const pool: Rules = { ...rules, sides: 'one' }
  const setting = settingOf(people, pool, seed)
  const everyone = people.map((_, at) => at)
  const table = setting.table(everyone, everyone, () => {})
  let share = 0
  const time = best(poolSize, () => {
    const [{ primal, dual }, taken] = timed(() => assignPool(table, () => {}))
    share = primal / dual
    return taken
  })
  return { time, share }
}

interface Line {
  size: number
  cold: number | null
  scoring: number
  solving: number
  peak: number
}

const milliseconds = (value: number | null): string =>
  value === null ? '-' : value.toFixed(value < 100 ? 1 : 0)
const ratio = (ours: number, theirs: number | null): string =>
  theirs === null ? '-' : (ours / theirs).toFixed(2)
const print = (cells: readonly string[]): void =>
  console.log(cells.map((cell) => cell.padStart(11)).join(' '))

/**
 * Prints time and peak memory of pairing, scoring apart from solving, beside a plain dense solver and npm munkres,
 * which find the best total only: not the highest lowest score, no proof, no reasons. Ours go first and in order of
 * size, so that the peak of the process is theirs. A number on the command line leaves out larger sizes.
 */
export async function run(): Promise<void> {
  const most = Number(process.argv.find((argument) => /^\d+$/.test(argument)) ?? Number.POSITIVE_INFINITY)
  const wanted = sizes.filter((size) => size <= most)
  const lines = wanted.map((size): Line => {
    const people = programmeOf(size)
    // The whole, as a programme of ordinary size meets it: the first pairing since the process started.
    const cold = size === sizes[0] ? timed(() => propose(people, rules, seed))[1] : null
    const [table, first] = scored(people)
    const solving = best(size, () => solved(table))
    // A second table of the largest size would count towards the peak.
    const scoring = repeatsFor(size) === 1 ? first : best(size, () => scored(people)[1])
    return { size, cold, scoring, solving, peak: process.resourceUsage().maxRSS / 1_024 }
  })
  console.log(
    'Pairing, milliseconds; N people a side. "Solve" is fair, proved and with everyone\'s next best.',
  )
  print([
    'a side',
    'whole cold',
    'score',
    'solve',
    'peak MB',
    'plain',
    'munkres',
    'solve/plain',
    'solve/munk.',
  ])
  for (const { size, cold, scoring, solving, peak } of lines) {
    const needed = size <= mostForPlain || size <= mostForMunkres
    const table = needed ? scored(programmeOf(size))[0] : null
    const dense = table !== null && size <= mostForPlain ? best(size, () => plain(table)) : null
    const other = table !== null && size <= mostForMunkres ? best(size, () => byMunkres(table)) : null
    print([
      String(size),
      milliseconds(cold),
      milliseconds(scoring),
      milliseconds(solving),
      peak.toFixed(0),
      milliseconds(dense),
      milliseconds(other),
      ratio(solving, dense),
      ratio(solving, other),
    ])
  }
  const { time, share } = pooled()
  console.log(
    `One pool of ${poolSize}: ${milliseconds(time)} ms, ${(share * 100).toFixed(3)} % of the bound.`,
  )
}
