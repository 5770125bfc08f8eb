import { digest, platformId } from '../hash.ts'
import type { Json } from '../json.ts'
import { createLimiter, type Limiter } from '../limits.ts'
import type { SimulatedPerson, SimulatedTeamsTenant, TeamsTarget } from '../types.ts'
import { type Conversation, personKey, type StoredMessage, type World } from '../world.ts'
import { readActivity } from './read.ts'
import { createTeamsTokens, type TeamsTokens } from './tokens.ts'

/** What the simulated Teams knows beside the world's messages. */
export interface TeamsState {
  readonly world: World
  readonly options: TeamsTarget
  readonly limiter: Limiter
  readonly tokens: TeamsTokens
  readonly tenants: SimulatedTeamsTenant[]
  /** Person keys of those for whom the app is installed. */
  readonly installed: Set<string>
  /** Person keys of those who blocked the bot. */
  readonly blocked: Set<string>
  /** `http://127.0.0.1:P`, known once the server listens. */
  origin: string
  serviceUrl(): string
  /** A moment in milliseconds of product time, unlike any other in the conversation. */
  activityId(conversation: Conversation): string
  count(what: string): number
}

export function createTeamsState(world: World, options: TeamsTarget): TeamsState {
  const tenants = [...world.workspaces.values()].filter((workspace) => workspace.platform === 'teams')
  const moments = new Map<string, number>()
  const counts = new Map<string, number>()
  const state: TeamsState = {
    world,
    options,
    limiter: createLimiter(),
    tokens: createTeamsTokens(options.appId),
    tenants,
    installed: new Set(
      tenants.flatMap((tenant) =>
        tenant.people
          .filter((person) => person.appInstalled)
          .map((person) => personKey(tenant.id, person.id)),
      ),
    ),
    blocked: new Set(),
    origin: '',
    serviceUrl: () => `${state.origin}/teams/`,
    activityId(conversation) {
      const next = Math.max(Math.floor(world.clock.now()), (moments.get(conversation.id) ?? 0) + 1)
      moments.set(conversation.id, next)
      return String(next)
    },
    count(what) {
      const next = (counts.get(what) ?? 0) + 1
      counts.set(what, next)
      return next
    },
  }
  return state
}

/** The bot's id in every conversation. */
export function botId(state: TeamsState): string {
  return `28:${state.options.appId}`
}

/** A person's `29:…`, which is the bot's own name for them. */
export function memberId(state: TeamsState, tenant: SimulatedTeamsTenant, person: SimulatedPerson): string {
  const scattered = Buffer.from(digest(state.options.appId, tenant.id, person.id), 'hex')
  return `29:1${scattered.toString('base64url')}`
}

/** The person that an id names: `29:…` or the Entra object id. */
export function memberNamed(
  state: TeamsState,
  tenant: SimulatedTeamsTenant,
  id: string,
): SimulatedPerson | undefined {
  return tenant.people.find((person) => person.id === id || memberId(state, tenant, person) === id)
}

/** Puts an activity of the bot's into a conversation. */
export function postAsBot(
  state: TeamsState,
  conversation: Conversation,
  activity: Json,
  how: { onlyFor: string | null; via: 'api' | 'answer' },
): StoredMessage {
  return state.world.post({
    id: state.activityId(conversation),
    conversation,
    author: 'bot',
    onlyFor: how.onlyFor,
    via: how.via,
    content: activity,
    metadata: null,
    readable: readActivity(activity),
  })
}

/** An activity id for what is no message: an invoke, an installation. */
export function eventId(state: TeamsState, what: string): string {
  return `f:${platformId('', what, state.world.seed, state.count(what)).toLowerCase()}`
}
