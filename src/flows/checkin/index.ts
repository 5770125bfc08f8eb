import { answerTo } from '../../core/answers.ts'
import { earliest, isBefore } from '../../core/calendar.ts'
import {
  type Act,
  answer,
  ask,
  became,
  type Context,
  compose,
  drop,
  type Effect,
  type Flow,
  nothingToDo,
  type Outcome,
  revise,
  save,
  send,
  touch,
  type Who,
} from '../../core/flow.ts'
import { hasEnded, present, startOf } from '../../core/meetings.ts'
import type { Answers, Message } from '../../core/message.ts'
import type { CheckIn, Delivery, Subject } from '../../core/model.ts'
import type { Reader } from '../../core/store.ts'
import * as copy from './copy.ts'
import { type Look, lookBy, lookOf, looksOf } from './facts.ts'
import {
  type Asked,
  askAgainAt,
  askedUntil,
  latestOpen,
  occurrenceOf,
  planAsking,
  putAwayAt,
  readOccurrence,
} from './schedule.ts'

const NAME = 'checkin'

const about = (meetingId: string): Subject => ({ kind: 'meeting', id: meetingId })

const asksOf = (deliveries: readonly Delivery[], participantId: string): readonly Asked[] =>
  deliveries.flatMap((one) => {
    const number = one.participantId === participantId ? readOccurrence(one.occurrence) : null
    return number === null ? [] : [{ number, dueAt: one.dueAt }]
  })

const hear = async (act: Act, read: Reader, context: Context): Promise<Outcome> => {
  switch (act.type) {
    case 'command':
      return begin(act.who, read, context)
    case 'press':
    case 'submit': {
      const look = await lookBy(act.subject, act.who, read)
      if (!look) return answer(copy.notYours)
      if (look.meeting.state !== 'booked') return answer(copy.cancelled(look))
      if (isBefore(context.now, startOf(look.meeting))) return answer(copy.tooEarly(look))
      return act.type === 'press'
        ? press(act.name, look, read, context)
        : submit(act.name, act.answers, look, read, context)
    }
    default:
      return { effects: [], reply: { type: 'nothing' } }
  }
}

const begin = async (who: Who, read: Reader, { now }: Context): Promise<Outcome> => {
  const all = await looksOf(who, read)
  const open = latestOpen(all, now)
  if (open) return ask(copy.form(open, 'open', true))
  const last = all.findLast(({ meeting }) => hasEnded(meeting, now)) ?? null
  return answer(copy.nothingOpen(last))
}

const press = async (name: string, look: Look, read: Reader, context: Context): Promise<Outcome> => {
  switch (name) {
    case 'yes': {
      const said = keep(
        look,
        { met: 'yes', rating: look.said?.rating ?? null, next: look.said?.next ?? null },
        context,
      )
      return ask(
        copy.form({ ...look, said }, 'more', false),
        // The question is revised later: where the form takes its place, that would take the form away.
        ...(look.said?.met === 'yes' ? [] : noted(look, said)),
      )
    }
    case 'not-yet':
    case 'no': {
      // What they had said of a meeting that took place is not lost to a late press of an old button.
      if (look.said?.met === name || (look.said?.met === 'yes' && look.said.rating !== null))
        return became(await standing(look, read))
      const said = keep(look, { met: name, rating: null, next: null }, context)
      return became(await standing({ ...look, said }, read), ...record(look, said))
    }
    default:
      return ask(copy.form(look, 'open', true))
  }
}

const keep = (look: Look, said: Pick<CheckIn, 'met' | 'rating' | 'next'>, { now }: Context): CheckIn => ({
  ...said,
  meetingId: look.meeting.id,
  participantId: look.me.id,
  at: now,
})

const noted = ({ meeting }: Look, said: CheckIn): readonly Effect[] => [
  save('checkIns', 'record', said),
  touch('meeting', meeting.id),
]

const record = (look: Look, said: CheckIn): readonly Effect[] => [
  ...noted(look, said),
  ...(look.me.account
    ? [revise(NAME, about(look.meeting.id), null, { type: 'account', accountId: look.me.account.id })]
    : []),
]

const submit = async (
  name: string,
  answers: Answers,
  look: Look,
  read: Reader,
  context: Context,
): Promise<Outcome> => {
  const chosen = name === 'more' ? 'yes' : answerTo(answers, 'met')
  const met = chosen === 'no' || chosen === 'not-yet' ? chosen : 'yes'
  const rating = answerTo(answers, 'rating')
  const next = answerTo(answers, 'next')
  const said = keep(
    look,
    {
      met,
      rating: met === 'yes' && rating !== '' ? Number(rating) : null,
      next: next === '' ? (look.said?.next ?? null) : next,
    },
    context,
  )
  return became(await standing({ ...look, said }, read), ...record(look, said))
}

/** The card of the question, as it stands for this person now. */
const standing = async (look: Look, read: Reader, number = 1): Promise<Message> => {
  const { meeting, me, programme, said } = look
  const asked = asksOf(await read.deliveries.about(NAME, about(meeting.id)), me.id)
  const again = said && askAgainAt(said, asked, me, programme)
  return copy.standing(look, number, again && isBefore(again, askedUntil(meeting)) ? again : null)
}

/** After each booked meeting, everyone apart: did you meet, how was it, what next. */
export const checkin: Flow = {
  name: NAME,
  words: [
    {
      word: 'check-in',
      aliases: ['checkin', 'check in'],
      for: 'participant',
      help: 'Say how your last meeting went',
      usage: null,
    },
  ],
  follows: ['meeting'],
  hear,

  form: async (name, subject, who, read, { now }) => {
    const look = await lookBy(subject, who, read)
    if (look?.meeting.state !== 'booked' || isBefore(now, startOf(look.meeting))) return null
    if (name === 'open') return copy.form(look, 'open', true)
    return name === 'more' ? copy.form(look, 'more', false) : null
  },

  plan: async (subject, read, { now }) => {
    const meeting = await read.meetings.byId(subject.id)
    const pair = meeting && (await read.pairs.byId(meeting.pairId))
    const programme = pair && (await read.programmes.byId(pair.programmeId))
    if (!meeting || !pair || !programme || pair.endedAt) return nothingToDo
    const said = await read.checkIns.ofMeeting(meeting.id)
    const deliveries = await read.deliveries.about(NAME, subject)
    const each = present(pair).map((participant) => ({
      participant,
      ...planAsking(
        {
          meeting,
          programme,
          participant,
          said: said.find(({ participantId }) => participantId === participant.id) ?? null,
          asked: asksOf(deliveries, participant.id),
        },
        now,
      ),
    }))
    const putAway = said.flatMap((one) => putAwayAt(one) ?? [])
    return {
      effects: [
        ...(putAway.some((at) => !isBefore(now, at)) ? [revise(NAME, subject)] : []),
        ...each.flatMap(({ participant: { id, account }, ask }) =>
          ask && account
            ? [
                send(
                  {
                    flow: NAME,
                    subject,
                    occurrence: occurrenceOf(ask.number),
                    address: { type: 'account', accountId: account.id },
                    class: 'ordinary',
                    participantId: id,
                    dueAt: ask.dueAt,
                  },
                  programme.id,
                ),
              ]
            : [],
        ),
      ],
      next: earliest(...each.map(({ next }) => next), ...putAway.filter((at) => isBefore(now, at))),
    }
  },

  compose: async ({ subject, occurrence, participantId, state }, read, { now }) => {
    const look = participantId === null ? null : await lookOf(subject.id, participantId, read)
    const number = readOccurrence(occurrence)
    if (!look || number === null) return drop('meeting-gone')
    const { meeting, pair, said } = look
    // A question still open looks as it did; the form of whoever is answering it may be in its place by now.
    if (state === 'sent' && meeting.state === 'booked' && !said) return drop('unchanged')
    if (state === 'sent')
      return compose(meeting.state === 'booked' ? await standing(look, read, number) : copy.cancelled(look))
    if (meeting.state !== 'booked') return drop('cancelled')
    if (!hasEnded(meeting, now)) return drop('moved')
    if (pair.endedAt) return drop('pair-ended')
    if (said && said.met !== 'not-yet') return drop('already-answered')
    if (!isBefore(now, askedUntil(meeting))) return drop('too-late')
    return compose(copy.question(look, number))
  },
}
