import type { Progress, Proposal, ProposedMatch } from '../core/pairing.ts'
import { fitOf } from './fit.ts'
import { groupsOf, membersOf, type Pair } from './groups.ts'
import { place } from './place.ts'
import { assertValid } from './roster.ts'
import { settingOf } from './setting.ts'
import { nextBestIn, type Standing } from './swaps.ts'
import type { Person, Rules } from './types.ts'
import { waitingOf } from './waiting.ts'

/**
 * Pairs people. In this order: nobody forbidden is ever together; as many people as possible have a place; as few of
 * them as possible as the third of a trio; the lowest score is as high as it can be; all scores together are as high
 * as they can be. Exact, trios included, but for the cases that `Proof.together` tells of. Ties are broken by the seed
 * and never by the order of the input. `heard` is told how far a long run has come. Throws a `PairingError`:
 * `invalid-input` names what to mend.
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
  const { free, joining, proof } = place(setting, groups, heard)

  const proposed = (pair: Pair, third: number | null, fixed: boolean): Standing['match'] => ({
    ...fitOf(pair, third, setting),
    fixed,
  })
  const standing: Standing[] = []
  for (const { pair, third } of groups.fixed) {
    const joined = third ?? joining.get(pair) ?? null
    standing.push({
      pair,
      third: joined,
      joined: third === null,
      instead: [],
      match: proposed(pair, joined, true),
    })
  }
  for (const { pair, third, instead } of free) {
    standing.push({ pair, third, joined: true, instead, match: proposed(pair, third, false) })
  }
  const paired = Uint8Array.from(order, ({ partners }) => (partners > 0 ? 1 : 0))
  for (const at of standing.flatMap(membersOf)) paired[at] = 1
  const scores = standing.flatMap(({ match }) => (match.fixed ? [] : [match.score]))
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
    proof: { ...proof, worst: scores.length === 0 ? null : Math.min(...scores) },
  }
}
