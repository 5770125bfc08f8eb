import { chanceOf } from '../../core/ids.ts'

/**
 * To begin with. None supposes anything about who somebody is, or asks them to speak for anybody but themselves.
 */
export const QUESTIONS: readonly string[] = [
  'What made you say yes to this programme?',
  'What would make these conversations worth your time a year from now?',
  'What are you working on at the moment that you care about?',
  'Which decision at work has taught you most, and what did it teach you?',
  'How do you like to be told that you could do something differently?',
  'What should be agreed between you before you talk about anything difficult?',
  'What do people often get wrong about your job?',
  'When did somebody at work really listen to you, and what came of it?',
  'What would you like to be asked more often?',
  'What is one thing in your organisation that you would change if it were up to you?',
  'What do you know well that few people ask you about?',
  'How will each of you notice if one is giving more than the other?',
]

const OPENING_QUESTIONS = 3

/** Three questions for a pair: always the same three. */
export const questionsFor = (pairId: string): readonly string[] =>
  [...QUESTIONS]
    .sort((one, other) => chanceOf(pairId, one) - chanceOf(pairId, other))
    .slice(0, OPENING_QUESTIONS)
