import type { RequestListener } from 'node:http'
import { Temporal } from 'temporal-polyfill'
import { type Clock, type MovableClock, stoppedClock } from '../../../src/core/clock.ts'
import type { Hear, Inbound, Platform, Reply } from '../../../src/core/platform.ts'
import { createSlack, type SlackOptions } from '../../../src/platforms/slack/index.ts'
import type { Simulator, SimulatorClock, SimulatorOptions } from '../../../src/simulator/index.ts'
import { MORNING, NORTH, SIGNING_SECRET, SOUTH, serve, simulate } from '../../simulator/world.ts'
import { sendingOn } from '../hand-back.ts'

/** A deadline that passes when a test says so. */
export interface HandTimer {
  readonly timer: NonNullable<SlackOptions['timer']>
  /** Lets every deadline that runs now pass. */
  pass(): void
  /** Resolves when a deadline runs. */
  running(): Promise<void>
}

export const handTimer = (): HandTimer => {
  const due = new Set<() => void>()
  let waiting: (() => void)[] = []
  return {
    timer: (_, then) => {
      due.add(then)
      for (const go of waiting) go()
      waiting = []
      return () => due.delete(then)
    },
    pass() {
      for (const then of due) then()
      due.clear()
    },
    running: () => (due.size > 0 ? Promise.resolve() : new Promise((resolve) => waiting.push(resolve))),
  }
}

/** One clock for the product and the simulated platforms. */
export const sharedClock = (): { clock: MovableClock; simulated: SimulatorClock } => {
  const clock = stoppedClock(Temporal.Instant.fromEpochMilliseconds(MORNING))
  const now = () => clock.now().epochMilliseconds
  return {
    clock,
    simulated: { now, advance: (ms) => clock.moveTo(clock.now().add({ milliseconds: ms })) },
  }
}

export type Said = Parameters<SlackOptions['log']>

export interface SlackWorld {
  readonly platform: Platform
  readonly simulator: Simulator
  readonly clock: MovableClock & Clock
  readonly origin: string
  readonly heard: Inbound[]
  readonly log: Said[]
  readonly timer: HandTimer
  /** Answers what is heard from now on. */
  reply(hear: Hear): void
  stop(): Promise<void>
}

export const NOTHING: Reply = { type: 'nothing' }

/** The adapter on a server of its own, in a simulated Slack with two workspaces. */
export const slackWorld = async (
  more: {
    start?: boolean
    distributed?: boolean
    simulator?: Partial<SimulatorOptions>
    token?: SlackOptions['token']
  } = {},
): Promise<SlackWorld> => {
  const server = await serve()
  const { clock, simulated } = sharedClock()
  const { simulator } = await simulate({
    slackTarget: `${server.origin}/slack/events`,
    clock: simulated,
    patienceMs: 300,
    ...(more.distributed
      ? {
          slack: {
            signingSecret: SIGNING_SECRET,
            target: `${server.origin}/slack/events`,
            distributed: true,
          },
        }
      : {}),
    ...more.simulator,
  })
  const heard: Inbound[] = []
  const log: Said[] = []
  const timer = handTimer()
  let answer: Hear = async () => NOTHING
  const { platform, routes } = createSlack({
    config: { signingSecret: SIGNING_SECRET, appToken: null, apiUrl: simulator.slackApiUrl },
    clock,
    token:
      more.token ?? (async (id) => [NORTH, SOUTH].find((workspace) => workspace.id === id)?.botToken ?? null),
    log: (...said) => log.push(said),
    timer: timer.timer,
  })
  const route: RequestListener = (request, response) => {
    const found = routes.find(({ path }) => path === request.url)
    if (found) found.handle(request, response)
    else response.writeHead(404).end()
  }
  server.answer(route)
  if (more.start !== false)
    await platform.start((inbound) => {
      heard.push(inbound)
      return answer(inbound)
    }, sendingOn(platform))
  return {
    platform,
    simulator,
    clock,
    origin: server.origin,
    heard,
    log,
    timer,
    reply: (hear) => {
      answer = hear
    },
    async stop() {
      await platform.stop()
      await simulator.stop()
      await server.stop()
    },
  }
}
