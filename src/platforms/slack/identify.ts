import { webApi } from '@slack/bolt'
import { DuologueError } from '../../core/errors.ts'
import { clientOptions } from './calls.ts'
import { failureOf } from './errors.ts'
import { loggerOver } from './logger.ts'

/** Asks Slack which workspace a bot token belongs to. Fails with a sentence for the operator. */
export const identifyWorkspace = async (
  botToken: string,
  apiUrl: string | null,
): Promise<{ readonly externalId: string; readonly name: string }> => {
  // Whoever asked is told by the error; the SDK need not say it as well.
  const logger = loggerOver(() => {})
  const client = new webApi.WebClient(botToken, clientOptions({ apiUrl }, logger))
  const told = await client.auth.test().catch((error: unknown) => {
    const failure = failureOf(error)
    throw failure.type === 'refused' ? refused(failure.detail, error) : unreachable(error)
  })
  if (!told.team_id) throw refused('no_team', told.error)
  return { externalId: told.team_id, name: told.team ?? told.team_id }
}

const refused = (code: string, cause: unknown) =>
  new DuologueError(
    'slack-token',
    `Slack did not accept the bot token (${code}).`,
    'Copy the Bot User OAuth Token, which begins with xoxb-, from the app’s page “OAuth & Permissions”.',
    cause,
  )

const unreachable = (cause: unknown) =>
  new DuologueError(
    'slack-unreachable',
    'Slack could not be reached, so the workspace of the bot token is not known.',
    'Check that this machine reaches slack.com (or SLACK_API_URL), and start again.',
    cause,
  )
