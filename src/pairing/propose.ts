import type { Progress, Proposal, ProposedMatch } from '../core/pairing.ts'
import { fitOf } from './fit.ts'
import { groupsOf } from './groups.ts'
import { pairPool } from './pool/pair.ts'
import { assertValid } from './roster.ts'
import { settingOf } from './setting.ts'
import { pairSides } from './sides.ts'
import { nextBestIn, type Standing } from './swaps.ts'
import { joinPairs } from './trio.ts'
import type { Person, Rules } from './types.ts'
import { waitingOf } from './waiting.ts'

/**
 * Pairs people. In this order: nobody forbidden is ever paired; as many people as possible are in a pair; the lowest
 * score is as high as it can be; all scores together are as high as they can be. Then, where trios are allowed, those
 * left over join these pairs by the same order. Each of the two steps is exact; together they need not be. Ties are broken by the seed and never
 * by the order of the input. `heard` is told how far a long run has come. Throws a `PairingError`: `invalid-input`
 * names what to mend.
 */
export function propose(
  people: readonly Person[],
  rules: Rules,
  seed: number,
  heard: (progress: Progress) => void = () => {},
): Proposal {
  assertValid(people, rules, seed)
  const setting = settingOf(people, rules, seed)
  const { order, constraints, score } = setting
  const groups = groupsOf(order, rules, constraints)
  const chosen = rules.sides === 'one' ? pairPool(setting, groups, heard) : pairSides(setting, groups, heard)
  const { free } = chosen

  const paired = Uint8Array.from(order, ({ partners }) => (partners > 0 ? 1 : 0))
  for (const { pair } of [...groups.fixed, ...free]) for (const at of pair) paired[at] = 1
  for (const { third } of groups.fixed) if (third !== null) paired[third] = 1
  let { primal, dual, worst } = chosen
  const leftOver = [...groups.a.first, ...groups.b.first].filter((at) => paired[at] === 0)
  const kept = groups.fixed.flatMap(({ pair, third }) => (third === null ? [pair] : []))
  const joining =
    rules.odd === 'trio' && leftOver.length > 0 && free.length + kept.length > 0
      ? joinPairs(
          leftOver,
          free.map((each) => each.pair),
          kept,
          setting,
        )
      : null
  const thirdOf = (pair: readonly [number, number]): number | null => joining?.thirds.get(pair) ?? null
  if (joining !== null) {
    primal += joining.assignment.primal
    dual += joining.assignment.dual
    if (joining.worst !== null) worst = Math.min(worst ?? joining.worst, joining.worst)
    for (const third of joining.thirds.values()) paired[third] = 1
  }

  const proposed = (
    pair: readonly [number, number],
    third: number | null,
    fixed: boolean,
  ): Omit<ProposedMatch, 'nextBest'> => ({ ...fitOf(pair, third, setting), fixed })
  const standing: Standing[] = []
  for (const { pair, third } of groups.fixed) {
    const joined = third ?? thirdOf(pair)
    standing.push({
      pair,
      third: joined,
      joined: third === null,
      instead: [],
      match: proposed(pair, joined, true),
    })
  }
  for (const { pair, instead } of free) {
    const third = thirdOf(pair)
    standing.push({ pair, third, joined: true, instead, match: proposed(pair, third, false) })
  }
  const nextBest = nextBestIn(standing, setting)
  const matches = standing.map(({ match }, at): ProposedMatch => ({ ...match, nextBest: nextBest[at] ?? [] }))
  const key = ({ participantIds }: ProposedMatch): string => participantIds.join('\n')
  matches.sort((one, other) => one.score - other.score || (key(one) < key(other) ? -1 : 1))
  return {
    seed,
    matches,
    waiting: waitingOf({
      people: order,
      rules,
      constraints,
      paired,
      free: free.map(({ pair }) => pair),
      fixed: groups.fixed,
      score,
    }),
    refused: groups.refused,
    proof: { primal, dual, gap: 0, worst },
  }
}
