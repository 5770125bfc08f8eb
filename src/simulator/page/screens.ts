import type { Simulator } from '../index.ts'
import type { Door, SimulatorEvent } from '../types.ts'
import { personKey } from '../world.ts'
import type { Screen } from './protocol.ts'

/** What each person sees, and what of it they have not looked at. */
export interface Screens {
  door(key: string): Door
  keyOf(door: Door): string
  /** What this person sees, as far as it changed since the version. */
  of(key: string, since: number): Screen
  unread(key: string): number
  /** The person has looked at a conversation. */
  read(key: string, conversation: string): void
  /** Who sees something else than when last asked. */
  changed(): readonly { readonly key: string; readonly unread: number; readonly version: number }[]
}

/** What is remembered of one person's client. */
interface Seen {
  version: number
  /** When each message last changed, by conversation and id, as a version. */
  readonly messages: Map<string, number>
  /** Messages withdrawn, and the version since when. */
  readonly gone: Map<string, { conversation: string; id: string; version: number }>
  /** When this person last did something, epoch ms of the product's time. */
  actedAt: number
  /** Messages not looked at, by conversation. */
  readonly unread: Map<string, Set<string>>
}

/** What comes so soon after somebody did something, in product time, is before their eyes. */
const ANSWERED_WITHIN_MS = 60_000

const messageKey = (conversation: string, id: string) => `${conversation} ${id}`

/** Follows what happens in the simulator; `onChange` is called whenever somebody sees something else. */
export const createScreens = (simulator: Simulator, now: () => number, onChange: () => void): Screens => {
  const doors = new Map(simulator.people().map((door) => [personKey(door.workspace, door.person.id), door]))
  const seen = new Map<string, Seen>()
  const dirty = new Set<string>()

  const seenBy = (key: string): Seen => {
    const known = seen.get(key)
    if (known) return known
    const fresh: Seen = { version: 1, messages: new Map(), gone: new Map(), actedAt: 0, unread: new Map() }
    seen.set(key, fresh)
    return fresh
  }
  const touch = (key: string): Seen => {
    const one = seenBy(key)
    one.version += 1
    dirty.add(key)
    onChange()
    return one
  }

  /** Whoever does something has the app before them: they have seen what it said, and see what it answers. */
  const acted = (one: Seen): void => {
    one.unread.clear()
    one.actedAt = now()
  }

  const hear = (event: SimulatorEvent): void => {
    switch (event.type) {
      case 'message':
      case 'revised':
      case 'withdrawn': {
        const { workspace, conversation, id, seenBy: viewers } = event.message
        for (const viewer of viewers) {
          const one = touch(personKey(workspace, viewer))
          const unread = one.unread.get(conversation) ?? new Set()
          if (event.type === 'withdrawn') {
            one.gone.set(messageKey(conversation, id), { conversation, id, version: one.version })
            unread.delete(id)
          } else {
            one.messages.set(messageKey(conversation, id), one.version)
            const isAnswer = event.message.at - one.actedAt < ANSWERED_WITHIN_MS
            if (event.type === 'message' && !isAnswer) one.unread.set(conversation, unread.add(id))
          }
        }
        return
      }
      case 'view':
        touch(personKey(event.view.workspace, event.view.person))
        return
      case 'act':
        acted(touch(personKey(event.workspace, event.person)))
        return
      default:
    }
  }
  simulator.subscribe(hear)

  const doorOf = (key: string): Door => {
    const door = doors.get(key)
    if (!door) throw new Error('There is nobody of that name in the simulated workspaces.')
    return door
  }
  const unread = (key: string): number =>
    [...(seen.get(key)?.unread.values() ?? [])].reduce((sum, { size }) => sum + size, 0)

  return {
    door: doorOf,
    keyOf: (door) => personKey(door.workspace, door.person.id),
    of(key, since) {
      const door = doorOf(key)
      const one = seenBy(key)
      const conversations = door.conversations().map(({ id, kind, people, messages }) => {
        const fresh = messages.filter((message) => {
          const at = one.messages.get(messageKey(id, message.id))
          // What people write themselves makes no event of its own: it is new when it is first met here.
          if (at === undefined) one.messages.set(messageKey(id, message.id), ++one.version)
          return (at ?? one.version) > since
        })
        const gone = [...one.gone.values()].filter(
          ({ conversation, version }) => conversation === id && version > since,
        )
        return {
          id,
          kind,
          people: people.filter((name) => name !== door.person.name),
          unread: one.unread.get(id)?.size ?? 0,
          messages: fresh,
          gone: gone.map((message) => message.id),
        }
      })
      return {
        key,
        since,
        version: one.version,
        installed: door.hasApp(),
        conversations,
        form: door.platform === 'slack' ? door.form() : null,
        home: door.homeNow(),
      }
    },
    unread,
    read(key, conversation) {
      const set = seenBy(key).unread.get(conversation)
      if (!set || set.size === 0) return
      set.clear()
      dirty.add(key)
      onChange()
    },
    changed() {
      const keys = [...dirty]
      dirty.clear()
      return keys.map((key) => ({ key, unread: unread(key), version: seenBy(key).version }))
    },
  }
}
