import type { IncomingMessage } from 'node:http'

const HERE = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1'])
const HOSTS = /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?$/i

/**
 * Whether a request comes from this machine and was meant for it. A name that somebody else's domain server lets point
 * here is none of ours, so that no other site can reach in.
 */
export const isForThisMachine = ({ socket, headers }: IncomingMessage): boolean =>
  HERE.has(socket.remoteAddress ?? '') &&
  headers['x-forwarded-for'] === undefined &&
  HOSTS.test(headers.host ?? '')

/** Whether a request was made by the page itself, or by a program that is no browser. */
export const isFromThePage = ({ headers }: IncomingMessage): boolean => {
  const { origin, host } = headers
  const site = headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return false
  return origin === undefined || origin === `http://${host}`
}

export const isJson = ({ headers }: IncomingMessage): boolean =>
  /^application\/json\s*(?:;|$)/i.test(headers['content-type'] ?? '')
