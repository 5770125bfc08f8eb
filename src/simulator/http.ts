import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { realNow } from './clock.ts'

/** A request as the simulated platforms read it. */
export interface PlatformRequest {
  method: string
  path: string
  query: URLSearchParams
  headers: http.IncomingHttpHeaders
  body: Buffer
}

/** An answer; `reset` breaks the connection instead. */
export type PlatformAnswer =
  | { status: number; headers?: Record<string, string>; body?: string | object }
  | 'reset'

/** What the product answered, or why it did not. */
export type ProductAnswer =
  | { type: 'answered'; status: number; contentType: string; body: string; ms: number }
  | { type: 'timed-out'; ms: number }
  | { type: 'unreachable'; ms: number; reason: string }

/** More than either platform accepts in one request. */
const LARGEST_BODY_BYTES = 50 * 1024 * 1024

/** A server on loopback, and the means to stop it at once. */
export function listen(
  handle: (request: PlatformRequest) => Promise<PlatformAnswer>,
  port: number,
): Promise<{ origin: string; stop(): Promise<void> }> {
  const answerTo = async (request: http.IncomingMessage): Promise<PlatformAnswer> => {
    const { method = 'GET', headers } = request
    const url = urlOf(request.url ?? '/')
    if (!url) return { status: 400 }
    const body = await readBody(request)
    if (body === null) return { status: 413, headers: { connection: 'close' } }
    return handle({ method, path: url.pathname, query: url.searchParams, headers, body })
  }
  const server = http.createServer(async (request, response) => {
    const answer = await answerTo(request).catch(
      (error): PlatformAnswer => ({
        status: 500,
        body: { error: 'simulator_error', message: String(error) },
      }),
    )
    if (answer === 'reset') {
      request.socket.resetAndDestroy()
      return
    }
    const json = typeof answer.body === 'object'
    response.writeHead(answer.status, {
      ...(json ? { 'content-type': 'application/json; charset=utf-8' } : {}),
      ...answer.headers,
    })
    response.end(typeof answer.body === 'object' ? JSON.stringify(answer.body) : answer.body)
  })
  // Connections are kept as long as the product likes, so that none breaks between two calls by accident.
  server.keepAliveTimeout = 0
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => {
      const address = server.address()
      resolve({
        origin: `http://127.0.0.1:${isAddress(address) ? address.port : port}`,
        stop: () =>
          new Promise((done) => {
            server.close(() => done())
            server.closeAllConnections()
          }),
      })
    })
  })
}

/** Sends POST requests to the product over kept connections. */
export function createPoster(): {
  post(url: string, headers: Record<string, string>, body: string, deadlineMs: number): Promise<ProductAnswer>
  stop(): void
} {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 32 })
  return {
    post: (url, headers, body, deadlineMs) =>
      new Promise((resolve) => {
        const started = realNow()
        const took = () => realNow() - started
        const bytes = Buffer.from(body)
        let current: http.ClientRequest | null = null
        const timer = setTimeout(() => {
          resolve({ type: 'timed-out', ms: took() })
          current?.destroy()
        }, deadlineMs)
        const attempt = (first: boolean) => {
          const request = http.request(url, {
            method: 'POST',
            agent,
            headers: { ...headers, 'content-length': bytes.length },
          })
          current = request
          request.once('response', (response) => {
            const chunks: Buffer[] = []
            response.on('data', (chunk: Buffer) => chunks.push(chunk))
            response.once('end', () => {
              clearTimeout(timer)
              resolve({
                type: 'answered',
                status: response.statusCode ?? 0,
                contentType: response.headers['content-type'] ?? '',
                body: Buffer.concat(chunks).toString('utf8'),
                ms: took(),
              })
            })
          })
          request.once('error', (error) => {
            // The product may close a kept connection just as it is used again; that is no failure of either.
            if (first && request.reusedSocket && 'code' in error && error.code === 'ECONNRESET')
              return attempt(false)
            clearTimeout(timer)
            resolve({ type: 'unreachable', ms: took(), reason: error.message })
          })
          request.end(bytes)
        }
        attempt(true)
      }),
    stop: () => agent.destroy(),
  }
}

function urlOf(path: string): URL | null {
  const base = 'http://127.0.0.1'
  return URL.canParse(path, base) ? new URL(path, base) : null
}

async function readBody(request: http.IncomingMessage): Promise<Buffer | null> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk)
    size += bytes.length
    if (size > LARGEST_BODY_BYTES) return null
    chunks.push(bytes)
  }
  return Buffer.concat(chunks)
}

function isAddress(address: string | AddressInfo | null): address is AddressInfo {
  return typeof address === 'object' && address !== null
}
