/** Pairing: people, rules and a seed in; matches, reasons and a proof out. Pure; it reads no clock and no database. */
export { PairingError } from './errors.ts'
export { programmePairing } from './programme.ts'
export { propose } from './propose.ts'
export type { Hours, Person, Rules } from './types.ts'
