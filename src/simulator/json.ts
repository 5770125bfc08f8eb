/** A JSON object of which nothing is known yet. */
export type Json = Record<string, unknown>

/** Whether a value is a JSON object (not an array, not null). */
export function isRecord(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The value as an object; anything else is an empty one. */
export function record(value: unknown): Json {
  return isRecord(value) ? value : {}
}

/** The value as an array; anything else is an empty one. */
export function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : []
}

/** The value as a string; numbers and booleans are written out, anything else is empty. */
export function text(value: unknown): string {
  if (typeof value === 'string') return value
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : ''
}

/** A flag as JSON or a form carries it. */
export function flag(value: unknown): boolean {
  return value === true || value === 'true' || value === '1'
}

/** What lies at a path of keys; undefined where the path ends early. */
export function at(value: unknown, ...path: string[]): unknown {
  let current = value
  for (const key of path) current = record(current)[key]
  return current
}

/** Parses JSON; undefined when it is none. */
export function parse(source: string): unknown {
  try {
    return JSON.parse(source)
  } catch {
    return undefined
  }
}
