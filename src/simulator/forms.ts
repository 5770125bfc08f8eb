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

const SEVERAL: ReadonlySet<FieldType> = new Set(['choices', 'people'])

/**
 * Puts answers, given by label or name, into fields, and makes the checks that a platform's own client makes
 * before it sends anything. Fields without an answer keep the value they hold.
 */
export function fillIn(
  fields: ShownField[],
  answers: Record<string, Answer>,
): { filled: Filled; errors: Record<string, string> } {
  const errors: Record<string, string> = {}
  const given = new Map<string, Answer>()
  for (const [key, answer] of Object.entries(answers)) {
    const field = fieldNamed(fields, key)
    if (field) given.set(field.name, answer)
    else errors[key] = 'There is no such question.'
  }
  const filled: Filled = {}
  for (const field of fields) {
    const answer = given.get(field.name) ?? field.value ?? null
    const { value, error } = check(field, answer)
    filled[field.name] = value
    if (error !== null) errors[field.name] = error
  }
  return { filled, errors }
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
  const parts = (Array.isArray(answer) ? answer : answer === null ? [] : [String(answer)]).filter(
    (part) => part !== '',
  )
  if (parts.length === 0) {
    const error = field.required ? (field.error ?? 'Please complete this required field.') : null
    return { value: null, error }
  }
  const values: string[] = []
  for (const part of parts) {
    const value = field.options ? chosen(field, part) : part
    if (value === null) return { value: null, error: `“${part}” is not one of the choices.` }
    const error = refusal(field, value)
    if (error !== null) return { value: null, error }
    values.push(value)
  }
  if (SEVERAL.has(field.type)) return { value: values, error: null }
  if (values.length > 1) return { value: null, error: 'Please choose only one.' }
  return { value: values[0] ?? null, error: null }
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
