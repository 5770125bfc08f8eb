import { Temporal } from 'temporal-polyfill'
import { afterEach, describe, expect, it } from 'vitest'
import { firstServiceUrl } from '../../../src/platforms/teams/config.ts'
import { isAllowedService, unpackConversation } from '../../../src/platforms/teams/conversation.ts'
import { createTeams, type TeamsConfig } from '../../../src/platforms/teams/index.ts'
import { TENANT } from '../../simulator/world.ts'
import { type Product, post, startProduct } from './product.ts'

const HOSTS = ['smba.trafficmanager.net', 'smba.infra.gcc.teams.microsoft.com']

const config: TeamsConfig = {
  appId: '00000000-1111-4222-8333-444444444444',
  appPassword: 'a-password-for-tests',
  tenantId: TENANT.id,
  appType: 'SingleTenant',
  allowedTenants: [TENANT.id],
  serviceHosts: HOSTS,
  openIdMetadataUrl: null,
  loginUrl: null,
  allowUnauthenticated: false,
  requestsPerSecond: 30,
}
const teamsOf = (but: Partial<TeamsConfig>) =>
  createTeams({
    config: { ...config, ...but },
    clock: { now: () => Temporal.Instant.from('2026-01-12T09:00:00Z') },
    log: () => {},
  })

describe('the settings', () => {
  it('must name the app, or nobody would be checked', () => {
    expect(() => teamsOf({ appId: '' })).toThrow(expect.objectContaining({ code: 'teams-without-app' }))
    expect(teamsOf({ appId: '', appPassword: '', allowUnauthenticated: true }).platform.name).toBe('teams')
  })

  it.each([
    ['SingleTenant', 'a-password-for-tests'],
    ['MultiTenant', 'a-password-for-tests'],
    ['UserAssignedMSI', ''],
  ] as const)('serve an app of the type %s', (appType, appPassword) => {
    expect(teamsOf({ appType, appPassword }).routes.map(({ path }) => path)).toEqual(['/api/messages'])
  })
})

describe('where our tokens may go', () => {
  it.each([
    ['https://smba.trafficmanager.net/emea/', true],
    ['https://SMBA.trafficmanager.net/teams', true],
    ['http://smba.trafficmanager.net/emea/', false],
    ['https://smba.trafficmanager.net:8443/emea/', false],
    ['https://smba.trafficmanager.net.evil.example/', false],
    ['https://evil.example/smba.trafficmanager.net', false],
    ['https://smba.trafficmanager.net@evil.example/', false],
    ['https://user:pass@smba.trafficmanager.net/', false],
    ['http://127.0.0.1:3978/', false],
    ['ftp://smba.trafficmanager.net/', false],
    ['smba.trafficmanager.net', false],
    ['', false],
  ])('%j: %s', (url, allowed) => {
    expect(isAllowedService(url, HOSTS)).toBe(allowed)
  })

  it('may be this machine, when it is named, with its port', () => {
    expect(isAllowedService('http://127.0.0.1:3978/teams/', ['127.0.0.1:3978'])).toBe(true)
    expect(isAllowedService('http://127.0.0.1:3979/teams/', ['127.0.0.1:3978'])).toBe(false)
    expect(isAllowedService('http://localhost:5000/_connector', ['localhost'])).toBe(true)
  })

  it('begins with the first host that is allowed', () => {
    expect(firstServiceUrl(HOSTS)).toBe('https://smba.trafficmanager.net/teams/')
    expect(firstServiceUrl([])).toBe('https://smba.trafficmanager.net/teams/')
    expect(firstServiceUrl(['127.0.0.1:3978'])).toBe('http://127.0.0.1:3978/teams/')
  })

  it.each([
    '',
    'a:1',
    '{}',
    '[]',
    'null',
    '{"conversationId":""}',
    '{"conversationId":"a:1","serviceUrl":"x"}',
  ])('is told by no conversation of somebody else’s making: %j', (packed) => {
    expect(unpackConversation(packed)).toBeNull()
  })
})

describe('a client without tokens', () => {
  let product: Product
  afterEach(() => product.stop())

  const activity = (but: object = {}) =>
    JSON.stringify({
      type: 'message',
      id: '1',
      text: 'hello',
      channelId: 'msteams',
      serviceUrl: 'http://localhost:9/_connector',
      from: { id: 'user-1', name: 'Someone', aadObjectId: '00000000-0000-0000-0000-0000000000020' },
      recipient: { id: 'bot-1' },
      conversation: { id: 'personal-1', conversationType: 'personal', tenantId: 'made-up' },
      ...but,
    })
  const atOnce = (milliseconds: number, run: () => void) => {
    if (milliseconds < 1000) queueMicrotask(run)
    return () => {}
  }

  it('is heard only where that was asked for, and only from this machine', async () => {
    const trying = { appId: '', appPassword: '', allowUnauthenticated: true, allowedTenants: [] }
    product = await startProduct(trying, { after: atOnce })
    expect(await post(product.url, activity())).toMatchObject({ status: 200, body: '' })
    expect(product.heard).toMatchObject([{ type: 'said', text: 'hello', profile: { name: 'Someone' } }])
    const elsewhere = activity({ serviceUrl: 'https://evil.example/' })
    expect(await post(product.url, elsewhere)).toMatchObject({ status: 403 })
  })

  it('is refused everywhere else', async () => {
    product = await startProduct()
    expect(await post(product.url, activity())).toMatchObject({ status: 401, body: '' })
    expect(product.heard).toEqual([])
  })
})
