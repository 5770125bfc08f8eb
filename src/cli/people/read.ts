import { parse } from 'csv-parse/sync'
import { USUAL_WEEK, zoneNamed } from '../../core/calendar.ts'
import type { Hours, Programme, Side, Workspace } from '../../core/model.ts'
import { sayCount } from '../../core/saying.ts'
import type { ParticipantDetails } from '../../core/store.ts'
import { readAvailability } from './availability.ts'

const REQUIRED = ['name', 'email', 'side', 'organisation', 'workspace'] as const
const OPTIONAL = [
  'title',
  'location',
  'time_zone',
  'languages',
  'goals',
  'offers',
  'interests',
  'availability',
  'conflicts',
  'manager',
  'partners',
] as const

type Column = (typeof REQUIRED)[number] | (typeof OPTIONAL)[number]

/** Editors and spreadsheets of every system, also mixed in one file. */
const LINE_ENDS = ['\r\n', '\n', '\r']
/** Control characters, and those that turn the direction of writing for all that follows. */
const UNSEEN = /[\p{Cc}\u202a-\u202e\u2066-\u2069]/u

/** What one list may hold: a city's worth of people, with room. */
const MOST_BYTES = 5_000_000
const LONGEST_FIELD = 500
/** No more of a cell is looked at, so that none takes long; enough to tell, after tidying, that one is too long. */
const MOST_READ_OF_FIELD = 2 * LONGEST_FIELD
const EMAIL = /^[^\s@<>,;]+@[^\s@<>,;]+\.[^\s@<>,;]+$/

/** What is wrong with one place of the list. `line` counts from 1; `column` is null when it is the whole line's. */
export interface Problem {
  readonly line: number
  readonly column: string | null
  readonly reason: string
}

export interface Person extends ParticipantDetails {
  /** Lower case. */
  readonly email: string
}

export type People =
  | {
      readonly ok: true
      readonly people: readonly Person[]
      /** What the list has no column for: it says nothing of it, and changes nothing. */
      readonly untold: readonly (keyof ParticipantDetails)[]
      /** Where each person stands, by e-mail address. */
      readonly lines: ReadonlyMap<string, number>
    }
  | { readonly ok: false; readonly problems: readonly Problem[] }

interface Row {
  readonly line: number
  readonly cells: readonly string[]
}

/**
 * Reads a list of people: UTF-8 with or without a mark, comma or semicolon, CRLF or LF. Any bad line is told with its
 * line, column and reason, and then nothing of the list counts.
 */
export const readPeople = (
  bytes: Uint8Array,
  programme: Programme,
  workspaces: readonly Workspace[],
): People => {
  const rows = rowsOf(bytes)
  if ('reason' in rows) return { ok: false, problems: [rows] }
  const [header, ...lines] = rows
  const columns = (header?.cells ?? []).map((cell) => cell.trim().toLowerCase())
  const problems: Problem[] = headerProblems(columns, header?.line ?? 1)
  if (problems.length > 0) return { ok: false, problems }
  if (lines.length === 0)
    return {
      ok: false,
      problems: [{ line: 2, column: null, reason: 'The list has no people under its headers.' }],
    }

  const people: Person[] = []
  const seen = new Map<string, number>()
  for (const { line, cells } of lines) {
    if (cells.length !== columns.length) {
      problems.push({
        line,
        column: null,
        reason: `This line has ${cells.length} cells where the headers have ${columns.length}. Put quotation marks around text that holds a separator.`,
      })
      continue
    }
    const cell = (column: Column): string =>
      tidy((cells[columns.indexOf(column)] ?? '').slice(0, MOST_READ_OF_FIELD))
    const bad = (column: Column, reason: string) => problems.push({ line, column, reason })
    const person = personFrom(cell, bad, programme, workspaces)
    const first = seen.get(person.email)
    if (first !== undefined) bad('email', `The same e-mail address stands on line ${first}.`)
    else if (person.email) seen.set(person.email, line)
    people.push(person)
  }
  return problems.length > 0
    ? { ok: false, problems }
    : { ok: true, people, untold: untoldBy(columns), lines: seen }
}

const untoldBy = (columns: readonly string[]): readonly (keyof ParticipantDetails)[] => [
  ...(
    [
      'title',
      'location',
      'languages',
      'goals',
      'offers',
      'interests',
      'conflicts',
      'manager',
      'partners',
    ] as const
  ).filter((column) => !columns.includes(column)),
  ...(columns.includes('time_zone') || columns.includes('availability') ? [] : (['hours'] as const)),
]

const tidy = (cell: string): string => cell.replace(/\s+/g, ' ').trim()

/** A row that spans lines is told by its first. */
const breaksIn = (cells: readonly string[]): number => cells.join('').match(/\r\n|\r|\n/g)?.length ?? 0

const rowsOf = (bytes: Uint8Array): readonly Row[] | Problem => {
  const whole = (reason: string): Problem => ({ line: 1, column: null, reason })
  if (bytes.length === 0) return whole('The file is empty.')
  if (bytes.length > MOST_BYTES) return whole('The file is larger than 5 MB. Is it the right one?')
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return whole('The file is not in UTF-8. In Excel, save it as “CSV UTF-8 (comma delimited)”.')
  }
  if (text.includes('\0')) return whole('The file is not a text file. Save the list as CSV.')
  const [firstLine = ''] = text.split(/\r\n|\r|\n/, 1)
  if (firstLine.includes('\t') && !/[,;]/.test(firstLine))
    return whole('The columns are separated by tabs. Save the list with commas or semicolons between them.')
  const delimiter = firstLine.split(';').length > firstLine.split(',').length ? ';' : ','
  try {
    const rows: Row[] = []
    parse(text, {
      bom: true,
      delimiter,
      relax_column_count: true,
      record_delimiter: LINE_ENDS,
      skip_empty_lines: true,
      on_record: (cells: string[], { lines }) => {
        if (cells.some((cell) => cell.trim() !== '')) rows.push({ line: lines - breaksIn(cells), cells })
        return null
      },
    })
    return rows
  } catch (error) {
    const line =
      error instanceof Error && 'lines' in error && typeof error.lines === 'number' ? error.lines : 1
    return {
      line,
      column: null,
      reason:
        'A quotation mark on or before this line is not closed, or stands inside a cell without being doubled.',
    }
  }
}

const headerProblems = (columns: readonly string[], line: number): Problem[] => {
  const known: readonly string[] = [...REQUIRED, ...OPTIONAL]
  return [
    ...REQUIRED.filter((column) => !columns.includes(column)).map((column) => ({
      line,
      column,
      reason: `The column “${column}” is missing. The list needs ${REQUIRED.join(', ')}.`,
    })),
    ...columns.flatMap((column, index) => {
      if (!known.includes(column))
        return [
          {
            line,
            column: column || null,
            reason: `There is no column of this name. Possible are ${known.join(', ')}.`,
          },
        ]
      return columns.indexOf(column) < index ? [{ line, column, reason: 'This column stands twice.' }] : []
    }),
  ]
}

const personFrom = (
  cell: (column: Column) => string,
  bad: (column: Column, reason: string) => void,
  programme: Programme,
  workspaces: readonly Workspace[],
): Person => {
  for (const column of [...REQUIRED, ...OPTIONAL]) {
    if (cell(column).length > LONGEST_FIELD) bad(column, `This is longer than ${LONGEST_FIELD} characters.`)
    if (UNSEEN.test(cell(column)))
      bad(column, 'This holds characters that cannot be seen. Type it anew rather than paste it.')
  }
  for (const column of ['name', 'organisation'] as const) if (!cell(column)) bad(column, 'This is empty.')
  const email = cell('email').toLowerCase()
  if (!EMAIL.test(email)) bad('email', 'This is not an e-mail address.')
  if (email === programme.contact.email.toLowerCase())
    bad('email', 'This is the independent contact of the programme, who cannot take part in it.')
  return {
    name: cell('name'),
    email,
    side: sideFrom(cell('side'), programme, (reason) => bad('side', reason)),
    organisation: cell('organisation'),
    workspaceId: workspaceFrom(cell('workspace'), workspaces, (reason) => bad('workspace', reason)),
    title: cell('title') || null,
    location: cell('location') || null,
    hours: hoursFrom(cell('time_zone'), cell('availability'), programme, bad),
    languages: listFrom(cell('languages')),
    goals: listFrom(cell('goals')),
    offers: listFrom(cell('offers')),
    interests: listFrom(cell('interests')),
    conflicts: conflictsFrom(cell('conflicts'), email, (reason) => bad('conflicts', reason)),
    manager: managerFrom(cell('manager'), email, (reason) => bad('manager', reason)),
    partners: partnersFrom(cell('partners'), programme, (reason) => bad('partners', reason)),
  }
}

const listFrom = (cell: string): readonly string[] => [
  ...new Set(
    cell
      .split(';')
      .map((item) => item.trim())
      .filter(Boolean),
  ),
]

const sideFrom = (cell: string, { sides }: Programme, bad: (reason: string) => void): Side => {
  const wanted = cell.toLowerCase()
  if (wanted === sides.a.toLowerCase()) return 'a'
  if (wanted === sides.b.toLowerCase()) return 'b'
  bad(`This is neither “${sides.a}” nor “${sides.b}”, the sides of this programme.`)
  return 'a'
}

const workspaceFrom = (
  cell: string,
  workspaces: readonly Workspace[],
  bad: (reason: string) => void,
): string => {
  const [platform = '', name = ''] = cell.split(/:(.*)/s)
  const found = workspaces.find(
    (one) =>
      one.platform === platform.trim().toLowerCase() && one.name.toLowerCase() === name.trim().toLowerCase(),
  )
  if (found) return found.id
  const known = workspaces.map((one) => `${one.platform}:${one.name}`).join(', ')
  bad(
    `There is no such workspace. Write it as slack:NAME or teams:NAME. ${known ? `Known are ${known}.` : 'None is known yet; add one with “duologue workspace add”.'}`,
  )
  return ''
}

const hoursFrom = (
  zone: string,
  availability: string,
  programme: Programme,
  bad: (column: Column, reason: string) => void,
): Hours | null => {
  const named = zone ? zoneNamed(zone) : programme.timeZone
  if (!named) bad('time_zone', 'This is not a time zone; write it like Europe/London.')
  const read = availability ? readAvailability(availability) : { ok: true as const, week: USUAL_WEEK }
  if (!read.ok) bad('availability', read.reason)
  if (!named || !read.ok || !(zone || availability)) return null
  return { zone: named, week: read.week, daysOff: [] }
}

const conflictsFrom = (cell: string, email: string, bad: (reason: string) => void): readonly string[] => {
  const conflicts = listFrom(cell).map((one) => one.toLowerCase())
  const wrong = conflicts.filter((one) => !EMAIL.test(one))
  if (wrong.length > 0) bad('This should hold e-mail addresses, separated by semicolons.')
  if (email && conflicts.includes(email)) bad('This names the person themselves.')
  return conflicts
}

const managerFrom = (cell: string, email: string, bad: (reason: string) => void): string | null => {
  const manager = cell.toLowerCase()
  if (manager && !EMAIL.test(manager)) bad('This should hold one e-mail address, that of their manager.')
  else if (manager && manager === email) bad('This is their own e-mail address, not that of their manager.')
  return manager || null
}

const partnersFrom = (
  cell: string,
  { settings: { mostPartners } }: Programme,
  bad: (reason: string) => void,
): number => {
  const partners = Number(cell || '1')
  if (!/^\d*$/.test(cell) || partners < 1) bad('This is not a number of partners, such as 1.')
  else if (partners > mostPartners)
    bad(
      `Nobody in this programme has more than ${sayCount(mostPartners, 'partner', 'partners')} at once, as its setting --most-partners has it.`,
    )
  return partners
}
