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
    ...kindOf(input),
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

const kindOf = (input: Input): Element => {
  switch (input.type) {
    case 'text':
      return {
        type: 'Input.Text',
        isMultiline: input.lines === 'many',
        maxLength: input.max,
        // Private words are typed once, and never put on a card.
        ...(input.initial === null || input.private ? {} : { value: input.initial }),
      }
    case 'choice':
      return choiceSet(
        input.options.map(({ value, label }) => ({ title: label, value: packOption(value) })),
        input.initial.map(packOption),
        input.most > 1,
      )
    case 'scale':
      return choiceSet(stepsOf(input), input.initial === null ? [] : [String(input.initial)], false)
    case 'date':
      return { type: 'Input.Date', ...(input.initial === null ? {} : { value: input.initial }) }
    case 'time':
      return { type: 'Input.Time', ...(input.initial === null ? {} : { value: input.initial }) }
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

/** What the client says when the field does not keep its rules: the core's own sentence about a wrong answer. */
const complaintOf = (form: Form, input: Input): { errorMessage?: string } => {
  const wrong = input.required ? '' : input.type === 'text' ? 'x'.repeat(input.max + 1) : '?'
  const errorMessage = mistakesIn({ ...form, inputs: [input] }, { [input.name]: wrong })[input.name]
  return errorMessage === undefined ? {} : { errorMessage }
}
