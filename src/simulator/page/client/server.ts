import type { Ask, Live, Replies } from '../protocol.ts'

/** Asks the server; throws a sentence for people where it cannot answer. */
export const ask = async <K extends Ask['do']>(what: Extract<Ask, { do: K }>): Promise<Replies[K]> => {
  const response = await fetch('/simulator/ask', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(what),
  }).catch(() => {
    throw new Error('Duologue cannot be reached. Nothing was sent.')
  })
  const text = await response.text()
  const isJson = response.headers.get('content-type')?.startsWith('application/json') ?? false
  if (response.ok && isJson) return JSON.parse(text)
  throw new Error(
    (isJson ? problemOf(JSON.parse(text)) : null) ?? 'Duologue could not do that. Nothing was changed.',
  )
}

const problemOf = (body: unknown): string | null =>
  typeof body === 'object' && body !== null && 'problem' in body && typeof body.problem === 'string'
    ? body.problem
    : null

type Hear = { readonly [K in keyof Live]: (data: Live[K]) => void }

export interface LiveHandlers extends Hear {
  /** The connection is gone; it is tried again by itself. */
  readonly lost: () => void
}

/** Nothing was heard for so long, in milliseconds: the server is gone even if the connection does not say so. */
const SILENCE_MS = 16_000
const AGAIN_MS = 1_500

/** Hears of everything that happens, and comes back by itself when the server does. */
export const listen = (handlers: LiveHandlers): void => {
  const hear: Hear = handlers
  let silence = 0
  const connect = (): void => {
    const source = new EventSource('/simulator/live')
    const lost = (): void => {
      source.close()
      clearTimeout(silence)
      handlers.lost()
      setTimeout(connect, AGAIN_MS)
    }
    const heard = (): void => {
      clearTimeout(silence)
      silence = setTimeout(lost, SILENCE_MS)
    }
    const on = <K extends keyof Live>(type: K): void =>
      source.addEventListener(type, (event) => {
        heard()
        hear[type](JSON.parse(event.data))
      })
    source.addEventListener('error', lost)
    source.addEventListener('beat', heard)
    on('starting')
    on('ready')
    on('clock')
    on('changed')
    on('typing')
    on('happened')
    on('faults')
    on('trouble')
    on('stopping')
    heard()
  }
  connect()
}
