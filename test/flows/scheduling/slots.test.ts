import { Temporal } from 'temporal-polyfill'
import { describe, expect, it } from 'vitest'
import { isOpen, USUAL_WEEK } from '../../../src/core/calendar.ts'
import type { Hours, Opening } from '../../../src/core/model.ts'
import { type Attendee, type Offer, offer } from '../../../src/flows/scheduling/slots.ts'
import { at } from '../../facts.ts'

const hours = (zone: string, but: Partial<Hours> = {}): Hours => ({
  zone,
  week: USUAL_WEEK,
  daysOff: [],
  ...but,
})
const someone = (id: string, of: Hours, but: Partial<Attendee> = {}): Attendee => ({
  id,
  hours: of,
  pausedUntil: null,
  busy: [],
  ...but,
})
const week = (from: string, to: string, days: readonly Opening['day'][] = [1, 2, 3, 4, 5]): Opening[] =>
  days.map((day) => ({ day, from, to }))

const slotsOf = (of: Offer) => {
  if (of.type === 'none') throw new Error('Nothing is on offer.')
  return of.slots
}
const startsOf = (of: Offer) => slotsOf(of).map((slot) => slot.at)

const london = hours('Europe/London')
const friday = at('2026-11-20T15:00:00Z')

describe('times on offer', () => {
  it('lie in both working hours for the whole length, whatever the zones', () => {
    for (const other of ['Europe/London', 'America/New_York', 'Asia/Karachi', 'Asia/Kathmandu']) {
      const both = [london, hours(other)]
      const found = offer([someone('a', london), someone('b', hours(other))], 'Europe/London', friday)
      expect(found.type).toBe('shared')
      for (const start of startsOf(found)) {
        expect(isOpen(both, start), `${other} ${start}`).toBe(true)
        const end = start.add({ minutes: found.type === 'none' ? 0 : found.minutes }).subtract({ seconds: 1 })
        expect(isOpen(both, end), `${other} ${end}`).toBe(true)
      }
    }
  })

  it('begin no sooner than the next working day of each, and reach two to three weeks ahead', () => {
    const starts = startsOf(offer([someone('a', london), someone('b', london)], 'Europe/London', friday))
    const [first] = starts
    const last = starts[starts.length - 1]
    expect(first && Temporal.Instant.compare(first, at('2026-11-23T09:00:00Z'))).toBeGreaterThanOrEqual(0)
    expect(last && Temporal.Instant.compare(last, at('2026-12-02T00:00:00Z'))).toBe(1)
    expect(last && Temporal.Instant.compare(last, at('2026-12-15T00:00:00Z'))).toBe(-1)
  })

  it.each([
    ['Sunday', 'Europe/London', '2026-11-22T08:00:00Z', '2026-11-23T11:00:00Z'],
    ['Friday at 16:30', 'Europe/London', '2026-11-20T16:30:00Z', '2026-11-23T10:30:00Z'],
    ['Friday evening', 'Europe/London', '2026-11-20T17:30:00Z', '2026-11-23T11:00:00Z'],
    ['Sunday', 'America/New_York', '2026-11-22T08:00:00Z', '2026-11-23T16:00:00Z'],
    ['Friday at 16:30', 'America/New_York', '2026-11-20T21:30:00Z', '2026-11-23T15:30:00Z'],
    ['Friday evening', 'America/New_York', '2026-11-20T23:30:00Z', '2026-11-23T16:00:00Z'],
  ])('leave two working hours to answer, when suggested on %s in %s', (_, zone, now, soonest) => {
    const narrow = hours('Europe/London', { week: week('06:00', '22:00', [1]) })
    for (const order of [0, 1]) {
      const both = [someone('a', narrow), someone('b', hours(zone))]
      const starts = startsOf(offer(order ? both.toReversed() : both, 'Europe/London', at(now)))
      const [first] = starts
      expect(first && Temporal.Instant.compare(first, at(soonest))).toBeGreaterThanOrEqual(0)
      expect(first?.toString().slice(0, 10)).toBe('2026-11-23')
    }
  })

  it('count the hours to answer from the end of a pause', () => {
    const away = someone('b', london, { pausedUntil: at('2026-11-30T00:00:00Z') })
    const mondays = hours('Europe/London', { week: week('09:00', '13:00', [1]) })
    const [first] = startsOf(offer([someone('a', mondays), away], 'Europe/London', friday))
    expect(first?.toString().slice(0, 10)).toBe('2026-11-30')
    expect(first && Temporal.Instant.compare(first, at('2026-11-30T11:00:00Z'))).toBeGreaterThanOrEqual(0)
  })

  it('are still found for those who work less than two hours a day', () => {
    const brief = hours('Europe/London', { week: week('09:00', '09:30', [1]) })
    expect(offer([someone('a', london), someone('b', brief)], 'Europe/London', friday).type).toBe('shared')
  })

  it('are spread over at least five days, and over mornings and afternoons, in order and without repeats', () => {
    const starts = startsOf(offer([someone('a', london), someone('b', london)], 'Europe/London', friday))
    const local = starts.map((one) => one.toZonedDateTimeISO('Europe/London'))
    expect(new Set(local.map((one) => one.toPlainDate().toString())).size).toBeGreaterThanOrEqual(5)
    expect(local.filter(({ hour }) => hour < 12).length).toBeGreaterThanOrEqual(4)
    expect(local.filter(({ hour }) => hour >= 12).length).toBeGreaterThanOrEqual(4)
    expect(starts.length).toBeLessThanOrEqual(12)
    const order = starts.map((one) => one.epochMilliseconds)
    expect(order).toEqual([...new Set(order)].sort((one, other) => one - other))
  })

  it('stay the same for the same facts, so that a form that comes back still fits', () => {
    const people = [someone('a', london), someone('b', hours('America/New_York'))]
    expect(startsOf(offer(people, 'Europe/London', friday)).map(String)).toEqual(
      startsOf(offer(people, 'Europe/London', friday)).map(String),
    )
  })

  it('avoid days off, pauses and what either has booked', () => {
    const off = hours('Europe/London', { daysOff: [Temporal.PlainDate.from('2026-11-26')] })
    const busy = [{ from: at('2026-11-27T09:00:00Z'), to: at('2026-11-27T17:00:00Z') }]
    const starts = startsOf(
      offer(
        [someone('a', off, { busy }), someone('b', london, { pausedUntil: at('2026-11-25T00:00:00Z') })],
        'Europe/London',
        friday,
      ),
    ).map(String)
    expect(starts.some((one) => one < '2026-11-25')).toBe(false)
    expect(starts.some((one) => one.startsWith('2026-11-26') || one.startsWith('2026-11-27'))).toBe(false)
  })

  it('follow each side of a clock change', () => {
    // London leaves summer time on 25 October 2026, New York on 1 November: for a week they are four hours apart.
    const people = [someone('a', london), someone('b', hours('America/New_York'))]
    const starts = startsOf(offer(people, 'Europe/London', at('2026-10-22T10:00:00Z')))
    const newYork = hours('America/New_York')
    expect(starts.every((start) => isOpen([london, newYork], start))).toBe(true)
    expect(starts.some((start) => start.toString() > '2026-10-26' && start.toString() < '2026-10-31')).toBe(
      true,
    )
  })

  it('shorten the meeting when only short stretches are shared', () => {
    const early = hours('Europe/London', { week: week('09:00', '09:45') })
    const found = offer([someone('a', london), someone('b', early)], 'Europe/London', friday)
    expect(found).toMatchObject({ type: 'shared', minutes: 45 })
  })

  it('look further ahead when one is away for weeks', () => {
    const away = Array.from({ length: 35 }, (_, day) =>
      Temporal.PlainDate.from('2026-11-20').add({ days: day }),
    )
    const starts = startsOf(
      offer(
        [someone('a', hours('Europe/London', { daysOff: away })), someone('b', london)],
        'Europe/London',
        friday,
      ),
    )
    expect(starts[0]?.toString().slice(0, 10)).toBe('2026-12-25')
  })

  it('say that nothing is free, when hours overlap and all of it is taken', () => {
    const busy = [{ from: at('2026-01-01T00:00:00Z'), to: at('2027-12-01T00:00:00Z') }]
    expect(offer([someone('a', london, { busy }), someone('b', london)], 'Europe/London', friday)).toEqual({
      type: 'none',
    })
  })
})

describe('when hours never overlap', () => {
  const auckland = hours('Pacific/Auckland')

  it('offers what asks the least of both, and says of whom', () => {
    const found = offer([someone('a', london), someone('b', auckland)], 'Europe/London', friday)
    expect(found.type).toBe('least-bad')
    for (const { at: start, strains } of slotsOf(found)) {
      expect(strains.length).toBeGreaterThan(0)
      for (const zone of ['Europe/London', 'Pacific/Auckland']) {
        const { hour } = start.toZonedDateTimeISO(zone)
        expect(hour).toBeGreaterThanOrEqual(6)
        expect(hour).toBeLessThan(23)
      }
    }
  })

  it('is so for hours that only meet between two clock changes, whatever the week', () => {
    const people = [someone('a', london), someone('b', hours('America/Los_Angeles'))]
    let now = at('2027-01-04T12:00:00Z')
    for (let week = 0; week < 53; week++, now = now.add({ hours: 7 * 24 })) {
      const [first] = startsOf(offer(people, 'Europe/London', now))
      const wait = first ? now.until(first).total('days') : null
      expect(wait, `${now}`).toBeLessThanOrEqual(10)
    }
    expect(offer(people, 'Europe/London', at('2027-01-20T10:00:00Z')).type).toBe('least-bad')
    expect(offer(people, 'Europe/London', at('2027-02-20T10:00:00Z')).type).toBe('least-bad')
  })

  it('names early and late correctly', () => {
    const dawn = hours('Europe/London', { week: week('06:00', '10:00') })
    const evening = hours('Europe/London', { week: week('14:00', '20:00') })
    const [slot] = slotsOf(offer([someone('a', dawn), someone('b', evening)], 'Europe/London', friday))
    expect(slot?.strains).toEqual([
      { id: 'a', how: 'late' },
      { id: 'b', how: 'early' },
    ])
  })

  it('asks for a day off only of people who share no working day, and never on leave', () => {
    const one = hours('Europe/London', { week: week('09:00', '17:00', [1, 2]) })
    const leave = [Temporal.PlainDate.from('2026-11-25')]
    const other = hours('Europe/London', { week: week('09:00', '17:00', [3, 4, 5]), daysOff: leave })
    const slots = slotsOf(offer([someone('a', one), someone('b', other)], 'Europe/London', friday))
    expect(slots.every(({ strains }) => strains.some(({ how }) => how === 'not-working'))).toBe(true)
    expect(slots.some(({ at: start }) => start.toString().startsWith('2026-11-25'))).toBe(false)
    expect(slots.every(({ at: start }) => start.toZonedDateTimeISO('Europe/London').dayOfWeek < 6)).toBe(true)
  })
})
