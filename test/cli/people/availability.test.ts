import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readAvailability } from '../../../src/cli/people/availability.ts'

const days = (written: string): string | null =>
  readAvailability(written)
    ?.map(({ day, from, to }) => `${day} ${from}-${to}`)
    .join(', ') ?? null

describe('availability', () => {
  it.each([
    ['Mon-Thu 09:00-16:00', '1 09:00-16:00, 2 09:00-16:00, 3 09:00-16:00, 4 09:00-16:00'],
    ['mon 9-12', '1 09:00-12:00'],
    ['MONDAY 9:30-12', '1 09:30-12:00'],
    ['Tues – Weds 10 – 11', '2 10:00-11:00, 3 10:00-11:00'],
    ['Thursday to Friday 10:15 to 11:45', '4 10:15-11:45, 5 10:15-11:45'],
    ['Thu. 10-11', '4 10:00-11:00'],
    ['Sat-Sun 0-23:59', '6 00:00-23:59, 7 00:00-23:59'],
    [' Mon 9-12 ; Fri 13-17; ', '1 09:00-12:00, 5 13:00-17:00'],
    ['Wed-Wed 9-10', '3 09:00-10:00'],
  ])('understands %j', (written, means) => {
    expect(days(written)).toBe(means)
  })

  it.each([
    '',
    ';',
    'mornings',
    'Mon',
    '9-12',
    'Mon 9',
    'Mon 12-9',
    'Mon 9-9',
    'Fri-Mon 9-12',
    'Mon-Moonday 9-12',
    'Mo 9-12',
    'Monn 9-12',
    'Mon 9am-12pm',
    'Mon 9-24:00',
    'Mon 25-26',
    'Mon 9:60-12',
    'Mon 9:5-12',
    'Mon,Tue 9-12',
    'Mon 9-12 and more',
    'Mon 9-12; whenever',
    'constructor 9-12',
    '__proto__ 9-12',
  ])('does not guess at %j', (written) => {
    expect(readAvailability(written)).toBeNull()
  })

  it('never throws', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (written) => {
        const found = readAvailability(written)
        expect(found === null || found.length > 0).toBe(true)
      }),
    )
  })
})
