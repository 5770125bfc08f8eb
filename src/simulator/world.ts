import type { SimulatorClock } from './clock.ts'
import type { FaultPlan } from './faults.ts'
import { platformId } from './hash.ts'
import type { Json } from './json.ts'
import type {
  CallCounts,
  ReceivedMessage,
  ReceivedView,
  ShownButton,
  ShownField,
  SimulatedPerson,
  SimulatedPlatform,
  SimulatedWorkspace,
  SimulatorEvent,
} from './types.ts'

/** What can be read and done in a message, whatever the platform. */
export interface Readable {
  text: string
  summary: string
  buttons: ShownButton[]
  fields: ShownField[]
}

export interface StoredMessage {
  id: string
  conversation: Conversation
  /** `bot`, or a person's id. */
  author: string
  /** Null: everyone in the conversation sees it. */
  onlyFor: string | null
  via: 'api' | 'answer'
  content: Json
  metadata: unknown
  readable: Readable
  /** Readable text as first accepted. */
  first: string
  at: number
  revisedAt: number[]
  deleted: boolean
  order: number
}

export interface Conversation {
  id: string
  platform: SimulatedPlatform
  workspace: string
  kind: 'direct' | 'group'
  /** Ids of everyone in it but the bot. */
  people: string[]
  messages: StoredMessage[]
}

/** Collects what one person newly sees. */
export interface Watch {
  /** Messages that appeared or changed, in order. */
  seen(): StoredMessage[]
  /** Whether anything appeared: a message, a modal, a home view. */
  any(): boolean
  /** Resolves at the first thing that appears, or after so many real milliseconds. */
  first(withinMs: number): Promise<void>
  stop(): void
}

interface NewMessage {
  id: string
  conversation: Conversation
  author: string
  onlyFor: string | null
  via: 'api' | 'answer'
  content: Json
  metadata: unknown
  readable: Readable
}

/** Everything that both simulated platforms keep and share. */
export interface World {
  readonly clock: SimulatorClock
  readonly seed: number
  faults: FaultPlan
  readonly outages: Set<SimulatedPlatform>
  readonly workspaces: ReadonlyMap<string, SimulatedWorkspace>
  readonly counts: CallCounts
  person(workspace: string, id: string): SimulatedPerson | undefined
  conversation(id: string): Conversation | undefined
  /** The conversation of the bot with just these people, made when there is none yet. */
  converse(workspace: SimulatedWorkspace, people: string[]): { conversation: Conversation; created: boolean }
  conversationsOf(workspace: string, person: string): Conversation[]
  post(message: NewMessage): StoredMessage
  revise(message: StoredMessage, change: { content: Json; readable: Readable; metadata?: unknown }): void
  withdraw(message: StoredMessage): void
  find(conversation: Conversation, id: string): StoredMessage | undefined
  watch(workspace: string, person: string): Watch
  emit(event: SimulatorEvent): void
  subscribe(listener: (event: SimulatorEvent) => void): () => void
  received(): ReceivedMessage[]
  views(): ReceivedView[]
}

/** An empty world of the given workspaces. */
export function createWorld(options: {
  clock: SimulatorClock
  seed: number
  faults: FaultPlan
  workspaces: SimulatedWorkspace[]
}): World {
  const { clock } = options
  const workspaces = new Map(options.workspaces.map((workspace) => [workspace.id, workspace]))
  const people = new Map(
    options.workspaces.flatMap((workspace) =>
      workspace.people.map((person) => [personKey(workspace.id, person.id), person] as const),
    ),
  )
  const conversations = new Map<string, Conversation>()
  const ofPerson = new Map<string, Conversation[]>()
  const listeners = new Set<(event: SimulatorEvent) => void>()
  const fromBot: StoredMessage[] = []
  const views: ReceivedView[] = []
  let order = 0

  const watchers = new Map<string, Set<(change: StoredMessage | null) => void>>()
  const tell = (workspace: string, viewers: string[], change: StoredMessage | null) => {
    for (const viewer of viewers) {
      for (const watcher of watchers.get(personKey(workspace, viewer)) ?? []) watcher(change)
    }
  }
  const emit = (event: SimulatorEvent) => {
    for (const listener of listeners) listener(event)
    if (event.type !== 'view') return
    views.push(event.view)
    tell(event.view.workspace, [event.view.person], null)
  }

  return {
    clock,
    seed: options.seed,
    faults: options.faults,
    outages: new Set(),
    workspaces,
    counts: {},
    person: (workspace, id) => people.get(personKey(workspace, id)),
    conversation: (id) => conversations.get(id),
    converse(workspace, members) {
      const together = [...new Set(members)].sort()
      const kind = together.length === 1 ? 'direct' : 'group'
      const id = conversationId(workspace, kind, together)
      const known = conversations.get(id)
      if (known) return { conversation: known, created: false }
      const conversation: Conversation = {
        id,
        platform: workspace.platform,
        workspace: workspace.id,
        kind,
        people: together,
        messages: [],
      }
      conversations.set(id, conversation)
      for (const member of together) {
        const key = personKey(workspace.id, member)
        ofPerson.set(key, [...(ofPerson.get(key) ?? []), conversation])
      }
      return { conversation, created: true }
    },
    conversationsOf: (workspace, person) => ofPerson.get(personKey(workspace, person)) ?? [],
    post(message) {
      const stored: StoredMessage = {
        ...message,
        first: message.readable.text,
        at: clock.now(),
        revisedAt: [],
        deleted: false,
        order: order++,
      }
      message.conversation.messages.push(stored)
      if (message.author === 'bot') fromBot.push(stored)
      tell(message.conversation.workspace, viewersOf(stored), stored)
      if (message.author === 'bot') emit({ type: 'message', message: receivedOf(stored) })
      return stored
    },
    revise(message, change) {
      message.content = change.content
      message.readable = change.readable
      if (change.metadata !== undefined) message.metadata = change.metadata
      message.revisedAt.push(clock.now())
      tell(message.conversation.workspace, viewersOf(message), message)
      emit({ type: 'revised', message: receivedOf(message) })
    },
    withdraw(message) {
      message.deleted = true
      tell(message.conversation.workspace, viewersOf(message), null)
      emit({ type: 'withdrawn', message: receivedOf(message) })
    },
    find: (conversation, id) =>
      conversation.messages.findLast((message) => message.id === id && !message.deleted),
    watch(workspace, person) {
      const key = personKey(workspace, person)
      const seen = new Set<StoredMessage>()
      let noticed = false
      let wake: (() => void) | null = null
      const watcher = (change: StoredMessage | null) => {
        if (change === null) noticed = true
        else if (change.author !== person) seen.add(change)
        else return
        wake?.()
      }
      const group = watchers.get(key) ?? new Set()
      watchers.set(key, group.add(watcher))
      return {
        seen: () => [...seen].filter((message) => !message.deleted),
        any: () => noticed || seen.size > 0,
        first: (withinMs) =>
          new Promise((resolve) => {
            if (noticed || seen.size > 0) return resolve()
            const timer = setTimeout(resolve, withinMs)
            wake = () => {
              clearTimeout(timer)
              resolve()
            }
          }),
        stop: () => group.delete(watcher),
      }
    },
    emit,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    received: () => fromBot.map(receivedOf),
    views: () => [...views],
  }
}

/** One person of one workspace, as a key. */
export function personKey(workspace: string, person: string): string {
  return `${workspace}/${person}`
}

/** Ids of those who can see a message. */
function viewersOf(message: StoredMessage): string[] {
  return message.onlyFor === null ? message.conversation.people : [message.onlyFor]
}

function receivedOf(message: StoredMessage): ReceivedMessage {
  const { conversation } = message
  return {
    platform: conversation.platform,
    workspace: conversation.workspace,
    conversation: conversation.id,
    kind: conversation.kind,
    seenBy: viewersOf(message),
    id: message.id,
    via: message.via,
    metadata: message.metadata ?? null,
    text: message.first,
    latest: message.readable.text,
    raw: message.content,
    revisions: message.revisedAt.length,
    deleted: message.deleted,
    ephemeral: message.onlyFor !== null,
    at: message.at,
    revisedAt: message.revisedAt,
  }
}

/** `D…` and `C…` as Slack names them, `a:…` as Teams. */
function conversationId(workspace: SimulatedWorkspace, kind: 'direct' | 'group', people: string[]): string {
  if (workspace.platform === 'teams') return `a:1${platformId('', workspace.id, ...people).toLowerCase()}`
  return platformId(kind === 'direct' ? 'D' : 'C', workspace.id, ...people)
}
