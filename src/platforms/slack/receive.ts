import { z } from 'zod'
import type { Carried, Inbound, PlatformAccount, Receipt } from '../../core/platform.ts'
import { answersOf, decodeForm, decodePress, FORM, type Place, PRESS, placeOf } from './codes.ts'
import { typed } from './text.ts'

/** What Slack sends, understood. Pure: a genuine request's body in, an act out; null is nothing that concerns us. */

/** The platform's name in accounts and acts. */
export const SLACK = 'slack'

/** Where the answer to an act can go besides the acknowledgement. */
export interface Heard {
  readonly inbound: Inbound
  /** Opens a form within three seconds of the act; null when the act gives none. */
  readonly trigger: string | null
  /** The message that a form opened now comes from; null when there is none that could be revised. */
  readonly on: Place | null
  /** The modal in which the act happened; null outside one. */
  readonly view: string | null
  /** The fields of the form that was submitted. */
  readonly fields: readonly string[]
}

const id = z.string().min(1).max(255)
const team = z.object({ id: id }).nullish()
const user = z.object({ id: id, team_id: id.nullish() })

const located = z.object({ team_id: id.nullish(), team, user: z.unknown().optional() })
const authorized = z.object({ authorizations: z.array(z.object({ user_id: id, is_bot: z.boolean() })) })

/** The workspace of any request: for an app installed for a whole organisation, the one where the act happened. */
export const workspaceOf = (body: unknown): string | null => {
  const found = located.safeParse(body)
  if (!found.success) return null
  const theirs = user.safeParse(found.data.user)
  return found.data.team_id ?? found.data.team?.id ?? (theirs.success ? theirs.data.team_id : null) ?? null
}

/** The bot's own user, as an event names it; null when it does not. */
export const botUserOf = (body: unknown): string | null => {
  const found = authorized.safeParse(body)
  return found.success ? (found.data.authorizations.find(({ is_bot }) => is_bot)?.user_id ?? null) : null
}

const from = (workspace: string, person: string): PlatformAccount => ({ platform: SLACK, workspace, person })

const act = (heard: Partial<Heard> & Pick<Heard, 'inbound'>): Heard => ({
  trigger: null,
  on: null,
  view: null,
  fields: [],
  ...heard,
})

const command = z.object({ text: z.string().default(''), user_id: id, trigger_id: id })

export const readCommand = (body: unknown): Heard | null => {
  const workspace = workspaceOf(body)
  const found = command.safeParse(body)
  if (workspace === null || !found.success) return null
  const { text, user_id, trigger_id } = found.data
  return act({
    inbound: {
      type: 'commanded',
      id: `slack:${trigger_id}`,
      from: from(workspace, user_id),
      profile: null,
      conversation: null,
      carries: ['answer', 'form'],
      words: text.trim(),
      home: false,
    },
    trigger: trigger_id,
  })
}

const press = z.object({
  user,
  trigger_id: id,
  container: z.object({ type: z.string(), is_ephemeral: z.boolean().default(false) }),
  channel: z.object({ id: id }).nullish(),
  message: z.object({ ts: id }).nullish(),
  view: z.object({ id: id, type: z.string(), private_metadata: z.string().default('') }).nullish(),
  actions: z.tuple([z.object({ action_id: id, action_ts: id, value: z.string() })], z.unknown()),
})

export const readPress = (body: unknown): Heard | null => {
  const workspace = workspaceOf(body)
  const found = press.safeParse(body)
  if (workspace === null || !found.success) return null
  const { user, trigger_id, container, channel, message, view, actions } = found.data
  const [pressed] = actions
  const code = pressed.action_id.startsWith(PRESS) ? decodePress(pressed.value) : null
  if (!code) return null
  const shown = container.type === 'message' && !container.is_ephemeral
  const on = shown ? placeOf(channel?.id, message?.ts) : null
  const modal = view?.type === 'modal' ? view : null
  const carries: Carried[] = container.is_ephemeral ? ['form', 'became'] : ['form']
  return act({
    inbound: {
      type: 'pressed',
      id: `slack:${trigger_id}:${pressed.action_ts}`,
      from: from(workspace, user.id),
      profile: null,
      conversation: directOf(on),
      carries,
      ...code,
      on: receiptOf(workspace, on),
    },
    trigger: trigger_id,
    on: on ?? (modal && (decodeForm(modal.private_metadata)?.on ?? null)),
    view: modal?.id ?? null,
  })
}

const state = z.object({
  value: z.string().nullish(),
  selected_option: z.object({ value: z.string() }).nullish(),
  selected_options: z.array(z.object({ value: z.string() })).nullish(),
  selected_date: z.string().nullish(),
  selected_time: z.string().nullish(),
})

const submission = z.object({
  type: z.literal('view_submission'),
  user,
  trigger_id: id.nullish(),
  view: z.object({
    id: id,
    hash: z.string().default(''),
    callback_id: z.literal(FORM),
    private_metadata: z.string(),
    blocks: z.array(z.object({ type: z.string(), block_id: z.string() })),
    state: z.object({ values: z.record(z.string(), z.record(z.string(), state)) }),
  }),
})

export const readSubmission = (body: unknown): Heard | null => {
  const workspace = workspaceOf(body)
  const found = submission.safeParse(body)
  if (workspace === null || !found.success) return null
  const { user, trigger_id, view } = found.data
  const form = decodeForm(view.private_metadata)
  if (!form) return null
  return act({
    inbound: {
      type: 'submitted',
      id: `slack:${trigger_id ?? `${view.id}:${view.hash}`}`,
      from: from(workspace, user.id),
      profile: null,
      conversation: directOf(form.on),
      carries: ['errors', 'form'],
      ...form.code,
      answers: answersOf(view.state.values),
      on: receiptOf(workspace, form.on),
    },
    trigger: trigger_id ?? null,
    on: form.on,
    fields: view.blocks.filter(({ type }) => type === 'input').map(({ block_id }) => block_id),
  })
}

const envelope = z.object({
  event_id: id,
  event: z.discriminatedUnion('type', [
    z.object({
      type: z.literal('message'),
      channel_type: z.literal('im'),
      channel: id,
      user: id,
      text: z.string(),
      subtype: z.undefined().optional(),
      bot_id: z.undefined().optional(),
    }),
    z.object({ type: z.literal('app_home_opened'), user: id, channel: id.nullish(), tab: z.string() }),
    z.object({ type: z.literal('app_uninstalled') }),
    z.object({
      type: z.literal('tokens_revoked'),
      tokens: z.object({ bot: z.array(z.string()).default([]) }),
    }),
  ]),
})

export const readEvent = (body: unknown): Heard | null => {
  const workspace = workspaceOf(body)
  const found = envelope.safeParse(body)
  if (workspace === null || !found.success) return null
  const { event, event_id } = found.data
  const heard = (person: string, conversation: string | null, carries: readonly Carried[]) => ({
    id: `slack:${event_id}`,
    from: from(workspace, person),
    profile: null,
    conversation,
    carries,
  })
  switch (event.type) {
    case 'message': {
      const text = typed(event.text).trim()
      if (text === '') return null
      return act({ inbound: { type: 'said', ...heard(event.user, event.channel, []), text } })
    }
    case 'app_home_opened': {
      const by = heard(event.user, event.channel ?? null, ['answer'])
      if (event.tab === 'home')
        return act({ inbound: { type: 'commanded', ...by, words: 'home', home: true } })
      if (event.tab !== 'messages') return null
      // Opened again and again, met once.
      const joined = `slack:joined:${workspace}:${event.user}`
      return act({ inbound: { type: 'joined', ...by, id: joined, carries: [] } })
    }
    case 'tokens_revoked':
      // Other tokens are people's own, of which we ask none.
      if (event.tokens.bot.length === 0) return null
      return act({ inbound: { type: 'left', ...heard('', null, []), everyone: true } })
    case 'app_uninstalled':
      return act({ inbound: { type: 'left', ...heard('', null, []), everyone: true } })
  }
}

const receiptOf = (workspace: string, on: Place | null): Receipt | null => on && { workspace, ...on }

/** A conversation with one person; theirs, since our message is in it. */
const directOf = (on: Place | null): string | null =>
  on?.conversation.startsWith('D') ? on.conversation : null
