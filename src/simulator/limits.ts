/** At most `calls` within any `ms` of product time. */
export interface Window {
  calls: number
  ms: number
}

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE

/** Slack's tiers, per method and workspace (docs.slack.dev, "Rate limits"). */
export const SLACK_TIERS = {
  tier1: [{ calls: 1, ms: MINUTE }],
  tier2: [{ calls: 20, ms: MINUTE }],
  tier3: [{ calls: 50, ms: MINUTE }],
  tier4: [{ calls: 100, ms: MINUTE }],
  /** "Hundreds of calls per minute", as auth.test is documented. */
  many: [{ calls: 600, ms: MINUTE }],
  /** Its own rules, below. */
  posting: [],
} satisfies Record<string, Window[]>

export type SlackTier = keyof typeof SLACK_TIERS

/** Each method's tier. */
export const SLACK_METHOD_TIERS: Readonly<Record<string, SlackTier>> = {
  'auth.test': 'many',
  'blocks.validate': 'many',
  'oauth.v2.access': 'tier4',
  'team.info': 'tier3',
  'users.info': 'tier4',
  'users.list': 'tier2',
  'users.lookupByEmail': 'tier3',
  'conversations.open': 'tier3',
  'conversations.info': 'tier3',
  'conversations.members': 'tier4',
  'conversations.history': 'tier3',
  'conversations.list': 'tier2',
  'chat.postMessage': 'posting',
  'chat.postEphemeral': 'tier4',
  'chat.update': 'tier3',
  'chat.delete': 'tier3',
  'views.open': 'tier4',
  'views.push': 'tier4',
  'views.update': 'tier4',
  'views.publish': 'tier4',
  'files.getUploadURLExternal': 'tier4',
  'files.completeUploadExternal': 'tier4',
}

/** chat.postMessage per channel: one a second with "short bursts", whose size Slack does not publish. */
export const SLACK_POSTING_PER_CHANNEL: Window[] = [
  { calls: 3, ms: SECOND },
  { calls: 10, ms: 8 * SECOND },
  { calls: 63, ms: MINUTE },
]

/** chat.postMessage per workspace: "several hundred messages per minute", not published more exactly. */
export const SLACK_POSTING_PER_WORKSPACE: Window[] = [{ calls: 300, ms: MINUTE }]

/** conversations.history for commercially distributed apps outside the Marketplace. */
export const SLACK_DISTRIBUTED_HISTORY = { windows: [{ calls: 1, ms: MINUTE }], messages: 15 }

/** Teams, per bot and conversation, for sending, changing and creating. */
export const TEAMS_PER_CONVERSATION: Window[] = [
  { calls: 7, ms: SECOND },
  { calls: 8, ms: 2 * SECOND },
  { calls: 60, ms: 30 * SECOND },
  { calls: 1800, ms: HOUR },
]

/** Teams, per bot and conversation, for reading its members. */
export const TEAMS_MEMBERS_PER_CONVERSATION: Window[] = [
  { calls: 14, ms: SECOND },
  { calls: 16, ms: 2 * SECOND },
  { calls: 120, ms: 30 * SECOND },
  { calls: 3600, ms: HOUR },
]

/** Teams, per app and tenant; Microsoft's pages say 30 in one place and 50 in another. */
export const TEAMS_TENANT_REQUESTS_PER_SECOND = 50

/** Windows for a rate per second. */
export function perSecond(calls: number): Window[] {
  return [{ calls, ms: SECOND }]
}

/** Counts calls by key. */
export interface Limiter {
  /**
   * Takes one call for every key at once, or none: null when it may pass, else the milliseconds until it would.
   * A refused call does not count.
   */
  take(now: number, uses: { key: string; windows: Window[] }[]): number | null
}

/** A limiter over sliding windows. It keeps the moments of calls no longer than the longest window asks. */
export function createLimiter(): Limiter {
  const moments = new Map<string, number[]>()
  return {
    take(now, uses) {
      let wait = 0
      for (const { key, windows } of uses) {
        const longest = Math.max(0, ...windows.map((window) => window.ms))
        const past = (moments.get(key) ?? []).filter((moment) => moment > now - longest && moment <= now)
        moments.set(key, past)
        for (const { calls, ms } of windows) {
          const filling = past[past.length - calls]
          if (filling !== undefined && filling > now - ms) wait = Math.max(wait, filling + ms - now)
        }
      }
      if (wait > 0) return wait
      for (const { key, windows } of uses) if (windows.length > 0) moments.get(key)?.push(now)
      return null
    },
  }
}
