import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { describe, expect, it } from 'vitest'
import { calendarLinkUntil } from '../src/core/meetings.ts'
import { signedLinks } from '../src/links.ts'
import { at } from './facts.ts'

const KEY = new Uint8Array(32).fill(3)
const NOW = at('2026-02-02T10:00:00.700Z')
const links = signedLinks('https://duologue.example', KEY)
const tokenOf = (link: string): string =>
  link.slice('https://duologue.example/calendar/'.length, -'.ics'.length)
const TOKEN = tokenOf(links.calendar('meeting-1', 'person-1', NOW))

describe('a calendar link', () => {
  it('opens what it stands for, and tells when it was made', () => {
    expect(links.readCalendar(TOKEN, NOW)).toEqual({
      meetingId: 'meeting-1',
      participantId: 'person-1',
      madeAt: at('2026-02-02T10:00:00Z'),
    })
  })

  it('is an address that holds ids and a time and nothing else', () => {
    const link = links.calendar('meeting-1', 'person-1', NOW)
    expect(link).toMatch(/^https:\/\/duologue\.example\/calendar\/[\w-]+\.[\w-]{43}\.ics$/)
    expect(JSON.parse(Buffer.from(TOKEN.split('.')[0] ?? '', 'base64url').toString())).toEqual([
      'meeting-1',
      'person-1',
      1_770_026_400,
    ])
  })

  it('opens until it expires, and not from then on', () => {
    const end = calendarLinkUntil(at('2026-02-02T10:00:00Z'))
    expect(links.readCalendar(TOKEN, end.subtract({ milliseconds: 1 }))).not.toBeNull()
    expect(links.readCalendar(TOKEN, end)).toBeNull()
    expect(links.readCalendar(TOKEN, end.add({ hours: 10_000 }))).toBeNull()
  })

  it('of another server, or of a key since changed, does not open', () => {
    const other = signedLinks('https://duologue.example', new Uint8Array(32).fill(4))
    expect(other.readCalendar(TOKEN, NOW)).toBeNull()
    expect(links.readCalendar(tokenOf(other.calendar('meeting-1', 'person-1', NOW)), NOW)).toBeNull()
  })

  it('does not open with any one character changed, left out or added', () => {
    for (let index = 0; index <= TOKEN.length; index++) {
      const before = TOKEN.slice(0, index)
      const other = TOKEN[index] === 'A' ? 'B' : 'A'
      for (const forged of [
        before + other + TOKEN.slice(index + 1),
        before + TOKEN.slice(index + 1),
        `${before}A${TOKEN.slice(index)}`,
      ])
        if (forged !== TOKEN) expect(links.readCalendar(forged, NOW), forged).toBeNull()
    }
  })

  it.each([
    '',
    '.',
    '..',
    `${TOKEN}.`,
    `${TOKEN}.ics`,
    `.${TOKEN}`,
    `${TOKEN}=`,
    `${TOKEN} `,
    encodeURIComponent(`${TOKEN}\n`),
  ])('does not open as %j', (token) => {
    expect(links.readCalendar(token, NOW)).toBeNull()
  })

  it('is refused without an error, whatever stands in its place', () => {
    const [payload = '', signature = ''] = TOKEN.split('.')
    const part = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.base64String(),
      fc.constantFrom(payload, signature),
    )
    fc.assert(
      fc.property(fc.array(part, { maxLength: 4 }), (parts) => {
        const token = parts.join('.')
        fc.pre(token !== TOKEN)
        expect(links.readCalendar(token, NOW)).toBeNull()
      }),
      { numRuns: 500 },
    )
  })

  it('opens for any ids', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (meetingId, participantId) => {
        const now = Temporal.Instant.fromEpochMilliseconds(1_770_000_000_000)
        const token = tokenOf(links.calendar(meetingId, participantId, now))
        expect(links.readCalendar(token, now)).toEqual({ meetingId, participantId, madeAt: now })
      }),
    )
  })
})
