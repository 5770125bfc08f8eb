/** Pairing: people, rules and a seed in; pairs, reasons and a proof out. Pure, and needs nothing else of the product. */
export { type Apart, proposeApart } from './apart.ts'
export { PairingError } from './errors.ts'
export { programmePairing } from './programme.ts'
export { propose } from './propose.ts'
export type {
  Absence,
  Change,
  Constraint,
  Hours,
  NextBest,
  Part,
  PartName,
  Person,
  Progress,
  Proof,
  Proposal,
  ProposedPair,
  RefusedPair,
  Rules,
  Unpaired,
  Weights,
} from './types.ts'
export { defaultWeights } from './weights.ts'
