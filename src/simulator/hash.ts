import { createHash } from 'node:crypto'

/** A stable hexadecimal digest of some words. */
export function digest(...parts: (string | number)[]): string {
  return createHash('sha256').update(parts.join('\u0000')).digest('hex')
}

/** A number in [0, 1) that depends on the words alone, never on what was drawn before. */
export function draw(...parts: (string | number)[]): number {
  return Number.parseInt(digest(...parts).slice(0, 12), 16) / 2 ** 48
}

/** An identifier as a platform makes them: a prefix and capitals and digits, always the same for the same words. */
export function platformId(prefix: string, ...parts: (string | number)[]): string {
  const number = BigInt(`0x${digest(prefix, ...parts).slice(0, 15)}`)
  return prefix + number.toString(36).toUpperCase().padStart(10, '0').slice(-10)
}
