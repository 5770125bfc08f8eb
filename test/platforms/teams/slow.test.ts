import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { actions, button, type Form, message, say } from '../../../src/core/message.ts'
import type { Reply } from '../../../src/core/platform.ts'
import { LIMITS } from '../../../src/platforms/teams/limits.ts'
import { TENANT } from '../../simulator/world.ts'
import { NOTHING, type Product, startProduct } from './product.ts'

/** Timers that go off when a test says so. */
const manualTimers = () => {
  const waiting: { milliseconds: number; run: () => void }[] = []
  return {
    waiting,
    after: (milliseconds: number, run: () => void) => {
      const timer = { milliseconds, run }
      waiting.push(timer)
      return () => {
        const index = waiting.indexOf(timer)
        if (index >= 0) waiting.splice(index, 1)
      }
    },
    /** Lets every timer of this length go off. */
    pass(milliseconds: number) {
      const due = waiting.filter((timer) => timer.milliseconds === milliseconds)
      expect(due, `a timer of ${milliseconds} ms`).not.toEqual([])
      for (const { run } of due) run()
    },
  }
}

describe('an act that takes its time', () => {
  let product: Product
  let timers: ReturnType<typeof manualTimers>
  let entered: Promise<void>
  let answer: (reply: Reply) => void

  beforeEach(async () => {
    timers = manualTimers()
    product = await startProduct({}, { after: timers.after })
    entered = new Promise((enter) => {
      product.answerWith(
        () =>
          new Promise((resolve) => {
            answer = resolve
            enter()
          }),
      )
    })
  })

  afterEach(() => product.stop())

  const eve = () => product.simulator.person('eve.moreau@example.org')

  const invited = async () => {
    const sent = await product.teams.platform.send({
      id: 'd-1',
      to: { type: 'person', workspace: TENANT.id, person: eve().person.id, conversation: null },
      content: message('Join?', say('Would you like to join?'), actions(button('Yes', 'front', 'yes', 'p'))),
      inDoubt: false,
      urgent: false,
    })
    expect(sent.type).toBe('sent')
    const [shown] = eve().inbox()
    if (!shown) throw new Error('nothing was shown')
    return shown
  }

  it('is shown as typing after two seconds', async () => {
    const typing = new Promise<void>((resolve) => {
      product.simulator.subscribe((event) => {
        if (event.type === 'typing') resolve()
      })
    })
    const saying = eve().say('schedule')
    await entered
    timers.pass(LIMITS.typingAfterMs)
    await typing
    answer(NOTHING)
    expect(await saying).toMatchObject({ status: 200 })
  })

  it('leaves no timer behind, and no sign of typing when it was quick', async () => {
    const typed: string[] = []
    product.simulator.subscribe(({ type }) => typed.push(type))
    const saying = eve().say('schedule')
    await entered
    answer(NOTHING)
    await saying
    expect(timers.waiting).toEqual([])
    expect(typed).not.toContain('typing')
  })

  it('is acknowledged before Teams gives up', async () => {
    const saying = eve().say('schedule')
    await entered
    timers.pass(LIMITS.messageBudgetMs)
    expect(await saying).toMatchObject({ ok: true, status: 200 })
    answer(NOTHING)
  })

  const details: Form = {
    type: 'form',
    flow: 'front',
    name: 'details',
    subject: 'p',
    title: 'Your details',
    invitation: 'A few questions.',
    intro: [say('What your partner wrote.')],
    inputs: [{ type: 'date', name: 'from', label: 'From', hint: null, required: false, initial: null }],
    submit: 'Keep',
  }

  it('never puts a late form that is only to be read into the chat: it may hold private words', async () => {
    const shown = await invited()
    const pressing = eve().press(shown, 'Yes')
    await entered
    timers.pass(LIMITS.invokeBudgetMs)
    await pressing
    answer({ type: 'form', form: { ...details, inputs: [] } })
    await product.teams.platform.idle()
    expect(
      eve()
        .inbox()
        .map(({ text }) => text)
        .join(),
    ).not.toContain('What your partner wrote.')
  })

  it('hands a late form back, which then comes as a message of its own', async () => {
    const shown = await invited()
    const pressing = eve().press(shown, 'Yes')
    await entered
    timers.pass(LIMITS.invokeBudgetMs)
    expect(await pressing).toMatchObject({
      ok: true,
      response: { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: '' },
    })
    answer({ type: 'form', form: details })
    expect((await eve().waitFor(({ text }) => text.includes('Your details'))).id).not.toBe(shown.id)
  })
})

describe('the token that we show to Teams', () => {
  let product: Product
  const say_ = message('Hello.', say('Hello'))
  const send = (id: string) =>
    product.teams.platform.send({
      id,
      to: {
        type: 'person',
        workspace: TENANT.id,
        person: TENANT.people[0]?.id ?? '',
        conversation: null,
      },
      content: say_,
      inDoubt: false,
      urgent: false,
    })

  afterEach(() => product.stop())

  it('is asked for once, however many need it', async () => {
    product = await startProduct()
    const sent = await Promise.all(['a', 'b', 'c'].map(send))
    expect(sent.map(({ type }) => type)).toEqual(['sent', 'sent', 'sent'])
    expect(product.simulator.calls()['teams login.token']).toEqual({ ok: 1 })
  })

  it('holds every message of the tenant when there is none to be had', async () => {
    product = await startProduct({ appPassword: 'a-wrong-password' })
    expect(await send('a')).toEqual({
      type: 'later',
      at: null,
      inDoubt: false,
      attempted: true,
      detail: 'token-401',
    })
    expect(JSON.stringify(product.logged)).not.toContain('a-wrong-password')
  })

  it('is asked for again after the endpoint could not be reached', async () => {
    product = await startProduct()
    product.simulator.setFaults(({ method }) =>
      method === 'login.token' ? { type: 'reset', processed: false } : null,
    )
    expect(await send('a')).toMatchObject({ type: 'later', detail: 'token-unreachable' })
    product.simulator.setFaults(() => null)
    expect(await send('a')).toMatchObject({ type: 'sent' })
  })

  it('is no use against a tenant whose address is not allowed', async () => {
    product = await startProduct()
    const elsewhere = JSON.stringify({ conversationId: 'a:1', serviceUrl: 'https://elsewhere.example/' })
    const sent = await product.teams.platform.send({
      id: 'a',
      to: { type: 'person', workspace: TENANT.id, person: 'x', conversation: elsewhere },
      content: say_,
      inDoubt: false,
      urgent: false,
    })
    // It went to the allowed address, where there is no such conversation.
    expect(sent).toMatchObject({ type: 'refused', code: 'conversation-gone' })
  })
})
