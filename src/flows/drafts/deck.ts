import type { Temporal } from 'temporal-polyfill'
import { isBefore } from '../../core/calendar.ts'
import type { Draft, Match, Pair, Participant, Programme } from '../../core/model.ts'

/** Why a match that was proposed cannot be approved any more. */
export type Obstacle = 'no-consent' | 'paused' | 'left' | 'paired' | 'rejected' | 'missing'

/** A match that waits for a coordinator, its place in the draft (from 1), and what stands in its way. */
export interface Dealt {
  readonly place: number
  readonly match: Match
  readonly people: readonly Participant[]
  readonly obstacle: Obstacle | null
}

/** A draft as it stands now. */
export interface Deck {
  readonly programme: Programme
  readonly draft: Draft
  readonly open: readonly Dealt[]
  readonly approved: number
  readonly rejected: number
  readonly waiting: readonly { readonly person: Participant; readonly reason: string }[]
  /** People who can be paired and are not in the draft at all. */
  readonly newcomers: number
}

/** What a programme's drafts are judged by. `pairs` are all, ended ones included. */
export interface Field {
  readonly programme: Programme
  readonly participants: readonly Participant[]
  readonly pairs: readonly Pair[]
  readonly rejected: readonly (readonly string[])[]
  readonly now: Temporal.Instant
}

const pairedNow = (pairs: readonly Pair[]): ReadonlySet<string> =>
  new Set(
    pairs.filter(({ endedAt }) => endedAt === null).flatMap(({ members }) => members.map(({ id }) => id)),
  )

const obstacleOf = (
  person: Participant,
  paired: ReadonlySet<string>,
  now: Temporal.Instant,
): Obstacle | null => {
  if (person.leftAt) return 'left'
  if (person.consent !== 'yes') return 'no-consent'
  if (person.pausedUntil && isBefore(now, person.pausedUntil)) return 'paused'
  return paired.has(person.id) ? 'paired' : null
}

/** Who can be paired now: said yes, not paused, not left, without a partner. */
export const available = ({ participants, pairs, now }: Field): readonly Participant[] => {
  const paired = pairedNow(pairs)
  return participants.filter((person) => obstacleOf(person, paired, now) === null)
}

/** Which two must not be partners: conflicts that either named, rejected matches, and whoever were partners before. */
export const exclusions = ({ participants, pairs, rejected }: Field): readonly (readonly string[])[] => {
  const byEmail = new Map(participants.map((person) => [person.email.toLowerCase(), person.id]))
  const conflicts = participants.flatMap((person) =>
    person.conflicts.flatMap((email) => {
      const other = byEmail.get(email.trim().toLowerCase())
      return other && other !== person.id ? [[person.id, other]] : []
    }),
  )
  const partners = pairs.flatMap(({ members }) => twos(members.map(({ id }) => id)))
  return [...conflicts, ...rejected.flatMap(twos), ...partners]
}

/** Every two of these. */
const twos = (ids: readonly string[]): readonly (readonly string[])[] =>
  ids.flatMap((one, index) => ids.slice(index + 1).map((other) => [one, other]))

const key = (ids: readonly string[]): string => [...ids].sort().join(' ')

/** The draft as it stands: what is open, weakest first, and what has come between. */
export const deckOf = (draft: Draft, field: Field): Deck => {
  const people = new Map(field.participants.map((person) => [person.id, person]))
  const paired = pairedNow(field.pairs)
  const refused = new Set(field.rejected.flatMap(twos).map(key))
  const open = [...draft.matches]
    .sort((one, other) => one.score - other.score)
    .map((match, index): Dealt => {
      const found = match.participantIds.flatMap((id) => people.get(id) ?? [])
      const obstacle =
        found.length < match.participantIds.length
          ? 'missing'
          : (found.map((person) => obstacleOf(person, paired, field.now)).find(Boolean) ??
            (twos(match.participantIds).some((two) => refused.has(key(two))) ? 'rejected' : null))
      return { place: index + 1, match, people: found, obstacle }
    })
    .filter(({ match }) => match.state === 'proposed')
  const inDraft = new Set([
    ...draft.matches.flatMap(({ participantIds }) => participantIds),
    ...draft.waiting.map(({ participantId }) => participantId),
  ])
  const free = available(field)
  return {
    programme: field.programme,
    draft,
    open,
    approved: draft.matches.filter(({ state }) => state === 'approved').length,
    rejected: draft.matches.filter(({ state }) => state === 'rejected').length,
    waiting: draft.waiting.flatMap(({ participantId, reason }) => {
      const person = free.find(({ id }) => id === participantId)
      return person ? [{ person, reason }] : []
    }),
    newcomers: free.filter(({ id }) => !inDraft.has(id)).length,
  }
}
