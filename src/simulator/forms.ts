import type { Answer, FieldType, ShownField } from './types.ts'

/** Answers as the platform will carry them, by field name; null where the person left a question open. */
export type Filled = Record<string, string | string[] | null>

const SHAPES: Partial<Record<FieldType, { pattern: RegExp; message: string }>> = {
  date: { pattern: /^\d{4}-\d{2}-\d{2}$/, message: 'Please choose a date.' },
  time: { pattern: /^([01]\d|2[0-3]):[0-5]\d$/, message: 'Please choose a time.' },
  datetime: { pattern: /^\d{10}$/, message: 'Please choose a date and time.' },
  number: { pattern: /^-?\d+(\.\d+)?$/, message: 'Please enter a number.' },
  email: { pattern: /^[^\s@]+@[^\s@]+\.[^\s@]+$/, message: 'Please enter an e-mail address.' },
  url: { pattern: /^https?:\/\/\S+$/, message: 'Please enter a web address.' },
}

/** So many choices are named to somebody who made another. */
const MOST_CHOICES = 12

const SEVERAL: ReadonlySet<FieldType> = new Set(['choices', 'people'])

/**
 * Puts answers, given by label or name, into fields, and makes the checks that a platform's own client makes
 * before it sends anything. Fields without an answer keep the value they hold.
 */
export function fillIn(
  fields: ShownField[],
  answers: Record<string, Answer>,
): {
  filled: Filled
  errors: Record<string, string>
  /** Those of them that no client lets anybody make, such as a choice that is not there. */
  impossible: Record<string, string>
} {
  const errors: Record<string, string> = {}
  const impossible: Record<string, string> = {}
  const given = new Map<string, Answer>()
  for (const [key, answer] of Object.entries(answers)) {
    const field = fieldNamed(fields, key)
    if (field) given.set(field.name, answer)
    else impossible[key] = 'There is no such question.'
  }
  const filled: Filled = {}
  for (const field of fields) {
    const answer = given.get(field.name) ?? field.value ?? null
    const { value, error } = check(field, answer)
    filled[field.name] = value
    const astray = strayed(field, answer)
    if (astray !== null) impossible[field.name] = astray
    else if (error !== null) errors[field.name] = error
  }
  return { filled, errors: { ...errors, ...impossible }, impossible }
}

/** Tells of an answer that the client does not offer, and what it does; null when there is none. */
function strayed(field: ShownField, answer: Answer | null): string | null {
  const parts = answer === null ? [] : partsOf(answer)
  const { options } = field
  const unknown = options && parts.find((part) => chosen(field, part) === null)
  if (options && unknown !== undefined) {
    const choices = options.map(({ label }) => `“${label}”`)
    const more = choices.length > MOST_CHOICES ? `, and ${choices.length - MOST_CHOICES} more` : ''
    return `“${unknown}” is not one of the choices: ${choices.slice(0, MOST_CHOICES).join(', ')}${more}.`
  }
  return parts.length > 1 && !SEVERAL.has(field.type) ? 'Please give one answer only.' : null
}

function fieldNamed(fields: ShownField[], key: string): ShownField | undefined {
  const wanted = key.trim().toLowerCase()
  return (
    fields.find((field) => field.name === key) ??
    fields.find((field) => field.label.trim().toLowerCase() === wanted)
  )
}

function check(
  field: ShownField,
  answer: Answer | null,
): { value: string | string[] | null; error: string | null } {
  if (field.type === 'toggle') return { value: toggled(answer), error: null }
  const parts = answer === null ? [] : partsOf(answer)
  if (parts.length === 0) {
    const error = field.required ? (field.error ?? 'Please complete this required field.') : null
    return { value: null, error }
  }
  const values: string[] = []
  for (const part of parts) {
    const value = field.options ? chosen(field, part) : part
    if (value === null) return { value: null, error: null }
    const error = refusal(field, value)
    if (error !== null) return { value: null, error }
    values.push(value)
  }
  if (SEVERAL.has(field.type)) return { value: values, error: null }
  return { value: values[0] ?? null, error: null }
}

function partsOf(answer: Answer): string[] {
  return (Array.isArray(answer) ? answer : [String(answer)]).filter((part) => part !== '')
}

function toggled(answer: Answer | null): string {
  return answer === true || answer === 'true' || answer === 'on' ? 'true' : 'false'
}

function chosen(field: ShownField, answer: string): string | null {
  const wanted = answer.trim().toLowerCase()
  const option =
    field.options?.find((one) => one.value === answer) ??
    field.options?.find((one) => one.label.trim().toLowerCase() === wanted)
  return option?.value ?? null
}

function refusal(field: ShownField, value: string): string | null {
  const { maxLength, minLength, min, max, pattern } = field
  const shape = SHAPES[field.type]
  if (shape && !shape.pattern.test(value)) return shape.message
  if (maxLength !== undefined && value.length > maxLength) {
    return `Please shorten this to ${maxLength} characters; it has ${value.length}.`
  }
  if (minLength !== undefined && value.length < minLength) {
    return `Please enter at least ${minLength} characters.`
  }
  const before = (a: string, b: string) => (field.type === 'number' ? Number(a) < Number(b) : a < b)
  if (min !== undefined && before(value, min)) return `Please choose ${min} or more.`
  if (max !== undefined && before(max, value)) return `Please choose ${max} or less.`
  if (pattern !== undefined && !new RegExp(pattern).test(value))
    return field.error ?? 'Please match the format.'
  return null
}
