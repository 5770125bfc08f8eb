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
  // Thousands of people may be named, and Prisma looks through such a list for long: it is told the statement.
  record: async ({ id, programmeId, at, by, act, about, revision, people, reason, words: said }) => {
    const sealed = said === null ? null : vault.seal(said, words(id))
    await db.$executeRaw`
      INSERT INTO "AuditEntry" ("id", "programmeId", "at", "by", "act", "aboutKind", "aboutId", "revision", "people",
        "reason", "words")
      VALUES (${id}, ${programmeId}, ${toDate(at)}, ${by}, ${act}, ${about.kind}, ${about.id}, ${revision},
        ${JSON.stringify(people)}, ${reason}, ${sealed})`
  },
})
