import { make } from '../draw/dom.ts'
import { type Json, record, records, text } from '../draw/json.ts'
import { plainWords, textNodes } from './text.ts'

export interface Option {
  readonly value: string
  readonly label: string
  /** The label as it is shown. */
  readonly words: () => Node[]
  /** Null: there is none. */
  readonly description: (() => Node[]) | null
  /** A page that choosing it opens; empty when there is none. */
  readonly url: string
}

const optionOf = (option: Json): Option => {
  const { value, text: label, description, url } = option
  return {
    value: text(value),
    label: plainWords(label),
    words: () => textNodes(label),
    description: description === undefined ? null : () => textNodes(description),
    url: text(url),
  }
}

/** Options in their groups; one group without a name when they are in none. */
const groupsOf = (element: Json): readonly { label: string; options: readonly Option[] }[] => {
  const groups = records(element['option_groups'])
  if (groups.length === 0) return [{ label: '', options: records(element['options']).map(optionOf) }]
  return groups.map(({ label, options }) => ({
    label: plainWords(label),
    options: records(options).map(optionOf),
  }))
}

export const optionsOf = (element: Json): readonly Option[] =>
  groupsOf(element).flatMap(({ options }) => options)

/** The values that are chosen when the element is first shown. */
export const initialValues = (element: Json): readonly string[] =>
  element['initial_option'] === undefined
    ? records(element['initial_options']).map(({ value }) => text(value))
    : [text(record(element['initial_option'])['value'])]

/** A menu of which one option can be chosen. It opens without a choice unless it holds one. */
export const selectOf = (element: Json, attributes: Readonly<Record<string, string>>): HTMLSelectElement => {
  const [initial] = initialValues(element)
  const placeholder = plainWords(element['placeholder']) || 'Choose an option'
  const select = make('select', attributes, make('option', { value: '' }, placeholder))
  for (const { label, options } of groupsOf(element)) {
    const entries = options.map((option) =>
      make('option', { value: option.value, selected: option.value === initial }, option.label),
    )
    select.append(...(label === '' ? entries : [make('optgroup', { label }, ...entries)]))
  }
  return select
}

/** One box or button for each option, with its label and what explains it. */
export const choicesOf = (
  element: Json,
  kind: 'radio' | 'checkbox',
  name: string,
): { readonly boxes: readonly HTMLInputElement[]; readonly rows: readonly HTMLElement[] } => {
  const chosen = initialValues(element)
  const made = optionsOf(element).map(({ value, words, description }) => {
    const box = make('input', { type: kind, name, value, checked: chosen.includes(value) })
    const label = make('span', { class: 'choice-label' }, ...words())
    const row = make('label', { class: 'choice' }, box, make('span', {}, label))
    if (description !== null)
      row.lastElementChild?.append(make('span', { class: 'choice-more' }, ...description()))
    return { box, row }
  })
  return { boxes: made.map(({ box }) => box), rows: made.map(({ row }) => row) }
}
