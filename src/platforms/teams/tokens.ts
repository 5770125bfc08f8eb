import { z } from 'zod'
import { LIMITS } from './limits.ts'

/** Why there is no token to send with. It names a status and nothing else. */
export class TokenRefused extends Error {
  /** Null when the endpoint could not be reached. */
  readonly status: number | null
  readonly retryAfter: string | null

  constructor(status: number | null, retryAfter: string | null, cause?: unknown) {
    super('The token endpoint gave no token.', { cause })
    this.name = 'TokenRefused'
    this.status = status
    this.retryAfter = retryAfter
  }
}

/** The tokens that the bot shows to the connector. */
export interface Tokens {
  current(): Promise<string>
  /** The connector would not have the last one: the next is asked for anew. */
  forget(): void
}

interface Asks {
  /** Without a slash at the end. */
  readonly loginUrl: string
  readonly tenant: string
  readonly appId: string
  readonly appPassword: string
}

const SCOPE = 'https://api.botframework.com/.default'
/** A token is renewed this long before it expires, but lives at least half of its time. */
const MARGIN_SECONDS = 300

const answer = z.object({ access_token: z.string().min(1), expires_in: z.coerce.number().positive() })

/** Asks for a token with the app's password, once for however many need it, and keeps it for most of its time. */
export const createTokens = ({ loginUrl, tenant, appId, appPassword }: Asks): Tokens => {
  let held: { token: string; until: number } | null = null
  let asking: Promise<string> | null = null

  const ask = async (): Promise<string> => {
    const { access_token, expires_in } = await request(
      `${loginUrl}/${encodeURIComponent(tenant)}/oauth2/v2.0/token`,
      new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: appId,
        client_secret: appPassword,
        scope: SCOPE,
      }),
    )
    const seconds = Math.max(expires_in - MARGIN_SECONDS, expires_in / 2)
    // A token ages with the machine, whatever time the product's clock shows.
    held = { token: access_token, until: performance.now() + seconds * 1000 }
    return access_token
  }

  return {
    async current() {
      if (held && held.until > performance.now()) return held.token
      asking ??= ask().finally(() => {
        asking = null
      })
      return asking
    },
    forget() {
      held = null
    },
  }
}

const request = async (url: string, body: URLSearchParams): Promise<z.infer<typeof answer>> => {
  const response = await fetch(url, {
    method: 'POST',
    body,
    redirect: 'error',
    signal: AbortSignal.timeout(LIMITS.requestMs),
  }).catch((cause: unknown) => {
    throw new TokenRefused(null, null, cause)
  })
  const told = answer.safeParse(await response.json().catch(() => null))
  if (!response.ok || !told.success)
    throw new TokenRefused(response.status, response.headers.get('retry-after'))
  return told.data
}
