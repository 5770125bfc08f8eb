import { demand } from '../errors.ts'
import type { Table } from '../table.ts'
import type { PoolSolution } from './blossom.ts'
import type { OddGroups } from './cardinality.ts'

/** The sets each person is in, for adding up what a pair's sets come to. */
export function setsByPerson(people: number, { sets }: PoolSolution): readonly (readonly number[])[] {
  const found: number[][] = Array.from({ length: people }, () => [])
  for (const [at, { members }] of sets.entries()) for (const person of members) found[person]?.push(at)
  return found
}

/** Places of pairs (row * columns + column, row first) whose value exceeds their prices; none when it is proved. */
export function overpaid(table: Table, least: number, solution: PoolSolution): number[] {
  const { rows: people, cells } = table
  const { price, sets } = solution
  const inSets = setsByPerson(people, solution)
  const places: number[] = []
  for (let one = 0; one < people; one++) {
    const start = one * people
    const mine = price[one] ?? 0
    for (let other = one + 1; other < people; other++) {
      const cell = cells[start + other] ?? 0
      if (cell <= least || cell <= mine + (price[other] ?? 0)) continue
      const theirs = inSets[other] ?? []
      let shared = 0
      for (const at of inSets[one] ?? []) if (theirs.includes(at)) shared += sets[at]?.price ?? 0
      if (cell > mine + (price[other] ?? 0) + shared) places.push(start + other)
    }
  }
  return places
}

/** Checks that everyone has a partner and no other complete pairing has a better total; returns both sides of it. */
export function certifyPool(
  table: Table,
  least: number,
  solution: PoolSolution,
): { primal: number; dual: number } {
  const { rows: people, cells } = table
  const { mate, price, sets } = solution
  let primal = 0
  for (let one = 0; one < people; one++) {
    const other = mate[one] ?? -1
    demand(other >= 0 && other !== one && mate[other] === one, 'someone has no partner or two')
    const cell = cells[one * people + other] ?? 0
    demand(cell > least, 'a pair is forbidden or below the lowest score')
    primal += cell / 2
  }
  let dual = price.reduce((sum, each) => sum + each, 0)
  for (const { members, price: each } of sets) {
    demand(
      each >= 0 && members.length % 2 === 1 && new Set(members).size === members.length,
      'a set is not odd',
    )
    dual += (each * (members.length - 1)) / 2
  }
  demand(overpaid(table, least, solution).length === 0, 'a better pair was missed')
  demand(primal === dual, 'the pairs and their bound differ')
  return { primal, dual }
}

/** Checks that with scores of at least `least`, more than `alone` people of the pool stay without a partner. */
export function certifyAlone(
  table: Table,
  least: number,
  { between, group }: OddGroups,
  alone: number,
): void {
  const { rows: people, cells } = table
  const sizes = new Map<number, number>()
  let others = 0
  for (let one = 0; one < people; one++) {
    others += between[one] ?? 0
    const mine = group[one] ?? -1
    if (mine < 0) continue
    demand(between[one] === 0, 'someone is in a group and between groups')
    sizes.set(mine, (sizes.get(mine) ?? 0) + 1)
    for (let other = 0; other < people; other++) {
      const inside = group[other] === mine || between[other] === 1
      if ((cells[one * people + other] ?? 0) > least && !inside)
        demand(false, 'a better lowest score was missed')
    }
  }
  const odd = [...sizes.values()].filter((size) => size % 2 === 1).length
  demand(odd - others > alone, 'the lowest score could be higher')
}
