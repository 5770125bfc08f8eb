import http from 'node:http'
import { describe, expect, it } from 'vitest'
import { createBotToken } from './bot.ts'
import { slackClient } from './clients.ts'
import { NORTH, simulate } from './world.ts'

/** Sends a request whose path no client would make. */
function raw(origin: string, path: string, headers: Record<string, string>, body: string): Promise<number> {
  const { hostname, port } = new URL(origin)
  return new Promise((resolve, reject) => {
    const request = http.request(
      { hostname, port, path, method: 'POST', headers, agent: false },
      (response) => {
        response.resume()
        response.once('end', () => resolve(response.statusCode ?? 0))
      },
    )
    request.once('error', reject)
    request.end(body)
  })
}

describe('a product that sends nonsense', () => {
  it('is answered, never served, and the simulator goes on', async () => {
    const { simulator, appId } = await simulate()
    const { origin } = new URL(simulator.slackApiUrl)
    const slack = { authorization: `Bearer ${NORTH.botToken}`, 'content-type': 'application/json' }
    const teams = { authorization: `Bearer ${await createBotToken(simulator, appId)}` }
    const conversations = '/teams/v3/conversations'

    // Slack answers 200 with an error in the body, whatever it is sent.
    expect(await raw(origin, '/api/chat.postMessage', slack, '{"channel":')).toBe(200)
    expect(await raw(origin, '/api/chat.postMessage', slack, '[]')).toBe(200)
    expect(await raw(origin, '/api/views.open', slack, '{"view":[],"trigger_id":{}}')).toBe(200)
    expect(await raw(origin, '/response/T0/none', slack, '{"text":"x"}')).toBe(404)
    expect(await raw(origin, '/upload/v1/none', slack, 'x')).toBe(404)
    expect(await raw(origin, '/nowhere', slack, '')).toBe(404)
    expect(await raw(origin, '//', slack, '')).toBe(400)
    expect(await raw(origin, conversations, teams, '{"members":')).toBe(400)
    expect(await raw(origin, conversations, teams, 'null')).toBe(400)
    expect(await raw(origin, conversations, teams, '{"members":[{"id":7}],"tenantId":[]}')).toBe(400)
    expect(await raw(origin, `${conversations}/%zz/activities`, teams, '{}')).toBe(404)
    expect(await raw(origin, `${conversations}/a/b/c/d`, teams, '{}')).toBe(404)
    expect(await raw(origin, '/login/x/oauth2/v2.0/token', {}, 'grant_type=%zz')).toBe(400)

    expect(simulator.received()).toEqual([])
    expect(await slackClient(simulator, NORTH.botToken).auth.test()).toMatchObject({ ok: true })
    await simulator.stop()
  })
})
