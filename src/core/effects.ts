import type { Temporal } from 'temporal-polyfill'
import type { Engine } from './engine.ts'
import type { Effect, Flow } from './flow.ts'
import type { Subject } from './model.ts'
import type { Save, Transaction, Writes } from './store.ts'

const write = (writes: Writes, save: Save): Promise<void> => {
  const aggregate: object = writes[save.aggregate]
  const verb: unknown = Object.hasOwn(aggregate, save.verb) && Reflect.get(aggregate, save.verb)
  if (typeof verb !== 'function') throw new TypeError(`There is no ${save.aggregate}.${save.verb}.`)
  return verb.call(aggregate, ...save.with)
}

/** Which flows look at a subject of this kind when it is touched. */
const followers = (flows: readonly Flow[], kind: Subject['kind']): readonly string[] =>
  flows.filter((flow) => flow.follows.includes(kind)).map((flow) => flow.name)

/** Lets the flows look at what was touched, all subjects of a kind at once: thousands may be. */
const wakeAll = async (
  effects: readonly Effect[],
  { outbox }: Transaction,
  flows: readonly Flow[],
  now: Temporal.Instant,
): Promise<void> => {
  const touched = new Map<Subject['kind'], Map<string, Subject>>()
  for (const effect of effects) {
    if (effect.type !== 'touch') continue
    const { subject } = effect
    const ofKind = touched.get(subject.kind) ?? new Map<string, Subject>()
    touched.set(subject.kind, ofKind.set(subject.id, subject))
  }
  for (const [kind, subjects] of touched)
    await outbox.wake(followers(flows, kind), [...subjects.values()], now)
}

/** Carries out what a flow decided, all within the transaction. */
export const applyEffects = async (
  effects: readonly Effect[],
  transaction: Transaction,
  { engine, flows }: { engine: Engine; flows: readonly Flow[] },
  now: Temporal.Instant,
): Promise<void> => {
  for (const effect of effects) {
    switch (effect.type) {
      case 'save':
        await write(transaction.write, effect)
        break
      case 'send':
        await engine.schedule(transaction, effect.delivery, effect.programmeId, null)
        break
      case 'cancel':
        await engine.cancel(transaction, effect.flow, effect.subject, effect.occurrence, effect.reason)
        break
      case 'hasten':
        await transaction.outbox.hasten(effect.flow, effect.subject, now)
        break
      case 'revise':
        await transaction.outbox.markStale(effect.flow, effect.subject, effect.occurrence, effect.address)
        break
      case 'recheck': {
        const names = flows.map(({ name }) => name)
        await transaction.outbox.markPressable(names, effect.subject)
        break
      }
      case 'touch':
        break
      default:
        effect satisfies never
    }
  }
  await wakeAll(effects, transaction, flows, now)
}
