import { App, HTTPReceiver, LogLevel } from '@slack/bolt'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Simulator } from '../../src/simulator/index.ts'
import { NORTH, SIGNING_SECRET, SOUTH, serve, simulate } from './world.ts'

const WORKSPACES = [NORTH, SOUTH]

describe('a Bolt app in a simulated Slack', () => {
  let stop: () => Promise<void>
  let simulator: Simulator
  let app: App
  const heard: { type: string; retry: number | undefined; id: string }[] = []

  beforeEach(async () => {
    heard.length = 0
    const server = await serve()
    const started = await simulate({ slackTarget: `${server.origin}/slack/events` })
    simulator = started.simulator
    const receiver = new HTTPReceiver({
      signingSecret: SIGNING_SECRET,
      endpoints: '/slack/events',
      logLevel: LogLevel.ERROR,
    })
    app = new App({
      receiver,
      convoStore: false,
      logLevel: LogLevel.ERROR,
      clientOptions: {
        slackApiUrl: simulator.slackApiUrl,
        retryConfig: { retries: 0 },
        rejectRateLimitedCalls: true,
      },
      authorize: ({ teamId }) => {
        const workspace = WORKSPACES.find((one) => one.id === teamId)
        if (!workspace) return Promise.reject(new Error('unknown workspace'))
        return Promise.resolve({ botToken: workspace.botToken, botId: 'B1', botUserId: workspace.botUserId })
      },
    })
    server.answer(receiver.requestListener)
    stop = async () => {
      await simulator.stop()
      await server.stop()
    }
  })

  afterEach(() => stop())

  it('acknowledges a command and shows its answer to the person alone', async () => {
    app.command('/mentoring', ({ ack, command }) =>
      ack({ text: `You asked for *${command.text}*, ${command.user_name}` }),
    )
    const ama = simulator.person('ama.osei@example.org')
    const outcome = await ama.command('help me')
    expect(outcome).toMatchObject({ ok: true, status: 200, error: null })
    expect(outcome.appeared).toMatchObject([{ text: 'You asked for help me, ama.osei', private: true }])
    expect(simulator.person('U0BEN').inbox()).toEqual([])
    expect(simulator.received()).toMatchObject([{ via: 'answer', ephemeral: true, seenBy: ['U0AMA'] }])
  })

  it('sends a command from the workspace where it was typed', async () => {
    app.command('/mentoring', async ({ ack, body, client }) => {
      await ack()
      await client.chat.postMessage({ channel: body.user_id, text: `from ${body.team_id}` })
    })
    const outcome = await simulator.person('dev.patel@example.org').command('home')
    expect(outcome.appeared).toMatchObject([{ text: 'from T0SOUTH', workspace: 'T0SOUTH', private: false }])
  })

  it('carries a button press with its message, and a response_url that replaces it', async () => {
    app.action('yes', async ({ ack, respond, body, action }) => {
      await ack()
      const message = body.type === 'block_actions' ? body.message?.text : undefined
      const value = action.type === 'button' ? action.value : undefined
      await respond({ replace_original: true, text: `Thank you for ${value} to “${message}”` })
    })
    await app.client.chat.postMessage({
      token: NORTH.botToken,
      channel: 'U0AMA',
      text: 'Shall we?',
      blocks: [
        { type: 'section', text: { type: 'mrkdwn', text: 'Shall we *really*, <@U0BEN>?' } },
        {
          type: 'actions',
          elements: [
            {
              type: 'button',
              action_id: 'yes',
              value: 'y',
              text: { type: 'plain_text', text: 'Yes, please' },
            },
          ],
        },
      ],
    })
    const ama = simulator.person('U0AMA')
    const [asked] = ama.inbox()
    if (!asked) throw new Error('nothing was asked')
    expect(asked).toMatchObject({
      text: 'Shall we really, @Ben Hale?',
      buttons: [{ label: 'Yes, please', id: 'yes' }],
    })
    const outcome = await ama.press(asked, 'yes, please')
    expect(outcome).toMatchObject({ ok: true, status: 200 })
    const replaced = await ama.waitFor((message) => message.edited)
    expect(replaced).toMatchObject({ id: asked.id, text: 'Thank you for y to “Shall we?”', buttons: [] })
    expect(simulator.received()).toMatchObject([{ revisions: 1, text: asked.text, latest: replaced.text }])
  })

  it('says that a button is not there instead of inventing a press', async () => {
    await app.client.chat.postMessage({ token: NORTH.botToken, channel: 'U0AMA', text: 'Hello' })
    const ama = simulator.person('U0AMA')
    const [hello] = ama.inbox()
    if (!hello) throw new Error('no message')
    expect(await ama.press(hello, 'Book')).toMatchObject({
      ok: false,
      status: 0,
      error: 'There is no “Book” here.',
    })
  })

  it('shows a modal, its errors, and then its success', async () => {
    app.command('/mentoring', async ({ ack, body, client }) => {
      await ack()
      await client.views.open({
        trigger_id: body.trigger_id,
        view: {
          type: 'modal',
          callback_id: 'goals',
          private_metadata: 'kept',
          title: { type: 'plain_text', text: 'Your goals' },
          submit: { type: 'plain_text', text: 'Save' },
          blocks: [
            {
              type: 'input',
              block_id: 'goal',
              label: { type: 'plain_text', text: 'What do you hope for?' },
              element: { type: 'plain_text_input', action_id: 'a', max_length: 20 },
            },
            {
              type: 'input',
              block_id: 'length',
              optional: true,
              label: { type: 'plain_text', text: 'How long?' },
              element: {
                type: 'static_select',
                action_id: 'b',
                options: [
                  { text: { type: 'plain_text', text: 'Half an hour' }, value: '30' },
                  { text: { type: 'plain_text', text: 'An hour' }, value: '60' },
                ],
              },
            },
          ],
        },
      })
    })
    app.view('goals', async ({ ack, view, client, body }) => {
      const goal = view.state.values['goal']?.['a']?.value
      const length = view.state.values['length']?.['b']?.selected_option?.value
      if (goal === 'nothing') {
        await ack({ response_action: 'errors', errors: { goal: 'Please say a little more.' } })
        return
      }
      await ack()
      await client.chat.postMessage({
        channel: body.user.id,
        text: `${goal} in ${length} (${view.private_metadata})`,
      })
    })
    const ama = simulator.person('U0AMA')
    await ama.command('goals')
    expect(ama.form()).toMatchObject({
      title: 'Your goals',
      submit: 'Save',
      fields: [
        { name: 'goal', label: 'What do you hope for?', type: 'text', required: true, maxLength: 20 },
        { name: 'length', type: 'choice', required: false },
      ],
    })

    const unanswered = await ama.fill({ 'How long?': 'An hour' })
    expect(unanswered).toMatchObject({ ok: false, status: 0 })
    expect(unanswered.fieldErrors).toHaveProperty('goal')
    expect((await ama.fill({ goal: 'x'.repeat(21) })).fieldErrors['goal']).toContain('20')
    expect((await ama.fill({ goal: 'x', length: 'A week' })).fieldErrors['length']).toContain('A week')

    const refused = await ama.fill({ goal: 'nothing' })
    expect(refused).toMatchObject({
      ok: false,
      status: 200,
      fieldErrors: { goal: 'Please say a little more.' },
    })
    expect(ama.form()?.fields[0]?.error).toBe('Please say a little more.')

    const done = await ama.fill({ 'what do you hope for?': 'to learn', length: 'An hour' })
    expect(done.ok).toBe(true)
    expect(ama.form()).toBeNull()
    expect(simulator.views()).toMatchObject([
      { person: 'U0AMA', surface: 'modal', text: 'Your goals\nWhat do you hope for?\nHow long?' },
    ])
    expect(await ama.waitFor((message) => message.text === 'to learn in 60 (kept)')).toBeDefined()
  })

  it('pushes and updates views as their acknowledgements ask, and closes them when the person does', async () => {
    const view = (callback: string, title: string) => ({
      type: 'modal' as const,
      callback_id: callback,
      notify_on_close: true,
      title: { type: 'plain_text' as const, text: title },
      submit: { type: 'plain_text' as const, text: 'Next' },
      blocks: [{ type: 'section' as const, text: { type: 'mrkdwn' as const, text: title } }],
    })
    let closed = ''
    app.command('/mentoring', async ({ ack, body, client }) => {
      await ack()
      await client.views.open({ trigger_id: body.trigger_id, view: view('one', 'One') })
    })
    app.view('one', ({ ack }) => ack({ response_action: 'push', view: view('two', 'Two') }))
    app.view('two', ({ ack }) => ack({ response_action: 'update', view: view('three', 'Three') }))
    app.view({ callback_id: 'three', type: 'view_closed' }, async ({ ack, body }) => {
      await ack()
      closed = body.view.callback_id
    })
    const ama = simulator.person('U0AMA')
    await ama.command('')
    await ama.fill({})
    expect(ama.form()?.title).toBe('Two')
    await ama.fill({})
    expect(ama.form()?.title).toBe('Three')
    await ama.dismiss()
    expect(closed).toBe('three')
    expect(ama.form()?.title).toBe('One')
  })

  it('delivers what a person types, and what the home tab shows', async () => {
    app.event('message', async ({ event, say, body }) => {
      heard.push({ type: 'message', retry: undefined, id: body.event_id })
      if (event.subtype === undefined) await say(`You said ${event.text}`)
    })
    app.event('app_home_opened', async ({ event, client }) => {
      await client.views.publish({
        user_id: event.user,
        view: { type: 'home', blocks: [{ type: 'header', text: { type: 'plain_text', text: 'Welcome' } }] },
      })
    })
    const ama = simulator.person('U0AMA')
    const outcome = await ama.say('hi <there> & you')
    expect(outcome.appeared.map((message) => message.text)).toEqual(['You said hi <there> & you'])
    expect(ama.conversations()).toMatchObject([
      { kind: 'direct', messages: [{ from: 'Ama Osei' }, { from: 'bot' }] },
    ])
    expect(await ama.home()).toMatchObject({ conversation: 'home', text: 'Welcome' })
    expect(heard).toHaveLength(1)
  })

  it('refuses a wrong, an old and a missing signature', async () => {
    app.command('/mentoring', async ({ ack }) => {
      heard.push({ type: 'command', retry: undefined, id: '' })
      await ack()
    })
    const body = new URLSearchParams({ command: '/mentoring', text: '', team_id: NORTH.id }).toString()
    const type = 'application/x-www-form-urlencoded'
    const sent = (forgery: Parameters<typeof simulator.forge.slack>[2]) =>
      simulator.forge.slack(body, type, forgery)
    expect(await sent({ secret: 'another' })).toMatchObject({ status: 401 })
    expect(await sent({ timestamp: 1_600_000_000 })).toMatchObject({ status: 401 })
    expect(await sent({ signature: 'v0=00' })).toMatchObject({ status: 401 })
    expect(heard).toEqual([])
  })
})

describe('a product that is slow or gone', () => {
  it('is told an event four times at most, and the person what their command met', async () => {
    const server = await serve()
    const retries: (string | undefined)[] = []
    server.answer((request, response) => {
      const retry = request.headers['x-slack-retry-num']
      retries.push(Array.isArray(retry) ? retry[0] : retry)
      request.resume()
      response.writeHead(500).end()
    })
    const { simulator } = await simulate({ slackTarget: `${server.origin}/slack/events` })
    const ama = simulator.person('U0AMA')
    expect(await ama.say('hello')).toMatchObject({ ok: false, status: 500 })
    expect(retries).toEqual([undefined, '1', '2', '3'])
    await simulator.stop()

    server.answer((request) => request.resume())
    const patient = await simulate({ slackTarget: `${server.origin}/slack/events`, slackDeadlineMs: 20 })
    const outcome = await patient.simulator.person('U0AMA').command('help')
    expect(outcome.error).toBe('/mentoring failed with the error “operation_timeout”.')
    await patient.simulator.stop()
    await server.stop()
  })
})
