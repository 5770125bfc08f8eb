import { Temporal } from 'temporal-polyfill'
import type { Programme } from '../core/model.ts'
import type { Reader, Writes } from '../core/store.ts'
import type { Db } from './client.ts'
import type { Prisma } from './generated/client.ts'
import { AT_ONCE, email, settings, settingsToJson } from './values.ts'
import type { Workspaces } from './workspaces.ts'

const inOrder = [
  { startsOn: 'asc' },
  { name: 'asc' },
  { id: 'asc' },
] satisfies Prisma.ProgrammeOrderByWithRelationInput[]

const toProgramme = (row: Prisma.ProgrammeGetPayload<object>): Programme => ({
  id: row.id,
  name: row.name,
  startsOn: Temporal.PlainDate.from(row.startsOn),
  timeZone: row.timeZone,
  sides: { a: row.sideA, b: row.sideB },
  booksFirst: row.booksFirst,
  contact: { name: row.contactName, email: row.contactEmail },
  settings: settings(row.settings),
})

export const programmesReader = (db: Db, workspaces: Workspaces): Reader['programmes'] => ({
  byId: async (id) => {
    const row = await db.programme.findUnique({ where: { id } })
    return row && toProgramme(row)
  },
  all: async () => (await db.programme.findMany({ orderBy: inOrder })).map(toProgramme),
  coordinators: async (programmeId) => {
    const rows = await db.coordinator.findMany({
      where: { programmeId },
      include: { account: true },
      orderBy: { email: 'asc' },
    })
    const account = await workspaces.accounts(
      db,
      rows.map((row) => row.account),
    )
    return rows.map((row) => ({
      programmeId,
      email: row.email,
      account: row.account && account(row.account),
    }))
  },
  coordinatedBy: async (accountId) => {
    const rows = await db.programme.findMany({
      where: { coordinators: { some: { accountId } } },
      orderBy: inOrder,
    })
    return rows.map(toProgramme)
  },
})

export const programmesWrites = (db: Db): Writes['programmes'] => ({
  create: async (programme) => {
    await db.programme.create({
      data: {
        id: programme.id,
        name: programme.name,
        startsOn: programme.startsOn.toString(),
        timeZone: programme.timeZone,
        sideA: programme.sides.a,
        sideB: programme.sides.b,
        booksFirst: programme.booksFirst,
        contactName: programme.contact.name,
        contactEmail: programme.contact.email,
        settings: settingsToJson(programme.settings),
      },
    })
  },
  changeSettings: async (id, to) => {
    await db.programme.update({ where: { id }, data: { settings: settingsToJson(to) } })
  },
  addCoordinator: async (programmeId, address) => {
    const key = { programmeId, email: email(address) }
    if (await db.coordinator.findUnique({ where: { programmeId_email: key } })) return
    const known = await db.account.findFirst({
      where: { email: key.email },
      orderBy: [{ gone: 'asc' }, { id: 'asc' }],
    })
    const coordinator = await db.coordinator.create({ data: { ...key, accountId: known?.id ?? null } })
    if (known) return
    const workspaces = await db.workspace.findMany({ select: { id: true } })
    await db.coordinatorSearch.createMany({
      data: workspaces.map((workspace) => ({
        coordinatorId: coordinator.id,
        workspaceId: workspace.id,
        lookUpAt: AT_ONCE,
      })),
    })
  },
})
