import { webApi } from '@slack/bolt'
import { describe, expect, it } from 'vitest'
import { failureOf } from '../../../src/platforms/slack/errors.ts'

const platform = (error: string) => failureOf(new webApi.WebAPIPlatformError({ ok: false, error }))
const http = (status: number) => failureOf(new webApi.WebAPIHTTPError(status, '', {}, 'private words'))
const network = (code: string) =>
  failureOf(
    new webApi.WebAPIRequestError(
      new TypeError('fetch failed', { cause: Object.assign(new Error(), { code }) }),
    ),
  )

describe('what Slack says', () => {
  it.each([
    ['channel_not_found', 'conversation-gone'],
    ['is_archived', 'conversation-gone'],
    ['user_not_found', 'no-such-person'],
    ['user_disabled', 'no-such-person'],
    ['messages_tab_disabled', 'blocked'],
    ['account_inactive', 'not-installed'],
    ['token_revoked', 'not-installed'],
    ['invalid_auth', 'not-installed'],
    ['team_not_found', 'workspace-gone'],
    ['missing_scope', 'not-allowed'],
    ['msg_blocks_too_long', 'too-large'],
    ['message_not_found', 'message-gone'],
    ['invalid_blocks', 'rejected'],
    ['something_new', 'rejected'],
    ['constructor', 'rejected'],
  ])('%s is refused as %s', (error, code) => {
    expect(platform(error)).toEqual({ type: 'refused', code, detail: error })
  })

  it.each([
    ['internal_error', true],
    ['fatal_error', true],
    ['service_unavailable', true],
    ['request_timeout', false],
    ['team_added_to_org', false],
  ])('%s may be tried later, in doubt: %s', (error, inDoubt) => {
    expect(platform(error)).toEqual({ type: 'later', inDoubt, detail: error })
  })

  it.each(['ratelimited', 'rate_limited', 'message_limit_exceeded'])('%s waits a minute', (error) => {
    expect(platform(error)).toEqual({ type: 'limited', seconds: 60 })
  })

  it('is not passed on where it is no code', () => {
    expect(platform('<html>Ama Osei, 12 High Street</html>')).toEqual({
      type: 'later',
      inDoubt: true,
      detail: 'unreadable_answer',
    })
  })
})

describe('what happens on the way', () => {
  it.each([500, 502, 503, 504, 408])('%i leaves a doubt', (status) => {
    expect(http(status)).toEqual({ type: 'later', inDoubt: true, detail: `http_${status}` })
  })
  it('too large is refused as such', () => {
    expect(http(413)).toEqual({ type: 'refused', code: 'too-large', detail: 'http_413' })
  })
  it.each([400, 403, 404])('%i is refused', (status) => {
    expect(http(status)).toEqual({ type: 'refused', code: 'rejected', detail: `http_${status}` })
  })
  it.each([
    ['ECONNREFUSED', false],
    ['ENOTFOUND', false],
    ['ECONNRESET', true],
    ['UND_ERR_SOCKET', true],
  ])('%s leaves a doubt: %s', (code, inDoubt) => {
    expect(network(code)).toEqual({ type: 'later', inDoubt, detail: code })
  })
  it('Retry-After is kept, and is never no time at all', () => {
    expect(failureOf(new webApi.WebAPIRateLimitedError(7))).toEqual({ type: 'limited', seconds: 7 })
    expect(failureOf(new webApi.WebAPIRateLimitedError(0))).toEqual({ type: 'limited', seconds: 1 })
  })
  it('what nobody foresaw leaves a doubt', () => {
    expect(failureOf(new Error('private words'))).toEqual({ type: 'later', inDoubt: true, detail: 'unknown' })
  })
})
