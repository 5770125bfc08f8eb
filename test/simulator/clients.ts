import { LogLevel, webApi } from '@slack/bolt'
import type { Simulator } from '../../src/simulator/index.ts'
import { createBotToken } from './bot.ts'
import { TENANT } from './world.ts'

/** The real client, with its own retries off. */
export function slackClient(simulator: Simulator, token: string): webApi.WebClient {
  return new webApi.WebClient(token, {
    slackApiUrl: simulator.slackApiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logLevel: LogLevel.ERROR,
  })
}

export interface ConnectorAnswer {
  status: number
  retryAfter: string | null
  /** The id of what was made; empty when nothing was. */
  id: string
}

/** Teams' connector without an SDK, which would retry by itself. */
export async function connector(
  simulator: Simulator,
  appId: string,
): Promise<{
  send(conversation: string, activity?: object): Promise<ConnectorAnswer>
  open(person: string): Promise<string>
}> {
  const authorization = `Bearer ${await createBotToken(simulator, appId)}`
  const post = async (path: string, body: object): Promise<ConnectorAnswer> => {
    const response = await fetch(`${simulator.teams.serviceUrl}v3/conversations${path}`, {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    const answer: unknown = await response.json()
    const id = Object.entries(answer ?? {}).find(([name]) => name === 'id')?.[1]
    return {
      status: response.status,
      retryAfter: response.headers.get('retry-after'),
      id: typeof id === 'string' ? id : '',
    }
  }
  return {
    send: (conversation, activity = { type: 'message', text: 'Hello' }) =>
      post(`/${encodeURIComponent(conversation)}/activities`, activity),
    open: async (person) => (await post('', { members: [{ id: person }], tenantId: TENANT.id })).id,
  }
}
