import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { Temporal } from 'temporal-polyfill'
import { onTestFinished } from 'vitest'
import { peopleOrFail } from '../../src/cli/participants.ts'
import { importEffects, planImport } from '../../src/cli/people/plan.ts'
import { readPeople } from '../../src/cli/people/read.ts'
import { creating, programmeFrom } from '../../src/cli/programme.ts'
import type { Written } from '../../src/cli/settings/change.ts'
import { type MovableClock, stoppedClock } from '../../src/core/clock.ts'
import { workspaceIdFor } from '../../src/core/conversation.ts'
import { applyEffects } from '../../src/core/effects.ts'
import type { Effect } from '../../src/core/flow.ts'
import type { Delivery, Programme } from '../../src/core/model.ts'
import type { Reader } from '../../src/core/store.ts'
import { embeddedEngine } from '../../src/engine/index.ts'
import { flows } from '../../src/flows/index.ts'
import { answer, type HttpServer, listen, pathOf, type Route } from '../../src/http.ts'
import { type Running, startDuologue } from '../../src/main.ts'
import {
  type Answer,
  type Door,
  noFaults,
  type Outcome,
  type ShownMessage,
  type Simulator,
  startSimulator,
} from '../../src/simulator/index.ts'
import { type OpenStore, openStore } from '../../src/store/index.ts'
import { openTestStore, TEST_KEY } from '../store.ts'
import {
  emailOf,
  type Figure,
  type Key,
  LEADERS,
  listOf,
  PEOPLE,
  PROFESSIONALS,
  workspacesWith,
} from './people.ts'

/** A Monday morning in London, in winter. */
const MORNING = '2027-01-11T09:00:00Z'
/** The invitation itself, as opposed to a welcome that points to it. */
export const INVITED = /It is your choice, and either answer is fine/
const OWN_TENANT = '99999999-2222-4333-8444-555555555555'
/** What is due and waits behind something else must not hold up time, as rate limits do. */
const WAITS_AT_LEAST_MS = 100
const MOST_STEPS = 5000

export interface SceneOptions {
  /** Who takes part; their sides and workspaces are those of `PEOPLE`, unless `figures` says otherwise. */
  readonly people: readonly Key[]
  readonly coordinators?: readonly Key[]
  /** Further people, or others in place of those of `PEOPLE`. */
  readonly figures?: Readonly<Record<string, Figure>>
  /** People on Teams who have not installed the app. */
  readonly withoutApp?: readonly string[]
  readonly start?: string
  /** Settings other than the template's, as the command takes them. */
  readonly settings?: Written
}

/** A programme on simulated workspaces, as the scenarios see it. */
export interface Scene {
  readonly simulator: Simulator
  readonly store: OpenStore
  readonly programme: Programme
  readonly address: string
  readonly databasePath: string
  now(): Temporal.Instant
  person(key: string): Door
  /** Everything due now is done. */
  settled(): Promise<void>
  /** Time passes from one due instant to the next, until then; what comes in between is done on the way. */
  passTime(until: string | Temporal.Instant | Temporal.DurationLike): Promise<void>
  /** Time passes until the person sees a message that fits, at most 60 days. */
  until(key: string, sees: RegExp): Promise<ShownMessage>
  /** Brings in a list, as `participants import --yes` does. */
  importList(csv: string): Promise<void>
  /** Types a command. A few seconds pass first, as they do between one act and the next. */
  command(key: string, words: string): Promise<Outcome>
  /** Presses the newest button of that name in front of a person. */
  press(key: string, label: string | RegExp): Promise<Outcome>
  /** Opens the form behind a button and fills it in. */
  fill(key: string, answers: Record<string, Answer>): Promise<Outcome>
  /** The newest message that fits; fails with everything the person sees when there is none. */
  sees(key: string, text: RegExp): ShownMessage
  /** All that a person sees that fits. */
  all(key: string, text: RegExp): readonly ShownMessage[]
  /** Says yes for each, without the form. */
  join(...keys: string[]): Promise<void>
  /** Makes and approves a draft, and waits until everyone is introduced. */
  pair(coordinator: string): Promise<void>
  /** From now on the process dies once it has sent something, before it has noted that. */
  dieAfterSending(): void
  /** Another process takes over the same database. */
  restart(): Promise<void>
  /** Lets another process write to the same database, as a command beside a running Duologue does. */
  beside(effects: (read: Reader) => Promise<readonly Effect[]>): Promise<void>
  /** Every delivery of the programme. */
  deliveries(): Promise<readonly Delivery[]>
  /** The bytes of the database, its log of writes included. */
  databaseBytes(): Promise<Buffer>
}

/** One port whose work is whoever's started last. */
const onePort = async () => {
  const http = await listen('127.0.0.1', 0)
  let current: readonly Route[] = []
  const pass: Route['handle'] = (request, response) => {
    const path = pathOf(request)
    const route = current.find((one) =>
      one.path.endsWith('/') ? path.startsWith(one.path) : path === one.path,
    )
    if (route) route.handle(request, response)
    else answer(response, 404, '')
  }
  http.mount(...['/slack/', '/api/', '/calendar/'].map((path) => ({ path, handle: pass })))
  const mountable = (): HttpServer => ({
    address: http.address,
    mount: (...routes) => {
      current = routes
    },
    stop: http.stop,
  })
  return { http, mountable }
}

/** Puts a programme together, all through the ordinary doors; taken down when the test ends. */
export const openScene = async (options: SceneOptions): Promise<Scene> => {
  const keys = [...options.people, ...(options.coordinators ?? [])]
  const figures: Record<string, Figure> = {
    ...Object.fromEntries(Object.entries(PEOPLE).filter(([key]) => keys.some((one) => one === key))),
    stan: PEOPLE.stan,
    tess: PEOPLE.tess,
    ...options.figures,
  }
  const workspaces = workspacesWith(figures, options.withoutApp ?? [])
  const clock: MovableClock = stoppedClock(Temporal.Instant.from(options.start ?? MORNING))
  const { http, mountable } = await onePort()
  const signingSecret = randomUUID()
  const appId = randomUUID()
  const appPassword = randomUUID()
  const kept = await openTestStore()
  let running: Running | null = null
  let dying = false
  let store: OpenStore = kept.store
  const closing: (() => Promise<void>)[] = []

  const simulator = await startSimulator({
    clock: {
      now: () => clock.now().epochMilliseconds,
      advance: (milliseconds) => clock.moveTo(clock.now().add({ milliseconds })),
    },
    seed: 1,
    faults: noFaults,
    slack: { signingSecret, target: `${http.address}/slack/events` },
    teams: { appId, appPassword, tenantId: OWN_TENANT, target: `${http.address}/api/messages` },
    workspaces,
    settle: async () => running?.settle(),
  })

  /** A store that reads and writes nothing more for a process that has been killed. */
  const mortal = (of: OpenStore): OpenStore => {
    let dead = false
    const whileAlive =
      <A extends unknown[], T>(work: (...args: A) => Promise<T>) =>
      (...args: A): Promise<T> =>
        dead ? Promise.reject(new Error('The process was killed.')) : work(...args)
    const { queue } = of
    return {
      ...of,
      transact: (work) => whileAlive(() => of.transact(work))(),
      queue: {
        due: whileAlive(queue.due),
        stale: whileAlive(queue.stale),
        claim: whileAlive(queue.claim),
        content: whileAlive(queue.content),
        sent: (...settlement) => {
          dead ||= dying
          return whileAlive(queue.sent)(...settlement)
        },
        postpone: whileAlive(queue.postpone),
        dropped: whileAlive(queue.dropped),
        failed: whileAlive(queue.failed),
        revised: whileAlive(queue.revised),
        reviseLater: whileAlive(queue.reviseLater),
        release: whileAlive(queue.release),
        conversationOf: whileAlive(queue.conversationOf),
      },
    }
  }

  const start = async (): Promise<Running> => {
    const slack = workspaces.find((one) => one.platform === 'slack')
    return startDuologue({
      config: {
        databaseUrl: kept.url,
        host: '127.0.0.1',
        port: 0,
        publicUrl: http.address,
        encryptionKeys: TEST_KEY,
        logLevel: 'trace',
        metricsToken: null,
        slack: slack
          ? { botToken: slack.botToken, signingSecret, appToken: null, apiUrl: simulator.slackApiUrl }
          : null,
        teams: {
          appId,
          appPassword,
          tenantId: OWN_TENANT,
          appType: 'SingleTenant',
          allowedTenants: workspaces.filter(({ platform }) => platform === 'teams').map(({ id }) => id),
          serviceHosts: [new URL(simulator.teams.serviceUrl).host],
          openIdMetadataUrl: simulator.teams.openIdMetadataUrl,
          loginUrl: simulator.teams.loginUrl,
          allowUnauthenticated: false,
          requestsPerSecond: 30,
        },
      },
      clock,
      store: mortal(store),
      http: mountable(),
    })
  }

  onTestFinished(async () => {
    await running?.stop().catch(() => {})
    for (const close of closing) await close()
    await simulator.stop()
    await http.stop()
    await kept.cleanUp()
  })

  const apply = async (effects: readonly Effect[]) => {
    const engine = embeddedEngine(store.queue, clock, 'scene')
    await store.transact((transaction) => applyEffects(effects, transaction, { engine, flows }, clock.now()))
  }
  for (const workspace of workspaces) {
    const { platform, id: externalId, name } = workspace
    const id = workspaceIdFor(platform, externalId)
    await store.transact(({ write }) =>
      write.accounts.addWorkspace({ id, platform, externalId, name, groups: platform === 'slack' }),
    )
    if (workspace.platform === 'slack') await store.saveToken(id, workspace.botToken)
  }
  running = await start()

  const made = programmeFrom(
    {
      template: 'reciprocal',
      name: 'Two Ways',
      from: clock.now().toZonedDateTimeISO('Europe/London').toPlainDate().toString(),
      sides: `${LEADERS},${PROFESSIONALS}`,
      booksFirst: LEADERS,
      coordinator: ['nobody@elsewhere.example', ...(options.coordinators ?? []).map(emailOf)],
      contact: 'Grace Obi <grace.obi@listening.example>',
      timeZone: 'Europe/London',
    },
    options.settings,
  )
  await apply(creating(made))
  const { programme } = made

  const importList = async (csv: string) => {
    const workspacesNow = await store.read.accounts.workspaces()
    const people = peopleOrFail(readPeople(new TextEncoder().encode(csv), programme, workspacesNow))
    await apply(
      importEffects(
        planImport(people, await store.read.participants.of(programme.id)),
        programme,
        clock.now(),
      ),
    )
  }
  await importList(listOf(figures))
  for (const door of simulator.people()) {
    const isOut = (options.withoutApp ?? []).some((key) => emailOf(key) === door.person.email)
    if (door.platform === 'teams' && !isOut) await door.install()
  }

  const settled = async () => {
    if (!running) throw new Error('Nothing is running.')
    await running.settle()
  }
  const step = async (end: Temporal.Instant): Promise<void> => {
    const due = await running?.nextDue()
    const least = clock.now().add({ milliseconds: WAITS_AT_LEAST_MS })
    const next = due && Temporal.Instant.compare(due, least) > 0 ? due : least
    clock.moveTo(due && Temporal.Instant.compare(next, end) < 0 ? next : end)
    await settled()
  }
  const instantOf = (until: string | Temporal.Instant | Temporal.DurationLike): Temporal.Instant => {
    if (typeof until === 'string') return Temporal.Instant.from(until)
    if (until instanceof Temporal.Instant) return until
    return clock.now().toZonedDateTimeISO('Europe/London').add(until).toInstant()
  }
  const person = (key: string): Door => simulator.person(emailOf(key))

  const all = (key: string, text: RegExp) =>
    person(key)
      .inbox()
      .filter((message) => text.test(message.text) || text.test(message.summary))
  const found = (key: string, text: RegExp) => all(key, text).at(-1)
  const sees = (key: string, text: RegExp): ShownMessage => {
    const message = found(key, text)
    if (message) return message
    throw new Error(`${key} does not see ${text}, but this:\n${shownTo(person(key))}`)
  }
  const isCalled = (label: string, wanted: string | RegExp) =>
    typeof wanted === 'string' ? label === wanted : wanted.test(label)

  /** Nobody types so fast that a platform's limits hold up the answers. */
  const breath = async () => {
    clock.moveTo(clock.now().add({ seconds: 3 }))
    await settled()
  }

  const scene: Scene = {
    simulator,
    get store() {
      return store
    },
    programme,
    address: http.address,
    databasePath: kept.path,
    now: () => clock.now(),
    person,
    settled,
    importList,
    passTime: async (until) => {
      const end = instantOf(until)
      await settled()
      for (let steps = 0; Temporal.Instant.compare(clock.now(), end) < 0; steps++) {
        if (steps > MOST_STEPS) throw new Error('Time does not get on.')
        await step(end)
      }
    },
    until: async (key, text) => {
      const end = clock.now().add({ hours: 24 * 60 })
      await settled()
      for (;;) {
        const message = found(key, text)
        if (message) return message
        if (Temporal.Instant.compare(clock.now(), end) >= 0) return sees(key, text)
        await step(end)
      }
    },
    command: async (key, words) => {
      await breath()
      return person(key).command(words)
    },
    press: async (key, label) => {
      await breath()
      const door = person(key)
      const find = () => {
        const message = door
          .inbox()
          .findLast(({ buttons }) => buttons.some((one) => isCalled(one.label, label)))
        const button = message?.buttons.find((one) => isCalled(one.label, label))
        return message && button ? { message, button } : null
      }
      // An answer may be late, where a platform has trouble.
      const patience = clock.now().add({ minutes: 10 })
      while (!find() && Temporal.Instant.compare(clock.now(), patience) < 0) await step(patience)
      const there = find()
      if (!there) throw new Error(`${key} has no button ${label}, but this:\n${shownTo(door)}`)
      return door.press(there.message, there.button.id)
    },
    fill: async (key, answers) => {
      await breath()
      const door = person(key)
      if (!door.form()) throw new Error(`${key} has no form, but this:\n${shownTo(door)}`)
      return door.fill(answers)
    },
    sees,
    all,
    join: async (...joining) => {
      for (const key of joining) {
        await scene.until(key, INVITED)
        await scene.press(key, 'Yes, join')
      }
      await settled()
    },
    pair: async (coordinator) => {
      await scene.command(coordinator, 'drafts')
      await scene.press(coordinator, 'Make a draft')
      await scene.press(coordinator, /^Approve (all|the)/)
      for (const key of options.people) await scene.until(key, /you are paired|your partner now/i)
    },
    dieAfterSending: () => {
      dying = true
    },
    restart: async () => {
      const before = { running, store }
      closing.push(async () => before.running?.stop().catch(() => {}))
      await store.close()
      dying = false
      store = await openStore({ url: kept.url, key: TEST_KEY, throwaway: true })
      const { close } = store
      closing.push(close)
      running = await start()
    },
    beside: async (effects) => {
      const other = await openStore({ url: kept.url, key: TEST_KEY, throwaway: true })
      await other.transact(async (transaction) => {
        const engine = embeddedEngine(other.queue, clock, 'command')
        await applyEffects(await effects(other.read), transaction, { engine, flows }, clock.now())
      })
      await other.close()
    },
    deliveries: () => store.read.deliveries.unsettled(programme.id, 10_000),
    databaseBytes: async () =>
      Buffer.concat(
        await Promise.all(
          [kept.path, `${kept.path}-wal`].map((path) => readFile(path).catch(() => Buffer.alloc(0))),
        ),
      ),
  }
  return scene
}

/** What somebody sees, for a person who reads a failure. */
const shownTo = (door: Door): string =>
  door
    .inbox()
    .slice(-8)
    .map(
      ({ text, buttons, from, at }) =>
        `  [${new Date(at).toISOString()} ${from}] ${text.replaceAll('\n', '\n    ')}\n    (${buttons.map(({ label }) => label).join(' | ')})`,
    )
    .join('\n') + (door.form() ? `\n  FORM ${door.form()?.title}: ${door.form()?.text}` : '')
