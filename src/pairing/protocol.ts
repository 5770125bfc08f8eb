import type { PairingError } from './errors.ts'
import type { Person, Progress, Proof, ProposedPair, RefusedPair, Rules, Unpaired } from './types.ts'

/** What the worker is told. Long lists go in parts, and each part is asked for, so that no one message holds anyone up. */
export type ToWorker =
  | { type: 'people'; people: readonly Person[] }
  | { type: 'begin'; rules: Rules; seed: number }
  | { type: 'more' }

/** What the worker answers. `more` asks for the next part; every `pairs` and `unpaired` waits for a `more`. */
export type FromWorker =
  | { type: 'more' }
  | { type: 'progress'; progress: Progress }
  | { type: 'pairs'; pairs: readonly ProposedPair[] }
  | { type: 'unpaired'; unpaired: readonly Unpaired[] }
  | { type: 'done'; seed: number; refused: readonly RefusedPair[]; proof: Proof }
  | { type: 'failed'; code: PairingError['code'] | null; message: string }

/** Copying this many people or pairs from thread to thread takes about a millisecond. */
const partSize = 100

/** A list in parts. */
export function partsOfList<T>(list: readonly T[]): (readonly T[])[] {
  return Array.from({ length: Math.ceil(list.length / partSize) }, (_, at) =>
    list.slice(at * partSize, (at + 1) * partSize),
  )
}
