import { z } from 'zod'
import { zoneNamed } from '../../core/calendar.ts'
import type { Inbound, Profile, Receipt } from '../../core/platform.ts'
import { readAction, verbOf } from './actions.ts'
import { entitiesOf, isPersonal, type TeamsActivity, tenantOf } from './activity.ts'
import { packConversation } from './conversation.ts'

/** What an activity is to us. An `unknown` invoke is one that nobody here answers. */
export type Received =
  | { readonly type: 'act'; readonly inbound: Inbound; readonly answered: 'invoke' | 'message' }
  | { readonly type: 'unknown' }
  | { readonly type: 'nothing' }

const NOTHING: Received = { type: 'nothing' }
const UNKNOWN: Received = { type: 'unknown' }

const LONGEST_NAME = 200
/** More than there are in the world. */
const MOST_ZONES = 1_000
/** An installation is told twice, within moments: what happens within one such stretch is one. */
const INSTALLATION_MS = 60_000

/** Reads an activity that is genuine. Whatever is not an act of a person in Entra is nothing. */
export const receive = (activity: TeamsActivity): Received => {
  const heard = heardOf(activity)
  if (!heard) return activity.type === 'invoke' ? UNKNOWN : NOTHING
  switch (activity.type) {
    case 'message':
      return messageOf(activity, heard)
    case 'invoke':
      return invokeOf(activity, heard)
    case 'installationUpdate':
      if (!isPersonal(activity)) return NOTHING
      if (activity.action === 'add') return installed(activity, heard, 'joined')
      return activity.action === 'remove' ? installed(activity, heard, 'left') : NOTHING
    case 'conversationUpdate':
      if (!isPersonal(activity)) return NOTHING
      if (hasBot(activity, activity.membersAdded)) return installed(activity, heard, 'joined')
      return hasBot(activity, activity.membersRemoved) ? installed(activity, heard, 'left') : NOTHING
    default:
      return NOTHING
  }
}

type Heard = Omit<Extract<Inbound, { type: 'joined' }>, 'type' | 'carries'>

const heardOf = (activity: TeamsActivity): Heard | null => {
  const workspace = tenantOf(activity)
  const person = activity.from.aadObjectId
  if (workspace === null || person === undefined || activity.id === undefined) return null
  if (activity.from.role === 'bot' || activity.from.id === activity.recipient?.id) return null
  return {
    id: `${activity.conversation.id} ${activity.id}`,
    from: { platform: 'teams', workspace, person },
    profile: profileOf(activity),
    conversation: isPersonal(activity) ? conversationOf(activity) : null,
  }
}

const conversationOf = ({ conversation, serviceUrl }: TeamsActivity): string =>
  packConversation({ conversationId: conversation.id, serviceUrl })

const profileOf = (activity: TeamsActivity): Profile => {
  const client = entitiesOf(activity).find(({ type }) => type === 'clientInfo')
  return {
    name: activity.from.name?.trim().slice(0, LONGEST_NAME) || null,
    email: null,
    timeZone: zoneOf(activity.localTimezone) ?? zoneOf(client?.timezone),
    locale: localeOf(activity.locale) ?? localeOf(client?.locale),
  }
}

/** Zones by the name they came under: making a format is slow, and every activity names one. */
const zones = new Map<string, string | null>()

const zoneOf = (zone: string | undefined): string | null => {
  if (zone === undefined || zone === '') return null
  const known = zones.get(zone)
  if (known !== undefined) return known
  if (zones.size >= MOST_ZONES) zones.clear()
  const found = zoneNamed(zone)
  zones.set(zone, found)
  return found
}

const localeOf = (locale: string | undefined): string | null => {
  try {
    return locale === undefined ? null : (Intl.getCanonicalLocales(locale)[0] ?? null)
  } catch {
    return null
  }
}

const messageOf = (activity: TeamsActivity, heard: Heard): Received => {
  const action = activity.value === undefined ? null : readAction(activity.value)
  if (action) return actOf(action, activity, heard, 'message')
  // A card of somebody else's, or one that was meddled with.
  if (activity.value !== undefined && (activity.text ?? '').trim() === '') return NOTHING
  if (!isPersonal(activity) && !mentionsBot(activity)) return NOTHING
  const inbound: Inbound = { ...heard, type: 'said', text: wordsOf(activity), carries: [] }
  return { type: 'act', inbound, answered: 'message' }
}

const invokeValue = z.object({
  action: z.object({ type: z.literal('Action.Execute'), verb: z.string(), data: z.unknown().optional() }),
})

const invokeOf = (activity: TeamsActivity, heard: Heard): Received => {
  if (activity.name !== 'adaptiveCard/action' || !isPersonal(activity)) return UNKNOWN
  const value = invokeValue.safeParse(activity.value)
  const action = value.success ? readAction(value.data.action.data) : null
  if (!value.success || !action || value.data.action.verb !== verbOf(action.carried)) return UNKNOWN
  return actOf(action, activity, heard, 'invoke')
}

const actOf = (
  { carried, answers }: NonNullable<ReturnType<typeof readAction>>,
  activity: TeamsActivity,
  heard: Heard,
  answered: 'invoke' | 'message',
): Received => {
  const { flow, name, subject } = carried
  const act = { ...heard, flow, name, subject, on: cardOf(activity, heard) }
  const inbound: Inbound =
    carried.is === 'form'
      ? { ...act, type: 'submitted', answers, carries: ['errors', 'form-in-place', 'became'] }
      : { ...act, type: 'pressed', carries: ['form-in-place', 'became'] }
  return { type: 'act', inbound, answered }
}

const cardOf = (activity: TeamsActivity, { from, conversation }: Heard): Receipt | null =>
  activity.replyToId === undefined || conversation === null
    ? null
    : { workspace: from.workspace, conversation, message: activity.replyToId }

const installed = (activity: TeamsActivity, heard: Heard, type: 'joined' | 'left'): Received => {
  const at = Date.parse(activity.timestamp ?? '')
  const told = Number.isNaN(at) ? (activity.id ?? '') : String(Math.floor(at / INSTALLATION_MS))
  const id = `${type} ${activity.conversation.id} ${told}`
  const inbound: Inbound =
    type === 'joined'
      ? { ...heard, id, type, carries: [] }
      : { ...heard, id, type, everyone: false, carries: [] }
  return { type: 'act', inbound, answered: 'message' }
}

const hasBot = (activity: TeamsActivity, members: readonly { id: string }[] | undefined): boolean =>
  activity.recipient !== undefined && (members ?? []).some(({ id }) => id === activity.recipient?.id)

const botMentions = (activity: TeamsActivity): string[] =>
  entitiesOf(activity).flatMap(({ type, mentioned, text }) =>
    type === 'mention' && mentioned !== undefined && mentioned.id === activity.recipient?.id && text
      ? [text]
      : [],
  )

const mentionsBot = (activity: TeamsActivity): boolean => botMentions(activity).length > 0

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', '#39': "'", amp: '&' }

/** What was typed, without the mention of the bot and without Teams' own marks; the rest is left as it was. */
const wordsOf = (activity: TeamsActivity): string => {
  const text = botMentions(activity).reduce(
    (words, mention) => words.replaceAll(mention, ' '),
    activity.text ?? '',
  )
  const bare = text.replace(/<at(?:\s[^>]*)?>|<\/at>/gi, '').replace(/&nbsp;/g, ' ')
  const plain = activity.textFormat === 'xml' ? withoutMarkup(bare) : bare
  return plain.replaceAll('\u00a0', ' ').trim()
}

const withoutMarkup = (text: string): string =>
  text
    .replace(/<br\s*\/?>|<\/(?:p|div)>/gi, '\n')
    .replace(/<\/?[a-z][^>]*>/gi, '')
    .replace(/&(lt|gt|quot|#39|amp);/g, (_, name: string) => ENTITIES[name] ?? '')
