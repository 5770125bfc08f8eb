import type { Context, Who } from '../../core/flow.ts'
import type { Draft, Match, Pair, Programme } from '../../core/model.ts'
import type { Reader } from '../../core/store.ts'
import { type Deck, deckOf } from './deck.ts'
import type { Field } from './rules.ts'

/** A draft with everything that deciding about it takes. */
export interface Desk {
  readonly programme: Programme
  readonly draft: Draft
  readonly field: Field
  readonly deck: Deck
}

/** What a button or a form was about: a draft as it was seen, and what of it. */
export interface Place {
  readonly draftId: string
  /** The revision that was seen; -1 when none was told. */
  readonly revision: number
  /** A match, a page, or two people. */
  readonly rest: readonly string[]
}

/** Names a draft as it is now, and what of it, for a button or a form. */
export const subjectOf = ({ id, revision }: Draft, ...rest: readonly (string | number)[]): string =>
  [id, revision, ...rest].join(':')

/** What a button or a form of `subjectOf` was about. */
export const placeOf = (subject: string): Place => {
  const [draftId = '', revision = '', ...rest] = subject.split(':')
  return { draftId, revision: /^\d{1,9}$/.test(revision) ? Number(revision) : -1, rest }
}

/** A programme as it is now. */
export const fieldOf = async (
  programme: Programme,
  read: Reader,
  { now }: Pick<Context, 'now'>,
): Promise<Field> => ({
  programme,
  participants: await read.participants.of(programme.id),
  pairs: await read.approved.of(programme.id),
  decided: await read.drafts.decided(programme.id),
  notWith: await read.participants.notWith(programme.id),
  now,
})

/**
 * A draft with all that deciding about it takes, from facts that are at hand, or as they are to become. Whoever looks at
 * it does so in a turn of its own.
 */
export const deskWith = async (
  draft: Draft,
  field: Field,
  { pairing, othersTurn }: Context,
): Promise<Desk> => {
  const desk = { programme: field.programme, draft, field, deck: deckOf(draft, field, pairing) }
  await othersTurn()
  return desk
}

/** The draft that counts, with all that deciding about it takes; null when there is none. */
export const deskOf = async (programme: Programme, read: Reader, context: Context): Promise<Desk | null> => {
  const draft = await read.drafts.latest(programme.id)
  return draft && deskWith(draft, await fieldOf(programme, read, context), context)
}

/** A draft, if it is of a programme that this person coordinates. */
export const draftFor = async (
  draftId: string,
  { coordinates }: Pick<Who, 'coordinates'>,
  read: Reader,
): Promise<{ readonly programme: Programme; readonly draft: Draft } | null> => {
  const draft = await read.drafts.byId(draftId)
  const programme = coordinates.find(({ id }) => id === draft?.programmeId)
  return draft && programme ? { programme, draft } : null
}

/** The draft with some of its matches changed, as it is after one act. */
export const turned = (draft: Draft, changed: readonly Match[]): Draft => {
  const byId = new Map(changed.map((match) => [match.id, match]))
  const known = new Set(draft.matches.map(({ id }) => id))
  const moved = changed.filter(({ id }) => !known.has(id))
  return {
    ...draft,
    revision: draft.revision + 1,
    matches: [...draft.matches.map((match) => byId.get(match.id) ?? match), ...moved],
  }
}

/** The same facts with other pairs, and matches decided anew. */
export const afterwards = (field: Field, pairs: readonly Pair[], changed: readonly Match[]): Field => {
  const anew = new Set(changed.map(({ id }) => id))
  return {
    ...field,
    pairs,
    decided: [
      ...field.decided.filter(({ id }) => !anew.has(id)),
      ...changed.filter(({ state }) => state !== 'proposed'),
    ],
  }
}
