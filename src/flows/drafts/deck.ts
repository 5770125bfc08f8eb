import type { Draft, Match, Participant, Programme } from '../../core/model.ts'
import type { Objection, Pairing } from '../../core/pairing.ts'
import { available, type Field, questionOf, rejectedIn } from './rules.ts'

/** Why a match that was proposed cannot be approved now. */
export type Obstacle = 'left' | 'missing' | 'rejected' | Objection['constraint']

/** A match that waits for a coordinator, its place in the draft (from 1), and what stands in its way. */
export interface Dealt {
  readonly place: number
  readonly match: Match
  readonly people: readonly Participant[]
  readonly obstacle: Obstacle | null
}

/** Somebody who is not in the draft, and why, in a sentence. */
export interface Unplaced {
  readonly person: Participant
  readonly reason: string
}

/** A draft as it stands now. */
export interface Deck {
  readonly programme: Programme
  readonly draft: Draft
  readonly open: readonly Dealt[]
  readonly approved: number
  readonly rejected: number
  /** Whoever could be paired comes first; then those who have paused or not said yes. */
  readonly waiting: readonly Unplaced[]
  /** How many of those who wait could be paired as they are. */
  readonly ready: number
  /** People who can be paired and are not in the draft at all. */
  readonly newcomers: number
}

/** Every two of these, in an order that does not matter. */
const twos = (ids: readonly string[]): readonly string[] =>
  ids.flatMap((one, index) => ids.slice(index + 1).map((other) => keyOf([one, other])))

/** The same for the same people, in whatever order. */
export const keyOf = (ids: readonly string[]): string => [...ids].sort().join(' ')

/** The draft as it stands: what is open, weakest first, and what has come between. */
export const deckOf = (draft: Draft, field: Field, pairing: Pairing): Deck => {
  const people = new Map(field.participants.map((person) => [person.id, person]))
  const refused = new Set(rejectedIn(field).flatMap(({ participantIds }) => twos(participantIds)))
  const open = [...draft.matches]
    .sort((one, other) => one.score - other.score)
    .map((match, index) => ({ match, place: index + 1 }))
    .filter(({ match }) => match.state === 'proposed')
  const objections = pairing.objections(
    open.map(({ match }) => match.participantIds),
    questionOf(field, [], draft.seed),
  )
  const inDraft = new Set([
    ...draft.matches.flatMap(({ participantIds }) => participantIds),
    ...draft.waiting.map(({ participantId }) => participantId),
  ])
  const free = new Set(available(field).map(({ id }) => id))
  const waiting = draft.waiting.flatMap(({ participantId, reason }): Unplaced[] => {
    const person = people.get(participantId)
    // Whoever has said no waits for nothing, and who that is is nobody's business.
    return person && person.leftAt === null && person.consent !== 'no' ? [{ person, reason }] : []
  })
  const ready = waiting.filter(({ person }) => free.has(person.id))
  return {
    programme: field.programme,
    draft,
    open: open.map(({ match, place }, index): Dealt => {
      const found = match.participantIds.flatMap((id) => people.get(id) ?? [])
      const obstacle = (): Obstacle | null => {
        if (found.length < match.participantIds.length) return 'missing'
        if (found.some(({ leftAt }) => leftAt !== null)) return 'left'
        if (twos(match.participantIds).some((two) => refused.has(two))) return 'rejected'
        return objections[index]?.[0]?.constraint ?? null
      }
      return { place, match, people: found, obstacle: obstacle() }
    }),
    approved: draft.matches.filter(({ state }) => state === 'approved').length,
    rejected: draft.matches.filter(({ state }) => state === 'rejected').length,
    waiting: [...ready, ...waiting.filter((one) => !ready.includes(one) && hasNoPartner(one, field))],
    ready: ready.length,
    newcomers: [...free].filter((id) => !inDraft.has(id)).length,
  }
}

const hasNoPartner = ({ person }: Unplaced, { pairs }: Field): boolean =>
  !pairs.some(({ endedAt, members }) => endedAt === null && members.some(({ id }) => id === person.id))
