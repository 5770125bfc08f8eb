import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import { type Config, doubtsAbout, readConfig } from '../src/config.ts'

const KEY = Buffer.alloc(32, 1).toString('base64')
const OTHER_KEY = Buffer.alloc(32, 2).toString('base64')
const SLACK = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: 'signing', ENCRYPTION_KEY: KEY }
const APP = '6f1d4a52-0000-4000-8000-00000000a001'
const TENANT = '6f1d4a52-0000-4000-8000-00000000B002'
const TEAMS = {
  TEAMS_APP_ID: APP,
  TEAMS_APP_PASSWORD: 'password',
  TEAMS_TENANT_ID: TENANT,
  ENCRYPTION_KEY: KEY,
}

const good = (environment: Record<string, string | undefined>): Config => {
  const read = readConfig(environment)
  if (!read.ok) throw new Error(JSON.stringify(read.problems))
  return read.config
}

const problems = (environment: Record<string, string | undefined>): Record<string, string> => {
  const read = readConfig(environment)
  return read.ok ? {} : Object.fromEntries(read.problems.map(({ variable, remedy }) => [variable, remedy]))
}

describe('the configuration', () => {
  it('needs nothing to try simulated workspaces on this machine', () => {
    expect(good({})).toEqual({
      databaseUrl: 'file:./data/simulated.db',
      host: '127.0.0.1',
      port: 3000,
      publicUrl: 'http://127.0.0.1:3000',
      encryptionKeys: null,
      logLevel: 'info',
      metricsToken: null,
      slack: null,
      teams: null,
    })
  })

  it('keeps real people in a database of their own', () => {
    expect(good(SLACK).databaseUrl).toBe('file:./data/duologue.db')
    expect(good(TEAMS).databaseUrl).toBe('file:./data/duologue.db')
    expect(good({ TEAMS_ALLOW_UNAUTHENTICATED: 'true', ENCRYPTION_KEY: KEY }).databaseUrl).toBe(
      'file:./data/duologue.db',
    )
    expect(good({ DATABASE_URL: 'file:/srv/own.db' }).databaseUrl).toBe('file:/srv/own.db')
  })

  it('reads either platform, or both', () => {
    expect(good(SLACK)).toMatchObject({
      slack: { botToken: 'xoxb-1', signingSecret: 'signing', appToken: null, apiUrl: null },
      teams: null,
    })
    expect(good(TEAMS)).toMatchObject({
      slack: null,
      teams: {
        appId: APP,
        appPassword: 'password',
        tenantId: TENANT,
        appType: 'SingleTenant',
        allowedTenants: [TENANT.toLowerCase()],
        serviceHosts: ['smba.trafficmanager.net', 'smba.infra.gcc.teams.microsoft.com'],
        allowUnauthenticated: false,
        requestsPerSecond: 30,
      },
    })
    expect(good({ ...SLACK, ...TEAMS })).toMatchObject({ slack: {}, teams: {} })
  })

  it.each<[string, string, Partial<Config>]>([
    ['DATABASE_URL', ' file:/srv/a b.db ', { databaseUrl: 'file:/srv/a b.db' }],
    ['HOST', '::1', { host: '::1', publicUrl: 'http://[::1]:3000' }],
    ['HOST', 'localhost', { host: 'localhost' }],
    ['PORT', '0', { port: 0 }],
    ['PORT', ' 8080 ', { port: 8080 }],
    ['PORT', '65535', { port: 65_535 }],
    ['PUBLIC_URL', 'https://duologue.example//', { publicUrl: 'https://duologue.example' }],
    ['ENCRYPTION_KEY', KEY, { encryptionKeys: [Buffer.alloc(32, 1)] }],
    [
      'ENCRYPTION_KEY',
      `${KEY}, ${OTHER_KEY}`,
      { encryptionKeys: [Buffer.alloc(32, 1), Buffer.alloc(32, 2)] },
    ],
    ['LOG_LEVEL', 'silent', { logLevel: 'silent' }],
    ['METRICS_TOKEN', '0123456789abcdef', { metricsToken: '0123456789abcdef' }],
  ])('takes %s of %j', (variable, value, means) => {
    expect(good({ [variable]: value })).toMatchObject(means)
  })

  it.each<[string, string, object]>([
    ['SLACK_APP_TOKEN', 'xapp-1', { appToken: 'xapp-1' }],
    ['SLACK_API_URL', 'http://127.0.0.1:9/api', { apiUrl: 'http://127.0.0.1:9/api/' }],
    ['SLACK_API_URL', 'http://127.0.0.1:9/api/', { apiUrl: 'http://127.0.0.1:9/api/' }],
  ])('takes %s of %j for Slack', (variable, value, means) => {
    expect(good({ ...SLACK, [variable]: value }).slack).toMatchObject(means)
  })

  it.each<[string, string, object]>([
    ['TEAMS_APP_TYPE', 'MultiTenant', { appType: 'MultiTenant' }],
    ['TEAMS_ALLOWED_TENANTS', `${APP}, ${TENANT},`, { allowedTenants: [APP, TENANT.toLowerCase()] }],
    ['TEAMS_SERVICE_HOSTS', '127.0.0.1:9, a-b.test', { serviceHosts: ['127.0.0.1:9', 'a-b.test'] }],
    [
      'TEAMS_OPENID_METADATA_URL',
      'http://127.0.0.1:9/keys',
      { openIdMetadataUrl: 'http://127.0.0.1:9/keys' },
    ],
    ['TEAMS_LOGIN_URL', 'http://127.0.0.1:9/', { loginUrl: 'http://127.0.0.1:9' }],
    ['TEAMS_ALLOW_UNAUTHENTICATED', '1', { allowUnauthenticated: true }],
    ['TEAMS_ALLOW_UNAUTHENTICATED', 'false', { allowUnauthenticated: false }],
  ])('takes %s of %j for Teams', (variable, value, means) => {
    expect(good({ ...TEAMS, [variable]: value }).teams).toMatchObject(means)
  })

  it.each([
    ['DATABASE_URL', 'postgresql://u:secret@db/duologue'],
    ['DATABASE_URL', './own.db'],
    ['PORT', '65536'],
    ['PORT', '-1'],
    ['PORT', '3000x'],
    ['PORT', '1e3'],
    ['PORT', '0x50'],
    ['PORT', '80.5'],
    ['PUBLIC_URL', 'mine.test'],
    ['PUBLIC_URL', 'ftp://mine.test'],
    ['PUBLIC_URL', 'https://mine.test:port'],
    ['ENCRYPTION_KEY', 'hunter2'],
    ['ENCRYPTION_KEY', Buffer.alloc(31, 1).toString('base64')],
    ['ENCRYPTION_KEY', Buffer.alloc(33, 1).toString('base64')],
    ['ENCRYPTION_KEY', `${KEY},`],
    ['ENCRYPTION_KEY', `${KEY} ${KEY}`],
    ['LOG_LEVEL', 'loud'],
    ['METRICS_TOKEN', 'short'],
    ['SLACK_BOT_TOKEN', 'xoxp-user-token'],
    ['SLACK_APP_TOKEN', 'xoxb-bot-token'],
    ['SLACK_API_URL', 'slack'],
    ['TEAMS_APP_ID', 'not-a-guid'],
    ['TEAMS_APP_ID', `${APP}0`],
    ['TEAMS_TENANT_ID', 'city.onmicrosoft.com'],
    ['TEAMS_ALLOWED_TENANTS', 'foo,,bar'],
    ['TEAMS_ALLOWED_TENANTS', `${TENANT},bar`],
    ['TEAMS_ALLOWED_TENANTS', ',,'],
    ['TEAMS_SERVICE_HOSTS', ':::'],
    ['TEAMS_SERVICE_HOSTS', 'https://smba.trafficmanager.net'],
    ['TEAMS_SERVICE_HOSTS', 'smba.trafficmanager.net/teams'],
    ['TEAMS_SERVICE_HOSTS', 'smba.trafficmanager.net:99999'],
    ['TEAMS_APP_TYPE', 'Everyone'],
    ['TEAMS_OPENID_METADATA_URL', 'nowhere'],
    ['TEAMS_LOGIN_URL', 'nowhere'],
    ['TEAMS_ALLOW_UNAUTHENTICATED', 'perhaps'],
  ])('refuses %s of %j with a remedy, and does not repeat it', (variable, value) => {
    const found = problems({ ...SLACK, ...TEAMS, [variable]: value })
    expect(Object.keys(found)).toEqual([variable])
    expect(found[variable]).toMatch(/^[A-Z].*\.$/)
    expect(JSON.stringify(found)).not.toContain(value)
  })

  it('takes what is empty as not given', () => {
    const names = [
      ...readFileSync(new URL('../.env.example', import.meta.url), 'utf8').matchAll(/^#([A-Z_]+)=/gm),
    ].map(([, name = '']) => name)
    expect(names.length).toBeGreaterThan(20)
    for (const blank of ['', '  ']) {
      const all = Object.fromEntries(names.map((name) => [name, blank]))
      expect(readConfig(all)).toEqual(readConfig({}))
    }
  })

  it.each<[string, Record<string, string>, string[]]>([
    ['a bot token alone', { SLACK_BOT_TOKEN: 'xoxb-1' }, ['ENCRYPTION_KEY', 'SLACK_SIGNING_SECRET']],
    ['a signing secret alone', { SLACK_SIGNING_SECRET: 's' }, ['ENCRYPTION_KEY', 'SLACK_BOT_TOKEN']],
    ['an app token alone', { SLACK_APP_TOKEN: 'xapp-1' }, ['SLACK_BOT_TOKEN', 'SLACK_SIGNING_SECRET']],
    ['an app id alone', { TEAMS_APP_ID: APP }, ['ENCRYPTION_KEY', 'TEAMS_APP_PASSWORD', 'TEAMS_TENANT_ID']],
    ['a password alone', { TEAMS_APP_PASSWORD: 'p' }, ['ENCRYPTION_KEY', 'TEAMS_APP_ID', 'TEAMS_TENANT_ID']],
    ['a client id alone', { SLACK_CLIENT_ID: 'c' }, ['SLACK_CLIENT_SECRET', 'SLACK_STATE_SECRET']],
    ['Teams beside half of Slack', { ...TEAMS, SLACK_BOT_TOKEN: 'xoxb-1' }, ['SLACK_SIGNING_SECRET']],
    [
      'Slack beside half of Teams',
      { ...SLACK, TEAMS_APP_ID: APP, TEAMS_TENANT_ID: TENANT },
      ['TEAMS_APP_PASSWORD'],
    ],
  ])('takes %s for a mistake', (_, environment, wrong) => {
    expect(Object.keys(problems(environment)).sort()).toEqual(wrong)
  })

  it('asks a managed identity for no password', () => {
    const { TEAMS_APP_PASSWORD: _, ...without } = TEAMS
    expect(good({ ...without, TEAMS_APP_TYPE: 'UserAssignedMSI' }).teams).toMatchObject({ appPassword: '' })
    expect(problems(without)).toHaveProperty('TEAMS_APP_PASSWORD')
  })

  it('tells every problem at once, of every kind', () => {
    expect(
      Object.keys(
        problems({
          DATABASE_URL: 'mysql://x',
          HOST: '0.0.0.0',
          PORT: 'http',
          LOG_LEVEL: 'loud',
          SLACK_BOT_TOKEN: 'xoxb-1',
          TEAMS_APP_ID: APP,
          TEAMS_ALLOW_UNAUTHENTICATED: 'true',
        }),
      ).sort(),
    ).toEqual([
      'DATABASE_URL',
      'ENCRYPTION_KEY',
      'LOG_LEVEL',
      'PORT',
      'SLACK_SIGNING_SECRET',
      'TEAMS_ALLOW_UNAUTHENTICATED',
      'TEAMS_APP_PASSWORD',
      'TEAMS_TENANT_ID',
    ])
  })

  it.each(['0.0.0.0', '::', '192.0.2.1', 'duologue.example'])(
    'keeps to this machine what is unsafe on %s',
    (HOST) => {
      expect(Object.keys(problems({ HOST }))).toEqual(['HOST'])
      expect(problems({ ...SLACK, HOST })).toEqual({})
      expect(Object.keys(problems({ ...TEAMS, HOST, TEAMS_ALLOW_UNAUTHENTICATED: '1' }))).toEqual([
        'TEAMS_ALLOW_UNAUTHENTICATED',
      ])
    },
  )

  it('lets a Teams client without tokens in on this machine, with a key for what it keeps', () => {
    expect(Object.keys(problems({ TEAMS_ALLOW_UNAUTHENTICATED: 'true' }))).toEqual(['ENCRYPTION_KEY'])
    expect(good({ TEAMS_ALLOW_UNAUTHENTICATED: 'true', ENCRYPTION_KEY: KEY }).teams).toMatchObject({
      appId: '',
      allowedTenants: [],
      allowUnauthenticated: true,
    })
  })

  it('never throws, and never repeats a secret, whatever the environment holds', () => {
    const name = fc.constantFrom(...Object.keys(SLACK), ...Object.keys(TEAMS), 'PORT', 'HOST', 'PUBLIC_URL')
    const secret = fc.string({ minLength: 8, unit: 'binary' }).map((text) => `hush-${text}`)
    fc.assert(
      fc.property(fc.dictionary(name, secret), (environment) => {
        const read = readConfig(environment)
        expect(JSON.stringify(read.ok ? [] : read.problems)).not.toContain('hush-')
      }),
    )
  })
})

describe('the file .env', () => {
  const before = process.cwd()
  let folder: string | null = null
  const inFolder = (env: (file: string) => void) => {
    folder = mkdtempSync(join(tmpdir(), 'duologue-'))
    process.chdir(folder)
    env(join(folder, '.env'))
  }
  afterEach(() => {
    process.chdir(before)
    delete process.env['LOG_LEVEL']
    if (folder) rmSync(folder, { recursive: true })
    folder = null
  })

  it('is read from the folder that one is in', () => {
    inFolder((file) => writeFileSync(file, '# a comment\nPORT=4100\nLOG_LEVEL="warn"\n'))
    expect(readConfig()).toMatchObject({ ok: true, config: { port: 4100, logLevel: 'warn' } })
  })

  it('gives way to what the environment says', () => {
    inFolder((file) => writeFileSync(file, 'PORT=4100\nLOG_LEVEL=warn\n'))
    process.env['LOG_LEVEL'] = 'error'
    expect(readConfig()).toMatchObject({ ok: true, config: { port: 4100, logLevel: 'error' } })
  })

  it('need not be there', () => {
    inFolder(() => {})
    expect(readConfig()).toMatchObject({ ok: true, config: { port: 3000 } })
  })

  it('is told of when it is there and cannot be read', () => {
    inFolder((file) => mkdirSync(file))
    expect(readConfig()).toMatchObject({ ok: false, problems: [{ variable: '.env' }] })
  })

  it('has an example that names every variable, and changes nothing by itself', () => {
    const example = readFileSync(new URL('../.env.example', import.meta.url), 'utf8')
    const source = readFileSync(new URL('../src/config.ts', import.meta.url), 'utf8')
    const variables = [...source.matchAll(/^ {2}([A-Z][A-Z_]+): /gm)].map(([, name = '']) => name)
    expect(variables.length).toBeGreaterThan(20)
    for (const name of variables) expect(example).toMatch(new RegExp(`^#${name}=`, 'm'))
    expect(example).not.toMatch(/^[A-Z_]+=/m)
  })
})

describe('an address that leads nowhere', () => {
  it.each<[string, Record<string, string>]>([
    ['none is given', SLACK],
    ['Duologue listens on every address', { ...TEAMS, HOST: '0.0.0.0' }],
    ['it is of this machine', { ...SLACK, PUBLIC_URL: 'http://localhost:3000' }],
    ['it is of this machine, in numbers', { ...SLACK, HOST: '::1' }],
  ])('is told at the start when %s', (_, environment) => {
    expect(doubtsAbout(good(environment))).toEqual([expect.stringContaining('set PUBLIC_URL')])
  })

  it.each<[string, Record<string, string>]>([
    ['others reach', { ...SLACK, PUBLIC_URL: 'https://duologue.example' }],
    ['is that of HOST, on a network', { ...TEAMS, HOST: '192.0.2.7' }],
    ['serves simulated people alone', {}],
    ['serves a client for trying', { TEAMS_ALLOW_UNAUTHENTICATED: 'true', ENCRYPTION_KEY: KEY }],
  ])('is not one that %s', (_, environment) => {
    expect(doubtsAbout(good(environment))).toEqual([])
  })
})
