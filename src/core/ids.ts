import { hash } from 'node:crypto'

/** 24 letters and digits that stand for these parts: the same for the same parts, and for no others. */
export const idOf = (...parts: readonly string[]): string =>
  BigInt(`0x${hash('sha256', JSON.stringify(parts))}`)
    .toString(36)
    .padStart(50, '0')
    .slice(-24)

/** A number from 0 up to, but not including, 1 that stands for these parts: chance that order cannot change. */
export const chanceOf = (...parts: readonly string[]): number =>
  hash('sha256', JSON.stringify(parts), 'buffer').readUInt32BE() / 2 ** 32
