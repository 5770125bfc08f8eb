import {
  actions,
  button,
  type Form,
  type Message,
  message,
  quiet,
  say,
  strong,
  type Text,
  text,
} from '../../../core/message.ts'
import type { Draft, Participant } from '../../../core/model.ts'
import type { Objection } from '../../../core/pairing.ts'
import { sayNames } from '../../../core/saying.ts'
import type { Choice, Shown } from '../choosing.ts'
import { subjectOf } from '../desk.ts'
import type { Movable, Swap } from '../swap.ts'
import { choosing, sayFitting } from './choosing.ts'
import { more, sayFit, sayScore } from './common.ts'

/** Those of the weakest pairs first. */
export const personChoices = (movables: readonly Movable[]): readonly Choice[] =>
  movables.map((one) => ({
    id: one.id,
    place: null,
    label: () => `${one.person.name} (${sayPartners(one.partners())})`,
    called: () => [one.person.name, one.person.email],
  }))

const sayPartners = (partners: readonly Participant[]): string =>
  partners.length > 0 ? `with ${sayNames(partners)}` : 'without a partner'

const WORDS = { first: 'first', numbered: false } as const

/** Who changes places with whom; `one` are those of one match, when it is about one. Null when nobody can. */
export const swapForm = (
  draft: Draft,
  matchId: string | null,
  { one, other }: { readonly one: Shown; readonly other: Shown },
): Form | null =>
  one.all.length === 0 || other.all.length < 2
    ? null
    : {
        type: 'form',
        flow: 'drafts',
        name: 'swap',
        subject: subjectOf(draft, ...(matchId ? [matchId] : [])),
        title: 'Swap two people',
        invitation: 'Choose two people who are to change places.',
        intro: [
          ...sayFitting('Show what it does', one, other),
          say('Two people of one side change places. You see what it does before anything happens.'),
        ],
        inputs: [
          ...choosing('one', { ...WORDS, label: 'Who?', find: 'Or find the first by name' }, one, false),
          ...choosing(
            'other',
            { ...WORDS, label: 'Who changes places with them?', find: 'Or find the second by name' },
            other,
            false,
          ),
        ],
        submit: 'Show what it does',
      }

export const samePerson = 'This is one person, and a swap takes two. Please choose somebody else.'
export const sameMatch = 'These two are in the same pair already. Please choose somebody else.'
export const samePartners =
  'Both have the same partners here, so that changes nothing. Please choose somebody else.'
export const bothWait = 'Neither of these two has a partner in this draft. Please choose somebody else.'
export const goneSince = 'This person is no longer open in this draft. Please choose somebody else.'

const line = (people: readonly Participant[], score: number): Text =>
  text`${strong(sayNames(people))}: ${sayFit(score)} (${sayScore(score)})`

const total = (swap: Swap, when: 'before' | 'after'): number =>
  swap.matches.reduce((sum, one) => sum + one[when].score, 0)

/** "71 of 200". */
const sayTotal = (score: number, matches: number): string => `${Math.round(score / 100)} of ${100 * matches}`

/** What a swap would do, before anything happens. */
export const swapMessage = (draft: Draft, swap: Swap): Message => {
  const { one, other, objections, matches } = swap
  const both = `${one.person.name} and ${other.person.name}`
  if (objections.length > 0)
    return message(
      `${both} cannot change places.`,
      { type: 'heading', text: 'This swap is not possible' },
      say(text`${strong(both)} cannot change places, so nothing has changed.`),
      { type: 'list', items: objections.map((reason) => text`${reason}`) },
      actions(
        button('Choose others', 'drafts', 'swap', subjectOf(draft)),
        button('Back to the draft', 'drafts', 'page', subjectOf(draft, 0)),
      ),
    )
  const [was, becomes] = [total(swap, 'before'), total(swap, 'after')]
  return message(
    `What happens when ${both} change places.`,
    { type: 'heading', text: `${both} change places` },
    say('Now:'),
    { type: 'list', items: matches.map(({ before }) => line(before.people, before.score)) },
    say('After the swap:'),
    { type: 'list', items: matches.map(({ after }) => line(after.people, after.score)) },
    ...(matches.length > 1
      ? [
          say(
            `Both scores added up, and only then rounded: ${sayTotal(was, matches.length)} now, ${sayTotal(becomes, matches.length)} after the swap.`,
          ),
        ]
      : []),
    ...(swap.leavesOut ? [say(`${swap.leavesOut.name} would then be without a partner in this draft.`)] : []),
    quiet('A new draft would propose anew; keep the pairs that are to stay as you make them.'),
    actions(
      button('Swap them', 'drafts', 'swap-now', subjectOf(draft, one.id, other.id), {
        style: 'primary',
      }),
      button('Choose others', 'drafts', 'swap', subjectOf(draft)),
      button('Leave as it is', 'drafts', 'page', subjectOf(draft, 0)),
      more(draft),
    ),
  )
}

/** What forbids these people to be partners. Nothing tells who asked to be kept apart. */
export const sayObjection = (
  { constraint, reason }: Objection,
  people: readonly Participant[],
  /** Those of them whom a coordinator has rejected as partners. */
  rejected: readonly Participant[],
): string => {
  if (constraint !== 'excluded') return reason
  const these = sayNames(people)
  if (rejected.length > 0) return `A coordinator has rejected ${sayNames(rejected)} as partners before.`
  return people.length > 2 ? `Two of ${these} are kept apart.` : `${these} are kept apart.`
}

/** What has happened, in a sentence or two. */
export const saySwapped = ({ one, other }: Swap): string =>
  `${one.person.name} and ${other.person.name} have changed places. To have their pairs in the next draft, too, keep them.`

/** The reason that stands beside whoever was swapped out of a pair. */
export const movedOut = 'A coordinator gave their place to somebody else. Ask again to find them a partner.'
