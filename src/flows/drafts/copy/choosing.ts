import { type Form, type Part, say } from '../../../core/message.ts'
import { sayNames } from '../../../core/saying.ts'
import { asOption } from '../../copy.ts'
import type { Choice, Shown } from '../choosing.ts'
import type { Dealt } from '../open.ts'

/** More in one list is more than a card or a modal holds well, and than some platforms take. */
const MOST_LISTED = 90
/** As many are seen at a glance, and need no search. */
const AT_A_GLANCE = 10
const LONGEST_SEARCH = 1000

/** The field in which is written what its list may not show. */
export const whoField = (list: string): string => `${list}-who`

export const chooseSomething = 'Please choose from the list, or write a name.'

export const sayNothingFits = (written: string): string =>
  `Nothing here fits “${asOption(written)}”. Please check how it is written.`

/** What a list and its search are called. */
interface Words {
  readonly label: string
  /** Above the field that searches. */
  readonly find: string
  /** What stands first in the list, such as “weakest”. */
  readonly first: string
  /** Whether numbers of the draft find it, too. */
  readonly numbered: boolean
}

/** Pairs that wait for a decision, as a form calls them. */
export const PAIR_WORDS = { find: 'Or find them by name', first: 'weakest', numbered: true } as const

/** The weakest first. */
export const pairChoices = (open: readonly Dealt[]): readonly Choice[] =>
  open.map((dealt) => ({
    id: dealt.match.id,
    place: dealt.place,
    label: () => `${dealt.place}. ${sayNames(dealt.people)}`,
    called: () => dealt.people.flatMap(({ name, email }) => [name, email]),
  }))

/** A list to choose from, and, where it is long, a field that finds anything by name. */
export const choosing = (
  field: string,
  { label, find, first, numbered }: Words,
  shown: Shown,
  several: boolean,
): Form['inputs'] => {
  const { all } = shown
  const searches = all.length > AT_A_GLANCE
  const listed = listedOf(shown)
  return [
    {
      type: 'choice',
      name: field,
      label,
      hint: hintOf(shown, listed, first),
      required: !searches,
      options: listed.map((one) => ({ value: one.id, label: asOption(one.label()) })),
      partial: true,
      most: several ? MOST_LISTED : 1,
      initial: shown.chosen.filter((id) => listed.some((one) => one.id === id)),
    },
    ...(searches
      ? [
          {
            type: 'text' as const,
            name: whoField(field),
            label: find,
            hint: `A name or e-mail address, or a part of it${numbered ? '; or the number in the draft' : ''}.${several ? ' For several, one a line.' : ''}`,
            required: false,
            lines: several ? ('many' as const) : ('one' as const),
            max: LONGEST_SEARCH,
            initial: null,
            private: false,
          },
        ]
      : []),
  ]
}

/** What is chosen stays in sight; then come those that fit, or the first of all. */
const listedOf = ({ all, chosen, fitting }: Shown): readonly Choice[] => {
  const kept = all.filter(({ id }) => chosen.includes(id))
  return [...kept, ...(fitting ?? all).filter((one) => !kept.includes(one))].slice(0, MOST_LISTED)
}

const hintOf = ({ all, fitting }: Shown, listed: readonly Choice[], first: string): string | null => {
  if (fitting && fitting.length > listed.length)
    return `${listed.length} of the ${fitting.length} that fit are listed. Write more of the name to see fewer.`
  return !fitting && all.length > listed.length
    ? `The ${first} ${listed.length} of ${all.length} are listed; find any other by name below.`
    : null
}

/** Above a form that shows what fits what was written; nothing where nothing was looked for. */
export const sayFitting = (submit: string, ...shown: readonly Shown[]): readonly Part[] => {
  const fitting = shown.flatMap((one) => one.fitting ?? [])
  if (fitting.length === 0) return []
  return [
    say(
      fitting.length === 1
        ? `This fits what you wrote, and is chosen now. Please look, and press “${submit}” once more.`
        : `${fitting.length} fit what you wrote. Please choose in the list, and press “${submit}” once more.`,
    ),
  ]
}
