import type { Context } from '../../core/flow.ts'
import type { Draft, Match, Participant } from '../../core/model.ts'
import { sayMorePossible } from './copy/undo.ts'
import { type Desk, deskWith, turned } from './desk.ts'
import type { Obstacle } from './open.ts'
import { type Field, roomFor } from './rules.ts'
import type { Undoable } from './undo.ts'

/** A decision that is taken back, and what its match may find in its way into the draft that counts; null: nothing. */
export interface Undone extends Undoable {
  /**
   * `no-capacity`: somebody of it has no room for another partner, whatever the draft proposes; `placed`: somebody of it
   * is in another pair of that draft, and has no room for both.
   */
  readonly hindrance: Obstacle | 'placed' | null
  /** Those of it who have no room, or are in another pair; nobody where neither hinders it. */
  readonly elsewhere: readonly Participant[]
}

type InItsWay = Pick<Undone, 'hindrance' | 'elsewhere'>

const NOTHING: InItsWay = { hindrance: null, elsewhere: [] }

const inItsWay = ({ people }: Undoable, places: ReadonlyMap<string, number>, field: Field): InItsWay => {
  const full = people.filter((each) => roomFor(each, field) === 0)
  if (full.length > 0) return { hindrance: 'no-capacity', elsewhere: full }
  const placesOf = ({ id }: Participant): number => places.get(id) ?? 0
  return people.some((each) => placesOf(each) >= roomFor(each, field))
    ? { hindrance: 'placed', elsewhere: people.filter((each) => placesOf(each) > 0) }
    : NOTHING
}

/** Their matches as they are proposed again: in this draft, or, where something hinders that, in the one they were of. */
export const reopened = (undone: readonly Undone[], draft: Draft): readonly Match[] =>
  undone.map(({ match, hindrance }) => ({
    ...match,
    draftId: hindrance === null ? draft.id : match.draftId,
    state: 'proposed',
    pairId: null,
  }))

/**
 * Looks at what would come back into a draft, from facts as they are once it has: its own matches do, and of others
 * those that can be approved and take nobody's place in it, the newest first.
 */
export const comingInto = async (
  { draft }: Desk,
  undone: readonly Undoable[],
  field: Field,
  context: Context,
): Promise<readonly Undone[]> => {
  const places = new Map<string, number>()
  const count = ({ participantIds }: Match): void => {
    for (const id of participantIds) places.set(id, (places.get(id) ?? 0) + 1)
  }
  const isOwn = ({ match }: Undoable): boolean => match.draftId === draft.id
  draft.matches.filter(({ state }) => state === 'proposed').forEach(count)
  const inOrder = [...undone.filter(isOwn), ...undone.filter((one) => !isOwn(one)).reverse()]
  const fitting = inOrder.map((one): Undone => {
    const found = isOwn(one) ? NOTHING : inItsWay(one, places, field)
    if (found.hindrance === null) count(one.match)
    return { ...one, ...found }
  })
  const { deck } = await deskWith(
    turned(
      draft,
      reopened(fitting, draft).filter(({ draftId }) => draftId === draft.id),
    ),
    field,
    context,
  )
  const obstacles = new Map(deck.open.map((dealt) => [dealt.match.id, dealt]))
  return fitting.map((one) =>
    one.hindrance !== null || isOwn(one)
      ? one
      : { ...one, hindrance: obstacles.get(one.match.id)?.obstacle ?? null },
  )
}

/** Why those wait whom a draft left over, once others may be their partners. */
export const waitingAnew = ({ waiting }: Draft, undone: readonly Undone[]): Draft['waiting'] => {
  const freed = new Map(
    undone
      .filter(({ match, hindrance }) => match.state === 'rejected' && hindrance === 'placed')
      .flatMap(({ people }) => people)
      .map(({ id, name }) => [id, name]),
  )
  return waiting.map((one) => {
    const name = freed.get(one.participantId)
    return name === undefined || one.absence ? one : { ...one, reason: sayMorePossible(name) }
  })
}
