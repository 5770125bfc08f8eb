import { fillIn } from '../forms.ts'
import { digest } from '../hash.ts'
import type { ProductAnswer } from '../http.ts'
import { at, isRecord, type Json, list, parse, record, text } from '../json.ts'
import { notSent, type Result } from '../outcomes.ts'
import { pick } from '../pick.ts'
import type { Answer, ShownForm, ShownMessage, SimulatedPerson, SimulatedSlackWorkspace } from '../types.ts'
import { type Conversation, personKey, type StoredMessage } from '../world.ts'
import { contentRefusal } from './chat.ts'
import { SLACK_LIMITS } from './limits.ts'
import { domainOf, usernameOf } from './people.ts'
import { type Control, controlsOf, fieldsOf, optionsOf, plainText } from './read.ts'
import { acknowledged, payloadOf, type SlackRequests } from './requests.ts'
import { postAsBot, type ResponseUrl, type SlackState, type SlackView, stackOf } from './state.ts'
import { stateValues } from './values.ts'
import { replaceView, showView, viewJson, viewRefusal } from './views.ts'

/** The command that the app's manifest registers. */
const COMMAND = '/mentoring'

/** What the client shows when a modal's answer cannot be used. */
const TROUBLE = 'We had some trouble connecting. Try again?'

/** What one person can do in Slack, as the requests it makes and what the acknowledgements bring. */
export function createSlackActs(
  state: SlackState,
  requests: SlackRequests,
  workspace: SimulatedSlackWorkspace,
  person: SimulatedPerson,
) {
  const { world } = state
  const key = personKey(workspace.id, person.id)
  const errorsByView = new WeakMap<SlackView, Record<string, string>>()
  const stack = () => stackOf(state, workspace.id, person.id)
  const trigger = (inModal: boolean) => state.issueTrigger(workspace.id, person.id, inModal)

  const responseUrl = (conversation: Conversation, message: StoredMessage | null): string => {
    const id = digest(world.seed, key, state.count(workspace.id, `response ${person.id}`)).slice(0, 24)
    const url: ResponseUrl = {
      workspace: workspace.id,
      person: person.id,
      conversation,
      message,
      at: world.clock.now(),
      uses: 0,
    }
    for (const [old, { at: made }] of state.responseUrls) {
      if (made > url.at - 60 * 60 * 1000) break
      state.responseUrls.delete(old)
    }
    state.responseUrls.set(id, url)
    return `${state.origin}/response/${workspace.id}/${id}`
  }

  /** Shows what the body of a command's acknowledgement holds; an error where Slack would not take it. */
  const showAnswer = (answer: ProductAnswer, conversation: Conversation): string | null => {
    if (answer.type !== 'answered' || answer.body === '') return null
    const parsed = parse(answer.body)
    const content: Json = isRecord(parsed) ? parsed : { text: answer.body }
    if (Object.keys(content).length === 0) return null
    const problem = contentRefusal(content)
    if (problem && !problem.ok) return problem.error
    const onlyFor = content['response_type'] === 'in_channel' ? null : person.id
    const shown = { text: text(content['text']), blocks: content['blocks'] ?? [] }
    postAsBot(state, workspace, conversation, shown, { onlyFor, via: 'answer' })
    return null
  }

  const submitLabel = (view: SlackView) => plainText(view.content['submit']) || null

  return {
    errors: (view: SlackView) => errorsByView.get(view) ?? {},
    submitLabel,

    eventResult(answer: ProductAnswer): Result {
      const ok = acknowledged(answer)
      return { answer, ok, error: ok ? null : failureOf(answer), expects: ok }
    },

    async command(words: string, channel: string): Promise<Result> {
      const conversation = world.conversation(channel)
      if (!conversation?.people.includes(person.id)) return notSent('You are not in that conversation.')
      const direct = conversation.kind === 'direct'
      const answer = await requests.form({
        token: 'verification-token-not-used',
        team_id: workspace.id,
        team_domain: domainOf(workspace),
        channel_id: conversation.id,
        channel_name: direct ? 'directmessage' : `mpdm-${conversation.id.toLowerCase()}-1`,
        user_id: person.id,
        user_name: usernameOf(person),
        command: COMMAND,
        text: words.replace(new RegExp(`^${COMMAND}\\b\\s*`), ''),
        api_app_id: workspace.appId,
        is_enterprise_install: 'false',
        response_url: responseUrl(conversation, null),
        trigger_id: trigger(false),
      })
      if (!acknowledged(answer)) {
        const error = `${COMMAND} failed with the error “${failureOf(answer)}”.`
        return { answer, ok: false, error, expects: false }
      }
      const refusedBody = showAnswer(answer, conversation)
      const error = refusedBody === null ? null : `${COMMAND} failed with the error “${refusedBody}”.`
      return { answer, ok: error === null, error, expects: true }
    },

    async press(
      on: ShownMessage | ShownForm,
      label: string,
      answers: Record<string, Answer>,
    ): Promise<Result> {
      const blocks = list(at(on.raw, 'blocks'))
      const found = findControl(blocks, label)
      if (!found) return notSent(`There is no “${label}” here.`)
      const { filled, errors } = fillIn(fieldsOf(blocks), answers)
      // A message's questions have no submit button, so the client insists on none of them.
      const unknown = Object.keys(answers).filter((name) => errors[name] !== undefined)
      if (unknown.length > 0) return notSent('Some answers do not fit.', errors)
      const place = placeOf(on)
      if (typeof place === 'string') return notSent(place)
      const answer = await requests.interactive({
        type: 'block_actions',
        ...payloadOf(workspace, person, trigger(place.inModal)),
        ...place.members(stateValues(workspace, blocks, filled)),
        actions: [actionOf(found, state.timestamp(workspace.id))],
      })
      const ok = acknowledged(answer)
      return { answer, ok, error: ok ? null : failureOf(answer), expects: ok }
    },

    async submit(answers: Record<string, Answer>): Promise<Result> {
      const view = stack().at(-1)
      if (!view) return notSent('There is no form open.')
      if (submitLabel(view) === null) return notSent('This form has nothing to submit.')
      const blocks = list(view.content['blocks'])
      const { filled, errors } = fillIn(fieldsOf(blocks), answers)
      if (Object.keys(errors).length > 0) {
        errorsByView.set(view, errors)
        return notSent('Please look at the marked questions.', errors)
      }
      const answer = await requests.interactive({
        type: 'view_submission',
        ...payloadOf(workspace, person, trigger(true)),
        view: viewJson(workspace, view, stateValues(workspace, blocks, filled)),
        response_urls: [],
      })
      if (!acknowledged(answer)) return { answer, ok: false, error: TROUBLE, expects: false }
      return followSubmission(view, answer)
    },

    async dismiss(): Promise<void> {
      const view = stack().at(-1)
      if (!view) return
      const clears = view.content['clear_on_close'] === true
      setStack(clears ? [] : stack().slice(0, -1))
      if (view.content['notify_on_close'] !== true) return
      await requests.interactive({
        type: 'view_closed',
        ...payloadOf(workspace, person, trigger(false)),
        view: viewJson(workspace, view),
        is_cleared: clears,
      })
    },
  }

  function setStack(views: SlackView[]): void {
    state.stacks.set(key, views)
  }

  /** Does what the acknowledgement of a submission asks. */
  function followSubmission(view: SlackView, answer: ProductAnswer): Result {
    const body = answer.type === 'answered' ? parse(answer.body) : undefined
    const action = at(body, 'response_action')
    const next = record(at(body, 'view'))
    const trouble: Result = { answer, ok: false, error: TROUBLE, expects: false }
    errorsByView.delete(view)
    switch (action) {
      case undefined:
        setStack(stack().filter((one) => one !== view))
        return { answer, ok: true, expects: true }
      case 'clear':
        setStack([])
        return { answer, ok: true, expects: true }
      case 'errors': {
        const told = Object.entries(record(at(body, 'errors'))).map(
          ([name, why]) => [name, text(why)] as const,
        )
        const names = new Set(fieldsOf(list(view.content['blocks'])).map((field) => field.name))
        // Slack shows none of them when one names a block that is not an input.
        if (told.length === 0 || told.some(([name]) => !names.has(name))) return trouble
        const fieldErrors = Object.fromEntries(told)
        errorsByView.set(view, fieldErrors)
        return { answer, ok: false, fieldErrors, error: null, expects: false }
      }
      case 'update':
        if (viewRefusal(next, 'modal')) return trouble
        replaceView(state, workspace, view, next)
        return { answer, ok: true, expects: false }
      case 'push':
        if (viewRefusal(next, 'modal') || stack().length >= SLACK_LIMITS.view.stack) return trouble
        showView(state, workspace, person.id, next, true)
        return { answer, ok: true, expects: false }
      default:
        return trouble
    }
  }

  /** Where a control stands, as its payload tells it; a sentence when it is no longer there. */
  function placeOf(on: ShownMessage | ShownForm): { inModal: boolean; members(values: Json): Json } | string {
    const view = [...stack(), state.homes.get(key)].find((one) => one?.id === on.id)
    if (view) {
      return {
        inModal: view.content['type'] === 'modal',
        members: (values) => ({
          container: { type: 'view', view_id: view.id },
          view: viewJson(workspace, view, values),
        }),
      }
    }
    if (!('conversation' in on)) return 'That form is closed.'
    const conversation = world.conversation(on.conversation)
    const message = conversation ? world.find(conversation, on.id) : undefined
    if (!conversation || !message) return 'That message is no longer there.'
    const direct = conversation.kind === 'direct'
    return {
      inModal: false,
      members: (values) => ({
        container: {
          type: 'message',
          message_ts: message.id,
          channel_id: conversation.id,
          is_ephemeral: message.onlyFor !== null,
        },
        channel: { id: conversation.id, name: direct ? 'directmessage' : `mpdm-${conversation.id}` },
        // Slack does not send a private message back.
        ...(message.onlyFor === null ? { message: message.content } : {}),
        state: { values },
        response_url: responseUrl(conversation, message),
      }),
    }
  }
}

interface FoundControl {
  id: string
  label: string
  control: Control
  option: Json | null
}

/** The control, or the option of a menu, that an id or a label names. */
function findControl(blocks: unknown[], wanted: string): FoundControl | undefined {
  const all = controlsOf(blocks).flatMap((control): FoundControl[] => {
    const id = text(control.element['action_id'])
    if (control.element['type'] === 'button') {
      return [{ id, label: plainText(control.element['text']), control, option: null }]
    }
    return optionsOf(control.element).map(({ label, value, raw }) => ({
      id: `${id}:${value}`,
      label,
      control,
      option: raw,
    }))
  })
  return pick(all, wanted)
}

function actionOf({ control, option }: FoundControl, ts: string): Json {
  const { element, blockId } = control
  const { type, action_id: actionId, text: label, value, style, url, placeholder } = element
  const common = { type, action_id: actionId, block_id: blockId, action_ts: ts }
  if (option === null) {
    return {
      ...common,
      text: label,
      ...(value === undefined ? {} : { value }),
      ...(style === undefined ? {} : { style }),
      ...(url === undefined ? {} : { url }),
    }
  }
  if (type === 'checkboxes' || text(type).startsWith('multi_'))
    return { ...common, selected_options: [option] }
  return { ...common, selected_option: option, ...(placeholder === undefined ? {} : { placeholder }) }
}

function failureOf(answer: ProductAnswer): string {
  if (answer.type === 'timed-out') return 'operation_timeout'
  return answer.type === 'unreachable' ? 'dispatch_failed' : `http_service_error_${answer.status}`
}
