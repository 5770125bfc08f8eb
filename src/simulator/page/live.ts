import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Live } from './protocol.ts'

/** Tells every open page what happens, as server-sent events. */
export interface Channel {
  /** Keeps the response open and tells it all from now on; `first` is told at once. */
  open(request: IncomingMessage, response: ServerResponse, first: readonly Told[]): void
  tell<K extends keyof Live>(type: K, data: Live[K]): void
  /** Says goodbye and lets everybody go. */
  close(): void
}

export type Told = { readonly [K in keyof Live]: { readonly type: K; readonly data: Live[K] } }[keyof Live]

/** A page that hears nothing for longer than a few of these knows that the server is gone. */
const HEARTBEAT_MS = 5_000
/** How soon a browser tries again, in milliseconds. */
const RETRY_MS = 1_000
/** A page that has fallen this far behind is let go; it comes back and begins anew. */
const MOST_BUFFERED_BYTES = 8_000_000

export const createChannel = (): Channel => {
  const open = new Set<ServerResponse>()
  let beat: NodeJS.Timeout | null = null

  const write = (response: ServerResponse, text: string): void => {
    if (response.writableLength > MOST_BUFFERED_BYTES) response.destroy()
    else response.write(text)
  }
  const left = (response: ServerResponse): void => {
    open.delete(response)
    if (open.size > 0 || !beat) return
    clearInterval(beat)
    beat = null
  }

  return {
    open(request, response, first) {
      response.writeHead(200, {
        'Content-Type': 'text/event-stream; charset=utf-8',
        'Cache-Control': 'no-store',
        // Nothing else comes over it, so that the server need not wait for it when it stops.
        Connection: 'close',
      })
      request.on('close', () => left(response))
      open.add(response)
      response.write(`retry: ${RETRY_MS}\n\n${first.map(framed).join('')}`)
      beat ??= setInterval(() => {
        for (const one of open) write(one, ': still here\nevent: beat\ndata: null\n\n')
      }, HEARTBEAT_MS)
    },
    tell(type, data) {
      if (open.size === 0) return
      const text = `event: ${type}\ndata: ${JSON.stringify(data)}\n\n`
      for (const one of open) write(one, text)
    },
    close() {
      for (const response of open) {
        response.end(framed({ type: 'stopping', data: null }))
        left(response)
      }
    },
  }
}

const framed = ({ type, data }: Told): string => `event: ${type}\ndata: ${JSON.stringify(data)}\n\n`
