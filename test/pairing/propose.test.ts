import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { defaultWeights, type Progress, type ProposedMatch } from '../../src/core/pairing.ts'
import { PairingError, type Person, propose, type Rules } from '../../src/pairing/index.ts'
import { judge } from '../../src/pairing/judge.ts'
import { languagesOf } from '../../src/pairing/languages.ts'
import { openRules, person, programmes, weekdays } from './programmes.ts'

/** Whether two people may ever be together, read from the rules and nothing of ours but the spelling of languages. */
function forbidden(one: Person, other: Person, rules: Rules): boolean {
  const sameOrganisation = one.organisation.trim().toLowerCase() === other.organisation.trim().toLowerCase()
  const spoken = languagesOf(one.languages)
  const spokenByOther = languagesOf(other.languages)
  return (
    one.absence !== null ||
    other.absence !== null ||
    one.capacity === 0 ||
    other.capacity === 0 ||
    one.notWith.includes(other.id) ||
    other.notWith.includes(one.id) ||
    one.managerId === other.id ||
    other.managerId === one.id ||
    (one.managerId !== null && one.managerId === other.managerId) ||
    (rules.organisations === 'different' && sameOrganisation) ||
    (rules.organisations === 'same' && !sameOrganisation) ||
    rules.earlierPartners.some((pair) => pair.includes(one.id) && pair.includes(other.id)) ||
    (spoken.length > 0 &&
      spokenByOther.length > 0 &&
      !spokenByOther.some((language) => spoken.includes(language)))
  )
}

const shuffled = <T>(list: readonly T[], seed: number): T[] =>
  list
    .map((item, at) => ({ item, key: Math.imul(at + 1, 2_654_435_761 ^ Math.imul(seed, 97)) >>> 0 }))
    .sort((a, b) => a.key - b.key)
    .map(({ item }) => item)

describe('proposing pairs', () => {
  for (const [forbidding, sides] of [
    [false, 'two'],
    [true, 'two'],
    [false, 'one'],
    [true, 'one'],
  ] as const) {
    const kind = `${forbidding ? 'many' : 'few'} constraints, ${sides === 'two' ? 'two sides' : 'one pool'}`
    it(`never pairs the forbidden, leaves nobody out silently and respects capacities (${kind})`, () => {
      fc.assert(
        fc.property(programmes(24, forbidding, sides), ({ people, rules, seed }) => {
          const proposal = propose(people, rules, seed)
          const byId = new Map(people.map((each) => [each.id, each]))
          const uses = new Map<string, number>()
          const seen = new Set<string>()
          for (const { participantIds: together, score, fixed } of proposal.matches) {
            const members = together.map((id) => byId.get(id) ?? expect.fail(`${id} is not in the programme`))
            for (const [at, one] of members.entries()) {
              for (const other of members.slice(at + 1)) expect(forbidden(one, other, rules)).toBe(false)
              uses.set(one.id, (uses.get(one.id) ?? 0) + 1)
            }
            if (sides === 'two') expect(members.slice(0, 2).map((member) => member.side)).toEqual(['a', 'b'])
            expect(seen.has(`${together[0]} ${together[1]}`)).toBe(false)
            seen.add(`${together[0]} ${together[1]}`)
            expect(score).toBeGreaterThanOrEqual(fixed ? 0 : (proposal.proof.worst ?? Number.NaN))
            expect(score).toBeLessThanOrEqual(10_000)
          }
          const waiting = new Set(proposal.waiting.map((each) => each.participantId))
          for (const each of people) {
            expect(uses.has(each.id) || each.partners > 0).toBe(!waiting.has(each.id))
            const room = sides === 'two' ? each.capacity : Math.min(each.capacity, 1)
            if (uses.has(each.id)) expect((uses.get(each.id) ?? 0) + each.partners).toBeLessThanOrEqual(room)
          }
          expect(waiting.size).toBe(proposal.waiting.length)
          expect(proposal.proof.primal).toBe(proposal.proof.dual)
        }),
        { numRuns: 250 },
      )
    })
  }

  it('keeps what a coordinator fixed, or says what forbids it', () => {
    fc.assert(
      fc.property(programmes(16, true), ({ people, rules, seed }) => {
        const { matches, refused } = propose(people, rules, seed)
        const key = (ids: readonly string[]): string => [...ids].sort().join()
        const kept = matches.filter((pair) => pair.fixed).map((pair) => pair.participantIds)
        const said = refused.map((pair) => key(pair.participantIds))
        // Somebody may have joined a pair that was set.
        const stands = (ids: readonly string[]): boolean =>
          kept.some((together) => key(together) === key(ids) || key(together.slice(0, 2)) === key(ids))
        for (const pair of rules.fixed) expect(stands(pair)).toBe(!said.includes(key(pair)))
      }),
      { numRuns: 200 },
    )
  })

  it('gives the same proposal whatever the order of people and lists', () => {
    const given = fc.oneof(programmes(20, true), programmes(20, true, 'one'))
    fc.assert(
      fc.property(given, fc.nat(), ({ people, rules, seed }, order) => {
        const turned = {
          ...rules,
          fixed: shuffled(rules.fixed, order),
          earlierPartners: shuffled(rules.earlierPartners, order).map((ids) => [...ids].reverse()),
        }
        expect(propose(shuffled(people, order), turned, seed)).toEqual(propose(people, rules, seed))
      }),
      { numRuns: 200 },
    )
  })

  it('breaks ties by the seed', () => {
    const people = Array.from({ length: 20 }, (_, at) => person(`p${at}`, at % 2 === 0 ? 'a' : 'b'))
    const partners = (seed: number): string =>
      propose(people, openRules, seed)
        .matches.map((pair) => pair.participantIds.join('-'))
        .sort()
        .join()
    expect(new Set([1, 2, 3, 4, 5].map(partners)).size).toBeGreaterThan(3)
  })

  it('tells how far it is, and never less than before, though one way of assigning is given up for another', () => {
    const persons = Array.from({ length: 2 * 240 }, (_, at) => {
      const liked = at < 240 ? at : at - 240
      return person(`${at}`, at < 240 ? 'a' : 'b', { weeklyHours: weekdays(0, 1 + Math.floor(liked / 20)) })
    })
    const told: Progress[] = []
    propose(persons, openRules, 1, (progress) => told.push(progress))
    for (const stage of ['scoring', 'assigning', 'explaining'] as const) {
      const done = told.filter((each) => each.stage === stage).map((each) => each.done)
      expect(done[0]).toBe(0)
      expect(done).toEqual([...new Set(done)].sort((one, other) => one - other))
      if (stage === 'assigning') expect(done.length).toBeGreaterThan(3)
    }
  })

  it('scores a pair alike whichever side is which', () => {
    fc.assert(
      fc.property(programmes(14, false), ({ people, rules, seed }) => {
        const mirrored = people.map((each) => ({
          ...each,
          side: each.side === 'a' ? ('b' as const) : ('a' as const),
        }))
        const totals = [people, mirrored].map((each) => propose(each, rules, seed).proof)
        expect(totals[0]).toEqual(totals[1])
      }),
      { numRuns: 150 },
    )
  })

  it('neither helps nor harms someone for what they have not said', () => {
    const speaker = person('speaker', 'a', { goals: ['public speaking'] })
    const silent = person('silent', 'a')
    const match = person('match', 'b', { offers: ['speaking in public'] })
    const other = person('other', 'b', { offers: ['chess openings'] })
    const { matches } = propose([speaker, silent, match, other], openRules, 1)
    const parts = matches
      .find((pair) => pair.participantIds[0] === 'silent')
      ?.parts.find((part) => part.name === 'first-learns')
    expect(parts).toMatchObject({ value: 5_000, known: false })
    expect(matches.map((pair) => pair.participantIds)).toContainEqual(['speaker', 'match'])
  })

  it('says why in their own words, strongest first and weakest last', () => {
    const amina = person('1', 'a', {
      name: 'Amina',
      goals: ['public speaking'],
      offers: ['spreadsheets'],
      weeklyHours: weekdays(9, 17),
      location: 'Leeds',
    })
    const ben = person('2', 'b', {
      name: 'Ben',
      goals: ['using spreadsheets'],
      offers: ['Speaking in public'],
      weeklyHours: weekdays(16, 20),
      location: 'Lagos',
    })
    const [pair] = propose([amina, ben], openRules, 1).matches
    expect(pair?.reasons).toEqual([
      'Amina hopes for “public speaking”, and Ben offers “Speaking in public”.',
      'Ben hopes for “using spreadsheets”, and Amina offers “spreadsheets”.',
    ])
    expect(pair?.caution).toBe('They are in different places, so they will mostly meet online.')
  })

  it('tells each what their next best partner would have been and what that would cost', () => {
    const people = [
      person('a1', 'a', { interests: ['chess', 'hiking'] }),
      person('a2', 'a', { interests: ['chess'] }),
      person('b1', 'b', { interests: ['hiking', 'chess'] }),
      person('b2', 'b', { interests: ['chess', 'choir'] }),
    ]
    const { matches, proof } = propose(
      people,
      { ...openRules, weights: { ...defaultWeights, goals: 0, hours: 0 } },
      1,
    )
    for (const { score, nextBest } of matches) {
      expect(nextBest).toHaveLength(2)
      for (const next of nextBest) {
        expect(next.score).toBeLessThanOrEqual(10_000)
        if (next.costAtLeast === null) expect(next.lowersWorst).toBe(true)
        if (!next.lowersWorst) expect(next.swapCost).toBeGreaterThanOrEqual(next.costAtLeast ?? Number.NaN)
      }
      expect(score).toBeGreaterThanOrEqual(proof.worst ?? Number.NaN)
    }
  })

  it('never promises a lower cost than forcing the next best pair turns out to have', () => {
    const given = fc.oneof(programmes(12, true), programmes(12, true, 'one'))
    let forced = 0
    fc.assert(
      fc.property(given, ({ people, rules, seed }) => {
        const singly = people.map((each) => ({ ...each, capacity: Math.min(1, each.capacity) }))
        const open: Rules = { ...rules, odd: 'waitlist', fixed: [] }
        const before = propose(singly, open, seed)
        for (const { participantId, otherId, score, costAtLeast } of before.matches.flatMap(
          (pair) => pair.nextBest,
        )) {
          if (costAtLeast === null) continue
          const after = propose(singly, { ...open, fixed: [[participantId, otherId]] }, seed)
          const worst = after.proof.worst ?? score
          if (after.matches.length < before.matches.length || worst < (before.proof.worst ?? 0)) continue
          forced++
          expect(before.proof.primal - after.proof.primal - score).toBeGreaterThanOrEqual(costAtLeast)
        }
      }),
      { numRuns: 300 },
    )
    expect(forced).toBeGreaterThan(20)
  })

  it('tells of a swap what it really does to both matches, trios too', () => {
    const given = fc.oneof(programmes(12, false), programmes(12, true), programmes(9, true, 'one'))
    let trios = 0
    let thirds = 0
    let lowering = 0
    fc.assert(
      fc.property(given, ({ people, rules: some, seed }) => {
        const singly = people.map((each) => ({ ...each, capacity: Math.min(1, each.capacity) }))
        const rules: Rules = { ...some, odd: 'trio' }
        const { matches } = propose(singly, rules, seed)
        const lowest = Math.min(...matches.map(({ score }) => score))
        for (const own of matches) {
          for (const { participantId, otherId, score, swapCost, lowersWorst } of own.nextBest) {
            const theirs = matches.find((each) => each !== own && each.participantIds.includes(otherId))
            const joins = own.participantIds[2] === participantId
            const partnerOf = (match: ProposedMatch | undefined, id: string): string =>
              match?.participantIds.slice(0, 2).find((each) => each !== id) ?? ''
            const [leaving, coming] = joins
              ? [participantId, partnerOf(theirs, otherId)]
              : [partnerOf(own, participantId), otherId]
            if (joins) thirds++
            const moved = (ids: readonly string[], from: string, to: string): string[] =>
              ids.map((id) => (id === from ? to : id))
            const after = judge(
              [
                moved(own.participantIds, leaving, coming),
                ...(theirs ? [moved(theirs.participantIds, coming, leaving)] : []),
              ],
              singly,
              rules,
            )
            const forbiddenNow = after.some(({ objections }) => objections.length > 0)
            expect(swapCost === null).toBe(forbiddenNow)
            const before = own.score + (theirs?.score ?? 0)
            if (swapCost !== null)
              expect(swapCost).toBe(after.reduce((cost, each) => cost - each.score, before))
            expect(lowersWorst).toBe(
              score < lowest || (!forbiddenNow && after.some((each) => each.score < lowest)),
            )
            if (lowersWorst) lowering++
            if (own.participantIds.length + (theirs?.participantIds.length ?? 2) > 4) trios++
          }
        }
      }),
      { numRuns: 400 },
    )
    expect(trios).toBeGreaterThan(20)
    expect(thirds).toBeGreaterThan(20)
    expect(lowering).toBeGreaterThan(20)
  })

  it('offers the third of a trio the place that costs least', () => {
    let offered = 0
    fc.assert(
      fc.property(
        fc.oneof(programmes(12, false), programmes(12, true)),
        ({ people: some, rules: given, seed }) => {
          const people = some.map((each) => ({ ...each, capacity: Math.min(1, each.capacity) }))
          const rules: Rules = { ...given, odd: 'trio' }
          const { matches } = propose(people, rules, seed)
          const sideOf = new Map(people.map(({ id, side }) => [id, side]))
          for (const own of matches) {
            const [one = '', other = '', third = ''] = own.participantIds
            const offer = own.nextBest.find(({ participantId }) => participantId === third)
            if (!offer) continue
            offered++
            const costs = matches.flatMap((theirs) => {
              if (theirs === own || theirs.fixed) return []
              return theirs.participantIds.slice(0, 2).flatMap((leaving) => {
                if (sideOf.get(leaving) !== sideOf.get(third)) return []
                const rest = theirs.participantIds.map((id) => (id === leaving ? third : id))
                const after = judge([[one, other, leaving], rest], people, rules)
                const isPossible = after.every(({ objections }) => objections.length === 0)
                const cost = after.reduce((sum, { score }) => sum - score, own.score + theirs.score)
                return isPossible ? [cost] : []
              })
            })
            expect(offer.swapCost).toBe(Math.min(...costs))
          }
        },
      ),
      { numRuns: 400 },
    )
    expect(offered).toBeGreaterThan(20)
  })

  it('offers the third of a trio no place in a pair that a coordinator set', () => {
    const people = ['a1', 'a2', 'b1', 'b2', 'b3'].map((id) => person(id, id.startsWith('a') ? 'a' : 'b'))
    const offered = (fixed: Rules['fixed']) => {
      const { matches } = propose(people, { ...openRules, odd: 'trio', fixed }, 1)
      return matches.flatMap(({ participantIds: [, , third], nextBest }) =>
        nextBest.filter(({ participantId }) => participantId === third),
      )
    }
    expect(offered([['a2', 'b2']])).toEqual([])
    expect(offered([])).toHaveLength(1)
  })

  it('pairs one pool whatever the sides, and says so when the number is odd', () => {
    const people = ['p1', 'p2', 'p3', 'p4', 'p5'].map((id) => person(id, 'a', { interests: ['chess'] }))
    const waiting = propose(people, { ...openRules, sides: 'one' }, 1)
    expect(waiting.matches).toHaveLength(2)
    expect(waiting.waiting).toEqual([
      expect.objectContaining({
        constraint: 'outnumbered',
        reason: expect.stringContaining(
          'because the number of people is odd. One more person would be enough.',
        ),
      }),
    ])
    const trio = propose(people, { ...openRules, sides: 'one', odd: 'trio' }, 1)
    expect(trio.waiting).toEqual([])
    expect(trio.matches.map((pair) => pair.participantIds.length).sort()).toEqual([2, 3])
  })

  it('lets the odd one out join the pair that suits best, or wait, as the rules say', () => {
    const people = [
      person('a1', 'a', { interests: ['chess'] }),
      person('a2', 'a', { interests: ['hiking'] }),
      person('b1', 'b', { interests: ['chess'] }),
      person('b2', 'b', { interests: ['hiking'] }),
      person('b3', 'b', { interests: ['hiking'] }),
    ]
    const trios = propose(people, { ...openRules, odd: 'trio' }, 1)
    expect(trios.waiting).toEqual([])
    const trio = trios.matches.find((pair) => pair.participantIds.length === 3)
    expect(trio?.participantIds[0]).toBe('a2')
    expect(trio?.reasons.at(-1)).toContain('joins them')

    const waiting = propose(people, openRules, 1)
    expect(waiting.matches).toHaveLength(2)
    expect(waiting.waiting).toEqual([
      expect.objectContaining({
        constraint: 'outnumbered',
        change: { type: 'add-person', side: 'a', certain: true },
      }),
    ])
    expect(['b2', 'b3']).toContain(waiting.waiting[0]?.participantId)
  })

  it('lets the odd one out join a pair that a coordinator set, unless something forbids it or another has a place', () => {
    const people = [person('x', 'a'), person('y', 'b'), person('z', 'a')]
    const rules: Rules = { ...openRules, odd: 'trio', fixed: [['x', 'y']] }
    expect(propose(people, rules, 1).matches).toEqual([
      expect.objectContaining({ participantIds: ['x', 'y', 'z'], fixed: true }),
    ])
    const kept = people.map((each) => (each.id === 'z' ? { ...each, notWith: ['x'] } : each))
    expect(propose(kept, rules, 1).waiting).toHaveLength(1)
    const more = [...people, person('v', 'a'), person('w', 'b')]
    expect(
      propose(more, rules, 1)
        .matches.map(({ participantIds, fixed }) => `${participantIds.length} ${fixed}`)
        .sort(),
    ).toEqual(['2 true', '3 false'])
  })

  it('gives a second partner only where someone needs one', () => {
    const people = [
      person('a1', 'a', { capacity: 2 }),
      person('a2', 'a', { capacity: 2 }),
      person('b1', 'b'),
      person('b2', 'b'),
      person('b3', 'b'),
    ]
    const { matches, waiting } = propose(people, openRules, 1)
    expect(waiting).toEqual([])
    expect(matches.map((pair) => pair.participantIds[1]).sort()).toEqual(['b1', 'b2', 'b3'])
    expect(propose(people.slice(0, 4), openRules, 1).matches).toHaveLength(2)
  })

  it('lets nobody join a pair of someone they are kept from, even of one with several partners', () => {
    const people = [
      person('a1', 'a', { capacity: 2 }),
      person('b1', 'b'),
      person('b2', 'b'),
      person('b3', 'b', { notWith: ['a1'] }),
    ]
    const { matches, waiting } = propose(people, { ...openRules, odd: 'trio' }, 1)
    expect(matches.map((pair) => pair.participantIds)).toEqual([
      ['a1', 'b1'],
      ['a1', 'b2'],
    ])
    expect(waiting.map((each) => [each.participantId, each.constraint])).toEqual([['b3', 'excluded']])
  })

  it('never says who asked for an exclusion', () => {
    const people = [
      person('a1', 'a', { notWith: ['b1'] }),
      person('b1', 'b', { name: 'Ben' }),
      person('a2', 'a', { absence: 'paused' }),
    ]
    const { waiting, matches } = propose(people, openRules, 1)
    expect(matches).toEqual([])
    expect(waiting).toEqual([
      {
        participantId: 'a1',
        constraint: 'excluded',
        change: { type: 'lift', constraint: 'excluded', partners: null },
        reason:
          'Person a1 has no partner yet, because none of those who are left may be paired with them. Lifting that would make a pair possible.',
      },
      {
        participantId: 'a2',
        constraint: 'paused',
        change: { type: 'return', certain: true },
        reason: 'Person a2 has paused. They can be paired once they return.',
      },
      expect.objectContaining({ participantId: 'b1', constraint: 'excluded' }),
    ])
  })

  it('names what would free people who have too few possible partners', () => {
    const people = [
      person('a1', 'a', { languages: ['fr'] }),
      person('a2', 'a', { languages: ['fr'] }),
      person('a3', 'a', { languages: ['en'] }),
      person('b1', 'b', { languages: ['fr', 'en'] }),
      person('b2', 'b', { languages: ['en'] }),
      person('b3', 'b', { languages: ['pl'] }),
    ]
    const { waiting } = propose(people, openRules, 1)
    expect(waiting.map(({ participantId: who, constraint }) => [who, constraint])).toEqual([
      [expect.stringMatching(/a[12]/), 'no-shared-language'],
      ['b3', 'no-shared-language'],
    ])
  })

  it('takes the worst of the sample weeks where a clock changes', () => {
    const steady = person('a1', 'a', { weeklyHours: weekdays(9, 12, 2) })
    const moved = person('b1', 'b', { weeklyHours: [...weekdays(9, 12), ...weekdays(12, 15).map(nextWeek)] })
    const [pair] = propose([steady, moved], openRules, 1).matches
    expect(pair?.parts.find((part) => part.name === 'hours')?.value).toBe(0)
    expect(pair?.caution).toContain('hardly overlap')
  })

  it('refuses input that makes no sense with a sentence', () => {
    const people = [person('1', 'a'), person('1', 'b')]
    expect(() => propose(people, openRules, 1)).toThrow(PairingError)
    expect(() => propose([], { ...openRules, weights: { ...defaultWeights, hours: -1 } }, 1)).toThrow(
      'weight of hours',
    )
    expect(() => propose([], openRules, 0.5)).toThrow('seed')
    expect(() => propose([person('1', 'a', { capacity: 1.5 })], openRules, 1)).toThrow('capacity')
    expect(() =>
      propose([person('1', 'a', { weeklyHours: [{ startsAt: 5, endsAt: 5 }] })], openRules, 1),
    ).toThrow('hours')
  })

  it('has an empty proposal for nobody, and names everyone when one side is empty', () => {
    expect(propose([], openRules, 1)).toMatchObject({ matches: [], waiting: [], proof: { worst: null } })
    const alone = [person('1', 'a'), person('2', 'a')]
    for (const odd of ['trio', 'waitlist'] as const) {
      expect(propose(alone, { ...openRules, odd }, 1).waiting.map((each) => each.participantId)).toEqual([
        '1',
        '2',
      ])
    }
  })
})

const nextWeek = ({
  startsAt,
  endsAt,
}: {
  startsAt: number
  endsAt: number
}): { startsAt: number; endsAt: number } => ({
  startsAt: startsAt + 7 * 24 * 60,
  endsAt: endsAt + 7 * 24 * 60,
})
