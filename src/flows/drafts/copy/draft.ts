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
} from '../../../core/message.ts'
import type { Draft, Programme } from '../../../core/model.ts'
import { hasMore, pageOf } from '../../../core/paging.ts'
import { sayCount, sayList, sayNames } from '../../../core/saying.ts'
import { homeButton, pageButtons, sayPage } from '../../copy.ts'
import { type Shown, showingAll } from '../choosing.ts'
import { type Deck, MOST_AT_ONCE, type Unplaced } from '../deck.ts'
import { subjectOf } from '../desk.ts'
import type { Dealt } from '../open.ts'
import { choosing, PAIR_WORDS, pairChoices, sayFitting } from './choosing.ts'
import { heading, history, make, more, sayFit, sayObstacle, showPairs } from './common.ts'

/** Matches on one page of a message. */
const MATCHES_A_PAGE = 6
const MOST_WAITING = 10
const WAITING_A_PAGE = 20

const whyOf = ({ match, obstacle }: Dealt): string =>
  obstacle ? sayObstacle(obstacle) : [...match.reasons, match.caution ?? []].flat().join(' ')

const dealt = (one: Dealt): Part =>
  say(
    text`${one.place}. ${strong(sayNames(one.people))}: ${sayFit(one.match.score)}${one.match.fixed ? ', kept' : ''}. ${whyOf(one)}`,
  )

const progressOf = ({ open, approved, rejected }: Deck): string =>
  `${sayCount(open.length, 'pair waits', 'pairs wait')} for your decision; ${approved} approved, ${rejected} rejected.`

/** Most reasons begin with the name themselves. */
const unplaced = ({ person: { name }, reason }: Unplaced) =>
  reason.startsWith(name)
    ? text`${strong(name)}${reason.slice(name.length)}`
    : text`${strong(name)}: ${reason}`

/** How many have come since. */
export const sayNewcomers = (newcomers: number): string =>
  `${sayCount(newcomers, 'person is', 'people are')} free to be paired and not in this draft. Ask again to include them.`

const waitingParts = ({ waiting, ready, newcomers }: Deck): Part[] => {
  const shown = ready.slice(0, MOST_WAITING)
  return [
    ...(shown.length > 0
      ? [say('Without a partner in this draft:'), { type: 'list' as const, items: shown.map(unplaced) }]
      : []),
    ...(waiting.length > shown.length
      ? [
          quiet(
            `${shown.length > 0 ? 'And ' : ''}${sayCount(waiting.length - shown.length, 'other person is', 'others are')} not in this draft; “More” says why.`,
          ),
        ]
      : []),
    ...(newcomers > 0 ? [quiet(sayNewcomers(newcomers))] : []),
  ]
}

const approveAll = ({ draft, open }: Deck, possible: number): Action => {
  const one = open.length > 1 ? 'Approve the one possible pair' : 'Approve the pair'
  return button(possible > 1 ? `Approve all ${possible}` : one, 'drafts', 'approve-all', subjectOf(draft), {
    style: 'primary',
    confirm: {
      title: possible > 1 ? 'Approve all?' : 'Approve this pair?',
      text: `${sayCount(possible, 'pair is', 'pairs are')} made and introduced, in everyone's working hours.`,
      yes: possible > 1 ? 'Approve all' : 'Approve',
      no: 'Not yet',
    },
  })
}

const anew = ({ draft, open }: Deck): Action =>
  button('Ask again', 'drafts', 'again', subjectOf(draft), {
    confirm: {
      title: 'Ask for a new draft?',
      text: `The pairs not yet decided are put aside and proposed anew${
        open.some(({ match }) => match.fixed) ? ', around those that you keep' : ''
      }. What was approved or rejected stays.`,
      yes: 'Ask again',
      no: 'Keep this one',
    },
  })

/** Which of those that were to be kept are not in a draft that nothing has been done to yet; null when all are. */
export const sayRefused = ({ revision, made }: Draft): string | null => {
  const refused = made?.refused ?? []
  if (revision > 0 || refused.length === 0) return null
  return `${refused.length === 1 ? 'One pair that you keep is' : `${refused.length} pairs that you keep are`} not in it: ${refused.join(' ')}`
}

/** What was proved of a draft that nothing has been done to yet; null where it is another by now, or nobody knows. */
export const sayChecked = ({ revision, made }: Draft): string | null => {
  if (revision > 0 || made === null) return null
  return made.proof.together
    ? 'Checked when this was made: under your rules, no other choice would have suited everyone better.'
    : 'Checked when this was made: under your rules, those who are in pairs could not be paired better. Not every possible trio could be compared.'
}

/** What has been set anew since a draft was made in which something is open; null when nothing has, or nobody knows. */
export const saySetAnew = ({ settings }: Programme, { made, matches }: Draft): string | null => {
  if (made === null || !matches.some(({ state }) => state === 'proposed')) return null
  const changed = [
    ...(WEIGHED.some((part) => made.weights[part] !== settings.weights[part])
      ? ['what counts how much']
      : []),
    ...(made.organisations === settings.organisations ? [] : ['where partners may work']),
    ...(made.odd === settings.odd ? [] : ['what becomes of whoever is left over']),
    ...([null, settings.mostPartners].includes(made.mostPartners)
      ? []
      : ['how many partners somebody can have']),
  ]
  return changed.length === 0
    ? null
    : `Since this draft was made, the programme’s settings have changed: ${sayList(changed)}. Ask again to go by them.`
}

const WEIGHED = ['goals', 'interests', 'hours', 'languages', 'location'] as const

/** Of a draft in which nobody could be paired. */
export const noPairs = 'No pair can be proposed as things are, so there is nothing to decide.'

/** Of a draft in which nothing is open any more. */
export const sayAllDecided = ({ approved, rejected }: Deck): string =>
  `Every pair of this draft is decided: ${approved} approved, ${rejected} rejected.${
    approved > 0 ? ' Each new pair is being introduced.' : ''
  }`

/** One page of a draft. `done` says what has just happened; null when nothing has. */
export const draftMessage = (deck: Deck, page: number, done: string | null): Message => {
  const { programme, draft, open } = deck
  const news = done ?? sayRefused(draft)
  const shown = pageOf(open, page, MATCHES_A_PAGE)
  const possible =
    open.length > MOST_AT_ONCE ? open.length : open.filter(({ obstacle }) => obstacle === null).length
  const opening = news ? [say(news)] : []
  const checked = sayChecked(draft)
  const setAnew = saySetAnew(programme, draft)
  if (draft.matches.length === 0)
    return message(
      news ?? `No pair can be proposed for ${programme.name} as things are.`,
      heading(programme),
      ...opening,
      say(noPairs),
      ...waitingParts(deck),
      actions(make(programme, 'Try again'), showPairs(programme), more(draft), homeButton),
    )
  if (open.length === 0)
    return message(
      news ?? `Every pair of this draft of ${programme.name} is decided.`,
      heading(programme),
      ...opening,
      say(sayAllDecided(deck)),
      ...waitingParts(deck),
      actions(make(programme, 'Make another draft'), showPairs(programme), more(draft), homeButton),
    )
  return message(
    news ?? `Draft of ${programme.name}: ${progressOf(deck)}`,
    heading(programme),
    ...opening,
    say(`${progressOf(deck)} The weakest come first. Nobody is told anything before you approve.`),
    ...(setAnew === null ? [] : [say(setAnew)]),
    ...sayPage(shown),
    ...shown.items.map(dealt),
    ...(hasMore(shown) ? [] : waitingParts(deck)),
    ...(checked === null ? [] : [quiet(checked)]),
    actions(
      ...(possible > 0 ? [approveAll(deck, possible)] : []),
      button('Decide some', 'drafts', 'choose', subjectOf(draft)),
      button('Look closer', 'drafts', 'closer', subjectOf(draft)),
      ...(shown.of > 1
        ? [
            hasMore(shown)
              ? button('Next page', 'drafts', 'page', subjectOf(draft, shown.number + 1))
              : button('First page', 'drafts', 'page', subjectOf(draft, 0)),
          ]
        : []),
      anew(deck),
      more(draft),
    ),
  )
}

/** What else there is to do with a draft. */
export const moreMessage = (
  { programme, draft, open }: Deck,
  has: { readonly before: boolean; readonly undoable: boolean },
): Message =>
  message(
    `More about the draft of ${programme.name}.`,
    heading(programme),
    say('What would you like to do?'),
    actions(
      ...(open.length > 0 ? [button('Swap two', 'drafts', 'swap', subjectOf(draft))] : []),
      ...(has.undoable ? [button('Undo a decision', 'drafts', 'undo', subjectOf(draft))] : []),
      ...(has.before ? [button('Compare with the one before', 'drafts', 'compare', subjectOf(draft))] : []),
      button('Who is not in it', 'drafts', 'waiting', subjectOf(draft, 0)),
      history(programme),
      button('Back to the draft', 'drafts', 'page', subjectOf(draft, 0)),
    ),
  )

/** Everybody who is not in the draft, a page at a time. */
export const waitingMessage = ({ programme, draft, waiting }: Deck, page: number): Message => {
  const shown = pageOf(waiting, page, WAITING_A_PAGE)
  const back = button('Back to the draft', 'drafts', 'page', subjectOf(draft, 0))
  if (waiting.length === 0)
    return message(
      'Nobody is left without a partner.',
      heading(programme),
      say('When this draft was made, nobody was left without a partner.'),
      actions(back, more(draft)),
    )
  return message(
    `${sayCount(waiting.length, 'person is', 'people are')} not in this draft.`,
    heading(programme),
    say(`${sayCount(waiting.length, 'person is', 'people are')} not in this draft, and this is why:`),
    ...sayPage(shown),
    { type: 'list', items: shown.items.map(unplaced) },
    actions(
      ...pageButtons(shown, (label, number) => button(label, 'drafts', 'waiting', subjectOf(draft, number))),
      back,
      more(draft),
    ),
  )
}

/** Which match to look at closely; null when none is open. */
export const closerForm = (
  { draft, open }: Deck,
  shown: Shown = showingAll(pairChoices(open)),
): Form | null =>
  open.length === 0
    ? null
    : {
        type: 'form',
        flow: 'drafts',
        name: 'closer',
        subject: subjectOf(draft),
        title: 'Look closer',
        invitation: 'Choose a pair to look at closely.',
        intro: sayFitting('Look', shown),
        inputs: choosing('pair', { ...PAIR_WORDS, label: 'Which pair?' }, shown, false),
        submit: 'Look',
      }

/** There is no draft to show. */
export const noDraft = (programme: Programme, free: number, news: string | null = null): Message => {
  const sentence =
    free > 1
      ? `${free} people have said yes and have no partner.`
      : 'Fewer than two people have said yes and have no partner, so there is nobody to pair yet.'
  return message(
    news ?? `There is no draft for ${programme.name}. ${sentence}`,
    heading(programme),
    ...(news ? [say(news)] : []),
    say(`There is no draft at the moment. ${sentence}`),
    actions(...(free > 1 ? [make(programme)] : []), showPairs(programme), history(programme), homeButton),
  )
}

/** Pairing was asked for, and found no pair. */
export const nobodyPaired = (programme: Programme, waiting: readonly Unplaced[]): Message =>
  message(
    `No pair could be proposed for ${programme.name}.`,
    heading(programme),
    say('No pair could be proposed. Nothing has changed.'),
    ...(waiting.length > 0
      ? [{ type: 'list' as const, items: waiting.slice(0, MOST_WAITING).map(unplaced) }]
      : []),
    actions(make(programme, 'Try again'), showPairs(programme), homeButton),
  )

export const nobodyToPairAnew =
  'Fewer than two people have said yes and have no partner, so there is nobody to pair anew. This draft stays as it is.'

export const draftThere = 'There is a draft already. This is it.'
