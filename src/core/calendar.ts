import { Temporal } from 'temporal-polyfill'
import type { Account, Hours, Opening, Participant, Programme } from './model.ts'

type Instant = Temporal.Instant

/** Working hours until someone has said otherwise: 9 to 17, Monday to Friday. */
export const USUAL_WEEK: readonly Opening[] = ([1, 2, 3, 4, 5] as const).map((day) => ({
  day,
  from: '09:00',
  to: '17:00',
}))

/** How far ahead an opening is looked for. Somebody away for longer than this is looked for again then. */
const HORIZON_DAYS = 120
/**
 * A week, and the whole of the day on which it began: hours that do not meet in that time do not meet within reason,
 * even if a clock change will bring them together for some weeks.
 */
const MEET_WITHIN_DAYS = 8

/** A stretch of time; `to` is not part of it. */
export interface Interval {
  readonly from: Instant
  readonly to: Instant
}

/** A participant's hours: what they said, else the usual week in the zone of their workspace profile, else the programme's. */
export const hoursOf = (participant: Participant, programme: Programme): Hours =>
  participant.hours ?? usualHours(participant.account, programme)

/** The usual week in an account's own zone, else the programme's: coordinators', and whoever has said nothing. */
export const usualHours = (account: Account | null, programme: Programme): Hours => ({
  zone: account?.timeZone ?? programme.timeZone,
  week: USUAL_WEEK,
  daysOff: [],
})

/** Whether these are the hours of the usual week, given or not. */
export const isUsualWeek = (week: readonly Opening[]): boolean =>
  week === USUAL_WEEK ||
  (week.length === USUAL_WEEK.length &&
    USUAL_WEEK.every(({ day, from, to }, at) => {
      const other = week[at]
      return other?.day === day && other.from === from && other.to === to
    }))

/** Whether this is an IANA zone that the runtime knows. */
export const isZone = (zone: string): boolean => {
  try {
    new Intl.DateTimeFormat('en-GB', { timeZone: zone })
    return !/^[+-]|^utc[+-]|^gmt[+-]/i.test(zone)
  } catch {
    return false
  }
}

/** A zone as it is properly written: `Europe/London` for `europe/london`. Null when it is none. */
export const zoneNamed = (written: string): string | null =>
  isZone(written) ? Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(written).timeZoneId : null

/**
 * The instant of a local date and time. One that a clock change skips means the same distance after the change (02:30
 * becomes 03:30); one that comes twice means the first.
 */
export const atLocal = (local: Temporal.PlainDateTime, zone: string): Instant =>
  local.toZonedDateTime(zone, { disambiguation: 'compatible' }).toInstant()

export const dateIn = (zone: string, instant: Instant): Temporal.PlainDate =>
  instant.toZonedDateTimeISO(zone).toPlainDate()

const isWorkingDay = (hours: Hours, date: Temporal.PlainDate): boolean =>
  hours.week.some((opening) => opening.day === date.dayOfWeek) &&
  !hours.daysOff.some((off) => off.equals(date))

/** Hours are said in few ways, and reading a time is slow. */
const readTimes = new Map<string, Temporal.PlainTime>()
const MOST_READ = 24 * 60

const timeOf = (written: string): Temporal.PlainTime => {
  const known = readTimes.get(written)
  if (known) return known
  if (readTimes.size >= MOST_READ) readTimes.clear()
  const time = Temporal.PlainTime.from(written)
  readTimes.set(written, time)
  return time
}

const openingsOn = (hours: Hours, date: Temporal.PlainDate): Interval[] =>
  isWorkingDay(hours, date)
    ? hours.week
        .filter((opening) => opening.day === date.dayOfWeek)
        .map((opening) => ({
          from: atLocal(date.toPlainDateTime(timeOf(opening.from)), hours.zone),
          to: atLocal(date.toPlainDateTime(timeOf(opening.to)), hours.zone),
        }))
        .filter((opening) => Temporal.Instant.compare(opening.from, opening.to) < 0)
        .sort((one, other) => Temporal.Instant.compare(one.from, other.from))
    : []

/** The openings of these hours that end after `from` and begin before `to`, cut to fit between the two. */
export const openingsBetween = (hours: Hours, from: Instant, to: Instant): Interval[] => {
  const found: Interval[] = []
  const last = dateIn(hours.zone, to)
  for (
    let date = dateIn(hours.zone, from);
    Temporal.PlainDate.compare(date, last) <= 0;
    date = date.add({ days: 1 })
  ) {
    for (const opening of openingsOn(hours, date)) {
      const cut = common(opening, { from, to })
      if (cut) found.push(cut)
    }
  }
  return found
}

const common = (one: Interval, other: Interval): Interval | null => {
  const from = later(one.from, other.from)
  const to = earlier(one.to, other.to)
  return Temporal.Instant.compare(from, to) < 0 ? { from, to } : null
}

/** When all of these people's hours are open at once. */
export const overlapBetween = (everyone: readonly Hours[], from: Instant, to: Instant): Interval[] => {
  const [first, ...others] = everyone.map((hours) => openingsBetween(hours, from, to))
  return others.reduce(
    (shared, theirs) =>
      shared.flatMap((one) => theirs.map((other) => common(one, other)).filter((both) => both !== null)),
    first ?? [],
  )
}

/** Whether all of these people's hours are open at this instant. */
export const isOpen = (everyone: readonly Hours[], instant: Instant): boolean =>
  everyone.every((hours) =>
    openingsOn(hours, dateIn(hours.zone, instant)).some(
      (opening) =>
        Temporal.Instant.compare(opening.from, instant) <= 0 &&
        Temporal.Instant.compare(instant, opening.to) < 0,
    ),
  )

/**
 * The first instant, from `from` on, at which all of these people's hours are open, for `minutes` at least; `from`
 * itself when they are. Null when an ordinary week has none; behind days off it is looked for up to 120 days ahead.
 */
export const nextOpening = (everyone: readonly Hours[], from: Instant, minutes = 0): Instant | null => {
  if (minutes === 0 && isOpen(everyone, from)) return from
  for (let day = 0; day < HORIZON_DAYS; day += MEET_WITHIN_DAYS) {
    const start = from.add({ hours: day * 24 })
    const end = start.add({ hours: MEET_WITHIN_DAYS * 24 })
    const isLong = ({ from: opens, to }: Interval) => !isBefore(to, opens.add({ minutes }))
    const first = overlapBetween(everyone, start, end).find(isLong)
    if (first) return first.from
    if (everyone.every(({ daysOff }) => daysOff.length === 0)) return null
    if (!overlapBetween(everyone.map(withoutDaysOff), start, end).some(isLong)) return null
  }
  return null
}

const withoutDaysOff = (hours: Hours): Hours => ({ ...hours, daysOff: [] })

/**
 * The opening of the day that lies this many of the person's own working days after the instant; the instant's own
 * day counts as none. Weeks without any working day count the calendar's days instead.
 */
export const addWorkingDays = (hours: Hours, instant: Instant, days: number): Instant => {
  let date = dateIn(hours.zone, instant)
  let left = days
  for (let looked = 0; left > 0 && looked < HORIZON_DAYS + days * 7; looked++) {
    date = date.add({ days: 1 })
    if (hours.week.length === 0 || isWorkingDay(hours, date)) left--
  }
  const [first] = openingsOn(hours, date)
  return first?.from ?? atLocal(date.toPlainDateTime('09:00'), hours.zone)
}

export const isBefore = (one: Instant, other: Instant): boolean => Temporal.Instant.compare(one, other) < 0

const earlier = (one: Instant, other: Instant): Instant => (isBefore(one, other) ? one : other)

export const later = (one: Instant, other: Instant): Instant => (isBefore(one, other) ? other : one)

/** The earliest of those that there are; null when there is none. */
export const earliest = (...instants: readonly (Instant | null)[]): Instant | null =>
  instants.reduce((first, one) => (one && (!first || isBefore(one, first)) ? one : first), null)
