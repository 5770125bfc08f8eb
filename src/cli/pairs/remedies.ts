import { REASONS } from '../../core/pairing.ts'

/** What to do where a draft is not as it was thought to be. */
export const LOOK = 'Look with “duologue pairs draft”.'

/** What to do where it has changed since somebody looked. */
export const DECIDE_AGAIN = 'See how it stands now with “duologue pairs draft”, and decide again.'

/** How to end what keeps a draft from being decided. */
export const STOP = '“duologue pairs stop” stops it.'

/** What to do where there is no reason, or one that is none. */
export const GIVE_REASON = `Give --reason with one of ${REASONS.join(', ')}.`
