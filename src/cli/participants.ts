import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline/promises'
import { DuologueError } from '../core/errors.ts'
import type { Participant, Programme, Workspace } from '../core/model.ts'
import { sayCount } from '../core/saying.ts'
import type { OpenStore } from '../store/index.ts'
import { print } from './output.ts'
import { type ImportPlan, importEffects, planImport } from './people/plan.ts'
import { type People, readPeople } from './people/read.ts'
import { programmeNamed, withStore } from './setup.ts'

/** Nobody reads more bad lines than this at once. */
const MOST_LINES = 20

export interface ImportOptions {
  readonly programme: string | undefined
  readonly yes: boolean
}

/** Imports a list of people. Nothing happens unless all of it can. */
export const importParticipants = (file: string, options: ImportOptions): Promise<void> =>
  withStore(async ({ store, apply, clock }) => {
    const programme = await programmeNamed(store, options.programme)
    const workspaces = await store.read.accounts.workspaces()
    const people = peopleOrFail(readPeople(bytesOf(file), programme, workspaces))
    const there = await store.read.participants.of(programme.id)
    const coordinators = await store.read.programmes.coordinators(programme.id)
    const plan = planImport(people, there)
    for (const line of planLines(plan, programme, workspaces)) print(line)
    for (const line of notes(people, plan, there, coordinators)) print(line)
    if (plan.added.length + plan.changed.length === 0) return
    await refuseToPart(plan, store)
    if (plan.changed.length > 0 && !options.yes && !(await agreed()))
      return print('Nothing was imported. To change what is listed above, answer yes, or give --yes.')
    await apply(importEffects(plan, programme, clock.now()))
    print('Done.')
    if (plan.added.length > 0)
      print('Each new person is invited as soon as their account is found, in their own working hours.')
  })

/** Somebody in a pair keeps their side and workspace: partners are of both sides, and reach one another where they are. */
const refuseToPart = async ({ changed }: ImportPlan, { read }: OpenStore): Promise<void> => {
  const moved = changed.filter(({ fields }) => fields.includes('side') || fields.includes('workspaceId'))
  const paired: string[] = []
  for (const { participant } of moved)
    if ((await read.approved.ofParticipant(participant.id)).length > 0) paired.push(participant.email)
  if (paired.length > 0)
    throw new DuologueError(
      'paired',
      `Nothing was imported. These people have a partner, so their side and workspace cannot change: ${paired.join(', ')}.`,
      'Leave both as they were. If somebody really moves, that can change once they are in no pair.',
    )
}

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

/** The people of a list, or an error that tells its bad lines, the first of them when there are many. */
export const peopleOrFail = (read: People): Extract<People, { ok: true }> => {
  if (read.ok) return read
  const lines = read.problems.map(
    ({ line, column, reason }) => `  line ${line}${column ? `, ${column}` : ''}: ${reason}`,
  )
  throw new DuologueError(
    'list',
    `Nothing was imported. The list has ${sayCount(read.problems.length, 'problem', 'problems')}:\n${firstOf(lines).join('\n')}`,
    'Mend these lines and import the list again.',
  )
}

/** Of many lines, as many as somebody reads, and how many more there are. */
const firstOf = (lines: readonly string[]): readonly string[] =>
  lines.length > MOST_LINES
    ? [...lines.slice(0, MOST_LINES), `  … and ${lines.length - MOST_LINES} more.`]
    : lines

/** What a plan says to the person who has to agree to it. */
export const planLines = (
  { added, changed, unchanged }: ImportPlan,
  { sides }: Programme,
  workspaces: readonly Workspace[],
): readonly string[] => {
  const shown = (field: string, value: unknown): unknown => {
    if (field === 'side' && (value === 'a' || value === 'b')) return sides[value]
    const workspace = field === 'workspaceId' && workspaces.find(({ id }) => id === value)
    return workspace ? `${workspace.platform}:${workspace.name}` : value
  }
  return [
    `${sayCount(added.length, 'person', 'people')} to add, ${changed.length} to change, ${unchanged} unchanged.`,
    ...changed.flatMap(({ participant, person, fields }) => [
      `  ${person.email}`,
      ...fields.map(
        (field) =>
          `    ${fieldName(field)}${change(shown(field, participant[field]), shown(field, person[field]))}`,
      ),
    ]),
  ]
}

/** What is imported, and may still be a mistake. */
export const notes = (
  { people, lines }: Pick<Extract<People, { ok: true }>, 'people' | 'lines'>,
  { added }: Pick<ImportPlan, 'added'>,
  there: readonly Pick<Participant, 'email' | 'leftAt'>[],
  coordinators: readonly { readonly email: string }[],
): readonly string[] => {
  const present = new Set([...people, ...there].map(({ email }) => email))
  const where = (email: string) => `line ${lines.get(email) ?? '?'}`
  const strangers = people.flatMap(({ email, conflicts }) =>
    conflicts.filter((one) => !present.has(one)).map((one) => `  ${one}, ${where(email)}`),
  )
  const both = added
    .filter(({ email }) => coordinators.some((one) => one.email === email))
    .map(({ email }) => `  ${email}, ${where(email)}`)
  const gone = there
    .filter(({ email, leftAt }) => leftAt !== null && lines.has(email))
    .map(({ email }) => `  ${email}, ${where(email)}`)
  return [
    ...(gone.length > 0
      ? ['They have left the programme, and a list brings nobody back:', ...firstOf(gone)]
      : []),
    ...(strangers.length > 0
      ? [
          'Kept apart from somebody who is not in this programme; is the address right?',
          ...firstOf(strangers),
        ]
      : []),
    ...(both.length > 0
      ? ['They coordinate this programme, and would take part in it as well:', ...firstOf(both)]
      : []),
  ]
}

/** From what to what, where both are words. */
const change = (was: unknown, becomes: unknown): string => {
  const [before, after] = [was, becomes].map((value) =>
    Array.isArray(value) ? value.join('; ') : typeof value === 'number' ? String(value) : value,
  )
  if (![before, after].every((value) => value === null || typeof value === 'string')) return ''
  return `: ${before ? `“${before}”` : 'nothing'} becomes ${after ? `“${after}”` : 'nothing'}`
}

const fieldName = (field: string): string =>
  ({ workspaceId: 'workspace', hours: 'time zone or availability' })[field] ?? field

const agreed = async (): Promise<boolean> => {
  if (!process.stdin.isTTY)
    throw new DuologueError(
      'not-agreed',
      'Nothing was imported: nobody could be asked whether to change what is listed above.',
      'To change it, give --yes.',
    )
  const terminal = createInterface({ input: process.stdin, output: process.stdout })
  const answer = await terminal.question('Import these changes? (yes or no) ')
  terminal.close()
  return /^y(es)?$/i.test(answer.trim())
}
