import type { Temporal } from 'temporal-polyfill'
import { isPaused } from '../../core/around.ts'
import { dateIn, hoursOf } from '../../core/calendar.ts'
import { hasEnded, isComing, isWaiting } from '../../core/meetings.ts'
import {
  actions,
  button,
  type Fact,
  type Message,
  message,
  type Part,
  quiet,
  say,
  strong,
  text,
} from '../../core/message.ts'
import type {
  Account,
  Audience,
  CheckIn,
  Meeting,
  Pair,
  Participant,
  Programme,
  SurveyKind,
} from '../../core/model.ts'
import { sayCount, sayDate, sayDay, sayHours, sayList } from '../../core/saying.ts'
import type { Reader } from '../../core/store.ts'
import { contactButton, helpButton, homeButton, meetingsButton } from '../copy.ts'

/** Everything that is held about one participation, but not the words of private writing. */
export interface Held {
  readonly participant: Participant
  readonly programme: Programme
  readonly pairs: readonly Pair[]
  readonly meetings: readonly Meeting[]
  readonly checkIns: readonly CheckIn[]
  /** How many reflections have each audience. */
  readonly reflections: Readonly<Record<Audience, number>>
  readonly surveys: readonly {
    readonly kind: SurveyKind
    readonly anonymous: boolean
    readonly state: 'submitted' | 'begun' | 'nothing'
  }[]
  readonly acknowledged: number
}

export const heldAbout = async (participant: Participant, read: Reader): Promise<Held | null> => {
  const programme = await read.programmes.byId(participant.programmeId)
  if (!programme) return null
  const pairs = await read.pairs.among([participant.id])
  const meetings = (await Promise.all(pairs.map(({ id }) => read.meetings.ofPair(id)))).flat()
  const reflections: Record<Audience, number> = { me: 0, partner: 0, programme: 0 }
  for (const { audience } of await read.reflections.ofParticipant(participant.id)) reflections[audience]++
  const surveys = await Promise.all(
    (await read.surveys.of(programme.id)).map(async ({ id, kind, anonymous }) => ({
      kind,
      anonymous,
      state: (await read.surveys.taken(id, participant.id))
        ? ('submitted' as const)
        : (await read.surveys.begun(id, participant.id))
          ? ('begun' as const)
          : ('nothing' as const),
    })),
  )
  const announcements = await read.announcements.of(programme.id)
  const acknowledged = await Promise.all(announcements.map(({ id }) => read.announcements.acknowledgedBy(id)))
  return {
    participant,
    programme,
    pairs,
    meetings,
    checkIns: await read.checkIns.ofParticipant(participant.id),
    reflections,
    surveys: surveys.filter(({ state }) => state !== 'nothing'),
    acknowledged: acknowledged.filter((ids) => ids.includes(participant.id)).length,
  }
}

const fact = (label: string, value: string | null): readonly Fact[] => (value ? [{ label, value }] : [])

const facts = (...of: readonly (readonly Fact[])[]): readonly Part[] =>
  of.flat().length > 0 ? [{ type: 'facts', facts: of.flat() }] : []

const answerOf = ({ consent, consentAt }: Participant, zone: string): string => {
  const when = consentAt ? `, on ${sayDate(dateIn(zone, consentAt))}` : ''
  switch (consent) {
    case 'yes':
      return `yes, I take part${when}`
    case 'no':
      return `no, thank you${when}`
    case 'unasked':
      return 'not given yet'
  }
}

const SURVEYS: Readonly<Record<SurveyKind, string>> = {
  baseline: 'opening',
  halfway: 'halfway',
  closing: 'closing',
}

const surveysOf = ({ surveys }: Held): string =>
  sayList(
    surveys.map(
      ({ kind, anonymous, state }) =>
        `${SURVEYS[kind]} (${state === 'begun' ? 'begun, kept for you' : anonymous ? 'submitted, kept without your name' : 'submitted, kept with your name'})`,
    ),
  )

const meetingsOf = ({ meetings }: Held, now: Temporal.Instant): string => {
  const counts = [
    [meetings.filter((one) => hasEnded(one, now)).length, 'past'],
    [meetings.filter((one) => one.state === 'booked' && !hasEnded(one, now)).length, 'booked'],
    [meetings.filter((one) => isWaiting(one, now)).length, 'proposed'],
    [meetings.filter(({ state }) => state === 'cancelled').length, 'cancelled'],
  ] as const
  return sayList(counts.filter(([count]) => count > 0).map(([count, what]) => `${count} ${what}`))
}

const reflectionsOf = ({ reflections: { me, partner, programme } }: Held): string =>
  sayList([
    ...(me > 0 ? [`${me} for you alone`] : []),
    ...(partner > 0 ? [`${partner} shared with your partner`] : []),
    ...(programme > 0 ? [`${programme} shared with the programme, without your name`] : []),
  ])

const pairsOf = ({ pairs, participant }: Held): string =>
  sayList(
    pairs.map(({ members, endedAt }) => {
      const partners = members.filter(({ id }) => id !== participant.id).map(({ name }) => name)
      return endedAt ? `${sayList(partners)} (ended)` : sayList(partners)
    }),
  )

const participation = (held: Held, now: Temporal.Instant): readonly Part[] => {
  const { participant: one, programme } = held
  const hours = hoursOf(one, programme)
  return [
    { type: 'heading', text: programme.name },
    ...facts(
      fact('Name', one.name),
      fact('E-mail', one.email),
      fact('Side', programme.sides[one.side]),
      fact('Organisation', one.organisation),
      fact('Role', one.title),
      fact('Place', one.location),
      fact('Languages', sayList(one.languages)),
      fact('Interests', sayList(one.interests)),
    ),
    ...facts(
      fact('You hope for', sayList(one.goals)),
      fact('You offer', sayList(one.offers)),
      fact('Not to be paired with', sayList(one.conflicts)),
      // Always, and without a number: who exports the chat is not to see whether anybody was named.
      fact(
        'Rather not paired with',
        'whom you named in the form of your details, if anybody; for pairing alone',
      ),
      fact('Working hours', `${sayHours(hours)}${one.hours ? '' : ' (assumed, until you say)'}`),
      fact('Days off', sayList(hours.daysOff.map(sayDate))),
    ),
    ...facts(
      fact('Your answer', answerOf(one, hours.zone)),
      fact('Details confirmed', one.confirmedAt ? sayDate(dateIn(hours.zone, one.confirmedAt)) : null),
      fact(
        'Paused until',
        isPaused(one, now) && one.pausedUntil ? sayDay(one.pausedUntil, hours.zone) : null,
      ),
      fact('Left', one.leftAt ? sayDate(dateIn(hours.zone, one.leftAt)) : null),
      fact('On the list since', sayDate(dateIn(hours.zone, one.importedAt))),
    ),
    ...facts(
      fact('Paired with', pairsOf(held)),
      fact('Meetings', meetingsOf(held, now)),
      fact(
        'Check-ins',
        held.checkIns.length > 0 ? sayCount(held.checkIns.length, 'answer', 'answers') : null,
      ),
      fact('Reflections', reflectionsOf(held)),
      fact('Surveys', surveysOf(held)),
      fact('Announcements', held.acknowledged > 0 ? `${held.acknowledged} acknowledged` : null),
    ),
  ]
}

/** Everything held about somebody, in one message. `coordinates` are the names of their programmes. */
export const status = (
  account: Account,
  held: readonly Held[],
  coordinates: readonly string[],
  now: Temporal.Instant,
): Message => {
  const current = held.find(({ participant }) => participant.leftAt === null && participant.consent === 'yes')
  const next = held.flatMap(({ meetings }) => meetings).some((meeting) => isComing(meeting, now))
  return message(
    'Everything that is held about you.',
    say(
      'This is everything that I hold about you. Private words are left out here: they stay where you wrote them.',
    ),
    ...facts(
      fact('Your account', account.name),
      fact('Its e-mail', account.email),
      fact('Its workspace', account.workspace.name),
      fact('Its time zone', account.timeZone),
      fact('Its language', account.locale),
    ),
    ...held.flatMap((one) => participation(one, now)),
    ...(coordinates.length > 0 ? [say(text`You coordinate ${strong(sayList(coordinates))}.`)] : []),
    ...(held.length === 0 && coordinates.length === 0 ? [say('You are in no programme here.')] : []),
    quiet(
      `Messages that I sent you are kept as records of when they went, without private words. To have something changed or removed, ask ${
        held.length > 0
          ? 'your coordinator or the independent contact'
          : coordinates.length > 0
            ? 'whoever looks after this app, or the independent contact'
            : 'whoever looks after this app in your workplace'
      }.`,
    ),
    actions(
      ...(current
        ? [
            button('Change my details', 'onboarding', 'details', current.participant.id),
            ...(next ? [meetingsButton] : []),
            button('Take a break', 'presence', 'pause', 'me'),
            button('Leave', 'presence', 'leave', 'me'),
          ]
        : []),
      held.length + coordinates.length > 0 ? contactButton : helpButton,
      homeButton,
    ),
  )
}
