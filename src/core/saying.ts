import type { Temporal } from 'temporal-polyfill'
import type { Hours, Opening } from './model.ts'

/** How dates, times and lists are said, the same everywhere: British English, the reader's zone, the zone named. */

const DATE = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  timeZone: 'UTC',
})
const DAY = { weekday: 'long', day: 'numeric', month: 'long' } as const

const inZone = (zone: string, how: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat('en-GB', { ...how, timeZone: zone, hour12: false })

const formats = new Map<string, Intl.DateTimeFormat>()
const format = (zone: string, kind: 'day' | 'time'): Intl.DateTimeFormat => {
  const key = `${kind} ${zone}`
  const known = formats.get(key)
  if (known) return known
  const made = inZone(zone, kind === 'day' ? DAY : { hour: '2-digit', minute: '2-digit' })
  formats.set(key, made)
  return made
}

/** "London time", "New York time", "UTC". */
export const sayZone = (zone: string): string => {
  const name = zone.slice(zone.lastIndexOf('/') + 1)
  if (/^(?:UTC|UCT|Zulu|Universal)$/.test(name)) return 'UTC'
  return name === 'GMT' ? name : `${name.replaceAll('_', ' ')} time`
}

/** "Tuesday 24 November". */
export const sayDay = (instant: Temporal.Instant, zone: string): string =>
  format(zone, 'day').format(instant.epochMilliseconds).replace(',', '')

/** "10:00". */
export const sayTime = (instant: Temporal.Instant, zone: string): string =>
  format(zone, 'time').format(instant.epochMilliseconds)

/** "Tuesday 24 November at 10:00, London time". */
export const sayWhen = (instant: Temporal.Instant, zone: string): string =>
  `${sayDay(instant, zone)} at ${sayTime(instant, zone)}, ${sayZone(zone)}`

/** "24 November 2026". */
export const sayDate = (date: Temporal.PlainDate): string =>
  DATE.format(date.toZonedDateTime('UTC').epochMilliseconds)

/** "45 minutes", "an hour", "an hour and a half", "2 hours". */
export const sayMinutes = (minutes: number): string => {
  if (minutes === 60) return 'an hour'
  if (minutes === 90) return 'an hour and a half'
  return minutes > 0 && minutes % 60 === 0 ? `${minutes / 60} hours` : sayCount(minutes, 'minute', 'minutes')
}

/** "Amina", "Amina and Tom", "Amina, Tom and Jo". */
export const sayList = (items: readonly string[]): string =>
  items.length < 2 ? (items[0] ?? '') : `${items.slice(0, -1).join(', ')} and ${items[items.length - 1]}`

/** The same of people: "Amina Rao and Tom Hill". */
export const sayNames = (people: readonly { readonly name: string }[]): string =>
  sayList(people.map(({ name }) => name))

/** The same as partners call one another: "Amina and Tom". */
export const sayFirstNames = (people: readonly { readonly name: string }[]): string =>
  sayList(people.map(({ name }) => firstName(name)))

/** "1 person", "3 people". */
export const sayCount = (count: number, one: string, many: string): string =>
  `${count} ${count === 1 ? one : many}`

const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const

const sayDays = (days: readonly number[]): string => {
  const first = days[0] ?? 1
  const last = days[days.length - 1] ?? first
  return days.length > 2 && last - first === days.length - 1
    ? `${DAYS[first - 1]} to ${DAYS[last - 1]}`
    : sayList(days.map((day) => DAYS[day - 1] ?? ''))
}

/** "Monday to Friday, 09:00 to 17:00, London time". */
export const sayHours = (hours: Hours): string => {
  const byTimes = new Map<string, Opening['day'][]>()
  for (const { day, from, to } of hours.week) {
    const times = `${from} to ${to}`
    byTimes.set(times, [...(byTimes.get(times) ?? []), day])
  }
  const week = [...byTimes].map(([times, days]) => `${sayDays([...new Set(days)].sort())}, ${times}`)
  return `${week.join('; ') || 'no working hours'}, ${sayZone(hours.zone)}`
}

const TITLE = /^(?:dr|mr|mrs|ms|miss|mx|prof|professor|sir|dame|rev)\.?\s+(?=\S)/i
/** What follows a whole name after a comma: "PhD", "MBE". */
const LETTERS = /^(?=\w{2,5}\b)[A-Z][a-z]*[A-Z]/

/**
 * The given name: what people call one another. Lists of employers also have "Dr Amina Yusuf" and "Yusuf, Amina", and
 * what is in brackets is no part of it.
 */
export const firstName = (name: string): string => {
  const [family = '', given = ''] = name.replace(/\(.*\)/, '').split(',')
  const follows = LETTERS.test(given.trim()) ? '' : given.trim()
  const called = (follows || family.trim()).replace(TITLE, '')
  return called.split(/\s+/)[0] || name
}
