import type { Who } from '../../../src/core/flow.ts'
import type { Answers } from '../../../src/core/message.ts'
import type { Coordinator, Draft, Match, Participant } from '../../../src/core/model.ts'
import type { Reader } from '../../../src/core/store.ts'
import { aContext, anAccount, aParticipant, aProgramme, at, pairingOf } from '../../facts.ts'
import { type Facts, readerOf } from '../reading.ts'
import { press as pressBy, submit as submitBy } from '../said.ts'

/** A coordinator's desk in tests: one programme, five people, and drafts of them. */

export const programme = aProgramme()

const coordinator: Coordinator = {
  programmeId: 'g1',
  email: 'cora@hub.example',
  account: anAccount({ id: 'a-cora', name: 'Cora Lane', email: 'cora@hub.example' }),
}
export const cora: Who = {
  account: anAccount({ id: 'a-cora', name: 'Cora Lane' }),
  participants: [],
  coordinates: [programme],
}
export const dana: Who = {
  account: anAccount({ id: 'a-dana', name: 'Dana Hill' }),
  participants: [],
  coordinates: [programme],
}
export const stranger: Who = {
  account: anAccount({ id: 'a-x' }),
  participants: [aParticipant()],
  coordinates: [],
}

export const person = (id: string, but: Partial<Participant> = {}): Participant =>
  aParticipant({
    id,
    name: `Person ${id}`,
    email: `${id}@example.org`,
    side: id.startsWith('a') ? 'a' : 'b',
    account: anAccount({ id: `acc-${id}`, name: `Person ${id}` }),
    ...but,
  })

export const match = (id: string, participantIds: readonly string[], but: Partial<Match> = {}): Match => ({
  id,
  draftId: 'd1',
  participantIds,
  score: 5000,
  reasons: ['They share a wish to learn about budgets.'],
  parts: [],
  caution: null,
  nextBest: [],
  state: 'proposed',
  fixed: false,
  pairId: null,
  ...but,
})

export const draft = (matches: readonly Match[], but: Partial<Draft> = {}): Draft => ({
  id: 'd1',
  programmeId: 'g1',
  madeAt: at('2026-01-10T09:00:00Z'),
  revision: 3,
  seed: 1,
  made: null,
  matches,
  waiting: [],
  ...but,
})

export const people = ['a1', 'a2', 'b1', 'b2', 'b3'].map((id) => person(id))

export const world = (but: Partial<Facts> = {}): Reader =>
  readerOf({
    introduced: 'as delivered',
    programmes: [programme],
    coordinators: [coordinator],
    accounts: [cora.account, dana.account],
    participants: people,
    ...but,
  })

export const context = aContext('2026-01-12T09:00:00Z')

/** Pairing that has these objections to matches made by hand. */
export const objecting = (
  constraint: 'excluded' | 'line-management',
  to: (ids: readonly string[]) => boolean,
) => {
  const pairing = pairingOf(() => [])
  const against = (ids: readonly string[]) =>
    to(ids) ? [{ constraint, reason: 'These two are kept apart.' }] : []
  const judge: typeof pairing.judge = (matches, question) =>
    pairing.judge(matches, question).map((fit) => ({ ...fit, objections: against(fit.participantIds) }))
  return { ...pairing, judge, objections: (matches: readonly (readonly string[])[]) => matches.map(against) }
}

export const press = (name: string, subject: string, who = cora) => pressBy(name, subject, who)
export const submit = (name: string, subject: string, answers: Answers, who = cora) =>
  submitBy(name, subject, answers, who)
