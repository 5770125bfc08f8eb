import type { IncomingMessage } from 'node:http'
import { answer, type Route } from '../../http.ts'
import type { Running } from '../../main.ts'
import {
  type Door,
  isForThisMachine,
  type Outcome,
  type ShownForm,
  type ShownMessage,
  type Simulator,
} from '../../simulator/index.ts'

/** What `duologue say` asks of a running server: one thing that one simulated person does. */
export interface DoorRequest {
  readonly as: string
  readonly words: string
  readonly press: string | null
  /** Several answers to one question stand in a list. */
  readonly answers: Readonly<Record<string, string | string[]>>
}

/** What the person sees afterwards. */
export interface DoorAnswer {
  readonly appeared: readonly ShownMessage[]
  readonly form: ShownForm | null
  readonly problem: string | null
}

export const DOOR_PATH = '/simulator/door'
const MOST_BYTES = 100_000

/** The door to simulated workspaces for a terminal on this machine; a page of another site cannot open it. */
export const doorRoute = (simulator: Simulator, running: Running): Route => ({
  path: DOOR_PATH,
  handle: (request, response) => {
    if (!isForThisMachine(request) || request.headers['content-type'] !== 'application/json')
      return answer(response, 403, '')
    read(request)
      .then(async (asked) => act(doorOf(simulator, asked.as), asked, running))
      .then(
        (done) => answer(response, 200, JSON.stringify(done), 'application/json'),
        (error) =>
          answer(
            response,
            200,
            JSON.stringify({
              appeared: [],
              form: null,
              problem: error instanceof Error ? error.message : '',
            }),
            'application/json',
          ),
      )
  },
})

const doorOf = (simulator: Simulator, who: string): Door => simulator.person(who)

const act = async (
  door: Door,
  { words, press, answers }: DoorRequest,
  running: Running,
): Promise<DoorAnswer> => {
  const outcome = await what(door, words, press, answers)
  await running.tick()
  const errors = Object.entries(outcome.fieldErrors).map(([field, error]) => `${field}: ${error}`)
  const problem = [outcome.error, ...errors].filter(Boolean).join('\n')
  return { appeared: outcome.appeared, form: door.form(), problem: problem || null }
}

const what = async (
  door: Door,
  words: string,
  press: string | null,
  answers: DoorRequest['answers'],
): Promise<Outcome> => {
  if (press !== null) {
    const message = door.inbox().findLast(({ buttons }) => buttons.some(({ label }) => same(label, press)))
    const button = message?.buttons.find(({ label }) => same(label, press))
    if (!message || !button) throw new Error(`There is no button “${press}” in this person's chat.`)
    return door.press(message, button.label)
  }
  if (Object.keys(answers).length > 0) {
    if (!door.form()) throw new Error('There is no form in front of this person.')
    return door.fill(answers)
  }
  await door.dismiss()
  return door.command(words)
}

const same = (label: string, wanted: string): boolean => label.toLowerCase() === wanted.trim().toLowerCase()

const read = async (request: IncomingMessage): Promise<DoorRequest> => {
  let text = ''
  for await (const piece of request) {
    text += piece
    if (text.length > MOST_BYTES) throw new Error('That is too long.')
  }
  const { as = '', words = '', press = null, answers = {} } = JSON.parse(text)
  return { as: String(as), words: String(words), press, answers }
}
