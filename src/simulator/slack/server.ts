import { createGate } from '../calls.ts'
import type { PlatformAnswer, PlatformRequest } from '../http.ts'
import { flag, type Json, parse, record, text } from '../json.ts'
import {
  SLACK_DISTRIBUTED_HISTORY,
  SLACK_METHOD_TIERS,
  SLACK_POSTING_PER_CHANNEL,
  SLACK_POSTING_PER_WORKSPACE,
  SLACK_TIERS,
  type Window,
} from '../limits.ts'
import type { SimulatedSlackWorkspace } from '../types.ts'
import { CHAT_METHODS, contentRefusal } from './chat.ts'
import { FILE_METHODS, receiveUpload } from './files.ts'
import type { Method } from './method.ts'
import { PEOPLE_METHODS } from './people.ts'
import { readMessage, readView } from './read.ts'
import { postAsBot, reviseAsBot, type SlackState } from './state.ts'
import { VIEW_METHODS } from './views.ts'

const METHODS: Readonly<Record<string, Method>> = {
  ...CHAT_METHODS,
  ...PEOPLE_METHODS,
  ...VIEW_METHODS,
  ...FILE_METHODS,
}

/** Arguments that a form carries as JSON. */
const JSON_ARGUMENTS = new Set(['blocks', 'attachments', 'metadata', 'view', 'files'])

const RESPONSE_URL_USES = 5
const RESPONSE_URL_LIFE_MS = 30 * 60 * 1000

/** Whether a path is this platform's. */
export function isSlackPath(path: string): boolean {
  return /^\/(api|response|upload)\//.test(path)
}

/** Answers everything that the product asks of Slack. */
export function createSlackServer(state: SlackState) {
  const gate = createGate(state.world, state.limiter, {
    limited: (seconds) => ({
      status: 429,
      headers: { 'retry-after': String(seconds) },
      body: { ok: false, error: 'ratelimited' },
    }),
    failed: (status) => ({ status, body: 'upstream connect error' }),
  })

  const call = async (request: PlatformRequest, method: string): Promise<PlatformAnswer> => {
    const args = argumentsOf(request)
    if (method === 'oauth.v2.access') return { status: 200, body: exchange(state, request, args) }
    const perform = METHODS[method]
    if (!perform) return { status: 200, body: { ok: false, error: 'unknown_method', req_method: method } }
    const workspace = authenticated(state, request, args)
    if (typeof workspace === 'string') return { status: 200, body: { ok: false, error: workspace } }
    const nameOf = state.nameOf(workspace.id)
    const conversation = ['channel', 'user', 'user_id', 'users', 'view_id', 'email']
      .map((name) => text(args[name]))
      .concat(state.triggeredBy(args['trigger_id']))
      .join(' ')
      .trim()
    const readable = args['view'] === undefined ? readMessage(args, nameOf) : readView(args['view'], nameOf)
    return gate(
      {
        platform: 'slack',
        workspace: workspace.id,
        method,
        conversation,
        content: readable.text,
        uses: usesOf(state, workspace, method, text(args['channel'])),
      },
      () => {
        const result = perform({ state, workspace, args })
        const body = result.ok
          ? { ok: true, ...result.body }
          : { ok: false, error: result.error, ...result.more }
        return { answer: { status: 200, body }, ok: result.ok }
      },
    )
  }

  return async function handle(request: PlatformRequest): Promise<PlatformAnswer> {
    const { path } = request
    if (path.startsWith('/api/')) return call(request, path.slice('/api/'.length))
    if (request.method !== 'POST') return { status: 405 }
    if (path.startsWith('/upload/')) return receiveUpload(state, path, request.body)
    return respond(state, gate, path, record(parse(request.body.toString('utf8'))))
  }
}

function argumentsOf(request: PlatformRequest): Json {
  const type = request.headers['content-type'] ?? ''
  const source = request.body.toString('utf8')
  const args: Json = Object.fromEntries(request.query)
  if (type.startsWith('application/json')) return { ...args, ...record(parse(source)) }
  for (const [name, value] of new URLSearchParams(source)) args[name] = value
  for (const name of JSON_ARGUMENTS) {
    const value = args[name]
    // What does not parse stays a string, which every method refuses where it wants a list or an object.
    if (typeof value === 'string') args[name] = parse(value) ?? value
  }
  return args
}

function authenticated(
  state: SlackState,
  request: PlatformRequest,
  args: Json,
): SimulatedSlackWorkspace | string {
  const bearer = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1]
  const token = bearer ?? text(args['token'])
  if (token === '') return 'not_authed'
  const workspace = state.workspaces.find((one) => one.botToken === token)
  if (!workspace) return 'invalid_auth'
  return state.uninstalled.has(workspace.id) ? 'account_inactive' : workspace
}

function usesOf(state: SlackState, workspace: SimulatedSlackWorkspace, method: string, channel: string) {
  const tier = SLACK_METHOD_TIERS[method] ?? 'tier3'
  const key = `${workspace.id} ${method}`
  const windows: Window[] = SLACK_TIERS[tier]
  if (method === 'conversations.history' && flag(state.options.distributed)) {
    return [{ key, windows: SLACK_DISTRIBUTED_HISTORY.windows }]
  }
  if (tier !== 'posting') return [{ key, windows }]
  return [
    { key, windows: SLACK_POSTING_PER_WORKSPACE },
    { key: `${key} ${channel}`, windows: SLACK_POSTING_PER_CHANNEL },
  ]
}

/** oauth.v2.access: a code names the workspace it stands for, as `code-T…`. */
function exchange(state: SlackState, request: PlatformRequest, args: Json): object {
  const basic = /^Basic (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? ''
  const [basicId = '', basicSecret = ''] = Buffer.from(basic, 'base64').toString('utf8').split(':')
  const wanted = state.options.oauth
  if (wanted) {
    if ((text(args['client_id']) || basicId) !== wanted.clientId)
      return { ok: false, error: 'invalid_client_id' }
    if ((text(args['client_secret']) || basicSecret) !== wanted.clientSecret) {
      return { ok: false, error: 'bad_client_secret' }
    }
  }
  const workspace = state.workspaces.find((one) => text(args['code']) === `code-${one.id}`)
  if (!workspace) return { ok: false, error: 'invalid_code' }
  state.uninstalled.delete(workspace.id)
  return {
    ok: true,
    access_token: workspace.botToken,
    token_type: 'bot',
    scope: 'chat:write,commands,im:write,im:history,users:read,users:read.email',
    bot_user_id: workspace.botUserId,
    app_id: workspace.appId,
    team: { id: workspace.id, name: workspace.name },
    enterprise: null,
    is_enterprise_install: false,
    authed_user: { id: workspace.people[0]?.id ?? '' },
  }
}

/** A message sent to a response_url. */
function respond(state: SlackState, gate: ReturnType<typeof createGate>, path: string, body: Json) {
  const url = state.responseUrls.get(path.slice(path.lastIndexOf('/') + 1))
  const no = (status: number, error: string): PlatformAnswer => ({ status, body: { ok: false, error } })
  if (!url) return no(404, 'no_such_url')
  const workspace = state.workspaces.find((one) => one.id === url.workspace)
  if (!workspace) return no(404, 'no_such_url')
  const { conversation, person, message } = url
  const nameOf = state.nameOf(workspace.id)
  const content = readMessage(body, nameOf).text
  return gate(
    {
      platform: 'slack',
      workspace: workspace.id,
      method: 'response_url',
      conversation: `${conversation.id} ${person}`,
      content,
      uses: [],
    },
    () => {
      const refuse = (status: number, error: string) => ({ answer: no(status, error), ok: false })
      if (state.world.clock.now() - url.at > RESPONSE_URL_LIFE_MS) return refuse(404, 'expired_url')
      if (url.uses >= RESPONSE_URL_USES) return refuse(404, 'used_url')
      const fine: { answer: PlatformAnswer; ok: boolean } = { answer: { status: 200, body: 'ok' }, ok: true }
      if (flag(body['delete_original'])) {
        url.uses += 1
        if (message) state.world.withdraw(message)
        return fine
      }
      const problem = contentRefusal(body)
      if (problem && !problem.ok) return refuse(problem.error === 'no_text' ? 500 : 400, problem.error)
      url.uses += 1
      const change: Json = { text: text(body['text']), blocks: body['blocks'] ?? [] }
      if (flag(body['replace_original']) && message && !message.deleted) {
        reviseAsBot(state, message, change)
        return fine
      }
      const onlyFor = body['response_type'] === 'in_channel' ? null : person
      postAsBot(state, workspace, conversation, change, { onlyFor, via: 'answer' })
      return fine
    },
  )
}
