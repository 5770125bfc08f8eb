import type { Progress } from '../../core/pairing.ts'
import { meanScore } from '../fit.ts'
import type { Groups, Pair } from '../groups.ts'
import { highestScore } from '../score.ts'
import type { Setting } from '../setting.ts'
import type { Table } from '../table.ts'
import { restOfPool, restOfSides } from './rest.ts'
import { type Effort, type Found, type Sought, searchTrios } from './search.ts'
import { type Ways, waysOf } from './ways.ts'

/** Three people by their place, the third of whom joins the other two. */
export interface Trio {
  pair: Pair
  third: number
}

/** Trios, and what the pairs of everybody else have to come to. */
export interface Trios {
  trios: readonly Trio[]
  /** The lowest score; the others' pairs need not raise theirs further. */
  least: number
  /** The pairs' scores and how well each third suits their pair, together with the best pairs of everybody else. */
  total: number
  /** Whether no other trios are better, whatever the pairs. False where being sure would take too long. */
  proved: boolean
}

/** Pairs, and thirds who joined some of them, as they were chosen one after the other. */
export interface OneAfterTheOther {
  matches: readonly { pair: Pair; third: number | null }[]
  /** The lowest score; null where there is no match. */
  worst: number | null
}

/** Of more people, and with more ways than these, trios are not chosen together with the pairs. */
const mostPeople = 500
const mostWays = 2_000_000

/** How much is looked at, at any rate, for each cube of people, and altogether: a second for 80 people, a few at the most. */
const effortPerCube = 150
const leastEffort = 5_000_000
const mostEffort = 400_000_000

/** Of the time allowed: often enough to see it move, seldom enough not to matter. */
const leastProgress = 0.02

/**
 * Chooses trios and pairs together: as few people without a place as possible, as few trios as that takes, the lowest
 * score as high as it goes, then the best total. Null where nothing as good as what is known was found in time. Only
 * for people who have one partnership each. `heard` is told how much of the time allowed has gone by.
 */
export function bestTrios(
  setting: Setting,
  { a, b }: Groups,
  known: OneAfterTheOther,
  heard: (progress: Progress) => void,
): Trios | null {
  const people = [...a.first, ...b.first].sort((one, other) => one - other)
  const size = people.length
  if (size > mostPeople) return null
  const apart = setting.rules.sides === 'two'
  const isRow = Uint8Array.from(people, (at) => (setting.order[at]?.side === 'a' ? 1 : 0))
  const together = setting.table(people, people, () => {})
  const mayPair = (cell: number, at: number): number =>
    apart && isRow[Math.floor(at / size)] === isRow[at % size] ? 0 : cell
  const pairs: Table = { ...together, cells: together.cells.map(mayPair) }
  const before = countsOf(known, size)
  // Where everybody has a place already, no trio is wanted that scores less than what is known.
  const from = before.alone === 0 ? (known.worst ?? 0) : 0
  const ways = waysOf(together, pairs, from, mostWays)
  if (ways === null) return null
  const rest = apart ? restOfSides(pairs, isRow) : restOfPool(pairs)
  const allowed = Math.min(mostEffort, leastEffort + effortPerCube * size ** 3)
  let left = allowed
  let told = 0
  const tell = (now: number): void => {
    const done = 1 - now / allowed
    if (done < told) return
    heard({ stage: 'assigning', done: Math.min(1, done) })
    told = done + leastProgress
  }
  let proved = true
  const search = (share: number, sought: Omit<Sought, 'pairs' | 'ways' | 'rest' | 'isRow'>): Found | null => {
    const others = left * (1 - share)
    const own: Effort = { left: left - others, spent: () => tell(others + own.left) }
    const found = searchTrios({ pairs, ways, rest, isRow: apart ? isRow : null, ...sought }, own)
    left = others + own.left
    proved &&= own.left >= 0
    return found
  }
  const anyOf = (counts: Counts, least: number): Found | null =>
    search(1 / 4, { ...counts, least, above: -1, anyWillDo: true })

  const mostMatches = apart ? Math.min(a.first.length, b.first.length) : size >> 1
  const fewer = fewestAlone(before, mostMatches, pairs, ways, (counts) => anyOf(counts, 0))
  const counts = fewer?.counts ?? before
  const { least, found: fair } = raised(fewer === null ? (known.worst ?? 0) : 0, pairs, ways, (score) =>
    anyOf(counts, score),
  )
  const first = fair ?? fewer?.found ?? null
  const above = first?.value ?? worthOf(known, setting) - 1
  const found = search(1, { ...counts, least, above, anyWillDo: false }) ?? first
  if (found === null) return null
  const person = (of: Int16Array, way: number): number => people[of[way] ?? 0] ?? 0
  return {
    trios: found.trios.map((way) => ({
      pair: [person(ways.first, way), person(ways.second, way)],
      third: person(ways.third, way),
    })),
    least,
    // A cell is a score and one more.
    total: found.value - (size - counts.alone - 3 * counts.trios) / 2,
    proved,
  }
}

/** What matches come to, as the search counts: the cells of pairs, and of trios the scores. */
function worthOf({ matches }: OneAfterTheOther, { score }: Setting): number {
  return matches.reduce((sum, { pair: [one, other], third }) => {
    const suits = third === null ? 1 : meanScore(score(third, one), score(third, other))
    return sum + score(one, other) + suits
  }, 0)
}

/** How many trios there are, and how many people without a place. */
interface Counts {
  trios: number
  alone: number
}

function countsOf({ matches }: OneAfterTheOther, people: number): Counts {
  const trios = matches.filter(({ third }) => third !== null).length
  return { trios, alone: people - 2 * matches.length - trios }
}

/** Fewer people without a place than before, and with how few trios that can be done; null where it cannot. */
function fewestAlone(
  before: Counts,
  mostMatches: number,
  pairs: Table,
  ways: Ways,
  search: (counts: Counts) => Found | null,
): { counts: Counts; found: Found } | null {
  const people = pairs.rows
  const apart = new Uint8Array(people).fill(1)
  for (let one = 0; one < people; one++) {
    if (pairs.cells.subarray(one * people, (one + 1) * people).some((cell) => cell > 0)) apart[one] = 0
  }
  for (const of of [ways.first, ways.second, ways.third]) for (const person of of) apart[person] = 0
  const cannot = apart.reduce((count, each) => count + each, 0)
  for (let alone = Math.max(cannot, people - 3 * mostMatches); alone < before.alone; alone++) {
    const placed = people - alone
    const fewest = Math.max(0, placed - 2 * mostMatches)
    for (let trios = fewest + ((placed - fewest) % 2); 3 * trios <= placed; trios += 2) {
      const found = search({ trios, alone })
      if (found !== null) return { counts: { trios, alone }, found }
    }
  }
  return null
}

/** Raises the lowest score, from one that is known to be reached, as far as it goes. */
function raised(
  from: number,
  pairs: Table,
  ways: Ways,
  search: (least: number) => Found | null,
): { least: number; found: Found | null } {
  const scores = new Set<number>()
  for (const cell of pairs.cells) if (cell - 1 > from) scores.add(cell - 1)
  for (const score of ways.score) if (score > from) scores.add(score)
  const steps = [...scores].sort((one, other) => one - other)
  let reached = -1
  let beyond = steps.length
  let found: Found | null = null
  while (reached + 1 < beyond) {
    const middle = (reached + beyond) >> 1
    const better = search(steps[middle] ?? highestScore)
    if (better === null) beyond = middle
    else {
      reached = middle
      found = better
    }
  }
  return { least: steps[reached] ?? from, found }
}
