import type { Temporal } from 'temporal-polyfill'
import { answerTo, choicesFor } from '../../core/answers.ts'
import { isBefore } from '../../core/calendar.ts'
import {
  type Act,
  answer,
  ask,
  askAgain,
  became,
  type Composed,
  type Context,
  compose,
  drop,
  type Flow,
  nothingToDo,
  type Outcome,
  type Plan,
  revise,
  save,
  send,
  touch,
  type Who,
} from '../../core/flow.ts'
import { onceIntroduced } from '../../core/introduced.ts'
import { isComing, isWaiting, present, startOf, timesLeft } from '../../core/meetings.ts'
import type { Answers, Form, Message } from '../../core/message.ts'
import type { Delivery, Meeting, Pair } from '../../core/model.ts'
import type { Reader } from '../../core/store.ts'
import {
  ALREADY_BEGUN,
  alone,
  NOT_ON_OFFER,
  noPair,
  nothingFree,
  notJoined,
  notYours,
  OVERTAKEN,
  onlyCoordinates,
  pairOver,
  STILL_OPEN,
  TIME_PASSED,
  TIME_TAKEN,
  whichPair,
} from './copy/answers.ts'
import { card, inItsPlace, relinked, retold, withNews } from './copy/card.ts'
import { timesForm } from './copy/form.ts'
import { meetingsList } from './copy/list.ts'
import { bookedNews, cancelledNews, declinedNews, reminder } from './copy/news.ts'
import * as decide from './decide.ts'
import {
  attendeesOf,
  type FormSubject,
  factsAbout,
  pairFacts,
  partnersOf,
  type Situation,
  situationOf,
  situationsOf,
  zoneOf,
} from './facts.ts'
import { planMeeting, planSuggestion, readReminder } from './schedule.ts'
import { isFree, type Offer, offer } from './slots.ts'
import { readChoice, readForm, readTime } from './subjects.ts'

type Instant = Temporal.Instant

const NAME = 'scheduling'
/** How long a meeting is that Duologue suggests by itself, in minutes; shorter where no such time is free. */
const SUGGESTED_MINUTES = 60

const hear = async (act: Act, read: Reader, context: Context): Promise<Outcome> => {
  switch (act.type) {
    case 'command':
      return act.word === 'meetings' ? list(act.who, read, context) : begin(act.who, read, context)
    case 'press':
      return press(act.name, act.subject, act.who, read, context)
    case 'submit':
      return submit(act.subject, act.answers, act.who, read, context)
    default:
      return { effects: [], reply: { type: 'nothing' } }
  }
}

const list = async (who: Who, read: Reader, { now }: Context): Promise<Outcome> => {
  const all = await situationsOf(who, read)
  return answer(all.length > 0 ? meetingsList(all, now) : nobodyFor(who))
}

const nobodyFor = ({ participants, coordinates }: Who): Message => {
  const [first] = participants
  if (!first && coordinates.length > 0) return onlyCoordinates
  return first && participants.every(({ consent }) => consent !== 'yes') ? notJoined(first.id) : noPair
}

const begin = async (who: Who, read: Reader, context: Context): Promise<Outcome> => {
  const all = await situationsOf(who, read)
  const [only] = all
  if (!only) return answer(nobodyFor(who))
  return all.length > 1 ? answer(whichPair(all)) : open(only, read, context)
}

/** What waits for this person's answer comes before a new suggestion of their own. */
const open = async (of: Situation, read: Reader, context: Context): Promise<Outcome> => {
  const theirs = of.meetings.find(
    (meeting) => isWaiting(meeting, context.now) && !meeting.acceptedBy.includes(of.me.id),
  )
  if (theirs) return answer(card(of, theirs, context))
  return askFor(of, { pairId: of.pair.id, moves: null, asOf: context.now }, read, context)
}

const askFor = async (
  of: Situation,
  subject: FormSubject,
  read: Reader,
  context: Context,
): Promise<Outcome> => {
  if (of.pair.endedAt) return answer(pairOver)
  if (partnersOf(of).length === 0) return answer(alone)
  const form = await formAbout(of, subject, read, context)
  return form ? ask(form) : answer(nothingFree(of))
}

const offered = async (of: Situation, { moves, asOf }: FormSubject, read: Reader): Promise<Offer> =>
  offer(await attendeesOf(of, moves, read), zoneOf(of.me, of.programme), asOf)

const formAbout = async (
  of: Situation,
  subject: FormSubject,
  read: Reader,
  { now }: Context,
): Promise<Form | null> => {
  const times = await offered(of, subject, read)
  const moves = of.meetings.find((meeting) => meeting.id === subject.moves && isComing(meeting, now)) ?? null
  if (times.type === 'none') return null
  const slots = times.slots.filter(({ at }) => !moves || !at.equals(startOf(moves)))
  return slots.length === 0 ? null : timesForm(of, { ...times, slots }, { moves, asOf: subject.asOf, now })
}

/** The meeting, as this person sees it; null when there is none, or it is not theirs. */
const meetingFor = async (
  meetingId: string,
  who: Who,
  read: Reader,
): Promise<{ readonly of: Situation; readonly meeting: Meeting } | null> => {
  const meeting = await read.meetings.byId(meetingId)
  const of = meeting && (await situationOf(meeting.pairId, who, read))
  return of ? { of, meeting } : null
}

const press = async (
  name: string,
  subject: string,
  who: Who,
  read: Reader,
  context: Context,
): Promise<Outcome> => {
  if (name === 'meetings') return list(who, read, context)
  if (name === 'schedule' && subject === 'me') return begin(who, read, context)
  if (name === 'schedule') {
    const of = await situationOf(subject, who, read)
    if (!of) return answer(notYours)
    return of.pair.endedAt ? answer(pairOver) : open(of, read, context)
  }
  const { meetingId, at } = readChoice(subject)
  const found = await meetingFor(meetingId, who, read)
  if (!found) return answer(notYours)
  const { of, meeting } = found
  const shown = card(of, meeting, context)
  if (name === 'show') return answer(shown)
  if (of.pair.endedAt) return answer(pairOver)
  switch (name) {
    case 'accept':
      return accept(of, meeting, at, read, context)
    case 'others':
      return isWaiting(meeting, context.now)
        ? askFor(of, { pairId: of.pair.id, moves: meeting.moves, asOf: context.now }, read, context)
        : became(shown)
    case 'decline':
      return isWaiting(meeting, context.now) && meeting.proposedBy !== of.me.id
        ? settle(of, decide.decline(of, meeting, context.now), context)
        : became(shown)
    case 'withdraw':
      return isWaiting(meeting, context.now) && meeting.proposedBy === of.me.id
        ? settle(of, decide.withdraw(of, meeting, context.now), context)
        : became(shown)
    case 'reschedule':
      if (isComing(meeting, context.now))
        return askFor(of, { pairId: of.pair.id, moves: meeting.id, asOf: context.now }, read, context)
      return became(untouchable(meeting, shown))
    case 'relink': {
      if (!isComing(meeting, context.now)) return became(shown)
      const { effects, shown: after } = decide.relink(of, meeting, context.now)
      return became(relinked(of, after, context), ...effects)
    }
    case 'cancel':
      return isComing(meeting, context.now)
        ? settle(of, decide.cancel(of, meeting, context.now), context)
        : became(untouchable(meeting, shown))
    default:
      return answer(shown)
  }
}

const untouchable = (meeting: Meeting, shown: Message): Message =>
  meeting.state === 'booked' ? withNews(ALREADY_BEGUN, shown) : shown

/** Does what was decided, and shows how the meeting stands after it: just as its card does from then on. */
const settle = (of: Situation, { effects, shown, meetings }: decide.Decision, context: Context): Outcome =>
  became(card({ ...of, meetings }, shown, context), ...effects)

const accept = async (
  of: Situation,
  meeting: Meeting,
  at: Instant | null,
  read: Reader,
  context: Context,
): Promise<Outcome> => {
  const { now } = context
  const shown = card(of, meeting, context)
  if (meeting.state !== 'proposed' || meeting.acceptedBy.includes(of.me.id)) return became(shown)
  const time = meeting.times.find((one) => at && one.equals(at))
  if (!time) return became(withNews(NOT_ON_OFFER, shown))
  if (!timesLeft(meeting, now).includes(time)) return became(withNews(TIME_PASSED, shown))
  const people = await attendeesOf(of, meeting.moves, read)
  const unpaused = people.map((one) => ({ ...one, pausedUntil: null }))
  if (!isFree(unpaused, time, meeting.minutes)) return became(withNews(TIME_TAKEN, shown))
  return settle(of, decide.accept(of, meeting, time, now), context)
}

const submit = async (
  subject: string,
  answers: Answers,
  who: Who,
  read: Reader,
  context: Context,
): Promise<Outcome> => {
  const { now } = context
  const about = readForm(subject, now)
  const of = await situationOf(about.pairId, who, read)
  if (!of) return answer(notYours)
  if (of.pair.endedAt) return answer(pairOver)
  const minutes = Number(answerTo(answers, 'length'))
  const times = choicesFor(answers, 'times')
    .map(readTime)
    .filter((at) => at !== null)
    .sort((one, other) => one.epochMilliseconds - other.epochMilliseconds)
  const waiting = of.meetings.find((meeting) => isWaiting(meeting, now))
  if (waiting && isSame(waiting, of, times, minutes)) return became(card(of, waiting, context))
  const overtaken = waiting && waiting.proposedBy !== of.me.id && isBefore(about.asOf, waiting.proposedAt)
  if (overtaken) return became(withNews(OVERTAKEN, card(of, waiting, context)))
  if (times.some((at) => !isBefore(now, at))) {
    const form = await formAbout(of, { ...about, asOf: now }, read, context)
    return form
      ? askAgain(form, { times: 'One of these times has passed. Please choose again.' })
      : answer(nothingFree(of))
  }
  const moved = of.meetings.find(({ id }) => id === about.moves)
  const proposal = {
    id: context.newId('meeting'),
    times,
    minutes,
    moves: moved && isComing(moved, now) ? moved.id : null,
  }
  const { effects, reply } = settle(of, decide.propose(of, proposal, now), context)
  if (reply.type !== 'became') return { effects, reply }
  const topic = { subject: decide.subjectOf(proposal.id), occurrence: 'suggested', participantId: of.me.id }
  return { effects, reply: { ...reply, about: topic } }
}

const isSame = (meeting: Meeting, of: Situation, times: readonly Instant[], minutes: number): boolean =>
  meeting.proposedBy === of.me.id &&
  meeting.minutes === minutes &&
  meeting.times.map(String).join() === times.map(String).join()

const form = async (
  name: string,
  subject: string,
  who: Who,
  read: Reader,
  context: Context,
): Promise<Form | null> => {
  if (name !== 'schedule') return null
  const about = readForm(subject, context.now)
  const of = await situationOf(about.pairId, who, read)
  if (!of || of.pair.endedAt || partnersOf(of).length === 0) return null
  return formAbout(of, about, read, context)
}

const plan = async (subject: { kind: string; id: string }, read: Reader, context: Context): Promise<Plan> => {
  switch (subject.kind) {
    case 'meeting':
      return planOfMeeting(subject.id, read, context)
    case 'pair':
      return onceIntroduced(subject.id, read, context.now, (pair) => planOfPair(pair, read, context))
    default:
      return nothingToDo
  }
}

const planOfMeeting = async (id: string, read: Reader, { now }: Context): Promise<Plan> => {
  const meeting = await read.meetings.byId(id)
  const facts = meeting && (await pairFacts(meeting.pairId, read))
  if (!meeting || !facts) return nothingToDo
  const { due, expired, agreed, fewer, next } = planMeeting(facts, meeting, now)
  const [member] = present(facts.pair)
  const [time] = timesLeft(meeting, now)
  if (agreed && member && time)
    return { effects: decide.settleFor({ ...facts, me: member }, meeting, time, now), next: null }
  const effects = due.flatMap(({ participant, ...one }) =>
    participant.account
      ? [
          send(
            {
              ...one,
              flow: NAME,
              subject: decide.subjectOf(id),
              address: { type: 'account', accountId: participant.account.id },
              participantId: participant.id,
            },
            facts.programme.id,
          ),
        ]
      : [],
  )
  const gone = expired ? decide.changed({ ...meeting, state: 'cancelled', cancelledAt: now }, meeting) : []
  const stale = fewer || meeting.state === 'cancelled' ? [revise(NAME, decide.subjectOf(id))] : []
  return { effects: [...effects, ...gone, ...stale], next }
}

/** Where nobody books, Duologue suggests one time that everyone has to say yes to. */
const planOfPair = async (pair: Pair, read: Reader, { now, newId }: Context): Promise<Plan> => {
  const { id } = pair
  const facts = await factsAbout(pair, read)
  if (!facts) return nothingToDo
  const { suggest, next } = planSuggestion(facts, now)
  const [first] = present(facts.pair)
  if (!suggest || !first) return { effects: [], next }
  if (!present(facts.pair).every(({ account, consent }) => account && consent === 'yes')) return nothingToDo
  const times = await offered({ ...facts, me: first }, { pairId: id, moves: null, asOf: now }, read)
  if (times.type === 'none') return nothingToDo
  const slot = times.slots[1] ?? times.slots[0]
  if (!slot) return nothingToDo
  const meeting: Meeting = {
    id: newId('suggestion'),
    pairId: id,
    state: 'proposed',
    times: [slot.at],
    minutes: Math.min(SUGGESTED_MINUTES, times.minutes),
    proposedBy: null,
    acceptedBy: [],
    moves: null,
    revision: 0,
    linksFrom: now,
    proposedAt: now,
    bookedAt: null,
    cancelledAt: null,
  }
  return {
    effects: [save('meetings', 'propose', meeting), touch('meeting', meeting.id), touch('pair', id)],
    next: null,
  }
}

/**
 * Whether a later message brings its reader the news that the meeting is booked, or off, with the card. Nobody notices
 * a message that changes where it stands, so the news is sent; the message before it then says no more than when.
 */
const isRetold = async (
  { id, participantId }: Delivery,
  of: Situation,
  about: Meeting,
  read: Reader,
): Promise<boolean> => {
  const meeting = inItsPlace(of, about)
  const all = await read.deliveries.about(NAME, decide.subjectOf(meeting.id))
  return all
    .slice(all.findIndex((one) => one.id === id) + 1)
    .some(
      (later) =>
        later.participantId === participantId &&
        later.state !== 'dropped' &&
        later.state !== 'failed' &&
        decide.isNews(later, meeting),
    )
}

const composeDelivery = async (delivery: Delivery, read: Reader, context: Context): Promise<Composed> => {
  const meeting = await read.meetings.byId(delivery.subject.id)
  const facts = meeting && (await pairFacts(meeting.pairId, read))
  const me = facts?.pair.members.find(({ id }) => id === delivery.participantId)
  if (!meeting || !facts || !me) return drop('meeting-gone')
  const of: Situation = { ...facts, me }
  const shown = card(of, meeting, context)
  const [kind = '', , by = ''] = delivery.occurrence.split(' ')
  if (delivery.state === 'sent') {
    if (kind === 'cancelled') return compose(cancelledNews(of, meeting, by, context))
    if (kind === 'declined') return compose(declinedNews(of, meeting, by, context.now))
    return compose((await isRetold(delivery, of, meeting, read)) ? retold(of, meeting) : shown)
  }
  if (facts.pair.endedAt) return drop('pair-ended')
  switch (kind) {
    case 'suggested':
      return compose(shown)
    case 'proposal':
      if (meeting.state !== 'proposed') return drop('already-answered')
      if (!isWaiting(meeting, context.now)) return drop('times-passed')
      if (meeting.acceptedBy.includes(me.id)) return drop('already-answered')
      return compose(delivery.occurrence === 'proposal' ? shown : withNews(STILL_OPEN, shown))
    case 'booked': {
      const [, at] = delivery.occurrence.split(' ')
      if (!isComing(meeting, context.now))
        return drop(meeting.state === 'booked' ? 'already-begun' : 'cancelled')
      return startOf(meeting).toString() === at ? compose(bookedNews(of, meeting, context)) : drop('moved')
    }
    case 'reminder': {
      const planned = readReminder(delivery.occurrence)
      if (meeting.state !== 'booked') return drop('cancelled')
      if (!isComing(meeting, context.now)) return drop('already-begun')
      if (!planned || startOf(meeting).toString() !== planned.at) return drop('moved')
      return compose(reminder(of, meeting, context))
    }
    case 'declined':
      return of.meetings.some((other) => isWaiting(other, context.now))
        ? drop('already-proposed')
        : compose(declinedNews(of, meeting, by, context.now))
    case 'cancelled':
      return isBefore(context.now, startOf(meeting))
        ? compose(cancelledNews(of, meeting, by, context))
        : drop('times-passed')
    default:
      return drop('unknown-occurrence')
  }
}

export const scheduling: Flow = {
  name: NAME,
  words: [
    {
      word: 'schedule',
      aliases: ['book', 'meet'],
      for: 'participant',
      help: 'Suggest times to meet',
      usage: null,
    },
    {
      word: 'meetings',
      aliases: ['meeting', 'reschedule', 'move my meeting', 'cancel', 'cancel my meeting', 'cancel meeting'],
      for: 'participant',
      help: 'See your meetings, and move or cancel one',
      usage: null,
    },
  ],
  follows: ['meeting', 'pair'],
  hear,
  form,
  plan,
  compose: composeDelivery,
}

export { meetingCalendar } from './calendar.ts'
