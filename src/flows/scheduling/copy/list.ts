import type { Temporal } from 'temporal-polyfill'
import { hasEnded, isComing, isWaiting, startOf, timesLeft } from '../../../core/meetings.ts'
import {
  type Action,
  actions,
  button,
  type Message,
  message,
  type Part,
  say,
  strong,
  text,
} from '../../../core/message.ts'
import type { Meeting } from '../../../core/model.ts'
import { sayWhen, sayZone } from '../../../core/saying.ts'
import { homeButton, onButton } from '../../copy.ts'
import type { Situation } from '../facts.ts'
import { FLOW, myZone, nameOf, partners, sayFully, sayTimeFor, scheduleButton } from './common.ts'

type Instant = Temporal.Instant

const PAST_SHOWN = 3

/** What is coming, what waits and what was, pair by pair. */
export const meetingsList = (all: readonly Situation[], now: Instant): Message => {
  const several = all.length > 1
  const parts: Part[] = []
  const first: Action[] = []
  let coming = 0
  let open = 0
  for (const of of all) {
    const next = of.meetings.filter((meeting) => isComing(meeting, now))
    const waitingHere = of.meetings.filter((meeting) => isWaiting(meeting, now))
    const past = of.meetings
      .filter((meeting) => meeting.state === 'booked' && !isComing(meeting, now))
      .toReversed()
    coming += next.length
    open += waitingHere.length
    if (several) parts.push({ type: 'heading', text: partners(of) })
    if (next.length + waitingHere.length + past.length === 0) {
      parts.push(say(`Nothing booked with ${partners(of)} yet.`))
      first.push(
        scheduleButton(of, several ? onButton(`Schedule with ${partners(of)}`) : 'Schedule a meeting'),
      )
      continue
    }
    const items = [
      ...next.map((meeting) => text`${strong('Coming:')} ${sayFully(of, startOf(meeting))}`),
      ...waitingHere.map((meeting) => text`${strong('Waiting:')} ${waitingLine(of, meeting, now)}`),
      ...past
        .slice(0, PAST_SHOWN)
        .map((meeting) => text`${strong('Past:')} ${sayWhen(startOf(meeting), myZone(of))}`),
    ]
    parts.push({ type: 'list', items })
    if (past.length > PAST_SHOWN) parts.push(say(`And ${past.length - PAST_SHOWN} earlier.`))
    for (const meeting of waitingHere)
      first.push(
        button(
          meeting.acceptedBy.includes(of.me.id) ? 'See what is waiting' : 'Answer the suggestion',
          FLOW,
          'show',
          meeting.id,
          { style: 'primary' },
        ),
      )
    for (const meeting of next.slice(0, 1)) {
      const suffix = several ? ` (${partners(of)})` : ''
      first.push(button(onButton(`See the next meeting${suffix}`), FLOW, 'show', meeting.id))
    }
    if (waitingHere.length === 0)
      first.push(
        button(
          onButton(several ? `Schedule with ${partners(of)}` : 'Schedule a meeting'),
          FLOW,
          'schedule',
          of.pair.id,
        ),
      )
    const [latest] = past
    if (latest && hasEnded(latest, now) && !several)
      first.push(button('How was the last one?', 'checkin', 'open', latest.id))
  }
  const summary =
    coming > 0
      ? `You have ${coming === 1 ? 'one meeting' : `${coming} meetings`} coming up.`
      : open > 0
        ? 'A suggestion is waiting for an answer.'
        : 'You have no meetings coming up.'
  return message(summary, say(summary), ...parts, actions(...first.slice(0, 5), homeButton))
}

const waitingLine = (of: Situation, meeting: Meeting, now: Instant): string => {
  const times = `${timesLeft(meeting, now)
    .map((at) => sayTimeFor(of, at))
    .join('; ')}, in ${sayZone(myZone(of))}`
  if (meeting.proposedBy === of.me.id) return `you suggest ${times}`
  return meeting.acceptedBy.includes(of.me.id)
    ? `you have said yes to ${times}`
    : `${meeting.proposedBy ? nameOf(of, meeting.proposedBy) : 'Duologue'} suggests ${times}`
}
