import type { Activity, ConversationReference, TurnContext } from 'botbuilder'
import { TeamsInfo } from 'botbuilder'
import { z } from 'zod'
import type { Clock } from '../../core/clock.ts'
import type { Dispatch, Found, Profile, Receipt, Sent } from '../../core/platform.ts'
import type { Bot } from './auth.ts'
import { packConversation, type TeamsConversation, unpackConversation } from './conversation.ts'
import { isTokenRefused, notSent, type Step } from './errors.ts'
import { LIMITS, type Limiter } from './limits.ts'
import { bytesOf, type Card, render, summaryOf } from './render.ts'

const CARD = 'application/vnd.microsoft.card.adaptive'
const AUDIENCE = 'https://api.botframework.com'

/** What speaks to the connector. */
export interface Sender {
  send(dispatch: Dispatch): Promise<Sent>
  revise(receipt: Receipt, dispatch: Dispatch): Promise<Sent>
  withdraw(receipt: Receipt): Promise<Sent>
  find(workspace: string, person: string): Promise<Found>
}

interface Needs {
  readonly bot: Bot
  readonly clock: Clock
  readonly limiter: Limiter
  /** The address to use for a tenant: the latest that is known, else the one given, else the global one. */
  serviceUrl(tenant: string, stored: string | null): string
}

/** One attempt of each. Nothing is tried again here: that is for whoever keeps the deliveries. */
export const createSender = ({ bot, clock, limiter, serviceUrl }: Needs): Sender => {
  const wait = (tenant: string, conversation: string | null, urgent = false): Sent | null => {
    const at = limiter.take(clock.now(), tenant, conversation, urgent)
    return at && { type: 'later', at, inDoubt: false, attempted: false, detail: 'own-rate-limit' }
  }

  const failed = (error: unknown, step: Step) => {
    if (isTokenRefused(error)) bot.forgetToken()
    return notSent(error, step, clock.now())
  }

  const inConversation = (
    tenant: string,
    { conversationId, serviceUrl }: TeamsConversation,
    logic: (context: TurnContext) => Promise<void>,
  ): Promise<void> =>
    bot.adapter.continueConversationAsync(
      bot.appId,
      referenceTo(bot, tenant, conversationId, serviceUrl),
      logic,
    )

  /** Opens the conversation with a person, which shows nothing yet. Teams gives the same one each time. */
  const open = async (tenant: string, person: string): Promise<TeamsConversation> => {
    const url = serviceUrl(tenant, null)
    let conversationId = ''
    await bot.adapter.createConversationAsync(
      bot.appId,
      'msteams',
      url,
      AUDIENCE,
      {
        isGroup: false,
        bot: { id: botId(bot), name: '' },
        members: [{ id: person, name: '' }],
        tenantId: tenant,
        channelData: { tenant: { id: tenant } },
      },
      async (context) => {
        conversationId = context.activity.conversation.id
      },
    )
    return { conversationId, serviceUrl: url }
  }

  /** The place of a destination or receipt; null when the string is none of ours. */
  const placeOf = (tenant: string, packed: string): TeamsConversation | null => {
    const stored = unpackConversation(packed)
    return stored && { ...stored, serviceUrl: serviceUrl(tenant, stored.serviceUrl) }
  }

  const post = async (dispatch: Dispatch, tenant: string, place: TeamsConversation): Promise<Sent> => {
    const activity = activityOf(dispatch)
    if (bytesOf(activity) > LIMITS.messageBytes)
      return { type: 'refused', code: 'too-large', detail: 'own-size-limit' }
    const must = wait(tenant, place.conversationId, dispatch.urgent)
    if (must) return must
    let message: string | undefined
    try {
      await inConversation(tenant, place, async (context) => {
        // The SDK makes up an id for a turn that nobody began; a message would be sent as the reply to it.
        context.activity.id = ''
        message = (await context.sendActivity(activity))?.id
      })
    } catch (error) {
      return failed(error, 'send')
    }
    // Shown, but by no name that could revise it.
    const receipt = { workspace: tenant, conversation: packConversation(place), message: message ?? '' }
    return { type: 'sent', receipt }
  }

  /** Opens a conversation within our limits. */
  const opened = async (
    tenant: string,
    person: string,
    step: 'create' | 'find',
    urgent = false,
  ): Promise<TeamsConversation | Exclude<Sent, { type: 'sent' }>> => {
    const must = wait(tenant, person, urgent)
    if (must && must.type !== 'sent') return must
    try {
      return await open(tenant, person)
    } catch (error) {
      return failed(error, step)
    }
  }

  return {
    async send(dispatch) {
      const { to } = dispatch
      // A bot can be added to a group chat, and make none.
      if (to.type === 'group') return { type: 'refused', code: 'not-allowed', detail: 'no-groups' }
      if (to.conversation !== null) {
        const place = placeOf(to.workspace, to.conversation)
        if (place) return post(dispatch, to.workspace, place)
      }
      const place = await opened(to.workspace, to.person, 'create', dispatch.urgent)
      return 'type' in place ? place : post(dispatch, to.workspace, place)
    },

    async revise(receipt, dispatch) {
      const place = placeOf(receipt.workspace, receipt.conversation)
      if (!place) return { type: 'refused', code: 'message-gone', detail: 'no-such-receipt' }
      const activity = { ...activityOf(dispatch), id: receipt.message }
      if (bytesOf(activity) > LIMITS.messageBytes)
        return { type: 'refused', code: 'too-large', detail: 'own-size-limit' }
      const must = wait(receipt.workspace, place.conversationId, dispatch.urgent)
      if (must) return must
      try {
        await inConversation(receipt.workspace, place, async (context) => {
          await context.updateActivity(activity)
        })
        return { type: 'sent', receipt }
      } catch (error) {
        return failed(error, 'revise')
      }
    },

    async withdraw(receipt) {
      const place = placeOf(receipt.workspace, receipt.conversation)
      if (!place) return { type: 'sent', receipt }
      const must = wait(receipt.workspace, place.conversationId)
      if (must) return must
      try {
        await inConversation(receipt.workspace, place, (context) => context.deleteActivity(receipt.message))
        return { type: 'sent', receipt }
      } catch (error) {
        const failure = failed(error, 'withdraw')
        return failure.type === 'refused' && failure.code === 'message-gone'
          ? { type: 'sent', receipt }
          : failure
      }
    },

    async find(workspace, person) {
      const place = await opened(workspace, person, 'find')
      if ('type' in place) return notFound(place)
      const must = wait(workspace, null)
      if (must) return notFound(must)
      let profile: Profile | null = null
      try {
        await inConversation(workspace, place, async (context) => {
          profile = await memberOf(context, person)
        })
      } catch (error) {
        return notFound(failed(error, 'find'))
      }
      return profile ? { type: 'found', person, profile } : { type: 'unknown' }
    },
  }
}

const notFound = (sent: Sent): Found =>
  sent.type === 'later' ? { type: 'later', at: sent.at } : { type: 'unknown' }

const botId = ({ appId }: Bot): string => `28:${appId}`

const referenceTo = (
  bot: Bot,
  tenant: string,
  conversationId: string,
  serviceUrl: string,
): Partial<ConversationReference> => ({
  channelId: 'msteams',
  serviceUrl,
  bot: { id: botId(bot), name: '' },
  conversation: {
    id: conversationId,
    isGroup: false,
    conversationType: 'personal',
    tenantId: tenant,
    name: '',
  },
})

/** One card and nothing else: text beside it would become a message of its own. */
const activityOf = ({ id, content, to }: Dispatch): Partial<Activity> => ({
  ...cardActivity(render(content), summaryOf(content)),
  channelData: { tenant: { id: to.workspace }, duologue: { delivery: id } },
})

/** A message that is one card. */
const cardActivity = (card: Card, summary: string): Partial<Activity> => ({
  type: 'message',
  summary,
  attachments: [{ contentType: CARD, content: card }],
})

const member = z.object({
  name: z.string().nullish(),
  email: z.string().nullish(),
  userPrincipalName: z.string().nullish(),
})

/** What the roster tells of a person. Their zone and locale it does not know. */
export const memberOf = async (context: TurnContext, person: string): Promise<Profile> => {
  const told = member.parse(await TeamsInfo.getMember(context, person))
  return {
    name: told.name || null,
    email: (told.email || told.userPrincipalName || '').toLowerCase() || null,
    timeZone: null,
    locale: null,
  }
}
