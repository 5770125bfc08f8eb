import type { Weights } from '../core/pairing.ts'

/** A stretch of time in which someone can meet: minutes in UTC from Monday 00:00 of the first sample week. */
export interface Hours {
  startsAt: number
  /** After `startsAt`. The second sample week begins at minute 10,080, and so on. */
  endsAt: number
}

/** One person to be paired. Empty lists and nulls mean "not said", which is neutral and never counts against anyone. */
export interface Person {
  id: string
  /** Used in sentences only; nothing is ever read out of it. */
  name: string
  side: 'a' | 'b'
  organisation: string
  location: string | null
  languages: readonly string[]
  /** What they hope to learn, in short phrases of their own. */
  goals: readonly string[]
  /** What they can share with a partner. */
  offers: readonly string[]
  interests: readonly string[]
  /** Working hours over one or more sample weeks; several weeks show what a clock change does. */
  weeklyHours: readonly Hours[]
  /** Whether these are the usual ones, as they are taken to be where nobody has said otherwise. */
  usualHours: boolean
  /** The most partners this person takes on at once. 0: none. A second partner is given only where someone needs one. */
  capacity: number
  /** How many partners they have already; with one, they need no other and may have room for more. */
  partners: number
  /** Ids of people never to be paired with, whichever of the two said so. Private: it shows only as "excluded". */
  notWith: readonly string[]
  /** The id of whoever manages them, in the programme or not; people who share a manager, or of whom one manages the other, are kept apart. */
  managerId: string | null
  /** Why they are not to be paired for now; null: they can be paired. */
  absence: 'paused' | 'no-consent' | null
}

export interface Rules {
  weights: Weights
  /**
   * `two`: partners come from different sides. `one`: anyone with anyone, as in circles and peer rounds; then sides say
   * nothing, and nobody has more than one partner.
   */
  sides: 'two' | 'one'
  /** Whether partners may, may not or must share an organisation. */
  organisations: 'any' | 'different' | 'same'
  /** What happens to people whom the other side has no partner left for: they join the pair that suits best, or wait. */
  odd: 'trio' | 'waitlist'
  /** Two or three ids each that a coordinator has set. They are kept unless a rule forbids them. */
  fixed: readonly (readonly string[])[]
  /** Ids, every two of which have been partners before, and are not to be again. */
  earlierPartners: readonly (readonly string[])[]
}
