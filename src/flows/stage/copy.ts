import {
  type Action,
  actions,
  button,
  type Message,
  message,
  quiet,
  say,
  strong,
  text,
} from '../../core/message.ts'
import type { Participant, Programme } from '../../core/model.ts'
import { sayFirstNames } from '../../core/saying.ts'
import { homeButton, meetingsButton } from '../copy.ts'

const schedule = (pairId: string, label: string): Action =>
  button(label, 'scheduling', 'schedule', pairId, { style: 'primary' })
const contact = ({ contact }: Programme) =>
  quiet(
    `Anything that you would rather not raise here? ${contact.name} (${contact.email}) is independent of every organisation in the programme.`,
  )

/** What a pair may have behind it when it is told what to agree on: a meeting that was held, or one that is booked. */
export type Behind = 'met' | 'booked' | 'nothing'

/** What to agree on first. `first` says whether the reader's side books. */
export const contracting = (
  partners: readonly Participant[],
  pairId: string,
  programme: Programme,
  first: boolean,
  behind: Behind,
): Message =>
  message(
    behind === 'met'
      ? `A few things for you and ${sayFirstNames(partners)} to agree on, if you have not yet.`
      : `Before you begin: a few things for you and ${sayFirstNames(partners)} to agree on.`,
    { type: 'heading', text: behind === 'met' ? 'Good to agree on' : 'Before you begin' },
    say(
      behind === 'met'
        ? text`You and ${strong(sayFirstNames(partners))} learn from each other as equals. That goes best when you agree on a few things. What you have not talked about yet needs a few minutes of your next meeting.`
        : text`You and ${strong(sayFirstNames(partners))} learn from each other as equals. That goes best when you agree on a few things first; half an hour of your first conversation is enough.`,
    ),
    {
      type: 'list',
      items: [
        text`${strong('Confidence:')} what stays between you, and where it ends, such as when someone is at risk of harm.`,
        text`${strong('Who books:')} ${
          behind === 'nothing'
            ? `${
                first
                  ? 'your side makes the first move, so the first invitation is yours'
                  : 'the other side makes the first move'
              }; agree how you go on after that.`
            : 'which of you suggests the next meeting.'
        }`,
        text`${strong('Notice:')} how early you tell each other when something comes up.`,
        text`${strong('Off limits:')} topics that either of you would rather leave out. No reason is needed.`,
        text`${strong('Both learn:')} what each of you brings, and what each hopes to take away.`,
      ],
    },
    say('You can change any of it later. Nobody needs to hear what you agreed.'),
    actions(
      behind === 'booked'
        ? meetingsButton
        : schedule(pairId, first || behind === 'met' ? 'Find a time to meet' : 'See possible times'),
      homeButton,
    ),
    contact(programme),
  )

/** The first meeting is due; nothing is booked yet. */
export const firstMeeting = (
  partners: readonly Participant[],
  pairId: string,
  programme: Programme,
  first: boolean,
  by: string,
): Message =>
  message(
    `Time for your first meeting with ${sayFirstNames(partners)}: any day up to ${by}.`,
    { type: 'heading', text: 'Your first meeting' },
    say(
      text`It is time for you and ${strong(sayFirstNames(partners))} to meet for the first time, if you can by ${by}. An hour is plenty, on a call or somewhere away from both your offices.`,
    ),
    say(
      first
        ? partners.length > 1
          ? 'Your side books first. Choose a time that suits you; it is booked once everyone has said yes.'
          : 'Your side books first. Choose a few times that suit you; they only have to accept one.'
        : `The first invitation comes from ${sayFirstNames(partners.filter(({ side }) => side === programme.booksFirst))}. If you would like to suggest a time yourself, you are welcome to.`,
    ),
    say(
      'Ideas for the hour: how each of you came to where you are, what you hope for, and what you would like to agree on.',
    ),
    actions(schedule(pairId, first ? 'Find a time to meet' : 'Suggest a time'), homeButton),
  )

/** The same, once a first meeting has been booked. */
export const firstMeetingBooked = (partners: readonly Participant[]): Message =>
  message(
    `A first meeting with ${sayFirstNames(partners)} has been booked.`,
    { type: 'heading', text: 'Your first meeting' },
    say(
      text`A first meeting with ${strong(sayFirstNames(partners))} has been booked. There is nothing more to do here.`,
    ),
    actions(meetingsButton, homeButton),
  )

/** A message about a pair that has ended since. */
export const ended = (programme: Programme): Message =>
  message(
    'This pairing has ended.',
    say(`This pairing in ${programme.name} has ended. There is nothing to do here.`),
    actions(homeButton),
  )

/** A message to somebody who is in no pair any more. */
export const over = (programme: Programme): Message =>
  message(
    `You are in no pair of ${programme.name} at the moment.`,
    say(`You are in no pair of ${programme.name} at the moment. There is nothing to do here.`),
    actions(homeButton),
  )

/** Half of the programme has gone. */
export const halfway = (
  partners: readonly Participant[],
  pairIds: readonly string[],
  goals: readonly string[],
  programme: Programme,
): Message =>
  message(
    `You are halfway through ${programme.name}: a moment to look back and ahead.`,
    { type: 'heading', text: 'Halfway' },
    say(
      text`You and ${strong(sayFirstNames(partners))} are halfway through ${programme.name}. Take a little of your next meeting to look back and ahead, together.`,
    ),
    ...(goals.length > 0
      ? [
          say('When you joined, you hoped for this:'),
          { type: 'list' as const, items: goals.map((goal) => text`${goal}`) },
        ]
      : []),
    {
      type: 'list',
      items: [
        text`What has each of you learned so far? Is it going both ways?`,
        text`Which of your hopes have moved, and which still wait?`,
        text`What would you change in how you meet, and in what you agreed at the start?`,
      ],
    },
    actions(...bookAndWrite(pairIds), homeButton),
    contact(programme),
  )

/** The programme comes to its end. */
export const closing = (
  partners: readonly Participant[],
  pairIds: readonly string[],
  programme: Programme,
): Message =>
  message(
    `${programme.name} is coming to its close: thank you, and some thoughts for a last meeting.`,
    { type: 'heading', text: 'Closing' },
    say(
      text`Thank you. You and ${strong(sayFirstNames(partners))} have given ${programme.name} your time and your trust. A last meeting together rounds it off:`,
    ),
    {
      type: 'list',
      items: [
        text`What has each of you learned from the other, and what will you do differently?`,
        text`What do you want to say thank you for?`,
        text`Would you like to go on meeting, or end here? Either is fine; go on only if both of you want to.`,
      ],
    },
    say('If you are in the middle of something, say so to each other, and agree how to finish it.'),
    actions(...bookAndWrite(pairIds), homeButton),
    contact(programme),
  )

const bookAndWrite = ([pairId, another]: readonly string[]): readonly Action[] =>
  pairId === undefined || another !== undefined
    ? []
    : [schedule(pairId, 'Find a time to meet'), button('Write for myself', 'reflection', 'write', pairId)]

/** Stages are told, and never spoken to. */
export const nothingHere = (): Message =>
  message(
    'There is nothing to do here any more.',
    say('There is nothing to do here any more. Home shows what is next for you.'),
    actions(homeButton),
  )
