import { z } from 'zod'
import type { Answers } from '../../core/message.ts'

/** What a button of ours carries in its data, under a key that no field can have. */
const KEY = '_duologue'

/** A button that was pressed, or a form that was sent, as its card told it to come back. */
export interface Carried {
  readonly is: 'press' | 'form'
  readonly flow: string
  readonly name: string
  readonly subject: string
  /** Fields whose value is one option. */
  readonly one: readonly string[]
  /** Fields whose value is several options, which Teams joins with commas. */
  readonly many: readonly string[]
}

const field = z.string().regex(/^[A-Za-z0-9-]{1,100}$/)

const schema = z.strictObject({
  v: z.literal(1),
  is: z.enum(['press', 'form']),
  flow: z.string().regex(/^[a-z][a-z0-9-]{0,49}$/),
  name: z.string().regex(/^[\x21-\x7e]{1,100}$/),
  subject: z.string().max(100),
  one: z.array(field).max(100).default([]),
  many: z.array(field).max(100).default([]),
})

const answer = z.union([z.string(), z.number(), z.boolean()]).transform(String)

/** What an action says besides its data. Not relied upon, but what a log of Teams shows. */
export const verbOf = ({ is, flow, name }: Pick<Carried, 'is' | 'flow' | 'name'>): string =>
  `${is}:${flow}:${name}`

/** The data of an action; empty lists are left out. */
export const dataOf = ({ is, flow, name, subject, one, many }: Carried): Record<string, unknown> => ({
  [KEY]: {
    v: 1,
    is,
    flow,
    name,
    subject,
    ...(one.length > 0 ? { one } : {}),
    ...(many.length > 0 ? { many } : {}),
  },
})

/** An option's value as a card holds it: without the comma that joins several. */
export const packOption = (value: string): string =>
  value.replace(/[%,]/g, (mark) => (mark === ',' ? '%2C' : '%25'))

const unpackOption = (value: string): string =>
  value.replace(/%2C|%25/g, (code) => (code === '%2C' ? ',' : '%'))

/** What came back, if it is a card's of ours; null for anything else. Fields of other names are dropped. */
export const readAction = (data: unknown): { carried: Carried; answers: Answers } | null => {
  const record = z.record(z.string(), z.unknown()).safeParse(data)
  if (!record.success) return null
  const parsed = schema.safeParse(record.data[KEY])
  if (!parsed.success) return null
  const { v: _, ...carried } = parsed.data
  const answers: Record<string, string | readonly string[]> = {}
  for (const [name, value] of Object.entries(record.data)) {
    if (name === KEY || !field.safeParse(name).success) continue
    const text = answer.safeParse(value)
    if (!text.success) continue
    if (carried.many.includes(name)) answers[name] = text.data.split(',').filter(Boolean).map(unpackOption)
    else answers[name] = carried.one.includes(name) ? unpackOption(text.data) : text.data
  }
  return { carried, answers }
}
