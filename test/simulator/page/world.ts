import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Temporal } from 'temporal-polyfill'
import { type ShownWorld, startShown } from '../../../src/cli/simulated/shown.ts'
import { stoppedClock } from '../../../src/core/clock.ts'
import { listen } from '../../../src/http.ts'
import { castOf, createPage, noFaults } from '../../../src/simulator/index.ts'
import type { Ask, Happening, Live, Replies } from '../../../src/simulator/page/protocol.ts'

const DAY = 24 * 3_600_000

/** A Monday morning in London, in winter. */
const BEGINS = Temporal.Instant.from('2027-01-11T09:00:00Z')

export interface Answered {
  readonly status: number
  readonly headers: NodeJS.Dict<string | string[]>
  readonly text: string
}

/** The page of a small programme that has been running for some days, over real HTTP. */
export interface Shown {
  readonly address: string
  readonly port: string
  readonly shown: ShownWorld
  now(): number
  /** Asks as the page does. */
  ask<K extends Ask['do']>(what: Extract<Ask, { do: K }>): Promise<Replies[K]>
  /** Sends anything at all. */
  send(method: string, path: string, headers?: Record<string, string>, body?: string): Promise<Answered>
  /** Hears what the page hears, from now on. */
  listen(): Promise<Listener>
  stop(): Promise<void>
}

export interface Listener {
  /** Resolves with the first event of the type that fits, already heard or still to come. */
  until<K extends keyof Live>(type: K, fits?: (data: Live[K]) => boolean): Promise<Live[K]>
  happenings(): readonly Happening[]
  readonly ended: Promise<void>
  stop(): void
}

/**
 * Starts it; `days` is how long its people have lived when the page opens, `people` how many they are, and `port` one
 * that is free, of the machine's choice unless told.
 */
export const startPage = async (people: number, days: number, opens = true, port = 0): Promise<Shown> => {
  const folder = mkdtempSync(join(tmpdir(), 'duologue-'))
  const http = await listen('127.0.0.1', port)
  const page = createPage()
  http.mount(...page.routes)
  const clock = stoppedClock(BEGINS)
  const shown = await startShown({
    page,
    http,
    config: {
      databaseUrl: `file:${join(folder, 'shown.db')}`,
      host: '127.0.0.1',
      port: 0,
      publicUrl: 'http://127.0.0.1',
      encryptionKeys: null,
      logLevel: 'silent',
      metricsToken: null,
      slack: null,
      teams: null,
    },
    keys: [randomBytes(32)],
    clock,
    seed: 1,
    faults: noFaults,
    cast: castOf(1, people),
  })
  await shown.life.live(BEGINS.epochMilliseconds + days * DAY, (share) => page.starting(share))
  const doors = shown.world.simulator.people()
  const first = (platform: string) =>
    doors
      .filter((door) => door.platform === platform)
      .slice(1, 2)
      .map(({ workspace, person }) => ({ workspace, person: person.id }))
  if (opens) await shown.open({ pair: [...first('slack'), ...first('teams')], hint: null })

  const send = (
    method: string,
    path: string,
    headers: Record<string, string> = {},
    body = '',
  ): Promise<Answered> =>
    new Promise((resolve, reject) => {
      const asked = request(`${http.address}${path}`, { method, headers }, (response) => {
        let text = ''
        response.setEncoding('utf8')
        response.on('data', (piece) => {
          text += piece
        })
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text }),
        )
      })
      asked.on('error', reject)
      if (method === 'POST') asked.end(body)
      else asked.end()
    })

  return {
    address: http.address,
    port: new URL(http.address).port,
    shown,
    now: () => clock.now().epochMilliseconds,
    send,
    ask: async (what) => {
      const { status, text } = await send(
        'POST',
        '/simulator/ask',
        { 'Content-Type': 'application/json' },
        JSON.stringify(what),
      )
      if (status !== 200) throw new Error(`${status} ${text}`)
      return JSON.parse(text)
    },
    listen: () => hear(`${http.address}/simulator/live`),
    stop: async () => {
      page.close()
      await shown.world.stop()
      rmSync(folder, { recursive: true })
    },
  }
}

interface Told {
  readonly type: string
  readonly data: string
}

const hear = (address: string): Promise<Listener> =>
  new Promise((resolve, reject) => {
    const asked = request(address, (response) => {
      const heard: Told[] = []
      let waiting: (() => void)[] = []
      let rest = ''
      response.setEncoding('utf8')
      response.on('data', (piece) => {
        const parts = `${rest}${piece}`.split('\n\n')
        rest = parts.pop() ?? ''
        for (const part of parts) {
          const line = (name: string) =>
            part
              .split('\n')
              .find((one) => one.startsWith(`${name}: `))
              ?.slice(name.length + 2) ?? ''
          if (line('event')) heard.push({ type: line('event'), data: line('data') })
        }
        const woken = waiting
        waiting = []
        for (const wake of woken) wake()
      })
      const ended = new Promise<void>((done) => {
        response.on('close', () => done())
      })
      resolve({
        until: async (type, fits = () => true) => {
          for (let from = 0; ; ) {
            for (; from < heard.length; from++) {
              const one = heard[from]
              if (one?.type !== type) continue
              const data = JSON.parse(one.data)
              if (fits(data)) return data
            }
            await new Promise<void>((wake) => waiting.push(wake))
          }
        },
        happenings: () =>
          heard.filter(({ type }) => type === 'happened').flatMap(({ data }) => JSON.parse(data)),
        ended,
        stop: () => asked.destroy(),
      })
    })
    asked.on('error', reject)
    asked.end()
  })
