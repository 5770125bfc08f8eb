import type { ScorePart, Weights } from '../core/pairing.ts'
import {
  type Features,
  hoursValue,
  languagesValue,
  locationValue,
  sharedCount,
  sharedMinutes,
  wordsValue,
} from './features.ts'

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
  // With no weight at all, every pair gets the neutral value of the part that takes the rest.
  shares[taker ?? 'hours'] += rest
  return shares
}

/** The value of each part for two people, or -1 where either has not said. */
function valuesOf(features: Features, one: number, other: number): ByPart {
  const words = (mine: readonly (readonly number[])[], theirs: readonly (readonly number[])[]): number => {
    const a = mine[one] ?? []
    const b = theirs[other] ?? []
    return a.length === 0 || b.length === 0 ? -1 : wordsValue(sharedCount(a, b), a.length, b.length)
  }
  const { goals, offers, interests, languages, hourPatterns } = features
  const hoursOfOne = hourPatterns[features.hourPattern[one] ?? -1]
  const hoursOfOther = hourPatterns[features.hourPattern[other] ?? -1]
  const spoken = languages[one] ?? []
  const spokenByOther = languages[other] ?? []
  const place = features.location[one] ?? -1
  const otherPlace = features.location[other] ?? -1
  return {
    'first-learns': words(goals, offers),
    'second-learns': words(offers, goals),
    interests: words(interests, interests),
    hours:
      hoursOfOne === undefined || hoursOfOther === undefined
        ? -1
        : hoursValue(sharedMinutes(hoursOfOne, hoursOfOther, features.weeks)),
    languages:
      spoken.length === 0 || spokenByOther.length === 0
        ? -1
        : languagesValue(sharedCount(spoken, spokenByOther)),
    location: place < 0 || otherPlace < 0 ? -1 : locationValue(place === otherPlace),
  }
}

/** Where nobody's part is known, the middle. */
const middling = 5_000
/**
 * What a part that someone has not filled in counts as: its average among people who have. So saying nothing neither
 * helps nor harms. Both directions of learning share one average.
 */
export function neutralOf(features: Features, ones: readonly number[], others: readonly number[]): ByPart {
  const sums = new Map<PartName, { sum: number; count: number }>()
  for (const one of ones) {
    for (const other of others) {
      if (one === other) continue
      const values = valuesOf(features, one, other)
      for (const name of partNames) {
        if (values[name] < 0) continue
        const known = sums.get(name) ?? { sum: 0, count: 0 }
        sums.set(name, { sum: known.sum + values[name], count: known.count + 1 })
      }
    }
  }
  const average = (...names: PartName[]): number => {
    const found = names.map((name) => sums.get(name) ?? { sum: 0, count: 0 })
    const count = found.reduce((all, each) => all + each.count, 0)
    return count === 0 ? middling : Math.round(found.reduce((all, each) => all + each.sum, 0) / count)
  }
  const learning = average('first-learns', 'second-learns')
  return {
    'first-learns': learning,
    'second-learns': learning,
    interests: average('interests'),
    hours: average('hours'),
    languages: average('languages'),
    location: average('location'),
  }
}

/** A score and its parts for two people, the slow way: for the few pairs that are shown. */
export function partsOf(
  features: Features,
  shares: ByPart,
  neutral: ByPart,
  one: number,
  other: number,
): ScorePart[] {
  const values = valuesOf(features, one, other)
  return partNames.map((name) => ({
    name,
    value: values[name] < 0 ? neutral[name] : values[name],
    weight: shares[name],
    known: values[name] >= 0,
  }))
}

/** The whole score of some parts, 0 to 10,000: the same whole number as the table holds. */
export function scoreOf(parts: readonly ScorePart[]): number {
  return (parts.reduce((sum, part) => sum + part.value * part.weight, 0) + whole / 2) >>> 16
}
