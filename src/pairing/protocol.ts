import type { Progress, Proposal, ProposedMatch, Waiting } from '../core/pairing.ts'
import type { PairingError } from './errors.ts'
import type { Listed } from './listed.ts'
import type { Rules } from './types.ts'

/** Lists of ids that can be long. */
type ListName = 'excluded' | 'earlierPartners' | 'fixed'

/** What the worker is told. Long lists go in parts, and each part is asked for, so that no one message holds anyone up. */
export type ToWorker =
  | { type: 'people'; people: readonly Listed[] }
  | { type: 'together'; list: ListName; ids: readonly (readonly string[])[] }
  | { type: 'begin'; rules: Omit<Rules, ListName>; seed: number }
  | { type: 'more' }

/** What the worker answers. `more` asks for the next part; every `matches` and `waiting` waits for a `more`. */
export type FromWorker =
  | { type: 'more' }
  | { type: 'progress'; progress: Progress }
  | { type: 'matches'; matches: readonly ProposedMatch[] }
  | { type: 'waiting'; waiting: readonly Waiting[] }
  | ({ type: 'done' } & Omit<Proposal, 'matches' | 'waiting'>)
  | { type: 'failed'; code: PairingError['code'] | null; message: string }

/** Copying this many people or matches from thread to thread takes about a millisecond. */
const partSize = 100

/** A list in parts. */
export function partsOfList<T>(list: readonly T[]): (readonly T[])[] {
  return Array.from({ length: Math.ceil(list.length / partSize) }, (_, at) =>
    list.slice(at * partSize, (at + 1) * partSize),
  )
}
