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
  const server = http.createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1')
    const body = await readBody(request)
    if (body === null) {
      response.writeHead(413, { connection: 'close' }).end()
      return
    }
    let answer: PlatformAnswer
    try {
      const { method = 'GET', headers } = request
      answer = await handle({ method, path: url.pathname, query: url.searchParams, headers, body })
    } catch (error) {
      answer = { status: 500, body: { error: 'simulator_error', message: String(error) } }
    }
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
        const request = http.request(url, {
          method: 'POST',
          agent,
          headers: { ...headers, 'content-length': bytes.length },
        })
        const timer = setTimeout(() => {
          resolve({ type: 'timed-out', ms: took() })
          request.destroy()
        }, deadlineMs)
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
          clearTimeout(timer)
          resolve({ type: 'unreachable', ms: took(), reason: error.message })
        })
        request.end(bytes)
      }),
    stop: () => agent.destroy(),
  }
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
