import { createGate } from '../calls.ts'
import type { PlatformAnswer, PlatformRequest } from '../http.ts'
import { at, isRecord, type Json, list, parse, record, text } from '../json.ts'
import {
  perSecond,
  TEAMS_MEMBERS_PER_CONVERSATION,
  TEAMS_PER_CONVERSATION,
  TEAMS_TENANT_REQUESTS_PER_SECOND,
  type Window,
} from '../limits.ts'
import { CONNECTOR_OPERATIONS, type ConnectorCall, connectorError } from './connector.ts'
import { readActivity } from './read.ts'
import type { TeamsState } from './state.ts'
import { CHANNEL_ISSUER } from './tokens.ts'

const METADATA_PATH = '/botframework/v1/.well-known/openidconfiguration'
const KEYS_PATH = '/botframework/v1/.well-known/keys'
const HOUR_SECONDS = 3600

/** Where each of Teams' services is found under an origin. */
export function teamsUrls(origin: string) {
  return {
    serviceUrl: `${origin}/teams/`,
    openIdMetadataUrl: `${origin}${METADATA_PATH}`,
    loginUrl: `${origin}/login`,
  }
}

/** Whether a path is this platform's. */
export function isTeamsPath(path: string): boolean {
  return /^\/(teams|login|botframework)\//.test(path)
}

/** Answers everything that the product asks of Teams and of Entra. */
export function createTeamsServer(state: TeamsState) {
  const gate = createGate(state.world, state.limiter, {
    limited: (seconds) => ({
      ...connectorError(429, 'TooManyRequests', 'API calls quota exceeded'),
      headers: { 'retry-after': String(seconds) },
    }),
    failed: (status) => connectorError(status, 'ServiceError', 'Service unavailable'),
  })

  const connector = (request: PlatformRequest): PlatformAnswer | Promise<PlatformAnswer> => {
    if (!state.tokens.admits(request.headers.authorization)) {
      return { status: 401, body: { message: 'Authorization has been denied for this request.' } }
    }
    const call = routed(state, request)
    if (!call) return connectorError(404, 'ServiceError', 'No such operation')
    const perform = CONNECTOR_OPERATIONS[call.operation]
    if (!perform) return { status: 405 }
    if ('refusal' in call) return call.refusal
    const reading = call.operation.startsWith('members.')
    const about = call.conversation?.id ?? text(at(list(call.body['members'])[0], 'id'))
    const windows: Window[] = reading ? TEAMS_MEMBERS_PER_CONVERSATION : TEAMS_PER_CONVERSATION
    const perTenant = state.options.requestsPerSecond ?? TEAMS_TENANT_REQUESTS_PER_SECOND
    return gate(
      {
        platform: 'teams',
        workspace: call.tenant.id,
        method: call.operation,
        conversation: [about, call.member].join(' ').trim(),
        content: readActivity(call.body).text || text(call.body['type']),
        uses: [
          { key: `tenant ${call.tenant.id}`, windows: perSecond(perTenant) },
          { key: `${reading ? 'members' : 'messages'} ${about}`, windows },
        ],
      },
      () => {
        const answer = perform(call)
        return { answer, ok: answer !== 'reset' && answer.status < 400 }
      },
    )
  }

  return async function handle(request: PlatformRequest): Promise<PlatformAnswer> {
    const { path } = request
    if (path === METADATA_PATH) {
      return {
        status: 200,
        body: {
          issuer: CHANNEL_ISSUER,
          authorization_endpoint: 'https://invalid.botframework.com',
          jwks_uri: `${state.origin}${KEYS_PATH}`,
          id_token_signing_alg_values_supported: ['RS256'],
          token_endpoint_auth_methods_supported: ['private_key_jwt'],
        },
      }
    }
    if (path === KEYS_PATH) return { status: 200, body: state.tokens.keys() }
    if (path.startsWith('/login/')) {
      const call = { platform: 'teams', workspace: path.split('/')[2] ?? '', method: 'login.token' } as const
      return gate({ ...call, conversation: '', content: '', uses: [] }, () => {
        const answer = logIn(state, request)
        return { answer, ok: answer.status === 200 }
      })
    }
    return connector(request)
  }
}

/** The client-credentials token endpoint, as Entra's. */
function logIn(state: TeamsState, request: PlatformRequest): { status: number; body: object } {
  const no = (status: number, error: string, description: string) => ({
    status,
    body: { error, error_description: description, error_codes: [Number(/\d+/.exec(description)?.[0])] },
  })
  const tenant = /^\/login\/([^/]+)\/oauth2\/v2\.0\/token$/.exec(request.path)?.[1]
  const form = new URLSearchParams(request.body.toString('utf8'))
  const { options } = state
  if (request.method !== 'POST' || tenant === undefined) {
    return no(404, 'invalid_request', 'AADSTS900144: No such endpoint.')
  }
  if (tenant !== options.tenantId) return no(400, 'invalid_request', 'AADSTS90002: Tenant not found.')
  if (form.get('grant_type') !== 'client_credentials') {
    return no(400, 'unsupported_grant_type', 'AADSTS70003: The grant type is not supported.')
  }
  if (form.get('client_id') !== options.appId) {
    return no(400, 'unauthorized_client', 'AADSTS700016: Application was not found in the directory.')
  }
  if (form.get('client_secret') !== options.appPassword) {
    return no(401, 'invalid_client', 'AADSTS7000215: Invalid client secret provided.')
  }
  if (form.get('scope') !== `${CHANNEL_ISSUER}/.default`) {
    return no(400, 'invalid_scope', 'AADSTS70011: The provided value for scope is not valid.')
  }
  const seconds = options.tokenSeconds ?? HOUR_SECONDS
  return {
    status: 200,
    body: {
      token_type: 'Bearer',
      expires_in: seconds,
      ext_expires_in: seconds,
      access_token: state.tokens.accessToken(tenant, seconds),
    },
  }
}

interface Refused {
  operation: string
  refusal: PlatformAnswer
}

/** Reads a request's path and body; null when there is no such operation. */
function routed(
  state: TeamsState,
  request: PlatformRequest,
): ConnectorCall | (ConnectorCall & Refused) | null {
  const match = /^\/teams\/+v3\/conversations(?:\/([^/]+)(?:\/(.*))?)?$/.exec(request.path)
  if (!match) return null
  const parts = [match[1], ...(match[2] ?? '').split('/')].map((part) => decoded(part ?? ''))
  const [conversationId, ...rest] = parts
  const [what = '', which = '', more = ''] = rest
  const operation = operationOf(request.method, conversationId ?? '', what, which, more)
  if (operation === null) return null
  const parsed = parse(request.body.toString('utf8') || '{}')
  const body: Json = record(parsed)
  const conversation = conversationId ? state.world.conversation(conversationId) : undefined
  const tenantId =
    conversation?.workspace ?? (text(body['tenantId']) || text(at(body, 'channelData', 'tenant', 'id')))
  const tenant = state.tenants.find((one) => one.id === tenantId)
  const refuse = (answer: PlatformAnswer): ConnectorCall & Refused => ({
    state,
    operation,
    tenant: tenant ?? { platform: 'teams', id: tenantId, name: '', people: [] },
    conversation: conversation ?? null,
    body,
    bytes: request.body.length,
    activity: which,
    member: what === 'members' ? which : '',
    query: request.query,
    refusal: answer,
  })
  if (parsed === undefined || !isRecord(parsed))
    return refuse(connectorError(400, 'BadSyntax', 'The body is not JSON'))
  if (conversationId && conversation?.platform !== 'teams') {
    return refuse(connectorError(404, 'ConversationNotFound', 'Conversation not found.'))
  }
  if (!tenant) return refuse(connectorError(400, 'BadSyntax', 'Incorrect conversation creation parameters'))
  return {
    state,
    operation,
    tenant,
    conversation: conversation ?? null,
    body,
    bytes: request.body.length,
    activity: what === 'activities' ? which : '',
    member: what === 'members' ? which : '',
    query: request.query,
  }
}

function operationOf(
  method: string,
  conversation: string,
  what: string,
  which: string,
  more: string,
): string | null {
  const signature = [method, conversation && ':conversation', what, which && ':id', more]
    .filter(Boolean)
    .join(' ')
  const operations: Record<string, string> = {
    POST: 'conversations.create',
    'POST :conversation activities': 'activities.send',
    'POST :conversation activities :id': 'activities.reply',
    'PUT :conversation activities :id': 'activities.update',
    'DELETE :conversation activities :id': 'activities.delete',
    'GET :conversation activities :id members': 'members.list',
    'GET :conversation members': 'members.list',
    'GET :conversation members :id': 'members.get',
    'GET :conversation pagedmembers': 'members.paged',
  }
  return operations[signature] ?? null
}

/** A part of a path; what is not properly encoded stands for itself, and so for nothing that exists. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}
