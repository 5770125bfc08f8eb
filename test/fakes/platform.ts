import type { Temporal } from 'temporal-polyfill'
import type { Clock } from '../../src/core/clock.ts'
import type { Action, Content } from '../../src/core/message.ts'
import type {
  Carried,
  Destination,
  Dispatch,
  Found,
  Hear,
  Inbound,
  Platform,
  Receipt,
  RefusalCode,
  Reply,
  Sent,
} from '../../src/core/platform.ts'

/** A message that stands in a chat, as it looks now. */
interface Shown {
  /** Whose chat it is; of a group, all of them with a + between. */
  readonly person: string
  readonly at: Temporal.Instant
  readonly receipt: Receipt
  readonly content: Content
}

type WithoutHead<T> = T extends unknown
  ? Omit<T, 'id' | 'from' | 'profile' | 'conversation' | 'carries'>
  : never
/** What a person does, without what the platform adds to it. */
type Doing = WithoutHead<Inbound>

const EVERYTHING: readonly Carried[] = ['answer', 'errors', 'form', 'became']

const later = (but: Partial<Extract<Sent, { type: 'later' }>>): Sent => ({
  type: 'later',
  at: null,
  inDoubt: false,
  attempted: true,
  detail: 'fake',
  ...but,
})

const actionsOf = (content: Content): readonly Action[] =>
  (content.type === 'message' ? content.parts : []).flatMap((part) =>
    part.type === 'actions' ? part.actions : [],
  )

const isCalled = (label: string, wanted: string | RegExp): boolean =>
  typeof wanted === 'string' ? label === wanted : wanted.test(label)

/** One workspace without a network: it shows what it is sent at once, carries every reply, and notes all that it is asked. */
export const fakePlatform = (clock: Clock, workspace = 'T1') => {
  const chat: (Shown & { readonly deliveryId: string; content: Content; gone: boolean })[] = []
  const dispatched: Dispatch[] = []
  const revised: { readonly receipt: Receipt; readonly dispatch: Dispatch }[] = []
  /** What a search gives, by e-mail address or the platform's own id. */
  const found = new Map<string, () => Promise<Found>>()
  /** Whom it refuses to write to, by person or conversation. */
  const refuses = new Map<string, RefusalCode>()
  const inHand = new Set<Promise<unknown>>()
  let hear: Hear | null = null
  let trouble:
    | { readonly type: 'limits'; readonly seconds: number }
    | { readonly type: 'fails' | 'loses answers' }
    | null = null
  let acts = 0

  const conversationOf = (to: Destination): string =>
    to.conversation ?? (to.type === 'person' ? `D-${to.person}` : `G-${to.people.toSorted().join('+')}`)

  const show = ({ id, to, content }: Dispatch): Receipt => {
    const receipt = { workspace, conversation: conversationOf(to), message: String(chat.length) }
    const person = to.type === 'person' ? to.person : to.people.join('+')
    chat.push({ person, at: clock.now(), receipt, content, deliveryId: id, gone: false })
    return receipt
  }
  const standing = () => chat.filter(({ gone }) => !gone)
  const at = ({ conversation, message }: Receipt) =>
    standing().find(({ receipt }) => receipt.conversation === conversation && receipt.message === message)

  const deliver = async (dispatch: Dispatch): Promise<Sent> => {
    const { to } = dispatch
    const refused =
      refuses.get(conversationOf(to)) ?? (to.type === 'person' ? refuses.get(to.person) : undefined)
    if (refused) return { type: 'refused', code: refused, detail: 'fake' }
    if (trouble?.type === 'limits') return later({ at: clock.now().add({ seconds: trouble.seconds }) })
    if (trouble?.type === 'fails') return later({})
    const earlier = dispatch.inDoubt && standing().find(({ deliveryId }) => deliveryId === dispatch.id)
    if (earlier) return { type: 'sent', receipt: earlier.receipt }
    const receipt = show(dispatch)
    return trouble ? later({ inDoubt: true }) : { type: 'sent', receipt }
  }
  let sending = deliver

  const platform: Platform = {
    name: 'slack',
    groups: true,
    start: async (listener) => {
      hear = listener
    },
    idle: async () => void (await Promise.allSettled(inHand)),
    stop: async () => {
      hear = null
      await Promise.allSettled(inHand)
    },
    send: (dispatch) => {
      dispatched.push(dispatch)
      return sending(dispatch)
    },
    revise: async (receipt, dispatch) => {
      revised.push({ receipt, dispatch })
      const one = at(receipt)
      if (!one) return { type: 'refused', code: 'message-gone', detail: 'fake' }
      one.content = dispatch.content
      return { type: 'sent', receipt }
    },
    withdraw: async (receipt) => {
      const one = at(receipt)
      if (one) one.gone = true
      return { type: 'sent', receipt }
    },
    find: async (_, by) =>
      (await found.get('email' in by ? by.email.toLowerCase() : by.person)?.()) ?? { type: 'unknown' },
  }

  /** What comes with every act of a person. */
  const by = (person: string, carries: readonly Carried[] = EVERYTHING) => ({
    id: `act-${++acts}`,
    from: { platform: platform.name, workspace, person },
    profile: null,
    conversation: `D-${person}`,
    carries,
  })
  const take = (inbound: Inbound): Promise<Reply> => {
    if (!hear) throw new Error('The platform has not been started.')
    const reply = hear(inbound)
    inHand.add(reply)
    const done = () => inHand.delete(reply)
    reply.then(done, done)
    return reply
  }

  return {
    platform,
    dispatched,
    revised,
    found,
    refuses,
    /** What people see, oldest first. */
    chat: (): readonly Shown[] => standing(),
    by,
    /** Hears an act as it is: with its own id, for repeats. */
    take,
    act: (person: string, what: Doing, carries?: readonly Carried[]): Promise<Reply> =>
      take({ ...what, ...by(person, carries) }),
    /** Presses a button of the newest message of a person that has it; a form's is what submits it, with these answers. */
    press: (person: string, label: string | RegExp): Promise<Reply> => {
      for (const { content, receipt: on } of standing()
        .filter((one) => one.person === person)
        .toReversed()) {
        if (content.type === 'form' && isCalled(content.submit, label)) {
          const { flow, name, subject } = content
          return take({ ...by(person), type: 'submitted', flow, name, subject, answers: {}, on })
        }
        const action = actionsOf(content).find((one) => isCalled(one.label, label))
        if (action?.type !== 'press') continue
        const { flow, name, subject } = action
        return take({ ...by(person), type: 'pressed', flow, name, subject, on })
      }
      throw new Error(`${person} has no button ${label}.`)
    },
    /** How sending goes from now on; without one, as it should. */
    sendBy: (how: typeof deliver = deliver) => {
      sending = how
    },
    /** What troubles the platform from now on; null ends it. */
    troubledBy: (what: typeof trouble) => {
      trouble = what
    },
  }
}
