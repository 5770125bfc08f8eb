import { Temporal } from 'temporal-polyfill'
import { addWorkingDays, atLocal, earliest, hoursOf, isBefore, later } from '../../core/calendar.ts'
import type { NewDelivery, Pair, Participant, Programme, StageName } from '../../core/model.ts'

type Instant = Temporal.Instant

/** Working days between the introduction and the note on contracting, so that the two do not come at once. */
const CONTRACTING_AFTER_WORKING_DAYS = 2
/** A stage that could not be announced for this long, after an outage or in a pause, is not announced any more. */
const LATEST_DAYS = 28
/** Pairs made less than this before halfway have too little behind them to look back on. */
const HALFWAY_NEEDS_WEEKS = 6
/** The first meeting is expected within this many weeks of its stage. */
export const FIRST_MEETING_WITHIN_WEEKS = 2
const MORNING = Temporal.PlainTime.from('09:00')

/** When a stage begins for everyone: its distance from the programme's first day, in the morning. */
const stageStart = (programme: Programme, name: StageName): Instant | null => {
  const stage = programme.settings.stages.find((one) => one.name === name)
  return stage ? morning(programme, programme.startsOn.add(stage.from)) : null
}

/**
 * When a stage begins for one partner of a pair; null when it does not. Contracting and the first meeting count from
 * the pair's own first day, where that is later than the programme's; halfway and closing are the same for all.
 */
export const stageFor = (
  name: StageName,
  pair: Pair,
  person: Participant,
  programme: Programme,
): Instant | null => {
  const stage = programme.settings.stages.find((one) => one.name === name)
  const start = stageStart(programme, name)
  if (!stage || !start) return null
  switch (name) {
    case 'contracting':
      return addWorkingDays(
        hoursOf(person, programme),
        dayOf(pair, programme, stage.from),
        CONTRACTING_AFTER_WORKING_DAYS,
      )
    case 'first-meeting':
      return dayOf(pair, programme, stage.from)
    case 'halfway':
      return isBefore(pair.pairedAt.add({ hours: HALFWAY_NEEDS_WEEKS * 7 * 24 }), start) ? start : null
    case 'closing':
      return isBefore(pair.pairedAt, start) ? start : null
  }
}

/** A stage that begins while somebody has paused is told when they are back. */
const afterPause = ({ pausedUntil }: Participant, dueAt: Instant): Instant =>
  pausedUntil ? later(pausedUntil, dueAt) : dueAt

/** Whether a stage began too long ago to be told of, in each of these pairs. */
export const isTooLate = (
  name: StageName,
  pairs: readonly Pair[],
  person: Participant,
  programme: Programme,
  now: Instant,
): boolean =>
  pairs.every((pair) => {
    const dueAt = stageFor(name, pair, person, programme)
    return dueAt !== null && !isTimely(dueAt, now)
  })

const isTimely = (dueAt: Instant, now: Instant): boolean =>
  isBefore(now, dueAt.add({ hours: LATEST_DAYS * 24 }))

/** This long after the pair's first day, or the programme's when that is later. */
const dayOf = (pair: Pair, programme: Programme, from: Temporal.Duration): Instant => {
  const paired = pair.pairedAt.toZonedDateTimeISO(programme.timeZone).toPlainDate()
  const first = Temporal.PlainDate.compare(paired, programme.startsOn) > 0 ? paired : programme.startsOn
  return morning(programme, first.add(from))
}

const morning = (programme: Programme, date: Temporal.PlainDate): Instant =>
  atLocal(date.toPlainDateTime(MORNING), programme.timeZone)

/**
 * What a pair's partners should have been told by now, and when the next stage begins. Contracting and the first
 * meeting are about the pair; halfway and closing about the person, who hears of them once, in however many pairs.
 */
export const stagesOf = (
  pair: Pair,
  programme: Programme,
  now: Instant,
): { readonly deliveries: readonly NewDelivery[]; readonly next: Instant | null } => {
  if (pair.endedAt) return { deliveries: [], next: null }
  const planned = programme.settings.stages.flatMap(({ name }) =>
    pair.members.flatMap((person) => {
      const dueAt = stageFor(name, pair, person, programme)
      return dueAt && person.account && !person.leftAt
        ? [{ name, person, accountId: person.account.id, dueAt, tellAt: afterPause(person, dueAt) }]
        : []
    }),
  )
  return {
    deliveries: planned
      .filter(({ dueAt, tellAt }) => !isBefore(now, tellAt) && isTimely(dueAt, now))
      .map(({ name, person, accountId, dueAt }) => ({
        flow: 'stage',
        subject:
          name === 'contracting' || name === 'first-meeting'
            ? { kind: 'pair', id: pair.id }
            : { kind: 'participant', id: person.id },
        occurrence: name,
        address: { type: 'account', accountId },
        class: 'ordinary',
        participantId: person.id,
        dueAt,
      })),
    next: earliest(...planned.map(({ tellAt }) => (isBefore(now, tellAt) ? tellAt : null))),
  }
}
