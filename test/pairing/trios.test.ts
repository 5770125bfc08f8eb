import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Person, Rules } from '../../src/pairing/index.ts'
import { propose } from '../../src/pairing/index.ts'
import { settingOf } from '../../src/pairing/setting.ts'
import { openRules, person, programmes } from './programmes.ts'

/** What pairs and trios are judged by, in order of weight: the third of a trio is who joins the other two. */
interface Verdict {
  alone: number
  thirds: number
  lowest: number
  total: number
}

type Match = readonly string[]

/** How well people go together, and who of them may be a pair or be in one trio. */
interface Tie {
  score(one: string, other: string): number
  mayPair(one: string, other: string): boolean
  mayMeet(one: string, other: string): boolean
}

function tieOf(people: readonly Person[], rules: Rules): Tie {
  const { order, constraints, score } = settingOf(people, rules, 0)
  const place = new Map(order.map(({ id }, at) => [id, at]))
  const at = (id: string): number => place.get(id) ?? expect.fail(`nobody is ${id}`)
  const mayMeet = (one: string, other: string): boolean =>
    constraints.alone(at(one)) === null &&
    constraints.alone(at(other)) === null &&
    constraints.allows(at(one), at(other))
  return {
    score: (one, other) => score(at(one), at(other)),
    mayMeet,
    mayPair: (one, other) =>
      mayMeet(one, other) && (rules.sides === 'one' || order[at(one)]?.side !== order[at(other)]?.side),
  }
}

function verdictOn(matches: readonly Match[], people: number, { score }: Tie): Verdict {
  const verdict = { alone: people, thirds: 0, lowest: Number.POSITIVE_INFINITY, total: 0 }
  for (const [one = '', other = '', third] of matches) {
    verdict.alone -= third === undefined ? 2 : 3
    verdict.total += score(one, other)
    verdict.lowest = Math.min(verdict.lowest, score(one, other))
    if (third === undefined) continue
    const suits = Math.floor((score(third, one) + score(third, other)) / 2)
    verdict.thirds++
    verdict.total += suits
    verdict.lowest = Math.min(verdict.lowest, suits)
  }
  return verdict
}

function isBetter(one: Verdict, other: Verdict): boolean {
  if (one.alone !== other.alone) return one.alone < other.alone
  if (one.thirds !== other.thirds) return one.thirds < other.thirds
  if (one.lowest !== other.lowest) return one.lowest > other.lowest
  return one.total > other.total
}

/** The best verdict there is, found by trying everything; for a handful of people. */
function byTryingEverything(ids: readonly string[], tie: Tie): Verdict {
  let best = verdictOn([], ids.length, tie)
  const chosen: Match[] = []
  const visit = (left: readonly string[]): void => {
    const [one, ...others] = left
    if (one === undefined) {
      const verdict = verdictOn(chosen, ids.length, tie)
      if (isBetter(verdict, best)) best = verdict
      return
    }
    const choose = (match: Match): void => {
      chosen.push(match)
      visit(left.filter((id) => !match.includes(id)))
      chosen.pop()
    }
    visit(others)
    for (const [at, other] of others.entries()) {
      if (tie.mayPair(one, other)) choose([one, other])
      for (const third of others.slice(at + 1)) {
        if (![one, other].every((id) => tie.mayMeet(id, third)) || !tie.mayMeet(one, other)) continue
        if (tie.mayPair(one, other)) choose([one, other, third])
        if (tie.mayPair(one, third)) choose([one, third, other])
        if (tie.mayPair(other, third)) choose([other, third, one])
      }
    }
  }
  visit(ids)
  return best
}

/** People who take one partner each and have none yet. */
const singly = (people: readonly Person[]): Person[] =>
  people.map((each) => ({ ...each, capacity: Math.min(1, each.capacity), partners: 0 }))

describe('pairs and trios', () => {
  for (const [forbidding, sides] of [
    [false, 'two'],
    [true, 'two'],
    [false, 'one'],
    [true, 'one'],
  ] as const) {
    const kind = `${forbidding ? 'many' : 'few'} constraints, ${sides === 'two' ? 'two sides' : 'one pool'}`
    it(`are together what trying everything finds (${kind})`, () => {
      let trios = 0
      fc.assert(
        fc.property(
          programmes(sides === 'one' ? 8 : 9, forbidding, sides),
          ({ people: some, rules: given, seed }) => {
            const people = singly(some)
            const rules: Rules = { ...given, odd: 'trio', fixed: [] }
            const tie = tieOf(people, rules)
            const { matches, proof } = propose(people, rules, seed)
            const found = matches.map(({ participantIds }) => participantIds)
            trios += found.filter((ids) => ids.length === 3).length
            const verdict = verdictOn(found, people.length, tie)
            expect(verdict).toEqual(
              byTryingEverything(
                people.map(({ id }) => id),
                tie,
              ),
            )
            expect(proof).toEqual({
              primal: verdict.total,
              dual: verdict.total,
              gap: 0,
              worst: matches.length === 0 ? null : verdict.lowest,
              together: true,
            })
          },
        ),
        { numRuns: 1_000 },
      )
      expect(trios).toBeGreaterThan(50)
    })
  }

  it('gives up a good pair where that makes a better trio', () => {
    const people = [
      person('a1', 'a', { interests: ['chess', 'choir'] }),
      person('a2', 'a', { interests: ['hiking'] }),
      person('b1', 'b', { interests: ['chess'] }),
      person('b2', 'b', { interests: ['choir'] }),
      person('b3', 'b', { interests: ['hiking'] }),
    ]
    const { matches } = propose(people, { ...openRules, odd: 'trio' }, 1)
    expect(matches.map(({ participantIds }) => [...participantIds].sort().join(' ')).sort()).toEqual([
      'a1 b1 b2',
      'a2 b3',
    ])
  })
})
