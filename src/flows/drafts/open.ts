import type { Match, Participant } from '../../core/model.ts'
import type { Objection, Pairing } from '../../core/pairing.ts'
import { once, perList } from './remembering.ts'
import { byId, type Field, questionsAbout, rejectedIn } from './rules.ts'

/** Why a match that was proposed cannot be approved now. */
export type Obstacle = 'left' | 'missing' | 'rejected' | Objection['constraint']

/** A match that waits for a coordinator, its place in the draft (from 1), and what stands in its way. */
export interface Dealt {
  readonly place: number
  readonly match: Match
  readonly people: readonly Participant[]
  readonly obstacle: Obstacle | null
}

/** The same for the same people, in whatever order. */
export const keyOf = (ids: readonly string[]): string => [...ids].sort().join(' ')

/** Every two of these, in an order that does not matter. */
const twos = (ids: readonly string[]): readonly string[] =>
  ids.flatMap((one, index) => ids.slice(index + 1).map((other) => keyOf([one, other])))

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

const isOpen = ({ state }: Match): boolean => state === 'proposed'

/** Those of a draft's matches that are open, the weakest first. */
export const openIn = (all: readonly Match[], field: Field, pairing: Pairing): readonly Dealt[] => {
  const people = byId(field.participants)
  const ordered = weakestFirst(all)
  const known: Known = {
    peopleOf: ({ participantIds }) => participantIds.flatMap((id) => people.get(id) ?? []),
    obstacleTo: obstaclesTo(ordered.filter(isOpen), people, field, pairing),
  }
  return ordered.flatMap((match, index) => (isOpen(match) ? [new OpenMatch(index + 1, match, known)] : []))
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
