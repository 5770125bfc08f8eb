import { Temporal } from 'temporal-polyfill'
import { zoneNamed } from '../core/calendar.ts'
import { DuologueError } from '../core/errors.ts'
import { type Effect, save, touch } from '../core/flow.ts'
import { idOf } from '../core/ids.ts'
import type { Programme } from '../core/model.ts'
import { reciprocalTemplate } from '../core/template.ts'
import { print } from './output.ts'
import { sayMistakes, settingsWith, type Written } from './settings/change.ts'
import { withStore } from './setup.ts'

export interface ProgrammeOptions {
  readonly template: string
  readonly name?: string
  readonly from?: string
  readonly sides?: string
  readonly booksFirst?: string
  readonly coordinator: readonly string[]
  readonly contact?: string
  readonly timeZone: string
}

const LONGEST_NAME = 100
/** Control characters, line breaks, and marks that turn the direction of writing. */
const UNSEEN = /[\p{Cc}\p{Cf}]/u
const CONTACT = /^\s*(?<name>[^<>]+?)\s*<\s*(?<email>[^\s<>@]+@[^\s<>@]+)\s*>\s*$/
/** Where stages are counted from while the first day is not known. */
const ANY_DAY = Temporal.PlainDate.from('2027-01-01')
const EMAIL = /^[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+$/

/** Whether people can be shown this as a name. */
const canBeShown = (words: string): boolean => words.length <= LONGEST_NAME && !UNSEEN.test(words)

/** Whether a side can be called so: --sides has a comma between its two. */
export const canBeSide = (words: string): boolean => canBeShown(words) && !words.includes(',')

/** What the options say, settings among them, or every mistake in them at once. */
export const programmeFrom = (
  given: ProgrammeOptions,
  written: Written = {},
): { readonly programme: Programme; readonly coordinators: readonly string[] } => {
  const options = { name: '', from: '', sides: '', booksFirst: '', contact: '', ...given }
  const mistakes: string[] = []
  const startsOn = dateFrom(options.from)
  if (!startsOn) mistakes.push('--from: give a date such as 2027-01-11.')
  const [a = '', b = '', ...more] = options.sides.split(',').map((side) => side.trim())
  if (!a || !b || more.length > 0 || a.toLowerCase() === b.toLowerCase())
    mistakes.push(
      '--sides: give two different names with a comma between them, such as "Leaders,Professionals".',
    )
  const first = options.booksFirst.trim().toLowerCase()
  const booksFirst =
    first === '' ? null : first === a.toLowerCase() ? 'a' : first === b.toLowerCase() ? 'b' : null
  if (!booksFirst) mistakes.push('--books-first: give one of the two names from --sides.')
  const contact = CONTACT.exec(options.contact)?.groups
  if (!contact)
    mistakes.push('--contact: give a name and an e-mail address, such as "Grace Obi <grace@example.org>".')
  const timeZone = zoneNamed(options.timeZone)
  if (!timeZone) mistakes.push('--time-zone: give a zone such as Europe/London.')
  if (options.template !== 'reciprocal') mistakes.push('--template: there is one template, reciprocal.')
  if (!options.name.trim()) mistakes.push('--name: give the programme a name.')
  for (const [option, words] of Object.entries({
    '--name': options.name,
    '--sides': options.sides,
    '--contact': options.contact,
  }))
    if (!canBeShown(words))
      mistakes.push(`${option}: give at most ${LONGEST_NAME} characters, all of which can be seen.`)
  const coordinators = options.coordinator.map((email) => email.trim().toLowerCase())
  if (coordinators.length === 0 || !coordinators.every((email) => EMAIL.test(email)))
    mistakes.push('--coordinator: give an e-mail address; repeat the option for further coordinators.')
  if (contact && coordinators.includes(contact['email']?.toLowerCase() ?? ''))
    mistakes.push('--contact: give somebody independent, who is none of the coordinators.')
  const { settings, mistakes: misset } = settingsWith(written, {
    before: reciprocalTemplate,
    startsOn: startsOn ?? ANY_DAY,
    people: 0,
  })
  mistakes.push(...sayMistakes(misset))
  if (!startsOn || !booksFirst || !contact || !timeZone || mistakes.length > 0)
    throw new DuologueError(
      'options',
      `The programme was not created:\n${mistakes.map((mistake) => `  ${mistake}`).join('\n')}`,
      'Mend these and try again; nothing was kept.',
    )
  return {
    coordinators,
    programme: {
      id: idOf('programme', options.name.trim().toLowerCase(), options.from),
      name: options.name.trim(),
      startsOn,
      timeZone,
      sides: { a, b },
      booksFirst,
      contact: { name: contact['name'] ?? '', email: contact['email'] ?? '' },
      settings,
    },
  }
}

const dateFrom = (written: string): Temporal.PlainDate | null => {
  try {
    return /^\d{4}-\d{2}-\d{2}$/.test(written)
      ? Temporal.PlainDate.from(written, { overflow: 'reject' })
      : null
  } catch {
    return null
  }
}

/** The effects that bring a programme into being. */
export const creating = ({
  programme,
  coordinators,
}: ReturnType<typeof programmeFrom>): readonly Effect[] => [
  save('programmes', 'create', programme),
  ...coordinators.map((email) => save('programmes', 'addCoordinator', programme.id, email)),
  touch('programme', programme.id),
]

/** A programme under way may move in; a first day before that is a slip of the pen. */
const LONGEST_UNDER_WAY = { months: 18 }

/** Refuses a programme that stands in the way of another, or that cannot be meant. */
export const refuseUnfit = (
  { name, startsOn }: Programme,
  others: readonly Programme[],
  today: Temporal.PlainDate,
): void => {
  const namesake = others.find((one) => one.name.toLowerCase() === name.toLowerCase())
  if (namesake)
    throw new DuologueError(
      'programme-exists',
      `There is a programme “${namesake.name}” already, from ${namesake.startsOn}. Nothing was changed.`,
      `Give a name that tells them apart, such as “${name} ${startsOn.year}”.`,
    )
  if (Temporal.PlainDate.compare(startsOn, today.subtract(LONGEST_UNDER_WAY)) < 0)
    throw new DuologueError(
      'long-ago',
      `The first day, ${startsOn}, is more than ${LONGEST_UNDER_WAY.months} months ago. Nothing was changed.`,
      'Check --from: a programme under way may be brought in with the day on which it began, up to 18 months back.',
    )
}

export const createProgramme = async (options: ProgrammeOptions, written: Written): Promise<void> => {
  const made = programmeFrom(options, written)
  await withStore(async ({ store, apply, clock }) => {
    const { programme } = made
    const today = clock.now().toZonedDateTimeISO(programme.timeZone).toPlainDate()
    refuseUnfit(programme, await store.read.programmes.all(), today)
    await apply(creating(made))
    print(`Created “${programme.name}”, from ${programme.startsOn}.`)
    print('Next: bring in people with “duologue participants import people.csv”.')
  })
}
