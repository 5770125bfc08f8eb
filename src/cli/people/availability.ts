import type { Opening } from '../../core/model.ts'

const DAY_NAMES = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const
const FORM =
  /^(?<first>[a-z]+)\.?(?:\s*(?:-|–|to)\s*(?<last>[a-z]+)\.?)?\s+(?<from>\d{1,2}(?::\d{2})?)\s*(?:-|–|to)\s*(?<to>\d{1,2}(?::\d{2})?)$/i

/** Reads availability such as `Mon-Thu 09:00-16:00; Fri 9-12`; null when it cannot be understood. */
export const readAvailability = (written: string): readonly Opening[] | null => {
  const openings: Opening[] = []
  for (const piece of written.split(';').map((one) => one.trim())) {
    if (piece === '') continue
    const found = FORM.exec(piece)?.groups
    const first = dayOf(found?.['first'])
    const last = found?.['last'] === undefined ? first : dayOf(found['last'])
    const from = timeOf(found?.['from'])
    const to = timeOf(found?.['to'])
    if (first === null || last === null || last < first || !from || !to || from >= to) return null
    for (const day of ([1, 2, 3, 4, 5, 6, 7] as const).filter((one) => one >= first && one <= last))
      openings.push({ day, from, to })
  }
  return openings.length > 0 ? openings : null
}

const dayOf = (name: string | undefined): number | null => {
  const lower = name?.toLowerCase() ?? ''
  const index = DAY_NAMES.findIndex((day) => lower.startsWith(day) && isDayName(lower, day))
  return index < 0 ? null : index + 1
}

const isDayName = (lower: string, day: string): boolean =>
  ({
    mon: ['mon', 'monday'],
    tue: ['tue', 'tues', 'tuesday'],
    wed: ['wed', 'weds', 'wednesday'],
    thu: ['thu', 'thur', 'thurs', 'thursday'],
    fri: ['fri', 'friday'],
    sat: ['sat', 'saturday'],
    sun: ['sun', 'sunday'],
  })[day]?.includes(lower) ?? false

const timeOf = (written: string | undefined): string | null => {
  const [hours = '', minutes = '00'] = (written ?? '').split(':')
  const time = `${hours.padStart(2, '0')}:${minutes}`
  return /^([01]\d|2[0-3]):[0-5]\d$/.test(time) ? time : null
}
