import { answerTo, choicesFor, refilled } from '../../core/answers.ts'
import { plainName } from '../../core/apart.ts'
import { ask, askAgain, type Context, type Outcome } from '../../core/flow.ts'
import type { Answers, Form } from '../../core/message.ts'
import { chooseSomething, sayNothingFits, whoField } from './copy/choosing.ts'

/** One of many that a coordinator can choose in a form: a pair, or a person. Of thousands, few are ever named. */
export interface Choice {
  readonly id: string
  /** Its number in the draft; null where it has none. */
  readonly place: number | null
  /** As a list shows it. */
  label(): string
  /** The names and e-mail addresses that it is found by. */
  called(): readonly string[]
}

/** What there is to choose from, and what of it a list shows, for no list takes all of many. */
export interface Shown {
  readonly all: readonly Choice[]
  readonly chosen: readonly string[]
  /** Those that fit what was written; null when nothing was. */
  readonly fitting: readonly Choice[] | null
}

/** A list of all of these, of which none is chosen yet. */
export const showingAll = (all: readonly Choice[]): Shown => ({ all, chosen: [], fitting: null })

/** What a list and the words below it come to. */
export type Chosen = { readonly shown: Shown } & (
  | { readonly type: 'chosen' }
  /** What was written may mean several, or is not certain enough. */
  | { readonly type: 'fitting' }
  | { readonly type: 'nothing'; readonly written: string }
)

/** What was written, and what it may mean. */
interface Meant {
  readonly written: string
  readonly fitting: readonly Choice[]
  /** Whether whole names, or a number, were written. */
  readonly exactly: boolean
}

/** Reads the field that chooses one: in its list, or by what was written below it. */
export const oneFrom = async (
  all: readonly Choice[],
  field: string,
  answers: Answers,
  context: Context,
): Promise<Chosen> => {
  const [picked] = choicesFor(answers, field)
  return picked === undefined
    ? chosenFrom(all, field, answers, ({ fitting }) => fitting.length === 1, context)
    : { type: 'chosen', shown: { all, chosen: [picked], fitting: null } }
}

/**
 * Reads the field that chooses several: in its list, and by what was written below it, a line for each. It decides
 * about them, so what only a part of a name leads to is shown before it counts.
 */
export const severalFrom = (
  all: readonly Choice[],
  field: string,
  answers: Answers,
  context: Context,
): Promise<Chosen> =>
  chosenFrom(all, field, answers, ({ fitting, exactly }) => exactly && fitting.length === 1, context)

/** What was written below a list, a line for each that is meant. */
const linesBelow = (field: string, answers: Answers): readonly string[] =>
  answerTo(answers, whoField(field))
    .split('\n')
    .filter((line) => line.trim() !== '')

/** What was chosen in a list alone; empty where something was written below it, which may say more. */
export const onlyPicked = (field: string, answers: Answers): readonly string[] =>
  linesBelow(field, answers).length > 0 ? [] : choicesFor(answers, field)

const chosenFrom = async (
  all: readonly Choice[],
  field: string,
  answers: Answers,
  isCertain: (meant: Meant) => boolean,
  context: Context,
): Promise<Chosen> => {
  const picked = choicesFor(answers, field)
  const written = linesBelow(field, answers)
  if (written.length === 0) return { type: 'chosen', shown: { all, chosen: picked, fitting: null } }
  const known = all.filter(({ id }) => picked.includes(id))
  const named = await namedIn(all, context)
  const meant: Meant[] = []
  for (const line of written) {
    await context.othersTurn()
    const found = meantBy(line, named)
    // Once something that fits is chosen, the words have done their work.
    if (!found.fitting.some((one) => known.includes(one))) meant.push(found)
  }
  const unknown = meant.find(({ fitting }) => fitting.length === 0)
  const found = meant.flatMap(({ fitting: [one, another] }) => (one && !another ? [one.id] : []))
  const shown = { all, chosen: [...new Set([...picked, ...found])], fitting: null }
  if (unknown) return { type: 'nothing', written: unknown.written, shown: { ...shown, chosen: picked } }
  const open = meant.filter((one) => !isCertain(one))
  if (open.length === 0) return { type: 'chosen', shown }
  const fitting = [...new Set(open.flatMap((one) => one.fitting))]
  return { type: 'fitting', shown: { ...shown, fitting } }
}

/** Those that something written may mean. */
export const fittingTo = async (
  written: string,
  all: readonly Choice[],
  context: Context,
): Promise<readonly Choice[]> => meantBy(written, await namedIn(all, context)).fitting

/** One to choose from, with its names as they are compared. */
interface Named {
  readonly choice: Choice
  readonly names: readonly string[]
}

const namedIn = async (all: readonly Choice[], { othersTurn }: Context): Promise<readonly Named[]> => {
  const named: Named[] = []
  for (const choice of all) {
    await othersTurn()
    named.push({ choice, names: choice.called().map(withoutBrackets) })
  }
  return named
}

const meantBy = (written: string, all: readonly Named[]): Meant => {
  const whole = all.filter(isMeantBy(written, (name, part) => name === part))
  const exactly = whole.length > 0
  const fitting = exactly ? whole : all.filter(isMeantBy(written, (name, part) => name.includes(part)))
  return { written: written.trim(), fitting: fitting.map(({ choice }) => choice), exactly }
}

/** Tells whether each of the names that were written is that of somebody in it; a number is that of the draft. */
const isMeantBy = (
  written: string,
  isCalled: (name: string, part: string) => boolean,
): ((named: Named) => boolean) => {
  const [, number] = /^\s*(\d+)\.?\s*$/.exec(written) ?? []
  const whole = withoutBrackets(written)
  const parts = namesIn(written)
  return ({ choice, names }) => {
    if (number !== undefined && choice.place === Number(number)) return true
    const has = (part: string): boolean => names.some((name) => isCalled(name, part))
    return has(whole) || (parts.length > 0 && parts.every(has))
  }
}

/** A name as it is compared, whether or not something stands in brackets. */
const withoutBrackets = (name: string): string => plainName(name.replace(/[()]/g, ' '))

/** The names in a line such as “12. Ada Field and Cy Brook”. */
const namesIn = (written: string): readonly string[] =>
  withoutBrackets(written.replace(/^\s*\d+\.\s/, ''))
    .split(/\s*[,;]\s*|\s+(?:and|with|&|\+)\s+/)
    .map(plainName)
    .filter((part) => part !== '')

/** Asks once more while a field is not settled, with what fits in its list; null when all are. */
export const askOnceMore = (
  formOf: () => Form | null,
  answers: Answers,
  fields: Readonly<Record<string, Chosen>>,
): Outcome | null => {
  const each = Object.entries(fields)
  const errors = Object.fromEntries(
    each.flatMap(([field, chosen]): [string, string][] => {
      if (chosen.type === 'nothing') return [[whoField(field), sayNothingFits(chosen.written)]]
      return chosen.type === 'chosen' && chosen.shown.chosen.length === 0 ? [[field, chooseSomething]] : []
    }),
  )
  if (Object.keys(errors).length === 0 && each.every(([, { type }]) => type === 'chosen')) return null
  const form = formOf()
  if (!form) return null
  const lists = Object.fromEntries(each.map(([field, { shown }]) => [field, shown.chosen]))
  const filled = refilled(form, { ...answers, ...lists })
  return Object.keys(errors).length > 0 ? askAgain(filled, errors) : ask(filled)
}
