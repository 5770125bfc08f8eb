import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { expect, it } from 'vitest'
import { isOpen, USUAL_WEEK } from '../../src/core/calendar.ts'
import { message } from '../../src/core/message.ts'
import type { Dispatch, Sent } from '../../src/core/platform.ts'
import { firstOf } from '../../src/core/store.ts'
import { at } from '../facts.ts'
import { AMINA, aFlow, openWorld, START } from './world.ts'

const outcome = fc.constantFrom(
  'sent',
  'limited',
  'paced',
  'failed',
  'lost',
  'breaks before',
  'breaks after',
  'cannot compose',
  'passed instant',
)

it('whatever a platform and a flow do, each message is shown once, and in its person’s hours', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.record({
          of: fc.constantFrom('ordinary' as const, 'booked' as const, 'answer' as const),
          minutes: fc.integer({ min: 0, max: 60 * 24 * 6 }),
          outcomes: fc.array(outcome, { maxLength: 5 }),
        }),
        { minLength: 1, maxLength: 8 },
      ),
      async (wanted) => {
        const plans = new Map(wanted.map(({ outcomes }, index) => [`n${index}`, [...outcomes]]))
        const shown: { readonly name: string; readonly at: Temporal.Instant }[] = []
        const here = await openWorld([
          aFlow({
            compose: async ({ occurrence }) => {
              const plan = plans.get(occurrence) ?? []
              if (plan[0] === 'cannot compose') {
                plan.shift()
                throw new Error('on purpose')
              }
              return { type: 'say', content: message(occurrence) }
            },
          }),
        ])
        try {
          const receiptOf = (name: string): Sent => ({
            type: 'sent',
            receipt: { workspace: 'T1', conversation: 'D-amina', message: name },
          })
          here.sendBy(async ({ content, inDoubt }: Dispatch) => {
            const name = content.type === 'message' ? content.summary : ''
            if (inDoubt && shown.some((one) => one.name === name)) return receiptOf(name)
            const what = plans.get(name)?.shift() ?? 'sent'
            const now = here.clock.now()
            if (['sent', 'lost', 'breaks after'].includes(what)) shown.push({ name, at: now })
            if (what.startsWith('breaks')) throw new Error('on purpose')
            if (what === 'sent') return receiptOf(name)
            return {
              type: 'later',
              at:
                what === 'limited'
                  ? now.add({ seconds: 30 })
                  : what === 'passed instant'
                    ? now.subtract({ hours: 1 })
                    : null,
              inDoubt: what === 'lost',
              attempted: what !== 'paced',
              detail: 'test',
            }
          })
          await here.store.transact(async (transaction) => {
            for (const [index, { of, minutes }] of wanted.entries())
              await here.engine.schedule(
                transaction,
                {
                  flow: 'test',
                  subject: { kind: 'pair', id: 'pair1' },
                  occurrence: `n${index}`,
                  address: { type: 'account', accountId: AMINA },
                  class: of,
                  participantId: 'p-amina',
                  dueAt: at(START).add({ minutes }),
                },
                'g1',
                null,
              )
          })
          for (let step = 0; step < 500; step++) {
            await here.run()
            const next = firstOf(await here.store.agenda())
            if (!next) break
            here.clock.moveTo(next)
          }
          const all = await here.store.read.deliveries.all()
          expect(all.map(({ state }) => state)).toEqual(wanted.map(() => 'sent'))
          expect(shown.map(({ name }) => name).toSorted()).toEqual(all.map(({ occurrence }) => occurrence))
          const hours = { zone: 'Europe/London', week: USUAL_WEEK, daysOff: [] }
          for (const [index, { of, minutes }] of wanted.entries()) {
            const when = shown.find(({ name }) => name === `n${index}`)?.at ?? at(START)
            expect(Temporal.Instant.compare(when, at(START).add({ minutes }))).toBeGreaterThanOrEqual(0)
            if (of === 'ordinary') expect(isOpen([hours], when)).toBe(true)
          }
        } finally {
          await here.cleanUp()
        }
      },
    ),
    { numRuns: 20 },
  )
})
