import type { Fit } from '../core/pairing.ts'
import { sharedMinutes } from './features.ts'
import type { Pair } from './groups.ts'
import { scoreOf } from './score.ts'
import { trioSentence, whySentences } from './sentences.ts'
import type { Setting } from './setting.ts'

/** How well two people, and a third who joins them, suit one another, and why. */
export function fitOf(
  [one, other]: Pair,
  third: number | null,
  { order, features, parts, score }: Setting,
): Fit {
  const first = order[one]
  const second = order[other]
  if (first === undefined || second === undefined) {
    throw new RangeError('A match is made of people on the list.')
  }
  const ofPair = parts(one, other)
  const hours = features.hourPatterns[features.hourPattern[one] ?? -1]
  const otherHours = features.hourPatterns[features.hourPattern[other] ?? -1]
  const minutes = hours && otherHours ? sharedMinutes(hours, otherHours) : null
  const { reasons, caution } = whySentences(ofPair, first, second, minutes, features.read)
  const joining = third === null ? undefined : order[third]
  if (third === null || joining === undefined) {
    return { participantIds: [first.id, second.id], score: scoreOf(ofPair), parts: ofPair, reasons, caution }
  }
  return {
    participantIds: [first.id, second.id, joining.id],
    score: trioScore(scoreOf(ofPair), score(third, one), score(third, other)),
    parts: ofPair,
    reasons: [...reasons, trioSentence(joining)],
    caution,
  }
}

/** How well somebody suits two others: whole, as every score is. */
export const meanScore = (withOne: number, withOther: number): number => (withOne + withOther) >> 1

/** The score of a trio, from the pair's and those of the third with each of the two. */
export const trioScore = (ofPair: number, withOne: number, withOther: number): number =>
  Math.min(ofPair, meanScore(withOne, withOther))
