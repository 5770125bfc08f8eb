import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto'
import { Temporal } from 'temporal-polyfill'
import { z } from 'zod'
import { calendarLinkUntil } from './core/meetings.ts'

/** Whatever is signed was made here, so it is of this shape. */
const PAYLOAD = z.tuple([z.string(), z.string(), z.number()])

/** What a calendar link stands for. `madeAt` lets a change of the meeting revoke it. */
export interface CalendarLink {
  readonly meetingId: string
  readonly participantId: string
  readonly madeAt: Temporal.Instant
}

/** Makes and reads signed links. Their addresses hold ids that say nothing of anyone. */
export interface SignedLinks {
  calendar(meetingId: string, participantId: string, now: Temporal.Instant): string
  /** Null when it was not made here, or has expired. */
  readCalendar(token: string, now: Temporal.Instant): CalendarLink | null
}

/** `publicUrl` has no slash at its end; `key` is the server's encryption key, from which a key for this alone is derived. */
export const signedLinks = (publicUrl: string, key: Uint8Array): SignedLinks => {
  const signingKey = Buffer.from(hkdfSync('sha256', key, '', 'duologue calendar links', 32))
  const signatureOf = (payload: string) =>
    createHmac('sha256', signingKey).update(payload).digest('base64url')
  return {
    calendar: (meetingId, participantId, now) => {
      const payload = Buffer.from(
        JSON.stringify([meetingId, participantId, Math.floor(now.epochMilliseconds / 1000)]),
      ).toString('base64url')
      return `${publicUrl}/calendar/${payload}.${signatureOf(payload)}.ics`
    },
    readCalendar: (token, now) => {
      const [payload = '', signature = '', ...more] = token.split('.')
      if (more.length > 0) return null
      const given = Buffer.from(signature)
      const expected = Buffer.from(signatureOf(payload))
      if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null
      const [meetingId, participantId, seconds] = PAYLOAD.parse(
        JSON.parse(Buffer.from(payload, 'base64url').toString()),
      )
      const madeAt = Temporal.Instant.fromEpochMilliseconds(seconds * 1000)
      if (Temporal.Instant.compare(calendarLinkUntil(madeAt), now) <= 0) return null
      return { meetingId, participantId, madeAt }
    },
  }
}
