import { randomUUID } from 'node:crypto'
import cron, { type ScheduledTask } from 'node-cron'
import { pino } from 'pino'
import type { Temporal } from 'temporal-polyfill'
import { createAlarm } from './alarm.ts'
import type { Config } from './config.ts'
import { connectPlatforms } from './connect.ts'
import { createConnecting } from './connecting.ts'
import { approvalRuns } from './core/approving.ts'
import { earliest, isBefore } from './core/calendar.ts'
import type { Clock } from './core/clock.ts'
import { conversation, handingBack } from './core/conversation.ts'
import { deliverer } from './core/delivery.ts'
import type { Deliverer, Settlement } from './core/engine.ts'
import { DuologueError } from './core/errors.ts'
import type { Context } from './core/flow.ts'
import { idOf } from './core/ids.ts'
import { draftRuns } from './core/making.ts'
import type { Delivery, Workspace } from './core/model.ts'
import { runMoments } from './core/moments.ts'
import type { Hear, Inbound, Platform } from './core/platform.ts'
import { searchAccounts } from './core/searching.ts'
import { firstOf, type Moment } from './core/store.ts'
import { embeddedEngine } from './engine/index.ts'
import { approving, flows, front, making } from './flows/index.ts'
import type { HttpServer, Route } from './http.ts'
import { signedLinks } from './links.ts'
import { metrics } from './metrics.ts'
import { programmePairing } from './pairing/index.ts'
import { calendarRoute, healthRoutes, metricsRoute } from './routes.ts'
import { type OpenStore, othersTurn, type SealingKeys } from './store/index.ts'

/** Acts are remembered this long, so that a repeat changes nothing: platforms repeat within minutes. */
const ACTS_REMEMBERED = { hours: 24 * 7 }
const EVERY_SECOND = '* * * * * *'
const FORGET_EVERY = { hours: 24 }

/** A running Duologue. */
export interface Running {
  /** Does all that is due now. Resolves when nothing is left that can be done at this instant. */
  tick(): Promise<void>
  /** Resolves when nothing is in hand: every act taken in is answered, and what is due now is done. */
  settle(): Promise<void>
  /** When something is next due; null when nothing ever is. */
  nextDue(): Promise<Temporal.Instant | null>
  /** From now on time passes by itself: what is due is done within a second, and what an act causes at once. */
  keepTime(): void
  stop(): Promise<void>
}

export interface Parts {
  readonly config: Omit<Config, 'encryptionKeys'> & { readonly encryptionKeys: SealingKeys }
  readonly clock: Clock
  readonly store: OpenStore
  readonly http: HttpServer
  /** How many messages are on their way at once; the engine's own number unless given. */
  readonly atOnce?: number
  /** Hears how each attempt at a delivery ended. */
  readonly onSettled?: (delivery: Delivery, settlement: Settlement) => void
}

/** Puts the parts together and starts them. Until `keepTime`, nothing is done unless `tick` is called. */
export const startDuologue = async ({
  config,
  clock,
  store,
  http,
  atOnce,
  onSettled = () => {},
}: Parts): Promise<Running> => {
  const logger = pino({ level: config.logLevel, base: null })
  const log = (level: 'info' | 'warn' | 'error', event: string, ids: Record<string, string | number>) =>
    logger[level](ids, event)
  const trouble = (event: string, error: unknown, ids: Record<string, string>) =>
    log('error', event, { ...ids, ...codeOf(error) })

  const links = signedLinks(config.publicUrl, config.encryptionKeys[0])
  const words = flows.flatMap((flow) => flow.words)
  const contextAt = (now: Temporal.Instant, ...of: readonly string[]): Context => ({
    now,
    newId: (label) => idOf(...of, label),
    links,
    words,
    pairing: programmePairing,
    othersTurn,
  })

  const engine = embeddedEngine(store.queue, clock, randomUUID(), atOnce)
  const connected = await connectPlatforms({ config, clock, log, token: store.token, keep: keeping(store) })
  const platforms: readonly Platform[] = connected.map(({ platform }) => platform)
  const connecting = createConnecting(connected, clock, log)
  await connecting.begin()

  const planFailed = (error: unknown, { flow, subject }: Moment) =>
    trouble('plan-failed', error, { flow, subject: subject.id })

  const measured = metrics()
  const core = { store, engine, flows, platforms, contextAt }
  const toPlatforms = deliverer({
    read: store.read,
    flows,
    platforms,
    contextAt,
    onTrouble: (error, { id, flow }) => trouble('delivery-failed', error, { delivery: id, flow }),
  })
  const measuredDeliverer: Deliverer = {
    ...toPlatforms,
    prepare: async (delivery, content, now) => {
      const attempt = await toPlatforms.prepare(delivery, content, now)
      return async () => {
        const settlement = await attempt()
        measured.settled(delivery, settlement, delivery.dueAt.until(clock.now()).total('seconds'))
        onSettled(delivery, settlement)
        return settlement
      }
    },
  }

  let forgetAt = clock.now()
  const forgetOldActs = async (now: Temporal.Instant): Promise<void> => {
    if (isBefore(now, forgetAt)) return
    forgetAt = now.add(FORGET_EVERY)
    await store.transact(({ outbox }) => outbox.forget(now.subtract(ACTS_REMEMBERED)))
  }
  const doWhatIsDue = async (): Promise<void> => {
    connecting.goOn()
    for (;;) {
      const now = clock.now()
      const isDue = (instant: Temporal.Instant | null) => instant !== null && !isBefore(now, instant)
      const { searches, moments, deliveries } = await store.agenda()
      if (isDue(searches)) await searchAccounts(core, now)
      if (isDue(moments)) await runMoments({ ...core, now: clock.now, onTrouble: planFailed }, now)
      if (isDue(deliveries) || isDue(moments)) await engine.run(measuredDeliverer)
      // Whoever waits for a draft, or for pairs to be approved, has been told so by then.
      for (const each of runs) await each.look()
      if (![searches, moments, deliveries].some(isDue)) {
        if (schedule) alarm.set(earliest(searches, moments, deliveries))
        return forgetOldActs(now)
      }
    }
  }

  const inTime = {
    ...core,
    now: clock.now,
    onChange: () => {
      if (schedule) tickLogged()
    },
  }
  const runs = [
    draftRuns({
      ...inTime,
      pairing: programmePairing,
      making,
      onTrouble: (error, { id }) => trouble('draft-failed', error, { draft: id }),
    }),
    approvalRuns({
      ...inTime,
      approving,
      onTrouble: (error, { id }) => trouble('approval-failed', error, { approval: id }),
    }),
  ]

  const tick = oneAtATime(doWhatIsDue)
  let schedule: ScheduledTask | null = null
  const tickLogged = () => {
    tick().catch((error) => trouble('tick-failed', error, {}))
  }
  const alarm = createAlarm(clock, tickLogged)

  const conversing = {
    ...inTime,
    front,
    onTrouble: (error: unknown, { type, id }: Inbound) => trouble('act-failed', error, { act: id, type }),
  }
  const converse = conversation(conversing)
  const handBack = handingBack(conversing)
  const hear: Hear = (inbound) => {
    measured.heard(inbound)
    return converse(inbound)
  }

  for (const platform of platforms) await platform.start(hear, handBack)
  const routes: readonly Route[] = [
    ...connected.flatMap(({ routes }) => routes),
    calendarRoute(store, links, clock),
    ...healthRoutes(store, { all: platforms.map(({ name }) => name), missing: connecting.missing }),
    metricsRoute(measured.registry, config.metricsToken),
  ]
  http.mount(...routes)
  log('info', 'started', { platforms: platforms.map(({ name }) => name).join(',') })

  return {
    tick,
    settle: async () => {
      await Promise.all(platforms.map((platform) => platform.idle()))
      await tick()
      await connecting.idle()
      for (const each of runs) if (await each.idle()) await tick()
    },
    nextDue: async () => earliest(firstOf(await store.agenda()), connecting.next()),
    keepTime: () => {
      schedule ??= cron.schedule(EVERY_SECOND, tickLogged, { timezone: 'UTC' })
    },
    stop: async () => {
      await schedule?.stop()
      schedule = null
      alarm.set(null)
      for (const each of runs) await each.stop()
      for (const platform of platforms) await platform.stop()
      await tick().catch((error) => trouble('tick-failed', error, {}))
      await connecting.idle()
      log('info', 'stopped', {})
    },
  }
}

/** Keeps a workspace that the configuration names, under its own name where no other goes by that. */
const keeping =
  ({ read, transact, saveToken }: OpenStore) =>
  async (workspace: Omit<Workspace, 'removedAt'>, token: string): Promise<void> => {
    const { id, platform, name, externalId } = workspace
    const known = await read.accounts.workspace(platform, externalId)
    if (known?.removedAt) await transact(({ write }) => write.accounts.workspaceRemoved(known.id, null))
    if (!known) {
      const isTaken = (await read.accounts.workspaces()).some(
        (one) => one.platform === platform && one.name.toLowerCase() === name.toLowerCase(),
      )
      const called = isTaken ? `${name} ${externalId}` : name
      await transact(({ write }) => write.accounts.addWorkspace({ ...workspace, name: called }))
    }
    await saveToken(id, token)
  }

/** Runs the work alone: a call during a run waits for that run, and for one more that begins after the call. */
const oneAtATime = (work: () => Promise<void>): (() => Promise<void>) => {
  let running: Promise<void> | null = null
  let again: Promise<void> | null = null
  const start = (): Promise<void> => {
    running = work().finally(() => {
      running = null
    })
    return running
  }
  return () => {
    if (!running) return start()
    again ??= running
      .catch(() => {})
      .then(() => {
        again = null
        return start()
      })
    return again
  }
}

/** What may be said of an error in the log: its name and code, never its message, which can hold somebody's words. */
const codeOf = (error: unknown): Record<string, string> => {
  if (error instanceof DuologueError) return { error: error.name, code: error.code }
  if (error instanceof Error)
    return {
      error: error.name,
      at:
        error.stack
          ?.split('\n')
          .find((line) => line.includes(' at '))
          ?.trim() ?? '',
    }
  return { error: 'unknown' }
}
