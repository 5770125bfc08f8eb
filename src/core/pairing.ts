import type { Draft, Match, Participant, Programme } from './model.ts'

/** What to keep in mind when people are paired. */
interface PairingRules {
  /** Whose zone and working hours count for those who have told none. */
  readonly programme: Programme
  /** Two participants each who must not be partners: conflicts, rejected matches, earlier partners. In any order. */
  readonly excluded: readonly (readonly string[])[]
  /** What becomes of people whom the other side has no partner left for. */
  readonly odd: 'trio' | 'waitlist'
}

/** Matches weakest first, and who has to wait. */
interface Proposal {
  readonly matches: readonly Pick<Match, 'participantIds' | 'score' | 'reasons'>[]
  readonly waiting: Draft['waiting']
}

/**
 * Proposes pairs. Every person given can be paired: those who cannot are left out by the caller. Pure: the same
 * people, rules and seed give the same proposal. It runs inside a transaction, so it answers within milliseconds for
 * a programme of ordinary size.
 */
export interface Pairing {
  propose(people: readonly Participant[], rules: PairingRules, seed: number): Proposal
}
