import type { Config } from './config.ts'
import type { Clock } from './core/clock.ts'
import { workspaceIdFor } from './core/conversation.ts'
import type { DuologueError } from './core/errors.ts'
import type { Workspace } from './core/model.ts'
import type { Platform } from './core/platform.ts'
import type { Route } from './http.ts'

/** Writes to the log: ids alone, never names, words or tokens. */
export type Log = (
  level: 'info' | 'warn' | 'error',
  event: string,
  ids: Readonly<Record<string, string | number>>,
) => void

/**
 * What asking a platform gave. `later`: no verdict yet; `detail` is a code, `seconds` how long it wants us to wait.
 * `refused`: asking again cannot help, and `error` says so to the operator.
 */
export type Asked =
  | { readonly type: 'connected' }
  | { readonly type: 'refused'; readonly error: DuologueError }
  | { readonly type: 'later'; readonly detail: string; readonly seconds: number | null }

/** A platform that is configured. */
export interface Connected {
  readonly platform: Platform
  readonly routes: readonly Route[]
  /** Asks whether the platform knows us. */
  ask(): Promise<Asked>
  /** Whether the platform can reach us, as far as that is ours to open. */
  isListening(): boolean
}

interface Needs {
  readonly config: Pick<Config, 'slack' | 'teams'>
  readonly clock: Clock
  readonly log: Log
  /** The token of a workspace, by our id of it; null when the app is not installed there. */
  token(workspaceId: string): Promise<string | null>
  /** Keeps the workspace of a token that the configuration gives, and the token. */
  keep(workspace: Omit<Workspace, 'removedAt'>, token: string): Promise<void>
}

/** Connects each platform that has credentials. The SDK of one that has none is not loaded. */
export const connectPlatforms = async (needs: Needs): Promise<readonly Connected[]> => {
  const connected: Connected[] = []
  if (needs.config.slack) connected.push(await connectSlack(needs, needs.config.slack))
  if (needs.config.teams) connected.push(await connectTeams(needs, needs.config.teams))
  return connected
}

const connectSlack = async (
  { clock, log, token, keep }: Needs,
  settings: NonNullable<Config['slack']>,
): Promise<Connected> => {
  const { createSlack, askWorkspace } = await import('./platforms/slack/index.ts')
  return {
    ...createSlack({
      config: settings,
      clock,
      log,
      token: (workspace) => token(workspaceIdFor('slack', workspace)),
    }),
    ask: async () => {
      const asked = await askWorkspace(settings.botToken, settings.apiUrl)
      if (asked.type !== 'known') return asked
      const { externalId, name } = asked.workspace
      const id = workspaceIdFor('slack', externalId)
      await keep({ id, platform: 'slack', externalId, name, groups: true }, settings.botToken)
      return { type: 'connected' }
    },
  }
}

const connectTeams = async (
  { clock, log }: Needs,
  settings: NonNullable<Config['teams']>,
): Promise<Connected> => {
  const { createTeams } = await import('./platforms/teams/index.ts')
  const teams = createTeams({ config: settings, clock, log })
  return {
    ...teams,
    ask: async () => {
      const detail = await teams.trouble()
      return detail === null ? { type: 'connected' } : { type: 'later', detail, seconds: null }
    },
    isListening: () => true,
  }
}
