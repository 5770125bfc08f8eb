import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { programmePairing } from '../../src/pairing/index.ts'
import { judge, objectionsOf } from '../../src/pairing/judge.ts'
import { propose } from '../../src/pairing/propose.ts'
import type { Rules } from '../../src/pairing/types.ts'
import { aQuestion, openRules, person, programmes } from './programmes.ts'

const trios: Rules = { ...openRules, odd: 'trio' }

describe('judging a match made by hand', () => {
  it('scores and explains it exactly as a proposal would, and objects to nothing that was proposed', () => {
    const given = fc.oneof(programmes(24, true), programmes(24, true, 'one'))
    fc.assert(
      fc.property(given, ({ people, rules, seed }) => {
        const { matches } = propose(people, rules, seed)
        const judged = judge(
          matches.map(({ participantIds }) => participantIds),
          people,
          rules,
        )
        expect(judged).toEqual(
          matches.map(({ fixed: _, nextBest: __, ...fit }) => ({ ...fit, objections: [] })),
        )
      }),
      { numRuns: 200 },
    )
  })

  it('names everything that forbids it, each in a sentence, and never who asked', () => {
    const people = [
      person('a1', 'a', { name: 'Amina', organisation: 'Acme', languages: ['fr'], managerId: 'm' }),
      person('b1', 'b', {
        name: 'Ben',
        organisation: 'acme',
        languages: ['en'],
        managerId: 'm',
        notWith: ['a1'],
      }),
      person('b2', 'b', { name: 'Cara', absence: 'paused' }),
      person('b3', 'b', { name: 'Dov', absence: 'no-consent' }),
      person('b4', 'b', { name: 'Esi', partners: 1 }),
    ]
    const rules = { ...openRules, organisations: 'different' as const, earlierPartners: [['a1', 'b1']] }
    const judged = judge(
      [
        ['b1', 'a1'],
        ['a1', 'b2'],
        ['a1', 'b3'],
        ['a1', 'b4'],
        ['b1', 'b2'],
        ['a1', 'x'],
        ['a1', 'a1'],
      ],
      people,
      rules,
    )
    expect(judged.map(({ objections }) => objections.map(({ constraint }) => constraint))).toEqual([
      ['excluded', 'line-management', 'earlier-partners', 'organisation', 'no-shared-language'],
      ['no-capacity', 'paused'],
      ['no-capacity', 'no-consent'],
      ['no-capacity', 'no-capacity'],
      ['same-side', 'no-capacity', 'paused'],
      ['unknown-person'],
      ['same-person'],
    ])
    expect(judged[0]?.participantIds).toEqual(['a1', 'b1'])
    expect(judged[0]?.objections.map(({ reason }) => reason)).toEqual([
      'Ben and Amina cannot be partners, because this pair is excluded.',
      'Ben and Amina cannot be partners, because they share a line of management.',
      'Ben and Amina cannot be partners, because they have been partners before.',
      'Ben and Amina cannot be partners, because of the rule about organisations.',
      'Ben and Amina cannot be partners, because they have no language in common.',
    ])
    expect(judged[1]?.objections[1]?.reason).toBe('Cara has paused, and can be paired once they return.')
    expect(judged[6]?.objections[0]?.reason).toBe('Amina cannot be in one pair twice.')
  })

  it('counts room over all matches that are judged together', () => {
    const people = [
      person('a1', 'a', { capacity: 2 }),
      person('b1', 'b'),
      person('b2', 'b'),
      person('b3', 'b'),
    ]
    const judged = judge(
      [
        ['a1', 'b1'],
        ['a1', 'b2'],
        ['a1', 'b3'],
      ],
      people,
      openRules,
    )
    expect(judged.map(({ objections }) => objections.map(({ constraint }) => constraint))).toEqual([
      [],
      [],
      ['no-capacity'],
    ])
  })

  it('judges three together: every two of them may be partners, and the score says how well the third suits', () => {
    const people = [
      person('a1', 'a', { interests: ['chess'] }),
      person('b1', 'b', { interests: ['chess'] }),
      person('b2', 'b', { interests: ['choir'] }),
      person('b3', 'b', { notWith: ['b1'] }),
    ]
    const [fine] = judge([['b1', 'b2', 'a1']], people, trios)
    const [forbidden] = judge([['a1', 'b1', 'b3']], people, trios)
    expect(fine?.participantIds).toEqual(['a1', 'b1', 'b2'])
    expect(fine?.objections).toEqual([])
    expect(forbidden?.objections).toEqual([
      {
        constraint: 'excluded',
        reason: 'Person b1 and Person b3 cannot be partners, because this pair is excluded.',
      },
    ])
  })

  it('lets nobody put three together where whoever is left over is to wait, and keeps no such three', () => {
    const people = [person('a1', 'a'), person('b1', 'b'), person('b2', 'b')]
    const three = ['a1', 'b1', 'b2']
    const [judged] = judge([three], people, openRules)
    const reason = 'Person a1, Person b1 and Person b2 cannot be a trio, because this programme makes none.'
    expect(judged?.objections).toEqual([{ constraint: 'no-trios', reason }])
    const { refused, matches } = propose(people, { ...openRules, fixed: [three] }, 1)
    expect(refused).toMatchObject([{ participantIds: three, reason }])
    expect(matches.map(({ participantIds }) => participantIds.length)).toEqual([2])
  })
})

describe('three of one side', () => {
  it('are judged like any others: no match', () => {
    const people = ['a1', 'a2', 'a3'].map((id) => person(id, 'a'))
    const [judged] = judge([['a1', 'a2', 'a3']], people, trios)
    expect(judged?.objections.map(({ constraint }) => constraint)).toEqual(['same-side'])
  })
})

describe('a question that takes long', () => {
  const asks = (people: number, odd: 'trio' | 'waitlist', partners = 0) =>
    programmePairing.isLong(
      aQuestion(
        Array.from({ length: people }, (_, at) => ({ id: `p${at}`, side: at % 2 === 0 ? 'a' : 'b' })),
        { odd },
        { partners },
      ),
    )

  it('is one of many people, or, where there may be trios, of fewer who need a partner', () => {
    expect([asks(100, 'waitlist'), asks(101, 'waitlist')]).toEqual([false, true])
    expect([asks(16, 'trio'), asks(17, 'trio')]).toEqual([false, true])
    expect([asks(100, 'trio', 1), asks(101, 'trio', 1)]).toEqual([false, true])
  })
})

describe('objecting to matches made by hand', () => {
  it('says what judging them says, whoever is matched with whom, and in however many matches', () => {
    const given = fc.oneof(programmes(12, true), programmes(12, true, 'one')).chain((programme) => {
      const anybody = fc.constantFrom('nobody', ...programme.people.map(({ id }) => id))
      const matches = fc.array(fc.array(anybody, { minLength: 2, maxLength: 3 }), { maxLength: 8 })
      return fc.record({ programme: fc.constant(programme), matches })
    })
    fc.assert(
      fc.property(given, ({ programme: { people, rules }, matches }) => {
        const judged = judge(matches, people, rules)
        expect(objectionsOf(matches, people, rules)).toEqual(judged.map(({ objections }) => objections))
      }),
      { numRuns: 200 },
    )
  })
})

describe('a question of the core', () => {
  it('is judged and proposed alike, by e-mail, side and hours as participants have them', () => {
    const question = aQuestion([
      { id: 'a1', side: 'a', conflicts: [' B1@Example.org '] },
      { id: 'a2', side: 'a' },
      { id: 'b1', side: 'b' },
      { id: 'b2', side: 'b' },
    ])
    const { matches } = programmePairing.propose(question)
    expect(matches.map(({ participantIds }) => participantIds.join('+')).sort()).toEqual(['a1+b2', 'a2+b1'])
    const hand = [
      ['a1', 'b1'],
      ['a1', 'b2'],
    ]
    const [forbidden, allowed] = programmePairing.judge(hand, question)
    expect(forbidden?.objections.map(({ constraint }) => constraint)).toEqual(['excluded'])
    expect(programmePairing.objections(hand, question)).toEqual(
      [forbidden, allowed].map((one) => one?.objections),
    )
    expect(allowed).toEqual({
      ...Object.fromEntries(
        Object.entries(matches.find(({ participantIds }) => participantIds[0] === 'a1') ?? {}).filter(
          ([key]) => key !== 'fixed' && key !== 'nextBest',
        ),
      ),
      objections: [{ constraint: 'no-capacity', reason: 'Person a1 has no room for another partner.' }],
    })
  })

  it('is judged the same where only those of the matches and the sample are told of', () => {
    const zones = ['Europe/London', 'Asia/Tokyo', 'America/Denver']
    const question = aQuestion(
      (['a', 'b'] as const).flatMap((side) =>
        Array.from({ length: 60 }, (_, number) => ({
          id: `${side}${number}`,
          side,
          goals: number === 0 ? [] : ['Budgets', 'Promotion', 'Public speaking'].slice(number % 3),
          offers: number === 0 ? [] : ['Budgets', 'Public speaking'].slice(number % 2),
          interests: number === 0 ? [] : ['Chess', 'Rowing'].slice(number % 2),
          hours: {
            zone: zones[number % 3] ?? 'UTC',
            week: [{ day: 1 as const, from: '09:00', to: '17:00' }],
            daysOff: [],
          },
        })),
      ),
    )
    const hand = [
      ['a0', 'b7'],
      ['a9', 'b0'],
    ]
    const sample = programmePairing.sample(
      question.people.map(({ participant }) => participant),
      question.rules,
    )
    const toldOf = (ids: readonly string[]) => ({
      ...question,
      people: question.people.filter(({ participant }) => ids.includes(participant.id)),
    })
    const judged = programmePairing.judge(hand, question)
    expect(sample).toHaveLength(32)
    expect(programmePairing.judge(hand, toldOf([...hand.flat(), ...sample.map(({ id }) => id)]))).toEqual(
      judged,
    )
    expect(programmePairing.judge(hand, toldOf(hand.flat()))).not.toEqual(judged)
  })

  it('keeps apart two whom the same manager outside the programme manages', () => {
    const question = aQuestion(
      [
        { id: 'a1', side: 'a' },
        { id: 'b1', side: 'b' },
      ],
      {},
      { manager: 'Boss@example.org' },
    )
    const { matches, waiting } = programmePairing.propose(question)
    expect(matches).toEqual([])
    expect(waiting.map(({ constraint }) => constraint)).toEqual(['line-management', 'line-management'])
  })

  it('gives somebody who has a partner and room for another one only where it is needed', () => {
    const people = [
      { id: 'a1', side: 'a' as const },
      { id: 'a2', side: 'a' as const },
      { id: 'b1', side: 'b' as const },
      { id: 'b2', side: 'b' as const },
    ]
    const question = aQuestion(people)
    const leading = (count: number): typeof question => ({
      ...question,
      people: question.people
        .slice(0, count)
        .map((one) => (one.participant.id === 'a1' ? { ...one, capacity: 2, partners: 1 } : one)),
    })
    const made = (count: number): string[] =>
      programmePairing.propose(leading(count)).matches.map(({ participantIds }) => participantIds.join('+'))
    expect(made(3)).toEqual(['a2+b1'])
    expect(made(4).sort()).toEqual([expect.stringMatching(/^a1\+b/), expect.stringMatching(/^a2\+b/)])
    expect(programmePairing.propose(leading(1)).waiting).toEqual([])
  })
})
