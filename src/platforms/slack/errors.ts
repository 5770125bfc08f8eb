import { webApi } from '@slack/bolt'
import type { RefusalCode } from '../../core/platform.ts'

/**
 * Why a call of Slack's failed.
 * - refused: it will fail again.
 * - limited: too fast; `seconds` is Slack's Retry-After.
 * - later: it may go next time; `inDoubt` when it may have gone through this time.
 */
export type Failure =
  | { readonly type: 'refused'; readonly code: RefusalCode; readonly detail: string }
  | { readonly type: 'limited'; readonly seconds: number }
  | { readonly type: 'later'; readonly inDoubt: boolean; readonly detail: string }

const REFUSALS = new Map<string, RefusalCode>(
  Object.entries({
    account_inactive: 'not-installed',
    invalid_auth: 'not-installed',
    not_authed: 'not-installed',
    token_expired: 'not-installed',
    token_revoked: 'not-installed',

    messages_tab_disabled: 'blocked',

    cannot_dm_bot: 'no-such-person',
    user_disabled: 'no-such-person',
    user_not_found: 'no-such-person',
    user_not_visible: 'no-such-person',
    users_not_found: 'no-such-person',

    channel_not_found: 'conversation-gone',
    is_archived: 'conversation-gone',
    not_in_channel: 'conversation-gone',

    team_not_found: 'workspace-gone',

    access_denied: 'not-allowed',
    cant_delete_message: 'not-allowed',
    cant_update_message: 'not-allowed',
    edit_window_closed: 'not-allowed',
    ekm_access_denied: 'not-allowed',
    enterprise_is_restricted: 'not-allowed',
    method_not_supported_for_channel_type: 'not-allowed',
    missing_scope: 'not-allowed',
    no_permission: 'not-allowed',
    not_allowed_token_type: 'not-allowed',
    restricted_action: 'not-allowed',
    team_access_not_granted: 'not-allowed',

    metadata_too_large: 'too-large',
    msg_blocks_too_long: 'too-large',
    msg_too_long: 'too-large',

    message_not_found: 'message-gone',
  }),
)

/** Slack's own troubles. True: some of the call may have been done. */
const TROUBLES = new Map(
  Object.entries({
    fatal_error: true,
    internal_error: true,
    service_unavailable: true,
    request_timeout: false,
    team_added_to_org: false,
    org_login_required: false,
  }),
)

/** A minute, where Slack says "too many" and not for how long. */
const USUAL_WAIT_SECONDS = 60
const TOO_MANY = ['ratelimited', 'rate_limited', 'message_limit_exceeded']

/** Network failures that come before anything was sent. */
const NOT_SENT = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT']

const CODE = /^[a-z][a-z0-9_]{0,60}$/

/** Translates what the Web API client throws, by code and never by text. */
export const failureOf = (error: unknown): Failure => {
  if (error instanceof webApi.WebAPIRateLimitedError)
    return { type: 'limited', seconds: Math.max(1, error.retryAfter) }
  if (error instanceof webApi.WebAPIPlatformError) return platformFailure(error.data.error)
  if (error instanceof webApi.WebAPIHTTPError) return httpFailure(error.statusCode)
  if (error instanceof webApi.WebAPIRequestError) {
    const code = codeBeneath(error.original)
    return { type: 'later', inDoubt: !NOT_SENT.includes(code), detail: code }
  }
  return { type: 'later', inDoubt: true, detail: 'unknown' }
}

const platformFailure = (code: string): Failure => {
  // What is no code is a page of somebody between us and Slack; it stays out of the log.
  if (!CODE.test(code)) return { type: 'later', inDoubt: true, detail: 'unreadable_answer' }
  if (TOO_MANY.includes(code)) return { type: 'limited', seconds: USUAL_WAIT_SECONDS }
  const inDoubt = TROUBLES.get(code)
  if (inDoubt !== undefined) return { type: 'later', inDoubt, detail: code }
  return { type: 'refused', code: REFUSALS.get(code) ?? 'rejected', detail: code }
}

const httpFailure = (status: number): Failure => {
  const detail = `http_${status}`
  if (status === 413) return { type: 'refused', code: 'too-large', detail }
  return status >= 500 || status === 408
    ? { type: 'later', inDoubt: true, detail }
    : { type: 'refused', code: 'rejected', detail }
}

const codeBeneath = (error: unknown): string => {
  if (!(error instanceof Error)) return 'network'
  if ('code' in error && typeof error.code === 'string') return error.code
  return error.cause === undefined ? 'network' : codeBeneath(error.cause)
}
