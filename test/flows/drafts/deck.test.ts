import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Match, Participant } from '../../../src/core/model.ts'
import { deckOf } from '../../../src/flows/drafts/deck.ts'
import { type Field, questionOf } from '../../../src/flows/drafts/rules.ts'
import { programmePairing } from '../../../src/pairing/index.ts'
import { at } from '../../facts.ts'
import { context, draft, match, person, programme } from './facts.ts'

const IDS = ['a1', 'a2', 'a3', 'b1', 'b2', 'b3'] as const
const NOW = at('2026-01-12T09:00:00Z')

const someone = (id: string): fc.Arbitrary<Participant> =>
  fc
    .record({
      partners: fc.integer({ min: 1, max: 2 }),
      consent: fc.constantFrom('yes' as const, 'yes' as const, 'unasked' as const),
      manager: fc.constantFrom(null, null, 'm@x.example', 'a1@example.org'),
      conflicts: fc.constantFrom([], [], ['b1@example.org']),
      organisation: fc.constantFrom('One', 'Two'),
    })
    .map((but) => person(id, but))

const someIds = fc.uniqueArray(fc.constantFrom(...IDS), { minLength: 2, maxLength: 3 })

const matchesOf = (all: readonly (readonly string[])[]): readonly Match[] =>
  all.map((ids, index) => match(`m${index}`, ids, { score: 9000 - index }))

describe('what stands in the way of the matches of a draft', () => {
  it('is the same whether one of them is looked at or all, whoever is in several of them', async () => {
    const facts = fc.record({
      participants: fc.tuple(...IDS.map(someone)),
      open: fc.array(someIds, { maxLength: 6 }),
      paired: fc.array(someIds, { maxLength: 2 }),
      wishes: fc.array(
        fc.record({ participantId: fc.constantFrom(...IDS), other: fc.constantFrom(...IDS) }),
        {
          maxLength: 2,
        },
      ),
    })
    await fc.assert(
      fc.asyncProperty(facts, async ({ participants, open, paired, wishes }) => {
        const field: Field = {
          programme: { ...programme, settings: { ...programme.settings, mostPartners: 2 } },
          participants,
          pairs: paired.map((ids, index) => ({
            id: `pair${index}`,
            programmeId: programme.id,
            members: participants.filter(({ id }) => ids.some((one) => one === id)),
            pairedAt: NOW,
            endedAt: null,
            conversation: null,
          })),
          decided: [],
          notWith: wishes.map(({ participantId, other }) => ({
            participantId,
            people: [`${other}@example.org`],
          })),
          now: NOW,
        }
        const deck = deckOf(draft(matchesOf(open)), field, programmePairing)
        const question = await questionOf(field, [], 1, context)
        const objections = (all: readonly (readonly string[])[]) =>
          programmePairing.judge(all, question).at(-1)?.objections ?? []
        const possible: (readonly string[])[] = []
        const expected = deck.open.map(({ match: { participantIds } }) => {
          const [own] = objections([participantIds])
          if (own) return own.constraint
          if (objections([...possible, participantIds]).length > 0) return 'instead'
          possible.push(participantIds)
          return null
        })
        expect(deck.open.at(-1)?.obstacle).toBe(expected.at(-1))
        expect(deck.open.map(({ obstacle }) => obstacle)).toEqual(expected)
      }),
      { numRuns: 300 },
    )
  })
})

describe('what stands in the way in a long draft', () => {
  it('is found wherever in it somebody stands, however many come between', () => {
    const numbers = Array.from({ length: 250 }, (_, number) => number)
    const participants = numbers.flatMap((number) => [person(`a${number}`), person(`b${number}`)])
    const persons = (...ids: readonly string[]) => participants.filter(({ id }) => ids.includes(id))
    const field: Field = {
      programme,
      participants,
      pairs: [
        {
          id: 'before',
          programmeId: programme.id,
          members: persons('a130', 'b130'),
          pairedAt: NOW,
          endedAt: NOW,
          conversation: null,
        },
        {
          id: 'now',
          programmeId: programme.id,
          members: persons('a150', 'b249'),
          pairedAt: NOW,
          endedAt: null,
          conversation: null,
        },
      ],
      decided: [match('m', ['a170', 'b170'], { draftId: 'd0', state: 'rejected' })],
      notWith: [{ participantId: 'b140', people: ['Person a140'] }],
      now: NOW,
    }
    const matches = numbers
      .slice(0, 248)
      .map((number) => match(`m${number}`, [`a${number}`, `b${number}`], { score: number }))
    const again = match('again', ['a3', 'b248'], { score: 9000 })
    const { open } = deckOf(draft([...matches, again]), field, programmePairing)
    expect(open.flatMap(({ match: { id }, obstacle }) => (obstacle ? [[id, obstacle]] : []))).toEqual([
      ['m130', 'earlier-partners'],
      ['m140', 'excluded'],
      ['m150', 'no-capacity'],
      ['m170', 'rejected'],
      ['again', 'instead'],
    ])
  })
})

describe('three in a draft', () => {
  it.each([
    ['trio', null],
    ['waitlist', 'no-trios'],
  ] as const)('where whoever is left over is to go by %s: %s', (odd, obstacle) => {
    const field: Field = {
      programme: { ...programme, settings: { ...programme.settings, odd } },
      participants: ['a1', 'b1', 'b2'].map((id) => person(id)),
      pairs: [],
      decided: [],
      notWith: [],
      now: NOW,
    }
    const { open } = deckOf(draft([match('m1', ['a1', 'b1', 'b2'])]), field, programmePairing)
    expect(open.map((one) => one.obstacle)).toEqual([obstacle])
  })
})

describe('somebody who was not to be paired when the draft was made', () => {
  const waiting = [{ participantId: 'a1', reason: 'Person a1 has paused.', absence: 'paused' as const }]
  const deckWith = (but: Partial<Participant>) =>
    deckOf(
      draft([], { waiting }),
      { programme, participants: [person('a1', but)], pairs: [], decided: [], notWith: [], now: NOW },
      programmePairing,
    )

  it('is said to be back once they are', () => {
    expect(deckWith({}).waiting[0]?.reason).toContain('can be paired now. Ask for a new draft')
    expect(deckWith({ pausedUntil: at('2026-02-01T00:00:00Z') }).waiting[0]?.reason).toContain('has paused')
  })
})
