import { setTimeout } from 'node:timers/promises'
import { noFaults, type ReceivedMessage, type Simulator, seededFaults } from '../../src/simulator/index.ts'
import { atLeast, atMost, median, none, section } from './figures.ts'
import { type House, openHouse } from './house.ts'
import { acrossWorkspaces, peopled } from './population.ts'
import { run as runTicks } from './ticks.ts'

const MANY = 400
/** How many messages each of them gets in real time. */
const EACH = 2
const WITH_FAULTS = 160
const SEED = 7
/** What the simulated platforms let through, per second and workspace. */
const LIMITS = { slack: 300 / 60, teams: 50 }
const SHARE = 0.94
/** So many workspaces of each platform, with so many people each; their limit of Teams is low, for one machine serves all. */
const MANY_WORKSPACES = {
  slack: { workspaces: 10, people: 24 },
  teams: { workspaces: 10, people: 15 },
  teamsPerSecond: 3,
}
const SINGLES = { count: 60, everyMs: 125 }
const PATIENCE_MS = 90_000

const noteOf = ({ text }: ReceivedMessage): number => Number(/Note (\d+)\./.exec(text)?.[1] ?? Number.NaN)

const notesFrom = (simulator: Simulator, first: number): readonly ReceivedMessage[] =>
  simulator.received().filter((message) => message.via === 'api' && noteOf(message) >= first)

const limited = (simulator: Simulator): number =>
  Object.values(simulator.calls()).reduce((sum, outcomes) => sum + (outcomes['limited'] ?? 0), 0)

/** Of notes `first` to `first + count - 1`: how many never came, and how many came again. */
const losses = (messages: readonly ReceivedMessage[], first: number, count: number) => {
  const times = new Map<number, number>()
  for (const message of messages) times.set(noteOf(message), (times.get(noteOf(message)) ?? 0) + 1)
  const came = Array.from({ length: count }, (_, index) => times.get(first + index) ?? 0)
  return {
    lost: came.filter((often) => often === 0).length,
    again: came.reduce((sum, often) => sum + Math.max(0, often - 1), 0),
  }
}

const perSecond = (ats: readonly number[]): number => {
  const seconds = ((ats.at(-1) ?? 0) - (ats[0] ?? 0)) / 1000
  return (ats.length - 1) / seconds
}

/** What became of the same messages to everybody, with time going by as it does. */
interface Sent {
  readonly messages: readonly ReceivedMessage[]
  /** The first of their notes. */
  readonly first: number
  readonly count: number
  readonly limited: number
  /** Milliseconds, the simulated platforms' own included. */
  readonly cpuEach: number
}

/** Sends to everybody at once. Conversations are known, as they are after a welcome. */
const toEverybody = async (house: House): Promise<Sent> => {
  const { simulator, people, clock, running } = house
  await house.enqueue(people.map((known, note) => ({ known, note, dueAt: clock.now() })))
  await house.runOut()
  // What was used up of the limits is there again.
  clock.moveTo(clock.now().add({ minutes: 10 }))

  const before = limited(simulator)
  const first = people.length
  const count = people.length * EACH
  const dueAt = clock.now()
  await house.enqueue(
    Array.from({ length: EACH }, (_, round) => round * people.length).flatMap((from) =>
      people.map((known, at) => ({ known, note: first + from + at, dueAt })),
    ),
  )
  const { user, system } = process.cpuUsage()
  running.keepTime()
  const until = performance.now() + PATIENCE_MS
  while (notesFrom(simulator, first).length < count && performance.now() < until) await setTimeout(250)
  await running.settle()
  const used = process.cpuUsage()
  return {
    messages: notesFrom(simulator, first),
    first,
    count,
    limited: limited(simulator) - before,
    cpuEach: (used.user + used.system - user - system) / 1000 / count,
  }
}

interface Pace {
  readonly platform: string
  readonly workspace: string
  readonly messages: number
  readonly seconds: number
  readonly perSecond: number
  /** Of the second half alone, when no burst is left. */
  readonly later: number
  readonly limit: number
}

const pacesOf = (people: House['people'], { messages }: Sent, limits: typeof LIMITS): readonly Pace[] =>
  [...new Set(people.map(({ workspace }) => workspace))].map((workspace) => {
    const ats = messages.filter((one) => one.workspace === workspace).map(({ at }) => at)
    const platform =
      people.find((one) => one.workspace === workspace)?.platform === 'slack' ? 'slack' : 'teams'
    return {
      platform,
      workspace,
      messages: ats.length,
      seconds: ((ats.at(-1) ?? 0) - (ats[0] ?? 0)) / 1000,
      perSecond: perSecond(ats),
      later: perSecond(ats.slice(Math.floor(ats.length / 2))),
      limit: limits[platform],
    }
  })

const tellLosses = ({ messages, first, count, limited: refused, cpuEach }: Sent): void => {
  const { lost, again } = losses(messages, first, count)
  console.log(`429s: ${none(refused)}`)
  console.log(`Lost: ${none(lost)}. Twice: ${none(again)}`)
  console.log(`CPU of one message, the simulated platforms' own included: ${cpuEach.toFixed(1)} ms`)
}

const toMany = async (house: House): Promise<void> => {
  const { people } = house
  const sent = await toEverybody(house)
  section(
    `Delivery: ${EACH} messages to each of ${people.length} people at once, in real time, Slack and Teams together; conversations are known`,
    [
      ['workspace', 'messages', 'seconds', 'per s', 'second half, per s', 'limit', 'second half : limit'],
      ...pacesOf(people, sent, LIMITS).map((one) => [
        `${one.platform} ${one.workspace.slice(0, 8)}`,
        one.messages,
        one.seconds.toFixed(1),
        one.perSecond.toFixed(1),
        one.later.toFixed(1),
        `${one.limit}/s`,
        atLeast(one.later / one.limit, SHARE),
      ]),
    ],
  )
  tellLosses(sent)
  await singly(house, sent.first + sent.count)
}

/** Many workspaces at once: what each of them gets of its own limit, whatever the others wait for. */
const toManyWorkspaces = async (): Promise<void> => {
  const limits = { ...LIMITS, teams: MANY_WORKSPACES.teamsPerSecond }
  const house = await openHouse(acrossWorkspaces(MANY_WORKSPACES), noFaults, limits.teams)
  try {
    const { people } = house
    const sent = await toEverybody(house)
    const paces = pacesOf(people, sent, limits)
    section(
      `Delivery: ${EACH} messages to each of ${people.length} people in ${paces.length} workspaces at once, in real time; second half : limit, per workspace`,
      [
        ['platform', 'workspaces', 'messages', 'limit', 'median', 'least'],
        ...(['slack', 'teams'] as const).map((platform) => {
          const those = paces.filter((one) => one.platform === platform)
          const shares = those.map(({ later, limit }) => later / limit)
          return [
            platform,
            those.length,
            those.reduce((sum, { messages }) => sum + messages, 0),
            `${limits[platform]}/s`,
            atLeast(median(shares), SHARE),
            atLeast(Math.min(...shares), SHARE),
          ]
        }),
      ],
    )
    tellLosses(sent)
  } finally {
    await house.close()
  }
}

/** Messages that come due one by one: how late they are, where no limit holds them up. */
const singly = async ({ people, clock, enqueue, simulator }: House, first: number): Promise<void> => {
  const teams = people.filter(({ platform }) => platform === 'teams').slice(0, SINGLES.count)
  const start = clock.now().add({ seconds: 2 })
  const due = teams.map((known, at) => ({
    known,
    note: first + at,
    dueAt: start.add({ milliseconds: at * SINGLES.everyMs }),
  }))
  await enqueue(due)
  const until = performance.now() + PATIENCE_MS
  while (notesFrom(simulator, first).length < due.length && performance.now() < until) await setTimeout(250)
  const late = notesFrom(simulator, first)
    .map((message) => message.at - (due[noteOf(message) - first]?.dueAt.epochMilliseconds ?? 0))
    .sort((one, other) => one - other)
  const at = (share: number) => late[Math.min(late.length - 1, Math.floor(late.length * share))] ?? Number.NaN
  console.log(
    `Late, of ${late.length} that came due one by one (ticks are a second apart): p50 ${at(0.5)} ms, p99 ${atMost(at(0.99), 1000, ' ms')}`,
  )
}

/** The same on a bad day, and in the product's own time. */
const onABadDay = async (): Promise<void> => {
  const house = await openHouse(peopled(WITH_FAULTS), seededFaults(SEED))
  try {
    const { people, clock, simulator } = house
    await house.enqueue(people.map((known, note) => ({ known, note, dueAt: clock.now() })))
    await house.runOut()
    const { lost, again } = losses(notesFrom(simulator, 0), 0, people.length)
    const outcomes = Object.values(simulator.calls())
    const faults = outcomes
      .flatMap((one) => Object.entries(one))
      .reduce((sum, [outcome, times]) => (outcome.startsWith('fault') ? sum + times : sum), 0)
    console.log(
      `\nDelivery with seeded faults (429, 5xx, resets, lost answers, slow ones), a first message to each of ${people.length} people, ${faults} faults:`,
    )
    console.log(
      `Lost: ${none(lost)}. Twice: ${none(again)}. 429s beyond the seeded ones: ${limited(simulator)}`,
    )
  } finally {
    await house.close()
  }
}

/** Messages a second within the platforms' limits, what is lost and doubled, and what a tick costs. */
export const run = async (): Promise<void> => {
  const house = await openHouse(peopled(MANY), noFaults)
  try {
    await toMany(house)
  } finally {
    await house.close()
  }
  await toManyWorkspaces()
  await onABadDay()
  await runTicks()
}
