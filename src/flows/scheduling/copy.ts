import type { Temporal } from 'temporal-polyfill'
import { dateIn, hoursOf, isBefore } from '../../core/calendar.ts'
import type { Context } from '../../core/flow.ts'
import {
  calendarLinkUntil,
  hasEnded,
  isComing,
  isWaiting,
  present,
  startOf,
  timesLeft,
} from '../../core/meetings.ts'
import {
  type Action,
  actions,
  button,
  type Form,
  type Message,
  message,
  type Option,
  type Part,
  say,
  strong,
  text,
} from '../../core/message.ts'
import type { Meeting } from '../../core/model.ts'
import { firstName, sayDay, sayFirstNames, sayMinutes, sayTime, sayWhen, sayZone } from '../../core/saying.ts'
import { homeButton, statusButton } from '../copy.ts'
import { partnersOf, type Situation, zoneOf } from './facts.ts'
import { LENGTHS, type Offer, type Slot, strainsAt } from './slots.ts'
import { writeChoice, writeForm, writeTime } from './subjects.ts'

type Instant = Temporal.Instant

const FLOW = 'scheduling'
/** The longest label of an option, and of a button. */
const OPTION_MAX = 75
/** How many times one may propose. */
const MOST_TIMES = 3
const USUAL_LENGTH = 60
const PAST_SHOWN = 3

const clip = (words: string, most: number): string =>
  words.length > most ? `${words.slice(0, most - 1)}…` : words

/** "Amina", "Amina and Jo", "your partner". */
const partners = (of: Pick<Situation, 'pair' | 'me'>): string =>
  sayFirstNames(partnersOf(of)) || 'your partner'

const nameOf = ({ pair }: Situation, participantId: string | null): string => {
  const found = pair.members.find(({ id }) => id === participantId)
  return found ? firstName(found.name) : 'Duologue'
}

const myZone = (of: Situation): string => zoneOf(of.me, of.programme)

const shortDay = (at: Instant, zone: string): string => sayDay(at, zone).split(' ')[0] ?? ''

/** "15:00 for Amina"; empty when all of them read the same clock as the reader. */
const elsewhere = (of: Situation, at: Instant): string => {
  const mine = myZone(of)
  const others = partnersOf(of).flatMap((partner) => {
    const zone = zoneOf(partner, of.programme)
    if (sayTime(at, zone) === sayTime(at, mine) && sayDay(at, zone) === sayDay(at, mine)) return []
    const day = sayDay(at, zone) === sayDay(at, mine) ? '' : `${shortDay(at, zone)} `
    return [`${day}${sayTime(at, zone)} for ${firstName(partner.name)}`]
  })
  return others.join(', ')
}

/** "Tuesday 24 November at 10:00 (15:00 for Amina)". */
const sayTimeFor = (of: Situation, at: Instant): string => {
  const mine = myZone(of)
  const theirs = elsewhere(of, at)
  return `${sayDay(at, mine)} at ${sayTime(at, mine)}${theirs && ` (${theirs})`}`
}

/** "Tuesday 24 November at 10:00, London time (15:00 for Amina)". */
const sayFully = (of: Situation, at: Instant): string => {
  const theirs = elsewhere(of, at)
  return `${sayWhen(at, myZone(of))}${theirs && ` (${theirs})`}`
}

const scheduleButton = ({ pair }: Situation, label = 'Schedule a meeting'): Action =>
  button(label, FLOW, 'schedule', pair.id, { style: 'primary' })
const meetingsButton = button('My meetings', FLOW, 'meetings', 'me')

// The card of a meeting: one message that says, whenever it is shown, how things stand for this reader.

/** How a meeting stands for a reader: what its card, and every message about it, shows from now on. */
export const card = (of: Situation, meeting: Meeting, context: Context): Message => {
  const instead = movedTo(of, meeting) ?? answeredWith(of, meeting)
  if (instead) return card(of, instead, context)
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
const standing = (of: Situation, { moves }: Meeting, now: Instant): Meeting | null =>
  of.meetings.find((other) => other.id === moves && isComing(other, now)) ?? null

const standingWords = (
  of: Situation,
  meeting: Meeting,
  now: Instant,
  stays = 'stands until then',
): readonly Part[] => {
  const stands = standing(of, meeting, now)
  return stands ? [say(text`Your meeting on ${sayWhen(startOf(stands), myZone(of))} ${stays}.`)] : []
}

const timesList = (of: Situation, times: readonly Instant[]): Part => ({
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

const booked = (of: Situation, meeting: Meeting, context: Context): Message => {
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

const calendarLink = (label: string, of: Situation, meeting: Meeting, { links, now }: Context): Action => ({
  type: 'link',
  label,
  url: links.calendar(meeting.id, of.me.id, now),
})

const inCalendar = (of: Situation, { now }: Context): string =>
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

// What is told to the others.

export const bookedNews = (of: Situation, meeting: Meeting, context: Context): Message =>
  withNews('It is settled.', card(of, meeting, context))

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

// Answers to acts.

export const notYours = message(
  'Only the people of that pair can do this. Nothing has changed.',
  say('Only the people of that pair can do this. Nothing has changed.'),
  actions(meetingsButton, homeButton),
)

export const pairOver = message(
  'This pair has ended, so there is nothing to schedule in it.',
  say('This pair has ended, so there is nothing to schedule in it. Nothing has changed.'),
  actions(homeButton, statusButton),
)

export const noPair = message(
  'You are not in a pair at the moment, so there is nobody to meet yet.',
  say(
    'You are not in a pair at the moment, so there is nobody to meet yet. You will hear as soon as you are introduced.',
  ),
  actions(homeButton, statusButton),
)

/** For somebody who is invited, or has said no. */
export const notJoined = (participantId: string): Message =>
  message(
    'You have not joined a programme yet, so there is nobody to meet.',
    say(
      'You have not joined a programme yet, so there is nobody to meet. Partners are found for those who have said yes to their invitation; either answer is fine.',
    ),
    actions(
      button('Read the invitation', 'onboarding', 'invitation', participantId, { style: 'primary' }),
      homeButton,
    ),
  )

export const onlyCoordinates = message(
  'You take part in no programme here, so you have no meetings.',
  say(
    'You coordinate here and take part in no programme, so you have no meetings of your own. “Pairs” shows how the pairs are doing.',
  ),
  actions(homeButton),
)

export const alone = message(
  'There is nobody else in this pair now, so there is nobody to meet.',
  say('There is nobody else in this pair now, so there is nobody to meet. Your coordinators can help.'),
  actions(homeButton),
)

export const whichPair = (all: readonly Situation[]): Message =>
  message(
    'Whom would you like to meet?',
    say('Whom would you like to meet?'),
    actions(
      ...all
        .slice(0, 6)
        .map((of) => button(clip(partners(of), 40), FLOW, 'schedule', of.pair.id, { style: 'primary' })),
    ),
  )

export const nothingFree = (of: Situation): Message => {
  const words = `No time in the next three months is free for both you and ${partners(of)} in your working hours.`
  return message(
    words,
    say(words),
    say('Widening your working hours, even by half an hour, may help. Your partner can do the same.'),
    actions(
      button('Change my hours', 'onboarding', 'details', of.me.id, { style: 'primary' }),
      meetingsButton,
    ),
  )
}

export const TIME_PASSED = 'That time has passed, so it was not booked.'
export const TIME_TAKEN = 'Something else has been booked at that time since, so it was not booked.'
/** Before a suggestion that is brought back to mind. */
export const STILL_OPEN = 'This is still waiting for your answer.'
export const NOT_ON_OFFER = 'That time is not on offer.'
export const ALREADY_BEGUN = 'This meeting has already begun, so it can no longer be changed.'
export const OVERTAKEN = 'There was a suggestion a moment before yours. Yours was not sent.'

// The form.

const strainWords = (of: Situation, { strains }: Slot): string => {
  const words = strains.map(({ id, how }) => {
    const who = id === of.me.id ? 'you' : nameOf(of, id)
    return how === 'not-working' ? `day off for ${who}` : `${how} for ${who}`
  })
  return words.length > 0 ? `, ${words.join(', ')}` : ''
}

/** What a time asks of everyone whose hours it is outside of. */
const strainsFor = ({ pair, programme }: Situation, at: Instant): Slot['strains'] =>
  strainsAt(
    present(pair).map((member) => ({ id: member.id, hours: hoursOf(member, programme) })),
    at,
  )

/** "Mon 30 Nov". */
const briefDay = (at: Instant, zone: string): string =>
  sayDay(at, zone)
    .split(' ')
    .map((word) => word.slice(0, 3))
    .join(' ')

/** "Mon 30 Nov 18:00, late for you; Tue 07:00 for Eleanor, early": what it asks of whom comes before it could be cut. */
const strainedLabel = (of: Situation, { at, strains }: Slot): string => {
  const mine = myZone(of)
  const asked = (id: string, who: string) => {
    const how = strains.find((strain) => strain.id === id)?.how
    return how ? `, ${how === 'not-working' ? 'day off' : how}${who}` : ''
  }
  const others = partnersOf(of).map((partner) => {
    const zone = zoneOf(partner, of.programme)
    const day = sayDay(at, zone) === sayDay(at, mine) ? '' : `${shortDay(at, zone).slice(0, 3)} `
    return `${day}${sayTime(at, zone)} for ${firstName(partner.name)}${asked(partner.id, '')}`
  })
  return [`${briefDay(at, mine)} ${sayTime(at, mine)}${asked(of.me.id, ' for you')}`, ...others].join('; ')
}

const option = (of: Situation, slot: Slot): Option => ({
  value: writeTime(slot.at),
  label: clip(slot.strains.length > 0 ? strainedLabel(of, slot) : sayTimeFor(of, slot.at), OPTION_MAX),
})

/** Length and times in one. `moves` is the booked meeting to be moved, `mine` an open proposal that this would replace. */
export const form = (
  of: Situation,
  offered: Exclude<Offer, { type: 'none' }>,
  about: { readonly moves: Meeting | null; readonly asOf: Instant; readonly now: Instant },
): Form => {
  const others = partners(of)
  const trio = partnersOf(of).length > 1
  const lengths = LENGTHS.filter((minutes) => minutes <= offered.minutes).toReversed()
  const usual = about.moves?.minutes ?? USUAL_LENGTH
  const length = lengths.some((minutes) => minutes === usual) ? usual : Math.max(...lengths)
  const open = of.meetings.find((other) => isWaiting(other, about.now))
  const coming = of.meetings.find((other) => isComing(other, about.now))
  const intro: Part[] = []
  if (about.moves)
    intro.push(
      say(`Your meeting on ${sayWhen(startOf(about.moves), myZone(of))} stands until ${others} says yes.`),
    )
  else if (coming)
    intro.push(
      say(
        `You are already meeting on ${sayWhen(startOf(coming), myZone(of))}; this would be one more. To move that one, use Reschedule.`,
      ),
    )
  if (open) intro.push(say('What you choose here replaces the times that are waiting for an answer.'))
  intro.push(
    say(
      offered.type === 'shared'
        ? `These times are in your working hours and in those of ${others}.`
        : `Your working hours and those of ${others} never overlap. These times ask the least of you both; each says for whom it is early or late.`,
    ),
  )
  return {
    type: 'form',
    flow: FLOW,
    name: 'schedule',
    subject: writeForm({ pairId: of.pair.id, moves: about.moves?.id ?? null, asOf: about.asOf }),
    title: about.moves ? 'Move a meeting' : 'Schedule a meeting',
    invitation: `Choose times to suggest to ${others}.`,
    intro,
    inputs: [
      {
        type: 'choice',
        name: 'length',
        label: 'How long?',
        hint: null,
        required: true,
        options: lengths.map((minutes) => ({ value: String(minutes), label: lengthWords(minutes) })),
        most: 1,
        initial: [String(length)],
      },
      {
        type: 'choice',
        name: 'times',
        label: trio ? 'Which time?' : `Which times? Up to ${MOST_TIMES}`,
        hint: `In ${sayZone(myZone(of))}. ${trio ? 'Everyone has to say yes to it.' : `${others} chooses one.`}`,
        required: true,
        options: offered.slots.map((slot) => option(of, slot)),
        most: trio ? 1 : MOST_TIMES,
        initial: [],
      },
    ],
    submit: 'Suggest',
  }
}

const lengthWords = (minutes: number): string => {
  const words = sayMinutes(minutes)
  return `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`
}

// The list.

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
        scheduleButton(of, several ? clip(`Schedule with ${partners(of)}`, 40) : 'Schedule a meeting'),
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
      first.push(button(clip(`See the next meeting${suffix}`, 40), FLOW, 'show', meeting.id))
    }
    if (waitingHere.length === 0)
      first.push(
        button(
          clip(several ? `Schedule with ${partners(of)}` : 'Schedule a meeting', 40),
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
