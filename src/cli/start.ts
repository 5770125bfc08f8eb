import { type Config, doubtsAbout } from '../config.ts'
import type { Clock } from '../core/clock.ts'
import { systemClock } from '../core/clock.ts'
import { type HttpServer, listen } from '../http.ts'
import { type Running, startDuologue } from '../main.ts'
import { holdDatabase, migrate, openStore, type SealingKeys } from '../store/index.ts'
import { complain, print } from './output.ts'
import { configOrFail } from './setup.ts'
import { refuseSimulated } from './simulated/database.ts'

/** Runs Duologue until it is told to stop: on the platforms that are configured, or on simulated ones. */
export const start = async (): Promise<void> => {
  const config = configOrFail()
  for (const doubt of doubtsAbout(config)) complain(doubt)
  const hold = holdDatabase(config.databaseUrl)
  const stop =
    config.slack || config.teams
      ? await startConnected(config)
      : await (await import('./simulated/start.ts')).startSimulated(config)
  await told()
  print('Stopping…')
  await stop()
  hold.release()
}

const startConnected = async (config: Config): Promise<() => Promise<void>> => {
  const keys = config.encryptionKeys
  if (!keys) throw new Error('The configuration lets no platform be connected without a key.')
  refuseSimulated(config.databaseUrl)
  await bringUpToDate(config)
  const http = await listen(config.host, config.port)
  const { running, stop } = await openAndStart(config, keys, http, systemClock())
  running.keepTime()
  print(`Duologue is listening on ${http.address}.`)
  return stop
}

/** Opens the database and starts Duologue on it; `stop` ends all of it in order. */
const openAndStart = async (
  config: Config,
  encryptionKeys: SealingKeys,
  http: HttpServer,
  clock: Clock,
): Promise<{ running: Running; store: Awaited<ReturnType<typeof openStore>>; stop: () => Promise<void> }> => {
  const store = await openStore({ url: config.databaseUrl, key: encryptionKeys })
  const running = await startDuologue({ config: { ...config, encryptionKeys }, clock, store, http })
  return {
    running,
    store,
    stop: async () => {
      await running.stop()
      await http.stop()
      await store.close()
    },
  }
}

const told = (): Promise<void> =>
  new Promise((resolve) => {
    process.once('SIGINT', () => resolve())
    process.once('SIGTERM', () => resolve())
  })

/** Brings the configured database up to date, without starting. */
export const migrateDatabase = async (): Promise<void> => {
  if (!(await bringUpToDate(configOrFail()))) print('The database is up to date.')
}

/** Whether there was something to do. */
const bringUpToDate = async ({ databaseUrl }: Config): Promise<boolean> => {
  const { applied } = await migrate({ url: databaseUrl })
  if (applied.length > 0) print(`Brought the database up to date: ${applied.join(', ')}.`)
  return applied.length > 0
}
