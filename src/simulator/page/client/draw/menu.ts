import { make, uniqueId } from './dom.ts'

export interface MenuItem {
  readonly label: string
  /** A word of explanation under the label; empty shows none. */
  readonly description: string
  readonly choose: () => void
}

/** How far a menu stays from its button and from the edge of the page, in pixels. */
const GAP = 4

/** Under the button, or over it where there is no room; never beyond the page. */
const stand = (menu: HTMLElement, button: HTMLElement): void => {
  const at = button.getBoundingClientRect()
  const { width, height } = menu.getBoundingClientRect()
  const { clientWidth, clientHeight } = document.documentElement
  const below = at.bottom + GAP
  menu.style.left = `${Math.max(GAP, Math.min(at.left, clientWidth - width - GAP))}px`
  menu.style.top = `${below + height <= clientHeight ? below : Math.max(GAP, at.top - height - GAP)}px`
}

/** Gives a button a menu over all else, with the keys that menus have: arrows, Home, End, Escape. */
export const withMenu = (button: HTMLButtonElement, items: readonly MenuItem[]): HTMLElement => {
  const menu = make('div', { class: 'menu', role: 'menu', id: uniqueId('menu'), popover: 'manual' })
  const place = make('span', { class: 'menu-place' }, button, menu)
  const isOpen = () => menu.matches(':popover-open')
  const follow = () => stand(menu, button)
  const close = (toButton: boolean) => {
    if (!isOpen()) return
    menu.hidePopover()
    removeEventListener('scroll', follow, true)
    button.setAttribute('aria-expanded', 'false')
    if (toButton) button.focus()
  }
  const entries = items.map(({ label, description, choose }) => {
    const entry = make(
      'button',
      { type: 'button', role: 'menuitem', tabindex: -1 },
      make('span', { class: 'menu-label' }, label),
    )
    if (description !== '') entry.append(make('span', { class: 'menu-more' }, description))
    entry.addEventListener('click', () => {
      close(true)
      choose()
    })
    return entry
  })
  menu.append(...entries)
  const open = (index: number) => {
    if (!isOpen()) {
      menu.showPopover()
      stand(menu, button)
      addEventListener('scroll', follow, true)
    }
    button.setAttribute('aria-expanded', 'true')
    entries.at(index)?.focus()
  }
  button.setAttribute('aria-haspopup', 'menu')
  button.setAttribute('aria-expanded', 'false')
  button.setAttribute('aria-controls', menu.id)
  menu.setAttribute('aria-label', button.getAttribute('aria-label') ?? button.textContent ?? '')
  button.addEventListener('click', () => (isOpen() ? close(true) : open(0)))
  button.addEventListener('keydown', (event) => {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
    event.preventDefault()
    open(event.key === 'ArrowDown' ? 0 : -1)
  })
  menu.addEventListener('keydown', (event) => {
    const at = entries.findIndex((entry) => entry.matches(':focus'))
    const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key]
    if (next !== undefined) {
      event.preventDefault()
      entries.at(next % entries.length)?.focus()
    } else if (event.key === 'Escape') {
      event.preventDefault()
      event.stopPropagation()
      close(true)
    }
  })
  place.addEventListener('focusout', (event) => {
    if (!(event.relatedTarget instanceof Node && place.contains(event.relatedTarget))) close(false)
  })
  return place
}
