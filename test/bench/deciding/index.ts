import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import Database from 'better-sqlite3'
import type { Hours } from '../../../src/core/model.ts'
import { noFaults, startSimulator } from '../../../src/simulator/index.ts'
import { atMost, section } from '../figures.ts'
import { COORDINATOR, inOneWorkspace, KEY, populate } from '../population.ts'
import { startProductOnAllCores } from '../processes.ts'
import { catcher } from '../requests.ts'
import { acting } from './acting.ts'
import { type Met, watchOver } from './watching.ts'

const SIZES = [40, 1_000, 2_500, 5_000]
const MOST_MS = 20
const IDLE_MS = 3_000
/** Of thousands, the planning goes on behind what comes after it. */
const MOST_PLANNING_MS = 20_000
/** People whose commands are watched. */
const OTHERS = 20
/** An answer that takes longer is none. */
const PATIENCE_MS = 10_000
const SECRET = 'a-signing-secret-of-the-bench'

/** Nobody works today: introductions are planned, and wait. */
const anotherDay = (): Hours => {
  const away = ((new Date().getUTCDay() + 2) % 7) + 1
  const week = ([1, 2, 3, 4, 5, 6, 7] as const).filter((day) => day === away)
  return { zone: 'UTC', week: week.map((day) => ({ day, from: '09:00', to: '17:00' })), daysOff: [] }
}

const deciding = async (size: number): Promise<readonly (readonly [string, Met])[]> => {
  const folder = mkdtempSync(join(tmpdir(), 'duologue-bench-'))
  const file = join(folder, 'bench.db')
  const cast = inOneWorkspace(2 * size)
  await populate(`file:${file}`, cast, { paired: false, hours: anotherDay() })
  const relay = await catcher()
  const simulator = await startSimulator({
    clock: { now: () => Date.now(), advance: () => {} },
    seed: 1,
    faults: noFaults,
    slack: { signingSecret: SECRET, target: `${relay.address}/slack/events` },
    teams: null,
    workspaces: [...cast.workspaces],
    patienceMs: PATIENCE_MS,
  })
  const [slack] = cast.workspaces
  if (slack?.platform !== 'slack') throw new Error('A Slack workspace was expected.')
  const others = simulator.people().filter(({ person }) => person.email !== COORDINATOR)
  // Nobody answers yet: they wait for that while everything else goes on.
  for (const other of others.slice(0, OTHERS)) other.command('contact').catch(() => {})
  while (relay.caught.length < OTHERS) await setTimeout(10)
  const samples = [...relay.caught]
  const server = await startProductOnAllCores({
    DATABASE_URL: `file:${file}`,
    PORT: '0',
    ENCRYPTION_KEY: Buffer.from(KEY[0]).toString('base64'),
    LOG_LEVEL: 'error',
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_SIGNING_SECRET: SECRET,
    SLACK_API_URL: simulator.slackApiUrl,
  })
  relay.passOn(server.address)
  const watch = await watchOver(server, { samples, secret: SECRET })
  const database = new Database(file, { readonly: true })
  const count = (sql: string, ...args: readonly unknown[]): number =>
    Number(database.prepare<unknown[], { n: number }>(sql).get(...args)?.n)
  const until = async (holds: () => boolean): Promise<void> => {
    while (!holds()) await setTimeout(25)
  }
  const dana = acting(simulator.person(COORDINATOR))
  const met: [string, Met][] = []
  const during = async (name: string, work: () => Promise<void>): Promise<void> => {
    met.push([name, await watch.during(work)])
  }
  const drafts = () => count('SELECT count(*) AS n FROM Draft')
  const approvals = () => count("SELECT count(*) AS n FROM Approval WHERE state IN ('wanted', 'stopping')")
  const quiet = () => count('SELECT count(*) AS n FROM Moment WHERE dueAt <= ?', Date.now()) === 0
  const madeAfter = (before: number) =>
    until(
      () => drafts() > before && count("SELECT count(*) AS n FROM WantedDraft WHERE state = 'wanted'") === 0,
    )
  try {
    await setTimeout(IDLE_MS)
    await during('nothing', () => setTimeout(IDLE_MS))
    await dana.types('drafts')
    await during('a draft is asked for, and made', async () => {
      await dana.presses('Make a draft')
      await madeAfter(0)
      await setTimeout(500)
    })
    await during('it is shown', () => dana.types('drafts'))
    if (size > 6) await during('its next page', () => dana.presses('Next page'))
    await during('one is looked at closely', () =>
      dana.fills('Look closer', (form) => ({ pair: form('pair', 0) })),
    )
    await dana.types('drafts')
    await during('one is found by name', async () => {
      await dana.fills('Look closer', () => ({ pair: [], 'pair-who': cast.members.at(-1)?.name ?? '' }))
    })
    await dana.types('drafts')
    await during('two are shown changing places', async () => {
      await dana.presses('More')
      await dana.fills('Swap two', (form) => ({ one: form('one', 0), other: form('other', 2) }))
    })
    await during('they change places', () => dana.presses('Swap them'))
    await dana.types('drafts')
    await during('one is rejected', () =>
      dana.fills('Decide some', (form) => ({
        pairs: [form('pairs', 0)],
        decision: 'reject',
        reason: 'other',
      })),
    )
    await dana.types('drafts')
    await during('that is undone', async () => {
      await dana.presses('More')
      await dana.fills('Undo a decision', (form) => ({ pairs: [form('pairs', 0)] }))
    })
    await dana.types('drafts')
    await during('a draft is asked for again', async () => {
      const before = drafts()
      await dana.presses('Ask again')
      await madeAfter(before)
      await setTimeout(500)
    })
    await dana.types('drafts')
    await during('all are approved', async () => {
      await dana.presses(/^Approve all/)
      await until(() => count('SELECT count(*) AS n FROM PairMember') >= 2 * size && approvals() === 0)
    })
    await during('introductions are planned', async () => {
      await Promise.race([until(quiet), setTimeout(MOST_PLANNING_MS)])
    })
    await dana.types('drafts')
    await during('one of them is undone', async () => {
      await dana.presses('More')
      await dana.fills('Undo a decision', (form) => ({ pairs: [form('pairs', 0)] }))
    })
  } finally {
    await watch.stop()
    await server.stop()
    await simulator.stop()
    relay.stop()
    database.close()
    rmSync(folder, { recursive: true })
  }
  return met
}

/**
 * How long others wait for an answer, and how long the server's thread works without a turn for them, while a coordinator
 * decides about a draft of so many pairs. Numbers on the command line are sizes, in place of the usual ones.
 */
export const run = async (): Promise<void> => {
  const wanted = process.argv.filter((argument) => /^\d+$/.test(argument)).map(Number)
  for (const size of wanted.length > 0 ? wanted : SIZES) {
    const met = await deciding(size)
    const idle = met[0]?.[1]
    section(
      `Deciding about ${size} pairs: the longest that others wait, ms. “/healthz” and “command” as they see it, whatever else the machine does; “held” is what the server's thread itself worked in one go`,
      [
        ['while', 'took', '/healthz', 'command', 'held', ''],
        ...met.map(([name, { ms, health, command, hold, bad }]) => [
          name,
          Math.round(ms),
          health.toFixed(1),
          command.toFixed(1),
          hold.toFixed(1),
          `${atMost(Math.max(hold, 0), MOST_MS, ' ms')}${bad > 0 ? `, ${bad} FAILED` : ''}`,
        ]),
      ],
    )
    if (idle)
      console.log(`With nothing going on, a command waited ${idle.command.toFixed(1)} ms at the longest.`)
  }
}
