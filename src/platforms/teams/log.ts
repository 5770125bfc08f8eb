/** Writes a line to the log: ids only, never names, words or tokens. */
export type Log = (
  level: 'info' | 'warn' | 'error',
  event: string,
  ids: Readonly<Record<string, string>>,
) => void

/** What kind of error it was; its message may hold what somebody wrote. */
export const kindOf = (error: unknown): string => (error instanceof Error ? error.name : 'unknown')
