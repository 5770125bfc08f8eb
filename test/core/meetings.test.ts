import { describe, expect, it } from 'vitest'
import {
  backFromPauses,
  calendarLinkUntil,
  endOf,
  hasEnded,
  isComing,
  isWaiting,
  startOf,
  timesLeft,
  unbookedSince,
} from '../../src/core/meetings.ts'
import { aMeeting, aPair, aParticipant, aPartner, aProgramme, at } from '../facts.ts'

const TEN = '2026-01-20T10:00:00Z'
const NOW = at('2026-01-15T12:00:00Z')

describe('a meeting', () => {
  it('begins at its time, ends after its length, and is over at that instant', () => {
    const meeting = aMeeting()
    expect(startOf(meeting)).toEqual(at(TEN))
    expect(endOf(meeting)).toEqual(at('2026-01-20T11:00:00Z'))
    expect([isComing(meeting, at('2026-01-20T09:59:59Z')), isComing(meeting, at(TEN))]).toEqual([true, false])
    expect(hasEnded(meeting, at('2026-01-20T10:59:59Z'))).toBe(false)
    expect(hasEnded(meeting, at('2026-01-20T11:00:00Z'))).toBe(true)
    for (const state of ['proposed', 'cancelled'] as const) {
      expect(hasEnded(aMeeting({ state }), at('2026-06-01T00:00:00Z'))).toBe(false)
      expect(isComing(aMeeting({ state }), NOW)).toBe(false)
    }
  })

  it('that is proposed waits while one of its times lies ahead; it begins at the earliest', () => {
    const proposed = aMeeting({ state: 'proposed', times: [at('2026-01-22T10:00:00Z'), at(TEN)] })
    expect(startOf(proposed)).toEqual(at(TEN))
    expect(timesLeft(proposed, at(TEN))).toEqual([at('2026-01-22T10:00:00Z')])
    expect(isWaiting(proposed, at(TEN))).toBe(true)
    expect(isWaiting(proposed, at('2026-01-22T10:00:00Z'))).toBe(false)
    expect(isWaiting(aMeeting(), NOW)).toBe(false)
  })

  it('has a calendar link that opens for a fortnight', () => {
    expect(calendarLinkUntil(NOW)).toEqual(at('2026-01-29T12:00:00Z'))
  })
})

describe('a pair', () => {
  it('is back when the last of those present is', () => {
    const paused = (tom: string | null, amina: string | null) =>
      aPair({
        members: [
          aPartner({ pausedUntil: tom === null ? null : at(tom) }),
          aParticipant({ pausedUntil: amina === null ? null : at(amina) }),
        ],
      })
    expect(backFromPauses(paused(null, null), NOW)).toBeNull()
    expect(backFromPauses(paused('2026-01-14T00:00:00Z', null), NOW)).toBeNull()
    expect(backFromPauses(paused('2026-02-01T00:00:00Z', '2026-03-01T00:00:00Z'), NOW)).toEqual(
      at('2026-03-01T00:00:00Z'),
    )
    const withLeft = aPair({
      members: [aPartner({ pausedUntil: at('2026-02-01T00:00:00Z'), leftAt: NOW }), aParticipant()],
    })
    expect(backFromPauses(withLeft, NOW)).toBeNull()
  })

  it.each<[string, Parameters<typeof unbookedSince>[2], string]>([
    ['being paired, with no meeting', [], '2026-01-12T09:00:00Z'],
    ['a month after its meeting ended', [aMeeting()], '2026-02-20T11:00:00Z'],
    [
      'the last of February, a month after the end of January',
      [aMeeting({ times: [at('2026-01-31T10:00:00Z')] })],
      '2026-02-28T11:00:00Z',
    ],
    [
      'the same hour on the wall, over a clock change',
      [aMeeting({ times: [at('2026-03-10T10:00:00Z')] })],
      '2026-04-10T10:00:00Z',
    ],
    [
      'the cancelling of a meeting that had been booked',
      [aMeeting({ state: 'cancelled', cancelledAt: at('2026-01-14T08:00:00Z') })],
      '2026-01-14T08:00:00Z',
    ],
    [
      'being paired, when what was declined had never been booked',
      [aMeeting({ state: 'cancelled', bookedAt: null, cancelledAt: at('2026-01-14T08:00:00Z') })],
      '2026-01-12T09:00:00Z',
    ],
  ])('has had nothing booked since %s', (_, meetings, since) => {
    expect(unbookedSince(aPair(), aProgramme(), meetings, NOW).toString()).toBe(since)
  })

  it('that was made before the programme begins has waited from its first day', () => {
    const early = aPair({ pairedAt: at('2025-12-01T09:00:00Z') })
    expect(unbookedSince(early, aProgramme(), [], NOW).toString()).toBe('2026-01-12T09:00:00Z')
  })

  it('has waited since the last pause ended', () => {
    const back = aPair({ members: [aPartner({ pausedUntil: at('2026-01-14T00:00:00Z') }), aParticipant()] })
    expect(unbookedSince(back, aProgramme(), [], NOW).toString()).toBe('2026-01-14T00:00:00Z')
  })
})
