import type { PlatformAnswer } from '../http.ts'
import { at, isRecord, type Json, list, record, text } from '../json.ts'
import type { SimulatedPerson, SimulatedTeamsTenant } from '../types.ts'
import { type Conversation, personKey, type StoredMessage } from '../world.ts'
import { problemsOfCard, TEAMS_LIMITS } from './cards.ts'
import { CARD_TYPE, readActivity } from './read.ts'
import { memberId, memberNamed, postAsBot, type TeamsState } from './state.ts'

/** A call of the connector, authenticated and with its path read. */
export interface ConnectorCall {
  state: TeamsState
  operation: string
  tenant: SimulatedTeamsTenant
  /** Null only while one is being created. */
  conversation: Conversation | null
  body: Json
  bytes: number
  activity: string
  member: string
  query: URLSearchParams
}

type Operation = (call: ConnectorCall) => PlatformAnswer

const LARGEST_PAGE = 500
const SMALLEST_PAGE = 50

/** An error as the connector words it. */
export function connectorError(status: number, code: string, message: string) {
  return { status, body: { error: { code, message } } }
}

/** Why the bot may not write here; null when it may. */
function barred(state: TeamsState, conversation: Conversation): PlatformAnswer | null {
  const [person = ''] = conversation.people
  const key = personKey(conversation.workspace, person)
  if (!state.installed.has(key)) {
    return connectorError(
      403,
      'BotNotInConversationRoster',
      'The bot is not part of the conversation roster.',
    )
  }
  if (state.blocked.has(key)) {
    return connectorError(403, 'ConversationBlockedByUser', 'User blocked the conversation with the bot.')
  }
  return null
}

/** Why an activity would not be shown; null when it would. */
function activityRefusal(activity: Json, bytes: number): PlatformAnswer | null {
  if (bytes > TEAMS_LIMITS.messageBytes) {
    return connectorError(413, 'MessageSizeTooBig', 'Message size too large.')
  }
  const attachments = list(activity['attachments'])
  if (text(activity['text']) === '' && attachments.length === 0) {
    return connectorError(400, 'BadSyntax', 'Activity must have text or attachments')
  }
  for (const attachment of attachments) {
    if (at(attachment, 'contentType') !== CARD_TYPE) continue
    const [problem] = problemsOfCard(at(attachment, 'content'))
    if (problem) return connectorError(400, 'BadArgument', `Unable to parse the card: ${problem}`)
  }
  return null
}

const create: Operation = ({ state, tenant, body, bytes }) => {
  const members = list(body['members'])
  if (body['isGroup'] === true || members.length !== 1) {
    return connectorError(400, 'BadSyntax', 'Incorrect conversation creation parameters')
  }
  const person = memberNamed(state, tenant, text(at(members[0], 'id')))
  if (!person) return connectorError(400, 'BadArgument', 'Invalid user identity in provided tenant')
  if (!state.installed.has(personKey(tenant.id, person.id))) {
    return connectorError(403, 'ForbiddenOperationException', "Bot is not installed in user's personal scope")
  }
  const { conversation } = state.world.converse(tenant, [person.id])
  const first = body['activity']
  if (!isRecord(first)) return { status: 201, body: { id: conversation.id } }
  const problem = barred(state, conversation) ?? activityRefusal(first, bytes)
  if (problem) return problem
  const message = accept(state, conversation, first)
  return { status: 201, body: { id: conversation.id, activityId: message.id } }
}

const send: Operation = ({ state, conversation, body, bytes }) => {
  if (!conversation) return missing()
  const problem = barred(state, conversation)
  if (problem) return problem
  if (body['type'] === 'typing') {
    state.world.emit({ type: 'typing', workspace: conversation.workspace, conversation: conversation.id })
    return { status: 200, body: { id: state.activityId(conversation) } }
  }
  if (body['type'] !== 'message') return connectorError(400, 'BadSyntax', 'Unknown activity type')
  const refusal = activityRefusal(body, bytes)
  if (refusal) return refusal
  return { status: 201, body: { id: accept(state, conversation, body).id } }
}

/** Shows an activity; one with words and attachments becomes two messages, and the answer names only the first. */
function accept(state: TeamsState, conversation: Conversation, activity: Json): StoredMessage {
  const how = { onlyFor: null, via: 'api' } as const
  const { attachments, ...words } = activity
  if (text(activity['text']) === '' || list(attachments).length === 0) {
    return postAsBot(state, conversation, activity, how)
  }
  const first = postAsBot(state, conversation, words, how)
  postAsBot(state, conversation, { ...activity, text: '' }, how)
  return first
}

function ownMessage(call: ConnectorCall): StoredMessage | PlatformAnswer {
  if (!call.conversation) return missing()
  const problem = barred(call.state, call.conversation)
  if (problem) return problem
  const message = call.state.world.find(call.conversation, call.activity)
  if (message?.author !== 'bot' || message.onlyFor !== null) {
    return connectorError(404, 'ActivityNotFoundInConversation', 'The activity was not found.')
  }
  return message
}

const update: Operation = (call) => {
  const message = ownMessage(call)
  if (message === 'reset' || 'status' in message) return message
  const refusal = activityRefusal(call.body, call.bytes)
  if (refusal) return refusal
  call.state.world.revise(message, { content: call.body, readable: readActivity(call.body) })
  return { status: 200, body: { id: message.id } }
}

const remove: Operation = (call) => {
  const message = ownMessage(call)
  if (message === 'reset' || 'status' in message) return message
  call.state.world.withdraw(message)
  return { status: 200 }
}

/** A member as the roster tells it. */
function memberJson(state: TeamsState, tenant: SimulatedTeamsTenant, person: SimulatedPerson): Json {
  const [given = person.name, ...rest] = person.name.split(' ')
  return {
    id: memberId(state, tenant, person),
    name: person.name,
    givenName: given,
    surname: rest.join(' '),
    email: person.email,
    userPrincipalName: person.email,
    objectId: person.id,
    aadObjectId: person.id,
    tenantId: tenant.id,
    userRole: 'user',
  }
}

function roster({ state, tenant, conversation }: ConnectorCall): Json[] {
  return (conversation?.people ?? []).flatMap((id) => {
    const person = state.world.person(tenant.id, id)
    return person ? [memberJson(state, tenant, person)] : []
  })
}

/** Reading a roster needs the app in place, not the person's goodwill. */
function unreadable({ state, conversation }: ConnectorCall): PlatformAnswer | null {
  const [person = ''] = conversation?.people ?? []
  if (!conversation) return missing()
  return state.installed.has(personKey(conversation.workspace, person)) ? null : barred(state, conversation)
}

const listMembers: Operation = (call) => unreadable(call) ?? { status: 200, body: roster(call) }

const getMember: Operation = (call) => {
  const refusal = unreadable(call)
  if (refusal) return refusal
  const { state, tenant, conversation, member } = call
  const person = memberNamed(state, tenant, member)
  return person && conversation?.people.includes(person.id)
    ? { status: 200, body: memberJson(state, tenant, person) }
    : connectorError(404, 'MemberNotFoundInConversation', 'The member was not found in the conversation.')
}

const pagedMembers: Operation = (call) => {
  const refusal = unreadable(call)
  if (refusal) return refusal
  const all = roster(call)
  const asked = Number(call.query.get('pageSize') ?? LARGEST_PAGE) || LARGEST_PAGE
  const size = Math.min(Math.max(asked, SMALLEST_PAGE), LARGEST_PAGE)
  const start = Number(call.query.get('continuationToken') ?? 0) || 0
  const more = start + size < all.length
  return {
    status: 200,
    body: {
      members: all.slice(start, start + size).map(record),
      ...(more ? { continuationToken: String(start + size) } : {}),
    },
  }
}

function missing(): PlatformAnswer {
  return connectorError(404, 'ConversationNotFound', 'Conversation not found.')
}

export const CONNECTOR_OPERATIONS: Readonly<Record<string, Operation>> = {
  'conversations.create': create,
  'activities.send': send,
  'activities.reply': send,
  'activities.update': update,
  'activities.delete': remove,
  'members.list': listMembers,
  'members.get': getMember,
  'members.paged': pagedMembers,
}
