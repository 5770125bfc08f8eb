import type { Temporal } from 'temporal-polyfill'
import {
  addWorkingDays,
  atLocal,
  dateIn,
  type Interval,
  isBefore,
  later,
  nextOpening,
  openingsBetween,
  overlapBetween,
} from '../../core/calendar.ts'
import type { Hours } from '../../core/model.ts'

type Instant = Temporal.Instant

/** The lengths to choose from, in minutes, the longest first. */
export const LENGTHS = [90, 60, 45, 30] as const

/** The shortest stretch of shared hours that a meeting fits into, in minutes. */
const SHORTEST = 30

/** How many days ahead a list of times reaches; when all of them are taken, it looks further, in as many steps. */
const WINDOW_DAYS = 21
const WINDOWS = 4
/** What everyone has, of their own working hours, to answer in before the first time on offer (minutes). */
const ANSWER_MINUTES = 120
/** How many times a list offers at most: more is work to read on a phone. */
const MOST_SLOTS = 12
const MOST_DAYS = 8
/** A length is offered when at least so many times of it are free; half an hour is offered when there is any. */
const ENOUGH: Readonly<Record<(typeof LENGTHS)[number], number>> = { 90: 6, 60: 3, 45: 3, 30: 1 }
/** Times begin on the half hour. */
const STEP_MINUTES = 30
/** Where hours never meet, no time is offered before or after these (minutes of the local day), if others exist. */
const WAKING = { from: 6 * 60, to: 22 * 60 + 30 }
/** What a day on which somebody does not work counts, in minutes outside their hours. */
const DAY_OFF_STRAIN = 8 * 60

type Working = Pick<Attendee, 'id' | 'hours'>

/** Somebody who is to meet: their hours, until when they are paused (null: not), and what they have booked. */
export interface Attendee {
  readonly id: string
  readonly hours: Hours
  readonly pausedUntil: Instant | null
  readonly busy: readonly Interval[]
}

/** Why a time is not quite right for somebody. */
interface Strain {
  readonly id: string
  readonly how: 'early' | 'late' | 'not-working'
}

export interface Slot {
  readonly at: Instant
  /** Empty when it lies in everyone's working hours. */
  readonly strains: readonly Strain[]
}

/**
 * Times that people could meet at, earliest first; every one of them is free for `minutes`.
 * - shared: in everyone's working hours.
 * - least-bad: their hours do not overlap within reason; these stretch them least.
 * - none: their hours overlap, and all of it is taken for months.
 */
export type Offer =
  | { readonly type: 'shared' | 'least-bad'; readonly minutes: number; readonly slots: readonly Slot[] }
  | { readonly type: 'none' }

/**
 * What to offer, as of `from`: at least a day and a working day ahead of everyone, after their pauses, with two of
 * their working hours to answer in, and spread over days and times of day in `zone`. The same facts and `from` always
 * give the same list.
 */
export const offer = (people: readonly Attendee[], zone: string, from: Instant): Offer => {
  const first = people
    .map(({ hours, pausedUntil }) => {
      const nextDay = later(addWorkingDays(hours, from, 1), from.add({ hours: 24 }))
      return later(nextDay, answerBy(hours, pausedUntil ? later(from, pausedUntil) : from))
    })
    .reduce((one, other) => later(one, other), from)
  const hours = people.map((one) => one.hours)
  const meet = nextOpening(hours, first, SHORTEST) !== null
  for (let window = 0; meet && window < WINDOWS; window++) {
    const start = first.add({ hours: window * WINDOW_DAYS * 24 })
    const end = start.add({ hours: WINDOW_DAYS * 24 })
    const open = overlapBetween(hours, start, end)
    for (const minutes of LENGTHS) {
      const slots = spread(startsIn(open, minutes, zone).filter(({ at }) => isFree(people, at, minutes)))
      if (slots.length >= ENOUGH[minutes])
        return { type: 'shared', minutes, slots: slots.map((at) => ({ at, strains: [] })) }
    }
  }
  if (meet) return { type: 'none' }
  const slots = leastBad(people, zone, first)
  return slots.length > 0 ? { type: 'least-bad', minutes: 60, slots } : { type: 'none' }
}

/**
 * When somebody has had their working hours to answer in. A suggestion made outside them only reaches people in the
 * next; those who hardly work at all have had what there is of three weeks.
 */
const answerBy = (hours: Hours, from: Instant): Instant => {
  const reached = nextOpening([hours], from)
  if (!reached) return from
  let left = ANSWER_MINUTES * MINUTE
  let end = reached
  for (const opening of openingsBetween(hours, reached, reached.add({ hours: WINDOW_DAYS * 24 }))) {
    const open = opening.to.epochMilliseconds - opening.from.epochMilliseconds
    if (open >= left) return opening.from.add({ milliseconds: left })
    left -= open
    end = opening.to
  }
  return end
}

/** Whether nobody of them has anything booked or is paused then. */
export const isFree = (people: readonly Attendee[], at: Instant, minutes: number): boolean => {
  if (people.every(({ busy, pausedUntil }) => busy.length === 0 && !pausedUntil)) return true
  const end = at.add({ minutes })
  return people.every(
    ({ busy, pausedUntil }) =>
      !(pausedUntil && isBefore(at, pausedUntil)) &&
      busy.every((taken) => !isBefore(at, taken.to) || !isBefore(taken.from, end)),
  )
}

/** A time, with what a reader's clock says of it. `day` counts days of that clock. */
interface Start {
  readonly at: Instant
  /** What that clock shows, as milliseconds since its first of January 1970. */
  readonly local: number
  readonly day: number
  readonly morning: boolean
  readonly onTheHour: boolean
}

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE

/** How far ahead of UTC a zone is then, in milliseconds. */
const aheadIn = (zone: string, at: Instant): number =>
  at.toZonedDateTimeISO(zone).offsetNanoseconds / 1_000_000

const readAt = (at: Instant, ahead: number): Start => {
  const local = at.epochMilliseconds + ahead
  const day = Math.floor(local / DAY)
  const minutes = (local - day * DAY) / MINUTE
  return { at, local, day, morning: minutes < 12 * 60, onTheHour: minutes % 60 === 0 }
}

/**
 * The half hours within these stretches at which a meeting fits; a stretch without one offers its beginning. The
 * zone's clock is asked once for each stretch, since that is slow: only the mixture of times rests on it.
 */
const startsIn = (open: readonly Interval[], minutes: number, zone: string): Start[] =>
  open.flatMap(({ from, to }) => {
    const last = to.subtract({ minutes })
    if (isBefore(last, from)) return []
    const found: Instant[] = []
    const step = STEP_MINUTES * MINUTE
    const behind = from.epochMilliseconds % step
    let at = behind === 0 ? from : from.add({ milliseconds: step - behind })
    for (; !isBefore(last, at); at = at.add({ milliseconds: step })) found.push(at)
    const ahead = aheadIn(zone, from)
    return (found.length > 0 ? found : [from]).map((one) => readAt(one, ahead))
  })

const byDay = (starts: readonly Start[]): Start[][] => {
  const days = new Map<number, Start[]>()
  for (const start of starts) {
    const day = days.get(start.day)
    if (day) day.push(start)
    else days.set(start.day, [start])
  }
  return [...days.values()]
}

/** One time a day, mornings and afternoons in turn, then a second a day from the other half, until there are enough. */
const spread = (starts: readonly Start[]): Instant[] => {
  const all = byDay(starts)
  const every = all.length > MOST_DAYS ? all.length / MOST_DAYS : 1
  const days = all.filter(
    (_, index) => index === 0 || Math.floor(index / every) > Math.floor((index - 1) / every),
  )
  const chosen: Start[] = []
  for (const round of [0, 1])
    days.slice(0, MOST_DAYS).forEach((day, index) => {
      const wanted = (index + round) % 2 === 0
      const left = day.filter((start) => chosen.every((other) => isApart(start, other)))
      const half = left.filter(({ morning }) => morning === wanted)
      const from = half.length > 0 ? half : left
      const onTheHour = from.filter((start) => start.onTheHour)
      const pool = onTheHour.length > 0 ? onTheHour : from
      const pick = pool[index % Math.max(1, pool.length)]
      if (pick && chosen.length < MOST_SLOTS) chosen.push(pick)
    })
  return chosen.sort((one, other) => one.local - other.local).map(({ at }) => at)
}

/** Two times of one day are only worth offering both when they differ by something. */
const isApart = (one: Start, other: Start): boolean => Math.abs(one.local - other.local) >= 120 * MINUTE

interface Strained {
  readonly slot: Slot
  readonly cost: number
}

const leastBad = (people: readonly Attendee[], zone: string, from: Instant): Slot[] => {
  const starts: Start[] = []
  const step = STEP_MINUTES * MINUTE
  const midnight = atLocal(dateIn(zone, from).toPlainDateTime(), zone)
  for (let at = midnight, n = 0; n < WINDOW_DAYS * 24 * 2; n++, at = at.add({ milliseconds: step }))
    if (!isBefore(at, from) && isFree(people, at, 60)) starts.push(readAt(at, aheadIn(zone, at)))
  const awake = best(people, starts, true)
  return awake.length > 0 ? awake : best(people, starts, false)
}

/** The best time of each day, and of those the best few. */
const best = (people: readonly Attendee[], starts: readonly Start[], onlyAwake: boolean): Slot[] =>
  byDay(starts)
    .flatMap((day) => {
      const [first] = day
        .map(({ at }) => strained(people, at, onlyAwake))
        .filter((one) => one !== null)
        .sort((one, other) => one.cost - other.cost)
      return first ? [first] : []
    })
    .sort((one, other) => one.cost - other.cost)
    .slice(0, MOST_DAYS)
    .map(({ slot }) => slot)
    .sort((one, other) => one.at.epochMilliseconds - other.at.epochMilliseconds)

/** Why a meeting of an hour at this time is not quite right, and for whom. */
export const strainsAt = (people: readonly Working[], at: Instant): readonly Strain[] =>
  strained(people, at, false)?.slot.strains ?? []

/** What a time costs everyone, squared so that two who give a little are better than one who gives all. Null: not then. */
const strained = (people: readonly Working[], at: Instant, onlyAwake: boolean): Strained | null => {
  let cost = 0
  const strains: Strain[] = []
  for (const { id, hours } of people) {
    const local = at.toZonedDateTimeISO(hours.zone)
    if (hours.daysOff.some((off) => off.equals(local.toPlainDate()))) return null
    const start = local.hour * 60 + local.minute
    const end = start + 60
    if (onlyAwake && (start < WAKING.from || end > WAKING.to)) return null
    const openings = hours.week.filter(({ day }) => day === local.dayOfWeek)
    if (openings.length === 0) {
      cost += DAY_OFF_STRAIN ** 2
      strains.push({ id, how: 'not-working' })
      continue
    }
    const outside = openings
      .map((opening) => ({
        before: Math.max(0, minutesOf(opening.from) - start),
        after: Math.max(0, end - minutesOf(opening.to)),
      }))
      .sort((one, other) => one.before + one.after - other.before - other.after)[0]
    if (!outside || outside.before + outside.after === 0) continue
    cost += (outside.before + outside.after) ** 2
    strains.push({ id, how: outside.before > outside.after ? 'early' : 'late' })
  }
  return { slot: { at, strains }, cost }
}

const minutesOf = (time: string): number => {
  const [hours, minutes] = time.split(':')
  return Number(hours) * 60 + Number(minutes)
}
