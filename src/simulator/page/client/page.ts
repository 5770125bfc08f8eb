import type { ClockState, Faults, Opening, PersonCard } from '../protocol.ts'
import { createClock } from './clock.ts'
import { button, el } from './dom.ts'
import { createHappenings } from './happenings.ts'
import { createPane, type Pane } from './pane.ts'
import { createProgramme } from './programme.ts'
import { ask, listen } from './server.ts'
import { applyTheme, themeSwitch } from './theme.ts'

applyTheme()

const VIEWS = [
  ['people', 'People'],
  ['programme', 'Programme'],
  ['happened', 'What happened'],
] as const
type View = (typeof VIEWS)[number][0]

/** The programme's figures are asked for no more often than this, in milliseconds. */
const FIGURES_EVERY_MS = 1_200
const KEPT_PEOPLE = 'duologue-people'

const app = document.getElementById('app') ?? document.body

let people: readonly PersonCard[] = []
let faults: Faults = { limits: false, outages: [], blocked: [] }
let clock: ClockState | null = null
let isThere = false
/** The product's time when the move under way began. */
let movedFrom: number | null = null
let figuresTimer = 0

// ---- the frame

const spoken = el('p', { class: 'unseen', role: 'status', 'aria-live': 'polite' })
let spokenTimer = 0
/** Several things at once are told as one. */
const announce = (words: string): void => {
  clearTimeout(spokenTimer)
  spokenTimer = setTimeout(() => {
    spoken.textContent = words
  }, 300)
}

const panes: readonly Pane[] = [0, 1].map((index) =>
  createPane({
    label: index === 0 ? 'First person' : 'Second person',
    onPick: (key) => {
      closeHint()
      pick(index, key)
    },
    announce,
  }),
)

const clockBar = createClock({
  move: (move) => {
    ask({ do: 'move', move }).catch(complain)
  },
  others: (answer) => {
    ask({ do: 'others', answer }).catch(complain)
  },
  seeHappenings: () => go('happened'),
})

const happenings = createHappenings((key, message) => {
  openPerson(key, message).catch(complain)
})

const programme = createProgramme({
  fault: (fault) => {
    ask({ do: 'fault', fault }).catch(complain)
  },
  open: (keys) => {
    keys.slice(0, 2).forEach((key, index) => {
      pick(index, key)
    })
    go('people')
  },
})

const links = VIEWS.map(([view, name]) => el('a', { href: `#${view}`, 'data-view': view }, name))
const hint = el('div', { class: 'hint' })
const closeHint = (): void => hint.replaceChildren()
const hintWith = (words: string) => [
  el('p', {}, el('strong', {}, 'Try this: '), words),
  button({ class: 'hint-close', 'aria-label': 'Close the hint' }, closeHint, '×'),
]
const halves = panes.map((_, index) =>
  button({ 'aria-pressed': String(index === 0) }, () => showHalf(index), index === 0 ? 'First' : 'Second'),
)
const halfSwitch = el(
  'div',
  { class: 'halves', role: 'group', 'aria-label': 'Which person is shown' },
  ...halves,
)
const trouble = el('div', { class: 'trouble-bar', role: 'alert' })
const stage = el(
  'div',
  { class: 'stage' },
  el(
    'section',
    { class: 'view people-view', 'aria-labelledby': 'people-title' },
    el('h2', { id: 'people-title', class: 'unseen' }, 'People'),
    hint,
    halfSwitch,
    el('div', { class: 'pair-of-panes' }, ...panes.map(({ element }) => element)),
  ),
  el('div', { class: 'view programme-view' }, programme.element),
  el('div', { class: 'view happened-view' }, happenings.element),
)

const brand = (): HTMLElement =>
  el(
    'div',
    { class: 'brand' },
    el('img', { src: '/simulator/page/icon.svg', alt: '', width: 28, height: 28 }),
    el('h1', {}, 'Duologue'),
    el('p', { class: 'tag' }, 'Simulated workspaces'),
  )

const whole = [
  el('a', { class: 'skip', href: '#main' }, 'Skip to the conversations'),
  el('header', { class: 'top' }, brand(), el('nav', { 'aria-label': 'Views' }, ...links), themeSwitch()),
  trouble,
  clockBar.element,
  el('main', { id: 'main', tabindex: -1 }, stage),
  spoken,
]

const drawWaiting = (share: number | null): void => {
  const percent = Math.floor((share ?? 0) * 100)
  const known = app.querySelector<HTMLProgressElement>('.waiting progress')
  if (known) {
    known.value = percent
    return
  }
  app.replaceChildren(
    el(
      'main',
      { class: 'waiting' },
      brand(),
      el('p', { class: 'lead' }, 'Eighty people are getting to know one another.'),
      el(
        'p',
        {},
        'In three Slack workspaces and two Teams tenants, they live through the first weeks of a mentoring programme. This takes about half a minute; then you can be any of them.',
      ),
      el('progress', { max: 100, value: percent, 'aria-label': 'How far the first weeks are' }),
    ),
  )
}

// ---- views

const viewOf = (hash: string): View | null => VIEWS.find(([view]) => `#${view}` === hash)?.[0] ?? null

let view: View = viewOf(location.hash) ?? 'people'

const go = (to: View): void => {
  if (location.hash === `#${to}`) showView(to)
  else location.hash = to
}

const showView = (to: View): void => {
  view = to
  document.body.dataset['view'] = to
  for (const link of links)
    if (link.dataset['view'] === to) link.setAttribute('aria-current', 'page')
    else link.removeAttribute('aria-current')
  if (to === 'programme') refreshFigures(0)
  if (to === 'people') for (const pane of panes) pane.look()
}

const showHalf = (index: number): void => {
  document.body.dataset['half'] = String(index)
  for (const [at, half] of halves.entries()) half.setAttribute('aria-pressed', String(at === index))
  panes[index]?.look()
}

addEventListener('hashchange', () => {
  const to = viewOf(location.hash)
  if (to) showView(to)
})

// ---- people

const personOf = (key: string): PersonCard | undefined => people.find((one) => one.key === key)

const pick = async (index: number, key: string): Promise<void> => {
  const person = personOf(key)
  const pane = panes[index]
  if (!person || !pane) return
  const half = halves[index]
  if (half) half.textContent = person.name
  await pane.show(person)
  const keys = panes.map((one) => one.key)
  sessionStorage.setItem(KEPT_PEOPLE, JSON.stringify(keys))
  ask({ do: 'watch', people: keys.filter(Boolean) }).catch(() => {})
}

/** Goes to somebody, and to a message of theirs: in the pane that shows them, else in the second. */
const openPerson = async (
  key: string,
  message: { readonly conversation: string; readonly id: string } | null,
): Promise<void> => {
  const at = panes.findIndex((pane) => pane.key === key)
  const index = at >= 0 ? at : 1
  go('people')
  showHalf(index)
  if (at < 0) await pick(index, key)
  if (!message) return
  const found = await panes[index]?.reveal(message.conversation, message.id)
  if (!found) announce('That message is not there any more.')
}

const keptPeople = (): readonly string[] => {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(KEPT_PEOPLE) ?? '[]')
    return Array.isArray(kept) ? kept.map(String) : []
  } catch {
    return []
  }
}

const showPeople = (): void => {
  for (const pane of panes) {
    pane.people(people)
    pane.faults(faults)
  }
  programme.faults(faults, people)
}

// ---- time and figures

const showClock = (next: ClockState): void => {
  const was = clock
  clock = next
  if (next.pace !== 'own') movedFrom ??= was?.pace === 'own' ? was.now : next.now
  clockBar.show(next)
  if (next.pace !== 'own' || movedFrom === null) return
  const { words, any } = happenings.summary(movedFrom)
  movedFrom = null
  clockBar.summary(words, any)
  refreshFigures(0)
}

const refreshFigures = (after: number): void => {
  if (!isThere || view !== 'programme' || figuresTimer !== 0) return
  figuresTimer = setTimeout(async () => {
    try {
      const figures = await ask({ do: 'programme' })
      if (clock) programme.show(figures, clock.zone)
    } catch {
      // The page says by itself when the server is gone.
    }
    figuresTimer = 0
  }, after)
}

// ---- the connection

const complain = (error: unknown): void => {
  // That the server is gone says all.
  if (document.body.classList.contains('is-lost')) return
  trouble.replaceChildren(
    el('p', {}, error instanceof Error ? error.message : String(error)),
    button({}, () => trouble.replaceChildren(), 'Close'),
  )
}

const lost = (): void => {
  if (!isThere) return
  document.body.classList.add('is-lost')
  if (trouble.querySelector('.is-gone')) return
  trouble.replaceChildren(
    el(
      'p',
      { class: 'is-gone' },
      el('strong', {}, 'Duologue has stopped. '),
      'What you see is how it was last; nothing that you do now is sent. Start it again with ',
      el('code', {}, 'npm start'),
      ' and this page comes back by itself, with a sample made anew.',
    ),
  )
}

const begin = async (): Promise<void> => {
  const opening: Opening = await ask({ do: 'open' })
  const isBack = isThere
  isThere = true
  people = opening.people
  faults = opening.faults
  happenings.clear()
  happenings.add(opening.happenings, opening.clock.zone)
  document.body.classList.remove('is-lost')
  trouble.replaceChildren()
  if (!app.contains(stage)) app.replaceChildren(...whole)
  showView(view)
  showHalf(0)
  showPeople()
  showClock(opening.clock)
  document.title = `${opening.programme}: Duologue on simulated workspaces`
  if (isBack && panes.every(({ key }) => personOf(key))) {
    await Promise.all(panes.map((pane) => pane.refresh()))
    return
  }
  const kept = keptPeople().filter((key) => personOf(key))
  const first = kept.length === panes.length ? kept : opening.pair
  await Promise.all(first.map((key, index) => pick(index, key)))
  if (kept.length !== panes.length && opening.hint) hint.replaceChildren(...hintWith(opening.hint))
}

listen({
  starting: ({ share }) => {
    isThere = false
    drawWaiting(share)
  },
  ready: () => {
    begin().catch(complain)
  },
  clock: showClock,
  changed: (changes) => {
    const unread = new Map(changes.map((one) => [one.key, one.unread]))
    people = people.map((one) => ({ ...one, unread: unread.get(one.key) ?? one.unread }))
    for (const pane of panes) {
      pane.people(people)
      const change = changes.find(({ key }) => key === pane.key)
      if (change) pane.changed(change.version)
    }
    refreshFigures(FIGURES_EVERY_MS)
  },
  typing: ({ conversation }) => {
    for (const pane of panes) pane.typing(conversation)
  },
  happened: (news) => {
    if (clock) happenings.add(news, clock.zone)
    refreshFigures(FIGURES_EVERY_MS)
  },
  faults: (now) => {
    faults = now
    programme.faults(faults, people)
    for (const pane of panes) pane.faults(faults)
    refreshFigures(0)
  },
  trouble: ({ problem }) => complain(new Error(problem)),
  stopping: lost,
  lost,
})
