import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Temporal } from 'temporal-polyfill'
import { later } from '../../core/calendar.ts'
import { stoppedClock } from '../../core/clock.ts'
import { DuologueError } from '../../core/errors.ts'
import type { Delivery } from '../../core/model.ts'
import { sayCount } from '../../core/saying.ts'
import type { Store } from '../../core/store.ts'
import { listen } from '../../http.ts'
import { castOf, createLife, noFaults, seededFaults } from '../../simulator/index.ts'
import { print, progress, progressDone, table } from '../output.ts'
import { bytesOf } from '../participants.ts'
import { startWorld } from '../simulated/world.ts'
import { type Audit, createAudit } from './audit.ts'
import { castFrom } from './people.ts'
import { deliveryTable, sayLived, sayMonths } from './report.ts'

export interface SimulateOptions {
  readonly months: string
  readonly people?: string
  readonly seed: string
  readonly faults: boolean
}

/** What is due and waits behind something else must not hold up time. */
const WAITS_AT_LEAST = { seconds: 1 }
/** A Monday in winter: a year from it sees both clock changes. */
const BEGINS = Temporal.Instant.from('2027-01-11T09:00:00Z')
const MOST_SHOWN = 20
/** Side by side, slow answers would move the clock for whatever else is on its way: for whom, chance would decide. */
const ONE_AFTER_ANOTHER = 1

/** Lives through a programme on simulated workspaces, and says whether every promise was kept. */
export const simulate = async (options: SimulateOptions): Promise<void> => {
  const months = wholeNumber(options.months, '--months', 1, 36)
  const seed = wholeNumber(options.seed, '--seed', 0, 2 ** 31)
  const list = options.people === undefined ? undefined : bytesOf(options.people)
  const cast = list ? castFrom(list, seed) : castOf(seed)
  const folder = mkdtempSync(join(tmpdir(), 'duologue-'))
  const clock = stoppedClock(BEGINS)
  let audit: Audit | null = null
  const world = await startWorld({
    http: await listen('127.0.0.1', 0),
    config: {
      databaseUrl: `file:${join(folder, 'simulated.db')}`,
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
    seed,
    faults: options.faults ? seededFaults(seed) : noFaults,
    cast,
    ...(list ? { list } : {}),
    atOnce: ONE_AFTER_ANOTHER,
    onSettled: (delivery, settlement) => audit?.settled(delivery, settlement),
  })
  const { store, simulator, running, programme } = world
  const checking = createAudit(store, programme)
  audit = checking
  try {
    const life = createLife({
      simulator,
      seed,
      coordinators: cast.coordinators.map(({ email }) => email),
      approvesLater: true,
      product: {
        now: () => clock.now().epochMilliseconds,
        moveTo: (instant) => clock.moveTo(Temporal.Instant.fromEpochMilliseconds(instant)),
        tick: running.tick,
        nextDue: async () => (await running.nextDue())?.epochMilliseconds ?? null,
        afterStep: () => checking.afterStep(clock.now()),
      },
    })
    const until = BEGINS.toZonedDateTimeISO('UTC').add({ months }).toInstant()
    await life.live(until.epochMilliseconds, (share) =>
      progress(`Living through ${sayMonths(months)}: ${Math.floor(share * 100)} %`),
    )
    progressDone()
    await untilNothingIsInDoubt(store, async () => {
      const next = await running.nextDue()
      if (next) clock.moveTo(later(next, clock.now().add(WAITS_AT_LEAST)))
      await running.tick()
      await checking.afterStep(clock.now())
      return next !== null
    })

    const received = simulator.received()
    const lived = life.lived()
    print(
      sayLived({
        people: cast.members.length,
        months,
        from: `${BEGINS}`,
        seed,
        faults: options.faults,
        acts: lived.acts,
        messages: received.length,
      }),
    )
    print()
    print(await deliveryTable(store, received, lived))
    print(`\nCalls to the platforms\n${callsTable(simulator.calls())}`)
    const broken = await checking.broken(received, lived)
    if (lived.failures.length > 0) {
      print(
        `\n${sayCount(lived.failures.length, 'act', 'acts')} that people could not complete, for instance`,
      )
      for (const failure of lived.failures.slice(0, MOST_SHOWN)) print(`  ${failure}`)
    }
    print(
      broken.length === 0
        ? '\nNo promise was broken.'
        : `\n${sayCount(broken.length, 'broken promise', 'broken promises')}:`,
    )
    for (const { promise, where } of broken.slice(0, MOST_SHOWN)) print(`  ${promise}: ${where}`)
    if (broken.length > 0) process.exitCode = 1
  } finally {
    await world.stop()
    rmSync(folder, { recursive: true })
  }
}

/**
 * The year may end between the loss of an answer and the look for the message that it was about: only after that look
 * can be told whether the message arrived once. `goOn` passes to what is due next, and says whether anything is.
 */
const untilNothingIsInDoubt = async (
  { read }: Pick<Store, 'read'>,
  goOn: () => Promise<boolean>,
): Promise<void> => {
  const isInDoubt = ({ state, inDoubt }: Delivery) => state === 'due' && inDoubt
  while ((await read.deliveries.all()).some(isInDoubt)) if (!(await goOn())) return
}

const callsTable = (calls: Readonly<Record<string, Readonly<Record<string, number>>>>): string =>
  table(
    Object.entries(calls)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([method, outcomes]) => [
        method,
        Object.entries(outcomes)
          .sort(([one], [other]) => (one < other ? -1 : 1))
          .map(([outcome, count]) => `${outcome} ${count}`)
          .join(', '),
      ]),
  )

const wholeNumber = (written: string, option: string, least: number, most: number): number => {
  const number = Number(written)
  if (Number.isInteger(number) && number >= least && number <= most) return number
  throw new DuologueError(
    'options',
    `${option} cannot be that.`,
    `Give a whole number from ${least} to ${most}.`,
  )
}
