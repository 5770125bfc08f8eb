import { Temporal } from 'temporal-polyfill'
import type { Answers, Form, Input } from './message.ts'

/** What a form's own rules find wrong with what was filled in, by field: a sentence each. Empty: nothing. */
export const mistakesIn = (form: Form, answers: Answers): Record<string, string> =>
  Object.fromEntries(
    form.inputs.flatMap((input) => {
      const mistake = mistakeIn(input, givenFor(answers, input.name))
      return mistake ? [[input.name, mistake]] : []
    }),
  )

/** Only what the form asks for, text trimmed, one value where one is asked for: whatever else a request held is gone. */
export const answersTo = (form: Form, answers: Answers): Answers =>
  Object.fromEntries(
    form.inputs.flatMap((input) => {
      const given = givenFor(answers, input.name)
      if (given === undefined) return []
      if (typeof given === 'string') return [[input.name, given.trim()]]
      const values = valuesOf(given)
      return [[input.name, input.type !== 'choice' && values.length < 2 ? (values[0] ?? '') : values]]
    }),
  )

/** Not what every object has by birth, whatever the field is called. */
const givenFor = (answers: Answers, field: string): string | readonly string[] | undefined =>
  Object.hasOwn(answers, field) ? answers[field] : undefined

const valuesOf = (given: string | readonly string[] | undefined): readonly string[] => {
  const values = typeof given === 'string' ? [given] : (given ?? [])
  return [...new Set(values.map((value) => value.trim()).filter(Boolean))]
}

/** The answer to a field as one text; empty when there is none. */
export const answerTo = (answers: Answers, field: string): string => {
  const given = givenFor(answers, field)
  return typeof given === 'string' ? given : (given?.[0] ?? '')
}

/** The answer to a field as a list; empty when there is none. */
export const choicesFor = (answers: Answers, field: string): readonly string[] => {
  const given = givenFor(answers, field)
  if (typeof given === 'string') return given === '' ? [] : [given]
  return given ?? []
}

/** The form again, holding what was filled in, private words excepted. */
export const refilled = (form: Form, answers: Answers): Form => ({
  ...form,
  inputs: form.inputs.map((input) => refilledInput(input, answers)),
})

const refilledInput = (input: Input, answers: Answers): Input => {
  const text = answerTo(answers, input.name)
  switch (input.type) {
    case 'text':
      return input.private ? { ...input, initial: null } : { ...input, initial: text || null }
    case 'choice':
      return {
        ...input,
        initial: choicesFor(answers, input.name).filter((value) =>
          input.options.some((option) => option.value === value),
        ),
      }
    case 'scale':
      return { ...input, initial: isWithin(input, text) ? Number(text) : null }
    case 'date':
      return { ...input, initial: isDate(text) ? text : null }
    case 'time':
      return { ...input, initial: isTime(text) ? text : null }
  }
}

const mistakeIn = (input: Input, given: string | readonly string[] | undefined): string | null => {
  const values = valuesOf(given)
  const [value] = values
  if (value === undefined) return input.required ? 'Please fill this in.' : null
  if (input.type !== 'choice' && values.length > 1) return 'Please give one answer.'
  switch (input.type) {
    case 'text':
      return value.length > input.max ? `Please keep this to ${input.max} characters.` : null
    case 'choice':
      if (!input.partial && !values.every((one) => input.options.some((option) => option.value === one)))
        return 'Please choose from the list; it may have changed since you opened it.'
      return values.length > input.most ? `Please choose ${input.most} at most.` : null
    case 'scale':
      return isWithin(input, value) ? null : `Please choose a number from ${input.from} to ${input.to}.`
    case 'date':
      return isDate(value) ? null : 'Please give a date, such as 2026-12-01.'
    case 'time':
      return isTime(value) ? null : 'Please give a time, such as 09:30.'
  }
}

const isWithin = (scale: { readonly from: number; readonly to: number }, value: string): boolean =>
  /^-?\d{1,3}$/.test(value) && Number(value) >= scale.from && Number(value) <= scale.to

const isDate = (value: string): boolean => {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(value)) return false
  try {
    Temporal.PlainDate.from(value, { overflow: 'reject' })
    return true
  } catch {
    return false
  }
}

const isTime = (value: string): boolean => /^([01]\d|2[0-3]):[0-5]\d$/.test(value)
