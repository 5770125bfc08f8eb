import { became, type Outcome } from '../../core/flow.ts'
import type { Draft, Match, Participant, Programme, Proposed } from '../../core/model.ts'
import type { Reader } from '../../core/store.ts'
import { byId } from '../people.ts'
import { compareMessage, nothingToCompare } from './copy/compare.ts'
import { draftMessage } from './copy/draft.ts'
import type { Desk } from './desk.ts'
import { keyOf } from './open.ts'

/** How good a set of matches is; `worst` is null when there is none. */
export interface Quality {
  readonly pairs: number
  readonly worst: number | null
  readonly total: number
}

type People = readonly Participant[]

/** What became of a draft after it was proposed. */
export interface Course {
  /** Null for a draft from before this was kept. */
  readonly proposed: Quality | null
  /** Of what coordinators made of it, as far as it is compared. */
  readonly now: Quality
  readonly swapped: readonly { readonly was: People; readonly is: People }[]
  readonly rejected: readonly People[]
  readonly approved: number
  readonly kept: number
  /** Came from an earlier draft, for a decision about them was undone. */
  readonly cameBack: readonly People[]
  /** Went into a later draft for the same reason. */
  readonly wentOn: readonly People[]
}

/** A match of the newer draft that the older did not have. */
export interface NewMatch {
  readonly people: People
  readonly score: number
  /** Whom each of them was with; empty: with nobody. */
  readonly was: readonly {
    readonly person: Participant
    readonly partners: People
    readonly rejected: boolean
  }[]
  /** The older draft had proposed them, too, until a coordinator changed that. */
  readonly proposedBefore: boolean
}

/** Two drafts: what was proposed, what coordinators made of it, and what differs. */
export interface Comparison {
  readonly programme: Programme
  readonly before: Course
  readonly after: Course
  readonly same: number
  readonly changed: readonly NewMatch[]
  /** Who had a partner before and has none now. */
  readonly left: People
}

/** A draft and its matches as they were proposed; none where that was not kept. */
export interface Version {
  readonly draft: Draft
  readonly proposed: readonly Proposed[]
}

/** A draft with what was proposed in it. */
export const versionOf = async (draft: Draft, read: Reader): Promise<Version> => ({
  draft,
  proposed: await read.drafts.proposed(draft.id),
})

/** Compares what was not yet approved when the older draft was put aside with the newer one. */
export const comparisonOf = (
  programme: Programme,
  older: Version,
  newer: Version,
  participants: People,
): Comparison => {
  const people = byId(participants)
  const persons = (ids: readonly string[]) => ids.flatMap((id) => people.get(id) ?? [])
  const before = older.draft.matches.filter(({ state }) => state === 'proposed')
  const now = newer.draft.matches.filter(({ state }) => state !== 'rejected')
  const undone = comingBack(newer)
  const known = new Set(before.map(({ participantIds }) => keyOf(participantIds)))
  const proposedBefore = new Set(older.proposed.map(({ participantIds }) => keyOf(participantIds)))
  const had = new Map<string, Match>()
  for (const match of [...before, ...older.draft.matches.filter(({ state }) => state === 'rejected')])
    for (const id of match.participantIds) if (!had.has(id)) had.set(id, match)
  const isNew = ({ participantIds }: Match) => !known.has(keyOf(participantIds))
  const compared = now.filter((match) => !undone.includes(match))
  const placed = new Set(now.flatMap(({ participantIds }) => participantIds))
  return {
    programme,
    before: courseOf(older, before, persons),
    after: courseOf(newer, now, persons),
    same: compared.filter((match) => !isNew(match)).length,
    changed: compared.filter(isNew).map(({ participantIds, score }) => ({
      people: persons(participantIds),
      score,
      was: persons(participantIds).map((person) => {
        const match = had.get(person.id)
        return {
          person,
          partners: persons(match?.participantIds.filter((id) => id !== person.id) ?? []),
          rejected: match?.state === 'rejected',
        }
      }),
      proposedBefore: proposedBefore.has(keyOf(participantIds)),
    })),
    left: persons([...had.keys()].filter((id) => !placed.has(id))),
  }
}

/** Matches that were not proposed in this draft. */
const comingBack = ({ draft, proposed }: Version): readonly Match[] => {
  const own = new Set(proposed.map(({ id }) => id))
  return proposed.length > 0 ? draft.matches.filter(({ id }) => !own.has(id)) : []
}

const courseOf = (
  version: Version,
  now: readonly Match[],
  persons: (ids: readonly string[]) => People,
): Course => {
  const { draft, proposed } = version
  const matches = new Map(draft.matches.map((match) => [match.id, match]))
  const all = (some: readonly Proposed[]) => some.map(({ participantIds }) => persons(participantIds))
  const count = (is: (match: Match) => boolean) => draft.matches.filter(is).length
  return {
    proposed: proposed.length > 0 ? qualityOf(proposed) : null,
    now: qualityOf(now),
    swapped: proposed.flatMap(({ id, participantIds: was }) => {
      const match = matches.get(id)
      if (!match || keyOf(match.participantIds) === keyOf(was)) return []
      return [{ was: persons(was), is: persons(match.participantIds) }]
    }),
    rejected: all(draft.matches.filter(({ state }) => state === 'rejected')),
    approved: count(({ state }) => state === 'approved'),
    kept: count(({ state, fixed }) => state === 'proposed' && fixed),
    cameBack: all(comingBack(version)),
    wentOn: all(proposed.filter(({ id }) => !matches.has(id))),
  }
}

const qualityOf = (matches: readonly Pick<Match, 'score'>[]): Quality => ({
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
  if (!before) return became(draftMessage(deck, 0, nothingToCompare))
  const comparison = comparisonOf(
    programme,
    await versionOf(before, read),
    await versionOf(draft, read),
    field.participants,
  )
  return became(compareMessage(comparison, draft))
}
