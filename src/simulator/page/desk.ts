import { type FaultPlan, noFaults } from '../faults.ts'
import type { Simulator } from '../index.ts'
import type { Door, Outcome, ShownForm, ShownMessage, SimulatedPlatform } from '../types.ts'
import { personKey } from '../world.ts'
import type { Beginning } from './index.ts'
import type { Channel } from './live.ts'
import { createPassage } from './passage.ts'
import type { Product } from './product.ts'
import type {
  Acted,
  Ask,
  ClockState,
  Fault,
  Faults,
  Happening,
  Opening,
  PersonCard,
  Place,
  Replies,
} from './protocol.ts'
import { createScreens } from './screens.ts'

/** Does what the page asks, and tells it what happens. */
export interface Desk {
  /** From now on the page may ask. */
  open(beginning: Beginning): void
  readonly isOpen: boolean
  answer(ask: Ask): Promise<Replies[Ask['do']]>
  close(): void
}

/** Happenings that are kept; older ones are in the programme's figures alone. */
const MOST_HAPPENINGS = 2_000
/** How long changes are gathered before the page is told, in milliseconds. */
const GATHER_MS = 80
/** How often an open page is told the time. */
const CLOCK_EVERY_MS = 5_000
const STUCK =
  'Time stopped on the way: something could not be done, and the log has the details. What was done until then is kept; move time on to try again.'
const COMMAND = /^\/mentoring\b\s*/i
/** How long a platform that is asked too much tells the product to wait. */
const LIMITED_SECONDS = 30

/** Tells each message once to wait, and lets it through the next time. */
const limiting = (): FaultPlan => {
  const told = new Set<string>()
  return ({ platform, workspace, method, subject }) => {
    if (method === 'login.token') return null
    const call = [platform, workspace, method, subject].join(' ')
    if (told.delete(call)) return null
    told.add(call)
    return { type: 'rate-limited', retryAfterSeconds: LIMITED_SECONDS }
  }
}

export const createDesk = (simulator: Simulator, product: Product, channel: Channel): Desk => {
  let beginning: Beginning | null = null
  /** Whether anything was done: what was to be tried first is over then. */
  let hasBegun = false
  let ticking: NodeJS.Timeout | null = null
  const happenings: Happening[] = []
  let happeningCount = 0
  let told = 0
  let news = 0
  let othersAnswer = true
  let watched: ReadonlySet<string> = new Set()
  let faultsNow: Faults = { limits: false, outages: [], blocked: [] }
  let next: ClockState['next'] = null

  let timer: NodeJS.Timeout | null = null
  let clockChanged = false
  const gather = (): void => {
    if (beginning === null) return
    timer ??= setTimeout(() => {
      timer = null
      flush()
    }, GATHER_MS)
  }
  const flush = (): void => {
    const changed = screens.changed()
    if (changed.length > 0) channel.tell('changed', changed)
    const fresh = happenings.filter(({ id }) => id > told)
    told = happeningCount
    if (fresh.length > 0) channel.tell('happened', fresh)
    if (clockChanged || fresh.length > 0) {
      clockChanged = false
      tellClock()
    }
  }
  const tellClock = (): void => {
    // What comes next is looked up between moves: on the way, it changes with every step.
    const ready = passage.pace === 'own' ? lookAhead().catch(() => {}) : Promise.resolve()
    ready.then(() => channel.tell('clock', clock()))
  }
  const lookAhead = async (): Promise<void> => {
    next = await product.next()
  }

  const screens = createScreens(simulator, product.now, gather)
  simulator.subscribe((event) => {
    if (event.type === 'typing') channel.tell('typing', { conversation: event.conversation })
  })
  product.onHappening((happening) => {
    happeningCount += 1
    if (!happening.answer && happening.outcome !== 'later') news += 1
    const before = happenings.findLastIndex(({ delivery }) => delivery === happening.delivery)
    const [earlier] = before >= 0 ? happenings.splice(before, 1) : []
    const tries = (earlier?.tries ?? 0) + (happening.outcome === 'later' ? 1 : 0)
    happenings.push({ ...happening, tries, id: happeningCount })
    if (happenings.length > MOST_HAPPENINGS) happenings.splice(0, happenings.length - MOST_HAPPENINGS)
    gather()
  })
  product.keepQuiet((workspace, person) => !othersAnswer || watched.has(personKey(workspace, person)))

  const passage = createPassage({
    product,
    happened: () => news,
    onStep: () => {
      clockChanged = true
      gather()
    },
    pause: (ms) => new Promise((resolve) => (ms === 0 ? setImmediate(resolve) : setTimeout(resolve, ms))),
  })

  const clock = (): ClockState => ({
    now: product.now(),
    zone: product.zone,
    zoneName: product.zoneName,
    pace: passage.pace,
    jump: passage.jump,
    morning: product.morningAfter(product.now()),
    next,
    othersAnswer,
  })

  const cardOf = (door: Door): PersonCard => {
    const { person, platform, workspace } = door
    const place = product.placeOf(person.email)
    return {
      key: screens.keyOf(door),
      name: person.name,
      title: person.title ?? '',
      platform,
      workspace: simulator.workspaceName(workspace),
      organisation: place?.organisation ?? simulator.workspaceName(workspace),
      role: place?.role ?? '',
      zone: person.timeZone,
      unread: screens.unread(screens.keyOf(door)),
    }
  }

  const opening = async (): Promise<Opening> => {
    await lookAhead()
    return {
      programme: product.programme,
      people: simulator.people().map(cardOf),
      hint: hasBegun ? null : (beginning?.hint ?? null),
      pair: (beginning?.pair ?? []).map(({ workspace, person }) => personKey(workspace, person)),
      clock: clock(),
      faults: faultsNow,
      happenings,
    }
  }

  const fault = (wanted: Fault): void => {
    switch (wanted.type) {
      case 'limits':
        simulator.setFaults(wanted.on ? limiting() : noFaults)
        faultsNow = { ...faultsNow, limits: wanted.on }
        break
      case 'outage':
        simulator.outage(wanted.platform, wanted.on)
        faultsNow = { ...faultsNow, outages: withOrWithout(faultsNow.outages, wanted.platform, wanted.on) }
        break
      case 'block':
        screens.door(wanted.person).block(wanted.on)
        faultsNow = { ...faultsNow, blocked: withOrWithout(faultsNow.blocked, wanted.person, wanted.on) }
        break
    }
    channel.tell('faults', faultsNow)
  }

  const acted = async (key: string, since: number, act: (door: Door) => Promise<Came>): Promise<Acted> => {
    hasBegun = true
    const { ok, error, fieldErrors } = await act(screens.door(key))
    return { ok, error, fieldErrors, screen: screens.of(key, since) }
  }

  return {
    open: (first) => {
      beginning = first
      told = happeningCount
      ticking ??= setInterval(tellClock, CLOCK_EVERY_MS)
    },
    get isOpen() {
      return beginning !== null
    },
    close: () => {
      if (ticking) clearInterval(ticking)
      if (timer) clearTimeout(timer)
      passage.go('stop').catch(() => {})
    },
    answer: async (ask) => {
      switch (ask.do) {
        case 'open':
          return opening()
        case 'screen':
          return screens.of(ask.person, ask.since)
        case 'words': {
          const { workspace, person } = screens.door(ask.person)
          return product.wordsFor(workspace, person.id)
        }
        case 'read':
          screens.read(ask.person, ask.conversation)
          return null
        case 'watch':
          watched = new Set(ask.people)
          return null
        case 'say':
          return acted(ask.person, ask.since, (door) => say(door, ask.words, ask.conversation))
        case 'press':
          return acted(ask.person, ask.since, (door) =>
            door.press(found(door, ask.on), ask.label, { ...ask.answers }),
          )
        case 'submit':
          return acted(ask.person, ask.since, (door) => door.fill({ ...ask.answers }))
        case 'dismiss':
          return acted(ask.person, ask.since, async (door) => {
            await door.dismiss()
            return fine
          })
        case 'home':
          return acted(ask.person, ask.since, async (door) => {
            await door.home()
            return fine
          })
        case 'install':
          return acted(ask.person, ask.since, (door) => door.install())
        case 'move':
          // The page hears of the way and of the end; it need not wait.
          hasBegun = true
          passage.go(ask.move).catch(() => channel.tell('trouble', { problem: STUCK }))
          return null
        case 'others':
          othersAnswer = ask.answer
          tellClock()
          return null
        case 'fault':
          fault(ask.fault)
          return null
        case 'programme':
          return product.view()
      }
    },
  }
}

type Came = Pick<Outcome, 'ok' | 'error' | 'fieldErrors'>

const fine: Came = { ok: true, error: null, fieldErrors: {} }

const say = async (door: Door, words: string, conversation: string): Promise<Came> => {
  if (door.platform === 'teams') return door.say(words)
  if (COMMAND.test(words)) return door.command(words.replace(COMMAND, ''), conversation || undefined)
  if (words.startsWith('/'))
    return { ...fine, ok: false, error: 'Only /mentoring is here. Nothing was sent.' }
  const where = door.conversations().find(({ id }) => id === conversation)
  if (where?.kind === 'group')
    return {
      ...fine,
      ok: false,
      error:
        'Duologue does not read what partners write to one another. Begin with /mentoring to ask it for something.',
    }
  return door.say(words)
}

/** What a button or question stands on. Throws when it is no longer there. */
const found = (door: Door, place: Place): ShownMessage | ShownForm => {
  const on =
    place.type === 'message'
      ? door
          .conversations()
          .find(({ id }) => id === place.conversation)
          ?.messages.findLast(({ id }) => id === place.id)
      : place.type === 'form'
        ? door.form()
        : door.homeNow()
  if (!on || on.id !== place.id) throw new Error('That is no longer there.')
  return on
}

const withOrWithout = <T extends string | SimulatedPlatform>(
  all: readonly T[],
  one: T,
  on: boolean,
): readonly T[] => [...all.filter((other) => other !== one), ...(on ? [one] : [])]
