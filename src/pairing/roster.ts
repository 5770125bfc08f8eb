import { PairingError } from './errors.ts'
import type { Hours, Person, Rules } from './types.ts'

/** Comparison by code units: the same on every machine, whatever its language. */
function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** A 32-bit hash of a seed and a text (FNV-1a with a final mix), good enough to shuffle by. */
function hash(seed: number, text: string): number {
  let h = (0x811c9dc5 ^ Math.imul(seed | 0, 0x9e3779b1)) | 0
  for (let at = 0; at < text.length; at++) h = Math.imul(h ^ text.charCodeAt(at), 0x01000193)
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}

/**
 * The people in an order that depends on their ids and the seed alone. Everything after this breaks ties by
 * position, so the seed decides between equally good pairings and the order of the input does not.
 */
export function inSeededOrder(people: readonly Person[], seed: number): Person[] {
  return people
    .map((person) => ({ person, key: hash(seed, person.id) }))
    .sort((a, b) => a.key - b.key || byText(a.person.id, b.person.id))
    .map(({ person }) => person)
}

/** At most this many people of each side are compared to find what is usual. */
const sampled = 16

/** The people of whom the ids hash lowest, as they are found one after another. */
function lowest() {
  const found: { at: number; key: number; id: string }[] = []
  return {
    found,
    add: (at: number, key: number, id: string): void => {
      const isLower = (other: { key: number; id: string }): boolean =>
        key < other.key || (key === other.key && id < other.id)
      let place = found.length
      for (let before = found[place - 1]; before && isLower(before); before = found[place - 1]) place--
      if (place >= sampled) return
      found.splice(place, 0, { at, key, id })
      if (found.length > sampled) found.pop()
    },
  }
}

/**
 * Some people of each side, in one pool of all, as places in the list: always the same ones, whatever the seed and the
 * order. Any part of the list that holds them has the same sample.
 */
export function sampleOf<P>(
  people: readonly P[],
  personOf: (one: P) => Pick<Person, 'id' | 'side'>,
  { sides }: Pick<Rules, 'sides'>,
): { a: number[]; b: number[] } {
  const [a, b] = [lowest(), lowest()]
  people.forEach((one, at) => {
    const { id, side } = personOf(one)
    const key = hash(0, id)
    if (sides === 'one' || side === 'a') a.add(at, key, id)
    if (sides === 'one' || side === 'b') b.add(at, key, id)
  })
  return { a: a.found.map(({ at }) => at), b: b.found.map(({ at }) => at) }
}

/** Throws a `PairingError` that names the first thing that makes no sense. */
export function assertValid(people: readonly Person[], rules: Rules, seed: number): void {
  const refuse = (message: string): never => {
    throw new PairingError('invalid-input', message)
  }
  if (!Number.isSafeInteger(seed)) refuse('The seed has to be a whole number.')
  for (const [name, weight] of Object.entries(rules.weights)) {
    if (!Number.isSafeInteger(weight) || weight < 0 || weight > mostWeight) {
      refuse(`The weight of ${name} has to be a whole number from 0 to ${mostWeight}.`)
    }
  }
  const ids = new Set<string>()
  for (const person of people) {
    if (ids.has(person.id)) refuse(`Two people have the id ${person.id}.`)
    ids.add(person.id)
    if (!Number.isSafeInteger(person.capacity) || person.capacity < 0) {
      refuse(`The capacity of ${person.id} has to be a whole number, 0 or more.`)
    }
    if (!Number.isSafeInteger(person.partners) || person.partners < 0) {
      refuse(`The number of partners of ${person.id} has to be a whole number, 0 or more.`)
    }
    if (person.weeklyHours.some((stretch) => !isWithinWeeks(stretch))) {
      refuse(`The hours of ${person.id} have to end after they start, within ${mostWeeks} weeks.`)
    }
  }
}

/** Keeps the shares of a score within whole numbers. */
const mostWeight = 1_000_000
/** Sample weeks: a few show every clock change of a year. */
const mostWeeks = 8
const mostMinutes = mostWeeks * 7 * 24 * 60

const isWithinWeeks = ({ startsAt, endsAt }: Hours): boolean =>
  startsAt >= 0 && endsAt > startsAt && endsAt <= mostMinutes
