import type { Temporal } from 'temporal-polyfill'
import { dateIn, hoursOf } from '../../core/calendar.ts'
import {
  answer,
  type Composed,
  type Context,
  compose,
  drop,
  type Flow,
  nothingToDo,
  send,
} from '../../core/flow.ts'
import { onceIntroduced } from '../../core/introduced.ts'
import { isComing, wasHeld } from '../../core/meetings.ts'
import type { Delivery, Meeting, Participant, Programme } from '../../core/model.ts'
import { sayDay } from '../../core/saying.ts'
import type { Reader } from '../../core/store.ts'
import {
  type Behind,
  closing,
  contracting,
  ended,
  firstMeeting,
  firstMeetingBooked,
  halfway,
  nothingHere,
  over,
} from './copy.ts'
import { FIRST_MEETING_WITHIN_WEEKS, isTooLate, stageFor, stagesOf } from './schedule.ts'

type Instant = Temporal.Instant

/** Opens each stage of a programme with a short message to each partner. It is only heard from, never spoken to. */
export const stage: Flow = {
  name: 'stage',
  words: [],
  follows: ['pair'],

  hear: async () => answer(nothingHere()),

  form: async () => null,

  plan: (subject, read, { now }) =>
    onceIntroduced(subject.id, read, now, async (pair) => {
      const programme = await read.programmes.byId(pair.programmeId)
      if (!programme) return nothingToDo
      const { deliveries, next } = stagesOf(pair, programme, now)
      return { effects: deliveries.map((delivery) => send(delivery, programme.id)), next }
    }),

  compose: async (delivery, read, context) => {
    const person = delivery.participantId ? await read.participants.byId(delivery.participantId) : null
    const programme = person && (await read.programmes.byId(person.programmeId))
    if (!person || !programme) return drop('gone')
    return delivery.subject.kind === 'pair'
      ? aboutPair(delivery, person, programme, read, context)
      : aboutPerson(delivery, person, programme, read, context)
  },
}

const aboutPair = async (
  { subject, occurrence, state }: Delivery,
  person: Participant,
  programme: Programme,
  read: Reader,
  { now }: Context,
): Promise<Composed> => {
  const pair = await read.pairs.byId(subject.id)
  if (!pair) return drop('pair-ended')
  const partners = pair.members.filter(({ id }) => id !== person.id)
  if (pair.endedAt || partners.length === 0 || partners.length === pair.members.length)
    return state === 'sent' ? compose(ended(programme)) : drop('pair-ended')
  const name = occurrence === 'contracting' ? 'contracting' : 'first-meeting'
  if (state !== 'sent' && isTooLate(name, [pair], person, programme, now)) return drop('too-late')
  const first = person.side === programme.booksFirst
  const meetings = await read.meetings.ofPair(pair.id)
  if (occurrence === 'contracting')
    return compose(contracting(partners, pair.id, programme, first, await behindThem(meetings, read, now)))
  if (meetings.some((meeting) => meeting.state === 'booked'))
    return state === 'sent' ? compose(firstMeetingBooked(partners)) : drop('already-booked')
  const { zone } = hoursOf(person, programme)
  const opens = stageFor('first-meeting', pair, person, programme) ?? now
  const by = dateIn(zone, opens).add({ weeks: FIRST_MEETING_WITHIN_WEEKS })
  return compose(
    firstMeeting(partners, pair.id, programme, first, sayDay(by.toZonedDateTime(zone).toInstant(), zone)),
  )
}

const behindThem = async (meetings: readonly Meeting[], read: Reader, now: Instant): Promise<Behind> => {
  for (const meeting of meetings)
    if (wasHeld(meeting, await read.checkIns.ofMeeting(meeting.id), now)) return 'met'
  return meetings.some((meeting) => isComing(meeting, now)) ? 'booked' : 'nothing'
}

const aboutPerson = async (
  { occurrence, state }: Delivery,
  person: Participant,
  programme: Programme,
  read: Reader,
  { now }: Context,
): Promise<Composed> => {
  const pairs = await read.pairs.ofParticipant(person.id)
  if (pairs.length === 0) return state === 'sent' ? compose(over(programme)) : drop('pair-ended')
  const name = occurrence === 'halfway' ? 'halfway' : 'closing'
  if (state !== 'sent' && isTooLate(name, pairs, person, programme, now)) return drop('too-late')
  const partners = pairs.flatMap(({ members }) => members.filter(({ id }) => id !== person.id))
  const ids = pairs.map(({ id }) => id)
  return compose(
    occurrence === 'halfway'
      ? halfway(partners, ids, person.goals, programme)
      : closing(partners, ids, programme),
  )
}
