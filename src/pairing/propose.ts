import { type Alternative, alternativesOf } from './alternatives.ts'
import { assign } from './assign.ts'
import { constraintsOf } from './constraints.ts'
import { featuresOf, sharedMinutes } from './features.ts'
import { type Group, groupsOf } from './groups.ts'
import { assertValid, inSeededOrder } from './roster.ts'
import { neutralOf, partsOf, scoreOf, sharesOf } from './score.ts'
import { trioSentence, whySentence } from './sentences.ts'
import { tableOf } from './table.ts'
import { joinPairs } from './trio.ts'
import type { NextBest, Part, Person, Progress, Proposal, ProposedPair, Rules } from './types.ts'
import { unpairedOf } from './unpaired.ts'

/** Often enough to see it move, seldom enough not to matter. */
const rowsPerReport = 200

/** The people of a group that a table needs: first those without a partner, then those with room for one more. */
function listed(group: Group): number[] {
  const waiting = new Set(group.first)
  return [...group.first, ...[...group.further.keys()].filter((at) => !waiting.has(at))]
}

/**
 * Pairs people. In this order: nobody forbidden is ever paired; as many people as possible get a partner; the lowest
 * score is as high as it can be; all scores together are as high as they can be. Ties are broken by the seed and never
 * by the order of the input. `heard` is told how far a long run has come. Throws a `PairingError`: `invalid-input` names what to mend.
 */
export function propose(
  people: readonly Person[],
  rules: Rules,
  seed: number,
  heard: (progress: Progress) => void = () => {},
): Proposal {
  assertValid(people, rules, seed)
  const order = inSeededOrder(people, seed)
  const features = featuresOf(order)
  const constraints = constraintsOf(order, rules, features)
  const groups = groupsOf(order, rules, constraints)
  const shares = sharesOf(rules.weights)
  const id = (at: number): string => order[at]?.id ?? ''
  const byId = order.map((_, at) => at).sort((a, b) => (id(a) < id(b) ? -1 : 1))
  const side = (wanted: 'a' | 'b'): number[] => byId.filter((at) => order[at]?.side === wanted)
  const neutral = neutralOf(features, side('a'), side('b'))
  const parts = (one: number, other: number): Part[] => partsOf(features, shares, neutral, one, other)
  const score = (one: number, other: number): number => scoreOf(parts(one, other))

  // The solver does one step per row, so the smaller side makes the rows.
  const aIsRows = groups.a.first.length <= groups.b.first.length
  const [rowGroup, columnGroup] = aIsRows ? [groups.a, groups.b] : [groups.b, groups.a]
  const rows = listed(rowGroup)
  const columns = listed(columnGroup)
  const table = tableOf(features, constraints, rules, shares, neutral, rows, columns, (row) => {
    if (row % rowsPerReport === 0) heard({ stage: 'scoring', done: row / rows.length })
  })
  const rowAt = new Map(rows.map((at, row) => [at, row]))
  const columnAt = new Map(columns.map((at, column) => [at, column]))
  for (const [one, other] of groups.fixed) {
    const row = rowAt.get(aIsRows ? one : other)
    const column = columnAt.get(aIsRows ? other : one)
    if (row !== undefined && column !== undefined) table.cells[row * table.columns + column] = 0
  }
  let rounds = 0
  heard({ stage: 'assigning', done: 0 })
  const wanted = {
    table,
    firstRows: rowGroup.first.length,
    firstColumns: columnGroup.first.length,
    furtherRows: Int32Array.from(rows, (at) => rowGroup.further.get(at) ?? 0),
    furtherColumns: Int32Array.from(columns, (at) => columnGroup.further.get(at) ?? 0),
  }
  const assignment = assign(wanted, () => {
    rounds++
    heard({ stage: 'assigning', done: rounds / (rounds + 1) })
  })
  heard({ stage: 'explaining', done: 0 })
  const rowPerson = (row: number): number => rows[assignment.rowOf[row] ?? 0] ?? 0
  const columnPerson = (column: number): number => columns[assignment.columnOf[column] ?? 0] ?? 0

  const alternatives = alternativesOf(assignment)
  const nextBest = (
    person: number,
    found: Alternative | null | undefined,
    other: (at: number) => number,
  ): NextBest[] =>
    found === null || found === undefined
      ? []
      : [
          {
            person: id(person),
            alternative: id(other(found.with)),
            score: found.score,
            costAtLeast: found.costAtLeast,
            swapCost: found.swapCost,
            lowersWorst: found.lowersWorst,
          },
        ]
  const free: { pair: readonly [number, number]; nextBest: NextBest[] }[] = []
  for (const [row, column] of assignment.solution.mate.entries()) {
    if (column < 0) continue
    const one = rowPerson(row)
    const other = columnPerson(column)
    const ofRow = nextBest(one, alternatives.rows[row], columnPerson)
    const ofColumn = nextBest(other, alternatives.columns[column], rowPerson)
    free.push(
      aIsRows
        ? { pair: [one, other], nextBest: [...ofRow, ...ofColumn] }
        : { pair: [other, one], nextBest: [...ofColumn, ...ofRow] },
    )
  }

  const paired = new Uint8Array(order.length)
  for (const pair of [...groups.fixed, ...free.map((each) => each.pair)])
    for (const at of pair) paired[at] = 1
  let { primal, dual, worst } = assignment
  const leftOver = [...groups.a.first, ...groups.b.first].filter((at) => paired[at] === 0)
  const joining =
    rules.odd === 'trio' && leftOver.length > 0 && free.length > 0
      ? joinPairs(
          leftOver,
          free.map((each) => each.pair),
          constraints,
          score,
        )
      : null
  if (joining !== null) {
    primal += joining.assignment.primal
    dual += joining.assignment.dual
    worst = Math.min(worst ?? Number.POSITIVE_INFINITY, joining.assignment.worst ?? Number.POSITIVE_INFINITY)
    for (const join of joining.joins) if (join !== null) paired[join.person] = 1
  }

  const proposed = (
    [one, other]: readonly [number, number],
    fixed: boolean,
    options: NextBest[],
    join: { person: number; score: number } | null,
  ): ProposedPair => {
    const first = order[one]
    const second = order[other]
    const third = join === null ? undefined : order[join.person]
    if (first === undefined || second === undefined)
      throw new RangeError('A pair is made of people on the list.')
    const ofPair = parts(one, other)
    const hours = features.hourPatterns[features.hourPattern[one] ?? -1]
    const otherHours = features.hourPatterns[features.hourPattern[other] ?? -1]
    const minutes = hours && otherHours ? sharedMinutes(hours, otherHours, features.weeks) : null
    const why = whySentence(ofPair, first, second, minutes)
    return {
      people: third === undefined ? [first.id, second.id] : [first.id, second.id, third.id],
      score: Math.min(scoreOf(ofPair), join?.score ?? Number.POSITIVE_INFINITY),
      parts: ofPair,
      why: third === undefined ? why : `${why} ${trioSentence(third)}`,
      fixed,
      nextBest: options,
    }
  }
  const pairs = [
    ...groups.fixed.map((pair) => proposed(pair, true, [], null)),
    ...free.map(({ pair, nextBest }, at) => proposed(pair, false, nextBest, joining?.joins[at] ?? null)),
  ]
  pairs.sort((x, y) => x.score - y.score || (x.people.join('\n') < y.people.join('\n') ? -1 : 1))
  return {
    seed,
    pairs,
    unpaired: unpairedOf({ people: order, constraints, paired, score }),
    refused: groups.refused,
    proof: { primal, dual, gap: 0, worst },
  }
}
