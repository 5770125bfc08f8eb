import { record } from '../json.ts'
import type { SlackRequests } from './requests.ts'
import { botIdOf, type SlackState } from './state.ts'

/**
 * Tells the product of its own messages in one-to-one chats, as Slack does of every message there. Switched on
 * where it is the thing to prove, since it doubles the traffic of a long simulation.
 */
export function echoOwnMessages(state: SlackState, requests: SlackRequests): () => void {
  return state.world.subscribe((event) => {
    if (event.type !== 'message' || event.message.platform !== 'slack') return
    const { message } = event
    const workspace = state.workspaces.find((one) => one.id === message.workspace)
    if (!workspace || message.ephemeral || message.kind !== 'direct') return
    void requests.event(workspace, {
      ...record(message.raw),
      type: 'message',
      bot_id: botIdOf(workspace),
      channel: message.conversation,
      channel_type: 'im',
      event_ts: message.id,
    })
  })
}
