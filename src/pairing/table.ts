import type { Constraints } from './constraints.ts'
import {
  type Features,
  hoursValue,
  languagesValue,
  locationValue,
  sharedCount,
  wordsValue,
} from './features.ts'
import type { ByPart } from './score.ts'
import type { Rules } from './types.ts'
import { mostWords } from './words.ts'

/**
 * Scores of every row with every column, row after row: 0 where the pair is forbidden, else its score plus one.
 * So one comparison tells both whether a pair is allowed and whether it is good enough.
 */
export interface Table {
  rows: number
  columns: number
  cells: Uint16Array<ArrayBuffer>
}

/** Gives a table's memory back at once, and not when it is next tidied: the largest thing there is, when it has served. */
export function release({ cells }: Table): void {
  // Whatever is moved away is forgotten young, and so first to be tidied.
  structuredClone(cells.buffer, { transfer: [cells.buffer] })
}

/** One bit of a shape: set sizes and counts side by side, so that a contribution is one look-up. */
const stride = mostWords + 1

/** For each word, the columns that have it, in one flat list. */
function columnsByWord(lists: readonly (readonly number[])[], columns: readonly number[]): Int32Array[] {
  const found = new Map<number, number[]>()
  for (const [at, person] of columns.entries()) {
    for (const word of lists[person] ?? []) {
      const known = found.get(word)
      if (known === undefined) found.set(word, [at])
      else known.push(at)
    }
  }
  const flat: Int32Array[] = []
  for (const [word, list] of found) flat[word] = Int32Array.from(list)
  return flat
}

/** What a row's word count is worth at each size of the other's set and each number of shared words. */
function fillContributions(
  into: Int32Array,
  size: number,
  largest: number,
  weight: number,
  neutral: number,
): void {
  for (let other = 0; other <= largest; other++) {
    const unknown = size === 0 || other === 0
    for (let shared = 0; shared <= Math.min(size, other); shared++) {
      into[other * stride + shared] = weight * (unknown ? neutral : wordsValue(shared, size, other))
    }
  }
}

/** A family of contributions by size, made when first asked for; `sizes` are the columns' own, times the stride. */
function contributionsBySize(
  sizes: Uint16Array,
  weight: number,
  neutral: number,
): (size: number) => Int32Array {
  const largest = sizes.reduce((most, size) => Math.max(most, size), 0) / stride
  const made: Int32Array[] = []
  return (size) => {
    const known = made[size]
    if (known !== undefined) return known
    const fresh = new Int32Array((largest + 1) * stride)
    fillContributions(fresh, size, largest, weight, neutral)
    made[size] = fresh
    return fresh
  }
}

/** A row of contributions by the column's pattern; the last entry is for columns that have not said. */
function patternRows(
  patterns: number,
  weight: number,
  neutral: number,
  value: (mine: number, theirs: number) => number,
): (mine: number) => Int32Array {
  const made = new Map<number, Int32Array>()
  return (mine) => {
    const known = made.get(mine)
    if (known !== undefined) return known
    const row = new Int32Array(patterns + 1).fill(weight * neutral)
    if (mine >= 0) {
      for (let theirs = 0; theirs < patterns; theirs++) {
        const found = value(mine, theirs)
        row[theirs] = found < 0 ? -1 : weight * found
      }
    }
    // Rows whose pattern nobody shares would fill the memory and never be asked for again.
    if (made.size * patterns < mostCached) made.set(mine, row)
    return row
  }
}

/** 16 MB of cached contributions. */
const mostCached = 4_000_000

const lengths = (lists: readonly (readonly number[])[], columns: readonly number[]): Uint16Array =>
  Uint16Array.from(columns, (person) => (lists[person]?.length ?? 0) * stride)

/** Columns' patterns, with "not said" as the last entry of a row. */
const patternsOf = (patterns: Int32Array, count: number, columns: readonly number[]): Int32Array =>
  Int32Array.from(columns, (person) => {
    const pattern = patterns[person] ?? -1
    return pattern < 0 ? count : pattern
  })

/** For each group that people are in, the columns that are in it. */
function columnsOf(groups: Int32Array, columns: readonly number[]): ReadonlyMap<number, readonly number[]> {
  const found = new Map<number, number[]>()
  for (const [at, person] of columns.entries()) {
    const group = groups[person] ?? -1
    const known = found.get(group)
    if (known === undefined) found.set(group, [at])
    else known.push(at)
  }
  return found
}

/** Forbids all of a row's columns but some. */
function keepOnly(columns: readonly number[], cells: Uint16Array): void {
  const kept = columns.map((column) => cells[column] ?? 0)
  cells.fill(0)
  for (const [at, column] of columns.entries()) cells[column] = kept[at] ?? 0
}

/** Which of a row's contributions each column gets, side by side. */
interface ColumnFacts {
  tongueOf: Int32Array
  hourOf: Int32Array
  placeOf: Int32Array
}

/** One row's contributions, and for words, which of them each column gets: by the size of its set and how many are shared. */
interface RowFacts {
  byTongue: Int32Array
  byHours: Int32Array
  byPlace: Int32Array
  byLearnt: Int32Array
  byTaught: Int32Array
  byLiked: Int32Array
  learnt: Uint16Array
  taught: Uint16Array
  liked: Uint16Array
}

/** Scores one row. Everything it reads is a small flat table, because it runs once for every pair there could be. */
function fillRow(cells: Uint16Array, start: number, all: ColumnFacts, one: RowFacts): void {
  const { tongueOf, hourOf, placeOf } = all
  const { byTongue, byHours, byPlace, byLearnt, byTaught, byLiked, learnt, taught, liked } = one
  const width = tongueOf.length
  for (let column = 0; column < width; column++) {
    const tongue = byTongue[tongueOf[column] ?? 0] ?? 0
    if (tongue < 0) continue
    const sum =
      tongue +
      (byHours[hourOf[column] ?? 0] ?? 0) +
      (byPlace[placeOf[column] ?? 0] ?? 0) +
      (byLearnt[learnt[column] ?? 0] ?? 0) +
      (byTaught[taught[column] ?? 0] ?? 0) +
      (byLiked[liked[column] ?? 0] ?? 0)
    cells[start + column] = ((sum + 32_768) >>> 16) + 1
  }
}

/**
 * Scores all pairs of `rows` and `columns`, row by row; `scored` hears each row. Both are places in the list of people,
 * each at most once.
 */
export function tableOf(
  features: Features,
  constraints: Constraints,
  rules: Rules,
  shares: ByPart,
  neutral: ByPart,
  rows: readonly number[],
  columns: readonly number[],
  scored: (row: number) => void,
): Table {
  const width = columns.length
  const cells = new Uint16Array(rows.length * width)
  const { goals, offers, interests, location } = features
  const offering = columnsByWord(offers, columns)
  const hoping = columnsByWord(goals, columns)
  const sharing = columnsByWord(interests, columns)
  const offerSizes = lengths(offers, columns)
  const goalSizes = lengths(goals, columns)
  const interestSizes = lengths(interests, columns)
  const firstLearns = contributionsBySize(offerSizes, shares['first-learns'], neutral['first-learns'])
  const secondLearns = contributionsBySize(goalSizes, shares['second-learns'], neutral['second-learns'])
  const alike = contributionsBySize(interestSizes, shares.interests, neutral.interests)

  const hourCount = features.hourPatterns.length
  const hourRows = patternRows(hourCount, shares.hours, neutral.hours, (mine, theirs) => {
    const one = features.hourPatterns[mine]
    const other = features.hourPatterns[theirs]
    return one && other ? hoursValue(one, other, features.weeks) : 0
  })
  const hourOf = patternsOf(features.hourPattern, hourCount, columns)
  const tongueCount = features.languagePatterns.length
  const tongueRows = patternRows(tongueCount, shares.languages, neutral.languages, (mine, theirs) => {
    const shared = sharedCount(features.languagePatterns[mine] ?? [], features.languagePatterns[theirs] ?? [])
    return shared === 0 ? -1 : languagesValue(shared)
  })
  const tongueOf = patternsOf(features.languagePattern, tongueCount, columns)
  const placeCount = location.reduce((most, place) => Math.max(most, place), -1) + 1
  const placeRows = patternRows(placeCount, shares.location, neutral.location, (mine, theirs) =>
    locationValue(mine === theirs),
  )
  const columnFacts: ColumnFacts = { tongueOf, hourOf, placeOf: patternsOf(location, placeCount, columns) }
  const columnOf = new Map(columns.map((person, at) => [person, at]))
  const colleagues = columnsOf(constraints.organisation, columns)
  const learnt = new Uint16Array(width)
  const taught = new Uint16Array(width)
  const liked = new Uint16Array(width)
  const count = (
    into: Uint16Array,
    sizes: Uint16Array,
    words: readonly number[] | undefined,
    byWord: readonly Int32Array[],
  ): void => {
    into.set(sizes)
    for (const word of words ?? []) {
      const list = byWord[word]
      if (list === undefined) continue
      for (let at = 0; at < list.length; at++) {
        const column = list[at] ?? 0
        into[column] = (into[column] ?? 0) + 1
      }
    }
  }
  for (const [row, person] of rows.entries()) {
    count(learnt, offerSizes, goals[person], offering)
    count(taught, goalSizes, offers[person], hoping)
    count(liked, interestSizes, interests[person], sharing)
    const start = row * width
    fillRow(cells, start, columnFacts, {
      byTongue: tongueRows(features.languagePattern[person] ?? -1),
      byHours: hourRows(features.hourPattern[person] ?? -1),
      byPlace: placeRows(location[person] ?? -1),
      byLearnt: firstLearns(goals[person]?.length ?? 0),
      byTaught: secondLearns(offers[person]?.length ?? 0),
      byLiked: alike(interests[person]?.length ?? 0),
      learnt,
      taught,
      liked,
    })
    const own = colleagues.get(constraints.organisation[person] ?? -1) ?? []
    if (rules.organisations === 'different') for (const column of own) cells[start + column] = 0
    if (rules.organisations === 'same') keepOnly(own, cells.subarray(start, start + width))
    for (const others of [constraints.kept(person).keys(), constraints.team(person)]) {
      for (const other of others) {
        const column = columnOf.get(other)
        if (column !== undefined) cells[start + column] = 0
      }
    }
    const itself = columnOf.get(person)
    if (itself !== undefined) cells[start + itself] = 0
    scored(row)
  }
  return { rows: rows.length, columns: width, cells }
}
