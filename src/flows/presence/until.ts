import type { Temporal } from 'temporal-polyfill'
import { isNoSuchDay, readDate } from '../../core/dates.ts'

/** A longer absence is for a conversation with the coordinator, not for a pause. */
export const LONGEST_PAUSE_MONTHS = 6

const NUMBERS: Readonly<Record<string, number>> = {
  a: 1,
  an: 1,
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
}

/**
 * Reads what follows `pause`: "until Monday", "until 12 March", "until 2027-01-08", "for 2 weeks", "a month". Gives
 * the day on which the pause is over; null when it is no date. Whether that may be is `pauseMistake`'s to say.
 */
export const parseUntil = (rest: string, today: Temporal.PlainDate): Temporal.PlainDate | null => {
  const said = rest
    .trim()
    .toLowerCase()
    .replace(/[.!?,]+$/, '')
  const span = /^(?:for )?(?:the next )?(\d{1,3}|[a-z]+) (day|week|fortnight|month)s?$/.exec(said)
  const count = span ? (NUMBERS[span[1] ?? ''] ?? Number(span[1])) : Number.NaN
  if (count > 0) {
    switch (span?.[2]) {
      case 'day':
        return today.add({ days: count })
      case 'week':
        return today.add({ weeks: count })
      case 'fortnight':
        return today.add({ weeks: 2 * count })
      default:
        return today.add({ months: count })
    }
  }
  return readDate(dayIn(rest), today)
}

/** What is said of the day, without "until" and without what ends a sentence. */
const dayIn = (rest: string): string =>
  rest
    .trim()
    .toLowerCase()
    .replace(/[!?,]+$/, '')
    .replace(/^(?:until|till|til)(?: |$)/, '')

/** Why what followed `pause` is no day: nothing was said of one, no year has it, or it could not be read. */
export const whyUnread = (rest: string): 'none' | 'no-such-day' | 'unread' => {
  if (dayIn(rest) === '') return 'none'
  return isNoSuchDay(dayIn(rest)) ? 'no-such-day' : 'unread'
}

/** What is wrong with a pause up to this day: `past` when it would be over already. Null when nothing is. */
export const pauseMistake = (
  until: Temporal.PlainDate,
  today: Temporal.PlainDate,
): 'past' | 'long' | null => {
  const days = today.until(until).days
  if (days < 1) return 'past'
  return days > today.until(today.add({ months: LONGEST_PAUSE_MONTHS })).days ? 'long' : null
}
