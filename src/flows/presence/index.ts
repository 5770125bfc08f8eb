import type { Temporal } from 'temporal-polyfill'
import { answerTo, choicesFor, refilled } from '../../core/answers.ts'
import { isAhead, isPaused, partnersIn, touchAround } from '../../core/around.ts'
import { atLocal, dateIn, hoursOf, isBefore } from '../../core/calendar.ts'
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
  type Effect,
  type Flow,
  nothingToDo,
  type Outcome,
  save,
  send,
  type Who,
} from '../../core/flow.ts'
import type { Answers, Form, Message } from '../../core/message.ts'
import type { Delivery, Participant, Programme } from '../../core/model.ts'
import { firstName } from '../../core/saying.ts'
import type { Reader } from '../../core/store.ts'
import {
  back,
  confirmLeaving,
  confirmNotJoining,
  coordinatorsTold,
  goodbye,
  hasLeft,
  MISTAKES,
  notJoined,
  notPaused,
  notTakingPart,
  notYours,
  type PauseNote,
  partnerLeft,
  paused,
  pauseForm,
  resumed,
  type Standing,
  staying,
  trioGoesOn,
  whichToLeave,
} from './copy.ts'
import { leaverOf, leavingEffects } from './leaving.ts'
import { backOccurrence, isBack, pauseStep } from './schedule.ts'
import { parseUntil, pauseMistake, whyUnread } from './until.ts'

/** One participation of the person who acts. */
interface Mine {
  readonly participant: Participant
  readonly programme: Programme
}

/** Breaks and goodbyes: pause until a day, resume, leave. */
export const presence: Flow = {
  name: 'presence',
  words: [
    {
      word: 'pause',
      aliases: ['snooze', 'take a break', 'break'],
      for: 'participant',
      help: 'Take a break until a day of your choice',
      usage: 'pause until Monday',
    },
    {
      word: 'resume',
      aliases: ['unpause', 'unsnooze'],
      for: 'participant',
      help: 'End your break',
      usage: null,
    },
    {
      word: 'leave',
      aliases: ['quit', 'leave the programme', 'stop', 'unsubscribe'],
      for: 'participant',
      help: 'Leave the programme; I ask once more first',
      usage: null,
    },
  ],
  follows: ['participant'],

  hear: async (act, read, context) => {
    const mine = await participationsOf(act.who, read)
    switch (act.type) {
      case 'command':
        if (act.word === 'resume') return resume(mine, read, context, answer)
        if (act.word === 'leave') return askToLeave(mine, read, answer)
        return act.rest === '' ? askForDay(mine) : pauseAsTyped(mine, act.rest, read, context)
      case 'press':
        return press(act, mine, read, context)
      case 'submit':
        return submit(act.answers, mine, read, context)
      default:
        return answer(notYours())
    }
  },

  form: async (name, _subject, who, read) => {
    const mine = joined(await participationsOf(who, read))
    return name === 'pause' && mine.length > 0 ? formFor(mine, null, null) : null
  },

  plan: async (subject, read, context) => {
    const participant = await read.participants.byId(subject.id)
    if (!participant?.account) return nothingToDo
    const deliveries = await read.deliveries.about('presence', subject)
    const step = pauseStep(participant, deliveries, context.now)
    if (step.type === 'nothing') return nothingToDo
    if (step.type === 'wait') return { effects: [], next: step.until }
    const delivery = {
      flow: 'presence',
      subject,
      occurrence: step.occurrence,
      address: { type: 'account', accountId: participant.account.id },
      class: 'ordinary',
      participantId: participant.id,
      dueAt: context.now,
    } as const
    return {
      effects: [
        send(delivery, participant.programmeId),
        ...(await touchAround(participant.id, read, context.now)),
      ],
      next: null,
    }
  },

  compose: async (delivery, read) => {
    const programme = delivery.programmeId ? await read.programmes.byId(delivery.programmeId) : null
    if (!programme) return drop('programme-gone')
    if (delivery.subject.kind === 'pair') return composePartner(delivery, programme, read)
    const participant = await read.participants.byId(delivery.subject.id)
    if (!participant) return drop('erased')
    if (!isBack(delivery.occurrence)) return composeCoordinator(participant, programme, read)
    if (delivery.state !== 'sent') {
      if (participant.leftAt) return drop('left')
      if (delivery.occurrence !== backOccurrence(participant)) return drop('no-longer-true')
    }
    return compose(back(programme))
  },
}

type Reply = (message: Message, ...effects: readonly Effect[]) => Outcome

const participationsOf = async (who: Who, read: Reader): Promise<readonly Mine[]> => {
  const mine = await Promise.all(
    who.participants.map(async (participant) => ({
      participant,
      programme: await read.programmes.byId(participant.programmeId),
    })),
  )
  return mine.flatMap(({ participant, programme }) => (programme ? [{ participant, programme }] : []))
}

const joined = (mine: readonly Mine[]): readonly Mine[] =>
  mine.filter(({ participant }) => participant.consent === 'yes')

const press = (
  act: Extract<Act, { type: 'press' }>,
  mine: readonly Mine[],
  read: Reader,
  context: Context,
): Promise<Outcome> | Outcome => {
  switch (act.name) {
    case 'pause':
      return askForDay(mine)
    case 'resume':
      return resume(mine, read, context, became)
    case 'leave':
      return askToLeave(
        act.subject === 'me' ? mine : mine.filter(({ participant }) => participant.id === act.subject),
        read,
        act.subject === 'me' ? answer : became,
      )
    case 'leave-now':
      return leave(act, mine, read, context)
    case 'stay':
      return became(staying())
    default:
      return answer(notYours())
  }
}

const formFor = (mine: readonly Mine[], date: Temporal.PlainDate | null, note: PauseNote | null): Form =>
  pauseForm(
    mine.map(({ participant, programme }) => ({ participantId: participant.id, name: programme.name })),
    date,
    note,
  )

/** Why somebody cannot pause; null when they can. */
const cannotPause = (mine: readonly Mine[]): Outcome | null => {
  if (mine.length === 0) return answer(notTakingPart())
  return joined(mine).length === 0 ? answer(notJoined()) : null
}

const askForDay = (mine: readonly Mine[]): Outcome =>
  cannotPause(mine) ?? ask(formFor(joined(mine), null, null))

const zoneOf = ({ participant, programme }: Mine): string => hoursOf(participant, programme).zone

const pauseAsTyped = async (
  mine: readonly Mine[],
  rest: string,
  read: Reader,
  context: Context,
): Promise<Outcome> => {
  const cannot = cannotPause(mine)
  const [first, ...more] = joined(mine)
  if (cannot || !first) return cannot ?? answer(notTakingPart())
  const today = dateIn(zoneOf(first), context.now)
  const until = parseUntil(rest, today)
  if (!until) {
    const why = whyUnread(rest)
    return ask(formFor(joined(mine), null, why === 'none' ? null : why))
  }
  const mistake = pauseMistake(until, today)
  if (mistake) return ask(formFor(joined(mine), null, mistake))
  if (more.length > 0) return ask(formFor(joined(mine), until, null))
  return pause([first], until, read, context, answer)
}

const submit = async (
  answers: Answers,
  mine: readonly Mine[],
  read: Reader,
  context: Context,
): Promise<Outcome> => {
  const all = joined(mine)
  const [first] = all
  if (!first) return cannotPause(mine) ?? answer(notTakingPart())
  const today = dateIn(zoneOf(first), context.now)
  const until = parseUntil(answerTo(answers, 'until'), today)
  const mistake = until ? pauseMistake(until, today) : 'past'
  if (!until || mistake)
    return askAgain(refilled(formFor(all, null, null), answers), { until: MISTAKES[mistake ?? 'past'] })
  const chosen = choicesFor(answers, 'programmes')
  return pause(
    all.length === 1 ? all : all.filter(({ participant }) => chosen.includes(participant.id)),
    until,
    read,
    context,
    became,
  )
}

const pause = async (
  mine: readonly Mine[],
  until: Temporal.PlainDate,
  read: Reader,
  context: Context,
  reply: Reply,
): Promise<Outcome> => {
  const [first] = mine
  if (!first) return reply(notPaused())
  const effects: Effect[] = []
  for (const one of mine) {
    const end = atLocal(until.toPlainDateTime('00:00'), zoneOf(one))
    effects.push(save('participants', 'pause', one.participant.id, end))
    effects.push(...(await touchAround(one.participant.id, read, context.now)))
  }
  const end = atLocal(until.toPlainDateTime('00:00'), zoneOf(first))
  const standing = (
    await Promise.all(mine.map(({ participant }) => bookedUntil(participant, end, read, context.now)))
  ).flat()
  return reply(paused(end, zoneOf(first), standing), ...effects)
}

const bookedUntil = async (
  participant: Participant,
  end: Temporal.Instant,
  read: Reader,
  now: Temporal.Instant,
): Promise<readonly Standing[]> => {
  const pairs = await read.pairs.ofParticipant(participant.id)
  const each = await Promise.all(
    pairs.map(async (pair) =>
      (await read.meetings.ofPair(pair.id))
        .filter((meeting) => meeting.state === 'booked' && isAhead(meeting, now))
        .filter(({ times: [time] }) => time && isBefore(time, end))
        .map((meeting) => ({
          meeting,
          partners: partnersIn(pair, participant.id).map(({ name }) => firstName(name)),
        })),
    ),
  )
  return each.flat()
}

const resume = async (
  mine: readonly Mine[],
  read: Reader,
  context: Context,
  reply: Reply,
): Promise<Outcome> => {
  const away = mine.filter(({ participant }) => isPaused(participant, context.now))
  if (away.length === 0) return reply(mine.length === 0 ? notTakingPart() : notPaused())
  const effects: Effect[] = []
  for (const { participant } of away) {
    effects.push(save('participants', 'pause', participant.id, null))
    effects.push(...(await touchAround(participant.id, read, context.now)))
    for (const { id } of await read.approved.ofParticipant(participant.id))
      effects.push({ type: 'hasten', flow: 'introduction', subject: { kind: 'pair', id } })
  }
  return reply(resumed(), ...effects)
}

const askToLeave = async (mine: readonly Mine[], read: Reader, reply: Reply): Promise<Outcome> => {
  const [first, ...more] = mine
  if (!first) return answer(notTakingPart())
  if (more.length > 0)
    return reply(
      whichToLeave(
        mine.map(({ participant, programme }) => ({ participantId: participant.id, name: programme.name })),
      ),
    )
  const { participant, programme } = first
  const pairs = await read.pairs.ofParticipant(participant.id)
  const partners = pairs
    .flatMap((pair) => partnersIn(pair, participant.id))
    .map(({ name }) => firstName(name))
  return reply(
    participant.consent === 'yes'
      ? confirmLeaving(programme, participant.id, partners)
      : confirmNotJoining(programme, participant.id),
  )
}

const leave = async (
  act: Extract<Act, { type: 'press' }>,
  mine: readonly Mine[],
  read: Reader,
  context: Context,
): Promise<Outcome> => {
  const found = mine.find(({ participant }) => participant.id === act.subject)
  if (!found) {
    const gone = await read.participants.byId(act.subject)
    const theirs = gone?.account?.id === act.who.account.id
    const programme = gone && theirs ? await read.programmes.byId(gone.programmeId) : null
    return programme && gone?.leftAt ? became(hasLeft(programme)) : answer(notYours())
  }
  const { participant, programme } = found
  const known = (await read.pairs.ofParticipant(participant.id)).map(({ id }) => id)
  const paired = await Promise.all(
    (await read.approved.ofParticipant(participant.id)).map(async (pair) => ({
      pair,
      meetings: await read.meetings.ofPair(pair.id),
      isKnown: known.includes(pair.id),
    })),
  )
  const coordinators = await read.programmes.coordinators(programme.id)
  return became(
    goodbye(participant, programme),
    ...leavingEffects(participant, programme, paired, coordinators, context.now),
  )
}

const composePartner = async (delivery: Delivery, programme: Programme, read: Reader): Promise<Composed> => {
  const leaverId = leaverOf(delivery.occurrence)
  const leaver = leaverId ? await read.participants.byId(leaverId) : null
  const pair = await read.pairs.byId(delivery.subject.id)
  if (!leaver || !pair || !delivery.participantId) return drop('erased')
  if (pair.endedAt) return compose(partnerLeft(leaver, programme))
  const remaining = partnersIn(pair, delivery.participantId).filter(({ id }) => id !== leaver.id)
  return compose(trioGoesOn(leaver, remaining, pair.id, programme))
}

const composeCoordinator = async (
  leaver: Participant,
  programme: Programme,
  read: Reader,
): Promise<Composed> => {
  const known = new Set((await read.pairs.among([leaver.id])).map(({ id }) => id))
  const alone: Record<'told' | 'untold', string[]> = { told: [], untold: [] }
  for (const pair of await read.approved.among([leaver.id])) {
    if (!pair.endedAt || !leaver.leftAt?.equals(pair.endedAt)) continue
    for (const { id, name, leftAt } of partnersIn(pair, leaver.id))
      if (leftAt === null && (await read.approved.ofParticipant(id)).length === 0)
        alone[known.has(pair.id) ? 'told' : 'untold'].push(name)
  }
  return compose(coordinatorsTold(leaver, programme, alone))
}
