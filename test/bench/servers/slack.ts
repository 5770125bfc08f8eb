import { App, HTTPReceiver, LogLevel } from '@slack/bolt'
import { setting } from './settings.ts'

/** Bolt and nothing else: each `/mentoring` is acknowledged, empty, when `work` is done. */
export const bareSlack = (work: () => Promise<void>): HTTPReceiver => {
  const receiver = new HTTPReceiver({
    signingSecret: setting('SLACK_SIGNING_SECRET'),
    endpoints: '/slack/events',
    logLevel: LogLevel.ERROR,
  })
  const app = new App({
    receiver,
    authorize: async () => ({ botToken: setting('SLACK_BOT_TOKEN'), botId: 'B0BARE', botUserId: 'U0BARE' }),
    convoStore: false,
    logLevel: LogLevel.ERROR,
  })
  app.command('/mentoring', async ({ ack }) => {
    await work()
    await ack()
  })
  return receiver
}
