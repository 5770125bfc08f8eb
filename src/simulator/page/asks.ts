import { z } from 'zod'
import type { Ask } from './protocol.ts'

const answers = z.record(z.string(), z.union([z.string(), z.array(z.string()), z.boolean(), z.number()]))
const platform = z.enum(['slack', 'teams'])
const person = z.string()
const since = z.number()

const place = z.discriminatedUnion('type', [
  z.object({ type: z.literal('message'), conversation: z.string(), id: z.string() }),
  z.object({ type: z.literal('form'), id: z.string() }),
  z.object({ type: z.literal('home'), id: z.string() }),
])

const fault = z.discriminatedUnion('type', [
  z.object({ type: z.literal('limits'), on: z.boolean() }),
  z.object({ type: z.literal('outage'), platform, on: z.boolean() }),
  z.object({ type: z.literal('block'), person, on: z.boolean() }),
])

const ask: z.ZodType<Ask> = z.discriminatedUnion('do', [
  z.object({ do: z.literal('open') }),
  z.object({ do: z.literal('screen'), person, since }),
  z.object({ do: z.literal('words'), person }),
  z.object({ do: z.literal('read'), person, conversation: z.string() }),
  z.object({ do: z.literal('watch'), people: z.array(person) }),
  z.object({
    do: z.literal('say'),
    person,
    since,
    conversation: z.string(),
    words: z.string().trim().min(1).max(4000),
  }),
  z.object({ do: z.literal('press'), person, since, on: place, label: z.string(), answers }),
  z.object({ do: z.literal('submit'), person, since, answers }),
  z.object({ do: z.literal('dismiss'), person, since }),
  z.object({ do: z.literal('home'), person, since }),
  z.object({ do: z.literal('install'), person, since }),
  z.object({ do: z.literal('move'), move: z.enum(['hour', 'morning', 'week', 'next', 'play', 'stop']) }),
  z.object({ do: z.literal('others'), answer: z.boolean() }),
  z.object({ do: z.literal('fault'), fault }),
  z.object({ do: z.literal('programme') }),
])

/** Reads what the page asks; null when it is nothing that it may. */
export const readAsk = (text: string): Ask | null => {
  try {
    return ask.safeParse(JSON.parse(text)).data ?? null
  } catch {
    return null
  }
}
