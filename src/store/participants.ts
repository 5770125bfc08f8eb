import type { Participant } from '../core/model.ts'
import type { ParticipantDetails, Reader, Writes } from '../core/store.ts'
import type { Db } from './client.ts'
import { Prisma } from './generated/client.ts'
import {
  email,
  hours,
  hoursToJson,
  strings,
  toAccount,
  toDate,
  toDateOrNull,
  toInstant,
  toInstantOrNull,
  withWorkspace,
} from './values.ts'

export const withAccount = { account: { include: withWorkspace } } satisfies Prisma.ParticipantInclude

export const toParticipant = (
  row: Prisma.ParticipantGetPayload<{ include: typeof withAccount }>,
): Participant => ({
  id: row.id,
  programmeId: row.programmeId,
  name: row.name,
  email: row.email,
  side: row.side,
  organisation: row.organisation,
  workspaceId: row.workspaceId,
  account: row.account && toAccount(row.account),
  title: row.title,
  location: row.location,
  hours: hours(row.hours),
  languages: strings(row.languages),
  goals: strings(row.goals),
  offers: strings(row.offers),
  interests: strings(row.interests),
  conflicts: strings(row.conflicts),
  consent: row.consent,
  consentAt: toInstantOrNull(row.consentAt),
  confirmedAt: toInstantOrNull(row.confirmedAt),
  pausedUntil: toInstantOrNull(row.pausedUntil),
  leftAt: toInstantOrNull(row.leftAt),
  importedAt: toInstant(row.importedAt),
})

const columns = (of: ParticipantDetails) => ({
  name: of.name,
  side: of.side,
  organisation: of.organisation,
  workspaceId: of.workspaceId,
  title: of.title,
  location: of.location,
  hours: of.hours ? hoursToJson(of.hours) : Prisma.DbNull,
  languages: [...of.languages],
  goals: [...of.goals],
  offers: [...of.offers],
  interests: [...of.interests],
  conflicts: of.conflicts.map(email),
})

/** An account of the workspace with this e-mail address that was met before the list came; null when there is none. */
const alreadyMet = async (db: Db, workspaceId: string, address: string): Promise<string | null> => {
  const account = await db.account.findFirst({
    where: { workspaceId, email: address },
    orderBy: [{ gone: 'asc' }, { id: 'asc' }],
    select: { id: true },
  })
  return account?.id ?? null
}

const inOrder = [
  { importedAt: 'asc' },
  { email: 'asc' },
  { id: 'asc' },
] satisfies Prisma.ParticipantOrderByWithRelationInput[]

export const participantsReader = (db: Db): Reader['participants'] => ({
  byId: async (id) => {
    const row = await db.participant.findUnique({ where: { id }, include: withAccount })
    return row && toParticipant(row)
  },
  of: async (programmeId) => {
    const rows = await db.participant.findMany({
      where: { programmeId },
      include: withAccount,
      orderBy: inOrder,
    })
    return rows.map(toParticipant)
  },
  ofAccount: async (accountId) => {
    const rows = await db.participant.findMany({
      where: { accountId },
      include: withAccount,
      orderBy: inOrder,
    })
    return rows.map(toParticipant)
  },
})

export const participantsWrites = (db: Db): Writes['participants'] => ({
  add: async ({ id, programmeId, importedAt, ...details }) => {
    const address = email(details.email)
    const accountId = await alreadyMet(db, details.workspaceId, address)
    await db.participant.create({
      data: {
        ...columns(details),
        id,
        programmeId,
        email: address,
        accountId,
        importedAt: toDate(importedAt),
        lookUpAt: accountId ? null : toDate(importedAt),
      },
    })
  },
  change: async (id, details) => {
    const was = await db.participant.findUniqueOrThrow({ where: { id } })
    const accountId = await alreadyMet(db, details.workspaceId, was.email)
    const moved = was.workspaceId !== details.workspaceId
    await db.participant.update({
      where: { id },
      data: {
        ...columns(details),
        ...(moved ? { accountId, lookUpAt: accountId || was.leftAt ? null : was.importedAt } : {}),
      },
    })
  },
  consented: async (id, consent, at) => {
    await db.participant.update({ where: { id }, data: { consent, consentAt: toDate(at) } })
  },
  confirm: async (id, { hours: of, goals, offers }, at) => {
    await db.participant.update({
      where: { id },
      data: { hours: hoursToJson(of), goals: [...goals], offers: [...offers], confirmedAt: toDate(at) },
    })
  },
  pause: async (id, until) => {
    await db.participant.update({ where: { id }, data: { pausedUntil: toDateOrNull(until) } })
  },
  leave: async (id, at) => {
    await db.participant.update({ where: { id }, data: { leftAt: toDate(at), lookUpAt: null } })
  },
})
