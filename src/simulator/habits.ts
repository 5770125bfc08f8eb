import { draw } from './hash.ts'
import type { Answer, ShownField, ShownForm } from './types.ts'

/**
 * How simulated people react to what they see. They know nothing of the product: they read the labels of buttons and
 * the titles of forms, as people do.
 */

/** One thing that a person may do with a message. */
export interface Reaction {
  /** Whether the message is of this kind, by the labels of its buttons. */
  readonly label: RegExp
  /** How many of a hundred diligent people press it. */
  readonly of100: number
}

/** Messages that ask for something, the first that fits counts; of its reactions the first whose turn it is. */
const ASKING: readonly (readonly Reaction[])[] = [
  [
    { label: /^yes, join/i, of100: 94 },
    { label: /^no, thank you/i, of100: 4 },
  ],
  [
    { label: /^yes, we met/i, of100: 84 },
    { label: /not yet/i, of100: 8 },
    { label: /did not happen|didn.t happen/i, of100: 5 },
  ],
  [
    { label: /\d{1,2}[:.]\d{2}/, of100: 80 },
    { label: /^suggest other times/i, of100: 10 },
    { label: /^decline$/i, of100: 5 },
  ],
  [{ label: /survey|give your answers|^answer/i, of100: 85 }],
  [{ label: /i have (seen|read) this|^acknowledge/i, of100: 85 }],
  [{ label: /^write/i, of100: 55 }],
  [{ label: /details|my hours|^confirm/i, of100: 80 }],
  [{ label: /^open it/i, of100: 60 }],
  [
    { label: /^reschedule/i, of100: 8 },
    { label: /^cancel/i, of100: 4 },
  ],
  [{ label: /^schedule/i, of100: 60 }],
]

/** Which button a person presses on a message, by its label; null: none. */
export const choiceOf = (
  labels: readonly string[],
  diligence: number,
  ...about: (string | number)[]
): string | null => {
  const asked = ASKING.find((reactions) =>
    reactions.some(({ label }) => labels.some((one) => label.test(one))),
  )
  if (!asked) return null
  let chance = draw('choice', ...about)
  for (const { label, of100 } of asked) {
    const fitting = labels.filter((one) => label.test(one))
    const share = (of100 / 100) * diligence
    if (chance < share) return fitting[Math.floor((chance / share) * fitting.length)] ?? null
    chance -= fitting.length > 0 ? share : 0
  }
  return null
}

/** How long somebody takes to answer, in minutes: most within hours, some after days. */
export const delayMinutes = (promptness: number, ...about: (string | number)[]): number => {
  const chance = draw('delay', ...about)
  return Math.round(2 + promptness * 30 * (1 / (1 - chance * 0.995) - 0.9))
}

/** Words that nobody else writes, so that they can be looked for wherever they must not be. */
const privateWords = (...about: (string | number)[]): string =>
  `What I took from it is mine to keep: zq${Math.floor(draw('words', ...about) * 2 ** 44).toString(36)}zq.`

/** Whether what is typed into this form is private. */
const PRIVATE_FORMS = /reflect|how was it|how it went|survey|check-in|check in|write/i

/** What people do not change their minds about: where they live. */
const KNOWN = /time zone/i

/** What a person fills in, and the private words among it, by field. */
export const answersTo = (
  form: ShownForm,
  today: string,
  ...about: (string | number)[]
): { readonly answers: Record<string, Answer>; readonly secrets: Readonly<Record<string, string>> } => {
  const isPrivate = PRIVATE_FORMS.test(form.title)
  const secrets: Record<string, string> = {}
  const answers: Record<string, Answer> = {}
  for (const field of form.fields) {
    const answer = answerTo(field, isPrivate, today, ...about, field.name)
    if (answer === null) continue
    if (isPrivate && field.type === 'text') secrets[field.name] = String(answer)
    answers[field.name] = answer
  }
  return { answers, secrets }
}

const answerTo = (
  field: ShownField,
  isPrivate: boolean,
  today: string,
  ...about: (string | number)[]
): Answer | null => {
  const chance = draw('answer', ...about)
  switch (field.type) {
    case 'text':
      if (isPrivate) return field.required || chance < 0.7 ? privateWords(...about) : null
      if (field.value !== undefined && field.value !== '') return field.value
      return field.required ? 'Thank you all for the time you give. See you at the next session.' : null
    case 'choice': {
      const options = field.options ?? []
      if (field.value !== undefined && field.value !== '' && (chance < 0.8 || KNOWN.test(field.label)))
        return field.value
      return options[Math.floor(chance * options.length)]?.value ?? null
    }
    case 'choices': {
      const options = field.options ?? []
      if (Array.isArray(field.value) && field.value.length > 0) return [...field.value]
      return options.slice(0, Math.min(options.length, 1 + Math.floor(chance * 2))).map(({ value }) => value)
    }
    case 'number': {
      const least = Number(field.min ?? 1)
      const most = Number(field.max ?? 5)
      return least + Math.floor(chance * (most - least + 1))
    }
    case 'date':
      if (typeof field.value === 'string' && field.value) return field.value
      return field.required ? daysAfter(today, 7 + Math.floor(chance * 21)) : null
    case 'time':
      if (typeof field.value === 'string' && field.value) return field.value
      return field.required ? '10:00' : null
    default:
      return null
  }
}

const daysAfter = (date: string, days: number): string =>
  new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
