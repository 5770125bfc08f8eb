import { describe, expect, it } from 'vitest'
import { type FaultPlan, noFaults, type Simulator } from '../../src/simulator/index.ts'
import { slackClient } from './clients.ts'
import { NORTH, serve, simulate } from './world.ts'

/** A product that acknowledges at once and answers with a message a little later. */
async function lateProduct(settle: (() => Promise<void>) | null, faults: FaultPlan) {
  const server = await serve()
  let simulator: Simulator | null = null
  let answered = () => {}
  const answer = new Promise<void>((resolve) => {
    answered = resolve
  })
  server.answer((request, response) => {
    request.resume()
    response.end()
    response.once('close', async () => {
      const client = simulator && slackClient(simulator, NORTH.botToken)
      await client?.chat.postMessage({ channel: 'U0AMA', text: 'Here you are' }).catch(() => {})
      answered()
    })
  })
  const target = `${server.origin}/slack/events`
  const started = await simulate({ slackTarget: target, teams: null, faults, ...(settle ? { settle } : {}) })
  simulator = started.simulator
  return {
    ama: simulator.person('U0AMA'),
    async stop() {
      await answer
      await started.simulator.stop()
      await server.stop()
    },
  }
}

describe('waiting for what an act causes', () => {
  it('sees an answer that follows the acknowledgement', async () => {
    const { ama, stop } = await lateProduct(null, noFaults)
    const { appeared } = await ama.say('hello')
    expect(appeared.map(({ text }) => text)).toEqual(['Here you are'])
    await stop()
  })

  it('gives what there is when an answer was refused, which comes much later if at all', async () => {
    const refuse: FaultPlan = () => ({ type: 'rate-limited', retryAfterSeconds: 60 })
    const { ama, stop } = await lateProduct(async () => {}, refuse)
    expect(await ama.say('hello')).toMatchObject({ ok: true, appeared: [], error: null })
    await stop()
  })
})
