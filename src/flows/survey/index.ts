import { answerTo } from '../../core/answers.ts'
import { hoursOf } from '../../core/calendar.ts'
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
  save,
  send,
  touch,
  type Who,
} from '../../core/flow.ts'
import type { Answers, Form, Message } from '../../core/message.ts'
import type { Delivery, Participant, Programme, Survey } from '../../core/model.ts'
import { pagedSubject, pageOf, readPaged } from '../../core/paging.ts'
import type { Reader } from '../../core/store.ts'
import {
  alreadyTaken,
  closedSurvey,
  invitation,
  keptForLater,
  menu,
  noSurvey,
  notClosedYet,
  notForYou,
  onlyCoordinators,
  resultsMessage,
  resultsReady,
  surveyForm,
  thanks,
  wordsForm,
} from './copy.ts'
import { questionsOf } from './questions.ts'
import { resultsOf } from './results.ts'
import { isAsked, isOpenAt, notesOf, pausedTo, surveysToOpen } from './schedule.ts'

/** Comments on one page of a form that shows them. */
const WORDS_A_PAGE = 15

/** Surveys: opened with their stages, answered in a form, and shown to coordinators as figures once they have closed. */
export const survey: Flow = {
  name: 'survey',
  words: [
    {
      word: 'survey',
      aliases: ['surveys', 'survey results'],
      for: 'participant',
      help: 'Answer a survey that is open',
      usage: null,
    },
  ],
  follows: ['programme', 'participant', 'survey'],

  hear: async (act, read, context) => {
    switch (act.type) {
      case 'command':
        return menuFor(act.who, read, context, answer)
      case 'press':
        return pressed(act, read, context)
      case 'submit':
        return act.name === 'answer'
          ? answered(act, read, context)
          : wordsShown(nextPage(act.subject), act.who, read, context)
      default:
        return answer(noSurvey())
    }
  },

  form: async (name, subject, who, read, context) => {
    if (name === 'words') return wordsFor(subject, who, read, context)
    const place = name === 'answer' ? await placeOf(subject, who, read) : null
    if (!place || !isOpenAt(place.survey, context.now)) return null
    return surveyForm(place.survey, place.programme, await begunBy(place, read))
  },

  plan: async (subject, read, context) => {
    switch (subject.kind) {
      case 'programme':
        return planProgramme(subject.id, read, context)
      case 'participant':
        return planParticipant(subject.id, read, context)
      default:
        return planSurvey(subject.id, read, context)
    }
  },

  compose: async (delivery, read, context) => {
    const found = await read.surveys.byId(delivery.subject.id)
    const programme = found && (await read.programmes.byId(found.programmeId))
    if (!found || !programme) return drop('gone')
    if (delivery.occurrence === 'results') return compose(resultsReady(found, programme))
    const person = delivery.participantId ? await read.participants.byId(delivery.participantId) : null
    return person ? inviting(delivery, found, programme, person, read, context) : drop('gone')
  },
}

const inviting = async (
  { state, occurrence }: Delivery,
  found: Survey,
  programme: Programme,
  person: Participant,
  read: Reader,
  { now }: Context,
): Promise<Composed> => {
  const sent = state === 'sent'
  const reminder = occurrence === 'reminder'
  const taken = await read.surveys.taken(found.id, person.id)
  if (taken && sent) return compose(thanks(found, programme))
  // Why a message was not sent can be looked up: of an anonymous survey, that must not tell who answered.
  if (taken && !found.anonymous) return drop('already-answered')
  if (!isOpenAt(found, now)) return sent ? compose(closedSurvey(found, programme)) : drop('closed')
  const begun = (await read.surveys.begun(found.id, person.id)) !== null
  return compose(
    invitation(
      found,
      programme,
      hoursOf(person, programme).zone,
      begun,
      reminder ? 'reminder' : 'invitation',
    ),
  )
}

const planProgramme = async (id: string, read: Reader, { now }: Context): Promise<Plan> => {
  const programme = await read.programmes.byId(id)
  if (!programme) return nothingToDo
  const known = await read.surveys.of(id)
  const people = await read.participants.of(id)
  const { open, next } = surveysToOpen(programme, known, people.some(isAsked), now)
  return { effects: open.flatMap((one) => [save('surveys', 'open', one), touch('survey', one.id)]), next }
}

/** Somebody changed: perhaps they are the first to say yes, or can be invited now. */
const planParticipant = async (id: string, read: Reader, { now }: Context): Promise<Plan> => {
  const person = await read.participants.byId(id)
  const programme = person && isAsked(person) ? await read.programmes.byId(person.programmeId) : null
  if (!person || !programme) return nothingToDo
  const paused = pausedTo(person, now)
  if (paused) return { effects: [], next: paused }
  const known = await read.surveys.of(person.programmeId)
  const invitations = known
    .filter((one) => isOpenAt(one, now))
    .flatMap((one) => notesOf(one, [person], new Set(), [], now).deliveries)
    .filter(({ occurrence }) => occurrence === 'invitation')
  return {
    effects: [
      ...(surveysToOpen(programme, known, true, now).open.length > 0
        ? [touch('programme', programme.id)]
        : []),
      ...invitations.map((delivery) => send(delivery, person.programmeId)),
    ],
    next: null,
  }
}

const planSurvey = async (id: string, read: Reader, { now }: Context): Promise<Plan> => {
  const found = await read.surveys.byId(id)
  if (!found) return nothingToDo
  const people = (await read.participants.of(found.programmeId)).filter(isAsked)
  const asked = people.filter((person) => pausedTo(person, now) === null)
  const taken = new Set<string>()
  if (!found.anonymous)
    for (const person of asked) if (await read.surveys.taken(id, person.id)) taken.add(person.id)
  const coordinators = await read.programmes.coordinators(found.programmeId)
  const { deliveries, next } = notesOf(found, asked, taken, coordinators, now)
  return { effects: deliveries.map((delivery) => send(delivery, found.programmeId)), next }
}

/** Somebody, and the survey that they may answer. */
interface Place {
  readonly survey: Survey
  readonly programme: Programme
  readonly me: Participant
}

const placeOf = async (surveyId: string, who: Who, read: Reader): Promise<Place | null> => {
  const found = await read.surveys.byId(surveyId)
  const me = who.participants.find(({ programmeId }) => programmeId === found?.programmeId)
  const programme = me && (await read.programmes.byId(me.programmeId))
  return found && me && isAsked(me) && programme ? { survey: found, programme, me } : null
}

const begunBy = ({ survey, me }: Place, read: Reader): Promise<Answers | null> =>
  read.surveys.begun(survey.id, me.id)

const zoneOf = (who: Who): string => who.participants[0]?.hours?.zone ?? who.account.timeZone ?? 'UTC'

const pressed = async (
  { name, subject, who }: Extract<Act, { type: 'press' }>,
  read: Reader,
  context: Context,
): Promise<Outcome> => {
  switch (name) {
    case 'open': {
      const place = await placeOf(subject, who, read)
      if (!place) return answer(notForYou())
      if (await read.surveys.taken(place.survey.id, place.me.id)) return answer(alreadyTaken(place.survey))
      if (!isOpenAt(place.survey, context.now)) return became(closedSurvey(place.survey, place.programme))
      return ask(surveyForm(place.survey, place.programme, await begunBy(place, read)))
    }
    case 'results': {
      const found = await coordinated(subject, who, read)
      return answer(found ? await resultsFor(found, who, read, context) : onlyCoordinators())
    }
    case 'words':
      return wordsShown(subject, who, read, context)
    default:
      return menuFor(who, read, context, became)
  }
}

const answered = async (
  { subject, answers, who }: Extract<Act, { type: 'submit' }>,
  read: Reader,
  context: Context,
): Promise<Outcome> => {
  const place = await placeOf(subject, who, read)
  if (!place) return answer(notForYou())
  const { survey: found, programme, me } = place
  if (await read.surveys.taken(found.id, me.id)) return answer(alreadyTaken(found))
  if (!isOpenAt(found, context.now)) return became(closedSurvey(found, programme))
  const begun = await begunBy(place, read)
  const questions = questionsOf(found.kind)
  const given = Object.fromEntries(
    questions.flatMap(({ name, type }) => {
      const said = answerTo(answers, name) || (type === 'words' ? answerTo(begun ?? {}, name) : '')
      return said === '' ? [] : [[name, said]]
    }),
  )
  if (answerTo(answers, 'decision') === 'keep')
    return became(
      keptForLater(found, programme, hoursOf(me, programme).zone),
      save('surveys', 'keep', found.id, me.id, given),
    )
  if (Object.keys(given).length === 0)
    return askAgain(surveyForm(found, programme, null), {
      [questions[0]?.name ?? 'decision']: 'Nothing is filled in yet. One answer is enough.',
    })
  return became(thanks(found, programme), save('surveys', 'submit', found.id, me.id, me.side, given))
}

interface Coordinated {
  readonly survey: Survey
  readonly programme: Programme
}

const coordinated = async (surveyId: string, who: Who, read: Reader): Promise<Coordinated | null> => {
  const found = await read.surveys.byId(surveyId)
  const programme = who.coordinates.find(({ id }) => id === found?.programmeId)
  return found && programme ? { survey: found, programme } : null
}

const figuresOf = async ({ survey, programme }: Coordinated, read: Reader) =>
  resultsOf(survey.kind, await read.surveys.responses(survey.id), programme.settings.smallestGroup)

const nextPage = (subject: string): string => {
  const { id, page } = readPaged(subject)
  return pagedSubject(id, page + 1)
}

const wordsFor = async (subject: string, who: Who, read: Reader, { now }: Context): Promise<Form | null> => {
  const { id, page } = readPaged(subject)
  const found = await coordinated(id, who, read)
  if (!found || now.epochMilliseconds < found.survey.closesAt.epochMilliseconds) return null
  const { words } = await figuresOf(found, read)
  return words.length > page * WORDS_A_PAGE
    ? wordsForm(found.survey, pageOf(words, page, WORDS_A_PAGE))
    : null
}

const wordsShown = async (subject: string, who: Who, read: Reader, context: Context): Promise<Outcome> => {
  const form = await wordsFor(subject, who, read, context)
  if (form) return ask(form)
  const found = await coordinated(readPaged(subject).id, who, read)
  return found ? became(await resultsFor(found, who, read, context)) : answer(onlyCoordinators())
}

/** The results, once the survey has closed; until then, when that is. */
const resultsFor = async (found: Coordinated, who: Who, read: Reader, { now }: Context): Promise<Message> =>
  now.epochMilliseconds < found.survey.closesAt.epochMilliseconds
    ? notClosedYet(found.survey, zoneOf(who))
    : resultsMessage(found.survey, found.programme, await figuresOf(found, read))

const menuFor = async (who: Who, read: Reader, { now }: Context, reply: typeof answer): Promise<Outcome> => {
  const open: { survey: Survey; programme: Programme; taken: boolean }[] = []
  for (const me of who.participants.filter(isAsked)) {
    const programme = await read.programmes.byId(me.programmeId)
    if (!programme) continue
    for (const one of await read.surveys.of(me.programmeId))
      if (isOpenAt(one, now))
        open.push({ survey: one, programme, taken: await read.surveys.taken(one.id, me.id) })
  }
  const results: { survey: Survey; programme: Programme; isOpen: boolean }[] = []
  for (const programme of who.coordinates)
    for (const one of await read.surveys.of(programme.id))
      results.push({ survey: one, programme, isOpen: isOpenAt(one, now) })
  return reply(open.length + results.length === 0 ? noSurvey() : menu(open, results, zoneOf(who)))
}
