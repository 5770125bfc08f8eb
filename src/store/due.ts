import type { Temporal } from 'temporal-polyfill'
import { earliest } from '../core/calendar.ts'
import type { Db } from './client.ts'
import { Prisma } from './generated/client.ts'
import { toDate, toInstantOrNull } from './values.ts'

/** Within an address the one that was wanted first goes first, and the others wait until it is settled. */
const isBefore = Prisma.sql`("o"."wantedAt" < "d"."wantedAt"
  OR ("o"."wantedAt" = "d"."wantedAt" AND "o"."sequence" < "d"."sequence"))`

const isFree = Prisma.sql`NOT EXISTS (
  SELECT 1 FROM "Delivery" AS "o" WHERE "o"."address" = "d"."address" AND "o"."state" = 'sending')`

const isFirst = (competes: Prisma.Sql) => Prisma.sql`NOT EXISTS (
  SELECT 1 FROM "Delivery" AS "o"
  WHERE "o"."address" = "d"."address" AND "o"."state" = 'due' AND (${competes}) AND ${isBefore})`

/** One that was tried holds its place until it is settled; one that waits for somebody's hours does not. */
const WAS_TRIED = Prisma.sql`"o"."attempts" > 0`

/** Sequence numbers of the deliveries that may be sent now: see `Queue.due`. */
export const dueNow = async (db: Db, now: Temporal.Instant, most: number): Promise<readonly number[]> => {
  const by = toDate(now)
  const rows = await db.$queryRaw<{ sequence: number }[]>`
    SELECT "d"."sequence" FROM "Delivery" AS "d"
    WHERE "d"."state" = 'due' AND "d"."dueAt" <= ${by}
      AND ${isFree} AND ${isFirst(Prisma.sql`${WAS_TRIED} OR "o"."dueAt" <= ${by}`)}
    ORDER BY "d"."dueAt", "d"."wantedAt", "d"."sequence"
    LIMIT ${most}`
  return rows.map((row) => Number(row.sequence))
}

/** When the next delivery may be sent, leaving out those that wait for another one to be settled. */
const nextDelivery = async (db: Db): Promise<Date | null> => {
  const [row] = await db.$queryRaw<{ dueAt: Date }[]>`
    SELECT "d"."dueAt" FROM "Delivery" AS "d"
    WHERE "d"."state" = 'due' AND ${isFree} AND ${isFirst(WAS_TRIED)}
    ORDER BY "d"."dueAt" LIMIT 1`
  return row?.dueAt ?? null
}

export const nextDue = async (db: Db): Promise<Temporal.Instant | null> => {
  const searchable = { lookUpAt: { not: null }, workspace: { removedAt: null } }
  const lookUpAt = { select: { lookUpAt: true }, orderBy: { lookUpAt: 'asc' } } as const
  const moment = await db.moment.findFirst({ select: { dueAt: true }, orderBy: { dueAt: 'asc' } })
  const revision = await db.delivery.findFirst({
    where: { state: 'sent', reviseAt: { not: null } },
    select: { reviseAt: true },
    orderBy: { reviseAt: 'asc' },
  })
  const participant = await db.participant.findFirst({ where: searchable, ...lookUpAt })
  const coordinator = await db.coordinatorSearch.findFirst({ where: searchable, ...lookUpAt })
  return earliest(
    toInstantOrNull(await nextDelivery(db)),
    toInstantOrNull(moment?.dueAt ?? null),
    toInstantOrNull(revision?.reviseAt ?? null),
    toInstantOrNull(participant?.lookUpAt ?? null),
    toInstantOrNull(coordinator?.lookUpAt ?? null),
  )
}
