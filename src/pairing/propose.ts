import { sharedMinutes } from './features.ts'
import { groupsOf } from './groups.ts'
import { pairPool } from './pool/pair.ts'
import { assertValid } from './roster.ts'
import { scoreOf } from './score.ts'
import { trioSentence, whySentence } from './sentences.ts'
import { settingOf } from './setting.ts'
import { pairSides } from './sides.ts'
import { joinPairs } from './trio.ts'
import type { NextBest, Person, Progress, Proposal, ProposedPair, Rules } from './types.ts'
import { unpairedOf } from './unpaired.ts'

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
  const { order, features, constraints, parts, score } = setting
  const groups = groupsOf(order, rules, constraints)
  const chosen = rules.sides === 'one' ? pairPool(setting, groups, heard) : pairSides(setting, groups, heard)
  const { free } = chosen

  const paired = new Uint8Array(order.length)
  for (const pair of [...groups.fixed, ...free.map((each) => each.pair)])
    for (const at of pair) paired[at] = 1
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
    [one, other]: readonly [number, number],
    fixed: boolean,
    options: readonly NextBest[],
    join: { person: number; score: number } | null,
  ): ProposedPair => {
    const first = order[one]
    const second = order[other]
    const third = join === null ? undefined : order[join.person]
    if (first === undefined || second === undefined) {
      throw new RangeError('A pair is made of people on the list.')
    }
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
    unpaired: unpairedOf({ people: order, rules, constraints, paired, score }),
    refused: groups.refused,
    proof: { primal, dual, gap: 0, worst },
  }
}
