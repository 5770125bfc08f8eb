import { introduced } from '../core/introduced.ts'
import type { Reader, Transaction, Writes } from '../core/store.ts'
import { type KnownPairs, rememberingSent } from './sent.ts'
import { othersTurn } from './turns.ts'

/** What is read from the database; the rest of a reader is made of it. */
export type Kept = Omit<Reader, 'pairs'>

type Aggregate = keyof Kept

/**
 * What a write may change of what can be read: accounts are told with their people, people with their pairs, and pairs
 * that have begun with deliveries.
 */
const CHANGED_BY: Readonly<Record<keyof Writes, readonly Aggregate[]>> = {
  programmes: ['programmes', 'accounts'],
  accounts: ['accounts', 'participants', 'approved', 'programmes'],
  participants: ['participants', 'approved', 'accounts'],
  pairs: ['approved'],
  drafts: ['drafts'],
  audit: ['audit'],
  meetings: ['meetings', 'deliveries'],
  checkIns: ['checkIns'],
  reflections: ['reflections', 'deliveries'],
  surveys: ['surveys'],
  announcements: ['announcements'],
}

/** Answers to more questions than this about one aggregate are not kept. */
const MOST_KEPT = 2_000

/** What grows with a programme, so that reading it takes long, and what is made of it afterwards as well. */
const LARGE: { readonly [A in Aggregate]?: readonly (keyof Kept[A])[] } = {
  participants: ['of', 'notWith'],
  approved: ['of'],
  drafts: ['byId', 'latest', 'before', 'proposed', 'decided'],
  surveys: ['responses'],
}

const isLarge = (aggregate: Aggregate, verb: string): boolean =>
  (LARGE[aggregate] ?? []).some((one) => one === verb)

/** Something large is not in memory: it is to be read where nobody waits. */
export class NotAtHand extends Error {
  override readonly name = 'NotAtHand'
  /** Reads it into the memory that misses it, through this reader. */
  readonly fetch: (reader: Kept) => Promise<unknown>
  constructor(fetch: (reader: Kept) => Promise<unknown>) {
    super('What a transaction has to read is not in memory.')
    this.fetch = fetch
  }
}

const questionOf = (name: string, about: readonly unknown[]): string => `${name} ${JSON.stringify(about)}`

/** So often something large is read anew because somebody changed it meanwhile. */
const MOST_TRIES = 3

/** An answer, and whether it has come. */
interface Answer {
  readonly coming: Promise<unknown>
  isThere: boolean
}

/**
 * Answers that the database gave. Many flows look at one subject, and each reads the same facts; whoever writes says
 * what is to be forgotten.
 */
export interface Memory {
  /** Answers from memory what was asked before, and from `reader` what was not. */
  over(reader: Kept): Kept
  /** The same for what is little; what is large and not there yet throws `NotAtHand`. */
  atHandOver(reader: Kept): Kept
  /** Null: everything that may change. */
  forget(aggregates: Iterable<Aggregate> | null): void
  readonly sent: KnownPairs
}

/** A memory in which nothing is yet. */
export const createMemory = (): Memory => {
  const kept = new Map<Aggregate, Map<string, Answer>>()

  const answersOf = (aggregate: Aggregate) => {
    const answers = kept.get(aggregate) ?? new Map<string, Answer>()
    if (answers.size > MOST_KEPT) answers.clear()
    kept.set(aggregate, answers)
    return answers
  }

  const asked = (aggregate: Aggregate, question: string, ask: () => Promise<unknown>): Answer => {
    const answers = answersOf(aggregate)
    const known = answers.get(question)
    if (known) return known
    const answer: Answer = { coming: ask(), isThere: false }
    answers.set(question, answer)
    answer.coming.then(
      () => {
        answer.isThere = true
      },
      () => answers.delete(question),
    )
    return answer
  }

  /** What is large is read in pieces, which fit together only where nobody changed it meanwhile. */
  const whole = async (aggregate: Aggregate, question: string, ask: () => Promise<unknown>) => {
    for (let tries = 1; ; tries++) {
      const answer = asked(aggregate, question, ask)
      const answered = await answer.coming
      await othersTurn()
      if (answersOf(aggregate).get(question) === answer || tries >= MOST_TRIES) return answered
    }
  }

  const part = <A extends Aggregate>(reader: Kept, aggregate: A): Kept[A] =>
    eachVerb(reader[aggregate], (name, ask) => async (about) => {
      const question = questionOf(name, about)
      if (isLarge(aggregate, name)) return whole(aggregate, question, () => ask(about))
      await othersTurn()
      return asked(aggregate, question, () => ask(about)).coming
    })

  const partAtHand = <A extends Aggregate>(reader: Kept, aggregate: A): Kept[A] =>
    eachVerb(reader[aggregate], (name, ask) => async (about) => {
      const question = questionOf(name, about)
      await othersTurn()
      if (!isLarge(aggregate, name)) return asked(aggregate, question, () => ask(about)).coming
      const answer = answersOf(aggregate).get(question)
      if (!answer?.isThere) throw new NotAtHand((from) => verbOf(part(from, aggregate), name)(about))
      return answer.coming
    })

  return {
    sent: new Map(),
    over: (reader) => eachPart((aggregate) => part(reader, aggregate)),
    atHandOver: (reader) => eachPart((aggregate) => partAtHand(reader, aggregate)),
    forget: (aggregates) => {
      for (const aggregate of aggregates ?? kept.keys()) kept.get(aggregate)?.clear()
    },
  }
}

/** A whole reader of what is remembered, but for deliveries: every step of the queue changes those. */
export const butDeliveries = (remembering: Kept, { deliveries }: Kept, memory: Memory): Reader =>
  withPairs({ ...remembering, deliveries }, memory)

const withPairs = (kept: Kept, { sent }: Pick<Memory, 'sent'>): Reader => ({
  ...kept,
  pairs: introduced({ approved: kept.approved, deliveries: rememberingSent(kept.deliveries, sent) }),
})

/** A transaction on the database, without what is made of its reading. */
export interface KeptTransaction extends Omit<Transaction, 'read'> {
  readonly read: Kept
}

/**
 * A transaction that reads what is committed through the shared memory, and what it wrote itself through its own.
 * `changed` is what the shared memory must forget once it is committed. `patient`: it reads itself whatever is large and
 * not in memory, however long others wait.
 */
export const rememberingTransaction = (
  { read, write, outbox }: KeptTransaction,
  shared: Memory,
  patient: boolean,
): { readonly transaction: Transaction; readonly changed: ReadonlySet<Aggregate> } => {
  const own = createMemory()
  const changed = new Set<Aggregate>()
  const committed = patient ? shared.over(read) : shared.atHandOver(read)
  const mine = own.over(read)

  const writes = <W extends keyof Writes>(aggregate: W): Writes[W] =>
    eachVerb(write[aggregate], (_, verb) => async (about) => {
      for (const one of CHANGED_BY[aggregate]) changed.add(one)
      own.forget(CHANGED_BY[aggregate])
      const done = await verb(about)
      own.forget(CHANGED_BY[aggregate])
      return done
    })

  const deliveries = eachVerb(outbox, (_, verb) => async (about) => {
    own.forget(['deliveries'])
    const done = await verb(about)
    own.forget(['deliveries'])
    return done
  })

  return {
    changed,
    transaction: {
      read: withPairs(
        eachPart((aggregate) =>
          eachVerb(mine[aggregate], (name, ask) => (about) => {
            if (changed.has(aggregate) || aggregate === 'deliveries') return ask(about)
            return verbOf(committed[aggregate], name)(about)
          }),
        ),
        shared,
      ),
      write: {
        programmes: writes('programmes'),
        accounts: writes('accounts'),
        participants: writes('participants'),
        pairs: writes('pairs'),
        drafts: writes('drafts'),
        audit: writes('audit'),
        meetings: writes('meetings'),
        checkIns: writes('checkIns'),
        reflections: writes('reflections'),
        surveys: writes('surveys'),
        announcements: writes('announcements'),
      },
      outbox: deliveries,
    },
  }
}

type Verb = (about: readonly unknown[]) => Promise<unknown>

const verbOf =
  (of: object, name: string): Verb =>
  (about) => {
    const verb: unknown = Reflect.get(of, name)
    if (typeof verb !== 'function') throw new TypeError(`There is no ${name}.`)
    return verb.call(of, ...about)
  }

/** The same verbs, each done in another way. */
const eachVerb = <T extends object>(of: T, how: (name: string, verb: Verb) => Verb): T =>
  new Proxy(of, {
    get: (target, name) => {
      if (typeof name !== 'string' || typeof Reflect.get(target, name) !== 'function')
        return Reflect.get(target, name)
      const verb = how(name, verbOf(target, name))
      return (...about: unknown[]) => verb(about)
    },
  })

const eachPart = (part: <A extends Aggregate>(aggregate: A) => Kept[A]): Kept => ({
  programmes: part('programmes'),
  accounts: part('accounts'),
  participants: part('participants'),
  approved: part('approved'),
  drafts: part('drafts'),
  audit: part('audit'),
  meetings: part('meetings'),
  checkIns: part('checkIns'),
  reflections: part('reflections'),
  surveys: part('surveys'),
  announcements: part('announcements'),
  deliveries: part('deliveries'),
})
