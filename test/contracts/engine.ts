import fc from 'fast-check'
import type { Temporal } from 'temporal-polyfill'
import { beforeEach, describe, expect, test } from 'vitest'
import type { Clock } from '../../src/core/clock.ts'
import type { Attempt, Deliverer, Engine, Settlement } from '../../src/core/engine.ts'
import { DuologueError } from '../../src/core/errors.ts'
import { message, say } from '../../src/core/message.ts'
import type { Address, Delivery, NewDelivery, Subject } from '../../src/core/model.ts'
import type { Queue, Store } from '../../src/core/store.ts'
import { at } from '../facts.ts'

/** An empty store, and engines on it: each call is another process, which may be given a queue that dies. */
export interface EngineStage {
  readonly store: Store
  engine(process: string, clock: Clock, queue?: Queue): Engine
  stop(): Promise<void>
}

const START = at('2026-03-02T09:00:00Z')
const SUBJECT: Subject = { kind: 'meeting', id: 'm1' }
const ANSWER = message('Booked.', say('Tuesday at ten.'))
const toAccount = (accountId: string): Address => ({ type: 'account', accountId })
const receiptOf = (id: string) => ({ workspace: 'T1', conversation: 'D1', message: id })

const aNewDelivery = (occurrence: string, but: Partial<NewDelivery> = {}): NewDelivery => ({
  flow: 'scheduling',
  subject: SUBJECT,
  occurrence,
  address: toAccount('a-tom'),
  class: 'ordinary',
  participantId: 'p-tom',
  dueAt: START,
  ...but,
})

const sent = (id: string, conversation: string | null = null): Settlement => ({
  type: 'sent',
  receipt: receiptOf(id),
  conversation,
  shows: `what ${id} shows`,
})

/** A clock that can also go back. */
const wanderingClock = () => {
  let now = START
  return {
    now: () => now,
    set: (instant: Temporal.Instant) => {
      now = instant
    },
    pass: (duration: Temporal.DurationLike) => {
      now = now.add(duration)
    },
  }
}

type Try = (delivery: Delivery, now: Temporal.Instant) => Settlement | Promise<Settlement>

/** Takes deliveries and notes them; each is sent unless the test says otherwise. */
const recorder = (how: Try = ({ id }) => sent(id)) => {
  const tried: Delivery[] = []
  const revised: string[] = []
  const deliverer: Deliverer = {
    prepare: async (delivery, _, now) => async () => {
      tried.push(delivery)
      return how(delivery, now)
    },
    prepareRevision: async (delivery) => async () => {
      revised.push(delivery.occurrence)
      return { type: 'revised', shows: 'something else' }
    },
  }
  return { deliverer, tried, revised, occurrences: () => tried.map(({ occurrence }) => occurrence) }
}

const never = new Promise<never>(() => {})

/** A queue as a process sees it that can be killed: from then on nothing that it asks for ever happens. */
const mortal = (queue: Queue) => {
  let dead = false
  const lasting =
    <A extends readonly unknown[], T>(verb: (...args: A) => Promise<T>) =>
    (...args: A): Promise<T> =>
      dead ? never : verb(...args).then((done) => (dead ? never : done))
  const own: Queue = {
    due: lasting(queue.due),
    stale: lasting(queue.stale),
    claim: lasting(queue.claim),
    content: lasting(queue.content),
    sent: lasting(queue.sent),
    postpone: lasting(queue.postpone),
    dropped: lasting(queue.dropped),
    failed: lasting(queue.failed),
    revised: lasting(queue.revised),
    reviseLater: lasting(queue.reviseLater),
    release: lasting(queue.release),
    conversationOf: lasting(queue.conversationOf),
  }
  return {
    queue: own,
    die: () => {
      dead = true
    },
  }
}

/** What every engine keeps to. `set` gives an empty store. */
export const engineContract = (name: string, set: () => Promise<EngineStage>): void => {
  describe(`${name}, as an engine`, () => {
    let stage: EngineStage
    let clock: ReturnType<typeof wanderingClock>
    let engine: Engine

    beforeEach(async () => {
      stage = await set()
      clock = wanderingClock()
      engine = stage.engine('one', clock)
      return () => stage.stop()
    })

    const schedule = (...deliveries: readonly NewDelivery[]) =>
      stage.store.transact(async (transaction) => {
        for (const delivery of deliveries) await engine.schedule(transaction, delivery, 'g1', null)
      })
    const all = () => stage.store.read.deliveries.all()
    const only = async (): Promise<Delivery> => {
      const [one, ...others] = await all()
      if (!one || others.length > 0) throw new Error('One delivery was expected.')
      return one
    }
    /** Runs until nothing is left that can be done now; what a run throws comes at the end. */
    const runAll = async (deliverer: Deliverer, of: Engine = engine): Promise<unknown[]> => {
      const thrown: unknown[] = []
      for (let round = 0; round < 200; round++) {
        await of.run(deliverer).catch((error) => thrown.push(error))
        const left = [
          ...(await stage.store.queue.due(clock.now(), 1)),
          ...(await stage.store.queue.stale(clock.now(), 1)),
        ]
        if (left.length === 0) return thrown
      }
      throw new Error('There is always more to do at one instant.')
    }

    test('schedules and cancels with the transaction, or not at all', async () => {
      const failing = stage.store.transact(async (transaction) => {
        await engine.schedule(transaction, aNewDelivery('lost'), 'g1', null)
        throw new Error('on purpose')
      })
      await expect(failing).rejects.toThrow('on purpose')
      expect(await all()).toEqual([])

      await schedule(aNewDelivery('kept'))
      const cancelling = stage.store.transact(async (transaction) => {
        await engine.cancel(transaction, 'scheduling', SUBJECT, null, 'left')
        throw new Error('on purpose')
      })
      await expect(cancelling).rejects.toThrow('on purpose')
      const { deliverer, occurrences } = recorder()
      await runAll(deliverer)
      expect(occurrences()).toEqual(['kept'])
    })

    test('does not send what was cancelled, and says why', async () => {
      await schedule(aNewDelivery('one'), aNewDelivery('other'))
      await stage.store.transact((transaction) =>
        engine.cancel(transaction, 'scheduling', SUBJECT, 'one', 'already-booked'),
      )
      const { deliverer, occurrences } = recorder()
      await runAll(deliverer)
      expect(occurrences()).toEqual(['other'])
      expect((await all())[0]).toMatchObject({ state: 'dropped', reason: 'already-booked' })
    })

    test('takes a second schedule under one key for the first, even when that has been sent', async () => {
      await schedule(aNewDelivery('once'), aNewDelivery('once', { dueAt: START.add({ hours: 1 }) }))
      const { deliverer, occurrences } = recorder()
      await runAll(deliverer)
      await schedule(aNewDelivery('once'))
      clock.pass({ hours: 2 })
      await runAll(deliverer)
      expect(occurrences()).toEqual(['once'])
    })

    test('tells keys apart whose parts run together to the same letters', async () => {
      await schedule(
        aNewDelivery('a', { flow: 'nudge', subject: { kind: 'pair', id: 'x' } }),
        aNewDelivery('xa', { flow: 'nudge', subject: { kind: 'pair', id: '' } }),
        aNewDelivery('a', { flow: 'nudge', subject: { kind: 'meeting', id: 'x' } }),
        aNewDelivery('a', {
          flow: 'nudge',
          subject: { kind: 'pair', id: 'x' },
          address: { type: 'pair', pairId: 'a-tom' },
        }),
      )
      expect(new Set((await all()).map(({ id }) => id)).size).toBe(4)
    })

    test('sends nothing before it is due, and then at once', async () => {
      await schedule(aNewDelivery('later', { dueAt: START.add({ milliseconds: 1 }) }))
      const { deliverer, occurrences } = recorder()
      await runAll(deliverer)
      expect(occurrences()).toEqual([])
      clock.pass({ milliseconds: 1 })
      await runAll(deliverer)
      expect(occurrences()).toEqual(['later'])
    })

    test('settles as the deliverer says, and remembers where the address is reached', async () => {
      await schedule(
        aNewDelivery('sent'),
        aNewDelivery('dropped', { address: toAccount('a-amina') }),
        aNewDelivery('failed', { address: toAccount('a-jo') }),
      )
      const { deliverer } = recorder(({ id, occurrence }) => {
        if (occurrence === 'dropped') return { type: 'dropped', reason: 'paused' }
        return occurrence === 'failed' ? { type: 'failed', reason: 'blocked' } : sent(id)
      })
      await runAll(deliverer)
      const [first, second, third] = await all()
      expect(first).toMatchObject({ state: 'sent', receipt: receiptOf(first?.id ?? ''), sentAt: START })
      expect(second).toMatchObject({ state: 'dropped', reason: 'paused' })
      expect(third).toMatchObject({ state: 'failed', reason: 'blocked' })
    })

    test('keeps the order of an address through retries, and lets other addresses pass', async () => {
      await schedule(
        aNewDelivery('first'),
        aNewDelivery('second'),
        aNewDelivery('third'),
        aNewDelivery('elsewhere', { address: toAccount('a-amina') }),
      )
      const { deliverer, occurrences } = recorder((delivery, now) =>
        delivery.occurrence === 'first' && delivery.attempts < 2
          ? { type: 'postponed', at: now.add({ seconds: 10 }), attempted: true, inDoubt: false }
          : sent(delivery.id),
      )
      await runAll(deliverer)
      expect(occurrences().toSorted()).toEqual(['elsewhere', 'first'])
      clock.pass({ seconds: 9 })
      await runAll(deliverer)
      expect(occurrences()).toHaveLength(2)
      clock.pass({ seconds: 1 })
      await runAll(deliverer)
      clock.pass({ seconds: 10 })
      await runAll(deliverer)
      expect(occurrences().filter((one) => one !== 'elsewhere')).toEqual([
        'first',
        'first',
        'first',
        'second',
        'third',
      ])
    })

    test('hands the deliverer what was kept for an answer, and the number of attempts before', async () => {
      await stage.store.transact((transaction) =>
        engine.schedule(transaction, aNewDelivery('answer', { class: 'answer' }), null, ANSWER),
      )
      const contents: unknown[] = []
      const deliverer: Deliverer = {
        ...recorder().deliverer,
        prepare: async (delivery, content, now) => async () => {
          contents.push([delivery.attempts, content])
          return delivery.attempts === 0
            ? { type: 'postponed', at: now.add({ seconds: 5 }), attempted: true, inDoubt: true }
            : sent(delivery.id)
        },
      }
      await runAll(deliverer)
      clock.pass({ seconds: 5 })
      await runAll(deliverer)
      expect(contents).toEqual([
        [0, ANSWER],
        [1, ANSWER],
      ])
    })

    test.each(['as it is prepared', 'as it is sent'])(
      'settles a delivery whose deliverer throws %s: it is tried again later, in doubt, and harms no other',
      async (when) => {
        await schedule(aNewDelivery('broken'), aNewDelivery('sound', { address: toAccount('a-amina') }))
        const { deliverer, occurrences } = recorder()
        const throwing: Deliverer = {
          ...deliverer,
          prepare: async (delivery, content, now) => {
            const attempt = await deliverer.prepare(delivery, content, now)
            if (delivery.occurrence !== 'broken' || delivery.attempts > 0) return attempt
            if (when === 'as it is prepared') throw new Error('on purpose')
            return () => Promise.reject(new Error('on purpose'))
          },
        }
        expect(await runAll(throwing)).toEqual([new Error('on purpose')])
        const [broken, sound] = await all()
        expect(sound?.state).toBe('sent')
        expect(broken).toMatchObject({ state: 'due', attempts: 1, inDoubt: true })
        clock.pass({ minutes: 1 })
        expect(await runAll(throwing)).toEqual([])
        expect(occurrences()).toEqual(['sound', 'broken'])
        expect((await all()).map(({ state }) => state)).toEqual(['sent', 'sent'])
      },
    )

    describe('what is due together', () => {
      const names = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth']
      const addressed = names.map((occurrence) =>
        aNewDelivery(occurrence, { address: toAccount(`a-${occurrence}`) }),
      )
      /** Preparing takes ever fewer steps, and nothing that was begun ends before all are. */
      const uneven = () => {
        const begun: string[] = []
        let allBegun = () => {}
        const together = new Promise<void>((resolve) => {
          allBegun = resolve
        })
        const prepared =
          <Ended>(how: (delivery: Delivery) => Ended): ((delivery: Delivery) => Promise<Attempt<Ended>>) =>
          async (delivery) => {
            const steps = 100 * (names.length - names.indexOf(delivery.occurrence))
            for (let step = 0; step < steps; step++) await Promise.resolve()
            return async () => {
              if (begun.push(delivery.occurrence) === names.length) allBegun()
              await together
              return how(delivery)
            }
          }
        const deliverer: Deliverer = {
          prepare: prepared(({ id }) => sent(id)),
          prepareRevision: prepared(() => ({ type: 'revised', shows: null })),
        }
        return { deliverer, begun }
      }

      test('begins to be sent in the order of the queue, and is on its way side by side', async () => {
        await schedule(...addressed)
        const { deliverer, begun } = uneven()
        await engine.run(deliverer)
        expect(begun).toEqual(names)
        expect((await all()).every(({ state }) => state === 'sent')).toBe(true)
      })

      test('begins to be revised in the order of the queue, and side by side', async () => {
        await schedule(...addressed)
        await runAll(recorder().deliverer)
        await stage.store.transact(({ outbox }) => outbox.markStale('scheduling', SUBJECT, null, null))
        const { deliverer, begun } = uneven()
        await engine.run(deliverer)
        expect(begun).toEqual(names)
        expect((await all()).some(({ stale }) => stale)).toBe(false)
      })
    })

    test('gives up a delivery whose deliverer always throws, and lets the address go on', async () => {
      await schedule(aNewDelivery('broken'), aNewDelivery('next'))
      const { deliverer } = recorder((delivery) => {
        if (delivery.occurrence === 'broken') throw new Error('on purpose')
        return sent(delivery.id)
      })
      for (let round = 0; round < 300; round++) {
        await runAll(deliverer)
        clock.pass({ minutes: 20 })
      }
      const [broken, next] = await all()
      expect(broken).toMatchObject({ state: 'failed' })
      expect(next).toMatchObject({ state: 'sent' })
    })

    test.each([
      ['tries again when what is kept could not be read', new Error('disk trouble'), 'due'],
      [
        'gives up, and lets the address go on, when what is kept can never be unsealed',
        new DuologueError('cannot-unseal', 'Sealed with another key.', 'Give that key.'),
        'failed',
      ],
    ])('%s', async (_, error, state) => {
      const { queue } = stage.store
      let broken = true
      const own: Queue = {
        ...queue,
        content: (id) => (broken ? Promise.reject(error) : queue.content(id)),
      }
      await schedule(aNewDelivery('answer', { class: 'answer' }))
      const { deliverer, occurrences } = recorder()
      const two = stage.engine('two', clock, own)
      expect(await runAll(deliverer, two)).toEqual([error])
      expect(occurrences()).toEqual([])
      expect((await only()).state).toBe(state)
      broken = false
      await schedule(aNewDelivery('next'))
      clock.pass({ minutes: 1 })
      await runAll(deliverer, two)
      expect(occurrences()).toEqual(state === 'due' ? ['answer', 'next'] : ['next'])
    })

    test('is in doubt about what it sent and could not note', async () => {
      const { queue } = stage.store
      let full = true
      const forgetful: Queue = {
        ...queue,
        sent: (...args) => (full ? Promise.reject(new Error('disk full')) : queue.sent(...args)),
      }
      await schedule(aNewDelivery('once'))
      const { deliverer, tried } = recorder()
      const two = stage.engine('two', clock, forgetful)
      await runAll(deliverer, two)
      expect(await only()).toMatchObject({ state: 'due', inDoubt: true })
      full = false
      clock.pass({ minutes: 1 })
      await runAll(deliverer, two)
      expect(tried.map(({ inDoubt }) => inDoubt)).toEqual([false, true])
      expect((await only()).state).toBe('sent')
    })

    test('takes up again what it sent and could note nothing of', async () => {
      const { queue } = stage.store
      let full = true
      const unlessFull =
        <A extends readonly unknown[]>(note: (...args: A) => Promise<void>) =>
        (...args: A): Promise<void> =>
          full ? Promise.reject(new Error('disk full')) : note(...args)
      const own: Queue = { ...queue, sent: unlessFull(queue.sent), postpone: unlessFull(queue.postpone) }
      await schedule(aNewDelivery('once'))
      const { deliverer, tried } = recorder()
      const two = stage.engine('two', clock, own)
      expect(await runAll(deliverer, two)).toEqual([new Error('disk full')])
      expect((await only()).state).toBe('sending')
      full = false
      await two.run(deliverer)
      clock.pass({ minutes: 1 })
      await runAll(deliverer, two)
      expect(tried.map(({ inDoubt }) => inDoubt)).toEqual([false, true])
      expect((await only()).state).toBe('sent')
    })

    describe('a message that was sent', () => {
      const sendAndMark = async () => {
        await schedule(aNewDelivery('shown'))
        await runAll(recorder().deliverer)
        await stage.store.transact(({ outbox }) => outbox.markStale('scheduling', SUBJECT, null, null))
      }

      test('is revised once, and again when it could not be', async () => {
        await sendAndMark()
        let revisions = 0
        const deliverer: Deliverer = {
          ...recorder().deliverer,
          prepareRevision: async (_, __, now) => async () => {
            revisions++
            return revisions === 1
              ? { type: 'postponed', at: now.add({ seconds: 30 }) }
              : { type: 'revised', shows: 'something else' }
          },
        }
        expect(await only()).toMatchObject({ shows: expect.stringContaining('what ') })
        await runAll(deliverer)
        expect(revisions).toBe(1)
        expect(await only()).toMatchObject({ stale: true, shows: expect.stringContaining('what ') })
        clock.pass({ seconds: 30 })
        await runAll(deliverer)
        await runAll(deliverer)
        expect(revisions).toBe(2)
        expect(await only()).toMatchObject({ state: 'sent', stale: false, shows: 'something else' })
      })

      test.each(['preparing its revision', 'revising it'])(
        'waits when %s throws, instead of being tried without end',
        async (what) => {
          await sendAndMark()
          const { deliverer } = recorder()
          let revisions = 0
          const broken = async (): Promise<never> => {
            revisions++
            throw new Error('on purpose')
          }
          const throwing: Deliverer = {
            ...deliverer,
            prepareRevision: what === 'revising it' ? async () => broken : broken,
          }
          expect(await runAll(throwing)).toEqual([new Error('on purpose')])
          expect(revisions).toBe(1)
          expect(await only()).toMatchObject({ state: 'sent', stale: true })
          clock.pass({ hours: 1 })
          await runAll(deliverer)
          expect(await only()).toMatchObject({ state: 'sent', stale: false })
        },
      )
    })

    describe('when a process dies', () => {
      /** Lets a process take everything that is due and die before it can settle. */
      const dieSending = async (): Promise<void> => {
        const life = mortal(stage.store.queue)
        const died = new Promise<void>((resolve) => {
          const deliverer: Deliverer = {
            ...recorder().deliverer,
            prepare: async () => () => {
              life.die()
              resolve()
              return never
            },
          }
          void stage.engine('dying', clock, life.queue).run(deliverer)
        })
        await died
      }

      test.each([
        ['a minute later', { minutes: 1 }],
        ['at the same instant', { minutes: 0 }],
        ['on a clock that has gone back', { hours: -2 }],
      ])('its work is taken over by the next, in doubt, %s', async (_, passed) => {
        await schedule(aNewDelivery('claimed', { dueAt: START.subtract({ hours: 3 }) }))
        await dieSending()
        expect((await only()).state).toBe('sending')
        clock.pass(passed)
        const { deliverer, tried } = recorder()
        await runAll(deliverer, stage.engine('next', clock))
        expect(tried.map(({ inDoubt, attempts }) => ({ inDoubt, attempts }))).toEqual([
          { inDoubt: true, attempts: 1 },
        ])
        expect((await only()).state).toBe('sent')
      })
    })

    describe('when the clock is wrong', () => {
      test('a clock that goes back sends nothing twice', async () => {
        await schedule(aNewDelivery('one'), aNewDelivery('soon', { dueAt: START.add({ minutes: 5 }) }))
        const { deliverer, occurrences } = recorder()
        await runAll(deliverer)
        clock.set(START.subtract({ hours: 5 }))
        await runAll(deliverer)
        expect(occurrences()).toEqual(['one'])
        clock.set(START.add({ minutes: 5 }))
        await runAll(deliverer)
        expect(occurrences()).toEqual(['one', 'soon'])
      })

      test('a clock that jumps skips nothing, and keeps the order', async () => {
        const names = Array.from({ length: 12 }, (_, index) => `month ${index}`)
        await schedule(
          ...names
            .map((occurrence, index) =>
              aNewDelivery(occurrence, { dueAt: START.add({ hours: 24 * 30 * index }) }),
            )
            .toReversed(),
        )
        clock.pass({ hours: 24 * 365 })
        const { deliverer, occurrences } = recorder()
        await runAll(deliverer)
        expect(occurrences()).toEqual(names)
      })
    })

    test('sends once when two engines work on one queue', async () => {
      const two = stage.engine('two', clock)
      const { deliverer, occurrences } = recorder(async ({ id }) => {
        await Promise.resolve()
        return sent(id)
      })
      await engine.run(deliverer)
      await two.run(deliverer)
      const names = Array.from({ length: 60 }, (_, index) => `n${index}`)
      await schedule(
        ...names.map((occurrence, index) =>
          aNewDelivery(occurrence, { address: toAccount(`a${index % 20}`) }),
        ),
      )
      await Promise.all([runAll(deliverer), runAll(deliverer, two)])
      expect(occurrences().toSorted()).toEqual(names.toSorted())
      expect((await all()).every(({ state }) => state === 'sent')).toBe(true)
    })

    const outcome = fc.constantFrom(
      'fine',
      'not-shown',
      'shown-unsure',
      'unprepared',
      'throws',
      'shown-throws',
      'dies',
      'shown-dies',
    )

    test('loses and doubles nothing, and keeps every order, whatever fails', async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.record({ to: fc.nat({ max: 3 }), outcomes: fc.array(outcome, { maxLength: 3 }) }), {
            minLength: 1,
            maxLength: 14,
          }),
          async (wanted) => {
            const own = await set()
            try {
              clock = wanderingClock()
              const shown: string[] = []
              let process = 0
              let life = mortal(own.store.queue)
              let current = own.engine('p0', clock, life.queue)
              const plan = new Map(wanted.map(({ outcomes }, index) => [`n${index}`, [...outcomes]]))
              await own.store.transact(async (transaction) => {
                for (const [index, { to }] of wanted.entries())
                  await current.schedule(
                    transaction,
                    aNewDelivery(`n${index}`, { address: toAccount(`a${to}`) }),
                    null,
                    null,
                  )
              })
              for (let round = 0; round < 150; round++) {
                if ((await own.store.read.deliveries.all()).every(({ state }) => state === 'sent')) break
                const here = life
                const died = new Promise<'died' | 'ran'>((resolve) => {
                  const deliverer: Deliverer = {
                    ...recorder().deliverer,
                    prepare: async ({ id, occurrence, inDoubt }, _, now) => {
                      // The platform finds what an earlier attempt left behind.
                      if (inDoubt && shown.includes(occurrence)) return async () => sent(id)
                      const what = plan.get(occurrence)?.shift() ?? 'fine'
                      if (what === 'unprepared') throw new Error('on purpose')
                      return async () => {
                        if (what === 'fine' || what.startsWith('shown')) shown.push(occurrence)
                        if (what.endsWith('throws')) throw new Error('on purpose')
                        if (what.endsWith('dies')) {
                          here.die()
                          resolve('died')
                          return never
                        }
                        if (what === 'fine') return sent(id)
                        const inDoubtNow = what === 'shown-unsure'
                        return {
                          type: 'postponed',
                          at: now.add({ seconds: 7 }),
                          attempted: true,
                          inDoubt: inDoubtNow,
                        }
                      }
                    },
                  }
                  current.run(deliverer).then(
                    () => resolve('ran'),
                    () => resolve('ran'),
                  )
                })
                if ((await died) === 'died') {
                  process++
                  life = mortal(own.store.queue)
                  current = own.engine(`p${process}`, clock, life.queue)
                }
                clock.pass({ minutes: 1 })
              }
              expect(shown.toSorted()).toEqual(wanted.map((_, index) => `n${index}`).toSorted())
              for (const address of [0, 1, 2, 3]) {
                const theirs = wanted.flatMap(({ to }, index) => (to === address ? [`n${index}`] : []))
                expect(shown.filter((one) => theirs.includes(one))).toEqual(theirs)
              }
            } finally {
              await own.stop()
            }
          },
        ),
        { numRuns: 25 },
      )
    })
  })
}
