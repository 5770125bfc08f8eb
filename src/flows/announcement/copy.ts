import { answerTo } from '../../core/answers.ts'
import {
  type Action,
  type Answers,
  actions,
  button,
  type Form,
  type Message,
  message,
  type Part,
  quiet,
  say,
  strong,
  text,
} from '../../core/message.ts'
import type { Announcement, Delivery, Participant, Programme } from '../../core/model.ts'
import { pagedSubject, pageOf } from '../../core/paging.ts'
import { sayCount, sayDate } from '../../core/saying.ts'
import { homeButton, pageButtons, sayPage } from '../copy.ts'
import { type AudienceOption, optionFor, sayAudience } from './audience.ts'
import { remedyFor, sayKind, sayOutcome, sayReason } from './reasons.ts'
import { canBeStopped, isStopped, isWaiting } from './schedule.ts'

/** Characters of an announcement: it has to fit one text of a message on every platform, with room to spare. */
const LONGEST = 2500
/** Lines of a report or list on one page. */
const LINES_A_PAGE = 15

const another = (programme: Programme): Action =>
  button('Write an announcement', 'announcement', 'compose', programme.id)

const paragraphs = (words: string): Part[] =>
  words
    .split(/\n\s*\n/)
    .map((paragraph) => paragraph.trim())
    .filter(Boolean)
    .map((paragraph) => say(paragraph))

const body = (announcement: Announcement, programme: Programme): readonly Part[] => [
  { type: 'heading', text: programme.name },
  ...paragraphs(announcement.words),
]

const postedBy = (author: string, programme: Programme): Part =>
  quiet(`Posted by ${author}, who coordinates ${programme.name}.`)

/** What the audience reads. `seen` once this reader has acknowledged it. */
export const announcementMessage = (
  announcement: Announcement,
  programme: Programme,
  author: string,
  seen: boolean,
): Message =>
  message(
    `News from ${programme.name}, posted by ${author}.`,
    ...body(announcement, programme),
    ...(seen ? [say('You have said that you have seen this. Thank you.')] : []),
    actions(
      ...(announcement.asksAcknowledgement && !seen
        ? [button('I have seen this', 'announcement', 'acknowledge', announcement.id, { style: 'primary' })]
        : []),
      homeButton,
    ),
    postedBy(author, programme),
  )

const sayAt = ({ at }: Announcement): string =>
  at
    ? `on ${sayDate(at.toPlainDate())} at ${at.toPlainTime().toString({ smallestUnit: 'minute' })}, in each person's own zone, or in their next working hours after that`
    : 'at once, or in their next working hours'

/**
 * How many people a message goes to, roughly: an exact figure of an organisation or a side would tell, beside its size
 * on the list, how many have not said yes.
 */
const sayReach = (count: number, { settings: { smallestGroup } }: Programme): string =>
  count < smallestGroup
    ? `fewer than ${smallestGroup} people`
    : `at least ${sayCount(count - (count % smallestGroup), 'person', 'people')}`

/** What a coordinator sees before it is sent. `news` says why it is shown again; null when it is new. */
export const preview = (
  announcement: Announcement,
  programme: Programme,
  author: string,
  reach: { readonly reached: number; readonly missing: number },
  news: string | null,
): Message =>
  message(
    news ?? `A preview: this would go to ${sayReach(reach.reached, programme)}.`,
    ...(news ? [say(news)] : []),
    say(
      text`${strong('Preview.')} This goes to ${sayAudience(announcement.audience, programme)}: ${sayReach(reach.reached, programme)}, ${sayAt(announcement)}.${
        reach.missing > 0
          ? ` ${sayCount(reach.missing, 'more person has', 'more people have')} not been found on their workspace yet and will not get it.`
          : ''
      } They will see this:`,
    ),
    ...body(announcement, programme),
    postedBy(author, programme),
    ...(announcement.asksAcknowledgement ? [quiet('Below it is a button: I have seen this.')] : []),
    actions(
      button(announcement.at ? 'Schedule' : 'Send', 'announcement', 'send', announcement.id, {
        style: 'primary',
        confirm: {
          title: announcement.at ? 'Schedule it?' : 'Send it?',
          text: `It goes to ${sayReach(reach.reached, programme)}. What has been delivered cannot be taken back.`,
          yes: announcement.at ? 'Schedule' : 'Send',
          no: 'Not yet',
        },
      }),
      button('Change', 'announcement', 'change', announcement.id),
      button('Discard', 'announcement', 'discard', announcement.id, { style: 'danger' }),
    ),
  )

/** Where an announcement is written, or changed: `subject` is the programme, or the announcement. */
export const composeForm = (
  name: 'compose' | 'change',
  subject: string,
  programme: Programme,
  options: readonly AudienceOption[],
  was: Announcement | null,
): Form => ({
  type: 'form',
  flow: 'announcement',
  name,
  subject,
  title: 'Announcement',
  invitation: 'Open the form to write an announcement. You see a preview before anything is sent.',
  intro: [
    say(
      `To people of ${programme.name} who said yes to taking part. You see a preview before anything is sent.`,
    ),
  ],
  inputs: [
    {
      type: 'text',
      name: 'words',
      label: 'Your words',
      hint: 'An empty line begins a new paragraph.',
      required: true,
      lines: 'many',
      max: LONGEST,
      initial: was?.words ?? null,
      private: false,
    },
    {
      type: 'choice',
      name: 'audience',
      label: 'Who gets it?',
      hint: null,
      required: true,
      options: options.map(({ value, label }) => ({ value, label })),
      most: 1,
      initial: [was ? optionFor(was.audience) : 'all'],
    },
    {
      type: 'choice',
      name: 'acknowledge',
      label: 'Ask people to say that they have seen it?',
      hint: null,
      required: true,
      options: [
        { value: 'no', label: 'No' },
        { value: 'yes', label: 'Yes' },
      ],
      most: 1,
      initial: [was?.asksAcknowledgement ? 'yes' : 'no'],
    },
    {
      type: 'date',
      name: 'date',
      label: 'On',
      hint: 'Leave date and time empty to send it now.',
      required: false,
      initial: was?.at?.toPlainDate().toString() ?? null,
    },
    {
      type: 'time',
      name: 'time',
      label: 'At',
      hint: "In each person's own zone.",
      required: false,
      initial: was?.at?.toPlainTime().toString({ smallestUnit: 'minute' }) ?? null,
    },
  ],
  submit: 'Preview',
})

/** What is wrong with a date and time, by field; empty when nothing is. `when` says where the two together lie. */
export const mistakes = (
  answers: Answers,
  when: 'past' | 'coming' | 'too-far',
): Readonly<Record<string, string>> => {
  const date = answerTo(answers, 'date')
  const time = answerTo(answers, 'time')
  if (date !== '' && time === '')
    return { time: 'Please give a time as well, or leave both empty to send now.' }
  if (date === '' && time !== '')
    return { date: 'Please give a date as well, or leave both empty to send now.' }
  switch (when) {
    case 'past':
      return { date: 'That is already past. Please choose a later date or time.' }
    case 'too-far':
      return { date: 'That is more than a year ahead. Please choose a date within the next year.' }
    case 'coming':
      return {}
  }
}

export const NOBODY = 'Nobody in this audience can be written to yet. Please choose another.'
export const TIME_PASSED = 'The time that you chose has passed in the meantime. Change it, or discard this.'

/** What a preview becomes once it is posted. */
export const onItsWay = (announcement: Announcement, programme: Programme, reached: number): Message => {
  const sentence = `${announcement.at ? 'Scheduled' : 'On its way'}: it goes to ${sayReach(reached, programme)} of ${programme.name}, ${sayAt(announcement)}.`
  return message(
    sentence,
    say(sentence),
    say('A message of its own keeps you up to date on how far it is.'),
    ...paragraphs(announcement.words),
    actions(button('How far it is', 'announcement', 'progress', announcement.id), homeButton),
  )
}

/** `few`: so few get it that nothing is counted. */
const sayStopped = (deliveries: readonly Delivery[], few: boolean): string => {
  const people = (count: number) => (few ? 'somebody' : sayCount(count, 'person', 'people'))
  const sent = deliveries.filter(({ state }) => state === 'sent').length
  const sending = deliveries.filter(({ state }) => state === 'sending').length
  return [
    sent === 0
      ? 'It is stopped. It had not been sent to anybody yet.'
      : `It is stopped. It had been sent to ${people(sent)} already, which cannot be taken back.`,
    ...(sending > 0 ? [`To ${people(sending)} it was just being sent, and may still arrive.`] : []),
    sent + sending === 0 ? 'Nobody gets it.' : 'Nobody else gets it.',
  ].join(' ')
}

const stop = ({ id }: Announcement): Action =>
  button('Stop it', 'announcement', 'stop', id, {
    style: 'danger',
    confirm: {
      title: 'Stop it?',
      text: 'Whoever has not been sent it by then will not get it. It cannot be set going again, but you can write a new one.',
      yes: 'Stop it',
      no: 'Let it go out',
    },
  })

export const STOPPED_ALREADY = 'It was stopped already. Nothing has changed.'
export const TOO_LATE_TO_STOP = 'Nothing of it waits any more, so there was nothing to stop.'

/**
 * How far a posted announcement has come: one message that is shown anew as it goes. `news` says why it is shown; null
 * when nothing came up.
 */
export const progress = (
  announcement: Announcement,
  programme: Programme,
  deliveries: readonly Delivery[],
  seen: number,
  news: string | null,
): Message => {
  const sent = deliveries.filter(({ state }) => state === 'sent').length
  const waiting = deliveries.filter(isWaiting).length
  const failed = deliveries.filter(({ state }) => state === 'failed').length
  const dropped = deliveries.filter(({ state }) => state === 'dropped').length
  const total = deliveries.length
  const finished = waiting === 0 && total > 0
  const stopped = isStopped(deliveries)
  const few = total > 0 && total < programme.settings.smallestGroup
  const scheduled = announcement.at !== null && total > 0 && waiting === total
  const how = few
    ? `it goes to ${sayReach(total, programme)}`
    : `${sent} of ${total} delivered, ${waiting} waiting, ${failed} could not be delivered, ${dropped} not sent`
  return message(
    `Your announcement in ${programme.name}${stopped ? ' is stopped' : ''}: ${how}.`,
    {
      type: 'heading',
      text: `Announcement: ${stopped ? 'stopped' : finished ? 'done' : scheduled ? 'scheduled' : 'on its way'}`,
    },
    ...(news ? [say(news)] : []),
    say(
      stopped
        ? sayStopped(deliveries, few)
        : finished
          ? `It has gone to ${sayAudience(announcement.audience, programme)}.`
          : `It goes to ${sayAudience(announcement.audience, programme)} ${sayAt(announcement)}. This message is kept up to date.`,
    ),
    ...(few
      ? [say(`It is for ${sayReach(total, programme)}, so no figures are shown.`)]
      : [
          { type: 'progress', label: 'Delivered', done: sent, of: Math.max(1, total) } as const,
          {
            type: 'facts',
            facts: [
              { label: 'Waiting for its time', value: String(waiting) },
              { label: 'Could not be delivered', value: String(failed) },
              {
                label: stopped ? 'Not sent (stopped, left …)' : 'Not sent (left …)',
                value: String(dropped),
              },
              ...(announcement.asksAcknowledgement
                ? [{ label: 'Acknowledged', value: `${seen} of ${sent}` }]
                : []),
            ],
          } as const,
        ]),
    { type: 'quote', text: announcement.words.slice(0, 200), by: 'Your words' },
    actions(
      button('Who did not get it', 'announcement', 'report', announcement.id),
      button('Look again', 'announcement', 'progress', announcement.id),
      ...(canBeStopped(deliveries) && !stopped ? [stop(announcement)] : []),
      homeButton,
    ),
  )
}

/** Somebody who did not get a message, and why. */
export interface ReportLine {
  readonly name: string
  readonly why: string
}

/** Why this delivery did not arrive, and what can be done. */
export const whyNot = ({ state, reason }: Delivery): string => {
  const remedy = remedyFor(reason)
  const why =
    state === 'failed'
      ? `could not be delivered, because ${sayReason(reason)}`
      : `not sent, because ${sayReason(reason)}`
  return remedy ? `${why}. ${remedy}` : `${why}.`
}

export const NOT_FOUND =
  'not found on their workspace yet. Some workspaces only show people who have installed the app.'

/** Who did not get an announcement, a page at a time. */
export const report = (
  announcement: Announcement,
  lines: readonly ReportLine[],
  waiting: number,
  page: number,
): Message => {
  const shown = pageOf(lines, page, LINES_A_PAGE)
  const sentence =
    lines.length === 0
      ? 'Nobody has been left out so far.'
      : `${sayCount(lines.length, 'person', 'people')} did not get it.`
  return message(
    `${sentence} ${sayCount(waiting, 'delivery still waits', 'deliveries still wait')}.`,
    { type: 'heading', text: 'Who did not get it' },
    say(
      `${sentence} ${waiting > 0 ? `${sayCount(waiting, 'delivery waits', 'deliveries wait')} for the working hours of whoever it is for.` : ''}`.trim(),
    ),
    ...sayPage(shown),
    ...(lines.length > 0
      ? [
          {
            type: 'list' as const,
            items: shown.items.map(({ name, why }) => text`${strong(name)}: ${why}`),
          },
        ]
      : []),
    actions(
      ...pageButtons(shown, (label, number) =>
        button(label, 'announcement', 'report', pagedSubject(announcement.id, number)),
      ),
      button('How far it is', 'announcement', 'progress', announcement.id),
      homeButton,
    ),
  )
}

/** A delivery of any flow, and whom it is for. */
export interface DeliveryLine {
  readonly delivery: Delivery
  readonly name: string
}

/** What waits, was dropped or failed in a programme: first by reason, then newest first. `most` is how many were looked at. */
export const deliveriesMessage = (
  programme: Programme,
  lines: readonly DeliveryLine[],
  page: number,
  most: number,
): Message => {
  const heading = { type: 'heading' as const, text: `Deliveries, ${programme.name}` }
  if (lines.length === 0)
    return message(
      `Everything of ${programme.name} has been delivered.`,
      heading,
      say('Nothing waits, and nothing went amiss.'),
      actions(another(programme), homeButton),
    )
  const shown = pageOf(lines, page, LINES_A_PAGE)
  const byOutcome = new Map<string, number>()
  for (const { delivery } of lines) {
    const outcome = sayOutcome(delivery)
    byOutcome.set(outcome, (byOutcome.get(outcome) ?? 0) + 1)
  }
  const failed = lines.filter(({ delivery }) => delivery.state === 'failed').length
  return message(
    `${programme.name}: ${sayCount(failed, 'message', 'messages')} could not be delivered.`,
    heading,
    say(
      lines.length >= most
        ? `The newest ${most} that wait, were not sent or could not be delivered:`
        : 'What waits, was not sent or could not be delivered:',
    ),
    {
      type: 'list',
      items: [...byOutcome]
        .sort(([, one], [, other]) => other - one)
        .map(([outcome, count]) => text`${strong(String(count))} ${outcome}`),
    },
    say(shown.of > 1 ? `The newest first, page ${shown.number + 1} of ${shown.of}:` : 'The newest first:'),
    {
      type: 'list',
      items: shown.items.map(
        ({ delivery, name }) =>
          text`${strong(name)}, ${sayKind(delivery.flow)}, ${[`${sayOutcome(delivery)}.`, remedyFor(delivery.reason) ?? ''].join(' ').trim()}`,
      ),
    },
    actions(
      ...pageButtons(shown, (label, number) =>
        button(label, 'announcement', 'deliveries', pagedSubject(programme.id, number)),
      ),
      another(programme),
      homeButton,
    ),
  )
}

export const sayRecipient = (people: readonly Pick<Participant, 'name'>[]): string =>
  people.map(({ name }) => name).join(' and ') || 'Somebody no longer on the list'

export const discarded = (programme: Programme): Message =>
  message(
    'Discarded. Nobody has been told anything.',
    say('Discarded. Nobody has been told anything.'),
    actions(another(programme), homeButton),
  )

const short = (sentence: string): Message => message(sentence, say(sentence), actions(homeButton))

export const noLonger = (): Message =>
  short('This announcement is no longer there: it was changed or discarded. Nothing has been sent.')
export const onlyCoordinators = (): Message =>
  short('Only the coordinators of this programme can do that. Nothing has changed.')
export const notForYou = (): Message => short('This announcement was not for you. Nothing has changed.')
