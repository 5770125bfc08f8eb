import { Temporal } from 'temporal-polyfill'
import { hoursOf, openingsBetween } from '../core/calendar.ts'
import type { Opening } from '../core/model.ts'
import type { Pairable, PairingRules } from '../core/pairing.ts'
import type { Hours, Person, Rules } from './types.ts'

/** A person as plain data that can go from thread to thread: hours are still local, and people known by e-mail. */
export interface Listed extends Omit<Person, 'weeklyHours' | 'notWith' | 'managerId'> {
  email: string
  conflicts: readonly string[]
  manager: string | null
  zone: string
  week: readonly Opening[]
}

/** What the core tells of somebody, as plain data. */
export const listed = (
  { participant, absence, capacity, partners, manager }: Pairable,
  { programme }: PairingRules,
): Listed => {
  const { zone, week } = hoursOf(participant, programme)
  const { id, name, email, side, organisation, location, languages, goals, offers, interests, conflicts } =
    participant
  return {
    id,
    name,
    side,
    organisation,
    location,
    languages,
    goals,
    offers,
    interests,
    email,
    conflicts,
    absence,
    capacity,
    partners,
    manager,
    zone,
    week,
  }
}

/** The core's rules without what is known of single people. */
export const rulesOf = ({
  weights,
  sides,
  organisations,
  odd,
  fixed,
  earlierPartners,
}: PairingRules): Rules => ({ weights, sides, organisations, odd, fixed, earlierPartners })

/** People as pairing reads them: hours in sample weeks, and everyone known by id. */
export const personsOf = (
  people: readonly Listed[],
  excluded: readonly (readonly string[])[],
): readonly Person[] => {
  const plain = (email: string): string => email.trim().toLowerCase()
  const byEmail = new Map(people.map(({ email, id }) => [plain(email), id]))
  const keptFrom = new Map<string, string[]>()
  for (const apart of excluded) {
    for (const id of apart) keptFrom.set(id, [...(keptFrom.get(id) ?? []), ...apart])
  }
  const hours = new Map<string, readonly Hours[]>()
  const hoursIn = (zone: string, week: readonly Opening[]): readonly Hours[] => {
    const key = JSON.stringify([zone, week])
    const known = hours.get(key)
    if (known) return known
    const found = sampleHours(zone, week)
    hours.set(key, found)
    return found
  }
  return people.map(({ email, conflicts, manager, zone, week, ...person }) => ({
    ...person,
    weeklyHours: hoursIn(zone, week),
    notWith: [
      ...conflicts.flatMap((theirs) => byEmail.get(plain(theirs)) ?? []),
      ...(keptFrom.get(person.id) ?? []),
    ].filter((id) => id !== person.id),
    // Somebody outside the programme can manage two people in it: then their address stands for them.
    managerId: manager === null ? null : (byEmail.get(plain(manager)) ?? plain(manager)),
  }))
}

/** A week in winter and one in summer, so that what a clock change does to two people's hours is seen. */
const SAMPLE_MONDAYS = ['2026-01-12T00:00:00Z', '2026-07-13T00:00:00Z'].map((iso) =>
  Temporal.Instant.from(iso),
)
const WEEK_MINUTES = 7 * 24 * 60

const sampleHours = (zone: string, week: readonly Opening[]): Hours[] =>
  SAMPLE_MONDAYS.flatMap((monday, index) =>
    openingsBetween({ zone, week, daysOff: [] }, monday, monday.add({ minutes: WEEK_MINUTES })).map(
      ({ from, to }) => ({
        startsAt: index * WEEK_MINUTES + monday.until(from).total('minutes'),
        endsAt: index * WEEK_MINUTES + monday.until(to).total('minutes'),
      }),
    ),
  )
