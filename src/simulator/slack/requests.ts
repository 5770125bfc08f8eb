import { createHmac } from 'node:crypto'
import { realNow } from '../clock.ts'
import { digest, platformId } from '../hash.ts'
import type { createPoster, ProductAnswer } from '../http.ts'
import { type Json, text } from '../json.ts'
import type { SimulatedPerson, SimulatedSlackWorkspace } from '../types.ts'
import { domainOf, usernameOf } from './people.ts'
import type { SlackState } from './state.ts'

/** Slack's own; the product may be slower only at its cost. */
export const SLACK_DEADLINE_MS = 3000
const EVENT_RETRIES = 3

/** Ways to send what Slack would never send. */
export interface Forgery {
  signature?: string
  /** Real epoch seconds. */
  timestamp?: number
  /** Signs with another secret. */
  secret?: string
}

/** Sends requests to the product as Slack does. */
export interface SlackRequests {
  raw(
    body: string,
    contentType: string,
    forgery?: Forgery,
    more?: Record<string, string>,
  ): Promise<ProductAnswer>
  form(fields: Record<string, string>): Promise<ProductAnswer>
  interactive(payload: Json): Promise<ProductAnswer>
  /**
   * Sends an event until it is acknowledged, four times at most. Slack waits a minute and then five between the
   * last tries; here they follow at once, so that no time passes that nobody asked for.
   */
  event(workspace: SimulatedSlackWorkspace, event: Json): Promise<ProductAnswer>
  /** The envelope of an event, as `event` sends it. */
  envelope(workspace: SimulatedSlackWorkspace, event: Json): Json
}

const JSON_TYPE = 'application/json'
const FORM_TYPE = 'application/x-www-form-urlencoded'

export function createSlackRequests(
  state: SlackState,
  poster: ReturnType<typeof createPoster>,
  deadlineMs: number,
): SlackRequests {
  const { options, world } = state

  const raw: SlackRequests['raw'] = (body, contentType, forgery = {}, more = {}) => {
    const timestamp = forgery.timestamp ?? Math.floor(realNow() / 1000)
    const secret = forgery.secret ?? options.signingSecret
    const signature =
      forgery.signature ??
      `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex')}`
    const headers = {
      'content-type': contentType,
      'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
      'x-slack-request-timestamp': String(timestamp),
      'x-slack-signature': signature,
      ...more,
    }
    return poster.post(options.target, headers, body, deadlineMs)
  }
  const form = (fields: Record<string, string>) => raw(new URLSearchParams(fields).toString(), FORM_TYPE)

  /** Counted by person, so that what others do meanwhile changes nothing. */
  const eventIdOf = (workspace: SimulatedSlackWorkspace, event: Json) => {
    const about = `${text(event['type'])} ${text(event['user'])}`
    return platformId('Ev', workspace.id, world.seed, about, state.count(workspace.id, about))
  }
  const envelope = (workspace: SimulatedSlackWorkspace, event: Json): Json => ({
    token: 'verification-token-not-used',
    team_id: workspace.id,
    context_team_id: workspace.id,
    context_enterprise_id: null,
    api_app_id: workspace.appId,
    event,
    type: 'event_callback',
    event_id: eventIdOf(workspace, event),
    event_time: Math.floor(world.clock.now() / 1000),
    authorizations: [
      {
        enterprise_id: null,
        team_id: workspace.id,
        user_id: workspace.botUserId,
        is_bot: true,
        is_enterprise_install: false,
      },
    ],
    is_ext_shared_channel: false,
    event_context: `4-${digest(workspace.id, String(event['type'])).slice(0, 24)}`,
  })

  return {
    raw,
    form,
    interactive: (payload) => form({ payload: JSON.stringify(payload) }),
    envelope,
    async event(workspace, event) {
      const body = JSON.stringify(envelope(workspace, event))
      let answer = await raw(body, JSON_TYPE)
      for (let retry = 1; retry <= EVENT_RETRIES && !acknowledged(answer); retry++) {
        answer = await raw(
          body,
          JSON_TYPE,
          {},
          { 'x-slack-retry-num': String(retry), 'x-slack-retry-reason': retryReason(answer) },
        )
      }
      return answer
    },
  }
}

/** Whether the product took a request. */
export function acknowledged(answer: ProductAnswer): boolean {
  return answer.type === 'answered' && answer.status >= 200 && answer.status < 300
}

function retryReason(answer: ProductAnswer): string {
  if (answer.type === 'timed-out') return 'http_timeout'
  return answer.type === 'unreachable' ? 'connection_failed' : 'http_error'
}

/** The members that every interactive payload carries. */
export function payloadOf(
  workspace: SimulatedSlackWorkspace,
  person: SimulatedPerson,
  trigger: string,
): Json {
  return {
    user: { id: person.id, username: usernameOf(person), name: usernameOf(person), team_id: workspace.id },
    api_app_id: workspace.appId,
    token: 'verification-token-not-used',
    trigger_id: trigger,
    team: { id: workspace.id, domain: domainOf(workspace) },
    enterprise: null,
    is_enterprise_install: false,
  }
}
