import { digest, platformId } from '../hash.ts'
import { isRecord, type Json, list } from '../json.ts'
import { createLimiter, type Limiter } from '../limits.ts'
import type { SimulatedSlackWorkspace, SlackTarget } from '../types.ts'
import { type Conversation, personKey, type StoredMessage, type World } from '../world.ts'
import { readMessage } from './read.ts'

/** A view that someone has before them. */
export interface SlackView {
  id: string
  person: string
  workspace: string
  hash: string
  content: Json
  root: string
  previous: string | null
}

interface Trigger {
  workspace: string
  person: string
  /** Whether it came from within a modal, so that another may be pushed on it. */
  inModal: boolean
  at: number
  used: boolean
}

/** Where an answer to one act may be sent. */
export interface ResponseUrl {
  workspace: string
  person: string
  conversation: Conversation
  /** The message whose button was pressed; null after a command. */
  message: StoredMessage | null
  at: number
  uses: number
}

export interface SlackFile {
  id: string
  workspace: string
  name: string
  title: string
  size: number
  /** The first bytes, as text. */
  excerpt: string
  uploaded: boolean
}

/** Product milliseconds that a trigger id lives. */
const TRIGGER_LIFE_MS = 3000

/** What the simulated Slack knows beside the world's messages. */
export interface SlackState {
  readonly world: World
  readonly options: SlackTarget
  readonly limiter: Limiter
  /** `http://127.0.0.1:P`, known once the server listens. */
  origin: string
  readonly workspaces: SimulatedSlackWorkspace[]
  readonly uninstalled: Set<string>
  /** Person keys of those who blocked the bot. */
  readonly blocked: Set<string>
  readonly stacks: Map<string, SlackView[]>
  readonly homes: Map<string, SlackView>
  readonly responseUrls: Map<string, ResponseUrl>
  readonly files: Map<string, SlackFile>
  issueTrigger(workspace: string, person: string, inModal: boolean): string
  /** Uses a trigger up; a word instead of the person when Slack would refuse. */
  useTrigger(id: unknown): { workspace: string; person: string; inModal: boolean } | string
  /** Whose a trigger is, without using it; empty when it is nobody's. */
  triggeredBy(id: unknown): string
  /** A moment in microseconds of product time, as Slack's ts, unlike any other in the workspace. */
  timestamp(workspace: string): string
  /** A number that counts up for each workspace. */
  count(workspace: string, what: string): number
  nameOf(workspace: string): (id: string) => string
}

export function createSlackState(world: World, options: SlackTarget): SlackState {
  const triggers = new Map<string, Trigger>()
  const moments = new Map<string, number>()
  const counts = new Map<string, number>()
  const count = (workspace: string, what: string) => {
    const key = `${workspace} ${what}`
    const next = (counts.get(key) ?? 0) + 1
    counts.set(key, next)
    return next
  }
  return {
    world,
    options,
    limiter: createLimiter(),
    origin: '',
    workspaces: [...world.workspaces.values()].filter((workspace) => workspace.platform === 'slack'),
    uninstalled: new Set(),
    blocked: new Set(),
    stacks: new Map(),
    homes: new Map(),
    responseUrls: new Map(),
    files: new Map(),
    issueTrigger(workspace, person, inModal) {
      const now = world.clock.now()
      for (const [old, trigger] of triggers) {
        if (trigger.at >= now - 10 * TRIGGER_LIFE_MS) break
        triggers.delete(old)
      }
      const number = count(workspace, `trigger ${person}`)
      const id = `${Math.floor(now / 1000)}.${number}.${digest(world.seed, workspace, person, number).slice(0, 32)}`
      triggers.set(id, { workspace, person, inModal, at: now, used: false })
      return id
    },
    useTrigger(id) {
      const trigger = typeof id === 'string' ? triggers.get(id) : undefined
      if (!trigger) return 'invalid_trigger_id'
      if (trigger.used) return 'exchanged_trigger_id'
      if (world.clock.now() - trigger.at > TRIGGER_LIFE_MS) return 'expired_trigger_id'
      trigger.used = true
      return trigger
    },
    triggeredBy: (id) => (typeof id === 'string' ? (triggers.get(id)?.person ?? '') : ''),
    timestamp(workspace) {
      const micros = Math.max(Math.floor(world.clock.now() * 1000), (moments.get(workspace) ?? 0) + 1)
      moments.set(workspace, micros)
      return `${Math.floor(micros / 1_000_000)}.${String(micros % 1_000_000).padStart(6, '0')}`
    },
    count,
    nameOf: (workspace) => (id) => world.person(workspace, id)?.name ?? id,
  }
}

/** Puts a message of the bot's into a conversation, as Slack fills it in. */
export function postAsBot(
  state: SlackState,
  workspace: SimulatedSlackWorkspace,
  conversation: Conversation,
  content: Json,
  how: { onlyFor: string | null; via: 'api' | 'answer'; metadata?: unknown },
): StoredMessage {
  const ts = state.timestamp(workspace.id)
  const filled: Json = {
    type: 'message',
    user: workspace.botUserId,
    bot_id: botIdOf(workspace),
    app_id: workspace.appId,
    team: workspace.id,
    ts,
    ...content,
    ...withBlockIds(content, ts),
  }
  return state.world.post({
    id: ts,
    conversation,
    author: 'bot',
    onlyFor: how.onlyFor,
    via: how.via,
    content: filled,
    metadata: how.metadata ?? null,
    readable: readMessage(filled, state.nameOf(workspace.id)),
  })
}

/** Changes a message of the bot's. */
export function reviseAsBot(
  state: SlackState,
  message: StoredMessage,
  change: Json,
  metadata?: unknown,
): void {
  const { workspace } = message.conversation
  const content: Json = { ...message.content, ...change, ...withBlockIds(change, message.id) }
  const readable = readMessage(content, state.nameOf(workspace))
  state.world.revise(
    message,
    metadata === undefined ? { content, readable } : { content, readable, metadata },
  )
}

/** The blocks with the ids that Slack gives to those that have none. */
export function withBlockIds(content: Json, place: string): Json {
  if (!Array.isArray(content['blocks'])) return {}
  return {
    blocks: list(content['blocks']).map((block, index) => {
      if (!isRecord(block)) return block
      const filled: Json = { ...block, block_id: block['block_id'] ?? generated(place, index) }
      if (isRecord(block['accessory']))
        filled['accessory'] = withActionId(block['accessory'], place, index, 0)
      if (isRecord(block['element'])) filled['element'] = withActionId(block['element'], place, index, 0)
      if (block['type'] === 'actions') {
        filled['elements'] = list(block['elements']).map((element, position) =>
          isRecord(element) ? withActionId(element, place, index, position) : element,
        )
      }
      return filled
    }),
  }
}

function withActionId(element: Json, place: string, index: number, position: number): Json {
  if (element['type'] === 'image') return element
  return { ...element, action_id: element['action_id'] ?? generated(place, index, position) }
}

function generated(...parts: (string | number)[]): string {
  return digest('generated', ...parts).slice(0, 5)
}

/** The bot's `B…`, beside its user's `U…`. */
export function botIdOf(workspace: SimulatedSlackWorkspace): string {
  return platformId('B', workspace.id, workspace.botUserId)
}

/** The stack of modals that a person has open, the newest last. */
export function stackOf(state: SlackState, workspace: string, person: string): SlackView[] {
  return state.stacks.get(personKey(workspace, person)) ?? []
}
