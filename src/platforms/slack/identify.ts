import { webApi } from '@slack/bolt'
import { DuologueError } from '../../core/errors.ts'
import { clientOptions } from './calls.ts'
import { failureOf } from './errors.ts'
import { loggerOver } from './logger.ts'

/** The workspace of a bot token, as Slack tells it. */
interface Identity {
  readonly externalId: string
  readonly name: string
}

/**
 * What asking gave. `later`: Slack gave no verdict; `detail` is a code, `seconds` how long it wants us to wait.
 * `refused`: asking again cannot help, and `error` says so to the operator.
 */
export type Asked =
  | { readonly type: 'known'; readonly workspace: Identity }
  | { readonly type: 'refused'; readonly error: DuologueError }
  | { readonly type: 'later'; readonly detail: string; readonly seconds: number | null }

/** Asks Slack which workspace a bot token belongs to. */
export const askWorkspace = async (botToken: string, apiUrl: string | null): Promise<Asked> => {
  // Whoever asked is told by the answer; the SDK need not say it as well.
  const logger = loggerOver(() => {})
  const client = new webApi.WebClient(botToken, clientOptions({ apiUrl }, logger))
  try {
    const told = await client.auth.test()
    if (!told.team_id) return refused('no_team', told.error)
    return { type: 'known', workspace: { externalId: told.team_id, name: told.team ?? told.team_id } }
  } catch (error) {
    const failure = failureOf(error)
    if (failure.type === 'limited') return { type: 'later', detail: 'ratelimited', seconds: failure.seconds }
    // Slack's own verdict comes in an answer that went well: any other is of somebody between us and Slack.
    const isVerdict = failure.type === 'refused' && error instanceof webApi.WebAPIPlatformError
    if (isVerdict) return refused(failure.detail, error)
    return { type: 'later', detail: failure.detail, seconds: null }
  }
}

/** The same for somebody who waits for the answer: what cannot be told now is an error, too. */
export const identifyWorkspace = async (botToken: string, apiUrl: string | null): Promise<Identity> => {
  const asked = await askWorkspace(botToken, apiUrl)
  if (asked.type === 'known') return asked.workspace
  if (asked.type === 'refused') throw asked.error
  throw new DuologueError(
    'slack-unreachable',
    `Slack could not be reached (${asked.detail}), so the workspace of the bot token is not known.`,
    'Check that this machine reaches slack.com (or SLACK_API_URL), and try again.',
  )
}

const refused = (code: string, cause: unknown): Asked => ({
  type: 'refused',
  error: new DuologueError(
    'slack-token',
    `Slack did not accept the bot token (${code}).`,
    'Copy the Bot User OAuth Token, which begins with xoxb-, from the app’s page “OAuth & Permissions”.',
    cause,
  ),
})
