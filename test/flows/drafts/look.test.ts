import { describe, expect, it } from 'vitest'
import type { NextBest, ScorePart } from '../../../src/core/pairing.ts'
import { drafts } from '../../../src/flows/drafts/index.ts'
import { shown, wordsOf } from '../said.ts'
import { context, draft, match, people, person, press, world } from './facts.ts'

describe('a closer look at three', () => {
  const part = (name: ScorePart['name'], value: number): ScorePart => ({
    name,
    value,
    weight: 32_768,
    known: true,
  })
  const parts = [part('first-learns', 8000), part('second-learns', 4000)]
  const trio = (score: number) => draft([match('m1', ['a1', 'b1', 'b2'], { score, parts })])
  const look = async (score: number, everyone = people) =>
    wordsOf(
      shown(
        await drafts.hear(
          press('look', 'd1:3:m1'),
          world({ drafts: [trio(score)], participants: everyone }),
          context,
        ),
      ),
    )

  it('says what the third has to do with the score, where the score is not that of the first two', async () => {
    const words = await look(3600)
    expect(words).toContain('Person a1 and Person b1 alone would be a good fit, 60 of 100.')
    expect(words).toContain('Person b2 with each of them, taken together, is a fair fit, 36 of 100.')
  })

  it('says that the third suits the two where the score is theirs', async () => {
    expect(await look(6000)).toContain('Person b2 suits each of them, taken together, no less than')
  })

  it('tells people of one first name apart', async () => {
    const everyone = [
      person('a1', { name: 'Quin Nash' }),
      person('b1', { name: 'Yara Moss' }),
      person('b2', { name: 'Yara Shah' }),
    ]
    expect(await look(6000, everyone)).toContain('What Yara Moss hopes for, and Quin Nash offers')
  })
})

describe('the next best partner', () => {
  const said = async (but: Partial<NextBest>) => {
    const nextBest = {
      participantId: 'a1',
      otherId: 'b2',
      score: 5000,
      costAtLeast: null,
      swapCost: null,
      lowersWorst: false,
      ...but,
    }
    const read = world({ drafts: [draft([match('m1', ['a1', 'b1'], { nextBest: [nextBest] })])] })
    const words = wordsOf(shown(await drafts.hear(press('look', 'd1:3:m1'), read, context)))
    return words.split('Next best for Person a1: Person b2, a good fit. ')[1]?.split('\n')[0]
  }

  it.each<[Partial<NextBest>, string]>([
    [{ swapCost: 240 }, 'Swapping costs all pairs together 2.4 points.'],
    [{ swapCost: -100 }, 'Swapping gains all pairs together 1 point.'],
    [{ swapCost: 0 }, 'Swapping makes no difference to all pairs together.'],
    [{ swapCost: 4 }, 'Swapping makes next to no difference to all pairs together.'],
    [{ swapCost: -4 }, 'Swapping makes next to no difference to all pairs together.'],
    [
      { swapCost: 0, lowersWorst: true },
      'Swapping makes no difference to all pairs together, but makes a pair weaker than any here.',
    ],
    [
      { swapCost: 240, lowersWorst: true },
      'Swapping costs all pairs together 2.4 points, and makes a pair weaker than any here.',
    ],
    [
      { costAtLeast: 240 },
      'A straight swap is ruled out; any other way costs all pairs together 2.4 points or more.',
    ],
    [{ costAtLeast: 0 }, 'A straight swap is ruled out, and no other way makes all pairs together better.'],
  ])('is told with what changing partners costs (%j)', async (but, words) => {
    expect(await said(but)).toBe(words)
  })
})

describe('what counts for a pair', () => {
  it.each<[Partial<ScorePart>, string]>([
    [{}, '60 of 100'],
    [{ silent: 'both' }, '60 of 100, by the usual 9 to 17 for both'],
    [{ silent: 'one' }, '60 of 100, by the usual 9 to 17 for one of them'],
    [{ known: false, silent: 'one' }, 'not said by one of them, so average'],
    [{ known: false, silent: 'both' }, 'said by neither, so average'],
    [{ known: false }, 'not said by both, so average'],
  ])('is told with who has not said it (%j)', async (but, words) => {
    const part: ScorePart = { name: 'hours', value: 6000, weight: 32_768, known: true, ...but }
    const read = world({ drafts: [draft([match('m1', ['a1', 'b1'], { parts: [part] })])] })
    expect(wordsOf(shown(await drafts.hear(press('look', 'd1:3:m1'), read, context)))).toContain(
      `Shared working hours: ${words}; counts for 50 %`,
    )
  })
})
