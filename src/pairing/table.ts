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

/** Sizes of a set of words and numbers of shared ones, side by side, so that what they contribute is one look-up. */
const stride = mostWords + 1

/** A part of the score that is about words in common. */
interface WordPart {
  mine: readonly (readonly number[])[]
  /** How many words each column has. */
  sizes: readonly number[]
  /** For each word, the columns that have it. */
  having: readonly (readonly number[])[]
  /** How many contributions a row has. */
  length: number
  /** The contributions of a row with so many words: one for each size of a column's set and number of shared words. */
  contributions(size: number): Int32Array
}

function wordPart(
  mine: readonly (readonly number[])[],
  theirs: readonly (readonly number[])[],
  columns: readonly number[],
  weight: number,
  neutral: number,
): WordPart {
  const having: number[][] = []
  columns.forEach((person, at) => {
    theirs[person]?.forEach((word) => {
      having[word] ??= []
      having[word].push(at)
    })
  })
  const sizes = columns.map((person) => theirs[person]?.length ?? 0)
  const length = (sizes.reduce((most, size) => Math.max(most, size), 0) + 1) * stride
  const made: Int32Array[] = []
  return {
    mine,
    sizes,
    having,
    length,
    contributions: (size) => {
      const known = made[size]
      if (known !== undefined) return known
      const fresh = new Int32Array(length)
      for (let other = 0; other * stride < length; other++) {
        const unknown = size === 0 || other === 0
        for (let shared = 0; shared <= Math.min(size, other); shared++) {
          fresh[other * stride + shared] = weight * (unknown ? neutral : wordsValue(shared, size, other))
        }
      }
      made[size] = fresh
      return fresh
    },
  }
}

/** A part of the score that is about patterns, of which many people mostly share a few. */
interface PatternPart {
  patterns: Int32Array
  /** How many contributions a row has: one for each pattern of a column, and the last for columns that have not said. */
  length: number
  /** The contributions of a row of this pattern. */
  contributions(mine: number): Int32Array
}

function patternPart(
  patterns: Int32Array,
  columns: readonly number[],
  weight: number,
  neutral: number,
  value: (mine: number, theirs: number) => number,
): PatternPart {
  const count = patterns.reduce((most, pattern) => Math.max(most, pattern), -1) + 1
  const present = new Set(columns.map((person) => patterns[person] ?? -1))
  const made = new Map<number, Int32Array>()
  return {
    patterns,
    length: count + 1,
    contributions: (mine) => {
      const known = made.get(mine)
      if (known !== undefined) return known
      const row = new Int32Array(count + 1).fill(weight * neutral)
      if (mine >= 0) {
        present.forEach((theirs) => {
          if (theirs < 0) return
          const found = value(mine, theirs)
          row[theirs] = found < 0 ? -1 : weight * found
        })
      }
      // Rows whose pattern nobody shares would fill the memory and never be asked for again.
      if (made.size * count < mostCached) made.set(mine, row)
      return row
    },
  }
}

/** 16 MB of cached contributions. */
const mostCached = 4_000_000

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

/** How many parts of each kind there are. */
const ofEach = 3

/**
 * Scores one row. It runs once for every pair there could be, so it reads few and flat lists: `worth` holds the row's
 * contributions of all parts, and the others tell, three for each column, which of them are the column's. A first one
 * below zero means that the two may not be paired.
 */
function fillRow(cells: Uint16Array, patterns: Int32Array, words: Uint16Array, worth: Int32Array): void {
  for (let column = 0; column < cells.length; column++) {
    const at = ofEach * column
    const first = worth[patterns[at] ?? 0] ?? 0
    if (first < 0) continue
    const sum =
      first +
      (worth[patterns[at + 1] ?? 0] ?? 0) +
      (worth[patterns[at + 2] ?? 0] ?? 0) +
      (worth[words[at] ?? 0] ?? 0) +
      (worth[words[at + 1] ?? 0] ?? 0) +
      (worth[words[at + 2] ?? 0] ?? 0)
    cells[column] = ((sum + 32_768) >>> 16) + 1
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
  const { goals, offers, interests } = features
  const wordParts = [
    wordPart(goals, offers, columns, shares['first-learns'], neutral['first-learns']),
    wordPart(offers, goals, columns, shares['second-learns'], neutral['second-learns']),
    wordPart(interests, interests, columns, shares.interests, neutral.interests),
  ]
  const patternParts = [
    patternPart(features.languagePattern, columns, shares.languages, neutral.languages, (mine, theirs) => {
      const shared = sharedCount(
        features.languagePatterns[mine] ?? [],
        features.languagePatterns[theirs] ?? [],
      )
      return shared === 0 ? -1 : languagesValue(shared)
    }),
    patternPart(features.hourPattern, columns, shares.hours, neutral.hours, (mine, theirs) => {
      const one = features.hourPatterns[mine]
      const other = features.hourPatterns[theirs]
      return one && other ? hoursValue(one, other) : 0
    }),
    patternPart(features.location, columns, shares.location, neutral.location, (mine, theirs) =>
      locationValue(mine === theirs),
    ),
  ]
  const begins: number[] = []
  let length = 0
  for (const part of [...wordParts, ...patternParts]) {
    begins.push(length)
    length += part.length
  }
  const worth = new Int32Array(length)
  const patterns = new Int32Array(ofEach * width)
  const wordless = new Uint16Array(ofEach * width)
  wordParts.forEach(({ sizes }, part) => {
    sizes.forEach((size, column) => {
      wordless[ofEach * column + part] = (begins[part] ?? 0) + size * stride
    })
  })
  patternParts.forEach(({ patterns: all, length: count }, part) => {
    columns.forEach((person, column) => {
      const pattern = all[person] ?? -1
      patterns[ofEach * column + part] = (begins[ofEach + part] ?? 0) + (pattern < 0 ? count - 1 : pattern)
    })
  })
  const words = new Uint16Array(ofEach * width)
  const columnOf = new Map(columns.map((person, at) => [person, at]))
  const colleagues = columnsOf(constraints.organisation, columns)

  rows.forEach((person, row) => {
    words.set(wordless)
    wordParts.forEach(({ mine, having, contributions }, part) => {
      const said = mine[person] ?? []
      worth.set(contributions(said.length), begins[part])
      said.forEach((word) => {
        countShared(words, part, having[word] ?? [])
      })
    })
    patternParts.forEach(({ patterns: all, contributions }, part) => {
      worth.set(contributions(all[person] ?? -1), begins[ofEach + part])
    })
    const own = cells.subarray(row * width, (row + 1) * width)
    fillRow(own, patterns, words, worth)
    const together = colleagues.get(constraints.organisation[person] ?? -1) ?? []
    if (rules.organisations === 'different') for (const column of together) own[column] = 0
    if (rules.organisations === 'same') keepOnly(together, own)
    for (const others of [constraints.kept(person).keys(), constraints.team(person)]) {
      for (const other of others) {
        const column = columnOf.get(other)
        if (column !== undefined) own[column] = 0
      }
    }
    const itself = columnOf.get(person)
    if (itself !== undefined) own[itself] = 0
    scored(row)
  })
  return { rows: rows.length, columns: width, cells }
}

/** One more shared word in a part, for all columns that have it. */
function countShared(words: Uint16Array, part: number, having: readonly number[]): void {
  for (let at = 0; at < having.length; at++) {
    const place = ofEach * (having[at] ?? 0) + part
    words[place] = (words[place] ?? 0) + 1
  }
}
