import type { Account, Workspace } from '../core/model.ts'
import type { Db } from './client.ts'
import type { Prisma } from './generated/client.ts'
import { toAccount, toWorkspace } from './values.ts'

type AccountRow = Prisma.AccountGetPayload<object>

/**
 * All workspaces, read once: there are few, every account names one, and they hardly ever change. Another process may
 * add one, which is read when an account first names it, or rename one, which shows here from the next change on.
 */
export interface Workspaces {
  /** The accounts of these rows, each in its workspace. */
  accounts(db: Db, rows: readonly (AccountRow | null)[]): Promise<(row: AccountRow) => Account>
  /** One of them changed: told at the change, and once it holds or is undone. */
  forget(): void
}

export const rememberedWorkspaces = (): Workspaces => {
  let known: Promise<ReadonlyMap<string, Workspace>> | null = null
  const read = (db: Db) => {
    const asked = db.workspace
      .findMany()
      .then((rows) => new Map(rows.map((row) => [row.id, toWorkspace(row)])))
    known = asked
    asked.catch(() => {
      if (known === asked) known = null
    })
    return asked
  }
  return {
    accounts: async (db, rows) => {
      const remembered = await (known ?? read(db))
      const all = rows.every((row) => !row || remembered.has(row.workspaceId)) ? remembered : await read(db)
      return (row) => {
        const workspace = all.get(row.workspaceId)
        if (!workspace) throw new Error('An account names a workspace that is not there.')
        return toAccount(row, workspace)
      }
    },
    forget: () => {
      known = null
    },
  }
}
