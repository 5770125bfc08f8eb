import type { Temporal } from 'temporal-polyfill'
import type { Config } from '../../config.ts'
import { movableClock, systemClock } from '../../core/clock.ts'
import { isComing, startOf } from '../../core/meetings.ts'
import { sayWhen } from '../../core/saying.ts'
import { listen } from '../../http.ts'
import { castOf, createPage, noFaults } from '../../simulator/index.ts'
import { keyBeside } from '../key.ts'
import { print, progress, progressDone } from '../output.ts'
import { ACCEPT, beginningWith, isAcross, leaveSomethingToDo, type Partners } from './beginning.ts'
import { clearSimulated } from './database.ts'
import { doorRoute } from './door.ts'
import { startShown } from './shown.ts'
import { mondayBefore, type SimulatedWorld } from './world.ts'

/** How long the sample programme has been running when one first sees it. */
const LIVED_DAYS = 30
const SEED = 1

/**
 * Runs Duologue on simulated workspaces, with a sample programme made anew: its people live through the first weeks
 * in a few seconds, and then time goes on at its own pace. Returns what stops it.
 */
export const startSimulated = async (config: Config): Promise<() => Promise<void>> => {
  const real = systemClock()
  const begins = mondayBefore(real.now().subtract({ hours: LIVED_DAYS * 24 }))
  const ahead = begins.until(real.now())
  const clock = movableClock({ now: () => real.now().subtract(ahead) })
  const cast = castOf(SEED)
  const http = await listen(config.host, config.port)
  clearSimulated(config.databaseUrl)
  const page = createPage()
  http.mount(...page.routes)

  print(
    `Open ${pageAddress(config.host, http.address)} in your browser: Slack and Teams, and everyone in them.\n`,
  )
  print('No credentials are set, so Duologue runs on simulated workspaces with a sample programme made anew.')
  print('Its people live through their first weeks now; this takes about half a minute.')
  const { world, life, open } = await startShown({
    page,
    config,
    http,
    keys: config.encryptionKeys ?? [keyBeside(config.databaseUrl)],
    clock,
    seed: SEED,
    faults: noFaults,
    cast,
  })
  await life.live(real.now().epochMilliseconds, (share) => {
    page.starting(share)
    progress(`Living through the first weeks of the programme: ${Math.floor(share * 100)} %`)
  })
  progressDone()
  clock.moveTo(real.now())
  const partners = await leaveSomethingToDo(world)
  http.mount(doorRoute(world.simulator, world.running))
  world.running.keepTime()
  await open(beginningWith(partners))
  await sayWhatThereIs(world, cast, partners, clock.now(), pageAddress(config.host, http.address))
  return async () => {
    page.close()
    await world.stop()
  }
}

/** Where a browser on this machine finds the page, whatever other addresses the server listens on. */
const pageAddress = (host: string, address: string): string =>
  ['0.0.0.0', '::'].includes(host) ? address.replace(/\/\/.*:/, '//127.0.0.1:') : address

const sayWhatThereIs = async (
  { store, programme }: SimulatedWorld,
  cast: ReturnType<typeof castOf>,
  partners: Partners | null,
  now: Temporal.Instant,
  page: string,
): Promise<void> => {
  const people = await store.read.participants.of(programme.id)
  const pairs = (await store.read.approved.of(programme.id)).filter(({ endedAt }) => endedAt === null)
  const across = pairs.filter(isAcross)
  const meetings = await Promise.all(across.map(({ id }) => store.read.meetings.ofPair(id)))
  const coming = meetings.flat().find((meeting) => isComing(meeting, now))
  const count = (state: string) => people.filter(({ consent }) => consent === state).length
  print(`
${programme.name}: ${people.length} people in ${new Set(people.map(({ organisation }) => organisation)).size} organisations, ${cast.workspaces.map(({ platform, name }) => `${platform}:${name}`).join(', ')}
${count('yes')} said yes, ${count('no')} said no, ${count('unasked')} have not answered yet; ${pairs.length} pairs, ${across.length} of them across Slack and Teams
A draft is waiting for its coordinator${coming ? `, and one of these pairs meets on ${sayWhen(startOf(coming), programme.timeZone)}` : ''}.

Open ${page} in your browser. Or be one of them in another terminal:
  npm run duologue -- say --as ${cast.coordinators[0]?.email ?? ''} "overview"
${partners ? sayWhatToDo(partners) : ''}
To answer with a button: --press "Label". To fill in a form: --answer "Field=value".
Stop with Ctrl+C.`)
}

const sayWhatToDo = ({ first, second, answerWaits }: Partners): string =>
  [
    `  npm run duologue -- say --as ${first.person.email} "meetings"`,
    `  npm run duologue -- say --as ${second.person.email} ${answerWaits ? `--press "${ACCEPT}"` : '"home"'}`,
  ].join('\n')
