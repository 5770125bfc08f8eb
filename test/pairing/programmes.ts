import fc from 'fast-check'
import type { Participant } from '../../src/core/model.ts'
import {
  defaultWeights,
  type Pairable,
  type PairingQuestion,
  type PairingRules,
} from '../../src/core/pairing.ts'
import type { Hours, Person, Rules } from '../../src/pairing/index.ts'
import { aParticipant, aProgramme } from '../facts.ts'

const week = 7 * 24 * 60

/** Monday to Friday, from and to an hour of the day in UTC, over some weeks. */
export function weekdays(from: number, to: number, weeks = 1): Hours[] {
  return Array.from({ length: weeks * 5 }, (_, at) => {
    const midnight = Math.floor(at / 5) * week + (at % 5) * 24 * 60
    return { startsAt: midnight + from * 60, endsAt: midnight + to * 60 }
  })
}

/** A person who has said nothing. */
export function person(id: string, side: 'a' | 'b', said: Partial<Person> = {}): Person {
  return {
    id,
    name: `Person ${id}`,
    side,
    organisation: `org-${id}`,
    location: null,
    languages: [],
    goals: [],
    offers: [],
    interests: [],
    weeklyHours: [],
    usualHours: false,
    capacity: 1,
    partners: 0,
    notWith: [],
    managerId: null,
    absence: null,
    ...said,
  }
}

export const openRules: Rules = {
  weights: defaultWeights,
  sides: 'two',
  organisations: 'any',
  odd: 'waitlist',
  fixed: [],
  earlierPartners: [],
}

/** A question of the core's about these people, who are free and have said nothing else. */
export const aQuestion = (
  people: readonly (Partial<Participant> & { id: string })[],
  rules: Partial<PairingRules> = {},
  but: Partial<Omit<Pairable, 'participant'>> = {},
): PairingQuestion => ({
  people: people.map((said) => ({
    participant: aParticipant({ name: `Person ${said.id}`, email: `${said.id}@example.org`, ...said }),
    absence: null,
    capacity: 1,
    partners: 0,
    manager: null,
    ...but,
  })),
  rules: {
    programme: aProgramme(),
    weights: defaultWeights,
    sides: 'two',
    organisations: 'any',
    odd: 'waitlist',
    excluded: [],
    earlierPartners: [],
    fixed: [],
    ...rules,
  },
  seed: 5,
})

const subjects = [
  'public speaking',
  'speaking in public',
  'running meetings',
  'Data analysis',
  'writing for the board',
  'data visualisation',
  'negotiation',
  'career changes',
]
const pastimes = ['hiking', 'Cooking', 'chess', 'choir', 'running']
const tongues = ['English', 'en-GB', 'Français', 'fr', 'Polski', 'Welsh']
const places = ['Leeds', 'leeds ', 'Lagos', 'Cardiff']

const some = (from: string[], most: number): fc.Arbitrary<string[]> =>
  fc.uniqueArray(fc.constantFrom(...from), { maxLength: most })

const hours: fc.Arbitrary<Hours[]> = fc.oneof(
  fc.constant<Hours[]>([]),
  fc
    .tuple(fc.integer({ min: 0, max: 16 }), fc.integer({ min: 1, max: 8 }))
    .map(([from, length]) => weekdays(from, from + length, 2)),
)

/** A random programme; with `forbidding`, one in which many pairs are impossible. */
export function programmes(
  most: number,
  forbidding: boolean,
  sides: Rules['sides'] = 'two',
): fc.Arbitrary<{ people: Person[]; rules: Rules; seed: number }> {
  return fc.integer({ min: 0, max: most }).chain((size) => {
    const ids = Array.from({ length: size }, (_, at) => `p${at}`)
    const anyId = fc.constantFrom(...ids, 'nobody')
    const anyPair = fc.tuple(anyId, anyId)
    const oneOf = <T>(usual: T, ...others: T[]): fc.Arbitrary<T> =>
      fc.oneof(
        { weight: 8, arbitrary: fc.constant(usual) },
        { weight: 1, arbitrary: fc.constantFrom(...others) },
      )
    const people = fc.tuple(
      ...ids.map((id) =>
        fc.record<Person>({
          id: fc.constant(id),
          name: fc.constant(`Person ${id}`),
          side: fc.constantFrom('a', 'b'),
          organisation: fc.constantFrom('Acme', 'acme ', 'Borough', 'Crown'),
          location: fc.option(fc.constantFrom(...places)),
          languages: some(forbidding ? tongues : ['en'], 2),
          goals: some(subjects, 3),
          offers: some(subjects, 3),
          interests: some(pastimes, 3),
          weeklyHours: hours,
          usualHours: fc.boolean(),
          capacity: oneOf(1, 0, 2, 3),
          partners: oneOf(0, 1, 2),
          notWith: forbidding ? fc.uniqueArray(anyId, { maxLength: 3 }) : fc.constant([]),
          managerId: forbidding ? fc.option(anyId, { freq: 1 }) : fc.constant(null),
          absence: forbidding ? oneOf(null, 'paused', 'no-consent') : fc.constant(null),
        }),
      ),
    )
    return fc.record({
      people,
      rules: fc.record<Rules>({
        weights: fc.record({
          goals: fc.integer({ min: 0, max: 9 }),
          interests: fc.integer({ min: 0, max: 9 }),
          hours: fc.integer({ min: 0, max: 9 }),
          languages: fc.integer({ min: 0, max: 9 }),
          location: fc.integer({ min: 0, max: 9 }),
        }),
        sides: fc.constant(sides),
        organisations: forbidding ? fc.constantFrom('any', 'different', 'same') : fc.constant('any'),
        odd: fc.constantFrom('trio', 'waitlist'),
        fixed: fc.array(fc.oneof(anyPair, fc.tuple(anyId, anyId, anyId)), { maxLength: 2 }),
        earlierPartners: forbidding ? fc.array(anyPair, { maxLength: 4 }) : fc.constant([]),
      }),
      seed: fc.integer({ min: 0, max: 1_000 }),
    })
  })
}
