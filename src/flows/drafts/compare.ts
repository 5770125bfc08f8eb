import { became, type Outcome } from '../../core/flow.ts'
import type { Draft, Match, Participant, Programme } from '../../core/model.ts'
import type { Reader } from '../../core/store.ts'
import { compareMessage, nothingToCompare } from './copy/compare.ts'
import { draftMessage } from './copy/draft.ts'
import { keyOf } from './deck.ts'
import type { Desk } from './desk.ts'

/** How good a set of matches is; `worst` is null when there is none. */
interface Quality {
  readonly pairs: number
  readonly worst: number | null
  readonly total: number
}

/** What is the same in two drafts, and what is not. */
export interface Comparison {
  readonly programme: Programme
  readonly before: Quality
  readonly after: Quality
  readonly same: number
  /** Matches of the newer draft that the older did not have. */
  readonly changed: readonly {
    readonly people: readonly Participant[]
    readonly score: number
    /** Whom each of them was with; empty: with nobody. */
    readonly was: readonly { readonly person: Participant; readonly partners: readonly Participant[] }[]
  }[]
  /** Who had a partner before and has none now. */
  readonly left: readonly Participant[]
}

/** Compares what was open when the older draft was put aside with the newer one. */
export const comparisonOf = (
  programme: Programme,
  older: Draft,
  newer: Draft,
  participants: readonly Participant[],
): Comparison => {
  const people = new Map(participants.map((person) => [person.id, person]))
  const persons = (ids: readonly string[]) => ids.flatMap((id) => people.get(id) ?? [])
  const before = older.matches.filter(({ state }) => state === 'proposed')
  const known = new Set(before.map(({ participantIds }) => keyOf(participantIds)))
  const isNew = ({ participantIds }: Match) => !known.has(keyOf(participantIds))
  const partnersBefore = (id: string) =>
    persons(
      before
        .filter(({ participantIds }) => participantIds.includes(id))
        .flatMap(({ participantIds }) => participantIds.filter((other) => other !== id)),
    )
  const now = new Set(newer.matches.flatMap(({ participantIds }) => participantIds))
  return {
    programme,
    before: qualityOf(before),
    after: qualityOf(newer.matches),
    same: newer.matches.filter((match) => !isNew(match)).length,
    changed: newer.matches.filter(isNew).map(({ participantIds, score }) => ({
      people: persons(participantIds),
      score,
      was: persons(participantIds).map((person) => ({ person, partners: partnersBefore(person.id) })),
    })),
    left: persons(
      [...new Set(before.flatMap(({ participantIds }) => participantIds))].filter((id) => !now.has(id)),
    ),
  }
}

const qualityOf = (matches: readonly Match[]): Quality => ({
  pairs: matches.length,
  worst: matches.reduce<number | null>((worst, { score }) => Math.min(worst ?? score, score), null),
  total: matches.reduce((sum, { score }) => sum + score, 0),
})

/** The draft that stands beside the one before it. */
export const compareWithBefore = async (
  { programme, draft, field, deck }: Desk,
  read: Reader,
): Promise<Outcome> => {
  const before = await read.drafts.before(draft.id)
  return became(
    before
      ? compareMessage(comparisonOf(programme, before, draft, field.participants), draft)
      : draftMessage(deck, 0, nothingToCompare),
  )
}
