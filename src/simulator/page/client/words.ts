/** How times and numbers are said on the page: British English, in a named zone. */

const formats = new Map<string, Intl.DateTimeFormat>()

const format = (zone: string, kind: keyof typeof KINDS): Intl.DateTimeFormat => {
  const key = `${kind} ${zone}`
  const known = formats.get(key)
  if (known) return known
  const made = new Intl.DateTimeFormat('en-GB', { ...KINDS[kind], timeZone: zone })
  formats.set(key, made)
  return made
}

const TIME = { hour: '2-digit', minute: '2-digit', hour12: false } as const
const KINDS = {
  time: TIME,
  day: { weekday: 'long', day: 'numeric', month: 'long' },
  shortDay: { weekday: 'short', day: 'numeric', month: 'short' },
  year: { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' },
  weekday: { weekday: 'short' },
  key: { year: 'numeric', month: '2-digit', day: '2-digit' },
} as const

const said = (at: number, zone: string, kind: keyof typeof KINDS): string =>
  format(zone, kind).format(at).replace(',', '')

/** "09:00". */
export const sayTime = (at: number, zone: string): string => said(at, zone, 'time')
/** "Monday 23 November". */
export const sayDay = (at: number, zone: string): string => said(at, zone, 'day')
/** "Mon 23 Nov". */
const sayShortDay = (at: number, zone: string): string => said(at, zone, 'shortDay')
/** "Mon 09:00". */
export const sayWeekday = (at: number, zone: string): string =>
  `${said(at, zone, 'weekday')} ${sayTime(at, zone)}`
/** "Monday 23 November 2026". */
export const sayYear = (at: number, zone: string): string => said(at, zone, 'year')
/** "Mon 23 Nov, 09:00". */
export const sayShort = (at: number, zone: string): string => `${sayShortDay(at, zone)}, ${sayTime(at, zone)}`
/** The same for all instants of one day. */
export const dayKey = (at: number, zone: string): string => said(at, zone, 'key')

/** "London time". */
export const sayZone = (zone: string): string => {
  const name = zone.slice(zone.lastIndexOf('/') + 1)
  return name === 'UTC' || name === 'GMT' ? name : `${name.replaceAll('_', ' ')} time`
}

/** "1 person", "3 people". */
export const sayCount = (count: number, one: string, many: string): string =>
  `${count.toLocaleString('en-GB')} ${count === 1 ? one : many}`

export const firstName = (name: string): string => name.split(' ')[0] ?? name

/** "AY". */
export const initials = (name: string): string =>
  name
    .split(/\s+/)
    .map((part) => part.charAt(0))
    .filter((_, index, all) => index === 0 || index === all.length - 1)
    .join('')
    .toUpperCase()

/** "Amina", "Amina and Tom", "Amina, Tom and Jo". */
export const sayList = (items: readonly string[]): string =>
  items.length < 2 ? (items[0] ?? '') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`

/** "and that is all", without the capital that begins it. */
export const lower = (words: string): string => words.charAt(0).toLowerCase() + words.slice(1)

/** "Perhaps a check-in": what may be due, when Duologue only looks whether it is. */
export const perhaps = (what: string): string => {
  const kind = lower(what)
  if (kind.startsWith('about')) return `Perhaps a message ${kind}`
  return `Perhaps ${/^[aeiou]/.test(kind) ? 'an' : 'a'} ${kind}`
}

export const PLATFORM_NAMES = { slack: 'Slack', teams: 'Teams' } as const
