import { type Logger, SocketModeReceiver } from '@slack/bolt'
import { DuologueError } from '../../core/errors.ts'
import { clientOptions, type Log } from './calls.ts'
import type { SlackConfig } from './config.ts'
import type { Timer } from './deadline.ts'
import { failureOf } from './errors.ts'

/** How much longer each failed attempt to connect anew makes us wait, and the longest wait; real milliseconds. */
const STEP_MS = 5000
const LONGEST_MS = 60_000

/** A connection that we open to Slack, and open again whenever it breaks. */
export interface Socket {
  readonly receiver: SocketModeReceiver
  /**
   * Rejects with a sentence for the operator when Slack refuses the first connection. One that Slack could not be
   * reached for is tried again, like one that breaks later.
   */
  open(): Promise<void>
  isOpen(): boolean
  close(): Promise<void>
}

/**
 * Connects anew by itself: the SDK's own way leaves a rejection to nobody when Slack cannot be reached just then, which
 * ends the whole process.
 */
export const createSocket = (needs: {
  readonly config: SlackConfig
  readonly appToken: string
  readonly logger: Logger
  readonly log: Log
  readonly timer: Timer
}): Socket => {
  const { config, appToken, logger, log, timer } = needs
  const receiver = new SocketModeReceiver({
    appToken,
    logger,
    autoReconnectEnabled: false,
    installerOptions: { clientOptions: clientOptions(config, logger) },
  })
  let wanted = false
  let connected = false
  let failures = 0
  let forget = () => {}

  const connect = async (): Promise<void> => {
    await receiver.start()
    connected = true
    failures = 0
  }

  const again = (): void => {
    if (!wanted) return
    const wait = Math.min(failures * STEP_MS, LONGEST_MS)
    failures += 1
    log('warn', 'slack.socket.reconnecting', { attempt: failures })
    forget = timer(wait, () => void connect().catch(again))
  }

  receiver.client.on('disconnected', () => {
    if (!connected) return
    connected = false
    again()
  })

  return {
    receiver,
    async open() {
      wanted = true
      await connect().catch((cause: unknown) => {
        if (failureOf(cause).type !== 'refused') return again()
        wanted = false
        throw new DuologueError(
          'slack-socket',
          'Slack did not open a Socket Mode connection.',
          'Check SLACK_APP_TOKEN and that Socket Mode is on for the app, or leave the token out and let Slack call this server.',
          cause,
        )
      })
    },
    isOpen: () => connected,
    async close() {
      wanted = false
      forget()
      if (connected) await receiver.stop()
      connected = false
    },
  }
}
