import type { NextBest, Progress, Proposal, ProposedMatch } from '../core/pairing.ts'
import { fitOf } from './fit.ts'
import { groupsOf } from './groups.ts'
import { pairPool } from './pool/pair.ts'
import { assertValid } from './roster.ts'
import { settingOf } from './setting.ts'
import { pairSides } from './sides.ts'
import { joinPairs } from './trio.ts'
import type { Person, Rules } from './types.ts'
import { waitingOf } from './waiting.ts'

/**
 * Pairs people. In this order: nobody forbidden is ever paired; as many people as possible get a partner; the lowest
 * score is as high as it can be; all scores together are as high as they can be. Ties are broken by the seed and never
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
  const joining =
    rules.odd === 'trio' && leftOver.length > 0 && free.length > 0
      ? joinPairs(
          leftOver,
          free.map((each) => each.pair),
          setting,
        )
      : null
  if (joining !== null) {
    primal += joining.assignment.primal
    dual += joining.assignment.dual
    worst = Math.min(worst ?? Number.POSITIVE_INFINITY, joining.assignment.worst ?? Number.POSITIVE_INFINITY)
    for (const join of joining.joins) if (join !== null) paired[join.person] = 1
  }

  const proposed = (
    pair: readonly [number, number],
    third: number | null,
    fixed: boolean,
    nextBest: readonly NextBest[],
  ): ProposedMatch => ({ ...fitOf(pair, third, setting), fixed, nextBest })
  const matches = [
    ...groups.fixed.map(({ pair, third }) => proposed(pair, third, true, [])),
    ...free.map(({ pair, nextBest }, at) =>
      proposed(pair, joining?.joins[at]?.person ?? null, false, nextBest),
    ),
  ]
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
