import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { DuologueError } from './core/errors.ts'

/** Something that answers requests: for exactly this path, or for all beneath it when it ends in a slash. `/` is itself alone. */
export interface Route {
  readonly path: string
  handle(request: IncomingMessage, response: ServerResponse): void
}

/** The one port that serves everything. */
export interface HttpServer {
  /** `http://127.0.0.1:3000`. */
  readonly address: string
  mount(...routes: readonly Route[]): void
  stop(): Promise<void>
}

/** A client that is slower than this with its headers or body is let go. */
const SLOWEST_REQUEST_MS = 30_000

/** Listens; answers 404 until routes are mounted. Port 0 takes any that is free. Throws `cannot-listen`. */
export const listen = async (host: string, port: number): Promise<HttpServer> => {
  const routes: Route[] = []
  const server = createServer({ requestTimeout: SLOWEST_REQUEST_MS }, (request, response) => {
    const path = pathOf(request)
    const route = routes.find((one) =>
      one.path.endsWith('/') && one.path !== '/' ? path.startsWith(one.path) : path === one.path,
    )
    response.setHeader('X-Content-Type-Options', 'nosniff')
    if (route) route.handle(request, response)
    else answer(response, 404, 'There is nothing here.')
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, resolve)
  }).catch((cause: unknown) => {
    throw new DuologueError(
      'cannot-listen',
      `Duologue cannot listen on ${host}, port ${port}.`,
      'Another program, perhaps another Duologue, may have it: stop that one, or set HOST and PORT to an address of this machine that is free.',
      cause,
    )
  })
  const { port: taken } = server.address() as AddressInfo
  return {
    address: `http://${host.includes(':') ? `[${host}]` : host}:${taken}`,
    mount: (...more) => {
      routes.push(...more)
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeIdleConnections()
      }),
  }
}

/** The path alone, without what follows a question mark. */
export const pathOf = (request: IncomingMessage): string => (request.url ?? '/').split('?', 1)[0] ?? '/'

export const isFromThisMachine = (request: IncomingMessage): boolean =>
  ['127.0.0.1', '::1', '::ffff:127.0.0.1'].includes(request.socket.remoteAddress ?? '') &&
  request.headers['x-forwarded-for'] === undefined

/** Answers with a line of text, or another type. */
export const answer = (
  response: ServerResponse,
  status: number,
  body: string,
  type = 'text/plain; charset=utf-8',
): void => {
  response.writeHead(status, { 'Content-Type': type, 'Cache-Control': 'no-store' }).end(body)
}
