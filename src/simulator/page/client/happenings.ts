import type { Happening, HappeningOutcome } from '../protocol.ts'
import { button, el } from './dom.ts'
import { dayKey, sayCount, sayDay, sayList, sayTime } from './words.ts'

/** What happened: every message's end, to be looked through. */
export interface Happenings {
  readonly element: HTMLElement
  add(happenings: readonly Happening[], zone: string): void
  clear(): void
  /** Those after an instant, in words; answers to people's own acts left out. */
  summary(since: number): { readonly words: string; readonly any: boolean }
}

const OUTCOMES: Readonly<Record<HappeningOutcome, string>> = {
  sent: 'Sent',
  dropped: 'Not needed',
  failed: 'Failed',
  later: 'Waiting',
}

/** How many are drawn at once; a button draws more. */
const PAGE = 100
const MOST = 2_000

export const createHappenings = (
  onOpen: (key: string, message: { readonly conversation: string; readonly id: string } | null) => void,
): Happenings => {
  let all: Happening[] = []
  let zone = 'UTC'
  let shown = PAGE
  let scheduled = false

  const kind = el('select', { id: 'h-kind' })
  const person = el('input', { id: 'h-person', type: 'search', placeholder: 'Anyone', autocomplete: 'off' })
  const outcome = el(
    'select',
    { id: 'h-outcome' },
    el('option', { value: '' }, 'Everything'),
    ...Object.entries(OUTCOMES).map(([value, name]) => el('option', { value }, name)),
  )
  const answers = el('input', { id: 'h-answers', type: 'checkbox' })
  const count = el('p', { class: 'count', role: 'status' })
  const list = el('ol', { class: 'happenings' })
  const more = button(
    { class: 'more', hidden: true },
    () => {
      shown += PAGE
      draw()
    },
    'Show earlier ones',
  )
  const element = el(
    'section',
    { class: 'happened', 'aria-labelledby': 'happened-title' },
    el('h2', { id: 'happened-title' }, 'What happened'),
    el(
      'form',
      { class: 'filters', 'aria-label': 'Filter what happened' },
      el('label', { for: 'h-kind' }, 'About'),
      kind,
      el('label', { for: 'h-person' }, 'Person'),
      person,
      el('label', { for: 'h-outcome' }, 'Outcome'),
      outcome,
      el(
        'label',
        { class: 'check', for: 'h-answers' },
        answers,
        el('span', {}, 'Answers to what people did, too'),
      ),
    ),
    count,
    list,
    more,
  )
  element.querySelector('form')?.addEventListener('submit', (event) => event.preventDefault())
  element.addEventListener('input', () => {
    shown = PAGE
    draw()
  })

  const fits = (one: Happening): boolean =>
    (answers.checked || !one.answer) &&
    (kind.value === '' || one.what === kind.value) &&
    (outcome.value === '' || one.outcome === outcome.value) &&
    one.people.some(({ name }) => name.toLowerCase().includes(person.value.trim().toLowerCase()))

  const rowOf = (one: Happening): HTMLElement => {
    const names = sayList(one.people.map(({ name }) => name))
    const first = one.people[0]?.key ?? null
    const why = whyOf(one)
    const line = [
      el('time', { datetime: new Date(one.at).toISOString() }, sayTime(one.at, zone)),
      el('span', { class: `outcome ${one.outcome}` }, OUTCOMES[one.outcome]),
      el('span', { class: 'what' }, one.what),
      el('span', { class: 'names' }, names),
      ...(why ? [el('span', { class: 'why' }, why)] : []),
    ]
    return el(
      'li',
      {},
      first
        ? button(
            { title: one.message ? 'Go to the message' : 'Go to this person' },
            () => onOpen(first, one.message),
            ...line,
          )
        : el('div', {}, ...line),
    )
  }

  const draw = (): void => {
    const fitting = all.filter(fits).reverse()
    count.textContent =
      all.length === 0
        ? 'Nothing has happened yet. Move time on, and it is listed here.'
        : fitting.length === 0
          ? 'Nothing fits these filters.'
          : sayCount(fitting.length, 'message', 'messages')
    more.hidden = fitting.length <= shown
    let day = ''
    list.replaceChildren(
      ...fitting.slice(0, shown).flatMap((one) => {
        const key = dayKey(one.at, zone)
        const head = key === day ? [] : [el('li', { class: 'day' }, sayDay(one.at, zone))]
        day = key
        return [...head, rowOf(one)]
      }),
    )
  }

  const drawKinds = (): void => {
    const chosen = kind.value
    const kinds = [...new Set(all.map(({ what }) => what))].sort()
    if (kinds.length === kind.options.length - 1) return
    kind.replaceChildren(
      el('option', { value: '' }, 'Everything'),
      ...kinds.map((what) => el('option', { value: what, selected: what === chosen }, what)),
    )
  }
  const later = (): void => {
    if (scheduled) return
    scheduled = true
    requestAnimationFrame(() => {
      scheduled = false
      drawKinds()
      draw()
    })
  }
  later()

  return {
    element,
    add: (happenings, inZone) => {
      zone = inZone
      const newest = all.at(-1)?.id ?? 0
      const fresh = happenings.filter(({ id }) => id > newest)
      const anew = new Set(fresh.map(({ delivery }) => delivery))
      all = [...all.filter(({ delivery }) => !anew.has(delivery)), ...fresh]
      if (all.length > MOST) all = all.slice(-MOST)
      later()
    },
    clear: () => {
      all = []
      later()
    },
    summary: (since) => {
      const recent = all.filter(({ at, answer }) => at >= since && !answer)
      const number = (what: HappeningOutcome) => recent.filter((one) => one.outcome === what).length
      const parts = [
        [number('sent'), 'sent'],
        [number('later'), 'waiting to be tried again'],
        [number('dropped'), 'not needed'],
        [number('failed'), 'failed'],
      ] as const
      const said = parts.filter(([many]) => many > 0).map(([many, what]) => `${many} ${what}`)
      return {
        words: said.length > 0 ? `On the way: ${said.join(', ')}.` : 'Nothing was due on the way.',
        any: said.length > 0,
      }
    },
  }
}

const whyOf = ({ outcome, why, tries }: Happening): string => {
  const tried = tries === 0 ? '' : sayCount(tries, 'try', 'tries')
  if (outcome === 'later') return `${tried} so far: ${why ?? ''}`
  if (outcome === 'sent') return tried && `It got through after ${tried} that did not.`
  return why ?? ''
}
