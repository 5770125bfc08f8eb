import { createHmac } from 'node:crypto'
import { createServer, type IncomingHttpHeaders, request } from 'node:http'
import type { Simulator } from '../../src/simulator/index.ts'

/** One request's headers and body. */
export interface Signed {
  readonly headers: Record<string, string>
  readonly body: string
}

/** Gives the next request to send. */
export type Next = () => Signed

/** Keeps what the simulated platforms send, in place of a product, until it is told where one is. */
export interface Catcher {
  readonly address: string
  readonly caught: Signed[]
  /** From now on everything goes to a product at this address. */
  passOn(to: string): void
  stop(): void
}

const KEPT = /^(content-type|authorization|user-agent)$/

export const catcher = (): Promise<Catcher> =>
  new Promise((resolve) => {
    const caught: Signed[] = []
    let product: string | null = null
    const server = createServer(async (asked, response) => {
      const pieces: Buffer[] = []
      for await (const piece of asked) pieces.push(piece)
      if (product !== null) {
        const { method = 'GET', url = '/', headers } = asked
        const answered = await handOn(`${product}${url}`, method, headers, Buffer.concat(pieces))
        response.writeHead(answered.status, answered.headers)
        response.end(answered.body)
        return
      }
      const headers: Record<string, string> = {}
      for (const [name, value] of Object.entries(asked.headers))
        if (KEPT.test(name) && typeof value === 'string') headers[name] = value
      caught.push({ headers, body: Buffer.concat(pieces).toString('utf8') })
      response.end()
    })
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      resolve({
        address: `http://127.0.0.1:${address !== null && typeof address === 'object' ? address.port : 0}`,
        caught,
        passOn: (to) => {
          product = to
        },
        stop: () => {
          server.close()
          server.closeAllConnections()
        },
      })
    })
  })

const handOn = (
  url: string,
  method: string,
  headers: IncomingHttpHeaders,
  body: Buffer,
): Promise<{ status: number; headers: IncomingHttpHeaders; body: Buffer }> =>
  new Promise((resolve, reject) => {
    const asking = request(url, { method, headers }, async (answer) => {
      const pieces: Buffer[] = []
      for await (const piece of answer) pieces.push(piece)
      resolve({ status: answer.statusCode ?? 502, headers: answer.headers, body: Buffer.concat(pieces) })
    })
    asking.on('error', reject)
    asking.end(body)
  })

/** What the simulated people of one platform send when each of them types `words`. */
export const typed = async (
  simulator: Simulator,
  { caught }: Catcher,
  platform: 'slack' | 'teams',
  words: string,
): Promise<readonly Signed[]> => {
  const before = caught.length
  for (const person of simulator.people()) if (person.platform === platform) await person.command(words)
  return caught.slice(before)
}

let made = 0
/** An id that no other request of this run has. */
const newId = (): string => {
  made += 1
  return `${Date.now()}.${made}`
}

const inTurn = <T>(all: readonly T[]): (() => T) => {
  let at = 0
  return () => {
    const one = all[at % all.length]
    at += 1
    if (one === undefined) throw new Error('There is nothing to send.')
    return one
  }
}

/** Which act a request stands for: a new one each time, one that was heard before, or none that concerns Duologue. */
export type Kind = 'new' | 'repeated' | 'none'

/** Slack's commands, each signed as it is sent. */
export const slackRequests = (samples: readonly Signed[], secret: string, kind: Kind): Next => {
  const forms = samples.map(({ headers, body }) => ({ headers, form: new URLSearchParams(body) }))
  // Without a trigger a command is none; only Bolt and the adapter see it.
  if (kind === 'none') for (const { form } of forms) form.delete('trigger_id')
  const next = inTurn(forms)
  return () => {
    const { headers, form } = next()
    if (kind === 'new') form.set('trigger_id', newId())
    const body = form.toString()
    const timestamp = String(Math.floor(Date.now() / 1000))
    const signature = `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex')}`
    return {
      headers: { ...headers, 'x-slack-request-timestamp': timestamp, 'x-slack-signature': signature },
      body,
    }
  }
}

/** Teams' activities, under the tokens that came with them. */
export const teamsRequests = (samples: readonly Signed[], kind: Kind): Next => {
  const next = inTurn(
    samples.map(({ headers, body }) => {
      const activity = JSON.parse(body)
      // The answer to somebody else's card is none of Duologue's; only botbuilder and the adapter see it.
      return {
        headers,
        activity: kind === 'none' ? { ...activity, text: '', value: { other: true } } : activity,
      }
    }),
  )
  return () => {
    const { headers, activity } = next()
    return { headers, body: JSON.stringify(kind === 'new' ? { ...activity, id: newId() } : activity) }
  }
}
