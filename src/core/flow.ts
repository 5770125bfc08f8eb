import type { Temporal } from 'temporal-polyfill'
import type { Answers, Content, Form, Message } from './message.ts'
import type {
  Account,
  Address,
  Delivery,
  NewDelivery,
  Participant,
  Programme,
  Subject,
  SubjectKind,
} from './model.ts'
import type { Pairing } from './pairing.ts'
import type { Reader, Save, SaveOf, Writes } from './store.ts'

/** Who may use a word. A word for participants is for those who are in a programme and have not left. */
export type WordFor = 'anyone' | 'participant' | 'coordinator'

/** A word that people can type. */
export interface Word {
  readonly word: string
  /** Other ways to say the same; a platform's or a person's habit. */
  readonly aliases: readonly string[]
  readonly for: WordFor
  /** One line for `help`. */
  readonly help: string
  /** What may follow, such as `pause until Monday`; null when nothing may. */
  readonly usage: string | null
}

/** A person who does something, and what they are in which programme. */
export interface Who {
  readonly account: Account
  /** Where they have not left; the newest programme first. */
  readonly participants: readonly Participant[]
  readonly coordinates: readonly Programme[]
}

/** What a person did, as a flow sees it: their own act, understood and checked. */
export type Act = { readonly who: Who; readonly id: string } & (
  | {
      readonly type: 'command'
      readonly word: string
      /** What followed the word, as typed, trimmed. */
      readonly rest: string
      /** Shown on a page of its own (a home tab, where the platform has one), not as an answer in a conversation. */
      readonly home: boolean
    }
  | { readonly type: 'press'; readonly name: string; readonly subject: string }
  | {
      readonly type: 'submit'
      readonly name: string
      readonly subject: string
      /** Keeps every rule that the form states. */
      readonly answers: Answers
    }
  | FrontAct
)

/**
 * What only the front flow hears, for no other understands it.
 * - joined: they met the bot for the first time.
 * - unclear: words that are none of ours; `nearest` is the word they probably meant, null when it was a sentence.
 * - not-allowed: a word, a button or a form that this person may not use.
 * - expired: a button or form of a message that no longer applies.
 * - failed: we could not do it; nothing of it was kept.
 */
export type FrontAct =
  | { readonly type: 'joined' }
  | { readonly type: 'unclear'; readonly text: string; readonly nearest: string | null }
  | { readonly type: 'not-allowed'; readonly word: string }
  | { readonly type: 'expired' }
  | { readonly type: 'failed' }

/** What everything that decides may know besides facts. */
export interface Context {
  readonly now: Temporal.Instant
  /** An id for something new: always the same for the same act or moment and label, and like no other. */
  newId(label: string): string
  readonly links: Links
  readonly pairing: Pairing
  /** Every word that anyone can type, for help. */
  readonly words: readonly Word[]
  /** Lets whatever else waits go on, between two pieces of work that take some milliseconds each. */
  othersTurn(): Promise<void>
}

/** Makes addresses of this server. */
export interface Links {
  /** Where a participant's calendar entry of a meeting is; it expires, and names nobody. */
  calendar(meetingId: string, participantId: string, now: Temporal.Instant): string
}

/** What is to be done, as data. */
export type Effect =
  | Save
  | { readonly type: 'send'; readonly delivery: NewDelivery; readonly programmeId: string | null }
  | {
      readonly type: 'cancel'
      readonly flow: string
      readonly subject: Subject
      readonly occurrence: string | null
      readonly reason: string
    }
  /** What a message of a flow about a subject waits for may be over: it is tried now. */
  | { readonly type: 'hasten'; readonly flow: string; readonly subject: Subject }
  /** What was sent of a flow about a subject shows something else now. */
  | {
      readonly type: 'revise'
      readonly flow: string
      readonly subject: Subject
      readonly occurrence: string | null
      /** Null: wherever it was sent. */
      readonly address: Address | null
    }
  /** What was sent of any flow about a subject may no longer hold: whatever can be pressed in it is looked at again. */
  | { readonly type: 'recheck'; readonly subject: Subject }
  /** Something changed about the subject: every flow that follows it looks again. */
  | { readonly type: 'touch'; readonly subject: Subject }

/** A write, as data: save('meetings', 'propose', meeting). */
export const save = <A extends keyof Writes, V extends keyof Writes[A]>(
  aggregate: A,
  verb: V,
  ...args: SaveOf<A, V>['with']
): SaveOf<A, V> => ({ type: 'save', aggregate, verb, with: args })

export const send = (delivery: NewDelivery, programmeId: string | null): Effect => ({
  type: 'send',
  delivery,
  programmeId,
})

export const touch = (kind: SubjectKind, id: string): Effect => ({ type: 'touch', subject: { kind, id } })

export const recheck = (kind: SubjectKind, id: string): Effect => ({
  type: 'recheck',
  subject: { kind, id },
})

export const revise = (
  flow: string,
  subject: Subject,
  occurrence: string | null = null,
  address: Address | null = null,
): Effect => ({ type: 'revise', flow, subject, occurrence, address })

/** Which message of the flow an answer is. */
export interface About {
  readonly subject: Subject
  /** Never used before about this subject. */
  readonly occurrence: string
  readonly participantId: string
}

/** How an act is answered. `became` replaces the message they pressed or the form they sent. */
export type FlowReply =
  | { readonly type: 'nothing' }
  | { readonly type: 'answer'; readonly message: Message }
  | {
      readonly type: 'became'
      readonly message: Message
      /** What an answer of its own is about from now on, so that `revise` reaches it. */
      readonly about?: About
    }
  | { readonly type: 'form'; readonly form: Form }
  | { readonly type: 'errors'; readonly form: Form; readonly errors: Readonly<Record<string, string>> }

export interface Outcome {
  readonly effects: readonly Effect[]
  readonly reply: FlowReply
}

export const answer = (message: Message, ...effects: readonly Effect[]): Outcome => ({
  effects,
  reply: { type: 'answer', message },
})

export const became = (message: Message, ...effects: readonly Effect[]): Outcome => ({
  effects,
  reply: { type: 'became', message },
})

export const ask = (form: Form, ...effects: readonly Effect[]): Outcome => ({
  effects,
  reply: { type: 'form', form },
})

/** The form once more, with what is wrong with it, by field. */
export const askAgain = (
  form: Form,
  errors: Readonly<Record<string, string>>,
  ...effects: readonly Effect[]
): Outcome => ({ effects, reply: { type: 'errors', form, errors } })

/** What a flow wants to do about a subject now, and when it wants to look at it again; null: when it is touched. */
export interface Plan {
  readonly effects: readonly Effect[]
  readonly next: Temporal.Instant | null
}

export const nothingToDo: Plan = { effects: [], next: null }

/** What a delivery says now, or why it no longer applies (a code such as `already-booked`). */
export type Composed =
  | { readonly type: 'say'; readonly content: Content }
  | { readonly type: 'drop'; readonly reason: string }

export const drop = (reason: string): Composed => ({ type: 'drop', reason })
export const compose = (content: Content): Composed => ({ type: 'say', content })

/**
 * One conversation. It reads facts, decides, and returns what is to be done; it changes nothing and sends nothing.
 * All of it runs again whenever a transaction has to be repeated.
 */
export interface Flow {
  /** Lower case; what deliveries, buttons and forms name. */
  readonly name: string
  readonly words: readonly Word[]
  /** The kinds of subject that it plans for: `plan` is called when one is touched, and when its moment has come. */
  readonly follows: readonly SubjectKind[]
  /** Answers an act: a word of its own, a button or a form that names it. It checks that this person may do that. */
  hear(act: Act, read: Reader, context: Context): Promise<Outcome>
  /** The form of this name about this subject as this person may fill it in now; null when they may not. */
  form(name: string, subject: string, who: Who, read: Reader, context: Context): Promise<Form | null>
  plan(subject: Subject, read: Reader, context: Context): Promise<Plan>
  /** Says a delivery from fresh facts. Called again for one already sent, to revise it: it says its present state. */
  compose(delivery: Delivery, read: Reader, context: Context): Promise<Composed>
}
