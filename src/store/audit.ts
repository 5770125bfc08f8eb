import { z } from 'zod'
import type { AuditEntry } from '../core/model.ts'
import type { Reader, Writes } from '../core/store.ts'
import type { Db } from './client.ts'
import type { Prisma } from './generated/client.ts'
import { toDate, toInstant } from './values.ts'
import type { Place, Vault } from './vault.ts'

const words = (id: string): Place => ({ table: 'AuditEntry', column: 'words', row: id })

/** Earlier versions kept a row for each pair, and its people alone. */
const peopleShape = z.union([
  z.array(z.array(z.string())),
  z.array(z.string()).transform((people) => [people]),
])

const toEntry = (row: Prisma.AuditEntryGetPayload<object>, vault: Vault): AuditEntry => ({
  id: row.id,
  programmeId: row.programmeId,
  at: toInstant(row.at),
  by: row.by,
  act: row.act,
  about: { kind: row.aboutKind, id: row.aboutId },
  revision: row.revision,
  people: peopleShape.parse(row.people),
  reason: row.reason,
  words: row.words === null ? null : vault.open(row.words, words(row.id)),
})

export const auditReader = (db: Db, vault: Vault): Reader['audit'] => ({
  of: async (programmeId, skip, most) => {
    const rows = await db.auditEntry.findMany({
      where: { programmeId },
      orderBy: { sequence: 'desc' },
      skip,
      take: most,
    })
    return rows.map((row) => toEntry(row, vault))
  },
  about: async ({ kind, id }) => {
    const rows = await db.auditEntry.findMany({
      where: { aboutKind: kind, aboutId: id },
      orderBy: { sequence: 'asc' },
    })
    return rows.map((row) => toEntry(row, vault))
  },
})

export const auditWrites = (db: Db, vault: Vault): Writes['audit'] => ({
  record: async ({ about, people, at, ...entry }) => {
    await db.auditEntry.create({
      data: {
        ...entry,
        at: toDate(at),
        aboutKind: about.kind,
        aboutId: about.id,
        people: people.map((group) => [...group]),
        words: entry.words === null ? null : vault.seal(entry.words, words(entry.id)),
      },
    })
  },
})
