import type { Account, Participant } from '../core/model.ts'
import type { NotWith, ParticipantDetails, Reader, Writes } from '../core/store.ts'
import type { Db } from './client.ts'
import { Prisma } from './generated/client.ts'
import { inPages } from './pages.ts'
import {
  earliestFirst,
  email,
  hours,
  hoursToJson,
  strings,
  toDate,
  toDateOrNull,
  toInstant,
  toInstantOrNull,
} from './values.ts'
import type { Place, Vault } from './vault.ts'
import type { Workspaces } from './workspaces.ts'

export const withAccount = { account: true } satisfies Prisma.ParticipantInclude

type Row = Prisma.ParticipantGetPayload<{ include: typeof withAccount }>

/** The participants of these rows, each with their account in its workspace. */
export const toParticipants = async (
  db: Db,
  workspaces: Workspaces,
  rows: readonly Row[],
): Promise<readonly Participant[]> => {
  const account = await workspaces.accounts(
    db,
    rows.map((row) => row.account),
  )
  return rows.map((row) => toParticipant(row, row.account && account(row.account)))
}

const toParticipant = (row: Row, account: Account | null): Participant => ({
  id: row.id,
  programmeId: row.programmeId,
  name: row.name,
  email: row.email,
  side: row.side,
  organisation: row.organisation,
  workspaceId: row.workspaceId,
  account,
  title: row.title,
  location: row.location,
  hours: hours(row.hours),
  languages: strings(row.languages),
  goals: strings(row.goals),
  offers: strings(row.offers),
  interests: strings(row.interests),
  conflicts: strings(row.conflicts),
  manager: row.manager,
  partners: row.partners,
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
  manager: of.manager === null ? null : email(of.manager),
  partners: of.partners,
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

const people = (participantId: string): Place => ({ table: 'NotWith', column: 'people', row: participantId })

const toNotWith = (row: Prisma.NotWithGetPayload<object>, vault: Vault): NotWith => ({
  participantId: row.participantId,
  people: strings(JSON.parse(vault.open(row.people, people(row.participantId)))),
})

export const participantsReader = (db: Db, vault: Vault, workspaces: Workspaces): Reader['participants'] => ({
  byId: async (id) => {
    const row = await db.participant.findUnique({ where: { id }, include: withAccount })
    const [participant] = await toParticipants(db, workspaces, row ? [row] : [])
    return participant ?? null
  },
  of: async (programmeId) => {
    const people = await inPages<Participant>(async (after, take) => {
      const rows = await db.participant.findMany({
        where: { programmeId, email: { gt: after?.email ?? '' } },
        include: withAccount,
        orderBy: { email: 'asc' },
        take,
      })
      return toParticipants(db, workspaces, rows)
    })
    return earliestFirst(people, ({ importedAt }) => importedAt)
  },
  ofAccount: async (accountId) => {
    const rows = await db.participant.findMany({
      where: { accountId },
      include: withAccount,
      orderBy: inOrder,
    })
    return toParticipants(db, workspaces, rows)
  },
  notWith: (programmeId) =>
    inPages<NotWith>(async (after, take) => {
      const rows = await db.notWith.findMany({
        where: { participant: { programmeId }, participantId: { gt: after?.participantId ?? '' } },
        orderBy: { participantId: 'asc' },
        take,
      })
      return rows.map((row) => toNotWith(row, vault))
    }),
  notWithOf: async (participantId) => {
    const row = await db.notWith.findUnique({ where: { participantId } })
    return row ? toNotWith(row, vault).people : []
  },
})

export const participantsWrites = (db: Db, vault: Vault): Writes['participants'] => ({
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
  keepApart: async (participantId, wished) => {
    await db.notWith.deleteMany({ where: { participantId } })
    if (wished.length === 0) return
    const sealed = vault.seal(JSON.stringify(wished), people(participantId))
    await db.notWith.create({ data: { participantId, people: sealed } })
  },
  pause: async (id, until) => {
    await db.participant.update({ where: { id }, data: { pausedUntil: toDateOrNull(until) } })
  },
  leave: async (id, at) => {
    await db.participant.update({ where: { id }, data: { leftAt: toDate(at), lookUpAt: null } })
  },
})
