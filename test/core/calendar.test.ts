import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { describe, expect, it } from 'vitest'
import {
  addWorkingDays,
  atLocal,
  earliest,
  hoursOf,
  isOpen,
  isZone,
  nextOpening,
  openingsBetween,
  overlapBetween,
  USUAL_WEEK,
  usualHours,
} from '../../src/core/calendar.ts'
import type { Hours, Opening } from '../../src/core/model.ts'
import { anAccount, aParticipant, aProgramme, at } from '../facts.ts'

const hours = (zone: string, but: Partial<Hours> = {}): Hours => ({
  zone,
  week: USUAL_WEEK,
  daysOff: [],
  ...but,
})
const day = (iso: string) => Temporal.PlainDate.from(iso)
const told = (instant: Temporal.Instant | null) => instant?.toString() ?? null

const aTime = fc.integer({ min: 0, max: 95 })
const clockOf = (quarter: number) =>
  `${String(Math.floor(quarter / 4)).padStart(2, '0')}:${String((quarter % 4) * 15).padStart(2, '0')}`
const anOpening: fc.Arbitrary<Opening> = fc
  .record({ day: fc.constantFrom(1, 2, 3, 4, 5, 6, 7), one: aTime, other: aTime })
  .filter(({ one, other }) => one !== other)
  .map(({ day, one, other }) => ({
    day,
    from: clockOf(Math.min(one, other)),
    to: clockOf(Math.max(one, other)),
  }))
const ZONES = [
  'Europe/London',
  'America/New_York',
  'Asia/Kolkata',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'Pacific/Kiritimati',
  'America/Sao_Paulo',
  'UTC',
] as const
const someHours: fc.Arbitrary<Hours> = fc.record({
  zone: fc.constantFrom(...ZONES),
  week: fc.array(anOpening, { maxLength: 6 }),
  daysOff: fc.array(
    fc.integer({ min: 0, max: 60 }).map((days) => day('2026-03-01').add({ days })),
    { maxLength: 5 },
  ),
})
const anInstant = fc
  .integer({ min: 0, max: 365 * 24 * 12 })
  .map((fives) => at('2026-01-01T00:00:00Z').add({ minutes: fives * 5 }))

describe('whose hours', () => {
  const programme = aProgramme({ timeZone: 'Europe/Dublin' })
  it('are what the person said, else their profile’s zone, else the programme’s', () => {
    const own = hours('Asia/Tokyo')
    expect(hoursOf(aParticipant({ hours: own }), programme)).toBe(own)
    expect(hoursOf(aParticipant({ account: anAccount({ timeZone: 'Asia/Kolkata' }) }), programme).zone).toBe(
      'Asia/Kolkata',
    )
    expect(hoursOf(aParticipant({ account: anAccount({ timeZone: null }) }), programme).zone).toBe(
      'Europe/Dublin',
    )
    expect(usualHours(null, programme)).toEqual(hours('Europe/Dublin'))
  })
})

describe('a zone', () => {
  it.each(['Europe/London', 'UTC', 'Etc/UTC', 'America/Argentina/Buenos_Aires', 'Asia/Calcutta'])(
    '%s is one',
    (zone) => expect(isZone(zone)).toBe(true),
  )
  it.each([
    '',
    ' ',
    'London',
    '+01:00',
    '-0500',
    'UTC+1',
    'GMT+2',
    'Mars/Olympus',
    '../etc/passwd',
    '__proto__',
  ])('%j is none', (zone) => expect(isZone(zone)).toBe(false))
  it('that is one can be reckoned with', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ maxLength: 12 }), fc.constantFrom(...ZONES, 'GMT', 'EST', 'europe/london')),
        (zone) => {
          if (!isZone(zone)) return
          expect(() => isOpen([hours(zone)], at('2026-03-02T10:00:00Z'))).not.toThrow()
        },
      ),
    )
  })
})

describe('a local time', () => {
  it.each([
    ['an ordinary one', '2026-07-01T09:00', 'Europe/London', '2026-07-01T08:00:00Z'],
    [
      'one that spring skips: as long after the change',
      '2026-03-29T01:30',
      'Europe/London',
      '2026-03-29T01:30:00Z',
    ],
    ['one that autumn repeats: the first', '2026-10-25T01:30', 'Europe/London', '2026-10-25T00:30:00Z'],
    ['one skipped in New York', '2026-03-08T02:30', 'America/New_York', '2026-03-08T07:30:00Z'],
    ['one repeated in New York', '2026-11-01T01:30', 'America/New_York', '2026-11-01T05:30:00Z'],
    ['one of half an hour’s change', '2026-10-04T02:10', 'Australia/Lord_Howe', '2026-10-03T15:40:00Z'],
    ['one east of the date line', '2026-06-01T09:00', 'Pacific/Kiritimati', '2026-05-31T19:00:00Z'],
  ])('%s', (_, local, zone, instant) => {
    expect(atLocal(Temporal.PlainDateTime.from(local), zone).toString()).toBe(instant)
  })
})

describe('openings', () => {
  it('are nine to five of the person’s own clock, before and after each change', () => {
    const openings = openingsBetween(
      hours('Europe/London'),
      at('2026-03-27T00:00:00Z'),
      at('2026-03-31T00:00:00Z'),
    )
    expect(openings.map(({ from, to }) => [from.toString(), to.toString()])).toEqual([
      ['2026-03-27T09:00:00Z', '2026-03-27T17:00:00Z'],
      ['2026-03-30T08:00:00Z', '2026-03-30T16:00:00Z'],
    ])
  })

  it('are cut to what was asked for, and begin on the person’s own date', () => {
    const openings = openingsBetween(
      hours('Pacific/Kiritimati'),
      at('2026-05-31T20:00:00Z'),
      at('2026-06-01T19:30:00Z'),
    )
    expect(openings.map(({ from, to }) => [from.toString(), to.toString()])).toEqual([
      ['2026-05-31T20:00:00Z', '2026-06-01T03:00:00Z'],
      ['2026-06-01T19:00:00Z', '2026-06-01T19:30:00Z'],
    ])
  })

  it('fall within a clock change as the clock on the wall shows them', () => {
    const night = hours('Europe/London', { week: [{ day: 7, from: '00:30', to: '03:00' }] })
    const on = (date: string) => {
      const start = at(`${date}T00:00:00Z`)
      const [first] = openingsBetween(night, start.subtract({ hours: 2 }), start.add({ hours: 24 }))
      return first ? first.from.until(first.to).total('minutes') : null
    }
    expect(on('2026-03-22')).toBe(150)
    expect(on('2026-03-29')).toBe(90)
    expect(on('2026-10-25')).toBe(210)
    const skipped = hours('Europe/London', { week: [{ day: 7, from: '01:00', to: '01:45' }] })
    expect(openingsBetween(skipped, at('2026-03-29T00:00:00Z'), at('2026-03-30T00:00:00Z'))).toHaveLength(1)
  })

  it('leave out days off, and there are none in a week without any', () => {
    const off = hours('Europe/London', { daysOff: [day('2026-03-03')] })
    const week = openingsBetween(off, at('2026-03-02T00:00:00Z'), at('2026-03-09T00:00:00Z'))
    expect(week.map(({ from }) => from.toString().slice(8, 10))).toEqual(['02', '04', '05', '06'])
    expect(
      openingsBetween(hours('UTC', { week: [] }), at('2026-03-02T00:00:00Z'), at('2026-04-02T00:00:00Z')),
    ).toEqual([])
  })

  it('are none between an instant and itself, or an earlier one', () => {
    const ten = at('2026-03-02T10:00:00Z')
    expect(openingsBetween(hours('UTC'), ten, ten)).toEqual([])
    expect(openingsBetween(hours('UTC'), ten, ten.subtract({ hours: 1 }))).toEqual([])
  })
})

describe('the overlap of several people', () => {
  const on = (...everyone: Hours[]) =>
    overlapBetween(everyone, at('2026-03-02T00:00:00Z'), at('2026-03-03T00:00:00Z')).map(({ from, to }) =>
      [from, to].map((one) => one.toString().slice(11, 16)).join('-'),
    )
  it('is where all are open', () => {
    expect(on(hours('Europe/London'), hours('America/New_York'))).toEqual(['14:00-17:00'])
    expect(on(hours('Europe/London'), hours('America/New_York'), hours('Europe/Athens'))).toEqual([
      '14:00-15:00',
    ])
    expect(on(hours('Europe/London'), hours('America/Los_Angeles'))).toEqual([])
    expect(on()).toEqual([])
  })
  it('is of several stretches when somebody’s day is', () => {
    const split = hours('Europe/London', {
      week: [
        { day: 1, from: '14:00', to: '18:00' },
        { day: 1, from: '08:00', to: '10:30' },
      ],
    })
    expect(on(hours('Europe/London'), split)).toEqual(['09:00-10:30', '14:00-17:00'])
  })
})

describe('the next opening', () => {
  it.each([
    ['now, when it is open', '2026-03-02T10:17:00Z', '2026-03-02T10:17:00Z'],
    ['now, at the first instant', '2026-03-02T09:00:00Z', '2026-03-02T09:00:00Z'],
    ['the next morning, at the very end', '2026-03-02T17:00:00Z', '2026-03-03T09:00:00Z'],
    ['Monday, after Friday', '2026-03-06T18:00:00Z', '2026-03-09T09:00:00Z'],
    ['Monday by the new clock, over a change', '2026-03-27T18:00:00Z', '2026-03-30T08:00:00Z'],
  ])('is %s', (_, from, next) => {
    expect(told(nextOpening([hours('Europe/London')], at(from)))).toBe(next)
  })

  it('is found behind a long leave, and for part-time weeks', () => {
    const leave = Array.from({ length: 90 }, (_, index) => day('2026-03-02').add({ days: index }))
    expect(told(nextOpening([hours('UTC', { daysOff: leave })], at('2026-03-02T09:00:00Z')))).toBe(
      '2026-06-01T09:00:00Z',
    )
    const sundays = hours('UTC', { week: [{ day: 7, from: '23:45', to: '23:59' }] })
    expect(told(nextOpening([sundays], at('2026-03-02T09:00:00Z')))).toBe('2026-03-08T23:45:00Z')
  })

  it('is null when there is none: empty weeks, and people who are never open together', () => {
    const from = at('2026-03-02T09:00:00Z')
    expect(nextOpening([hours('UTC', { week: [] })], from)).toBeNull()
    expect(nextOpening([hours('Europe/London'), hours('Asia/Tokyo')], from)).toBeNull()
  })

  it('is null for hours that only meet between two clock changes, until a week before they do', () => {
    const apart = [hours('Europe/London'), hours('America/Los_Angeles')]
    expect(nextOpening(apart, at('2027-01-20T10:00:00Z'))).toBeNull()
    expect(nextOpening(apart, at('2027-03-05T10:00:00Z'))).toBeNull()
    expect(told(nextOpening(apart, at('2027-03-10T10:00:00Z')))).toBe('2027-03-15T16:00:00Z')
    expect(nextOpening(apart, at('2027-03-26T18:00:00Z'))).toBeNull()
  })

  it('is not looked for behind a leave where hours do not meet without it', () => {
    const leave = Array.from({ length: 60 }, (_, index) => day('2027-01-20').add({ days: index }))
    const apart = [hours('Europe/London', { daysOff: leave }), hours('America/Los_Angeles')]
    expect(nextOpening(apart, at('2027-01-20T10:00:00Z'))).toBeNull()
  })

  it('is long enough for what is asked, even where the day has begun', () => {
    const brief = hours('UTC', { week: [{ day: 1, from: '16:30', to: '17:00' }] })
    const now = at('2026-03-02T16:45:00Z')
    expect(told(nextOpening([brief], now))).toBe('2026-03-02T16:45:00Z')
    expect(told(nextOpening([brief], now, 30))).toBe('2026-03-09T16:30:00Z')
    expect(nextOpening([brief], now, 31)).toBeNull()
  })

  it('is at once for nobody in particular', () => {
    const from = at('2026-03-01T03:00:00Z')
    expect(nextOpening([], from)).toEqual(from)
  })

  it('is open, is not in the past, and there is none before it', () => {
    fc.assert(
      fc.property(fc.array(someHours, { minLength: 1, maxLength: 3 }), anInstant, (everyone, from) => {
        const next = nextOpening(everyone, from)
        if (next === null) {
          for (let hour = 0; hour < 24 * 8; hour += 1)
            expect(isOpen(everyone, from.add({ hours: hour }))).toBe(false)
          return
        }
        expect(isOpen(everyone, next)).toBe(true)
        const wait = from.until(next).total('minutes')
        expect(wait).toBeGreaterThanOrEqual(0)
        for (let minute = 0; minute < Math.min(wait, 5 * 24 * 60); minute += 15)
          expect(isOpen(everyone, from.add({ minutes: minute }))).toBe(false)
        if (wait > 0) expect(isOpen(everyone, next.subtract({ milliseconds: 1 }))).toBe(false)
      }),
      { numRuns: 60 },
    )
  })
})

describe('working days from an instant', () => {
  const london = hours('Europe/London')
  it.each([
    ['none: the opening of the day itself', '2026-03-02T15:00:00Z', 0, '2026-03-02T09:00:00Z'],
    ['one', '2026-03-02T15:00:00Z', 1, '2026-03-03T09:00:00Z'],
    ['one, over a weekend', '2026-03-06T15:00:00Z', 1, '2026-03-09T09:00:00Z'],
    ['one, from a Sunday', '2026-03-08T15:00:00Z', 1, '2026-03-09T09:00:00Z'],
    ['seven, over a clock change', '2026-03-25T15:00:00Z', 7, '2026-04-03T08:00:00Z'],
    ['fourteen', '2026-03-02T15:00:00Z', 14, '2026-03-20T09:00:00Z'],
  ])('%s', (_, from, days, then) => {
    expect(told(addWorkingDays(london, at(from), days))).toBe(then)
  })

  it('count the person’s own week, days off left out', () => {
    const partTime = hours('Europe/London', {
      week: [
        { day: 2, from: '13:00', to: '15:00' },
        { day: 4, from: '10:00', to: '12:00' },
        { day: 4, from: '08:30', to: '09:30' },
      ],
      daysOff: [day('2026-03-05')],
    })
    expect(told(addWorkingDays(partTime, at('2026-03-02T09:00:00Z'), 1))).toBe('2026-03-03T13:00:00Z')
    expect(told(addWorkingDays(partTime, at('2026-03-02T09:00:00Z'), 3))).toBe('2026-03-12T08:30:00Z')
  })

  it('count the person’s own date', () => {
    expect(told(addWorkingDays(hours('Pacific/Kiritimati'), at('2026-03-01T12:00:00Z'), 1))).toBe(
      '2026-03-02T19:00:00Z',
    )
  })

  it('are days of the calendar in a week without any', () => {
    expect(told(addWorkingDays(hours('UTC', { week: [] }), at('2026-03-06T09:00:00Z'), 3))).toBe(
      '2026-03-09T09:00:00Z',
    )
  })

  it('lie ahead, one after another, each on a working day', () => {
    fc.assert(
      fc.property(someHours, anInstant, fc.integer({ min: 1, max: 20 }), (of, from, days) => {
        const then = addWorkingDays(of, from, days)
        const before = addWorkingDays(of, from, days - 1)
        if (days > 1) expect(Temporal.Instant.compare(before, then)).toBe(-1)
        const date = then.toZonedDateTimeISO(of.zone).toPlainDate()
        const start = from.toZonedDateTimeISO(of.zone).toPlainDate()
        expect(Temporal.PlainDate.compare(date, start)).toBe(1)
        if (of.week.length === 0) expect(start.until(date).days).toBe(days)
        else {
          expect(isOpen([of], then)).toBe(true)
          expect(of.daysOff.some((off) => off.equals(date))).toBe(false)
        }
      }),
      { numRuns: 200 },
    )
  })
})

describe('the earliest', () => {
  it('is of those that there are', () => {
    const one = at('2026-03-02T09:00:00Z')
    const two = at('2026-03-02T10:00:00Z')
    expect(earliest(null, two, null, one)).toBe(one)
    expect(earliest(null, null)).toBeNull()
    expect(earliest()).toBeNull()
  })
})
