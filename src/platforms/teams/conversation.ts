import { z } from 'zod'

/** Where a private message reaches somebody. It travels through the core as one opaque string. */
export interface TeamsConversation {
  readonly conversationId: string
  /** The latest that an activity of the conversation told. */
  readonly serviceUrl: string
}

const schema = z.object({ conversationId: z.string().min(1), serviceUrl: z.url() })

export const packConversation = ({ conversationId, serviceUrl }: TeamsConversation): string =>
  JSON.stringify({ conversationId, serviceUrl })

/** Null when the string is none of ours. */
export const unpackConversation = (packed: string): TeamsConversation | null => {
  try {
    return schema.safeParse(JSON.parse(packed)).data ?? null
  } catch {
    return null
  }
}

/** This very machine, whatever the port. */
export const LOOPBACK_HOSTS: readonly string[] = ['127.0.0.1', '[::1]', 'localhost']

/** Whether tokens may be sent to this address: an allowed host, over TLS unless it is this very machine. */
export const isAllowedService = (serviceUrl: string, hosts: readonly string[]): boolean => {
  if (!URL.canParse(serviceUrl)) return false
  const url = new URL(serviceUrl)
  if (url.username !== '' || url.password !== '') return false
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && LOOPBACK_HOSTS.includes(url.hostname)))
    return false
  return hosts.some((host) => {
    const wanted = host.toLowerCase()
    return (
      wanted === url.host || (wanted === url.hostname && (url.port === '' || LOOPBACK_HOSTS.includes(wanted)))
    )
  })
}
