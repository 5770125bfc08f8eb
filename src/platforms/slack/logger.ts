import { type Logger, LogLevel } from '@slack/bolt'
import type { Log } from './calls.ts'

/** What the SDK says that an operator should see, by what it begins or ends with; our code for it. */
const KNOWN: readonly (readonly [RegExp, string])[] = [
  [/signature/i, 'wrong-signature'],
  [/is stale/i, 'stale-request'],
  [/^Failed to (parse|verify)/i, 'unverified-request'],
  [/maximum allowed size/i, 'oversized-request'],
  [/^Malformed request body/i, 'malformed-request'],
  [/^Authorization of incoming event/i, 'not-authorised'],
  [/not acknowledged within 3 seconds/i, 'not-acknowledged'],
  [/^http request failed/i, 'call-failed'],
  [/rate limit/i, 'rate-limited'],
  [/web-?socket|socket mode|pong|reconnect/i, 'socket'],
]

/** The SDK's logger: only that something happened, since its own words can hold payloads. */
export const loggerOver = (log: Log): Logger => {
  const say =
    (level: 'warn' | 'error') =>
    (...said: readonly unknown[]) => {
      const [first] = said
      const text = first instanceof Error ? first.message : String(first)
      const what = KNOWN.find(([pattern]) => pattern.test(text))?.[1] ?? 'other'
      log(level, 'slack.sdk', { what })
    }
  return {
    debug: () => {},
    info: () => {},
    warn: say('warn'),
    error: say('error'),
    setLevel: () => {},
    getLevel: () => LogLevel.INFO,
    setName: () => {},
  }
}
