import { parse } from 'csv-parse/sync'
import { DuologueError } from '../../core/errors.ts'
import { sayList } from '../../core/saying.ts'
import { type Cast, type CastMember, workspacesOf } from '../../simulator/index.ts'
import { canBeSide } from '../programme.ts'

/** A cast for somebody's own list: everyone in it works in the workspace that it names. The import itself judges the list. */
export const castFrom = (list: Uint8Array, seed: number): Cast => {
  const text = new TextDecoder().decode(list)
  const [header = ''] = text.split(/\r?\n/, 1)
  const rows = rowsOf(text, header.split(';').length > header.split(',').length ? ';' : ',')
  const sides = sidesOf(rows)
  const members = rows.map(
    (row): CastMember => ({
      name: row['name'] ?? '',
      email: (row['email'] ?? '').toLowerCase(),
      side: sides.get(keyOf(row)) ?? '',
      organisation: row['organisation'] ?? '',
      workspace: row['workspace'] ?? '',
      title: row['title'] ?? '',
      location: row['location'] ?? '',
      timeZone: row['time_zone'] || 'Europe/London',
      languages: [],
      goals: [],
      offers: [],
      interests: [],
      availability: row['availability'] ?? '',
    }),
  )
  const workspace = members[0]?.workspace ?? 'slack:own'
  const coordinators = [{ name: 'Dana Whitfield', email: 'dana@coordinators.example', workspace }]
  return { members, coordinators, workspaces: workspacesOf(members, coordinators, seed) }
}

/** Of more sides than there can be. */
const MOST_NAMED = 4

type Row = Readonly<Record<string, string>>

const sideOf = (row: Row): string => (row['side'] ?? '').replace(/\s+/g, ' ').trim()

/** Sides are told apart as the import does it. */
const keyOf = (row: Row): string => sideOf(row).toLowerCase()

/** The two sides that a list takes its people from, as each is first written; throws where there are not two. */
const sidesOf = (rows: readonly Row[]): ReadonlyMap<string, string> => {
  const sides = new Map<string, string>()
  for (const row of rows) if (keyOf(row) !== '' && !sides.has(keyOf(row))) sides.set(keyOf(row), sideOf(row))
  const wrong = rows.length === 0 ? 'The list has no people.' : wrongWith([...sides.values()])
  if (wrong)
    throw new DuologueError(
      'list',
      wrong,
      'Give a list whose column “side” has two sides, some people on each.',
    )
  return sides
}

/** What is wrong with the sides of a list; null where they are the two of a programme. */
const wrongWith = (sides: readonly string[]): string | null => {
  const [one, other] = sides
  if (one === undefined) return 'Nobody in the list has a side.'
  if (other === undefined) return `The list has people of one side alone, “${one}”.`
  const unfit = sides.find((side) => !canBeSide(side))
  if (unfit !== undefined)
    return `“${unfit}” cannot be the name of a side: it is too long, or holds a comma or what cannot be seen.`
  const named = sayList(sides.slice(0, MOST_NAMED).map((side) => `“${side}”`))
  return sides.length > 2
    ? `The list has people of ${sides.length} sides: ${named}${sides.length > MOST_NAMED ? ' …' : '.'}`
    : null
}

const rowsOf = (text: string, delimiter: string): Record<string, string>[] => {
  try {
    return parse(text, {
      bom: true,
      columns: (names: string[]) => names.map((name) => name.trim().toLowerCase()),
      delimiter,
      relax_column_count: true,
      skip_empty_lines: true,
    })
  } catch (cause) {
    throw new DuologueError(
      'list',
      'The list of people cannot be read: a quotation mark in it is not closed, or stands inside a cell.',
      'Import it with “duologue participants import” to see which line it is.',
      cause,
    )
  }
}
