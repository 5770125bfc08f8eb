import { CardFactory, type CloudAdapter, MessageFactory, TeamsInfo, type TurnContext } from 'botbuilder'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Simulator } from '../../src/simulator/index.ts'
import { createBot, credentials, logIn } from './bot.ts'
import { serve, simulate, TENANT } from './world.ts'

const ASKING = {
  type: 'AdaptiveCard',
  version: '1.5',
  body: [
    { type: 'TextBlock', text: '**Your goals**', style: 'heading' },
    { type: 'FactSet', facts: [{ title: 'Partner', value: 'Ama' }] },
    {
      type: 'Input.Text',
      id: 'goal',
      label: 'What do you hope for?',
      isRequired: true,
      errorMessage: 'Please say what you hope for.',
      maxLength: 20,
    },
    {
      type: 'Input.ChoiceSet',
      id: 'days',
      label: 'Which days?',
      isMultiSelect: true,
      choices: [
        { title: 'Monday', value: 'mon' },
        { title: 'Tuesday', value: 'tue' },
      ],
    },
  ],
  actions: [
    { type: 'Action.Execute', title: 'Later', verb: 'later', associatedInputs: 'none' },
    { type: 'Action.Execute', title: 'Save', verb: 'save', style: 'positive', data: { flow: 'goals' } },
    { type: 'Action.Submit', id: 'old', title: 'Old way', data: { way: 'old' }, associatedInputs: 'none' },
  ],
}

function invoked(type: string, value: unknown, statusCode = 200) {
  return { type: 'invokeResponse', value: { status: 200, body: { statusCode, type, value } } }
}

describe('a botbuilder bot in a simulated Teams', () => {
  let simulator: Simulator
  let adapter: CloudAdapter
  let appId: string
  let stop: () => Promise<void>
  let logic: (context: TurnContext) => Promise<void>

  beforeEach(async () => {
    logic = async (context) => {
      if (context.activity.type === 'message') await context.sendActivity(`You said ${context.activity.text}`)
    }
    const server = await serve()
    const started = await simulate({ teamsTarget: `${server.origin}/api/messages`, patienceMs: 300 })
    simulator = started.simulator
    appId = started.appId
    const bot = createBot(simulator, appId, (context) => logic(context))
    adapter = bot.adapter
    server.answer(bot.listener)
    stop = async () => {
      await simulator.stop()
      await server.stop()
    }
  })

  afterEach(() => stop())

  const eve = () => simulator.person('eve.moreau@example.org')

  it('answers what a person types, with everything that Teams tells about them', async () => {
    let told: TurnContext['activity'] | undefined
    logic = async (context) => {
      told = context.activity
      await context.sendActivities([{ type: 'typing' }, MessageFactory.text('Hello *Eve*')])
    }
    const outcome = await eve().command('home')
    expect(outcome).toMatchObject({
      ok: true,
      appeared: [{ text: 'Hello Eve', from: 'bot', private: false }],
    })
    expect(told).toMatchObject({
      channelId: 'msteams',
      text: 'home',
      locale: 'fr-FR',
      localTimezone: 'Europe/Paris',
      rawTimestamp: '2026-01-12T09:00:00.000Z',
      rawLocalTimestamp: '2026-01-12T10:00:00.000+01:00',
      serviceUrl: simulator.teams.serviceUrl,
      recipient: { id: `28:${appId}` },
      from: { aadObjectId: eve().person.id, name: 'Eve Moreau' },
      conversation: { conversationType: 'personal', tenantId: TENANT.id },
      channelData: { tenant: { id: TENANT.id } },
    })
    expect(simulator.received()).toMatchObject([{ text: 'Hello Eve', seenBy: [eve().person.id], via: 'api' }])
  })

  it('tells the roster', async () => {
    logic = async (context) => {
      const member = await TeamsInfo.getMember(context, context.activity.from.id)
      const page = await TeamsInfo.getPagedMembers(context)
      await context.sendActivity(
        [
          member.email,
          member.userPrincipalName,
          member.aadObjectId,
          member.tenantId,
          page.members.length,
        ].join(' '),
      )
    }
    const [told] = (await eve().say('who am I')).appeared
    const { email, id } = eve().person
    expect(told?.text).toBe(`${email} ${email} ${id} ${TENANT.id} 1`)
  })

  it('takes a card there and back: client checks, an error, a toast, a replaced card', async () => {
    logic = async (context) => {
      const { type, value } = context.activity
      if (type === 'message') {
        await context.sendActivity({ attachments: [CardFactory.adaptiveCard(ASKING)] })
      } else if (value.action.verb === 'later') {
        await context.sendActivity(invoked('application/vnd.microsoft.activity.message', 'As you like.'))
      } else if (value.action.data.goal === 'nothing') {
        const error = { code: 'BadRequest', message: 'Please say a little more.' }
        await context.sendActivity(invoked('application/vnd.microsoft.error', error, 400))
      } else {
        const { flow, goal, days } = value.action.data
        const body = [{ type: 'TextBlock', text: `Saved ${goal} on ${days} in ${flow}` }]
        const card = { type: 'AdaptiveCard', version: '1.5', body }
        await context.sendActivity(invoked('application/vnd.microsoft.card.adaptive', card))
      }
    }
    const [asked] = (await eve().say('goals')).appeared
    if (!asked) throw new Error('no card')
    expect(asked.text).toBe('Your goals\nPartner: Ama\nWhat do you hope for?\nWhich days?')
    expect(asked.buttons.map((button) => button.label)).toEqual(['Later', 'Save', 'Old way'])
    expect(eve().form()).toMatchObject({
      submit: 'Save',
      fields: [
        { name: 'goal', type: 'text', required: true, maxLength: 20 },
        { name: 'days', type: 'choices', required: false },
      ],
    })

    const toast = await eve().press(asked, 'Later')
    expect(toast.appeared).toMatchObject([{ text: 'As you like.', private: true }])

    expect(await eve().fill({ days: ['Monday'] })).toMatchObject({
      ok: false,
      status: 0,
      fieldErrors: { goal: 'Please say what you hope for.' },
    })
    expect(await eve().fill({ goal: 'nothing' })).toMatchObject({
      ok: false,
      error: 'Please say a little more.',
    })

    const saved = await eve().fill({ 'What do you hope for?': 'to learn', days: ['Monday', 'tue'] })
    expect(saved).toMatchObject({ ok: true, appeared: [{ id: asked.id, edited: true }] })
    expect(saved.appeared[0]?.text).toBe('Saved to learn on mon,tue in goals')
    expect(eve().form()).toBeNull()
  })

  it('brings Action.Submit as a message with its value', async () => {
    logic = async (context) => {
      const { value, replyToId } = context.activity
      if (value) await context.sendActivity(`${value.way} for ${replyToId}`)
      else await context.sendActivity({ attachments: [CardFactory.adaptiveCard(ASKING)] })
    }
    const [asked] = (await eve().say('goals')).appeared
    if (!asked) throw new Error('no card')
    expect((await eve().press(asked, 'old')).appeared[0]?.text).toBe(`old for ${asked.id}`)
  })

  it('tells buttons of one verb apart, and takes the yes of a question that unfolds', async () => {
    const execute = (title: string, pair: string) => ({
      type: 'Action.Execute',
      title,
      verb: 'press',
      associatedInputs: 'none',
      data: { pair },
    })
    const body = [
      { type: 'TextBlock', text: '**Leave?**' },
      { type: 'TextBlock', text: 'Your partner is told.' },
    ]
    const confirm = { type: 'AdaptiveCard', body, actions: [execute('Yes, leave', 'leave')] }
    const actions = [
      execute('Approve', 'one'),
      execute('Approve', 'two'),
      { type: 'Action.ShowCard', title: 'Leave', card: confirm },
    ]
    const pressed: string[] = []
    logic = async (context) => {
      const { activity } = context
      if (activity.type === 'invoke') pressed.push(activity.value.action.data.pair)
      else {
        const card = { type: 'AdaptiveCard', version: '1.5', body: [], actions }
        await context.sendActivity({ attachments: [CardFactory.adaptiveCard(card)] })
      }
    }
    const [drafts] = (await eve().say('drafts')).appeared
    if (!drafts) throw new Error('no card')
    expect(drafts.buttons.map(({ id }) => id)).toEqual(['press', 'press#2', 'Leave'])
    expect(drafts.buttons.at(-1)).toEqual({
      id: 'Leave',
      label: 'Leave',
      asks: 'Leave? Your partner is told.',
    })
    expect(drafts.text).not.toContain('Leave?')
    for (const name of ['Approve', 'Approve#2', 'press#2', 'Leave']) await eve().press(drafts, name)
    expect(pressed).toEqual(['one', 'two', 'two', 'leave'])
    expect(await eve().press(drafts, 'Approve#3')).toMatchObject({ ok: false, status: 0 })
  })

  it('lets the bot change and withdraw what it said', async () => {
    logic = async (context) => {
      const sent = await context.sendActivity('Booking…')
      await context.updateActivity({ type: 'message', id: sent?.id ?? '', text: 'Booked' })
      const other = await context.sendActivity('Never mind')
      await context.deleteActivity(other?.id ?? '')
    }
    expect((await eve().say('book')).appeared).toMatchObject([{ text: 'Booked', edited: true }])
    expect(simulator.received()).toMatchObject([
      { text: 'Booking…', latest: 'Booked', revisions: 1, deleted: false },
      { text: 'Never mind', deleted: true },
    ])
  })

  it('splits text and attachment of one activity', async () => {
    logic = async (context) => {
      await context.sendActivity({ text: 'Look', attachments: [CardFactory.adaptiveCard(ASKING)] })
    }
    const { appeared } = await eve().say('goals')
    expect(appeared.map((message) => message.text.split('\n')[0])).toEqual(['Look', 'Your goals'])
  })

  it('reaches someone first only once the app is installed for them, and not when they block it', async () => {
    const fay = simulator.person('fay.ndiaye@example.org')
    const write = () =>
      adapter.createConversationAsync(
        appId,
        'msteams',
        simulator.teams.serviceUrl,
        'https://api.botframework.com',
        {
          isGroup: false,
          bot: { id: `28:${appId}`, name: 'Duologue' },
          members: [{ id: fay.person.id, name: '' }],
          tenantId: TENANT.id,
          channelData: { tenant: { id: TENANT.id } },
        },
        async (context) => {
          await context.sendActivity('Hello Fay')
        },
      )
    expect(await fay.say('hello')).toMatchObject({
      ok: false,
      error: 'The app is not installed for this person.',
    })
    await expect(write()).rejects.toMatchObject({ statusCode: 403, code: 'ForbiddenOperationException' })

    const heard: string[] = []
    logic = async ({ activity }) => {
      heard.push(`${activity.type} ${activity.action ?? activity.membersAdded?.[0]?.id ?? ''}`.trim())
    }
    expect(await fay.install()).toMatchObject({ ok: true })
    expect(heard).toEqual(['installationUpdate add', `conversationUpdate 28:${appId}`])
    await write()
    expect(fay.inbox()).toMatchObject([{ text: 'Hello Fay' }])

    fay.block(true)
    await expect(write()).rejects.toMatchObject({ statusCode: 403, code: 'ConversationBlockedByUser' })
    fay.block(false)
    await fay.uninstall()
    expect(heard.slice(2)).toEqual(['installationUpdate remove', 'conversationUpdate'])
    await expect(write()).rejects.toMatchObject({ statusCode: 403 })
  })

  it('refuses group chats, unknown people, and cards that Teams would not show', async () => {
    const token = (await logIn(simulator, credentials(appId))).body['access_token']
    const post = async (path: string, body: object, authorization = `Bearer ${token}`) => {
      const response = await fetch(`${simulator.teams.serviceUrl}v3/conversations${path}`, {
        method: 'POST',
        headers: { authorization, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      })
      return { status: response.status, body: await response.text() }
    }
    const members = [{ id: eve().person.id }]
    const opened = await post('', { members, tenantId: TENANT.id })
    expect(opened.status).toBe(201)
    expect(await post('', { isGroup: true, members, tenantId: TENANT.id })).toMatchObject({ status: 400 })
    expect(await post('', { members: [{ id: 'nobody' }], tenantId: TENANT.id })).toMatchObject({
      status: 400,
    })
    expect(await post('', { members, tenantId: TENANT.id }, 'Bearer a.b.c')).toMatchObject({ status: 401 })
    expect(await post('', { members, tenantId: TENANT.id }, '')).toMatchObject({ status: 401 })

    const path = `/${encodeURIComponent(JSON.parse(opened.body).id)}/activities`
    const card = (content: object) => ({
      type: 'message',
      attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content }],
    })
    expect(await post(path, card(ASKING))).toMatchObject({ status: 201 })
    expect(await post(path, card({ ...ASKING, version: '1.6' }))).toMatchObject({ status: 400 })
    const large = await post(path, { type: 'message', text: 'x'.repeat(101 * 1024) })
    expect(large.status).toBe(413)
    expect(large.body).toContain('MessageSizeTooBig')
  })

  it('lets the product refuse every forged token', async () => {
    let turns = 0
    logic = async () => {
      turns += 1
    }
    const send = (forgery: Parameters<typeof simulator.forge.teams>[2]) =>
      simulator.forge.teams(eve(), { type: 'message', text: 'hello' }, forgery)
    expect(await send({})).toMatchObject({ status: 200 })
    expect(turns).toBe(1)
    expect(await send({ authorization: null })).toMatchObject({ status: 401 })
    expect(await send({ token: { audience: 'someone-else' } })).toMatchObject({ status: 401 })
    expect(await send({ token: { issuer: 'https://example.org' } })).toMatchObject({ status: 401 })
    expect(await send({ token: { expiresIn: -3600 } })).toMatchObject({ status: 401 })
    expect(await send({ token: { unknownKey: true } })).toMatchObject({ status: 401 })
    expect(await send({ token: { serviceUrl: 'https://example.org' } })).toMatchObject({ status: 401 })
    // The SDK answers 500 to a signature that does not fit; the product makes a bare 401 of it.
    expect(await send({ token: { badSignature: true } })).toMatchObject({ status: 500 })
    expect(turns).toBe(1)
  })

  it('gives tokens for the right secret only, and lets them expire', async () => {
    const good = credentials(appId)
    expect(await logIn(simulator, good)).toMatchObject({ status: 200, body: { token_type: 'Bearer' } })
    expect(await logIn(simulator, { ...good, client_secret: 'wrong' })).toMatchObject({ status: 401 })
    expect(await logIn(simulator, { ...good, client_id: 'wrong' })).toMatchObject({ status: 400 })
    expect(await logIn(simulator, { ...good, scope: 'wrong' })).toMatchObject({ status: 400 })
    expect(await logIn(simulator, good, TENANT.id)).toMatchObject({ status: 400 })
  })
})
