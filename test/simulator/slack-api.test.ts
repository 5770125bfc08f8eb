import type { webApi } from '@slack/bolt'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Simulator, SimulatorClock, SimulatorOptions } from '../../src/simulator/index.ts'
import { slackClient } from './clients.ts'
import { NORTH, SIGNING_SECRET, SOUTH, serve, simulate } from './world.ts'

const plain = (text: string) => ({ type: 'plain_text' as const, text })
const MODAL = {
  type: 'modal' as const,
  title: plain('Title'),
  blocks: [{ type: 'section' as const, text: plain('Hello') }],
}
const MINUTE = 60_000

describe('the simulated Web API', () => {
  let simulator: Simulator
  let clock: SimulatorClock
  let client: webApi.WebClient
  let stop: () => Promise<void>
  /** What the product received, newest last. */
  const requests: Record<string, unknown>[] = []

  async function start(more: Partial<SimulatorOptions> = {}) {
    requests.length = 0
    const server = await serve()
    server.answer(async (request, response) => {
      const chunks: Buffer[] = []
      for await (const chunk of request) chunks.push(Buffer.from(chunk))
      const body = Buffer.concat(chunks).toString('utf8')
      const form = Object.fromEntries(new URLSearchParams(body))
      const json = request.headers['content-type'] === 'application/json' ? body : form['payload']
      requests.push(json ? JSON.parse(json) : form)
      response.end()
    })
    const target = `${server.origin}/slack/events`
    const slack = { signingSecret: SIGNING_SECRET, target, ...more.slack }
    const started = await simulate({ teams: null, patienceMs: 1, ...more, slack: { ...slack, target } })
    simulator = started.simulator
    clock = started.clock
    client = slackClient(simulator, NORTH.botToken)
    stop = async () => {
      await simulator.stop()
      await server.stop()
    }
  }

  beforeEach(() => start())
  afterEach(() => stop())

  const last = () => requests.at(-1) ?? {}
  const trigger = async () => {
    await simulator.person('U0AMA').command('open')
    return String(last()['trigger_id'])
  }
  const failure = (promise: Promise<unknown>) =>
    promise.then(
      () => 'no error',
      (error) => error.data?.error ?? error.message,
    )

  it('sends a command with all that Slack sends', async () => {
    await simulator.person('U0AMA').command('/mentoring help me')
    expect(last()).toMatchObject({
      command: '/mentoring',
      text: 'help me',
      team_id: NORTH.id,
      user_id: 'U0AMA',
      user_name: 'ama.osei',
      channel_name: 'directmessage',
      api_app_id: NORTH.appId,
      is_enterprise_install: 'false',
    })
    expect(String(last()['response_url'])).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/response\//)
  })

  it('knows people, by id, by e-mail and page by page', async () => {
    const { user } = await client.users.info({ user: 'U0BEN', include_locale: true })
    expect(user).toMatchObject({
      id: 'U0BEN',
      team_id: NORTH.id,
      tz: 'America/New_York',
      tz_offset: -5 * 3600,
      locale: 'en-US',
      profile: { email: 'ben.hale@example.org', real_name: 'Ben Hale' },
    })
    expect((await client.users.lookupByEmail({ email: 'CAT.Lindqvist@example.org' })).user?.id).toBe('U0CAT')
    expect(await failure(client.users.lookupByEmail({ email: 'dev.patel@example.org' }))).toBe(
      'users_not_found',
    )
    expect(await failure(client.users.info({ user: 'U0DEV' }))).toBe('user_not_found')

    const ids: (string | undefined)[] = []
    let cursor: string | undefined
    do {
      const { members, response_metadata } = await client.users.list({
        limit: 2,
        ...(cursor ? { cursor } : {}),
      })
      expect(members?.length).toBeLessThanOrEqual(2)
      ids.push(...(members ?? []).map((member) => member.id))
      cursor = response_metadata?.next_cursor
    } while (cursor)
    expect(ids).toEqual(['USLACKBOT', NORTH.botUserId, 'U0AMA', 'U0BEN', 'U0CAT'])
    expect(await failure(client.users.list({ cursor: 'bm9uc2Vuc2U=' }))).toBe('invalid_cursor')
  })

  it('opens one conversation for the same people, alone or together, however often', async () => {
    const alone = await client.conversations.open({ users: 'U0AMA', return_im: true })
    expect(alone.channel).toMatchObject({ is_im: true, user: 'U0AMA' })
    const group = await client.conversations.open({ users: 'U0AMA,U0BEN' })
    const again = await client.conversations.open({ users: `U0BEN, ${NORTH.botUserId},U0AMA` })
    expect(again).toMatchObject({ already_open: true, channel: { id: group.channel?.id } })
    expect(group.channel?.id).not.toBe(alone.channel?.id)

    const channel = group.channel?.id ?? ''
    expect((await client.conversations.members({ channel })).members).toEqual([
      'U0AMA',
      'U0BEN',
      NORTH.botUserId,
    ])
    expect((await client.conversations.info({ channel })).channel).toMatchObject({ is_mpim: true })
    expect((await client.conversations.list({ types: 'mpim' })).channels?.map(({ id }) => id)).toEqual([
      channel,
    ])
    expect(await failure(client.conversations.open({ users: 'U0DEV' }))).toBe('user_not_found')
    const nine = Array.from({ length: 9 }, () => 'U0AMA').join(',')
    expect(await failure(client.conversations.open({ users: nine }))).toBe('too_many_users')

    await client.chat.postMessage({ channel, text: 'Meet each other' })
    for (const id of ['U0AMA', 'U0BEN']) {
      expect(simulator.person(id).conversations().at(-1)).toMatchObject({
        kind: 'group',
        people: ['Ama Osei', 'Ben Hale'],
        messages: [{ text: 'Meet each other' }],
      })
    }
    expect(simulator.person('U0CAT').inbox()).toEqual([])
  })

  it('changes and deletes the bot’s own messages, and no others', async () => {
    const posted = await client.chat.postMessage({ channel: 'U0AMA', text: 'One', blocks: MODAL.blocks })
    const [channel, ts] = [posted.channel ?? '', posted.ts ?? '']
    await client.chat.update({ channel, ts, text: 'Two' })
    expect(simulator.person('U0AMA').inbox()).toMatchObject([{ id: ts, text: 'Two', edited: true }])
    await simulator.person('U0AMA').say('Three')
    const theirs = simulator.person('U0AMA').inbox()[1]?.id ?? ''
    expect(await failure(client.chat.update({ channel, ts: theirs, text: 'x' }))).toBe('cant_update_message')
    expect(await failure(client.chat.update({ channel, ts: '1.000001', text: 'x' }))).toBe(
      'message_not_found',
    )
    await client.chat.delete({ channel, ts })
    expect(simulator.person('U0AMA').inbox()).toMatchObject([{ from: 'Ama Osei', text: 'Three' }])
    expect(await failure(client.chat.delete({ channel, ts }))).toBe('message_not_found')
    expect(simulator.received()).toMatchObject([
      { text: 'Hello', latest: 'Two', deleted: true, revisions: 1 },
    ])
  })

  it('shows a private message to one of a group, where nothing can change it', async () => {
    const group = await client.conversations.open({ users: 'U0AMA,U0BEN' })
    const channel = group.channel?.id ?? ''
    const told = await client.chat.postEphemeral({ channel, user: 'U0AMA', text: 'Between us' })
    expect(simulator.person('U0AMA').inbox()).toMatchObject([{ text: 'Between us', private: true }])
    expect(simulator.person('U0BEN').inbox()).toEqual([])
    const ts = told.message_ts ?? ''
    expect(await failure(client.chat.update({ channel, ts, text: 'x' }))).toBe('message_not_found')
    expect(await failure(client.chat.postEphemeral({ channel, user: 'U0CAT', text: 'x' }))).toBe(
      'user_not_in_channel',
    )
    expect((await client.conversations.history({ channel })).messages).toEqual([])
  })

  it('takes a trigger once, and only within three seconds', async () => {
    const first = await trigger()
    await client.views.open({ trigger_id: first, view: MODAL })
    expect(await failure(client.views.open({ trigger_id: first, view: MODAL }))).toBe('exchanged_trigger_id')
    const second = await trigger()
    clock.advance(3001)
    expect(await failure(client.views.open({ trigger_id: second, view: MODAL }))).toBe('expired_trigger_id')
    expect(await failure(client.views.open({ trigger_id: '1.2.3', view: MODAL }))).toBe('invalid_trigger_id')
    const wide = { ...MODAL, title: plain('x'.repeat(25)) }
    expect(await failure(client.views.open({ trigger_id: await trigger(), view: wide }))).toBe(
      'invalid_arguments',
    )
  })

  it('stacks three modals at most, and tells of a view that has changed meanwhile', async () => {
    const { view } = await client.views.open({ trigger_id: await trigger(), view: MODAL })
    await client.views.push({ trigger_id: await trigger(), view: MODAL })
    await client.views.push({ trigger_id: await trigger(), view: MODAL })
    expect(await failure(client.views.push({ trigger_id: await trigger(), view: MODAL }))).toBe(
      'push_limit_reached',
    )

    const view_id = view?.id ?? ''
    await client.views.update({ view_id, hash: view?.hash ?? '', view: MODAL })
    expect(await failure(client.views.update({ view_id, hash: view?.hash ?? '', view: MODAL }))).toBe(
      'hash_conflict',
    )
    expect(await failure(client.views.update({ view_id: 'V404', view: MODAL }))).toBe('not_found')
  })

  it('lets an answer go to its response_url five times within half an hour', async () => {
    const ama = simulator.person('U0AMA')
    const answer = async (url: unknown, body: object) => {
      const response = await fetch(String(url), { method: 'POST', body: JSON.stringify(body) })
      return `${response.status} ${await response.text()}`
    }
    await ama.command('')
    const url = last()['response_url']
    expect(await answer(url, { text: '' })).toContain('no_text')
    expect(await answer(url, { text: 'x', blocks: [{ type: 'section' }] })).toContain('invalid_blocks')
    for (let count = 1; count <= 5; count++) expect(await answer(url, { text: `${count}` })).toBe('200 ok')
    expect(await answer(url, { text: '6' })).toContain('404')
    expect(await answer(url, { text: '6' })).toContain('used_url')
    expect(ama.inbox().map(({ text, private: hidden }) => [text, hidden])).toEqual(
      ['1', '2', '3', '4', '5'].map((text) => [text, true]),
    )
    await ama.command('')
    const late = last()['response_url']
    clock.advance(30 * MINUTE + 1)
    expect(await answer(late, { text: 'late' })).toContain('expired_url')
  })

  it('deletes and replaces the private message whose button was pressed, by its response_url only', async () => {
    const ama = simulator.person('U0AMA')
    const { channel } = await client.conversations.open({ users: 'U0AMA' })
    const button = { type: 'button' as const, action_id: 'go', text: plain('Go') }
    const blocks = [{ type: 'actions' as const, elements: [button] }]
    await client.chat.postEphemeral({ channel: channel?.id ?? '', user: 'U0AMA', text: 'x', blocks })
    const [shown] = ama.inbox()
    if (!shown) throw new Error('nothing was shown')
    await ama.press(shown, 'Go')
    expect(last()).toMatchObject({ type: 'block_actions', container: { is_ephemeral: true } })
    expect(last()).not.toHaveProperty('message')
    const url = String(last()['response_url'])
    await fetch(url, { method: 'POST', body: JSON.stringify({ text: 'Done', replace_original: true }) })
    expect(ama.inbox()).toMatchObject([{ id: shown.id, text: 'Done', private: true }])
    await fetch(url, { method: 'POST', body: JSON.stringify({ delete_original: true }) })
    expect(ama.inbox()).toEqual([])
    expect(await ama.press(shown, 'Go')).toMatchObject({
      ok: false,
      error: 'That message is no longer there.',
    })
  })

  it('refuses to write to someone who blocked the bot', async () => {
    const ama = simulator.person('U0AMA')
    ama.block(true)
    expect(await failure(client.conversations.open({ users: 'U0AMA' }))).toBe('user_disabled')
    expect(await failure(client.chat.postMessage({ channel: 'U0AMA', text: 'x' }))).toBe(
      'messages_tab_disabled',
    )
    ama.block(false)
    await client.chat.postMessage({ channel: 'U0AMA', text: 'x' })
  })

  it('takes a file in its three steps', async () => {
    const { channel } = await client.conversations.open({ users: 'U0AMA' })
    await client.filesUploadV2({
      channel_id: channel?.id ?? '',
      filename: 'report.csv',
      content: 'a;b\n1;2',
      initial_comment: 'Here it is',
    })
    expect(simulator.person('U0AMA').inbox()).toMatchObject([{ text: 'Here it is\nFile: report.csv' }])
  })

  it('lets a workspace install the app, remove it, and install it again', async () => {
    await stop()
    const oauth = { clientId: 'id', clientSecret: 'secret' }
    await start({ slack: { signingSecret: SIGNING_SECRET, target: '', oauth } })
    const install = (client_secret: string, code: string) =>
      slackClient(simulator, '').oauth.v2.access({ client_id: 'id', client_secret, code })
    expect(await install('secret', `code-${SOUTH.id}`)).toMatchObject({
      access_token: SOUTH.botToken,
      team: { id: SOUTH.id },
    })
    expect(await failure(install('wrong', `code-${SOUTH.id}`))).toBe('bad_client_secret')
    expect(await failure(install('secret', 'code-nowhere'))).toBe('invalid_code')

    await simulator.person('U0DEV').uninstall()
    const events = requests.map((request) => Object(request['event']).type)
    expect(events).toEqual(['tokens_revoked', 'app_uninstalled'])
    const south = slackClient(simulator, SOUTH.botToken)
    expect(await failure(south.auth.test())).toBe('account_inactive')
    expect(await client.auth.test()).toMatchObject({ ok: true })
    await install('secret', `code-${SOUTH.id}`)
    expect(await south.auth.test()).toMatchObject({ team_id: SOUTH.id })
  })

  it('tells the product of its own messages when asked to, as Slack does', async () => {
    await client.chat.postMessage({ channel: 'U0AMA', text: 'quietly' })
    expect(requests).toEqual([])
    await stop()
    await start({ slack: { signingSecret: SIGNING_SECRET, target: '', echoOwnMessages: true } })
    await client.chat.postMessage({ channel: 'U0AMA', text: 'aloud' })
    await expect
      .poll(() => last()['event'])
      .toMatchObject({ type: 'message', text: 'aloud', channel_type: 'im' })
    expect(Object(last()['event']).bot_id).toMatch(/^B/)
  })

  it('cuts history for apps outside the Marketplace, when asked to', async () => {
    await stop()
    await start({ slack: { signingSecret: SIGNING_SECRET, target: '', distributed: true } })
    const { channel } = await client.conversations.open({ users: 'U0AMA' })
    for (let count = 0; count < 20; count++) {
      await client.chat.postMessage({ channel: channel?.id ?? '', text: `${count}` })
      clock.advance(2000)
    }
    const look = () => client.conversations.history({ channel: channel?.id ?? '', limit: 100 })
    const { messages, has_more } = await look()
    expect(has_more).toBe(true)
    expect(messages?.map(({ text }) => text)).toEqual(
      Array.from({ length: 15 }, (_, index) => `${19 - index}`),
    )
    await expect(look()).rejects.toMatchObject({ retryAfter: 60 })
  })
})
