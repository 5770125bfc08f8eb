import type { IncomingMessage } from 'node:http'
import type { Activity } from 'botbuilder'
import { activitySchema, type TeamsActivity, tenantOf } from './activity.ts'
import type { Authenticated, Bot } from './auth.ts'
import { readBody } from './body.ts'
import type { TeamsConfig } from './config.ts'
import { isAllowedService, LOOPBACK_HOSTS } from './conversation.ts'
import { LIMITS } from './limits.ts'
import type { Log } from './log.ts'

/** A request that is let in, or the bare status that it is sent away with. */
type Admitted =
  | { readonly type: 'away'; readonly status: number }
  | {
      readonly type: 'in'
      readonly activity: TeamsActivity
      readonly tenant: string
      /** The same activity and its credentials, for the SDK. */
      readonly raw: Activity
      readonly as: Authenticated
    }

/** Checks requests from their size to their tenant; whoever is refused learns nothing. */
export interface Door {
  admit(request: IncomingMessage): Promise<Admitted>
  /** Where we may speak to, tokens in hand. */
  readonly hosts: readonly string[]
}

export const createDoor = (config: TeamsConfig, bot: Bot, log: Log): Door => {
  const hosts = config.allowUnauthenticated
    ? [...config.serviceHosts, ...LOOPBACK_HOSTS]
    : config.serviceHosts
  const tenants = new Set(config.allowedTenants.map((tenant) => tenant.toLowerCase()))

  /** Somebody who tries out a client without tokens need not know what tenant it makes up. */
  const isServed = (tenant: string): boolean =>
    tenants.has(tenant.toLowerCase()) || (config.allowUnauthenticated && tenants.size === 0)

  return {
    hosts,
    async admit(request) {
      if (request.method !== 'POST') return away(405)
      const body = await readBody(request, LIMITS.bodyBytes)
      if (body.type === 'too-large') return away(413)
      const raw = body.type === 'text' ? activityIn(body.text) : null
      if (raw === null) return away(400)
      // The SDK would let an activity without an address pass, and answer it at its default one.
      if (raw.channelId !== 'msteams' || typeof raw.serviceUrl !== 'string' || raw.serviceUrl === '')
        return away(401)
      const verdict = await bot.authenticate(raw, request.headers.authorization ?? '')
      if (verdict.type === 'refused') {
        log('warn', 'teams-request-refused', {})
        return away(401)
      }
      if (verdict.type === 'unknown') {
        log('error', 'teams-keys-unavailable', {})
        return away(503)
      }
      const parsed = activitySchema.safeParse(raw)
      if (!parsed.success) return away(400)
      const activity = parsed.data
      if (!isAllowedService(activity.serviceUrl, hosts)) {
        log('warn', 'teams-service-host-refused', { host: hostOf(activity.serviceUrl) })
        return away(403)
      }
      const tenant = tenantOf(activity)
      if (tenant === null || !isServed(tenant)) {
        log('warn', 'teams-tenant-refused', { workspace: tenant ?? 'none' })
        return away(403)
      }
      return { type: 'in', activity, tenant, raw, as: verdict.as }
    },
  }
}

const away = (status: number): Admitted => ({ type: 'away', status })

/** A body as an activity, as far as the SDK itself looks; null when it is none. */
const activityIn = (text: string): Activity | null => {
  try {
    const value: unknown = JSON.parse(text)
    return isActivity(value) ? value : null
  } catch {
    return null
  }
}

const isActivity = (value: unknown): value is Activity =>
  typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string'

const hostOf = (url: string): string => (URL.canParse(url) ? new URL(url).host : 'none')
