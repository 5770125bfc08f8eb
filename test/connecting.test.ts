import { createServer, type Server, type ServerResponse } from 'node:http'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Config } from '../src/config.ts'
import { type MovableClock, stoppedClock } from '../src/core/clock.ts'
import { workspaceIdFor } from '../src/core/conversation.ts'
import { type HttpServer, listen } from '../src/http.ts'
import { type Running, startDuologue } from '../src/main.ts'
import { at } from './facts.ts'
import { listenToLog } from './scenarios/logged.ts'
import { openTestStore, TEST_KEY, type TestStore } from './store.ts'

const TOKEN = 'xoxb-first'

type Answer = (response: ServerResponse) => void

const page =
  (status: number): Answer =>
  (response) =>
    response.writeHead(status, { 'content-type': 'text/html' }).end('<html>Please come back later.</html>')
const json =
  (body: object, headers: Record<string, string> = {}, status = 200): Answer =>
  (response) =>
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
const broken: Answer = (response) => response.destroy()
const known = json({ ok: true, team_id: 'T1', team: 'Harbour' })
const keys = json({ jwks_uri: 'http://127.0.0.1:9/' })
const token = json({ access_token: 'a-token', expires_in: 3600 })

/** Slack's Web API, and where Teams' tokens and keys come from, as far as a start asks them. */
let outside: Server
let slack: Answer
let login: Answer
let asked: number
let http: HttpServer
let test: TestStore
let clock: MovableClock
let running: Running | null
let log: ReturnType<typeof listenToLog>

beforeEach(async () => {
  log = listenToLog()
  running = null
  slack = known
  login = token
  asked = 0
  outside = createServer((request, response) => {
    if (request.url?.endsWith('/token')) return login(response)
    if (request.url === '/keys') return keys(response)
    asked += 1
    slack(response)
  })
  await new Promise<void>((resolve) => outside.listen(0, '127.0.0.1', resolve))
  test = await openTestStore()
  clock = stoppedClock(at('2026-02-02T10:00:00Z'))
  http = await listen('127.0.0.1', 0)
})
afterEach(async () => {
  await running?.stop()
  await http.stop()
  await test.cleanUp()
  outside.closeAllConnections()
  await new Promise((resolve) => outside.close(resolve))
})

const origin = () => {
  const address = outside.address()
  return `http://127.0.0.1:${address && typeof address === 'object' ? address.port : 0}`
}

const start = async ({
  teams = false,
  appToken = null,
}: {
  teams?: boolean
  appToken?: string | null
} = {}) => {
  const config: Omit<Config, 'encryptionKeys'> & { encryptionKeys: typeof TEST_KEY } = {
    databaseUrl: test.url,
    host: '127.0.0.1',
    port: 0,
    publicUrl: http.address,
    encryptionKeys: TEST_KEY,
    logLevel: 'info',
    metricsToken: null,
    slack: { botToken: TOKEN, signingSecret: 's', appToken, apiUrl: `${origin()}/api/` },
    teams: teams
      ? {
          appId: 'app',
          appPassword: 'p',
          tenantId: 'tenant',
          appType: 'SingleTenant',
          allowedTenants: [],
          serviceHosts: ['127.0.0.1:9'],
          openIdMetadataUrl: `${origin()}/keys`,
          loginUrl: origin(),
          allowUnauthenticated: false,
          requestsPerSecond: 30,
        }
      : null,
  }
  running = await startDuologue({ config, clock, store: test.store, http })
}

const ready = async () => {
  const response = await fetch(`${http.address}/readyz`)
  return [response.status, await response.text()]
}

/** Time passes, and what was begun meanwhile comes to its end. */
const passTime = async (seconds: number) => {
  clock.moveTo(clock.now().add({ seconds }))
  await running?.settle()
}

const keptToken = () => test.store.token(workspaceIdFor('slack', 'T1'))

describe('while Slack', () => {
  it.each<[string, Answer]>([
    ['breaks every connection', broken],
    ['answers 503', page(503)],
    ['answers with a page', page(200)],
    ['is hidden behind a page that says 403', page(403)],
    ['has an internal error', json({ ok: false, error: 'internal_error' })],
  ])('%s, the start goes on, and asks again until it hears', async (_, trouble) => {
    slack = trouble
    await start({ teams: true })
    expect(await ready()).toEqual([200, 'ready; not connected: slack'])
    expect(log.text()).toContain('"platform":"slack","detail":')
    expect(log.text()).not.toContain(TOKEN)
    expect((await fetch(`${http.address}/api/messages`, { method: 'POST', body: '{' })).status).toBe(400)
    await passTime(4)
    expect(asked).toBe(1)
    await passTime(1)
    expect(asked).toBe(2)
    slack = known
    await passTime(5)
    expect(asked).toBe(2)
    expect(await keptToken()).toBeNull()
    await passTime(5)
    expect(await keptToken()).toBe(TOKEN)
    expect(await ready()).toEqual([200, 'ready'])
    expect(log.text()).toContain('platform-connected')
    await passTime(3600)
    expect(asked).toBe(3)
  })

  it('cannot be reached, whoever drives the clock knows when it is asked next, a minute apart at the most', async () => {
    slack = broken
    await start()
    expect(await ready()).toEqual([503, 'not ready; not connected: slack'])
    const waits: number[] = []
    for (let tries = 0; tries < 6; tries += 1) {
      const next = await running?.nextDue()
      if (!next) throw new Error('It is never asked again.')
      waits.push(clock.now().until(next).total('seconds'))
      clock.moveTo(next)
      await running?.settle()
    }
    expect(waits).toEqual([5, 10, 20, 40, 60, 60])
  })

  it('cannot be reached, the workspaces of an earlier start are served', async () => {
    await start()
    await running?.stop()
    slack = broken
    await http.stop()
    http = await listen('127.0.0.1', 0)
    await start()
    expect(await keptToken()).toBe(TOKEN)
    const response = await fetch(`${http.address}/slack/events`, { method: 'POST', body: '{}' })
    expect(response.status).toBe(401)
  })

  it('asks to wait, it is asked when it said', async () => {
    slack = json({ ok: false, error: 'ratelimited' }, { 'retry-after': '30' }, 429)
    await start()
    expect(await running?.nextDue()).toEqual(clock.now().add({ seconds: 30 }))
  })

  it.each(['invalid_auth', 'account_inactive', 'token_revoked'])(
    'refuses the token as %s, there is no start, and a sentence',
    async (error) => {
      slack = json({ ok: false, error })
      await expect(start({ teams: true })).rejects.toMatchObject({
        code: 'slack-token',
        message: `Slack did not accept the bot token (${error}).`,
      })
    },
  )

  it('refuses the token after an outage, it is not asked again, and the log says so', async () => {
    slack = broken
    await start({ teams: true })
    slack = json({ ok: false, error: 'invalid_auth' })
    await passTime(5)
    expect(log.text()).toContain('platform-refused')
    expect(await ready()).toEqual([200, 'ready; not connected: slack'])
    expect(await running?.nextDue()).toBeNull()
  })

  it('opens no socket, it is named as not connected, and the start goes on', async () => {
    slack = (response) => (asked === 1 ? known : page(503))(response)
    await start({ appToken: 'xapp-1', teams: true })
    expect(await ready()).toEqual([200, 'ready; not connected: slack'])
  })

  it('refuses a socket, there is no start, and a sentence', async () => {
    slack = (response) => (asked === 1 ? known : json({ ok: false, error: 'invalid_auth' }))(response)
    await expect(start({ appToken: 'xapp-1' })).rejects.toMatchObject({ code: 'slack-socket' })
  })
})

it('a workspace whose name another has already, in whatever case, is kept under a name of its own', async () => {
  await test.store.transact(({ write }) =>
    write.accounts.addWorkspace({
      id: 'w9',
      platform: 'slack',
      externalId: 'T9',
      name: 'harbour',
      groups: true,
    }),
  )
  await start()
  const names = (await test.store.read.accounts.workspaces()).map(({ name }) => name)
  expect(names.sort()).toEqual(['Harbour T1', 'harbour'])
})

it('Teams without tokens is named at once, and no longer once it has them', async () => {
  login = json({ error: 'invalid_client' }, {}, 401)
  await start({ teams: true })
  expect(log.text()).toContain('"platform":"teams","detail":"login_http_401"')
  expect(await ready()).toEqual([200, 'ready; not connected: teams'])
  login = token
  await passTime(5)
  expect(await ready()).toEqual([200, 'ready'])
})
