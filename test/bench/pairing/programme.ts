import type { Opening } from '../../../src/core/model.ts'
import { defaultWeights, type Pairable, type PairingQuestion } from '../../../src/core/pairing.ts'
import { aParticipant, aProgramme } from '../../facts.ts'
import { randomFrom } from '../../pairing/shapes.ts'

const letters = 'abcdefghijklmnopqrstuvwxyz'
const wordsOf = (prefix: string, count: number): string[] =>
  Array.from(
    { length: count },
    (_, at) => `${prefix}${letters[at % 26] ?? ''}${letters[(at * 7) % 25] ?? ''}x`,
  )

const zones = [
  'Europe/London',
  'Europe/Berlin',
  'America/New_York',
  'America/Los_Angeles',
  'Africa/Lagos',
  'Asia/Kolkata',
  'Australia/Sydney',
]

const clock = (hour: number): string => `${String(hour).padStart(2, '0')}:00`

/**
 * A made-up programme of so many people a side, with the habits of real ones: few subjects that many want, offices in
 * several zones, gaps in what people say. The same size is always the same programme.
 */
export function questionOf(size: number, sides: 'two' | 'one' = 'two'): PairingQuestion {
  const random = randomFrom(size)
  const below = (limit: number): number => Math.floor(random() * limit)
  const subjects = wordsOf('subject', 60)
  const pastimes = wordsOf('pastime', 40)
  const weeks = new Map<string, readonly Opening[]>()
  const weekOf = (from: number, to: number): readonly Opening[] => {
    const key = `${from} ${to}`
    const known =
      weeks.get(key) ??
      ([1, 2, 3, 4, 5] as const).map((day): Opening => ({ day, from: clock(from), to: clock(to) }))
    weeks.set(key, known)
    return known
  }
  // Some things are on many people's minds, most on few.
  const some = (from: readonly string[], count: number): string[] =>
    Array.from({ length: count }, () => from[Math.floor(random() * random() * from.length)] ?? '')
  const base = aParticipant()
  const one = (side: 'a' | 'b', at: number): Pairable => {
    const opens = 7 + below(4)
    return {
      participant: {
        ...base,
        id: `${side}${at}`,
        name: `Person ${side}${at}`,
        email: `${side}${at}@example.org`,
        side,
        account: null,
        organisation: `organisation ${below(Math.max(12, size / 50))}`,
        location: random() < 0.2 ? null : `city ${below(20)}`,
        languages: random() < 0.1 ? [] : random() < 0.3 ? ['en', 'fr'] : ['en'],
        goals: some(subjects, 1 + below(4)),
        offers: some(subjects, 1 + below(4)),
        interests: some(pastimes, below(4)),
        hours: {
          zone: zones[below(zones.length)] ?? 'UTC',
          week: weekOf(opens, opens + 6 + below(3)),
          daysOff: [],
        },
        conflicts: random() < 0.05 ? [`${side === 'a' ? 'b' : 'a'}${below(size)}@example.org`] : [],
      },
      absence: null,
      capacity: 1,
      partners: 0,
      manager: null,
    }
  }
  return {
    people: (['a', 'b'] as const).flatMap((side) => Array.from({ length: size }, (_, at) => one(side, at))),
    rules: {
      programme: aProgramme(),
      weights: defaultWeights,
      sides,
      organisations: 'different',
      odd: 'trio',
      excluded: [],
      earlierPartners: [],
      fixed: [],
    },
    seed: 1,
  }
}
