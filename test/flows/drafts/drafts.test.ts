import { describe, expect, it } from 'vitest'
import type { Who } from '../../../src/core/flow.ts'
import type { Coordinator, Draft, Match, Participant } from '../../../src/core/model.ts'
import type { PairingQuestion } from '../../../src/core/pairing.ts'
import { drafts } from '../../../src/flows/drafts/index.ts'
import { aContext, anAccount, aPair, aParticipant, aProgramme, at, pairingOf } from '../../facts.ts'
import { type Facts, readerOf } from '../reading.ts'
import {
  aDelivery,
  buttonsOf,
  command as commandBy,
  faultsOf,
  press as pressBy,
  saves,
  shown,
  touched,
  wordsOf,
} from '../said.ts'

const programme = aProgramme()
const coordinator: Coordinator = {
  programmeId: 'g1',
  email: 'cora@hub.example',
  account: anAccount({ id: 'a-cora', name: 'Cora Lane', email: 'cora@hub.example' }),
}
const cora: Who = {
  account: anAccount({ id: 'a-cora', name: 'Cora Lane' }),
  participants: [],
  coordinates: [programme],
}
const stranger: Who = { account: anAccount({ id: 'a-x' }), participants: [aParticipant()], coordinates: [] }

const person = (id: string, but: Partial<Participant> = {}): Participant =>
  aParticipant({
    id,
    name: `Person ${id}`,
    email: `${id}@example.org`,
    side: id.startsWith('a') ? 'a' : 'b',
    account: anAccount({ id: `acc-${id}`, name: `Person ${id}` }),
    ...but,
  })
const match = (id: string, participantIds: readonly string[], but: Partial<Match> = {}): Match => ({
  id,
  draftId: 'd1',
  participantIds,
  score: 5000,
  reasons: ['They share a wish to learn about budgets.'],
  state: 'proposed',
  ...but,
})
const draft = (matches: readonly Match[], but: Partial<Draft> = {}): Draft => ({
  id: 'd1',
  programmeId: 'g1',
  madeAt: at('2026-01-10T09:00:00Z'),
  seed: 1,
  matches,
  waiting: [],
  ...but,
})
const people = ['a1', 'a2', 'b1', 'b2', 'b3'].map((id) => person(id))
const world = (but: Partial<Facts> = {}) =>
  readerOf({ programmes: [programme], coordinators: [coordinator], participants: people, ...but })
const context = aContext('2026-01-12T09:00:00Z')

const press = (name: string, subject: string, who = cora) => pressBy(name, subject, who)
const command = (word: string) => commandBy(word, cora)

describe('a draft in sight', () => {
  it('shows the weakest pair first, in words, with its reason, and never more than six buttons', async () => {
    const read = world({
      drafts: [
        draft([match('m1', ['a1', 'b1'], { score: 9000 }), match('m2', ['a2', 'b2'], { score: 1000 })]),
      ],
    })
    const said = shown(await drafts.hear(command('drafts'), read, context))
    const words = wordsOf(said)
    expect(words.indexOf('Person a2 and Person b2')).toBeLessThan(words.indexOf('Person a1 and Person b1'))
    expect(words).toContain('a weak fit')
    expect(words).toContain('a very strong fit. They share a wish')
    expect(words).not.toMatch(/9000|1000/)
    expect(faultsOf(said)).toEqual([])
  })

  it('pages through a long draft, with at most six buttons on each page', async () => {
    const many = Array.from({ length: 20 }, (_, i) => match(`m${i}`, ['a1', 'b1'], { score: i }))
    const read = world({ drafts: [draft(many)] })
    for (const page of [0, 1, 2, 3, 99]) {
      const said = shown(await drafts.hear(press('page', `d1:${page}`), read, context))
      expect(faultsOf(said)).toEqual([])
    }
    expect(wordsOf(shown(await drafts.hear(press('page', 'd1:99'), read, context)))).toContain('Page 4 of 4')
  })

  it('offers to make one where there is none', async () => {
    expect(buttonsOf(shown(await drafts.hear(command('drafts'), world(), context)))).toContain('Make a draft')
  })

  it('says who waits and why, and who has come since', async () => {
    const read = world({
      drafts: [
        draft([match('m1', ['a1', 'b1'])], {
          waiting: [{ participantId: 'b2', reason: 'Nobody was left.' }],
        }),
      ],
    })
    const words = wordsOf(shown(await drafts.hear(command('drafts'), read, context)))
    expect(words).toContain('Person b2: Nobody was left.')
    expect(words).toContain('2 people are free to be paired and not in this draft')
  })
})

describe('asking for a draft', () => {
  it('pairs only those who said yes, are here, and have no partner; and keeps the excluded apart', async () => {
    const asked: PairingQuestion[] = []
    const pairing = pairingOf((question) => {
      asked.push(question)
      return [['a1', 'b1']]
    })
    const read = world({
      participants: [
        person('a1', { conflicts: ['B2@example.org', 'nobody@example.org'] }),
        person('a2'),
        person('b1'),
        person('b2', { pausedUntil: at('2026-01-11T00:00:00Z') }),
        person('b3', { pausedUntil: at('2026-02-11T00:00:00Z') }),
        person('b4', { consent: 'unasked' }),
        person('b5', { consent: 'no' }),
        person('b6', { leftAt: at('2026-01-11T00:00:00Z') }),
        person('a7'),
        person('b7'),
      ],
      pairs: [
        aPair({ id: 'now', members: [person('a7'), person('b7')] }),
        aPair({ id: 'once', members: [person('a2'), person('b1')], endedAt: at('2026-01-11T00:00:00Z') }),
      ],
      drafts: [draft([match('m1', ['a1', 'b1'], { state: 'rejected' })])],
    })
    const outcome = await drafts.hear(press('make', 'g1'), read, { ...context, pairing })
    expect(asked[0]?.people.map(({ participant }) => participant.id)).toEqual(['a1', 'a2', 'b1', 'b2'])
    const excluded = asked[0]?.rules.excluded.map((two) => [...two].sort().join('+'))
    expect(excluded).toEqual(expect.arrayContaining(['a1+b2', 'a1+b1', 'a2+b1']))
    expect(saves(outcome.effects)).toEqual(['drafts.propose'])
    const [effect] = outcome.effects
    if (effect?.type !== 'save' || effect.aggregate !== 'drafts' || effect.verb !== 'propose')
      throw new Error('A draft was expected.')
    expect(effect.with[0]).toMatchObject({
      seed: asked[0]?.seed,
      matches: [{ participantIds: ['a1', 'b1'] }],
    })
    expect(Number.isSafeInteger(asked[0]?.seed)).toBe(true)
  })

  it('shows the draft that is there to whoever asks second', async () => {
    const read = world({ drafts: [draft([match('m1', ['a1', 'b1'])])] })
    const outcome = await drafts.hear(press('make', 'g1'), read, context)
    expect(outcome.effects).toEqual([])
    expect(wordsOf(shown(outcome))).toContain('There is a draft already')
  })

  it('says so when nobody can be paired', async () => {
    const outcome = await drafts.hear(press('make', 'g1'), world(), context)
    expect(outcome.effects).toEqual([])
    expect(wordsOf(shown(outcome))).toContain('No pair could be proposed')
  })
})

describe('deciding', () => {
  const two = draft([match('m1', ['a1', 'b1']), match('m2', ['a2', 'b2'])])

  it('makes every pair that is possible, and touches the pairs and everyone in them', async () => {
    const outcome = await drafts.hear(press('approve-all', 'd1'), world({ drafts: [two] }), context)
    expect(saves(outcome.effects)).toEqual(['drafts.settle', 'pairs.pair', 'drafts.settle', 'pairs.pair'])
    expect(touched(outcome.effects)).toEqual([
      'pair pair m1',
      'participant a1',
      'participant b1',
      'pair pair m2',
      'participant a2',
      'participant b2',
      'programme g1',
    ])
  })

  it.each([
    ['has paused', person('b1', { pausedUntil: at('2026-03-01T00:00:00Z') }), 'paused'],
    ['has left', person('b1', { leftAt: at('2026-01-11T00:00:00Z') }), 'left'],
    ['took back their yes', person('b1', { consent: 'no' }), 'not said yes'],
  ])('does not pair somebody who %s', async (_, b1, why) => {
    const read = world({ drafts: [two], participants: [...people.filter(({ id }) => id !== 'b1'), b1] })
    const outcome = await drafts.hear(press('approve-all', 'd1'), read, context)
    expect(saves(outcome.effects)).toEqual(['drafts.settle', 'pairs.pair'])
    expect(wordsOf(shown(outcome))).toContain(why)
  })

  it('never gives one person two partners in one go', async () => {
    const read = world({ drafts: [draft([match('m1', ['a1', 'b1']), match('m2', ['a1', 'b2'])])] })
    const outcome = await drafts.hear(press('approve-all', 'd1'), read, context)
    expect(saves(outcome.effects).filter((verb) => verb === 'pairs.pair')).toHaveLength(1)
  })

  it('rejects only what was chosen', async () => {
    const submit = {
      type: 'submit',
      name: 'choose',
      subject: 'd1',
      answers: { pairs: ['m2'], decision: ['reject'] },
      who: cora,
      id: 'act1',
    } as const
    const outcome = await drafts.hear(submit, world({ drafts: [two] }), context)
    expect(outcome.effects).toEqual([
      { type: 'save', aggregate: 'drafts', verb: 'settle', with: ['m2', 'rejected'] },
    ])
    expect(wordsOf(shown(outcome))).toContain('not proposed again')
  })

  it('tells the second of two coordinators the present state, and changes nothing', async () => {
    const done = draft([match('m1', ['a1', 'b1'], { state: 'approved' })])
    const submit = {
      type: 'submit',
      name: 'choose',
      subject: 'd1',
      answers: { pairs: ['m1'], decision: ['approve'] },
      who: cora,
      id: 'act2',
    } as const
    for (const act of [submit, press('approve-all', 'd1')]) {
      const outcome = await drafts.hear(act, world({ drafts: [done] }), context)
      expect(outcome.effects).toEqual([])
      expect(wordsOf(shown(outcome))).toContain('decided: 1 approved')
    }
  })

  it('decides nothing of a draft that a newer one has replaced', async () => {
    const newer = draft([match('m9', ['a1', 'b2'])], { id: 'd2', madeAt: at('2026-01-11T09:00:00Z') })
    const outcome = await drafts.hear(press('approve-all', 'd1'), world({ drafts: [two, newer] }), context)
    expect(outcome.effects).toEqual([])
    expect(wordsOf(shown(outcome))).toContain('There is a newer draft')
  })

  it.each(['drafts', 'pairs', 'make', 'approve-all', 'choose', 'again', 'page', 'nonsense'])(
    'lets nobody but its coordinators press %s',
    async (name) => {
      for (const subject of ['g1', 'd1', 'd1:0', '', ':::']) {
        const outcome = await drafts.hear(press(name, subject, stranger), world({ drafts: [two] }), context)
        expect(outcome.effects).toEqual([])
        expect(shown(outcome).summary).toContain('Only the coordinators')
        expect(await drafts.form(name, subject, stranger, world({ drafts: [two] }), context)).toBeNull()
      }
    },
  )
})

describe('the note to whoever has no partner', () => {
  const done = draft([match('m1', ['a1', 'b1'], { state: 'approved' })], {
    waiting: [{ participantId: 'b2', reason: 'More people on this side.' }],
  })
  const plan = (facts: Partial<Facts>) => drafts.plan({ kind: 'programme', id: 'g1' }, world(facts), context)

  it('goes once the last match is decided, to them alone, in their working hours', async () => {
    const { effects } = await plan({ drafts: [done] })
    expect(effects).toMatchObject([
      { type: 'send', delivery: { participantId: 'b2', class: 'ordinary', occurrence: 'waiting d1' } },
    ])
  })

  it.each([
    ['while a match is still open', { ...done, matches: [...done.matches, match('m2', ['a2', 'b3'])] }, {}],
    [
      'to someone who has a partner by now',
      done,
      { pairs: [aPair({ members: [person('a2'), person('b2')] })] },
    ],
    [
      'to someone who has paused',
      done,
      { participants: [person('b2', { pausedUntil: at('2026-05-01T00:00:00Z') })] },
    ],
  ])('does not go %s', async (_, of, facts) => {
    expect((await plan({ drafts: [of], ...facts })).effects).toEqual([])
  })

  it('is kind, says what happens next, and is dropped when a partner was found meanwhile', async () => {
    const delivery = aDelivery({
      flow: 'drafts',
      subject: { kind: 'programme', id: 'g1' },
      participantId: 'b2',
    })
    const said = await drafts.compose(delivery, world(), context)
    if (said.type !== 'say') throw new Error('It should be said.')
    expect(wordsOf(said.content)).toMatch(/chance[\s\S]*as soon as there is a partner/)
    expect(wordsOf(said.content)).not.toContain('More people on this side')
    const paired = world({ pairs: [aPair({ members: [person('a2'), person('b2')] })] })
    expect(await drafts.compose(delivery, paired, context)).toEqual({
      type: 'drop',
      reason: 'already-paired',
    })
  })
})

describe('the list of pairs', () => {
  it('pages, leaves out ended pairs, and says who is introduced', async () => {
    const pairs = Array.from({ length: 23 }, (_, i) => aPair({ id: `p${i}` }))
    const ended = aPair({ id: 'ended', endedAt: at('2026-01-11T00:00:00Z') })
    const read = world({ pairs: [...pairs, ended] })
    const first = shown(await drafts.hear(command('pairs'), read, context))
    expect(wordsOf(first)).toContain('23 pairs')
    expect(wordsOf(first)).toContain('to be introduced')
    const last = shown(await drafts.hear(press('pairs', 'g1:2'), read, context))
    expect(wordsOf(last)).toContain('Page 3 of 3')
    expect(last.parts.find(({ type }) => type === 'list')).toMatchObject({ items: { length: 3 } })
  })
})
