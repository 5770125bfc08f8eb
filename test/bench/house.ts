import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Temporal } from 'temporal-polyfill'
import { type MovableClock, movableClock } from '../../src/core/clock.ts'
import type { Engine } from '../../src/core/engine.ts'
import { text } from '../../src/core/message.ts'
import { embeddedEngine } from '../../src/engine/index.ts'
import { listen } from '../../src/http.ts'
import { type Running, startDuologue } from '../../src/main.ts'
import { type Cast, type FaultPlan, type Simulator, startSimulator } from '../../src/simulator/index.ts'
import { migrate, type OpenStore, openStore } from '../../src/store/index.ts'
import { accountsOf, addWorkspaces, KEY, type Known } from './population.ts'

/** Duologue in this process, on simulated platforms, with nobody in a programme: only deliveries. */
export interface House {
  readonly simulator: Simulator
  readonly running: Running
  readonly people: readonly Known[]
  readonly clock: MovableClock
  /** Puts a message for each of these into the outbox, due then; each of its texts is `Note NUMBER.` */
  enqueue(
    to: readonly { readonly known: Known; readonly note: number; readonly dueAt: Temporal.Instant }[],
  ): Promise<void>
  /** Lets time pass from one due instant to the next until nothing is left. */
  runOut(): Promise<void>
  close(): Promise<void>
}

const MOST_STEPS = 100_000

/** `teamsPerSecond`: what a tenant lets through, and what Duologue is told that it does. */
export const openHouse = async (cast: Cast, faults: FaultPlan, teamsPerSecond = 50): Promise<House> => {
  const folder = mkdtempSync(join(tmpdir(), 'duologue-bench-'))
  const url = `file:${join(folder, 'bench.db')}`
  await migrate({ url })
  const store: OpenStore = await openStore({ url, key: KEY })
  const clock = movableClock({ now: () => Temporal.Now.instant() })
  const http = await listen('127.0.0.1', 0)
  const signingSecret = randomUUID()
  const [appId, appPassword, tenantId] = [randomUUID(), randomUUID(), randomUUID()]
  const simulator = await startSimulator({
    clock: {
      now: () => clock.now().epochMilliseconds,
      advance: (milliseconds) => clock.moveTo(clock.now().add({ milliseconds })),
    },
    seed: 1,
    faults,
    slack: { signingSecret, target: `${http.address}/slack/events` },
    teams: {
      appId,
      appPassword,
      tenantId,
      target: `${http.address}/api/messages`,
      requestsPerSecond: teamsPerSecond,
    },
    workspaces: [...cast.workspaces],
  })
  await addWorkspaces(store, cast)
  const people = accountsOf(cast)
  await store.transact(async ({ write }) => {
    for (const { platform, id: workspace, people: those } of cast.workspaces)
      for (const { id: externalId, name, email, timeZone, locale } of those) {
        const known = people.find((one) => one.workspace === workspace && one.email === email)
        await write.accounts.meet({
          id: known?.id ?? '',
          workspaceId: `${platform}-${workspace}`,
          externalId,
          conversation: null,
          profile: { name, email, timeZone, locale },
        })
      }
  })
  const slack = cast.workspaces.find((one) => one.platform === 'slack')
  const running = await startDuologue({
    config: {
      databaseUrl: url,
      host: '127.0.0.1',
      port: 0,
      publicUrl: http.address,
      encryptionKeys: KEY,
      logLevel: 'fatal',
      metricsToken: null,
      slack: slack
        ? { botToken: slack.botToken, signingSecret, appToken: null, apiUrl: simulator.slackApiUrl }
        : null,
      teams: {
        appId,
        appPassword,
        tenantId,
        appType: 'SingleTenant',
        allowedTenants: cast.workspaces.filter(({ platform }) => platform === 'teams').map(({ id }) => id),
        serviceHosts: [new URL(simulator.teams.serviceUrl).host],
        openIdMetadataUrl: simulator.teams.openIdMetadataUrl,
        loginUrl: simulator.teams.loginUrl,
        allowUnauthenticated: false,
        requestsPerSecond: teamsPerSecond,
      },
    },
    clock,
    store,
    http,
  })
  const engine: Engine = embeddedEngine(store.queue, clock, 'bench')
  return {
    simulator,
    running,
    people,
    clock,
    enqueue: (to) =>
      store.transact(async (transaction) => {
        for (const { known, note, dueAt } of to) {
          const words = `Note ${note}.`
          await engine.schedule(
            transaction,
            {
              flow: 'announcement',
              subject: { kind: 'announcement', id: 'bench' },
              occurrence: `note ${note}`,
              address: { type: 'account', accountId: known.id },
              class: 'answer',
              participantId: null,
              dueAt,
            },
            null,
            { type: 'message', summary: words, parts: [{ type: 'text', text: text`${words}` }] },
          )
        }
      }),
    runOut: async () => {
      for (let step = 0; step < MOST_STEPS; step++) {
        await running.tick()
        const next = await running.nextDue()
        if (!next) return
        clock.moveTo(next)
      }
      throw new Error('The deliveries come to no end.')
    },
    close: async () => {
      await running.stop()
      await simulator.stop()
      await http.stop()
      await store.close()
      rmSync(folder, { recursive: true })
    },
  }
}
