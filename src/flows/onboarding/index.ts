import { refilled } from '../../core/answers.ts'
import { touchAround } from '../../core/around.ts'
import { dateIn, hoursOf } from '../../core/calendar.ts'
import {
  answer,
  ask,
  askAgain,
  became,
  type Context,
  compose,
  drop,
  type Flow,
  nothingToDo,
  type Outcome,
  revise,
  save,
  send,
  type Who,
} from '../../core/flow.ts'
import type { Answers, Message } from '../../core/message.ts'
import type { Participant, Programme } from '../../core/model.ts'
import type { Reader } from '../../core/store.ts'
import {
  accepted,
  confirmed,
  declined,
  detailsForm,
  detailsReminder,
  invitation,
  joinedAlready,
  kept,
  notYours,
  over,
  reminder,
  sayMistake,
} from './copy.ts'
import { readDetails } from './details.ts'
import { kindOf, onboardingPlan } from './schedule.ts'

interface Invited {
  readonly participant: Participant
  readonly programme: Programme
}

/** From the invitation to a yes or no, and to confirmed details. */
export const onboarding: Flow = {
  name: 'onboarding',
  words: [],
  follows: ['participant'],

  hear: async (act, read, context) => {
    if (act.type !== 'press' && act.type !== 'submit') return answer(notYours())
    const invited = await invitedAs(act.subject, act.who, read)
    if (!invited) return answer(await goneOr(act, read))
    return act.type === 'press'
      ? press(act.name, invited, read, context)
      : submit(act.answers, invited, read, context)
  },

  form: async (name, subject, who, read) => {
    const invited = await invitedAs(subject, who, read)
    return name === 'details' && invited?.participant.consent === 'yes' ? formFor(invited, read) : null
  },

  plan: async (subject, read, { now }) => {
    const participant = await read.participants.byId(subject.id)
    const programme = participant ? await read.programmes.byId(participant.programmeId) : null
    if (!participant?.account || !programme) return nothingToDo
    const deliveries = await read.deliveries.about('onboarding', subject)
    const { step, next } = onboardingPlan(participant, programme, deliveries, now)
    if (!step) return { effects: [], next }
    const delivery = {
      flow: 'onboarding',
      subject,
      occurrence: step.occurrence,
      address: { type: 'account', accountId: participant.account.id },
      class: step.type === 'details' ? 'ordinary' : 'invitation',
      participantId: participant.id,
      dueAt: step.dueAt,
    } as const
    return { effects: [send(delivery, programme.id)], next }
  },

  compose: async (delivery, read) => {
    const participant = await read.participants.byId(delivery.subject.id)
    const programme = participant ? await read.programmes.byId(participant.programmeId) : null
    const kind = kindOf(delivery.occurrence)
    if (!participant || !programme || !kind) return drop('erased')
    const sent = delivery.state === 'sent'
    if (participant.leftAt) return sent ? compose(over(programme)) : drop('left')
    if (kind === 'details') {
      if (!participant.confirmedAt)
        return compose(detailsReminder(participant, hoursOf(participant, programme)))
      return sent ? compose(joinedNow(participant, programme)) : drop('already-confirmed')
    }
    if (participant.consent === 'unasked')
      return compose((kind === 'reminder' ? reminder : invitation)(participant, programme))
    return sent ? compose(answered(participant, programme)) : drop('already-answered')
  },
}

/** What the invitation shows once it is answered. */
const answered = (participant: Participant, programme: Programme): Message =>
  participant.consent === 'yes' ? joinedNow(participant, programme) : declined(programme)

const joinedNow = (participant: Participant, programme: Programme): Message =>
  participant.confirmedAt
    ? confirmed(participant, hoursOf(participant, programme))
    : accepted(participant, programme)

/** The participation that a button is about, if it is this person's own. */
const invitedAs = async (participantId: string, who: Who, read: Reader): Promise<Invited | null> => {
  const participant = who.participants.find(({ id }) => id === participantId)
  const programme = participant ? await read.programmes.byId(participant.programmeId) : null
  return participant && programme ? { participant, programme } : null
}

const goneOr = async ({ who, subject }: { who: Who; subject: string }, read: Reader): Promise<Message> => {
  const participant = await read.participants.byId(subject)
  if (!participant?.leftAt || participant.account?.id !== who.account.id) return notYours()
  const programme = await read.programmes.byId(participant.programmeId)
  return programme ? over(programme) : notYours()
}

/** `wish`: whom they have just said they would rather not be paired with; null when they have not. */
const formFor = async (
  { participant, programme }: Invited,
  read: Reader,
  wish: readonly string[] | null = null,
) => {
  const apart = wish ?? (await read.participants.notWithOf(participant.id))
  return detailsForm(participant, programme, hoursOf(participant, programme), apart.length)
}

const press = async (name: string, invited: Invited, read: Reader, { now }: Context): Promise<Outcome> => {
  const { participant, programme } = invited
  const subject = { kind: 'participant', id: participant.id } as const
  switch (name) {
    case 'invitation':
      return answer(
        participant.consent === 'yes'
          ? joinedNow(participant, programme)
          : invitation(participant, programme),
      )
    case 'kept':
      return answer(kept(participant, programme))
    case 'details':
      return participant.consent === 'yes'
        ? ask(await formFor(invited, read))
        : answer(invitation(participant, programme))
    case 'yes':
      if (participant.consent === 'yes') return became(joinedNow(participant, programme))
      return became(
        accepted(participant, programme),
        save('participants', 'consented', participant.id, 'yes', now),
        ...(await touchAround(participant.id, read, now)),
        revise('onboarding', subject),
      )
    case 'no':
      if (participant.consent === 'yes') return answer(joinedAlready(programme))
      if (participant.consent === 'no') return became(declined(programme))
      return became(
        declined(programme),
        save('participants', 'consented', participant.id, 'no', now),
        ...(await touchAround(participant.id, read, now)),
        revise('onboarding', subject),
      )
    default:
      return answer(notYours())
  }
}

const submit = async (
  answers: Answers,
  invited: Invited,
  read: Reader,
  { now }: Context,
): Promise<Outcome> => {
  const { participant, programme } = invited
  if (participant.consent !== 'yes') return answer(invitation(participant, programme))
  const present = hoursOf(participant, programme)
  const given = readDetails(answers, present, dateIn(present.zone, now))
  const { notWith } = given.type === 'mistakes' ? given : given.details
  const wish = notWith ? [save('participants', 'keepApart', participant.id, notWith)] : []
  if (given.type === 'mistakes')
    return askAgain(
      refilled(await formFor(invited, read, notWith), answers),
      Object.fromEntries(
        Object.entries(given.mistakes).map(([field, mistake]) => [field, sayMistake(mistake)]),
      ),
      ...wish,
    )
  const { notWith: _, ...details } = given.details
  return became(
    confirmed({ ...participant, ...details }, details.hours),
    save('participants', 'confirm', participant.id, details, now),
    ...wish,
    ...(await touchAround(participant.id, read, now)),
    revise('onboarding', { kind: 'participant', id: participant.id }),
  )
}
