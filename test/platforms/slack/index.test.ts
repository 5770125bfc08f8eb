import { createHmac } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { button, type Form, message, say } from '../../../src/core/message.ts'
import type { Reply } from '../../../src/core/platform.ts'
import { NORTH, SIGNING_SECRET } from '../../simulator/world.ts'
import { NOTHING, type SlackWorld, slackWorld } from './world.ts'

const HELLO = message('Hello, Ama.', say('Hello, Ama.'), {
  type: 'actions',
  actions: [button('Book', 'scheduling', 'book', 'm1', { style: 'primary' })],
})

const GOALS: Form = {
  type: 'form',
  flow: 'onboarding',
  name: 'goals',
  subject: 'p1',
  title: 'Your goals',
  invitation: 'Tell us what you hope for.',
  intro: [say('Two questions.')],
  inputs: [
    {
      type: 'text',
      name: 'goal',
      label: 'What do you hope for?',
      hint: null,
      required: true,
      lines: 'many',
      max: 200,
      initial: null,
      private: false,
    },
    {
      type: 'choice',
      name: 'days',
      label: 'Which days?',
      hint: null,
      required: false,
      options: [
        { value: 'mon', label: 'Monday' },
        { value: 'tue', label: 'Tuesday' },
      ],
      most: 2,
      initial: [],
    },
  ],
  submit: 'Save',
}

let world: SlackWorld

beforeEach(async () => {
  world = await slackWorld()
})

afterEach(() => world.stop())

const ama = () => world.simulator.person('U0AMA')

/** A promise, and the means to keep it. */
const later = <T>() => {
  let keep: (value: T) => void = () => {}
  const promise = new Promise<T>((resolve) => {
    keep = resolve
  })
  return { promise, keep: (value: T) => keep(value) }
}

describe('a slash command', () => {
  it('is answered privately within the acknowledgement', async () => {
    world.reply(async () => ({ type: 'answer', message: HELLO }))
    const outcome = await ama().command('  status ')
    expect(world.heard).toMatchObject([
      {
        type: 'commanded',
        words: 'status',
        home: false,
        from: { platform: 'slack', workspace: 'T0NORTH', person: 'U0AMA' },
        carries: ['answer', 'form'],
      },
    ])
    expect(outcome).toMatchObject({ ok: true, status: 200 })
    expect(outcome.appeared).toMatchObject([{ text: 'Hello, Ama.', private: true, summary: 'Hello, Ama.' }])
  })

  it('opens a form, which comes back with its answers', async () => {
    world.reply(async () => ({ type: 'form', form: GOALS }))
    await ama().command('home')
    await expect.poll(() => ama().form()?.title).toBe('Your goals')
    world.reply(async () => NOTHING)
    const filled = await ama().fill({ goal: 'To chair a meeting', days: ['Monday', 'Tuesday'] })
    expect(filled.ok).toBe(true)
    expect(world.heard[1]).toMatchObject({
      type: 'submitted',
      flow: 'onboarding',
      name: 'goals',
      subject: 'p1',
      answers: { goal: 'To chair a meeting', days: ['mon', 'tue'] },
      on: null,
      carries: ['errors', 'form'],
    })
    expect(ama().form()).toBeNull()
  })

  it('is acknowledged empty at the deadline, and answered when the answer comes', async () => {
    const answer = later<Reply>()
    world.reply(() => answer.promise)
    const commanding = ama().command('status')
    await world.timer.running()
    world.timer.pass()
    const shown = ama().waitFor(({ text }) => text === 'Hello, Ama.')
    answer.keep({ type: 'answer', message: HELLO })
    expect((await commanding).status).toBe(200)
    expect((await commanding).response).toBeUndefined()
    expect(await shown).toMatchObject({ private: true })
  })

  it('turns a form that is too late for its trigger into an invitation, whose button opens it', async () => {
    const answer = later<Reply>()
    world.reply(() => answer.promise)
    const commanding = ama().command('goals')
    await world.timer.running()
    world.timer.pass()
    world.clock.moveTo(world.clock.now().add({ seconds: 4 }))
    const shown = ama().waitFor(({ text }) => text.includes('Tell us what you hope for.'))
    answer.keep({ type: 'form', form: GOALS })
    await commanding
    const invitation = await shown
    expect(invitation.private).toBe(true)
    world.reply(async () => ({ type: 'form', form: GOALS }))
    await ama().press(invitation, 'Your goals')
    expect(world.heard.at(-1)).toMatchObject({
      type: 'pressed',
      flow: 'onboarding',
      name: 'form:goals',
      subject: 'p1',
      on: null,
      carries: ['form', 'became'],
    })
    await expect.poll(() => ama().form()?.title).toBe('Your goals')
  })

  it('fails in Slack, for the person to see, when it could not be carried out', async () => {
    world.reply(() => Promise.reject(new Error('no')))
    const outcome = await ama().command('status')
    expect(outcome).toMatchObject({ ok: false, status: 500, response: undefined })
  })

  it('is acknowledged and forgotten where the app is not installed', async () => {
    await world.stop()
    world = await slackWorld({ token: async () => null })
    expect((await ama().command('status')).status).toBe(200)
    expect(world.heard).toEqual([])
  })
})

describe('a form', () => {
  it('shows what to mend beside its fields, and then the next form', async () => {
    world.reply(async () => ({ type: 'form', form: GOALS }))
    await ama().command('goals')
    await expect.poll(() => ama().form()?.title).toBe('Your goals')
    world.reply(async () => ({ type: 'errors', form: GOALS, errors: { goal: 'A little more, please.' } }))
    expect(await ama().fill({ goal: 'x' })).toMatchObject({
      fieldErrors: { goal: 'A little more, please.' },
    })
    world.reply(async () => ({ type: 'form', form: { ...GOALS, name: 'hours', title: 'Your hours' } }))
    await ama().fill({ goal: 'more' })
    expect(ama().form()).toMatchObject({ title: 'Your hours' })
  })

  it('shows again what to mend when the form had to close before the answer was there', async () => {
    world.reply(async () => ({ type: 'form', form: GOALS }))
    await ama().command('goals')
    await expect.poll(() => ama().form()?.title).toBe('Your goals')
    const answer = later<Reply>()
    world.reply(() => answer.promise)
    const filling = ama().fill({ goal: 'x' })
    await world.timer.running()
    world.timer.pass()
    await filling
    expect(ama().form()).toBeNull()
    answer.keep({ type: 'errors', form: GOALS, errors: { goal: 'A little more, please.' } })
    await expect.poll(() => ama().form()?.text).toContain('What do you hope for?: A little more, please.')
  })
})

describe('a button', () => {
  const dispatch = {
    id: 'd1',
    to: { type: 'person', workspace: 'T0NORTH', person: 'U0AMA', conversation: null },
    content: HELLO,
    inDoubt: false,
    urgent: false,
  } as const

  it('says which message it is on, and the message can be revised', async () => {
    const sent = await world.platform.send(dispatch)
    if (sent.type !== 'sent') throw new Error('not sent')
    const [shown] = ama().inbox()
    if (!shown) throw new Error('nothing was shown')
    await ama().press(shown, 'Book')
    expect(world.heard).toMatchObject([
      {
        type: 'pressed',
        flow: 'scheduling',
        name: 'book',
        subject: 'm1',
        on: sent.receipt,
        conversation: sent.receipt.conversation,
        carries: ['form'],
      },
    ])
    const booked = { ...dispatch, content: message('Booked.', say('Booked.')) }
    expect(await world.platform.revise(sent.receipt, booked)).toEqual(sent)
    expect(ama().inbox()).toMatchObject([{ text: 'Booked.', edited: true, buttons: [] }])
  })

  it('opens a form that remembers which message it came from', async () => {
    const sent = await world.platform.send(dispatch)
    if (sent.type !== 'sent') throw new Error('not sent')
    world.reply(async () => ({ type: 'form', form: GOALS }))
    const [shown] = ama().inbox()
    if (!shown) throw new Error('nothing was shown')
    await ama().press(shown, 'Book')
    await expect.poll(() => ama().form()?.title).toBe('Your goals')
    world.reply(async () => NOTHING)
    await ama().fill({ goal: 'To learn' })
    expect(world.heard[1]).toMatchObject({ type: 'submitted', on: sent.receipt })
  })

  it('replaces the private message that it is on', async () => {
    world.reply(async () => ({ type: 'answer', message: HELLO }))
    const { appeared } = await ama().command('home')
    const [shown] = appeared
    if (!shown) throw new Error('nothing was shown')
    world.reply(async () => ({ type: 'became', message: message('Booked.', say('Booked.')) }))
    await ama().press(shown, 'Book')
    expect(world.heard[1]).toMatchObject({ on: null, carries: ['form', 'became'] })
    expect(await ama().waitFor(({ text }) => text === 'Booked.')).toMatchObject({
      private: true,
      id: shown.id,
    })
  })
})

describe('events', () => {
  it('tell what is typed to the bot, as it was typed', async () => {
    await ama().say('a < b & *c* <https://x.example>')
    expect(world.heard).toMatchObject([
      { type: 'said', text: 'a < b & *c* <https://x.example>', carries: [] },
    ])
    expect(world.heard[0]?.conversation).toMatch(/^D/)
  })

  it('publish the home page', async () => {
    world.reply(async () => ({ type: 'answer', message: HELLO }))
    await ama().home()
    await expect.poll(async () => (await ama().home())?.text).toContain('Hello, Ama.')
    expect(world.heard[0]).toMatchObject({
      type: 'commanded',
      words: 'home',
      home: true,
      carries: ['answer'],
    })
  })

  it('come again when the act failed, and not when it did not', async () => {
    let times = 0
    world.reply(() => {
      times += 1
      return times === 1 ? Promise.reject(new Error('no')) : Promise.resolve(NOTHING)
    })
    await ama().say('hello')
    expect(world.heard).toHaveLength(2)
    expect(world.heard[0]?.id).toBe(world.heard[1]?.id)
  })

  it('tell that a whole workspace removed the app', async () => {
    await ama().uninstall()
    expect(world.heard).toMatchObject([
      { type: 'left', everyone: true, from: { workspace: 'T0NORTH' } },
      { type: 'left', everyone: true },
    ])
  })
})

describe('what Slack did not send', () => {
  const body = new URLSearchParams({
    command: '/mentoring',
    text: 'status',
    team_id: 'T0NORTH',
    user_id: 'U0AMA',
    trigger_id: '1.2.3',
  }).toString()
  const FORM_TYPE = 'application/x-www-form-urlencoded'
  const post = (headers: Record<string, string>, of = body) =>
    fetch(`${world.origin}/slack/events`, { method: 'POST', headers, body: of })
  const signed = (timestamp: number, of = body) => ({
    'content-type': FORM_TYPE,
    'x-slack-request-timestamp': String(timestamp),
    'x-slack-signature': `v0=${createHmac('sha256', SIGNING_SECRET).update(`v0:${timestamp}:${of}`).digest('hex')}`,
  })
  const nowSeconds = () => Math.floor(Date.now() / 1000)
  const refused = async (response: Response, status: number) => {
    expect(response.status).toBe(status)
    expect(await response.text()).toBe('')
    expect(world.heard).toEqual([])
  }

  it('is refused with a wrong signature, and the log says no more than that', async () => {
    await refused(await post({ ...signed(nowSeconds()), 'x-slack-signature': 'v0=00' }), 401)
    expect(world.log).toEqual([['warn', 'slack.sdk', { what: 'wrong-signature' }]])
  })
  it('is refused without a signature', async () => {
    await refused(await post({ 'content-type': FORM_TYPE }), 401)
  })
  it('is refused when it is older than five minutes', async () => {
    await refused(await post(signed(nowSeconds() - 301)), 401)
  })
  it('is refused when it is too large, before it is read', async () => {
    const large = `text=${'x'.repeat(2 * 1024 * 1024)}`
    await refused(await post(signed(nowSeconds(), large), large), 413)
  })
  it('is refused when it grows too large while it is read', async () => {
    const chunk = new Uint8Array(256 * 1024).fill(120)
    let left = 8
    const stream = new ReadableStream({
      pull(controller) {
        if (left === 0) controller.close()
        else controller.enqueue(chunk)
        left -= 1
      },
    })
    const response = await fetch(`${world.origin}/slack/events`, {
      method: 'POST',
      headers: signed(nowSeconds()),
      body: stream,
      duplex: 'half',
    })
    await refused(response, 413)
  })
  it('is refused when it cannot be understood', async () => {
    const broken = '{"type":'
    await refused(
      await post({ ...signed(nowSeconds(), broken), 'content-type': 'application/json' }, broken),
      400,
    )
  })
  it('is refused when it does not post', async () => {
    await refused(await fetch(`${world.origin}/slack/events`), 405)
  })
})

describe('stopping', () => {
  it('waits for every act that was taken in, and takes in no more', async () => {
    const answer = later<Reply>()
    world.reply(() => answer.promise)
    const commanding = ama().command('status')
    await world.timer.running()
    let stopped = false
    const stopping = world.platform.stop().then(() => {
      stopped = true
    })
    expect((await ama().say('hello')).ok).toBe(false)
    expect(stopped).toBe(false)
    answer.keep({ type: 'answer', message: HELLO })
    expect((await commanding).appeared).toMatchObject([{ text: 'Hello, Ama.' }])
    await stopping
    expect(world.heard).toHaveLength(1)
  })
})

describe('several workspaces', () => {
  it('are each spoken to with their own token', async () => {
    const to = { type: 'person', conversation: null } as const
    await Promise.all([
      world.platform.send({
        id: 'n',
        to: { ...to, workspace: NORTH.id, person: 'U0AMA' },
        content: HELLO,
        inDoubt: false,
        urgent: false,
      }),
      world.platform.send({
        id: 's',
        to: { ...to, workspace: 'T0SOUTH', person: 'U0DEV' },
        content: HELLO,
        inDoubt: false,
        urgent: false,
      }),
    ])
    expect(world.simulator.received().map(({ workspace, seenBy }) => [workspace, seenBy])).toEqual(
      expect.arrayContaining([
        ['T0NORTH', ['U0AMA']],
        ['T0SOUTH', ['U0DEV']],
      ]),
    )
  })
})
