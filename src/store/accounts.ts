import { DuologueError } from '../core/errors.ts'
import type { Reader, Sought, Writes } from '../core/store.ts'
import type { Db } from './client.ts'
import { AT_ONCE, email, toDate, toDateOrNull, toWorkspace, withWorkspace } from './values.ts'
import type { Workspaces } from './workspaces.ts'

export const accountsReader = (db: Db, workspaces: Workspaces): Reader['accounts'] => ({
  byId: async (id) => {
    const row = await db.account.findUnique({ where: { id } })
    return row && (await workspaces.accounts(db, [row]))(row)
  },
  byExternalId: async (platform, workspace, person) => {
    const row = await db.account.findFirst({
      where: { externalId: person, workspace: { platform, externalId: workspace } },
    })
    return row && (await workspaces.accounts(db, [row]))(row)
  },
  workspace: async (platform, externalId) => {
    const row = await db.workspace.findUnique({ where: { platform_externalId: { platform, externalId } } })
    return row && toWorkspace(row)
  },
  workspaces: async () => {
    const rows = await db.workspace.findMany({ orderBy: [{ platform: 'asc' }, { name: 'asc' }] })
    return rows.map(toWorkspace)
  },
  sought: async (now, most) => {
    const due = { lookUpAt: { lte: toDate(now) }, workspace: { removedAt: null } }
    const participants = await db.participant.findMany({
      where: due,
      include: withWorkspace,
      orderBy: [{ lookUpAt: 'asc' }, { email: 'asc' }, { id: 'asc' }],
      take: most,
    })
    const coordinators = await db.coordinatorSearch.findMany({
      where: due,
      include: { workspace: true, coordinator: true },
      orderBy: [{ lookUpAt: 'asc' }, { coordinator: { email: 'asc' } }, { workspace: { name: 'asc' } }],
      take: most,
    })
    const found = [
      ...coordinators.map((row) => ({
        since: row.lookUpAt,
        sought: {
          for: 'coordinator',
          id: row.coordinatorId,
          programmeId: row.coordinator.programmeId,
          email: row.coordinator.email,
          workspace: toWorkspace(row.workspace),
        } satisfies Sought,
      })),
      ...participants.map((row) => ({
        since: row.lookUpAt,
        sought: {
          for: 'participant',
          id: row.id,
          programmeId: row.programmeId,
          email: row.email,
          workspace: toWorkspace(row.workspace),
        } satisfies Sought,
      })),
    ]
    return found
      .sort((one, other) => (one.since?.getTime() ?? 0) - (other.since?.getTime() ?? 0))
      .slice(0, most)
      .map((one) => one.sought)
  },
})

/** Gives an account to the participants and coordinators who were waiting for one with its e-mail address. */
const match = async (db: Db, account: { id: string; workspaceId: string }, address: string) => {
  await db.participant.updateMany({
    where: { workspaceId: account.workspaceId, email: address, accountId: null },
    data: { accountId: account.id, lookUpAt: null },
  })
  const waiting = { email: address, accountId: null }
  await db.coordinatorSearch.deleteMany({ where: { coordinator: waiting } })
  await db.coordinator.updateMany({ where: waiting, data: { accountId: account.id } })
}

export const accountsWrites = (db: Db, workspaces: Workspaces): Writes['accounts'] => ({
  addWorkspace: async ({ id, platform, name, externalId, groups }) => {
    workspaces.forget()
    // Lists are read whatever the case of a name.
    const others = await db.workspace.findMany({
      where: { platform, id: { not: id } },
      select: { name: true },
    })
    if (others.some((other) => other.name.toLowerCase() === name.toLowerCase()))
      throw new DuologueError(
        'workspace-name-taken',
        'Another workspace of the same platform has this name already.',
        'Choose another name. Nothing was changed.',
      )
    const known = await db.workspace.findUnique({ where: { id }, select: { id: true } })
    if (known) {
      await db.workspace.update({ where: { id }, data: { name, groups, removedAt: null } })
      return
    }
    await db.workspace.create({ data: { id, platform, name, externalId, groups } })
    const waiting = await db.coordinator.findMany({ where: { accountId: null }, select: { id: true } })
    await db.coordinatorSearch.createMany({
      data: waiting.map((one) => ({ coordinatorId: one.id, workspaceId: id, lookUpAt: AT_ONCE })),
    })
  },
  workspaceRemoved: async (id, at) => {
    workspaces.forget()
    await db.workspace.update({ where: { id }, data: { removedAt: toDateOrNull(at) } })
  },
  meet: async ({ id, workspaceId, externalId, conversation, profile }) => {
    const address = profile?.email ? email(profile.email) : null
    const key = { workspaceId, externalId }
    const known = {
      ...(profile?.name ? { name: profile.name } : {}),
      ...(address ? { email: address } : {}),
      ...(profile?.timeZone ? { timeZone: profile.timeZone } : {}),
      ...(profile?.locale ? { locale: profile.locale } : {}),
      ...(conversation ? { conversation } : {}),
    }
    const account = await db.account.upsert({
      where: { workspaceId_externalId: key },
      create: { id, ...key, name: address ?? externalId, ...known },
      update: { ...known, gone: false },
    })
    if (account.email) await match(db, account, account.email)
  },
  welcomed: async (id, at) => {
    await db.account.update({ where: { id }, data: { welcomedAt: toDate(at) } })
  },
  gone: async (id) => {
    await db.account.update({ where: { id }, data: { gone: true } })
  },
  notFound: async ({ for: kind, id, workspace }, again) => {
    const data = { lookUpAt: toDateOrNull(again) }
    if (kind === 'participant') await db.participant.updateMany({ where: { id, accountId: null }, data })
    else
      await db.coordinatorSearch.updateMany({ where: { coordinatorId: id, workspaceId: workspace.id }, data })
  },
})
