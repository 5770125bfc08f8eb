import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readConfig } from '../src/config.ts'
import { stoppedClock } from '../src/core/clock.ts'
import { type HttpServer, listen } from '../src/http.ts'
import { signedLinks } from '../src/links.ts'
import { type Running, startDuologue } from '../src/main.ts'
import { healthRoutes } from '../src/routes.ts'
import { at } from './facts.ts'
import { openTestStore, TEST_KEY, type TestStore } from './store.ts'

const NOW = at('2026-02-02T10:00:00Z')

let http: HttpServer
let test: TestStore
let running: Running

beforeEach(async () => {
  test = await openTestStore()
  http = await listen('127.0.0.1', 0)
  const read = readConfig({ LOG_LEVEL: 'silent' })
  if (!read.ok) throw new Error('Nothing at all is a good configuration.')
  running = await startDuologue({
    config: { ...read.config, encryptionKeys: TEST_KEY },
    clock: stoppedClock(NOW),
    store: test.store,
    http,
  })
})
afterEach(async () => {
  await running.stop()
  await http.stop()
  await test.cleanUp()
})

const get = async (path: string, init?: RequestInit) => {
  const response = await fetch(`${http.address}${path}`, init)
  return { status: response.status, text: await response.text() }
}

describe('Duologue', () => {
  it('says that it lives and is ready, and what it counts', async () => {
    expect(await get('/healthz')).toEqual({ status: 200, text: 'ok' })
    expect(await get('/readyz')).toEqual({ status: 200, text: 'ready' })
    expect((await get('/metrics')).text).toContain('duologue_acts_total')
  })

  it('is not ready while its database cannot be read, and gives no detail', async () => {
    const agenda = () => Promise.reject(new Error('SQLITE_IOERR: /srv/private/place.db'))
    const broken = { ...test.store, agenda }
    const other = await listen('127.0.0.1', 0)
    other.mount(...healthRoutes(broken, { all: [], missing: () => [] }))
    const ready = await fetch(`${other.address}/readyz`)
    expect([ready.status, await ready.text()]).toEqual([503, 'The database cannot be read.'])
    expect((await fetch(`${other.address}/healthz`)).status).toBe(200)
    await other.stop()
  })

  it('has no doors of platforms that have no credentials', async () => {
    for (const path of ['/slack/events', '/api/messages', '/simulator/door'])
      expect((await get(path, { method: 'POST', body: '{}' })).status, path).toBe(404)
  })

  it('has no page of simulated workspaces: whoever simulates puts it there', async () => {
    for (const path of ['/', '/simulator/page/page.js', '/simulator/live', '/simulator/ask'])
      expect((await get(path)).status, path).toBe(404)
  })

  it('has nothing to do with an empty store, and can be told to look again and again', async () => {
    expect(await running.nextDue()).toBeNull()
    await Promise.all([running.tick(), running.tick(), running.settle()])
    expect(await running.nextDue()).toBeNull()
  })

  it('can be stopped at any time, also twice', async () => {
    running.keepTime()
    running.keepTime()
    await running.stop()
    await running.stop()
  })
})

describe('a calendar link', () => {
  const links = signedLinks('', TEST_KEY[0])

  it('that leads nowhere is told kindly, and every one alike', async () => {
    const unknown = links.calendar('no-meeting', 'nobody', NOW)
    const old = links.calendar('no-meeting', 'nobody', NOW.subtract({ hours: 24 * 365 }))
    for (const path of [
      unknown,
      old,
      '/calendar/',
      '/calendar/x.ics',
      '/calendar/a.b.c.ics',
      '/calendar/%00%ff.ics',
    ])
      expect(await get(path), path).toEqual({
        status: 410,
        text: expect.stringContaining('nothing in your calendar has changed'),
      })
  })
})
