import type { IncomingMessage } from 'node:http'

/** A request's body: its text, or why there is none. */
export type Body =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'too-large' }
  | { readonly type: 'broken-off' }

/** A sender that goes on and on after it was told to stop is hung up on after so many times the limit. */
const PATIENCE = 16

/** Reads a body of at most `most` bytes. The rest of a larger one is let run past, so that its sender hears of it. */
export const readBody = (request: IncomingMessage, most: number): Promise<Body> =>
  new Promise((resolve) => {
    const chunks: Buffer[] = []
    let bytes = 0
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length
      if (bytes <= most) return void chunks.push(chunk)
      chunks.length = 0
      resolve({ type: 'too-large' })
      if (bytes > most * PATIENCE) request.destroy()
    })
    request.on('end', () => resolve({ type: 'text', text: Buffer.concat(chunks).toString('utf8') }))
    request.on('error', () => resolve({ type: 'broken-off' }))
    request.on('close', () => resolve({ type: 'broken-off' }))
    if (Number(request.headers['content-length']) > most) resolve({ type: 'too-large' })
  })
