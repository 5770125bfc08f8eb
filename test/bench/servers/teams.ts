import type { IncomingMessage, ServerResponse } from 'node:http'
import { CloudAdapter, ConfigurationBotFrameworkAuthentication } from 'botbuilder'
import { setting } from './settings.ts'

const CHANNEL = 'https://api.botframework.com'

/** botbuilder and nothing else: the token of each activity is checked, and nothing is replied. */
export const bareTeams = (): ((request: IncomingMessage, response: ServerResponse) => void) => {
  const keys = setting('TEAMS_OPENID_METADATA_URL')
  const adapter = new CloudAdapter(
    new ConfigurationBotFrameworkAuthentication({
      MicrosoftAppId: setting('TEAMS_APP_ID'),
      MicrosoftAppPassword: setting('TEAMS_APP_PASSWORD'),
      MicrosoftAppType: 'SingleTenant',
      MicrosoftAppTenantId: setting('TEAMS_TENANT_ID'),
      ToChannelFromBotLoginUrl: 'https://login.microsoftonline.com/botframework.com',
      ToChannelFromBotOAuthScope: CHANNEL,
      ToBotFromChannelTokenIssuer: CHANNEL,
      OAuthUrl: CHANNEL,
      CallerId: 'urn:botframework:azure',
      ValidateAuthority: true,
      ToBotFromChannelOpenIdMetadataUrl: keys,
      ToBotFromEmulatorOpenIdMetadataUrl: keys,
      ChannelService: '',
    }),
  )
  return async (request, response) => {
    const pieces: Buffer[] = []
    for await (const piece of request) pieces.push(piece)
    const body = JSON.parse(Buffer.concat(pieces).toString('utf8'))
    const { method = '', headers } = request
    await adapter.process(
      { body, headers, method },
      {
        socket: response.socket,
        end: () => response.end(),
        header: (name: string, value: string) => response.setHeader(name, value),
        send: (text: unknown) => response.write(String(text)),
        status: (code: number) => {
          response.statusCode = code
        },
      },
      async () => {},
    )
  }
}
