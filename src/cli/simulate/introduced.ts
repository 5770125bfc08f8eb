import type { Temporal } from 'temporal-polyfill'
import { addWorkingDays, hoursOf, isBefore, later } from '../../core/calendar.ts'
import type { Delivery, Pair, Participant, Programme } from '../../core/model.ts'

/** Until when everybody of a pair is introduced, in working days of each: a week's hours meet once, or never. */
const WITHIN_WORKING_DAYS = 7

/** By when a pair is to be introduced. `back` tells when somebody's pause ends or ended, null for who never paused. */
const introducedBy = (
  pair: Pair,
  programme: Programme,
  back: (participantId: string) => Temporal.Instant | null,
): Temporal.Instant =>
  pair.members
    .map((member) => {
      const from = later(pair.pairedAt, back(member.id) ?? pair.pairedAt)
      return addWorkingDays(hoursOf(member, programme), from, WITHIN_WORKING_DAYS)
    })
    .reduce(later, pair.pairedAt)

/** Whether everybody of a pair was introduced in time, as far as it was possible; `introductions` are the pair's. */
export const isIntroducedInTime = (
  pair: Pair,
  programme: Programme,
  introductions: readonly Delivery[],
  back: (participantId: string) => Temporal.Instant | null,
  now: Temporal.Instant,
): boolean => {
  const by = introducedBy(pair, programme, back)
  return pair.members.every((member) => {
    const theirs = introductions.filter((delivery) => isFor(member, delivery))
    const sent = theirs.flatMap(({ sentAt }) => (sentAt ? [sentAt] : []))
    if (sent.length > 0) return sent.some((at) => !isBefore(by, at))
    return !isBefore(by, now) || theirs.some(({ state }) => state === 'failed')
  })
}

const isFor = ({ id }: Participant, { address, participantId }: Delivery): boolean =>
  address.type === 'pair' || participantId === id
