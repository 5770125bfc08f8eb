import type { Form } from '../../../core/message.ts'
import { say } from '../../../core/message.ts'
import type { Reason } from '../../../core/pairing.ts'
import { sayCount, sayNames } from '../../../core/saying.ts'
import { type Shown, showingAll } from '../choosing.ts'
import type { Deck } from '../deck.ts'
import { subjectOf } from '../desk.ts'
import type { Dealt, Obstacle } from '../open.ts'
import { choosing, PAIR_WORDS, pairChoices, sayFitting } from './choosing.ts'
import { sayObstacle } from './common.ts'

const MOST_NAMED = 5
const LONGEST_NOTE = 500

export const REASON_WORDS: Readonly<Record<Reason, string>> = {
  close: 'They know each other too well',
  reporting: 'Their work or reporting lines are too close',
  goals: 'What they hope for and offer does not meet',
  practical: 'Time, place or language would be hard',
  told: 'Something a coordinator was told',
  other: 'Another reason',
}

/** `noted`: something was written already, and may be gone, for private words are not shown again. */
const reasonInputs = (required: boolean, noted: boolean): Form['inputs'] => [
  {
    type: 'choice',
    name: 'reason',
    label: required ? 'Why?' : 'If you reject: why?',
    hint: null,
    required,
    options: Object.entries(REASON_WORDS).map(([value, label]) => ({ value, label })),
    most: 1,
    initial: [],
  },
  {
    type: 'text',
    name: 'words',
    label: 'In your own words',
    hint: `For the coordinators of this programme alone, kept encrypted. The pair is never told.${noted ? ' If it is empty now, please write it once more: it is kept once you have decided.' : ''}`,
    required: false,
    lines: 'many',
    max: LONGEST_NOTE,
    initial: null,
    private: true,
  },
]

/** Which of a draft's matches to approve, reject or keep; null when none is open. */
export const chooseForm = (
  { draft, open }: Deck,
  shown: Shown = showingAll(pairChoices(open)),
  noted = false,
): Form | null =>
  open.length === 0
    ? null
    : {
        type: 'form',
        flow: 'drafts',
        name: 'choose',
        subject: subjectOf(draft),
        title: 'Decide some pairs',
        invitation: 'Choose the pairs, and what is to happen to them.',
        intro: [
          ...sayFitting('Decide', shown),
          say(
            'Pairs that you reject are not proposed again, and of three people no two. Pairs that you keep stay when you ask again. The rest of the draft stays as it is.',
          ),
        ],
        inputs: [
          ...choosing('pairs', { ...PAIR_WORDS, label: 'Which pairs?' }, shown, true),
          {
            type: 'choice',
            name: 'decision',
            label: 'What is to happen?',
            hint: null,
            required: true,
            options: [
              { value: 'approve', label: 'Approve them' },
              { value: 'reject', label: 'Reject them' },
              { value: 'keep', label: 'Keep them in the next draft' },
              { value: 'let-go', label: 'No longer keep them' },
            ],
            most: 1,
            initial: [],
          },
          ...reasonInputs(false, noted),
        ],
        submit: 'Decide',
      }

/** Why this one is rejected. */
export const rejectForm = ({ draft }: Deck, { match, people }: Dealt, noted = false): Form => ({
  type: 'form',
  flow: 'drafts',
  name: 'reject',
  subject: subjectOf(draft, match.id),
  title: 'Reject a pair',
  invitation: 'Say why, and this pair is not proposed again.',
  intro: [
    say(
      people.length > 2
        ? `No two of ${sayNames(people)} will be proposed together again. None of them hears of it.`
        : `${sayNames(people)} will not be proposed again. Neither of them hears of it.`,
    ),
  ],
  inputs: reasonInputs(true, noted),
  submit: 'Reject',
})

export const reasonMissing = 'Please choose a reason. Only coordinators see it.'

/** What stands in the way of a pair once those are approved instead of which it was possible. */
const lasting = (obstacle: Obstacle): Obstacle => (obstacle === 'instead' ? 'no-capacity' : obstacle)

/** What has just been decided, in a sentence or two. */
export const sayDecided = (decided: {
  readonly approved: number
  readonly rejected: number
  readonly kept: number
  readonly letGo: number
  readonly settled: number
  readonly blocked: readonly Dealt[]
}): string => {
  const { approved, rejected, kept, letGo, settled, blocked } = decided
  const others = blocked.length - MOST_NAMED
  const said = [
    ...(approved > 0
      ? [
          approved === 1
            ? '1 pair is made, and introduced in their working hours. Until then, you can undo it.'
            : `${approved} pairs are made; each is introduced in their working hours. Until then, you can undo it.`,
        ]
      : []),
    ...(rejected > 0
      ? [`${sayCount(rejected, 'pair is', 'pairs are')} rejected and not proposed again.`]
      : []),
    ...(kept > 0 ? [`${sayCount(kept, 'pair stays', 'pairs stay')} when you ask again.`] : []),
    ...(letGo > 0 ? [`${sayCount(letGo, 'pair is', 'pairs are')} no longer kept.`] : []),
    ...(settled > 0
      ? [`${sayCount(settled, 'pair', 'pairs')} had been decided already; that stays as it was.`]
      : []),
    ...blocked
      .slice(0, MOST_NAMED)
      .map(({ people, obstacle }) => `${sayNames(people)}: ${sayObstacle(lasting(obstacle ?? 'missing'))}`),
    ...(others > 0
      ? [`${sayCount(others, 'other pair is', 'other pairs are')} not possible now either.`]
      : []),
  ]
  return said.join(' ') || 'Nothing has changed.'
}
