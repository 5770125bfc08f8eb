import type { ShownMessage } from '../../seen.ts'
import { el } from './dom.ts'
import { face } from './picker.ts'
import { carryOver } from './slack/index.ts'
import { dayKey, sayDay, sayTime } from './words.ts'

/** The messages of one conversation, as one person sees them. */
export interface Thread {
  readonly element: HTMLElement
  /** Adds what is new, changes what has changed, takes away what is gone. */
  update(messages: readonly ShownMessage[], gone: readonly string[]): void
  /** Draws a line before the newest so many that were not looked at. */
  markNew(count: number): void
  /** Goes to a message and marks it; false when it is not there. */
  reveal(id: string): boolean
  toEnd(): void
  readonly size: number
}

export interface ThreadOptions {
  /** What the list is called for screen readers. */
  readonly label: string
  readonly zone: string
  /** The person's own name: what they wrote themselves. */
  readonly self: string
  readonly draw: (message: ShownMessage) => HTMLElement
}

interface Row {
  element: HTMLLIElement
  message: ShownMessage
}

/** How near to the end, in pixels, counts as at the end. */
const NEAR = 60
const MARKED_MS = 4_000

export const createThread = ({ label, zone, self, draw }: ThreadOptions): Thread => {
  const rows = new Map<string, Row>()
  const list = el('ol', { class: 'rows', 'aria-label': label })
  const element = el('div', { class: 'thread', tabindex: 0, role: 'region', 'aria-label': label }, list)
  let lastDay = ''
  let newLine: HTMLElement | null = null

  // The list grows upwards from its end, so that the newest stays in sight whatever is measured or drawn above it.
  const isAtEnd = (): boolean => Math.abs(element.scrollTop) < NEAR
  const toEnd = (): void => {
    element.scrollTop = 0
  }

  const fill = (row: HTMLLIElement, message: ShownMessage): void => {
    const own = message.from === self
    const from = message.from === 'bot' ? 'Duologue' : message.from
    const at = sayTime(message.at, zone)
    row.className = `row ${own ? 'own' : 'theirs'}${message.private ? ' private' : ''}`
    row.replaceChildren(
      message.from === 'bot' ? el('span', { class: 'face bot', 'aria-hidden': 'true' }, 'D') : face(from),
      el(
        'div',
        { class: 'row-main' },
        el(
          'p',
          { class: 'row-head' },
          el('span', { class: 'from' }, from),
          message.from === 'bot' && el('span', { class: 'app' }, 'App'),
          el('time', { datetime: new Date(message.at).toISOString() }, at),
          message.edited && el('span', { class: 'edited' }, '(edited)'),
        ),
        message.private && el('p', { class: 'only-you' }, 'Only visible to you'),
        message.from === 'bot' ? draw(message) : el('div', { class: 'said' }, message.text),
      ),
    )
  }

  const add = (message: ShownMessage): void => {
    const day = dayKey(message.at, zone)
    if (day !== lastDay) {
      lastDay = day
      list.append(el('li', { class: 'day' }, el('span', {}, sayDay(message.at, zone))))
    }
    const row = el('li', { tabindex: -1, 'data-message': message.id })
    rows.set(message.id, { element: row, message })
    fill(row, message)
    list.append(row)
  }

  const change = (row: Row, message: ShownMessage): void => {
    const old = row.element
    const hadFocus = old.contains(document.activeElement)
    const fresh = el('li', { tabindex: -1, 'data-message': message.id })
    fill(fresh, message)
    old.after(fresh)
    carryOver(old, fresh)
    old.remove()
    row.message = message
    row.element = fresh
    if (hadFocus && !fresh.contains(document.activeElement)) fresh.focus({ preventScroll: true })
  }

  return {
    element,
    update: (messages, gone) => {
      const wasAtEnd = isAtEnd()
      for (const id of gone) {
        rows.get(id)?.element.remove()
        rows.delete(id)
      }
      for (const message of messages) {
        const row = rows.get(message.id)
        if (row) change(row, message)
        else add(message)
      }
      if (wasAtEnd) toEnd()
    },
    markNew: (count) => {
      newLine?.remove()
      newLine = null
      if (count === 0) return
      const fromBot = [...rows.values()].filter(({ message }) => message.from === 'bot')
      const first = fromBot.at(-count)
      if (!first) return
      newLine = el('li', { class: 'new-line' }, el('span', {}, 'New'))
      first.element.before(newLine)
    },
    reveal: (id) => {
      const row = rows.get(id)
      if (!row) return false
      row.element.scrollIntoView({ block: 'center' })
      row.element.focus({ preventScroll: true })
      row.element.classList.add('marked')
      setTimeout(() => row.element.classList.remove('marked'), MARKED_MS)
      return true
    },
    toEnd,
    get size() {
      return rows.size
    },
  }
}
