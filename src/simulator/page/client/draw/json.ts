/** A JSON object of which nothing is known yet. */
export type Json = Readonly<Record<string, unknown>>

export const isRecord = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The value as an object; anything else is an empty one. */
export const record = (value: unknown): Json => (isRecord(value) ? value : {})

/** The value as objects; anything else is none. */
export const records = (value: unknown): readonly Json[] => (Array.isArray(value) ? value.map(record) : [])

/** The value as a string; numbers and booleans are written out, anything else is empty. */
export const text = (value: unknown): string => {
  if (typeof value === 'string') return value
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : ''
}
