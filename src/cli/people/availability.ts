import type { Opening } from '../../core/model.ts'

const DAYS: readonly (readonly string[])[] = [
  ['mon', 'monday'],
  ['tue', 'tues', 'tuesday'],
  ['wed', 'weds', 'wednesday'],
  ['thu', 'thur', 'thurs', 'thursday'],
  ['fri', 'friday'],
  ['sat', 'saturday'],
  ['sun', 'sunday'],
]
const WEEK = [1, 2, 3, 4, 5, 6, 7] as const
const FORM =
  /^(?:(?<first>[a-z]+)\.?(?:\s*(?:-|–|to)\s*(?<last>[a-z]+)\.?)?\s+)?(?<from>\d{1,2}(?::\d{2})?)\s*(?:-|–|to)\s*(?<to>\d{1,2}(?::\d{2})?)$/i
const LONGEST_QUOTE = 40
const EXAMPLE = 'write it like Mon-Thu 09:00-16:00'

/** What availability means, day by day and without overlaps; or why it means nothing, as a sentence. */
export type Availability =
  | { readonly ok: true; readonly week: readonly Opening[] }
  | { readonly ok: false; readonly reason: string }

/** Reads availability such as `Mon-Thu 09:00-16:00; Fri 9-12`. */
export const readAvailability = (written: string): Availability => {
  const openings: Opening[] = []
  for (const piece of written.split(';').map((one) => one.trim())) {
    if (piece === '') continue
    const read = openingsOf(piece)
    if (typeof read === 'string') return { ok: false, reason: read }
    openings.push(...read)
  }
  return openings.length > 0
    ? { ok: true, week: merged(openings) }
    : { ok: false, reason: `This holds no hours; ${EXAMPLE}.` }
}

/** The openings of one piece, or what is wrong with it. */
const openingsOf = (piece: string): readonly Opening[] | string => {
  const found = FORM.exec(piece)?.groups
  if (!found) return `${quoted(piece)} could not be understood; ${EXAMPLE}.`
  const hours = [found['from'], found['to']].map((time = '') => ({ time, clock: timeOf(time) }))
  const impossible = hours.find(({ clock }) => clock === null)
  if (impossible) return `“${impossible.time}” is no time of day; hours go from 00:00 to 23:59.`
  const [from, to] = [hours[0]?.clock ?? '', hours[1]?.clock ?? '']
  if (from >= to) return `${quoted(piece)} ends before it has begun; the earlier time comes first.`
  const { first, last = first } = found
  if (first === undefined || last === undefined) return `${quoted(piece)} names no day; ${EXAMPLE}.`
  const days = [first, last].map((name) => ({ name, day: dayOf(name) }))
  const unknown = days.find(({ day }) => day === null)
  if (unknown) return `${quoted(unknown.name)} is no day of the week; ${EXAMPLE}.`
  const [begin, end] = [days[0]?.day ?? 0, days[1]?.day ?? 0]
  if (end < begin)
    return `${quoted(`${first}-${last}`)} goes back in the week; write the days apart, with ; between.`
  return WEEK.filter((day) => day >= begin && day <= end).map((day) => ({ day, from, to }))
}

/** Enough of what was written to find it, and nothing that a terminal would obey. */
const quoted = (written: string): string =>
  `“${written.slice(0, LONGEST_QUOTE).replace(/[\p{Cc}\p{Cf}]/gu, '?')}${written.length > LONGEST_QUOTE ? '…' : ''}”`

/** In the order in which they are written, where they do not touch; hours that do are one. */
const merged = (openings: readonly Opening[]): readonly Opening[] => {
  const apart: Opening[] = []
  for (const opening of openings) {
    const touching = apart.filter(
      (one) => one.day === opening.day && one.from <= opening.to && opening.from <= one.to,
    )
    const all = [...touching, opening]
    const joined = {
      day: opening.day,
      from: all.map(({ from }) => from).sort()[0] ?? opening.from,
      to:
        all
          .map(({ to }) => to)
          .sort()
          .at(-1) ?? opening.to,
    }
    const [place] = touching
    if (place) apart[apart.indexOf(place)] = joined
    else apart.push(joined)
    for (const one of touching.slice(1)) apart.splice(apart.indexOf(one), 1)
  }
  return apart
}

const dayOf = (name: string): number | null => {
  const index = DAYS.findIndex((names) => names.includes(name.toLowerCase()))
  return index < 0 ? null : index + 1
}

const timeOf = (written: string): string | null => {
  const [hours = '', minutes = '00'] = written.split(':')
  const time = `${hours.padStart(2, '0')}:${minutes}`
  return /^([01]\d|2[0-3]):[0-5]\d$/.test(time) ? time : null
}
