import type { WordHint } from '../protocol.ts'
import { el, icon, unseen } from './dom.ts'
import { sayCount } from './words.ts'

/** Where somebody types to Duologue. */
export interface Composer {
  readonly element: HTMLElement
  /** Where it is typed to, and what may be typed there. */
  show(place: ComposerPlace): void
  /** What went wrong before is over. */
  calm(): void
  /** What was begun is somebody else's. */
  clear(): void
  focus(): void
}

export interface ComposerPlace {
  readonly label: string
  readonly placeholder: string
  /** Whether words are completed only after `/mentoring`, as in Slack. */
  readonly slash: boolean
  readonly words: readonly WordHint[]
}

const COMMAND = '/mentoring'
const MOST_SUGGESTED = 8
let made = 0

/** `send` resolves to what went wrong, in words; null when it was taken. */
export const createComposer = (send: (words: string) => Promise<string | null>): Composer => {
  made += 1
  const id = `words-${made}`
  let place: ComposerPlace = { label: '', placeholder: '', slash: false, words: [] }
  let suggested: readonly { readonly text: string; readonly shown: string; readonly help: string }[] = []
  /** Words that fit, too, and are not among the suggestions. */
  let left: readonly string[] = []
  let active = -1
  let sending = false

  const input = el('textarea', {
    rows: 1,
    'aria-autocomplete': 'list',
    'aria-haspopup': 'listbox',
    'aria-controls': id,
    autocomplete: 'off',
    maxlength: 4000,
  })
  const list = el('ul', {
    role: 'listbox',
    id,
    'aria-label': 'Words that you may type',
  })
  const rest = el('p', { class: 'rest' })
  const sheet = el('div', { class: 'suggestions', hidden: true }, list, rest)
  const count = el('p', { class: 'unseen', role: 'status' })
  const trouble = el('p', { class: 'trouble', role: 'alert' })
  const go = el('button', { type: 'submit', class: 'send' }, icon('send'), unseen('Send'))
  const element = el(
    'form',
    { class: 'composer', autocomplete: 'off' },
    sheet,
    count,
    trouble,
    el('div', { class: 'typed' }, input, go),
  )

  const suggestions = (): typeof suggested => {
    const typed = input.value.trimStart().toLowerCase()
    left = []
    if (typed === '' || input.value.includes('\n')) return []
    const slashed = typed.startsWith('/')
    if (slashed && !`${COMMAND} `.startsWith(typed) && !typed.startsWith(`${COMMAND} `)) return []
    if (slashed && COMMAND.startsWith(typed) && place.slash && typed !== COMMAND)
      return [{ text: `${COMMAND} `, shown: COMMAND, help: 'Ask Duologue for something' }]
    if (!slashed && place.slash) return []
    const begun = slashed ? typed.slice(COMMAND.length).trimStart() : typed
    const fitting = place.words.filter(({ word }) => word.startsWith(begun) && word !== begun)
    left = fitting.slice(MOST_SUGGESTED).map(({ word }) => word)
    return fitting.slice(0, MOST_SUGGESTED).map(({ word, help }) => ({
      text: slashed ? `${COMMAND} ${word}` : word,
      shown: slashed ? `${COMMAND} ${word}` : word,
      help,
    }))
  }

  const draw = (): void => {
    suggested = suggestions()
    active = -1
    sheet.hidden = suggested.length === 0
    rest.textContent = left.length > 0 ? `Also: ${left.join(', ')}` : ''
    count.textContent = suggested.length > 0 ? sayCount(suggested.length, 'suggestion', 'suggestions') : ''
    list.replaceChildren(
      ...suggested.map(({ shown, help }, index) => {
        const option = el(
          'li',
          { role: 'option', id: `${id}-${index}`, 'aria-selected': 'false' },
          el('span', { class: 'suggested' }, shown),
          el('span', { class: 'help' }, help),
        )
        option.addEventListener('mousedown', (event) => {
          event.preventDefault()
          take(index)
        })
        return option
      }),
    )
    mark()
  }
  const mark = (): void => {
    for (const [index, option] of [...list.children].entries()) {
      option.setAttribute('aria-selected', String(index === active))
      if (index === active) option.scrollIntoView({ block: 'nearest' })
    }
    if (active >= 0) input.setAttribute('aria-activedescendant', `${id}-${active}`)
    else input.removeAttribute('aria-activedescendant')
  }
  const take = (index: number): void => {
    const chosen = suggested[index]
    if (!chosen) return
    input.value = chosen.text
    draw()
    input.focus()
  }
  const submit = async (): Promise<void> => {
    const words = input.value.trim()
    if (words === '' || sending) return
    sending = true
    element.classList.add('sending')
    sheet.hidden = true
    trouble.textContent = ''
    const problem = await send(words)
    sending = false
    element.classList.remove('sending')
    if (problem === null && input.value.trim() === words) input.value = ''
    trouble.textContent = problem ?? ''
    grow()
  }
  const grow = (): void => {
    input.rows = Math.min(5, Math.max(1, input.value.split('\n').length))
  }

  input.addEventListener('input', () => {
    trouble.textContent = ''
    grow()
    draw()
  })
  input.addEventListener('blur', () => {
    sheet.hidden = true
  })
  input.addEventListener('keydown', (event) => {
    const isOpen = !sheet.hidden
    if (isOpen && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
      const step = event.key === 'ArrowDown' ? 1 : -1
      active = (active + step + suggested.length) % suggested.length
      mark()
    } else if (isOpen && event.key === 'Escape') {
      sheet.hidden = true
    } else if (isOpen && event.key === 'Tab' && !event.shiftKey && active >= 0) {
      take(active)
    } else if (event.key === 'Enter' && !event.shiftKey) {
      if (isOpen && active >= 0) take(active)
      else submit()
    } else return
    event.preventDefault()
  })
  element.addEventListener('submit', (event) => {
    event.preventDefault()
    submit()
  })

  return {
    element,
    show: (next) => {
      place = next
      input.setAttribute('aria-label', next.label)
      input.placeholder = next.placeholder
    },
    calm: () => {
      trouble.textContent = ''
    },
    clear: () => {
      input.value = ''
      trouble.textContent = ''
      draw()
      grow()
    },
    focus: () => input.focus(),
  }
}
