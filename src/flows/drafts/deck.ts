import type { Draft, Match, Participant, Programme } from '../../core/model.ts'
import type { Objection, Pairing } from '../../core/pairing.ts'
import { sayBack, sayFreed } from './copy/common.ts'
import { available, byId, type Field, pairsNow, perList, questionsAbout, rejectedIn } from './rules.ts'

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

/** More matches than this are not all looked at while somebody waits. */
export const MOST_AT_ONCE = 100

/** A draft as it stands now. */
export interface Deck {
  readonly programme: Programme
  readonly draft: Draft
  readonly open: readonly Dealt[]
  readonly approved: number
  readonly rejected: number
  /** Whoever could be paired and was left over comes first; then whoever a decision freed; then those who have paused or not said yes. */
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
  const outside = once(() => outsideOf(draft, field))
  return {
    programme: field.programme,
    draft,
    open: openIn(draft.matches, field, pairing),
    approved: draft.matches.filter(({ state }) => state === 'approved').length,
    rejected: draft.matches.filter(({ state }) => state === 'rejected').length,
    // Looked for when somebody asks.
    get waiting() {
      return outside().waiting
    },
    get ready() {
      return outside().ready
    },
    get newcomers() {
      return outside().newcomers
    },
  }
}

/** Who is not in a draft. */
const outsideOf = (draft: Draft, field: Field): Pick<Deck, 'waiting' | 'ready' | 'newcomers'> => {
  const people = byId(field.participants)
  const partners = pairsNow(field.pairs)
  const free = new Set(available(field).map(({ id }) => id))
  const told = new Set(draft.waiting.map(({ participantId }) => participantId))
  const placed = placesOf(draft.matches, free)
  const freed = [...new Set([...placed.rejected, ...placed.approved])].filter(
    (id) => !placed.proposed.has(id) && !told.has(id),
  )
  const waiting = draft.waiting.flatMap(({ participantId, reason, absence }): Unplaced[] => {
    const person = people.get(participantId)
    // Whoever has said no waits for nothing, and who that is is nobody's business.
    if (!person || person.leftAt !== null || person.consent === 'no') return []
    return [{ person, reason: absence && free.has(person.id) ? sayBack(person.name) : reason }]
  })
  const ready = waiting.filter(({ person }) => free.has(person.id))
  const inDraft = [placed.proposed, placed.approved, placed.rejected, told]
  return {
    waiting: [
      ...ready,
      ...freed.flatMap((id): Unplaced[] => {
        const person = people.get(id)
        return person ? [{ person, reason: sayFreed(person.name, placed.rejected.has(id)) }] : []
      }),
      ...waiting.filter(({ person }) => !free.has(person.id) && !partners.has(person.id)),
    ],
    ready: ready.length,
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

const weakestFirst = perList((matches: readonly Match[]): readonly Match[] =>
  [...matches].sort((one, other) => one.score - other.score),
)

/** What is known of open matches beyond themselves. */
interface Known {
  peopleOf(match: Match): readonly Participant[]
  obstacleTo(match: Match): Obstacle | null
}

/** Of thousands of open matches, few are looked at: what is known of one is looked for when somebody asks. */
class OpenMatch implements Dealt {
  readonly place: number
  readonly match: Match
  readonly #known: Known
  constructor(place: number, match: Match, known: Known) {
    this.place = place
    this.match = match
    this.#known = known
  }
  get people() {
    return this.#known.peopleOf(this.match)
  }
  get obstacle() {
    return this.#known.obstacleTo(this.match)
  }
}

/** Those of a draft's matches that are open, the weakest first. */
export const openIn = (all: readonly Match[], field: Field, pairing: Pairing): readonly Dealt[] => {
  const people = byId(field.participants)
  const obstacles = once(() =>
    obstaclesTo(
      open.map(({ match }) => match),
      people,
      field,
      pairing,
    ),
  )
  const known: Known = {
    peopleOf: ({ participantIds }) => participantIds.flatMap((id) => people.get(id) ?? []),
    obstacleTo: (match) => obstacles()(match),
  }
  const open = weakestFirst(all).flatMap((match, index) =>
    match.state === 'proposed' ? [new OpenMatch(index + 1, match, known)] : [],
  )
  return open
}

/**
 * What stands in the way of each of these matches, looked at one by one: nobody asks about all of thousands at once.
 * Somebody in several of them needs room for all, the weakest first.
 */
const obstaclesTo = (
  open: readonly Match[],
  people: ReadonlyMap<string, Participant>,
  field: Field,
  pairing: Pairing,
): ((match: Match) => Obstacle | null) => {
  const asking = once(() => ({
    about: questionsAbout(new Set(open.flatMap(({ participantIds }) => participantIds)), field),
    several: inSeveral(open),
    refused: new Set(rejectedIn(field).flatMap(({ participantIds }) => twos(participantIds))),
  }))
  const found = new Map<string, Obstacle | null>()
  const look = ({ id, participantIds }: Match): Obstacle | null => {
    const members = participantIds.flatMap((one) => people.get(one) ?? [])
    if (members.length < participantIds.length) return 'missing'
    if (members.some(({ leftAt }) => leftAt !== null)) return 'left'
    const { about, several, refused } = asking()
    if (twos(participantIds).some((two) => refused.has(two))) return 'rejected'
    const elsewhere = participantIds.filter((one) => several.has(one))
    const before =
      elsewhere.length === 0
        ? []
        : open
            .slice(
              0,
              open.findIndex((match) => match.id === id),
            )
            .filter((match) => match.participantIds.some((one) => elsewhere.includes(one)))
    const upToThis = [...before.map((match) => match.participantIds), participantIds]
    return pairing.objections(upToThis, about(upToThis.flat())).at(-1)?.[0]?.constraint ?? null
  }
  return (match) => {
    const known = found.get(match.id)
    if (known !== undefined) return known
    const obstacle = look(match)
    found.set(match.id, obstacle)
    return obstacle
  }
}

/** Who is in more than one of these. */
const inSeveral = (matches: readonly Match[]): ReadonlySet<string> => {
  const seen = new Set<string>()
  const several = new Set<string>()
  for (const { participantIds } of matches)
    for (const id of participantIds) {
      if (seen.has(id)) several.add(id)
      seen.add(id)
    }
  return several
}

const once = <T>(work: () => T): (() => T) => {
  let done: { readonly value: T } | null = null
  return () => {
    done ??= { value: work() }
    return done.value
  }
}
