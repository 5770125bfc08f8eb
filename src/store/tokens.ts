import type { Db } from './client.ts'
import type { Place, Vault } from './vault.ts'

const place = (workspaceId: string): Place => ({
  table: 'WorkspaceToken',
  column: 'token',
  row: workspaceId,
})

export const saveToken = async (db: Db, vault: Vault, workspaceId: string, words: string): Promise<void> => {
  const token = vault.seal(words, place(workspaceId))
  await db.workspaceToken.upsert({
    where: { workspaceId },
    create: { workspaceId, token },
    update: { token },
  })
}

export const openToken = async (db: Db, vault: Vault, workspaceId: string): Promise<string | null> => {
  const row = await db.workspaceToken.findUnique({ where: { workspaceId } })
  return row && vault.open(row.token, place(workspaceId))
}
