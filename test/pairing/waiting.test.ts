import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Waiting } from '../../src/core/pairing.ts'
import { type Person, propose, type Rules } from '../../src/pairing/index.ts'
import { openRules, person, programmes } from './programmes.ts'

interface World {
  people: Person[]
  rules: Rules
}

/** The world after the change that somebody was told would free them; null where it cannot be made for them alone. */
function changed({ people, rules }: World, { participantId, change }: Waiting): World | null {
  const self = people.find(({ id }) => id === participantId) ?? expect.fail('Who waits is on the list.')
  const withPerson = (id: string, but: Partial<Person>): World => ({
    people: people.map((each) => (each.id === id ? { ...each, ...but } : each)),
    rules,
  })
  switch (change.type) {
    case 'return':
    case 'consent':
      return withPerson(self.id, { absence: null })
    case 'raise-capacity': {
      const other = people.find(({ id }) => id === change.participantId)
      return withPerson(change.participantId, {
        capacity: Math.max(other?.capacity ?? 0, other?.partners ?? 0) + 1,
      })
    }
    case 'add-person':
      return {
        rules,
        people: [
          ...people,
          person('new', change.side ?? 'a', {
            organisation: rules.organisations === 'same' ? self.organisation : 'A new one',
          }),
        ],
      }
    case 'lift':
      switch (change.constraint) {
        case 'excluded':
          return {
            rules,
            people: people.map((each) => ({
              ...each,
              notWith: each === self ? [] : each.notWith.filter((id) => id !== self.id),
            })),
          }
        case 'earlier-partners':
          return {
            people,
            rules: {
              ...rules,
              earlierPartners: rules.earlierPartners.filter((ids) => !ids.includes(self.id)),
            },
          }
        case 'line-management':
          return {
            rules,
            people: people.map((each) =>
              each === self || each.managerId === self.id ? { ...each, managerId: null } : each,
            ),
          }
        case 'no-shared-language':
          return withPerson(self.id, { languages: [] })
        case 'organisation':
          return rules.organisations === 'different' ? withPerson(self.id, { organisation: 'New' }) : null
        default:
          return expect.fail(`${change.constraint} is nothing between two people`)
      }
  }
}

const waits = (people: readonly Person[], rules: Rules, seed: number): Set<string> =>
  new Set(propose(people, rules, seed).waiting.map(({ participantId }) => participantId))

describe('somebody without a partner', () => {
  for (const sides of ['two', 'one'] as const) {
    it(`has one once the change that is named has been made, and fewer wait (${sides === 'two' ? 'two sides' : 'one pool'})`, () => {
      const kinds = new Map<string, number>()
      fc.assert(
        fc.property(programmes(14, true, sides), ({ people, rules: given, seed }) => {
          const rules: Rules = { ...given, odd: 'waitlist', fixed: [] }
          const before = propose(people, rules, seed)
          const waiting = new Set(before.waiting.map(({ participantId }) => participantId))
          for (const one of before.waiting) {
            if (one.change.type === 'return' || one.change.type === 'consent') continue
            // Others who wait for the same would do as well with what is changed: here it is for this one alone.
            const self = people.find(({ id }) => id === one.participantId)
            const rivals = (each: Person): boolean =>
              each.id !== one.participantId &&
              waiting.has(each.id) &&
              (sides === 'one' ? one.change.type === 'add-person' : each.side === self?.side)
            const world = changed({ people: people.filter((each) => !rivals(each)), rules }, one)
            if (world === null) continue
            kinds.set(one.change.type, (kinds.get(one.change.type) ?? 0) + 1)
            const after = waits(world.people, world.rules, seed)
            // Room of their own makes them one of those who can be paired, and no more.
            if (one.constraint === 'no-capacity') continue
            expect(after.has(one.participantId), one.reason).toBe(false)
            const waited = world.people.filter(({ id }) => waiting.has(id))
            expect(after.size).toBeLessThan(waited.length)
          }
        }),
        { numRuns: 600 },
      )
      expect(kinds.get('lift') ?? 0).toBeGreaterThan(50)
      expect(kinds.get('add-person') ?? 0).toBeGreaterThan(50)
      if (sides === 'two') expect(kinds.get('raise-capacity') ?? 0).toBeGreaterThan(20)
    })
  }

  for (const sides of ['two', 'one'] as const) {
    it(`is promised a partner only by a change that is sure to give one, alone (${sides === 'two' ? 'two sides' : 'one pool'})`, () => {
      const kinds = new Map<string, number>()
      const given = fc.oneof(
        programmes(8, true, sides),
        programmes(12, true, sides),
        programmes(12, false, sides),
      )
      fc.assert(
        fc.property(given, fc.boolean(), ({ people, rules: some, seed }, trios) => {
          const asked: Rules = { ...some, odd: trios ? 'trio' : 'waitlist' }
          // A match that could not be kept might be, once somebody is back: here what is set does not change.
          const { refused } = propose(people, asked, seed)
          const rules: Rules = refused.length > 0 ? { ...asked, fixed: [] } : asked
          const before = propose(people, rules, seed)
          for (const one of before.waiting) {
            if (one.change.type === 'lift') continue
            const world = changed({ people, rules }, one)
            if (world === null) continue
            const { certain, type } = one.change
            const key = `${type} ${certain}`
            kinds.set(key, (kinds.get(key) ?? 0) + 1)
            const after = waits(world.people, world.rules, seed)
            if (certain) expect(after.has(one.participantId), one.reason).toBe(false)
            // On two sides without trios nothing is called doubtful that would let fewer people wait by their return.
            const isBack = type === 'return' || type === 'consent'
            if (!certain && isBack && !trios && sides === 'two')
              expect(after.size, one.reason).toBe(before.waiting.length)
          }
        }),
        { numRuns: 1_200 },
      )
      for (const type of [
        'return',
        'consent',
        'add-person',
        ...(sides === 'two' ? ['raise-capacity'] : []),
      ]) {
        for (const certain of [true, false])
          expect(kinds.get(`${type} ${certain}`) ?? 0, type).toBeGreaterThan(10)
      }
    })
  }

  it('is named for being away, and is treated as anybody else once they are back', () => {
    const people = [
      person('a1', 'a', { absence: 'paused' }),
      person('b1', 'b'),
      person('b2', 'b', { absence: 'no-consent' }),
    ]
    const { waiting } = propose(people, openRules, 1)
    expect(
      waiting.map(({ participantId, constraint, change }) => [participantId, constraint, change]),
    ).toEqual([
      ['a1', 'paused', { type: 'return', certain: true }],
      ['b1', 'outnumbered', { type: 'add-person', side: 'a', certain: true }],
      ['b2', 'no-consent', { type: 'consent', certain: false }],
    ])
    const back = people.map((each) => (each.id === 'a1' ? { ...each, absence: null } : each))
    expect(propose(back, openRules, 1).matches.map(({ participantIds }) => participantIds)).toEqual([
      ['a1', 'b1'],
    ])
  })

  it('is shown the one exclusion that stands between them and somebody whose partner could go elsewhere', () => {
    // b1 could go from a1 to nobody; b2 could take a1, so that b1 is free for a2.
    const people = [
      person('a1', 'a'),
      person('a2', 'a', { notWith: ['b1', 'b2'] }),
      person('b1', 'b', { goals: ['chess'] }),
      person('b2', 'b', { managerId: 'a2' }),
    ]
    const { waiting } = propose(people, openRules, 1)
    const [a2] = waiting.filter(({ participantId }) => participantId === 'a2')
    expect(a2).toMatchObject({
      constraint: 'excluded',
      change: { type: 'lift', constraint: 'excluded', partners: null },
      reason:
        'Person a2 has no partner yet, because none of those who are left may be paired with them. Lifting that would make a pair possible.',
    })
  })

  it('shares with others who wait the hope for one more person', () => {
    const people = ['a1', 'a2', 'a3', 'a4', 'a5', 'a6'].map((id) => person(id, 'a'))
    const reasons = propose([...people, person('b1', 'b')], openRules, 1).waiting.map(({ reason }) => reason)
    expect(reasons).toHaveLength(5)
    for (const reason of reasons)
      expect(reason).toMatch(
        /One more person on the other side would give one of those who wait a partner\.$/,
      )
  })

  it('shares it with two where one more person would be with two of them', () => {
    const trios: Rules = { ...openRules, odd: 'trio' }
    const people = [person('a1', 'a'), ...['b1', 'b2', 'b3', 'b4'].map((id) => person(id, 'b'))]
    const { waiting } = propose(people, trios, 1)
    expect(waiting).toHaveLength(2)
    for (const { reason } of waiting)
      expect(reason).toMatch(
        /One more person on the other side would give one of those who wait a partner, or two of them in a trio\.$/,
      )
    expect(propose([...people, person('a2', 'a')], trios, 1).waiting).toEqual([])
  })

  it('is not told of others who wait where nobody does, though somebody has joined two', () => {
    const trios: Rules = { ...openRules, odd: 'trio' }
    const told = (...bs: readonly Person[]) =>
      propose([person('a1', 'a'), ...bs], trios, 1).waiting.map(({ reason }) => reason)
    expect(told(...['b1', 'b2', 'b3'].map((id) => person(id, 'b')))).toEqual([
      expect.stringMatching(/One more person on the other side would most likely be enough\.$/),
    ])
    const kept = { notWith: ['a1'], managerId: 'a1' }
    expect(told(person('b1', 'b'), person('b2', 'b'), person('b3', 'b', kept))).toEqual([
      expect.stringMatching(/whom nothing keeps from them would most likely be enough\.$/),
    ])
    const all = told(...['b1', 'b2', 'b3', 'b4'].map((id) => person(id, 'b', kept)))
    for (const reason of all.filter((one) => one.startsWith('Person b')))
      expect(reason).toMatch(/would give them, or somebody else who waits, or both, a partner\.$/)
  })

  it('is told of an exclusion without how many it is about', () => {
    const lonely = person('b1', 'b')
    const askers = ['a1', 'a2', 'a3'].map((id) => person(id, 'a', { notWith: ['b1'] }))
    for (const { reason, change } of propose([...askers, lonely], openRules, 1).waiting) {
      expect(change).toEqual({ type: 'lift', constraint: 'excluded', partners: null })
      expect(reason).not.toMatch(/ pairs|one possible|\d possible/)
    }
  })

  it('is told to wait for another person where more than one rule stands in every way', () => {
    const people = [person('a1', 'a', { notWith: ['b1'], managerId: 'b1' }), person('b1', 'b')]
    expect(propose(people, openRules, 1).waiting[0]).toMatchObject({
      participantId: 'a1',
      constraint: 'excluded',
      change: { type: 'add-person', side: 'b', certain: true },
      reason:
        'Person a1 has no partner yet, because none of those who are left may be paired with them. One more person on the other side whom nothing keeps from them would be enough.',
    })
  })
})
