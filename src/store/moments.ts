import type { Temporal } from 'temporal-polyfill'
import type { Moment, Outbox } from '../core/store.ts'
import type { Db } from './client.ts'
import { Prisma } from './generated/client.ts'
import { inBatches, toDate, toInstant } from './values.ts'

export const momentsDue = async (db: Db, now: Temporal.Instant, most: number): Promise<readonly Moment[]> => {
  const rows = await db.moment.findMany({
    where: { dueAt: { lte: toDate(now) } },
    // What flows read of one subject is read once.
    orderBy: [{ dueAt: 'asc' }, { subjectKind: 'asc' }, { subjectId: 'asc' }, { flow: 'asc' }],
    take: most,
  })
  return rows.map((row) => ({
    flow: row.flow,
    subject: { kind: row.subjectKind, id: row.subjectId },
    dueAt: toInstant(row.dueAt),
  }))
}

type MomentOutbox = Pick<Outbox, 'wake' | 'settleMoment' | 'remember' | 'forget'>

export const momentsOutbox = (db: Db): MomentOutbox => ({
  wake: async (flows, subjects, at) => {
    const moments = subjects.flatMap((subject) => [...new Set(flows)].map((flow) => ({ flow, subject })))
    for (const batch of inBatches(moments)) {
      const rows = batch.map(
        ({ flow, subject: { kind, id } }) => Prisma.sql`(${flow}, ${kind}, ${id}, ${toDate(at)})`,
      )
      await db.$executeRaw`
        INSERT INTO "Moment" ("flow", "subjectKind", "subjectId", "dueAt") VALUES ${Prisma.join(rows)}
        ON CONFLICT ("flow", "subjectKind", "subjectId") DO UPDATE SET "dueAt" = EXCLUDED."dueAt"
        WHERE EXCLUDED."dueAt" < "Moment"."dueAt"`
    }
  },
  settleMoment: async (flow, subject, was, next) => {
    const it = Prisma.sql`"flow" = ${flow} AND "subjectKind" = ${subject.kind} AND "subjectId" = ${subject.id}
      AND "dueAt" = ${toDate(was)}`
    const count = next
      ? await db.$executeRaw`UPDATE "Moment" SET "dueAt" = ${toDate(next)} WHERE ${it}`
      : await db.$executeRaw`DELETE FROM "Moment" WHERE ${it}`
    return count === 1
  },
  remember: async (inboundId, at) => {
    const count = await db.$executeRaw`
      INSERT INTO "RememberedAct" ("inboundId", "at") VALUES (${inboundId}, ${toDate(at)})
      ON CONFLICT ("inboundId") DO NOTHING`
    return count === 1
  },
  forget: async (before) => {
    await db.rememberedAct.deleteMany({ where: { at: { lt: toDate(before) } } })
  },
})
