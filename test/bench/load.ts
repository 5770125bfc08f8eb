import autocannon from 'autocannon'
import type { Server } from './processes.ts'
import type { Next } from './requests.ts'

const CONNECTIONS = 50

/** What a server did with so many seconds of load. */
export interface Measured {
  readonly requests: number
  readonly seconds: number
  /** Microseconds of the server's CPU, whatever it did meanwhile included. */
  readonly cpu: number
  readonly p99: number
  /** Neither 2xx nor any other good end. */
  readonly bad: number
}

/** Loads a server, with as much as it takes or at so many requests a second. */
export const load = async (
  server: Server,
  path: string,
  next: Next,
  { seconds, rate }: { readonly seconds: number; readonly rate?: number },
): Promise<Measured> => {
  const before = await server.read()
  const result = await autocannon({
    url: server.address,
    connections: CONNECTIONS,
    duration: seconds,
    ...(rate === undefined ? {} : { overallRate: rate }),
    requests: [{ method: 'POST', path, setupRequest: (request) => ({ ...request, ...next() }) }],
  })
  const after = await server.read()
  return {
    requests: result['2xx'],
    seconds: result.duration,
    cpu: after.cpu - before.cpu,
    p99: result.latency.p99,
    bad: result.non2xx + result.errors + result.timeouts,
  }
}

/** Several measurements of the same thing as one; of the p99s, the worst. */
export const together = (all: readonly Measured[]): Measured => ({
  requests: all.reduce((sum, one) => sum + one.requests, 0),
  seconds: all.reduce((sum, one) => sum + one.seconds, 0),
  cpu: all.reduce((sum, one) => sum + one.cpu, 0),
  p99: Math.max(...all.map(({ p99 }) => p99)),
  bad: all.reduce((sum, one) => sum + one.bad, 0),
})

export const cpuPerRequest = ({ cpu, requests }: Measured): number => cpu / requests
