/** Pairing: people, rules and a seed in; pairs, reasons and a proof out. Pure; only `programme.ts` knows the core. */
export { proposeApart } from './apart.ts'
export { PairingError } from './errors.ts'
export { programmePairing } from './programme.ts'
export { propose } from './propose.ts'
export type { Hours, Person, Progress, Rules } from './types.ts'
export { defaultWeights } from './weights.ts'
