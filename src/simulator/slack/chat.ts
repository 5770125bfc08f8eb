import { flag, isRecord, type Json, list, text } from '../json.ts'
import { type Conversation, personKey, type StoredMessage } from '../world.ts'
import { problemsOfBlocks, tooMuchText } from './blocks.ts'
import { SLACK_LIMITS } from './limits.ts'
import { fine, type Method, type MethodCall, type MethodResult, refused, refusedFor } from './method.ts'
import { postAsBot, reviseAsBot } from './state.ts'

/** The conversation that a `channel` argument names: an id, or a person's for the chat with them. */
export function channelOf({ state, workspace, args }: MethodCall): Conversation | null {
  const id = text(args['channel'])
  const known = state.world.conversation(id)
  if (known) return known.workspace === workspace.id ? known : null
  if (!state.world.person(workspace.id, id)) return null
  return state.world.converse(workspace, [id]).conversation
}

/** What is wrong with a message's text and blocks; null when Slack would take it. */
export function contentRefusal(args: Json): MethodResult | null {
  const { blocks, attachments } = args
  const hasBlocks = list(blocks).length > 0
  const words = args['text']
  if (blocks !== undefined && !Array.isArray(blocks)) return refused('invalid_blocks_format')
  if (!hasBlocks && list(attachments).length === 0 && text(words) === '') return refused('no_text')
  if (text(words).length > SLACK_LIMITS.messageText) return refused('msg_too_long')
  if (!hasBlocks) return null
  const problem = refusedFor('invalid_blocks', problemsOfBlocks(blocks, 'message'))
  if (problem) return problem
  return tooMuchText(blocks) ? refused('msg_blocks_too_long') : null
}

function metadataRefusal(metadata: unknown): MethodResult | null {
  if (metadata === undefined) return null
  const good =
    isRecord(metadata) && text(metadata['event_type']) !== '' && isRecord(metadata['event_payload'])
  return good ? null : refused('invalid_metadata_format')
}

function contentOf(args: Json): Json {
  const kept: Json = { text: text(args['text']) }
  for (const name of ['blocks', 'attachments', 'thread_ts']) {
    if (args[name] !== undefined) kept[name] = args[name]
  }
  return kept
}

function cannotReach({ state, workspace }: MethodCall, conversation: Conversation): boolean {
  const [first] = conversation.people
  return (
    conversation.kind === 'direct' && first !== undefined && state.blocked.has(personKey(workspace.id, first))
  )
}

/** The bot's own message that `channel` and `ts` name. */
function ownMessage(call: MethodCall): StoredMessage | MethodResult {
  const conversation = channelOf(call)
  if (!conversation) return refused('channel_not_found')
  const message = call.state.world.find(conversation, text(call.args['ts']))
  // Slack keeps no private message that it could change.
  if (!message || message.onlyFor !== null) return refused('message_not_found')
  return message
}

const postMessage: Method = (call) => {
  const { state, workspace, args } = call
  const conversation = channelOf(call)
  if (!conversation) return refused('channel_not_found')
  const problem = contentRefusal(args) ?? metadataRefusal(args['metadata'])
  if (problem) return problem
  if (cannotReach(call, conversation)) return refused('messages_tab_disabled')
  const message = postAsBot(state, workspace, conversation, contentOf(args), {
    onlyFor: null,
    via: 'api',
    metadata: args['metadata'],
  })
  return fine({ channel: conversation.id, ts: message.id, message: message.content })
}

const postEphemeral: Method = (call) => {
  const { state, workspace, args } = call
  const conversation = channelOf(call)
  if (!conversation) return refused('channel_not_found')
  const user = text(args['user'])
  if (!conversation.people.includes(user)) return refused('user_not_in_channel')
  const problem = contentRefusal(args)
  if (problem) return problem
  const message = postAsBot(state, workspace, conversation, contentOf(args), { onlyFor: user, via: 'api' })
  return fine({ message_ts: message.id })
}

const update: Method = (call) => {
  const { state, args } = call
  const message = ownMessage(call)
  if ('ok' in message) return message
  if (message.author !== 'bot') return refused('cant_update_message')
  const clears = isRecord(args['metadata']) && Object.keys(args['metadata']).length === 0
  const problem = contentRefusal(args) ?? (clears ? null : metadataRefusal(args['metadata']))
  if (problem) return problem
  const change = contentOf(args)
  // A text alone takes the blocks away; attachments alone leave text and blocks as they were.
  if (args['text'] === undefined) delete change['text']
  else if (args['blocks'] === undefined) change['blocks'] = []
  reviseAsBot(state, message, change, clears ? null : args['metadata'])
  return fine({
    channel: message.conversation.id,
    ts: message.id,
    text: text(message.content['text']),
    message: message.content,
  })
}

const remove: Method = (call) => {
  const message = ownMessage(call)
  if ('ok' in message) return message
  if (message.author !== 'bot') return refused('cant_delete_message')
  call.state.world.withdraw(message)
  return fine({ channel: message.conversation.id, ts: message.id })
}

const validate: Method = ({ args }) => {
  if (!Array.isArray(args['blocks'])) return refused('invalid_blocks_format')
  return refusedFor('invalid_blocks', problemsOfBlocks(args['blocks'], 'message')) ?? fine()
}

/** A stored message as conversations.history tells it. */
function historyEntry(message: StoredMessage, withMetadata: boolean): Json {
  const { content, metadata } = message
  return {
    ...content,
    ...(withMetadata && metadata !== null ? { metadata } : {}),
    ...(message.revisedAt.length > 0 ? { edited: { user: text(content['user']), ts: message.id } } : {}),
  }
}

const history: Method = (call) => {
  const { state, args } = call
  const conversation = channelOf(call)
  if (!conversation) return refused('channel_not_found')
  const oldest = Number(args['oldest'] ?? 0)
  const latest = args['latest'] === undefined ? Number.POSITIVE_INFINITY : Number(args['latest'])
  if (Number.isNaN(oldest)) return refused('invalid_ts_oldest')
  if (Number.isNaN(latest)) return refused('invalid_ts_latest')
  const inclusive = flag(args['inclusive'])
  const within = conversation.messages.filter((message) => {
    const ts = Number(message.id)
    const inside = inclusive ? ts >= oldest && ts <= latest : ts > oldest && ts < latest
    return inside && !message.deleted && message.onlyFor === null
  })
  const most = state.options.distributed ? 15 : 999
  const size = Math.min(Number(args['limit'] ?? 100) || 100, most)
  const start = Number(Buffer.from(text(args['cursor']), 'base64').toString('utf8').replace('next:', '')) || 0
  const newestFirst = within.reverse()
  const more = newestFirst.length > start + size
  const metadata = flag(args['include_all_metadata'])
  return fine({
    messages: newestFirst.slice(start, start + size).map((message) => historyEntry(message, metadata)),
    has_more: more,
    pin_count: 0,
    ...(more
      ? { response_metadata: { next_cursor: Buffer.from(`next:${start + size}`).toString('base64') } }
      : {}),
  })
}

export const CHAT_METHODS: Readonly<Record<string, Method>> = {
  'chat.postMessage': postMessage,
  'chat.postEphemeral': postEphemeral,
  'chat.update': update,
  'chat.delete': remove,
  'blocks.validate': validate,
  'conversations.history': history,
}
