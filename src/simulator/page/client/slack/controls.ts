import { ask } from '../draw/ask.ts'
import { complain, whileSending } from '../draw/busy.ts'
import { make, outwards, safeUrl, uniqueId } from '../draw/dom.ts'
import { isRecord, type Json, record, text } from '../draw/json.ts'
import { withMenu } from '../draw/menu.ts'
import type { Handlers } from '../surface.ts'
import type { Field } from './fields.ts'
import { choicesOf, initialValues, optionsOf, selectOf } from './options.ts'
import { plainWords, textNodes } from './text.ts'

/** What the controls of one message or view share. */
export interface Stage {
  readonly handlers: Handlers
  /** The questions that stand beside the controls; they are sent along with every press. */
  readonly fields: readonly Field[]
}

export type Answers = Parameters<Handlers['submit']>[0]

/** What is filled in now, by the names of the questions. */
export const answersOf = (fields: readonly Field[]): Answers =>
  Object.fromEntries(fields.map((field) => [field.name, field.read()]))

/** Shows what is wrong beside the fields that it is about; the first of them takes the focus. */
export const markAll = (fields: readonly Field[], errors: Readonly<Record<string, string>>): void => {
  const told = new Map(Object.entries(errors))
  for (const field of fields) field.mark(told.get(field.name) ?? null)
  fields.find((field) => told.has(field.name))?.focus()
}

/** A control in an actions block or beside a section. */
export const controlOf = (element: Json, stage: Stage): HTMLElement => {
  switch (element['type']) {
    case 'button':
    case 'workflow_button':
      return buttonOf(element, stage)
    case 'static_select':
      return menuOf(element, stage)
    case 'overflow':
      return overflowOf(element, stage)
    case 'radio_buttons':
      return boxesOf(element, 'radio', stage)
    case 'checkboxes':
      return boxesOf(element, 'checkbox', stage)
    case 'image':
      return imageOf(element, 'accessory-image')
    default:
      return make('span', { class: 'unknown' }, `This page cannot show ${text(element['type']) || 'this'}`)
  }
}

/** Asks first where the element says so; null when the person would rather not. */
const press = async (
  control: HTMLElement,
  element: Json,
  id: string,
  label: string,
  { handlers, fields }: Stage,
): Promise<void> => {
  if (isRecord(element['confirm']) && !(await confirmed(element['confirm']))) return
  const result = await whileSending(control, () => handlers.press(id, label, answersOf(fields)))
  if (!result) return
  markAll(fields, result.fieldErrors)
  const place = control.closest<HTMLElement>('.block')
  if (place) complain(place, result.error)
}

const confirmed = (confirm: Json): Promise<boolean> => {
  const { title, text: words, confirm: yes, deny, style } = confirm
  const question = document.createDocumentFragment()
  question.append(...textNodes(words))
  return ask(
    {
      title: plainWords(title),
      text: question,
      yes: plainWords(yes),
      no: plainWords(deny) || 'Cancel',
      danger: style === 'danger',
    },
    'slack',
  )
}

const buttonOf = (element: Json, stage: Stage): HTMLElement => {
  const { action_id: id, style, url, accessibility_label: spoken } = element
  const label = plainWords(element['text'])
  const look = style === 'primary' || style === 'danger' ? `button ${style}` : 'button'
  const attributes = { class: look, 'aria-label': text(spoken) === label ? null : text(spoken) || null }
  const href = safeUrl(text(url))
  const control =
    href === null
      ? make('button', { type: 'button', ...attributes }, label)
      : make('a', { href, target: '_blank', rel: 'noopener noreferrer', ...attributes }, label)
  // A link opens by itself, and Slack still tells the app.
  control.addEventListener('click', () => void press(control, element, text(id), label, stage))
  return control
}

const menuOf = (element: Json, stage: Stage): HTMLElement => {
  const [initial = ''] = initialValues(element)
  const name = plainWords(element['placeholder']) || 'Choose an option'
  const select = selectOf(element, { class: 'select', 'aria-label': name })
  select.addEventListener('change', async () => {
    const option = optionsOf(element).find(({ value }) => value === select.value)
    if (!option) return
    await press(select, element, `${text(element['action_id'])}:${option.value}`, option.label, stage)
    select.value = initial
  })
  return select
}

const overflowOf = (element: Json, stage: Stage): HTMLElement => {
  const button = make(
    'button',
    { type: 'button', class: 'button overflow', 'aria-label': 'More actions' },
    '⋯',
  )
  return withMenu(
    button,
    optionsOf(element).map((option) => ({
      label: option.label,
      description:
        option
          .description?.()
          .map((node) => node.textContent)
          .join('') ?? '',
      choose() {
        if (option.url !== '') outwards(option.url).click()
        void press(button, element, `${text(element['action_id'])}:${option.value}`, option.label, stage)
      },
    })),
  )
}

const boxesOf = (element: Json, kind: 'radio' | 'checkbox', stage: Stage): HTMLElement => {
  const { boxes, rows } = choicesOf(element, kind, uniqueId('choice'))
  const options = optionsOf(element)
  boxes.forEach((box, index) => {
    box.addEventListener('change', () => {
      const option = options[index]
      if (option)
        void press(box, element, `${text(element['action_id'])}:${option.value}`, option.label, stage)
    })
  })
  return make(
    'div',
    { class: 'choices', role: kind === 'radio' ? 'radiogroup' : 'group', 'aria-label': 'Options' },
    ...rows,
  )
}

/** A picture of this server's; of any other only its description, since nothing here asks another server. */
export const imageOf = (element: Json, className: string): HTMLElement => {
  const { image_url: source, alt_text: alternative } = element
  const url = text(source)
  const own = URL.canParse(url, location.href) && new URL(url, location.href).origin === location.origin
  return own && url !== ''
    ? make('img', { class: className, src: url, alt: text(alternative), loading: 'lazy' })
    : make(
        'span',
        { class: `${className} image-described`, role: 'img', 'aria-label': text(alternative) },
        text(alternative),
      )
}

/** The words of anything that has no drawing of its own, so that nothing that was said is lost. */
export const wordsOf = (value: unknown): string[] => {
  if (Array.isArray(value)) return value.flatMap(wordsOf)
  const object = record(value)
  if (object['type'] === 'plain_text') return [plainWords(object)]
  if (object['type'] === 'mrkdwn')
    return [
      textNodes(object)
        .map((node) => node.textContent)
        .join(''),
    ]
  return Object.entries(object).flatMap(([key, member]) =>
    typeof member === 'string' && ['title', 'alt_text', 'caption', 'text'].includes(key) && key !== 'type'
      ? [member]
      : wordsOf(member),
  )
}
