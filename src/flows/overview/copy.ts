import {
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
import type { Programme, StageName } from '../../core/model.ts'
import { sayCount, sayDate, sayDay, sayList, sayNames } from '../../core/saying.ts'
import { helpButton, homeButton, onButton } from '../copy.ts'
import type { Overview, WaitingFor } from './figures.ts'

/** A message is for a glance; the rest is counted. */
const MOST_NAMES = 10

const STAGES: Readonly<Record<StageName, string>> = {
  contracting: 'Contracting: partners agree how they work together',
  'first-meeting': 'First meetings',
  halfway: 'Halfway',
  closing: 'Closing',
}

export const sayStage = (stage: StageName): string => STAGES[stage]

const REASONS: Readonly<Record<WaitingFor, string>> = {
  'workspace-unknown': 'this workspace is not connected yet',
  'workspace-gone': 'the app was removed from this workspace',
  'not-found':
    'nobody found there with the e-mail address on the list; the app may have to be installed for them first',
}

/** A figure, or null where it may not be shown; `as` is what it is called within a sentence. */
interface Figure {
  readonly label: string
  readonly as: string
  readonly count: number | null
}

const figure = (label: string, count: number | null, as = label.toLowerCase()): Figure => ({
  label,
  as,
  count,
})

/** Those that may be shown; the others are named in one sentence, for a list of blanks says nothing. */
const figures = (of: readonly Figure[]): readonly Part[] => {
  const facts = of.flatMap(({ label, count }) => (count === null ? [] : [{ label, value: String(count) }]))
  return facts.length > 0 ? [{ type: 'facts', facts }] : []
}

const leftOut = (of: readonly Figure[], { settings }: Programme): string => {
  const hidden = of.filter(({ count }) => count === null)
  return hidden.length === 0
    ? ''
    : `Not shown, because they are below ${settings.smallestGroup} or would give such a figure away: ${sayList(hidden.map((one) => one.as))}. `
}

/** A list that stops before it is too long, and says how many there are more. */
const listed = <T>(all: readonly T[], item: (one: T) => ReturnType<typeof text>): readonly Part[] => [
  { type: 'list', items: all.slice(0, MOST_NAMES).map(item) },
  ...more(all.length),
]

const more = (count: number): readonly Part[] =>
  count > MOST_NAMES ? [quiet(`And ${count - MOST_NAMES} more.`)] : []

/** By reason, which would be said over and over otherwise. */
const waitingList = (all: Overview['waiting']): readonly Part[] => {
  const shown = all.slice(0, MOST_NAMES)
  const reasons = [...new Set(shown.map(({ reason }) => reason))]
  return [
    {
      type: 'list',
      items: reasons.map((reason) => {
        const people = shown.filter((one) => one.reason === reason)
        const names = people.map(({ participant, workspace }) => `${participant.name} (${workspace})`)
        return text`${strong(sayList(names))}: ${REASONS[reason]}`
      }),
    },
    ...more(all.length),
  ]
}

export const overview = (of: Overview): Message => {
  const { programme, stage, states, progress, waiting, stuck } = of
  const ofPeople = [
    figure('Invited, not answered', states.invited, 'invited but not answered'),
    figure('Taking part', states.joined),
    figure('Of these, paused', states.paused, 'paused'),
    figure('Said no', states.no),
    figure('Left', states.left),
  ]
  const ofPairs = [
    figure('Pairs', of.pairs, 'the number of pairs'),
    figure('Have met', progress.met, 'pairs that have met'),
    figure('Booked, not met yet', progress.booked, 'pairs that have booked and not met yet'),
    figure('Nothing booked yet', progress.nothing, 'pairs with nothing booked yet'),
  ]
  return message(
    `${programme.name}: ${sayCount(of.people, 'person', 'people')} on the list; ${stuck.length === 0 ? 'no pair needs' : sayCount(stuck.length, 'pair needs', 'pairs need')} help.`,
    { type: 'heading', text: programme.name },
    say(
      stage ? text`Stage: ${strong(STAGES[stage])}` : text`Begins on ${strong(sayDate(programme.startsOn))}`,
    ),
    ...figures([
      figure('On the list', of.people),
      figure('Waiting for their account', waiting.length),
      ...ofPeople,
    ]),
    ...figures(ofPairs),
    ...(waiting.length > 0
      ? [say('Waiting for their account; they have not been invited yet:'), ...waitingList(waiting)]
      : []),
    ...(stuck.length > 0
      ? [
          say('Could use your help, for nothing is booked after every nudge:'),
          ...listed(
            stuck,
            ({ people, since }) =>
              text`${strong(sayNames(people))}, since ${sayDay(since, programme.timeZone)}`,
          ),
        ]
      : [say('No pair needs your help at the moment.')]),
    quiet(`${leftOut([...ofPeople, ...ofPairs], programme)}Private words are never shown.`),
    actions(
      button('Drafts', 'drafts', 'drafts', programme.id),
      button('Pairs', 'drafts', 'pairs', programme.id),
      button('Announce', 'announcement', 'compose', programme.id),
      button('Deliveries', 'announcement', 'deliveries', programme.id),
      button('Look again', 'overview', 'overview', programme.id),
      homeButton,
    ),
  )
}

export const which = (programmes: readonly Programme[]): Message =>
  message(
    'Which programme would you like to see?',
    say('You coordinate several programmes. Which one would you like to see?'),
    actions(
      ...programmes.slice(0, 5).map(({ id, name }) => button(onButton(name), 'overview', 'overview', id)),
      homeButton,
    ),
  )

export const notCoordinator = (): Message =>
  message(
    'The overview is for the coordinators of a programme.',
    say(
      'The overview is for the coordinators of a programme, and you do not coordinate this one. Nothing has happened.',
    ),
    actions(homeButton, helpButton),
  )
