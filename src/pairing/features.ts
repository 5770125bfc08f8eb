import { languagesOnce } from './languages.ts'
import type { Hours, Person } from './types.ts'
import { mostWords, plainName, type Reading, readingOnce, stemNumbers } from './words.ts'

/** A quarter of an hour: fine enough for any time zone's offset. */
const slotMinutes = 15
const slotsPerWeek = (7 * 24 * 60) / slotMinutes
/** 32-bit words for one week of slots. */
const wordsPerWeek = slotsPerWeek / 32

/** The slots that someone can meet in, as bits of sample weeks one after another. */
export interface Slots {
  bits: Int32Array
  /** For each sample week, the places in `bits` where anything is set: of a usual week, half of them. */
  busy: readonly (readonly number[])[]
}

/** What people said, as numbers: built once, read by every comparison. Indices are places in the list of people. */
export interface Features {
  /** Ids of distinct stems; goals and offers share one vocabulary, interests have their own. */
  goals: readonly (readonly number[])[]
  offers: readonly (readonly number[])[]
  interests: readonly (readonly number[])[]
  languages: readonly (readonly number[])[]
  /** Id of a place, or -1. */
  location: Int32Array
  /** Which of `hourPatterns` and `languagePatterns` is theirs: people mostly share a few. -1: not said. */
  hourPattern: Int32Array
  languagePattern: Int32Array
  hourPatterns: readonly Slots[]
  /** Whether their hours are the usual ones. */
  usualHours: readonly boolean[]
  languagePatterns: readonly (readonly number[])[]
  read: Reading
}

function numbering(): (text: string) => number {
  const known = new Map<string, number>()
  return (text) => {
    const id = known.get(text) ?? known.size
    known.set(text, id)
    return id
  }
}

function slotsOf(person: Person, weeks: number): Slots {
  const bits = new Int32Array(weeks * wordsPerWeek)
  person.weeklyHours.forEach(({ startsAt, endsAt }) => {
    const last = Math.floor(endsAt / slotMinutes)
    for (let slot = Math.ceil(startsAt / slotMinutes); slot < last; ) {
      const next = Math.min(last, (slot | 31) + 1)
      const these = next - slot === 32 ? -1 : (1 << (next - slot)) - 1
      bits[slot >> 5] = (bits[slot >> 5] ?? 0) | (these << (slot & 31))
      slot = next
    }
  })
  const busy = Array.from({ length: weeks }, (): number[] => [])
  bits.forEach((word, at) => {
    if (word !== 0) busy[Math.floor(at / wordsPerWeek)]?.push(at)
  })
  return { bits, busy }
}

/** The languages that each of these speaks, as numbers. */
export function spokenIn(people: readonly Pick<Person, 'languages'>[]): readonly (readonly number[])[] {
  const spokenBy = languagesOnce()
  const language = numbering()
  const known = new Map<readonly string[], readonly number[]>()
  return people.map(({ languages }) => {
    const keys = spokenBy(languages)
    const spoken = known.get(keys) ?? keys.map(language).sort((a, b) => a - b)
    known.set(keys, spoken)
    return spoken
  })
}

/** Reads what people said into sets and patterns. */
export function featuresOf(people: readonly Person[]): Features {
  const read = readingOnce()
  const subjects = stemNumbers(read, numbering())
  const pastimes = stemNumbers(read, numbering())
  const languages = spokenIn(people)
  const place = numbering()
  const hours = numbering()
  const tongues = numbering()
  let lastMinute = 1
  people.forEach(({ weeklyHours }) => {
    weeklyHours.forEach(({ endsAt }) => {
      lastMinute = Math.max(lastMinute, endsAt)
    })
  })
  const weeks = Math.ceil(lastMinute / (slotsPerWeek * slotMinutes))
  const hourPatterns: Slots[] = []
  /** People with the same hours mostly share one list of them. */
  const known = new Map<readonly Hours[], number>()
  const languagePatterns: (readonly number[])[] = []
  const hourPattern = new Int32Array(people.length).fill(-1)
  const languagePattern = new Int32Array(people.length).fill(-1)
  const location = new Int32Array(people.length).fill(-1)
  people.forEach((person, at) => {
    const spoken = languages[at] ?? []
    if (spoken.length > 0) {
      const pattern = tongues(spoken.join())
      languagePatterns[pattern] ??= spoken
      languagePattern[at] = pattern
    }
    if (person.weeklyHours.length > 0) {
      const pattern =
        known.get(person.weeklyHours) ??
        hours(person.weeklyHours.map((stretch) => `${stretch.startsAt} ${stretch.endsAt}`).join())
      known.set(person.weeklyHours, pattern)
      hourPatterns[pattern] ??= slotsOf(person, weeks)
      hourPattern[at] = pattern
    }
    const where = plainName(person.location ?? '')
    if (where !== '') location[at] = place(where)
  })
  return {
    goals: people.map((person) => subjects(person.goals)),
    offers: people.map((person) => subjects(person.offers)),
    interests: people.map((person) => pastimes(person.interests)),
    languages,
    location,
    hourPattern,
    languagePattern,
    hourPatterns,
    usualHours: people.map((person) => person.usualHours),
    languagePatterns,
    read,
  }
}

function bitsIn(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555)
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333)
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
}

/** Minutes a week that two people can both meet in, in the worst of the sample weeks; of more than `most`, that many. */
export function sharedMinutes(one: Slots, other: Slots, most = slotsPerWeek * slotMinutes): number {
  let least = most / slotMinutes
  for (let week = 0; week < one.busy.length; week++)
    least = Math.min(least, sharedSlots(one, other, week, least))
  return least * slotMinutes
}

/** Slots of a sample week that two people have in common; once there are `enough`, no more are counted. */
function sharedSlots({ bits, busy }: Slots, { bits: others }: Slots, week: number, enough: number): number {
  const places = busy[week] ?? []
  let slots = 0
  for (let at = 0; at < places.length && slots < enough; at++) {
    const place = places[at] ?? 0
    const both = (bits[place] ?? 0) & (others[place] ?? 0)
    if (both !== 0) slots += bitsIn(both)
  }
  return slots
}

/** How many ids two short lists share. */
export function sharedCount(one: readonly number[], other: readonly number[]): number {
  let shared = 0
  for (let at = 0; at < one.length; at++) if (other.includes(one[at] ?? -1)) shared++
  return shared
}

/** Shared hours a week beyond which more do not matter for an hour's meeting a month. */
const enoughMinutes = 10 * 60

/** 0 to 10,000 for the hours that two people share. The first ones matter most. */
export function hoursValue(one: Slots, other: Slots): number {
  return Math.round(10_000 * Math.sqrt(sharedMinutes(one, other, enoughMinutes) / enoughMinutes))
}

/** 0 to 10,000 for shared languages: one is what is needed, more are a little better. */
export function languagesValue(shared: number): number {
  return shared === 0 ? 0 : shared === 1 ? 6_000 : shared === 2 ? 8_500 : 10_000
}

/** 0 or 10,000 for being in the same place. */
export function locationValue(same: boolean): number {
  return same ? 10_000 : 0
}

/** One row per size of the smaller set, one column per number of shared words. */
const wordTable = new Uint16Array((mostWords + 1) * (mostWords + 1))
for (let smaller = 1; smaller <= mostWords; smaller++) {
  for (let shared = 0; shared <= smaller; shared++) {
    wordTable[smaller * (mostWords + 1) + shared] = Math.round(10_000 * Math.sqrt(shared / smaller))
  }
}

/** 0 to 10,000 for words in common, measured against the shorter list so that saying more is no drawback. */
export function wordsValue(shared: number, oneSize: number, otherSize: number): number {
  return wordTable[Math.min(oneSize, otherSize) * (mostWords + 1) + shared] ?? 0
}
