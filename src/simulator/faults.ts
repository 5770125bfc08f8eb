import { draw } from './hash.ts'
import type { SimulatedPlatform } from './seen.ts'

/** One call that the product makes, as a fault plan sees it. */
export interface FaultCall {
  platform: SimulatedPlatform
  workspace: string
  /** Slack's method name, or the connector's operation. */
  method: string
  /** The conversation and a hash of the readable content: the same thing has the same subject, in whatever order. */
  subject: string
  /** How often this method met this subject, this time included: 1 is the first. */
  attempt: number
}

export type Fault =
  | { type: 'rate-limited'; retryAfterSeconds: number }
  | { type: 'server-error'; status: 500 | 502 | 503 | 504 }
  /** The connection breaks without an answer; `processed` says whether the platform had accepted the call. */
  | { type: 'reset'; processed: boolean }
  /** The answer comes this much product time later; no real time passes. */
  | { type: 'slow'; ms: number }

/** Decides what goes wrong with a call; null lets it pass. */
export type FaultPlan = (call: FaultCall) => Fault | null

export const noFaults: FaultPlan = () => null

/** The share of calls, 0 to 1, that meet each fault. */
export interface FaultRates {
  rateLimited: number
  serverError: number
  reset: number
  slow: number
}

/** Rates of a bad day: enough that every kind occurs in a simulated year, few enough that work gets done. */
export const BAD_DAY: FaultRates = { rateLimited: 0.03, serverError: 0.03, reset: 0.02, slow: 0.02 }

const STATUSES = [500, 502, 503, 504] as const
const LONGEST_RETRY_AFTER_SECONDS = 30
const LONGEST_DELAY_MS = 10_000

/**
 * Where an accepted call may still lose its answer. Only Slack's posting: elsewhere the product has no means to
 * find out what became of a call, so such a loss would prove nothing.
 */
const LOSES_ITS_ANSWER = new Set(['chat.postMessage'])

/** Faults drawn from the seed and the call concerned, so that order and concurrency do not change them. */
export function seededFaults(seed: number, rates: FaultRates = BAD_DAY): FaultPlan {
  return (call) => {
    // Whichever call comes first fetches the token, so a fault there would depend on the order of calls.
    if (call.method === 'login.token') return null
    const about = [seed, call.platform, call.workspace, call.method, call.subject, call.attempt]
    const kind = draw('kind', ...about)
    const size = draw('size', ...about)
    let reached = rates.rateLimited
    if (kind < reached) {
      return { type: 'rate-limited', retryAfterSeconds: 1 + Math.floor(size * LONGEST_RETRY_AFTER_SECONDS) }
    }
    reached += rates.serverError
    if (kind < reached) {
      return { type: 'server-error', status: STATUSES[Math.floor(size * STATUSES.length)] ?? 503 }
    }
    reached += rates.reset
    if (kind < reached) return { type: 'reset', processed: LOSES_ITS_ANSWER.has(call.method) && size < 0.5 }
    reached += rates.slow
    return kind < reached ? { type: 'slow', ms: Math.ceil(size * LONGEST_DELAY_MS) } : null
  }
}
