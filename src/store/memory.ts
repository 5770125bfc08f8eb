import type { Reader, Transaction, Writes } from '../core/store.ts'

/** A reader that asks the database once for the same thing, until it is told to forget. */
export interface Memory {
  readonly read: Reader
  /** Everything, or what is known of one aggregate. */
  forget(aggregate?: keyof Reader): void
}

type Kept = Map<string, Promise<unknown>>

/** Answers each question of one aggregate from what is kept, if it was asked before. */
const remembered = <T extends object>(of: T, kept: Kept): T =>
  new Proxy(of, {
    get: (target, name) => {
      const verb: unknown = Reflect.get(target, name)
      if (typeof verb !== 'function') return verb
      return (...about: unknown[]): Promise<unknown> => {
        const question = `${String(name)} ${JSON.stringify(about)}`
        const known = kept.get(question)
        if (known) return known
        const answer: Promise<unknown> = verb.call(target, ...about)
        kept.set(question, answer)
        return answer
      }
    },
  })

/**
 * Many flows look at one subject, and each reads the same facts. What is remembered is only ever as old as the last
 * `forget`: after each write, and before each look at what is due. Deliveries change with every step of the queue, so
 * they are remembered within a transaction alone.
 */
export const withMemory = (reader: Reader, except: readonly (keyof Reader)[] = []): Memory => {
  const keptOf = new Map<keyof Reader, Kept>()
  const part = <A extends keyof Reader>(aggregate: A): Reader[A] => {
    if (except.includes(aggregate)) return reader[aggregate]
    const kept: Kept = new Map()
    keptOf.set(aggregate, kept)
    return remembered(reader[aggregate], kept)
  }
  return {
    read: {
      programmes: part('programmes'),
      accounts: part('accounts'),
      participants: part('participants'),
      pairs: part('pairs'),
      drafts: part('drafts'),
      meetings: part('meetings'),
      checkIns: part('checkIns'),
      reflections: part('reflections'),
      surveys: part('surveys'),
      announcements: part('announcements'),
      deliveries: part('deliveries'),
    },
    forget: (aggregate) => {
      if (aggregate) keptOf.get(aggregate)?.clear()
      else for (const kept of keptOf.values()) kept.clear()
    },
  }
}

/** Calls `before` ahead of every verb. */
const announced = <T extends object>(of: T, before: () => void): T =>
  new Proxy(of, {
    get: (target, name) => {
      const verb: unknown = Reflect.get(target, name)
      if (typeof verb !== 'function') return verb
      return async (...about: unknown[]): Promise<unknown> => {
        before()
        const done: unknown = await verb.call(target, ...about)
        before()
        return done
      }
    },
  })

/** A transaction that remembers what it read until it writes. */
export const rememberingTransaction = ({ read, write, outbox }: Transaction): Transaction => {
  const memory = withMemory(read)
  const forgetAll = () => memory.forget()
  const writes: Writes = {
    programmes: announced(write.programmes, forgetAll),
    accounts: announced(write.accounts, forgetAll),
    participants: announced(write.participants, forgetAll),
    pairs: announced(write.pairs, forgetAll),
    drafts: announced(write.drafts, forgetAll),
    meetings: announced(write.meetings, forgetAll),
    checkIns: announced(write.checkIns, forgetAll),
    reflections: announced(write.reflections, forgetAll),
    surveys: announced(write.surveys, forgetAll),
    announcements: announced(write.announcements, forgetAll),
  }
  const deliveries = announced(outbox, () => memory.forget('deliveries'))
  return {
    read: memory.read,
    write: writes,
    outbox: {
      ...outbox,
      enqueue: deliveries.enqueue,
      cancel: deliveries.cancel,
      markStale: deliveries.markStale,
      becomes: deliveries.becomes,
    },
  }
}
