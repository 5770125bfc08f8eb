import type { ScorePart, Weights } from '../core/pairing.ts'
import {
  type Features,
  hoursValue,
  languagesValue,
  locationValue,
  sharedCount,
  wordsValue,
} from './features.ts'

/** What two people score whom nothing could suit better. */
export const highestScore = 10_000

type PartName = ScorePart['name']

/** The whole of the weights once they are shares; a power of two, so that a score is a shift away. */
const whole = 65_536

/** In the order in which parts are listed everywhere. */
const partNames = ['first-learns', 'second-learns', 'interests', 'hours', 'languages', 'location'] as const

/** A value per part. */
export type ByPart = Readonly<Record<PartName, number>>

/** Weights as shares of 65,536 that add up exactly; the two directions of learning get the same. */
export function sharesOf(weights: Weights): ByPart {
  const { goals, interests, hours, languages, location } = weights
  const total = goals + interests + hours + languages + location
  const share = (weight: number): number => (total === 0 ? 0 : Math.floor((weight * whole) / total))
  const learning = Math.floor(share(goals) / 2)
  const shares = {
    'first-learns': learning,
    'second-learns': learning,
    interests: share(interests),
    hours: share(hours),
    languages: share(languages),
    location: share(location),
  }
  const rest = whole - Object.values(shares).reduce((sum, value) => sum + value, 0)
  const others = ['hours', 'interests', 'location', 'languages'] as const
  const taker = others.find((name) => shares[name] > 0)
  // With no weight at all, hours decide.
  shares[taker ?? 'hours'] += rest
  return shares
}

/** What two people have in one part, 0 to 10,000; -1 where either has not said. */
type Value = (one: number, other: number) => number

function wordsIn(mine: readonly (readonly number[])[], theirs: readonly (readonly number[])[]): Value {
  return (one, other) => {
    const a = mine[one] ?? []
    const b = theirs[other] ?? []
    return a.length === 0 || b.length === 0 ? -1 : wordsValue(sharedCount(a, b), a.length, b.length)
  }
}

function valuesOf(features: Features): Readonly<Record<PartName, Value>> {
  const { goals, offers, interests, languages, location, hourPattern, hourPatterns } = features
  return {
    'first-learns': wordsIn(goals, offers),
    'second-learns': wordsIn(offers, goals),
    interests: wordsIn(interests, interests),
    hours: (one, other) => {
      const mine = hourPatterns[hourPattern[one] ?? -1]
      const theirs = hourPatterns[hourPattern[other] ?? -1]
      return mine === undefined || theirs === undefined ? -1 : hoursValue(mine, theirs)
    },
    languages: (one, other) => {
      const mine = languages[one] ?? []
      const theirs = languages[other] ?? []
      return mine.length === 0 || theirs.length === 0 ? -1 : languagesValue(sharedCount(mine, theirs))
    },
    location: (one, other) => {
      const mine = location[one] ?? -1
      const theirs = location[other] ?? -1
      return mine < 0 || theirs < 0 ? -1 : locationValue(mine === theirs)
    },
  }
}

/** Where nobody's part is known, the middle. */
const middling = 5_000

/**
 * What a part that someone has not filled in counts as: its average among people who have. So saying nothing neither
 * helps nor harms. Both directions of learning share one average. Parts that everybody has filled in are not averaged.
 */
export function neutralOf(features: Features, ones: readonly number[], others: readonly number[]): ByPart {
  const values = valuesOf(features)
  const average = (isMissing: boolean, ...names: PartName[]): number => {
    if (!isMissing) return middling
    let sum = 0
    let count = 0
    for (const name of names) {
      const value = values[name]
      // For each of many pairs: counting loops take a third as long as loops over the lists, until they are compiled.
      for (let row = 0; row < ones.length; row++) {
        const one = ones[row] ?? 0
        for (let column = 0; column < others.length; column++) {
          const other = others[column] ?? 0
          const found = one === other ? -1 : value(one, other)
          if (found < 0) continue
          sum += found
          count++
        }
      }
    }
    return count === 0 ? middling : Math.round(sum / count)
  }
  const { goals, offers, interests, hourPattern, languagePattern, location } = features
  const hasNone = (said: readonly (readonly number[])[]): boolean => said.some((words) => words.length === 0)
  const learning = average(hasNone(goals) || hasNone(offers), 'first-learns', 'second-learns')
  return {
    'first-learns': learning,
    'second-learns': learning,
    interests: average(hasNone(interests), 'interests'),
    hours: average(hourPattern.includes(-1), 'hours'),
    languages: average(languagePattern.includes(-1), 'languages'),
    location: average(location.includes(-1), 'location'),
  }
}

/** Who has not said what a part takes of the first, and of the second. */
function silenceIn({
  goals,
  offers,
  interests,
  languages,
  location,
  hourPattern,
  usualHours,
}: Features): Readonly<Record<PartName, readonly [Silence, Silence]>> {
  const none =
    (said: readonly (readonly number[])[]): Silence =>
    (at) =>
      (said[at] ?? []).length === 0
  const same = (silence: Silence) => [silence, silence] as const
  return {
    'first-learns': [none(goals), none(offers)],
    'second-learns': [none(offers), none(goals)],
    interests: same(none(interests)),
    hours: same((at) => usualHours[at] === true || (hourPattern[at] ?? -1) < 0),
    languages: same(none(languages)),
    location: same((at) => (location[at] ?? -1) < 0),
  }
}

type Silence = (at: number) => boolean

/** A score and its parts for two people, the slow way: for the few pairs that are shown. */
export function partsOf(
  features: Features,
  shares: ByPart,
  neutral: ByPart,
): (one: number, other: number) => ScorePart[] {
  const values = valuesOf(features)
  const silence = silenceIn(features)
  return (one, other) =>
    partNames.map((name) => {
      const value = values[name](one, other)
      const known = value >= 0
      const part = { name, value: known ? value : neutral[name], weight: shares[name], known }
      const [first, second] = [silence[name][0](one), silence[name][1](other)]
      return first || second ? { ...part, silent: first && second ? 'both' : 'one' } : part
    })
}

/** The whole score of some parts, 0 to 10,000: the same whole number as the table holds. */
export function scoreOf(parts: readonly ScorePart[]): number {
  return (parts.reduce((sum, part) => sum + part.value * part.weight, 0) + whole / 2) >>> 16
}
