import { Temporal } from 'temporal-polyfill'

/** The limits of Teams, and our own where Teams leaves room, in one place. */
export const LIMITS = {
  /** Activities are far smaller; this is what the Bot Framework itself allows a message with attachments. */
  bodyBytes: 256 * 1024,
  /** Teams takes about 100 KB; its own envelope and older clients want some of that. */
  cardBytes: 80 * 1024,
  messageBytes: 100 * 1024,
  /** Shown in a row; the rest goes into the menu behind the dots. */
  primaryActions: 6,
  /** A longer text of one paragraph is cut at a word. */
  textCharacters: 8000,
  titleCharacters: 200,
  summaryCharacters: 500,
  /** Longer lists of options are a menu instead of radio buttons. */
  optionsInSight: 5,
  /** A person waits this long without a sign before the bot is shown typing. */
  typingAfterMs: 2000,
  /** Teams gives up on an invoke after about 10 s, on a message after 15 s. */
  invokeBudgetMs: 8000,
  messageBudgetMs: 10_000,
  /** For one request to the connector or the token endpoint. */
  requestMs: 15_000,
  /** More than this is not believed of a Retry-After. */
  longestRetryAfterSeconds: 3600,
  /** How often the roster is asked about somebody new, and the pause between. */
  rosterAttempts: 4,
  rosterPauseMs: 300,
  /** Profiles of this many people are remembered, so that nobody's is asked for at each message. */
  rememberedPeople: 10_000,
} as const

/** How many requests one bot may make in one conversation within so many milliseconds, as Microsoft publishes it. */
const CONVERSATION_WINDOWS = [
  { most: 7, within: 1000 },
  { most: 8, within: 2000 },
  { most: 60, within: 30_000 },
  { most: 1800, within: 3_600_000 },
] as const

const LONGEST_WINDOW = 3_600_000
/** A tenant's second, and a little: requests do not all take equally long to arrive. */
const TENANT_WINDOW = 1030
const SWEEP_EVERY = 5000

/** Keeps us within the platform's limits before it has to say so. */
export interface Limiter {
  /**
   * Takes one request's worth, or tells until when to wait and takes nothing. `conversation` null: the tenant's alone.
   * Whoever is urgent goes before all in the tenant who are not, and the place that they are told is kept for them.
   */
  take(
    now: Temporal.Instant,
    tenant: string,
    conversation: string | null,
    urgent?: boolean,
  ): Temporal.Instant | null
}

interface Window {
  readonly most: number
  readonly within: number
}

interface Tenant {
  /** When requests were made that still count, oldest first. */
  taken: number[]
  /** When those who had to wait were told to come back, soonest first: each of them has a place of its own. */
  promised: number[]
  /** The same of those who are urgent: a place is kept for each of them. */
  kept: number[]
  /** When it was asked last. */
  asked: number
}

/** Counts what was taken per conversation and per tenant; forgets what no window reaches. */
export const createLimiter = (requestsPerSecond: number): Limiter => {
  const tenants = new Map<string, Tenant>()
  const conversations = new Map<string, number[]>()
  let takes = 0

  const takenIn = (map: Map<string, number[]>, key: string, now: number, within: number): number[] => {
    // A clock that went back must not block until it is back where it was.
    const kept = (map.get(key) ?? []).filter((at) => at <= now && at > now - within)
    map.set(key, kept)
    return kept
  }

  const freeAt = (taken: readonly number[], windows: readonly Window[], now: number): number =>
    Math.max(
      now,
      ...windows.map(({ most, within }) => {
        const oldest = taken.length < most ? undefined : taken[taken.length - most]
        return oldest === undefined ? now : oldest + within
      }),
    )

  const tenantAt = (id: string, now: number): Tenant => {
    const known = tenants.get(id)
    const tenant = known && known.asked <= now ? known : { taken: [], promised: [], kept: [], asked: now }
    tenants.set(id, tenant)
    tenant.asked = now
    tenant.taken = tenant.taken.filter((at) => at > now - TENANT_WINDOW)
    // Whoever has not come by then does not come.
    while ((tenant.promised[0] ?? now) <= now - TENANT_WINDOW) tenant.promised.shift()
    tenant.kept = tenant.kept.filter((at) => at > now - TENANT_WINDOW)
    return tenant
  }

  /** Null where there is room; else when there is. Whoever comes back a moment too early keeps their place. */
  const roomIn = ({ taken, promised, kept }: Tenant, now: number): number | null => {
    const comesBack = isThere(promised, now)
    if (taken.length + kept.filter((at) => at <= now).length < requestsPerSecond) {
      if (comesBack) promised.shift()
      return null
    }
    const before = inOrder(taken, kept)
    const index = before.length - requestsPerSecond + (comesBack ? 0 : promised.length)
    const at = (before[index] ?? promised[index - before.length] ?? now) + TENANT_WINDOW
    if (!comesBack) promised.push(at)
    return at
  }

  /** The same for whoever is urgent. If their place was another's, that one is told another when they come. */
  const urgentRoomIn = ({ taken, promised, kept }: Tenant, now: number): number | null => {
    const comesBack = isThere(kept, now)
    if (taken.length < requestsPerSecond) {
      if (comesBack) kept.shift()
      else if (isThere(promised, now)) promised.shift()
      return null
    }
    const before = comesBack ? taken : inOrder(taken, kept)
    const at = (before[before.length - requestsPerSecond] ?? now) + TENANT_WINDOW
    if (comesBack) return at
    if (isThere(promised, at)) promised.shift()
    kept.push(at)
    return at
  }

  const sweep = (now: number) => {
    for (const [key, taken] of conversations)
      if ((taken.at(-1) ?? 0) <= now - LONGEST_WINDOW) conversations.delete(key)
  }

  return {
    take(instant, tenant, conversation, urgent = false) {
      const now = instant.epochMilliseconds
      const ofTenant = tenantAt(tenant, now)
      const room = urgent ? urgentRoomIn(ofTenant, now) : roomIn(ofTenant, now)
      if (room !== null) return after(room)
      if (conversation !== null) {
        const key = `${tenant} ${conversation}`
        const taken = takenIn(conversations, key, now, LONGEST_WINDOW)
        const free = freeAt(taken, CONVERSATION_WINDOWS, now)
        if (free > now) return after(free)
        taken.push(now)
      }
      ofTenant.taken.push(now)
      takes += 1
      if (takes % SWEEP_EVERY === 0) sweep(now)
      return null
    },
  }
}

/** Whether the first of these places is there by then. */
const isThere = ([first = Number.POSITIVE_INFINITY]: readonly number[], now: number): boolean => first <= now

const inOrder = (...places: readonly (readonly number[])[]): readonly number[] =>
  places.flat().sort((one, other) => one - other)

const after = (epochMilliseconds: number): Temporal.Instant =>
  Temporal.Instant.fromEpochMilliseconds(epochMilliseconds)
