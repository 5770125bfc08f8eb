import { connect } from 'node:net'
import { Registry } from 'prom-client'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { answer, type HttpServer, listen } from '../src/http.ts'
import { metrics } from '../src/metrics.ts'
import { metricsRoute } from '../src/routes.ts'

const TOKEN = 'a-token-for-metrics'

let http: HttpServer
beforeEach(async () => {
  http = await listen('127.0.0.1', 0)
})
afterEach(() => http.stop())

/** What the server says to raw bytes, until it hangs up or has said enough. */
const raw = (sent: string, enough: RegExp): Promise<string> =>
  new Promise((resolve, reject) => {
    const { port } = new URL(http.address)
    const socket = connect(Number(port), '127.0.0.1', () => socket.write(sent))
    let said = ''
    socket.on('data', (piece) => {
      said += piece
      if (enough.test(said)) socket.destroy()
    })
    socket.on('error', (error) => (said ? resolve(said) : reject(error)))
    socket.on('close', () => resolve(said))
  })

describe('the one port', () => {
  it('has nothing to show until something is mounted, and nothing elsewhere', async () => {
    expect((await fetch(`${http.address}/here`)).status).toBe(404)
    http.mount({ path: '/here', handle: (_, response) => answer(response, 200, 'found') })
    expect(await (await fetch(`${http.address}/here?x=/there`)).text()).toBe('found')
    const elsewhere = await fetch(`${http.address}/here/`)
    expect([elsewhere.status, await elsewhere.text()]).toEqual([404, 'There is nothing here.'])
    expect(elsewhere.headers.get('x-content-type-options')).toBe('nosniff')
    expect(elsewhere.headers.get('cache-control')).toBe('no-store')
  })

  it.each([
    '/../package.json',
    '/calendar/../../package.json',
    '/%2e%2e/package.json',
    '/.env',
    '//etc/passwd',
    '/calendar/..%2f..%2f.env',
    '*',
    'http://127.0.0.1/.env',
  ])('gives no file for %s', async (path) => {
    expect(await raw(`GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`, /here\./)).toMatch(
      /^HTTP\/1\.1 404 [\s\S]*There is nothing here\./,
    )
  })

  it('refuses headers that have no end, and what is no HTTP, with no detail', async () => {
    const huge = await raw(`GET / HTTP/1.1\r\nHost: x\r\nX: ${'a'.repeat(100_000)}\r\n\r\n`, /\r\n\r\n/)
    expect(huge).toMatch(/^HTTP\/1\.1 431 /)
    expect(await raw('hello\r\n\r\n', /\r\n\r\n/)).toMatch(/^HTTP\/1\.1 400 /)
  })

  it('says in words that an address is taken', async () => {
    const { port } = new URL(http.address)
    await expect(listen('127.0.0.1', Number(port))).rejects.toMatchObject({
      code: 'cannot-listen',
      message: `Duologue cannot listen on 127.0.0.1, port ${port}.`,
    })
    await expect(listen('192.0.2.1', 0)).rejects.toMatchObject({ code: 'cannot-listen' })
  })

  it('stops while a client holds an idle connection open', async () => {
    expect((await fetch(`${http.address}/`)).status).toBe(404)
    await http.stop()
    await expect(fetch(`${http.address}/`)).rejects.toThrow()
    http = await listen('127.0.0.1', 0)
  })
})

describe('metrics', () => {
  // Whatever came through a proxy says so, and is then not from this machine.
  const elsewhere = { 'X-Forwarded-For': '192.0.2.7' }
  const status = async (headers: Record<string, string>) =>
    (await fetch(`${http.address}/metrics`, { headers })).status

  it('are there for this machine', async () => {
    http.mount(metricsRoute(metrics().registry, null))
    const response = await fetch(`${http.address}/metrics`)
    expect(await response.text()).toContain('duologue_deliveries_total')
  })

  it('are refused to others without a token', async () => {
    http.mount(metricsRoute(new Registry(), null))
    expect(await status(elsewhere)).toBe(401)
    expect(await status({ ...elsewhere, Authorization: 'Bearer null' })).toBe(401)
    expect(await status({ ...elsewhere, Authorization: 'Bearer ' })).toBe(401)
  })

  it('are there for whoever holds the token', async () => {
    http.mount(metricsRoute(new Registry(), TOKEN))
    expect(await status({ ...elsewhere, Authorization: `Bearer ${TOKEN}` })).toBe(200)
    for (const wrong of [TOKEN, `Bearer ${TOKEN}x`, `Bearer ${TOKEN.slice(1)}`, `Basic ${TOKEN}`, 'Bearer'])
      expect(await status({ ...elsewhere, Authorization: wrong }), wrong).toBe(401)
  })
})
