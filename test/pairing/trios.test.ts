import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Pairable, Progress, Proposal } from '../../src/core/pairing.ts'
import { groupsOf } from '../../src/pairing/groups.ts'
import type { Person, Rules } from '../../src/pairing/index.ts'
import { propose } from '../../src/pairing/index.ts'
import { listed, personsOf, rulesOf } from '../../src/pairing/listed.ts'
import { settingOf } from '../../src/pairing/setting.ts'
import { pairSides } from '../../src/pairing/sides.ts'
import { bestTrios } from '../../src/pairing/trios/index.ts'
import { joinPairs } from '../../src/pairing/trios/join.ts'
import { questionOf } from '../bench/pairing/programme.ts'
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
  // Worked out once: whoever tries everything asks again and again.
  const ofTwo = <T>(ask: (one: number, other: number) => T): ((one: string, other: string) => T) => {
    const answers = order.map((_, one) => order.map((_, other) => ask(one, other)))
    return (one, other) =>
      answers[place.get(one) ?? -1]?.[place.get(other) ?? -1] ?? expect.fail(`nobody is ${one}, or ${other}`)
  }
  const mayMeet = (one: number, other: number): boolean =>
    constraints.alone(one) === null && constraints.alone(other) === null && constraints.allows(one, other)
  return {
    score: ofTwo(score),
    mayMeet: ofTwo(mayMeet),
    mayPair: ofTwo(
      (one, other) =>
        mayMeet(one, other) && (rules.sides === 'one' || order[one]?.side !== order[other]?.side),
    ),
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

const lowest = (one: number | null, other: number | null): number | null =>
  one === null || other === null ? (one ?? other) : Math.min(one, other)

/** People who take one partner each and have none yet. */
const singly = (people: readonly Person[]): Person[] =>
  people.map((each) => ({ ...each, capacity: Math.min(1, each.capacity), partners: 0 }))

const idsIn = ({ matches }: Proposal): (readonly string[])[] =>
  matches.map(({ participantIds }) => participantIds)

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
            const proposal = propose(people, rules, seed)
            const found = idsIn(proposal)
            trios += found.filter((ids) => ids.length === 3).length
            const verdict = verdictOn(found, people.length, tie)
            expect(verdict).toEqual(
              byTryingEverything(
                people.map(({ id }) => id),
                tie,
              ),
            )
            expect(proposal.proof).toEqual({
              primal: verdict.total,
              dual: verdict.total,
              gap: 0,
              worst: found.length === 0 ? null : verdict.lowest,
              together: true,
            })
          },
        ),
        { numRuns: 1_000 },
      )
      expect(trios).toBeGreaterThan(10)
    })
  }

  it('are never worse than thirds who join the best pairs afterwards, however many they are', () => {
    let better = 0
    fc.assert(
      fc.property(programmes(26, true), ({ people: some, rules: given, seed }) => {
        const rules: Rules = { ...given, odd: 'trio', fixed: [] }
        const setting = settingOf(singly(some), rules, seed)
        const groups = groupsOf(setting.order, rules, setting.constraints)
        const { free, worst } = pairSides(setting, groups, () => {})
        const pairs = free.map(({ pair }) => pair)
        const placed = new Set(pairs.flat())
        const leftOver = [...groups.a.first, ...groups.b.first].filter((at) => !placed.has(at))
        if (pairs.length === 0 || leftOver.length === 0) return
        const joining = joinPairs(leftOver, pairs, [], setting)
        const afterwards = pairs.map((pair) => ({ pair, third: joining.thirds.get(pair) ?? null }))
        const idsOf = ({ pair, third }: (typeof afterwards)[number]): string[] =>
          (third === null ? pair : [...pair, third]).map(setting.id)
        const people = groups.a.first.length + groups.b.first.length
        const tie = tieOf(setting.order, rules)
        const before = verdictOn(afterwards.map(idsOf), people, tie)
        const known = { matches: afterwards, worst: lowest(worst, joining.worst) }
        const trios = bestTrios(setting, groups, known, () => {})
        const together = verdictOn(idsIn(propose(setting.order, rules, seed)), people, tie)
        expect(isBetter(before, together)).toBe(false)
        if (isBetter(together, before)) better++
        if (trios !== null) expect(trios.total).toBe(together.total)
      }),
      { numRuns: 150 },
    )
    expect(better).toBeGreaterThan(10)
  })

  it('leave nobody waiting for whom there would be a place if nobody took a second partner', () => {
    const [leader, ann, bea] = [person('zoe', 'a'), person('ann', 'b'), person('bea', 'b')]
    const pia = person('pia', 'b', { capacity: 2, notWith: ['ann', 'bea'] })
    for (let seed = 0; seed < 12; seed++) {
      const { waiting } = propose([leader, ann, bea, pia], { ...openRules, odd: 'trio' }, seed)
      expect(waiting.map(({ participantId }) => participantId)).toEqual(['pia'])
    }
  })

  it('serve as many with room for second partners as without, at the least', () => {
    let more = 0
    fc.assert(
      fc.property(programmes(10, true, 'two'), ({ people: some, rules: given, seed }) => {
        const people = some.map((each) => ({ ...each, partners: 0 }))
        const rules: Rules = { ...given, odd: 'trio' }
        const waitingOf = (them: readonly Person[]): number => propose(them, rules, seed).waiting.length
        const [withRoom, without] = [waitingOf(people), waitingOf(singly(people))]
        expect(withRoom).toBeLessThanOrEqual(without)
        if (withRoom < without) more++
      }),
      { numRuns: 1_000 },
    )
    expect(more).toBeGreaterThan(0)
  })

  it('stay as they are when another pair is said to cost so much at least', () => {
    let forced = 0
    fc.assert(
      fc.property(programmes(12, true), ({ people: some, rules: given, seed }) => {
        const people = singly(some)
        const rules: Rules = { ...given, odd: 'trio', fixed: [] }
        const before = propose(people, rules, seed)
        const trios = idsIn(before).filter((ids) => ids.length === 3)
        const lowestBefore = before.proof.worst ?? 0
        if (trios.length === 0 || !before.proof.together) return
        for (const { participantId, otherId, costAtLeast } of before.matches.flatMap(
          (match) => match.nextBest,
        )) {
          if (costAtLeast === null) continue
          const kept = { ...rules, fixed: [...trios, [participantId, otherId]] }
          const after = propose(people, kept, seed)
          const scores = after.matches.map(({ score }) => score)
          if (idsIn(after).filter((ids) => ids.length === 3).length > trios.length) continue
          if (after.matches.length < before.matches.length || Math.min(...scores) < lowestBefore) continue
          forced++
          const total = (of: Proposal): number => of.matches.reduce((sum, { score }) => sum + score, 0)
          expect(total(before) - total(after)).toBeGreaterThanOrEqual(costAtLeast)
        }
      }),
      { numRuns: 1_000 },
    )
    expect(forced).toBeGreaterThan(20)
  })

  /** So many people of each side, out of a made-up programme of that size. */
  const crowd = (size: number, ofA: number, ofB: number): { persons: Person[]; rules: Rules } => {
    const { people, rules } = questionOf(size, 'two')
    const isIn = ({ participant: { id, side } }: Pairable): boolean =>
      Number(id.slice(1)) < (side === 'a' ? ofA : ofB)
    const persons = personsOf(
      people.filter(isIn).map((one) => listed(one, rules)),
      rules.excluded,
    )
    return { persons: singly(persons), rules: rulesOf(rules) }
  }
  const countTrios = (proposal: Proposal): number => idsIn(proposal).filter((ids) => ids.length === 3).length

  it('are proved together with the pairs even where thirty are left over', () => {
    const { persons, rules } = crowd(91, 60, 90)
    const proposal = propose(persons, rules, 1)
    expect(countTrios(proposal)).toBe(30)
    expect(proposal.waiting).toEqual([])
    expect(proposal.proof).toMatchObject({ together: true, gap: 0 })
  })

  it('claim no proof where there are too many ways to look at all, and tell how far that is', () => {
    const { persons, rules } = crowd(39, 20, 38)
    const heard: Progress[] = []
    const proposal = propose(persons, rules, 1, (progress) => heard.push(progress))
    expect(countTrios(proposal)).toBe(18)
    expect(proposal.waiting).toEqual([])
    expect(proposal.proof).toMatchObject({ together: false, gap: 0 })
    const done = heard.filter(({ stage }) => stage === 'assigning').map((each) => each.done)
    expect(done.filter((each) => each > 0 && each < 1).length).toBeGreaterThan(10)
  })

  it('gives up a good pair where that makes a better trio', () => {
    const people = [
      person('a1', 'a', { interests: ['chess', 'choir'] }),
      person('a2', 'a', { interests: ['hiking'] }),
      person('b1', 'b', { interests: ['chess'] }),
      person('b2', 'b', { interests: ['choir'] }),
      person('b3', 'b', { interests: ['hiking'] }),
    ]
    const proposal = propose(people, { ...openRules, odd: 'trio' }, 1)
    expect(
      idsIn(proposal)
        .map((ids) => [...ids].sort().join(' '))
        .sort(),
    ).toEqual(['a1 b1 b2', 'a2 b3'])
  })
})
