import { areKeptApart } from '../../core/apart.ts'
import { answer, compose, drop, type Flow, nothingToDo, send } from '../../core/flow.ts'
import type { Delivery, Pair } from '../../core/model.ts'
import type { Reader } from '../../core/store.ts'
import { ended, toAll, toOne, unknown } from './copy.ts'
import { introductionPlan, lookAgain } from './schedule.ts'

/** Whether nobody has been introduced yet, and somebody has come to wish that nobody should be. */
const isHeldBack = async (pair: Pair, introductions: readonly Delivery[], read: Reader): Promise<boolean> =>
  !introductions.some(({ state }) => state === 'sent') && (await areKeptApart(pair, read))

/** The first message to a pair. */
export const introduction: Flow = {
  name: 'introduction',
  words: [],
  follows: ['pair'],

  hear: async () => answer(unknown()),

  form: async () => null,

  plan: async (subject, read, { now }) => {
    const pair = await read.approved.byId(subject.id)
    const programme = pair ? await read.programmes.byId(pair.programmeId) : null
    if (!pair || !programme) return nothingToDo
    const deliveries = await read.deliveries.about('introduction', subject)
    const { send: introductions, next } = introductionPlan(pair, programme, deliveries, now)
    if (introductions.length > 0 && (await isHeldBack(pair, deliveries, read)))
      return { effects: [], next: lookAgain(now) }
    return {
      effects: introductions.map((one) =>
        send({ flow: 'introduction', subject, class: 'ordinary', dueAt: now, ...one }, programme.id),
      ),
      next,
    }
  },

  compose: async (delivery, read) => {
    const pair = await read.approved.byId(delivery.subject.id)
    const programme = pair ? await read.programmes.byId(pair.programmeId) : null
    if (!pair || !programme) return drop('erased')
    if (pair.endedAt) return delivery.state === 'sent' ? compose(ended(programme)) : drop('pair-ended')
    // An e-mail address is for partners who have both said yes.
    if (!pair.members.every(({ consent }) => consent === 'yes')) return drop('no-consent')
    const all = await read.deliveries.about('introduction', delivery.subject)
    if (delivery.state !== 'sent' && (await isHeldBack(pair, all, read))) return drop('kept-apart')
    if (delivery.address.type === 'pair') return compose(toAll(pair, programme))
    const reader = pair.members.find(({ id }) => id === delivery.participantId)
    if (reader) return compose(toOne(pair, reader, programme))
    return delivery.state === 'sent' ? compose(ended(programme)) : drop('not-in-pair')
  },
}
