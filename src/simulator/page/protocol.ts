import type { Answer, ShownForm, ShownMessage, SimulatedPlatform } from '../seen.ts'

/**
 * Everything that the page asks and hears. The server and the browser share it, so it holds types alone. Instants are
 * epoch milliseconds of the product's time. A person's key is `workspace/person`, in the platform's own ids.
 */

/** Somebody who can be picked. */
export interface PersonCard {
  readonly key: string
  readonly name: string
  readonly title: string
  readonly platform: SimulatedPlatform
  /** What the workspace is called. */
  readonly workspace: string
  readonly organisation: string
  /** The side's wording, or what else they are: a coordinator. */
  readonly role: string
  /** IANA. */
  readonly zone: string
  readonly unread: number
}

/** One conversation of the person who looks. Only messages that are new to the page, or changed. */
export interface ScreenConversation {
  readonly id: string
  readonly kind: 'direct' | 'group'
  /** Everyone in it but the bot and the person who looks, by name. */
  readonly people: readonly string[]
  readonly unread: number
  /** Oldest first. */
  readonly messages: readonly ShownMessage[]
  /** Ids of messages that were withdrawn. */
  readonly gone: readonly string[]
}

/** What a person sees, as far as it changed since a version. */
export interface Screen {
  readonly key: string
  /** The version that the page asked from; 0 is everything. */
  readonly since: number
  readonly version: number
  /** Whether the app is in this person's client. */
  readonly installed: boolean
  readonly conversations: readonly ScreenConversation[]
  /** A modal. Null on Teams, whose forms are cards in the chat. */
  readonly form: ShownForm | null
  /** Slack's home view as last published; null before it was. */
  readonly home: ShownMessage | null
}

/** A word that this person may type. */
export interface WordHint {
  readonly word: string
  readonly help: string
}

/** What was pressed, or filled in. */
export type Place =
  | { readonly type: 'message'; readonly conversation: string; readonly id: string }
  | { readonly type: 'form'; readonly id: string }
  | { readonly type: 'home'; readonly id: string }

export type Move = 'hour' | 'morning' | 'week' | 'next' | 'play' | 'stop'

export type Fault =
  | { readonly type: 'limits'; readonly on: boolean }
  | { readonly type: 'outage'; readonly platform: SimulatedPlatform; readonly on: boolean }
  | { readonly type: 'block'; readonly person: string; readonly on: boolean }

/** What the page may ask; each is answered by the type that `Replies` gives it. */
export type Ask =
  | { readonly do: 'open' }
  | { readonly do: 'screen'; readonly person: string; readonly since: number }
  | { readonly do: 'words'; readonly person: string }
  | { readonly do: 'read'; readonly person: string; readonly conversation: string }
  | { readonly do: 'watch'; readonly people: readonly string[] }
  | {
      readonly do: 'say'
      readonly person: string
      readonly since: number
      readonly conversation: string
      readonly words: string
    }
  | {
      readonly do: 'press'
      readonly person: string
      readonly since: number
      readonly on: Place
      readonly label: string
      readonly answers: Readonly<Record<string, Answer>>
    }
  | {
      readonly do: 'submit'
      readonly person: string
      readonly since: number
      readonly answers: Readonly<Record<string, Answer>>
    }
  | { readonly do: 'dismiss'; readonly person: string; readonly since: number }
  | { readonly do: 'home'; readonly person: string; readonly since: number }
  | { readonly do: 'install'; readonly person: string; readonly since: number }
  | { readonly do: 'move'; readonly move: Move }
  | { readonly do: 'others'; readonly answer: boolean }
  | { readonly do: 'fault'; readonly fault: Fault }
  | { readonly do: 'programme' }

/** What came of an act, and what the person sees now. */
export interface Acted {
  readonly ok: boolean
  /** What the platform's client tells the person; null when all went well. */
  readonly error: string | null
  readonly fieldErrors: Readonly<Record<string, string>>
  readonly screen: Screen
}

export interface Replies {
  open: Opening
  screen: Screen
  words: readonly WordHint[]
  read: null
  watch: null
  say: Acted
  press: Acted
  submit: Acted
  dismiss: Acted
  home: Acted
  install: Acted
  move: null
  others: null
  fault: null
  programme: ProgrammeView
}

/** Everything that the page begins with. */
export interface Opening {
  readonly programme: string
  readonly people: readonly PersonCard[]
  /** Two partners who are seen first, one in each platform. */
  readonly pair: readonly string[]
  /** What to try first, in a sentence or two; null when there is nothing in particular. */
  readonly hint: string | null
  readonly clock: ClockState
  readonly faults: Faults
  readonly happenings: readonly Happening[]
}

export interface ClockState {
  readonly now: number
  /** The programme's zone, IANA, and how it is said: "London time". */
  readonly zone: string
  readonly zoneName: string
  /** own: the machine's pace. jump: to an instant, as fast as it goes. play: an hour in a second. */
  readonly pace: 'own' | 'jump' | 'play'
  /** How far a jump is; null otherwise. */
  readonly jump: { readonly from: number; readonly to: number } | null
  readonly morning: number
  /** What happens next; null when nothing ever does. */
  readonly next: Due | null
  readonly othersAnswer: boolean
}

/** Something that is to come. */
export interface Due {
  readonly at: number
  /** "Check-in", "Nudge to book". */
  readonly what: string
  /** Names; empty when it is for nobody in particular. */
  readonly who: string
  /** Whether a message waits; else Duologue looks whether there should be one. */
  readonly certain: boolean
}

export type HappeningOutcome = 'sent' | 'dropped' | 'failed' | 'later'

/** What became of a message so far: a later try takes the place of the one before. */
export interface Happening {
  /** Counts up. */
  readonly id: number
  readonly at: number
  /** "Check-in", "Nudge to book". */
  readonly what: string
  /** Whether it is an answer to what the person did themselves. */
  readonly answer: boolean
  readonly people: readonly { readonly key: string | null; readonly name: string }[]
  readonly outcome: HappeningOutcome
  /** The message's own id: one of these is known of each at a time. */
  readonly delivery: string
  /** How often the platform did not take it. */
  readonly tries: number
  /** Why it was not sent, or not yet, in words; null when it was. */
  readonly why: string | null
  /** Where it can be seen; null when it cannot. */
  readonly message: { readonly conversation: string; readonly id: string } | null
}

export interface Faults {
  readonly limits: boolean
  readonly outages: readonly SimulatedPlatform[]
  /** Keys of people. */
  readonly blocked: readonly string[]
}

export interface PairView {
  readonly id: string
  readonly members: readonly {
    readonly key: string | null
    readonly name: string
    readonly side: string
    readonly organisation: string
    readonly platform: string
  }[]
  /** Where they stand, in words. */
  readonly state: string
  readonly kind: 'booked' | 'proposed' | 'met' | 'quiet' | 'paused' | 'ended'
  /** Of a booked meeting; null when there is none to come. */
  readonly meetsAt: number | null
}

export interface DeliveryLine {
  readonly at: number
  readonly what: string
  readonly who: string
  readonly key: string | null
  /** Why it failed or waits, in words. */
  readonly why: string
  /** What can be done about it; null when nothing need be. */
  readonly remedy: string | null
}

/** What someone who steers the programme sees. */
export interface ProgrammeView {
  readonly name: string
  readonly stage: string
  readonly startsOn: string
  readonly people: readonly { readonly label: string; readonly count: number }[]
  readonly pairs: readonly PairView[]
  readonly due: readonly Due[]
  readonly deliveries: {
    readonly sent: number
    readonly waiting: number
    readonly retrying: number
    readonly dropped: number
    readonly failed: number
  }
  readonly dropped: readonly { readonly why: string; readonly count: number }[]
  readonly waiting: readonly DeliveryLine[]
  readonly failed: readonly DeliveryLine[]
  /** Of all that were sent: how often the platforms accepted each. */
  readonly accepted: { readonly once: number; readonly more: number; readonly never: number }
}

/** What the page hears, each as one server-sent event of this type's name. */
export interface Live {
  /** The workspaces are being made: 0 to 1. */
  starting: { readonly share: number }
  /** Everything is there. */
  ready: null
  clock: ClockState
  changed: readonly { readonly key: string; readonly unread: number; readonly version: number }[]
  typing: { readonly conversation: string }
  happened: readonly Happening[]
  faults: Faults
  /** Something could not be done while time was moved on: what is told, in a sentence. */
  trouble: { readonly problem: string }
  /** The server stops. */
  stopping: null
}
