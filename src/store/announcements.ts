import { Temporal } from 'temporal-polyfill'
import { z } from 'zod'
import { Conflict } from '../core/errors.ts'
import type { Announcement } from '../core/model.ts'
import type { Reader, Writes } from '../core/store.ts'
import type { Db } from './client.ts'
import type { Prisma } from './generated/client.ts'
import { toDate, toDateOrNull, toInstantOrNull } from './values.ts'

const audienceShape = z.discriminatedUnion('type', [
  z.object({ type: z.literal('all') }),
  z.object({ type: z.literal('side'), side: z.enum(['a', 'b']) }),
  z.object({ type: z.literal('organisation'), organisation: z.string() }),
  z.object({ type: z.literal('paired') }),
  z.object({ type: z.literal('unpaired') }),
])

const toAnnouncement = (row: Prisma.AnnouncementGetPayload<object>): Announcement => ({
  id: row.id,
  programmeId: row.programmeId,
  authorId: row.authorId,
  words: row.words,
  audience: audienceShape.parse(row.audience),
  asksAcknowledgement: row.asksAcknowledgement,
  at: row.at === null ? null : Temporal.PlainDateTime.from(row.at),
  postedAt: toInstantOrNull(row.postedAt),
})

export const announcementsReader = (db: Db): Reader['announcements'] => ({
  byId: async (id) => {
    const row = await db.announcement.findUnique({ where: { id } })
    return row && toAnnouncement(row)
  },
  of: async (programmeId) => {
    const rows = await db.announcement.findMany({
      where: { programmeId },
      orderBy: [{ postedAt: { sort: 'asc', nulls: 'last' } }, { id: 'asc' }],
    })
    return rows.map(toAnnouncement)
  },
  acknowledgedBy: async (announcementId) => {
    const rows = await db.acknowledgement.findMany({
      where: { announcementId },
      orderBy: { participantId: 'asc' },
    })
    return rows.map((row) => row.participantId)
  },
})

export const announcementsWrites = (db: Db): Writes['announcements'] => ({
  compose: async (announcement) => {
    await db.announcement.create({
      data: {
        id: announcement.id,
        programmeId: announcement.programmeId,
        authorId: announcement.authorId,
        words: announcement.words,
        audience: { ...announcement.audience },
        asksAcknowledgement: announcement.asksAcknowledgement,
        at: announcement.at?.toString() ?? null,
        postedAt: toDateOrNull(announcement.postedAt),
      },
    })
  },
  post: async (id, at) => {
    const { count } = await db.announcement.updateMany({
      where: { id, postedAt: null },
      data: { postedAt: toDate(at) },
    })
    if (count === 0) throw new Conflict('announcement')
  },
  acknowledge: async (announcementId, participantId) => {
    const key = { announcementId, participantId }
    await db.acknowledgement.upsert({
      where: { announcementId_participantId: key },
      create: key,
      update: {},
    })
  },
  discard: async (id) => {
    const { count } = await db.announcement.deleteMany({ where: { id, postedAt: null } })
    if (count === 0 && (await db.announcement.findUnique({ where: { id } })))
      throw new Conflict('announcement')
  },
})
