import type { Word } from './flow.ts'

/** What typed words mean. `rest` is what followed the word, as it was typed. */
export type Understood =
  | { readonly type: 'word'; readonly word: Word; readonly rest: string }
  | { readonly type: 'unclear'; readonly nearest: Word | null }

/** Said before or after a request out of courtesy; they change nothing. */
const BEFORE =
  /^(?:(?:hi|hello|hey|dear)(?:\s+there)?(?:,?\s+duologue)?(?:[\s,.!]+|$)|please\s+|pls\s+|(?:can|could|may|would) (?:you|i|we)\s+(?:please\s+)?|i(?:'d| would) like to\s+|i want to\s+|i need to\s+|let me\s+|let's\s+|show me\s+(?:my\s+|the\s+)?|show\s+(?:my\s+|the\s+)?|my\s+)+/i
const AFTER = /(?:[\s,]+(?:please|pls|thanks|thank you|now|ta))*[\s.!?]*$/i
const COMMAND = /^\/?mentoring(?:\s+|$)/i
/** The bot's own name, as people or a platform put it before what they want. */
const MENTION = /^(?:<at[^<>]*>[^<>]*<\/at>|<@[^<>]*>|@?duologue\b)[\s,:]*/i
/** Longer than any command with what may follow it. */
const LONGEST_COMMAND = 300

/** A typed sentence longer than this is not taken for a command with something after it. */
const LONGEST_REST_WORDS = 6

/**
 * Understands what was typed, with or without `/mentoring` and courtesies. A sentence that merely begins with one of
 * our words is left alone: after a word that takes nothing, nothing may follow.
 */
export const understand = (typed: string, words: readonly Word[]): Understood => {
  const tidy = typed
    .replace(/\p{Cf}/gu, '')
    .replace(/[\u2010-\u2013]/g, '-')
    .replaceAll('\u2019', "'")
    .replace(/\s+/g, ' ')
    .trim()
  if (tidy.length > LONGEST_COMMAND) return { type: 'unclear', nearest: null }
  const whole = tidy.replace(MENTION, '').replace(COMMAND, '').replace(AFTER, '')
  const bare = whole.replace(BEFORE, '')
  // Only our name, or a greeting: whoever calls is shown what there is.
  const nothingMore = bare === '' && tidy.replace(AFTER, '') !== ''
  const asked = nothingMore ? null : aboutWord(bare, words)
  if (asked) return asked
  for (const said of nothingMore ? ['home'] : [whole, bare, bare.replace(/^(?:a|an|the)\s+/i, '')]) {
    const found = findWord(said, words)
    if (found) return found
  }
  return { type: 'unclear', nearest: nearestWord(bare, words) }
}

/** "help schedule", "schedule help": help, with the word that it is about. */
const aboutWord = (said: string, words: readonly Word[]): Understood | null => {
  const help = words.find(({ word }) => word === 'help')
  const about = /^help (?:with )?(.+)$|^(.+) help$/.exec(said.toLowerCase())
  const name = about?.[1] ?? about?.[2]
  const word = words.find((one) => one.word === name || one.aliases.some((alias) => alias === name))
  return help && word ? { type: 'word', word: help, rest: word.word } : null
}

const findWord = (said: string, words: readonly Word[]): Understood | null => {
  const lower = said.toLowerCase()
  const names = words
    .flatMap((word) => [word.word, ...word.aliases].map((name) => ({ word, name })))
    .sort((one, other) => other.name.length - one.name.length)
  for (const { word, name } of names) {
    if (lower === name) return { type: 'word', word, rest: '' }
    if (word.usage === null || !lower.startsWith(`${name} `)) continue
    const rest = said.slice(name.length + 1).trim()
    if (rest.split(' ').length <= LONGEST_REST_WORDS) return { type: 'word', word, rest }
  }
  return null
}

/** How many slips a word may have and still be known: none in one that is as short as a syllable. */
const slipsIn = (name: string): number => {
  if (name.length <= 3) return 0
  return name.length === 4 ? 1 : 2
}

const nearestWord = (said: string, words: readonly Word[]): Word | null => {
  const tokens = said.toLowerCase().split(' ')
  if (tokens.length > 3) return null
  const candidates = words.flatMap((word) =>
    [word.word, ...word.aliases].map((name) => ({
      word,
      distance: Math.min(distance(said.toLowerCase(), name), distance(tokens[0] ?? '', name)),
      allowed: slipsIn(name),
    })),
  )
  const [best] = candidates
    .filter(({ distance, allowed }) => distance <= allowed)
    .sort((one, other) => one.distance - other.distance)
  return best?.word ?? null
}

/** How many letters must be changed, added, left out or swapped with their neighbour to make one of the other. */
const distance = (one: string, other: string): number => {
  let before: number[] = []
  let last = Array.from({ length: other.length + 1 }, (_, index) => index)
  for (let i = 1; i <= one.length; i++) {
    const row = [i]
    for (let j = 1; j <= other.length; j++) {
      const same = one[i - 1] === other[j - 1]
      let least = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (same ? 0 : 1))
      if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1])
        least = Math.min(least, (before[j - 2] ?? 0) + 1)
      row.push(least)
    }
    before = last
    last = row
  }
  return last[other.length] ?? 0
}
