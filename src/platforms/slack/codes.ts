import { createHash } from 'node:crypto'
import type { Answers } from '../../core/message.ts'
import { LIMITS } from './limits.ts'

/** What our buttons, forms and fields carry, so that an act of a person can be told from what is none of ours. */

/** What a button or a form is, and about what. */
export interface Code {
  readonly flow: string
  readonly name: string
  readonly subject: string
}

/** Where the message is whose button opened a form. The workspace is the act's own. */
export interface Place {
  readonly conversation: string
  readonly message: string
}

/** action_ids of buttons begin so; a number follows, which makes them unique in a message. */
export const PRESS = 'duologue:press:'
/** action_ids of buttons that lead out of Slack. Slack tells of them all the same. */
export const LINK = 'duologue:link:'
/** The callback_id of all our forms. */
export const FORM = 'duologue:form'

const MOST_OF_A_CODE = 100
const FLOW = /^[a-z][a-z0-9-]*$/
const CHANNEL = /^[CDG][A-Z0-9]{1,40}$/
const TIMESTAMP = /^\d{1,12}\.\d{1,8}$/

const isCode = ({ flow, name, subject }: Code): boolean =>
  FLOW.test(flow) && name !== '' && [flow, name, subject].every((part) => part.length <= MOST_OF_A_CODE)

/** A button's value. */
export const encodePress = ({ flow, name, subject }: Code): string => JSON.stringify([flow, name, subject])

/** Null: none of ours, or not whole. */
export const decodePress = (value: unknown): Code | null => {
  const parts = parse(value, LIMITS.button.value)
  return Array.isArray(parts) && parts.length === 3 ? codeOf(parts) : null
}

/** A form's private_metadata: what it is, and the message that it came from. Never anything that a person wrote. */
export const encodeForm = ({ flow, name, subject }: Code, on: Place | null): string =>
  JSON.stringify(on ? [flow, name, subject, on.conversation, on.message] : [flow, name, subject])

/** Null: none of ours, or not whole. */
export const decodeForm = (metadata: unknown): { code: Code; on: Place | null } | null => {
  const parts = parse(metadata, LIMITS.privateMetadata)
  if (!Array.isArray(parts) || (parts.length !== 3 && parts.length !== 5)) return null
  const code = codeOf(parts)
  if (!code) return null
  if (parts.length === 3) return { code, on: null }
  const on = placeOf(parts[3], parts[4])
  return on && { code, on }
}

/** Null unless both look like Slack's own. */
export const placeOf = (conversation: unknown, message: unknown): Place | null =>
  typeof conversation === 'string' &&
  typeof message === 'string' &&
  CHANNEL.test(conversation) &&
  TIMESTAMP.test(message)
    ? { conversation, message }
    : null

const parse = (value: unknown, most: number): unknown => {
  if (typeof value !== 'string' || value.length > most) return null
  try {
    return JSON.parse(value)
  } catch {
    return null
  }
}

const codeOf = ([flow, name, subject]: readonly unknown[]): Code | null => {
  if (typeof flow !== 'string' || typeof name !== 'string' || typeof subject !== 'string') return null
  const code = { flow, name, subject }
  return isCode(code) ? code : null
}

/** How the answer to a field reads: one string, or a list of values. */
export type Reading = 'one' | 'many'

/**
 * The action_id of a field. The block_id is the field's name; the form is in here as well, because Slack keeps what
 * was typed where both ids stay the same, and another form's field of the same name starts afresh.
 */
export const fieldId = (of: Code, field: string, reading: Reading): string => {
  const form = createHash('sha256').update(encodePress(of)).digest('hex').slice(0, 8)
  return `duologue:${reading}:${form}:${field}`.slice(0, LIMITS.id)
}

const FIELD = /^duologue:(one|many):[0-9a-f]{8}:/
const FIELD_NAME = /^[A-Za-z0-9-]+$/

/** What was filled in, from a view's `state.values`; fields that are none of ours are left out. */
export const answersOf = (
  values: Readonly<Record<string, Readonly<Record<string, FieldState>>>>,
): Answers => {
  const found = Object.entries(values).flatMap(([field, states]) =>
    Object.entries(states).flatMap(([action, state]): [string, string | readonly string[]][] => {
      const reading = FIELD.exec(action)?.[1]
      if (reading === undefined || !FIELD_NAME.test(field)) return []
      return [[field, reading === 'many' ? allOf(state) : (allOf(state)[0] ?? '')]]
    }),
  )
  return Object.fromEntries(found)
}

/** What Slack tells of one field; whichever it has depends on the kind of field. */
export interface FieldState {
  readonly value?: string | null | undefined
  readonly selected_option?: { readonly value: string } | null | undefined
  readonly selected_options?: readonly { readonly value: string }[] | null | undefined
  readonly selected_date?: string | null | undefined
  readonly selected_time?: string | null | undefined
}

const allOf = (state: FieldState): string[] => {
  if (state.selected_options) return state.selected_options.map(({ value }) => value)
  const one = state.selected_option?.value ?? state.selected_date ?? state.selected_time ?? state.value
  return one == null ? [] : [one]
}
