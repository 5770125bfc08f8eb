import type { IncomingMessage, ServerResponse } from 'node:http'
import {
  App,
  type AppOptions,
  AuthorizationError,
  HTTPReceiver,
  type Logger,
  type RespondFn,
  type SlackActionMiddlewareArgs,
  type SlackCommandMiddlewareArgs,
  type SlackViewMiddlewareArgs,
} from '@slack/bolt'
import type { Clock } from '../../core/clock.ts'
import type { HandBack, Hear, Platform, Reply } from '../../core/platform.ts'
import { createAnswering, privately, viewAnswer } from './answer.ts'
import { clientOptions, createCalls, type Log, type Token } from './calls.ts'
import type { SlackConfig } from './config.ts'
import { createBusy, realTimer, type Timer, withinDeadline } from './deadline.ts'
import { createFinding } from './find.ts'
import { BODY_LIMIT_BYTES } from './limits.ts'
import { loggerOver } from './logger.ts'
import {
  botUserOf,
  type Heard,
  readCommand,
  readEvent,
  readPress,
  readSubmission,
  SLACK,
  workspaceOf,
} from './receive.ts'
import { renderMessage } from './render.ts'
import { createSending } from './send.ts'
import { createSocket } from './socket.ts'

export type { SlackConfig } from './config.ts'
export { askWorkspace, identifyWorkspace } from './identify.ts'

/** Where Slack sends everything: events, commands and interactivity. */
const PATH = '/slack/events'

export interface SlackOptions {
  readonly config: SlackConfig
  /** Rate limits and Retry-After follow it; signatures and deadlines are real time. */
  readonly clock: Clock
  /** The bot token of a workspace, by Slack's id of it; null: not installed there. */
  readonly token: Token
  readonly log: Log
  /** The acknowledgement's deadline; real time unless a test drives it. */
  readonly timer?: Timer
}

/** A part of the product's own server. */
export interface Route {
  readonly path: string
  handle(request: IncomingMessage, response: ServerResponse): void
}

/** Slack, through Bolt: on the product's own port, or over a socket that we open, when there is an app token. */
export const createSlack = (
  options: SlackOptions,
): {
  readonly platform: Platform
  readonly routes: readonly Route[]
  /** Whether Slack can reach us, as far as that is ours to open. */
  isListening(): boolean
} => {
  const { config, clock, token, log, timer = realTimer } = options
  const logger = loggerOver(log)
  const calls = createCalls({ config, logger, clock, token })
  const sending = createSending({ calls, clock, log })
  const answering = createAnswering({
    calls,
    handBack: async (inbound, content) => handBack?.(inbound, content),
    log,
  })
  const busy = createBusy()
  let hear: Hear | null = null
  let handBack: HandBack | null = null
  let stopping = false

  const socket =
    config.appToken === null ? null : createSocket({ config, appToken: config.appToken, logger, log, timer })
  const receiver = socket ? null : receiverOf(config, logger)
  const app = new App({
    ...(socket ? { receiver: socket.receiver } : receiver ? { receiver } : {}),
    authorize: authorizeBy(token),
    clientOptions: clientOptions(config, logger),
    convoStore: false,
    ignoreSelf: true,
    logger,
    tokenVerificationEnabled: false,
  })
  app.error(async (error) => {
    // Acknowledged and forgotten: Slack should not send it again.
    if (error instanceof AuthorizationError && error.original instanceof NotInstalled) return
    throw error
  })

  const trouble = (event: string, { inbound }: Heard) =>
    log('error', event, { workspace: inbound.from.workspace, act: inbound.type })

  /** Goes on after the acknowledgement. */
  const afterwards = (heard: Heard, work: Promise<void>): void =>
    busy.add(work.catch(() => trouble('slack.answer.failed', heard)))

  /**
   * Answers an act: with the reply if it is ready in time, else empty, and the reply follows. What fails in time
   * fails the request, so that Slack tells the person, or repeats the event.
   */
  const attend = (
    heard: Heard | null,
    acknowledge: (reply: Reply | null) => Promise<void>,
    follow: (heard: Heard, reply: Reply) => Promise<void>,
  ): Promise<void> => {
    if (!heard) return acknowledge(null)
    if (!hear) return Promise.reject(new Error('An act came before the start.'))
    const work = hear(heard.inbound)
    const answered = withinDeadline(work, timer).then((outcome) => {
      if (outcome.type === 'ready') {
        const { value } = outcome
        return acknowledge(value).catch((error: unknown) => {
          // The socket broke meanwhile; the reply finds another way.
          afterwards(heard, follow(heard, value))
          throw error
        })
      }
      afterwards(
        heard,
        work.then(
          (reply) => follow(heard, reply),
          () => {},
        ),
      )
      return acknowledge(null)
    })
    busy.add(work.catch(() => trouble('slack.act.failed', heard)))
    busy.add(answered)
    return answered
  }

  const attendEvent = (body: unknown): Promise<void> => {
    const follow = async (heard: Heard, reply: Reply) => {
      if (reply.type === 'answer') await answering.publish(heard, reply.message)
    }
    const heard = readEvent(body)
    // Bolt acknowledges events; a reply that is ready goes out all the same.
    return attend(
      heard,
      async (reply) => void (heard && reply && afterwards(heard, follow(heard, reply))),
      follow,
    )
  }

  const attendCommand = ({ body, ack, respond }: SlackCommandMiddlewareArgs): Promise<void> => {
    const heard = readCommand(body)
    return attend(
      heard,
      async (reply) => {
        await ack(reply?.type === 'answer' ? privately(renderMessage(reply.message)) : undefined)
        if (heard && reply?.type === 'form') afterwards(heard, answering.open(heard, respond, reply.form))
      },
      async (heard, reply) => {
        if (reply.type === 'answer') await answering.respond(heard, respond, reply.message)
        if (reply.type === 'form') await answering.open(heard, respond, reply.form)
      },
    )
  }

  const attendPress = ({ body, ack, respond }: SlackActionMiddlewareArgs): Promise<void> => {
    const way: RespondFn | null = 'response_url' in body && body.response_url ? respond : null
    const follow = async (heard: Heard, reply: Reply) => {
      if (reply.type === 'form') await answering.open(heard, way, reply.form)
      if (reply.type === 'became' && way) await answering.replace(heard, way, reply.message)
    }
    const heard = readPress(body)
    return attend(
      heard,
      async (reply) => {
        await ack()
        if (heard && reply) afterwards(heard, follow(heard, reply))
      },
      follow,
    )
  }

  const attendView = ({ body, ack }: SlackViewMiddlewareArgs): Promise<void> => {
    const heard = readSubmission(body)
    return attend(
      heard,
      async (reply) => {
        const answer = heard && reply ? viewAnswer(heard, reply) : null
        await (answer ? ack(answer) : ack())
      },
      async (heard, reply) => {
        if (reply.type === 'form') await answering.open(heard, null, reply.form)
        if (reply.type === 'errors') await answering.open(heard, null, reply.form, reply.errors)
      },
    )
  }

  // One middleware for everything: Bolt would ask each listener of its own about every request.
  app.use(async (request) => {
    if ('event' in request) return attendEvent(request.body)
    if ('command' in request) return attendCommand(request)
    if ('action' in request) return attendPress(request)
    if ('view' in request) return attendView(request)
    // None of ours; acknowledged, so that nobody sees a warning.
    if ('shortcut' in request) return request.ack()
  })

  return {
    platform: {
      name: SLACK,
      groups: true,
      ...sending,
      find: createFinding({ calls, clock, log }),
      async start(to, back) {
        hear = to
        handBack = back
        stopping = false
        await socket?.open()
      },
      idle: () => busy.idle(),
      async stop() {
        stopping = true
        await busy.idle()
        // The socket carries acknowledgements, so it goes last.
        await socket?.close()
        await busy.idle()
        hear = null
      },
    },
    isListening: () => socket?.isOpen() ?? true,
    routes: receiver
      ? [
          {
            path: PATH,
            handle(request, response) {
              if (request.method !== 'POST') return refuse(response, 405)
              if (!hear || stopping) return refuse(response, 503)
              if (Number(request.headers['content-length'] ?? 0) > BODY_LIMIT_BYTES)
                return refuse(response, 413)
              busy.add(new Promise((resolve) => response.once('close', resolve)))
              try {
                receiver.requestListener(request, response)
              } catch {
                refuse(response, 404)
              }
            },
          },
        ]
      : [],
  }
}

/** The app is not installed in this workspace, or no longer. */
class NotInstalled extends Error {}

const authorizeBy =
  (token: Token): NonNullable<AppOptions['authorize']> =>
  async ({ teamId }, body) => {
    const workspace = workspaceOf(body) ?? teamId
    const botToken = workspace === undefined ? null : await token(workspace)
    if (workspace === undefined || botToken === null) throw new NotInstalled()
    const botUserId = botUserOf(body)
    return { botToken, teamId: workspace, ...(botUserId === null ? {} : { botUserId }) }
  }

/**
 * Answers are sent once the listener is done, so that an event whose act failed can be refused, and comes again.
 * Listeners keep the deadline themselves.
 */
const receiverOf = (config: SlackConfig, logger: Logger): HTTPReceiver =>
  new HTTPReceiver({
    signingSecret: config.signingSecret,
    endpoints: PATH,
    bodyLimit: BODY_LIMIT_BYTES,
    logger,
    processBeforeResponse: true,
    processEventErrorHandler: async ({ response }) => {
      if (!response.headersSent) refuse(response, 500)
      return false
    },
  })

/** A bare refusal: whoever it is for knows why, and nobody else should. */
const refuse = (response: ServerResponse, status: number): void => {
  response.writeHead(status, { connection: 'close' })
  response.end()
}
