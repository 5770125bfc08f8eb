import { type Logger, webApi } from '@slack/bolt'
import type { Clock } from '../../core/clock.ts'
import type { SlackConfig } from './config.ts'
import { type Failure, failureOf } from './errors.ts'
import { CALL_TIMEOUT_MS, createLimiter, PACES, type Pace, type Use } from './limits.ts'

/** Writes ids and codes to the log, never names, words or tokens. */
export type Log = (
  level: 'info' | 'warn' | 'error',
  event: string,
  ids: Record<string, string | number>,
) => void

/** The bot token of a workspace; null: the app is not installed there. */
export type Token = (workspace: string) => Promise<string | null>

/** What a call gave, or why it failed. */
export type Called<T> =
  | { readonly type: 'done'; readonly value: T }
  | Failure
  /** Our own limiter spoke: nothing was called. `at` is epoch milliseconds of the product's clock. */
  | { readonly type: 'paced'; readonly at: number }
  | { readonly type: 'not-installed' }

/**
 * Calls Slack's Web API: each workspace with its own token, at Slack's pace, what is urgent first, without retries of
 * the SDK's.
 */
export interface Calls {
  call<T>(
    workspace: string,
    uses: readonly Use[],
    method: (client: webApi.WebClient) => Promise<T>,
    urgent?: boolean,
  ): Promise<Called<T>>
}

/** How the Web API is reached, for Bolt and for our own calls alike. Never with `headers`: clients would share them. */
export const clientOptions = (
  config: Pick<SlackConfig, 'apiUrl'>,
  logger: Logger,
): webApi.WebClientOptions => ({
  logger,
  rejectRateLimitedCalls: true,
  retryConfig: { retries: 0 },
  timeout: CALL_TIMEOUT_MS,
  ...(config.apiUrl ? { slackApiUrl: config.apiUrl } : {}),
})

/** One method in one workspace, which is what Slack counts. */
export const useOf = (workspace: string, method: string, pace: Pace): Use => ({
  key: `${workspace} ${method}`,
  pace,
})

export const POSTING = 'chat.postMessage'
/** Messages into one conversation. */
export const postingIn = (workspace: string, conversation: string): Use =>
  useOf(workspace, `${POSTING} ${conversation}`, PACES.postingInConversation)

export const createCalls = (needs: {
  readonly config: SlackConfig
  readonly logger: Logger
  readonly clock: Clock
  readonly token: Token
}): Calls => {
  const limiter = createLimiter()
  const clients = new Map<string, { readonly token: string; readonly client: webApi.WebClient }>()

  const clientOf = async (workspace: string): Promise<webApi.WebClient | null> => {
    const token = await needs.token(workspace)
    if (token === null) {
      clients.delete(workspace)
      return null
    }
    const known = clients.get(workspace)
    if (known?.token === token) return known.client
    const client = new webApi.WebClient(token, {
      ...clientOptions(needs.config, needs.logger),
      teamId: workspace,
    })
    clients.set(workspace, { token, client })
    return client
  }

  return {
    async call(workspace, uses, method, urgent = false) {
      const client = await clientOf(workspace)
      if (!client) return { type: 'not-installed' }
      const empty = limiter.take(uses, needs.clock.now().epochMilliseconds, urgent)
      if (empty) return { type: 'paced', at: empty.at }
      try {
        return { type: 'done', value: await method(client) }
      } catch (error) {
        const failure = failureOf(error)
        const [counted] = uses
        if (failure.type === 'limited' && counted)
          limiter.hold(counted.key, needs.clock.now().epochMilliseconds + failure.seconds * 1000)
        return failure
      }
    },
  }
}
