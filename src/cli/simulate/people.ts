import { parse } from 'csv-parse/sync'
import { DuologueError } from '../../core/errors.ts'
import { type Cast, type CastMember, workspacesOf } from '../../simulator/index.ts'

/** A cast for somebody's own list: everyone in it works in the workspace that it names. The import itself judges the list. */
export const castFrom = (list: Uint8Array, seed: number): Cast => {
  const text = new TextDecoder().decode(list)
  const [header = ''] = text.split(/\r?\n/, 1)
  const rows = rowsOf(text, header.split(';').length > header.split(',').length ? ';' : ',')
  const members = rows.map(
    (row): CastMember => ({
      name: row['name'] ?? '',
      email: (row['email'] ?? '').toLowerCase(),
      side: row['side'] ?? '',
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
