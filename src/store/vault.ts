import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto'
import { DuologueError } from '../core/errors.ts'

/**
 * Keys of 32 bytes. The first seals; the others, older ones, still open what they sealed. The last is the oldest:
 * survey pseudonyms derive from it, so it stays in the list for as long as surveys are compared.
 */
export type SealingKeys = readonly [Uint8Array, ...Uint8Array[]]

/** Where a sealed value stands. It opens nowhere else. */
export interface Place {
  readonly table: string
  readonly column: string
  readonly row: string
}

/** Seals private words and tokens, and makes survey pseudonyms. */
export interface Vault {
  /** The name of the key that seals from now on, as what it seals carries it; nothing of the key itself. */
  readonly sealsWith: string
  /** Whether the key of this name is at hand. */
  holds(keyId: string): boolean
  seal(words: string, place: Place): string
  /** Throws `cannot-unseal` when the value was altered, moved, or sealed with a key that is not at hand. */
  open(sealed: string, place: Place): string
  /** The same for one participant in all anonymous surveys of a programme; tells nobody without the key who it is. */
  pseudonym(programmeId: string, participantId: string): string
}

const VERSION = 'v1'
const KEY_BYTES = 32
/** What GCM is specified for. */
const NONCE_BYTES = 12
const TAG_BYTES = 16

interface DerivedKey {
  readonly id: string
  readonly key: Buffer
}

const derive = (secret: Uint8Array, purpose: string, bytes: number): Buffer =>
  Buffer.from(hkdfSync('sha256', secret, '', `duologue ${purpose}`, bytes))

const sealingKey = (secret: Uint8Array): DerivedKey => ({
  id: derive(secret, 'key id', 6).toString('base64url'),
  key: derive(secret, 'sealing', KEY_BYTES),
})

const cannotOpen = (cause?: unknown) =>
  new DuologueError(
    'cannot-unseal',
    'Something sealed in the database cannot be opened with the encryption key that was given.',
    'Give the key that this database was used with before; nothing was changed.',
    cause,
  )

/** The name of the key in a sealed value, as SQLite finds it. */
export const keyIdInSql = (column: string): string =>
  `substr(${column}, ${VERSION.length + 2}, instr(substr(${column}, ${VERSION.length + 2}), ':') - 1)`

/** JSON keeps parts that hold any character apart from one another. */
const bound = (place: Place): Buffer => Buffer.from(JSON.stringify([place.table, place.column, place.row]))

/**
 * AES-256-GCM. A sealed value is `v1:KEY:NONCE:TAG:WORDS` in base64url, bound to its table, column and row. Throws
 * `bad-key` unless each key has 32 bytes.
 */
export const openVault = (keys: SealingKeys): Vault => {
  if (keys.some((key) => key.byteLength !== KEY_BYTES))
    throw new DuologueError(
      'bad-key',
      'The encryption key does not have 32 bytes.',
      'Make one with `openssl rand -base64 32`.',
    )
  const sealing = sealingKey(keys[0])
  const opening = new Map(keys.map((key) => [sealingKey(key).id, sealingKey(key).key]))
  const pseudonyms = derive(keys.at(-1) ?? keys[0], 'survey pseudonyms', KEY_BYTES)

  return {
    sealsWith: sealing.id,
    holds: (keyId) => opening.has(keyId),
    seal: (words, place) => {
      const nonce = randomBytes(NONCE_BYTES)
      const cipher = createCipheriv('aes-256-gcm', sealing.key, nonce, { authTagLength: TAG_BYTES })
      cipher.setAAD(bound(place))
      const sealed = Buffer.concat([cipher.update(words, 'utf8'), cipher.final()])
      const parts = [nonce, cipher.getAuthTag(), sealed].map((part) => part.toString('base64url'))
      return [VERSION, sealing.id, ...parts].join(':')
    },
    open: (sealed, place) => {
      const [version, id, nonce, tag, words] = sealed.split(':')
      const key = opening.get(id ?? '')
      if (version !== VERSION || !key || !nonce || !tag || words === undefined) throw cannotOpen()
      try {
        const cipher = createDecipheriv('aes-256-gcm', key, Buffer.from(nonce, 'base64url'), {
          authTagLength: TAG_BYTES,
        })
        cipher.setAAD(bound(place))
        cipher.setAuthTag(Buffer.from(tag, 'base64url'))
        return Buffer.concat([cipher.update(Buffer.from(words, 'base64url')), cipher.final()]).toString(
          'utf8',
        )
      } catch (cause) {
        throw cannotOpen(cause)
      }
    },
    pseudonym: (programmeId, participantId) =>
      createHmac('sha256', pseudonyms)
        .update(JSON.stringify([programmeId, participantId]))
        .digest('base64url'),
  }
}
