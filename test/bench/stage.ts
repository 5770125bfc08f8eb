import { randomBytes, randomUUID } from 'node:crypto'
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Cast, noFaults, type Simulator, startSimulator } from '../../src/simulator/index.ts'
import { KEY, peopled, populate } from './population.ts'
import { type Catcher, catcher } from './requests.ts'

const PEOPLE = 80

/** Simulated platforms, people, and what servers need to know to serve them. */
export interface Stage {
  readonly simulator: Simulator
  readonly catcher: Catcher
  readonly cast: Cast
  readonly signingSecret: string
  /** The environment of a server with a database of its own, connected to these platforms. */
  environment(platforms: readonly ('slack' | 'teams')[]): Record<string, string>
  close(): Promise<void>
}

/** Sets up 80 people in pairs, over three Slack workspaces and two Teams tenants, on the machine's own time. */
export const openStage = async (): Promise<Stage> => {
  const folder = mkdtempSync(join(tmpdir(), 'duologue-bench-'))
  const cast = peopled(PEOPLE)
  const template = join(folder, 'template.db')
  await populate(`file:${template}`, cast)
  const caught = await catcher()
  const signingSecret = randomBytes(24).toString('hex')
  const [appId, appPassword, tenantId] = [randomUUID(), randomUUID(), randomUUID()]
  const simulator = await startSimulator({
    clock: { now: () => Date.now(), advance: () => {} },
    seed: 1,
    faults: noFaults,
    slack: { signingSecret, target: `${caught.address}/slack/events` },
    teams: { appId, appPassword, tenantId, target: `${caught.address}/api/messages` },
    workspaces: [...cast.workspaces],
    patienceMs: 1,
  })
  const slack = cast.workspaces.find((one) => one.platform === 'slack')
  let databases = 0
  return {
    simulator,
    catcher: caught,
    cast,
    signingSecret,
    environment: (platforms) => {
      databases += 1
      const database = join(folder, `${databases}.db`)
      copyFileSync(template, database)
      return {
        DATABASE_URL: `file:${database}`,
        PORT: '0',
        ENCRYPTION_KEY: Buffer.from(KEY[0]).toString('base64'),
        LOG_LEVEL: 'error',
        ...(platforms.includes('slack') && slack
          ? {
              SLACK_BOT_TOKEN: slack.botToken,
              SLACK_SIGNING_SECRET: signingSecret,
              SLACK_API_URL: simulator.slackApiUrl,
            }
          : {}),
        ...(platforms.includes('teams')
          ? {
              TEAMS_APP_ID: appId,
              TEAMS_APP_PASSWORD: appPassword,
              TEAMS_TENANT_ID: tenantId,
              TEAMS_ALLOWED_TENANTS: cast.workspaces
                .filter(({ platform }) => platform === 'teams')
                .map(({ id }) => id)
                .join(','),
              TEAMS_SERVICE_HOSTS: new URL(simulator.teams.serviceUrl).host,
              TEAMS_OPENID_METADATA_URL: simulator.teams.openIdMetadataUrl,
              TEAMS_LOGIN_URL: simulator.teams.loginUrl,
            }
          : {}),
      }
    },
    close: async () => {
      await simulator.stop()
      caught.stop()
      rmSync(folder, { recursive: true })
    },
  }
}
