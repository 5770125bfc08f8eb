import { type IncomingMessage, type RequestListener, ServerResponse } from 'node:http'
import { CloudAdapter, ConfigurationBotFrameworkAuthentication, type TurnContext } from 'botbuilder'
import type { Simulator } from '../../src/simulator/index.ts'
import { APP_PASSWORD, BOT_TENANT } from './world.ts'

/** Fetches an access token as Entra's client-credentials grant does. */
export async function logIn(
  simulator: Simulator,
  form: Record<string, string>,
  tenant = BOT_TENANT,
): Promise<{ status: number; body: Record<string, unknown> }> {
  const response = await fetch(`${simulator.teams.loginUrl}/${tenant}/oauth2/v2.0/token`, {
    method: 'POST',
    body: new URLSearchParams(form),
  })
  const body: unknown = await response.json()
  return { status: response.status, body: Object.fromEntries(Object.entries(body ?? {})) }
}

export function credentials(appId: string): Record<string, string> {
  return {
    grant_type: 'client_credentials',
    client_id: appId,
    client_secret: APP_PASSWORD,
    scope: 'https://api.botframework.com/.default',
  }
}

/** An access token for this bot. */
export async function createBotToken(simulator: Simulator, appId: string): Promise<string> {
  return String((await logIn(simulator, credentials(appId))).body['access_token'])
}

/** A small bot on the real CloudAdapter, with every check of tokens in place. */
export function createBot(
  simulator: Simulator,
  appId: string,
  logic: (context: TurnContext) => Promise<void>,
): { adapter: CloudAdapter; listener: RequestListener } {
  const settings = {
    MicrosoftAppId: appId,
    MicrosoftAppPassword: APP_PASSWORD,
    MicrosoftAppType: 'SingleTenant',
    MicrosoftAppTenantId: BOT_TENANT,
    ToChannelFromBotLoginUrl: `${simulator.teams.loginUrl}/${BOT_TENANT}`,
    ToChannelFromBotOAuthScope: 'https://api.botframework.com',
    ToBotFromChannelTokenIssuer: 'https://api.botframework.com',
    OAuthUrl: 'https://api.botframework.com',
    CallerId: 'urn:botframework:azure',
    ValidateAuthority: true,
    ToBotFromChannelOpenIdMetadataUrl: simulator.teams.openIdMetadataUrl,
    ToBotFromEmulatorOpenIdMetadataUrl: simulator.teams.openIdMetadataUrl,
    ChannelService: '',
  }
  let token = ''
  const authentication = new ConfigurationBotFrameworkAuthentication(settings, {
    isValidAppId: (id) => Promise.resolve(id === appId),
    isAuthenticationDisabled: () => Promise.resolve(false),
    createCredentials: () =>
      Promise.resolve({
        async signRequest(request) {
          token ||= await createBotToken(simulator, appId)
          request.headers.set('authorization', `Bearer ${token}`)
          return request
        },
      }),
  })
  const adapter = new CloudAdapter(authentication)
  adapter.onTurnError = async (context, error) => {
    await context.sendActivity(`Error: ${error.message}`)
  }
  const listener: RequestListener = async (request, response) => {
    const body = await bodyOf(request)
    const incoming = { body, headers: request.headers, method: request.method ?? 'POST' }
    const outgoing = {
      socket: response.socket,
      status: (code: number) => response.writeHead(code),
      header: (name: string, value: unknown) => response.setHeader(name, String(value)),
      send: (content: unknown) =>
        response.write(typeof content === 'string' ? content : JSON.stringify(content)),
      end: () => response.end(),
    }
    await adapter.process(incoming, outgoing, logic).catch(() => {
      if (!response.headersSent) response.writeHead(500)
    })
    if (!response.writableEnded && response instanceof ServerResponse) response.end()
  }
  return { adapter, listener }
}

async function bodyOf(request: IncomingMessage): Promise<Record<string, unknown>> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(Buffer.from(chunk))
  return JSON.parse(Buffer.concat(chunks).toString('utf8'))
}
