import { Temporal } from 'temporal-polyfill'
import { describe, expect, it } from 'vitest'
import { isIntroducedInTime } from '../../../src/cli/simulate/introduced.ts'
import { USUAL_WEEK } from '../../../src/core/calendar.ts'
import type { Delivery } from '../../../src/core/model.ts'
import { aPair, aParticipant, aPartner, aProgramme, at } from '../../facts.ts'
import { aDelivery } from '../../flows/said.ts'

const members = [aParticipant(), aPartner()]
const pair = aPair({ members, pairedAt: at('2027-01-19T10:00:00Z') })
const sent = (participantId: string | null, when: string | null, but: Partial<Delivery> = {}) =>
  aDelivery({
    flow: 'introduction',
    subject: { kind: 'pair', id: pair.id },
    state: when ? 'sent' : 'due',
    sentAt: when ? at(when) : null,
    participantId,
    ...but,
  })
const both = (when: string | null, but: Partial<Delivery> = {}) =>
  members.map(({ id }) => sent(id, when, but))
const never = () => null
const END = at('2027-04-01T10:00:00Z')

describe('a pair is introduced in good time', () => {
  it.each<[string, readonly Delivery[], string, boolean]>([
    ['when both hear within a few days', both('2027-01-20T10:00:00Z'), `${END}`, true],
    [
      'when one message reaches both',
      [sent(null, '2027-01-20T10:00:00Z', { address: { type: 'pair', pairId: pair.id } })],
      `${END}`,
      true,
    ],
    ['not when it comes months later', both('2027-03-15T16:00:00Z'), `${END}`, false],
    ['not when one of them hears late', both('2027-01-20T10:00:00Z').slice(0, 1), `${END}`, false],
    ['not when it still waits at the end', both(null), `${END}`, false],
    ['as far as anyone knows, before its time has passed', both(null), '2027-01-25T10:00:00Z', true],
    ['when it could not be delivered', both(null, { state: 'failed' }), `${END}`, true],
  ])('%s', (_, introductions, now, good) => {
    expect(isIntroducedInTime(pair, aProgramme(), introductions, never, at(now))).toBe(good)
  })

  it('counted from the end of a pause', () => {
    const back = () => at('2027-03-14T00:00:00Z')
    expect(isIntroducedInTime(pair, aProgramme(), both('2027-03-15T16:00:00Z'), back, END)).toBe(true)
  })

  it('counted in each one’s own working days', () => {
    const daysOff = Array.from({ length: 50 }, (_, index) =>
      Temporal.PlainDate.from('2027-01-20').add({ days: index }),
    )
    const away = aPartner({ hours: { zone: 'Europe/London', week: USUAL_WEEK, daysOff } })
    const onLeave = { ...pair, members: [aParticipant(), away] }
    expect(isIntroducedInTime(onLeave, aProgramme(), both('2027-03-15T16:00:00Z'), never, END)).toBe(true)
  })
})
