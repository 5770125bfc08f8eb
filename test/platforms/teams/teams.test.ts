import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { actions, button, type Form, message, say } from '../../../src/core/message.ts'
import type { Dispatch, Receipt } from '../../../src/core/platform.ts'
import { TENANT } from '../../simulator/world.ts'
import { NOTHING, type Product, post, startProduct } from './product.ts'

const EVE = TENANT.people[0]?.id ?? ''
const FAY = TENANT.people[1]?.id ?? ''

const to = (person: string, conversation: string | null = null): Dispatch['to'] => ({
  type: 'person',
  workspace: TENANT.id,
  person,
  conversation,
})

const dispatch = (content: Dispatch['content'], where = to(EVE), id = 'd-1'): Dispatch => ({
  id,
  to: where,
  content,
  inDoubt: false,
  urgent: false,
})

const invitation = message(
  'You are invited.',
  say('Would you like to join?'),
  actions(
    button('Yes', 'onboarding', 'yes', 'p-1', { style: 'primary' }),
    button('No', 'onboarding', 'no', 'p-1', {
      confirm: { title: 'Sure?', text: 'You can change your mind.', yes: 'I am sure', no: 'Go back' },
    }),
  ),
)

const form: Form = {
  type: 'form',
  flow: 'reflection',
  name: 'write',
  subject: 'r-1',
  title: 'Reflect',
  invitation: 'A moment to reflect.',
  intro: [],
  submit: 'Keep it',
  inputs: [
    {
      type: 'text',
      name: 'words',
      label: 'Your words',
      hint: null,
      required: true,
      lines: 'many',
      max: 500,
      initial: null,
      private: true,
    },
    {
      type: 'choice',
      name: 'who',
      label: 'For whom?',
      hint: null,
      required: true,
      most: 1,
      initial: [],
      options: [
        { value: 'me', label: 'Only me' },
        { value: 'partner, too', label: 'My partner' },
      ],
    },
    {
      type: 'choice',
      name: 'days',
      label: 'Days',
      hint: null,
      required: false,
      most: 3,
      initial: [],
      options: [
        { value: 'mon,tue', label: 'Both' },
        { value: '100%', label: 'All' },
      ],
    },
  ],
}

describe('Teams over HTTP, against simulated tenants', () => {
  let product: Product

  beforeEach(async () => {
    product = await startProduct()
  })

  afterEach(() => product.stop())

  const eve = () => product.simulator.person('eve.moreau@example.org')
  const fay = () => product.simulator.person('fay.ndiaye@example.org')
  const { stringify } = JSON

  const sent = async (content: Dispatch['content'], where = to(EVE)): Promise<Receipt> => {
    const result = await product.teams.platform.send(dispatch(content, where))
    if (result.type !== 'sent') throw new Error(stringify(result))
    return result.receipt
  }

  it('hears what somebody types, with what Teams and its roster tell of them', async () => {
    expect(await eve().say('  home ')).toMatchObject({ ok: true, status: 200 })
    expect(product.heard).toMatchObject([
      {
        type: 'said',
        text: 'home',
        from: { platform: 'teams', workspace: TENANT.id, person: EVE },
        profile: {
          name: 'Eve Moreau',
          email: 'eve.moreau@example.org',
          timeZone: 'Europe/Paris',
          locale: 'fr-FR',
        },
        carries: [],
      },
    ])
    expect(JSON.parse(product.heard[0]?.conversation ?? '')).toMatchObject({
      serviceUrl: product.simulator.teams.serviceUrl,
    })
  })

  it('asks the roster about somebody once', async () => {
    await eve().say('home')
    await eve().say('help')
    expect(product.heard[1]?.profile?.email).toBe('eve.moreau@example.org')
    expect(product.simulator.calls()['teams members.get']).toEqual({ ok: 1 })
  })

  it('recognises somebody who joins while the roster stumbles', async () => {
    product.simulator.setFaults(({ method, attempt }) =>
      method === 'members.get' && attempt <= 2 ? { type: 'server-error', status: 503 } : null,
    )
    await fay().install()
    expect(product.heard[0]).toMatchObject({ type: 'joined', profile: { email: 'fay.ndiaye@example.org' } })
  })

  it('tells of an installation once, though Teams tells it twice, and again of the next', async () => {
    await fay().install()
    expect(product.heard.map(({ type, id }) => [type, id])).toEqual([
      ['joined', product.heard[0]?.id],
      ['joined', product.heard[0]?.id],
    ])
    product.clock.advance(3_600_000)
    await fay().uninstall()
    expect(product.heard[2]).toMatchObject({ type: 'left', everyone: false })
    product.clock.advance(3_600_000)
    await fay().install()
    expect(product.heard.at(-1)?.id).not.toBe(product.heard[0]?.id)
  })

  it('sends a card to somebody who never wrote, and continues where they wrote', async () => {
    const first = await sent(invitation)
    expect(eve().inbox()).toMatchObject([
      { text: expect.stringContaining('Would you like to join?'), summary: 'You are invited.' },
    ])
    await sent(message('Hello.', say('Hello again')), to(EVE, first.conversation))
    expect(product.simulator.calls()['teams conversations.create']).toEqual({ ok: 1 })
    expect(eve().conversations()).toHaveLength(1)
  })

  it('refuses a person without the app, a person who is unknown, a person who blocked the bot, and a group', async () => {
    const { platform } = product.teams
    expect(await platform.send(dispatch(invitation, to(FAY)))).toMatchObject({
      type: 'refused',
      code: 'not-installed',
    })
    expect(
      await platform.send(dispatch(invitation, to('aaaaaaaa-0000-4000-8000-00000000dead'))),
    ).toMatchObject({
      type: 'refused',
      code: 'no-such-person',
    })
    eve().block(true)
    expect(await platform.send(dispatch(invitation))).toMatchObject({ type: 'refused', code: 'blocked' })
    expect(platform.groups).toBe(false)
    const group = { type: 'group', workspace: TENANT.id, people: [EVE, FAY], conversation: null } as const
    expect(await platform.send(dispatch(invitation, group))).toMatchObject({
      type: 'refused',
      code: 'not-allowed',
    })
  })

  it('takes a press there and back, and leaves it to the core to make the new state last', async () => {
    const receipt = await sent(invitation)
    product.answerWith(async () => ({ type: 'became', message: message('Welcome.', say('You are in.')) }))
    const [shown] = eve().inbox()
    if (!shown) throw new Error('nothing was shown')
    const outcome = await eve().press(shown, 'Yes')
    expect(outcome).toMatchObject({
      ok: true,
      status: 200,
      appeared: [{ id: shown.id, text: 'You are in.' }],
    })
    expect(product.heard).toMatchObject([
      {
        type: 'pressed',
        flow: 'onboarding',
        name: 'yes',
        subject: 'p-1',
        on: receipt,
        carries: ['form-in-place', 'became'],
      },
    ])
    expect(product.simulator.calls()['teams activities.update']).toBeUndefined()
  })

  it('asks again before a press that wants it', async () => {
    await sent(invitation)
    const [shown] = eve().inbox()
    if (!shown) throw new Error('nothing was shown')
    expect(shown.buttons).toMatchObject([
      { label: 'Yes' },
      { label: 'No', asks: expect.stringContaining('You can change your mind.') },
    ])
    await eve().press(shown, 'No')
    expect(product.heard).toMatchObject([{ type: 'pressed', name: 'no' }])
  })

  it('brings every answer of a form back as it was chosen, commas and percents included', async () => {
    const receipt = await sent(form)
    expect(
      await eve().fill({ words: 'private words', who: 'My partner', days: ['Both', 'All'] }),
    ).toMatchObject({ ok: true })
    expect(product.heard).toMatchObject([
      {
        type: 'submitted',
        flow: 'reflection',
        name: 'write',
        subject: 'r-1',
        on: receipt,
        answers: { words: 'private words', who: 'partner, too', days: ['mon,tue', '100%'] },
        carries: ['errors', 'form-in-place', 'became'],
      },
    ])
  })

  it('shows errors beside their fields, keeps what was chosen and never the private words', async () => {
    await sent(form)
    const again: Form = {
      ...form,
      inputs: form.inputs.map((input) => {
        if (input.type === 'text') return { ...input, initial: 'private words' }
        return input.type === 'choice' && input.name === 'who' ? { ...input, initial: ['me'] } : input
      }),
    }
    product.answerWith(async () => ({
      type: 'errors',
      form: again,
      errors: { words: 'A little more, please.' },
    }))
    const outcome = await eve().fill({ words: 'private words', who: 'Only me' })
    const shown = outcome.appeared.at(-1)
    expect(shown?.text).toMatch(/A little more, please\.\nYour words/)
    expect(stringify(outcome.response)).not.toContain('private words')
    expect(
      eve()
        .form()
        ?.fields.find(({ name }) => name === 'who')?.value,
    ).toBe('me')
  })

  it('shows a form in the place of a card', async () => {
    await sent(invitation)
    product.answerWith(async () => ({ type: 'form', form }))
    const [shown] = eve().inbox()
    if (!shown) throw new Error('nothing was shown')
    await eve().press(shown, 'Yes')
    expect(eve().form()).toMatchObject({ submit: 'Keep it' })
  })

  it('revises and withdraws, and takes a message that is gone for withdrawn', async () => {
    const receipt = await sent(invitation)
    const { platform } = product.teams
    expect(await platform.revise(receipt, dispatch(message('Done.', say('All done'))))).toEqual({
      type: 'sent',
      receipt,
    })
    expect(eve().inbox()).toMatchObject([{ text: 'All done', edited: true }])
    expect(await platform.withdraw(receipt)).toEqual({ type: 'sent', receipt })
    expect(await platform.withdraw(receipt)).toEqual({ type: 'sent', receipt })
    expect(eve().inbox()).toEqual([])
    expect(await platform.revise(receipt, dispatch(invitation))).toMatchObject({
      type: 'refused',
      code: 'message-gone',
    })
  })

  it('finds a person by the id, and nobody by an address', async () => {
    const { platform } = product.teams
    expect(await platform.find(TENANT.id, { person: EVE })).toMatchObject({
      type: 'found',
      person: EVE,
      profile: { name: 'Eve Moreau', email: 'eve.moreau@example.org' },
    })
    expect(await platform.find(TENANT.id, { person: FAY })).toEqual({ type: 'unknown' })
    expect(await platform.find(TENANT.id, { email: 'eve.moreau@example.org' })).toEqual({
      type: 'cannot-search',
    })
    expect(eve().inbox()).toEqual([])
  })

  it('waits by itself before Teams has to say so', async () => {
    const first = await sent(invitation)
    const where = to(EVE, first.conversation)
    for (let index = 0; index < 6; index++) await sent(invitation, where)
    const result = await product.teams.platform.send(dispatch(invitation, where))
    expect(result).toMatchObject({ type: 'later', attempted: false, inDoubt: false })
    expect(result.type === 'later' && result.at?.epochMilliseconds).toBe(product.clock.now() + 1000)
    product.clock.advance(1000)
    await sent(invitation, where)
    expect(product.simulator.calls()['teams activities.send']).toEqual({ ok: 8 })
  })

  it('hands back what Teams says may be tried later, after one attempt', async () => {
    const { conversation } = await sent(invitation)
    const attempt = () => product.teams.platform.send(dispatch(invitation, to(EVE, conversation)))
    product.simulator.setFaults(() => ({ type: 'rate-limited', retryAfterSeconds: 7 }))
    const limited = await attempt()
    expect(limited).toMatchObject({ type: 'later', attempted: true, inDoubt: false })
    expect(limited.type === 'later' && limited.at?.epochMilliseconds).toBe(product.clock.now() + 7000)
    product.simulator.setFaults(() => ({ type: 'server-error', status: 503 }))
    expect(await attempt()).toMatchObject({ type: 'later', at: null, inDoubt: false })
    product.simulator.setFaults(() => ({ type: 'server-error', status: 504 }))
    expect(await attempt()).toMatchObject({ type: 'later', inDoubt: true })
    product.simulator.setFaults(() => ({ type: 'reset', processed: false }))
    expect(await attempt()).toMatchObject({ type: 'later', inDoubt: true })
    const sends = product.simulator.calls()['teams activities.send'] ?? {}
    expect(Object.values(sends).reduce((sum, count) => sum + count, 0)).toBe(5)
  })

  it('gives an act that comes twice the same id', async () => {
    const id = 'f:the-same'
    for (let index = 0; index < 2; index++) {
      const answer = await product.simulator.forge.teams(eve(), { type: 'message', id, text: 'home' }, {})
      expect(answer).toMatchObject({ status: 200 })
    }
    expect(new Set(product.heard.map((inbound) => inbound.id)).size).toBe(1)
    expect(product.heard).toHaveLength(2)
  })

  it('answers an act that could not be heard with a bare 500', async () => {
    product.answerWith(() => Promise.reject(new Error('with private words')))
    const answer = await product.simulator.forge.teams(eve(), { type: 'message', text: 'home' }, {})
    expect(answer).toMatchObject({ status: 500, body: '' })
    expect(stringify(product.logged)).not.toContain('private words')
    expect(product.logged).toMatchObject([{ event: 'teams-act-failed' }])
  })

  it('waits at its end for what it has in hand, and then hears nothing', async () => {
    let finish: () => void = () => {}
    const entered = new Promise<void>((enter) => {
      product.answerWith(async () => {
        enter()
        await new Promise<void>((resolve) => {
          finish = resolve
        })
        return NOTHING
      })
    })
    const saying = eve().say('home')
    await entered
    let stopped = false
    const stopping = product.teams.platform.stop().then(() => {
      stopped = true
    })
    await new Promise(setImmediate)
    expect(stopped).toBe(false)
    finish()
    await stopping
    expect(await saying).toMatchObject({ status: 200 })
    expect(await eve().say('help')).toMatchObject({ status: 503 })
  })

  describe('refuses', () => {
    const bare = (status: number) => ({ status, body: '' })
    const forged = (forgery: Parameters<typeof product.simulator.forge.teams>[2], more = {}) =>
      product.simulator.forge.teams(eve(), { type: 'message', text: 'home', ...more }, forgery)

    afterEach(() => {
      expect(product.heard).toEqual([])
    })

    it.each([
      ['no token', { authorization: null }],
      ['an empty token', { authorization: 'Bearer ' }],
      ['no bearer', { authorization: 'Basic YTpi' }],
      ['nonsense', { authorization: 'Bearer a.b.c' }],
      [
        'a token without a signature',
        { authorization: 'Bearer eyJhbGciOiJub25lIn0.eyJpc3MiOiJodHRwczovL2FwaS5ib3RmcmFtZXdvcmsuY29tIn0.' },
      ],
      ['another audience', { token: { audience: 'another-app' } }],
      ['another issuer', { token: { issuer: 'https://sts.windows.net/evil/' } }],
      ['an unknown key', { token: { unknownKey: true } }],
      ['a token that expired', { token: { expiresIn: -3600 } }],
      ['a bad signature', { token: { badSignature: true } }],
      ['another service address', { token: { serviceUrl: 'https://elsewhere.example/' } }],
    ])('%s with a bare 401', async (_, forgery) => {
      expect(await forged(forgery)).toMatchObject(bare(401))
    })

    it('an activity without a service address, or of another channel', async () => {
      expect(await forged({}, { serviceUrl: undefined })).toMatchObject(bare(401))
      expect(await forged({}, { serviceUrl: '' })).toMatchObject(bare(401))
      expect(await forged({}, { channelId: 'directline' })).toMatchObject(bare(401))
    })

    it('a signed activity that asks to be answered elsewhere', async () => {
      const elsewhere = 'https://elsewhere.example/'
      const answer = await forged({ token: { serviceUrl: elsewhere } }, { serviceUrl: elsewhere })
      expect(answer).toMatchObject(bare(403))
    })

    it('a tenant that is not allowed, or that names two', async () => {
      const tenantId = '22222222-2222-4333-8444-555555555555'
      const conversation = { id: 'a:1', conversationType: 'personal', tenantId }
      expect(await forged({}, { conversation, channelData: { tenant: { id: tenantId } } })).toMatchObject(
        bare(403),
      )
      expect(product.logged.at(-1)).toMatchObject({
        event: 'teams-tenant-refused',
        ids: { workspace: tenantId },
      })
      expect(await forged({}, { conversation })).toMatchObject(bare(403))
    })

    it('bodies that are too large, no JSON, or no activity', async () => {
      expect(await post(product.url, Buffer.alloc(300 * 1024, 'a'))).toMatchObject(bare(413))
      expect(await post(product.url, Buffer.alloc(3 * 1024 * 1024, 'a'))).toMatchObject(bare(413))
      for (const body of ['', '{', '[]', 'null', '"text"', '{}', '{"type":1}'])
        expect(await post(product.url, body), body).toMatchObject(bare(400))
    })

    it('an activity that is signed and makes no sense', async () => {
      expect(await forged({}, { from: 'nobody' })).toMatchObject(bare(400))
      expect(await forged({}, { conversation: [] })).toMatchObject(bare(400))
    })

    it('other methods, and invokes that nobody here answers', async () => {
      const response = await fetch(product.url)
      expect([response.status, await response.text()]).toEqual([405, ''])
      expect(await forged({}, { type: 'invoke', name: 'task/fetch', value: {} })).toMatchObject(bare(501))
      const value = { action: { type: 'Action.Execute', verb: 'press:a:b', data: { flow: 'a' } } }
      expect(await forged({}, { type: 'invoke', name: 'adaptiveCard/action', value })).toMatchObject(
        bare(501),
      )
    })
  })
})
