import type { Temporal } from 'temporal-polyfill'
import { isZone, later } from './calendar.ts'
import { applyEffects } from './effects.ts'
import type { Engine } from './engine.ts'
import { type Flow, touch } from './flow.ts'
import { idOf } from './ids.ts'
import type { Found, Platform, Profile } from './platform.ts'
import type { Reader, Sought, Store, Transaction, Writes } from './store.ts'

/** How many people one look at the schedule searches for. */
const BATCH = 20
/** Somebody not found on a workspace that can be searched may join it later. */
const SEARCH_AGAIN = { hours: 24 }

interface Needs {
  readonly store: Store
  readonly platforms: readonly Platform[]
  readonly engine: Engine
  readonly flows: readonly Flow[]
}

/** A search that broke off is made again after this. */
const AFTER_TROUBLE = { minutes: 10 }
/** A platform that is asked to wait is not asked again before this, whatever it said. */
const SOONEST = { seconds: 1 }

/**
 * Looks for people of the list on their workspace, by e-mail, and lets flows know whom it found. Resolves to how many
 * were looked for. All of them are, even where a search breaks off; then the first error is thrown.
 */
export const searchAccounts = async (needs: Needs, now: Temporal.Instant): Promise<number> => {
  const due = await needs.store.read.accounts.sought(now, BATCH)
  const failures: unknown[] = []
  for (const sought of due)
    await search(sought, needs, now).catch(async (error) => {
      failures.push(error)
      await needs.store.transact(({ write }) => write.accounts.notFound(sought, now.add(AFTER_TROUBLE)))
    })
  if (failures.length > 0) throw failures[0]
  return due.length
}

const search = async (sought: Sought, needs: Needs, now: Temporal.Instant): Promise<void> => {
  const { workspace, email } = sought
  const platform = needs.platforms.find(({ name }) => name === workspace.platform)
  const found: Found = platform
    ? await platform.find(workspace.externalId, { email })
    : { type: 'cannot-search' }
  await needs.store.transact(async (transaction) => {
    switch (found.type) {
      case 'found':
        return meetAccount(
          transaction,
          {
            id: accountId(workspace.platform, workspace.externalId, found.person),
            workspaceId: workspace.id,
            externalId: found.person,
            conversation: null,
            profile: { ...found.profile, email },
          },
          needs,
          now,
        )
      case 'later':
        return transaction.write.accounts.notFound(
          sought,
          later(found.at ?? now.add({ minutes: 1 }), now.add(SOONEST)),
        )
      case 'unknown':
        return transaction.write.accounts.notFound(sought, now.add(SEARCH_AGAIN))
      case 'cannot-search':
        return transaction.write.accounts.notFound(sought, null)
    }
  })
}

/** Meets an account, and lets flows know of everyone on a list who had been waiting for it. */
export const meetAccount = async (
  transaction: Transaction,
  account: Parameters<Writes['accounts']['meet']>[0],
  needs: Pick<Needs, 'engine' | 'flows'>,
  now: Temporal.Instant,
): Promise<void> => {
  const { read, write } = transaction
  const before = await matchedTo(account.id, read)
  await write.accounts.meet({ ...account, profile: account.profile && withKnownZone(account.profile) })
  const matched = (await matchedTo(account.id, read)).filter(
    (one) => !before.some((other) => other.kind === one.kind && other.id === one.id),
  )
  await applyEffects(
    matched.map(({ kind, id }) => touch(kind, id)),
    transaction,
    needs,
    now,
  )
}

const matchedTo = async (accountId: string, read: Reader) => [
  ...(await read.participants.ofAccount(accountId)).map(({ id }) => ({ kind: 'participant' as const, id })),
  ...(await read.programmes.coordinatedBy(accountId)).map(({ id }) => ({ kind: 'programme' as const, id })),
]

/** The id of an account: the same whoever meets it first. */
export const accountId = (platform: string, workspace: string, person: string): string =>
  idOf('account', platform, workspace, person)

/** The profile without a time zone that nothing could be reckoned in. */
const withKnownZone = (profile: Profile): Profile =>
  profile.timeZone === null || isZone(profile.timeZone) ? profile : { ...profile, timeZone: null }
