import type { ShownMessage } from '../../seen.ts'
import type {
  Acted,
  Ask,
  Faults,
  PersonCard,
  Place,
  Screen,
  ScreenConversation,
  WordHint,
} from '../protocol.ts'
import { createComposer } from './composer.ts'
import { button, el, unseen } from './dom.ts'
import { drawForm, drawHome, drawMessage } from './draw.ts'
import { createPicker, face } from './picker.ts'
import { ask } from './server.ts'
import { carryOver } from './slack/index.ts'
import type { ActResult, Handlers } from './surface.ts'
import { createThread, type Thread } from './thread.ts'
import { firstName, PLATFORM_NAMES, sayCount, sayList, sayZone } from './words.ts'

/** One person's client: Slack or Teams, as they see it. */
export interface Pane {
  readonly element: HTMLElement
  readonly key: string
  /** Shows somebody's client in place of the one before. */
  show(person: PersonCard): Promise<void>
  /** Everyone who can be picked, and what is unread. */
  people(all: readonly PersonCard[]): void
  /** Something has changed for this person. */
  changed(version: number): void
  /** Asks for all anew, as after the server was gone. */
  refresh(): Promise<void>
  /** What goes wrong on purpose just now. */
  faults(faults: Faults): void
  typing(conversation: string): void
  /** The pane has come before the eyes. */
  look(): void
  /** Goes to a message. */
  reveal(conversation: string, id: string): Promise<boolean>
}

export interface PaneOptions {
  /** "First person", "Second person". */
  readonly label: string
  readonly onPick: (key: string) => void
  /** Says something to those who cannot see it. */
  readonly announce: (words: string) => void
}

interface Chat {
  readonly id: string
  readonly kind: 'direct' | 'group'
  readonly people: readonly string[]
  readonly thread: Thread
  unread: number
}

/** What of somebody's client is before them. */
type Tab = { readonly type: 'chat'; readonly id: string } | { readonly type: 'home' }

const TYPING_MS = 6_000

export const createPane = ({ label, onPick, announce }: PaneOptions): Pane => {
  const picker = createPicker(label, onPick)
  const frame = el('div', { class: 'client' })
  const element = el('section', { class: 'pane', 'aria-label': label }, picker.element, frame)

  let person: PersonCard | null = null
  let everyone: readonly PersonCard[] = []
  let faults: Faults = { limits: false, outages: [], blocked: [] }
  let version = 0
  let wanted = 0
  let asking = false
  let tab: Tab | null = null
  let screen: Screen | null = null
  let words: readonly WordHint[] = []
  let chats = new Map<string, Chat>()
  /** What is drawn, as text: the server sends it anew each time. */
  let shownForm = ''
  let shownFormId = ''
  let shownHome = ''
  let typingTimer = 0

  const side = el('nav', { class: 'chats' })
  const head = el('header', { class: 'chat-head' })
  const body = el('div', { class: 'chat-body' })
  const typing = el('p', { class: 'typing', 'aria-live': 'polite' })
  const over = el('div', { class: 'overlay', hidden: true })
  const composer = createComposer((typed) => say(typed))
  const room = el('div', { class: 'room' }, head, body, typing, composer.element)

  // ---- what the person does

  type Act = Extract<Ask, { do: 'say' | 'press' | 'submit' | 'dismiss' | 'home' | 'install' }>

  const act = async (asked: Act): Promise<ActResult> => {
    try {
      const done: Acted = await ask(asked)
      if (done.screen.key === person?.key) take(done.screen)
      return done
    } catch (error) {
      return { ok: false, error: error instanceof Error ? error.message : String(error), fieldErrors: {} }
    }
  }
  const who = () => ({ person: person?.key ?? '', since: version })

  const handlersFor = (on: Place): Handlers => ({
    press: (id, text, answers) => act({ do: 'press', ...who(), on, label: id || text, answers }),
    submit: (answers) => act({ do: 'submit', ...who(), answers }),
    dismiss: () => {
      act({ do: 'dismiss', ...who() })
    },
  })

  const say = async (typed: string): Promise<string | null> => {
    if (!person) return null
    const conversation = tab?.type === 'chat' ? tab.id : ''
    const { ok, error, fieldErrors } = await act({ do: 'say', ...who(), conversation, words: typed })
    if (tab?.type === 'chat') chats.get(tab.id)?.thread.toEnd()
    return ok ? null : (error ?? Object.values(fieldErrors)[0] ?? 'That was not taken.')
  }

  const install = async (trouble: HTMLElement): Promise<void> => {
    const { ok, error } = await act({ do: 'install', ...who() })
    if (!ok) trouble.textContent = error ?? 'That did not work.'
  }

  // ---- what the server says

  const load = async (): Promise<void> => {
    if (!person || asking) return
    asking = true
    const key = person.key
    try {
      const next = await ask({ do: 'screen', person: key, since: version })
      if (person?.key === key) take(next)
    } catch {
      // The page says by itself when the server is gone.
    } finally {
      asking = false
    }
    if (person && (person.key !== key || version < wanted)) await load()
  }

  /** Takes in what has changed; what comes out of turn is asked for anew. */
  const take = (next: Screen): void => {
    if (next.since > version || next.version < version) return
    const first = version === 0
    version = next.version
    screen = next
    const news: ShownMessage[] = []
    for (const conversation of next.conversations) takeChat(conversation, first, news)
    if (!tab || (tab.type === 'chat' && !chats.has(tab.id))) tab = firstTab(next)
    draw()
    if (first) for (const { thread, unread } of chats.values()) thread.markNew(unread)
    if (!first && news.length > 0) sayNews(news)
    read()
  }

  const takeChat = (conversation: ScreenConversation, first: boolean, news: ShownMessage[]): void => {
    const { id, kind, people, messages, gone, unread } = conversation
    const chat = chats.get(id) ?? newChat(id, kind, people)
    const known = chat.thread.size
    chat.thread.update(messages, gone)
    chat.unread = unread
    if (!first && chat.thread.size > known)
      news.push(...messages.filter(({ from, edited }) => from === 'bot' && !edited))
    if (news.length > 0) stopTyping()
  }

  const newChat = (id: string, kind: Chat['kind'], people: readonly string[]): Chat => {
    const thread = createThread({
      label: `${firstName(person?.name ?? '')}'s messages with ${sayList([...people, 'Duologue'])}`,
      zone: person?.zone ?? 'UTC',
      self: person?.name ?? '',
      draw: (message) =>
        drawMessage(message, handlersFor({ type: 'message', conversation: id, id: message.id })),
    })
    const chat: Chat = { id, kind, people, thread, unread: 0 }
    chats.set(id, chat)
    return chat
  }

  const firstTab = ({ conversations }: Screen): Tab | null => {
    const newest = conversations.find(({ kind }) => kind === 'direct') ?? conversations[0]
    return newest ? { type: 'chat', id: newest.id } : null
  }

  const sayNews = (news: readonly ShownMessage[]): void => {
    const name = firstName(person?.name ?? '')
    const [only] = news
    announce(
      news.length === 1 && only
        ? `New message for ${name}: ${only.summary || only.text.split('\n')[0]}`
        : `${sayCount(news.length, 'new message', 'new messages')} for ${name}.`,
    )
  }

  /** What is before the person counts as looked at. */
  const read = (): void => {
    if (!person || tab?.type !== 'chat') return
    const chat = chats.get(tab.id)
    if (!chat || chat.unread === 0 || !element.checkVisibility()) return
    chat.unread = 0
    drawSide()
    ask({ do: 'read', person: person.key, conversation: chat.id }).catch(() => {})
  }

  // ---- what is drawn

  const draw = (): void => {
    if (!person || !screen) return
    drawSide()
    const chat = tab?.type === 'chat' ? chats.get(tab.id) : undefined
    const isEmpty = !screen.installed || chats.size === 0
    room.classList.toggle('is-empty', isEmpty)
    drawHead(chat)
    if (isEmpty) drawEmpty()
    else if (tab?.type === 'home') drawHomeTab()
    else if (chat) drawChat(chat)
    drawOver()
  }

  const drawSide = (): void => {
    if (!person) return
    const isSlack = person.platform === 'slack'
    const directFirst = [...chats.values()].sort(
      (one, other) => Number(other.kind === 'direct') - Number(one.kind === 'direct'),
    )
    const entries = directFirst.map((chat) => {
      const name = chat.kind === 'direct' ? 'Duologue' : sayList(chat.people.map(firstName))
      const isHere = tab?.type === 'chat' && tab.id === chat.id
      return el(
        'li',
        {},
        button(
          { class: `chat${chat.unread > 0 ? ' unread' : ''}`, 'aria-current': isHere ? 'true' : null },
          () => openChat(chat.id),
          chat.kind === 'direct'
            ? el('span', { class: 'face bot', 'aria-hidden': 'true' }, 'D')
            : face(chat.people[0] ?? ''),
          el('span', { class: 'chat-name' }, name),
          chat.unread > 0 && el('span', { class: 'badge' }, String(chat.unread), unseen(' unread')),
        ),
      )
    })
    side.setAttribute('aria-label', `${firstName(person.name)}'s conversations`)
    keepingFocus(side, () =>
      side.replaceChildren(
        el('p', { class: 'workspace' }, person?.workspace ?? ''),
        el('p', { class: 'side-head' }, isSlack ? 'Direct messages' : 'Chat'),
        el('ul', {}, ...entries),
      ),
    )
  }

  const drawHead = (chat: Chat | undefined): void => {
    if (!person) return
    const title = chat?.kind === 'group' ? sayList([...chat.people, 'Duologue']) : 'Duologue'
    const direct = [...chats.values()].find(({ kind }) => kind === 'direct')
    const zone = sayZone(person.zone)
    const cutOff = faults.outages.includes(person.platform)
      ? `${PLATFORM_NAMES[person.platform]} is down`
      : faults.blocked.includes(person.key)
        ? 'Blocks Duologue'
        : null
    const hasTabs = person.platform === 'slack' && chat?.kind !== 'group' && screen?.installed
    const tabs = hasTabs
      ? el(
          'div',
          { class: 'tabs', role: 'group', 'aria-label': 'Duologue' },
          button({ 'aria-pressed': String(tab?.type === 'home') }, () => openHome(), 'Home'),
          button(
            { 'aria-pressed': String(tab?.type === 'chat') },
            () => direct && openChat(direct.id),
            'Messages',
          ),
        )
      : null
    keepingFocus(head, () =>
      head.replaceChildren(
        el('h3', {}, title),
        ...(tabs ? [tabs] : []),
        cutOff ? el('span', { class: 'cut-off' }, cutOff) : el('span', { class: 'zone' }, zone),
      ),
    )
  }

  const drawChat = (chat: Chat): void => {
    if (!person) return
    if (!body.contains(chat.thread.element)) {
      body.replaceChildren(
        button({ class: 'past' }, () => composer.focus(), 'Skip the messages'),
        chat.thread.element,
      )
      requestAnimationFrame(() => chat.thread.toEnd())
    }
    composer.element.hidden = false
    const slash = person.platform === 'slack'
    composer.show({
      label: `Message from ${firstName(person.name)} to ${chat.kind === 'direct' ? 'Duologue' : 'the group'}`,
      placeholder:
        chat.kind === 'group'
          ? '/mentoring and what you need'
          : slash
            ? 'Message Duologue, or type / for its command'
            : 'Type a message to Duologue',
      slash,
      words,
    })
  }

  const drawHomeTab = (): void => {
    composer.element.hidden = true
    const home = screen?.home ?? null
    if (
      home &&
      body.firstElementChild?.classList.contains('home-tab') &&
      shownHome === JSON.stringify(home.raw)
    )
      return
    shownHome = home ? JSON.stringify(home.raw) : ''
    body.replaceChildren(
      el(
        'div',
        { class: 'home-tab', tabindex: 0, role: 'region', 'aria-label': 'Home of Duologue' },
        home
          ? drawHome(home, handlersFor({ type: 'home', id: home.id }))
          : el('p', { class: 'quiet' }, 'Opening Home…'),
      ),
    )
  }

  const drawEmpty = (): void => {
    if (!person || !screen) return
    composer.element.hidden = true
    const name = firstName(person.name)
    const trouble = el('p', { class: 'trouble', role: 'alert' })
    const isTeams = person.platform === 'teams'
    const isMissing = !screen.installed
    body.replaceChildren(
      el(
        'div',
        { class: 'empty' },
        el('span', { class: 'face bot', 'aria-hidden': 'true' }, 'D'),
        el(
          'h4',
          {},
          isMissing ? `${name} does not have Duologue yet` : `${name} has not opened Duologue yet`,
        ),
        el(
          'p',
          {},
          isMissing && isTeams
            ? 'In Teams, each person adds the app, or an administrator does it for them. Until then Duologue cannot write to them.'
            : 'Nothing has been written so far. Opening the app is how people say hello to it.',
        ),
        button({ class: 'primary' }, () => install(trouble), isMissing ? 'Add Duologue' : 'Open Duologue'),
        trouble,
      ),
    )
  }

  /** A modal lies over this person's client alone: the other person can go on. */
  const drawOver = (): void => {
    const form = screen?.form ?? null
    room.inert = form !== null
    side.inert = form !== null
    if (!form) {
      if (!over.hidden) {
        over.hidden = true
        over.replaceChildren()
        shownForm = ''
        head.querySelector('button')?.focus({ preventScroll: true })
      }
      return
    }
    const raw = form.id + JSON.stringify(form.raw)
    if (shownForm === raw) return
    shownForm = raw
    over.hidden = false
    const old = over.querySelector<HTMLElement>('.modal-window')
    const sheet = el(
      'div',
      { class: 'modal-window', role: 'dialog', 'aria-label': form.title },
      drawForm(form, handlersFor({ type: 'form', id: form.id })),
    )
    over.append(sheet)
    // A view that the product changes under the person's hands keeps what they have filled in.
    if (old && shownFormId === form.id) carryOver(old, sheet)
    old?.remove()
    shownFormId = form.id
    if (sheet.contains(document.activeElement)) return
    const first = sheet.querySelector<HTMLElement>('input, textarea, select') ?? sheet.querySelector('button')
    first?.focus({ preventScroll: true })
  }
  over.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || event.defaultPrevented) return
    act({ do: 'dismiss', ...who() })
  })

  const openChat = (id: string): void => {
    const was = tab?.type === 'chat' ? chats.get(tab.id) : undefined
    if (was && was.id !== id) was.thread.markNew(0)
    tab = { type: 'chat', id }
    const chat = chats.get(id)
    if (chat) chat.thread.markNew(chat.unread)
    draw()
    read()
  }

  const openHome = async (): Promise<void> => {
    tab = { type: 'home' }
    draw()
    await act({ do: 'home', ...who() })
    const waiting = body.querySelector('.home-tab > .quiet')
    if (waiting) waiting.textContent = 'Home could not be opened. Press Home to try again.'
  }

  const stopTyping = (): void => {
    clearTimeout(typingTimer)
    typing.textContent = ''
  }

  const reset = (): void => {
    version = 0
    wanted = 0
    tab = null
    screen = null
    words = []
    chats = new Map()
    shownForm = ''
    shownHome = ''
    over.hidden = true
    over.replaceChildren()
    room.inert = false
    side.inert = false
    stopTyping()
    head.replaceChildren()
    side.replaceChildren()
    composer.element.hidden = true
    composer.calm()
    body.replaceChildren(el('p', { class: 'quiet loading' }, 'Opening…'))
  }

  const showPicked = (): void => {
    if (person) picker.show(person, everyone)
  }

  const loadWords = async (): Promise<void> => {
    const key = person?.key
    if (key === undefined) return
    words = await ask({ do: 'words', person: key }).catch(() => [])
    if (person?.key === key) draw()
  }

  return {
    element,
    get key() {
      return person?.key ?? ''
    },
    show: async (next) => {
      person = next
      reset()
      composer.clear()
      frame.className = `client ${next.platform}-client`
      frame.replaceChildren(side, room, over)
      element.setAttribute('aria-label', `${next.name} in ${PLATFORM_NAMES[next.platform]}`)
      showPicked()
      await load()
      await loadWords()
    },
    people: (all) => {
      everyone = all
      const again = all.find(({ key }) => key === person?.key)
      if (again) person = again
      showPicked()
    },
    changed: (to) => {
      wanted = Math.max(wanted, to)
      if (to > version) load()
    },
    refresh: async () => {
      if (!person) return
      reset()
      await load()
      await loadWords()
    },
    faults: (now) => {
      faults = now
      draw()
    },
    look: read,
    typing: (conversation) => {
      if (tab?.type !== 'chat' || tab.id !== conversation) return
      typing.textContent = 'Duologue is typing…'
      clearTimeout(typingTimer)
      typingTimer = setTimeout(stopTyping, TYPING_MS)
    },
    reveal: async (conversation, id) => {
      await load()
      const chat = chats.get(conversation)
      if (!chat) return false
      openChat(conversation)
      await new Promise((resolve) => requestAnimationFrame(resolve))
      await new Promise((resolve) => requestAnimationFrame(resolve))
      return chat.thread.reveal(id)
    },
  }
}

/** Draws anew, and leaves the focus where it was: on what stands in the same place. */
const keepingFocus = (inside: HTMLElement, redraw: () => void): void => {
  const focused = document.activeElement
  const place = [...inside.querySelectorAll<Element>('button')].indexOf(focused ?? inside)
  redraw()
  if (place >= 0) inside.querySelectorAll('button')[place]?.focus({ preventScroll: true })
}
