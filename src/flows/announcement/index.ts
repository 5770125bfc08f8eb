import { Temporal } from 'temporal-polyfill'
import { answerTo, refilled } from '../../core/answers.ts'
import { atLocal, dateIn, isBefore } from '../../core/calendar.ts'
import {
  type Act,
  answer,
  ask,
  askAgain,
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
import type { Answers, Form, Message } from '../../core/message.ts'
import type { Announcement, Delivery, Participant, Programme } from '../../core/model.ts'
import { readPaged } from '../../core/paging.ts'
import type { Reader } from '../../core/store.ts'
import { whichProgramme } from '../copy.ts'
import { asCalled, everyoneById, type People } from '../people.ts'
import { audienceOf, audienceOptions } from './audience.ts'
import {
  announcementMessage,
  composeForm,
  type DeliveryLine,
  deliveriesMessage,
  discarded,
  mistakes,
  NOBODY,
  NOT_FOUND,
  noLonger,
  notForYou,
  onItsWay,
  onlyCoordinators,
  preview,
  progress,
  type ReportLine,
  report,
  STOPPED_ALREADY,
  sayRecipient,
  TIME_PASSED,
  TOO_LATE_TO_STOP,
  whyNot,
} from './copy.ts'
import {
  deliveriesFor,
  isStopped,
  isTooLate,
  isWaiting,
  lookAgainAt,
  onceStopped,
  PROGRESS,
  STOPPED,
  WORDS,
} from './schedule.ts'

/** How many deliveries the list looks at. */
const MOST_DELIVERIES = 300

/** What coordinators announce: written in a form, previewed, sent, watched, acknowledged; and what did not arrive. */
export const announcement: Flow = {
  name: 'announcement',
  words: [
    {
      word: 'announce',
      aliases: ['announcement', 'new announcement'],
      for: 'coordinator',
      help: 'Write to everyone, or to some',
      usage: null,
    },
    {
      word: 'deliveries',
      aliases: ['delivery report', 'delivery'],
      for: 'coordinator',
      help: 'See what waits, and who did not get what',
      usage: null,
    },
  ],
  follows: ['announcement'],

  hear: async (act, read, context) => {
    switch (act.type) {
      case 'command': {
        const name = act.word === 'deliveries' ? 'deliveries' : 'compose'
        const [programme, another] = act.who.coordinates
        if (!programme) return answer(onlyCoordinators())
        if (another) return answer(whichProgramme(act.who.coordinates, 'announcement', name))
        return name === 'deliveries'
          ? answer(await deliveriesPage(programme, 0, read))
          : ask(await blankForm(programme, read))
      }
      case 'press':
        return pressed(act, read, context)
      case 'submit':
        return submitted(act, read, context)
      default:
        return answer(noLonger())
    }
  },

  form: async (name, subject, who, read) => {
    if (name === 'compose') {
      const programme = who.coordinates.find(({ id }) => id === subject)
      return programme ? blankForm(programme, read) : null
    }
    const found = name === 'change' ? await placeOf(subject, who, read) : null
    return found && !found.announcement.postedAt ? changeForm(found, read) : null
  },

  plan: async (subject, read, context) => {
    const found = await read.announcements.byId(subject.id)
    const programme = found?.postedAt ? await read.programmes.byId(found.programmeId) : null
    if (!found?.postedAt || !programme) return nothingToDo
    const made = (await read.deliveries.about('announcement', subject)).filter(isWords)
    // One that was being sent when it was stopped may have failed, and wait to be tried again.
    if (made.length > 0)
      return {
        effects: [
          ...(isStopped(made) ? [stopping(found.id)] : []),
          revise('announcement', subject, PROGRESS),
        ],
        next: lookAgainAt(made, context.now),
      }
    const people = await peopleOf({ announcement: found, programme }, read)
    const deliveries = deliveriesFor(found, people, programme, found.postedAt)
    return {
      effects: deliveries.map((delivery) => send(delivery, programme.id)),
      next: people.length > 0 ? context.now.add({ minutes: 5 }) : null,
    }
  },

  compose: async (delivery, read, { now }) => {
    const found = await read.announcements.byId(delivery.subject.id)
    const programme = found && (await read.programmes.byId(found.programmeId))
    if (!found || !programme) return drop('discarded')
    if (delivery.occurrence === PROGRESS)
      return compose(await progressOf({ announcement: found, programme }, read))
    const person = delivery.participantId ? await read.participants.byId(delivery.participantId) : null
    if (delivery.state !== 'sent' && person && isTooLate(found, person, programme, now))
      return drop('too-late')
    const seen = await read.announcements.acknowledgedBy(found.id)
    const hasSeen = delivery.participantId !== null && seen.includes(delivery.participantId)
    return compose(announcementMessage(found, programme, await authorOf(found, read), hasSeen))
  },
}

/** An announcement, and the programme that it is in. */
interface Place {
  readonly announcement: Announcement
  readonly programme: Programme
}

const isWords = ({ occurrence }: Delivery): boolean => occurrence === WORDS

const placeOf = async (id: string, who: Who, read: Reader): Promise<Place | null> => {
  const found = await read.announcements.byId(id)
  const programme = who.coordinates.find((one) => one.id === found?.programmeId)
  return found && programme ? { announcement: found, programme } : null
}

const authorOf = async ({ authorId }: Announcement, read: Reader): Promise<string> =>
  (await read.accounts.byId(authorId))?.name ?? 'a coordinator'

const peopleOf = async ({ announcement, programme }: Place, read: Reader): Promise<readonly Participant[]> =>
  audienceOf(
    announcement.audience,
    await read.participants.of(programme.id),
    await read.pairs.of(programme.id),
  )

const reachOf = (people: readonly Participant[]) => {
  const reached = people.filter(({ account }) => account !== null).length
  return { reached, missing: people.length - reached }
}

const blankForm = async (programme: Programme, read: Reader): Promise<Form> =>
  composeForm(
    'compose',
    programme.id,
    programme,
    audienceOptions(programme, await read.participants.of(programme.id)),
    null,
  )

const changeForm = async ({ announcement, programme }: Place, read: Reader): Promise<Form> =>
  composeForm(
    'change',
    announcement.id,
    programme,
    audienceOptions(programme, await read.participants.of(programme.id)),
    announcement,
  )

const pressed = async (
  act: Extract<Act, { type: 'press' }>,
  read: Reader,
  context: Context,
): Promise<Outcome> => {
  const { name, who } = act
  const { id: subject, page } = readPaged(act.subject)
  if (name === 'acknowledge') return acknowledged(subject, who, read)
  if (name === 'compose' || name === 'deliveries') {
    const programme = who.coordinates.find(({ id }) => id === subject)
    if (!programme) return answer(onlyCoordinators())
    return name === 'compose'
      ? ask(await blankForm(programme, read))
      : became(await deliveriesPage(programme, page, read))
  }
  const found = await placeOf(subject, who, read)
  if (!found)
    return who.coordinates.length > 0 && (await read.announcements.byId(subject)) === null
      ? became(noLonger())
      : answer(onlyCoordinators())
  if (name === 'report') {
    // The message with its progress is shown anew as it goes: a report on it would not stay.
    const said = await reportOf(found, page, read)
    return act.subject === subject ? answer(said) : became(said)
  }
  if (found.announcement.postedAt && name === 'stop') return stopped(found, read)
  if (found.announcement.postedAt) return became(await progressOf(found, read))
  switch (name) {
    case 'send':
      return posted(found, read, context)
    case 'change':
      return ask(await changeForm(found, read))
    case 'discard':
      return became(discarded(found.programme), save('announcements', 'discard', found.announcement.id))
    default:
      return became(await previewOf(found, null, read))
  }
}

const previewOf = async (place: Place, news: string | null, read: Reader): Promise<Message> =>
  preview(
    place.announcement,
    place.programme,
    await authorOf(place.announcement, read),
    reachOf(await peopleOf(place, read)),
    news,
  )

const posted = async (place: Place, read: Reader, { now }: Context): Promise<Outcome> => {
  const { announcement, programme } = place
  if (announcement.at && isPast(announcement.at, programme, now))
    return became(await previewOf(place, TIME_PASSED, read))
  const { reached } = reachOf(await peopleOf(place, read))
  if (reached === 0) return became(await previewOf(place, NOBODY, read))
  return became(
    onItsWay(announcement, programme, reached),
    save('announcements', 'post', announcement.id, now),
    touch('announcement', announcement.id),
  )
}

/** Asked for with nothing sent yet; some may have gone in the meantime, and the rest is stopped all the same. */
const stopped = async (place: Place, read: Reader): Promise<Outcome> => {
  const { id } = place.announcement
  const made = await madeFor(place, read)
  if (isStopped(made)) return became(await progressOf(place, read, STOPPED_ALREADY))
  if (!made.some(({ state }) => state === 'due'))
    return became(
      await progressOf(place, read, made.some(isWaiting) || made.length === 0 ? null : TOO_LATE_TO_STOP),
    )
  const seen = await read.announcements.acknowledgedBy(id)
  return became(
    progress(place.announcement, place.programme, onceStopped(made), seen.length, null),
    stopping(id),
    touch('announcement', id),
  )
}

const stopping = (id: string): Effect => ({
  type: 'cancel',
  flow: 'announcement',
  subject: { kind: 'announcement', id },
  occurrence: WORDS,
  reason: STOPPED,
})

/** Whether a local time has passed, in the programme's own zone. */
const isPast = (at: Temporal.PlainDateTime, { timeZone }: Programme, now: Temporal.Instant): boolean =>
  !isBefore(now, atLocal(at, timeZone))

/** A date further ahead is more likely a slip than a plan. */
const FURTHEST = { years: 1 }

const whenIs = (
  at: Temporal.PlainDateTime | null,
  programme: Programme,
  now: Temporal.Instant,
): 'past' | 'coming' | 'too-far' => {
  if (!at) return 'coming'
  const last = dateIn(programme.timeZone, now).add(FURTHEST)
  if (Temporal.PlainDate.compare(at.toPlainDate(), last) > 0) return 'too-far'
  return isPast(at, programme, now) ? 'past' : 'coming'
}

const atOf = (answers: Answers): Temporal.PlainDateTime | null => {
  const date = answerTo(answers, 'date')
  const time = answerTo(answers, 'time')
  return date === '' || time === '' ? null : Temporal.PlainDate.from(date).toPlainDateTime(time)
}

const submitted = async (
  { name, subject, answers, who }: Extract<Act, { type: 'submit' }>,
  read: Reader,
  context: Context,
): Promise<Outcome> => {
  const was = name === 'change' ? await placeOf(subject, who, read) : null
  if (was?.announcement.postedAt) return became(await progressOf(was, read))
  const programme = was?.programme ?? who.coordinates.find(({ id }) => id === subject)
  if (!programme) return answer(onlyCoordinators())
  const options = audienceOptions(programme, await read.participants.of(programme.id))
  const audience = options.find(({ value }) => value === answerTo(answers, 'audience'))?.audience
  const at = atOf(answers)
  const made: Announcement = {
    id: context.newId('announcement'),
    programmeId: programme.id,
    authorId: who.account.id,
    words: answerTo(answers, 'words'),
    audience: audience ?? { type: 'all' },
    asksAcknowledgement: answerTo(answers, 'acknowledge') === 'yes',
    at,
    postedAt: null,
  }
  const place = { announcement: made, programme }
  const reach = reachOf(await peopleOf(place, read))
  const errors = {
    ...mistakes(answers, whenIs(at, programme, context.now)),
    ...(audience && reach.reached > 0 ? {} : { audience: NOBODY }),
  }
  if (Object.keys(errors).length > 0) {
    const form = was ? await changeForm(was, read) : await blankForm(programme, read)
    return askAgain(refilled(form, answers), errors)
  }
  return became(
    preview(made, programme, who.account.name, reach, null),
    ...(was ? [save('announcements', 'discard', was.announcement.id)] : []),
    save('announcements', 'compose', made),
  )
}

const acknowledged = async (id: string, who: Who, read: Reader): Promise<Outcome> => {
  const found = await read.announcements.byId(id)
  const programme = found && (await read.programmes.byId(found.programmeId))
  const me = who.participants.find(({ programmeId }) => programmeId === found?.programmeId)
  const subject = { kind: 'announcement', id } as const
  const got = (await read.deliveries.about('announcement', subject)).some(
    (delivery) => isWords(delivery) && me !== undefined && delivery.participantId === me.id,
  )
  if (!found?.asksAcknowledgement || !programme || !me || !got) return answer(notForYou())
  const message = announcementMessage(found, programme, await authorOf(found, read), true)
  const seen = (await read.announcements.acknowledgedBy(id)).includes(me.id)
  return seen
    ? became(message)
    : became(
        message,
        save('announcements', 'acknowledge', id, me.id),
        revise('announcement', subject, PROGRESS),
      )
}

const madeFor = async ({ announcement }: Place, read: Reader): Promise<readonly Delivery[]> =>
  (await read.deliveries.about('announcement', { kind: 'announcement', id: announcement.id })).filter(isWords)

const progressOf = async (place: Place, read: Reader, news: string | null = null): Promise<Message> =>
  progress(
    place.announcement,
    place.programme,
    await madeFor(place, read),
    (await read.announcements.acknowledgedBy(place.announcement.id)).length,
    news,
  )

const reportOf = async (place: Place, page: number, read: Reader): Promise<Message> => {
  const made = await madeFor(place, read)
  const called = await calledIn(place.programme, read)
  const nameOf = await namesIn(place.programme, called, read)
  const lines = made
    .filter(({ state }) => state === 'failed' || state === 'dropped')
    .map((delivery): ReportLine => ({ name: nameOf(delivery), why: whyNot(delivery) }))
  const people = await peopleOf(place, read)
  const missing = people.filter(({ account }) => account === null)
  const unreached = asCalled(missing, called).map(({ name }) => ({ name, why: NOT_FOUND }))
  return report(place.announcement, [...lines, ...unreached], made.filter(isWaiting).length, page)
}

/** The people of a programme as its coordinators are told of them. */
const calledIn = async (programme: Programme, read: Reader): Promise<People> =>
  everyoneById(await read.participants.of(programme.id))

type NameOf = (delivery: Delivery) => string

/** Tells whom a programme's deliveries are for. */
const namesIn = async (programme: Programme, people: People, read: Reader): Promise<NameOf> => {
  const pairs = new Map((await read.approved.of(programme.id)).map((pair) => [pair.id, pair.members]))
  const coordinators = await read.programmes.coordinators(programme.id)
  return ({ participantId, address }) => {
    const person = participantId === null ? null : people.get(participantId)
    if (participantId !== null) return sayRecipient(person ? [person] : [])
    if (address.type === 'pair') return sayRecipient(asCalled(pairs.get(address.pairId) ?? [], people))
    const account = coordinators.find((one) => one.account?.id === address.accountId)?.account
    return sayRecipient(account ? [account] : [])
  }
}

const deliveriesPage = async (programme: Programme, page: number, read: Reader): Promise<Message> => {
  const nameOf = await namesIn(programme, await calledIn(programme, read), read)
  const lines = (await read.deliveries.unsettled(programme.id, MOST_DELIVERIES)).map(
    (delivery): DeliveryLine => ({ delivery, name: nameOf(delivery) }),
  )
  return deliveriesMessage(programme, lines, page, MOST_DELIVERIES)
}

export { remedyFor, sayKind, sayReason } from './reasons.ts'
