import { table } from '../../src/cli/output.ts'

/** Prints a heading and, under it, columns. */
export const section = (title: string, rows: readonly (readonly (string | number)[])[]): void => {
  console.log(`\n${title}`)
  console.log(table(rows))
}

export const whole = (value: number): number => Math.round(value)
export const megabytes = (bytes: number): number => Math.round(bytes / 1024 / 1024)

/** A figure beside the most that it should be. */
export const atMost = (value: number, target: number, unit = ' x'): string =>
  `${value.toFixed(2)}${unit}, target at most ${target}${unit}: ${value <= target ? 'met' : 'MISSED'}`

/** A figure beside the least that it should be. */
export const atLeast = (value: number, target: number, unit = ''): string =>
  `${value.toFixed(2)}${unit}, target at least ${target}${unit}: ${value >= target ? 'met' : 'MISSED'}`

/** A count that should be nothing. */
export const none = (count: number): string => `${count}, target 0: ${count === 0 ? 'met' : 'MISSED'}`

export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((one, other) => one - other)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}
