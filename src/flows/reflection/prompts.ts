/**
 * What people are invited to write about. No prompt asks anyone to speak for others, or supposes anything about who
 * they are; each fits either side. Their order is kept: reflections remember the words, not the number.
 */
export const PROMPTS: readonly string[] = [
  'What did you hear in your last conversation that has stayed with you?',
  'What did you learn from your partner, and what do you think they learned from you?',
  'Was there a moment when you saw something differently afterwards? What changed?',
  'What did you not say that you would like to say next time?',
  'How evenly did you share the time, the questions and the listening?',
  'What is one small thing that you could do at work this month because of what you talked about?',
  'When did the conversation feel easy, and when did it feel careful? What made the difference?',
  'What would you like to ask for that you have not asked for yet?',
  'What have you offered your partner so far that you are glad of?',
  'Looking back at what you hoped for: what has moved, and what is next?',
]

/** The closing line of a note after a meeting, for the side that books first and for the other. */
export const ASIDES = {
  first: 'You might also note one thing that you want to do before you invite them again.',
  other: 'You might also note one thing that you want to bring up next time.',
} as const

/** The prompt for the nth occasion; they come round again. */
export const promptFor = (occasion: number): string =>
  PROMPTS[((occasion % PROMPTS.length) + PROMPTS.length) % PROMPTS.length] ?? ''
