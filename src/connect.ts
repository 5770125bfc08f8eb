import type { Config } from './config.ts'
import type { Clock } from './core/clock.ts'
import { workspaceIdFor } from './core/conversation.ts'
import type { Workspace } from './core/model.ts'
import type { Platform } from './core/platform.ts'
import type { Route } from './http.ts'

/** Writes to the log: ids alone, never names, words or tokens. */
export type Log = (
  level: 'info' | 'warn' | 'error',
  event: string,
  ids: Readonly<Record<string, string | number>>,
) => void

/** A platform that is configured, and the workspaces that its configuration names. */
export interface Connected {
  readonly platform: Platform
  readonly routes: readonly Route[]
  readonly workspaces: readonly { readonly workspace: Omit<Workspace, 'removedAt'>; readonly token: string }[]
}

interface Needs {
  readonly config: Pick<Config, 'slack' | 'teams'>
  readonly clock: Clock
  readonly log: Log
  /** The token of a workspace, by our id of it; null when the app is not installed there. */
  token(workspaceId: string): Promise<string | null>
}

/** Connects each platform that has credentials. The SDK of one that has none is not loaded. */
export const connectPlatforms = async (needs: Needs): Promise<readonly Connected[]> => {
  const connected: Connected[] = []
  if (needs.config.slack) connected.push(await connectSlack(needs, needs.config.slack))
  if (needs.config.teams) connected.push(await connectTeams(needs, needs.config.teams))
  return connected
}

const connectSlack = async (
  { clock, log, token }: Needs,
  settings: NonNullable<Config['slack']>,
): Promise<Connected> => {
  const { createSlack, identifyWorkspace } = await import('./platforms/slack/index.ts')
  const { externalId, name } = await identifyWorkspace(settings.botToken, settings.apiUrl)
  const id = workspaceIdFor('slack', externalId)
  return {
    ...createSlack({
      config: settings,
      clock,
      log,
      token: (workspace) => token(workspaceIdFor('slack', workspace)),
    }),
    workspaces: [
      { workspace: { id, platform: 'slack', externalId, name, groups: true }, token: settings.botToken },
    ],
  }
}

const connectTeams = async (
  { clock, log }: Needs,
  settings: NonNullable<Config['teams']>,
): Promise<Connected> => {
  const { createTeams } = await import('./platforms/teams/index.ts')
  return { ...createTeams({ config: settings, clock, log }), workspaces: [] }
}
