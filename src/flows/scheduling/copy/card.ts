import type { Temporal } from 'temporal-polyfill'
import { isBefore } from '../../../core/calendar.ts'
import type { Context } from '../../../core/flow.ts'
import {
  calendarLinkUntil,
  hasEnded,
  isComing,
  isWaiting,
  startOf,
  timesLeft,
} from '../../../core/meetings.ts'
import {
  type Action,
  actions,
  button,
  type Message,
  message,
  type Part,
  plain,
  say,
  strong,
  text,
} from '../../../core/message.ts'
import type { Meeting } from '../../../core/model.ts'
import { sayDay, sayFirstNames, sayMinutes, sayTime, sayWhen, sayZone } from '../../../core/saying.ts'
import { homeButton, meetingsButton } from '../../copy.ts'
import { partnersOf, type Situation } from '../facts.ts'
import { writeChoice } from '../subjects.ts'
import {
  FLOW,
  myZone,
  nameOf,
  partners,
  sayFully,
  sayTimeFor,
  scheduleButton,
  strainsFor,
  strainWords,
} from './common.ts'

type Instant = Temporal.Instant

/** How a meeting stands for a reader: what its card, and every message about it, shows from now on. */
export const card = (of: Situation, about: Meeting, context: Context): Message => {
  const meeting = inItsPlace(of, about)
  switch (meeting.state) {
    case 'proposed':
      if (!isWaiting(meeting, context.now)) return passed(of)
      if (meeting.proposedBy === of.me.id) return waiting(of, meeting, context.now)
      return meeting.acceptedBy.includes(of.me.id)
        ? halfAgreed(of, meeting)
        : proposal(of, meeting, context.now)
    case 'booked':
      return isBefore(context.now, startOf(meeting))
        ? booked(of, meeting, context)
        : begun(of, meeting, context)
    case 'cancelled':
      return meeting.bookedAt ? cancelled(of, meeting, context) : closed(of, meeting, context.now)
  }
}

/** The meeting that this reader is to look at instead; the same where there is none. */
export const inItsPlace = (of: Situation, meeting: Meeting): Meeting => {
  const instead = movedTo(of, meeting) ?? answeredWith(of, meeting)
  return instead ? inItsPlace(of, instead) : meeting
}

/** The meeting that a proposal has moved: the one to look at instead. */
const movedTo = (of: Situation, { state, moves, cancelledAt }: Meeting): Meeting | null =>
  (state === 'cancelled' &&
    of.meetings.find(
      ({ id, bookedAt }) => id === moves && bookedAt && cancelledAt && bookedAt.equals(cancelledAt),
    )) ||
  null

/** The reader's own suggestion, which took the place of a proposal, while it stands or once it is booked. */
const answeredWith = (of: Situation, { id, state, cancelledAt }: Meeting): Meeting | null =>
  (state === 'cancelled' &&
    of.meetings.find(
      (other) =>
        other.id !== id &&
        other.state !== 'cancelled' &&
        other.proposedBy === of.me.id &&
        cancelledAt?.equals(other.proposedAt),
    )) ||
  null

/** The booked meeting that a proposal would move, while it still stands. */
export const standing = (of: Situation, { moves }: Meeting, now: Instant): Meeting | null =>
  of.meetings.find((other) => other.id === moves && isComing(other, now)) ?? null

/** That the meeting to be moved stands; nothing when there is none. */
export const standingWords = (
  of: Situation,
  meeting: Meeting,
  now: Instant,
  stays = 'stands until then',
): readonly Part[] => {
  const stands = standing(of, meeting, now)
  return stands ? [say(text`Your meeting on ${sayWhen(startOf(stands), myZone(of))} ${stays}.`)] : []
}

/** The times of a proposal, with what each asks of whom. */
export const timesList = (of: Situation, times: readonly Instant[]): Part => ({
  type: 'list',
  items: times.map(
    (at) => text`${sayTimeFor(of, at)}${strainWords(of, { at, strains: strainsFor(of, at) })}`,
  ),
})

const proposal = (of: Situation, meeting: Meeting, now: Instant): Message => {
  const times = timesLeft(meeting, now)
  const by = meeting.proposedBy === null ? null : nameOf(of, meeting.proposedBy)
  const length = sayMinutes(meeting.minutes)
  const [only] = times
  const one = times.length === 1 && only !== undefined
  const others = partners(of)
  const opening = by
    ? standing(of, meeting, now)
      ? `${by} would like to move your meeting`
      : `${by} would like to meet`
    : `How about meeting ${others}`
  const moving = by !== null && standing(of, meeting, now) !== null
  const summary = one
    ? `${opening} ${moving ? 'to' : 'on'} ${sayWhen(only, myZone(of))}${by ? '.' : '?'}`
    : `${opening}: ${times.length} times to choose from.`
  return message(
    summary,
    { type: 'heading', text: by ? `${by} suggests ${one ? 'a time' : 'some times'}` : 'A time to meet?' },
    say(
      by
        ? text`${opening}${moving ? `. It would last ${length}` : ` for ${length}`}. ${one ? 'Does this suit you?' : 'Which of these suits you best?'}`
        : text`Nothing is booked yet with ${others}, so here is a time that is free for everyone, for ${length}. One tap each settles it.`,
    ),
    timesList(of, times),
    say(
      partnersOf(of).length > 1
        ? `Your times are in ${sayZone(myZone(of))}. It is booked once everyone has said yes.`
        : `Your times are in ${sayZone(myZone(of))}.`,
    ),
    ...standingWords(of, meeting, now),
    actions(
      ...times.map((at) =>
        button(
          one ? 'Yes, book it' : `${sayDay(at, myZone(of))} at ${sayTime(at, myZone(of))}`,
          FLOW,
          'accept',
          writeChoice(meeting.id, at),
          { style: 'primary' },
        ),
      ),
      button('Suggest other times', FLOW, 'others', meeting.id),
      button('Decline', FLOW, 'decline', meeting.id, {
        confirm: {
          title: 'Decline these times?',
          text: by
            ? `${by} will be told that ${one ? 'this time does' : 'these times do'} not suit you, and nothing more.`
            : 'This time will not be booked.',
          yes: 'Decline',
          no: 'Go back',
        },
      }),
    ),
  )
}

const waiting = (of: Situation, meeting: Meeting, now: Instant): Message => {
  const others = partners(of)
  const times = timesLeft(meeting, now)
  return message(
    `You have suggested ${times.length === 1 ? 'a time' : `${times.length} times`} to ${others}.`,
    { type: 'heading', text: `Waiting for ${others}` },
    say(
      text`You have suggested to meet for ${sayMinutes(meeting.minutes)}. You will hear as soon as there is an answer.`,
    ),
    timesList(of, times),
    say(`Your times are in ${sayZone(myZone(of))}.`),
    ...standingWords(of, meeting, now),
    actions(
      button('Change the times', FLOW, 'others', meeting.id),
      button('Take it back', FLOW, 'withdraw', meeting.id, {
        confirm: {
          title: times.length === 1 ? 'Take this time back?' : 'Take these times back?',
          text: `${others} will no longer be able to ${times.length === 1 ? 'accept it' : 'choose one of them'}.`,
          yes: times.length === 1 ? 'Take it back' : 'Take them back',
          no: 'Go back',
        },
      }),
      meetingsButton,
    ),
  )
}

const halfAgreed = (of: Situation, meeting: Meeting): Message => {
  const missing = partnersOf(of).filter(({ id }) => !meeting.acceptedBy.includes(id))
  const names = sayFirstNames(missing) || 'your partner'
  return message(
    `You said yes to ${sayWhen(startOf(meeting), myZone(of))}; it is booked once ${names} has too.`,
    { type: 'heading', text: `Waiting for ${names}` },
    say(text`You said yes to ${strong(sayFully(of, startOf(meeting)))}, for ${sayMinutes(meeting.minutes)}.`),
    say(`It is booked as soon as ${names} says yes too.`),
    actions(
      button('Suggest other times', FLOW, 'others', meeting.id),
      button('Decline after all', FLOW, 'decline', meeting.id),
      meetingsButton,
    ),
  )
}

const passed = (of: Situation): Message =>
  message(
    'These times have passed without an answer. Nothing was booked.',
    say('These times have passed without an answer, so nothing was booked.'),
    actions(scheduleButton(of, 'Choose new times'), meetingsButton),
  )

/** A meeting that is coming. */
export const booked = (of: Situation, meeting: Meeting, context: Context): Message => {
  const at = startOf(meeting)
  const others = partners(of)
  const move = of.meetings.find((other) => other.moves === meeting.id && isWaiting(other, context.now))
  return message(
    `You are meeting ${others} on ${sayWhen(at, myZone(of))}.`,
    { type: 'heading', text: `You are meeting ${others}` },
    say(text`${strong(sayFully(of, at))}, for ${sayMinutes(meeting.minutes)}.`),
    ...(move
      ? [
          say(
            move.acceptedBy.includes(of.me.id)
              ? `You have suggested another time. This one stands until ${others} says yes.`
              : `${nameOf(of, move.proposedBy)} has suggested another time. This one stands until you say yes.`,
          ),
        ]
      : []),
    say(
      `The calendar link leaves this chat. It works until ${sayDay(calendarLinkUntil(context.now), myZone(of))} and is yours alone; a new one stops all earlier ones.`,
    ),
    actions(
      calendarLink('Add to calendar (leaves this chat)', of, meeting, context),
      ...(move ? [button('See the other time', FLOW, 'show', move.id)] : []),
      button('Reschedule', FLOW, 'reschedule', meeting.id),
      cancelButton(of, meeting),
      button('New calendar link', FLOW, 'relink', meeting.id),
    ),
  )
}

const cancelButton = (of: Situation, meeting: Meeting, label = 'Cancel'): Action =>
  button(label, FLOW, 'cancel', meeting.id, {
    style: 'danger',
    confirm: {
      title: 'Cancel this meeting?',
      text: `${partners(of)} will be told that ${sayDay(startOf(meeting), myZone(of))} is off. No reason is asked for.`,
      yes: 'Cancel the meeting',
      no: 'Keep it',
    },
  })

/** All that is left of a message once a later one has the card: one card is enough. */
export const retold = (of: Situation, about: Meeting): Message => {
  const meeting = inItsPlace(of, about)
  const when = sayFully(of, startOf(meeting))
  const words =
    meeting.state === 'booked'
      ? text`Settled: ${strong(when)}, with ${partners(of)}.`
      : text`The meeting on ${when} is cancelled.`
  return message(plain(words), say(words), actions(of.pair.endedAt ? homeButton : meetingsButton))
}

const begun = (of: Situation, meeting: Meeting, { now }: Context): Message => {
  const when = sayWhen(startOf(meeting), myZone(of))
  return hasEnded(meeting, now)
    ? message(
        `Your meeting with ${partners(of)} was on ${when}.`,
        say(text`Your meeting with ${partners(of)} was on ${when}.`),
        actions(
          button('How was it?', 'checkin', 'open', meeting.id),
          scheduleButton(of, 'Schedule the next one'),
          meetingsButton,
        ),
      )
    : message(
        `Your meeting with ${partners(of)} began on ${when}.`,
        say(text`Your meeting with ${partners(of)} began on ${when}. Enjoy it.`),
        actions(meetingsButton),
      )
}

const cancelled = (of: Situation, meeting: Meeting, context: Context): Message => {
  const when = sayWhen(startOf(meeting), myZone(of))
  const over = of.pair.endedAt !== null
  return message(
    `The meeting on ${when} is cancelled.`,
    { type: 'heading', text: 'Cancelled' },
    say(text`The meeting on ${when} is cancelled. I let everyone know. ${inCalendar(of, context)}`),
    actions(
      ...(over ? [] : [scheduleButton(of, 'Choose another time')]),
      calendarLink('Update my calendar (leaves this chat)', of, meeting, context),
      over ? homeButton : meetingsButton,
    ),
  )
}

/** Leads out of the chat, to the calendar entry of a meeting. */
export const calendarLink = (
  label: string,
  of: Situation,
  meeting: Meeting,
  { links, now }: Context,
): Action => ({
  type: 'link',
  label,
  url: links.calendar(meeting.id, of.me.id, now),
})

/** What a link does about a meeting that is off. */
export const inCalendar = (of: Situation, { now }: Context): string =>
  `If it is in your calendar, the link below marks it as cancelled there. It works until ${sayDay(calendarLinkUntil(now), myZone(of))}.`

/** A proposal that this reader declined. In a pair of three nobody can tell which of the two it was. */
const wasDeclinedBy = (of: Situation, meeting: Meeting): boolean => {
  const { proposedBy, acceptedBy, cancelledAt } = meeting
  const overtaken = of.meetings.some(
    (other) => other.id !== meeting.id && cancelledAt && other.proposedAt.equals(cancelledAt),
  )
  const takenBack = proposedBy !== null && !acceptedBy.includes(proposedBy)
  return (
    proposedBy !== null &&
    partnersOf(of).length === 1 &&
    of.pair.endedAt === null &&
    !acceptedBy.includes(of.me.id) &&
    !takenBack &&
    !overtaken
  )
}

const declined = (of: Situation, meeting: Meeting, now: Instant): Message =>
  message(
    'You have declined. Nothing new was booked.',
    say(
      meeting.proposedBy
        ? `You have declined. ${nameOf(of, meeting.proposedBy)} is told, without a reason.`
        : 'You have declined. This time will not be booked.',
    ),
    ...standingWords(of, meeting, now, 'still stands'),
    actions(
      standing(of, meeting, now)
        ? button('Suggest other times', FLOW, 'reschedule', meeting.moves ?? '', { style: 'primary' })
        : scheduleButton(of, 'Suggest other times'),
      meetingsButton,
    ),
  )

/** A proposal that was declined, taken back, or overtaken by a newer one. */
const closed = (of: Situation, meeting: Meeting, now: Instant): Message => {
  if (meeting.cancelledAt && timesLeft(meeting, meeting.cancelledAt).length === 0) return passed(of)
  const newer = of.meetings.find(
    (other) =>
      isWaiting(other, now) && meeting.cancelledAt && !isBefore(other.proposedAt, meeting.cancelledAt),
  )
  if (!newer && wasDeclinedBy(of, meeting)) return declined(of, meeting, now)
  const next = of.meetings.find((other) => isComing(other, now))
  const after = newer
    ? ' Newer ones have been suggested since.'
    : next
      ? ` You are meeting on ${sayWhen(startOf(next), myZone(of))}.`
      : ''
  const words = `These times are no longer on offer.${after}`
  if (of.pair.endedAt) return message(words, say(words), actions(homeButton))
  return message(
    words,
    say(words),
    actions(
      newer
        ? button('See the newer times', FLOW, 'show', newer.id, { style: 'primary' })
        : scheduleButton(of, next ? 'Schedule another' : 'Suggest other times'),
      meetingsButton,
    ),
  )
}

/** The card with a sentence before it, of what just happened. */
export const withNews = (news: string, of: Message): Message => ({
  ...of,
  summary: `${news} ${of.summary}`,
  parts: [say(news), ...of.parts],
})

/** The booked card, to whoever asked for a new link to the calendar entry. */
export const relinked = (of: Situation, meeting: Meeting, context: Context): Message => {
  const others = partners(of)
  return withNews(
    `Here is a new calendar link. Old links no longer open, neither yours nor those of ${others}, whose message has a new one too. Calendar entries stay as they are.`,
    card(of, meeting, context),
  )
}
