import { Temporal } from 'temporal-polyfill'
import { hoursOf, isUsualWeek } from '../core/calendar.ts'
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

/** What the core tells of somebody, as plain data. Of whom nobody knows where they live, it is not known when they work. */
export const listed = (person: Pairable, { programme }: PairingRules): Listed => {
  const { hours, account } = person.participant
  if (hours === null && !account?.timeZone) return listedWithoutHours(person)
  const { zone, week } = hoursOf(person.participant, programme)
  return { ...listedWithoutHours(person), zone, week, usualHours: isUsualWeek(week) }
}

/** The same where nobody asks when they can meet. */
export const listedWithoutHours = ({
  participant,
  absence,
  capacity,
  partners,
  manager,
}: Pairable): Listed => {
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
    zone: 'UTC',
    week: [],
    usualHours: false,
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

/** Reads people, a part of the list at a time, so that the list itself need not be kept. */
interface Reading {
  add(people: readonly Listed[]): void
  /** Everybody, with hours in sample weeks, and all known by id. `excluded` is as the core has it. */
  persons(excluded: readonly (readonly string[])[]): readonly Person[]
}

export const reading = (): Reading => {
  const found: Person[] = []
  const byEmail = new Map<string, string>()
  const hoursIn = weeklyHours()
  return {
    add: (people) => {
      for (const one of people) {
        byEmail.set(plain(one.email), one.id)
        found.push({
          id: one.id,
          name: one.name,
          side: one.side,
          organisation: one.organisation,
          location: one.location,
          languages: one.languages,
          goals: one.goals,
          offers: one.offers,
          interests: one.interests,
          weeklyHours: hoursIn(one.zone, one.week),
          usualHours: one.usualHours,
          capacity: one.capacity,
          partners: one.partners,
          // By e-mail, until everybody has been read.
          notWith: one.conflicts,
          managerId: one.manager,
          absence: one.absence,
        })
      }
    },
    persons: (excluded) => {
      const keptFrom = new Map<string, string[]>()
      for (const apart of excluded) {
        for (const id of apart) keptFrom.set(id, [...(keptFrom.get(id) ?? []), ...apart])
      }
      for (const one of found) {
        const others = keptFrom.get(one.id) ?? []
        if (one.notWith.length + others.length > 0) {
          const ids = one.notWith.flatMap((email) => byEmail.get(plain(email)) ?? [])
          one.notWith = [...ids, ...others].filter((id) => id !== one.id)
        }
        // Somebody outside the programme can manage two people in it: then their address stands for them.
        if (one.managerId !== null) one.managerId = byEmail.get(plain(one.managerId)) ?? plain(one.managerId)
      }
      return found
    },
  }
}

/** The same for a list that is there as a whole. */
export const personsOf = (
  people: readonly Listed[],
  excluded: readonly (readonly string[])[],
): readonly Person[] => {
  const { add, persons } = reading()
  add(people)
  return persons(excluded)
}

const plain = (email: string): string => email.trim().toLowerCase()

/** Hours in sample weeks: the same list for everybody who has the same. */
const weeklyHours = (): ((zone: string, week: readonly Opening[]) => readonly Hours[]) => {
  const hours = new Map<string, readonly Hours[]>()
  const zones = new Map<string, readonly number[]>()
  const ahead = (zone: string): readonly number[] => {
    const known = zones.get(zone) ?? aheadIn(zone)
    zones.set(zone, known)
    return known
  }
  return (zone, week) => {
    const key = `${zone} ${week.map(({ day, from, to }) => `${day} ${from} ${to}`).join()}`
    const known = hours.get(key) ?? sampleHours(ahead(zone), week)
    hours.set(key, known)
    return known
  }
}

/** The middle of a week in winter and of one in summer, so that what a clock change does to two people's hours is seen. */
const SAMPLE_WEEKS = ['2026-01-15T12:00:00Z', '2026-07-16T12:00:00Z'].map((iso) => Temporal.Instant.from(iso))
const DAY_MINUTES = 24 * 60
const WEEK_MINUTES = 7 * DAY_MINUTES

/** Minutes that a zone is ahead of UTC in each of the sample weeks, in which no clock changes. */
const aheadIn = (zone: string): readonly number[] =>
  SAMPLE_WEEKS.map((instant) => Math.round(instant.toZonedDateTimeISO(zone).offsetNanoseconds / 60e9))

const minuteOf = (time: string): number => {
  const [hours = 0, minutes = 0] = time.split(':').map(Number)
  return hours * 60 + minutes
}

/** The openings of every week as minutes in UTC; what falls outside a sample week comes round at its other end. */
const sampleHours = (ahead: readonly number[], week: readonly Opening[]): Hours[] =>
  ahead.flatMap((minutes, index) =>
    week.flatMap(({ day, from, to }): Hours[] => {
      const length = minuteOf(to) - minuteOf(from)
      const opens = (day - 1) * DAY_MINUTES + minuteOf(from) - minutes
      const startsAt = ((opens % WEEK_MINUTES) + WEEK_MINUTES) % WEEK_MINUTES
      const before = Math.min(length, WEEK_MINUTES - startsAt)
      const stretch = (from: number, minutes: number): Hours[] =>
        minutes <= 0
          ? []
          : [{ startsAt: index * WEEK_MINUTES + from, endsAt: index * WEEK_MINUTES + from + minutes }]
      return [...stretch(startsAt, before), ...stretch(0, length - before)]
    }),
  )
