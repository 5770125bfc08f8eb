import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Inbound } from '../../../src/core/platform.ts'
import { dataOf, packOption, readAction, verbOf } from '../../../src/platforms/teams/actions.ts'
import { activitySchema } from '../../../src/platforms/teams/activity.ts'
import { receive } from '../../../src/platforms/teams/receive.ts'

type Json = Record<string, unknown>

const recorded = (name: string, but: Json = {}): Json => ({
  ...JSON.parse(readFileSync(new URL(`activities/${name}.json`, import.meta.url), 'utf8')),
  ...but,
})

const received = (name: string, but: Json = {}) => receive(activitySchema.parse(recorded(name, but)))

const act = (name: string, but: Json = {}): Inbound => {
  const found = received(name, but)
  if (found.type !== 'act') throw new Error(found.type)
  return found.inbound
}

const FROM = {
  platform: 'teams',
  workspace: '11111111-2222-4333-8444-555555555555',
  person: 'aaaaaaaa-0000-4000-8000-000000000001',
}
const CONVERSATION = JSON.stringify({
  conversationId: 'a:1pL6i0oY3C0K8oAj8',
  serviceUrl: 'https://smba.trafficmanager.net/emea/11111111-2222-4333-8444-555555555555/',
})
const ON = { workspace: FROM.workspace, conversation: CONVERSATION, message: '1768208300000' }

describe('a recorded activity', () => {
  it('of words is what somebody said', () => {
    expect(act('said')).toEqual({
      type: 'said',
      id: 'a:1pL6i0oY3C0K8oAj8 1768208400123',
      from: FROM,
      profile: { name: 'Eve Moreau', email: null, timeZone: 'Europe/Paris', locale: 'fr-FR' },
      conversation: CONVERSATION,
      text: 'pause until Monday',
      carries: [],
    })
  })

  it('of words in a group is one only when it mentions the bot, and is answered in private', () => {
    expect(act('said-in-group')).toMatchObject({ type: 'said', text: 'schedule', conversation: null })
    expect(received('said-in-group-to-others')).toEqual({ type: 'nothing' })
  })

  it('of a button is a press', () => {
    expect(act('pressed')).toMatchObject({
      type: 'pressed',
      id: 'a:1pL6i0oY3C0K8oAj8 f:5d5ac8b8-0b1e',
      flow: 'onboarding',
      name: 'yes',
      subject: 'p-1',
      on: ON,
      carries: ['form-in-place', 'became'],
    })
  })

  it('of a form tells the answers, and several of one field apart', () => {
    expect(act('submitted')).toMatchObject({
      type: 'submitted',
      flow: 'reflection',
      name: 'write',
      subject: 'r-1',
      on: ON,
      answers: { words: 'a thought', who: 'partner, too', days: ['mon', 'tue,wed'], rating: '4' },
    })
  })

  it('of a form sent the old way is the same', () => {
    const found = received('submitted-the-old-way')
    expect(found).toMatchObject({
      type: 'act',
      answered: 'message',
      inbound: { type: 'submitted', flow: 'checkin', name: 'after', answers: { rating: '4' }, on: ON },
    })
  })

  it('of an installation is somebody who joined: one act, though Teams sends two', () => {
    expect(act('installed')).toMatchObject({ type: 'joined', from: FROM, conversation: CONVERSATION })
    expect(act('added').id).toBe(act('installed').id)
    const later = { timestamp: '2026-01-13T09:00:00Z' }
    expect(act('installed', later).id).not.toBe(act('installed').id)
    expect(act('removed')).toMatchObject({ type: 'left', everyone: false })
    expect(act('removed').id).not.toBe(act('installed').id)
  })

  it.each(['person-added', 'upgraded', 'reaction'])('of %s is nothing to us', (name) => {
    expect(received(name)).toEqual({ type: 'nothing' })
  })
})

describe('what was typed', () => {
  const typed = (text: string, but: Json = {}) => {
    const inbound = act('said', { text, ...but })
    return inbound.type === 'said' ? inbound.text : null
  }
  const mention = {
    type: 'mention',
    text: '<at>Duologue</at>',
    mentioned: { id: '28:00000000-1111-4222-8333-444444444444' },
  }

  it.each([
    ['  help  ', 'help'],
    ['help\u00a0me', 'help me'],
    ['help&nbsp;me', 'help me'],
    ['/mentoring schedule', '/mentoring schedule'],
    ['I said a < b && c > d', 'I said a < b && c > d'],
    ['', ''],
  ])('%j is heard as %j', (text, heard) => {
    expect(typed(text)).toBe(heard)
  })

  it('loses the mention of the bot, and nobody else’s name', () => {
    expect(typed('<at>Duologue</at> schedule', { entities: [mention] })).toBe('schedule')
    expect(typed('<at>Duologue</at> tell <at>Ada</at>', { entities: [mention] })).toBe('tell Ada')
  })

  it('loses markup where Teams says that there is some', () => {
    expect(typed('<p>pause until<br/>Monday &amp; so</p>', { textFormat: 'xml' })).toBe(
      'pause until\nMonday & so',
    )
  })

  it('is heard although entities are malformed', () => {
    expect(typed('help', { entities: [null, 7, { type: 3 }, { type: 'mention' }] })).toBe('help')
  })
})

describe('a profile', () => {
  it.each([
    [{ localTimezone: 'Not/AZone', entities: [] }, { timeZone: null }],
    [{ localTimezone: undefined }, { timeZone: 'Europe/Paris' }],
    [{ locale: 'not a locale', entities: [] }, { locale: null }],
    [{ from: { id: '29:x', aadObjectId: FROM.person } }, { name: null }],
  ])('holds only what makes sense: %j', (but, told) => {
    expect(act('said', but).profile).toMatchObject(told)
  })
})

describe('an activity that is not a person’s own', () => {
  it.each([
    ['without an Entra id', { from: { id: '29:x', name: 'Guest' } }],
    ['with an id that is a path', { from: { id: '29:x', aadObjectId: '../../admin' } }],
    ['from a bot', { from: { id: '28:other', aadObjectId: FROM.person, role: 'bot' } }],
    ['from ourselves', { from: { id: '28:00000000-1111-4222-8333-444444444444', aadObjectId: FROM.person } }],
    ['without an id', { id: undefined }],
    ['of two tenants', { channelData: { tenant: { id: 'another' } } }],
  ])('is none: %s', (_, but) => {
    expect(received('said', but)).toEqual({ type: 'nothing' })
  })
})

describe('data that no card of ours holds', () => {
  const ours = { v: 1, is: 'press', flow: 'onboarding', name: 'yes', subject: 'p-1' }
  it.each([
    ['nothing', undefined],
    ['null', null],
    ['text', '{"_duologue":{}}'],
    ['a list', [ours]],
    ['somebody else’s', { action: 'approve', id: 7 }],
    ['no content', { _duologue: null }],
    ['another version', { _duologue: { ...ours, v: 2 } }],
    ['another kind', { _duologue: { ...ours, is: 'joined' } }],
    ['a flow that is a path', { _duologue: { ...ours, flow: '../x' } }],
    ['a name with blanks', { _duologue: { ...ours, name: 'a b' } }],
    ['an endless subject', { _duologue: { ...ours, subject: 'x'.repeat(101) } }],
    ['a subject that is an object', { _duologue: { ...ours, subject: { $ne: '' } } }],
    ['more than ours', { _duologue: { ...ours, coordinator: true } }],
    ['fields of odd names', { _duologue: { ...ours, one: ['__proto__'] } }],
  ])('is never an act: %s', (_, data) => {
    expect(readAction(data)).toBeNull()
    const value = { action: { type: 'Action.Execute', verb: 'press:onboarding:yes', data } }
    expect(received('pressed', { value })).toEqual({ type: 'unknown' })
    expect(received('said', { text: '', value: data ?? null })).toEqual({ type: 'nothing' })
  })

  it('nor one whose verb says something else', () => {
    const value = { action: { type: 'Action.Execute', verb: 'press:front:yes', data: { _duologue: ours } } }
    expect(received('pressed', { value })).toEqual({ type: 'unknown' })
  })

  it('drops answers of odd names and kinds', () => {
    const odd = JSON.parse('{"__proto__":{"admin":true},"a b":"x","list":["x"],"object":{"x":1},"fine":true}')
    const read = readAction({ _duologue: { ...ours, is: 'form' }, ...odd, nothing: null })
    expect(read?.answers).toEqual({ fine: 'true' })
  })

  it('never breaks the reading, whatever it is', () => {
    fc.assert(
      fc.property(fc.anything(), fc.anything(), (data, value) => {
        readAction(data)
        for (const type of ['message', 'invoke', 'conversationUpdate', 'installationUpdate'])
          expect(['act', 'nothing', 'unknown']).toContain(received('said', { type, value }).type)
      }),
    )
  })
})

describe('what an action carries', () => {
  it('comes back as it went', () => {
    const name = fc.stringMatching(/^[a-z][a-z0-9-]{0,30}$/)
    fc.assert(
      fc.property(
        fc.record({
          is: fc.constantFrom('press' as const, 'form' as const),
          flow: name,
          name: fc.oneof(
            name,
            name.map((form) => `form:${form}`),
          ),
          subject: fc.string({ maxLength: 100 }),
          one: fc.constant(['one']),
          many: fc.constant(['many']),
        }),
        fc.string(),
        fc.array(fc.string({ minLength: 1 })),
        (carried, one, many) => {
          const filled = { one: packOption(one), many: many.map(packOption).join(',') }
          const data = JSON.parse(JSON.stringify({ ...dataOf(carried), ...filled }))
          expect(readAction(data)).toEqual({ carried, answers: { one, many } })
          expect(verbOf(carried)).toBe(`${carried.is}:${carried.flow}:${carried.name}`)
        },
      ),
    )
  })
})
