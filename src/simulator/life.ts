import { answersTo, choiceOf, delayMinutes } from './habits.ts'
import { draw } from './hash.ts'
import type { Simulator } from './index.ts'
import { createPrivateWords } from './private-words.ts'
import type { Door, Outcome, ShownMessage } from './types.ts'

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE
/** Time goes on by at least this much, in milliseconds. */
const WAITS_AT_LEAST = 100

/** The product, as time passes for it. Instants are epoch milliseconds. */
export interface LivedIn {
  now(): number
  moveTo(instant: number): void
  /** Does all that is due now. */
  tick(): Promise<void>
  /** When it next has something to do; null when never. */
  nextDue(): Promise<number | null>
  /** Called after every step, once all is settled. */
  afterStep(): Promise<void>
}

export interface LifeOptions {
  readonly simulator: Simulator
  readonly product: LivedIn
  readonly seed: number
  /** E-mail addresses. */
  readonly coordinators: readonly string[]
  /** Whether coordinators go on approving drafts after the first, for whoever joins later. */
  readonly approvesLater: boolean
  /** Whether somebody does nothing by themselves just now; nobody unless told. */
  readonly isQuiet?: (door: Door) => boolean
}

/** What people did, for whoever counts. */
export interface Lived {
  /** How many acts there were. */
  readonly acts: number
  /** Messages, by `workspace/conversation/id`, that somebody answered. */
  readonly answered: ReadonlySet<string>
  /** Private words that the product took in. */
  readonly secrets: readonly string[]
  /** Those that it has to keep: nothing else was written in their place before they were sent. */
  readonly keptSecrets: readonly string[]
  /** Acts that the product refused or failed at: what the person would see. */
  readonly failures: readonly string[]
}

interface Planned {
  readonly at: number
  /** Settles the order of what is planned for the same instant. */
  readonly key: string
  readonly door: Door
  /** Milliseconds until it is done again; null when never. */
  readonly every: number | null
  readonly act: () => Promise<void>
}

/** A form may lead to another; nobody fills in more than this many in a row. */
const MOST_PAGES = 4
/** How soon the coordinator looks for people to pair, and how often again. */
const FIRST_DRAFT_AFTER = 8 * DAY
const DRAFTS_EVERY = 7 * DAY
const ANNOUNCE_EVERY = 45 * DAY
const LOOK_EVERY = 14 * DAY
const SPONTANEOUS_EVERY = 24 * DAY
/** Of a hundred people, how many leave within a year, and how many pause. */
const LEAVERS = 0.05
const PAUSERS = 0.15
/** Of a hundred people without the app, how many never get it. */
const NEVER_INSTALL = 0.05

/** What people type unasked, and how often of a hundred. */
const SPONTANEOUS: readonly (readonly [string, number])[] = [
  ['schedule', 26],
  ['meetings', 12],
  ['status', 10],
  ['home', 10],
  ['reflect', 12],
  ['help', 8],
  ['check in', 6],
  ['survey', 4],
  ['shedule', 3],
  ['I am a bit nervous about our first conversation', 5],
  ['contact', 2],
  ['drafts', 2],
]

/** Lets the people of the simulated workspaces live, until an instant. Everything they do is drawn from the seed and themselves. */
export const createLife = (options: LifeOptions) => {
  const { simulator, product, seed, coordinators, approvesLater, isQuiet = () => false } = options
  const agenda: Planned[] = []
  const answered = new Set<string>()
  const privateWords = createPrivateWords()
  const failures: string[] = []
  const pondered = new Set<string>()
  const unread: { door: Door; id: string }[] = []
  let acts = 0
  let steppedTo = 0

  const doors = simulator.people()
  const byPerson = new Map(doors.map((door) => [`${door.workspace} ${door.person.id}`, door]))
  const chance = (door: Door, ...about: (string | number)[]) => draw(seed, door.person.email, ...about)

  const plan = (at: number, door: Door, key: string, act: () => Promise<void>): void => {
    agenda.push({ at: Math.round(at), key, door, every: null, act })
  }

  const counted = (door: Door, what: string, outcome: Outcome): Outcome => {
    acts += 1
    const errors = Object.entries(outcome.fieldErrors).map(([field, error]) => `${field}: ${error}`)
    if (!outcome.ok)
      failures.push(`${door.person.email} ${what}: ${[outcome.error, ...errors].filter(Boolean).join('; ')}`)
    return outcome
  }

  simulator.subscribe((event) => {
    if (event.type !== 'message' && event.type !== 'revised') return
    const { workspace, seenBy, id } = event.message
    for (const person of seenBy) {
      const door = byPerson.get(`${workspace} ${person}`)
      if (door) unread.push({ door, id })
    }
  })

  /** Fills in the form in front of somebody, and whatever forms follow it. */
  const fillForms = async (door: Door, before: Outcome, ...about: (string | number)[]): Promise<void> => {
    let shown = before
    for (let page = 0; page < MOST_PAGES; page++) {
      const form = door.form()
      // On Teams a form is a card that stays in the chat: only one that has just appeared is in front of them.
      const isNew = door.platform === 'slack' || shown.appeared.some(({ id }) => id === form?.id)
      if (!form || form.submit === null || !isNew) return
      const today = new Date(product.now()).toISOString().slice(0, 10)
      const filled = answersTo(form, today, seed, door.person.email, ...about, page)
      const outcome = counted(door, `filled in “${form.title}”`, await door.fill(filled.answers))
      if (!outcome.ok) return door.dismiss()
      shown = outcome
      privateWords.take({
        who: door.person.email,
        form: form.title,
        words: filled.secrets,
        isUnsent: filled.answers['decision'] === 'keep',
      })
    }
  }

  const pressOn = async (door: Door, id: string, label: string): Promise<void> => {
    const message = door.message(id)
    if (!message?.buttons.some((button) => button.label === label)) return
    answered.add(`${message.workspace}/${message.conversation}/${message.id}`)
    const outcome = counted(door, `pressed “${label}”`, await door.press(message, label))
    await fillForms(door, outcome, label, Math.floor(product.now() / DAY))
  }

  const diligenceOf = (door: Door) => 0.7 + 0.3 * chance(door, 'diligence')
  const promptnessOf = (door: Door) => 0.2 + 2 * chance(door, 'promptness')

  /** Somebody reads a message, and decides what to do about it, and when. */
  const read = (door: Door, message: ShownMessage): void => {
    const labels = message.buttons.filter(({ url }) => url === undefined).map(({ label }) => label)
    const about = `${message.summary} ${labels.join()} ${Math.floor(message.at / DAY)}`
    const key = `${door.person.email} ${message.id} ${labels.join()}`
    if (message.private || pondered.has(key)) return
    pondered.add(key)
    const choice = choiceOf(labels, diligenceOf(door), seed, door.person.email, about)
    if (choice === null) return
    const delay = delayMinutes(promptnessOf(door), seed, door.person.email, about) * MINUTE
    plan(product.now() + delay, door, key, () => pressOn(door, message.id, choice))
  }

  const readNews = (): void => {
    for (const { door, id } of unread.splice(0)) {
      const message = door.message(id)
      if (message) read(door, message)
    }
  }

  /** Types something, and follows it up with a button of the answer if one of these labels is there. */
  const typeAndPress = async (door: Door, words: string, ...labels: readonly RegExp[]): Promise<void> => {
    const about = `${words} ${Math.floor(product.now() / DAY)}`
    let outcome = counted(door, `typed “${words}”`, await door.command(words))
    await fillForms(door, outcome, about)
    for (const label of labels) {
      await product.tick()
      const found = [...outcome.appeared, ...door.inbox().slice(-3)]
        .flatMap((message) => message.buttons.map((button) => ({ message, button })))
        .findLast(({ button }) => label.test(button.label))
      if (!found) return
      const { message, button } = found
      outcome = counted(door, `pressed “${button.label}”`, await door.press(message, button.label))
      await fillForms(door, outcome, about, button.label)
    }
  }

  const repeat = (from: number, every: number, door: Door, key: string, act: () => Promise<void>): void => {
    agenda.push({ at: Math.round(from), key, door, every, act })
  }

  const spontaneous = (door: Door): string => {
    const month = Math.floor(product.now() / SPONTANEOUS_EVERY)
    let left = chance(door, 'word', month) * 100
    for (const [words, share] of SPONTANEOUS) {
      left -= share
      if (left < 0) return words
    }
    return 'home'
  }

  const begin = (start: number): void => {
    for (const door of doors) {
      const { email, appInstalled } = door.person
      if (coordinators.includes(email)) {
        coordinate(door, start, coordinators.indexOf(email))
        continue
      }
      const installs = door.platform === 'teams' && !appInstalled
      if (installs && chance(door, 'never') < NEVER_INSTALL) continue
      if (installs)
        plan(start + chance(door, 'installs') * 15 * DAY, door, `${email} installs`, async () => {
          counted(door, 'installed the app', await door.install())
        })
      repeat(start + (14 + chance(door, 'first') * 24) * DAY, SPONTANEOUS_EVERY, door, `${email} types`, () =>
        typeAndPress(door, spontaneous(door)),
      )
      if (chance(door, 'pauses') < PAUSERS)
        plan(start + (30 + chance(door, 'pause') * 300) * DAY, door, `${email} pauses`, () =>
          typeAndPress(door, 'pause for 2 weeks'),
        )
      if (chance(door, 'leaves') < LEAVERS)
        plan(start + (60 + chance(door, 'leave') * 290) * DAY, door, `${email} leaves`, () =>
          typeAndPress(door, 'leave', /^leave/i),
        )
    }
  }

  const coordinate = (door: Door, start: number, index: number): void => {
    const { email } = door.person
    if (door.platform === 'teams')
      plan(start + 30 * MINUTE, door, `${email} installs`, async () => {
        counted(door, 'installed the app', await door.install())
      })
    if (index === 0) {
      repeat(start + FIRST_DRAFT_AFTER, DRAFTS_EVERY, door, `${email} drafts`, () => {
        const approves = approvesLater || product.now() < start + FIRST_DRAFT_AFTER + DRAFTS_EVERY
        return typeAndPress(
          door,
          'drafts',
          /^(make|ask|draft)/i,
          ...(approves ? [/^approve (all|the)/i, /^(yes|approve)/i] : []),
        )
      })
      repeat(start + 20 * DAY, ANNOUNCE_EVERY, door, `${email} announces`, () =>
        typeAndPress(door, 'announce', /^send/i, /^(yes|send)/i),
      )
    }
    repeat(start + (3 + index) * DAY, LOOK_EVERY, door, `${email} looks`, () =>
      typeAndPress(
        door,
        ['overview', 'deliveries', 'pairs', 'survey', 'status'][Math.floor(product.now() / LOOK_EVERY) % 5] ??
          'overview',
      ),
    )
  }

  const step = async (until: number): Promise<void> => {
    agenda.sort((one, other) => one.at - other.at || (one.key < other.key ? -1 : 1))
    const due = await product.nextDue()
    const next = Math.min(agenda[0]?.at ?? until, due ?? until, until)
    // What is due and waits behind something else must not hold up time.
    product.moveTo(Math.max(next, steppedTo + WAITS_AT_LEAST))
    steppedTo = product.now()
    for (let planned = agenda[0]; planned && planned.at <= product.now(); planned = agenda[0]) {
      agenda.shift()
      if (planned.every !== null) agenda.push({ ...planned, at: planned.at + planned.every })
      if (!isQuiet(planned.door)) await planned.act()
      readNews()
      agenda.sort((one, other) => one.at - other.at || (one.key < other.key ? -1 : 1))
    }
    await product.tick()
    readNews()
    await product.afterStep()
  }

  return {
    /** Lives from now until the instant. `say` hears how far it is, 0 to 1. */
    live: async (until: number, say: (share: number) => void = () => {}): Promise<void> => {
      const start = product.now()
      begin(start)
      while (product.now() < until) {
        await step(until)
        say((product.now() - start) / (until - start))
      }
    },
    /** Goes on, after `live`, to the next thing that anybody does or that is due, and no further than the instant. */
    step,
    lived: (): Lived => ({
      acts,
      answered,
      secrets: privateWords.all(),
      keptSecrets: privateWords.kept(),
      failures,
    }),
  }
}
