import { describe, expect, test } from 'vitest'
import { openVault, type Place } from '../../src/store/vault.ts'

const key = (fill: number) => new Uint8Array(32).fill(fill)
const place: Place = { table: 'Reflection', column: 'words', row: 'r1' }
const WORDS = 'I was afraid to say it — 𝒳'

describe('a sealed value', () => {
  const vault = openVault([key(1)])

  test('opens where it was sealed, and never looks the same twice', () => {
    const one = vault.seal(WORDS, place)
    const other = vault.seal(WORDS, place)
    expect(one).toMatch(/^v1:/)
    expect(one).not.toBe(other)
    expect(one).not.toContain('afraid')
    expect(Buffer.from(one.split(':')[4] ?? '', 'base64url').toString('latin1')).not.toContain('afraid')
    expect([one, other].map((sealed) => vault.open(sealed, place))).toEqual([WORDS, WORDS])
  })

  test.each(['', ' ', 'x'.repeat(100_000), 'a:b:c', '\u0000'])(
    'keeps any words as they are (case %#)',
    (words) => {
      expect(vault.open(vault.seal(words, place), place)).toBe(words)
    },
  )

  test.each([
    ['another row', { ...place, row: 'r2' }],
    ['another column', { ...place, column: 'prompt' }],
    ['another table', { ...place, table: 'CheckIn' }],
    ['parts cut differently', { table: 'Reflection', column: 'word', row: 's' }],
  ])('does not open when moved to %s', (_, moved) => {
    expect(() => vault.open(vault.seal(WORDS, place), moved)).toThrow(
      expect.objectContaining({ code: 'cannot-unseal' }),
    )
  })

  test('does not open when any part of it was altered, cut off or left out', () => {
    const parts = vault.seal(WORDS, place).split(':')
    const altered = parts.flatMap((part, index) => {
      const flipped = (part.startsWith('A') ? 'B' : 'A') + part.slice(1)
      const put = (as: string) => parts.map((one, at) => (at === index ? as : one)).join(':')
      return [put(flipped), put(''), put(part.slice(0, -2)), parts.slice(0, index).join(':')]
    })
    for (const sealed of [...altered, '', 'v1', WORDS, 'v1:::::'])
      expect(() => vault.open(sealed, place), sealed).toThrow(
        expect.objectContaining({ code: 'cannot-unseal' }),
      )
  })

  test('does not open with a shortened tag, which would be easier to forge', () => {
    const [version, id, nonce, tag, words] = vault.seal(WORDS, place).split(':')
    const short = Buffer.from(tag ?? '', 'base64url')
      .subarray(0, 4)
      .toString('base64url')
    expect(() => vault.open([version, id, nonce, short, words].join(':'), place)).toThrow(
      expect.objectContaining({ code: 'cannot-unseal' }),
    )
  })

  test('does not open with another key, and the error tells nothing of the words', () => {
    const sealed = openVault([key(2)]).seal(WORDS, place)
    try {
      vault.open(sealed, place)
      expect.unreachable()
    } catch (error) {
      expect(error).toMatchObject({ code: 'cannot-unseal' })
      expect(String(error)).not.toMatch(/afraid|r1/)
    }
  })

  test('opens after the key was rotated, for as long as the old key is at hand', () => {
    const old = openVault([key(1)]).seal(WORDS, place)
    const rotated = openVault([key(2), key(1)])
    expect(rotated.open(old, place)).toBe(WORDS)
    const fresh = rotated.seal(WORDS, place)
    expect(openVault([key(2)]).open(fresh, place)).toBe(WORDS)
    expect(() => openVault([key(1)]).open(fresh, place)).toThrow(
      expect.objectContaining({ code: 'cannot-unseal' }),
    )
    expect(() => openVault([key(2)]).open(old, place)).toThrow(
      expect.objectContaining({ code: 'cannot-unseal' }),
    )
  })
})

test('a key of another length is refused', () => {
  for (const bytes of [0, 16, 31, 33])
    expect(() => openVault([new Uint8Array(bytes)])).toThrow(expect.objectContaining({ code: 'bad-key' }))
  expect(() => openVault([key(1), new Uint8Array(16)])).toThrow(expect.objectContaining({ code: 'bad-key' }))
})

describe('a pseudonym', () => {
  const of = (...keys: [number, ...number[]]) => {
    const [first, ...others] = keys.map(key)
    return openVault([first ?? key(0), ...others])
  }

  test('is the same for one person in one programme, and for nobody else', () => {
    const vault = of(1)
    expect(vault.pseudonym('g1', 'p1')).toBe(of(1).pseudonym('g1', 'p1'))
    const all = [
      vault.pseudonym('g1', 'p1'),
      vault.pseudonym('g1', 'p2'),
      vault.pseudonym('g2', 'p1'),
      vault.pseudonym('g1p', '1'),
      of(2).pseudonym('g1', 'p1'),
    ]
    expect(new Set(all).size).toBe(all.length)
  })

  test('outlives a rotation of the key', () => {
    expect(of(2, 1).pseudonym('g1', 'p1')).toBe(of(1).pseudonym('g1', 'p1'))
  })
})
