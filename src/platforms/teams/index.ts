import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Clock } from '../../core/clock.ts'
import { DuologueError } from '../../core/errors.ts'
import type { HandBack, Hear, Platform } from '../../core/platform.ts'
import { createBot } from './auth.ts'
import { firstServiceUrl, type TeamsConfig } from './config.ts'
import { isAllowedService } from './conversation.ts'
import { createDoor } from './door.ts'
import { createLimiter } from './limits.ts'
import { kindOf, type Log } from './log.ts'
import { createPeople } from './people.ts'
import { receive } from './receive.ts'
import { createSender } from './send.ts'
import { type After, realAfter } from './timer.ts'
import { createTurns, type HttpAnswer } from './turns.ts'

export type { TeamsConfig } from './config.ts'
export { packageTeamsApp } from './package.ts'
export type { After } from './timer.ts'

export interface TeamsOptions {
  readonly config: TeamsConfig
  readonly clock: Clock
  readonly log: Log
}

/** The platform, and the paths of the HTTP port that are its own. A handler answers every request, whatever happens. */
export interface Teams {
  readonly platform: Platform
  readonly routes: readonly {
    readonly path: string
    handle(request: IncomingMessage, response: ServerResponse): void
  }[]
  /** Whether tokens and keys can be had now; the code of what cannot, null when all is well. */
  trouble(): Promise<string | null>
}

/** Microsoft Teams, through botbuilder's CloudAdapter. */
export const createTeams = ({ config, clock, log }: TeamsOptions, after: After = realAfter): Teams => {
  if (config.appId === '' && !config.allowUnauthenticated)
    throw new DuologueError(
      'teams-without-app',
      'Teams was configured without an app id, so that nobody could be told from anybody.',
      'Set TEAMS_APP_ID, or leave Teams out.',
    )
  const bot = createBot(config)
  const door = createDoor(config, bot, log)
  const limiter = createLimiter(config.requestsPerSecond)
  /** Each tenant's newest service address. */
  const latest = new Map<string, string>()
  let ears: { readonly hear: Hear; readonly handBack: HandBack } | null = null

  const sender = createSender({
    bot,
    clock,
    limiter,
    serviceUrl(tenant, stored) {
      const known = latest.get(tenant)
      if (known !== undefined) return known
      const isGood = stored !== null && isAllowedService(stored, door.hosts)
      return isGood ? stored : firstServiceUrl(config.serviceHosts)
    },
  })
  const people = createPeople({
    after,
    mayAsk: (tenant) => limiter.take(clock.now(), tenant, null) === null,
    onTrouble: ({ workspace, person }) => log('warn', 'teams-profile-unavailable', { workspace, person }),
  })
  const turns = createTurns({ clock, limiter, people, after, log })

  const answerTo = async (request: IncomingMessage): Promise<HttpAnswer> => {
    const admitted = await door.admit(request)
    if (admitted.type === 'away') return { status: admitted.status }
    const { activity, tenant, raw, as } = admitted
    latest.set(tenant, activity.serviceUrl)
    const received = receive(activity)
    if (received.type === 'nothing') return { status: 200 }
    if (received.type === 'unknown') return { status: 501 }
    if (!ears) return { status: 503 }
    const run = (logic: Parameters<typeof bot.adapter.processActivityDirect>[2]) =>
      bot.adapter.processActivityDirect(as, raw, logic)
    return turns.take({ received, activity, tenant, run }, ears.hear, ears.handBack)
  }

  const platform: Platform = {
    name: 'teams',
    // A bot can be added to a group chat, and make none.
    groups: false,
    async start(hear, handBack) {
      ears = { hear, handBack }
    },
    idle: () => turns.idle(),
    stop() {
      ears = null
      return turns.idle()
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
        log('error', 'teams-request-failed', { error: kindOf(error) })
        return { status: 500 }
      })
      .then((answer) => respond(response, answer))
  }

  return { platform, routes: [{ path: '/api/messages', handle }], trouble: bot.trouble }
}

const respond = (response: ServerResponse, { status, body }: HttpAnswer): void => {
  if (response.destroyed) return
  response.statusCode = status
  if (status === 405) response.setHeader('allow', 'POST')
  if (body === undefined) return void response.end()
  response.setHeader('content-type', 'application/json; charset=utf-8')
  response.end(JSON.stringify(body))
}
