import { randomBytes } from 'node:crypto'
import type { Temporal } from 'temporal-polyfill'
import type { Config } from '../../config.ts'
import type { MovableClock } from '../../core/clock.ts'
import { workspaceIdFor } from '../../core/conversation.ts'
import { applyEffects } from '../../core/effects.ts'
import type { Effect } from '../../core/flow.ts'
import type { Programme } from '../../core/model.ts'
import { embeddedEngine } from '../../engine/index.ts'
import { flows } from '../../flows/index.ts'
import type { HttpServer } from '../../http.ts'
import { type Parts, type Running, startDuologue } from '../../main.ts'
import {
  type Cast,
  type FaultPlan,
  listOf,
  type Simulator,
  type SimulatorClock,
  startSimulator,
} from '../../simulator/index.ts'
import { migrate, type OpenStore, openStore, type SealingKeys } from '../../store/index.ts'
import { peopleOrFail } from '../participants.ts'
import { importEffects, planImport } from '../people/plan.ts'
import { readPeople } from '../people/read.ts'
import { creating, programmeFrom } from '../programme.ts'

/** Duologue on simulated workspaces: nothing of it knows that they are. */
export interface SimulatedWorld {
  readonly simulator: Simulator
  readonly store: OpenStore
  readonly running: Running
  readonly http: HttpServer
  readonly programme: Programme
  stop(): Promise<void>
}

export interface WorldOptions {
  readonly config: Config
  /** Stopped with the world. */
  readonly http: HttpServer
  readonly keys: SealingKeys
  readonly clock: MovableClock
  readonly seed: number
  readonly faults: FaultPlan
  readonly cast: Cast
  /** The people to bring in, as a CSV list; the cast's own unless given. */
  readonly list?: Uint8Array
  readonly atOnce?: Parts['atOnce']
  readonly onSettled?: Parts['onSettled']
}

const APP_ID = '6f1d4a52-0000-4000-8000-0000000d0109'
const OWN_TENANT = '6f1d4a52-0000-4000-8000-00000000700e'

/** The simulator's view of a clock that can be moved. */
const simulatorClock = (clock: MovableClock): SimulatorClock => ({
  now: () => clock.now().epochMilliseconds,
  advance: (ms) => clock.moveTo(clock.now().add({ milliseconds: ms })),
})

/** Starts simulated workspaces, Duologue on them, and a programme with its people, all through the ordinary doors. */
export const startWorld = async (options: WorldOptions): Promise<SimulatedWorld> => {
  const { config, http, keys, clock, seed, faults, cast } = options
  const signingSecret = randomBytes(24).toString('hex')
  const appPassword = randomBytes(24).toString('hex')
  let running: Running | null = null
  const simulator = await startSimulator({
    clock: simulatorClock(clock),
    seed,
    faults,
    slack: { signingSecret, target: `${http.address}/slack/events` },
    teams: { appId: APP_ID, appPassword, tenantId: OWN_TENANT, target: `${http.address}/api/messages` },
    workspaces: [...cast.workspaces],
    settle: async () => running?.settle(),
  })
  await migrate({ url: config.databaseUrl })
  const store = await openStore({ url: config.databaseUrl, key: keys, throwaway: true })
  const engine = embeddedEngine(store.queue, clock, 'world')
  const apply = (effects: readonly Effect[]) =>
    store.transact((transaction) => applyEffects(effects, transaction, { engine, flows }, clock.now()))

  for (const workspace of cast.workspaces) {
    const { platform, id: externalId, name } = workspace
    const id = workspaceIdFor(platform, externalId)
    await store.transact(({ write }) =>
      write.accounts.addWorkspace({ id, platform, externalId, name, groups: platform === 'slack' }),
    )
    if (workspace.platform === 'slack') await store.saveToken(id, workspace.botToken)
  }
  const slack = cast.workspaces.find((one) => one.platform === 'slack')
  running = await startDuologue({
    config: {
      ...config,
      encryptionKeys: keys,
      publicUrl: http.address,
      slack: slack
        ? { botToken: slack.botToken, signingSecret, appToken: null, apiUrl: simulator.slackApiUrl }
        : null,
      teams: {
        appId: APP_ID,
        appPassword,
        tenantId: OWN_TENANT,
        appType: 'SingleTenant',
        allowedTenants: cast.workspaces.filter(({ platform }) => platform === 'teams').map(({ id }) => id),
        serviceHosts: [new URL(simulator.teams.serviceUrl).host],
        openIdMetadataUrl: simulator.teams.openIdMetadataUrl,
        loginUrl: simulator.teams.loginUrl,
        allowUnauthenticated: false,
        requestsPerSecond: 30,
      },
    },
    clock,
    store,
    http,
    ...(options.atOnce === undefined ? {} : { atOnce: options.atOnce }),
    ...(options.onSettled ? { onSettled: options.onSettled } : {}),
  })

  const sides = [...new Set(cast.members.map(({ side }) => side))]
  const made = programmeFrom({
    template: 'reciprocal',
    name: 'City Region Programme',
    from: clock.now().toZonedDateTimeISO('Europe/London').toPlainDate().toString(),
    sides: sides.join(','),
    booksFirst: sides[0] ?? '',
    coordinator: cast.coordinators.map(({ email }) => email),
    contact: 'Grace Obi <grace.obi@listening.example>',
    timeZone: 'Europe/London',
  })
  await apply(creating(made))
  const { programme } = made
  const bytes = options.list ?? new TextEncoder().encode(listOf(cast.members))
  const people = peopleOrFail(readPeople(bytes, programme, await store.read.accounts.workspaces()))
  await apply(importEffects(planImport(people, []), programme, clock.now()))

  return {
    simulator,
    store,
    running,
    http,
    programme,
    stop: async () => {
      await running.stop()
      await simulator.stop()
      await http.stop()
      await store.close()
    },
  }
}

/** The hours at which a life begins: the Monday before the instant, nine in the morning in London. */
export const mondayBefore = (instant: Temporal.Instant): Temporal.Instant => {
  const day = instant.toZonedDateTimeISO('Europe/London').toPlainDate()
  return day
    .subtract({ days: day.dayOfWeek - 1 })
    .toZonedDateTime({ timeZone: 'Europe/London', plainTime: '09:00' })
    .toInstant()
}
