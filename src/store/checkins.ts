import type { CheckIn } from '../core/model.ts'
import type { Reader, Writes } from '../core/store.ts'
import type { Db } from './client.ts'
import type { Prisma } from './generated/client.ts'
import { toDate, toInstant } from './values.ts'
import type { Place, Vault } from './vault.ts'

const next = (meetingId: string, participantId: string): Place => ({
  table: 'CheckIn',
  column: 'next',
  row: `${meetingId} ${participantId}`,
})

const toCheckIn = (row: Prisma.CheckInGetPayload<object>, vault: Vault): CheckIn => ({
  meetingId: row.meetingId,
  participantId: row.participantId,
  met: row.met === 'notYet' ? 'not-yet' : row.met,
  rating: row.rating,
  next: row.next === null ? null : vault.open(row.next, next(row.meetingId, row.participantId)),
  at: toInstant(row.at),
})

const inOrder = [
  { at: 'asc' },
  { meetingId: 'asc' },
  { participantId: 'asc' },
] satisfies Prisma.CheckInOrderByWithRelationInput[]

export const checkInsReader = (db: Db, vault: Vault): Reader['checkIns'] => ({
  ofMeeting: async (meetingId) => {
    const rows = await db.checkIn.findMany({ where: { meetingId }, orderBy: inOrder })
    return rows.map((row) => toCheckIn(row, vault))
  },
  ofParticipant: async (participantId) => {
    const rows = await db.checkIn.findMany({ where: { participantId }, orderBy: inOrder })
    return rows.map((row) => toCheckIn(row, vault))
  },
})

export const checkInsWrites = (db: Db, vault: Vault): Writes['checkIns'] => ({
  record: async ({ meetingId, participantId, ...said }) => {
    const key = { meetingId, participantId }
    const data = {
      met: said.met === 'not-yet' ? ('notYet' as const) : said.met,
      rating: said.rating,
      next: said.next === null ? null : vault.seal(said.next, next(meetingId, participantId)),
      at: toDate(said.at),
    }
    await db.checkIn.upsert({
      where: { meetingId_participantId: key },
      create: { ...key, ...data },
      update: data,
    })
  },
})
