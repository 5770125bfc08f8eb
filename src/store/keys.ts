import { DuologueError } from '../core/errors.ts'
import type { Db } from './client.ts'
import { keyIdInSql, type Vault } from './vault.ts'

/** Every column that holds what the vault makes. */
const SEALED = {
  AuditEntry: 'words',
  CheckIn: 'next',
  Delivery: 'content',
  NotWith: 'people',
  Reflection: 'words',
  SurveyDraft: 'answers',
  SurveyResponse: 'answers',
  WorkspaceToken: 'token',
} as const

/**
 * Sees that whatever is sealed in the file can be opened, and notes the key that seals from now on. Looks through the
 * sealed columns only when the keys are not those of the last time. Throws `wrong-key`.
 */
export const seeToKeys = async (db: Db, vault: Vault): Promise<void> => {
  const noted = (await db.sealingKey.findMany()).map(({ id }) => id)
  if (noted.includes(vault.sealsWith) && noted.every(vault.holds)) return
  const used = await usedIn(db)
  if (!used.every(vault.holds))
    throw new DuologueError(
      'wrong-key',
      'Tokens or private words in this database are sealed with another key than ENCRYPTION_KEY gives. Nothing was changed.',
      'Give the key that was used with this database before, or put it after the new one: ENCRYPTION_KEY=NEW,OLD.',
    )
  await db.sealingKey.deleteMany()
  await db.sealingKey.createMany({ data: [...new Set([...used, vault.sealsWith])].map((id) => ({ id })) })
}

const usedIn = async (db: Db): Promise<readonly string[]> => {
  const each = Object.entries(SEALED).map(
    ([table, column]) =>
      `SELECT ${keyIdInSql(`"${column}"`)} AS "id" FROM "${table}" WHERE "${column}" IS NOT NULL`,
  )
  const found = await db.$queryRawUnsafe<{ id: string }[]>(each.join(' UNION '))
  return found.map(({ id }) => id)
}
