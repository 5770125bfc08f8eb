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
  const answers = Object.fromEntries(answer.map(fieldAndValue))
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

const fieldAndValue = (written: string): [string, string] => {
  const at = written.indexOf('=')
  if (at > 0) return [written.slice(0, at).trim(), written.slice(at + 1).trim()]
  throw new DuologueError('answer', `“${written}” is not an answer.`, 'Give it as --answer "Field=value".')
}

/** A message as readable text, with its buttons. */
const messageText = ({ text, buttons, private: privately, edited }: ShownMessage): string =>
  [
    `${privately ? '(only you can see this) ' : ''}${edited ? '(changed) ' : ''}${text}`,
    ...(buttons.length > 0
      ? [buttons.map(({ label, url }) => (url ? `[${label} → ${url}]` : `[${label}]`)).join(' ')]
      : []),
  ].join('\n')

const formText = ({ title, text, fields, submit }: ShownForm): string =>
  [
    `Form “${title}”`,
    text,
    ...fields.map(
      ({ label, options, value, required, error }) =>
        `  ${label}${required ? '' : ' (optional)'}${options ? `: one of ${options.map((one) => `“${one.label}”`).join(', ')}` : ''}${value ? `; now ${String(value)}` : ''}${error ? `; ${error}` : ''}`,
    ),
    ...(submit ? [`Fill it in with --answer "Field=value"; its button is “${submit}”.`] : []),
  ].join('\n')
