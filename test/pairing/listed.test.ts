import { Temporal } from 'temporal-polyfill'
import { describe, expect, it } from 'vitest'
import { openingsBetween } from '../../src/core/calendar.ts'
import type { Opening } from '../../src/core/model.ts'
import { listed, personsOf } from '../../src/pairing/listed.ts'
import { aQuestion } from './programmes.ts'

const mondays = ['2026-01-12T00:00:00Z', '2026-07-13T00:00:00Z'].map((iso) => Temporal.Instant.from(iso))
const week: readonly Opening[] = [
  { day: 1, from: '00:00', to: '02:30' },
  { day: 2, from: '09:15', to: '12:00' },
  { day: 2, from: '13:00', to: '17:45' },
  { day: 6, from: '22:00', to: '23:30' },
  { day: 7, from: '20:00', to: '23:59' },
]

/** The minutes of stretches, each once. */
const minutesOf = (stretches: readonly { startsAt: number; endsAt: number }[]): readonly number[] =>
  stretches
    .flatMap(({ startsAt, endsAt }) => Array.from({ length: endsAt - startsAt }, (_, at) => startsAt + at))
    .sort((one, other) => one - other)

describe('working hours in sample weeks', () => {
  it.each([
    'UTC',
    'Europe/London',
    'America/New_York',
    'America/Phoenix',
    'America/St_Johns',
    'Asia/Kathmandu',
    'Australia/Lord_Howe',
    'Pacific/Auckland',
    'Pacific/Kiritimati',
    'Pacific/Pago_Pago',
  ])('are what the calendar says of those weeks (%s)', (zone) => {
    const { people, rules } = aQuestion([{ id: 'p', hours: { zone, week, daysOff: [] } }])
    const [found] = personsOf(
      people.map((person) => listed(person, rules)),
      [],
    )
    const expected = mondays.flatMap((monday, index) =>
      openingsBetween({ zone, week, daysOff: [] }, monday, monday.add({ hours: 7 * 24 })).map(
        ({ from, to }) => ({
          startsAt: index * 7 * 24 * 60 + monday.until(from).total('minutes'),
          endsAt: index * 7 * 24 * 60 + monday.until(to).total('minutes'),
        }),
      ),
    )
    expect(minutesOf(found?.weeklyHours ?? [])).toEqual(minutesOf(expected))
  })
})
