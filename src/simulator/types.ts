import type { SimulatorClock } from './clock.ts'
import type { FaultPlan } from './faults.ts'
import type { Answer, ShownConversation, ShownForm, ShownMessage, SimulatedPlatform } from './seen.ts'

export type * from './seen.ts'

/** Someone who works in a simulated workspace. */
export interface SimulatedPerson {
  /** `U…` on Slack, the Entra object id on Teams. */
  id: string
  name: string
  email: string
  /** IANA. */
  timeZone: string
  /** BCP 47, such as `en-GB`. */
  locale: string
  /** Whether Teams has installed the app for this person; Slack installs for all at once. */
  appInstalled: boolean
  title?: string
}

export interface SimulatedSlackWorkspace {
  platform: 'slack'
  /** `T…` */
  id: string
  name: string
  people: SimulatedPerson[]
  botToken: string
  botUserId: string
  appId: string
}

export interface SimulatedTeamsTenant {
  platform: 'teams'
  /** The tenant's uuid. */
  id: string
  name: string
  people: SimulatedPerson[]
}

export type SimulatedWorkspace = SimulatedSlackWorkspace | SimulatedTeamsTenant

export interface SlackTarget {
  signingSecret: string
  /** `http://127.0.0.1:PORT/slack/events` of the product. */
  target: string
  /** For oauth.v2.access; null leaves the credentials unchecked. */
  oauth?: { clientId: string; clientSecret: string } | null
  /** Whether conversations.history is cut as for distributed apps outside the Marketplace. */
  distributed?: boolean
  /** Whether the product hears of its own messages, as it does from Slack; off unless told, to halve the traffic. */
  echoOwnMessages?: boolean
}

export interface TeamsTarget {
  appId: string
  appPassword: string
  /** The bot's own tenant. */
  tenantId: string
  /** `http://127.0.0.1:PORT/api/messages` of the product. */
  target: string
  /** Per app and tenant; see `TEAMS_TENANT_REQUESTS_PER_SECOND`. */
  requestsPerSecond?: number
  /** How long an access token from the login endpoint is good for; an hour, as Entra's. */
  tokenSeconds?: number
}

export interface SimulatorOptions {
  clock: SimulatorClock
  seed: number
  faults: FaultPlan
  /** null: no Slack. */
  slack: SlackTarget | null
  /** null: no Teams. */
  teams: TeamsTarget | null
  workspaces: SimulatedWorkspace[]
  /**
   * Resolves when the product has nothing in hand. With it, an outcome shows all that an act caused; without it,
   * an act waits, by events and not by sleeping, for the first thing to appear (at most `patienceMs`).
   */
  settle?: () => Promise<void>
  /** Real milliseconds that an act waits for an answer that comes after its acknowledgement; 3000 unless told. */
  patienceMs?: number
  /** Real milliseconds until Slack gives up on the product; 3000 as Slack's. */
  slackDeadlineMs?: number
  /** Real milliseconds until Teams gives up on the product; 15,000. */
  teamsDeadlineMs?: number
  /** The port to listen on; 0, any free one, unless told. */
  port?: number
}

/** What came of an act. */
export interface Outcome {
  /** Accepted by the product and by the client. */
  ok: boolean
  /** The product's HTTP status; 0 when nothing was sent or nothing came back. */
  status: number
  /** Real milliseconds until the product answered. */
  ms: number
  /** What this person newly sees because of it, edited messages included, in order. */
  appeared: ShownMessage[]
  /** Errors by field name, from the client's own checks or from the product. */
  fieldErrors: Record<string, string>
  /** What the platform's client would tell the person; null when all went well. */
  error: string | null
  /** The product's answer, parsed where it is JSON; undefined when empty. */
  response: unknown
}

/** What one person sees and can do: the same on both platforms. */
export interface Door {
  readonly person: SimulatedPerson
  readonly platform: SimulatedPlatform
  readonly workspace: string
  /** Newest last. */
  conversations(): ShownConversation[]
  /** Everything this person can see, oldest first. */
  inbox(): ShownMessage[]
  /** One of those; null when this person sees none of this id. */
  message(id: string): ShownMessage | null
  /** Opens Slack's home tab and gives what the product published; null on Teams, or when nothing was. */
  home(): Promise<ShownMessage | null>
  /** Types to the bot in the one-to-one chat. */
  say(words: string): Promise<Outcome>
  /** Slack: `/mentoring words`, in the one-to-one chat unless another conversation is named. Teams: the words typed to the bot. */
  command(words: string, conversation?: string): Promise<Outcome>
  /**
   * Presses a button, or picks an option of a menu, by label or id (`Approve#2` is the second of that name);
   * `answers` fills questions that the message holds. Where the platform asks again, the answer is yes. A button with a link opens it and, on Slack, still tells the bot.
   */
  press(on: ShownMessage | ShownForm, label: string, answers?: Record<string, Answer>): Promise<Outcome>
  /** The form in front of this person; null when there is none. */
  form(): ShownForm | null
  /** Answers by label or name, then submits. The client's own checks come first, and send nothing when they fail. */
  fill(answers: Record<string, Answer>): Promise<Outcome>
  /** Closes the form without submitting. */
  dismiss(): Promise<void>
  /** Teams: the app is installed for this person. Slack: the person opens the chat with the app (the first time, if it is). */
  install(): Promise<Outcome>
  /** Teams: removed for this person. Slack: removed from the whole workspace. */
  uninstall(): Promise<Outcome>
  /** The person blocks the bot, or no longer does. */
  block(on: boolean): void
  /** Whether the app is in this person's client. */
  hasApp(): boolean
  /** The home tab as it stands, without opening it; null on Teams, or when nothing was published. */
  homeNow(): ShownMessage | null
  /** Resolves with the first message seen from now on, or already in the inbox, that fits; rejects after `withinMs` of real time. */
  waitFor(fits: (message: ShownMessage) => boolean, withinMs?: number): Promise<ShownMessage>
}

/** A message that a platform accepted from the product, for audits. */
export interface ReceivedMessage {
  platform: SimulatedPlatform
  workspace: string
  conversation: string
  kind: 'direct' | 'group'
  /** Ids of the people who can see it. */
  seenBy: string[]
  /** Slack's ts, or Teams' activity id. */
  id: string
  /** `api`: sent by a call. `answer`: the body of an acknowledgement, an invoke's or a response_url's. */
  via: 'api' | 'answer'
  /** Slack's message metadata; null when there is none. */
  metadata: unknown
  /** Readable text as first accepted. */
  text: string
  /** Readable text now. */
  latest: string
  /** The platform's JSON now. */
  raw: unknown
  revisions: number
  deleted: boolean
  ephemeral: boolean
  /** Product time of acceptance, epoch ms. */
  at: number
  /** Product time of each revision. */
  revisedAt: number[]
}

/** A modal or home view that Slack showed, for audits: each time that it was shown or changed. */
export interface ReceivedView {
  workspace: string
  person: string
  surface: 'modal' | 'home'
  /** Readable text, questions and what they hold included. */
  text: string
  raw: unknown
  /** Product time, epoch ms. */
  at: number
}

/** How often a method met each outcome: `ok`, `refused`, `limited` and each fault. */
export type CallCounts = Record<string, Record<string, number>>

/** Something that happened, for a page that shows it live. */
export type SimulatorEvent =
  | { type: 'message'; message: ReceivedMessage }
  | { type: 'revised'; message: ReceivedMessage }
  | { type: 'withdrawn'; message: ReceivedMessage }
  | { type: 'said'; platform: SimulatedPlatform; workspace: string; person: string; text: string }
  | { type: 'view'; view: ReceivedView }
  | { type: 'typing'; workspace: string; conversation: string }
  | { type: 'call'; platform: SimulatedPlatform; workspace: string; method: string; outcome: string }
  | { type: 'act'; platform: SimulatedPlatform; workspace: string; person: string; act: string }
