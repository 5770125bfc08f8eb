import { describe, expect, it } from 'vitest'
import { isTokenRefused, notSent, type Step } from '../../../src/platforms/teams/errors.ts'
import { TokenRefused } from '../../../src/platforms/teams/tokens.ts'
import { at } from '../../facts.ts'

const NOW = at('2026-01-12T09:00:00Z')

/** As the SDK throws it: the message may hold what was sent. */
const restError = (statusCode: number | undefined, code?: string, headers: Record<string, string> = {}) =>
  Object.assign(new Error('private words in a message'), {
    name: 'RestError',
    statusCode,
    code,
    response: { headers: new Map(Object.entries(headers)) },
  })

const told = (error: unknown, step: Step = 'send') => notSent(error, step, NOW)

describe('an error of the connector', () => {
  it.each([
    [403, 'BotNotInConversationRoster', 'send', 'not-installed'],
    [403, 'ForbiddenOperationException', 'create', 'not-installed'],
    [403, 'ConversationBlockedByUser', 'send', 'blocked'],
    [403, 'MessageWritesBlocked', 'send', 'blocked'],
    [403, 'BotDisabledByAdmin', 'send', 'not-allowed'],
    [403, 'SomethingNew', 'send', 'not-allowed'],
    [404, 'ConversationNotFound', 'send', 'conversation-gone'],
    [404, undefined, 'send', 'conversation-gone'],
    [404, 'ActivityNotFoundInConversation', 'revise', 'message-gone'],
    [404, undefined, 'withdraw', 'message-gone'],
    [404, undefined, 'create', 'no-such-person'],
    [400, 'BadArgument', 'create', 'no-such-person'],
    [400, 'BadSyntax', 'send', 'rejected'],
    [413, 'MessageSizeTooBig', 'send', 'too-large'],
    [405, undefined, 'revise', 'rejected'],
  ] as const)('%s %s while we %s is final: %s', (status, code, step, expected) => {
    expect(told(restError(status, code), step)).toMatchObject({ type: 'refused', code: expected })
  })

  it.each([
    [408, true],
    [412, false],
    [500, true],
    [502, true],
    [503, false],
    [504, true],
  ])('%s is for later, shown perhaps: %s', (status, inDoubt) => {
    expect(told(restError(status))).toMatchObject({
      type: 'later',
      at: null,
      inDoubt,
      attempted: true,
    })
    // What changes or opens something may be done twice.
    expect(told(restError(status), 'revise')).toMatchObject({ type: 'later', inDoubt: false })
  })

  it.each([
    ['7', '2026-01-12T09:00:07Z'],
    ['0.5', '2026-01-12T09:00:00.5Z'],
    ['Mon, 12 Jan 2026 09:01:00 GMT', '2026-01-12T09:01:00Z'],
    ['Mon, 12 Jan 2026 08:00:00 GMT', '2026-01-12T09:00:00Z'],
    ['99999999', '2026-01-12T10:00:00Z'],
    ['soon', '2026-01-12T09:00:00Z'],
  ])('429 is for when it says, by the clock of the product: %j', (header, when) => {
    const sent = told(restError(429, 'TooManyRequests', { 'retry-after': header }))
    expect(sent).toMatchObject({ type: 'later', inDoubt: false })
    expect(sent.type === 'later' && sent.at?.toString()).toBe(at(when).toString())
  })

  it('429 without a word of when is for whenever', () => {
    expect(told(restError(429))).toMatchObject({ type: 'later', at: null })
  })

  it('401 is about our token, and holds the tenant', () => {
    expect(told(restError(401))).toMatchObject({ type: 'later', inDoubt: false })
    expect(isTokenRefused(restError(401))).toBe(true)
    expect(isTokenRefused(restError(403))).toBe(false)
  })
})

describe('no answer at all', () => {
  it.each([
    ['ECONNRESET', true],
    ['ETIMEDOUT', true],
    ['REQUEST_SEND_ERROR', true],
    ['ECONNREFUSED', false],
    ['ENOTFOUND', false],
  ])('%s is for later, shown perhaps: %s', (code, inDoubt) => {
    expect(told(restError(undefined, code))).toMatchObject({ type: 'later', inDoubt, detail: code })
  })

  it.each([new Error('a'), 'text', null, undefined, { code: 7 }])(
    'is for later, whatever it is: %j',
    (error) => {
      expect(told(error)).toMatchObject({ type: 'later', inDoubt: true, detail: 'no-answer' })
    },
  )
})

describe('no token', () => {
  it('holds the tenant, and nothing was shown', () => {
    expect(told(new TokenRefused(401, null))).toMatchObject({
      type: 'later',
      inDoubt: false,
      detail: 'token-401',
    })
    const limited = told(new TokenRefused(429, '30'))
    expect(limited.type === 'later' && limited.at?.toString()).toBe('2026-01-12T09:00:30Z')
    expect(told(new Error('wrapped', { cause: new TokenRefused(null, null) }))).toMatchObject({
      detail: 'token-unreachable',
    })
  })
})

it('never passes on the words of an error', () => {
  for (const status of [undefined, 400, 401, 403, 404, 413, 429, 500, 503])
    for (const code of [undefined, 'BadSyntax', 'with private words'])
      expect(JSON.stringify(told(restError(status, code)))).not.toContain('private words')
})
