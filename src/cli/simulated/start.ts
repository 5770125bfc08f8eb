import type { Temporal } from 'temporal-polyfill'
import type { Config } from '../../config.ts'
import { movableClock, systemClock } from '../../core/clock.ts'
import { isComing, startOf } from '../../core/meetings.ts'
import type { Pair } from '../../core/model.ts'
import { sayWhen } from '../../core/saying.ts'
import { listen } from '../../http.ts'
import { castOf, createPage, noFaults, type PersonName } from '../../simulator/index.ts'
import { keyBeside } from '../key.ts'
import { print, progress, progressDone } from '../output.ts'
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
  await bookSoon(world)
  http.mount(doorRoute(world.simulator, world.running))
  world.running.keepTime()
  await open(await seenFirst(world))
  await sayWhatThereIs(world, cast, clock.now(), pageAddress(config.host, http.address))
  return async () => {
    page.close()
    await world.stop()
  }
}

/** Where a browser on this machine finds the page, whatever other addresses the server listens on. */
const pageAddress = (host: string, address: string): string =>
  ['0.0.0.0', '::'].includes(host) ? address.replace(/\/\/.*:/, '//127.0.0.1:') : address

/** Two partners, the one in Slack first, who have the time of their next meeting still to find. */
const seenFirst = async ({ store, programme }: SimulatedWorld): Promise<readonly PersonName[]> => {
  const pairs = await store.read.pairs.of(programme.id)
  const pair = pairs.find((one) => one.endedAt === null && one.members.length === 2 && isAcross(one))
  return (pair?.members ?? [])
    .flatMap(({ account }) => account ?? [])
    .sort((one, other) => (one.workspace.platform < other.workspace.platform ? -1 : 1))
    .map(({ workspace, externalId }) => ({ workspace: workspace.externalId, person: externalId }))
}

const isAcross = ({ members }: Pair): boolean =>
  new Set(members.map(({ account }) => account?.workspace.platform)).size > 1

/** Two partners on different platforms agree on the first time that suits both, so that there is a meeting soon. */
const bookSoon = async ({ store, programme, simulator }: SimulatedWorld): Promise<void> => {
  const pairs = await store.read.pairs.of(programme.id)
  const pair = pairs.findLast((one) => one.endedAt === null && one.members.length === 2 && isAcross(one))
  const [first, second] = pair?.members.map(({ email }) => simulator.person(email)) ?? []
  if (!first || !second) return
  await first.command('schedule')
  const times = first.form()?.fields.find(({ type }) => type === 'choices')
  const [soonest] = times?.options ?? []
  if (!times || !soonest) return
  await first.fill({ [times.name]: [soonest.value] })
  for (const [words, label] of [
    ['meetings', /^answer/i],
    [null, /^yes, book|\d:\d\d/i],
  ] as const) {
    if (words) await second.command(words)
    const shown = second.inbox().findLast(({ buttons }) => buttons.some((button) => label.test(button.label)))
    const button = shown?.buttons.find((one) => label.test(one.label))
    if (shown && button) await second.press(shown, button.label)
  }
}

const sayWhatThereIs = async (
  { store, programme }: SimulatedWorld,
  cast: ReturnType<typeof castOf>,
  now: Temporal.Instant,
  page: string,
): Promise<void> => {
  const people = await store.read.participants.of(programme.id)
  const pairs = (await store.read.pairs.of(programme.id)).filter(({ endedAt }) => endedAt === null)
  const across = pairs.filter(isAcross)
  const [pair] = across
  const meetings = await Promise.all(across.map(({ id }) => store.read.meetings.ofPair(id)))
  const coming = meetings.flat().find((meeting) => isComing(meeting, now))
  const some = pair?.members.map(({ email }) => email) ?? []
  const count = (state: string) => people.filter(({ consent }) => consent === state).length
  print(`
${programme.name}: ${people.length} people in ${new Set(people.map(({ organisation }) => organisation)).size} organisations, ${cast.workspaces.map(({ platform, name }) => `${platform}:${name}`).join(', ')}
${count('yes')} said yes, ${count('no')} said no, ${count('unasked')} have not answered yet; ${pairs.length} pairs, ${across.length} of them across Slack and Teams
A draft is waiting for its coordinator${coming ? `, and one of these pairs meets on ${sayWhen(startOf(coming), programme.timeZone)}` : ''}.

Open ${page} in your browser. Or be one of them in another terminal:
  npm run duologue -- say --as ${cast.coordinators[0]?.email ?? ''} "overview"
  npm run duologue -- say --as ${some[0] ?? ''} "home"
  npm run duologue -- say --as ${some[0] ?? ''} "schedule"
  npm run duologue -- say --as ${some[1] ?? ''} "meetings"
To answer with a button: --press "Label". To fill in a form: --answer "Field=value".
Stop with Ctrl+C.`)
}
