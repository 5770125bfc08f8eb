import type { Temporal } from 'temporal-polyfill'
import { isZone } from './calendar.ts'
import { applyEffects } from './effects.ts'
import type { Engine } from './engine.ts'
import { type Flow, touch } from './flow.ts'
import { idOf } from './ids.ts'
import type { Found, Platform, Profile } from './platform.ts'
import type { Sought, Store } from './store.ts'

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

/**
 * Looks for people of the list on their workspace, by e-mail, and lets flows know whom it found. Resolves to how many
 * were looked for.
 */
export const matchAccounts = async (needs: Needs, now: Temporal.Instant): Promise<number> => {
  const due = await needs.store.read.accounts.sought(now, BATCH)
  for (const sought of due) await match(sought, needs, now)
  return due.length
}

const match = async (sought: Sought, needs: Needs, now: Temporal.Instant): Promise<void> => {
  const { workspace, email } = sought
  const platform = needs.platforms.find(({ name }) => name === workspace.platform)
  const found: Found = platform
    ? await platform.find(workspace.externalId, { email })
    : { type: 'cannot-search' }
  await needs.store.transact(async (transaction) => {
    switch (found.type) {
      case 'found':
        await transaction.write.accounts.meet({
          id: accountId(workspace.platform, workspace.externalId, found.person),
          workspaceId: workspace.id,
          externalId: found.person,
          conversation: null,
          profile: { ...withKnownZone(found.profile), email },
        })
        return applyEffects(
          [
            sought.for === 'participant'
              ? touch('participant', sought.id)
              : touch('programme', sought.programmeId),
          ],
          transaction,
          needs,
          now,
        )
      case 'later':
        return transaction.write.accounts.notFound(sought, found.at ?? now.add({ minutes: 1 }))
      case 'unknown':
        return transaction.write.accounts.notFound(sought, now.add(SEARCH_AGAIN))
      case 'cannot-search':
        return transaction.write.accounts.notFound(sought, null)
    }
  })
}

/** The id of an account: the same whoever meets it first. */
export const accountId = (platform: string, workspace: string, person: string): string =>
  idOf('account', platform, workspace, person)

/** The profile without a time zone that nothing could be reckoned in. */
export const withKnownZone = (profile: Profile): Profile =>
  profile.timeZone === null || isZone(profile.timeZone) ? profile : { ...profile, timeZone: null }
