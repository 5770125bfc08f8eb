import { Temporal } from 'temporal-polyfill'
import type { Clock } from '../../core/clock.ts'
import type { Found, Platform } from '../../core/platform.ts'
import { type Calls, type Log, useOf } from './calls.ts'
import { PACES } from './limits.ts'

/** What Slack tells of a person, as far as we ask. */
interface User {
  readonly id?: string
  readonly deleted?: boolean
  readonly is_bot?: boolean
  readonly is_workflow_bot?: boolean
  readonly is_stranger?: boolean
  readonly name?: string
  readonly real_name?: string
  readonly tz?: string
  readonly locale?: string
  readonly profile?: {
    readonly real_name?: string
    readonly display_name?: string
    readonly email?: string
  }
}

const SLACKBOT = 'USLACKBOT'

/** Looks people up. Bots, strangers of other workspaces and people whose account is closed are unknown. */
export const createFinding = (needs: {
  readonly calls: Calls
  readonly clock: Clock
  readonly log: Log
}): Platform['find'] => {
  const { calls, clock, log } = needs
  return async (workspace, by) => {
    if ('person' in by && by.person === '') return { type: 'unknown' }
    const called =
      'email' in by
        ? await calls.call(workspace, [useOf(workspace, 'users.lookupByEmail', PACES.tier3)], (client) =>
            client.users.lookupByEmail({ email: by.email }),
          )
        : await calls.call(workspace, [useOf(workspace, 'users.info', PACES.tier4)], (client) =>
            client.users.info({ user: by.person, include_locale: true }),
          )
    switch (called.type) {
      case 'done':
        return foundOf(called.value.user)
      case 'paced':
        return { type: 'later', at: Temporal.Instant.fromEpochMilliseconds(called.at) }
      case 'limited':
        return { type: 'later', at: clock.now().add({ seconds: called.seconds }) }
      case 'later':
      case 'not-installed':
        return { type: 'later', at: null }
      case 'refused':
        if (called.code === 'no-such-person') return { type: 'unknown' }
        // They may well exist: somebody has to mend the app's scopes or token first.
        log('error', 'slack.find.refused', { workspace, code: called.detail })
        return { type: 'later', at: null }
    }
  }
}

const foundOf = (user: User | undefined): Found => {
  if (!user?.id || user.id === SLACKBOT) return { type: 'unknown' }
  if (user.deleted || user.is_bot || user.is_workflow_bot || user.is_stranger) return { type: 'unknown' }
  const { profile } = user
  return {
    type: 'found',
    person: user.id,
    profile: {
      name: profile?.real_name || user.real_name || profile?.display_name || user.name || null,
      email: profile?.email?.trim().toLowerCase() || null,
      timeZone: user.tz || null,
      locale: user.locale || null,
    },
  }
}
