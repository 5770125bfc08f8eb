import type { Answer } from '../../../seen.ts'
import { make, uniqueId } from '../draw/dom.ts'
import { type Json, record, text } from '../draw/json.ts'
import { choicesOf, selectOf } from './options.ts'
import { plainWords } from './text.ts'

/** One question of a form as it is drawn. */
export interface Field {
  /** The block's id. */
  readonly name: string
  readonly root: HTMLElement
  /** Empty, or an empty list, when nothing is filled in. */
  read(): Answer
  /** What Slack's own client finds wrong; null when nothing. */
  check(): string | null
  /** Puts a complaint beside the field, or takes it away. */
  mark(error: string | null): void
  focus(): void
}

interface Control {
  readonly element: HTMLElement
  /** What takes the focus, and says what is wrong. */
  readonly parts: readonly HTMLElement[]
  /** Several parts answer one question together. */
  readonly group: boolean
  read(): Answer
  check(): string | null
}

const REQUIRED = 'Please complete this required field.'

/** An input block. */
export const fieldOf = (block: Json): Field => {
  const name = text(block['block_id'])
  const element = record(block['element'])
  const required = block['optional'] !== true
  const id = uniqueId('field')
  const control = controlOf(element, id)
  const { group } = control
  const label = make(
    group ? 'legend' : 'label',
    { class: 'field-label', for: group ? null : id },
    plainWords(block['label']),
  )
  if (!required) label.append(make('span', { class: 'field-optional' }, ' (optional)'))
  const radio = element['type'] === 'radio_buttons'
  const root = make(
    group ? 'fieldset' : 'div',
    { class: 'field', 'data-field': name, role: radio ? 'radiogroup' : null },
    label,
    control.element,
  )
  const hint = plainWords(block['hint'])
  const help = make('p', { class: 'field-hint', id: `${id}-hint` }, hint)
  if (hint !== '') root.append(help)

  const asked = group ? [root] : control.parts
  const wrong = radio ? [root] : control.parts
  if (required && (radio || !group)) for (const part of wrong) part.setAttribute('aria-required', 'true')
  const describe = (error: HTMLElement | null) => {
    const described = [error, hint === '' ? null : help].flatMap((one) => one?.id ?? []).join(' ')
    for (const part of asked) part.setAttribute('aria-describedby', described)
    if (described === '') for (const part of asked) part.removeAttribute('aria-describedby')
    for (const part of wrong)
      if (error) part.setAttribute('aria-invalid', 'true')
      else part.removeAttribute('aria-invalid')
  }
  describe(null)

  const field: Field = {
    name,
    root,
    read: control.read,
    check() {
      const answer = control.read()
      const empty = Array.isArray(answer) ? answer.length === 0 : answer === ''
      if (empty) return required ? REQUIRED : null
      return control.check()
    },
    mark(error) {
      root.querySelector(':scope > .field-error')?.remove()
      root.classList.toggle('wrong', error !== null)
      if (error === null) return describe(null)
      const told = make('p', { class: 'field-error', id: `${id}-error` }, error)
      control.element.after(told)
      describe(told)
    },
    focus() {
      const chosen = control.parts.find((part) => part instanceof HTMLInputElement && part.checked)
      const first = chosen ?? control.parts[0]
      first?.focus()
      root.querySelector(':scope > .field-error')?.scrollIntoView({ block: 'nearest' })
    },
  }
  // What has been mended is no longer complained of.
  root.addEventListener('change', () => {
    if (root.classList.contains('wrong') && field.check() === null) field.mark(null)
  })
  if (element['focus_on_load'] === true) control.parts[0]?.setAttribute('autofocus', '')
  return field
}

const controlOf = (element: Json, id: string): Control => {
  switch (element['type']) {
    case 'static_select':
    case 'external_select':
      return simple(selectOf(element, { id, class: 'select' }))
    case 'multi_static_select':
    case 'multi_external_select':
      return severalOf(element, id)
    case 'radio_buttons':
      return boxesOf(element, 'radio', id)
    case 'checkboxes':
      return boxesOf(element, 'checkbox', id)
    case 'datepicker':
      return simple(picker('date', id, element['initial_date']))
    case 'timepicker':
      return simple(picker('time', id, element['initial_time']))
    case 'datetimepicker':
      return momentOf(element, id)
    case 'number_input':
      return numberOf(element, id)
    case 'email_text_input':
      return shaped(
        typed('email', element, id),
        /^[^\s@]+@[^\s@]+\.[^\s@]+$/,
        'Please enter an e-mail address.',
      )
    case 'url_text_input':
      return shaped(typed('url', element, id), /^https?:\/\/\S+$/, 'Please enter a web address.')
    case 'plain_text_input':
    case 'rich_text_input':
      return wordsOf(element, id)
    case 'users_select':
      return simple(typed('text', { ...element, initial_value: element['initial_user'] }, id))
    case 'multi_users_select':
      return peopleOf(element, id)
    default:
      return unknown(element, id)
  }
}

const simple = (control: HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement): Control => ({
  element: control,
  parts: [control],
  group: false,
  read: () => control.value,
  check: () => null,
})

const picker = (type: 'date' | 'time', id: string, initial: unknown): HTMLInputElement =>
  make('input', { type, id, class: 'text', value: text(initial) })

const typed = (type: string, element: Json, id: string): HTMLInputElement =>
  make('input', {
    type,
    id,
    class: 'text',
    value: text(element['initial_value']),
    placeholder: plainWords(element['placeholder']) || null,
    autocomplete: 'off',
  })

const shaped = (control: HTMLInputElement, pattern: RegExp, complaint: string): Control => ({
  ...simple(control),
  check: () => (pattern.test(control.value) ? null : complaint),
})

const numberOf = (element: Json, id: string): Control => {
  const control = make('input', {
    type: 'text',
    inputmode: element['is_decimal_allowed'] === true ? 'decimal' : 'numeric',
    id,
    class: 'text',
    value: text(element['initial_value']),
    placeholder: plainWords(element['placeholder']) || null,
    autocomplete: 'off',
  })
  const { min_value: min, max_value: max } = element
  return {
    ...simple(control),
    check() {
      const whole = element['is_decimal_allowed'] === true ? /^-?\d+(\.\d+)?$/ : /^-?\d+$/
      if (!whole.test(control.value)) return 'Please enter a number.'
      if (min !== undefined && Number(control.value) < Number(min))
        return `Please enter ${text(min)} or more.`
      if (max !== undefined && Number(control.value) > Number(max))
        return `Please enter ${text(max)} or less.`
      return null
    },
  }
}

/** How near the end of a field its counter appears. */
const COUNT_FROM = 0.8

const wordsOf = (element: Json, id: string): Control => {
  const initial = text(element['initial_value'])
  const placeholder = plainWords(element['placeholder']) || null
  const many = element['multiline'] === true || element['type'] === 'rich_text_input'
  const control = many
    ? make('textarea', { id, class: 'text', rows: 4, placeholder }, initial)
    : typed('text', element, id)
  const most = typeof element['max_length'] === 'number' ? element['max_length'] : null
  const least = typeof element['min_length'] === 'number' ? element['min_length'] : null
  const left = make('span', { class: 'counter', 'aria-live': 'polite' })
  const count = () => {
    const near = most !== null && control.value.length >= most * COUNT_FROM
    left.textContent = near ? String(most - control.value.length) : ''
    left.classList.toggle('over', near && control.value.length > most)
  }
  control.addEventListener('input', count)
  count()
  return {
    element: make('div', { class: 'text-place' }, control, left),
    parts: [control],
    group: false,
    read: () => control.value,
    check() {
      const { length } = control.value
      if (most !== null && length > most)
        return `Please shorten this to ${most} characters; it has ${length}.`
      if (least !== null && length < least) return `Please enter at least ${least} characters.`
      return null
    },
  }
}

const boxesOf = (element: Json, kind: 'radio' | 'checkbox', id: string): Control => {
  const { boxes, rows } = choicesOf(element, kind, id)
  const chosen = () => boxes.filter((box) => box.checked).map((box) => box.value)
  return {
    element: make('div', { class: 'choices' }, ...rows),
    parts: boxes,
    group: true,
    read: () => (kind === 'radio' ? (chosen()[0] ?? '') : chosen()),
    check: () => null,
  }
}

/** As many options as are looked through by eye. */
const SEARCH_FROM = 12

/** A menu of which several can be chosen: a list of boxes, with a search where it is long. */
const severalOf = (element: Json, id: string): Control => {
  const { boxes, rows } = choicesOf(element, 'checkbox', id)
  const most = typeof element['max_selected_items'] === 'number' ? element['max_selected_items'] : null
  const count = make('p', { class: 'several-count', 'aria-live': 'polite' })
  const list = make('div', { class: 'choices several' }, ...rows)
  const place = make('div', {}, list, count)
  const tell = () => {
    const chosen = boxes.filter((box) => box.checked).length
    for (const box of boxes) box.disabled = most !== null && chosen >= most && !box.checked
    count.textContent = most === null ? `${chosen} chosen` : `${chosen} of ${most} chosen`
  }
  list.addEventListener('change', tell)
  list.addEventListener('input', tell)
  tell()
  if (boxes.length >= SEARCH_FROM) {
    const search = make('input', {
      type: 'search',
      class: 'text',
      placeholder: 'Search',
      'aria-label': 'Search the options',
    })
    search.addEventListener('input', () => {
      const wanted = search.value.trim().toLowerCase()
      for (const row of rows) row.hidden = !(row.textContent ?? '').toLowerCase().includes(wanted)
    })
    place.prepend(search)
  }
  return {
    element: place,
    parts: boxes,
    group: true,
    read: () => boxes.filter((box) => box.checked).map((box) => box.value),
    check: () => null,
  }
}

const MS = 1000
const MINUTE_MS = 60 * MS

/** Unix seconds as Slack has them, a local date and time as the browser does. */
const momentOf = (element: Json, id: string): Control => {
  const initial = element['initial_date_time']
  const control = make('input', { type: 'datetime-local', id, class: 'text' })
  if (typeof initial === 'number') {
    const at = new Date(initial * MS)
    control.value = new Date(at.getTime() - at.getTimezoneOffset() * MINUTE_MS).toISOString().slice(0, 16)
    control.defaultValue = control.value
  }
  return {
    ...simple(control),
    read: () => (control.value === '' ? '' : String(Math.floor(new Date(control.value).getTime() / MS))),
  }
}

const peopleOf = (element: Json, id: string): Control => {
  const initial = Array.isArray(element['initial_users']) ? element['initial_users'].map(text) : []
  const control = typed('text', { ...element, initial_value: initial.join(', ') }, id)
  return {
    ...simple(control),
    read: () =>
      control.value
        .split(',')
        .map((who) => who.trim())
        .filter((who) => who !== ''),
  }
}

/** A kind of question that this page cannot ask; it says so, and stays empty. */
const unknown = (element: Json, id: string): Control => {
  const control = make('input', {
    id,
    class: 'text',
    disabled: true,
    placeholder: `This page cannot show ${text(element['type']) || 'this field'}`,
  })
  return simple(control)
}
