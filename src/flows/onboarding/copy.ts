import {
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
import type { Hours, Participant, Programme } from '../../core/model.ts'
import { firstName, sayCount, sayHours, sayList, sayZone } from '../../core/saying.ts'
import { contactButton, helpButton, homeButton, sayNoWayBack } from '../copy.ts'
import { LONGEST_PHRASE, type Mistake, MOST_PHRASES, shownWeek } from './details.ts'
import { COMMON_ZONES } from './zones.ts'

const choices = (participantId: string): Part =>
  actions(
    button('Yes, join', 'onboarding', 'yes', participantId, { style: 'primary' }),
    button('No, thank you', 'onboarding', 'no', participantId),
    button('What exactly is kept', 'onboarding', 'kept', participantId),
  )

const details = (label: string, participantId: string, primary = false) =>
  button(label, 'onboarding', 'details', participantId, primary ? { style: 'primary' } : {})

/** What the programme is, what is kept, what an employer can see, whom to turn to: what a yes rests on. */
export const invitation = (participant: Participant, programme: Programme): Message =>
  message(
    `You are invited to ${programme.name}. Would you like to join?`,
    { type: 'heading', text: programme.name },
    say(
      text`Hello ${firstName(participant.name)}. I am Duologue, and you are invited to ${programme.name}, in which two people of different experience are paired as equals. Each listens, each learns, and each has something to give. I introduce you to your partner, help the two of you find times to meet, and ask how it goes.`,
    ),
    {
      type: 'list',
      items: [
        text`What is kept: what is on the programme’s list about you, your working hours, your meetings, and what you answer here.`,
        text`What your employer can see: they can export this chat, and so read its messages. Reflections and other private words are typed in forms, kept encrypted and never sent as a message.`,
        text`What coordinators see: who takes part and who has met, never private words.`,
        text`Whom to turn to in confidence: ${programme.contact.name} (${programme.contact.email}), who is independent of every organisation in the programme.`,
      ],
    },
    say(
      'It is your choice, and either answer is fine. You can pause or leave at any time without giving a reason.',
    ),
    choices(participant.id),
  )

export const reminder = (participant: Participant, programme: Programme): Message => {
  const invited = invitation(participant, programme)
  return {
    ...invited,
    summary: `Your invitation to ${programme.name} is still open.`,
    parts: [
      say('Your invitation is still open. I write about it only this once more; here it is again.'),
      ...invited.parts,
    ],
  }
}

export const kept = (participant: Participant, programme: Programme): Message =>
  message(
    'What is kept about you, and who can see it.',
    { type: 'heading', text: 'What exactly is kept' },
    {
      type: 'list',
      items: [
        text`From the programme’s list: your name, e-mail address, organisation, side, and what it says of your role, place, languages, goals and interests. Nothing else about you is guessed.`,
        text`From you: your yes or no, working hours, days off, pauses, meetings, check-ins and survey answers.`,
        text`Your e-mail address and profile are shown to your partner once both of you have said yes, and not before.`,
        text`If you say in the form of your details whom you would rather not be paired with: that is encrypted and used for pairing alone. Coordinators see only that two people are kept apart, never who asked.`,
        text`Reflections are encrypted. For each one you choose who may read it: only you, your partner, or the programme without your name. You can take that back.`,
        text`${
          programme.settings.surveys === 'anonymous'
            ? 'Surveys are anonymous: your answers are kept apart from your name.'
            : 'Surveys are not anonymous: your name is kept with your answers, and coordinators are shown figures only.'
        } Should that change, a survey says so before its first question. Figures about fewer than ${programme.settings.smallestGroup} people are never shown.`,
        text`Whoever runs your workplace’s chat can export it. They see its messages and that you pressed buttons, not private words from forms.`,
        text`If you say no, that answer and what the list says stay with the coordinators; I keep nothing more and do not write again.`,
      ],
    },
    say(
      text`“Status” shows you everything at any time. To ask for something to be removed, or to ask anything in confidence: ${programme.contact.name}, ${programme.contact.email}.`,
    ),
    participant.consent === 'yes'
      ? actions(homeButton, details('My details', participant.id))
      : choices(participant.id),
  )

/** The invitation after a yes, until the form is filled in. */
export const accepted = (participant: Participant, programme: Programme): Message =>
  message(
    `You said yes to ${programme.name}. Welcome.`,
    say(text`You said yes to ${programme.name}. Welcome, ${firstName(participant.name)}.`),
    say(
      'Next, please confirm your hours and what you hope for; it takes two minutes and helps to find you the right partner. Until you do, I go by 9 to 17 on weekdays.',
    ),
    actions(details('Confirm my details', participant.id, true), homeButton, helpButton),
  )

export const declined = (programme: Programme): Message =>
  message(
    `You said no to ${programme.name}. That is respected.`,
    say(
      text`Thank you for telling me. You said no to ${programme.name}, and that is respected: you will not be paired, and I do not write to you about it again.`,
    ),
    say('Should you change your mind, type “home” and your invitation is there.'),
    actions(homeButton, contactButton),
  )

/** An old “No” pressed by somebody who has joined since. */
export const joinedAlready = (programme: Programme): Message =>
  message(
    `You have joined ${programme.name}; nothing has changed.`,
    say(
      text`You have joined ${programme.name}, so this button no longer applies and nothing has changed. If you would rather stop, you can take a break or leave; neither needs a reason.`,
    ),
    actions(
      button('Take a break', 'presence', 'pause', 'me'),
      button('Leave', 'presence', 'leave', 'me'),
      homeButton,
    ),
  )

/** The one reminder after a yes without the form. */
export const detailsReminder = (participant: Participant, hours: Hours): Message =>
  message(
    'Would you confirm your working hours and goals?',
    say(
      text`Good to have you, ${firstName(participant.name)}. Would you confirm your working hours and what you hope for? It takes two minutes and helps to find you the right partner.`,
    ),
    say(text`Until you do, I go by ${sayHours(hours)}. I do not ask again; the form is always under “Home”.`),
    actions(details('Confirm my details', participant.id, true), homeButton),
  )

export const confirmed = (participant: Participant, hours: Hours): Message =>
  message(
    'Thank you, your details are saved.',
    say(
      text`Thank you, ${firstName(participant.name)}. You have said yes, and this is what I go by from now on:`,
    ),
    {
      type: 'facts',
      facts: [
        { label: 'Working hours', value: sayHours(hours) },
        { label: 'You hope for', value: sayList(participant.goals) || 'nothing noted yet' },
        { label: 'You offer', value: sayList(participant.offers) || 'nothing noted yet' },
        ...(hours.daysOff.length > 0 ? [{ label: 'Days off', value: `${hours.daysOff.length} noted` }] : []),
      ],
    },
    say(
      'Your goals and offers are shown to your partner. Outside your hours I write only about a meeting that is booked.',
    ),
    actions(homeButton, details('Change my details', participant.id), helpButton),
  )

const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const

/** `hours`: as they are known so far. `apart`: how many they would rather not be paired with. */
export const detailsForm = (
  participant: Participant,
  programme: Programme,
  hours: Hours,
  apart: number,
): Form => {
  const week = shownWeek(hours.week)
  const zones = [...new Set([hours.zone, ...COMMON_ZONES])]
  return {
    type: 'form',
    flow: 'onboarding',
    name: 'details',
    subject: participant.id,
    title: 'Your details',
    invitation: 'Please confirm your working hours and what you hope for; it takes two minutes.',
    intro: [
      say(
        text`For ${programme.name}. Goals and offers are shown to your partner; hours and days off are used to find times.`,
      ),
    ],
    inputs: [
      {
        type: 'choice',
        name: 'zone',
        label: 'Your time zone',
        hint: null,
        required: true,
        options: zones.map((zone) => ({ value: zone, label: zoneLabel(zone) })),
        most: 1,
        initial: [hours.zone],
      },
      {
        type: 'text',
        name: 'other-zone',
        label: 'Another time zone',
        hint: 'Only if yours is not in the list, such as Africa/Kampala.',
        required: false,
        lines: 'one',
        max: 60,
        initial: null,
        private: false,
      },
      {
        type: 'choice',
        name: 'days',
        label: 'Your working days',
        hint: null,
        required: true,
        options: DAYS.map((label, index) => ({ value: String(index + 1), label })),
        most: 7,
        initial: week.days,
      },
      { type: 'time', name: 'from', label: 'From', hint: null, required: true, initial: week.from },
      { type: 'time', name: 'to', label: 'To', hint: null, required: true, initial: week.to },
      phrases('goals', 'What you hope for', participant.goals),
      phrases('offers', 'What you offer', participant.offers),
      {
        type: 'text',
        name: 'days-off',
        label: 'Days off',
        hint: 'One a line, such as “25 December” or “24 December to 2 January”.',
        required: false,
        lines: 'many',
        max: 2000,
        initial: hours.daysOff.map(String).join('\n') || null,
        private: false,
      },
      {
        type: 'text',
        name: 'not-with',
        label: 'Rather not paired with',
        hint: `E-mail addresses or full names, one a line. Kept encrypted, for pairing alone: no person reads it, and coordinators see only that two people are kept apart. A pair that already waits for their yes may then be withdrawn.${
          apart > 0
            ? ` ${sayCount(apart, 'entry is', 'entries are')} kept; leave this empty to keep that, or write “nobody” to forget it.`
            : ''
        }`,
        required: false,
        lines: 'many',
        max: MOST_PHRASES * (LONGEST_PHRASE + 2),
        initial: null,
        private: true,
      },
    ],
    submit: 'Save',
  }
}

const phrases = (name: string, label: string, initial: readonly string[]) =>
  ({
    type: 'text',
    name,
    label,
    hint: `One a line, up to ${MOST_PHRASES}.`,
    required: false,
    lines: 'many',
    max: MOST_PHRASES * (LONGEST_PHRASE + 2),
    initial: initial.join('\n') || null,
    private: false,
  }) as const

const zoneLabel = (zone: string): string => {
  const [region] = zone.split('/')
  return zone.includes('/') ? `${sayZone(zone)} (${region})` : sayZone(zone)
}

export const sayMistake = (mistake: Mistake): string => {
  switch (mistake.type) {
    case 'no-zone':
      return 'I do not know this zone. Please type it like Europe/London or Africa/Lagos.'
    case 'ends-before-start':
      return 'This has to be later than the time in “From”.'
    case 'no-date':
      return `I could not read “${mistake.line.slice(0, 40)}”. Please write a date like 25 December, or two with “to” between them, at most two months apart.`
    case 'too-many':
      return `Please keep this to ${mistake.most} at most.`
    case 'too-long':
      return `Please keep each line to ${mistake.most} characters.`
  }
}

/** A button that is not theirs, or that stands for nothing any more. */
export const notYours = (): Message =>
  message(
    'This invitation is not for you, or no longer open.',
    say('Only the person who was invited can do that, so nothing has changed.'),
    actions(homeButton, helpButton),
  )

/** An invitation whose person has left since. */
export const over = (programme: Programme): Message =>
  message(
    `You have left ${programme.name}.`,
    say(text`You have left ${programme.name}, so this no longer applies.`),
    sayNoWayBack(programme),
    quiet('“Home” shows where things stand.'),
    actions(homeButton, helpButton),
  )
