import type { Temporal } from 'temporal-polyfill'
import { actions, button, type Form, type Message, message, quiet, say, text } from '../../../core/message.ts'
import type { Programme } from '../../../core/model.ts'
import { pagedSubject } from '../../../core/paging.ts'
import { REASONS } from '../../../core/pairing.ts'
import { sayCount, sayDay, sayList, sayNames, sayTime, sayZone } from '../../../core/saying.ts'
import { homeButton } from '../../copy.ts'
import type { Told } from '../history.ts'
import { ACTS, type DraftAct } from '../record.ts'
import { showDraft } from './common.ts'
import { REASON_WORDS } from './decide.ts'

/** More pairs than this are counted and not named. */
const MOST_NAMED = 3

/** Within a sentence. */
const whom = ({ by, mine, entry }: Told): string => {
  if (mine) return 'you'
  return by ?? (entry.by === null ? 'somebody at the command line' : 'somebody whose account is gone')
}

const byWhom = (told: Told): string =>
  told.by && !told.mine ? told.by : whom(told).replace(/^./, (first) => first.toUpperCase())

const actOf = ({ entry }: Told): DraftAct | null => ACTS.find((act) => act === entry.act) ?? null

/** What is about no pair by name. */
type Alone = 'made' | 'stopped' | 'no-more-approved'

const isAlone = (act: DraftAct): act is Alone =>
  act === 'made' || act === 'stopped' || act === 'no-more-approved'

const WHAT: Readonly<Record<Exclude<DraftAct, 'swapped' | 'undone' | Alone>, string>> = {
  approved: 'approved',
  rejected: 'rejected',
  kept: 'kept',
  'let-go': 'no longer kept',
}

/** The pairs that one act was about, by name where they are few. */
const pairsOf = ({ people }: Told): string => {
  const each = people.map((pair) => sayNames(pair) || 'people who are no longer on the list')
  if (people.length <= 1) return each.join('')
  const counted = sayCount(people.length, 'pair', 'pairs')
  return people.length > MOST_NAMED ? counted : `${counted} (${each.join('; ')})`
}

/** What was done, after who did it. */
const sayAct = (told: Told): string => {
  const act = actOf(told)
  switch (act) {
    case 'made':
      return 'made a new draft'
    case 'stopped':
      return 'stopped a draft that was being made'
    case 'no-more-approved':
      return 'stopped approving before all pairs had been looked at'
    case 'swapped':
      return `let ${pairsOf(told)} change places`
    case 'undone':
      return `undid the decision about ${pairsOf(told)}`
    case 'let-go':
      return `stopped keeping ${pairsOf(told)}`
    case null:
      return told.entry.act
    default:
      return `${WHAT[act]} ${pairsOf(told)}`
  }
}

/** Why, as far as the chosen reason says; the own words are read elsewhere. */
const sayReason = ({ entry: { reason } }: Told): string => {
  const known = REASONS.find((one) => one === reason)
  return known ? `: ${REASON_WORDS[known].toLowerCase()}` : ''
}

/** One act as a line. */
export const sayEntry = (told: Told, zone: string): string =>
  `${sayAt(told.entry.at, zone)}: ${byWhom(told)} ${sayAct(told)}${sayReason(told)}${
    told.entry.words ? ' (with a note)' : ''
  }.`

const sayAt = (at: Temporal.Instant, zone: string): string => `${sayDay(at, zone)}, ${sayTime(at, zone)}`

/** One page of what was done about a programme's pairs. */
export const historyMessage = (
  programme: Programme,
  told: readonly Told[],
  page: number,
  hasMore: boolean,
  zone: string,
): Message => {
  const noted = told.some(({ entry }) => entry.words !== null)
  const subject = (of: number) => pagedSubject(programme.id, of)
  return message(
    `What was done about the pairs of ${programme.name}.`,
    { type: 'heading', text: `History, ${programme.name}` },
    ...(told.length > 0
      ? [
          say('Everything that was done about the pairs, the newest first:'),
          { type: 'list' as const, items: told.map((one) => text`${sayEntry(one, zone)}`) },
          quiet(`In ${sayZone(zone)}. Only coordinators can see this.`),
        ]
      : [say(page === 0 ? 'Nothing has been done yet.' : 'There is nothing earlier.')]),
    actions(
      ...(hasMore ? [button('Earlier', 'drafts', 'history', subject(page + 1))] : []),
      ...(page > 0 ? [button('Later', 'drafts', 'history', subject(page - 1))] : []),
      ...(noted ? [button('Read the notes', 'drafts', 'reasons', subject(page))] : []),
      showDraft(programme),
      homeButton,
    ),
  )
}

/** What coordinators wrote to one another about rejected pairs; null when there is nothing on this page. */
export const reasonsForm = (
  programme: Programme,
  told: readonly Told[],
  page: number,
  zone: string,
): Form | null => {
  const noted = told.filter(({ entry }) => entry.words !== null)
  return noted.length === 0
    ? null
    : {
        type: 'form',
        flow: 'drafts',
        name: 'reasons',
        subject: pagedSubject(programme.id, page),
        title: 'Notes on rejected pairs',
        invitation: 'Open it to read; the words stay out of the chat.',
        intro: [
          quiet('For the coordinators of this programme alone. The people named are never told.'),
          ...noted.map((one) => ({
            type: 'quote' as const,
            text: one.entry.words ?? '',
            by: `${byWhom(one)}, ${sayDay(one.entry.at, zone)}, about ${pairsOf(one)}`,
          })),
        ],
        inputs: [],
        submit: 'Close',
      }
}

/** After that, where the draft follows. */
export const hereItIs = 'This is how it stands now. Please look, and decide again.'

/** What others did meanwhile, to somebody whose own act was not done for it. */
export const sayChanges = (told: readonly Told[]): string => {
  const actors = [...new Set(told.map(whom))]
  const done = actors.map((actor) => {
    const theirs = told.filter((one) => whom(one) === actor)
    return `${actor} ${actor === 'you' ? 'have' : 'has'} ${sayList(phrases(theirs))}`
  })
  const since =
    done.length > 0 ? `Since you looked, ${sayList(done)}.` : 'This draft has changed since you looked.'
  return `${since} So nothing has been done.`
}

const phrases = (told: readonly Told[]): readonly string[] =>
  ACTS.flatMap((act) => {
    const of = told.filter((one) => actOf(one) === act)
    if (of.length === 0) return []
    const [first] = of
    if (isAlone(act)) return first ? [sayAct(first)] : []
    const pairs = of.reduce((sum, { people }) => sum + people.length, 0)
    return pairs <= MOST_NAMED ? of.map(sayPast) : [countOf(act, pairs)]
  })

const sayPast = (told: Told): string => {
  switch (actOf(told)) {
    case 'undone':
      return `undone the decision about ${pairsOf(told)}`
    case 'swapped':
      return `let ${pairsOf(told)} change places`
    case 'let-go':
      return `stopped keeping ${pairsOf(told)}`
    default:
      return sayAct(told)
  }
}

const countOf = (act: Exclude<DraftAct, Alone>, count: number): string => {
  switch (act) {
    case 'swapped':
      return `let people change places ${count} times`
    case 'undone':
      return `undone ${sayCount(count, 'decision', 'decisions')}`
    case 'let-go':
      return `stopped keeping ${sayCount(count, 'pair', 'pairs')}`
    default:
      return `${WHAT[act]} ${sayCount(count, 'pair', 'pairs')}`
  }
}
