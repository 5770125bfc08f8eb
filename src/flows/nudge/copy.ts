import type { Temporal } from 'temporal-polyfill'
import { hasEnded, present } from '../../core/meetings.ts'
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
  text,
} from '../../core/message.ts'
import type { Participant, Programme } from '../../core/model.ts'
import { sayDay, sayFirstNames, sayNames } from '../../core/saying.ts'
import { homeButton, meetingsButton } from '../copy.ts'
import type { Facts } from './schedule.ts'

const partnersOf = ({ pair }: Facts, me: Participant): string =>
  sayFirstNames(present(pair).filter(({ id }) => id !== me.id))

const namesIn = ({ pair }: Facts): string => sayNames(present(pair))

/** What a nudge says: another thing each time. `last` is the last before coordinators hear of it. */
const words = (
  which: 'first' | 'second' | 'later' | 'last',
  partners: string,
  trio: boolean,
  met: boolean,
): readonly [string, string] => {
  const meeting = met ? 'next meeting' : 'first meeting'
  switch (which) {
    case 'first':
      return [
        `Your ${meeting} with ${partners} can be booked.`,
        `In this programme your side suggests the first times. It takes a minute: ${trio ? 'choose a time, and it is booked once everyone has said yes' : 'choose up to three, and a tap from your partner settles it'}.`,
      ]
    case 'second':
      return [
        `Shall we find a time for you and ${partners}?`,
        'Either of you can suggest one. The list holds only times that suit both of your working hours.',
      ]
    case 'later':
      return [
        `Busy weeks? Half an hour with ${partners} is a good ${met ? 'way to keep going' : 'start'}.`,
        'A short meeting counts as much as a long one, and you can move it later if you need to.',
      ]
    case 'last':
      return [
        `Meeting ${partners} is still open, and there is no rush.`,
        'This is the last reminder for now. If this is not the moment, you can pause for a while. If nothing is booked in the next days, your coordinators will know, so that they can help.',
      ]
  }
}

const which = (number: number, { settings }: Programme): 'first' | 'second' | 'later' | 'last' => {
  if (number === 1) return 'first'
  if (number >= settings.nudgeAfterWorkingDays.length) return 'last'
  return number === 2 ? 'second' : 'later'
}

const lead = (...more: readonly Action[]): Part => actions(...more, homeButton)

/** What a nudge that was sent shows once a meeting has been booked; `me` is null for a coordinator. */
export const booked = (facts: Facts, me: Participant | null): Message => {
  const words = me
    ? `Since this reminder, a meeting with ${partnersOf(facts, me)} has been booked. Thank you.`
    : `Since this note, ${namesIn(facts)} have booked a meeting.`
  return message(words, say(words), lead(...(me ? [meetingsButton] : [])))
}

/** What a nudge that was sent shows once the pair has ended; `me` is null for a coordinator, and for somebody who left. */
export const over = ({ programme }: Facts, me: Participant | null): Message => {
  const words = me
    ? `This pairing in ${programme.name} has ended, so there is nothing to book.`
    : `This pairing in ${programme.name} has ended.`
  return message(words, say(words), lead())
}

/** A nudge to a partner. */
export const nudge = (facts: Facts, me: Participant, number: number, now: Temporal.Instant): Message => {
  const partners = partnersOf(facts, me)
  const met = facts.meetings.some((meeting) => hasEnded(meeting, now))
  const [summary, more] = words(which(number, facts.programme), partners, present(facts.pair).length > 2, met)
  return message(
    summary,
    say(text`${strong(summary)}`),
    say(more),
    actions(
      button('Schedule a meeting', 'scheduling', 'schedule', facts.pair.id, { style: 'primary' }),
      button('Pause for a while', 'presence', 'pause', 'me'),
      homeButton,
    ),
  )
}

/** To a coordinator: who may need help. Says only that nothing is booked, and since when. */
export const escalation = (facts: Facts, since: Temporal.Instant): Message => {
  const { programme } = facts
  const names = namesIn(facts)
  const day = sayDay(since, programme.timeZone)
  const summary = `${names} have had nothing booked since ${day}.`
  return message(
    summary,
    { type: 'heading', text: 'A pair that may like a hand' },
    say(
      text`${strong(names)} have had nothing booked since ${day}. Each was reminded; they will not be again for now.`,
    ),
    say(
      'A friendly word often helps more than another reminder. Time away, or a change of circumstances, is a fine reason.',
    ),
    quiet(`You are told because you coordinate ${programme.name}.`),
    actions(
      button('Show all pairs', 'drafts', 'pairs', programme.id, { style: 'primary' }),
      button('Overview', 'overview', 'overview', programme.id),
    ),
  )
}
