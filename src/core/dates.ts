import { Temporal } from 'temporal-polyfill'

const DAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const
const MONTHS = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
] as const

/** The number, from 1, of the name that this is short for: "mon", "tues", "sept"; null for none. */
const numberOf = (typed: string, names: readonly string[]): number | null => {
  const at = typed.length < 3 ? -1 : names.findIndex((name) => name.startsWith(typed))
  return at < 0 ? null : at + 1
}

/** One that has every day that any year has. */
const LEAP_YEAR = 2028

const dateOf = (year: number, month: number, day: number): Temporal.PlainDate | null => {
  try {
    return Temporal.PlainDate.from({ year, month, day }, { overflow: 'reject' })
  } catch {
    return null
  }
}

const mondayAfter = (date: Temporal.PlainDate): Temporal.PlainDate => date.add({ days: 8 - date.dayOfWeek })

/** The next date with this day and month, `today` included. */
const nextDate = (month: number, day: number, today: Temporal.PlainDate): Temporal.PlainDate | null => {
  const years = [0, 1, 2, 3, 4].map((ahead) => dateOf(today.year + ahead, month, day))
  return years.find((date) => date && Temporal.PlainDate.compare(date, today) >= 0) ?? null
}

/**
 * Reads a date as people type it: "2027-01-08", "12 March", "Friday 12th March 2027", "March 12", "tomorrow", "mon",
 * "next Friday" (of next week), "next week" (its Monday), "next month" (its first). A weekday is the next one after
 * today; a date without a year is the next one, today included. Of dates in figures, those that can only be read one way
 * are read: "31/12/2026", "30.11.". Null for anything else, 12/03 among it: half the world reads that otherwise.
 */
export const readDate = (typed: string, today: Temporal.PlainDate): Temporal.PlainDate | null => {
  const words = tidied(typed)
  const iso = /^(\d{4})-(\d{2})-(\d{2})$/.exec(words)
  if (iso) return dateOf(Number(iso[1]), Number(iso[2]), Number(iso[3]))
  const figures = readFigures(typed.trim(), today)
  if (figures) return figures
  if (words === 'today') return today
  if (words === 'tomorrow') return today.add({ days: 1 })
  if (words === 'yesterday') return today.subtract({ days: 1 })
  if (words === 'next week') return mondayAfter(today)
  if (words === 'next month') return today.with({ day: 1 }).add({ months: 1 })
  const [first = '', ...others] = words.split(' ')
  if (first === 'next') {
    const day = others.length === 1 ? numberOf(others[0] ?? '', DAYS) : null
    return day ? mondayAfter(today).add({ days: day - 1 }) : null
  }
  const weekday = numberOf(first, DAYS)
  if (weekday && others.length === 0) return today.add({ days: ((weekday - today.dayOfWeek + 6) % 7) + 1 })
  const date = readDayAndMonth(weekday ? others : [first, ...others], today)
  return weekday && date?.dayOfWeek !== weekday ? null : date
}

/** "31/12/2026", "12/31/2026", "30.11.": whichever is more than twelve is the day; null where neither is, or both are. */
const readFigures = (typed: string, today: Temporal.PlainDate): Temporal.PlainDate | null => {
  const found = /^(\d{1,2})([./-])(\d{1,2})(?:\2(\d{4})?)?$/.exec(typed)
  if (!found) return null
  const [one, other] = [Number(found[1]), Number(found[3])]
  if (one <= 12 && other <= 12 && one !== other) return null
  const [day, month] = one > 12 || other === one ? [one, other] : [other, one]
  return found[4] ? dateOf(Number(found[4]), month, day) : nextDate(month, day, today)
}

/** Whether what was typed is a day and a month, such as "31 February", that no year has. */
export const isNoSuchDay = (typed: string): boolean => {
  const found = dayAndMonthIn(tidied(typed).split(' '))
  return found !== null && dateOf(LEAP_YEAR, found.month, found.day) === null
}

const tidied = (typed: string): string =>
  typed
    .toLowerCase()
    .replace(/[.,]/g, ' ')
    .replace(/\b(?:on|the|of)\b/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()

const readDayAndMonth = (words: readonly string[], today: Temporal.PlainDate): Temporal.PlainDate | null => {
  const found = dayAndMonthIn(words)
  if (!found) return null
  const { day, month, year } = found
  return year === null ? nextDate(month, day, today) : dateOf(year, month, day)
}

/** "12 march 2027", "march 12th"; `year` is null where none is named. They need not be a date. */
const dayAndMonthIn = (
  words: readonly string[],
): { day: number; month: number; year: number | null } | null => {
  const [one = '', two = '', year = '', ...more] = words
  if (more.length > 0 || (year && !/^\d{4}$/.test(year))) return null
  const [written, named] = /^\d/.test(one) ? [one, two] : [two, one]
  const day = /^(\d{1,2})(?:st|nd|rd|th)?$/.exec(written)?.[1]
  const month = numberOf(named, MONTHS)
  return day && month ? { day: Number(day), month, year: year ? Number(year) : null } : null
}
