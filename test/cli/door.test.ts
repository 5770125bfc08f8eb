import { request } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DOOR_PATH, doorRoute } from '../../src/cli/simulated/door.ts'
import { type HttpServer, listen } from '../../src/http.ts'
import { noFaults, type Simulator, startSimulator, steppedClock } from '../../src/simulator/index.ts'

let http: HttpServer
let simulator: Simulator
let ticks = 0

beforeAll(async () => {
  simulator = await startSimulator({
    clock: steppedClock(1_770_000_000_000),
    seed: 1,
    faults: noFaults,
    slack: { signingSecret: 'test', target: 'http://127.0.0.1:9/slack/events' },
    teams: { appId: 'a', appPassword: 'p', tenantId: 't', target: 'http://127.0.0.1:9/api/messages' },
    workspaces: [],
    settle: async () => {},
  })
  http = await listen('127.0.0.1', 0)
  const tick = async () => {
    ticks += 1
  }
  const running = { tick, settle: tick, nextDue: async () => null, keepTime: () => {}, stop: tick }
  http.mount(doorRoute(simulator, running))
})
afterAll(async () => {
  await http.stop()
  await simulator.stop()
})

/** The status and text with which the door answers. */
const knock = (body: string, headers: Record<string, string>): Promise<{ status: number; text: string }> =>
  new Promise((resolve, reject) => {
    const asked = request(`${http.address}${DOOR_PATH}`, { method: 'POST', headers }, (response) => {
      let text = ''
      response.on('data', (piece) => {
        text += piece
      })
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }))
    })
    asked.on('error', reject)
    asked.end(body)
  })

const JSON_TYPE = { 'Content-Type': 'application/json' }
const HOME = JSON.stringify({ as: 'nobody@x.example', words: 'home' })

describe('the door for a terminal', () => {
  it.each<[string, Record<string, string>]>([
    ['a form of another site', { 'Content-Type': 'application/x-www-form-urlencoded' }],
    ['plain text', { 'Content-Type': 'text/plain' }],
    ['no content type', {}],
    ['another machine, by way of a proxy', { ...JSON_TYPE, 'X-Forwarded-For': '192.0.2.7' }],
  ])('stays shut for %s', async (_, headers) => {
    expect(await knock(HOME, headers)).toEqual({ status: 403, text: '' })
    expect(ticks).toBe(0)
  })

  it('tells of a person who is not there', async () => {
    const { status, text } = await knock(HOME, JSON_TYPE)
    expect([status, JSON.parse(text)]).toEqual([
      200,
      { appeared: [], form: null, problem: expect.stringContaining('nobody@x.example') },
    ])
  })

  it.each(['', '{', 'null', '[]', '"x"', JSON.stringify({ as: 5 }), `"${'x'.repeat(200_000)}"`])(
    'answers %.20j without falling over',
    async (body) => {
      const { status, text } = await knock(body, JSON_TYPE)
      expect([status, JSON.parse(text).problem]).toEqual([200, expect.stringMatching(/./)])
    },
  )
})
