import type { Weights } from './types.ts'

/** What a programme starts with: learning from each other first, then finding the time. */
export const defaultWeights: Weights = { goals: 50, interests: 15, hours: 20, languages: 5, location: 10 }
