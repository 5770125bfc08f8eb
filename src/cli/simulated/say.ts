import { DuologueError } from '../../core/errors.ts'
import type { ShownForm, ShownMessage } from '../../simulator/index.ts'
import { complain, print } from '../output.ts'
import { configOrFail } from '../setup.ts'
import { DOOR_PATH, type DoorAnswer } from './door.ts'

export interface SayOptions {
  readonly as: string
  readonly press?: string
  readonly answer: readonly string[]
}

/** Does one thing as a simulated person of a running `duologue start`, and prints what they see. */
export const say = async (words: string, { as, press, answer }: SayOptions): Promise<void> => {
  const { host, port } = configOrFail()
  const answers = answersOf(answer)
  const response = await fetch(`http://${host}:${port}${DOOR_PATH}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ as, words, press: press ?? null, answers }),
  }).catch((cause) => {
    throw new DuologueError(
      'not-running',
      `No Duologue is listening on ${host}:${port}.`,
      'Start it with “npm start” in another terminal.',
      cause,
    )
  })
  if (response.status !== 200)
    throw new DuologueError(
      'not-simulated',
      'The Duologue that is running there serves real workspaces.',
      'Use this command with simulated ones: start without credentials.',
    )
  const { appeared, form, problem }: DoorAnswer = JSON.parse(await response.text())
  for (const message of appeared) print(`${messageText(message)}\n`)
  if (form) print(formText(form))
  if (problem) {
    complain(problem)
    process.exitCode = 1
  }
}

/** Answers by field. Several to one field, however it is written, add up to a list. */
export const answersOf = (written: readonly string[]): Record<string, string | string[]> => {
  const fields = new Map<string, { readonly name: string; readonly values: string[] }>()
  for (const one of written) {
    const at = one.indexOf('=')
    if (at <= 0)
      throw new DuologueError(
        'answer',
        `“${one}” is not an answer.`,
        'Give it as --answer "Field=value"; repeat it for further fields, or to choose several.',
      )
    const name = one.slice(0, at).trim()
    const field = fields.get(name.toLowerCase()) ?? { name, values: [] }
    field.values.push(one.slice(at + 1).trim())
    fields.set(name.toLowerCase(), field)
  }
  return Object.fromEntries(
    [...fields.values()].map(({ name, values: [first = '', ...more] }) => [
      name,
      more.length > 0 ? [first, ...more] : first,
    ]),
  )
}

/** A message as readable text, with its buttons. */
export const messageText = ({ text, buttons, private: privately, edited }: ShownMessage): string =>
  [
    `${privately ? '(only you can see this) ' : ''}${edited ? '(changed) ' : ''}${text}`,
    ...(buttons.length > 0
      ? [buttons.map(({ label, url }) => (url ? `[${label} → ${url}]` : `[${label}]`)).join(' ')]
      : []),
    ...buttons.flatMap(({ label, asks }) => (asks ? [`  [${label}] asks first: ${asks}`] : [])),
  ].join('\n')

/** What is chosen in a field as its list calls it, or what stands there. */
const chosenIn = ({ value, options }: ShownForm['fields'][number]): string =>
  (value ? [value].flat() : [])
    .map((one) => options?.find((option) => option.value === one)?.label ?? String(one))
    .join(', ')

/** A form as readable text, with what can be chosen and what is. */
export const formText = ({ title, text, fields, submit }: ShownForm): string =>
  [
    `Form “${title}”`,
    text,
    ...fields.map((field) => {
      const { label, type, options, required, error } = field
      const choices = options?.map((one) => `“${one.label}”`).join(', ')
      const chosen = chosenIn(field)
      return [
        `  ${label}${required ? '' : ' (optional)'}${choices ? `: ${type === 'choices' ? 'any' : 'one'} of ${choices}` : ''}`,
        ...(chosen ? [`now ${chosen}`] : []),
        ...(error ? [error] : []),
      ].join('; ')
    }),
    ...(submit
      ? [`Fill it in with --answer "Field=value", repeated to choose several; its button is “${submit}”.`]
      : []),
  ].join('\n')
