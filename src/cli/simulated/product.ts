import { Temporal } from 'temporal-polyfill'
import { isPaused } from '../../core/around.ts'
import type { Clock } from '../../core/clock.ts'
import { hasEnded, isComing, isWaiting, present, startOf, wasHeld } from '../../core/meetings.ts'
import type { Delivery, Pair, Programme, Subject } from '../../core/model.ts'
import { sayCount, sayDate, sayDay, sayNames, sayWhen, sayZone } from '../../core/saying.ts'
import type { Reader, Store } from '../../core/store.ts'
import { remedyFor, sayKind, sayReason } from '../../flows/announcement/index.ts'
import { flows } from '../../flows/index.ts'
import { sayStage, stageOf, stateOf } from '../../flows/overview/index.ts'
import type { Running } from '../../main.ts'
import type {
  Cast,
  DeliveryLine,
  Due,
  NewHappening,
  PairView,
  Product,
  ProgrammeView,
  Simulator,
} from '../../simulator/index.ts'
import { messagesByReceipt } from '../simulate/audit.ts'
import { type Happenings, inCapitals } from './happenings.ts'

export interface ProductOptions {
  readonly store: Store
  readonly running: Running
  readonly simulator: Simulator
  readonly clock: Clock
  readonly programme: Programme
  readonly cast: Cast
  readonly happenings: Happenings
  /** Hears of what happenings tells. */
  readonly listen: (listener: (happening: NewHappening) => void) => void
  /** Lets people live on to the next thing, no further than the instant. */
  readonly step: (until: number) => Promise<void>
  readonly keepQuiet: Product['keepQuiet']
}

/** How much of what is to come, waits or failed is shown. */
const MOST_SHOWN = 12
const MOST_DELIVERIES = 500
/** How far ahead the list of what is due next looks. */
const AHEAD = { hours: 24 * 28 }
const MORNING = Temporal.PlainTime.from('09:00')

/** Duologue as the page sees it, from its own store and engine. */
export const pageProduct = (options: ProductOptions): Product => {
  const { store, running, simulator, clock, programme, cast, happenings, listen, step, keepQuiet } = options
  const { read } = store
  const zone = programme.timeZone
  const places = new Map<string, { role: string; organisation: string }>(
    cast.members.map(({ email, side, organisation }) => [email, { role: side, organisation }]),
  )
  for (const { email } of cast.coordinators)
    places.set(email, { role: 'Coordinator', organisation: 'Programme team' })

  const coming = async (now: Temporal.Instant, most: number): Promise<readonly Due[]> => {
    const deliveries = await waitingOf(read, programme)
    const moments = await store.momentsDue(now.add(AHEAD), most)
    const due = [
      ...deliveries.slice(0, most).map((delivery) => ({
        dueAt: delivery.dueAt,
        flow: delivery.flow,
        certain: true,
        who: () => recipientOf(delivery, read),
      })),
      ...moments.map(({ dueAt, flow, subject }) => ({
        dueAt,
        flow,
        certain: false,
        who: () => subjectOf(subject, read),
      })),
    ].sort((one, other) => Temporal.Instant.compare(one.dueAt, other.dueAt))
    return Promise.all(
      due.slice(0, most).map(async ({ dueAt, flow, certain, who }) => ({
        at: dueAt.epochMilliseconds,
        what: inCapitals(sayKind(flow)),
        who: await who(),
        certain,
      })),
    )
  }

  return {
    programme: programme.name,
    zone,
    zoneName: sayZone(zone),
    now: () => clock.now().epochMilliseconds,
    step: async (until) => {
      await step(until)
      await happenings.lookForDropped()
    },
    tick: running.tick,
    next: async () => (await coming(clock.now(), 1))[0] ?? null,
    morningAfter: (instant) => morningAfter(Temporal.Instant.fromEpochMilliseconds(instant), zone),
    placeOf: (email) => places.get(email) ?? null,
    keepQuiet,
    onHappening: listen,
    wordsFor: async (workspace, person) => {
      const platform = simulator.person(person, workspace).platform
      const account = await read.accounts.byExternalId(platform, workspace, person)
      const takesPart = account
        ? (await read.participants.ofAccount(account.id)).some(({ leftAt }) => leftAt === null)
        : false
      const coordinates = account ? (await read.programmes.coordinatedBy(account.id)).length > 0 : false
      return flows
        .flatMap((flow) => flow.words)
        .filter(
          (word) =>
            word.for === 'anyone' ||
            (word.for === 'participant' && takesPart) ||
            (word.for === 'coordinator' && coordinates),
        )
        .map(({ word, help }) => ({ word, help }))
    },
    view: async (): Promise<ProgrammeView> => {
      const now = clock.now()
      const people = await read.participants.of(programme.id)
      const states = people.map((person) => stateOf(person, now))
      const count = (label: string, state: (typeof states)[number]) => ({
        label,
        count: states.filter((one) => one === state).length,
      })
      const all = await read.deliveries.all()
      const sum = (...of: readonly Delivery['state'][]) =>
        all.filter(({ state }) => of.includes(state)).length
      const waiting = await waitingOf(read, programme)
      const retrying = waiting.filter(({ attempts }) => attempts > 0)
      const unsettled = await read.deliveries.unsettled(programme.id, MOST_DELIVERIES)
      const failed = unsettled
        .filter(({ state }) => state === 'failed')
        .sort((one, other) => Temporal.Instant.compare(other.dueAt, one.dueAt))
        .slice(0, MOST_SHOWN)
      const stage = stageOf(programme, now)
      return {
        name: programme.name,
        stage: stage ? sayStage(stage) : 'Not begun yet',
        startsOn: sayDate(programme.startsOn),
        people: [
          { label: 'On the list', count: people.length },
          count('Taking part', 'joined'),
          count('Invited, not answered', 'invited'),
          count('Waiting for their account', 'waiting'),
          count('Paused', 'paused'),
          count('Said no', 'no'),
          count('Left', 'left'),
        ],
        pairs: await pairViews(read, programme, now),
        due: await coming(now, MOST_SHOWN),
        deliveries: {
          sent: sum('sent'),
          waiting: sum('due', 'sending'),
          retrying: retrying.length,
          dropped: sum('dropped'),
          failed: sum('failed'),
        },
        dropped: reasonsOf(all),
        waiting: await Promise.all(
          retrying
            .slice(0, MOST_SHOWN)
            .map((one) => lineOf(one, read, `tried ${times(one.attempts)} so far`)),
        ),
        failed: await Promise.all(failed.map((one) => lineOf(one, read, sayReason(one.reason)))),
        accepted: acceptance(all, simulator),
      }
    },
  }
}

const times = (count: number): string => (count === 1 ? 'once' : count === 2 ? 'twice' : `${count} times`)

/** Messages that are yet to be sent, the soonest first. */
const waitingOf = async (read: Reader, { id }: Programme): Promise<readonly Delivery[]> =>
  (await read.deliveries.unsettled(id, MOST_DELIVERIES))
    .filter(({ state }) => state === 'due' || state === 'sending')
    .sort((one, other) => Temporal.Instant.compare(one.dueAt, other.dueAt))

const recipientOf = async ({ address }: Delivery, read: Reader): Promise<string> =>
  address.type === 'account'
    ? ((await read.accounts.byId(address.accountId))?.name ?? '')
    : pairNames(await read.approved.byId(address.pairId))

const subjectOf = async ({ kind, id }: Subject, read: Reader): Promise<string> => {
  switch (kind) {
    case 'participant':
      return (await read.participants.byId(id))?.name ?? ''
    case 'pair':
      return pairNames(await read.approved.byId(id))
    case 'meeting': {
      const meeting = await read.meetings.byId(id)
      return meeting ? pairNames(await read.approved.byId(meeting.pairId)) : ''
    }
    case 'programme':
    case 'survey':
    case 'announcement':
    case 'act':
      return ''
  }
}

const pairNames = (pair: Pair | null): string => (pair ? sayNames(present(pair)) : '')

const lineOf = async (delivery: Delivery, read: Reader, why: string): Promise<DeliveryLine> => {
  const account =
    delivery.address.type === 'account' ? await read.accounts.byId(delivery.address.accountId) : null
  return {
    at: delivery.dueAt.epochMilliseconds,
    what: inCapitals(sayKind(delivery.flow)),
    who: await recipientOf(delivery, read),
    key: account ? `${account.workspace.externalId}/${account.externalId}` : null,
    why,
    remedy: delivery.state === 'failed' ? remedyFor(delivery.reason) : null,
  }
}

const reasonsOf = (all: readonly Delivery[]): ProgrammeView['dropped'] => {
  const byReason = new Map<string, number>()
  for (const { state, reason } of all)
    if (state === 'dropped') byReason.set(sayReason(reason), (byReason.get(sayReason(reason)) ?? 0) + 1)
  return [...byReason].map(([why, count]) => ({ why, count })).sort((one, other) => other.count - one.count)
}

const pairViews = async (
  read: Reader,
  programme: Programme,
  now: Temporal.Instant,
): Promise<readonly PairView[]> => {
  const current = (await read.approved.of(programme.id)).filter(({ endedAt }) => endedAt === null)
  return Promise.all(
    current.map(async (pair) => ({
      id: pair.id,
      members: present(pair).map(({ name, side, organisation, account }) => ({
        key: account ? `${account.workspace.externalId}/${account.externalId}` : null,
        name,
        side: programme.sides[side],
        organisation,
        platform: account?.workspace.platform ?? '',
      })),
      ...(await standing(pair, read, programme, now)),
    })),
  )
}

/** Where a pair stands. A meeting counts as held when its time has passed and nobody says that it was not. */
const standing = async (
  pair: Pair,
  read: Reader,
  { timeZone }: Programme,
  now: Temporal.Instant,
): Promise<Pick<PairView, 'kind' | 'state' | 'meetsAt'>> => {
  const meetings = await read.meetings.ofPair(pair.id)
  const coming = meetings.find((meeting) => isComing(meeting, now))
  if (coming) {
    const at = startOf(coming)
    return {
      kind: 'booked',
      state: `Meet on ${sayWhen(at, timeZone)}`,
      meetsAt: at.epochMilliseconds,
    }
  }
  if (present(pair).some((person) => isPaused(person, now)))
    return { kind: 'paused', state: 'One of them is on a break', meetsAt: null }
  if (meetings.some((meeting) => isWaiting(meeting, now)))
    return { kind: 'proposed', state: 'A time has been suggested', meetsAt: null }
  const ended = meetings.filter((meeting) => hasEnded(meeting, now))
  const checkIns = await Promise.all(ended.map(({ id }) => read.checkIns.ofMeeting(id)))
  const held = ended.filter((meeting, index) => wasHeld(meeting, checkIns[index] ?? [], now))
  const last = held.at(-1)
  if (last)
    return {
      kind: 'met',
      state: `Met ${held.length === 1 ? 'once' : sayCount(held.length, 'time', 'times')}, last on ${sayDay(startOf(last), timeZone)}`,
      meetsAt: null,
    }
  return {
    kind: 'quiet',
    state: `Nothing booked since they were paired on ${sayDay(pair.pairedAt, timeZone)}`,
    meetsAt: null,
  }
}

/** How often the platforms accepted each message that Duologue counts as sent. */
const acceptance = (all: readonly Delivery[], simulator: Simulator): ProgrammeView['accepted'] => {
  const messagesOf = messagesByReceipt(simulator.received())
  const times = all.filter(({ state }) => state === 'sent').map((delivery) => messagesOf(delivery).length)
  return {
    once: times.filter((one) => one === 1).length,
    more: times.filter((one) => one > 1).length,
    never: times.filter((one) => one === 0).length,
  }
}

const morningAfter = (instant: Temporal.Instant, zone: string): number => {
  const local = instant.toZonedDateTimeISO(zone)
  let day = local.toPlainDate()
  for (;;) {
    const morning = day.toZonedDateTime({ timeZone: zone, plainTime: MORNING })
    const isLater = Temporal.ZonedDateTime.compare(morning, local) > 0
    if (isLater && day.dayOfWeek <= 5) return morning.epochMilliseconds
    day = day.add({ days: 1 })
  }
}
