import type { Participant, Programme, Side } from './model.ts'

/** How much each part of a score counts: whole numbers from 0 on; only their proportions matter. */
export interface Weights {
  /** What each hopes to learn against what the other offers; both directions count alike. */
  readonly goals: number
  readonly interests: number
  readonly hours: number
  readonly languages: number
  readonly location: number
}

/** What a programme starts with: learning from each other first, then finding the time. */
export const defaultWeights: Weights = { goals: 50, interests: 15, hours: 20, languages: 5, location: 10 }

/** Why a coordinator rejects a match. */
export const REASONS = ['close', 'reporting', 'goals', 'practical', 'told', 'other'] as const
export type Reason = (typeof REASONS)[number]

/** A participant as far as pairing is concerned. Whoever has left is no longer among them. */
export interface Pairable {
  readonly participant: Participant
  /** Why they are not to be paired for now; then they are named among those who wait. Null: they can be paired. */
  readonly absence: 'paused' | 'no-consent' | null
  /** The most partners that they take on at once. A second one is given only where someone needs one. */
  readonly capacity: number
  /** How many partners they have already. Whoever has one needs no other, and may still have room for more. */
  readonly partners: number
  /**
   * The e-mail address of whoever manages them, in the programme or not; null when not known. Two who share a manager,
   * or of whom one manages the other, are never partners.
   */
  readonly manager: string | null
}

/** What to keep in mind when people are paired. Where a list holds three ids, every two of them are meant. */
export interface PairingRules {
  /** Whose zone and working hours count for those who have told none. */
  readonly programme: Programme
  readonly weights: Weights
  /** `two`: partners come from different sides. `one`: anyone with anyone, one partner each, as in peer rounds. */
  readonly sides: 'two' | 'one'
  /** Whether partners may, must not or must work for the same organisation. */
  readonly organisations: 'any' | 'different' | 'same'
  /** What becomes of people whom the other side has no partner left for. `waitlist`: no three are a match, nor kept. */
  readonly odd: 'trio' | 'waitlist'
  /**
   * Participants who must not be partners, besides the conflicts that the people themselves carry: rejected matches
   * and what anyone wished in private. They all show as `excluded`, so nothing tells who asked.
   */
  readonly excluded: readonly (readonly string[])[]
  /** Participants who have been partners before, and are not to be again. */
  readonly earlierPartners: readonly (readonly string[])[]
  /**
   * Matches of two or three that a coordinator has set. They are kept unless a rule forbids them: see `refused`. Whoever
   * is left over may join one of two.
   */
  readonly fixed: readonly (readonly string[])[]
}

/** Everything that a proposal depends on: the same question gives the same proposal, in whatever order it lists them. */
export interface PairingQuestion {
  readonly people: readonly Pairable[]
  readonly rules: PairingRules
  /** A whole number; breaks ties. */
  readonly seed: number
}

/** What makes a match impossible. `excluded` never says who asked for it. */
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

/** One part of a score. `first` and `second` are the first two participants of the match, in their order. */
export interface ScorePart {
  readonly name: 'first-learns' | 'second-learns' | 'interests' | 'hours' | 'languages' | 'location'
  /** 0 to 10,000. Where not known: the average of this part over the programme's people. */
  readonly value: number
  /** This part's share of the score, in 65,536ths. All parts' value times weight, over 65,536 and rounded, is the score. */
  readonly weight: number
  /** False when either has not said; hours are always known. */
  readonly known: boolean
  /**
   * How many of the two have not said, or of hours, keep the usual ones, as whoever has said nothing is taken to. Not
   * there where it is none, and in drafts from before it was kept.
   */
  readonly silent?: 'one' | 'both'
}

/** Who else somebody could have been paired with, at the least cost to everyone. */
export interface NextBest {
  readonly participantId: string
  readonly otherId: string
  /** What the two would score. */
  readonly score: number
  /**
   * The least that all scores together would lose if the two were paired, however the other pairs are rearranged. Null
   * where the two would score less than the lowest score of the pairs that were free to choose, and where a trio that
   * was chosen as such would be broken up.
   */
  readonly costAtLeast: number | null
  /**
   * What all scores together lose if the other simply changes places with whom this one has now, while the third of a
   * trio stays where they are; null where a rule forbids one of the matches that this makes. Where this one is a third
   * themselves, they change places with the other's partner.
   */
  readonly swapCost: number | null
  /** True where such a swap makes a match that scores less than the lowest score of this proposal. */
  readonly lowersWorst: boolean
}

/** How well some people suit one another, and why. */
export interface Fit {
  /** Side a first, in one pool the lower id; in a trio the third is who joins the other two. */
  readonly participantIds: readonly string[]
  /** 0 to 10,000. In a trio, the lower of the first two's score and how well the third suits both. */
  readonly score: number
  /** Of the first two. */
  readonly parts: readonly ScorePart[]
  /** Sentences, the strongest part first. Never empty. */
  readonly reasons: readonly string[]
  /** A sentence about the weakest part, for coordinators; null when none is weak. */
  readonly caution: string | null
}

export interface ProposedMatch extends Fit {
  /** Set by a coordinator. */
  readonly fixed: boolean
  /** At most one for each, as far as a true one can be told in time; none for a match that is fixed. */
  readonly nextBest: readonly NextBest[]
}

/**
 * The smallest change that would give someone a partner. `certain`: this person then has one, whatever else may be
 * chosen; otherwise they may have one, or somebody else who waits has.
 */
export type Change =
  | { readonly type: 'return'; readonly certain: boolean }
  | { readonly type: 'consent'; readonly certain: boolean }
  | { readonly type: 'raise-capacity'; readonly participantId: string; readonly certain: boolean }
  /** For so many possible partners, this one constraint is all that stands between. Null for `excluded`: it would tell of wishes. */
  | { readonly type: 'lift'; readonly constraint: Constraint; readonly partners: number | null }
  /** `side` null: of any. The person is one whom nothing keeps from this one. */
  | { readonly type: 'add-person'; readonly side: Side | null; readonly certain: boolean }

/** Somebody without a partner. */
export interface Waiting {
  readonly participantId: string
  /** `outnumbered`: too few partners for everyone on this side, or an odd number in one pool. `crowded`: they share too few possible partners with others. */
  readonly constraint: Constraint | 'outnumbered' | 'crowded'
  readonly change: Change
  /** The two above in a sentence for coordinators. */
  readonly reason: string
}

/** What stands in the way of a match, and the same in a sentence for coordinators. */
export interface Objection {
  readonly constraint: Constraint | 'unknown-person' | 'same-person' | 'no-trios'
  readonly reason: string
}

/** A match set by a coordinator that could not be kept. */
export interface RefusedMatch extends Objection {
  readonly participantIds: readonly string[]
}

/** What was proved of every proposal, by checks that read results only and share nothing with the solver. */
export interface Proof {
  /** All scores of the pairs that were free to choose, and how well each third suits the pair they join, together. */
  readonly primal: number
  /** The least upper bound of the same, from the duals. */
  readonly dual: number
  /** Always 0: nothing unproved is ever proposed. */
  readonly gap: 0
  /** The lowest score among the free matches, null when there is none. */
  readonly worst: number | null
  /**
   * Whether no other pairs and trios are better together, the lowest score first. False only where people are left over
   * for trios and there are too many ways to be sure, others have room for a second partner, or somebody joins a pair
   * that a coordinator set. What was proved then is that no other pairs go better with these trios, or no other thirds
   * with these pairs.
   */
  readonly together: boolean
}

export interface Proposal {
  readonly seed: number
  /** Weakest first. */
  readonly matches: readonly ProposedMatch[]
  /** Everybody who was given and has no partner, by id. */
  readonly waiting: readonly Waiting[]
  readonly refused: readonly RefusedMatch[]
  readonly proof: Proof
}

/** A match made by hand, judged: `objections` is empty when it may be made. */
export interface Judgement extends Fit {
  readonly objections: readonly Objection[]
}

/** How far a long run has come. */
export interface Progress {
  readonly stage: 'scoring' | 'assigning' | 'explaining'
  /** 0 to 1 within the stage. Stages begin again where pairs are chosen anew, as beside trios. */
  readonly done: number
}

/** What a long run is told and tells. */
export interface Run {
  /** Stops the run at once; it rejects with the signal's reason. */
  readonly signal: AbortSignal
  heard(progress: Progress): void
}

/**
 * Proposes pairs, and says why. Pure: the same question gives the same answer.
 *
 * A flow calls `propose` and `judge` where it decides, within its transaction. Where `isLong`, it only saves that a
 * draft is wanted: see `draftRuns`, which lets it `run` outside any transaction.
 */
export interface Pairing {
  /** Whether a question takes longer than an answer to anybody else may be held up: then only `run` will do. */
  isLong(question: PairingQuestion): boolean
  propose(question: PairingQuestion): Proposal
  /** Those of these people by whose average is judged what anybody has not said: some of each side, always the same. */
  sample(people: readonly Participant[], rules: Pick<PairingRules, 'sides'>): readonly Participant[]
  /**
   * Scores matches of two or three made by hand, and says what forbids them: what `propose` would never do, nobody can
   * do by hand. They are judged together, so somebody in several of them needs room for all. What the seed and `fixed`
   * say does not matter, nor does anybody who is neither in one of them nor of the `sample`. Takes longer only as people
   * and matches do: a second or two for ten thousand matches.
   */
  judge(matches: readonly (readonly string[])[], question: PairingQuestion): readonly Judgement[]
  /** What forbids each of these matches, as `judge` says it, and nothing else: some milliseconds for thousands of them. */
  objections(
    matches: readonly (readonly string[])[],
    question: PairingQuestion,
  ): readonly (readonly Objection[])[]
  /** The same proposal as `propose`, in a thread of its own. */
  run(question: PairingQuestion, run: Run): Promise<Proposal>
}
