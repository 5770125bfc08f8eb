import { describe, expect, it } from 'vitest'
import { meetingCalendar } from '../../../src/flows/scheduling/calendar.ts'
import { aMeeting, aPair, aParticipant, aPartner, aProgramme, at } from '../../facts.ts'

const now = at('2026-01-12T10:00:00Z')
const entry = (meeting = aMeeting(), partner = aPartner()) =>
  meetingCalendar(meeting, aPair({ members: [partner, aParticipant()] }), aParticipant(), aProgramme(), now)
const lines = (of: string) => of.replaceAll('\r\n ', '').split('\r\n')

describe('the calendar entry of a meeting', () => {
  it('says when, in UTC, with first names alone', () => {
    expect(lines(entry())).toEqual(
      expect.arrayContaining([
        'DTSTAMP:20260112T100000Z',
        'DTSTART:20260120T100000Z',
        'DTEND:20260120T110000Z',
        'SUMMARY:Tom and Amina',
        'STATUS:CONFIRMED',
        'SEQUENCE:1',
      ]),
    )
    expect(entry()).not.toMatch(/Reed|Yusuf|@city|@harbour|City Region|TZID|ORGANIZER|ATTENDEE/)
  })

  it('keeps its UID when the meeting is moved or cancelled, and counts up', () => {
    const uid = (of: string) => lines(of).find((line) => line.startsWith('UID:'))
    const moved = entry(aMeeting({ times: [at('2026-01-22T10:00:00Z')], revision: 2 }))
    const cancelled = entry(aMeeting({ state: 'cancelled', revision: 3 }))
    expect(new Set([uid(entry()), uid(moved), uid(cancelled)]).size).toBe(1)
    expect(lines(moved)).toContain('SEQUENCE:2')
    expect(lines(cancelled)).toEqual(expect.arrayContaining(['SEQUENCE:3', 'STATUS:CANCELLED']))
  })

  it.each([
    'Ana,;\\Lima Reed',
    'Anastasia-Wilhelmina-Konstantinopolitana-Euphrosyne-Bartholomea-Theodora Reed',
    'Ζωή-Αλεξάνδρα-Κωνσταντίνα-Παρασκευή-Ευφροσύνη-Θεοδώρα Παππά',
    'Tom\r\nBEGIN:VALARM Reed',
  ])('stands whole whatever somebody is called: %j', (name) => {
    const text = entry(aMeeting(), aPartner({ name }))
    expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
    for (const line of text.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75)
    expect(lines(text).filter((line) => line.startsWith('BEGIN:'))).toEqual([
      'BEGIN:VCALENDAR',
      'BEGIN:VEVENT',
    ])
    expect(lines(text).find((line) => line.startsWith('SUMMARY:'))).not.toMatch(/(?<!\\)[,;]/)
    expect(text.endsWith('END:VCALENDAR\r\n')).toBe(true)
  })
})
