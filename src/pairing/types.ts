/** A stretch of time in which someone can meet: minutes in UTC from Monday 00:00 of the first sample week. */
export interface Hours {
  startsAt: number
  /** After `startsAt`. The second sample week begins at minute 10,080, and so on. */
  endsAt: number
}

/** Why a person is not to be paired for now; they are named among the unpaired. */
type Absence = 'paused' | 'no-consent'

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
  /** The most partners this person takes on at once. 0: none. A second partner is given only where someone needs one. */
  capacity: number
  /** Ids of people never to be paired with, whichever of the two said so. Private: it shows only as "excluded". */
  notWith: readonly string[]
  /** The id of whoever manages them; people who share a manager, or of whom one manages the other, are kept apart. */
  managerId: string | null
  /** Null: can be paired. */
  absence: Absence | null
}

/** How much each part of a score counts, as whole numbers of any size; only their proportions matter. */
export interface Weights {
  /** What each hopes to learn against what the other offers; both directions count alike. */
  goals: number
  interests: number
  hours: number
  languages: number
  location: number
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
  /** Pairs of ids that a coordinator has set. They are kept unless a rule forbids them; see `Proposal.refused`. */
  fixed: readonly (readonly [string, string])[]
  /** Pairs of ids that have been partners before, and are not to be again. */
  earlierPartners: readonly (readonly [string, string])[]
}

/** What makes a pair impossible. `excluded` never says who asked for it. */
export type Constraint =
  | 'same-side'
  | 'paused'
  | 'no-consent'
  | 'no-capacity'
  | 'excluded'
  | 'line-management'
  | 'organisation'
  | 'earlier-partners'
  | 'no-shared-language'

export type PartName = 'first-learns' | 'second-learns' | 'interests' | 'hours' | 'languages' | 'location'

/** One part of a score. `first` and `second` are the pair's people in order. */
export interface Part {
  name: PartName
  /** 0 to 10,000. Where not known: the average of this part over the programme's people. */
  value: number
  /** This part's share of the score, in 65,536ths. */
  weight: number
  /** False when either has not said. */
  known: boolean
}

/** Who else a person could have been paired with, at the least cost to everyone. */
export interface NextBest {
  person: string
  alternative: string
  /** What the two would score. */
  score: number
  /**
   * The least that all scores together would lose if the two were paired, however the others are rearranged. Null where
   * the two would score less than the lowest score of this proposal.
   */
  costAtLeast: number | null
  /** What all scores together lose if the two pairs simply swap partners; null where a rule forbids the other half. */
  swapCost: number | null
  /** True where such a swap makes a pair that scores less than the lowest score of this proposal. */
  lowersWorst: boolean
}

export interface ProposedPair {
  /** Two ids, or three in a trio: side a first, in one pool the lower id; in a trio the third is who joined. */
  people: readonly [string, string] | readonly [string, string, string]
  /** 0 to 10,000. In a trio, the lower of the pair's score and the third's. */
  score: number
  /** Of the first two. */
  parts: readonly Part[]
  /** Why these people, for them and for coordinators. */
  why: string
  /** Set by a coordinator. */
  fixed: boolean
  /** At most one for each of the first two; none for a fixed pair. */
  nextBest: readonly NextBest[]
}

/** The smallest change that would give someone a partner. */
type Change =
  | { type: 'return' }
  | { type: 'consent' }
  | { type: 'raise-capacity'; person: string }
  | { type: 'lift'; constraint: Constraint; pairs: number }
  /** Null: of any side. */
  | { type: 'add-person'; side: 'a' | 'b' | null }

export interface Unpaired {
  person: string
  /** `outnumbered`: too few partners for everyone on this side, or an odd number in one pool. `crowded`: they share too few possible partners with others. */
  constraint: Constraint | 'outnumbered' | 'crowded'
  change: Change
  /** The two above in a sentence for coordinators. */
  text: string
}

/** A pair set by a coordinator that could not be kept, and what forbids it. */
export interface RefusedPair {
  people: readonly [string, string]
  constraint: Constraint | 'unknown-person' | 'same-person'
  text: string
}

/** What was proved, by a check that reads the result only and shares nothing with the solver. */
export interface Proof {
  /** All scores of the pairs that were free to choose, together. */
  primal: number
  /** The least upper bound of the same, from the duals. */
  dual: number
  /** Always 0: `propose` throws rather than return a proposal that is not proved. */
  gap: 0
  /** The lowest score among the free pairs, null when there is none; no other complete pairing has a higher lowest score. */
  worst: number | null
}

export interface Proposal {
  /** The same people, rules and seed give the same proposal, in whatever order they come. */
  seed: number
  /** Weakest first. */
  pairs: readonly ProposedPair[]
  unpaired: readonly Unpaired[]
  refused: readonly RefusedPair[]
  proof: Proof
}

/** How far a long run has come. */
export interface Progress {
  stage: 'scoring' | 'assigning' | 'explaining'
  /** 0 to 1 within the stage. Assigning goes up in rounds whose number is not known beforehand. */
  done: number
}
