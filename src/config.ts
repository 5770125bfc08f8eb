import { readFileSync } from 'node:fs'
import { parseEnv } from 'node:util'
import { z } from 'zod'

/** Where Teams' requests may come from, and answers go to: Microsoft's own service. */
const TEAMS_SERVICE_HOSTS = ['smba.trafficmanager.net', 'smba.infra.gcc.teams.microsoft.com']

const ENCRYPTION_KEY_BYTES = 32

/** Everything that an operator can set. A platform without credentials is null. */
export interface Config {
  readonly databaseUrl: string
  readonly host: string
  readonly port: number
  /** Where people's browsers reach this server, without a slash at the end. */
  readonly publicUrl: string
  /** 32 bytes each: the first seals, older ones after it still open. Null when not given, which only simulated workspaces allow. */
  readonly encryptionKeys: readonly [Buffer, ...Buffer[]] | null
  readonly logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent'
  /** Lets others than this machine read `/metrics`; null lets nobody. */
  readonly metricsToken: string | null
  readonly slack: SlackSettings | null
  readonly teams: TeamsSettings | null
}

export interface SlackSettings {
  readonly botToken: string
  readonly signingSecret: string
  /** Socket Mode when given. */
  readonly appToken: string | null
  readonly apiUrl: string | null
}

export interface TeamsSettings {
  readonly appId: string
  readonly appPassword: string
  readonly tenantId: string
  readonly appType: 'SingleTenant' | 'UserAssignedMSI' | 'MultiTenant'
  readonly allowedTenants: readonly string[]
  readonly serviceHosts: readonly string[]
  readonly openIdMetadataUrl: string | null
  readonly loginUrl: string | null
  readonly allowUnauthenticated: boolean
  /** What one tenant is sent at the most. */
  readonly requestsPerSecond: number
}

/** One thing that is wrong with the configuration, and what mends it. Never the value itself. */
export interface ConfigProblem {
  readonly variable: string
  readonly remedy: string
}

export type ConfigResult =
  | { readonly ok: true; readonly config: Config }
  | { readonly ok: false; readonly problems: readonly ConfigProblem[] }

const isKey = (value: string): boolean =>
  /^[A-Za-z0-9+/_-]+=*$/.test(value.trim()) && Buffer.from(value, 'base64').length === ENCRYPTION_KEY_BYTES

const LOOPBACK = '127.0.0.1'

const SLACK_NEEDS = ['SLACK_BOT_TOKEN', 'SLACK_SIGNING_SECRET']
const TEAMS_NEEDS = ['TEAMS_APP_ID', 'TEAMS_APP_PASSWORD', 'TEAMS_TENANT_ID']

/** Simulated people are kept apart from real ones. */
const DATABASE = 'file:./data/duologue.db'
const SIMULATED_DATABASE = 'file:./data/simulated.db'

const isLoopback = (host: string): boolean => [LOOPBACK, '::1', 'localhost'].includes(host)

const optional = z.string().trim().min(1).optional()

const url = (remedy: string) =>
  z
    .string()
    .trim()
    .refine((value) => /^https?:\/\//.test(value) && URL.canParse(value), remedy)
    .transform((value) => value.replace(/\/+$/, ''))
    .optional()

const itemsOf = (value: string): readonly string[] =>
  value
    .split(',')
    .map((item) => item.trim())
    .filter(Boolean)

const listOf = (isGood: (item: string) => boolean, remedy: string) =>
  z
    .string()
    .transform(itemsOf)
    .refine((items) => items.length > 0 && items.every(isGood), remedy)
    .optional()

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

const guid = (remedy: string) => z.string().trim().regex(GUID, remedy).optional()

const HOST_NAME = /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d{1,5})?$/i

const isHost = (written: string): boolean => HOST_NAME.test(written) && URL.canParse(`https://${written}`)

const schema = z.object({
  DATABASE_URL: z
    .string()
    .trim()
    .regex(
      /^file:.+/,
      'Give the path of a SQLite file, such as file:./data/duologue.db. Other databases are not supported yet.',
    )
    .optional(),
  HOST: z.string().trim().min(1, 'Give an address to listen on, such as 127.0.0.1.').default(LOOPBACK),
  PORT: z
    .string()
    .trim()
    .regex(/^\d{1,5}$/, 'Give a port number from 0 to 65535.')
    .transform(Number)
    .refine((port) => port <= 65_535, 'Give a port number from 0 to 65535.')
    .default(3000),
  PUBLIC_URL: url(
    'Give the full address under which people reach this server, such as https://duologue.example.',
  ),
  ENCRYPTION_KEY: z
    .string()
    .trim()
    .refine(
      (value) => value.split(',').every(isKey),
      'Give 32 random bytes in base64; `openssl rand -base64 32` makes some. To change keys, put the new one first and the old one after a comma.',
    )
    .transform((value): [Buffer, ...Buffer[]] => {
      const [newest = '', ...older] = value.split(',')
      return [Buffer.from(newest, 'base64'), ...older.map((key) => Buffer.from(key, 'base64'))]
    })
    .optional(),
  LOG_LEVEL: z
    .enum(
      ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'],
      'Choose fatal, error, warn, info, debug, trace or silent.',
    )
    .default('info'),
  METRICS_TOKEN: z.string().trim().min(16, 'Give at least 16 characters.').optional(),
  SLACK_BOT_TOKEN: z
    .string()
    .trim()
    .startsWith('xoxb-', 'Give the bot token of your Slack app; it begins with xoxb-.')
    .optional(),
  SLACK_SIGNING_SECRET: optional,
  SLACK_APP_TOKEN: z
    .string()
    .trim()
    .startsWith('xapp-', 'Give an app-level token with connections:write; it begins with xapp-.')
    .optional(),
  SLACK_CLIENT_ID: optional,
  SLACK_CLIENT_SECRET: optional,
  SLACK_STATE_SECRET: optional,
  SLACK_API_URL: url("Give an address, or leave it out for Slack's own."),
  TEAMS_APP_ID: guid(
    'Give the application id of the app registration; it looks like 00000000-0000-0000-0000-000000000000.',
  ),
  TEAMS_APP_PASSWORD: optional,
  TEAMS_TENANT_ID: guid(
    'Give the id of the tenant, and not its name; it looks like 00000000-0000-0000-0000-000000000000.',
  ),
  TEAMS_APP_TYPE: z
    .enum(
      ['SingleTenant', 'UserAssignedMSI', 'MultiTenant'],
      'Choose SingleTenant, UserAssignedMSI or MultiTenant.',
    )
    .default('SingleTenant'),
  TEAMS_ALLOWED_TENANTS: listOf(
    (tenant) => GUID.test(tenant),
    'Give ids of tenants, with commas between; each looks like 00000000-0000-0000-0000-000000000000.',
  ),
  TEAMS_SERVICE_HOSTS: listOf(
    isHost,
    'Give hosts such as smba.trafficmanager.net, with commas between, and no https:// before them.',
  ),
  TEAMS_OPENID_METADATA_URL: url("Give an address, or leave it out for Microsoft's own."),
  TEAMS_LOGIN_URL: url("Give an address, or leave it out for Microsoft's own."),
  TEAMS_REQUESTS_PER_SECOND: z
    .string()
    .trim()
    .regex(
      /^[1-9]\d{0,2}$/,
      'Give a whole number from 1 to 999; Microsoft allows 30 or 50, as its pages disagree.',
    )
    .default('30')
    .transform(Number),
  TEAMS_ALLOW_UNAUTHENTICATED: z
    .enum(['true', 'false', '1', '0'], 'Choose true or false.')
    .default('false')
    .transform((value) => value === 'true' || value === '1'),
})

type Environment = z.infer<typeof schema>

type Given = Readonly<Record<string, string | undefined>>

/** The environment, and beneath it the file `.env` of the folder that one is in; null when that cannot be read. */
const surroundings = (): Given | null => {
  try {
    return { ...parseEnv(readFileSync('.env', 'utf8')), ...process.env }
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ENOENT' ? process.env : null
  }
}

/** Reads the configuration. Every problem is told at once, with its remedy and without the value. Empty counts as not given. */
export const readConfig = (environment: Given | null = surroundings()): ConfigResult => {
  if (!environment)
    return {
      ok: false,
      problems: [
        { variable: '.env', remedy: 'This file is here, but cannot be read: see to its permissions.' },
      ],
    }
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value?.trim()))
  const parsed = schema.safeParse(given)
  const invalid = parsed.success
    ? []
    : parsed.error.issues.map(({ path, message }) => ({ variable: path.join('.'), remedy: message }))
  const problems = [...invalid, ...halves(given), ...unsafeIn(given)]
  return parsed.success && problems.length === 0
    ? { ok: true, config: configFrom(parsed.data) }
    : { ok: false, problems }
}

/** Half a platform's credentials are a mistake, never a smaller set-up. */
const halves = (given: Given): ConfigProblem[] => {
  const oauth = ['SLACK_CLIENT_ID', 'SLACK_CLIENT_SECRET', 'SLACK_STATE_SECRET']
  const teams =
    given['TEAMS_APP_TYPE']?.trim() === 'UserAssignedMSI'
      ? TEAMS_NEEDS.filter((name) => name !== 'TEAMS_APP_PASSWORD')
      : TEAMS_NEEDS
  return [
    ...absentFrom(SLACK_NEEDS, [...SLACK_NEEDS, 'SLACK_APP_TOKEN'], given, 'Slack'),
    ...absentFrom(oauth, oauth, given, "Slack's installation by link"),
    ...absentFrom(teams, TEAMS_NEEDS, given, 'Teams'),
  ]
}

const absentFrom = (
  needed: readonly string[],
  telling: readonly string[],
  given: Given,
  what: string,
): ConfigProblem[] =>
  telling.some((name) => given[name])
    ? needed
        .filter((name) => !given[name])
        .map((variable) => ({
          variable,
          remedy: `${what} needs ${needed.join(', ')} together: add this one, or remove the others.`,
        }))
    : []

const isOn = (value: string | undefined): boolean => ['true', '1'].includes(value?.trim() ?? '')

const unsafeIn = (given: Given): ConfigProblem[] => {
  const problems: ConfigProblem[] = []
  const untrusting = isOn(given['TEAMS_ALLOW_UNAUTHENTICATED'])
  const connected = untrusting || [...SLACK_NEEDS, ...TEAMS_NEEDS].some((name) => given[name])
  const reachable = !isLoopback(given['HOST']?.trim() ?? LOOPBACK)
  if (connected && !given['ENCRYPTION_KEY'])
    problems.push({
      variable: 'ENCRYPTION_KEY',
      remedy:
        'Give 32 random bytes in base64; `openssl rand -base64 32` makes some. Keep it safe: without it, private words cannot be read again.',
    })
  if (!connected && reachable)
    problems.push({
      variable: 'HOST',
      remedy:
        'Simulated workspaces run on this machine only: use 127.0.0.1, or give the credentials of Slack or Teams.',
    })
  if (untrusting && reachable)
    problems.push({
      variable: 'TEAMS_ALLOW_UNAUTHENTICATED',
      remedy:
        'Requests without tokens are taken only while listening on 127.0.0.1: remove this, or set HOST to 127.0.0.1.',
    })
  return problems
}

/** What can be started with, and is probably not meant. */
export const doubtsAbout = ({ publicUrl, slack, teams }: Config): readonly string[] => {
  const { hostname } = new URL(publicUrl)
  const isForOthers = slack !== null || (teams !== null && !teams.allowUnauthenticated)
  const leadsNowhere = isLoopback(hostname.replace(/^\[|\]$/g, '')) || ['0.0.0.0', '[::]'].includes(hostname)
  return isForOthers && leadsNowhere
    ? [
        `Calendar links begin with ${publicUrl} and lead nowhere on other people's machines: set PUBLIC_URL to the address under which they reach this server.`,
      ]
    : []
}

const configFrom = (env: Environment): Config => ({
  databaseUrl:
    env.DATABASE_URL ??
    (env.SLACK_BOT_TOKEN || env.TEAMS_APP_ID || env.TEAMS_ALLOW_UNAUTHENTICATED
      ? DATABASE
      : SIMULATED_DATABASE),
  host: env.HOST,
  port: env.PORT,
  publicUrl: env.PUBLIC_URL ?? `http://${env.HOST.includes(':') ? `[${env.HOST}]` : env.HOST}:${env.PORT}`,
  encryptionKeys: env.ENCRYPTION_KEY ?? null,
  logLevel: env.LOG_LEVEL,
  metricsToken: env.METRICS_TOKEN ?? null,
  slack:
    env.SLACK_BOT_TOKEN && env.SLACK_SIGNING_SECRET
      ? {
          botToken: env.SLACK_BOT_TOKEN,
          signingSecret: env.SLACK_SIGNING_SECRET,
          appToken: env.SLACK_APP_TOKEN ?? null,
          apiUrl: env.SLACK_API_URL ? `${env.SLACK_API_URL}/` : null,
        }
      : null,
  teams:
    (env.TEAMS_APP_ID && env.TEAMS_TENANT_ID) || env.TEAMS_ALLOW_UNAUTHENTICATED
      ? {
          appId: env.TEAMS_APP_ID ?? '',
          appPassword: env.TEAMS_APP_PASSWORD ?? '',
          tenantId: env.TEAMS_TENANT_ID ?? '',
          appType: env.TEAMS_APP_TYPE,
          allowedTenants: (
            env.TEAMS_ALLOWED_TENANTS ?? (env.TEAMS_TENANT_ID ? [env.TEAMS_TENANT_ID] : [])
          ).map((tenant) => tenant.toLowerCase()),
          serviceHosts: env.TEAMS_SERVICE_HOSTS ?? TEAMS_SERVICE_HOSTS,
          openIdMetadataUrl: env.TEAMS_OPENID_METADATA_URL ?? null,
          loginUrl: env.TEAMS_LOGIN_URL ?? null,
          allowUnauthenticated: env.TEAMS_ALLOW_UNAUTHENTICATED,
          requestsPerSecond: env.TEAMS_REQUESTS_PER_SECOND,
        }
      : null,
})
