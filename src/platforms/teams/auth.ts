import {
  type Activity,
  CloudAdapter,
  ConfigurationBotFrameworkAuthentication,
  type ConfigurationBotFrameworkAuthenticationOptions,
  ConfigurationServiceClientCredentialFactory,
} from 'botbuilder'
import type { TeamsConfig } from './config.ts'
import { LIMITS } from './limits.ts'
import { createTokens, TokenRefused, type Tokens } from './tokens.ts'

type Authentication = ConfigurationBotFrameworkAuthentication
type ConnectorFactory = ReturnType<Authentication['createConnectorFactory']>
type Credentials = Awaited<ReturnType<ConfigurationServiceClientCredentialFactory['createCredentials']>>
export type Authenticated = Awaited<ReturnType<Authentication['authenticateRequest']>>

/** Who signs what Teams sends, and whom our own tokens are for. */
const CHANNEL = 'https://api.botframework.com'
const MICROSOFT_LOGIN = 'https://login.microsoftonline.com'
/** Where bots of the multi-tenant kind take their tokens. */
const MULTI_TENANT = 'botframework.com'
const MICROSOFT_KEYS = 'https://login.botframework.com/v1/.well-known/openidconfiguration'
const EMULATOR_KEYS =
  'https://login.microsoftonline.com/botframework.com/v2.0/.well-known/openid-configuration'

/** Genuine, not genuine, or not to be told just now. */
type Verdict =
  | { readonly type: 'genuine'; readonly as: Authenticated }
  | { readonly type: 'refused' }
  | { readonly type: 'unknown'; readonly error: unknown }

/** The SDK's adapter, with checks and tokens as this product wants them. */
export interface Bot {
  readonly adapter: CloudAdapter
  readonly appId: string
  /** Checks the token of an activity: signature, issuer, audience, age, service address. */
  authenticate(activity: Activity, header: string): Promise<Verdict>
  /** The connector refused our token. */
  forgetToken(): void
  /** Whether tokens and keys can be had now; the code of what cannot, null when all is well. */
  trouble(): Promise<string | null>
}

export const createBot = (config: TeamsConfig): Bot => {
  const tokens = createTokens({
    loginUrl: (config.loginUrl ?? MICROSOFT_LOGIN).replace(/\/+$/, ''),
    tenant: config.appType === 'MultiTenant' ? MULTI_TENANT : config.tenantId,
    appId: config.appId,
    appPassword: config.appPassword,
  })
  const authentication = new TamedAuthentication(settingsOf(config), new OwnCredentials(config, tokens))
  return {
    adapter: new CloudAdapter(authentication),
    appId: config.appId,
    async authenticate(activity, header) {
      if (!config.allowUnauthenticated && !isFromChannel(header)) return { type: 'refused' }
      try {
        return { type: 'genuine', as: await authentication.authenticateRequest(activity, header) }
      } catch (error) {
        return isOurTrouble(error) ? { type: 'unknown', error } : { type: 'refused' }
      }
    },
    forgetToken: () => tokens.forget(),
    async trouble() {
      if (config.allowUnauthenticated) return null
      const [login, keys] = await Promise.all([
        // The machine itself gives a managed identity its tokens.
        config.appType === 'UserAssignedMSI' ? null : troubleOf('login', tokens.current()),
        troubleOf('keys', askForKeys(config.openIdMetadataUrl ?? MICROSOFT_KEYS)),
      ])
      return login ?? keys
    },
  }
}

const troubleOf = (what: string, asked: Promise<unknown>): Promise<string | null> =>
  asked.then(
    () => null,
    (error: unknown) =>
      `${what}_${error instanceof TokenRefused && error.status !== null ? `http_${error.status}` : 'unreachable'}`,
  )

/** Whether the keys that sign requests could be fetched. The SDK fetches them anew when it needs them. */
const askForKeys = async (url: string): Promise<void> => {
  const response = await fetch(url, { signal: AbortSignal.timeout(LIMITS.requestMs) })
  await response.arrayBuffer()
  if (!response.ok) throw new TokenRefused(response.status, null)
}

/** All of them, since the SDK merges no defaults into those that are given. */
const settingsOf = (config: TeamsConfig): ConfigurationBotFrameworkAuthenticationOptions => ({
  MicrosoftAppId: config.appId,
  MicrosoftAppPassword: config.appPassword,
  MicrosoftAppType: config.appType,
  MicrosoftAppTenantId: config.tenantId,
  ToChannelFromBotLoginUrl: `${MICROSOFT_LOGIN}/${MULTI_TENANT}`,
  ToChannelFromBotOAuthScope: CHANNEL,
  ToBotFromChannelTokenIssuer: CHANNEL,
  OAuthUrl: CHANNEL,
  CallerId: 'urn:botframework:azure',
  ValidateAuthority: true,
  ToBotFromChannelOpenIdMetadataUrl: config.openIdMetadataUrl ?? MICROSOFT_KEYS,
  ToBotFromEmulatorOpenIdMetadataUrl: config.openIdMetadataUrl ?? EMULATOR_KEYS,
  ChannelService: '',
})

/**
 * The SDK would take tokens of the Emulator and of other bots as well, and remembers the tenant of each one that is
 * offered, for ever. Only the channel's own get as far as the SDK.
 */
const isFromChannel = (header: string): boolean => {
  const payload = /^Bearer [\w-]+\.([\w-]+)\.[\w-]+$/.exec(header)?.[1]
  if (payload === undefined) return false
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'))
    return typeof claims === 'object' && claims !== null && 'iss' in claims && claims.iss === CHANNEL
  } catch {
    return false
  }
}

/** The keys could not be had: no verdict on the token. */
const isOurTrouble = (error: unknown): boolean => {
  if (!(error instanceof Error)) return true
  if (error.name === 'FetchError') return true
  return 'statusCode' in error && error.statusCode === 500
}

/** Takes tokens from the endpoint that is configured; the stock factory knows Microsoft's alone. */
class OwnCredentials extends ConfigurationServiceClientCredentialFactory {
  readonly #config: TeamsConfig
  readonly #tokens: Tokens

  constructor(config: TeamsConfig, tokens: Tokens) {
    super(
      config.allowUnauthenticated
        ? { MicrosoftAppId: config.appId, MicrosoftAppPassword: config.appPassword }
        : {
            MicrosoftAppId: config.appId,
            MicrosoftAppPassword: config.appPassword,
            MicrosoftAppType: config.appType,
            MicrosoftAppTenantId: config.tenantId,
          },
    )
    this.#config = config
    this.#tokens = tokens
  }

  override async isAuthenticationDisabled(): Promise<boolean> {
    return this.#config.allowUnauthenticated
  }

  override async isValidAppId(appId: string): Promise<boolean> {
    return appId === this.#config.appId
  }

  override async createCredentials(
    appId: string,
    audience: string,
    loginEndpoint: string,
    validateAuthority: boolean,
  ): Promise<Credentials> {
    if (this.#config.appType === 'UserAssignedMSI' && !this.#config.allowUnauthenticated)
      return super.createCredentials(appId, audience, loginEndpoint, validateAuthority)
    const { allowUnauthenticated } = this.#config
    const tokens = this.#tokens
    return {
      async signRequest(request) {
        if (!allowUnauthenticated) request.headers.set('authorization', `Bearer ${await tokens.current()}`)
        return request
      },
    }
  }
}

/** Hands out connectors that neither try again nor follow redirections, and give up in time. */
class TamedAuthentication extends ConfigurationBotFrameworkAuthentication {
  override async authenticateRequest(activity: Activity, header: string): Promise<Authenticated> {
    const result = await super.authenticateRequest(activity, header)
    return result.connectorFactory ? { ...result, connectorFactory: tamed(result.connectorFactory) } : result
  }

  override createConnectorFactory(identity: Authenticated['claimsIdentity']): ConnectorFactory {
    return tamed(super.createConnectorFactory(identity))
  }
}

const tamed = (factory: ConnectorFactory): ConnectorFactory => ({
  async create(serviceUrl, audience) {
    const connector = await factory.create(serviceUrl, audience)
    const pipeline = pipelineOf(connector)
    pipeline.removePolicy({ name: 'defaultRetryPolicy' })
    pipeline.removePolicy({ name: 'redirectPolicy' })
    pipeline.addPolicy({
      name: 'duologueTimeout',
      sendRequest(request, next) {
        request.timeout = LIMITS.requestMs
        return next(request)
      },
    })
    return connector
  },
})

interface Pipeline {
  removePolicy(which: { name: string }): unknown
  addPolicy(policy: {
    name: string
    sendRequest(request: { timeout: number }, next: (request: { timeout: number }) => unknown): unknown
  }): unknown
}

/** The SDK keeps it to itself; without it, a message could be sent twice. */
const pipelineOf = (connector: object): Pipeline => {
  const client: unknown = Reflect.get(connector, 'client')
  const pipeline: unknown = typeof client === 'object' && client !== null && Reflect.get(client, 'pipeline')
  if (!isPipeline(pipeline)) throw new Error('The connector of botbuilder is not as 4.23.3 has it.')
  return pipeline
}

const isPipeline = (value: unknown): value is Pipeline =>
  typeof value === 'object' && value !== null && 'removePolicy' in value && 'addPolicy' in value
