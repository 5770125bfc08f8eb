import { createHash } from 'node:crypto'
import http from 'node:http'
import type { Duplex } from 'node:stream'

/** Slack's end of Socket Mode, as small as it can be: one connection, short frames. */
export interface SocketSlack {
  readonly apiUrl: string
  /** Sends an envelope and gives what it is acknowledged with. */
  deliver(envelope: { envelope_id: string; type: string; payload: object }): Promise<unknown>
  /** Opens no connection from now on; false ends it. */
  refuse(on: boolean): void
  /** Breaks the connection. */
  drop(): void
  /** Resolves once there is a connection, the next one where there is one already. */
  connected(): Promise<void>
  stop(): Promise<void>
}

const TEXT = 0x81
const SHORT = 126
const HANDSHAKE = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11'

const frame = (text: string): Buffer => {
  const body = Buffer.from(text)
  const head = body.length < SHORT ? Buffer.from([TEXT, body.length]) : Buffer.from([TEXT, SHORT, 0, 0])
  if (body.length >= SHORT) head.writeUInt16BE(body.length, 2)
  return Buffer.concat([head, body])
}

/** The texts of all whole frames, and what is left over. */
const unframe = (bytes: Buffer): { texts: string[]; rest: Buffer } => {
  const texts: string[] = []
  let at = 0
  while (bytes.length >= at + 2) {
    const opcode = bytes.readUInt8(at) & 0x0f
    const short = bytes.readUInt8(at + 1) & 0x7f
    const head = short === SHORT ? 4 : 2
    if (bytes.length < at + head + 4) break
    const length = short === SHORT ? bytes.readUInt16BE(at + 2) : short
    const end = at + head + 4 + length
    if (bytes.length < end) break
    const mask = bytes.subarray(at + head, at + head + 4)
    const body = bytes.subarray(at + head + 4, end).map((byte, index) => byte ^ (mask[index % 4] ?? 0))
    if (opcode === 1) texts.push(Buffer.from(body).toString('utf8'))
    at = end
  }
  return { texts, rest: bytes.subarray(at) }
}

export const socketSlack = async (): Promise<SocketSlack> => {
  let socket: Duplex | null = null
  let onConnection = () => {}
  let refusing = false
  const waiting = new Map<string, (payload: unknown) => void>()
  const server = http.createServer((request, response) => {
    const { port } = addressOf(server)
    const opens = request.url === '/api/apps.connections.open' && !refusing
    response.writeHead(200, { 'content-type': 'application/json' })
    response.end(
      JSON.stringify(
        opens ? { ok: true, url: `ws://127.0.0.1:${port}/link` } : { ok: false, error: 'invalid_auth' },
      ),
    )
  })
  server.on('upgrade', (request, duplex) => {
    socket = duplex
    const key = createHash('sha1')
      .update(`${request.headers['sec-websocket-key']}${HANDSHAKE}`)
      .digest('base64')
    duplex.write(
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${key}\r\n\r\n`,
    )
    duplex.write(frame(JSON.stringify({ type: 'hello', num_connections: 1 })))
    onConnection()
    let bytes: Buffer = Buffer.alloc(0)
    duplex.on('error', () => {})
    duplex.on('data', (more) => {
      const { texts, rest } = unframe(Buffer.concat([bytes, more]))
      bytes = rest
      for (const text of texts) {
        const { envelope_id, payload } = JSON.parse(text)
        waiting.get(envelope_id)?.(payload)
      }
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    apiUrl: `http://127.0.0.1:${addressOf(server).port}/api/`,
    deliver(envelope) {
      const answered = new Promise((resolve) => waiting.set(envelope.envelope_id, resolve))
      socket?.write(frame(JSON.stringify({ ...envelope, accepts_response_payload: true })))
      return answered
    },
    refuse(on) {
      refusing = on
    },
    drop() {
      socket?.destroy()
    },
    connected: () =>
      new Promise((resolve) => {
        onConnection = resolve
      }),
    async stop() {
      socket?.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

const addressOf = (server: http.Server): { port: number } => {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the server has no port')
  return address
}
