import { webApi } from '@slack/bolt'
import { DuologueError } from '../../core/errors.ts'
import { CALL_TIMEOUT_MS } from './limits.ts'

/** Which workspace a bot token is for, as Slack tells. Throws `slack-token` when Slack does not accept it. */
export const identifyWorkspace = async (
  token: string,
  apiUrl: string | null,
): Promise<{ readonly externalId: string; readonly name: string }> => {
  const client = new webApi.WebClient(token, {
    timeout: CALL_TIMEOUT_MS,
    ...(apiUrl ? { slackApiUrl: apiUrl } : {}),
  })
  try {
    const { team_id: externalId, team: name } = await client.auth.test()
    if (externalId) return { externalId, name: name ?? externalId }
  } catch (cause) {
    if (!(cause instanceof webApi.WebAPIPlatformError))
      throw new DuologueError(
        'slack-unreachable',
        'Slack could not be reached to check the bot token.',
        'Check the network, and SLACK_API_URL if you set it, and try again.',
        cause,
      )
  }
  throw new DuologueError(
    'slack-token',
    'Slack does not accept this bot token.',
    'Copy it anew from “OAuth & Permissions” of your Slack app.',
  )
}
