import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readAvailability } from '../../../src/cli/people/availability.ts'

const days = (written: string): string | null => {
  const read = readAvailability(written)
  return read.ok ? read.week.map(({ day, from, to }) => `${day} ${from}-${to}`).join(', ') : null
}

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
    ['Mon 9-17; Mon 12-18', '1 09:00-18:00'],
    ['Mon 9-12; Mon 12-13', '1 09:00-13:00'],
    ['Mon 9-10; Tue 9-10; Mon 12-13; Mon 9:30-12:30', '1 09:00-13:00, 2 09:00-10:00'],
    ['Mon-Tue 9-12; Tue 13-14', '1 09:00-12:00, 2 09:00-12:00, 2 13:00-14:00'],
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
    expect(readAvailability(written)).toEqual({ ok: false, reason: expect.stringMatching(/^[“A-Z].*\.$/) })
  })

  it.each([
    ['Mon 17:00-09:00', '“Mon 17:00-09:00” ends before it has begun'],
    ['17:00-09:00', '“17:00-09:00” ends before it has begun'],
    ['Mon 9-25', '“25” is no time of day'],
    ['9-25', '“25” is no time of day'],
    ['9-17', '“9-17” names no day'],
    ['Mo 9-12', '“Mo” is no day of the week'],
    ['Fri-Mon 9-12', '“Fri-Mon” goes back in the week'],
    ['Mon 9-12; whenever', '“whenever” could not be understood'],
    [';', 'This holds no hours'],
  ])('says of %j what is wrong with it', (written, reason) => {
    expect(readAvailability(written)).toEqual({ ok: false, reason: expect.stringContaining(reason) })
  })

  it('quotes no more than it takes to find the place, and nothing that a terminal obeys', () => {
    const read = readAvailability(`\u001b[2J${'x'.repeat(900)}`)
    expect(read).toEqual({ ok: false, reason: expect.stringMatching(/^“\?\[2Jx{36}…” could not/) })
  })

  it('never throws', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (written) => {
        const found = readAvailability(written)
        expect(found.ok ? found.week.length : found.reason.length).toBeGreaterThan(0)
      }),
    )
  })
})
