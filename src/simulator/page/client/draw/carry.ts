/** Controls that hold an answer, by the name of their question. */
const CONTROLS = 'input, textarea, select'

type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement

const isControl = (element: Element): element is Control => element.matches(CONTROLS)

const keyOf = (control: Control): string | null => {
  const field = control.closest<HTMLElement>('[data-field]')?.dataset['field']
  if (field === undefined) return null
  const kind = control instanceof HTMLSelectElement ? 'select' : control.type
  const option = kind === 'radio' || kind === 'checkbox' ? control.value : ''
  return JSON.stringify([field, kind, option])
}

const controlsOf = (drawing: HTMLElement): Map<string, Control> =>
  new Map(
    [...drawing.querySelectorAll(CONTROLS)].filter(isControl).flatMap((control) => {
      const key = keyOf(control)
      return key === null ? [] : [[key, control] as const]
    }),
  )

const wasChanged = (control: Control): boolean => {
  if (control instanceof HTMLSelectElement)
    return [...control.options].some((option) => option.selected !== option.defaultSelected)
  if (control instanceof HTMLInputElement && ['radio', 'checkbox'].includes(control.type))
    return control.checked !== control.defaultChecked
  return control.value !== control.defaultValue
}

const copy = (from: Control, to: Control): void => {
  if (from instanceof HTMLInputElement && to instanceof HTMLInputElement) to.checked = from.checked
  if (to.value === from.value || ['radio', 'checkbox'].includes(to.type)) return
  to.value = from.value
}

/**
 * Carries what somebody has filled in, and where they stood, from one drawing of a form or a message to the next, as
 * Slack does when the product changes a view under a person's hands; in Teams a card that is replaced begins anew.
 * `fresh` must already be in the page for the focus to follow.
 */
export const carryOver = (old: HTMLElement, fresh: HTMLElement): void => {
  const targets = controlsOf(fresh)
  for (const [key, control] of controlsOf(old)) {
    const target = targets.get(key)
    if (!target) continue
    if (wasChanged(control)) {
      copy(control, target)
      target.dispatchEvent(new Event('input', { bubbles: true }))
    }
    if (control !== document.activeElement) continue
    target.focus()
    if (control instanceof HTMLTextAreaElement && target instanceof HTMLTextAreaElement)
      target.setSelectionRange(control.selectionStart, control.selectionEnd)
  }
}
