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
  strong,
  text,
} from '../../core/message.ts'
import type { Meeting, Pair, Participant, Programme } from '../../core/model.ts'
import { firstName, sayCount, sayDay, sayList } from '../../core/saying.ts'
import type { Dealt, Deck, Obstacle } from './deck.ts'

/** Matches on one page of a message. */
const MATCHES_A_PAGE = 6
/** Pairs on one page of a message. */
export const PAIRS_A_PAGE = 10
/** No platform takes more than 100 options in a list; some room is left. */
const MOST_CHOICES = 90
const MOST_WAITING = 10
const LABEL = 75

const names = (people: readonly Participant[]): string => sayList(people.map(({ name }) => name))
const cut = (label: string): string => (label.length > LABEL ? `${label.slice(0, LABEL - 1)}…` : label)

/** A score in words. */
const sayFit = (score: number): string => {
  if (score >= 8000) return 'a very strong fit'
  if (score >= 6500) return 'a strong fit'
  if (score >= 5000) return 'a good fit'
  if (score >= 3000) return 'a fair fit'
  return 'a weak fit, worth a second look'
}

const OBSTACLES: Readonly<Record<Obstacle, string>> = {
  'no-consent': 'Not possible now: one of them has not said yes.',
  paused: 'Not possible now: one of them has paused.',
  left: 'No longer possible: one of them has left.',
  paired: 'No longer possible: one of them has a partner by now.',
  rejected: 'No longer possible: this pair was rejected before.',
  missing: 'No longer possible: one of them is no longer on the list.',
}

const home = (): Action => button('Home', 'home', 'home', 'me')
const make = (programme: Programme, label = 'Make a draft'): Action =>
  button(label, 'drafts', 'make', programme.id, { style: 'primary' })
const showPairs = (programme: Programme): Action => button('See the pairs', 'drafts', 'pairs', programme.id)
const showDraft = (programme: Programme): Action => button('See the draft', 'drafts', 'drafts', programme.id)

const dealt = ({ place, match, people, obstacle }: Dealt): Part =>
  say(
    text`${place}. ${strong(names(people))}: ${sayFit(match.score)}. ${
      obstacle ? OBSTACLES[obstacle] : match.reasons.join(' ')
    }`,
  )

const progressOf = ({ open, approved, rejected }: Deck): string =>
  `${sayCount(open.length, 'pair waits', 'pairs wait')} for your decision; ${approved} approved, ${rejected} rejected.`

const waitingParts = ({ waiting, newcomers }: Deck): Part[] => [
  ...(waiting.length > 0
    ? [
        say('Without a partner in this draft:'),
        {
          type: 'list' as const,
          items: waiting
            .slice(0, MOST_WAITING)
            .map(({ person, reason }) => text`${strong(person.name)}: ${reason}`),
        },
      ]
    : []),
  ...(waiting.length > MOST_WAITING
    ? [quiet(`And ${sayCount(waiting.length - MOST_WAITING, 'other person', 'others')}.`)]
    : []),
  ...(newcomers > 0
    ? [
        quiet(
          `${sayCount(newcomers, 'person is', 'people are')} free to be paired and not in this draft. Ask again to include them.`,
        ),
      ]
    : []),
]

/** One page of a draft. `news` says what has just happened; null when nothing has. */
export const draftMessage = (deck: Deck, page: number, news: string | null): Message => {
  const { programme, draft, open } = deck
  const pages = Math.max(1, Math.ceil(open.length / MATCHES_A_PAGE))
  const shown = Math.min(Math.max(0, page), pages - 1)
  const here = open.slice(shown * MATCHES_A_PAGE, (shown + 1) * MATCHES_A_PAGE)
  const possible = open.filter(({ obstacle }) => obstacle === null).length
  const heading = { type: 'heading' as const, text: `Draft pairs, ${programme.name}` }
  const opening = news ? [say(news)] : []
  if (open.length === 0)
    return message(
      news ?? `Every pair of this draft of ${programme.name} is decided.`,
      heading,
      ...opening,
      say(
        `Every pair of this draft is decided: ${deck.approved} approved, ${deck.rejected} rejected. ${
          deck.approved > 0 ? 'Each new pair is being introduced.' : ''
        }`.trim(),
      ),
      ...waitingParts(deck),
      actions(make(programme, 'Make another draft'), showPairs(programme), home()),
    )
  return message(
    news ?? `Draft of ${programme.name}: ${progressOf(deck)}`,
    heading,
    ...opening,
    say(`${progressOf(deck)} The weakest come first. Nobody is told anything before you approve.`),
    ...(pages > 1 ? [quiet(`Page ${shown + 1} of ${pages}.`)] : []),
    ...here.map(dealt),
    ...(shown === pages - 1 ? waitingParts(deck) : []),
    actions(
      ...(possible > 0
        ? [
            button(`Approve all ${possible}`, 'drafts', 'approve-all', draft.id, {
              style: 'primary',
              confirm: {
                title: 'Approve all?',
                text: `${sayCount(possible, 'pair is', 'pairs are')} made and introduced, in everyone's working hours.`,
                yes: 'Approve all',
                no: 'Not yet',
              },
            }),
          ]
        : []),
      button('Approve or reject some', 'drafts', 'choose', draft.id),
      ...(shown < pages - 1 ? [button('Next page', 'drafts', 'page', `${draft.id}:${shown + 1}`)] : []),
      ...(shown > 0 ? [button('Page before', 'drafts', 'page', `${draft.id}:${shown - 1}`)] : []),
      button('Ask again', 'drafts', 'again', draft.id, {
        confirm: {
          title: 'Ask for a new draft?',
          text: 'The pairs not yet decided are put aside and proposed anew. What you approved or rejected stays.',
          yes: 'Ask again',
          no: 'Keep this one',
        },
      }),
      home(),
    ),
  )
}

/** Which of a draft's matches to approve or reject; null when none is open. */
export const chooseForm = ({ draft, open }: Deck): Form | null =>
  open.length === 0
    ? null
    : {
        type: 'form',
        flow: 'drafts',
        name: 'choose',
        subject: draft.id,
        title: 'Decide some pairs',
        invitation: 'Choose the pairs, and whether to approve or reject them.',
        intro: [say('Rejected pairs are not proposed again. The rest of the draft stays as it is.')],
        inputs: [
          {
            type: 'choice',
            name: 'pairs',
            label: 'Which pairs?',
            hint: open.length > MOST_CHOICES ? `The weakest ${MOST_CHOICES} are listed.` : null,
            required: true,
            options: open.slice(0, MOST_CHOICES).map(({ place, match, people }) => ({
              value: match.id,
              label: cut(`${place}. ${names(people)}`),
            })),
            most: Math.min(open.length, MOST_CHOICES),
            initial: [],
          },
          {
            type: 'choice',
            name: 'decision',
            label: 'What is to happen?',
            hint: null,
            required: true,
            options: [
              { value: 'approve', label: 'Approve them' },
              { value: 'reject', label: 'Reject them' },
            ],
            most: 1,
            initial: [],
          },
        ],
        submit: 'Decide',
      }

/** What has just been decided, in a sentence or two. */
export const sayDecided = (decided: {
  readonly approved: number
  readonly rejected: number
  readonly settled: number
  readonly blocked: readonly Dealt[]
}): string => {
  const said = [
    ...(decided.approved > 0
      ? [
          `${sayCount(decided.approved, 'pair is', 'pairs are')} made; each is introduced in their working hours.`,
        ]
      : []),
    ...(decided.rejected > 0
      ? [`${sayCount(decided.rejected, 'pair is', 'pairs are')} rejected and not proposed again.`]
      : []),
    ...(decided.settled > 0
      ? [`${sayCount(decided.settled, 'pair', 'pairs')} had been decided already; that stays as it was.`]
      : []),
    ...decided.blocked
      .slice(0, 5)
      .map(({ people, obstacle }) => `${names(people)}: ${OBSTACLES[obstacle ?? 'missing']}`),
    ...(decided.blocked.length > 5
      ? [
          `${sayCount(decided.blocked.length - 5, 'other pair is', 'other pairs are')} not possible now either.`,
        ]
      : []),
  ]
  return said.join(' ') || 'Nothing has changed.'
}

export const overtaken = 'There is a newer draft. This is it; nothing has been decided.'

/** There is no draft to show. */
export const noDraft = (programme: Programme, free: number): Message => {
  const sentence =
    free > 1
      ? `${free} people have said yes and have no partner.`
      : 'Fewer than two people have said yes and have no partner, so there is nobody to pair yet.'
  return message(
    `There is no draft for ${programme.name}. ${sentence}`,
    { type: 'heading', text: `Draft pairs, ${programme.name}` },
    say(`There is no draft at the moment. ${sentence}`),
    actions(...(free > 1 ? [make(programme)] : []), showPairs(programme), home()),
  )
}

/** Pairing was asked for, and found no pair. */
export const nobodyPaired = (
  programme: Programme,
  waiting: readonly { readonly person: Participant; readonly reason: string }[],
): Message =>
  message(
    `No pair could be proposed for ${programme.name}.`,
    { type: 'heading', text: `Draft pairs, ${programme.name}` },
    say('No pair could be proposed. Nothing has changed.'),
    {
      type: 'list',
      items: waiting
        .slice(0, MOST_WAITING)
        .map(({ person, reason }) => text`${strong(person.name)}: ${reason}`),
    },
    actions(make(programme, 'Try again'), showPairs(programme), home()),
  )

/** One line of the list of pairs. */
export interface PairLine {
  readonly pair: Pair
  readonly introduced: boolean
  readonly next: Meeting | null
}

/** One page of the pairs of a programme. `total` counts all of them. */
export const pairsMessage = (
  programme: Programme,
  lines: readonly PairLine[],
  page: number,
  total: number,
  zone: string,
): Message => {
  const pages = Math.max(1, Math.ceil(total / PAIRS_A_PAGE))
  const heading = { type: 'heading' as const, text: `Pairs, ${programme.name}` }
  if (total === 0)
    return message(
      `There are no pairs in ${programme.name} yet.`,
      heading,
      say('There are no pairs yet. A draft proposes some, and you decide.'),
      actions(showDraft(programme), home()),
    )
  return message(
    `${programme.name} has ${sayCount(total, 'pair', 'pairs')}.`,
    heading,
    say(sayCount(total, 'pair', 'pairs')),
    ...(pages > 1 ? [quiet(`Page ${page + 1} of ${pages}.`)] : []),
    {
      type: 'list',
      items: lines.map(
        ({ pair, introduced, next }) =>
          text`${strong(names(pair.members))}: ${stateOf(introduced, next, zone)}`,
      ),
    },
    actions(
      ...(page < pages - 1 ? [button('Next page', 'drafts', 'pairs', `${programme.id}:${page + 1}`)] : []),
      ...(page > 0 ? [button('Page before', 'drafts', 'pairs', `${programme.id}:${page - 1}`)] : []),
      showDraft(programme),
      home(),
    ),
  )
}

const stateOf = (introduced: boolean, next: Meeting | null, zone: string): string => {
  if (!introduced) return 'to be introduced'
  const [time] = next?.times ?? []
  return time ? `introduced; next meeting ${sayDay(time, zone)}` : 'introduced; no meeting booked'
}

/** Asks which programme is meant. */
export const whichProgramme = (programmes: readonly Programme[], name: 'drafts' | 'pairs'): Message =>
  message(
    'Which programme do you mean?',
    say('You coordinate several programmes. Which one do you mean?'),
    actions(
      ...programmes
        .slice(0, 6)
        .map((programme) => button(programme.name.slice(0, 40), 'drafts', name, programme.id)),
    ),
  )

export const onlyCoordinators = (): Message =>
  message(
    'Only the coordinators of this programme can see and decide its pairs.',
    say('Only the coordinators of this programme can see and decide its pairs. Nothing has changed.'),
    actions(home(), button('Help', 'home', 'help', 'me')),
  )

/** Told to somebody whom a draft left without a partner. */
export const waitingNote = (person: Participant, programme: Programme): Message =>
  message(
    `There is no partner for you in ${programme.name} yet, and that was chance.`,
    say(
      text`Hello ${firstName(person.name)}. The pairs of ${strong(programme.name)} have just been made, and this time there was no partner for you. That was chance: the numbers did not work out, and it says nothing about you.`,
    ),
    say(
      'You need do nothing. The coordinators know, you stay on the list, and as soon as there is a partner for you I will introduce you to each other.',
    ),
    quiet(
      `Questions or worries? ${programme.contact.name} (${programme.contact.email}) is independent of every organisation in the programme.`,
    ),
    actions(button('What is held about me', 'home', 'status', 'me'), home()),
  )

/** What the same note says once its reader has a partner. */
export const noLongerWaiting = (programme: Programme): Message =>
  message(
    `You have a partner in ${programme.name} now.`,
    say('This has changed since: you have a partner now.'),
    actions(home()),
  )
