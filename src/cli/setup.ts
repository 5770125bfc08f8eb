import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import type { Temporal } from 'temporal-polyfill'
import { type Config, readConfig } from '../config.ts'
import type { Clock } from '../core/clock.ts'
import { systemClock } from '../core/clock.ts'
import { applyEffects } from '../core/effects.ts'
import { DuologueError } from '../core/errors.ts'
import type { Context, Effect, Outcome } from '../core/flow.ts'
import { idOf } from '../core/ids.ts'
import type { Programme } from '../core/model.ts'
import type { RunMeans } from '../core/runs.ts'
import type { Reader } from '../core/store.ts'
import { embeddedEngine } from '../engine/index.ts'
import { flows } from '../flows/index.ts'
import { signedLinks } from '../links.ts'
import { programmePairing } from '../pairing/index.ts'
import { migrate, type OpenStore, openStore, othersTurn, type SealingKeys } from '../store/index.ts'
import { keyBeside } from './key.ts'
import { print } from './output.ts'
import { isSimulated, markSimulated } from './simulated/database.ts'

/** The configuration, or an error that tells every problem with its remedy. */
export const configOrFail = (): Config => {
  const read = readConfig()
  if (read.ok) return read.config
  const problems = read.problems.map(({ variable, remedy }) => `  ${variable}: ${remedy}`).join('\n')
  throw new DuologueError(
    'config',
    `Duologue cannot start with these settings:\n${problems}`,
    'Mend them in the environment or in .env; .env.example describes each one.',
  )
}

/** What a command works with. */
export interface Workbench {
  readonly config: Config
  readonly clock: Clock
  readonly store: OpenStore
  /** Carries effects out in one transaction; a running Duologue sees them within a second. */
  apply(effects: readonly Effect[]): Promise<void>
  /** Reads, decides and carries out what was decided, all in one transaction. */
  decide<O extends Outcome>(work: (read: Reader, context: Context) => Promise<O>): Promise<O>
  /** What a flow may know when it decides outside a transaction. */
  context(): Context
  /** With what a command itself does what a running Duologue does apart. */
  readonly apart: RunMeans
}

/** Opens the configured database for one command, and closes it afterwards. */
export const withStore = async <T>(work: (bench: Workbench) => Promise<T>): Promise<T> => {
  const config = configOrFail()
  const clock = systemClock()
  const path = config.databaseUrl.replace(/^file:/, '')
  if (!existsSync(path)) {
    await migrate({ url: config.databaseUrl })
    if (!config.slack && !config.teams) markSimulated(config.databaseUrl)
  }
  const key: SealingKeys = config.encryptionKeys ?? [keyBeside(config.databaseUrl)]
  const store = await openStore({ url: config.databaseUrl, key })
  const engine = embeddedEngine(store.queue, clock, 'command')
  let hasChanged = false
  const command = randomUUID()
  const contextAt = (now: Temporal.Instant, ...of: readonly string[]): Context => ({
    now,
    newId: (label) => idOf(...of, label),
    links: signedLinks(config.publicUrl, key[0]),
    pairing: programmePairing,
    othersTurn,
    words: [],
  })
  const context = (): Context => contextAt(clock.now(), 'command', command)
  const carryOut = async <D extends { readonly effects: readonly Effect[] }>(
    decide: (read: Reader, context: Context) => Promise<D>,
  ): Promise<D> => {
    const decided = await store.transact(async (transaction) => {
      const at = context()
      const outcome = await decide(transaction.read, at)
      await applyEffects(outcome.effects, transaction, { engine, flows }, at.now)
      return outcome
    })
    hasChanged ||= decided.effects.length > 0
    return decided
  }
  try {
    const done = await work({
      config,
      clock,
      store,
      apply: async (effects) => {
        await carryOut(async () => ({ effects }))
      },
      decide: carryOut,
      context,
      apart: { store, engine, flows, now: clock.now, contextAt },
    })
    if (hasChanged && isSimulated(config.databaseUrl))
      print(
        'Note: no credentials are set, so this went to the simulated people, and the next start clears it away. To keep it, fill in .env first.',
      )
    return done
  } finally {
    await store.close()
  }
}

/** The programme of this name or id; the only one when none is named. */
export const programmeNamed = async (store: OpenStore, name: string | undefined): Promise<Programme> => {
  const all = await store.read.programmes.all()
  const wanted = name?.toLowerCase()
  const found = all.filter(
    (one) => wanted === undefined || one.id === wanted || one.name.toLowerCase() === wanted,
  )
  const [programme] = found
  if (programme && found.length === 1) return programme
  const names = all.map((one) => `“${one.name}”`).join(', ')
  throw new DuologueError(
    'no-such-programme',
    all.length === 0
      ? 'There is no programme yet.'
      : name
        ? 'No programme has this name.'
        : `There are several programmes: ${names}.`,
    all.length === 0
      ? 'Create one with “duologue programme create”.'
      : `Name one with --programme; there are ${names}.`,
  )
}
