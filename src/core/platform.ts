import type { Temporal } from 'temporal-polyfill'
import type { Answers, Content, Form, Message } from './message.ts'

/** An account as its platform names it. `workspace` is the platform's own id of it. */
export interface PlatformAccount {
  readonly platform: string
  readonly workspace: string
  readonly person: string
}

/** What a platform tells of a person; null is what it does not tell. */
export interface Profile {
  readonly name: string | null
  readonly email: string | null
  /** IANA name. */
  readonly timeZone: string | null
  readonly locale: string | null
}

/**
 * What the answer to an act can carry within the platform's own response; the rest goes out as a delivery. A form
 * opens beside the message that was pressed, or in its place.
 */
export type Carried = 'answer' | 'errors' | 'form' | 'form-in-place' | 'became'

interface Heard {
  /** The same for every repeat of one act, and for no other: what deduplication goes by. */
  readonly id: string
  readonly from: PlatformAccount
  /** What came with the act of the person's profile; null where the platform sends nothing. */
  readonly profile: Profile | null
  /** Where a private message reaches them from now on, opaque to all but the adapter; null when the act does not tell. */
  readonly conversation: string | null
  readonly carries: readonly Carried[]
}

/**
 * What a person did. Only genuine, fresh requests become one of these.
 * - commanded: a slash command; `words` is what follows it.
 * - said: typed to the bot in private.
 * - pressed: a button of a message.
 * - submitted: a form.
 * - joined: met the bot for the first time (app installed for them, or opened).
 * - left: removed the app; `everyone` when the whole workspace did.
 */
export type Inbound = Heard &
  (
    | { readonly type: 'commanded'; readonly words: string; readonly home: boolean }
    | { readonly type: 'said'; readonly text: string }
    | {
        readonly type: 'pressed'
        readonly flow: string
        readonly name: string
        readonly subject: string
        /** The message that the button is on; null when it cannot be revised. */
        readonly on: Receipt | null
      }
    | {
        readonly type: 'submitted'
        readonly flow: string
        readonly name: string
        readonly subject: string
        readonly answers: Answers
        readonly on: Receipt | null
      }
    | { readonly type: 'joined' }
    | { readonly type: 'left'; readonly everyone: boolean }
  )

/**
 * What an act is answered with.
 * - answer: a message, private, where they asked.
 * - errors: what to mend in the form, by field; `form` holds what was filled in, private words excepted.
 * - form: the next form to fill in.
 * - became: what the message they pressed, or the form they sent, shows from now on.
 */
export type Reply =
  | { readonly type: 'nothing' }
  | { readonly type: 'answer'; readonly message: Message }
  | { readonly type: 'errors'; readonly form: Form; readonly errors: Readonly<Record<string, string>> }
  | { readonly type: 'form'; readonly form: Form }
  | { readonly type: 'became'; readonly message: Message }

/** Resolves, within one transaction, to a reply that `inbound.carries` allows, or to nothing. */
export type Hear = (inbound: Inbound) => Promise<Reply>

/** Takes back an answer that the platform's response could not carry after all: it goes out as a delivery instead. */
export type HandBack = (inbound: Inbound, content: Content) => Promise<void>

/** Where a message was put, in the platform's own names. */
export interface Receipt {
  readonly workspace: string
  readonly conversation: string
  readonly message: string
}

/** Whom a message goes to. `conversation` is what an earlier receipt or act told, null when there was none. */
export type Destination =
  | {
      readonly type: 'person'
      readonly workspace: string
      readonly person: string
      readonly conversation: string | null
    }
  | {
      readonly type: 'group'
      readonly workspace: string
      readonly people: readonly string[]
      readonly conversation: string | null
    }

/** One message on its way. `id` is the delivery's, put where the platform allows, to be found again. */
export interface Dispatch {
  readonly id: string
  readonly to: Destination
  readonly content: Content
  /** An earlier attempt may have got through: look for it first where the platform can tell. */
  readonly inDoubt: boolean
  /** Somebody waits for it: it goes before whatever nobody waits for, within the platform's limits. */
  readonly urgent: boolean
}

/** Why a platform will not take a message now or ever. The codes are ours; adapters translate into them. */
export type RefusalCode =
  | 'not-installed'
  | 'blocked'
  | 'no-such-person'
  | 'conversation-gone'
  | 'workspace-gone'
  | 'not-allowed'
  | 'too-large'
  | 'message-gone'
  | 'rejected'

/**
 * How sending went.
 * - later: nothing was shown; try again at `at` (null: whenever backoff says). `inDoubt` when it may have been shown
 *   after all; `attempted` is false when our own rate limit spoke and the platform was not troubled.
 * - refused: never, unless something changes. `detail` is the platform's own code, without names or words.
 */
export type Sent =
  | { readonly type: 'sent'; readonly receipt: Receipt }
  | {
      readonly type: 'later'
      readonly at: Temporal.Instant | null
      readonly inDoubt: boolean
      readonly attempted: boolean
      readonly detail: string
    }
  | { readonly type: 'refused'; readonly code: RefusalCode; readonly detail: string }

/** What looking for a person gave. `cannot-search`: this platform never tells; they are met when they turn up. */
export type Found =
  | { readonly type: 'cannot-search' }
  | { readonly type: 'found'; readonly person: string; readonly profile: Profile }
  | { readonly type: 'unknown' }
  | { readonly type: 'later'; readonly at: Temporal.Instant | null }

/** A chat platform, as the conversation core sees it. */
export interface Platform {
  readonly name: string
  /** Whether the bot can open a conversation for several people of one workspace. */
  readonly groups: boolean
  start(hear: Hear, handBack: HandBack): Promise<void>
  /** Resolves when every act already taken in has been answered. */
  idle(): Promise<void>
  /** Takes in no more, and resolves when all that was taken in has been answered. */
  stop(): Promise<void>
  send(dispatch: Dispatch): Promise<Sent>
  /** Shows `content` in place of what the receipt stands for. The receipt stays the same. */
  revise(receipt: Receipt, dispatch: Dispatch): Promise<Sent>
  /** Takes a message back. A message that is already gone counts as taken back. */
  withdraw(receipt: Receipt): Promise<Sent>
  /** Finds an account of a workspace by its e-mail address or by the platform's id of it. */
  find(workspace: string, by: { email: string } | { person: string }): Promise<Found>
}
