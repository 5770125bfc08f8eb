import { Temporal } from 'temporal-polyfill'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { button, type Form, type Message, message, say } from '../../src/core/message.ts'
import type {
  Destination,
  Dispatch,
  Hear,
  Inbound,
  Platform,
  Receipt,
  RefusalCode,
  Reply,
  Sent,
} from '../../src/core/platform.ts'
import { sendingOn } from '../platforms/hand-back.ts'

/** A platform with people behind it: what the suite needs to see what they see, and to do what they do. */
export interface PlatformStage {
  readonly platform: Platform
  now(): Temporal.Instant
  /** Someone who can be written to, and who has not been yet. */
  readonly person: Extract<Destination, { type: 'person' }>
  /** Several such people; null on a platform without group conversations. */
  readonly group: Extract<Destination, { type: 'group' }> | null
  /** What the person sees of the bot's in a conversation now, oldest first: its words, without markup. */
  shown(conversation: string): Promise<readonly string[]>
  /** The person types to the bot in private; resolves once the platform has its acknowledgement. */
  say(words: string): Promise<void>
  /** The same, but the platform delivers it twice, as it does when it believes that the first was lost. */
  sayTwice(words: string): Promise<void>
  /** The person presses a button of the newest message. */
  press(label: string): Promise<void>
  /** From now on every call is refused for so many seconds; null ends it. */
  limit(seconds: number | null): void
  /** From now on sending is carried out but its answer is lost; false ends it. */
  loseAnswers(on: boolean): void
  /** From now on the platform fails before it does anything; false ends it. */
  fail(on: boolean): void
  /** Ways to be refused, each made ready by its function, and the code that it comes to. */
  readonly refusals: readonly { readonly code: RefusalCode; ready(): Promise<Destination> }[]
  stop(): Promise<void>
}

/** What a platform cannot do is said here, and its part of the suite is left out. */
export interface PlatformAbilities {
  /** Finds a message that an attempt in doubt left behind, and does not send it twice. */
  readonly findsEarlier: boolean
  /** Finds people by e-mail address. */
  readonly searches: boolean
  /** Shows a form as it is, to be filled in where it stands, instead of a button that opens it. */
  readonly showsForms: boolean
  /** Asks to wait, by itself, before it would be asked to by the platform. */
  readonly keepsPace: boolean
}

const HELLO = message('Hello there.', say('Hello there.'))
const BOOKED = message('It is booked.', say('It is booked.'))
const ASKING: Message = message('Shall we?', say('Shall we?'), {
  type: 'actions',
  actions: [button('Yes, please', 'scheduling', 'accept', 'meeting:1')],
})
const FORM: Form = {
  type: 'form',
  flow: 'checkin',
  name: 'after',
  subject: 'm1',
  title: 'How was it?',
  invitation: 'A question about your meeting.',
  intro: [],
  inputs: [],
  submit: 'Send',
}
const NOTHING: Reply = { type: 'nothing' }

const receiptOf = (sent: Sent): Receipt => {
  if (sent.type !== 'sent') throw new Error(`not sent: ${JSON.stringify(sent)}`)
  return sent.receipt
}

/** What every platform, and every fake of one, keeps to. `set` makes a platform that has not been started. */
export const platformContract = (
  name: string,
  can: PlatformAbilities,
  set: () => Promise<PlatformStage>,
): void => {
  describe(`${name}, as a platform`, () => {
    let stage: PlatformStage
    let heard: Inbound[]
    let answer: Hear

    beforeEach(async () => {
      heard = []
      answer = async () => NOTHING
      stage = await set()
      await stage.platform.start((inbound) => {
        heard.push(inbound)
        return answer(inbound)
      }, sendingOn(stage.platform))
    })
    afterEach(() => stage.stop())

    const dispatch = (but: Partial<Dispatch> = {}): Dispatch => ({
      id: 'delivery-1',
      to: stage.person,
      content: HELLO,
      inDoubt: false,
      urgent: false,
      ...but,
    })
    const send = (but: Partial<Dispatch> = {}) => stage.platform.send(dispatch(but))

    it('shows a message to the person, once', async () => {
      const { conversation, workspace } = receiptOf(await send())
      expect(workspace).toBe(stage.person.workspace)
      expect(await stage.shown(conversation)).toEqual([expect.stringContaining('Hello there.')])
    })

    it('writes to the conversation that an earlier receipt told', async () => {
      const first = receiptOf(await send())
      const second = receiptOf(
        await send({
          id: 'delivery-2',
          to: { ...stage.person, conversation: first.conversation },
          content: BOOKED,
        }),
      )
      expect(second.conversation).toBe(first.conversation)
      expect(second.message).not.toBe(first.message)
      expect(await stage.shown(first.conversation)).toHaveLength(2)
    })

    it.runIf(can.showsForms)('shows a form where it stands, and tells what was sent', async () => {
      const receipt = receiptOf(await send({ content: FORM }))
      const [shown] = await stage.shown(receipt.conversation)
      expect(shown).toContain('How was it?')
      await stage.press('Send')
      expect(heard).toMatchObject([
        { type: 'submitted', flow: 'checkin', name: 'after', subject: 'm1', on: receipt, answers: {} },
      ])
    })

    it.runIf(!can.showsForms)(
      'shows a form as an invitation to it, which comes back as a press',
      async () => {
        const { conversation } = receiptOf(await send({ content: FORM }))
        const [shown] = await stage.shown(conversation)
        expect(shown).toContain('How was it?')
        expect(shown).toContain('A question about your meeting.')
        await stage.press('How was it?')
        expect(heard).toMatchObject([{ type: 'pressed', flow: 'checkin', name: 'form:after', subject: 'm1' }])
      },
    )

    it('opens one conversation for a group, again and again the same', async () => {
      const { group, platform } = stage
      expect(group !== null).toBe(platform.groups)
      if (!group) return
      const first = receiptOf(await send({ to: group }))
      const second = receiptOf(await send({ id: 'delivery-2', to: group, content: BOOKED }))
      expect(second.conversation).toBe(first.conversation)
      expect(await stage.shown(first.conversation)).toHaveLength(2)
    })

    it('shows new content in place of the old, under the same receipt', async () => {
      const receipt = receiptOf(await send())
      const revised = await stage.platform.revise(receipt, dispatch({ content: BOOKED }))
      expect(receiptOf(revised)).toEqual(receipt)
      expect(await stage.shown(receipt.conversation)).toEqual([expect.stringContaining('It is booked.')])
    })

    it('takes a message back, and is content when it is gone already', async () => {
      const receipt = receiptOf(await send())
      expect((await stage.platform.withdraw(receipt)).type).toBe('sent')
      expect(await stage.shown(receipt.conversation)).toEqual([])
      expect((await stage.platform.withdraw(receipt)).type).toBe('sent')
    })

    it('says that a message which is gone cannot be revised', async () => {
      const receipt = receiptOf(await send())
      await stage.platform.withdraw(receipt)
      expect(await stage.platform.revise(receipt, dispatch({ content: BOOKED }))).toMatchObject({
        type: 'refused',
        code: 'message-gone',
      })
    })

    it('says from when on to try again when the platform wants it slower', async () => {
      const first = receiptOf(await send())
      const to = { ...stage.person, conversation: first.conversation }
      stage.limit(7)
      const limited = await send({ id: 'delivery-2', to })
      expect(limited).toMatchObject({ type: 'later', attempted: true, inDoubt: false })
      if (limited.type !== 'later' || limited.at === null) throw new Error('no instant')
      expect(stage.now().until(limited.at).total('seconds')).toBeCloseTo(7, 0)
      stage.limit(null)
    })

    it('says that nothing was shown when the platform was never troubled or never did anything', async () => {
      const first = receiptOf(await send())
      stage.fail(true)
      const failed = await send({
        id: 'delivery-2',
        to: { ...stage.person, conversation: first.conversation },
        content: BOOKED,
      })
      expect(failed).toMatchObject({ type: 'later', attempted: true })
      stage.fail(false)
      expect(await stage.shown(first.conversation)).toHaveLength(1)
    })

    it.runIf(can.keepsPace)(
      'keeps its own pace, so that a burst is asked to wait and does not trouble the platform',
      async () => {
        const first = receiptOf(await send())
        const to = { ...stage.person, conversation: first.conversation }
        const burst: Sent[] = []
        for (let number = 0; number < 30; number += 1) burst.push(await send({ id: `burst-${number}`, to }))
        const waiting = burst.filter((sent) => sent.type === 'later')
        expect(waiting.length).toBeGreaterThan(0)
        for (const sent of waiting) {
          expect(sent).toMatchObject({ attempted: false, inDoubt: false })
          if (sent.at === null) throw new Error('no instant')
          expect(Temporal.Instant.compare(sent.at, stage.now())).toBe(1)
        }
        expect(await stage.shown(first.conversation)).toHaveLength(1 + burst.length - waiting.length)
      },
    )

    it.runIf(can.keepsPace)(
      'asks whoever somebody waits for to wait no longer than anybody else',
      async () => {
        const { conversation } = receiptOf(await send())
        const to = { ...stage.person, conversation }
        const told: number[] = []
        for (let number = 0; number < 30; number += 1) {
          const sent = await send({ id: `burst-${number}`, to })
          if (sent.type === 'later' && sent.at) told.push(sent.at.epochMilliseconds)
        }
        const urgent = await send({ id: 'urgent', to, urgent: true })
        expect(urgent).toMatchObject({ type: 'later', attempted: false })
        expect(urgent.type === 'later' && urgent.at?.epochMilliseconds).toBe(Math.min(...told))
      },
    )

    it('says that a message may have been shown when its answer was lost', async () => {
      const first = receiptOf(await send())
      stage.loseAnswers(true)
      const lost = await send({
        id: 'delivery-2',
        to: { ...stage.person, conversation: first.conversation },
        content: BOOKED,
      })
      expect(lost).toMatchObject({ type: 'later', inDoubt: true, attempted: true })
      stage.loseAnswers(false)
    })

    it.runIf(can.findsEarlier)('finds what an attempt in doubt left behind, and shows it once', async () => {
      const first = receiptOf(await send())
      const again = {
        id: 'delivery-2',
        to: { ...stage.person, conversation: first.conversation },
        content: BOOKED,
      }
      stage.loseAnswers(true)
      await send(again)
      stage.loseAnswers(false)
      const found = receiptOf(await send({ ...again, inDoubt: true }))
      expect(await stage.shown(first.conversation)).toHaveLength(2)
      const revised = await stage.platform.revise(found, dispatch({ ...again, content: HELLO }))
      expect(revised.type).toBe('sent')
    })

    it('sends what was in doubt and is not there', async () => {
      const { conversation } = receiptOf(await send({ inDoubt: true }))
      expect(await stage.shown(conversation)).toHaveLength(1)
    })

    it('refuses with a code of ours, and with nothing but the platform’s own code as its detail', async () => {
      expect(stage.refusals.length).toBeGreaterThan(0)
      for (const { code, ready } of stage.refusals) {
        const to = await ready()
        const sent = await send({ id: `refused-${code}`, to })
        expect(sent).toMatchObject({ type: 'refused', code })
        if (sent.type === 'refused') expect(sent.detail).toMatch(/^[\w.-]*$/)
      }
    })

    it('knows an act when it is repeated', async () => {
      await stage.sayTwice('hello')
      await stage.say('hello')
      const ids = heard.map(({ id }) => id)
      expect(ids).toHaveLength(3)
      expect(ids[1]).toBe(ids[0])
      expect(ids[2]).not.toBe(ids[0])
    })

    it('tells who said what, and where they can be reached', async () => {
      await stage.say('pause until Monday')
      const [inbound] = heard
      expect(inbound).toMatchObject({
        from: {
          platform: stage.platform.name,
          workspace: stage.person.workspace,
          person: stage.person.person,
        },
      })
      const words =
        inbound?.type === 'said' ? inbound.text : inbound?.type === 'commanded' ? inbound.words : null
      expect(words).toBe('pause until Monday')
      const conversation = inbound?.conversation ?? null
      const receipt = receiptOf(await send({ to: { ...stage.person, conversation } }))
      expect(await stage.shown(receipt.conversation)).toHaveLength(1)
    })

    it('tells which button of which message was pressed, about what', async () => {
      const receipt = receiptOf(await send({ content: ASKING }))
      await stage.press('Yes, please')
      expect(heard).toMatchObject([
        { type: 'pressed', flow: 'scheduling', name: 'accept', subject: 'meeting:1' },
      ])
      const [pressed] = heard
      if (pressed?.type !== 'pressed') throw new Error('not a press')
      // Where the reply can become the message, nobody needs its receipt.
      if (!pressed.carries.includes('became')) expect(pressed.on).toEqual(receipt)
    })

    it('finds a person by id, and knows when there is nobody', async () => {
      const { workspace, person } = stage.person
      const found = await stage.platform.find(workspace, { person })
      expect(found).toMatchObject({ type: 'found', person })
      if (found.type !== 'found') throw new Error('not found')
      expect(found.profile.email).toBe(found.profile.email?.toLowerCase())
      expect((await stage.platform.find(workspace, { person: 'U0NOBODY' })).type).toBe('unknown')
      const email = found.profile.email ?? ''
      const searched = await stage.platform.find(workspace, { email: email.toUpperCase() })
      if (can.searches) {
        expect(searched).toMatchObject({ type: 'found', person })
        expect((await stage.platform.find(workspace, { email: 'nobody@nowhere.example' })).type).toBe(
          'unknown',
        )
      } else expect(searched.type).toBe('cannot-search')
    })

    it('has answered every act that it took in when it has stopped', async () => {
      let reply: (reply: Reply) => void = () => {}
      let begun: () => void = () => {}
      const taken = new Promise<void>((resolve) => {
        begun = resolve
      })
      answer = () =>
        new Promise((resolve) => {
          reply = resolve
          begun()
        })
      const saying = stage.say('hello')
      await taken
      let stopped = false
      const stopping = stage.platform.stop().then(() => {
        stopped = true
      })
      await new Promise((resolve) => setImmediate(resolve))
      expect(stopped).toBe(false)
      reply(NOTHING)
      await stopping
      await saying
      expect(heard).toHaveLength(1)
    })
  })
}
