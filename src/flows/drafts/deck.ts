import type { Draft, Match, Participant, Programme } from '../../core/model.ts'
import type { Pairing } from '../../core/pairing.ts'
import { byId } from '../people.ts'
import { once } from '../remembering.ts'
import { sayBack, sayFreed } from './copy/common.ts'
import { type Dealt, openIn } from './open.ts'
import { available, type Field, isPaired } from './rules.ts'

/** Somebody who is not in the draft, and why, in a sentence. */
export interface Unplaced {
  readonly person: Participant
  readonly reason: string
}

/** More matches than this are not all looked at while somebody waits. */
export const MOST_AT_ONCE = 100

/** A draft as it stands now. */
export interface Deck {
  readonly programme: Programme
  readonly draft: Draft
  readonly open: readonly Dealt[]
  readonly approved: number
  readonly rejected: number
  /** Whoever could be paired as they are, and was left over. */
  readonly ready: readonly Unplaced[]
  /** Those come first; then whoever a decision freed; then those who have paused or not said yes. */
  readonly waiting: readonly Unplaced[]
  /** People who can be paired and are not in the draft at all. */
  readonly newcomers: number
}

/** The draft as it stands: what is open, weakest first, and what has come between. */
export const deckOf = (draft: Draft, field: Field, pairing: Pairing): Deck => {
  const told = once(() => toldIn(draft, field))
  const outside = once(() => outsideOf(draft, field, told()))
  return {
    programme: field.programme,
    draft,
    open: openIn(draft.matches, field, pairing),
    approved: draft.matches.filter(({ state }) => state === 'approved').length,
    rejected: draft.matches.filter(({ state }) => state === 'rejected').length,
    // Looked for when somebody asks.
    get ready() {
      return told().ready
    },
    get waiting() {
      return outside().waiting
    },
    get newcomers() {
      return outside().newcomers
    },
  }
}

/** Whom a draft left out as it was made, by whether they could be paired now. */
interface Told {
  readonly ready: readonly Unplaced[]
  readonly absent: readonly Unplaced[]
}

const toldIn = (draft: Draft, field: Field): Told => {
  const people = byId(field.participants)
  const persons = draft.waiting.flatMap(({ participantId }) => people.get(participantId) ?? [])
  const free = new Set(available({ ...field, participants: persons }).map(({ id }) => id))
  // A decision that was undone may have brought them back into a pair.
  const placed = new Set(draft.matches.flatMap((one) => (one.state === 'proposed' ? one.participantIds : [])))
  const told = draft.waiting.flatMap(({ participantId, reason, absence }): Unplaced[] => {
    const person = people.get(participantId)
    // Whoever has said no waits for nothing, and who that is is nobody's business.
    if (!person || person.leftAt !== null || person.consent === 'no' || placed.has(participantId)) return []
    return [{ person, reason: absence && free.has(person.id) ? sayBack(person.name) : reason }]
  })
  return {
    ready: told.filter(({ person }) => free.has(person.id)),
    absent: told.filter(({ person }) => !free.has(person.id) && !isPaired(person.id, field)),
  }
}

/** Who is not in a draft. */
const outsideOf = (
  draft: Draft,
  field: Field,
  { ready, absent }: Told,
): Pick<Deck, 'waiting' | 'newcomers'> => {
  const people = byId(field.participants)
  const free = new Set(available(field).map(({ id }) => id))
  const told = new Set(draft.waiting.map(({ participantId }) => participantId))
  const placed = placesOf(draft.matches, free)
  const freed = [...new Set([...placed.rejected, ...placed.approved])].filter(
    (id) => !placed.proposed.has(id) && !told.has(id),
  )
  const inDraft = [placed.proposed, placed.approved, placed.rejected, told]
  return {
    waiting: [
      ...ready,
      ...freed.flatMap((id): Unplaced[] => {
        const person = people.get(id)
        return person ? [{ person, reason: sayFreed(person.name, placed.rejected.has(id)) }] : []
      }),
      ...absent,
    ],
    newcomers: [...free].filter((id) => !inDraft.some((ids) => ids.has(id))).length,
  }
}

/** Which of these people are in matches of each state. */
const placesOf = (
  matches: readonly Match[],
  people: ReadonlySet<string>,
): Readonly<Record<Match['state'], ReadonlySet<string>>> => {
  const placed = { proposed: new Set<string>(), approved: new Set<string>(), rejected: new Set<string>() }
  for (const { state, participantIds } of matches)
    for (const id of participantIds) if (people.has(id)) placed[state].add(id)
  return placed
}
