import type { Temporal } from 'temporal-polyfill'
import { dateIn } from '../../../core/calendar.ts'
import type { Context } from '../../../core/flow.ts'
import { startOf } from '../../../core/meetings.ts'
import { actions, button, type Message, message, say, strong, text } from '../../../core/message.ts'
import type { Meeting } from '../../../core/model.ts'
import { sayDay, sayTime, sayWhen, sayZone } from '../../../core/saying.ts'
import { meetingsButton } from '../../copy.ts'
import type { Situation } from '../facts.ts'
import {
  booked,
  calendarLink,
  card,
  inCalendar,
  standing,
  standingWords,
  timesList,
  withNews,
} from './card.ts'
import { FLOW, myZone, nameOf, partners, scheduleButton } from './common.ts'

type Instant = Temporal.Instant

/** To whoever did not book it. */
export const bookedNews = (of: Situation, meeting: Meeting, context: Context): Message =>
  withNews('It is settled.', card(of, meeting, context))

/** To the partners of `by`, a participant, who called it off. */
export const cancelledNews = (of: Situation, meeting: Meeting, by: string, context: Context): Message => {
  const who = nameOf(of, by)
  const when = sayWhen(startOf(meeting), myZone(of))
  return message(
    `${who} cannot make the meeting on ${when}, so it is cancelled.`,
    { type: 'heading', text: 'A meeting is off' },
    say(
      text`${who} cannot make the meeting on ${strong(when)} after all, so it is cancelled. These things happen.`,
    ),
    say(inCalendar(of, context)),
    actions(
      scheduleButton(of, 'Choose another time'),
      calendarLink('Update my calendar (leaves this chat)', of, meeting, context),
      meetingsButton,
    ),
  )
}

/** To whoever suggested what `by`, a participant, declined. */
export const declinedNews = (of: Situation, meeting: Meeting, by: string, now: Instant): Message => {
  const who = nameOf(of, by)
  const one = meeting.times.length === 1
  const words = one ? `The time does not suit ${who}.` : `None of the times suits ${who}.`
  return message(
    words,
    say(`${words} Other times may be easier.`),
    timesList(of, meeting.times),
    ...standingWords(of, meeting, now, 'still stands'),
    actions(
      standing(of, meeting, now)
        ? button('Suggest other times', FLOW, 'reschedule', meeting.moves ?? '', { style: 'primary' })
        : scheduleButton(of, 'Suggest other times'),
      meetingsButton,
    ),
  )
}

/** Before a booked meeting. */
export const reminder = (of: Situation, meeting: Meeting, context: Context): Message => {
  const at = startOf(meeting)
  const zone = myZone(of)
  const days = dateIn(zone, context.now).until(dateIn(zone, at)).days
  const day = days === 0 ? 'today' : days === 1 ? 'tomorrow' : `on ${sayDay(at, zone)}`
  const heading = `You are meeting ${partners(of)} ${day}`
  const shown = booked(of, meeting, context)
  return {
    ...shown,
    summary: `A reminder: you are meeting ${partners(of)} ${day} at ${sayTime(at, zone)}, ${sayZone(zone)}.`,
    parts: shown.parts.map((part) => (part.type === 'heading' ? { type: 'heading', text: heading } : part)),
  }
}
