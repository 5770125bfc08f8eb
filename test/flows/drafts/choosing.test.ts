import { describe, expect, it } from 'vitest'
import type { Context } from '../../../src/core/flow.ts'
import type { Answers, Form } from '../../../src/core/message.ts'
import type { Participant } from '../../../src/core/model.ts'
import { drafts } from '../../../src/flows/drafts/index.ts'
import { aPair } from '../../facts.ts'
import type { Facts } from '../reading.ts'
import { aDelivery, asked, faultsOf, saves, shown, wordsOf } from '../said.ts'
import { context, draft, match, person, press, submit, world } from './facts.ts'

/** A draft of more pairs than any list takes: Ann 000 with Bob 000, who are the weakest, and so on. */
const MANY = 200
const numbers = Array.from({ length: MANY }, (_, index) => String(index).padStart(3, '0'))
const everybody: readonly Participant[] = numbers.flatMap((n) => [
  person(`a${n}`, { name: `Ann ${n} Oak` }),
  person(`b${n}`, { name: `Bob ${n} Elm` }),
])
const matches = numbers.map((n, index) => match(`m${n}`, [`a${n}`, `b${n}`], { score: 1000 + index }))
const facts = (but: Partial<Facts> = {}) =>
  world({ participants: everybody, drafts: [draft(matches)], ...but })

const listed = (form: Form, field: string): readonly string[] =>
  form.inputs.flatMap((input) =>
    input.type === 'choice' && input.name === field ? input.options.map(({ label }) => label) : [],
  )
const chosen = (form: Form, field: string): readonly string[] =>
  form.inputs.flatMap((input) => (input.type === 'choice' && input.name === field ? input.initial : []))

const opening = async (name: string, read = facts()) =>
  asked(await drafts.hear(press(name, 'd1:3'), read, context))
const sending = (name: string, answers: Answers, read = facts()) =>
  drafts.hear(submit(name, 'd1:3', answers), read, context)

/** Two hundred decisions, the first hundred of them approved and nobody told. */
const decided = (): Partial<Facts> => ({
  drafts: [
    draft(
      matches.map((one, index) =>
        index < MANY / 2
          ? { ...one, state: 'approved', pairId: `pair ${one.id}` }
          : { ...one, state: 'rejected' },
      ),
    ),
  ],
  pairs: matches.slice(0, MANY / 2).map(({ id, participantIds }) =>
    aPair({
      id: `pair ${id}`,
      members: everybody.filter((one) => participantIds.includes(one.id)),
    }),
  ),
})

describe('a form about more pairs than a list takes', () => {
  it.each([
    ['choose', ['pairs']],
    ['closer', ['pair']],
    ['swap', ['one', 'other']],
  ])('%s lists the first of them, says so, and finds any other', async (name, fields) => {
    const form = await opening(name)
    expect(faultsOf(form)).toEqual([])
    for (const field of fields) {
      expect(listed(form, field)).toHaveLength(90)
      expect(form.inputs.find((input) => input.name === field)?.hint).toMatch(
        /^The (weakest|first) 90 of \d+ are listed; find any other by name below\.$/,
      )
      expect(form.inputs.map((input) => input.name)).toContain(`${field}-who`)
    }
  })

  it('has no search where all can be seen at a glance', async () => {
    const few = world({ drafts: [draft([match('m1', ['a1', 'b1']), match('m2', ['a2', 'b2'])])] })
    for (const name of ['choose', 'closer', 'swap']) {
      const form = await opening(name, few)
      expect(form.inputs.filter(({ name: field }) => field.endsWith('-who'))).toEqual([])
      expect(form.inputs[0]).toMatchObject({ required: true, hint: null })
    }
  })

  it('looks at a pair beyond the list by part of a name, by an address, by both names, and by number', async () => {
    for (const who of [
      'ann 150',
      '  BOB 150 elm',
      'b150@example.org',
      '151',
      '151. Ann 150 Oak and Bob 150 Elm',
    ])
      expect(wordsOf(shown(await sending('closer', { 'pair-who': who })))).toMatch(
        /^Ann 150 Oak and Bob 150 Elm/,
      )
  })

  it('shows those that fit, where several do, and keeps what was written', async () => {
    const form = asked(await sending('closer', { 'pair-who': 'ann 15' }))
    expect(faultsOf(form)).toEqual([])
    expect(listed(form, 'pair')).toHaveLength(10)
    expect(wordsOf(form)).toContain(
      '10 fit what you wrote. Please choose in the list, and press “Look” once more.',
    )
    expect(JSON.stringify(form)).toContain('"initial":"ann 15"')
    const looked = await sending('closer', { 'pair-who': 'ann 15', pair: ['m157'] })
    expect(wordsOf(shown(looked))).toMatch(/^Ann 157 Oak/)
  })

  it('says so when nothing fits, and when nothing was chosen', async () => {
    expect((await sending('closer', { 'pair-who': 'Zoe' })).reply).toMatchObject({
      type: 'errors',
      errors: { 'pair-who': expect.stringContaining('Nothing here fits “Zoe”') },
    })
    expect((await sending('choose', { decision: ['approve'] })).reply).toMatchObject({
      type: 'errors',
      errors: { pairs: expect.stringContaining('choose') },
    })
  })

  it('decides about several beyond the list, one a line, besides those that were ticked', async () => {
    const outcome = await sending('choose', {
      pairs: ['m003'],
      'pairs-who': 'Ann 150 Oak\n\n152\nbob 199 elm, ann 199 oak',
      decision: ['keep'],
    })
    expect(outcome.effects[1]).toMatchObject({
      verb: 'keep',
      with: [['m003', 'm150', 'm151', 'm199'], true],
    })
  })

  it('shows what only a part of a name led to, before it is decided', async () => {
    const answers = { 'pairs-who': 'ann 150', decision: ['reject'], reason: ['close'], words: 'They row.' }
    const outcome = await sending('choose', answers)
    expect(outcome.effects).toEqual([])
    const form = asked(outcome)
    expect(wordsOf(form)).toContain('This fits what you wrote, and is chosen now.')
    expect(chosen(form, 'pairs')).toEqual(['m150'])
    expect(chosen(form, 'decision')).toEqual(['reject'])
    expect(JSON.stringify(form)).not.toContain('They row.')
    expect(JSON.stringify(form)).toContain('If it is empty now, please write it once more')
    const again = await sending('choose', { ...answers, pairs: ['m150'] })
    expect(saves(again.effects)).toContain('drafts.reject')
    expect(JSON.stringify(again.effects)).not.toContain('m151')
  })

  it('keeps what was ticked in sight while it asks for more', async () => {
    const form = asked(
      await sending('choose', { pairs: ['m170'], 'pairs-who': 'ann 15', decision: ['approve'] }),
    )
    expect(listed(form, 'pairs')[0]).toBe('171. Ann 170 Oak and Bob 170 Elm')
    expect(chosen(form, 'pairs')).toEqual(['m170'])
    const noReason = asked(
      await sending('choose', { pairs: ['m170'], 'pairs-who': 'Ann 151 Oak', decision: ['reject'] }),
    )
    expect(chosen(noReason, 'pairs')).toEqual(['m170', 'm151'])
    const nothing = asked(
      await sending('choose', { pairs: ['m170'], 'pairs-who': 'Zoe', decision: ['approve'] }),
    )
    expect(chosen(nothing, 'pairs')).toEqual(['m170'])
  })

  it('shows what fits any of the lines that are not certain', async () => {
    const form = asked(await sending('choose', { 'pairs-who': 'ann 15\nann 16', decision: ['keep'] }))
    expect(listed(form, 'pairs')).toHaveLength(20)
  })

  it('takes names in one line for one pair alone', async () => {
    const outcome = await sending('choose', {
      'pairs-who': 'Ann 150 Oak and Bob 151 Elm',
      decision: ['keep'],
    })
    expect(outcome.effects).toEqual([])
    expect(outcome.reply).toMatchObject({ errors: { 'pairs-who': expect.stringContaining('Nothing here') } })
  })

  it('takes the form with what it does not list', async () => {
    const form = await drafts.form('choose', 'd1:3', press('choose', 'd1:3').who, facts(), context)
    const pairs = form?.inputs.find(({ name }) => name === 'pairs')
    expect(pairs).toMatchObject({ partial: true })
  })

  it('swaps two people beyond the list', async () => {
    const outcome = await sending('swap', { 'one-who': 'ann 150', 'other-who': 'Ann 160 Oak' })
    expect(wordsOf(shown(outcome))).toMatch(/^Ann 150 Oak and Ann 160 Oak change places/)
    const unclear = asked(await sending('swap', { 'one-who': 'ann 150', 'other-who': 'ann 16' }))
    expect(listed(unclear, 'other')).toHaveLength(10)
    expect(listed(unclear, 'one')).toContain('Ann 150 Oak (with Bob 150 Elm)')
    const fromOne = await drafts.hear(
      submit('swap', 'd1:3:m150', { one: ['a150'], 'other-who': 'a160@example.org' }),
      facts(),
      context,
    )
    expect(wordsOf(shown(fromOne))).toMatch(/^Ann 150 Oak and Ann 160 Oak change places/)
  })

  it.each([
    ['a pair is found by name', submit('closer', 'd1:3', { 'pair-who': 'Ann 150' }), facts()],
    ['pairs are found by name', submit('choose', 'd1:3', { 'pairs-who': 'Ann 150\nBob 160 Elm' }), facts()],
    ['a person is found by name', submit('swap', 'd1:3', { one: ['a000'], 'other-who': 'Ann' }), facts()],
    ['what can be undone is listed', press('undo', 'd1:3'), facts(decided())],
    ['a draft is asked for', press('again', 'd1:3'), facts()],
  ])('leaves others a turn at each of many while %s', async (_, act, read) => {
    let turns = 0
    await drafts.hear(act, read, {
      ...context,
      othersTurn: async () => {
        turns += 1
      },
    })
    expect(turns).toBeGreaterThanOrEqual(MANY)
  })

  it('judges a swap by few people, and lets others go on before and after', async () => {
    const done: string[] = []
    const turning: Context = {
      ...context,
      othersTurn: async () => {
        done.push('turn')
      },
      pairing: {
        ...context.pairing,
        sample: (people) => people.slice(0, 2),
        judge: (hand, question) => {
          done.push(question.people.map(({ participant }) => participant.id).join(' '))
          return context.pairing.judge(hand, question)
        },
      },
    }
    const judging = ['turn', 'a000 b000 a160 b150 a150 b160', 'turn']
    for (const act of [
      submit('swap', 'd1:3', { one: ['a150'], other: ['a160'] }),
      press('swap-now', 'd1:3:a150:a160'),
    ]) {
      done.length = 0
      await drafts.hear(act, facts(), turning)
      expect(done.join(', ')).toContain(judging.join(', '))
    }
  })

  it('undoes a decision of any age, and lists the newest first', async () => {
    const audit = (id: string, ids: readonly string[], act: string) => ({
      id,
      programmeId: 'g1',
      at: context.now,
      by: 'a-cora',
      act,
      about: { kind: 'draft', id: 'd1' },
      revision: 1,
      people: [ids],
      reason: null,
      words: null,
    })
    const read = facts({
      ...decided(),
      audit: [audit('e1', ['b007', 'a007'], 'approved'), audit('e2', ['a120', 'b120'], 'rejected')],
    })
    const form = await opening('undo', read)
    expect(faultsOf(form)).toEqual([])
    expect(listed(form, 'pairs').slice(0, 4)).toEqual([
      'Rejected: Ann 120 Oak and Bob 120 Elm',
      'Approved: Ann 007 Oak and Bob 007 Elm',
      // Nobody knows when the others were decided; the last of the draft come first.
      'Rejected: Ann 199 Oak and Bob 199 Elm',
      'Rejected: Ann 198 Oak and Bob 198 Elm',
    ])
    expect(listed(form, 'pairs')).toHaveLength(90)
    const undone = await sending('undo', { 'pairs-who': 'Ann 002 Oak' }, read)
    expect(wordsOf(shown(undone))).toContain('Ann 002 Oak and Bob 002 Elm are proposed again.')
  })

  it('says that it is too late for what was found by name, and offers only what is not', async () => {
    const told = [
      aDelivery({
        flow: 'introduction',
        subject: { kind: 'pair', id: 'pair m002' },
        state: 'sent',
      }),
    ]
    const read = facts({ ...decided(), deliveries: told })
    const late = await sending('undo', { 'pairs-who': 'Ann 002 Oak' }, read)
    expect(late.effects).toEqual([])
    expect(late.reply).toMatchObject({
      type: 'errors',
      errors: { 'pairs-who': expect.stringMatching(/^Ann 002 Oak and Bob 002 Elm: It is too late/) },
    })
    const form = asked(await sending('undo', { 'pairs-who': 'ann 00' }, read))
    expect(listed(form, 'pairs')).toHaveLength(9)
  })

  it('reads what was written about decisions that grew too late meanwhile, however few are left', async () => {
    const told = matches
      .slice(0, MANY / 2)
      .map(({ id }) =>
        aDelivery({ flow: 'introduction', subject: { kind: 'pair', id: `pair ${id}` }, state: 'sent' }),
      )
    const { drafts: [all] = [], pairs = [] } = decided()
    const approved = all?.matches.filter(({ state }) => state === 'approved') ?? []
    const read = facts({ drafts: [draft(approved)], pairs, deliveries: told })
    const fewLeft = facts({ drafts: [draft(approved)], pairs, deliveries: told.slice(5) })
    for (const facts of [read, fewLeft]) {
      const form = await drafts.form('undo', 'd1:3', press('undo', 'd1:3').who, facts, context)
      expect(form?.inputs.map(({ name }) => name)).toEqual(['pairs', 'pairs-who'])
    }
    const late = await sending('undo', { 'pairs-who': 'Ann 002 Oak' }, read)
    expect(wordsOf(shown(late))).toContain('Ann 002 Oak and Bob 002 Elm: It is too late')
  })

  it('lets somebody who is in two pairs change places in either, and leaves them the other', async () => {
    const both = [match('m1', ['a1', 'b1'], { score: 1 }), match('m2', ['a1', 'b2'], { score: 2 })]
    const waiting = [{ participantId: 'a2', reason: 'Nobody was left.' }]
    const read = world({ drafts: [draft(both, { waiting })] })
    const form = await opening('swap', read)
    expect(listed(form, 'one')).toContain('Person a1 (with Person b1)')
    expect(listed(form, 'one')).toContain('Person a1 (with Person b2)')
    const outcome = await sending('swap', { one: ['a1.2'], other: ['a2'] }, read)
    const words = wordsOf(shown(outcome))
    expect(words).toMatch(
      /Now:\nPerson a1 and Person b2[\s\S]*After the swap:\nPerson (a2 and Person b2|b2 and Person a2)/,
    )
    expect(words).not.toContain('would then be without a partner')
    const done = await drafts.hear(press('swap-now', 'd1:3:a1.2:a2'), read, context)
    expect(saves(done.effects)).toContain('drafts.rearrange')
    expect(wordsOf(shown(done))).not.toContain('gave their place')
  })

  it.each([
    ['two', ['a1', 'b1'], ['a1', 'b2']],
    ['three', ['a1', 'b1', 'b3'], ['b3', 'a1', 'b2']],
  ])(
    'lets nobody change places where the same people would be together, in matches of %s',
    async (_, ...both) => {
      const read = world({ drafts: [draft(both.map((ids, index) => match(`m${index + 1}`, ids)))] })
      const nothing = 'Both have the same partners here, so that changes nothing.'
      const outcome = await sending('swap', { one: ['b1'], other: ['b2'] }, read)
      expect(outcome.effects).toEqual([])
      expect(outcome.reply).toMatchObject({
        type: 'errors',
        errors: { other: expect.stringContaining(nothing) },
      })
      const done = await drafts.hear(press('swap-now', 'd1:3:b1:b2'), read, context)
      expect(done.effects).toEqual([])
      expect(wordsOf(shown(done))).toContain(nothing)
    },
  )
})
