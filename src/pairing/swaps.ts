import type { NextBest, ProposedMatch } from '../core/pairing.ts'
import { trioScore } from './fit.ts'
import type { Pair } from './groups.ts'
import { highestScore } from './score.ts'
import type { Instead, Setting } from './setting.ts'

/** A match as it is proposed, and whom its people could have had instead. */
export interface Standing {
  pair: Pair
  third: number | null
  /** Whether the third has joined the pair only now. */
  joined: boolean
  /** Null: chosen as a trio, so that only swaps tell. */
  instead: readonly Instead[] | null
  match: Omit<ProposedMatch, 'nextBest'>
}

/** For more thirds, times matches, than this, whom they could have had would take seconds to find. */
const MOST_FOR_THIRDS = 100_000

/**
 * What each match's people could have had instead, once everybody has a place: trios as they are scored, and the lowest
 * score as it is shown. Left out where nothing true can be said.
 */
export function nextBestIn(standing: readonly Standing[], setting: Setting): NextBest[][] {
  const { order, rules, id, score, constraints } = setting
  const size = order.length
  const keyOf = (one: number, other: number): number => Math.min(one, other) * size + Math.max(one, other)
  const byPair = new Map(standing.map((each) => [keyOf(...each.pair), each]))
  const byThird = new Map(
    standing.flatMap((each) => (each.third !== null && each.joined ? [[each.third, each]] : [])),
  )
  const looksForThirds = byThird.size * standing.length <= MOST_FOR_THIRDS
  const lowest = standing.reduce((least, { match }) => Math.min(least, match.score), highestScore)
  /** What trios score less than their pairs alone: other pairs might get that back. */
  const forTrios = standing.reduce(
    (sum, { pair, third, match, instead }) =>
      sum + (third === null || instead === null ? 0 : score(...pair) - match.score),
    0,
  )
  const isOfSameSide = (one: number, other: number): boolean =>
    rules.sides === 'one' || order[one]?.side === order[other]?.side
  /** What these would score; null where a rule forbids it. */
  const scoreOf = (one: number, other: number, third: number | null): number | null => {
    if (!constraints.allows(one, other)) return null
    if (third === null) return score(one, other)
    if (!constraints.allows(one, third) || !constraints.allows(other, third)) return null
    return trioScore(score(one, other), score(third, one), score(third, other))
  }

  /** The scores of the matches that a swap makes; null where it is forbidden. */
  const swapped = (own: Standing, theirs: Standing | null, { person, other, bereft, ...known }: Instead) => {
    const partner = own.pair[0] === person ? own.pair[1] : own.pair[0]
    const trios = own.third !== null || (theirs !== null && theirs.third !== null)
    if (!trios) {
      if (theirs === null) return [known.score]
      return known.restScore === null ? null : [known.score, known.restScore]
    }
    // `other` comes into the place of `partner`, who takes theirs; a third stays where they are.
    const mine = scoreOf(person, other, own.third)
    if (mine === null) return null
    if (theirs === null) return [mine]
    const rest = bereft === null ? scoreOf(...theirs.pair, partner) : scoreOf(bereft, partner, theirs.third)
    return rest === null ? null : [mine, rest]
  }

  const nextBestOf = (own: Standing, instead: Instead): NextBest[] => {
    const { person, other, bereft } = instead
    const theirs = (bereft === null ? byThird.get(other) : byPair.get(keyOf(other, bereft))) ?? null
    // Nobody changes places within a match.
    if (theirs === own) return []
    const after = swapped(own, theirs, instead)
    const before = own.match.score + (theirs?.match.score ?? 0)
    const costAtLeast = instead.costAtLeast === null ? null : instead.costAtLeast - forTrios
    if (after === null && (costAtLeast === null ? instead.score >= lowest : costAtLeast < 0)) return []
    return [
      {
        participantId: id(person),
        otherId: id(other),
        score: instead.score,
        costAtLeast,
        swapCost: after === null ? null : after.reduce((cost, each) => cost - each, before),
        lowersWorst: instead.score < lowest || (after ?? []).some((each) => each < lowest),
      },
    ]
  }
  /** For somebody in a trio, the one elsewhere with whom changing partners costs least; nothing where rules forbid all. */
  const cheapestSwap = (own: Standing, person: number, partner: number): NextBest[] => {
    const swaps = standing.flatMap((theirs) => {
      if (theirs === own || theirs.match.fixed) return []
      const [one, other] = theirs.pair
      const others: (readonly [number, number | null])[] = [
        [one, other],
        [other, one],
      ]
      if (theirs.third !== null) others.push([theirs.third, null])
      return others.flatMap(([candidate, bereft]) => {
        if (!isOfSameSide(candidate, partner) || !constraints.allows(person, candidate)) return []
        const scores = { score: score(person, candidate), costAtLeast: null, restScore: null }
        return nextBestOf(own, { person, other: candidate, bereft, ...scores })
      })
    })
    const cost = ({ swapCost }: NextBest): number => swapCost ?? Number.POSITIVE_INFINITY
    return swaps.sort((a, b) => cost(a) - cost(b)).slice(0, 1)
  }
  /** For whoever joins a pair, the one elsewhere whose partner could join that pair in their place at the least cost. */
  const cheapestForThird = (own: Standing, third: number): readonly NextBest[] => {
    let least = Number.POSITIVE_INFINITY
    let found: NextBest | null = null
    const mostHere = score(...own.pair)
    for (const theirs of standing) {
      if (theirs === own || theirs.match.fixed) continue
      const before = own.match.score + theirs.match.score
      const [one, other] = theirs.pair
      for (const [leaving, staying] of [theirs.pair, [other, one] as const]) {
        if (!isOfSameSide(leaving, third) || own.pair.includes(leaving)) continue
        const ofTwo = score(third, staying)
        if (before - mostHere - ofTwo >= least) continue
        const mine = scoreOf(...own.pair, leaving)
        const rest = scoreOf(third, staying, theirs.third)
        if (mine === null || rest === null || before - mine - rest >= least) continue
        least = before - mine - rest
        found = {
          participantId: id(third),
          otherId: id(staying),
          score: ofTwo,
          costAtLeast: null,
          swapCost: least,
          lowersWorst: Math.min(ofTwo, mine, rest) < lowest,
        }
      }
    }
    return found ? [found] : []
  }
  return standing.map((own) => {
    const [one, other] = own.pair
    const ofPair =
      own.instead === null
        ? [...cheapestSwap(own, one, other), ...cheapestSwap(own, other, one)]
        : own.instead.flatMap((instead) => nextBestOf(own, instead))
    if (own.third === null || own.match.fixed || !looksForThirds) return ofPair
    return [...ofPair, ...cheapestForThird(own, own.third)]
  })
}
