import http from 'node:http'
import { Temporal } from 'temporal-polyfill'
import type { Hear, Inbound, Reply } from '../../../src/core/platform.ts'
import { type After, createTeams, type Teams, type TeamsConfig } from '../../../src/platforms/teams/index.ts'
import type { Simulator, SimulatorClock } from '../../../src/simulator/index.ts'
import { APP_PASSWORD, BOT_TENANT, serve, simulate, TENANT } from '../../simulator/world.ts'
import { sendingOn } from '../hand-back.ts'

/** The adapter over real HTTP, with the simulated Teams on the other side. */
export interface Product {
  readonly teams: Teams
  readonly simulator: Simulator
  readonly clock: SimulatorClock
  readonly appId: string
  /** Of `/api/messages`. */
  readonly url: string
  readonly heard: Inbound[]
  readonly logged: { level: string; event: string; ids: Readonly<Record<string, string>> }[]
  /** What acts are answered with from now on. */
  answerWith(hear: Hear): void
  stop(): Promise<void>
}

export const NOTHING: Reply = { type: 'nothing' }

/** `start: false` leaves it to the caller to start the platform; `after` replaces real timers. */
export const startProduct = async (
  config: Partial<TeamsConfig> = {},
  { start = true, after }: { start?: boolean; after?: After } = {},
): Promise<Product> => {
  const server = await serve()
  const url = `${server.origin}/api/messages`
  const { simulator, clock, appId } = await simulate({ teamsTarget: url, patienceMs: 0 })
  const logged: Product['logged'] = []
  const teams = createTeams(
    {
      config: {
        appId,
        appPassword: APP_PASSWORD,
        tenantId: BOT_TENANT,
        appType: 'SingleTenant',
        allowedTenants: [TENANT.id],
        serviceHosts: [new URL(simulator.teams.serviceUrl).host],
        openIdMetadataUrl: simulator.teams.openIdMetadataUrl,
        loginUrl: simulator.teams.loginUrl,
        allowUnauthenticated: false,
        requestsPerSecond: 30,
        ...config,
      },
      clock: { now: () => Temporal.Instant.fromEpochMilliseconds(clock.now()) },
      log: (level, event, ids) => logged.push({ level, event, ids }),
    },
    after,
  )
  const heard: Inbound[] = []
  let hear: Hear = async () => NOTHING
  if (start)
    await teams.platform.start((inbound) => {
      heard.push(inbound)
      return hear(inbound)
    }, sendingOn(teams.platform))
  const [route] = teams.routes
  if (!route) throw new Error('there is no route')
  server.answer((request, response) => route.handle(request, response))
  return {
    teams,
    simulator,
    clock,
    appId,
    url,
    heard,
    logged,
    answerWith(other) {
      hear = other
    },
    async stop() {
      await teams.platform.stop()
      await simulator.stop()
      await server.stop()
    },
  }
}

/** Posts a body to the product as it stands. */
export const post = (
  url: string,
  body: string | Buffer,
  headers: Record<string, string> = {},
): Promise<{ status: number; body: string; headers: http.IncomingHttpHeaders }> =>
  new Promise((resolve, reject) => {
    const request = http.request(
      url,
      { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, agent: false },
      (response) => {
        let text = ''
        response.on('data', (chunk) => {
          text += String(chunk)
        })
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, body: text, headers: response.headers }),
        )
      },
    )
    request.on('error', reject)
    request.end(body)
  })
