import { isEnough, meanOf, shownCounts, shownGroups } from '../../core/figures.ts'
import type { Side, SurveyKind, SurveyResponse } from '../../core/model.ts'
import { type Question, questionsOf } from './questions.ts'

/** Of whom a figure speaks: one side, or both together. */
export type Group = Side | 'all'

interface ScaleFigure {
  readonly type: 'scale'
  readonly question: Question & { readonly type: 'scale' }
  /** Without counts: next to how many answered at all, they would tell how few left this question empty. */
  readonly groups: readonly { readonly group: Group; readonly mean: number }[]
}

interface ChoiceFigure {
  readonly type: 'choice'
  readonly question: Question & { readonly type: 'choice' }
  /** Counts by option; null is hidden. */
  readonly groups: readonly {
    readonly group: Group
    readonly counts: Readonly<Record<string, number | null>>
  }[]
}

/** What coordinators may see of a closed survey. */
export interface Results {
  /** How many answered, of those groups that may be shown. */
  readonly answered: readonly { readonly group: Group; readonly count: number }[]
  readonly figures: readonly (ScaleFigure | ChoiceFigure)[]
  /** Empty unless enough people wrote something; in no order that tells who or when. */
  readonly words: readonly string[]
}

const sidesOf = (responses: readonly SurveyResponse[]): Readonly<Record<Side, number>> => ({
  a: responses.filter(({ side }) => side === 'a').length,
  b: responses.filter(({ side }) => side === 'b').length,
})

const of = (responses: readonly SurveyResponse[], group: Group): readonly SurveyResponse[] =>
  group === 'all' ? responses : responses.filter(({ side }) => side === group)

/** The groups that may be shown of these responses. */
const groupsOf = (responses: readonly SurveyResponse[], smallest: number): readonly Group[] => {
  const { groups, total } = shownGroups(sidesOf(responses), smallest)
  return total ? [...groups, 'all'] : groups
}

/**
 * The figures of a survey. A group of fewer than `smallest` people is left out of each, and so is one that the others
 * would give away.
 */
export const resultsOf = (
  kind: SurveyKind,
  responses: readonly SurveyResponse[],
  smallest: number,
): Results => {
  const questions = questionsOf(kind)
  const words = responses
    .map(({ answers }) => answers['words']?.trim() ?? '')
    .filter((said) => said !== '')
    .sort()
  return {
    answered: groupsOf(responses, smallest).map((group) => ({ group, count: of(responses, group).length })),
    figures: questions.flatMap((question) => figureOf(question, responses, smallest)),
    words: isEnough(words.length, smallest) ? words : [],
  }
}

const figureOf = (
  question: Question,
  responses: readonly SurveyResponse[],
  smallest: number,
): readonly (ScaleFigure | ChoiceFigure)[] => {
  switch (question.type) {
    case 'scale': {
      const given = responses.filter(({ answers }) => (answers[question.name] ?? '') !== '')
      const groups = groupsOf(given, smallest).flatMap((group) => {
        const mean = meanOf(of(given, group).map(({ answers }) => Number(answers[question.name])))
        return mean === null ? [] : [{ group, mean }]
      })
      return [{ type: 'scale', question, groups }]
    }
    case 'choice': {
      const groups = choiceGroups(responses, smallest).map((group) => ({
        group,
        counts: countsOf(question, of(responses, group), smallest),
      }))
      return [{ type: 'choice', question, groups }]
    }
    case 'words':
      return []
  }
}

/** Options are counted by side, or of all together, never both: the one taken from the other would show a few. */
const choiceGroups = (responses: readonly SurveyResponse[], smallest: number): readonly Group[] => {
  const { groups, total } = shownGroups(sidesOf(responses), smallest)
  if (groups.length > 0) return groups
  return total ? ['all'] : []
}

/** Who left the question empty is counted with those hidden, so that they cannot be worked out either. */
const countsOf = (
  { name, options }: ChoiceFigure['question'],
  responses: readonly SurveyResponse[],
  smallest: number,
): Readonly<Record<string, number | null>> => {
  const chose = (option: string): number =>
    responses.filter(({ answers }) => (answers[name] ?? '') === option).length
  const { [NOTHING]: _, ...counts } = shownCounts(
    Object.fromEntries([...Object.keys(options), NOTHING].map((option) => [option, chose(option)])),
    smallest,
  )
  return counts
}

const NOTHING = ''
