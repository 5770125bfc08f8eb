import { atMost, section, whole } from './figures.ts'
import { cpuPerRequest, load, type Measured, together } from './load.ts'
import { leaveFirstCore, pinning, type Server, startBare, startProduct } from './processes.ts'
import { type Next, slackRequests, teamsRequests, typed } from './requests.ts'
import { openStage } from './stage.ts'

const WARM_UP_SECONDS = 2
const ROUND_SECONDS = 3
const ROUNDS = 2
const STEADY = { seconds: 6, rate: 50 }
const MOST = { slack: 1.3, teams: 1.2, answerMs: 300 }

interface Contestant {
  readonly name: string
  readonly server: Server
  readonly path: string
  readonly next: Next
}

/** Takes turns, so that whatever else the machine does meets all of them alike. */
const compete = async (contestants: readonly Contestant[]): Promise<readonly [string, Measured][]> => {
  for (const { server, path, next } of contestants)
    await load(server, path, next, { seconds: WARM_UP_SECONDS })
  const rounds: [string, Measured][] = []
  for (let round = 0; round < ROUNDS; round++)
    for (const { name, server, path, next } of contestants)
      rounds.push([name, await load(server, path, next, { seconds: ROUND_SECONDS })])
  return contestants.map(({ name }) => [
    name,
    together(rounds.filter(([of]) => of === name).map(([, measured]) => measured)),
  ])
}

const tell = (title: string, target: number, results: readonly (readonly [string, Measured])[]): void => {
  const [bare] = results
  if (!bare) return
  section(title, [
    ['', 'req/s', 'CPU us/req', 'p99 ms', 'not 2xx', "CPU : bare's"],
    ...results.map(([name, one], index) => [
      name,
      whole(one.requests / one.seconds),
      whole(cpuPerRequest(one)),
      whole(one.p99),
      one.bad,
      index === 0 ? '1' : atMost(cpuPerRequest(one) / cpuPerRequest(bare[1]), target),
    ]),
  ])
}

/** Requests a second, CPU and p99 of bare Bolt, bare botbuilder and Duologue, side by side. */
export const run = async (): Promise<void> => {
  const stage = await openStage()
  const slackSamples = await typed(stage.simulator, stage.catcher, 'slack', 'status')
  const teamsSamples = await typed(stage.simulator, stage.catcher, 'teams', 'status')
  const slack = (kind: 'new' | 'repeated' | 'none') => slackRequests(slackSamples, stage.signingSecret, kind)
  const teams = (kind: 'new' | 'repeated' | 'none') => teamsRequests(teamsSamples, kind)
  const environment = stage.environment(['slack', 'teams'])
  const rejoin = leaveFirstCore()
  const bolt = await startBare('bolt', environment)
  const botbuilder = await startBare('botbuilder', environment)
  const product = await startProduct(environment)
  const ofProduct = (name: string, path: string, next: Next): Contestant => ({
    name,
    server: product,
    path,
    next,
  })
  const SLACK = '/slack/events'
  const TEAMS = '/api/messages'
  try {
    console.log(
      `\nInbound: 50 connections, ${ROUNDS} x ${ROUND_SECONDS} s each in turns; ${pinning}.
Adapter alone: the request is checked and understood, and concerns nobody. Repeat: an act heard before, looked up in
the database. Answered: a new act in a transaction of its own on SQLite (synced to the disk); on Slack the answer is in
the acknowledgement, on Teams it goes to the outbox, and its sending, kept to Teams' limits, counts as well. CPU is all
that the server's process used meanwhile.`,
    )
    tell(
      'Slack: a signed slash command, acknowledged',
      MOST.slack,
      await compete([
        { name: 'bare Bolt, empty ack()', server: bolt, path: SLACK, next: slack('new') },
        ofProduct('Duologue, adapter alone', SLACK, slack('none')),
        ofProduct('Duologue, repeat', SLACK, slack('repeated')),
        ofProduct('Duologue, answered', SLACK, slack('new')),
      ]),
    )
    const steady = await load(product, SLACK, slack('new'), STEADY)
    console.log(
      `An answer in the acknowledgement at ${STEADY.rate} commands/s: p99 ${atMost(steady.p99, MOST.answerMs, ' ms')}`,
    )
    const contest = await compete([
      { name: 'bare botbuilder, no reply', server: botbuilder, path: TEAMS, next: teams('new') },
      ofProduct('Duologue, adapter alone', TEAMS, teams('none')),
      ofProduct('Duologue, repeat', TEAMS, teams('repeated')),
    ])
    // Last, for it leaves answers behind that are still being sent.
    const answered = await load(product, TEAMS, teams('new'), { seconds: ROUNDS * ROUND_SECONDS })
    tell('Teams: a signed message, accepted', MOST.teams, [...contest, ['Duologue, answered', answered]])
  } finally {
    for (const server of [bolt, botbuilder, product]) await server.stop()
    rejoin()
    await stage.close()
  }
}
