import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  botUserOf,
  readCommand,
  readEvent,
  readPress,
  readSubmission,
  workspaceOf,
} from '../../../src/platforms/slack/receive.ts'

type Json = Record<string, unknown>

const recorded = (name: string): Json =>
  JSON.parse(readFileSync(new URL(`fixtures/${name}.json`, import.meta.url), 'utf8'))

/** A recorded body with some of a member's members replaced; undefined takes one away. */
const but = (name: string, change: Json): Json => merge(recorded(name), change)

const merge = (of: Json, change: Json): Json => {
  const merged: Json = { ...of }
  for (const [key, value] of Object.entries(change)) {
    if (value === undefined) delete merged[key]
    else if (isJson(value) && isJson(merged[key])) merged[key] = merge(merged[key], value)
    else merged[key] = value
  }
  return merged
}
const isJson = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const AMA = { platform: 'slack', workspace: 'T0NORTH', person: 'U0AMA' }

describe('a command', () => {
  it('is what follows its word, from a person of a workspace', () => {
    expect(readCommand(recorded('command'))).toMatchObject({
      trigger: '5.4.aaaa',
      inbound: {
        type: 'commanded',
        id: 'slack:5.4.aaaa',
        from: AMA,
        words: 'schedule next week',
        conversation: null,
      },
    })
  })
  it('may have nothing after it', () => {
    expect(readCommand(but('command', { text: undefined }))?.inbound).toMatchObject({ words: '' })
  })
  it.each([{ user_id: undefined }, { team_id: undefined }, { trigger_id: undefined }, { user_id: 42 }])(
    'is nothing when it is not whole: %j',
    (change) => {
      expect(readCommand(but('command', change))).toBeNull()
    },
  )
})

describe('a press', () => {
  it('says what was pressed, and on which message', () => {
    expect(readPress(recorded('press'))?.inbound).toEqual({
      type: 'pressed',
      id: 'slack:5.4.bbbb:1768208401.000200',
      from: AMA,
      profile: null,
      conversation: 'D0AMA',
      carries: ['form'],
      flow: 'scheduling',
      name: 'accept',
      subject: 'm1',
      on: { workspace: 'T0NORTH', conversation: 'D0AMA', message: '1768208400.000100' },
    })
  })
  it('in a group tells nobody’s private conversation', () => {
    const inbound = readPress(but('press', { channel: { id: 'G0PAIR' } }))?.inbound
    expect(inbound).toMatchObject({ conversation: null, on: { conversation: 'G0PAIR' } })
  })
  it('on a message that only they see can replace that message, which has no receipt', () => {
    const inbound = readPress(
      but('press', { container: { is_ephemeral: true }, message: undefined }),
    )?.inbound
    expect(inbound).toMatchObject({ on: null, carries: ['form', 'became'] })
  })
  it('on the home page is on no message', () => {
    const heard = readPress(
      but('press', {
        container: { type: 'view' },
        view: { id: 'V0HOME', type: 'home', private_metadata: '' },
        channel: undefined,
        message: undefined,
      }),
    )
    expect(heard).toMatchObject({ view: null, on: null, inbound: { on: null, carries: ['form'] } })
  })
  it('within a form remembers where the form came from', () => {
    const heard = readPress(
      but('press', {
        container: { type: 'view' },
        view: { id: 'V0FORM', type: 'modal', private_metadata: '["a","b","c","D0AMA","1.2"]' },
        channel: undefined,
        message: undefined,
      }),
    )
    expect(heard).toMatchObject({
      view: 'V0FORM',
      on: { conversation: 'D0AMA', message: '1.2' },
      inbound: { on: null },
    })
  })
  it('in an app that a whole organisation installed belongs to the workspace of the person', () => {
    expect(readPress(but('press', { team: null }))?.inbound.from).toEqual(AMA)
  })
  it.each([
    { action_id: 'yes', action_ts: '1.2', value: '["scheduling","accept","m1"]' },
    { action_id: 'duologue:link:0', action_ts: '1.2', value: '["scheduling","accept","m1"]' },
    { action_id: 'duologue:press:0', action_ts: '1.2', value: 'accept' },
    { action_id: 'duologue:press:0', action_ts: '1.2' },
    { action_id: 'duologue:press:0', value: '["scheduling","accept","m1"]' },
  ])('of something that is none of ours is nothing: %j', (action) => {
    expect(readPress(but('press', { actions: [action] }))).toBeNull()
  })
  it.each([
    { actions: [] },
    { actions: undefined },
    { user: { id: undefined } },
    { trigger_id: undefined },
    { container: undefined },
  ])('is nothing when it is not whole: %j', (change) => {
    expect(readPress(but('press', change))).toBeNull()
  })
})

describe('a submission', () => {
  it('says which form, its answers, and where it came from', () => {
    expect(readSubmission(recorded('submission'))).toMatchObject({
      trigger: '5.4.cccc',
      fields: ['next'],
      inbound: {
        type: 'submitted',
        id: 'slack:5.4.cccc',
        from: AMA,
        conversation: 'D0AMA',
        carries: ['errors', 'form'],
        flow: 'checkin',
        name: 'after',
        subject: 'm1',
        answers: { next: 'Meet again' },
        on: { workspace: 'T0NORTH', conversation: 'D0AMA', message: '1768208400.000100' },
      },
    })
  })
  it.each([
    { type: 'view_closed' },
    { view: { callback_id: 'theirs' } },
    { view: { private_metadata: '' } },
    { view: { private_metadata: '["checkin","after"]' } },
    { view: { state: undefined } },
    { view: { state: { values: { next: 'x' } } } },
    { view: { blocks: 'x' } },
    { user: undefined },
  ])('of a form that is none of ours is nothing: %j', (change) => {
    expect(readSubmission(but('submission', change))).toBeNull()
  })
})

describe('an event', () => {
  it('of words typed in private is what was typed', () => {
    expect(readEvent(recorded('said'))?.inbound).toEqual({
      type: 'said',
      id: 'slack:Ev0SAID',
      from: AMA,
      profile: null,
      conversation: 'D0AMA',
      carries: [],
      text: 'pause until <Monday>',
    })
  })
  it.each([
    { channel_type: 'channel' },
    { channel_type: 'mpim' },
    { bot_id: 'B0OTHER' },
    { subtype: 'message_changed' },
    { subtype: 'bot_message' },
    { subtype: 'message_deleted', user: undefined },
    { text: '   ' },
    { text: undefined },
    { user: undefined },
    { type: 'reaction_added' },
  ])('of anything else that is written is nothing: %j', (event) => {
    expect(readEvent(but('said', { event }))).toBeNull()
  })
  it('of the home page opening asks for home', () => {
    expect(readEvent(recorded('opened'))?.inbound).toMatchObject({
      type: 'commanded',
      words: 'home',
      home: true,
      conversation: 'D0AMA',
      carries: ['answer'],
    })
  })
  it('of the chat opening is one meeting, however often', () => {
    const first = readEvent(but('opened', { event: { tab: 'messages' } }))?.inbound
    const second = readEvent(but('opened', { event_id: 'Ev2', event: { tab: 'messages' } }))?.inbound
    expect(first).toMatchObject({ type: 'joined', id: 'slack:joined:T0NORTH:U0AMA', from: AMA })
    expect(second?.id).toBe(first?.id)
  })
  it('of a page that we do not have is nothing', () => {
    expect(readEvent(but('opened', { event: { tab: 'about' } }))).toBeNull()
  })
  it('of the app’s removal is everyone leaving', () => {
    for (const event of [{ type: 'app_uninstalled' }, { type: 'tokens_revoked', tokens: { bot: ['U0BOT'] } }])
      expect(readEvent(but('opened', { event }))?.inbound).toMatchObject({ type: 'left', everyone: true })
  })
  it('of other people’s tokens is nothing', () => {
    for (const tokens of [{ oauth: ['U1'] }, { bot: [], oauth: ['U1'] }])
      expect(readEvent(but('opened', { event: { type: 'tokens_revoked', tokens } }))).toBeNull()
  })
})

describe('any request', () => {
  it('never fails to be read', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (body) => {
        for (const read of [readCommand, readPress, readSubmission, readEvent]) expect(read(body)).toBeNull()
      }),
    )
  })
  it('names its workspace and its bot', () => {
    expect(workspaceOf(recorded('press'))).toBe('T0NORTH')
    expect(workspaceOf({})).toBeNull()
    expect(workspaceOf(null)).toBeNull()
    expect(botUserOf(recorded('said'))).toBe('U0BOTNORTH')
    expect(botUserOf(recorded('press'))).toBeNull()
  })
})
