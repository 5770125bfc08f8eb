import type { Constraints } from './constraints.ts'
import {
  type Features,
  hoursValue,
  languagesValue,
  locationValue,
  sharedCount,
  sharedMinutes,
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
  sizes: Int32Array,
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

const lengths = (lists: readonly (readonly number[])[], columns: readonly number[]): Int32Array =>
  Int32Array.from(columns, (person) => (lists[person]?.length ?? 0) * stride)

/** Columns' patterns, with "not said" as the last entry of a row. */
const patternsOf = (patterns: Int32Array, count: number, columns: readonly number[]): Int32Array =>
  Int32Array.from(columns, (person) => {
    const pattern = patterns[person] ?? -1
    return pattern < 0 ? count : pattern
  })

/** What is known of all columns, side by side. */
interface ColumnFacts {
  offerSizes: Int32Array
  goalSizes: Int32Array
  interestSizes: Int32Array
  hourOf: Int32Array
  tongueOf: Int32Array
  placeOf: Int32Array
  employerOf: Int32Array
  samePlace: number
  otherPlace: number
  unknownPlace: number
  barSame: boolean
  barOther: boolean
}

/** What is known of one row: contributions by what a column has, and words shared with each column. */
interface RowFacts {
  byLearnt: Int32Array
  byTaught: Int32Array
  byLiked: Int32Array
  byHours: Int32Array
  byTongue: Int32Array
  learnt: Uint8Array
  taught: Uint8Array
  liked: Uint8Array
  place: number
  employer: number
}

/** Scores one row. Everything it reads is a small flat table, because it runs once for every pair there could be. */
function fillRow(cells: Uint16Array, start: number, all: ColumnFacts, one: RowFacts): void {
  const { offerSizes, goalSizes, interestSizes, hourOf, tongueOf, placeOf, employerOf } = all
  const { samePlace, otherPlace, unknownPlace, barSame, barOther } = all
  const { byLearnt, byTaught, byLiked, byHours, byTongue, learnt, taught, liked, place, employer } = one
  const width = employerOf.length
  for (let column = 0; column < width; column++) {
    const tongue = byTongue[tongueOf[column] ?? 0] ?? 0
    if (tongue < 0 || (employer === employerOf[column] ? barSame : barOther)) continue
    const theirPlace = placeOf[column] ?? -1
    const where = place < 0 || theirPlace < 0 ? unknownPlace : place === theirPlace ? samePlace : otherPlace
    const sum =
      tongue +
      where +
      (byHours[hourOf[column] ?? 0] ?? 0) +
      (byLearnt[(offerSizes[column] ?? 0) + (learnt[column] ?? 0)] ?? 0) +
      (byTaught[(goalSizes[column] ?? 0) + (taught[column] ?? 0)] ?? 0) +
      (byLiked[(interestSizes[column] ?? 0) + (liked[column] ?? 0)] ?? 0)
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
    return one && other ? hoursValue(sharedMinutes(one, other, features.weeks)) : 0
  })
  const hourOf = patternsOf(features.hourPattern, hourCount, columns)
  const tongueCount = features.languagePatterns.length
  const tongueRows = patternRows(tongueCount, shares.languages, neutral.languages, (mine, theirs) => {
    const shared = sharedCount(features.languagePatterns[mine] ?? [], features.languagePatterns[theirs] ?? [])
    return shared === 0 ? -1 : languagesValue(shared)
  })
  const tongueOf = patternsOf(features.languagePattern, tongueCount, columns)
  const placeOf = Int32Array.from(columns, (person) => location[person] ?? -1)
  const employerOf = Int32Array.from(columns, (person) => constraints.organisation[person] ?? -1)
  const columnOf = new Map(columns.map((person, at) => [person, at]))
  const samePlace = shares.location * locationValue(true)
  const otherPlace = shares.location * locationValue(false)
  const unknownPlace = shares.location * neutral.location

  const columnFacts: ColumnFacts = {
    offerSizes,
    goalSizes,
    interestSizes,
    hourOf,
    tongueOf,
    placeOf,
    employerOf,
    samePlace,
    otherPlace,
    unknownPlace,
    barSame: rules.organisations === 'different',
    barOther: rules.organisations === 'same',
  }
  const learnt = new Uint8Array(width)
  const taught = new Uint8Array(width)
  const liked = new Uint8Array(width)
  const count = (
    into: Uint8Array,
    words: readonly number[] | undefined,
    byWord: readonly Int32Array[],
  ): void => {
    into.fill(0)
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
    count(learnt, goals[person], offering)
    count(taught, offers[person], hoping)
    count(liked, interests[person], sharing)
    const byLearnt = firstLearns(goals[person]?.length ?? 0)
    const byTaught = secondLearns(offers[person]?.length ?? 0)
    const byLiked = alike(interests[person]?.length ?? 0)
    const byHours = hourRows(features.hourPattern[person] ?? -1)
    const byTongue = tongueRows(features.languagePattern[person] ?? -1)
    fillRow(cells, row * width, columnFacts, {
      byLearnt,
      byTaught,
      byLiked,
      byHours,
      byTongue,
      learnt,
      taught,
      liked,
      place: location[person] ?? -1,
      employer: constraints.organisation[person] ?? -1,
    })
    const start = row * width
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
