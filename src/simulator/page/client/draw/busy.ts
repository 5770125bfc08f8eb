import type { ActResult } from '../surface.ts'
import { make } from './dom.ts'

const UNREACHED: ActResult = {
  ok: false,
  error: 'The page could not reach its server, so nothing was sent. Please try again.',
  fieldErrors: {},
}

/**
 * Runs what a control stands for, once at a time: until it is answered the control says that it is sending, keeps its
 * place and its focus, and cannot be used again. Null: it was already on its way.
 */
export const whileSending = async (
  control: HTMLElement,
  act: () => Promise<ActResult>,
): Promise<ActResult | null> => {
  const within = control.closest<HTMLElement>('[data-acts]') ?? control
  if (within.getAttribute('aria-busy') === 'true') return null
  const width = control.getBoundingClientRect().width
  const before = [...control.childNodes]
  const name = control.getAttribute('aria-label')
  const speaks = control.matches('button, a')
  within.setAttribute('aria-busy', 'true')
  control.setAttribute('aria-disabled', 'true')
  control.classList.add('sending')
  if (speaks) {
    control.style.minWidth = `${width}px`
    control.removeAttribute('aria-label')
    control.replaceChildren(make('span', {}, 'Sending…'))
  }
  const result = await act().catch(() => UNREACHED)
  within.removeAttribute('aria-busy')
  control.removeAttribute('aria-disabled')
  control.classList.remove('sending')
  if (speaks) {
    control.style.minWidth = ''
    if (name !== null) control.setAttribute('aria-label', name)
    control.replaceChildren(...before)
  }
  return result
}

/** Says under a control what went wrong; nothing takes an earlier complaint away. */
export const complain = (place: HTMLElement, error: string | null): void => {
  for (const old of place.querySelectorAll(':scope > .complaint')) old.remove()
  if (error !== null) place.append(make('p', { class: 'complaint', role: 'alert' }, error))
}
