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

/** What people are invited to write about before they have met. */
export const PROMPTS_BEFORE: readonly string[] = [
  'What do you hope to take from these conversations, and what could you bring to them?',
  'What would you like your partner to know about how you work and learn best?',
  'What would help you to speak openly when you meet for the first time?',
  'What are you curious to ask, and what would you like to be asked?',
]

const nth = (prompts: readonly string[], occasion: number): string =>
  prompts[((occasion % prompts.length) + prompts.length) % prompts.length] ?? ''

/** The prompt for the nth occasion; they come round again. */
export const promptFor = (occasion: number): string => nth(PROMPTS, occasion)

/** A name that tells the nth prompt, of those before or after a first meeting, from every other. */
export const promptName = (occasion: number, when: 'before' | 'after'): string =>
  when === 'before' ? `before${occasion}` : String(occasion)

/** The prompt of this name; null when it is none. */
export const promptNamed = (name: string): string | null => {
  const [, before, number] = /^(before)?(\d{1,4})$/.exec(name) ?? []
  if (number === undefined) return null
  return nth(before ? PROMPTS_BEFORE : PROMPTS, Number(number))
}
