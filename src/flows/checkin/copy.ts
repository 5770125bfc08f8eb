import type { Temporal } from 'temporal-polyfill'
import { startOf } from '../../core/meetings.ts'
import {
  type Action,
  actions,
  button,
  type Form,
  type Input,
  type Message,
  message,
  quiet,
  say,
  strong,
  text,
} from '../../core/message.ts'
import { sayDay, sayWhen } from '../../core/saying.ts'
import { homeButton, meetingsButton } from '../copy.ts'
import { type Look, partnersOf, zoneOf } from './facts.ts'

const FLOW = 'checkin'
/** The longest note on what is next, in characters. */
const NEXT_MAX = 1000

const PRIVATE =
  'This is between you and Duologue. Your partner never sees it; coordinators see figures of whole groups, never your words.'

const schedule = ({ pair }: Look, label: string): Action =>
  button(label, 'scheduling', 'schedule', pair.id, { style: 'primary' })
const reflect = ({ pair }: Look): Action => button('Write a reflection', 'reflection', 'write', pair.id)

/** "Tuesday 20 January at 10:00, London time". */
const when = (look: Look): string => sayWhen(startOf(look.meeting), zoneOf(look))

/** The question after a meeting. `number` is how often it has been asked, this time included. */
export const question = (look: Look, number: number): Message => {
  const partners = partnersOf(look)
  const summary =
    number === 1
      ? `Did you and ${partners} meet on ${when(look)}?`
      : `Have you and ${partners} met since? You had planned ${when(look)}.`
  return message(
    summary,
    say(text`${strong(summary)}`),
    actions(
      button('Yes, we met', FLOW, 'yes', look.meeting.id, { style: 'primary' }),
      button('Not yet', FLOW, 'not-yet', look.meeting.id),
      button('It did not happen', FLOW, 'no', look.meeting.id),
    ),
    quiet(PRIVATE),
  )
}

/** How a meeting stands after what they said; the question itself while they have said nothing. */
export const standing = (look: Look, number: number, again: Temporal.Instant | null): Message => {
  switch (look.said?.met) {
    case undefined:
      return question(look, number)
    case 'yes':
      return met(look)
    case 'not-yet':
      return notYet(look, again)
    case 'no':
      return didNotHappen(look)
  }
}

const met = (look: Look): Message => {
  const whole = look.said?.rating != null
  const summary = `Noted: you and ${partnersOf(look)} met.`
  return message(
    whole ? `${summary} Thank you for telling me.` : summary,
    say(
      whole
        ? `${summary} Thank you for telling me.`
        : `${summary} Would you say in a few words how it was? It takes half a minute.`,
    ),
    actions(
      whole
        ? button('Change what I said', FLOW, 'open', look.meeting.id)
        : button('Say how it was', FLOW, 'open', look.meeting.id, { style: 'primary' }),
      reflect(look),
      button('Schedule the next one', 'scheduling', 'schedule', look.pair.id),
      homeButton,
    ),
    quiet(PRIVATE),
  )
}

const notYet = (look: Look, again: Temporal.Instant | null): Message => {
  const words = again
    ? `No problem. I will ask again on ${sayDay(again, zoneOf(look))}.`
    : 'No problem. I will not ask about this one again; type check-in when you have met.'
  return message(
    words,
    say(words),
    actions(
      button('We have met now', FLOW, 'yes', look.meeting.id),
      schedule(look, 'Find another time'),
      homeButton,
    ),
  )
}

const didNotHappen = (look: Look): Message =>
  message(
    'Thank you for telling me. Shall we find another time?',
    say(
      text`Thank you for telling me. These things happen. Shall we find another time for you and ${partnersOf(look)}?`,
    ),
    actions(
      schedule(look, 'Find another time'),
      button('Change what I said', FLOW, 'open', look.meeting.id),
      homeButton,
    ),
  )

// Answers to acts.

export const notYours = message(
  'Only the people who had this meeting can look back on it. Nothing has changed.',
  say('Only the people who had this meeting can look back on it. Nothing has changed.'),
  actions(meetingsButton, homeButton),
)

export const tooEarly = (look: Look): Message => {
  const words = `Your meeting with ${partnersOf(look)} is on ${sayWhen(startOf(look.meeting), zoneOf(look))}. You will be asked about it afterwards.`
  return message(words, say(words), actions(meetingsButton, homeButton))
}

export const cancelled = (look: Look): Message =>
  message(
    'This meeting was cancelled, so there is nothing to look back on.',
    say('This meeting was cancelled, so there is nothing to look back on.'),
    actions(schedule(look, 'Schedule a meeting'), homeButton),
  )

/** Nothing waits for an answer. `last` is the latest meeting that they have answered; null when there was none. */
export const nothingOpen = (last: Look | null): Message => {
  const words = last
    ? `You have already said how your meeting on ${when(last)} went. Nothing else is open.`
    : 'There is no meeting to look back on yet.'
  return message(
    words,
    say(words),
    actions(
      ...(last ? [button('Change what I said', FLOW, 'open', last.meeting.id)] : []),
      meetingsButton,
      homeButton,
    ),
  )
}

/** `asks` is whether the form also asks whether they met; it does not after a yes. */
export const form = (look: Look, name: 'open' | 'more', asks: boolean): Form => {
  const { said } = look
  const whether: Input = {
    type: 'choice',
    name: 'met',
    label: 'Did you meet?',
    hint: null,
    required: true,
    options: [
      { value: 'yes', label: 'Yes, we met' },
      { value: 'not-yet', label: 'Not yet' },
      { value: 'no', label: 'It did not happen' },
    ],
    most: 1,
    initial: said ? [said.met] : [],
  }
  return {
    type: 'form',
    flow: FLOW,
    name,
    subject: look.meeting.id,
    title: 'How was your meeting?',
    invitation: `Say how your meeting with ${partnersOf(look)} was.`,
    intro: [say(`${partnersOf(look)} and you, ${when(look)}.`), quiet(PRIVATE)],
    inputs: [
      ...(asks ? [whether] : []),
      {
        type: 'scale',
        name: 'rating',
        label: 'How was it?',
        hint: asks ? 'If you have met.' : null,
        required: false,
        from: 1,
        to: 5,
        fromLabel: 'Hard going',
        toLabel: 'Very good',
        initial: said?.rating ?? null,
      },
      {
        type: 'text',
        name: 'next',
        label: 'What would you like to do next?',
        hint: said?.next
          ? 'Kept encrypted. Leave this empty to keep what you wrote before.'
          : 'Only if you like. Kept encrypted, and never sent as a message.',
        required: false,
        lines: 'many',
        max: NEXT_MAX,
        initial: null,
        private: true,
      },
    ],
    submit: 'Send',
  }
}
