import { mistakesIn } from '../../core/answers.ts'
import type { Form, Input } from '../../core/message.ts'
import { packOption } from './actions.ts'
import { asLabel, cut } from './escape.ts'
import { LIMITS } from './limits.ts'
import { type Element, type Room, richText } from './text.ts'

/** A field with its label, what is wrong with it now, and its word of help, in the order they are read. */
export const inputOf = (form: Form, input: Input, error: string | null, room: Room): Element[] => [
  ...(error === null
    ? []
    : richText([{ type: 'strong', text: error }], room, { color: 'Attention' })
        .map((element) => ({
          ...element,
          id: `${input.name}_error`,
        }))
        .slice(0, 1)),
  {
    ...kindOf(input, initialOf(form, input)),
    id: input.name,
    label: cut(asLabel(input.label), LIMITS.titleCharacters) || input.name,
    isRequired: input.required,
    ...complaintOf(form, input),
    ...(error === null ? { spacing: 'Medium' } : { spacing: 'Small' }),
  },
  ...(input.hint === null
    ? []
    : richText([{ type: 'plain', text: input.hint }], room, { isSubtle: true, size: 'Small' })),
]

/** What a field holds when it opens. Private words never stand on a card, nor does what the field would not take. */
const initialOf = (form: Form, input: Input): string[] => {
  if (input.type === 'text') return input.initial === null || input.private ? [] : [input.initial]
  if (input.type === 'choice')
    return input.initial.filter((value) => input.options.some((option) => option.value === value))
  if (input.initial === null) return []
  const value = String(input.initial)
  return mistake(form, input, value) === null ? [value] : []
}

const kindOf = (input: Input, [initial, ...others]: readonly string[]): Element => {
  const value = initial === undefined ? {} : { value: initial }
  switch (input.type) {
    case 'text':
      return {
        type: 'Input.Text',
        isMultiline: input.lines === 'many',
        maxLength: input.max,
        ...value,
      }
    case 'choice':
      return choiceSet(
        input.options.map(({ value, label }) => ({ title: label, value: packOption(value) })),
        initial === undefined ? [] : [initial, ...others].map(packOption),
        input.most > 1,
      )
    case 'scale':
      return choiceSet(stepsOf(input), initial === undefined ? [] : [initial], false)
    case 'date':
      return { type: 'Input.Date', ...value }
    case 'time':
      return { type: 'Input.Time', ...value }
  }
}

interface Choice {
  readonly title: string
  readonly value: string
}

const choiceSet = (choices: readonly Choice[], chosen: readonly string[], several: boolean): Element => ({
  type: 'Input.ChoiceSet',
  isMultiSelect: several,
  style: several || choices.length <= LIMITS.optionsInSight ? 'expanded' : 'compact',
  wrap: true,
  choices: choices.map(({ title, value }) => ({ title: asLabel(title) || value, value })),
  ...(chosen.length > 0 ? { value: chosen.join(',') } : {}),
})

type Scale = Extract<Input, { type: 'scale' }>

const stepsOf = ({ from, to, fromLabel, toLabel }: Scale): Choice[] =>
  Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => {
    const step = from + index
    const said = step === from ? fromLabel : step === to ? toLabel : ''
    return { title: said === '' ? String(step) : `${step} – ${said}`, value: String(step) }
  })

/** Neither an option nor a number, a date or a time. */
const NO_ANSWER = '\u0000none'

/** What the client says when the field does not keep its rules: the core's own sentence about a wrong answer. */
const complaintOf = (form: Form, input: Input): { errorMessage?: string } => {
  const wrong = input.required ? '' : input.type === 'text' ? 'x'.repeat(input.max + 1) : NO_ANSWER
  const errorMessage = mistake(form, input, wrong)
  return errorMessage === null ? {} : { errorMessage }
}

const mistake = (form: Form, input: Input, value: string): string | null =>
  Object.values(mistakesIn({ ...form, inputs: [input] }, { [input.name]: value }))[0] ?? null
