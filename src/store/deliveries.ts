import type { Content } from '../core/message.ts'
import type { Address, Delivery } from '../core/model.ts'
import type { Receipt } from '../core/platform.ts'
import type { Outbox, Reader, UnderWay } from '../core/store.ts'
import type { Db } from './client.ts'
import { Prisma } from './generated/client.ts'
import { inBatches, toDate, toInstant, toInstantOrNull } from './values.ts'
import type { Place, Vault } from './vault.ts'

export const contentPlace = (id: string): Place => ({ table: 'Delivery', column: 'content', row: id })

const sealContent = (vault: Vault, id: string, content: Content): string =>
  vault.seal(JSON.stringify(content), contentPlace(id))

const addressKey = (address: Address): string => {
  switch (address.type) {
    case 'account':
      return `account:${address.accountId}`
    case 'pair':
      return `pair:${address.pairId}`
  }
}

const addressOf = (key: string): Address => {
  const id = key.slice(key.indexOf(':') + 1)
  return key.startsWith('pair:') ? { type: 'pair', pairId: id } : { type: 'account', accountId: id }
}

export type DeliveryRow = Prisma.DeliveryGetPayload<object>

const receiptOf = ({ receiptWorkspace, receiptConversation, receiptMessage }: DeliveryRow): Receipt | null =>
  receiptWorkspace === null || receiptConversation === null || receiptMessage === null
    ? null
    : { workspace: receiptWorkspace, conversation: receiptConversation, message: receiptMessage }

export const receiptColumns = (receipt: Receipt) => ({
  receiptWorkspace: receipt.workspace,
  receiptConversation: receipt.conversation,
  receiptMessage: receipt.message,
})

export const toDelivery = (row: DeliveryRow): Delivery => ({
  id: row.id,
  programmeId: row.programmeId,
  flow: row.flow,
  subject: { kind: row.subjectKind, id: row.subjectId },
  occurrence: row.occurrence,
  address: addressOf(row.address),
  class: row.class,
  participantId: row.participantId,
  dueAt: toInstant(row.dueAt),
  state: row.state,
  reason: row.reason,
  attempts: row.attempts,
  inDoubt: row.inDoubt,
  receipt: receiptOf(row),
  sentAt: row.state === 'sent' ? toInstantOrNull(row.settledAt) : null,
  stale: row.reviseAt !== null,
  shows: row.shows,
})

const about = Prisma.sql`FROM "Delivery" AS "d" WHERE "d"."subjectKind" = 'pair' AND "d"."subjectId" = "p"."id"`

const isTold = Prisma.sql`EXISTS (SELECT 1 ${about} AND ("d"."state" IN ('sending', 'sent') OR "d"."inDoubt"))`

const hasBegun = Prisma.sql`(
  EXISTS (SELECT 1 FROM "Meeting" AS "m" WHERE "m"."pairId" = "p"."id")
  OR EXISTS (SELECT 1 FROM "Reflection" AS "r" WHERE "r"."pairId" = "p"."id"))`

/** Asks which of these pairs are under way. The state is put so that SQLite looks by pair, not through all that was sent. */
export const underWayOf = (pairIds: readonly string[]): Prisma.Sql => Prisma.sql`
  SELECT "p"."id", CASE WHEN ${isTold} THEN 'told' ELSE 'begun' END AS "how",
    (SELECT "d"."settledAt" ${about} AND NOT "d"."state" <> 'sent' ORDER BY "d"."settledAt" LIMIT 1) AS "since"
  FROM "Pair" AS "p" WHERE "p"."id" IN (${Prisma.join([...pairIds])}) AND (${isTold} OR ${hasBegun})`

export const deliveriesReader = (db: Db): Reader['deliveries'] => ({
  byId: async (id) => {
    const row = await db.delivery.findUnique({ where: { id } })
    return row && toDelivery(row)
  },
  about: async (flow, subject) => {
    const rows = await db.delivery.findMany({
      where: { flow, subjectKind: subject.kind, subjectId: subject.id },
      orderBy: { sequence: 'asc' },
    })
    return rows.map(toDelivery)
  },
  underWayAmong: async (pairIds) => {
    const found = new Map<string, UnderWay>()
    for (const batch of inBatches(pairIds)) {
      const rows = await db.$queryRaw<{ id: string; how: UnderWay['how']; since: Date | null }[]>(
        underWayOf(batch),
      )
      for (const { id, how, since } of rows) found.set(id, { how, since: toInstantOrNull(since) })
    }
    return found
  },
  unsettled: async (programmeId, most) => {
    const rows = await db.delivery.findMany({
      where: { programmeId, state: { not: 'sent' } },
      orderBy: { sequence: 'desc' },
      take: most,
    })
    return rows.map(toDelivery)
  },
  all: async () => (await db.delivery.findMany({ orderBy: { sequence: 'asc' } })).map(toDelivery),
  counts: async (programmeId) => {
    const groups = await db.delivery.groupBy({
      by: ['flow', 'state', 'reason'],
      where: { programmeId },
      _count: true,
      orderBy: [{ flow: 'asc' }, { state: 'asc' }, { reason: 'asc' }],
    })
    return groups.map(({ flow, state, reason, _count }) => ({ flow, state, reason, count: _count }))
  },
})

const sentTo = (db: Db, receipt: Receipt, accountId: string) =>
  db.delivery.findFirst({
    where: { ...receiptColumns(receipt), address: addressKey({ type: 'account', accountId }), state: 'sent' },
    orderBy: { sequence: 'desc' },
    select: { sequence: true, id: true, flow: true, subjectKind: true, reviseAt: true, settledAt: true },
  })

type DeliveryOutbox = Pick<
  Outbox,
  'enqueue' | 'cancel' | 'hasten' | 'markStale' | 'markPressable' | 'flowAt' | 'becomes'
>

export const deliveriesOutbox = (db: Db, vault: Vault): DeliveryOutbox => ({
  enqueue: async (delivery, content) => {
    const { id, flow, subject, occurrence, participantId, programmeId } = delivery
    const dueAt = toDate(delivery.dueAt)
    await db.$executeRaw`
      INSERT INTO "Delivery" ("id", "flow", "subjectKind", "subjectId", "occurrence", "address", "class",
        "participantId", "programmeId", "dueAt", "wantedAt", "kept", "content")
      VALUES (${id}, ${flow}, ${subject.kind}, ${subject.id}, ${occurrence}, ${addressKey(delivery.address)},
        ${delivery.class}, ${participantId}, ${programmeId}, ${dueAt}, ${dueAt}, ${content !== null},
        ${content && sealContent(vault, id, content)})
      ON CONFLICT ("flow", "subjectKind", "subjectId", "occurrence", "address") DO NOTHING`
  },
  cancel: async (flow, subject, occurrence, reason) => {
    await db.delivery.updateMany({
      where: {
        flow,
        subjectKind: subject.kind,
        subjectId: subject.id,
        ...(occurrence === null ? {} : { occurrence }),
        state: 'due',
      },
      data: { state: 'dropped', reason, content: null },
    })
  },
  hasten: async (flow, subject, at) => {
    const dueAt = toDate(at)
    await db.delivery.updateMany({
      where: {
        flow,
        subjectKind: subject.kind,
        subjectId: subject.id,
        state: 'due',
        retrying: false,
        dueAt: { gt: dueAt },
      },
      data: { dueAt },
    })
  },
  // One that is being sent may have been composed before what changed now: it is marked as well. The clock is not
  // known here; any instant that has passed makes the revision due.
  markStale: async (flow, subject, occurrence, address) => {
    await db.$executeRaw`
      UPDATE "Delivery"
      SET "reviseAt" = COALESCE("reviseAt", "settledAt", "claimedAt"), "marks" = "marks" + 1, "content" = NULL
      WHERE "flow" = ${flow} AND "subjectKind" = ${subject.kind} AND "subjectId" = ${subject.id}
        AND "occurrence" = COALESCE(${occurrence}, "occurrence")
        AND "address" = COALESCE(${address && addressKey(address)}, "address")
        AND "state" IN ('sent', 'sending') AND NOT "kept"`
  },
  markPressable: async (flows, subject) => {
    if (flows.length === 0) return
    await db.$executeRaw`
      UPDATE "Delivery"
      SET "reviseAt" = COALESCE("reviseAt", "settledAt", "claimedAt"), "marks" = "marks" + 1
      WHERE "flow" IN (${Prisma.join([...flows])}) AND "subjectKind" = ${subject.kind} AND "subjectId" = ${subject.id}
        AND (("state" = 'sent' AND "shows" IS NOT NULL) OR "state" = 'sending') AND NOT "kept"`
  },
  flowAt: async (receipt, accountId) => (await sentTo(db, receipt, accountId))?.flow ?? null,
  becomes: async (receipt, accountId, content, about) => {
    const row = await sentTo(db, receipt, accountId)
    if (!row) return false
    await db.delivery.updateMany({
      where: { sequence: row.sequence },
      data: {
        content: sealContent(vault, row.id, content),
        reviseAt: row.reviseAt ?? row.settledAt,
        // The platform's response may show it already.
        shows: null,
        marks: { increment: 1 },
        ...(about && row.subjectKind === 'act'
          ? {
              subjectKind: about.subject.kind,
              subjectId: about.subject.id,
              occurrence: about.occurrence,
              participantId: about.participantId,
              kept: false,
            }
          : {}),
      },
    })
    return true
  },
})
