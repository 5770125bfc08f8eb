import type { Temporal } from 'temporal-polyfill'
import { answerTo } from '../../core/answers.ts'
import {
  type Act,
  answer,
  ask,
  became,
  type Composed,
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
  type Who,
} from '../../core/flow.ts'
import { wasHeld } from '../../core/meetings.ts'
import type { Form } from '../../core/message.ts'
import type {
  Audience,
  Delivery,
  Meeting,
  Pair,
  Participant,
  Programme,
  Reflection,
} from '../../core/model.ts'
import { pagedSubject, readPaged } from '../../core/paging.ts'
import type { Reader } from '../../core/store.ts'
import {
  A_PAGE,
  keptMessage,
  menu,
  mineForm,
  nothingYet,
  notYours,
  onlyCoordinators,
  pairEnded,
  partnersOf,
  programmeForm,
  promptMessage,
  readForm,
  sharedForm,
  sharedMessage,
  shareForm,
  takenBackMessage,
  tooFew,
  writeForm,
} from './copy.ts'
import { promptFor, promptName, promptNamed } from './prompts.ts'
import { isTooLate, promptsAfter, reflectionOf, sharedNotes, sharedOccurrence } from './schedule.ts'

type Instant = Temporal.Instant

/** Private writing between meetings: prompted or not, kept for whom its writer chooses, never shown in a message. */
export const reflection: Flow = {
  name: 'reflection',
  words: [
    {
      word: 'reflect',
      aliases: ['reflection', 'reflections', 'journal'],
      for: 'participant',
      help: 'Write something down for yourself, or to share',
      usage: null,
    },
  ],
  follows: ['meeting'],

  hear: async (act, read, context) => {
    switch (act.type) {
      case 'command':
        return answer(await menuFor(act.who, read))
      case 'press':
        return pressed(act, read, context)
      case 'submit':
        return submitted(act, read, context)
      default:
        return answer(nothingYet())
    }
  },

  form: async (name, subject, who, read, { now }) => {
    switch (name) {
      case 'write': {
        const place = await placeOf(subject, who, read, now)
        return place ? formFor(place) : null
      }
      case 'share': {
        const own = await ownReflection(subject, who, read)
        return own ? shareForm(own.reflection, own.partners) : null
      }
      case 'read':
      case 'mine':
      case 'shared':
      case 'programme':
        return opened(name, subject, who, read)
      default:
        return null
    }
  },

  plan: async (subject, read, context) => {
    const meeting = await read.meetings.byId(subject.id)
    const pair = meeting && (await read.pairs.byId(meeting.pairId))
    const programme = pair && (await read.programmes.byId(pair.programmeId))
    if (!meeting || !pair || !programme) return nothingToDo
    const checkIns = await read.checkIns.ofMeeting(meeting.id)
    const { deliveries, next } = promptsAfter(meeting, pair, programme, checkIns, context.now)
    return { effects: deliveries.map((delivery) => send(delivery, programme.id)), next }
  },

  compose: async (delivery, read, context) =>
    delivery.subject.kind === 'meeting' ? prompted(delivery, read, context) : noted(delivery, read),
}

/** Somebody in a pair that goes on. */
interface Seat {
  readonly me: Participant
  readonly pair: Pair
  readonly programme: Programme
}

/** Where somebody writes: their pair, the meeting it follows, and the prompt. */
interface Place extends Seat {
  readonly meeting: Meeting | null
  readonly prompt: string
  readonly subject: string
}

/** Null: this person is in no such pair, or it has ended. */
const seatOf = async (pairId: string, who: Who, read: Reader): Promise<Seat | null> => {
  const pair = await read.pairs.byId(pairId)
  const me = pair?.members.find(({ id }) => who.participants.some((one) => one.id === id))
  const programme = me && (await read.programmes.byId(me.programmeId))
  return pair && !pair.endedAt && me && programme ? { me, pair, programme } : null
}

/** `pair`, or `pair:meeting:prompt` where one was shown; `meeting` may be empty. Null: this person may not. */
const placeOf = async (subject: string, who: Who, read: Reader, now: Instant): Promise<Place | null> => {
  const [pairId = '', meetingId = '', shown = ''] = subject.split(':')
  const seat = await seatOf(pairId, who, read)
  if (!seat) return null
  const { me, pair } = seat
  const meeting = meetingId === '' ? null : await read.meetings.byId(meetingId)
  const about = meeting?.pairId === pair.id ? meeting : null
  const named = promptNamed(shown) ? shown : await nextPrompt(me, pair, read, now)
  return {
    ...seat,
    meeting: about,
    prompt: promptNamed(named) ?? '',
    subject: `${pair.id}:${about?.id ?? ''}:${named}`,
  }
}

/** The name of the prompt for whoever writes of their own accord. */
const nextPrompt = async (me: Participant, pair: Pair, read: Reader, now: Instant): Promise<string> => {
  const { length } = await read.reflections.ofParticipant(me.id)
  for (const meeting of await read.meetings.ofPair(pair.id))
    if (wasHeld(meeting, await read.checkIns.ofMeeting(meeting.id), now)) return promptName(length, 'after')
  return promptName(length, 'before')
}

const formFor = ({ subject, prompt, pair, me, programme }: Place): Form =>
  writeForm(subject, prompt, partnersOf(pair, me.id), programme)

const ownReflection = async (
  id: string,
  who: Who,
  read: Reader,
): Promise<{
  readonly reflection: Reflection
  readonly pair: Pair | null
  readonly partners: readonly Participant[]
} | null> => {
  const found = await read.reflections.byId(id)
  if (!found || !who.participants.some((me) => me.id === found.participantId)) return null
  const pair = await read.pairs.byId(found.pairId)
  const partners = pair && pair.endedAt === null ? partnersOf(pair, found.participantId) : []
  return { reflection: found, pair, partners }
}

const pressed = async (
  { name, subject, who }: Extract<Act, { type: 'press' }>,
  read: Reader,
  { now }: Context,
): Promise<Outcome> => {
  switch (name) {
    case 'choose':
      return became(await menuFor(who, read))
    case 'write': {
      const place = await placeOf(subject, who, read, now)
      return place ? ask(formFor(place)) : answer(pairEnded())
    }
    case 'share': {
      const own = await ownReflection(subject, who, read)
      return own ? ask(shareForm(own.reflection, own.partners)) : answer(notYours())
    }
    case 'take-back':
      return changed(subject, 'me', who, read, null)
    case 'read':
    case 'mine':
    case 'shared':
    case 'programme': {
      const form = await opened(name, subject, who, read)
      return form ? ask(form) : refused(name, subject, who)
    }
    default:
      return answer(nothingYet())
  }
}

const refused = (name: Reading, subject: string, who: Who): Outcome => {
  if (name === 'read') return became(takenBackMessage())
  if (name !== 'programme') return answer(nothingYet())
  const programme = who.coordinates.find(({ id }) => id === readPaged(subject).id)
  return answer(programme ? tooFew(programme) : onlyCoordinators())
}

const submitted = async (
  { name, subject, answers, who }: Extract<Act, { type: 'submit' }>,
  read: Reader,
  context: Context,
): Promise<Outcome> => {
  switch (name) {
    case 'write':
      return written(subject, answers, who, read, context)
    case 'share':
      return changed(subject, audienceOf(answerTo(answers, 'audience')), who, read, context)
    case 'read':
      return became(await noteOn(subject, who, read))
    case 'mine':
    case 'shared':
    case 'programme': {
      const { id, page } = readPaged(subject)
      const next = await opened(name, pagedSubject(id, page + 1), who, read)
      return next ? ask(next) : became(await menuFor(who, read))
    }
    default:
      return became(await menuFor(who, read))
  }
}

/** What stands in the place of a reflection that was read and closed: the note from which it can be opened again. */
const noteOn = async (id: string, who: Who, read: Reader) => {
  const found = await read.reflections.byId(id)
  const writer = found && (await read.participants.byId(found.participantId))
  return found && writer && (await opened('read', id, who, read))
    ? sharedMessage(writer, found)
    : takenBackMessage()
}

const written = async (
  subject: string,
  answers: Extract<Act, { type: 'submit' }>['answers'],
  who: Who,
  read: Reader,
  context: Context,
): Promise<Outcome> => {
  const place = await placeOf(subject, who, read, context.now)
  if (!place) return answer(pairEnded())
  const kept: Reflection = {
    id: context.newId('reflection'),
    participantId: place.me.id,
    pairId: place.pair.id,
    meetingId: place.meeting?.id ?? null,
    prompt: place.prompt,
    words: answerTo(answers, 'words'),
    audience: audienceOf(answerTo(answers, 'audience')),
    writtenAt: context.now,
  }
  return became(
    keptMessage(kept, partnersOf(place.pair, place.me.id), null),
    save('reflections', 'write', kept),
    ...(kept.audience === 'partner' ? notes(kept, place.pair, context) : []),
    ...(place.meeting ? [revise('reflection', { kind: 'meeting', id: place.meeting.id }, 'prompt')] : []),
  )
}

const notes = (kept: Reflection, pair: Pair, { now }: Context): readonly Effect[] =>
  sharedNotes(kept.id, kept.participantId, pair, now).map((note) => send(note, pair.programmeId))

/** Gives a reflection another audience. Without a context it can only become private. */
const changed = async (
  id: string,
  audience: Audience,
  who: Who,
  read: Reader,
  context: Context | null,
): Promise<Outcome> => {
  const own = await ownReflection(id, who, read)
  if (!own) return answer(notYours())
  const { reflection: was, pair, partners } = own
  const now: Reflection = {
    ...was,
    audience: audience === 'partner' && partners.length === 0 ? 'me' : audience,
  }
  const said = keptMessage(now, partners, was.audience)
  if (now.audience === was.audience) return became(said)
  const note = [{ kind: 'pair', id: was.pairId } as const, sharedOccurrence(was.id)] as const
  return became(
    said,
    save('reflections', 'share', was.id, now.audience),
    ...(now.audience === 'partner' && pair && context ? notes(now, pair, context) : []),
    ...(now.audience === 'partner' || was.audience === 'partner' ? [revise('reflection', ...note)] : []),
  )
}

const audienceOf = (chosen: string): Audience =>
  chosen === 'partner' || chosen === 'programme' ? chosen : 'me'

type Reading = 'read' | 'mine' | 'shared' | 'programme'

/** The form that shows words to whoever may read them; null when they may not, or there are none. */
const opened = async (name: Reading, subject: string, who: Who, read: Reader): Promise<Form | null> => {
  const { id, page } = readPaged(subject)
  switch (name) {
    case 'read': {
      const found = await read.reflections.byId(id)
      const pair = found?.audience === 'partner' ? await read.pairs.byId(found.pairId) : null
      const writer = pair?.members.find((one) => one.id === found?.participantId)
      const reads = pair?.members.some(
        (one) => one.id !== writer?.id && who.participants.some((me) => me.id === one.id),
      )
      return found && writer && reads && pair?.endedAt === null ? readForm(writer, found) : null
    }
    case 'mine': {
      const mine = await allMine(who, read)
      const zone = who.participants[0]?.hours?.zone ?? who.account.timeZone ?? 'UTC'
      return mine.length > page * A_PAGE ? mineForm(mine, page, zone) : null
    }
    case 'shared': {
      const place = await seatOf(id, who, read)
      const shared = place ? await sharedWith(place.me, place.pair, read) : []
      return place && shared.length > page * A_PAGE ? sharedForm(place.pair, shared, page) : null
    }
    case 'programme': {
      const programme = who.coordinates.find((one) => one.id === id)
      if (!programme || !(await enoughShared(programme, read))) return null
      const words = [...(await read.reflections.sharedWithProgramme(programme.id))].sort()
      return words.length > page * A_PAGE ? programmeForm(programme, words, page) : null
    }
  }
}

const newestFirst = (one: Reflection, other: Reflection): number =>
  other.writtenAt.epochMilliseconds - one.writtenAt.epochMilliseconds

const allMine = async (who: Who, read: Reader): Promise<readonly Reflection[]> => {
  const mine: Reflection[] = []
  for (const { id } of who.participants) mine.push(...(await read.reflections.ofParticipant(id)))
  return mine.sort(newestFirst)
}

const sharedWith = async (me: Participant, pair: Pair, read: Reader) =>
  [...(await read.reflections.sharedInPair(pair.id))].sort(newestFirst).flatMap((one) => {
    const writer = pair.members.find(({ id }) => id === one.participantId)
    return writer && writer.id !== me.id ? [{ writer, reflection: one }] : []
  })

/** Whether so many people, not merely so many reflections, were shared with the programme that none stands out. */
const enoughShared = async (programme: Programme, read: Reader): Promise<boolean> => {
  let people = 0
  for (const { id } of await read.participants.of(programme.id)) {
    const theirs = await read.reflections.ofParticipant(id)
    if (theirs.some(({ audience }) => audience === 'programme')) people++
  }
  return people > 0 && people >= programme.settings.smallestGroup
}

const menuFor = async (who: Who, read: Reader) => {
  const pairs: { pair: Pair; partners: readonly Participant[]; shared: number }[] = []
  for (const me of who.participants)
    for (const pair of await read.pairs.ofParticipant(me.id))
      pairs.push({
        pair,
        partners: partnersOf(pair, me.id),
        shared: (await sharedWith(me, pair, read)).length,
      })
  const coordinates: { programme: Programme; enough: boolean }[] = []
  for (const programme of who.coordinates)
    coordinates.push({ programme, enough: await enoughShared(programme, read) })
  return menu(pairs, (await allMine(who, read)).length, coordinates)
}

const prompted = async (
  { participantId, subject, state }: Delivery,
  read: Reader,
  { now }: Context,
): Promise<Composed> => {
  const meeting = await read.meetings.byId(subject.id)
  const pair = meeting && (await read.pairs.byId(meeting.pairId))
  const me = pair?.members.find(({ id }) => id === participantId)
  const programme = pair && (await read.programmes.byId(pair.programmeId))
  if (!meeting || !pair || !me || !programme) return drop('gone')
  const partners = partnersOf(pair, me.id)
  const mine = await read.reflections.ofParticipant(me.id)
  const written = mine.find(({ meetingId }) => meetingId === meeting.id)
  if (written) {
    const here = pair.endedAt ? [] : partners
    return state === 'sent' ? compose(keptMessage(written, here, null)) : drop('already-written')
  }
  if (state !== 'sent') {
    if (pair.endedAt) return drop('pair-ended')
    if (!wasHeld(meeting, await read.checkIns.ofMeeting(meeting.id), now)) return drop('did-not-meet')
    if (isTooLate(meeting, me, programme, now)) return drop('too-late')
  }
  const held = (await read.meetings.ofPair(pair.id)).filter((one) => one.state === 'booked')
  const occasion = Math.max(
    0,
    held.findIndex(({ id }) => id === meeting.id),
  )
  return compose(
    promptMessage(
      partners,
      promptFor(occasion),
      `${pair.id}:${meeting.id}:${occasion}`,
      me.side === programme.booksFirst,
    ),
  )
}

const noted = async (
  { subject, occurrence, participantId, state }: Delivery,
  read: Reader,
): Promise<Composed> => {
  const id = reflectionOf(occurrence)
  const found = id === null ? null : await read.reflections.byId(id)
  const pair = await read.pairs.byId(subject.id)
  const writer = pair?.members.find((one) => one.id === found?.participantId)
  const shared =
    found?.audience === 'partner' &&
    pair?.endedAt === null &&
    pair.members.some((one) => one.id === participantId)
  if (!found || !writer || !shared) return state === 'sent' ? compose(takenBackMessage()) : drop('taken-back')
  return compose(sharedMessage(writer, found))
}
