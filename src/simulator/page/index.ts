import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Simulator } from '../index.ts'
import { readAsk } from './asks.ts'
import { createAssets } from './assets.ts'
import { createDesk, type Desk } from './desk.ts'
import { isForThisMachine, isFromThePage, isJson } from './guard.ts'
import { createChannel, type Told } from './live.ts'
import type { Product } from './product.ts'

export { isForThisMachine } from './guard.ts'
export type { NewHappening, Product } from './product.ts'
export type { DeliveryLine, Due, PairView, ProgrammeView } from './protocol.ts'

/** The page that shows the simulated workspaces, on whatever server mounts its routes. */
export interface Page {
  readonly routes: readonly PageRoute[]
  /** Tells how far the workspaces are made, 0 to 1. */
  starting(share: number): void
  /** Remembers from now on what people see and what happens. */
  follow(simulator: Simulator, product: Product): void
  /** From now on the page works. */
  open(beginning: Beginning): void
  /** Says goodbye to every open page. */
  close(): void
}

/** What is seen first. */
export interface Beginning {
  /** Two people, side by side. */
  readonly pair: readonly PersonName[]
  /** What to try, in a sentence or two; null when there is nothing in particular. */
  readonly hint: string | null
}

/** Somebody by workspace and id. */
interface PersonName {
  readonly workspace: string
  readonly person: string
}

/** Answers requests for exactly this path, or for all beneath it when it ends in a slash. */
export interface PageRoute {
  readonly path: string
  handle(request: IncomingMessage, response: ServerResponse): void
}

const FILES = '/simulator/page/'
const MOST_BYTES = 200_000

export const createPage = (): Page => {
  const assets = createAssets()
  const channel = createChannel()
  let desk: Desk | null = null
  let share = 0

  const first = (): readonly Told[] =>
    desk?.isOpen ? [{ type: 'ready', data: null }] : [{ type: 'starting', data: { share } }]

  const route = (path: string, methods: readonly string[], handle: PageRoute['handle']): PageRoute => ({
    path,
    handle: (request, response) => {
      response.setHeader('X-Content-Type-Options', 'nosniff')
      if (!isForThisMachine(request) || !isFromThePage(request)) return refuse(response, 403)
      if (!methods.includes(request.method ?? '')) return refuse(response, 405)
      handle(request, response)
    },
  })

  const ask = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (!isJson(request)) return refuse(response, 415)
    const text = await bodyOf(request)
    const asked = text === null ? null : readAsk(text)
    if (!asked) return refuse(response, 400)
    if (!desk?.isOpen) return refuse(response, 503)
    const reply = await desk.answer(asked)
    response
      .writeHead(200, { 'Content-Type': 'application/json; charset=utf-8', 'Cache-Control': 'no-store' })
      .end(JSON.stringify(reply))
  }

  return {
    routes: [
      // A link from elsewhere may lead to the page: nothing is done or told by opening it.
      {
        path: '/',
        handle: (request, response) =>
          isForThisMachine(request) ? assets.page(request, response) : refuse(response, 403),
      },
      route(FILES, ['GET', 'HEAD'], (request, response) =>
        assets.file(request, response, nameIn(request, FILES)),
      ),
      route('/simulator/live', ['GET'], (request, response) => channel.open(request, response, first())),
      route('/simulator/ask', ['POST'], (request, response) => {
        ask(request, response).catch((error) => trouble(response, error))
      }),
    ],
    starting: (now) => {
      if (Math.floor(now * 100) === Math.floor(share * 100)) return
      share = now
      channel.tell('starting', { share })
    },
    follow: (simulator, product) => {
      desk = createDesk(simulator, product, channel)
    },
    open: (beginning) => {
      desk?.open(beginning)
      channel.tell('ready', null)
    },
    close: () => {
      desk?.close()
      channel.close()
    },
  }
}

const nameIn = ({ url = '' }: IncomingMessage, folder: string): string =>
  (url.split('?', 1)[0] ?? '').slice(folder.length)

const refuse = (response: ServerResponse, status: number): void => {
  response.writeHead(status, { 'Cache-Control': 'no-store' }).end()
}

const trouble = (response: ServerResponse, error: unknown): void => {
  const problem = error instanceof Error ? error.message : 'That could not be done.'
  response
    .writeHead(409, { 'Content-Type': 'application/json; charset=utf-8', 'Cache-Control': 'no-store' })
    .end(JSON.stringify({ problem }))
}

/** The whole body; null when it is too long. */
const bodyOf = async (request: IncomingMessage): Promise<string | null> => {
  const pieces: Buffer[] = []
  let size = 0
  for await (const piece of request) {
    const bytes = Buffer.from(piece)
    size += bytes.length
    // Read to its end all the same: the connection goes on to the next request.
    if (size <= MOST_BYTES) pieces.push(bytes)
  }
  return size > MOST_BYTES ? null : Buffer.concat(pieces).toString('utf8')
}
