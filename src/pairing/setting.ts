import type { Progress, ScorePart } from '../core/pairing.ts'
import { type Constraints, constraintsOf } from './constraints.ts'
import { type Features, featuresOf } from './features.ts'
import type { Pair } from './groups.ts'
import { inSeededOrder, sampleOf } from './roster.ts'
import { type ByPart, neutralOf, partsOf, scoreOf, sharesOf } from './score.ts'
import { type Table, tableOf } from './table.ts'
import type { Person, Rules } from './types.ts'

/** What every stage of a pairing reads. People are known by their place in `order`. */
export interface Setting {
  order: readonly Person[]
  rules: Rules
  features: Features
  constraints: Constraints
  id(at: number): string
  parts(one: number, other: number): ScorePart[]
  score(one: number, other: number): number
  /** Scores of all pairs of some people with some others. */
  table(rows: readonly number[], columns: readonly number[], heard: (progress: Progress) => void): Table
}

/** Whom somebody could have had instead, as far as pairs go: people by their place. */
export interface Instead {
  person: number
  other: number
  score: number
  /** What all pairs' scores together would lose at least; null where the two would lower the lowest of the chosen. */
  costAtLeast: number | null
  /** Whom `other` has in the pair that would be broken for it; null when none would be. */
  bereft: number | null
  /** What `bereft` and whom `person` has now would score; null where there is nobody, or they may not be a pair. */
  restScore: number | null
}

/** The pairs that were free to choose, what each of the two could have had instead, and what was proved. */
export interface Chosen {
  free: readonly { pair: Pair; instead: readonly Instead[] }[]
  primal: number
  dual: number
  worst: number | null
}

/** Often enough to see it move, seldom enough not to matter. */
const rowsPerReport = 200

/** Reads people and rules once, in an order that depends on ids and the seed alone. */
export function settingOf(people: readonly Person[], rules: Rules, seed: number): Setting {
  const order = inSeededOrder(people, seed)
  const features = featuresOf(order)
  const constraints = constraintsOf(order, rules, features)
  const shares = sharesOf(rules.weights)
  const id = (at: number): string => order[at]?.id ?? ''
  const sample = sampleOf(order, (person) => person, rules)
  const neutral: ByPart = neutralOf(features, sample.a, sample.b)
  const parts = partsOf(features, shares, neutral)
  return {
    order,
    rules,
    features,
    constraints,
    id,
    parts,
    score: (one, other) => scoreOf(parts(one, other)),
    table: (rows, columns, heard) =>
      tableOf(features, constraints, rules, shares, neutral, rows, columns, (row) => {
        if (row % rowsPerReport === 0) heard({ stage: 'scoring', done: row / rows.length })
      }),
  }
}

/** Tells how far assigning has come, 0 to 1: never less than before, though one way may be given up for another. */
export function assigningOf(heard: (progress: Progress) => void): (done: number) => void {
  let told = -1
  const tell = (done: number): void => {
    if (done <= told) return
    told = done
    heard({ stage: 'assigning', done })
  }
  tell(0)
  return tell
}
