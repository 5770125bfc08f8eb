import type { SurveyKind } from '../../core/model.ts'

interface Asked {
  /** Stable: answers are kept by it, so that the same question can be compared from survey to survey. */
  readonly name: string
  readonly label: string
}

/** One question of a survey. The words are the same for both sides, so that neither is asked less. */
export type Question = Asked &
  (
    | { readonly type: 'scale'; readonly short: string }
    | { readonly type: 'choice'; readonly short: string; readonly options: Readonly<Record<string, string>> }
    | { readonly type: 'words' }
  )

/** The scale runs from 1, not at all, to 5, completely. */
export const SCALE = { from: 1, to: 5, fromLabel: 'Not at all', toLabel: 'Completely' } as const

const scale = (name: string, short: string, label: string): Question => ({
  type: 'scale',
  name,
  short,
  label,
})

const common: readonly Question[] = [
  scale('confidence', 'Confidence', 'I feel confident to say what I think where decisions are made.'),
  scale('belonging', 'Belonging', 'I feel that I belong where I work.'),
  scale(
    'barriers',
    'Understanding barriers',
    'I understand the barriers that colleagues whose path differs from mine meet.',
  ),
  scale(
    'trust',
    'Trust to raise concerns',
    'If something were wrong, I would trust that I can raise it and be heard.',
  ),
]

const RECIPROCITY: Readonly<Record<SurveyKind, string>> = {
  baseline: 'I expect that my partner and I will both learn from each other.',
  halfway: 'My partner and I both learn from each other.',
  closing: 'My partner and I have both learned from each other.',
}

const WORDS: Readonly<Record<SurveyKind, string>> = {
  baseline: 'What would make this programme worth your while?',
  halfway: 'What should stay as it is, and what should change?',
  closing: 'What has changed for you, and what should the programme do differently next time?',
}

/** The questions of a survey, in order. */
export const questionsOf = (kind: SurveyKind): readonly Question[] => [
  ...common,
  scale('reciprocity', 'Learning from each other', RECIPROCITY[kind]),
  {
    type: 'choice',
    name: 'sponsorship',
    short: 'Opening doors',
    label:
      'In the past three months, has a door been opened: a recommendation, an invitation, a word in the right place?',
    options: {
      opened: 'I opened one for someone',
      offered: 'Someone opened one for me',
      both: 'Both',
      neither: 'Neither so far',
    },
  },
  { type: 'words', name: 'words', label: WORDS[kind] },
]
