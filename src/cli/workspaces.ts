import { workspaceIdFor } from '../core/conversation.ts'
import { DuologueError } from '../core/errors.ts'
import { save } from '../core/flow.ts'
import type { Workspace } from '../core/model.ts'
import { print } from './output.ts'
import { withStore } from './setup.ts'

const NAME = /^[\p{L}\p{N}][\p{L}\p{N} ._-]{0,49}$/u
const TENANT = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

const nameOrFail = (name: string): string => {
  if (NAME.test(name)) return name
  throw new DuologueError(
    'workspace-name',
    'This cannot be the name of a workspace.',
    'Give letters, digits, spaces, dots and hyphens, 50 at most.',
  )
}

/** Adds a Slack workspace of the same app: its bot token is read from standard input, checked with Slack, and sealed. */
export const addSlackWorkspace = (name: string | undefined): Promise<void> =>
  withStore(async ({ config, store, apply }) => {
    const token = (await standardInput()).trim()
    if (!token.startsWith('xoxb-'))
      throw new DuologueError(
        'token',
        'Standard input did not hold a bot token.',
        'Give it like this: duologue workspace add slack --token-stdin < token.txt',
      )
    const { identifyWorkspace } = await import('../platforms/slack/index.ts')
    const found = await identifyWorkspace(token, config.slack?.apiUrl ?? null)
    const id = workspaceIdFor('slack', found.externalId)
    const known = await store.read.accounts.workspace('slack', found.externalId)
    const called = nameOrFail(name ?? known?.name ?? found.name)
    await apply([
      save('accounts', 'addWorkspace', {
        id,
        platform: 'slack',
        externalId: found.externalId,
        name: called,
        groups: true,
      }),
    ])
    await store.saveToken(id, token)
    print(
      `${added('Slack workspace', { platform: 'slack', name: called }, known)} Its token is sealed in the database.`,
    )
  })

/** Names a Teams tenant, so that lists can say teams:NAME. It must also be one that the configuration allows. */
export const addTeamsWorkspace = (name: string, tenant: string): Promise<void> =>
  withStore(async ({ config, store, apply }) => {
    if (!TENANT.test(tenant))
      throw new DuologueError(
        'tenant',
        'This is not the id of a tenant.',
        'Find it in the Entra admin centre; it looks like 00000000-0000-0000-0000-000000000000.',
      )
    const externalId = tenant.toLowerCase()
    const known = await store.read.accounts.workspace('teams', externalId)
    const called = nameOrFail(name)
    await apply([
      save('accounts', 'addWorkspace', {
        id: workspaceIdFor('teams', externalId),
        platform: 'teams',
        externalId,
        name: called,
        groups: false,
      }),
    ])
    print(added('Teams tenant', { platform: 'teams', name: called }, known))
    if (!config.teams?.allowedTenants.includes(externalId))
      print(
        'Next: add its id to TEAMS_ALLOWED_TENANTS and start Duologue again; until then its messages are refused.',
      )
  })

/** What adding came to: a workspace that was there already may go by another name from now on. */
export const added = (
  what: string,
  { platform, name }: Pick<Workspace, 'platform' | 'name'>,
  known: Pick<Workspace, 'name'> | null,
): string => {
  if (!known) return `Added the ${what} ${platform}:${name}.`
  return known.name === name
    ? `The ${what} ${platform}:${name} was there already.`
    : `The ${what} ${platform}:${known.name} was there already: from now on, lists call it ${platform}:${name}.`
}

const standardInput = async (): Promise<string> => {
  let all = ''
  for await (const piece of process.stdin) all += piece
  return all
}
