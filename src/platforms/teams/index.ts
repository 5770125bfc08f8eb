import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Activity, TurnContext } from 'botbuilder'
import type { Clock } from '../../core/clock.ts'
import { DuologueError } from '../../core/errors.ts'
import type { Hear, Inbound, Platform, Reply } from '../../core/platform.ts'
import { activitySchema, type TeamsActivity, tenantOf } from './activity.ts'
import { createBot } from './auth.ts'
import { readBody } from './body.ts'
import { firstServiceUrl, type TeamsConfig } from './config.ts'
import { isAllowedService, LOOPBACK_HOSTS } from './conversation.ts'
import { createLimiter, LIMITS, REQUESTS_PER_SECOND } from './limits.ts'
import { createPeople } from './people.ts'
import { receive } from './receive.ts'
import { summaryOf } from './render.ts'
import { cardIn, type InvokeAnswer, invokeAnswer, isLasting, TAKEN_IN } from './reply.ts'
import { cardActivity, createSender } from './send.ts'
import { type After, realAfter } from './timer.ts'

export { MICROSOFT_SERVICE_HOSTS, type TeamsConfig } from './config.ts'
export { packageTeamsApp } from './package.ts'
export type { After } from './timer.ts'

/** Writes a line to the log: ids only, never names, words or tokens. */
export type Log = (
  level: 'info' | 'warn' | 'error',
  event: string,
  ids: Readonly<Record<string, string>>,
) => void

export interface TeamsOptions {
  readonly config: TeamsConfig
  readonly clock: Clock
  readonly log: Log
}

/** One path of the HTTP port. The handler answers every request, whatever happens. */
export interface Route {
  readonly path: string
  handle(request: IncomingMessage, response: ServerResponse): void
}

export interface Teams {
  readonly platform: Platform
  readonly routes: readonly Route[]
}

interface HttpAnswer {
  readonly status: number
  readonly body?: InvokeAnswer
}

const OK: HttpAnswer = { status: 200 }

/** Microsoft Teams, through botbuilder's CloudAdapter. */
export const createTeams = (options: TeamsOptions, after: After = realAfter): Teams => {
  const { config, clock, log } = options
  if (config.appId === '' && !config.allowUnauthenticated)
    throw new DuologueError(
      'teams-without-app',
      'Teams was configured without an app id, so that nobody could be told from anybody.',
      'Set TEAMS_APP_ID, or leave Teams out.',
    )
  const bot = createBot(config)
  const limiter = createLimiter(REQUESTS_PER_SECOND)
  const hosts = config.allowUnauthenticated
    ? [...config.serviceHosts, ...LOOPBACK_HOSTS]
    : config.serviceHosts
  const tenants = new Set(config.allowedTenants.map((tenant) => tenant.toLowerCase()))
  const latest = new Map<string, string>()
  const inHand = new Set<Promise<unknown>>()
  let hear: Hear | null = null

  const serviceUrl = (tenant: string, stored: string | null): string => {
    const known = latest.get(tenant)
    if (known !== undefined) return known
    if (stored !== null && isAllowedService(stored, hosts)) return stored
    return firstServiceUrl(config.serviceHosts)
  }

  const sender = createSender({ bot, clock, limiter, serviceUrl })
  const people = createPeople({
    after,
    mayAsk: (tenant) => limiter.take(clock.now(), tenant, null) === null,
    onTrouble: ({ workspace, person }) => log('warn', 'teams-profile-unavailable', { workspace, person }),
  })

  /** Somebody who tries out a client without tokens need not know what tenant it makes up. */
  const isServed = (tenant: string): boolean =>
    tenants.has(tenant.toLowerCase()) || (config.allowUnauthenticated && tenants.size === 0)

  /** Checks a request from its size to its tenant; whoever is refused learns nothing. */
  const answerTo = async (request: IncomingMessage): Promise<HttpAnswer> => {
    if (request.method !== 'POST') return { status: 405 }
    const body = await readBody(request, LIMITS.bodyBytes)
    if (body.type === 'too-large') return { status: 413 }
    const raw = body.type === 'text' ? activityIn(body.text) : null
    if (raw === null) return { status: 400 }
    if (raw.channelId !== 'msteams' || typeof raw.serviceUrl !== 'string' || raw.serviceUrl === '')
      return { status: 401 }
    const verdict = await bot.authenticate(raw, request.headers.authorization ?? '')
    if (verdict.type === 'refused') {
      log('warn', 'teams-request-refused', {})
      return { status: 401 }
    }
    if (verdict.type === 'unknown') {
      log('error', 'teams-keys-unavailable', {})
      return { status: 503 }
    }
    const parsed = activitySchema.safeParse(raw)
    if (!parsed.success) return { status: 400 }
    const activity = parsed.data
    if (!isAllowedService(activity.serviceUrl, hosts)) {
      log('warn', 'teams-service-host-refused', { host: hostOf(activity.serviceUrl) })
      return { status: 403 }
    }
    const tenant = tenantOf(activity)
    if (tenant === null || !isServed(tenant)) {
      log('warn', 'teams-tenant-refused', { workspace: tenant ?? 'none' })
      return { status: 403 }
    }
    latest.set(tenant, activity.serviceUrl)
    return act(activity, (logic) => bot.adapter.processActivityDirect(verdict.as, raw, logic))
  }

  /** Has the act heard, and answers within the budget, with the reply if it is there by then. */
  const act = async (
    activity: TeamsActivity,
    turn: (logic: (context: TurnContext) => Promise<void>) => Promise<void>,
  ): Promise<HttpAnswer> => {
    const received = receive(activity)
    if (received.type === 'nothing') return OK
    if (received.type === 'unknown') return { status: 501 }
    if (!hear) return { status: 503 }
    const { inbound, answered } = received
    const listening = hear
    const isInvoke = answered === 'invoke'
    const late = { is: false }
    let answer: HttpAnswer = OK
    const done = turn(async (context) => {
      const reply = await heard(context, activity, inbound, listening, !isInvoke)
      const card = cardIn(reply)
      if (isInvoke) answer = { status: 200, body: invokeAnswer(card) }
      if (card !== null && (!isInvoke || late.is || isLasting(reply)))
        await editIn(context, activity, reply).catch(() =>
          log('warn', 'teams-edit-failed', { id: inbound.id }),
        )
    }).then(
      () => answer,
      (error: unknown): HttpAnswer => {
        log('error', 'teams-act-failed', { id: inbound.id, error: nameOf(error) })
        return { status: 500 }
      },
    )
    keepInHand(done)
    const budget = isInvoke ? LIMITS.invokeBudgetMs : LIMITS.messageBudgetMs
    return within(done, budget, () => {
      late.is = true
      return isInvoke ? { status: 200, body: TAKEN_IN } : OK
    })
  }

  const heard = async (
    context: TurnContext,
    activity: TeamsActivity,
    inbound: Inbound,
    listening: Hear,
    showsTyping: boolean,
  ): Promise<Reply> => {
    const callOff = showsTyping
      ? after(LIMITS.typingAfterMs, () => keepInHand(type(context, activity)))
      : () => {}
    try {
      return await listening(await people.known(inbound, context, activity.from.id))
    } finally {
      callOff()
    }
  }

  const type = async (context: TurnContext, activity: TeamsActivity): Promise<void> => {
    const tenant = tenantOf(activity) ?? ''
    if (limiter.take(clock.now(), tenant, activity.conversation.id) !== null) return
    await context
      .sendActivity({ type: 'typing' })
      .catch(() => log('info', 'teams-typing-failed', { workspace: tenant }))
  }

  /** Puts the reply in the place of the card that was used, for good. */
  const editIn = async (context: TurnContext, activity: TeamsActivity, reply: Reply): Promise<void> => {
    const content = reply.type === 'became' ? reply.message : 'form' in reply ? reply.form : null
    const card = cardIn(reply)
    if (activity.replyToId === undefined || content === null || card === null) return
    const tenant = tenantOf(activity) ?? ''
    if (limiter.take(clock.now(), tenant, activity.conversation.id) !== null) return
    await context.updateActivity({ ...cardActivity(card, summaryOf(content)), id: activity.replyToId })
  }

  const within = (done: Promise<HttpAnswer>, budget: number, instead: () => HttpAnswer) =>
    new Promise<HttpAnswer>((resolve) => {
      const callOff = after(budget, () => resolve(instead()))
      void done.then((answer) => {
        callOff()
        resolve(answer)
      })
    })

  const keepInHand = (work: Promise<unknown>): void => {
    inHand.add(work)
    void work.finally(() => inHand.delete(work))
  }

  const idle = async (): Promise<void> => {
    while (inHand.size > 0) await Promise.allSettled(inHand)
  }

  const platform: Platform = {
    name: 'teams',
    // A bot can be added to a group chat, and make none.
    groups: false,
    async start(with_) {
      hear = with_
    },
    idle,
    async stop() {
      hear = null
      await idle()
    },
    send: (dispatch) => sender.send(dispatch),
    revise: (receipt, dispatch) => sender.revise(receipt, dispatch),
    withdraw: (receipt) => sender.withdraw(receipt),
    // Teams does not find anybody by e-mail: an account is known once the app is installed for them.
    find: async (workspace, by) =>
      'person' in by ? sender.find(workspace, by.person) : { type: 'cannot-search' },
  }

  const handle = (request: IncomingMessage, response: ServerResponse): void => {
    void answerTo(request)
      .catch((error: unknown): HttpAnswer => {
        log('error', 'teams-request-failed', { error: nameOf(error) })
        return { status: 500 }
      })
      .then((answer) => respond(response, answer))
  }

  return { platform, routes: [{ path: '/api/messages', handle }] }
}

const respond = (response: ServerResponse, { status, body }: HttpAnswer): void => {
  if (response.destroyed) return
  response.statusCode = status
  if (status === 405) response.setHeader('allow', 'POST')
  if (body === undefined) return void response.end()
  response.setHeader('content-type', 'application/json; charset=utf-8')
  response.end(JSON.stringify(body))
}

/** A body as an activity, as far as the SDK itself looks; null when it is none. */
const activityIn = (text: string): Activity | null => {
  try {
    const value: unknown = JSON.parse(text)
    return isActivity(value) ? value : null
  } catch {
    return null
  }
}

const isActivity = (value: unknown): value is Activity =>
  typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string'

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : 'unknown')

const hostOf = (url: string): string => (URL.canParse(url) ? new URL(url).host : 'none')
