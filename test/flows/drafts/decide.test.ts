import { describe, expect, it } from 'vitest'
import type { Effect } from '../../../src/core/flow.ts'
import type { WantedDraft } from '../../../src/core/model.ts'
import { decide, deskOf, drafts } from '../../../src/flows/drafts/index.ts'
import { programmePairing } from '../../../src/pairing/index.ts'
import { aPair, at } from '../../facts.ts'
import { asked, buttonsOf, faultsOf, saves, shown, touched, wordsOf } from '../said.ts'
import {
  context,
  cora,
  dana,
  draft,
  match,
  objecting,
  people,
  person,
  press,
  programme,
  stranger,
  submit,
  world,
} from './facts.ts'

const two = draft([match('m1', ['a1', 'b1']), match('m2', ['a2', 'b2'])])

const recordedIn = (effects: readonly Effect[]) =>
  effects.flatMap((effect) =>
    effect.type === 'save' && effect.aggregate === 'audit' && effect.verb === 'record'
      ? [effect.with[0]]
      : [],
  )

const decision = (pairs: readonly string[], answers: Readonly<Record<string, string | readonly string[]>>) =>
  submit('choose', 'd1:3', { pairs, ...answers })

describe('approving', () => {
  it('makes every pair that is possible, records it once, and touches the pairs', async () => {
    const outcome = await drafts.hear(press('approve-all', 'd1:3'), world({ drafts: [two] }), context)
    expect(saves(outcome.effects)).toEqual(['drafts.turn', 'drafts.approve', 'pairs.pair', 'audit.record'])
    expect(outcome.effects[0]).toMatchObject({ with: ['d1', 3] })
    expect(outcome.effects[1]).toMatchObject({
      with: [
        [
          { matchId: 'm1', pairId: 'pair m1' },
          { matchId: 'm2', pairId: 'pair m2' },
        ],
      ],
    })
    expect(recordedIn(outcome.effects)).toMatchObject([
      {
        act: 'approved',
        people: [
          ['a1', 'b1'],
          ['a2', 'b2'],
        ],
        by: 'a-cora',
        at: context.now,
        revision: 4,
        reason: null,
      },
    ])
    expect(touched(outcome.effects)).toEqual(['pair pair m1', 'pair pair m2', 'programme g1'])
  })

  it.each([
    [
      'has left',
      [...people.filter(({ id }) => id !== 'b1'), person('b1', { leftAt: at('2026-01-11T00:00:00Z') })],
      'left',
    ],
    ['is no longer on the list', people.filter(({ id }) => id !== 'b1'), 'no longer on the list'],
  ])('does not pair somebody who %s', async (_, participants, why) => {
    const read = world({ drafts: [two], participants })
    const outcome = await drafts.hear(press('approve-all', 'd1:3'), read, context)
    expect(saves(outcome.effects)).toEqual(['drafts.turn', 'drafts.approve', 'pairs.pair', 'audit.record'])
    expect(wordsOf(shown(outcome))).toContain(why)
  })

  it('makes no pair that pairing objects to, whoever asks', async () => {
    const pairing = objecting('line-management', (ids) => ids.includes('a1'))
    for (const act of [press('approve-all', 'd1:3'), press('approve', 'd1:3:m1')]) {
      const outcome = await drafts.hear(act, world({ drafts: [two] }), { ...context, pairing })
      expect(outcome.effects.filter((one) => one.type === 'save' && one.verb === 'pair')).toHaveLength(
        act.type === 'press' && act.name === 'approve-all' ? 1 : 0,
      )
      expect(wordsOf(shown(outcome))).toContain('one manages the other')
    }
  })

  it('makes one alone from a closer look', async () => {
    const outcome = await drafts.hear(press('approve', 'd1:3:m2'), world({ drafts: [two] }), context)
    expect(recordedIn(outcome.effects)).toMatchObject([{ act: 'approved', people: [['a2', 'b2']] }])
    expect(wordsOf(shown(outcome))).toContain('1 pair is made, and introduced in')
    expect(wordsOf(shown(outcome))).toContain('1 pair waits for your decision; 1 approved')
  })
})

describe('somebody in two open pairs with room for one partner', () => {
  const both = draft([match('m1', ['a1', 'b1'], { score: 1000 }), match('m2', ['a1', 'b2'], { score: 9000 })])
  const real = { ...context, pairing: programmePairing }

  it('can have either of them: the second is possible instead of the first', async () => {
    const read = world({ drafts: [both] })
    const said = shown(await drafts.hear(press('page', 'd1:3:0'), read, real))
    expect(wordsOf(said)).toContain(
      '2. Person a1 and Person b2: a very strong fit. Possible only instead of another pair',
    )
    expect(wordsOf(said)).not.toMatch(/[Nn]ot possible|no longer possible/i)
    expect(buttonsOf(said)[0]).toBe('Approve the one possible pair')
    const closer = shown(await drafts.hear(press('look', 'd1:3:m2'), read, real))
    expect(buttonsOf(closer)).toContain('Approve')
    for (const act of [press('approve', 'd1:3:m2'), decision(['m2'], { decision: ['approve'] })]) {
      const outcome = await drafts.hear(act, read, real)
      expect(recordedIn(outcome.effects)).toMatchObject([{ act: 'approved', people: [['a1', 'b2']] }])
      expect(wordsOf(shown(outcome))).toContain(
        '1. Person a1 and Person b1: a weak fit. No longer possible: one of them has no room',
      )
    }
  })

  it('has the first where both are approved, and the second is possible no longer', async () => {
    for (const act of [press('approve-all', 'd1:3'), decision(['m1', 'm2'], { decision: ['approve'] })]) {
      const outcome = await drafts.hear(act, world({ drafts: [both] }), real)
      expect(recordedIn(outcome.effects)).toMatchObject([{ act: 'approved', people: [['a1', 'b1']] }])
      expect(wordsOf(shown(outcome))).toContain(
        'Person a1 and Person b2: No longer possible: one of them has no room',
      )
    }
  })

  it('can have the second where the first is not possible at all', async () => {
    const participants = people.map((one) =>
      one.id === 'b1' ? { ...one, leftAt: at('2026-01-11T00:00:00Z') } : one,
    )
    const read = world({ drafts: [both], participants })
    const words = wordsOf(shown(await drafts.hear(press('page', 'd1:3:0'), read, real)))
    expect(words).toContain('No longer possible: one of them has left.')
    expect(words).not.toMatch(/no room/)
  })
})

describe('rejecting', () => {
  it('takes a reason, keeps it for coordinators, and rejects only what was chosen', async () => {
    const act = decision(['m2'], { decision: ['reject'], reason: ['close'], words: 'They share a desk.' })
    const outcome = await drafts.hear(act, world({ drafts: [two] }), context)
    expect(saves(outcome.effects)).toEqual(['drafts.turn', 'drafts.reject', 'audit.record'])
    expect(recordedIn(outcome.effects)).toMatchObject([
      { act: 'rejected', people: [['a2', 'b2']], reason: 'close', words: 'They share a desk.' },
    ])
    expect(wordsOf(shown(outcome))).toContain('not proposed again')
    expect(wordsOf(shown(outcome))).not.toContain('desk')
  })

  it.each([
    decision(['m2'], { decision: ['reject'], words: 'Because.' }),
    submit('reject', 'd1:3:m2', { words: 'Because.' }),
  ])('asks for a reason where none was chosen, and shows no private word again', async (act) => {
    const outcome = await drafts.hear(act, world({ drafts: [two] }), context)
    expect(outcome.effects).toEqual([])
    expect(outcome.reply).toMatchObject({
      type: 'errors',
      errors: { reason: expect.stringContaining('reason') },
    })
    expect(JSON.stringify(asked(outcome))).not.toContain('Because.')
    expect(faultsOf(asked(outcome))).toEqual([])
  })

  it('says beforehand that of three people no two are proposed again', async () => {
    const read = world({ drafts: [draft([match('m1', ['a1', 'b1', 'b2'])])] })
    const form = asked(await drafts.hear(press('reject', 'd1:3:m1'), read, context))
    expect(JSON.stringify(form)).toContain(
      'No two of Person a1, Person b1 and Person b2 will be proposed together',
    )
  })

  it('says of two scores together that they are rounded once they are added up: 36 and 36 can be 71', async () => {
    const half = draft(['a1', 'a2'].map((id) => match(id, [id, id.replace('a', 'b')], { score: 3550 })))
    const act = submit('swap', 'd1:3', { one: ['b1'], other: ['b2'] })
    expect(wordsOf(shown(await drafts.hear(act, world({ drafts: [half] }), context)))).toContain(
      'Both scores added up, and only then rounded: 71 of 200 now, 140 of 200 after the swap.',
    )
  })

  it('tells which rejection stands in the way of a swap into three', async () => {
    const read = world({
      drafts: [
        draft([
          match('m0', ['a2', 'b1'], { state: 'rejected' }),
          match('m1', ['a1', 'b1', 'b2']),
          match('m2', ['a2', 'b3']),
        ]),
      ],
    })
    const act = submit('swap', 'd1:3', { one: ['a1'], other: ['a2'] })
    const pairing = objecting('excluded', (ids) => ids.includes('a2') && ids.includes('b1'))
    const words = wordsOf(shown(await drafts.hear(act, read, { ...context, pairing })))
    expect(words).toMatch(
      /A coordinator has rejected Person (a2 and Person b1|b1 and Person a2) as partners before/,
    )
  })

  it('names those whom it left without a partner, for a draft leaves nobody out silently', async () => {
    const rejected = draft([match('m1', ['a1', 'b1'], { state: 'rejected' }), match('m2', ['a2', 'b2'])])
    const read = world({ drafts: [rejected], participants: people.slice(0, 4) })
    const page = wordsOf(shown(await drafts.hear(press('page', 'd1:3:0'), read, context)))
    expect(page).toContain('2 others are not in this draft')
    const words = wordsOf(shown(await drafts.hear(press('waiting', 'd1:3:0'), read, context)))
    expect(words).toContain('Person a1 was in a pair that was rejected, and can be paired')
    expect(words).toContain('Person b1 was in a pair that was rejected')
    expect(words).not.toContain('Person a2')
  })

  it('names nobody who has a partner by now, or may still have one here', async () => {
    const mixed = draft([
      match('m1', ['a1', 'b1'], { state: 'rejected' }),
      match('m2', ['a1', 'b2']),
      match('m3', ['a2', 'b3'], { state: 'approved' }),
    ])
    const pair = aPair({ id: 'p1', members: [person('b1'), person('b3')] })
    const read = world({ drafts: [mixed], pairs: [pair] })
    const words = wordsOf(shown(await drafts.hear(press('waiting', 'd1:3:0'), read, context)))
    expect(words).toContain('Person a2 has no partner any more, and can be paired')
    for (const other of ['a1', 'b1', 'b2', 'b3']) expect(words).not.toContain(`Person ${other}`)
  })

  it('rejects one from a closer look', async () => {
    const form = asked(await drafts.hear(press('reject', 'd1:3:m2'), world({ drafts: [two] }), context))
    expect(form).toMatchObject({ name: 'reject', subject: 'd1:3:m2' })
    expect(faultsOf(form)).toEqual([])
    const act = submit('reject', 'd1:3:m2', { reason: ['other'] })
    const outcome = await drafts.hear(act, world({ drafts: [two] }), context)
    expect(recordedIn(outcome.effects)).toMatchObject([{ act: 'rejected', reason: 'other', words: null }])
  })
})

describe('keeping', () => {
  it('marks what stays when one asks again, and lets it go', async () => {
    const keep = await drafts.hear(press('keep', 'd1:3:m1'), world({ drafts: [two] }), context)
    expect(keep.effects[1]).toMatchObject({ verb: 'keep', with: [['m1'], true] })
    expect(recordedIn(keep.effects)).toMatchObject([{ act: 'kept' }])
    expect(wordsOf(shown(keep))).toContain('a good fit, kept.')
    const kept = draft([match('m1', ['a1', 'b1'], { fixed: true })])
    const letGo = await drafts.hear(press('let-go', 'd1:3:m1'), world({ drafts: [kept] }), context)
    expect(letGo.effects[1]).toMatchObject({ verb: 'keep', with: [['m1'], false] })
    const again = await drafts.hear(press('keep', 'd1:3:m1'), world({ drafts: [kept] }), context)
    expect(again.effects).toEqual([])
  })
})

describe('deciding about what cannot be, or about one pair twice', () => {
  it('keeps nothing that is not possible, and says why', async () => {
    const participants = people.map((one) =>
      one.id === 'b1' ? { ...one, leftAt: at('2026-01-11T00:00:00Z') } : one,
    )
    const read = world({ drafts: [draft([match('m1', ['a1', 'b1'])])], participants })
    for (const act of [press('keep', 'd1:3:m1'), decision(['m1'], { decision: ['keep'] })]) {
      const outcome = await drafts.hear(act, read, { ...context, pairing: programmePairing })
      expect(outcome.effects).toEqual([])
      expect(wordsOf(shown(outcome))).toContain(
        'Person a1 and Person b1: No longer possible: one of them has left.',
      )
    }
  })

  it('counts a pair that is named twice once', async () => {
    const desk = await deskOf(programme, world({ drafts: [two] }), context)
    if (!desk) throw new Error('There is a draft.')
    const outcome = await decide(desk, ['m1', 'm1'], { type: 'approve' }, null, context)
    const words = wordsOf(shown(outcome))
    expect(words).toContain('1 pair is made')
    expect(words).not.toContain('had been decided already')
  })
})

describe('two coordinators', () => {
  const audit = (revision: number, act: string, ids: readonly string[], by: string | null = 'a-dana') => ({
    id: `e${revision}${ids.join('')}`,
    programmeId: 'g1',
    at: context.now,
    by,
    act,
    about: { kind: 'draft', id: 'd1' },
    revision,
    people: ids.length > 0 ? [ids] : [],
    reason: null,
    words: null,
  })

  const decisions = [
    press('approve-all', 'd1:3'),
    press('approve', 'd1:3:m2'),
    press('keep', 'd1:3:m2'),
    press('again', 'd1:3'),
    press('undo', 'd1:3'),
    press('swap-now', 'd1:3:b1:b2'),
    press('reject', 'd1:3:m2'),
    decision(['m1'], { decision: ['approve'] }),
    decision(['m1', 'm2'], { decision: ['reject'], reason: ['close'] }),
    submit('reject', 'd1:3:m2', { reason: ['close'] }),
    submit('undo', 'd1:3', { pairs: ['m1'] }),
    submit('swap', 'd1:3', { one: ['b1'], other: ['b2'] }),
  ]

  it.each(decisions)(
    'the second is shown who changed what, and nothing of theirs happens: $type $name',
    async (act) => {
      const after = draft([match('m1', ['a1', 'b1'], { state: 'approved' }), match('m2', ['a2', 'b2'])], {
        revision: 4,
      })
      const read = world({
        drafts: [after],
        audit: [audit(3, 'kept', ['a2', 'b2']), audit(4, 'approved', ['a1', 'b1'])],
      })
      const outcome = await drafts.hear(act, read, context)
      expect(outcome.effects).toEqual([])
      const words = wordsOf(shown(outcome))
      expect(words).toContain('Since you looked, Dana Hill has approved Person a1 and Person b1.')
      expect(words).toContain('1 pair waits for your decision; 1 approved')
      expect(words).not.toContain('kept Person a2')
      if (act.type === 'submit')
        expect(await drafts.form(act.name, act.subject, cora, read, context)).not.toBeNull()
    },
  )

  const wantedBy = (by: string | null): WantedDraft => ({
    id: 'w1',
    programmeId: 'g1',
    wantedAt: context.now,
    by,
    seed: 1,
    state: 'wanted',
    progress: { stage: 'assigning', done: 0.5 },
  })

  it.each(decisions)('decide nothing once one has asked for a new draft: $type $name', async (act) => {
    const read = world({ drafts: [two], wanted: [wantedBy('a-dana')] })
    const outcome = await drafts.hear(act, read, context)
    expect(outcome.effects).toEqual([])
    expect(wordsOf(shown(outcome))).toContain(
      'Dana Hill has asked for a new draft, which will replace this one, so nothing has been decided.',
    )
    expect(buttonsOf(shown(outcome))).toContain('Stop making it')
  })

  it.each(['a-cora', null])('are told of a new draft, whoever asked for it: %s', async (by) => {
    const read = world({ drafts: [two], wanted: [wantedBy(by)] })
    const words = wordsOf(shown(await drafts.hear(press('approve-all', 'd1:3'), read, context)))
    expect(words).toContain(
      'A new draft is being made, which will replace this one, so nothing has been decided.',
    )
    const look = await drafts.hear(press('look', 'd1:3:m1'), read, context)
    expect(wordsOf(shown(look))).not.toContain('new draft')
  })

  it('are told of a newer draft, of their own acts elsewhere, and of many acts by their number', async () => {
    const newer = draft([match('m9', ['a1', 'b2'])], {
      id: 'd2',
      revision: 0,
      madeAt: at('2026-01-11T09:00:00Z'),
    })
    const made = { ...audit(0, 'made', []), about: { kind: 'draft', id: 'd2' } }
    const replaced = await drafts.hear(
      press('approve-all', 'd1:3'),
      world({ drafts: [two, newer], audit: [made] }),
      context,
    )
    expect(replaced.effects).toEqual([])
    expect(wordsOf(shown(replaced))).toContain('Since you looked, Dana Hill has made a new draft.')
    const many = [
      audit(4, 'rejected', ['1']),
      { ...audit(4, 'rejected', ['2']), people: [['2'], ['3'], ['4']] },
    ]
    const read = world({
      drafts: [draft(two.matches, { revision: 5 })],
      audit: [...many, audit(5, 'kept', ['a1', 'b1'], 'a-cora'), audit(5, 'kept', ['a2'], null)],
    })
    const words = wordsOf(shown(await drafts.hear(press('approve-all', 'd1:3'), read, context)))
    expect(words).toContain('Dana Hill has rejected 4 pairs')
    expect(words).toContain('you have kept Person a1 and Person b1')
    expect(words).toContain(' and somebody at the command line has kept Person a2')
  })

  it('read of an act on many pairs in one line, and of few by name', async () => {
    const pairs = (...people: string[][]) => ({ ...audit(5, 'approved', []), people })
    const many = pairs(...Array.from({ length: 2_500 }, (_, index) => [`x${index}`, `y${index}`]))
    const read = world({ drafts: [two], audit: [many, { ...pairs(['a1', 'b1'], ['a2', 'b2']), id: 'e6' }] })
    const words = wordsOf(shown(await drafts.hear(press('history', 'g1'), read, context)))
    expect(words).toContain('Dana Hill approved 2500 pairs.')
    expect(words).toContain('approved 2 pairs (Person a1 and Person b1; Person a2 and Person b2).')
  })

  it('may look at what has changed without being told to look again', async () => {
    const read = world({ drafts: [draft(two.matches, { revision: 9 })] })
    for (const name of ['page', 'look', 'more', 'waiting', 'closer']) {
      const { reply } = await drafts.hear(press(name, 'd1:3:m1'), read, context)
      expect(JSON.stringify(reply)).not.toContain('Since you looked')
    }
  })

  it.each([
    'drafts',
    'pairs',
    'make',
    'approve-all',
    'approve',
    'choose',
    'reject',
    'keep',
    'again',
    'swap',
    'swap-now',
    'undo',
    'more',
    'look',
    'closer',
    'waiting',
    'compare',
    'history',
    'reasons',
    'page',
    'nonsense',
  ])('let nobody else press %s', async (name) => {
    for (const subject of ['g1', 'd1', 'd1:3', 'd1:3:m1', 'g1:0', '', ':::']) {
      const read = world({ drafts: [two], pairs: [aPair()] })
      const outcome = await drafts.hear(press(name, subject, stranger), read, context)
      expect(outcome.effects).toEqual([])
      expect(shown(outcome).summary).toContain('Only the coordinators')
      expect(await drafts.form(name, subject, stranger, read, context)).toBeNull()
      const elsewhere = { ...dana, coordinates: [{ ...programme, id: 'g2' }] }
      expect((await drafts.hear(press(name, subject, elsewhere), read, context)).effects).toEqual([])
    }
  })
})
