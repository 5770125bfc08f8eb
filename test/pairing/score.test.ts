import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Participant } from '../../src/core/model.ts'
import type { Judgement, ScorePart, Weights } from '../../src/core/pairing.ts'
import { constraintsOf } from '../../src/pairing/constraints.ts'
import { featuresOf } from '../../src/pairing/features.ts'
import { type Person, programmePairing, propose, type Rules } from '../../src/pairing/index.ts'
import { judge } from '../../src/pairing/judge.ts'
import { anAccount } from '../facts.ts'
import { aQuestion, openRules, person, programmes, weekdays } from './programmes.ts'

const partOf = ({ parts }: Pick<Judgement, 'parts'>, name: ScorePart['name']): ScorePart =>
  parts.find((part) => part.name === name) ?? expect.fail(`There is no part ${name}.`)

const nothing: Weights = { goals: 0, interests: 0, hours: 0, languages: 0, location: 0 }

const judged = (people: readonly Person[], rules: Rules, ...ids: readonly string[]): Judgement =>
  judge([ids], people, rules)[0] ?? expect.fail('One match was judged.')

describe('a score', () => {
  it('is a whole number from 0 to 10,000 that its parts come to, and their shares are a whole', () => {
    const given = fc.oneof(programmes(16, true), programmes(16, false, 'one'))
    fc.assert(
      fc.property(given, ({ people, rules, seed }) => {
        for (const { participantIds, score, parts } of propose(people, rules, seed).matches) {
          expect(parts.reduce((sum, { weight }) => sum + weight, 0)).toBe(65_536)
          const sum = parts.reduce((all, { value, weight }) => all + value * weight, 0)
          if (participantIds.length === 2) expect(score).toBe(Math.floor(sum / 65_536 + 0.5))
          expect(Number.isInteger(score) && score >= 0 && score <= 10_000).toBe(true)
          for (const { value } of parts) expect(value >= 0 && value <= 10_000).toBe(true)
        }
      }),
      { numRuns: 300 },
    )
  })

  it('counts what each hopes to learn from the other alike', () => {
    const learner = { goals: ['public speaking'] }
    const teacher = { offers: ['speaking in public'] }
    const one = [person('a', 'a', learner), person('b', 'b', teacher)]
    const other = [person('a', 'a', teacher), person('b', 'b', learner)]
    const [first, second] = [one, other].map((people) => judged(people, openRules, 'a', 'b'))
    expect(first?.score).toBe(second?.score)
    const shares = ['first-learns', 'second-learns'] as const
    const weights = shares.map((name) => partOf(first ?? expect.fail(), name).weight)
    expect(weights[0]).toBe(weights[1])
  })

  it('follows the weights that a coordinator set: nothing but what they count decides', () => {
    const people = [
      person('a', 'a', { goals: ['chess openings'], location: 'Leeds' }),
      person('learns', 'b', { offers: ['chess openings'], location: 'Lagos' }),
      person('near', 'b', { offers: ['tax law'], location: 'leeds ' }),
    ]
    const partner = (weights: Weights): string | undefined =>
      propose(people, { ...openRules, weights }, 1).matches[0]?.participantIds[1]
    expect(partner({ ...nothing, goals: 1 })).toBe('learns')
    expect(partner({ ...nothing, location: 1 })).toBe('near')
    expect(partner({ ...nothing, goals: 9, location: 1 })).toBe('learns')
    expect(partner({ ...nothing, goals: 1, location: 9 })).toBe('near')
    expect(judged(people, { ...openRules, weights: { ...nothing, location: 7 } }, 'a', 'near').score).toBe(
      10_000,
    )
  })

  it('goes by working hours alone when no part counts, and pairs people all the same', () => {
    const mornings = { weeklyHours: weekdays(9, 12) }
    const learner = person('a', 'a', { ...mornings, goals: ['chess openings'] })
    const teacher = person('teacher', 'b', { weeklyHours: weekdays(13, 16), offers: ['chess openings'] })
    const weightless = { ...openRules, weights: nothing }
    const [pair] = propose([learner, teacher, person('mornings', 'b', mornings)], weightless, 1).matches
    expect(pair).toMatchObject({ participantIds: ['a', 'mornings'], score: 10_000 })
    expect(pair?.parts.filter(({ weight }) => weight > 0).map(({ name }) => name)).toEqual(['hours'])
    expect(propose([learner, teacher], weightless, 1).matches).toMatchObject([{ score: 0 }])
  })
})

describe('somebody who has not said', () => {
  /** Answers taken back, one by one. */
  const silences: readonly Partial<Person>[] = [
    { goals: [] },
    { offers: [] },
    { interests: [] },
    { languages: [] },
    { location: null },
    { weeklyHours: [] },
    { goals: [], offers: [], interests: [], languages: [], location: null, weeklyHours: [] },
  ]

  it('is never kept from anybody by that, and never scores below whoever said something worse', () => {
    let worse = 0
    fc.assert(
      fc.property(
        programmes(12, true),
        fc.nat(),
        fc.nat(),
        fc.constantFrom(...silences),
        ({ people, rules }, one, other, silence) => {
          const self = people[one % Math.max(1, people.length)]
          const partner = people[other % Math.max(1, people.length)]
          if (!self || !partner || self === partner) return
          const twin = {
            ...self,
            ...silence,
            id: 'twin',
            notWith: [...self.notWith],
            managerId: self.managerId,
          }
          const known = people.map((each) =>
            each.notWith.includes(self.id) ? { ...each, notWith: [...each.notWith, 'twin'] } : each,
          )
          const alike = {
            ...rules,
            earlierPartners: rules.earlierPartners.flatMap((ids) => [
              ids,
              ids.map((id) => (id === self.id ? 'twin' : id)),
            ]),
          }
          const spoke = judged([...known, twin], alike, self.id, partner.id)
          const silent = judged([...known, twin], alike, 'twin', partner.id)
          const objections = new Set(spoke.objections.map(({ constraint }) => constraint))
          // Who manages whom is not an answer of theirs, and a copy is not managed by the same people.
          for (const { constraint } of silent.objections) {
            if (constraint !== 'line-management') expect(objections).toContain(constraint)
          }
          const values = (found: Judgement): number[] =>
            (['first-learns', 'second-learns', 'interests', 'hours', 'languages', 'location'] as const).map(
              (name) => partOf(found, name).value,
            )
          // In one order for both: side a comes first, and of one side the two may be shown either way round.
          if (spoke.participantIds.indexOf(partner.id) !== silent.participantIds.indexOf(partner.id)) return
          const before = values(spoke)
          const after = values(silent)
          if (before.every((value, at) => value <= (after[at] ?? 0))) {
            worse++
            expect(silent.score).toBeGreaterThanOrEqual(spoke.score)
          }
        },
      ),
      { numRuns: 1_000 },
    )
    expect(worse).toBeGreaterThan(100)
  })

  it('counts as what is usual among those who have said, in every part', () => {
    const said = {
      goals: ['chess'],
      offers: ['chess'],
      interests: ['hiking'],
      languages: ['en'],
      location: 'Leeds',
    }
    const people = [
      person('a1', 'a', said),
      person('a2', 'a'),
      person('b1', 'b', said),
      person('b2', 'b', {
        ...said,
        offers: ['law'],
        goals: ['law'],
        interests: ['choir'],
        location: 'Lagos',
      }),
    ]
    const silent = judged(people, openRules, 'a2', 'b2')
    for (const name of ['first-learns', 'second-learns', 'interests', 'location'] as const) {
      expect(partOf(silent, name)).toMatchObject({ value: 5_000, known: false, silent: 'one' })
    }
    expect(partOf(silent, 'languages')).toMatchObject({ value: 6_000, known: false, silent: 'one' })
    expect(partOf(judged(people, openRules, 'a1', 'b1'), 'interests')).not.toHaveProperty('silent')
    const bothSilent = judged(
      [person('a1', 'a', { goals: ['chess'] }), person('b1', 'b')],
      openRules,
      'a1',
      'b1',
    )
    expect(bothSilent.parts.map(({ name, silent: of }) => [name, of])).toEqual([
      ['first-learns', 'one'],
      ['second-learns', 'both'],
      ['interests', 'both'],
      ['hours', 'both'],
      ['languages', 'both'],
      ['location', 'both'],
    ])
  })
})

describe('a name', () => {
  it('changes nothing but the sentences it stands in', () => {
    const given = fc.oneof(programmes(16, true), programmes(16, true, 'one'))
    fc.assert(
      fc.property(given, ({ people, rules, seed }) => {
        const called = (name: (id: string) => string): string =>
          JSON.stringify(
            propose(
              people.map((each) => ({ ...each, name: name(each.id) })),
              rules,
              seed,
            ),
          )
        const one = called((id) => `«${id}»`)
        const other = called((id) => `«Ms Adébáyọ̀ ${id} the Elder»`)
        expect(other.replace(/Ms Adébáyọ̀ (\w+) the Elder/g, '$1')).toBe(one)
      }),
      { numRuns: 200 },
    )
  })
})

describe('working hours', () => {
  const from = (from: string, to: string, zone: string): Pick<Participant, 'hours'> => ({
    hours: { zone, week: ([1, 2, 3, 4, 5] as const).map((day) => ({ day, from, to })), daysOff: [] },
  })
  const together = (one: Pick<Participant, 'hours'>, other: Pick<Participant, 'hours'>): number => {
    const question = aQuestion([
      { id: 'a', side: 'a', ...one },
      { id: 'b', side: 'b', ...other },
    ])
    const [found] = programmePairing.judge([['a', 'b']], question)
    return partOf(found ?? expect.fail(), 'hours').value
  }

  it('are compared at the same instant, wherever each of the two is', () => {
    expect(together(from('09:00', '17:00', 'Europe/London'), from('09:00', '17:00', 'Europe/London'))).toBe(
      10_000,
    )
    // Five hours apart, summer and winter: the afternoon of one is the morning of the other, for an hour.
    expect(
      together(from('13:00', '15:00', 'Europe/London'), from('09:00', '17:00', 'America/New_York')),
    ).toBe(7_071)
    expect(
      together(from('09:00', '13:00', 'Europe/London'), from('09:00', '17:00', 'America/New_York')),
    ).toBe(0)
    // Tuesday morning in Auckland is Monday evening in London.
    expect(
      together(from('09:00', '11:00', 'Pacific/Auckland'), from('18:00', '23:00', 'Europe/London')),
    ).toBeGreaterThan(0)
  })

  it('are told as they are, whatever is enough for the score', () => {
    const office = from('08:00', '16:00', 'Europe/London')
    const question = aQuestion([
      { id: 'a', side: 'a', ...office },
      { id: 'b', side: 'b', ...office },
    ])
    const [found] = programmePairing.judge([['a', 'b']], question)
    expect(found?.reasons).toContain('Their working hours overlap for about 40 hours a week.')
  })

  it('are said to be the usual ones where somebody has given none, or only a time zone', () => {
    const judgedWith = (a: Partial<Participant>, b: Partial<Participant>) => {
      const question = aQuestion([
        { id: 'a', side: 'a', ...a },
        { id: 'b', side: 'b', ...b },
      ])
      const [found] = programmePairing.judge([['a', 'b']], question)
      const hours = found?.parts.find(({ name }) => name === 'hours')
      return { told: [...(found?.reasons ?? []), found?.caution], silent: hours?.silent, known: hours?.known }
    }
    const none = { hours: null, account: anAccount(), goals: [], offers: [] }
    const given = from('10:00', '16:00', 'Europe/London')
    const both = judgedWith(none, from('09:00', '17:00', 'Europe/London'))
    expect(both.told).toContain(
      'Taking the usual 9 to 17 for both, their working hours overlap for about 40 hours a week.',
    )
    expect(both).toMatchObject({ silent: 'both', known: true })
    const one = judgedWith(given, none)
    expect(one.told).toContain(
      'Taking the usual 9 to 17 for Person b, their working hours overlap for about 30 hours a week.',
    )
    expect(one).toMatchObject({ silent: 'one', known: true })
    expect(judgedWith(given, given)).toMatchObject({ silent: undefined, known: true })
    expect(judgedWith(none, from('20:00', '22:00', 'Europe/London')).told).toContain(
      'Taking the usual 9 to 17 for Person a, their working hours hardly overlap, so finding a time will take some care.',
    )
  })

  it('are not known of somebody whose time zone nobody knows, wherever the other is', () => {
    const unknown: Partial<Participant> = { hours: null, account: null }
    for (const zone of ['Europe/London', 'Asia/Tokyo']) {
      const question = aQuestion([
        { id: 'a', side: 'a', ...unknown },
        { id: 'b', side: 'b', ...from('09:00', '17:00', zone) },
      ])
      const [found] = programmePairing.judge([['a', 'b']], question)
      const hours = found?.parts.find(({ name }) => name === 'hours')
      expect(hours).toMatchObject({ value: 5_000, known: false })
    }
  })

  it('count as they are in the worse half of the year where only one of the two changes the clock', () => {
    // Denver is with Phoenix in winter and an hour ahead in summer.
    const phoenix = from('09:00', '10:00', 'America/Phoenix')
    expect(together(phoenix, from('09:00', '10:00', 'America/Phoenix'))).toBe(7_071)
    expect(together(phoenix, from('09:00', '10:00', 'America/Denver'))).toBe(0)
    expect(together(phoenix, from('09:00', '11:00', 'America/Denver'))).toBe(7_071)
    // North and south change in opposite directions: London and Sydney are nine to eleven hours apart.
    const sydney = from('17:00', '20:00', 'Australia/Sydney')
    expect(together(from('08:00', '10:00', 'Europe/London'), sydney)).toBe(7_071)
    expect(together(from('09:00', '11:00', 'Europe/London'), sydney)).toBe(0)
  })
})

describe('rules of a programme', () => {
  it('keep partners from one organisation apart, or together, however it is spelt', () => {
    const people = [
      person('a1', 'a', { organisation: 'Acme Ltd' }),
      person('a2', 'a', { organisation: 'Borough' }),
      person('b1', 'b', { organisation: ' acme  ltd' }),
      person('b2', 'b', { organisation: 'borough' }),
    ]
    const pairs = (organisations: Rules['organisations']): string[] =>
      propose(people, { ...openRules, organisations }, 1)
        .matches.map(({ participantIds }) => participantIds.join('+'))
        .sort()
    expect(pairs('different')).toEqual(['a1+b2', 'a2+b1'])
    expect(pairs('same')).toEqual(['a1+b1', 'a2+b2'])
  })

  it('keep all whom one person manages apart, however many they are', () => {
    const people = Array.from({ length: 20_000 }, (_, at) =>
      person(`p${at}`, at % 2 === 0 ? 'a' : 'b', { managerId: at < 19_998 ? 'boss' : null }),
    )
    const constraints = constraintsOf(people, openRules, featuresOf(people))
    expect(constraints.between(0, 19_997)).toEqual(['line-management'])
    expect(constraints.allows(0, 19_997)).toBe(false)
    expect(constraints.allows(0, 19_999)).toBe(true)
    expect(constraints.allows(19_998, 19_999)).toBe(true)
  })

  it('keep three whom a coordinator set together, where every two of them may be partners', () => {
    const people = [person('a1', 'a'), person('a2', 'a'), person('b1', 'b'), person('b2', 'b')]
    const trios = { ...openRules, odd: 'trio' } as const
    const { matches, refused } = propose(people, { ...trios, fixed: [['a1', 'a2', 'b1']] }, 1)
    expect(matches.find(({ fixed }) => fixed)?.participantIds).toEqual(['a1', 'b1', 'a2'])
    expect(matches).toHaveLength(1)
    expect(refused).toEqual([])
    const kept = { ...trios, fixed: [['a1', 'b1', 'b2']], earlierPartners: [['b2', 'b1']] }
    expect(propose(people, kept, 1).refused).toEqual([
      {
        participantIds: ['a1', 'b1', 'b2'],
        constraint: 'earlier-partners',
        reason: 'Person b1 and Person b2 cannot be partners, because they have been partners before.',
      },
    ])
  })
})
