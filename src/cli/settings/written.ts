import { Temporal } from 'temporal-polyfill'

/** The units that people count in, from the shortest. */
const UNITS = ['minutes', 'hours', 'days', 'weeks', 'months'] as const
export type Unit = (typeof UNITS)[number]

const COUNTED = /^(?<count>\d{1,4})\s*(?<unit>minute|hour|day|week|month)s?$/i

/** Reads “2 weeks” or “1 month”; null when it is something else, or counts in none of these units. */
export const readDuration = (written: string, units: readonly Unit[]): Temporal.Duration | null => {
  const { count = '', unit: one = '' } = COUNTED.exec(written.trim())?.groups ?? {}
  const unit = units.find((many) => many === `${one.toLowerCase()}s`)
  return unit ? Temporal.Duration.from({ [unit]: Number(count) }) : null
}

/** Reads a whole number; null when it is something else. */
export const readWhole = (written: string): number | null =>
  /^\d{1,4}$/.test(written.trim()) ? Number(written.trim()) : null

/** “2 weeks”, “1 month”, “1 hour and 30 minutes”; “0 days” when it is none. */
export const sayDuration = (duration: Temporal.Duration): string => {
  const parts = UNITS.toReversed().flatMap((unit) => {
    const count = duration[unit]
    return count === 0 ? [] : [`${count} ${count === 1 ? unit.slice(0, -1) : unit}`]
  })
  return parts.join(' and ') || '0 days'
}
