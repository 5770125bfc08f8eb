import { make, safeUrl, uniqueId } from '../draw/dom.ts'

/** Type sizes come in pixels; in rems they grow with what the reader has set. */
const PIXELS_PER_REM = 16

const inRems = (pixels: string): string => `${Number.parseFloat(pixels) / PIXELS_PER_REM}rem`

/**
 * Makes what the renderer drew fit to stand in a page with other cards, and to be read aloud: ids and names of its
 * own, groups of choices that say what they ask, complaints that belong to their field, links that only open pages.
 * Called again when a part of the card is unfolded; what has been seen to is left alone.
 */
export const polish = (root: HTMLElement, prefix: string): void => {
  for (const element of root.querySelectorAll<HTMLElement>('*')) {
    if (element.dataset['polished'] !== undefined) continue
    element.dataset['polished'] = ''
    const { fontSize, lineHeight } = element.style
    if (fontSize.endsWith('px')) element.style.fontSize = inRems(fontSize)
    if (lineHeight.endsWith('px')) element.style.lineHeight = inRems(lineHeight)
    if (element instanceof HTMLInputElement && element.type === 'radio')
      element.name = `${prefix}${element.name}`
    if (element instanceof HTMLAnchorElement) outwardsOnly(element)
    if (element.matches('.ac-choiceSetInput-expanded, .ac-choiceSetInput-multiSelect')) asGroup(element)
    if (element.matches('.ac-pushButton, .ac-pushButton-disabled')) element.removeAttribute('title')
  }
}

const outwardsOnly = (anchor: HTMLAnchorElement): void => {
  if (safeUrl(anchor.getAttribute('href') ?? '') === null) {
    anchor.replaceWith(make('span', {}, ...anchor.childNodes))
    return
  }
  anchor.rel = 'noopener noreferrer'
  anchor.removeAttribute('role')
  anchor.removeAttribute('aria-label')
  anchor.removeAttribute('title')
}

/** The label of a group is the group's, not its first choice's. */
const asGroup = (group: HTMLElement): void => {
  const label = labelOf(group)
  group.setAttribute('role', group.classList.contains('ac-choiceSetInput-expanded') ? 'radiogroup' : 'group')
  if (label) {
    label.removeAttribute('for')
    group.setAttribute('aria-labelledby', label.id)
  }
  for (const box of group.querySelectorAll('input')) {
    box.removeAttribute('aria-required')
    box.removeAttribute('aria-labelledby')
  }
}

const labelOf = (control: Element): HTMLLabelElement | null =>
  control.closest('.ac-input-container')?.parentElement?.querySelector<HTMLLabelElement>(':scope > label') ??
  null

/** Says to those who do not see it which fields are complained of, and where the complaint stands. */
export const tellInvalid = (root: HTMLElement): void => {
  for (const control of root.querySelectorAll<HTMLElement>('.ac-input')) {
    const failed = control.classList.contains('ac-input-validation-failed')
    const outer = control.closest('.ac-input-container')?.parentElement
    const label = labelOf(control)
    if (label && control.getAttribute('aria-labelledby') !== label.id)
      control.setAttribute('aria-labelledby', label.id)
    for (const box of control.querySelectorAll('input')) box.removeAttribute('aria-labelledby')
    const complaint = failed ? outer?.querySelector<HTMLElement>(':scope > .ac-textBlock') : null
    const mark = control.getAttribute('role') === 'group' ? null : control
    const told = [complaint?.id, control.dataset['told']].filter((id) => id !== undefined).join(' ')
    set(mark, 'aria-invalid', failed || control.dataset['told'] !== undefined ? 'true' : null)
    set(control, 'aria-describedby', told === '' ? null : told)
  }
}

const set = (element: HTMLElement | null, name: string, value: string | null): void => {
  if (!element || element.getAttribute(name) === value) return
  if (value === null) element.removeAttribute(name)
  else element.setAttribute(name, value)
}

/** Gives a card's own ids a beginning that no other card has, and ties the complaints that came with it to their fields. */
export const tieIds = (root: HTMLElement, names: readonly string[], prefix: string): void => {
  for (const name of names) {
    const field = root.querySelector<HTMLElement>(`[id="${CSS.escape(name)}"]`)
    const complaint = root.querySelector<HTMLElement>(`[id="${CSS.escape(`${name}_error`)}"]`)
    field?.setAttribute('data-question', name)
    if (!complaint) continue
    complaint.id = uniqueId('complaint')
    const control = field?.querySelector<HTMLElement>('.ac-input')
    if (control) control.dataset['told'] = complaint.id
  }
  for (const element of root.querySelectorAll('[id]'))
    if (!element.id.startsWith('__ac-') && !element.id.startsWith('complaint-'))
      element.id = `${prefix}${element.id}`
}
