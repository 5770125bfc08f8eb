import { setTimeout } from 'node:timers/promises'
import { atMost, median, megabytes, section, whole } from './figures.ts'
import { load } from './load.ts'
import { leaveFirstCore, pinning, type Server, startBare, startProduct } from './processes.ts'
import { slackRequests, typed } from './requests.ts'
import type { Reading } from './servers/meter.ts'
import { openStage } from './stage.ts'

const ROUNDS = 3
/** Until a server counts as idle. */
const SETTLED_MS = 1000
const LOAD = { seconds: 6, rate: 50 }
const MOST = 1.3

interface Started {
  readonly ms: number
  readonly cpu: number
  readonly idle: Reading
}

/** Starts a server, waits until it is idle, and looks. */
const startOnce = async (begin: () => Promise<Server>): Promise<Started> => {
  const server = await begin()
  await setTimeout(SETTLED_MS)
  const idle = await server.read()
  await server.stop()
  return { ...server.started, idle }
}

/** How long starting takes and what it takes in memory, beside one bare process that loads the same libraries. */
export const run = async (): Promise<void> => {
  const stage = await openStage()
  const samples = await typed(stage.simulator, stage.catcher, 'slack', 'status')
  const kinds: readonly { readonly name: string; readonly begin: () => Promise<Server> }[] = [
    {
      name: 'bare: Bolt, botbuilder, Prisma, one query',
      begin: () => startBare('all', stage.environment(['slack', 'teams'])),
    },
    { name: 'Duologue, Slack and Teams', begin: () => startProduct(stage.environment(['slack', 'teams'])) },
    { name: 'Duologue, Slack only', begin: () => startProduct(stage.environment(['slack'])) },
    { name: 'Duologue, Teams only', begin: () => startProduct(stage.environment(['teams'])) },
  ]
  const rejoin = leaveFirstCore()
  try {
    // The first starts of all read files that later ones find in memory.
    for (const { begin } of kinds.slice(0, 2)) await startOnce(begin)
    const all = kinds.map((): Started[] => [])
    for (let round = 0; round < ROUNDS; round++)
      for (const [index, { begin }] of kinds.entries()) all[index]?.push(await startOnce(begin))
    const of = (starts: readonly Started[], figure: (one: Started) => number) => median(starts.map(figure))
    const [bare = []] = all
    const ratio = (starts: readonly Started[], figure: (one: Started) => number): string =>
      starts === bare ? '1' : atMost(of(starts, figure) / of(bare, figure), MOST)
    const ms = (one: Started) => one.ms
    const cpu = (one: Started) => one.cpu
    const rss = (one: Started) => one.idle.rss
    section(
      `Start until it listens, and memory ${SETTLED_MS / 1000} s later (medians of ${ROUNDS}; ${pinning})`,
      [
        ['', 'ms', "ms : bare's", 'CPU ms', "CPU : bare's", 'RSS MB', "RSS : bare's", 'SDKs loaded'],
        ...all.map((starts, index) => [
          kinds[index]?.name ?? '',
          whole(of(starts, ms)),
          ratio(starts, ms),
          whole(of(starts, cpu) / 1000),
          ratio(starts, cpu),
          megabytes(of(starts, rss)),
          ratio(starts, rss),
          starts[0]?.idle.loaded.join(' ') || 'none',
        ]),
      ],
    )

    const loaded: [string, Reading][] = []
    for (const { name, begin } of kinds.slice(0, 2)) {
      const server = await begin()
      await load(server, '/slack/events', slackRequests(samples, stage.signingSecret, 'new'), LOAD)
      loaded.push([name, await server.read()])
      await server.stop()
    }
    const [plain] = loaded
    section(
      `Memory under ${LOAD.rate} commands/s for ${LOAD.seconds} s; the bare process runs eight statements in a transaction for each`,
      [
        ['', 'RSS MB', 'peak MB', "peak : bare's"],
        ...loaded.map(([name, { rss, peakRss }], index) => [
          name,
          megabytes(rss),
          megabytes(peakRss),
          index === 0 || !plain ? '1' : atMost(peakRss / plain[1].peakRss, MOST),
        ]),
      ],
    )
  } finally {
    rejoin()
    await stage.close()
  }
}
