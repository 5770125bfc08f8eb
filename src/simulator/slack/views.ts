import { digest, platformId } from '../hash.ts'
import { type Json, text } from '../json.ts'
import type { SimulatedSlackWorkspace } from '../types.ts'
import { personKey } from '../world.ts'
import { problemsOfView } from './blocks.ts'
import { SLACK_LIMITS } from './limits.ts'
import { fine, type Method, type MethodResult, refused, refusedFor } from './method.ts'
import { readView } from './read.ts'
import { botIdOf, type SlackState, type SlackView, stackOf, withBlockIds } from './state.ts'

/** A view as Slack tells it to the bot; the state's values belong to the request, not to the view. */
export function viewJson(workspace: SimulatedSlackWorkspace, view: SlackView, values: Json = {}): Json {
  const { content } = view
  const modal = content['type'] === 'modal'
  return {
    id: view.id,
    team_id: workspace.id,
    type: content['type'],
    blocks: content['blocks'],
    private_metadata: text(content['private_metadata']),
    callback_id: text(content['callback_id']),
    state: { values },
    hash: view.hash,
    title: content['title'] ?? { type: 'plain_text', text: 'View Title', emoji: true },
    clear_on_close: content['clear_on_close'] ?? false,
    notify_on_close: content['notify_on_close'] ?? false,
    close: content['close'] ?? null,
    submit: content['submit'] ?? null,
    previous_view_id: modal ? view.previous : null,
    root_view_id: view.root,
    app_id: workspace.appId,
    external_id: text(content['external_id']),
    app_installed_team_id: workspace.id,
    bot_id: botIdOf(workspace),
  }
}

function newView(
  state: SlackState,
  workspace: SimulatedSlackWorkspace,
  person: string,
  content: Json,
  beneath: SlackView | undefined,
): SlackView {
  const id = platformId('V', workspace.id, person, state.count(workspace.id, `view ${person}`))
  return {
    id,
    person,
    workspace: workspace.id,
    hash: hashOf(state, workspace, content),
    content: { ...content, ...withBlockIds(content, id) },
    root: beneath?.root ?? id,
    previous: beneath?.id ?? null,
  }
}

function hashOf(state: SlackState, workspace: SimulatedSlackWorkspace, content: Json): string {
  const number = state.count(workspace.id, 'view hash')
  const seconds = Math.floor(state.world.clock.now() / 1000)
  return `${seconds}.${digest(number, JSON.stringify(content)).slice(0, 8)}`
}

/** Puts a modal before a person: the first, or one on those already open. */
export function showView(
  state: SlackState,
  workspace: SimulatedSlackWorkspace,
  person: string,
  content: Json,
  push: boolean,
): SlackView {
  const below = push ? stackOf(state, workspace.id, person) : []
  const view = newView(state, workspace, person, content, below.at(-1))
  state.stacks.set(personKey(workspace.id, person), [...below, view])
  tellOf(state, view)
  return view
}

/** Replaces what a view holds, keeping its id. */
export function replaceView(
  state: SlackState,
  workspace: SimulatedSlackWorkspace,
  view: SlackView,
  content: Json,
) {
  view.content = { ...content, ...withBlockIds(content, view.id) }
  view.hash = hashOf(state, workspace, content)
  tellOf(state, view)
}

function tellOf(state: SlackState, view: SlackView): void {
  const { workspace, person, content } = view
  const readable = readView(content, state.nameOf(workspace))
  const held = readable.fields.flatMap((field) => field.value ?? [])
  const surface = content['type'] === 'home' ? 'home' : 'modal'
  const text = [readable.text, ...held].join('\n')
  const at = state.world.clock.now()
  state.world.emit({ type: 'view', view: { workspace, person, surface, text, raw: content, at } })
}

/** What Slack would refuse in a view; null when it would take it. */
export function viewRefusal(view: Json, type: 'modal' | 'home'): MethodResult | null {
  if (view['type'] !== type) return refused('invalid_arguments', typeMessages(type))
  return refusedFor('invalid_arguments', problemsOfView(view))
}

function typeMessages(type: string): Json {
  return { response_metadata: { messages: [`[ERROR] must be of type ${type} [json-pointer:/view/type]`] } }
}

const opening =
  (push: boolean): Method =>
  ({ state, workspace, args }) => {
    const view = args['view']
    if (!isView(view)) return refused('invalid_arguments')
    // Slack uses a trigger up only for a view that it takes.
    const problem = viewRefusal(view, 'modal')
    if (problem) return problem
    const trigger = state.useTrigger(args['trigger_id'])
    if (typeof trigger === 'string') return refused(trigger)
    if (trigger.workspace !== workspace.id) return refused('invalid_trigger_id')
    const stack = stackOf(state, workspace.id, trigger.person)
    if (push && stack.length === 0) return refused('not_found')
    if (push && stack.length >= SLACK_LIMITS.view.stack) return refused('push_limit_reached')
    if (externalIdTaken(state, workspace, view, null)) return refused('duplicate_external_id')
    return fine({ view: viewJson(workspace, showView(state, workspace, trigger.person, view, push)) })
  }

const update: Method = ({ state, workspace, args }) => {
  const view = args['view']
  if (!isView(view)) return refused('invalid_arguments')
  const open = allViews(state, workspace)
  const external = text(args['external_id'])
  const known = open.find((one) =>
    external === '' ? one.id === args['view_id'] : one.content['external_id'] === external,
  )
  if (!known) return refused('not_found')
  const hash = text(args['hash'])
  if (hash !== '' && hash !== known.hash) return refused('hash_conflict')
  const problem = viewRefusal(view, known.content['type'] === 'home' ? 'home' : 'modal')
  if (problem) return problem
  replaceView(state, workspace, known, view)
  return fine({ view: viewJson(workspace, known) })
}

const publish: Method = ({ state, workspace, args }) => {
  const view = args['view']
  const person = text(args['user_id'])
  if (!isView(view)) return refused('invalid_arguments')
  if (!state.world.person(workspace.id, person)) return refused('user_not_found')
  const problem = viewRefusal(view, 'home')
  if (problem) return problem
  const key = personKey(workspace.id, person)
  const known = state.homes.get(key)
  const hash = text(args['hash'])
  if (hash !== '' && hash !== known?.hash) return refused('hash_conflict')
  const home = known ?? newView(state, workspace, person, view, undefined)
  state.homes.set(key, home)
  replaceView(state, workspace, home, view)
  return fine({ view: viewJson(workspace, home) })
}

function isView(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function allViews(state: SlackState, workspace: SimulatedSlackWorkspace): SlackView[] {
  return [...state.stacks.values()]
    .flat()
    .concat([...state.homes.values()])
    .filter((view) => view.workspace === workspace.id)
}

function externalIdTaken(
  state: SlackState,
  workspace: SimulatedSlackWorkspace,
  content: Json,
  except: SlackView | null,
): boolean {
  const external = text(content['external_id'])
  if (external === '') return false
  return allViews(state, workspace).some(
    (view) => view !== except && view.content['external_id'] === external,
  )
}

export const VIEW_METHODS: Readonly<Record<string, Method>> = {
  'views.open': opening(false),
  'views.push': opening(true),
  'views.update': update,
  'views.publish': publish,
}
