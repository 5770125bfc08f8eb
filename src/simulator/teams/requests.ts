import type { createPoster, ProductAnswer } from '../http.ts'
import type { Json } from '../json.ts'
import type { SimulatedPerson, SimulatedTeamsTenant } from '../types.ts'
import type { Conversation } from '../world.ts'
import { localIso } from '../zones.ts'
import { botId, eventId, memberId, type TeamsState } from './state.ts'
import type { TokenForgery } from './tokens.ts'

/** How long Teams waits for the product, in real milliseconds. */
export const TEAMS_DEADLINE_MS = 15_000

/** What of an activity differs from a proper one. */
export interface ActivityForgery {
  token?: TokenForgery
  /** Replaces the whole Authorization header; null leaves it out. */
  authorization?: string | null
}

/** Sends activities to the product as Teams does. Teams tries no activity twice, and neither does this. */
export interface TeamsRequests {
  send(activity: Json, forgery?: ActivityForgery): Promise<ProductAnswer>
  /** An activity from a person, with all the members that Teams fills in; `more` is added last. */
  activity(
    tenant: SimulatedTeamsTenant,
    person: SimulatedPerson,
    conversation: Conversation,
    more: Json,
  ): Json
}

export function createTeamsRequests(
  state: TeamsState,
  poster: ReturnType<typeof createPoster>,
  deadlineMs: number,
): TeamsRequests {
  const { options, tokens, world } = state
  return {
    send(activity, forgery = {}) {
      const { authorization } = forgery
      const bearer =
        authorization === undefined
          ? `Bearer ${tokens.forProduct(state.serviceUrl(), forgery.token)}`
          : authorization
      const headers = {
        'content-type': 'application/json; charset=utf-8',
        'user-agent': 'Microsoft-SkypeBotApi (Microsoft-BotFramework/3.0)',
        ...(bearer === null ? {} : { authorization: bearer }),
      }
      return poster.post(options.target, headers, JSON.stringify(activity), deadlineMs)
    },
    activity(tenant, person, conversation, more) {
      const now = world.clock.now()
      return {
        id: eventId(state, `${tenant.id} ${person.id}`),
        timestamp: new Date(now).toISOString(),
        localTimestamp: localIso(person.timeZone, now),
        localTimezone: person.timeZone,
        serviceUrl: state.serviceUrl(),
        channelId: 'msteams',
        from: { id: memberId(state, tenant, person), name: person.name, aadObjectId: person.id },
        conversation: { conversationType: 'personal', tenantId: tenant.id, id: conversation.id },
        recipient: { id: botId(state), name: 'Duologue' },
        locale: person.locale,
        entities: [
          {
            type: 'clientInfo',
            locale: person.locale,
            country: person.locale.split('-')[1] ?? '',
            platform: 'Web',
            timezone: person.timeZone,
          },
        ],
        channelData: { tenant: { id: tenant.id } },
        ...more,
      }
    },
  }
}
