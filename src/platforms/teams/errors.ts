import type { Temporal } from 'temporal-polyfill'
import type { RefusalCode, Sent } from '../../core/platform.ts'
import { LIMITS } from './limits.ts'
import { TokenRefused } from './tokens.ts'

/** What was being done when it went wrong: the same status means different things. */
export type Step = 'create' | 'send' | 'revise' | 'withdraw' | 'find'

type NotSent = Exclude<Sent, { type: 'sent' }>

/** The connector's own codes. Whatever is not listed goes by its status. */
const CODES: Readonly<Record<string, RefusalCode>> = {
  BotNotInConversationRoster: 'not-installed',
  ForbiddenOperationException: 'not-installed',
  ConversationBlockedByUser: 'blocked',
  MessageWritesBlocked: 'blocked',
  BotDisabledByAdmin: 'not-allowed',
  NotEnoughPermissions: 'not-allowed',
  MessageSizeTooBig: 'too-large',
  ConversationNotFound: 'conversation-gone',
  ActivityNotFoundInConversation: 'message-gone',
  MemberNotFoundInConversation: 'no-such-person',
  TenantNotFound: 'workspace-gone',
}

/** Microsoft's list of what may be tried again, and 500, after which nobody knows; true: it may have been shown. */
const LATER: ReadonlyMap<number, boolean> = new Map([
  [408, true],
  [412, false],
  [429, false],
  [500, true],
  [502, true],
  [503, false],
  [504, true],
])

/** The connection was never made, so that nothing can have been shown. */
const NEVER_CONNECTED = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'])

/** What an error of the connector, of the token endpoint or of the network means for a message. */
export const notSent = (error: unknown, step: Step, now: Temporal.Instant): NotSent => {
  const refused = tokenRefused(error)
  if (refused) {
    const at = retryAt(refused.retryAfter, now)
    return later({
      at,
      inDoubt: false,
      detail: `token-${refused.status ?? 'unreachable'}`,
    })
  }
  const { status, code, retryAfter } = factsOf(error)
  if (status === null) {
    const inDoubt = !NEVER_CONNECTED.has(code)
    return later({ at: null, inDoubt: inDoubt && step === 'send', detail: code })
  }
  const detail = code === '' ? String(status) : `${status}-${code}`
  if (status === 401) return later({ at: null, inDoubt: false, detail })
  const inDoubt = LATER.get(status)
  if (inDoubt !== undefined) {
    return later({ at: retryAt(retryAfter, now), inDoubt: inDoubt && step === 'send', detail })
  }
  return { type: 'refused', code: CODES[code] ?? byStatus(status, step), detail }
}

/** Whether the connector would not have our token. */
export const isTokenRefused = (error: unknown): boolean => factsOf(error).status === 401

const byStatus = (status: number, step: Step): RefusalCode => {
  switch (status) {
    case 403:
      return 'not-allowed'
    case 404:
    case 410:
      if (step === 'create' || step === 'find') return 'no-such-person'
      return step === 'send' ? 'conversation-gone' : 'message-gone'
    case 413:
      return 'too-large'
    case 400:
      // All that differs between two such requests is the person.
      return step === 'create' ? 'no-such-person' : 'rejected'
    default:
      return 'rejected'
  }
}

const later = (how: Omit<Extract<Sent, { type: 'later' }>, 'type' | 'attempted'>): NotSent => ({
  type: 'later',
  attempted: true,
  ...how,
})

/** Retry-After, in seconds or as a date, by the product's clock; null when there is none. */
const retryAt = (header: string | null, now: Temporal.Instant): Temporal.Instant | null => {
  if (header === null || header.trim() === '') return null
  const date = Date.parse(header)
  const seconds = /^\s*\d+(\.\d+)?\s*$/.test(header)
    ? Number(header)
    : Number.isNaN(date)
      ? 0
      : (date - now.epochMilliseconds) / 1000
  const believed = Math.min(Math.max(seconds, 0), LIMITS.longestRetryAfterSeconds)
  return now.add({ milliseconds: Math.ceil(believed * 1000) })
}

interface Facts {
  /** Null when no answer came. */
  readonly status: number | null
  readonly code: string
  readonly retryAfter: string | null
}

/** Reads the SDK's RestError, by its codes; its message may hold what was sent. */
const factsOf = (error: unknown): Facts => {
  const status = member(error, 'statusCode')
  const code = member(error, 'code')
  const headers = member(member(error, 'response'), 'headers')
  return {
    status: typeof status === 'number' ? status : null,
    code: typeof code === 'string' ? code.replace(/[^\w.-]/g, '').slice(0, 60) : 'no-answer',
    retryAfter: headerOf(headers, 'retry-after'),
  }
}

const headerOf = (headers: unknown, name: string): string | null => {
  const get = member(headers, 'get')
  const value: unknown = typeof get === 'function' ? get.call(headers, name) : null
  return typeof value === 'string' ? value : null
}

const tokenRefused = (error: unknown): TokenRefused | null => {
  if (error instanceof TokenRefused) return error
  const cause = member(error, 'cause')
  return cause instanceof TokenRefused ? cause : null
}

const member = (of: unknown, name: string): unknown =>
  typeof of === 'object' && of !== null ? Reflect.get(of, name) : undefined
