import type { Temporal } from 'temporal-polyfill'
import { earliest } from '../core/calendar.ts'
import type { Agenda } from '../core/store.ts'
import type { Db } from './client.ts'
import type { DeliveryRow } from './deliveries.ts'
import { Prisma } from './generated/client.ts'
import { toDate, toInstant } from './values.ts'

/** Within an address the one that was wanted first goes first, and the others wait until it is settled. */
const isBefore = Prisma.sql`("o"."wantedAt" < "d"."wantedAt"
  OR ("o"."wantedAt" = "d"."wantedAt" AND "o"."sequence" < "d"."sequence"))`

const isFree = Prisma.sql`NOT EXISTS (
  SELECT 1 FROM "Delivery" AS "o" WHERE "o"."address" = "d"."address" AND "o"."state" = 'sending')`

const isFirst = (competes: Prisma.Sql) => Prisma.sql`NOT EXISTS (
  SELECT 1 FROM "Delivery" AS "o"
  WHERE "o"."address" = "d"."address" AND "o"."state" = 'due' AND (${competes}) AND ${isBefore})`

/** One that waits to be tried again holds its place; one that waits for somebody's hours does not. */
const RETRYING = Prisma.sql`"o"."retrying"`

const competing = (by: Date) => Prisma.sql`${RETRYING} OR "o"."dueAt" <= ${by}`

const answersDue = (by: Date) => Prisma.sql`
  FROM "Delivery" AS "a" WHERE "a"."state" = 'due' AND "a"."class" = 'answer' AND "a"."dueAt" <= ${by}`

/** Of each address at which an answer is due, the one that comes first there. */
const firstWhereAwaited = (by: Date) => Prisma.sql`
  SELECT DISTINCT (
    SELECT "o"."sequence" FROM "Delivery" AS "o"
    WHERE "o"."address" = "a"."address" AND "o"."state" = 'due' AND (${competing(by)})
    ORDER BY "o"."wantedAt", "o"."sequence" LIMIT 1) AS "sequence" ${answersDue(by)}`

const IN_ORDER = Prisma.sql`"d"."dueAt", "d"."wantedAt", "d"."sequence"`

/** The deliveries that may be sent now: see `Queue.due`. Of many that nobody waits for, no more are read than wanted. */
export const dueNow = (db: Db, now: Temporal.Instant, most: number): Promise<DeliveryRow[]> => {
  const by = toDate(now)
  return db.$queryRaw<DeliveryRow[]>`
    SELECT * FROM (
      SELECT 1 AS "rank", "d".* FROM (${firstWhereAwaited(by)}) AS "first" CROSS JOIN "Delivery" AS "d"
      WHERE "d"."sequence" = "first"."sequence" AND "d"."dueAt" <= ${by} AND ${isFree}
      UNION ALL SELECT * FROM (SELECT 2 AS "rank", "d".* FROM "Delivery" AS "d"
        WHERE "d"."state" = 'due' AND "d"."dueAt" <= ${by}
          AND "d"."address" NOT IN (SELECT "a"."address" ${answersDue(by)})
          AND ${isFree} AND ${isFirst(competing(by))}
        ORDER BY ${IN_ORDER} LIMIT ${most}) AS "other") AS "d"
    ORDER BY "d"."rank", ${IN_ORDER}
    LIMIT ${most}`
}

/** A search that can be made: the app is on the workspace. */
const onWorkspace = Prisma.sql`EXISTS (
  SELECT 1 FROM "Workspace" AS "w" WHERE "w"."id" = "s"."workspaceId" AND "w"."removedAt" IS NULL)`

/**
 * When the next thing of each kind is due. Of deliveries, only those count that need not wait for another one to be
 * settled: there must be something to do at the instant that is told. Each line reads one entry of an index.
 */
export const agenda = async (db: Db): Promise<Agenda> => {
  const rows = await db.$queryRaw<{ kind: keyof Agenda; dueAt: Date }[]>`
    SELECT * FROM (SELECT 'deliveries' AS "kind", "d"."dueAt" AS "dueAt" FROM "Delivery" AS "d"
      WHERE "d"."state" = 'due' AND ${isFree} AND ${isFirst(RETRYING)} ORDER BY "d"."dueAt" LIMIT 1) AS "delivery"
    UNION ALL SELECT * FROM (SELECT 'deliveries', "reviseAt" FROM "Delivery"
      WHERE "reviseAt" IS NOT NULL AND "state" = 'sent' ORDER BY "reviseAt" LIMIT 1) AS "revision"
    UNION ALL SELECT * FROM (SELECT 'moments', "dueAt" FROM "Moment" ORDER BY "dueAt" LIMIT 1) AS "moment"
    UNION ALL SELECT * FROM (SELECT 'searches', "s"."lookUpAt" FROM "Participant" AS "s"
      WHERE "s"."lookUpAt" IS NOT NULL AND ${onWorkspace} ORDER BY "s"."lookUpAt" LIMIT 1) AS "participant"
    UNION ALL SELECT * FROM (SELECT 'searches', "s"."lookUpAt" FROM "CoordinatorSearch" AS "s"
      WHERE "s"."lookUpAt" IS NOT NULL AND ${onWorkspace} ORDER BY "s"."lookUpAt" LIMIT 1) AS "coordinator"`
  const first = (kind: keyof Agenda) =>
    earliest(...rows.flatMap((row) => (row.kind === kind ? [toInstant(row.dueAt)] : [])))
  return { searches: first('searches'), moments: first('moments'), deliveries: first('deliveries') }
}
