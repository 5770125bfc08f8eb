import type { PersonCard } from '../protocol.ts'
import { button, el, icon, unseen } from './dom.ts'
import { initials, PLATFORM_NAMES, sayCount } from './words.ts'

/** Chooses whose client a pane shows. */
export interface Picker {
  readonly element: HTMLElement
  /** Shows who is picked, and everyone who can be. */
  show(picked: PersonCard, people: readonly PersonCard[]): void
}

let made = 0

/** The round picture of somebody: their initials, on a colour of their own. */
export const face = (name: string, more = ''): HTMLElement =>
  el(
    'span',
    { class: `face ${more}`, 'data-hue': String(hueOf(name)), 'aria-hidden': 'true' },
    initials(name),
  )

const HUES = 8
const hueOf = (name: string): number =>
  [...name].reduce((sum, letter) => sum + (letter.codePointAt(0) ?? 0), 0) % HUES

/** A button that opens a searchable list of people. `label` says what the choice is for. */
export const createPicker = (label: string, onPick: (key: string) => void): Picker => {
  made += 1
  const id = `people-${made}`
  let people: readonly PersonCard[] = []
  let picked: PersonCard | null = null
  let found: readonly PersonCard[] = []
  let active = 0

  const opener = button(
    { class: 'picked', 'aria-haspopup': 'dialog', 'aria-expanded': 'false' },
    () => toggle(),
    el('span', { class: 'who' }, el('span', { class: 'name' }, unseen(`${label}: `), 'Choose somebody')),
    icon('chevron'),
  )
  const search = el('input', {
    type: 'search',
    role: 'combobox',
    'aria-label': `${label}: search by name, side, organisation or workspace`,
    'aria-expanded': 'true',
    'aria-controls': id,
    'aria-autocomplete': 'list',
    autocomplete: 'off',
    spellcheck: 'false',
    placeholder: 'Name, side, organisation, workspace',
  })
  const list = el('ul', { role: 'listbox', id, 'aria-label': 'People', class: 'people' })
  const count = el('p', { class: 'people-count', role: 'status' })
  const sheet = el(
    'div',
    { class: 'picker-sheet', role: 'dialog', 'aria-label': label, hidden: true },
    el('div', { class: 'picker-search' }, icon('search'), search),
    count,
    list,
  )
  const element = el('div', { class: 'picker' }, opener, sheet)

  const isOpen = () => !sheet.hidden
  const close = (back: boolean): void => {
    sheet.hidden = true
    opener.setAttribute('aria-expanded', 'false')
    if (back) opener.focus()
  }
  const toggle = (): void => {
    if (isOpen()) {
      close(true)
      return
    }
    sheet.hidden = false
    opener.setAttribute('aria-expanded', 'true')
    search.value = ''
    active = -1
    draw()
    search.focus()
  }

  const matches = (
    { name, role, organisation, workspace, platform, title }: PersonCard,
    wanted: string,
  ): boolean =>
    wanted
      .toLowerCase()
      .split(/\s+/)
      .every((word) =>
        `${name} ${role} ${organisation} ${workspace} ${PLATFORM_NAMES[platform]} ${title}`
          .toLowerCase()
          .includes(word),
      )

  const pick = (person: PersonCard): void => {
    close(true)
    onPick(person.key)
  }

  const draw = (): void => {
    found = people.filter((person) => matches(person, search.value.trim()))
    if (active < 0)
      active = Math.max(
        0,
        found.findIndex(({ key }) => key === picked?.key),
      )
    active = Math.min(active, Math.max(0, found.length - 1))
    count.textContent =
      found.length === 0
        ? 'Nobody fits. Try part of a name, or an organisation.'
        : sayCount(found.length, 'person', 'people')
    list.replaceChildren(
      ...found.map((person, index) => {
        const option = el(
          'li',
          {
            role: 'option',
            id: `${id}-${index}`,
            'aria-selected': String(person.key === picked?.key),
            class: index === active ? 'active' : null,
          },
          face(person.name),
          el(
            'span',
            { class: 'who' },
            el('span', { class: 'name' }, person.name),
            el('span', { class: 'about' }, `${person.role}, ${person.organisation}`),
          ),
          el(
            'span',
            { class: 'where' },
            el('span', { class: `platform on-${person.platform}` }, PLATFORM_NAMES[person.platform]),
            el('span', { class: 'about' }, person.workspace),
          ),
          person.unread > 0 && el('span', { class: 'badge' }, String(person.unread), unseen(' unread')),
        )
        option.addEventListener('click', () => pick(person))
        return option
      }),
    )
    mark()
  }

  const mark = (): void => {
    list.querySelector('.active')?.classList.remove('active')
    const option = list.children[active]
    option?.classList.add('active')
    option?.scrollIntoView({ block: 'nearest' })
    if (option) search.setAttribute('aria-activedescendant', option.id)
    else search.removeAttribute('aria-activedescendant')
  }

  const moves: Readonly<Record<string, (last: number) => number>> = {
    ArrowDown: (last) => (active >= last ? 0 : active + 1),
    ArrowUp: (last) => (active <= 0 ? last : active - 1),
    PageDown: (last) => Math.min(last, active + 8),
    PageUp: () => Math.max(0, active - 8),
  }
  search.addEventListener('input', () => {
    active = 0
    draw()
  })
  search.addEventListener('keydown', (event) => {
    const move = moves[event.key]
    const person = found[active]
    if (move) active = move(found.length - 1)
    else if (event.key === 'Enter' && person) pick(person)
    else if (event.key === 'Escape') close(true)
    else return
    event.preventDefault()
    mark()
  })
  element.addEventListener('focusout', ({ relatedTarget }) => {
    if (isOpen() && !(relatedTarget instanceof Node && element.contains(relatedTarget))) close(false)
  })
  // A press in the list must not take the focus from the search, or the list would close before it is picked from.
  list.addEventListener('mousedown', (event) => event.preventDefault())

  return {
    element,
    show: (person, all) => {
      picked = person
      people = all
      opener.replaceChildren(
        face(person.name),
        el(
          'span',
          { class: 'who' },
          el('span', { class: 'name' }, unseen(`${label}: `), person.name),
          el('span', { class: 'about' }, [person.role, person.organisation].filter(Boolean).join(', ')),
        ),
        el('span', { class: `platform on-${person.platform}` }, PLATFORM_NAMES[person.platform]),
        icon('chevron'),
      )
      if (isOpen()) draw()
    },
  }
}
