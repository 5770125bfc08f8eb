import type { Match, Participant } from '../../core/model.ts'
import type { Objection, Pairing } from '../../core/pairing.ts'
import { byId, type People } from '../people.ts'
import { once, perKey, perList } from '../remembering.ts'
import { type Field, questionsAbout, rejectedIn } from './rules.ts'

/**
 * Why a match that was proposed cannot be approved now. `instead`: it can, but not beside those before it, for somebody
 * has no room for both.
 */
export type Obstacle = 'left' | 'missing' | 'rejected' | 'instead' | Objection['constraint']

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
  obstacleTo(dealt: OpenMatch): Obstacle | null
}

/** Of thousands of open matches, few are looked at: what is known of one is looked for when somebody asks. */
class OpenMatch implements Dealt {
  readonly place: number
  /** How many open ones come before it. */
  readonly before: number
  readonly match: Match
  readonly #known: Known
  constructor(place: number, before: number, match: Match, known: Known) {
    this.place = place
    this.before = before
    this.match = match
    this.#known = known
  }
  get people() {
    return this.#known.peopleOf(this.match)
  }
  get obstacle() {
    return this.#known.obstacleTo(this)
  }
}

/** Those of a draft's matches that are open, the weakest first; of these, those that `counts` says, as if alone. */
export const openIn = (
  all: readonly Match[],
  field: Field,
  pairing: Pairing,
  counts: (match: Match) => boolean = () => true,
): readonly Dealt[] => {
  const people = byId(field.participants)
  const open: OpenMatch[] = []
  const known: Known = {
    peopleOf: ({ participantIds }) => participantIds.flatMap((id) => people.get(id) ?? []),
    obstacleTo: obstaclesTo(open, people, field, pairing),
  }
  for (const [index, match] of weakestFirst(all).entries())
    if (match.state === 'proposed' && counts(match))
      open.push(new OpenMatch(index + 1, open.length, match, known))
  return open
}

/** For so many open matches that follow one another, what concerns them is looked for at once. */
const BLOCK = 100

const sharesAny = ({ match }: Dealt, ids: ReadonlySet<string>): boolean =>
  match.participantIds.some((id) => ids.has(id))

/**
 * What stands in the way of each of these matches, looked at one by one: nobody asks about all of thousands at once.
 * Somebody in several of those that are possible needs room for all, the weakest first.
 */
const obstaclesTo = (
  open: readonly OpenMatch[],
  people: People,
  field: Field,
  pairing: Pairing,
): Known['obstacleTo'] => {
  const refused = once(() => new Set(rejectedIn(field).flatMap(({ participantIds }) => twos(participantIds))))
  const around = perKey((block: number) => {
    const [from, to] = [block * BLOCK, (block + 1) * BLOCK]
    const members = new Set(open.slice(from, to).flatMap(({ match }) => match.participantIds))
    const concerned = open.slice(0, to).filter((dealt) => sharesAny(dealt, members))
    const these = new Set(concerned.flatMap(({ match }) => match.participantIds))
    return { concerned, about: questionsAbout(these, field) }
  })
  const look = (dealt: OpenMatch): Obstacle | null => {
    const { participantIds } = dealt.match
    const members = participantIds.flatMap((one) => people.get(one) ?? [])
    if (members.length < participantIds.length) return 'missing'
    if (members.some(({ leftAt }) => leftAt !== null)) return 'left'
    if (twos(participantIds).some((two) => refused().has(two))) return 'rejected'
    const { concerned, about } = around(Math.floor(dealt.before / BLOCK))
    const [own] = pairing.objections([participantIds], about(participantIds)).at(-1) ?? []
    if (own) return own.constraint
    const ids = new Set(participantIds)
    const before = concerned.filter(
      (one) => one.before < dealt.before && sharesAny(one, ids) && obstacleTo(one) === null,
    )
    if (before.length === 0) return null
    const upToThis = [...before, dealt].map(({ match }) => match.participantIds)
    return pairing.objections(upToThis, about(upToThis.flat())).at(-1)?.length ? 'instead' : null
  }
  const obstacleTo = perKey(look)
  return obstacleTo
}
