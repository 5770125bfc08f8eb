import type { Constraint } from '../core/pairing.ts'
import { type Features, sharedCount } from './features.ts'
import type { Person, Rules } from './types.ts'
import { plainName } from './words.ts'

/** What forbids pairs, ready to be asked. Indices are places in the list of people. */
export interface Constraints {
  /** Everything that forbids these two, private wishes first. Empty: they may be paired. */
  between(one: number, other: number): Constraint[]
  /** Whether nothing forbids these two: the same, without saying what. */
  allows(one: number, other: number): boolean
  /** What keeps this person from being paired with anyone, or null. */
  alone(one: number): Constraint | null
  /** Ids of organisations. */
  organisation: Int32Array
  /** People whom private wishes, a manager among the two and earlier partnership keep from this one. */
  kept(one: number): ReadonlyMap<number, readonly Constraint[]>
  /** Everybody whom this one's manager manages; nobody where they have none. */
  team(one: number): readonly number[]
}

const nobody: ReadonlyMap<number, readonly Constraint[]> = new Map()
const noTeam: readonly number[] = []

/** What keeps single people apart, private wishes first. */
const personal = ['excluded', 'line-management', 'earlier-partners'] as const

/** One list for all who have nothing but this between them: there may be tens of thousands. */
const alone: Readonly<Record<(typeof personal)[number], readonly Constraint[]>> = {
  excluded: ['excluded'],
  'line-management': ['line-management'],
  'earlier-partners': ['earlier-partners'],
}

/** Builds the constraints of a programme; unknown ids in any list forbid nobody. */
export function constraintsOf(
  people: readonly Person[],
  rules: Pick<Rules, 'organisations' | 'earlierPartners'>,
  features: Pick<Features, 'languages'>,
): Constraints {
  const place = new Map(people.map((person, at) => [person.id, at]))
  const kept = new Map<number, Map<number, readonly Constraint[]>>()
  const keep = (
    one: number | undefined,
    other: number | undefined,
    constraint: (typeof personal)[number],
  ): void => {
    if (one === undefined || other === undefined || one === other) return
    for (const [from, to] of [
      [one, other],
      [other, one],
    ] as const) {
      const others = kept.get(from) ?? new Map<number, readonly Constraint[]>()
      const known = others.get(to)
      if (known === undefined) others.set(to, alone[constraint])
      else if (!known.includes(constraint)) others.set(to, [...known, constraint])
      kept.set(from, others)
    }
  }
  const reports = new Map<string, number[]>()
  for (const [at, person] of people.entries()) {
    for (const id of person.notWith) keep(at, place.get(id), 'excluded')
    if (person.managerId !== null) {
      keep(at, place.get(person.managerId), 'line-management')
      const team = reports.get(person.managerId)
      if (team === undefined) reports.set(person.managerId, [at])
      else team.push(at)
    }
  }
  for (const together of rules.earlierPartners) {
    for (const one of together) {
      for (const other of together) keep(place.get(one), place.get(other), 'earlier-partners')
    }
  }

  const organisations = new Map<string, number>()
  const organisation = Int32Array.from(people, (person) => {
    const name = plainName(person.organisation)
    const id = organisations.get(name) ?? organisations.size
    organisations.set(name, id)
    return id
  })
  const sameOrganisation = (one: number, other: number): boolean => organisation[one] === organisation[other]
  const managerOf = (at: number): string | null => people[at]?.managerId ?? null
  const sameManager = (one: number, other: number): boolean =>
    one !== other && managerOf(one) !== null && managerOf(one) === managerOf(other)
  const barred = (one: number, other: number): boolean =>
    rules.organisations !== 'any' && (rules.organisations === 'same') !== sameOrganisation(one, other)
  const speechless = (one: number, other: number): boolean => {
    const spoken = features.languages[one] ?? []
    const spokenByOther = features.languages[other] ?? []
    return spoken.length > 0 && spokenByOther.length > 0 && sharedCount(spoken, spokenByOther) === 0
  }
  return {
    organisation,
    kept: (one) => kept.get(one) ?? nobody,
    team: (one) => reports.get(managerOf(one) ?? '') ?? noTeam,
    alone: (one) => {
      const person = people[one]
      if (person === undefined) return null
      return person.absence ?? (person.capacity === 0 ? 'no-capacity' : null)
    },
    between: (one, other) => {
      const known = kept.get(one)?.get(other) ?? []
      const found: Constraint[] = personal.filter(
        (constraint) =>
          known.includes(constraint) || (constraint === 'line-management' && sameManager(one, other)),
      )
      if (barred(one, other)) found.push('organisation')
      if (speechless(one, other)) found.push('no-shared-language')
      return found
    },
    allows: (one, other) =>
      kept.get(one)?.has(other) !== true &&
      !sameManager(one, other) &&
      !barred(one, other) &&
      !speechless(one, other),
  }
}
