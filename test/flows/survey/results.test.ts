import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { SurveyResponse } from '../../../src/core/model.ts'
import { questionsOf } from '../../../src/flows/survey/questions.ts'
import { resultsOf } from '../../../src/flows/survey/results.ts'

const response = (side: 'a' | 'b', answers: Record<string, string>): SurveyResponse => ({
  surveyId: 's1',
  side,
  participantId: null,
  pseudonym: 'x',
  answers,
})
const many = (count: number, side: 'a' | 'b', answers: Record<string, string>) =>
  Array.from({ length: count }, () => response(side, answers))
const meansOf = (responses: readonly SurveyResponse[], name: string) =>
  resultsOf('baseline', responses, 5).figures.find(({ question }) => question.name === name)?.groups

describe('the results of a survey', () => {
  it('are means and counts for each side and everyone', () => {
    const responses = [...many(6, 'a', { trust: '4', sponsorship: 'both' }), ...many(5, 'b', { trust: '2' })]
    const { answered } = resultsOf('baseline', responses, 5)
    expect(answered).toEqual([
      { group: 'a', count: 6 },
      { group: 'b', count: 5 },
      { group: 'all', count: 11 },
    ])
    expect(meansOf(responses, 'trust')).toEqual([
      { group: 'a', mean: 4 },
      { group: 'b', mean: 2 },
      { group: 'all', mean: 3.1 },
    ])
    expect(meansOf(responses, 'sponsorship')?.[0]).toMatchObject({
      group: 'a',
      counts: { both: 6, neither: null },
    })
  })

  it('leave out a small side, and the total that would give it away', () => {
    const responses = [...many(9, 'a', { trust: '4' }), ...many(1, 'b', { trust: '1' })]
    expect(resultsOf('baseline', responses, 5).answered).toEqual([{ group: 'a', count: 9 }])
    expect(meansOf(responses, 'trust')).toEqual([{ group: 'a', mean: 4 }])
  })

  it('leave out a question that too few answered', () => {
    const responses = [...many(4, 'a', { trust: '4' }), ...many(5, 'a', { belonging: '4' })]
    expect(meansOf(responses, 'trust')).toEqual([])
  })

  it('hide words until enough people wrote some, and tell no order', () => {
    const said = (count: number) =>
      Array.from({ length: count }, (_, i) => response('a', { words: `Words ${9 - i}` }))
    expect(resultsOf('closing', [...said(4), ...many(9, 'b', { words: '  ' })], 5).words).toEqual([])
    expect(resultsOf('closing', said(5), 5).words).toEqual([5, 6, 7, 8, 9].map((n) => `Words ${n}`))
  })

  it('never show a figure, or a difference of figures, that stands for fewer than the smallest group', () => {
    const questions = questionsOf('baseline')
    const answers = fc.record(
      Object.fromEntries(
        questions.map(({ name }) => [
          name,
          name === 'sponsorship'
            ? fc.constantFrom('', 'opened', 'offered', 'both')
            : fc.constantFrom('', '1', '5'),
        ]),
      ),
    )
    const anyResponse = fc.tuple(fc.constantFrom('a' as const, 'b' as const), answers)
    fc.assert(
      fc.property(
        fc.array(anyResponse, { maxLength: 30 }),
        fc.integer({ min: 2, max: 6 }),
        (given, least) => {
          const responses = given.map(([side, of]) => response(side, of))
          const { answered, figures, words } = resultsOf('baseline', responses, least)
          const enough = (count: number) => count >= least
          /** Whether what is left of the total, when what is shown of it is taken away, is nobody or enough. */
          const rest = (shown: readonly { group: string; count: number }[]) => {
            const of = (total: boolean) =>
              shown.reduce((sum, { group, count }) => sum + ((group === 'all') === total ? count : 0), 0)
            return of(true) === 0 || of(true) === of(false) || enough(of(true) - of(false))
          }
          const sizes = answered.map(({ count }) => count)
          for (const size of sizes) expect(enough(size)).toBe(true)
          expect(rest(answered)).toBe(true)
          for (const figure of figures) {
            const { name } = figure.question
            const gave = (group: string) =>
              responses.filter(
                (one) => (group === 'all' || one.side === group) && (one.answers[name] ?? '') !== '',
              ).length
            if (figure.type === 'scale') {
              const counts = figure.groups.map(({ group }) => ({ group, count: gave(group) }))
              for (const { count } of counts) expect(enough(count)).toBe(true)
              expect(rest(counts)).toBe(true)
              continue
            }
            for (const { group, counts } of figure.groups) {
              const shown = Object.values(counts).flatMap((count) => (count === null ? [] : [count]))
              for (const count of shown) expect(enough(count)).toBe(true)
              const whole = answered.find((one) => one.group === group)?.count ?? 0
              const left = whole - shown.reduce((sum, count) => sum + count, 0)
              expect(shown.length === 0 || left === 0 || enough(left)).toBe(true)
            }
          }
          expect(words.length === 0 || enough(words.length)).toBe(true)
        },
      ),
      { numRuns: 300 },
    )
  })
})
