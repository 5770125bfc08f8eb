import type { Temporal } from 'temporal-polyfill'
import { isPaused } from '../../core/around.ts'
import { hoursOf } from '../../core/calendar.ts'
import type { Word } from '../../core/flow.ts'
import { startOf } from '../../core/meetings.ts'
import {
  type Action,
  actions,
  button,
  type Message,
  message,
  type Part,
  quiet,
  say,
  strong,
  type Text,
  text,
} from '../../core/message.ts'
import type { Participant, Programme, SurveyKind } from '../../core/model.ts'
import { firstName, sayCount, sayDay, sayFirstNames, sayList, sayNames, sayWhen } from '../../core/saying.ts'
import {
  contactButton,
  helpButton,
  homeButton,
  meetingsButton,
  onButton,
  sayNoWayBack,
  statusButton,
} from '../copy.ts'
import type { Coordination, Participation } from './facts.ts'

/** More is a wall of buttons on a phone. */
const MOST_BUTTONS = 6

const SURVEYS: Readonly<Record<SurveyKind, string>> = {
  baseline: 'the opening survey',
  halfway: 'the halfway survey',
  closing: 'the closing survey',
}

const zoneOf = ({ participant, programme }: Participation): string => hoursOf(participant, programme).zone

const who = ({ name, title, organisation }: Participant): Text =>
  text`${strong(name)}, ${title ? `${title}, ` : ''}${organisation}`

/** One participation, in a few lines. */
const standing = (one: Participation, now: Temporal.Instant): readonly Part[] => {
  const { participant, programme, pairs, wasPaired, next, asked } = one
  const heading: Part = { type: 'heading', text: programme.name }
  if (participant.consent === 'unasked')
    return [
      heading,
      say(
        'You are invited. Two people of different experience are paired as equals here, and each learns from the other. Nothing happens until you have answered, and either answer is fine.',
      ),
    ]
  if (participant.consent === 'no')
    return [
      heading,
      say(
        'You said no to this programme, and that is respected. Should you change your mind, your invitation is still here.',
      ),
    ]
  const zone = zoneOf(one)
  const open = openQuestions(one)
  return [
    heading,
    ...(isPaused(participant, now) && participant.pausedUntil
      ? [say(text`You are paused until ${strong(sayDay(participant.pausedUntil, zone))}.`)]
      : []),
    ...(pairs.length === 0
      ? [
          say(
            wasPaired
              ? 'The pair that you were in has ended, and you have no partner at the moment. The coordinators can pair you again, and I write as soon as you are in a new pair. There is nothing that you need to do.'
              : 'You have no partner yet. The coordinators make the pairs, and I write as soon as you are in one.',
          ),
        ]
      : [
          say('You are paired with:'),
          { type: 'list', items: pairs.flatMap(({ partners }) => partners.map(who)) } as const,
          say(
            next
              ? text`Next meeting: ${strong(sayWhen(startOf(next.meeting), zone))}, with ${sayFirstNames(next.partners)}.`
              : 'No meeting is booked at the moment.',
          ),
          ...asked.map(({ partners }) => say(`Times wait for an answer from ${sayFirstNames(partners)}.`)),
        ]),
    ...(open.length > 0 ? [say('Open for you:'), { type: 'list', items: open } as const] : []),
  ]
}

const openQuestions = (one: Participation): readonly Text[] => [
  ...one.offered.map(({ partners }) => text`Times with ${sayFirstNames(partners)} that wait for your answer`),
  ...one.checkIns
    .slice(0, 1)
    .map(
      ({ meeting, partners }) =>
        text`A check-in about ${sayDay(startOf(meeting), zoneOf(one))}, with ${sayFirstNames(partners)}`,
    ),
  ...one.surveys.map(
    ({ kind, closesAt }) => text`${capital(SURVEYS[kind])}, until ${sayDay(closesAt, zoneOf(one))}`,
  ),
  ...(one.participant.confirmedAt ? [] : [text`Your working hours and goals, to be confirmed`]),
]

const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1)

/** What somebody can do next, the most pressing first. */
const nextSteps = (one: Participation, now: Temporal.Instant): readonly Action[] => {
  const { participant, pairs, next, offered, checkIns, surveys } = one
  if (participant.consent !== 'yes')
    return [
      button('Read the invitation', 'onboarding', 'invitation', participant.id, { style: 'primary' }),
      contactButton,
    ]
  const [checkIn] = checkIns
  const [survey] = surveys
  return [
    ...(isPaused(participant, now) ? [button('Resume now', 'presence', 'resume', 'me')] : []),
    ...(offered.length > 0 ? [meetingsButton] : []),
    ...(checkIn ? [button('Check in', 'checkin', 'open', checkIn.meeting.id)] : []),
    ...(survey ? [button('Open the survey', 'survey', 'open', survey.id)] : []),
    ...(participant.confirmedAt
      ? []
      : [button('Confirm my details', 'onboarding', 'details', participant.id)]),
    ...pairs.map(({ pair, partners }) =>
      button(
        pairs.length > 1 ? onButton(`Schedule with ${sayFirstNames(partners)}`) : 'Schedule',
        'scheduling',
        'schedule',
        pair.id,
        next ? {} : { style: 'primary' },
      ),
    ),
    ...(pairs.length > 0 ? [meetingsButton] : []),
    ...pairs.slice(0, 1).map(({ pair }) => button('Write a reflection', 'reflection', 'write', pair.id)),
    ...(participant.confirmedAt ? [button('My details', 'onboarding', 'details', participant.id)] : []),
  ]
}

const coordination = ({ programme, people, joined, pairs, proposed }: Coordination): readonly Part[] => [
  { type: 'heading', text: `You coordinate ${programme.name}` },
  say(
    text`${sayCount(people, 'person', 'people')} on the list${joined === null ? '' : `, ${joined} taking part`}${pairs === null ? '' : `, ${pairs} pairs`}.${
      proposed > 0
        ? ` A draft waits for you: ${sayCount(proposed, 'pair needs', 'pairs need')} your decision.`
        : ''
    }`,
  ),
]

/** `several`: the buttons say which programme they are about. */
const coordinatorSteps = ({ programme, proposed }: Coordination, several: boolean): readonly Action[] => {
  const label = (what: string) => (several ? onButton(`${what}: ${programme.name}`) : what)
  const drafts = proposed > 0 ? ({ style: 'primary' } as const) : {}
  return [
    button(label('Drafts'), 'drafts', 'drafts', programme.id, drafts),
    button(label('Announce'), 'announcement', 'compose', programme.id),
    button(label('Overview'), 'overview', 'overview', programme.id),
  ]
}

const key = (action: Action): string =>
  action.type === 'press' ? `${action.flow} ${action.name} ${action.subject}` : action.url

/** As many as fit, some of each, and Help. */
const fitting = (...of: readonly (readonly Action[])[]): Part => {
  const fair = of.flatMap((some) => some.slice(0, Math.floor((MOST_BUTTONS - 1) / of.length)))
  const chosen = dedupe([...fair, ...of.flat()]).slice(0, MOST_BUTTONS - 1)
  return actions(...dedupe(of.flat()).filter((one) => chosen.includes(one)), helpButton)
}

export const home = (
  mine: readonly Participation[],
  coordinated: readonly Coordination[],
  now: Temporal.Instant,
): Message => {
  if (mine.length === 0 && coordinated.length === 0) return stranger()
  return message(
    summaryOf(mine, coordinated),
    ...mine.flatMap((one) => standing(one, now)),
    ...coordinated.flatMap(coordination),
    fitting(
      ...(coordinated.length > 0
        ? [coordinated.flatMap((one) => coordinatorSteps(one, coordinated.length > 1))]
        : []),
      ...(mine.length > 0 ? [dedupe(mine.flatMap((one) => nextSteps(one, now)))] : []),
    ),
  )
}

/** Each once, where it came first. */
const dedupe = (of: readonly Action[]): readonly Action[] =>
  of.filter((one, index) => of.findIndex((other) => key(other) === key(one)) === index)

const summaryOf = (mine: readonly Participation[], coordinated: readonly Coordination[]): string => {
  const next = mine.find((one) => one.next)
  if (next?.next) return `Your next meeting is on ${sayWhen(startOf(next.next.meeting), zoneOf(next))}.`
  const [first] = mine
  if (first) return `Where things stand in ${first.programme.name}.`
  return `You coordinate ${sayList(coordinated.map(({ programme }) => programme.name))}.`
}

const WHAT_IT_IS =
  'I am Duologue. I help with reciprocal mentoring programmes: two people of different experience are paired as equals, and I introduce them, help them find times to meet, and ask how it goes.'

/** For somebody in no programme, and whoever installed the app. */
const stranger = (): Message =>
  message(
    'You are not in a programme here yet.',
    say(WHAT_IT_IS),
    say(
      'You are not in a programme here. If you are expecting an invitation, it comes by itself, to the account that has the e-mail address on the programme’s list; ask whoever invited you which address that is.',
    ),
    say(
      'If you look after this app: a programme and its list of people are set up where Duologue is installed, and its README says how. Coordinators then find their tools here.',
    ),
    actions(helpButton, statusButton),
  )

/** For somebody who takes part in nothing here any more. */
export const afterLeaving = (left: readonly Programme[]): Message => {
  const names = sayNames(left)
  return message(
    `You have left ${names}.`,
    say(text`You have left ${names}, and take part in nothing here at the moment.`),
    ...left.map(sayNoWayBack),
    actions(statusButton, helpButton),
  )
}

/** The first meeting of somebody in no programme. */
export const welcomeStranger = (name: string): Message => {
  const said = stranger()
  return {
    ...said,
    summary: 'Hello, I am Duologue. Type “help” to see what I can do.',
    parts: [
      say(text`Hello ${firstName(name)}. Whoever looks after apps in your workplace has added me here.`),
      ...said.parts,
    ],
  }
}

export const welcomeCoordinator = (name: string, programmes: readonly Programme[]): Message =>
  message(
    'Hello, I am Duologue. Here is how to begin as a coordinator.',
    say(text`Hello ${firstName(name)}. ${WHAT_IT_IS}`),
    say(
      text`You coordinate ${sayList(programmes.map((one) => one.name))}. I invite the people on the list by myself; once they have said yes, ask for drafts, look at the reasons, and approve the pairs. Nobody is paired without you.`,
    ),
    say(
      'You see who takes part and who needs help, never anybody’s private words. The list of people is looked after where Duologue is installed. Type “help” at any time.',
    ),
    actions(
      ...programmes
        .slice(0, 1)
        .flatMap(({ id }) => [
          button('Overview', 'overview', 'overview', id, { style: 'primary' }),
          button('Drafts', 'drafts', 'drafts', id),
          button('Announce', 'announcement', 'compose', id),
        ]),
      helpButton,
    ),
  )

/** The first meeting of a participant who has not had their invitation yet. */
export const welcomeParticipant = (participant: Participant, programme: Programme): Message =>
  message(
    `Hello, I am Duologue. You are invited to ${programme.name}.`,
    say(text`Hello ${firstName(participant.name)}. ${WHAT_IT_IS}`),
    say(
      text`The coordinators of ${programme.name} have invited you. The invitation says what is kept and what your employer can see; nothing happens until you have answered it.`,
    ),
    say(
      text`Type “help” at any time. In confidence, you can turn to ${programme.contact.name} (${programme.contact.email}), who is independent of every organisation in the programme.`,
    ),
    actions(
      button('Read the invitation', 'onboarding', 'invitation', participant.id, { style: 'primary' }),
      helpButton,
    ),
  )

const wordItem = ({ word, usage, help }: Word): Text =>
  text`${strong(word)}: ${help}${usage ? `, such as “${usage}”` : ''}`

/** `words`: those that this person may use. */
export const help = (words: readonly Word[], isCoordinator: boolean): Message => {
  const own = words.filter((word) => word.for !== 'coordinator')
  const theirs = words.filter((word) => word.for === 'coordinator')
  return message(
    'What you can ask me to do.',
    say('Type one of these words, on its own or after /mentoring. Most of it is under buttons, too.'),
    { type: 'list', items: own.map(wordItem) },
    ...(isCoordinator && theirs.length > 0
      ? [say('As a coordinator, also:'), { type: 'list', items: theirs.map(wordItem) } as const]
      : []),
    quiet(
      'Type “help” to see this again. No person reads what you type here, but your employer can export this chat.',
    ),
    actions(homeButton, statusButton, contactButton),
  )
}

export const contact = (
  contacts: readonly (Programme['contact'] & { readonly programme: string })[],
): Message =>
  contacts.length === 0
    ? message(
        'You are not in a programme here, so there is no contact to give you.',
        say(
          'You are not in a programme here, so there is no contact that I could give you. Whoever invited you, or whoever looks after this app, can help.',
        ),
        actions(homeButton, helpButton),
      )
    : message(
        `Whom to turn to in confidence: ${sayNames(contacts)}.`,
        say('In confidence, you can turn to:'),
        {
          type: 'list',
          items: contacts.map(
            ({ name, email, programme }) => text`${strong(name)}, ${email}, for ${programme}`,
          ),
        },
        say(
          'They are independent of every organisation in the programme. You can write about anything: your partner, the programme, or how you are. Nobody is told that you asked.',
        ),
        quiet(
          'Please write from an address that you trust rather than in this chat, which your employer can export.',
        ),
        actions(homeButton, helpButton),
      )

/** One word: what it does, and what may follow it. */
export const helpWith = (word: Word, simple: Action | null): Message =>
  message(
    `“${word.word}”: ${word.help}.`,
    { type: 'list', items: [wordItem(word)] },
    ...(word.aliases.length > 0
      ? [say(`You can also type ${sayList(word.aliases.map((alias) => `“${alias}”`))}.`)]
      : []),
    actions(...(simple ? [simple] : []), ...[helpButton, homeButton].filter((one) => one !== simple)),
  )

export const thanked = (): Message =>
  message(
    'You are welcome.',
    say('You are welcome. “Home” shows where things stand, whenever you like.'),
    actions(homeButton, helpButton),
  )

/** Words that nothing is understood by. `meant` is the nearest word that this person may use. */
export const unclear = (
  meant: Word | null,
  simple: Action | null,
  contacts: readonly (Programme['contact'] & { readonly programme: string })[],
): Message => {
  if (meant)
    return message(
      `Did you mean “${meant.word}”?`,
      say(text`I did not understand that. Did you mean this?`),
      { type: 'list', items: [wordItem(meant)] },
      say('Nothing has changed. “Help” shows all that you can type.'),
      actions(...(simple ? [simple] : []), ...[helpButton, homeButton].filter((one) => one !== simple)),
    )
  const [first] = contacts
  return message(
    'I only understand a few words, and no person reads this chat.',
    say(
      'Thank you for writing. I am a program and understand only a few words; no person reads what you type here, and I keep none of it.',
    ),
    ...(first
      ? [
          say(
            contacts.length === 1
              ? text`If you would like to talk to somebody, ${strong(first.name)} is independent of every organisation in the programme and answers in confidence: ${first.email}.`
              : text`If you would like to talk to somebody: each programme has a contact who is independent of every organisation in it and answers in confidence. They are ${sayList(contacts.map(({ name, email, programme }) => `${name} (${email}) for ${programme}`))}.`,
          ),
        ]
      : []),
    say('“Help” shows all that I understand.'),
    actions(helpButton, homeButton, ...(first ? [contactButton] : [])),
  )
}

export const notAllowed = (word: Word | null): Message => {
  const said =
    word?.for === 'coordinator'
      ? text`“${word.word}” is for the coordinators of a programme, so nothing has happened.`
      : word
        ? text`“${word.word}” is for people in a programme, and you are in none here, so nothing has happened.`
        : text`That is not yours to do, so nothing has happened.`
  return message(
    'That is not open to you, so nothing has happened.',
    say(said),
    say('“Help” shows what you can do here.'),
    actions(helpButton, homeButton),
  )
}

export const expired = (): Message =>
  message(
    'That no longer applies, and nothing has changed.',
    say(
      'That no longer applies: things have moved on since the message was written. Nothing has changed, and what you had saved before is still there.',
    ),
    say('Home shows where things stand, and what can be done from there.'),
    actions(homeButton, helpButton),
  )

export const failed = (): Message =>
  message(
    'I could not do that. Nothing of it was kept.',
    say(
      'I could not do that; the fault is mine, not yours. Nothing of it was kept, and all that was there before is as it was.',
    ),
    say(
      'Please try again in a few minutes. If it happens again, tell a coordinator what you pressed or typed.',
    ),
    actions(homeButton, helpButton),
  )
