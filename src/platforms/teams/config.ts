import { isAllowedService } from './conversation.ts'

/** The operator's settings of the Teams side; `src/config.ts` fills it from the environment. */
export interface TeamsConfig {
  /** Of the bot's Entra app registration; empty only with `allowUnauthenticated`. */
  readonly appId: string
  /** Empty for a managed identity. */
  readonly appPassword: string
  /** The bot's own tenant, where it takes its tokens; not those that it serves. */
  readonly tenantId: string
  readonly appType: 'SingleTenant' | 'UserAssignedMSI' | 'MultiTenant'
  /** Ids of the tenants that are served. */
  readonly allowedTenants: readonly string[]
  /** Hosts that a signed activity may ask us to answer to: `host` or `host:port`. */
  readonly serviceHosts: readonly string[]
  /** Where the keys of inbound tokens are found; null is Microsoft's. */
  readonly openIdMetadataUrl: string | null
  /** Where outbound tokens come from, without the tenant; null is Microsoft's. */
  readonly loginUrl: string | null
  /** Takes activities without tokens: for trying with a real client, on loopback only. */
  readonly allowUnauthenticated: boolean
  /** Per tenant; Microsoft's pages say 30 in one place and 50 in another. */
  readonly requestsPerSecond: number
}

/**
 * Where a tenant is reached until an activity of its has told better: the first host that is allowed, in the way that
 * all of Microsoft's look.
 */
export const firstServiceUrl = ([host = 'smba.trafficmanager.net']: readonly string[]): string => {
  const secure = `https://${host}/teams/`
  return isAllowedService(secure.replace('https', 'http'), [host]) ? secure.replace('https', 'http') : secure
}
