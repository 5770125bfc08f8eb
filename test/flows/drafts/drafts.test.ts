import { describe, expect, it } from 'vitest'
import type { Form } from '../../../src/core/message.ts'
import type { PairingQuestion } from '../../../src/core/pairing.ts'
import { drafts } from '../../../src/flows/drafts/index.ts'
import { aPair, at, pairingOf } from '../../facts.ts'
import type { Facts } from '../reading.ts'
import {
  aDelivery,
  asked,
  buttonsOf,
  command as commandBy,
  faultsOf,
  saves,
  shown,
  wordsOf,
} from '../said.ts'
import { context, cora, draft, match, objecting, people, person, press, programme, world } from './facts.ts'

const command = (word: string) => commandBy(word, cora)
const optionsOf = ({ inputs }: Form, field: string): readonly string[] =>
  inputs.flatMap((input) =>
    input.type === 'choice' && input.name === field ? input.options.map(({ label }) => label) : [],
  )

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
      const said = shown(await drafts.hear(press('page', `d1:3:${page}`), read, context))
      expect(faultsOf(said)).toEqual([])
    }
    expect(wordsOf(shown(await drafts.hear(press('page', 'd1:3:99'), read, context)))).toContain(
      'Page 4 of 4',
    )
  })

  it('says what forbids a pair since it was proposed, and does not offer to approve it', async () => {
    const read = world({ drafts: [draft([match('m1', ['a1', 'b1'])])] })
    const pairing = objecting('excluded', () => true)
    const said = shown(await drafts.hear(command('drafts'), read, { ...context, pairing }))
    expect(wordsOf(said)).toContain('Not possible: these two are kept apart.')
    expect(buttonsOf(said).join()).not.toContain('Approve')
  })

  it.each([
    ['Approve all 2', ['a1', 'a2', 'a3'], 'a3'],
    ['Approve the one possible pair', ['a1', 'a2'], 'a2'],
    ['Approve the pair', ['a1'], 'a2'],
  ])('offers: %s', async (label, open, impossible) => {
    const matches = open.map((id) => match(`m-${id}`, [id, id.replace('a', 'b')]))
    const read = world({ drafts: [draft(matches)], participants: [...people, person('a3')] })
    const pairing = objecting('excluded', (ids) => ids.includes(impossible))
    const said = shown(await drafts.hear(command('drafts'), read, { ...context, pairing }))
    expect(buttonsOf(said)[0]).toBe(label)
  })

  it('says beside each pair what is weakest about it', async () => {
    const read = world({ drafts: [draft([match('m1', ['a1', 'b1'], { caution: 'Few hours overlap.' })])] })
    expect(wordsOf(shown(await drafts.hear(command('drafts'), read, context)))).toContain(
      'They share a wish to learn about budgets. Few hours overlap.',
    )
  })

  it('names nobody who has said no among those who wait', async () => {
    const reason = 'Somebody has not said yes yet.'
    const waiting = ['b2', 'b3'].map((participantId) => ({ participantId, reason }))
    const read = world({
      participants: people.map((one) =>
        one.id === 'b1' || one.id === 'a1' ? one : { ...one, consent: one.id === 'b2' ? 'no' : 'unasked' },
      ),
      drafts: [draft([match('m1', ['a1', 'b1'])], { waiting })],
    })
    const words = wordsOf(shown(await drafts.hear(press('waiting', 'd1:3:0'), read, context)))
    expect(words).toContain('Person b3')
    expect(words).not.toContain('Person b2')
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

  it('names everybody who is not in it with the reason, those first who could be paired as they are', async () => {
    const read = world({
      participants: [
        person('a1'),
        person('b1'),
        person('b2', { consent: 'unasked' }),
        person('b3'),
        person('b4', { leftAt: at('2026-01-11T00:00:00Z') }),
        person('b5'),
      ],
      pairs: [aPair({ members: [person('a9'), person('b5')] })],
      drafts: [
        draft([match('m1', ['a1', 'b1'])], {
          waiting: ['b2', 'b3', 'b4', 'b5'].map((participantId) => ({
            participantId,
            reason: `Why ${participantId}.`,
          })),
        }),
      ],
    })
    const page = wordsOf(shown(await drafts.hear(command('drafts'), read, context)))
    expect(page).toContain('Person b3: Why b3.')
    expect(page).not.toContain('Why b2')
    expect(page).toContain('And 1 other person is not in this draft')
    const said = shown(await drafts.hear(press('waiting', 'd1:3:0'), read, context))
    expect(wordsOf(said)).toMatch(/b3: Why b3\.\nPerson b2: Why b2/)
    expect(wordsOf(said)).not.toMatch(/b4|b5/)
    expect(faultsOf(said)).toEqual([])
  })

  it('has everything else under one button', async () => {
    const read = world({ drafts: [draft([match('m1', ['a1', 'b1'])])] })
    const said = shown(await drafts.hear(press('more', 'd1:3'), read, context))
    expect(buttonsOf(said)).toEqual(['Swap two', 'Who is not in it', 'History', 'Back to the draft'])
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
    const told = asked[0]?.people.map(({ participant, absence, partners }) => [
      participant.id,
      absence,
      partners,
    ])
    expect(told).toEqual([
      ['a1', null, 0],
      ['a2', null, 0],
      ['b1', null, 0],
      ['b2', null, 0],
      ['b3', 'paused', 0],
      ['b4', 'no-consent', 0],
      ['b5', 'no-consent', 0],
      ['a7', null, 1],
      ['b7', null, 1],
    ])
    const twos = (of: readonly (readonly string[])[] | undefined) =>
      of?.map((two) => [...two].sort().join('+'))
    expect(twos(asked[0]?.rules.excluded)).toEqual(['a1+b1'])
    expect(twos(asked[0]?.rules.earlierPartners)).toEqual(['a7+b7', 'a2+b1'])
    expect(saves(outcome.effects)).toEqual(['drafts.propose', 'audit.record'])
    const [effect] = outcome.effects
    if (effect?.type !== 'save' || effect.aggregate !== 'drafts' || effect.verb !== 'propose')
      throw new Error('A draft was expected.')
    expect(effect.with[0]).toMatchObject({
      seed: asked[0]?.seed,
      matches: [{ participantIds: ['a1', 'b1'] }],
    })
    expect(Number.isSafeInteger(asked[0]?.seed)).toBe(true)
  })

  it('keeps to private wishes, by name or e-mail address, and to what the programme settled', async () => {
    const asked: PairingQuestion[] = []
    const pairing = pairingOf((question) => {
      asked.push(question)
      return [['a1', 'b1']]
    })
    const settings = {
      ...programme.settings,
      organisations: 'different' as const,
      weights: { ...programme.settings.weights, goals: 99 },
      mostPartners: 2,
    }
    const read = world({
      participants: [
        person('a1', { partners: 3, manager: 'boss@example.org' }),
        person('a2'),
        person('b1', { name: 'Zoë  Quay' }),
        person('b2', { name: 'zoë quay' }),
      ],
      notWith: [
        { participantId: 'a1', people: ['ZOË quay ', 'Nobody Here', 'a1@example.org'] },
        { participantId: 'b1', people: ['A2@Example.org'] },
      ],
    })
    const who = { ...cora, coordinates: [{ ...programme, settings }] }
    await drafts.hear(press('make', 'g1', who), read, { ...context, pairing })
    expect(asked[0]?.rules).toMatchObject({ organisations: 'different', weights: { goals: 99 } })
    expect(asked[0]?.rules.excluded).toEqual([
      ['a1', 'b1'],
      ['a1', 'b2'],
      ['b1', 'a2'],
    ])
    expect(asked[0]?.people[0]).toMatchObject({ capacity: 2, manager: 'boss@example.org' })
    expect(asked[0]?.people[1]).toMatchObject({ capacity: 1, manager: null })
  })

  it('keeps what a coordinator keeps, and records how the draft was made', async () => {
    const asked: PairingQuestion[] = []
    const pairing = pairingOf((question) => {
      asked.push(question)
      return [['a2', 'b2']]
    })
    const before = draft([
      match('m1', ['a1', 'b1'], { fixed: true }),
      match('m2', ['a2', 'b2']),
      match('m3', ['a2', 'b3'], { fixed: true, state: 'approved' }),
    ])
    const outcome = await drafts.hear(press('again', 'd1:3'), world({ drafts: [before] }), {
      ...context,
      pairing,
    })
    expect(asked[0]?.rules.fixed).toEqual([['a1', 'b1']])
    const [made, audit] = outcome.effects
    expect(made).toMatchObject({
      with: [{ revision: 0, made: { odd: 'trio', sides: 'two', organisations: 'any', proof: { gap: 0 } } }],
    })
    expect(audit).toMatchObject({
      aggregate: 'audit',
      with: [{ act: 'made', by: 'a-cora', about: { kind: 'draft', id: 'draft' }, programmeId: 'g1' }],
    })
  })

  it('says which of those that are kept could not be', async () => {
    const pairing = pairingOf(() => [['a2', 'b2']])
    const refusing = {
      ...pairing,
      propose: (question: PairingQuestion) => ({
        ...pairing.propose(question),
        refused: [{ participantIds: ['a1', 'b1'], constraint: 'paused' as const, reason: 'b1 has paused.' }],
      }),
    }
    const read = world({ drafts: [draft([match('m1', ['a1', 'b1'], { fixed: true })])] })
    const outcome = await drafts.hear(press('again', 'd1:3'), read, { ...context, pairing: refusing })
    expect(wordsOf(shown(outcome))).toContain('One pair that you keep is not in it: b1 has paused.')
  })

  it.each([
    [true, 3, 'no other choice would have suited everyone better'],
    [false, 3, 'Not every possible trio could be compared'],
    [false, 2, 'Not every possible trio could be compared'],
  ])('says what was checked (together: %s, people in a match: %i)', async (together, people, words) => {
    const pairing = pairingOf(() => [['a1', 'b1', 'b2'].slice(0, people)])
    const proving = {
      ...pairing,
      propose: (question: PairingQuestion) => {
        const proposal = pairing.propose(question)
        return { ...proposal, proof: { ...proposal.proof, together } }
      },
    }
    const outcome = await drafts.hear(press('make', 'g1'), world(), { ...context, pairing: proving })
    expect(wordsOf(shown(outcome))).toContain(words)
  })

  it('says of a trio who joins the other two', async () => {
    const reasons = ['They share an interest in “chess”.', 'Both work in Leeds.', 'B2 joins them.']
    const read = world({ drafts: [draft([match('m1', ['a1', 'b1', 'b2'], { reasons })])] })
    const outcome = await drafts.hear(press('page', 'd1:3'), read, context)
    expect(wordsOf(shown(outcome))).toContain('Both work in Leeds. B2 joins them.')
  })

  describe('people of the same name', () => {
    const alike = (but: Readonly<Record<string, string>>, others: Partial<typeof programme> = {}) =>
      world({
        programmes: [{ ...programme, ...others }],
        participants: people.map((one) => ({
          ...one,
          name: one.id === 'a1' || one.id === 'b2' ? 'Sam Reed' : one.name,
          organisation: but[one.id] ?? one.organisation,
        })),
        drafts: [
          draft([match('m1', ['a1', 'b1']), match('m2', ['a2', 'b2'], { score: 9000 })], {
            waiting: [{ participantId: 'b3', reason: 'Person b3 has no partner yet.' }],
          }),
        ],
      })
    const said = async (read: ReturnType<typeof world>) =>
      wordsOf(shown(await drafts.hear(command('drafts'), read, context)))

    it('are told apart by where they work, in the draft and wherever one chooses', async () => {
      const read = alike({ a1: 'Quay, Hill & Co', b2: 'Arts Hub' })
      expect(await said(read)).toMatch(
        /1\. Sam Reed \(Quay, Hill & Co\) and Person b1:[\s\S]*2\. Person a2 and Sam Reed \(Arts Hub\):/,
      )
      const form = asked(await drafts.hear(press('choose', 'd1:3'), read, context))
      expect(optionsOf(form, 'pairs')).toEqual([
        '1. Sam Reed (Quay, Hill & Co) and Person b1',
        '2. Person a2 and Sam Reed (Arts Hub)',
      ])
      const swap = asked(await drafts.hear(press('swap', 'd1:3'), read, context))
      expect(optionsOf(swap, 'one')).toContain('Sam Reed (Arts Hub) (with Person a2)')
      const closer = wordsOf(shown(await drafts.hear(press('look', 'd1:3:m1'), read, context)))
      expect(closer).toContain('Sam Reed (Quay, Hill & Co) and Person b1')
      expect(closer).not.toMatch(/\bHill\b(?! & Co)/)
    })

    it('are told apart by their address where they work together, and nobody else is called otherwise', async () => {
      const words = await said(alike({ a1: 'Arts Hub', b2: 'Arts Hub' }))
      expect(words).toMatch(/Sam Reed \(a1@example\.org\) and Person b1:[\s\S]*Sam Reed \(b2@example\.org\):/)
      expect(words).not.toMatch(/Person \w+ \(/)
      expect(await said(world({ drafts: [draft([match('m1', ['a1', 'b1'])])] }))).not.toContain('(')
    })
  })

  const MADE = {
    weights: programme.settings.weights,
    organisations: programme.settings.organisations,
    odd: programme.settings.odd,
    mostPartners: programme.settings.mostPartners,
    sides: 'two' as const,
    proof: { primal: 0, dual: 0, gap: 0 as const, worst: null, together: true },
    refused: [],
  }

  it.each([
    [{}, null],
    [{ made: null }, null],
    [{ made: { ...MADE, mostPartners: null } }, null],
    [{ made: { ...MADE, weights: { ...MADE.weights, goals: 1 } } }, 'what counts how much'],
    [{ made: { ...MADE, organisations: 'same' as const } }, 'where partners may work'],
    [{ made: { ...MADE, odd: 'waitlist' as const } }, 'what becomes of whoever is left over'],
    [{ made: { ...MADE, mostPartners: 5 } }, 'how many partners somebody can have'],
    [
      { made: { ...MADE, odd: 'waitlist' as const, mostPartners: 5 } },
      'what becomes of whoever is left over and how many partners somebody can have',
    ],
  ])(
    'says what has been set anew since it was made, and nothing where nothing was (%#)',
    async (but, what) => {
      const read = world({ drafts: [draft([match('m1', ['a1', 'b1'])], { made: MADE, ...but })] })
      const words = wordsOf(shown(await drafts.hear(command('drafts'), read, context)))
      if (what)
        expect(words).toContain(
          `Since this draft was made, the programme’s settings have changed: ${what}. Ask again to go by them.`,
        )
      else expect(words).not.toContain('settings have changed')
    },
  )

  it('says nothing of settings where there is nothing left to decide', async () => {
    const made = { ...MADE, mostPartners: 5 }
    const decided = [match('m1', ['a1', 'b1'], { state: 'rejected' })]
    const read = world({ drafts: [draft(decided, { made })] })
    expect(wordsOf(shown(await drafts.hear(command('drafts'), read, context)))).not.toContain('settings')
  })

  it('says what was checked, and what could not be kept, only while the draft is as it was made', async () => {
    const made = { ...MADE, refused: ['b1 has paused.'] }
    const said = async (revision: number) => {
      const read = world({ drafts: [draft([match('m1', ['a1', 'b1'])], { made, revision })] })
      return wordsOf(shown(await drafts.hear(command('drafts'), read, context)))
    }
    for (const words of ['Checked when this was made: ', 'b1 has paused.']) {
      expect(await said(0)).toContain(words)
      expect(await said(1)).not.toContain(words)
    }
  })

  it('shows the draft that is there to whoever asks second', async () => {
    const read = world({ drafts: [draft([match('m1', ['a1', 'b1'])])] })
    const outcome = await drafts.hear(press('make', 'g1'), read, context)
    expect(outcome.effects).toEqual([])
    expect(wordsOf(shown(outcome))).toContain('There is a draft already')
  })

  it('leaves a draft as it is where nobody can be paired anew and a pair of it is possible', async () => {
    const read = world({ drafts: [draft([match('m1', ['a1', 'b1'])])] })
    const outcome = await drafts.hear(press('again', 'd1:3'), read, context)
    expect(outcome.effects).toEqual([])
    expect(wordsOf(shown(outcome))).toContain('No pair could be proposed. Nothing has changed.')
  })

  it('puts the pairs of a draft aside where nobody can be paired anew and none of them is possible', async () => {
    const read = world({ drafts: [draft([match('m1', ['a1', 'b1'])])] })
    const pairing = objecting('excluded', () => true)
    const refusing = { ...pairing, propose: pairingOf(() => []).propose }
    const outcome = await drafts.hear(press('again', 'd1:3'), read, { ...context, pairing: refusing })
    expect(saves(outcome.effects)).toEqual(['drafts.propose', 'audit.record'])
    expect(wordsOf(shown(outcome))).toContain('No pair can be proposed as things are')
    expect(faultsOf(shown(outcome))).toEqual([])
  })

  it('says so when nobody can be paired', async () => {
    const outcome = await drafts.hear(press('make', 'g1'), world(), context)
    expect(outcome.effects).toEqual([])
    expect(wordsOf(shown(outcome))).toContain('No pair could be proposed')
  })
})

describe('the note to whoever has no partner', () => {
  const done = draft([match('m1', ['a1', 'b1'], { state: 'approved' })], {
    waiting: [{ participantId: 'b2', reason: 'More people on this side.' }],
  })
  const plan = (facts: Partial<Facts>) => drafts.plan({ kind: 'programme', id: 'g1' }, world(facts), context)

  it('goes once the last match is decided, to them alone, in their working hours', async () => {
    const { effects } = await plan({ drafts: [done] })
    expect(effects).toMatchObject([
      { type: 'send', delivery: { participantId: 'b2', class: 'ordinary', occurrence: 'waiting d1 3' } },
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
    expect(wordsOf(said.content)).toMatch(
      /nobody left who could be your partner under its rules. That says nothing about you[\s\S]*as soon as there is a partner/,
    )
    expect(wordsOf(said.content)).not.toContain('More people on this side')
    const paired = world({ pairs: [aPair({ members: [person('a2'), person('b2')] })] })
    expect(await drafts.compose(delivery, paired, context)).toEqual({
      type: 'drop',
      reason: 'already-paired',
    })
  })

  it('says, once it was sent, that there is a partner as soon as its reader may know, and not before', async () => {
    const about = { flow: 'drafts', subject: { kind: 'programme', id: 'g1' }, participantId: 'b2' } as const
    const pair = aPair({ members: [person('a2'), person('b2')] })
    const sentNote = async (introduction: 'due' | 'sent') => {
      const deliveries = [
        aDelivery({ flow: 'introduction', subject: { kind: 'pair', id: pair.id }, state: introduction }),
      ]
      const read = world({ pairs: [pair], deliveries })
      const said = await drafts.compose(aDelivery({ ...about, state: 'sent' }), read, context)
      return said.type === 'say' ? wordsOf(said.content) : said.reason
    }
    expect(await sentNote('due')).toContain('as soon as there is a partner')
    expect(await sentNote('sent')).toContain('you have a partner now')
  })
})

describe('the list of pairs', () => {
  it('tells people of the same name apart, those of its other pages too, and calls nobody else otherwise', async () => {
    const [first, second] = [person('a1', { name: 'Ada Obi' }), person('b2', { name: 'Ada Obi' })]
    const others = people.filter(({ id }) => id !== 'a1' && id !== 'b2')
    const words = async (...alike: readonly [typeof first, typeof second]) => {
      const pairs = [
        aPair({ id: 'p1', members: [alike[0], person('b1')] }),
        ...Array.from({ length: 9 }, (_, i) => aPair({ id: `x${i}`, members: [] })),
        aPair({ id: 'p2', members: [person('a2'), alike[1]] }),
      ]
      const read = world({ pairs, participants: [...alike, ...others] })
      const pages = [command('pairs'), press('pairs', 'g1:1')].map(async (act) =>
        wordsOf(shown(await drafts.hear(act, read, context))),
      )
      return (await Promise.all(pages)).join('\n')
    }
    const apart = await words({ ...first, organisation: 'Arts Hub' }, { ...second, organisation: 'Quay' })
    expect(apart).toContain('Ada Obi (Arts Hub) and Person b1: ')
    expect(apart).toContain('Person a2 and Ada Obi (Quay): ')
    const together = await words(first, second)
    expect(together).toContain('Ada Obi (a1@example.org) and Person b1: ')
    expect(together).toContain('Person a2 and Ada Obi (b2@example.org): ')
    expect(await words(first, { ...second, name: 'Ada Field' })).not.toContain('(')
  })

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
