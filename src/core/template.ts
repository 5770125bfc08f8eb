import { Temporal } from 'temporal-polyfill'
import type { Settings } from './model.ts'
import { defaultWeights } from './pairing.ts'

const after = (duration: Temporal.DurationLike): Temporal.Duration => Temporal.Duration.from(duration)

/**
 * No programme shows figures of fewer people than this. Whoever was asked to take part was promised a number, and below
 * five, one who knows their colleagues can work the others out.
 */
export const LEAST_SMALLEST_GROUP = 5

/**
 * The settings that a reciprocal programme starts from; each may be edited. Pairs contract in their first week and
 * are to have met by the end of the third: the second stage opens as the first ends.
 */
export const reciprocalTemplate: Settings = {
  stages: [
    { name: 'contracting', from: after({ weeks: 0 }) },
    { name: 'first-meeting', from: after({ weeks: 1 }) },
    { name: 'halfway', from: after({ months: 6 }) },
    { name: 'closing', from: after({ months: 12 }) },
  ],
  meetingEvery: after({ months: 1 }),
  nudgeAfterWorkingDays: [1, 3, 7, 14],
  reflectionAfterWorkingDays: 2,
  checkInAfter: after({ hours: 2 }),
  smallestGroup: LEAST_SMALLEST_GROUP,
  odd: 'trio',
  surveys: 'anonymous',
  weights: defaultWeights,
  organisations: 'any',
  mostPartners: 2,
}
