import { DuologueError } from '../core/errors.ts'
import type { Agenda, Store, Transaction } from '../core/store.ts'
import { type Db, openClient, transactionLimits } from './client.ts'
import { agenda } from './due.ts'
import { inOurWords } from './failures.ts'
import { seeToKeys } from './keys.ts'
import { butDeliveries, createMemory, NotAtHand, rememberingTransaction } from './memory.ts'
import { isMigrated } from './migrate.ts'
import { momentsDue } from './moments.ts'
import { deliveryQueue } from './queue.ts'
import { oneAfterAnother } from './serial.ts'
import { openToken, saveToken } from './tokens.ts'
import { reader, transaction } from './transaction.ts'
import { openVault, type SealingKeys } from './vault.ts'
import { rememberedWorkspaces } from './workspaces.ts'

export { type Hold, holdDatabase } from './hold.ts'
export { isMigrated, migrate } from './migrate.ts'
export { othersTurn } from './turns.ts'
export type { SealingKeys } from './vault.ts'

/** The store, and what operators keep in it beyond the port. */
export interface OpenStore extends Store {
  /** Keeps a workspace's token, sealed, in place of the one before. */
  saveToken(workspaceId: string, token: string): Promise<void>
  /** Null when none was kept. */
  token(workspaceId: string): Promise<string | null>
}

const translated = async <T>(work: () => Promise<T>): Promise<T> => {
  try {
    return await work()
  } catch (cause) {
    throw inOurWords(cause)
  }
}

/** So often a transaction makes room for others while what it needs is read; then it reads the rest itself. */
const MOST_MISSED = 20

/**
 * Opens a migrated SQLite file (`file:PATH`). Throws `not-migrated`, `bad-database-url`, `bad-key`, or `wrong-key` when
 * something in it is sealed with a key that was not given. With `throwaway` a power cut may cost what was written last:
 * for tests and simulated years, which are twice as fast so.
 *
 * One connection writes, one step after another; another reads and never waits for it. So nothing of `queue`, and no
 * other `transact`, may be awaited inside a transaction: it would wait for its own end. Nor does anybody wait while a
 * transaction reads what is large: it is undone, and begins again once that is in memory.
 */
export const openStore = async ({
  url,
  key,
  throwaway = false,
}: {
  url: string
  key: SealingKeys
  throwaway?: boolean
}): Promise<OpenStore> => {
  const vault = openVault(key)
  if (!(await isMigrated({ url })))
    throw new DuologueError(
      'not-migrated',
      'The database has not been brought up to date for this version.',
      'Run `duologue migrate`, or `duologue start`, which does it first.',
    )
  const { client, othersWrote } = await translated(() => openClient(url, throwaway))
  await translated(() => client.$transaction((db) => seeToKeys(db, vault), transactionLimits)).catch(
    async (error: unknown) => {
      await client.$disconnect()
      throw error
    },
  )
  const inTurn = oneAfterAnother()
  /** What is due next, until somebody writes. */
  let knownAgenda: Agenda | null = null

  const step = <T>(work: (db: Db) => Promise<T>): Promise<T> =>
    inTurn(() => {
      knownAgenda = null
      return translated(() => work(client))
    })

  const workspaces = rememberedWorkspaces()
  const fromDisk = reader(client, vault, workspaces)
  const queue = deliveryQueue(client, step, vault)
  const memory = createMemory()
  const tokens = new Map<string, Promise<string | null>>()
  let seenVersion: number | null = null
  const forgetAll = () => {
    knownAgenda = null
    memory.forget(null)
    workspaces.forget()
    tokens.clear()
  }
  const noticeOthers = () => {
    const version = othersWrote()
    if (version !== seenVersion) forgetAll()
    seenVersion = version
  }
  const once = async <T>(work: (transaction: Transaction) => Promise<T>, patient: boolean): Promise<T> => {
    let forget = forgetAll
    try {
      return await step(() =>
        client.$transaction(async (db) => {
          noticeOthers()
          const { transaction: remembering, changed } = rememberingTransaction(
            transaction(db, vault, workspaces),
            memory,
            patient,
          )
          forget = () => {
            memory.forget(changed)
            if (changed.has('accounts')) workspaces.forget()
          }
          return work(remembering)
        }, transactionLimits),
      )
    } finally {
      forget()
    }
  }
  return {
    read: butDeliveries(memory.over(fromDisk), fromDisk, memory),
    transact: async (work) => {
      for (let missed = 0; ; missed++) {
        try {
          return await once(work, missed >= MOST_MISSED)
        } catch (error) {
          if (!(error instanceof NotAtHand)) throw error
          await translated(() => error.fetch(fromDisk))
        }
      }
    },
    agenda: () =>
      inTurn(() =>
        translated(async () => {
          noticeOthers()
          knownAgenda ??= await agenda(client)
          return knownAgenda
        }),
      ),
    momentsDue: (now, most) => momentsDue(client, now, most),
    queue: {
      ...queue,
      conversationOf: async (address, conversation) => {
        await queue.conversationOf(address, conversation)
        memory.forget(['accounts', 'participants', 'approved', 'programmes'])
      },
    },
    saveToken: async (workspaceId, token) => {
      await step((db) => saveToken(db, vault, workspaceId, token))
      tokens.delete(workspaceId)
    },
    token: (workspaceId) => {
      const token = tokens.get(workspaceId) ?? openToken(client, vault, workspaceId)
      tokens.set(workspaceId, token)
      token.catch(() => tokens.delete(workspaceId))
      return token
    },
    close: async () => {
      await inTurn(() => client.$disconnect())
    },
  }
}
