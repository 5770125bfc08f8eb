import { type Filled, fillIn } from '../forms.ts'
import type { ProductAnswer } from '../http.ts'
import { at, isRecord, type Json, parse, record, text } from '../json.ts'
import { notSent, type Result } from '../outcomes.ts'
import { pick } from '../pick.ts'
import type { Answer, ShownForm, ShownMessage, SimulatedPerson, SimulatedTeamsTenant } from '../types.ts'
import type { Conversation, StoredMessage } from '../world.ts'
import { problemsOfCard } from './cards.ts'
import {
  CARD_TYPE,
  cardOf,
  confirmedBy,
  fieldsOf,
  inputsOf,
  pressableOf,
  readActivity,
  tellsTheApp,
} from './read.ts'
import type { TeamsRequests } from './requests.ts'
import { postAsBot, type TeamsState } from './state.ts'

/** What the client shows when an invoke brings no answer that it understands. */
const UNREACHABLE = 'Unable to reach app. Please try again.'

/** What one person can do in Teams, as the activities it makes and what the answers bring. */
export function createTeamsActs(
  state: TeamsState,
  requests: TeamsRequests,
  tenant: SimulatedTeamsTenant,
  person: SimulatedPerson,
  conversation: () => Conversation,
) {
  const { world } = state
  const send = (more: Json) => requests.send(requests.activity(tenant, person, conversation(), more))

  const sendResult = (answer: ProductAnswer, expects: boolean): Result => {
    const ok = answer.type === 'answered' && answer.status >= 200 && answer.status < 300
    return { answer, ok, error: ok ? null : 'The message could not be delivered to the app.', expects }
  }

  return {
    async say(words: string): Promise<Result> {
      const message = world.post({
        id: state.activityId(conversation()),
        conversation: conversation(),
        author: person.id,
        onlyFor: null,
        via: 'api',
        content: { type: 'message', text: words, textFormat: 'plain' },
        metadata: null,
        readable: { text: words, summary: words, buttons: [], fields: [] },
      })
      const answer = await send({
        type: 'message',
        id: message.id,
        text: words,
        textFormat: 'plain',
        attachments: [{ contentType: 'text/html', content: `<p>${escapeHtml(words)}</p>` }],
      })
      return sendResult(answer, true)
    },

    /** The two activities that adding or removing the app makes. */
    async installation(action: 'add' | 'remove'): Promise<Result> {
      const bot = { id: `28:${state.options.appId}` }
      const answer = await send({ type: 'installationUpdate', action })
      const change = action === 'add' ? { membersAdded: [bot] } : { membersRemoved: [bot] }
      const second = await send({ type: 'conversationUpdate', ...change })
      const first = sendResult(answer, action === 'add')
      return first.ok ? sendResult(second, action === 'add') : first
    },

    async press(
      on: ShownMessage | ShownForm,
      label: string,
      answers: Record<string, Answer>,
    ): Promise<Result> {
      const message = world.find(conversation(), on.id)
      if (!message) return notSent('That message is no longer there.')
      const card = cardOf(on.raw)
      const action = card ? findAction(card, label) : undefined
      if (!card || !action) return notSent(`There is no “${label}” here.`)
      // A link opens in the browser; the bot hears nothing of it.
      if (action['type'] === 'Action.OpenUrl') return { answer: null, ok: true, expects: false }
      const takesInputs = action['associatedInputs'] !== 'none'
      const { filled, errors, impossible } = fillIn(fieldsOf(card), answers)
      if (takesInputs && Object.keys(errors).length > 0) {
        const told = { ...withCardErrors(card, errors), ...impossible }
        return notSent('Please look at the marked questions.', told)
      }
      const data = { ...record(action['data']), ...(takesInputs ? inputValues(card, filled) : {}) }
      if (action['type'] === 'Action.Submit') {
        return sendResult(await send({ type: 'message', value: data, replyToId: message.id }), true)
      }
      if (action['type'] !== 'Action.Execute') return notSent(`“${label}” tells the app nothing.`)
      const { title, verb, id } = action
      const answer = await send({
        type: 'invoke',
        name: 'adaptiveCard/action',
        replyToId: message.id,
        value: {
          action: { type: 'Action.Execute', title, ...(id === undefined ? {} : { id }), verb, data },
          trigger: 'manual',
        },
      })
      return followInvoke(message, answer)
    },
  }

  /** Does what the answer to an Action.Execute asks. */
  function followInvoke(message: StoredMessage, answer: ProductAnswer): Result {
    const unreachable: Result = { answer, ok: false, error: UNREACHABLE, expects: false }
    if (answer.type !== 'answered' || answer.status !== 200) return unreachable
    const body = parse(answer.body)
    const { statusCode, type, value } = record(body)
    if (type === 'application/vnd.microsoft.error') {
      return { answer, ok: false, error: text(at(value, 'message')) || UNREACHABLE, expects: false }
    }
    if (typeof statusCode === 'number' && statusCode >= 300) return unreachable
    if (type === CARD_TYPE && isRecord(value)) {
      const [problem] = problemsOfCard(value)
      if (problem) return { ...unreachable, error: `${UNREACHABLE} (${problem})` }
      // Teams replaces the card for this person only; in a one-to-one chat that is everyone.
      const content: Json = {
        ...message.content,
        text: '',
        attachments: [{ contentType: CARD_TYPE, content: value }],
      }
      world.revise(message, { content, readable: readActivity(content) })
      return { answer, ok: true, expects: false }
    }
    if (type === 'application/vnd.microsoft.activity.message') {
      // Nothing to say is how a bot takes a press in when its answer comes as a message of its own.
      if (text(value) === '') return { answer, ok: true, expects: true }
      const toast = { type: 'message', text: text(value), textFormat: 'plain' }
      postAsBot(state, conversation(), toast, { onlyFor: person.id, via: 'answer' })
      return { answer, ok: true, expects: false }
    }
    return unreachable
  }
}

/** The id of what a form's own button would be: the action in positive style, else the first that takes inputs. */
export function submitOf(card: Json): { id: string; label: string } | null {
  const all = pressableOf(card).filter(
    ({ action }) => tellsTheApp(action) && action['associatedInputs'] !== 'none',
  )
  return all.find(({ action }) => action['style'] === 'positive') ?? all[0] ?? null
}

/**
 * The action that an id or a title names. One that only unfolds a question with a single way on stands for that:
 * pressing means confirming, as it does on Slack.
 */
function findAction(card: Json, wanted: string): Json | undefined {
  const action = pick(pressableOf(card), wanted)?.action
  return (action && confirmedBy(action)) ?? action
}

/** Inputs as the client merges them into an action's data: what is empty is left out, several are joined. */
function inputValues(card: Json, filled: Filled): Json {
  const values: Json = {}
  for (const input of inputsOf(card)) {
    const name = text(input['id'])
    const value = filled[name] ?? null
    if (input['type'] === 'Input.Toggle') {
      values[name] = value === 'true' ? text(input['valueOn']) || 'true' : text(input['valueOff']) || 'false'
    } else if (Array.isArray(value)) values[name] = value.join(',')
    else if (value !== null) values[name] = value
  }
  return values
}

/** The client's errors in the card's own words, where it has some. */
function withCardErrors(card: Json, errors: Record<string, string>): Record<string, string> {
  const own = new Map(inputsOf(card).map((input) => [text(input['id']), text(input['errorMessage'])]))
  return Object.fromEntries(Object.entries(errors).map(([name, message]) => [name, own.get(name) || message]))
}

function escapeHtml(words: string): string {
  return words.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')
}
