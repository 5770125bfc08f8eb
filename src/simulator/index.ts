import type { FaultPlan } from './faults.ts'
import { createPoster, listen, type PlatformRequest, type ProductAnswer } from './http.ts'
import type { Json } from './json.ts'
import {
  createSlackRequests,
  createSlackServer,
  createSlackState,
  echoOwnMessages,
  type Forgery,
  isSlackPath,
  SLACK_DEADLINE_MS,
  slackDoor,
} from './slack/index.ts'
import {
  createTeamsRequests,
  createTeamsServer,
  createTeamsState,
  isTeamsPath,
  TEAMS_DEADLINE_MS,
  teamsDoor,
  teamsUrls,
} from './teams/index.ts'
import type { ActivityForgery } from './teams/requests.ts'
import type {
  CallCounts,
  Door,
  ReceivedMessage,
  ReceivedView,
  SimulatedPerson,
  SimulatedPlatform,
  SimulatedWorkspace,
  SimulatorEvent,
  SimulatorOptions,
} from './types.ts'
import { createWorld, personKey } from './world.ts'

export { type Cast, type CastMember, castOf, listOf, workspacesOf } from './cast.ts'
export { type SimulatorClock, steppedClock } from './clock.ts'
export {
  BAD_DAY,
  type Fault,
  type FaultCall,
  type FaultPlan,
  noFaults,
  seededFaults,
} from './faults.ts'
export { createLife, type Lived } from './life.ts'
export {
  type Beginning,
  createPage,
  type DeliveryLine,
  type Due,
  isForThisMachine,
  type NewHappening,
  type Page,
  type PairView,
  type Product,
  type ProgrammeView,
} from './page/index.ts'
export { problemsOfBlocks, problemsOfView } from './slack/blocks.ts'
export { SLACK_LIMITS } from './slack/limits.ts'
export { problemsOfCard, TEAMS_LIMITS } from './teams/cards.ts'
export type * from './types.ts'

/** Loopback Slack workspaces and Teams tenants, and the doors of the people in them. */
export interface Simulator {
  /** Ends in `/api/`. */
  readonly slackApiUrl: string
  readonly teams: { serviceUrl: string; openIdMetadataUrl: string; loginUrl: string }
  /** What one person sees and can do. Someone with accounts in several workspaces needs the workspace's id too. */
  person(emailOrId: string, workspaceId?: string): Door
  /** Everyone's doors, in the order of workspaces and people. */
  people(): Door[]
  /** What a workspace is called; its id when it is not known. */
  workspaceName(id: string): string
  /** Every message that a platform accepted from the product, in order. */
  received(): ReceivedMessage[]
  /** Every modal and home view that Slack showed, each time that it was shown or changed. */
  views(): ReceivedView[]
  /** How often each method (`slack chat.postMessage`) met each outcome. */
  calls(): CallCounts
  /** Hears of everything that happens; gives the means to stop listening. */
  subscribe(listener: (event: SimulatorEvent) => void): () => void
  /** Changes what goes wrong from now on. */
  setFaults(plan: FaultPlan): void
  /** A whole platform that cannot be reached: every call is answered with 503, and nobody can do anything in it. */
  outage(platform: SimulatedPlatform, on: boolean): void
  /** Sends the product what a platform would never send, to see it refused. */
  readonly forge: {
    slack(body: string, contentType: string, forgery: Forgery): Promise<ProductAnswer>
    /** An activity from this person, with some members replaced. */
    teams(door: Door, more: Json, forgery: ActivityForgery): Promise<ProductAnswer>
  }
  stop(): Promise<void>
}

/** Starts the simulated platforms on one loopback port. */
export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  const world = createWorld(options)
  const poster = createPoster()
  const slack = options.slack ? createSlackState(world, options.slack) : null
  const teams = options.teams ? createTeamsState(world, options.teams) : null
  const slackServer = slack && createSlackServer(slack)
  const teamsServer = teams && createTeamsServer(teams)
  const slackRequests =
    slack && createSlackRequests(slack, poster, options.slackDeadlineMs ?? SLACK_DEADLINE_MS)
  const teamsRequests =
    teams && createTeamsRequests(teams, poster, options.teamsDeadlineMs ?? TEAMS_DEADLINE_MS)

  const server = await listen(async (request: PlatformRequest) => {
    if (slackServer && isSlackPath(request.path)) return slackServer(request)
    if (teamsServer && isTeamsPath(request.path)) return teamsServer(request)
    return { status: 404, body: 'not found' }
  }, options.port ?? 0)
  if (slack) slack.origin = server.origin
  if (teams) teams.origin = server.origin
  if (slack && slackRequests && options.slack?.echoOwnMessages) echoOwnMessages(slack, slackRequests)

  const doors = new Map<string, Door>()
  for (const workspace of options.workspaces) {
    for (const person of workspace.people) {
      const door = doorOf(workspace, person)
      if (door) doors.set(personKey(workspace.id, person.id), door)
    }
  }

  function doorOf(workspace: SimulatedWorkspace, person: SimulatedPerson): Door | null {
    if (workspace.platform === 'slack') {
      return slack && slackRequests && slackDoor(slack, slackRequests, options, workspace, person)
    }
    return teams && teamsRequests && teamsDoor(teams, teamsRequests, options, workspace, person)
  }

  return {
    slackApiUrl: `${server.origin}/api/`,
    teams: teamsUrls(server.origin),
    person(emailOrId, workspaceId) {
      const wanted = emailOrId.toLowerCase()
      const found = [...doors.values()].filter(
        ({ person, workspace }) =>
          (person.id === emailOrId || person.email.toLowerCase() === wanted) &&
          (workspaceId === undefined || workspace === workspaceId),
      )
      const [door, another] = found
      if (!door) throw new Error(`Nobody is called ${emailOrId} in the simulated workspaces.`)
      if (another) throw new Error(`${emailOrId} is in several workspaces: say which one.`)
      return door
    },
    people: () => [...doors.values()],
    workspaceName: (id) => world.workspaces.get(id)?.name ?? id,
    received: () => world.received(),
    views: () => world.views(),
    calls: () => structuredClone(world.counts),
    subscribe: (listener) => world.subscribe(listener),
    setFaults(plan) {
      world.faults = plan
    },
    outage(platform, on) {
      if (on) world.outages.add(platform)
      else world.outages.delete(platform)
    },
    forge: {
      slack(body, contentType, forgery) {
        if (!slackRequests) throw new Error('Slack is not simulated.')
        return slackRequests.raw(body, contentType, forgery)
      },
      teams(door, more, forgery) {
        const tenant = teams?.tenants.find((one) => one.id === door.workspace)
        if (!teamsRequests || !tenant) throw new Error('That person is in no simulated tenant.')
        const { conversation } = world.converse(tenant, [door.person.id])
        return teamsRequests.send(teamsRequests.activity(tenant, door.person, conversation, more), forgery)
      },
    },
    async stop() {
      poster.stop()
      await server.stop()
    },
  }
}
