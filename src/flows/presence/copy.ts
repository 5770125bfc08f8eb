import type { Temporal } from 'temporal-polyfill'
import {
  type Action,
  actions,
  button,
  type Form,
  type Message,
  message,
  type Part,
  quiet,
  say,
  text,
} from '../../core/message.ts'
import type { Meeting, Participant, Programme } from '../../core/model.ts'
import { firstName, sayDay, sayList, sayWhen } from '../../core/saying.ts'
import {
  asOption,
  contactButton,
  helpButton,
  homeButton,
  meetingsButton,
  onButton,
  sayNoWayBack,
  statusButton,
} from '../copy.ts'
import { LONGEST_PAUSE_MONTHS } from './until.ts'

const resume = button('Resume now', 'presence', 'resume', 'me', { style: 'primary' })
const pause = (label: string): Action => button(label, 'presence', 'pause', 'me')

/** A meeting that stands during a pause. */
export interface Standing {
  readonly meeting: Meeting
  /** First names. */
  readonly partners: readonly string[]
}

const standingList = (standing: readonly Standing[], zone: string): Part => ({
  type: 'list',
  items: standing.flatMap(({ meeting, partners }) =>
    meeting.times.slice(0, 1).map((time) => text`${sayWhen(time, zone)}, with ${sayList(partners)}`),
  ),
})

export const paused = (until: Temporal.Instant, zone: string, standing: readonly Standing[]): Message => {
  const day = sayDay(until, zone)
  return message(
    `You are paused until ${day}.`,
    say(text`You are paused until ${{ type: 'strong', text: day }}. The pause ends by itself on that day.`),
    say(
      'Until then I write only about meetings that are booked, and answer what you ask. It affects nobody else, and I tell nobody why you paused. Should something change about your pair, you hear of it when you are back.',
    ),
    ...(standing.length > 0
      ? [
          say('These stay booked. If one does not suit you, you can move or cancel it:'),
          standingList(standing, zone),
        ]
      : []),
    actions(
      resume,
      pause('Choose another day'),
      ...(standing.length > 0 ? [meetingsButton] : []),
      homeButton,
    ),
  )
}

const NOTES = {
  unread: 'I could not read that as a day, so nothing has changed. Please choose one here.',
  'no-such-day': 'There is no such day, so nothing has changed. Please choose another one here.',
  past: 'That day is not ahead of us, so nothing has changed. Please choose a later one.',
  long: `A pause lasts at most ${LONGEST_PAUSE_MONTHS} months, so nothing has changed. Please choose an earlier day, or ask your coordinator what suits a longer break.`,
} as const

export type PauseNote = keyof typeof NOTES

/** `date` is what the form opens with; `programmes` are those to choose from when there are several. */
export const pauseForm = (
  programmes: readonly { readonly participantId: string; readonly name: string }[],
  date: Temporal.PlainDate | null,
  note: PauseNote | null,
): Form => ({
  type: 'form',
  flow: 'presence',
  name: 'pause',
  subject: 'me',
  title: 'Take a break',
  invitation: note ? NOTES[note] : 'Choose the day until which you would like a break.',
  intro: [
    ...(note ? [say(NOTES[note])] : []),
    say(
      'A pause ends by itself and affects nobody else. Meetings that are booked stand. You need give no reason, and nobody is told one.',
    ),
  ],
  inputs: [
    {
      type: 'date',
      name: 'until',
      label: 'Back on',
      hint: `At most ${LONGEST_PAUSE_MONTHS} months from today.`,
      required: true,
      initial: date?.toString() ?? null,
    },
    ...(programmes.length > 1
      ? [
          {
            type: 'choice',
            name: 'programmes',
            label: 'Pause in',
            hint: null,
            required: true,
            options: programmes.map(({ participantId, name }) => ({
              value: participantId,
              label: asOption(name),
            })),
            most: programmes.length,
            initial: programmes.map(({ participantId }) => participantId),
          } as const,
        ]
      : []),
  ],
  submit: 'Pause',
})

export const MISTAKES = {
  past: 'Please choose a day after today.',
  long: `Please choose a day within ${LONGEST_PAUSE_MONTHS} months.`,
} as const

export const resumed = (): Message =>
  message(
    'Welcome back: your pause has ended.',
    say('Welcome back. Your pause has ended, and I will write to you as before.'),
    actions(homeButton, meetingsButton, pause('Pause again')),
  )

export const notPaused = (): Message =>
  message(
    'You are not paused.',
    say('You are not paused, so there is nothing to resume.'),
    actions(homeButton, pause('Take a break')),
  )

/** The kind word when a pause has ended by itself. */
export const back = (programme: Programme): Message =>
  message(
    'Welcome back: your pause has ended.',
    say(
      text`Welcome back. Your pause in ${programme.name} ended today. Home shows where things stand; there is no hurry.`,
    ),
    say('If you need longer, that is fine too.'),
    actions(homeButton, meetingsButton, pause('Pause again')),
  )

/** A pause or its end, asked for by somebody who has not joined. */
export const notJoined = (): Message =>
  message(
    'You have not joined a programme, so there is nothing to pause.',
    say(
      'You have not joined a programme, so there is nothing to pause: I write about an invitation twice at most.',
    ),
    actions(homeButton, helpButton),
  )

export const notTakingPart = (): Message =>
  message(
    'You are not taking part in a programme here.',
    say('You are not taking part in a programme here, so there is nothing to pause or leave.'),
    actions(homeButton, helpButton),
  )

export const whichToLeave = (
  mine: readonly { readonly participantId: string; readonly name: string }[],
): Message =>
  message(
    'Which programme would you like to leave?',
    say(
      'You take part in several programmes. Which one would you like to leave? I ask once more before anything happens.',
    ),
    actions(
      ...mine
        .slice(0, 5)
        .map(({ participantId, name }) => button(onButton(name), 'presence', 'leave', participantId)),
      homeButton,
    ),
  )

/** `partners`: first names of all whom leaving concerns. */
export const confirmLeaving = (
  programme: Programme,
  participantId: string,
  partners: readonly string[],
): Message =>
  message(
    `Would you like to leave ${programme.name}?`,
    say(text`Would you like to leave ${programme.name}? You need give no reason.`),
    {
      type: 'list',
      items: [
        ...(partners.length > 0
          ? [
              text`${sayList(partners)} will hear from me that you have left, in neutral words and without a reason.`,
              text`Meetings that are not over are cancelled for you.`,
            ]
          : []),
        text`The coordinators are told that you have left, and nothing more.`,
        text`I will not write to you about this programme again. Leaving is for good: I cannot bring anybody back.`,
      ],
    },
    say(
      partners.length > 0
        ? 'If a break would do, a pause ends by itself and you keep your partner.'
        : 'If a break would do, a pause ends by itself.',
    ),
    actions(
      button('Leave the programme', 'presence', 'leave-now', participantId, { style: 'danger' }),
      pause('Pause instead'),
      button('Stay', 'presence', 'stay', 'me'),
      contactButton,
    ),
  )

/** For somebody who is invited, or said no, and would like to hear no more. */
export const confirmNotJoining = (programme: Programme, participantId: string): Message =>
  message(
    `Would you like to leave the list of ${programme.name}?`,
    say(
      text`You have not joined ${programme.name}. If you leave, I will not write to you about it again, and the coordinators are told that you have left, and nothing more. You need give no reason. Leaving is for good: I cannot invite anybody again.`,
    ),
    actions(
      button('Leave', 'presence', 'leave-now', participantId, { style: 'danger' }),
      button('Read the invitation', 'onboarding', 'invitation', participantId),
      homeButton,
      contactButton,
    ),
  )

export const staying = (): Message =>
  message(
    'You are staying, and nothing has changed.',
    say('Good to have you. Nothing has changed, and nobody was told.'),
    actions(homeButton, pause('Take a break')),
  )

export const goodbye = (participant: Participant, programme: Programme): Message =>
  message(
    `You have left ${programme.name}.`,
    say(
      text`You have left ${programme.name}, ${firstName(participant.name)}. Thank you for the time and thought that you gave it.`,
    ),
    say(
      'Any meetings still ahead are cancelled for you, and nobody was told a reason. What you answered and wrote is kept as it was: what you shared stays shared, and the rest stays private. “Status” shows what is held.',
    ),
    sayNoWayBack(programme),
    actions(statusButton, homeButton, contactButton),
  )

export const hasLeft = (programme: Programme): Message =>
  message(
    `You have left ${programme.name}.`,
    say(text`You have left ${programme.name} already, so there is nothing more to do.`),
    sayNoWayBack(programme),
    actions(statusButton, homeButton),
  )

/** For the one who remains of a pair. */
export const partnerLeft = (leaver: Participant, programme: Programme): Message => {
  const name = firstName(leaver.name)
  return message(
    `${name} has left the programme, so your pairing has ended.`,
    say(
      text`${name} has left ${programme.name}, so your pairing has ended. Anyone may leave at any time and need give no reason; please do not read one into it.`,
    ),
    say(
      'Your meetings together that were still ahead are cancelled. You stay in the programme. The coordinators know, and you can be paired with somebody else; you hear from me as soon as you are.',
    ),
    quiet(text`To talk to someone in confidence: ${programme.contact.name}, ${programme.contact.email}.`),
    actions(homeButton, contactButton),
  )
}

/** For the two who remain of a trio. */
export const trioGoesOn = (
  leaver: Participant,
  remaining: readonly Participant[],
  pairId: string,
  programme: Programme,
): Message => {
  const name = firstName(leaver.name)
  const others = sayList(remaining.map((one) => firstName(one.name)))
  return message(
    `${name} has left the programme; you and ${others} go on as a pair.`,
    say(
      text`${name} has left ${programme.name}. Anyone may leave at any time and need give no reason; please do not read one into it.`,
    ),
    say(
      text`You and ${others} go on as a pair. Meetings that are booked stand; times that were only proposed are withdrawn, so please choose again.`,
    ),
    actions(
      button('Schedule', 'scheduling', 'schedule', pairId, { style: 'primary' }),
      meetingsButton,
      contactButton,
    ),
  )
}

/** For coordinators. `alone`: who has no partner now, by whether they knew of the one they had. */
export const coordinatorsTold = (
  leaver: Participant,
  programme: Programme,
  alone: { readonly told: readonly string[]; readonly untold: readonly string[] },
): Message => {
  const isNobody = alone.told.length + alone.untold.length === 0
  return message(
    `${leaver.name} has left ${programme.name}.`,
    say(text`${leaver.name} (${leaver.organisation}) has left ${programme.name}. I ask nobody for a reason.`),
    ...(alone.told.length > 0
      ? [say(`${sayAlone(alone.told)}, and heard so in neutral words. New drafts can find one.`)]
      : []),
    ...(alone.untold.length > 0
      ? [
          say(
            `${sayAlone(alone.untold)}. They had not been introduced, so there was nothing to tell. New drafts can find a partner.`,
          ),
        ]
      : []),
    ...(isNobody ? [say('Nobody is left without a partner by this.')] : []),
    actions(
      ...(!isNobody ? [button('See drafts', 'drafts', 'drafts', programme.id, { style: 'primary' })] : []),
      button('Overview', 'overview', 'overview', programme.id),
    ),
  )
}

const sayAlone = (names: readonly string[]): string =>
  `${sayList(names)} ${names.length === 1 ? 'has' : 'have'} no partner now`

/** A button that is not theirs, or that stands for nothing any more. */
export const notYours = (): Message =>
  message(
    'This button is not for you, or no longer applies.',
    say('Only the person whom it concerns can do that, so nothing has changed.'),
    actions(homeButton, helpButton),
  )
