import { isBefore } from '../../core/calendar.ts'
import { compose, drop, type Flow, nothingToDo, send } from '../../core/flow.ts'
import { onceIntroduced } from '../../core/introduced.ts'
import { present } from '../../core/meetings.ts'
import type { Pair, Subject } from '../../core/model.ts'
import type { Reader } from '../../core/store.ts'
import * as copy from './copy.ts'
import {
  countedNow,
  type Facts,
  firstBooker,
  freeSince,
  isBookedSince,
  isOver,
  isOvertaken,
  occurrenceOf,
  planNudge,
  quietBecause,
  readOccurrence,
  type Step,
} from './schedule.ts'

const NAME = 'nudge'

const factsOf = async (pair: Pair | null, read: Reader): Promise<Facts | null> => {
  const programme = pair && (await read.programmes.byId(pair.programmeId))
  return programme ? { pair, programme, meetings: await read.meetings.ofPair(pair.id) } : null
}

interface Recipient {
  readonly accountId: string
  readonly participantId: string | null
}

/** Whom a nudge goes to: whoever has an account so far. */
const recipients = async (facts: Facts, { to }: Step, read: Reader): Promise<readonly Recipient[]> => {
  if (to === 'coordinators')
    return (await read.programmes.coordinators(facts.programme.id)).flatMap(({ account }) =>
      account ? [{ accountId: account.id, participantId: null }] : [],
    )
  const side = firstBooker(facts)?.side
  const people = present(facts.pair).filter((one) => to === 'everyone' || one.side === side)
  return people.flatMap(({ id, account }) => (account ? [{ accountId: account.id, participantId: id }] : []))
}

/** Gentle reminders while nothing is booked: the side that books first, then both, then coordinators, then silence. */
export const nudge: Flow = {
  name: NAME,
  words: [],
  follows: ['pair'],

  hear: async () => ({ effects: [], reply: { type: 'nothing' } }),

  form: async () => null,

  plan: (subject: Subject, read, { now }) =>
    onceIntroduced(subject.id, read, now, async (pair) => {
      const facts = await factsOf(pair, read)
      if (!facts) return nothingToDo
      const free = freeSince(facts, now)
      const nudged = (await read.deliveries.about(NAME, subject)).flatMap((one) => {
        const known = readOccurrence(one.occurrence)
        if (!known || isBefore(known.since, free)) return []
        const to = one.participantId === null ? 'coordinator' : 'partner'
        return [countedNow({ number: known.number, at: one.sentAt ?? one.dueAt }, to, facts)]
      })
      const { step, next } = planNudge(facts, nudged, now)
      if (!step) return { effects: [], next }
      const to = await recipients(facts, step, read)
      return {
        effects: to.map(({ accountId, participantId }) =>
          send(
            {
              flow: NAME,
              subject,
              occurrence: occurrenceOf(step),
              address: { type: 'account', accountId },
              class: 'ordinary',
              participantId,
              dueAt: now,
            },
            facts.programme.id,
          ),
        ),
        next,
      }
    }),

  compose: async ({ subject, occurrence, participantId, state, sentAt }, read, { now }) => {
    const facts = await factsOf(await read.pairs.byId(subject.id), read)
    const what = readOccurrence(occurrence)
    if (!facts || !what) return drop('pair-gone')
    if (state !== 'sent') {
      const quiet = quietBecause(facts, now)
      if (quiet) return drop(quiet.reason)
      if (isBefore(what.since, freeSince(facts, now))) return drop('no-longer-true')
      if (isOvertaken(facts, what.number, now)) return drop('overtaken')
    }
    const me = facts.pair.members.find(({ id }) => id === participantId) ?? null
    if (sentAt && isOver(facts, participantId)) return compose(copy.over(facts, me))
    if (sentAt && isBookedSince(facts, sentAt)) return compose(copy.booked(facts, me))
    if (participantId === null) return compose(copy.escalation(facts, what.since))
    return me ? compose(copy.nudge(facts, me, what.number, now)) : drop('left')
  },
}
