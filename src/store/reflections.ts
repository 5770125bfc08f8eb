import type { Reflection } from '../core/model.ts'
import type { Reader, Writes } from '../core/store.ts'
import type { Db } from './client.ts'
import type { Prisma } from './generated/client.ts'
import { toDate, toInstant } from './values.ts'
import type { Place, Vault } from './vault.ts'

const words = (id: string): Place => ({ table: 'Reflection', column: 'words', row: id })

const toReflection = (row: Prisma.ReflectionGetPayload<object>, vault: Vault): Reflection => ({
  id: row.id,
  participantId: row.participantId,
  pairId: row.pairId,
  meetingId: row.meetingId,
  prompt: row.prompt,
  words: vault.open(row.words, words(row.id)),
  audience: row.audience,
  writtenAt: toInstant(row.writtenAt),
})

const inOrder = [{ writtenAt: 'asc' }, { id: 'asc' }] satisfies Prisma.ReflectionOrderByWithRelationInput[]

export const reflectionsReader = (db: Db, vault: Vault): Reader['reflections'] => ({
  byId: async (id) => {
    const row = await db.reflection.findUnique({ where: { id } })
    return row && toReflection(row, vault)
  },
  ofParticipant: async (participantId) => {
    const rows = await db.reflection.findMany({ where: { participantId }, orderBy: inOrder })
    return rows.map((row) => toReflection(row, vault))
  },
  sharedInPair: async (pairId) => {
    const rows = await db.reflection.findMany({ where: { pairId, audience: 'partner' }, orderBy: inOrder })
    return rows.map((row) => toReflection(row, vault))
  },
  sharedWithProgramme: async (programmeId) => {
    const rows = await db.reflection.findMany({
      where: { audience: 'programme', pair: { programmeId } },
      select: { id: true, words: true },
    })
    // By the words themselves: the order of writing would hint at who wrote what.
    return rows.map((row) => vault.open(row.words, words(row.id))).sort()
  },
})

export const reflectionsWrites = (db: Db, vault: Vault): Writes['reflections'] => ({
  write: async (reflection) => {
    await db.reflection.create({
      data: {
        id: reflection.id,
        participantId: reflection.participantId,
        pairId: reflection.pairId,
        meetingId: reflection.meetingId,
        prompt: reflection.prompt,
        words: vault.seal(reflection.words, words(reflection.id)),
        audience: reflection.audience,
        writtenAt: toDate(reflection.writtenAt),
      },
    })
  },
  share: async (id, audience) => {
    await db.reflection.update({ where: { id }, data: { audience } })
  },
})
