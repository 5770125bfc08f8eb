import type { webApi } from '@slack/bolt'
import { Temporal } from 'temporal-polyfill'
import type { Clock } from '../../core/clock.ts'
import type { Dispatch, Platform, Sent } from '../../core/platform.ts'
import { type Called, type Calls, type Log, POSTING, postingIn, useOf } from './calls.ts'
import { LOOK_BACK_HOURS, LOOK_BACK_PAGES, PACES } from './limits.ts'
import { renderContent } from './render.ts'

/** The `event_type` of the metadata that our messages carry. */
const DELIVERY = 'duologue_delivery'

/** Conversations that were opened lately are remembered, since opening one again counts against Slack's limit. */
const MOST_OPENED = 5000

/** Sending, changing and taking back, one call of Slack's at a time. Retrying is the caller's. */
export const createSending = (needs: {
  readonly calls: Calls
  readonly clock: Clock
  readonly log: Log
}): Pick<Platform, 'send' | 'revise' | 'withdraw'> => {
  const { calls, clock, log } = needs
  const opened = new Map<string, string>()
  /** How far back a search has come that had to stop, by delivery: Slack may let us read a page a minute. */
  const readOn = new Map<string, string>()
  /** Deliveries in doubt that were looked for in vain and then only waited for room: a second look would tell nothing new. */
  const absent = new Set<string>()

  const conversationOf = async ({ to, urgent }: Dispatch): Promise<Called<string>> => {
    if (to.conversation !== null) return { type: 'done', value: to.conversation }
    const users = (to.type === 'person' ? [to.person] : [...to.people].sort()).join(',')
    const key = `${to.workspace} ${users}`
    const known = opened.get(key)
    if (known !== undefined) return { type: 'done', value: known }
    const uses = [useOf(to.workspace, 'conversations.open', PACES.tier3)]
    const open = (client: webApi.WebClient) => client.conversations.open({ users })
    const called = await calls.call(to.workspace, uses, open, urgent)
    if (called.type !== 'done') return called
    const conversation = called.value.channel?.id
    if (!conversation) return { type: 'refused', code: 'rejected', detail: 'no_channel' }
    if (opened.size >= MOST_OPENED) opened.clear()
    opened.set(key, conversation)
    return { type: 'done', value: conversation }
  }

  /** A message that carries this delivery's id; null when there is none. */
  const earlier = async (
    { id, to: { workspace }, urgent }: Dispatch,
    conversation: string,
  ): Promise<Called<string | null>> => {
    const uses = [useOf(workspace, 'conversations.history', PACES.tier3)]
    const oldest = clock.now().subtract({ hours: LOOK_BACK_HOURS }).epochMilliseconds / 1000
    let cursor = readOn.get(id)
    readOn.delete(id)
    for (let page = 0; page < LOOK_BACK_PAGES; page += 1) {
      const read = (client: webApi.WebClient) =>
        client.conversations.history({
          channel: conversation,
          include_all_metadata: true,
          oldest: oldest.toFixed(6),
          limit: 200,
          ...(cursor === undefined ? {} : { cursor }),
        })
      const called = await calls.call(workspace, uses, read, urgent)
      if (called.type !== 'done') {
        if (cursor !== undefined) readOn.set(id, cursor)
        return called
      }
      const found = called.value.messages?.find(
        ({ metadata }) => metadata?.event_type === DELIVERY && deliveryIn(metadata.event_payload) === id,
      )
      if (found?.ts !== undefined) return { type: 'done', value: found.ts }
      cursor = called.value.response_metadata?.next_cursor || undefined
      if (cursor === undefined) break
    }
    return { type: 'done', value: null }
  }

  const post = async (dispatch: Dispatch, conversation: string): Promise<Sent> => {
    const { workspace } = dispatch.to
    const uses = [useOf(workspace, POSTING, PACES.posting), postingIn(workspace, conversation)]
    const { text, blocks } = renderContent(dispatch.content)
    const say = (client: webApi.WebClient) =>
      client.chat.postMessage({
        channel: conversation,
        text,
        blocks,
        metadata: metadataOf(dispatch),
        mrkdwn: false,
        link_names: false,
        parse: 'none',
        unfurl_links: false,
        unfurl_media: false,
      })
    const called = await calls.call(workspace, uses, say, dispatch.urgent)
    if (called.type !== 'done') {
      // What was remembered may be what is wrong.
      if (called.type === 'refused') opened.clear()
      return notSent(called, POSTING, clock)
    }
    const message = called.value.ts
    if (message === undefined) return inDoubt('no_ts')
    return {
      type: 'sent',
      receipt: { workspace, conversation: called.value.channel ?? conversation, message },
    }
  }

  return {
    async send(dispatch) {
      const { to, id } = dispatch
      const place = await conversationOf(dispatch)
      if (place.type !== 'done') return stillInDoubt(notSent(place, 'conversations.open', clock), dispatch)
      const conversation = place.value
      if (dispatch.inDoubt && !absent.has(id)) {
        const looked = await earlier(dispatch, conversation)
        if (looked.type === 'done') {
          if (looked.value !== null)
            return { type: 'sent', receipt: { workspace: to.workspace, conversation, message: looked.value } }
        } else if (looked.type !== 'refused' || looked.detail !== 'missing_scope') {
          return stillInDoubt(notSent(looked, 'conversations.history', clock), dispatch)
        } else {
          // Nobody can tell: better twice than never.
          log('warn', 'slack.history.not-allowed', { workspace: to.workspace, delivery: id })
        }
      }
      const sent = await post(dispatch, conversation)
      if (dispatch.inDoubt && sent.type === 'later' && !sent.attempted) absent.add(id)
      else absent.delete(id)
      return sent
    },

    async revise(receipt, dispatch) {
      const uses = [useOf(receipt.workspace, 'chat.update', PACES.tier3)]
      const { text, blocks } = renderContent(dispatch.content)
      const update = (client: webApi.WebClient) =>
        client.chat.update({
          channel: receipt.conversation,
          ts: receipt.message,
          text,
          blocks,
          metadata: metadataOf(dispatch),
          link_names: false,
          parse: 'none',
        })
      const called = await calls.call(receipt.workspace, uses, update, dispatch.urgent)
      return called.type === 'done' ? { type: 'sent', receipt } : notSent(called, 'chat.update', clock)
    },

    async withdraw(receipt) {
      const uses = [useOf(receipt.workspace, 'chat.delete', PACES.tier3)]
      const called = await calls.call(receipt.workspace, uses, (client) =>
        client.chat.delete({ channel: receipt.conversation, ts: receipt.message }),
      )
      if (called.type === 'done') return { type: 'sent', receipt }
      return called.type === 'refused' && isGone(called.code)
        ? { type: 'sent', receipt }
        : notSent(called, 'chat.delete', clock)
    },
  }
}

const isGone = (code: string): boolean => code === 'message-gone' || code === 'conversation-gone'

const metadataOf = ({ id }: Dispatch) => ({ event_type: DELIVERY, event_payload: { id } })

const deliveryIn = (payload: unknown): unknown =>
  typeof payload === 'object' && payload !== null && 'id' in payload ? payload.id : undefined

const inDoubt = (detail: string): Sent => ({
  type: 'later',
  at: null,
  inDoubt: true,
  attempted: true,
  detail,
})

/** A dispatch in doubt stays so until somebody has looked. */
const stillInDoubt = (sent: Sent, dispatch: Dispatch): Sent =>
  sent.type === 'later' ? { ...sent, inDoubt: dispatch.inDoubt } : sent

/** Only posting shows something, so only after that is there a doubt. */
const SHOWS: readonly string[] = [POSTING, 'chat.update']

const notSent = (called: Exclude<Called<unknown>, { type: 'done' }>, method: string, clock: Clock): Sent => {
  const wait = { type: 'later', inDoubt: false } as const
  switch (called.type) {
    case 'not-installed':
      return { type: 'refused', code: 'not-installed', detail: 'no_token' }
    case 'refused':
      return called
    case 'limited':
      return {
        ...wait,
        at: clock.now().add({ seconds: called.seconds }),
        attempted: true,
        detail: `limited_${method}`,
      }
    case 'paced':
      return {
        ...wait,
        at: Temporal.Instant.fromEpochMilliseconds(called.at),
        attempted: false,
        detail: `paced_${method}`,
      }
    case 'later':
      return {
        ...wait,
        at: null,
        inDoubt: called.inDoubt && SHOWS.includes(method),
        attempted: true,
        detail: called.detail,
      }
  }
}
