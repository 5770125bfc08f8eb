import type { ShownConversation, ShownMessage } from './types.ts'
import type { Conversation, StoredMessage, World } from './world.ts'

/** A message as its viewer sees it. */
export function shown(world: World, message: StoredMessage): ShownMessage {
  const { conversation, readable } = message
  const author = message.author === 'bot' ? undefined : world.person(conversation.workspace, message.author)
  return {
    id: message.id,
    conversation: conversation.id,
    platform: conversation.platform,
    workspace: conversation.workspace,
    from: author?.name ?? 'bot',
    at: message.at,
    text: readable.text,
    summary: readable.summary,
    buttons: readable.buttons,
    fields: readable.fields,
    private: message.onlyFor !== null,
    edited: message.revisedAt.length > 0,
    raw: message.content,
  }
}

/** What one person can see in one conversation, oldest first. */
export function visibleTo(conversation: Conversation, person: string): StoredMessage[] {
  return conversation.messages.filter((message) => isVisible(message, person))
}

function isVisible({ deleted, onlyFor }: StoredMessage, person: string): boolean {
  return !deleted && (onlyFor === null || onlyFor === person)
}

/** A person's conversations as shown, the one with the newest message last. */
export function shownConversations(world: World, workspace: string, person: string): ShownConversation[] {
  const newest = (conversation: Conversation) => visibleTo(conversation, person).at(-1)?.order ?? -1
  return [...world.conversationsOf(workspace, person)]
    .sort((a, b) => newest(a) - newest(b))
    .map((conversation) => ({
      id: conversation.id,
      kind: conversation.kind,
      workspace,
      people: conversation.people.map((id) => world.person(workspace, id)?.name ?? id),
      messages: visibleTo(conversation, person).map((message) => shown(world, message)),
    }))
}

/** A message that one person can see; null when there is none of this id. */
export function shownMessage(
  world: World,
  workspace: string,
  person: string,
  id: string,
): ShownMessage | null {
  for (const conversation of world.conversationsOf(workspace, person)) {
    const message = world.find(conversation, id)
    if (message && isVisible(message, person)) return shown(world, message)
  }
  return null
}

/** Everything that one person can see, oldest first. */
export function shownInbox(world: World, workspace: string, person: string): ShownMessage[] {
  return world
    .conversationsOf(workspace, person)
    .flatMap((conversation) => visibleTo(conversation, person))
    .sort((a, b) => a.order - b.order)
    .map((message) => shown(world, message))
}
