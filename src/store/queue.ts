import type { Content } from '../core/message.ts'
import type { Queue } from '../core/store.ts'
import type { Db } from './client.ts'
import { contentPlace, receiptColumns, toDelivery } from './deliveries.ts'
import { dueNow } from './due.ts'
import { toDate } from './values.ts'
import type { Vault } from './vault.ts'

/** Runs one step on the connection that writes, after those asked for before. */
export type Step = <T>(work: (db: Db) => Promise<T>) => Promise<T>

/** Neither sent, dropped nor failed. Whoever settles late what somebody else has settled meanwhile changes nothing. */
const unsettled = { in: ['due' as const, 'sending' as const] }

const released = { claimedAt: null, claimedBy: null }

export const deliveryQueue = (reading: Db, step: Step, vault: Vault): Queue => {
  /** How often each delivery had been marked when it was handed out for revision. */
  const marksSeen = new Map<string, number>()

  return {
    due: async (now, most) => {
      const rows = await dueNow(reading, now, most)
      return rows.map(toDelivery)
    },
    stale: async (now, most) => {
      const rows = await reading.delivery.findMany({
        where: { state: 'sent', reviseAt: { lte: toDate(now) } },
        orderBy: [{ reviseAt: 'asc' }, { sequence: 'asc' }],
        take: most,
      })
      for (const row of rows) marksSeen.set(row.id, row.marks)
      return rows.map(toDelivery)
    },
    claim: (id, at, by) =>
      step(async (db) => {
        const count = await db.$executeRaw`
          UPDATE "Delivery" SET "state" = 'sending', "claimedAt" = ${toDate(at)}, "claimedBy" = ${by}
          WHERE "id" = ${id} AND "state" = 'due' AND "dueAt" <= ${toDate(at)}`
        return count === 1
      }),
    content: async (id) => {
      const row = await reading.delivery.findUnique({ where: { id }, select: { content: true } })
      if (!row?.content) return null
      const content: Content = JSON.parse(vault.open(row.content, contentPlace(id)))
      return content
    },
    sent: (id, receipt, at, shows) =>
      step(async (db) => {
        await db.delivery.updateMany({
          where: { id, state: unsettled },
          data: {
            ...receiptColumns(receipt),
            ...released,
            state: 'sent',
            settledAt: toDate(at),
            attempts: { increment: 1 },
            content: null,
            shows,
          },
        })
      }),
    postpone: (id, at, { attempted, inDoubt }) =>
      step(async (db) => {
        await db.delivery.updateMany({
          where: { id, state: unsettled },
          data: {
            ...released,
            state: 'due',
            dueAt: toDate(at),
            reviseAt: null,
            retrying: attempted,
            ...(attempted ? { attempts: { increment: 1 } } : {}),
            ...(inDoubt ? { inDoubt } : {}),
          },
        })
      }),
    dropped: (id, reason, at) =>
      step(async (db) => {
        await db.delivery.updateMany({
          where: { id, state: unsettled },
          data: {
            ...released,
            state: 'dropped',
            reason,
            settledAt: toDate(at),
            content: null,
            reviseAt: null,
          },
        })
      }),
    failed: (id, reason, at) =>
      step(async (db) => {
        await db.delivery.updateMany({
          where: { id, state: unsettled },
          data: {
            ...released,
            state: 'failed',
            reason,
            settledAt: toDate(at),
            attempts: { increment: 1 },
            content: null,
            reviseAt: null,
          },
        })
      }),
    // One that was marked again meanwhile stays stale; that it shows something else now holds in any case.
    revised: (id, shows) =>
      step(async (db) => {
        const marks = marksSeen.get(id) ?? null
        marksSeen.delete(id)
        await db.$executeRaw`
          UPDATE "Delivery" SET "shows" = ${shows},
            "reviseAt" = CASE WHEN "marks" = COALESCE(${marks}, "marks") THEN NULL ELSE "reviseAt" END,
            "content" = CASE WHEN "marks" = COALESCE(${marks}, "marks") THEN NULL ELSE "content" END
          WHERE "id" = ${id} AND "state" = 'sent'`
      }),
    reviseLater: (id, again) =>
      step(async (db) => {
        marksSeen.delete(id)
        await db.delivery.updateMany({ where: { id, state: 'sent' }, data: { reviseAt: toDate(again) } })
      }),
    release: (claimedBefore, notBy) =>
      step(async (db) => {
        const { count } = await db.delivery.updateMany({
          where: { state: 'sending', claimedAt: { lt: toDate(claimedBefore) }, claimedBy: { not: notBy } },
          data: {
            ...released,
            state: 'due',
            inDoubt: true,
            retrying: true,
            attempts: { increment: 1 },
            reviseAt: null,
          },
        })
        return count
      }),
    conversationOf: (address, conversation) =>
      step(async (db) => {
        switch (address.type) {
          case 'account':
            await db.account.updateMany({ where: { id: address.accountId }, data: { conversation } })
            return
          case 'pair':
            await db.pair.updateMany({ where: { id: address.pairId }, data: { conversation } })
        }
      }),
  }
}
