import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline/promises'
import { DuologueError } from '../core/errors.ts'
import { sayCount } from '../core/saying.ts'
import { print } from './output.ts'
import { type ImportPlan, importEffects, planImport } from './people/plan.ts'
import { type People, readPeople } from './people/read.ts'
import { programmeNamed, withStore } from './setup.ts'

export interface ImportOptions {
  readonly programme: string | undefined
  readonly yes: boolean
}

/** Imports a list of people. Nothing happens unless all of it can. */
export const importParticipants = (file: string, options: ImportOptions): Promise<void> =>
  withStore(async ({ store, apply, clock }) => {
    const programme = await programmeNamed(store, options.programme)
    const people = peopleOrFail(readPeople(bytesOf(file), programme, await store.read.accounts.workspaces()))
    const plan = planImport(people, await store.read.participants.of(programme.id))
    for (const line of planLines(plan)) print(line)
    if (plan.added.length + plan.changed.length === 0) return
    if (plan.changed.length > 0 && !options.yes && !(await agreed()))
      return print('Nothing was imported. To change what is listed above, answer yes, or give --yes.')
    await apply(importEffects(plan, programme, clock.now()))
    print('Done. Each new person is invited as soon as their account is found, in their own working hours.')
  })

/** The file, or an error that names it. */
export const bytesOf = (file: string): Uint8Array => {
  try {
    return readFileSync(file)
  } catch (cause) {
    throw new DuologueError(
      'no-file',
      `The file ${file} could not be read.`,
      'Check its name and place.',
      cause,
    )
  }
}

/** The people of a list, or an error that tells every bad line. */
export const peopleOrFail = (read: People): Extract<People, { ok: true }>['people'] => {
  if (read.ok) return read.people
  const lines = read.problems.map(
    ({ line, column, reason }) => `  line ${line}${column ? `, ${column}` : ''}: ${reason}`,
  )
  throw new DuologueError(
    'list',
    `Nothing was imported. The list has ${sayCount(read.problems.length, 'problem', 'problems')}:\n${lines.join('\n')}`,
    'Mend these lines and import the list again.',
  )
}

/** What a plan says to the person who has to agree to it. */
const planLines = ({ added, changed, unchanged }: ImportPlan): readonly string[] => [
  `${sayCount(added.length, 'person', 'people')} to add, ${changed.length} to change, ${unchanged} unchanged.`,
  ...changed.map(({ person, fields }) => `  ${person.email}: ${fields.map(fieldName).join(', ')}`),
]

const fieldName = (field: string): string =>
  ({ workspaceId: 'workspace', hours: 'time zone or availability' })[field] ?? field

const agreed = async (): Promise<boolean> => {
  if (!process.stdin.isTTY) return false
  const terminal = createInterface({ input: process.stdin, output: process.stdout })
  const answer = await terminal.question('Import these changes? (yes or no) ')
  terminal.close()
  return /^y(es)?$/i.test(answer.trim())
}
