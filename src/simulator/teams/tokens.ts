import { generateKeyPairSync, type KeyObject, sign, verify } from 'node:crypto'
import { realNow } from '../clock.ts'
import { digest } from '../hash.ts'
import { at, parse, record, text } from '../json.ts'

/** Who signs what Teams sends, and the audience that its own API asks for. */
export const CHANNEL_ISSUER = 'https://api.botframework.com'
const HOUR_SECONDS = 3600
/** A cached token is made anew this long before it expires. */
const MARGIN_SECONDS = 300

/** Claims that differ from those of a proper token. */
export interface TokenForgery {
  issuer?: string
  audience?: string
  serviceUrl?: string
  /** From now, in real seconds; negative is expired. */
  expiresIn?: number
  /** Signed with a key that the metadata does not list. */
  unknownKey?: boolean
  /** Signed with another key under the listed key's id. */
  badSignature?: boolean
}

export interface TeamsTokens {
  /** The JSON Web Key Set that the metadata points to. */
  keys(): object
  /** A token for one request to the product. */
  forProduct(serviceUrl: string, forgery?: TokenForgery): string
  /** An access token for the connector, as Entra issues it. */
  accessToken(tenantId: string, seconds: number): string
  /** Whether a bearer header may use the connector. */
  admits(authorization: string | undefined): boolean
}

interface SigningKey {
  id: string
  privateKey: KeyObject
  publicKey: KeyObject
}

export function createTeamsTokens(appId: string): TeamsTokens {
  const key = newKey('listed')
  let stranger: SigningKey | null = null
  const another = () => {
    stranger ??= newKey('unlisted')
    return stranger
  }
  const admitted = new Map<string, number>()
  let cached: { serviceUrl: string; token: string; until: number } | null = null
  let issued = 0

  return {
    keys() {
      const jwk = key.publicKey.export({ format: 'jwk' })
      return {
        keys: [
          {
            ...jwk,
            use: 'sig',
            alg: 'RS256',
            kid: key.id,
            x5t: key.id,
            endorsements: ['msteams', 'webchat'],
          },
        ],
      }
    },
    forProduct(serviceUrl, forgery) {
      const now = Math.floor(realNow() / 1000)
      if (!forgery && cached?.serviceUrl === serviceUrl && cached.until > now) return cached.token
      const { issuer = CHANNEL_ISSUER, audience = appId, expiresIn = HOUR_SECONDS } = forgery ?? {}
      const claims = {
        serviceurl: forgery?.serviceUrl ?? serviceUrl,
        nbf: Math.min(now, now + expiresIn) - MARGIN_SECONDS,
        exp: now + expiresIn,
        iss: issuer,
        aud: audience,
      }
      if (forgery?.unknownKey) return signed(claims, another(), another().id)
      if (forgery?.badSignature) return signed(claims, another(), key.id)
      const token = signed(claims, key, key.id)
      if (!forgery) cached = { serviceUrl, token, until: claims.exp - MARGIN_SECONDS }
      return token
    },
    accessToken(tenantId, seconds) {
      const now = Math.floor(realNow() / 1000)
      issued += 1
      const claims = {
        aud: CHANNEL_ISSUER,
        iss: `https://sts.windows.net/${tenantId}/`,
        iat: now,
        nbf: now,
        exp: now + seconds,
        appid: appId,
        tid: tenantId,
        uti: String(issued),
        ver: '1.0',
      }
      return signed(claims, key, key.id)
    },
    admits(authorization) {
      const token = /^Bearer (.+)$/.exec(authorization ?? '')?.[1]
      if (token === undefined) return false
      const now = realNow() / 1000
      const known = admitted.get(token)
      if (known !== undefined) return known > now
      const [head = '', body = '', signature = ''] = token.split('.')
      const claims = record(parse(Buffer.from(body, 'base64url').toString('utf8')))
      const good =
        verify(
          'RSA-SHA256',
          Buffer.from(`${head}.${body}`),
          key.publicKey,
          Buffer.from(signature, 'base64url'),
        ) &&
        claims['aud'] === CHANNEL_ISSUER &&
        claims['appid'] === appId &&
        text(claims['iss']).startsWith('https://sts.windows.net/')
      const until = Number(claims['exp'])
      if (!good || !(until > now)) return false
      if (admitted.size > 100) admitted.clear()
      admitted.set(token, until)
      return true
    },
  }
}

function newKey(name: string): SigningKey {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const modulus = text(at(publicKey.export({ format: 'jwk' }), 'n'))
  return { id: digest(name, modulus).slice(0, 27), privateKey, publicKey }
}

function signed(claims: object, key: SigningKey, kid: string): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const content = `${part({ alg: 'RS256', typ: 'JWT', kid, x5t: kid })}.${part(claims)}`
  return `${content}.${sign('RSA-SHA256', Buffer.from(content), key.privateKey).toString('base64url')}`
}
