import { randomUUID } from 'node:crypto'
import type { RequestListener } from 'node:http'
import http from 'node:http'
import {
  noFaults,
  type SimulatedPerson,
  type Simulator,
  type SimulatorClock,
  type SimulatorOptions,
  startSimulator,
  steppedClock,
} from '../../src/simulator/index.ts'

/** A Monday morning in London. */
export const MORNING = Date.UTC(2026, 0, 12, 9, 0, 0)

export const SIGNING_SECRET = 'a-signing-secret-for-tests'

function person(id: string, name: string, more: Partial<SimulatedPerson> = {}): SimulatedPerson {
  const email = `${name.toLowerCase().replace(' ', '.')}@example.org`
  return { id, name, email, timeZone: 'Europe/London', locale: 'en-GB', appInstalled: true, ...more }
}

export const NORTH = {
  platform: 'slack' as const,
  id: 'T0NORTH',
  name: 'North Works',
  botToken: 'xoxb-north',
  botUserId: 'U0BOTNORTH',
  appId: 'A0DUO',
  people: [
    person('U0AMA', 'Ama Osei'),
    person('U0BEN', 'Ben Hale', { timeZone: 'America/New_York', locale: 'en-US' }),
    person('U0CAT', 'Cat Lindqvist', { title: 'Director' }),
  ],
}

export const SOUTH = {
  ...NORTH,
  id: 'T0SOUTH',
  name: 'South Trust',
  botToken: 'xoxb-south',
  botUserId: 'U0BOTSOUTH',
  people: [person('U0DEV', 'Dev Patel')],
}

export const TENANT = {
  platform: 'teams' as const,
  id: '11111111-2222-4333-8444-555555555555',
  name: 'East Council',
  people: [
    person('aaaaaaaa-0000-4000-8000-000000000001', 'Eve Moreau', {
      timeZone: 'Europe/Paris',
      locale: 'fr-FR',
    }),
    person('aaaaaaaa-0000-4000-8000-000000000002', 'Fay Ndiaye', { appInstalled: false }),
  ],
}

export const BOT_TENANT = '99999999-2222-4333-8444-555555555555'
export const APP_PASSWORD = 'a-password-for-tests'

/** A simulator for tests; its target may be named later, through `serve`. */
export async function simulate(
  more: Partial<SimulatorOptions> & {
    slackTarget?: string
    teamsTarget?: string
    requestsPerSecond?: number
  } = {},
): Promise<{ simulator: Simulator; clock: SimulatorClock; appId: string }> {
  const clock = more.clock ?? steppedClock(MORNING)
  // botbuilder keeps tokens in a static cache by app id, so every test has an app of its own.
  const appId = randomUUID()
  const simulator = await startSimulator({
    clock,
    seed: 1,
    faults: noFaults,
    slack: { signingSecret: SIGNING_SECRET, target: more.slackTarget ?? 'http://127.0.0.1:9/slack/events' },
    teams: {
      appId,
      appPassword: APP_PASSWORD,
      tenantId: BOT_TENANT,
      ...(more.requestsPerSecond === undefined ? {} : { requestsPerSecond: more.requestsPerSecond }),
      target: more.teamsTarget ?? 'http://127.0.0.1:9/api/messages',
    },
    workspaces: [NORTH, SOUTH, TENANT],
    ...more,
  })
  return { simulator, clock, appId }
}

/** A loopback server whose work is given later, since product and simulator need each other's address. */
export async function serve(): Promise<{
  origin: string
  answer(listener: RequestListener): void
  stop(): Promise<void>
}> {
  let work: RequestListener = (_, response) => response.writeHead(503).end()
  const server = http.createServer((request, response) => work(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the server has no port')
  return {
    origin: `http://127.0.0.1:${address.port}`,
    answer(listener) {
      work = listener
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
