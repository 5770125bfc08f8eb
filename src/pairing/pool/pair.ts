import type { Progress } from '../../core/pairing.ts'
import type { Groups } from '../groups.ts'
import { highestScore } from '../score.ts'
import { assigningOf, type Chosen, type Instead, type Setting } from '../setting.ts'
import { assignPool, type PoolAssignment } from './assign.ts'
import { setsByPerson } from './certificate.ts'

/** For each person who has a partner, the other partner who would cost everyone least; null where there is none. */
function alternativesOf(
  assignment: PoolAssignment,
): (Omit<Instead, 'person' | 'other' | 'bereft'> & { with: number; bereft: number })[] {
  const { table, solution, people, least } = assignment
  const { mate, price, sets } = solution
  const inSets = setsByPerson(table.rows, solution)
  const cell = (one: number, other: number): number => table.cells[one * table.columns + other] ?? 0
  const partner = (one: number): number => {
    const other = mate[one] ?? people
    return other < people ? other : -1
  }
  const cost = (one: number, other: number): number => {
    const theirs = inSets[other] ?? []
    let shared = 0
    for (const at of inSets[one] ?? []) if (theirs.includes(at)) shared += sets[at]?.price ?? 0
    return (price[one] ?? 0) + (price[other] ?? 0) + shared - cell(one, other)
  }
  return Array.from({ length: people }, (_, one) => {
    let found = -1
    let lowest = Number.POSITIVE_INFINITY
    let fallback = -1
    const mine = partner(one)
    for (let other = 0; other < people && mine >= 0; other++) {
      if (other === mine || cell(one, other) === 0) continue
      if (fallback < 0 || cell(one, other) > cell(one, fallback)) fallback = other
      if (cell(one, other) <= least) continue
      const loss = cost(one, other)
      if (loss < lowest) {
        lowest = loss
        found = other
      }
    }
    const chosen = found >= 0 ? found : fallback
    const theirs = chosen < 0 ? -1 : partner(chosen)
    const rest = theirs < 0 || mine < 0 ? 0 : cell(mine, theirs)
    return {
      with: chosen,
      score: cell(one, chosen) - 1,
      // A price may end in a fraction; what is lost is whole, so it is at least the next whole number.
      costAtLeast: found >= 0 ? Math.ceil(lowest) : null,
      bereft: theirs,
      restScore: rest === 0 ? null : rest - 1,
    }
  })
}

/** Pairs people of one pool, whatever their sides. A lowest score of `enough` need not be raised. */
export function pairPool(
  setting: Setting,
  groups: Groups,
  heard: (progress: Progress) => void,
  enough = highestScore,
): Chosen {
  const { id } = setting
  const pool = [...groups.a.first, ...groups.b.first].sort((a, b) => a - b)
  const table = setting.table(pool, pool, heard)
  const assignment = assignPool(table, assigningOf(heard), enough)
  heard({ stage: 'explaining', done: 0 })
  const alternatives = alternativesOf(assignment)
  const person = (at: number): number => pool[at] ?? 0
  const instead = (at: number): Instead[] => {
    const found = alternatives[at]
    if (found === undefined || found.with < 0) return []
    const { with: partner, bereft, ...scores } = found
    return [
      { person: person(at), other: person(partner), bereft: bereft < 0 ? null : person(bereft), ...scores },
    ]
  }
  const free: Chosen['free'][number][] = []
  for (let one = 0; one < pool.length; one++) {
    const other = assignment.solution.mate[one] ?? -1
    if (other < one || other >= pool.length) continue
    const [first, second] = id(person(one)) < id(person(other)) ? [one, other] : [other, one]
    free.push({
      pair: [person(first), person(second)],
      instead: [...instead(first), ...instead(second)],
    })
  }
  const { primal, dual, worst } = assignment
  return { free, primal, dual, worst }
}
