import type { Temporal } from 'temporal-polyfill'
import { isPaused } from '../../core/around.ts'
import { addWorkingDays, atLocal, hoursOf, isBefore } from '../../core/calendar.ts'
import { isEnough, shownCounts } from '../../core/figures.ts'
import { backFromPauses, hasEnded, isComing, isWaiting, present, unbookedSince } from '../../core/meetings.ts'
import type {
  CheckIn,
  Meeting,
  Pair,
  Participant,
  Programme,
  StageName,
  Workspace,
} from '../../core/model.ts'
import { asCalled, byId } from '../people.ts'

/** What an overview is made of. */
export interface Facts {
  readonly programme: Programme
  readonly people: readonly Participant[]
  readonly workspaces: readonly Workspace[]
  /** Current ones. */
  readonly pairs: readonly {
    readonly pair: Pair
    readonly meetings: readonly Meeting[]
    readonly checkIns: readonly CheckIn[]
  }[]
}

export type State = 'waiting' | 'invited' | 'joined' | 'paused' | 'no' | 'left'
type Progress = 'met' | 'booked' | 'nothing'

/** Why somebody has no account yet. */
export type WaitingFor = 'workspace-unknown' | 'workspace-gone' | 'not-found'

interface Waiting {
  readonly participant: Participant
  readonly workspace: string
  readonly reason: WaitingFor
}

/** A pair that nothing has helped so far. */
interface Stuck {
  readonly people: readonly Participant[]
  /** Since when nothing has been booked. */
  readonly since: Temporal.Instant
}

export interface Overview {
  readonly programme: Programme
  /** Null before the first day. */
  readonly stage: StageName | null
  readonly people: number
  /** Null is too few to show, or would give away a figure that is. Who has paused is among those who joined. */
  readonly states: Readonly<Record<Exclude<State, 'waiting'>, number | null>>
  readonly waiting: readonly Waiting[]
  /** Null is too few to show. */
  readonly pairs: number | null
  readonly progress: Readonly<Record<Progress, number | null>>
  readonly stuck: readonly Stuck[]
}

/** The stage that a programme is in; null before its first day. */
export const stageOf = (
  { startsOn, settings, timeZone }: Programme,
  now: Temporal.Instant,
): StageName | null =>
  settings.stages
    .map(({ name, from }) => ({ name, at: atLocal(startsOn.add(from).toPlainDateTime('00:00'), timeZone) }))
    .filter(({ at }) => !isBefore(now, at))
    .sort((one, other) => other.at.epochMilliseconds - one.at.epochMilliseconds)[0]?.name ?? null

export const stateOf = (participant: Participant, now: Temporal.Instant): State => {
  if (participant.leftAt) return 'left'
  if (!participant.account) return 'waiting'
  if (participant.consent === 'no') return 'no'
  if (participant.consent === 'unasked') return 'invited'
  return isPaused(participant, now) ? 'paused' : 'joined'
}

const waitingFor = (participant: Participant, workspaces: readonly Workspace[]): Waiting => {
  const workspace = workspaces.find(({ id }) => id === participant.workspaceId)
  return {
    participant,
    workspace: workspace ? `${workspace.platform}:${workspace.name}` : participant.workspaceId,
    reason: !workspace ? 'workspace-unknown' : workspace.removedAt ? 'workspace-gone' : 'not-found',
  }
}

/** A meeting counts as held when its time has come and gone, and nobody says that it was not. */
const progressOf = ({ meetings, checkIns }: Facts['pairs'][number], now: Temporal.Instant): Progress => {
  const held = meetings.filter((meeting) => hasEnded(meeting, now))
  const denied = new Set(checkIns.filter(({ met }) => met !== 'yes').map(({ meetingId }) => meetingId))
  if (held.some(({ id }) => !denied.has(id))) return 'met'
  return meetings.some((meeting) => isComing(meeting, now)) ? 'booked' : 'nothing'
}

/** Nothing booked or proposed when every nudge has had its time. */
const stuckSince = (
  { pair, meetings }: Facts['pairs'][number],
  programme: Programme,
  now: Temporal.Instant,
): Temporal.Instant | null => {
  const [first] = [...present(pair)].sort(
    (one, other) => Number(other.side === programme.booksFirst) - Number(one.side === programme.booksFirst),
  )
  if (!first || backFromPauses(pair, now)) return null
  if (meetings.some((meeting) => isComing(meeting, now) || isWaiting(meeting, now))) return null
  const since = unbookedSince(pair, programme, meetings, now)
  const after = Math.max(0, ...programme.settings.nudgeAfterWorkingDays)
  return isBefore(addWorkingDays(hoursOf(first, programme), since, after), now) ? since : null
}

const countBy = (keys: readonly string[], of: readonly string[]): Record<string, number> =>
  Object.fromEntries(keys.map((key) => [key, of.filter((one) => one === key).length]))

const PROGRESS = ['met', 'booked', 'nothing'] as const

/**
 * How many there are of what, wherever coordinators are told: the same everywhere, so that nothing can be learned by
 * taking one answer from another. Whoever has paused takes part, and is told of apart only where both are enough.
 */
export const figuresOf = (
  { settings }: Programme,
  people: readonly Participant[],
  pairs: number,
  now: Temporal.Instant,
): Pick<Overview, 'people' | 'states' | 'pairs'> => {
  const states = countBy(
    ['invited', 'joined', 'paused', 'no', 'left'],
    people.map((one) => stateOf(one, now)),
  )
  const { joined = 0, paused = 0, invited = 0, no = 0, left = 0 } = states
  const shown = shownCounts({ invited, joined: joined + paused, no, left }, settings.smallestGroup)
  const within = shownCounts({ joined, paused }, settings.smallestGroup)
  return {
    people: people.length,
    states: {
      invited: shown['invited'] ?? null,
      joined: shown['joined'] ?? null,
      paused: shown['joined'] === null ? null : (within['paused'] ?? null),
      no: shown['no'] ?? null,
      left: shown['left'] ?? null,
    },
    pairs: isEnough(pairs, settings.smallestGroup) ? pairs : null,
  }
}

/** All that coordinators see of a programme: figures that are large enough, and who needs help. */
export const overviewOf = (facts: Facts, now: Temporal.Instant): Overview => {
  const { programme, people, workspaces, pairs } = facts
  const { smallestGroup } = programme.settings
  const { pairs: pairCount, ...ofPeople } = figuresOf(programme, people, pairs.length, now)
  const progress = shownCounts(
    countBy(
      PROGRESS,
      pairs.map((one) => progressOf(one, now)),
    ),
    smallestGroup,
  )
  const called = byId(people)
  return {
    programme,
    stage: stageOf(programme, now),
    ...ofPeople,
    waiting: asCalled(
      people.filter((one) => stateOf(one, now) === 'waiting'),
      called,
    ).map((one) => waitingFor(one, workspaces)),
    pairs: pairCount,
    progress: {
      met: progress['met'] ?? null,
      booked: progress['booked'] ?? null,
      nothing: progress['nothing'] ?? null,
    },
    stuck: pairs.flatMap((one) => {
      const since = stuckSince(one, programme, now)
      return since ? [{ people: asCalled(present(one.pair), called), since }] : []
    }),
  }
}
