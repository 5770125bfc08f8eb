import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Temporal } from 'temporal-polyfill'
import { startWorld } from '../../src/cli/simulated/world.ts'
import { stoppedClock } from '../../src/core/clock.ts'
import { listen } from '../../src/http.ts'
import { castOf, createLife, noFaults } from '../../src/simulator/index.ts'
import { readMessage, readView } from '../../src/simulator/slack/read.ts'
import { readActivity } from '../../src/simulator/teams/read.ts'
import type { ShownButton, ShownField } from '../../src/simulator/types.ts'

/** Something that the product sent, and what the simulated client reads in it. */
export interface Specimen {
  readonly kind: 'slackMessage' | 'slackModal' | 'slackHome' | 'teamsMessage'
  readonly raw: Readonly<Record<string, unknown>>
  readonly text: string
  readonly buttons: readonly ShownButton[]
  readonly fields: readonly ShownField[]
}

export const specimenOf = (kind: Specimen['kind'], raw: Readonly<Record<string, unknown>>): Specimen => {
  const nameOf = (id: string) => id
  const read =
    kind === 'teamsMessage'
      ? readActivity(raw)
      : kind === 'slackMessage'
        ? readMessage(raw, nameOf)
        : readView(raw, nameOf)
  return { kind, raw, text: read.text, buttons: read.buttons, fields: read.fields }
}

const BEGINS = Temporal.Instant.from('2027-01-11T09:00:00Z')
/** Few people, since what they are shown is of the same kinds. */
const PEOPLE = 12

/** What makes two of them the same kind of thing: everything but the words. */
const shapeOf = (value: unknown): unknown => {
  if (Array.isArray(value)) return [...new Set(value.map((item) => JSON.stringify(shapeOf(item))))].sort()
  if (typeof value !== 'object' || value === null) return typeof value
  return Object.entries(value)
    .filter(([key]) => !['data', 'block_id', 'private_metadata', 'metadata'].includes(key))
    .map(([key, member]) => [key, ['type', 'style', 'verb'].includes(key) ? member : shapeOf(member)])
}

/** One of each kind of thing that a programme's people are shown while they live through these weeks. */
export const lived = async (weeks: number): Promise<readonly Specimen[]> => {
  const folder = mkdtempSync(join(tmpdir(), 'duologue-lived-'))
  const clock = stoppedClock(BEGINS)
  const all = castOf(1)
  const cast = {
    ...all,
    members: all.members.filter((_, index) => index % Math.ceil(all.members.length / PEOPLE) === 0),
  }
  const world = await startWorld({
    http: await listen('127.0.0.1', 0),
    config: {
      databaseUrl: `file:${join(folder, 'lived.db')}`,
      host: '127.0.0.1',
      port: 0,
      publicUrl: 'http://127.0.0.1',
      encryptionKeys: null,
      logLevel: 'error',
      metricsToken: null,
      slack: null,
      teams: null,
    },
    keys: [randomBytes(32)],
    clock,
    seed: 1,
    faults: noFaults,
    cast,
  })
  const seen = new Map<string, Specimen>()
  const keep = (specimen: Specimen) => {
    const shape = JSON.stringify([specimen.kind, shapeOf(specimen.raw)])
    if (!seen.has(shape)) seen.set(shape, specimen)
  }
  world.simulator.subscribe((event) => {
    if (event.type === 'message' || event.type === 'revised') {
      const { platform, raw } = event.message
      keep(specimenOf(platform === 'slack' ? 'slackMessage' : 'teamsMessage', recordOf(raw)))
    }
    if (event.type === 'view')
      keep(specimenOf(event.view.surface === 'home' ? 'slackHome' : 'slackModal', recordOf(event.view.raw)))
  })
  try {
    const life = createLife({
      simulator: world.simulator,
      seed: 1,
      coordinators: cast.coordinators.map(({ email }) => email),
      approvesLater: true,
      product: {
        now: () => clock.now().epochMilliseconds,
        moveTo: (instant) => clock.moveTo(Temporal.Instant.fromEpochMilliseconds(instant)),
        tick: world.running.tick,
        nextDue: async () => (await world.running.nextDue())?.epochMilliseconds ?? null,
        afterStep: () => Promise.resolve(),
      },
    })
    await life.live(BEGINS.add({ hours: weeks * 7 * 24 }).epochMilliseconds, () => {})
    for (const door of world.simulator.people()) await door.home()
  } finally {
    await world.stop()
    rmSync(folder, { recursive: true })
  }
  return [...seen.values()]
}

const recordOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {}
