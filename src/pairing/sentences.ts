import type { Change, Constraint, Objection, ScorePart, Waiting } from '../core/pairing.ts'
import type { Person } from './types.ts'
import type { Reading } from './words.ts'

/** Below this a part is worth a word of warning. */
const weak = 4_000
/** From here a part is worth naming as a reason. */
const strong = 3_500

/** The two phrases, one from each list, that share the most words; null where none share any. */
function closest(
  mine: readonly string[],
  theirs: readonly string[],
  read: Reading,
): { mine: string; theirs: string } | null {
  let found: { mine: string; theirs: string } | null = null
  let most = 0
  const others = theirs.map((phrase) => ({ phrase, words: read(phrase) }))
  for (const phrase of mine) {
    const words = read(phrase)
    for (const other of others) {
      const shared = words.filter((word) => other.words.includes(word)).length
      if (shared > most) {
        most = shared
        found = { mine: phrase.trim(), theirs: other.phrase.trim() }
      }
    }
  }
  return found
}

/** What goals and offers have in common, in one sentence. */
function learning(learner: Person, other: Person, read: Reading): string {
  const match = closest(learner.goals, other.offers, read)
  if (match === null) return `${other.name} offers what ${learner.name} hopes for.`
  if (match.mine.toLowerCase() === match.theirs.toLowerCase()) {
    return `${learner.name} hopes for “${match.mine}”, which ${other.name} offers.`
  }
  return `${learner.name} hopes for “${match.mine}”, and ${other.name} offers “${match.theirs}”.`
}

/** Whose hours are the usual ones is said: they may only be taken to be. */
function theirHours(first: Person, second: Person): string {
  const usual = [first, second].filter(({ usualHours }) => usualHours)
  const [only] = usual
  if (only === undefined) return 'Their working hours'
  return `Taking the usual 9 to 17 for ${usual.length > 1 ? 'both' : only.name}, their working hours`
}

/** A part as a reason; `minutes` is what their working hours share in a week, null when not known. */
function reason(
  part: ScorePart,
  first: Person,
  second: Person,
  minutes: number | null,
  read: Reading,
): string {
  switch (part.name) {
    case 'first-learns':
      return learning(first, second, read)
    case 'second-learns':
      return learning(second, first, read)
    case 'interests': {
      const match = closest(first.interests, second.interests, read)
      return match === null ? 'They have interests in common.' : `They share an interest in “${match.mine}”.`
    }
    case 'hours': {
      const hours = Math.floor((minutes ?? 0) / 60)
      return `${theirHours(first, second)} overlap for about ${hours === 1 ? 'an hour' : `${hours} hours`} a week.`
    }
    case 'languages':
      return 'They have a choice of languages to talk in.'
    case 'location':
      return 'They are in the same place.'
  }
}

/** A part as the thing to be aware of. */
function caution(part: ScorePart, first: Person, second: Person): string {
  switch (part.name) {
    case 'first-learns':
      return `What ${second.name} offers and what ${first.name} hopes for have little in common so far.`
    case 'second-learns':
      return `What ${first.name} offers and what ${second.name} hopes for have little in common so far.`
    case 'interests':
      return 'Their interests differ.'
    case 'hours':
      return `${theirHours(first, second)} hardly overlap, so finding a time will take some care.`
    case 'languages':
      return 'They have one language to talk in.'
    case 'location':
      return 'They are in different places, so they will mostly meet online.'
  }
}

/** Worth naming: known, wanted by the weights, and more than what every pair has. */
function isReason(part: ScorePart, minutes: number | null): boolean {
  if (!part.known || part.weight === 0 || part.value < strong) return false
  if (part.name === 'languages') return part.value > 6_000
  if (part.name === 'hours') return (minutes ?? 0) >= 60
  return true
}

/** Why two people are paired: their two strongest parts in sentences, and the weakest where it is weak. */
export function whySentences(
  parts: readonly ScorePart[],
  first: Person,
  second: Person,
  minutes: number | null,
  read: Reading,
): { reasons: string[]; caution: string | null } {
  const byWorth = [...parts].sort((a, b) => b.value * b.weight - a.value * a.weight)
  const reasons = byWorth
    .filter((part) => isReason(part, minutes))
    .slice(0, 2)
    .map((part) => reason(part, first, second, minutes, read))
  if (reasons.length === 0) {
    reasons.push(
      `${first.name} and ${second.name} have little on record in common yet; this suits everyone best.`,
    )
  }
  const weakest = parts
    .filter((part) => part.known && part.weight > 0 && part.value < weak)
    .sort((a, b) => a.value - b.value || b.weight - a.weight)[0]
  return { reasons, caution: weakest === undefined ? null : caution(weakest, first, second) }
}

/** What is added for the third person in a trio. */
export function trioSentence(third: Person): string {
  return `${third.name} joins them, and so is not left without a partner.`
}

const together = (names: readonly string[]): string =>
  names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`

/** Why a match cannot be, for coordinators; `names` are those whom it concerns. Says nothing about who wished for what. */
export function objectionText(constraint: Objection['constraint'], names: readonly string[]): string {
  const who = together(names)
  switch (constraint) {
    case 'unknown-person':
      return 'This cannot be a pair, because one of them is not in this programme.'
    case 'same-person':
      return `${together([...new Set(names)])} cannot be in one pair twice.`
    case 'no-trios':
      return `${who} cannot be a trio, because this programme makes none.`
    case 'same-side':
      return `${who} cannot be a pair, because they are on the same side.`
    case 'paused':
      return `${who} has paused, and can be paired once they return.`
    case 'no-consent':
      return `${who} has not said yes yet, and can be paired once they do.`
    case 'no-capacity':
      return `${who} has no room for another partner.`
    case 'excluded':
      return `${who} cannot be partners, because this pair is excluded.`
    case 'line-management':
      return `${who} cannot be partners, because they share a line of management.`
    case 'organisation':
      return `${who} cannot be partners, because of the rule about organisations.`
    case 'earlier-partners':
      return `${who} cannot be partners, because they have been partners before.`
    case 'no-shared-language':
      return `${who} cannot be partners, because they have no language in common.`
  }
}

/** What a constraint means for someone whom it keeps from those who are left. */
function nobodyLeft(constraint: Constraint): string {
  switch (constraint) {
    case 'excluded':
      return 'none of those who are left may be paired with them'
    case 'line-management':
      return 'those who are left share a line of management with them'
    case 'organisation':
      return 'the rule about organisations leaves nobody for them'
    case 'earlier-partners':
      return 'those who are left have been their partners before'
    case 'no-shared-language':
      return 'those who are left have no language in common with them'
    default:
      return 'nobody is free'
  }
}

/** Who else waits for the same: one of them is helped by one change, or two where they may be in a trio. */
export type Sharing = 'nobody' | 'one-of-them' | 'two-of-them'

const LIKELY = 'would most likely be enough.'
const FOR_SOME: Readonly<Record<Sharing, string>> = {
  nobody: LIKELY,
  'one-of-them': 'would give one of those who wait a partner.',
  'two-of-them': 'would give one of those who wait a partner, or two of them in a trio.',
}
const FOR_THEM: Readonly<Record<Sharing, string>> = {
  nobody: LIKELY,
  'one-of-them': 'would give them, or somebody else who waits, a partner.',
  'two-of-them': 'would give them, or somebody else who waits, or both, a partner.',
}

/** What a change would do for this person, and for them alone where it is certain. */
function helpText(change: Change, name: (id: string) => string, sharing: Sharing): string {
  const forSome = FOR_SOME[sharing]
  switch (change.type) {
    case 'return':
      return change.certain
        ? 'They can be paired once they return.'
        : 'They may get a partner once they return.'
    case 'consent':
      return change.certain ? 'They can be paired once they do.' : 'They may get a partner once they do.'
    case 'raise-capacity': {
      const room = `Room for one more partner with ${name(change.participantId)}`
      return change.certain ? `${room} would be enough.` : `${room} ${forSome}`
    }
    case 'lift':
      return change.partners === null
        ? 'Lifting that would make a pair possible.'
        : `Lifting that would open ${change.partners === 1 ? 'one possible pair' : `${change.partners} possible pairs`}.`
    case 'add-person': {
      const more = `One more person${change.side === null ? '' : ' on the other side'}`
      return change.certain ? `${more} would be enough.` : `${more} ${forSome}`
    }
  }
}

/** Why someone has no partner and what would help, for coordinators. */
export function waitingText(
  { participantId, constraint, change }: Omit<Waiting, 'reason'>,
  name: (id: string) => string,
  sharing: Sharing,
): string {
  const who = name(participantId)
  const help = helpText(change, name, sharing)
  switch (constraint) {
    case 'paused':
      return `${who} has paused. ${help}`
    case 'no-consent':
      return `${who} has not said yes yet. ${help}`
    case 'no-capacity': {
      const enough = change.type === 'raise-capacity' && change.certain
      return `${who} takes on no partners at present. ${enough ? 'Room for one would be enough.' : 'With room for one, they may get a partner.'}`
    }
    case 'outnumbered':
      return change.type === 'add-person' && change.side === null
        ? `${who} has no partner yet, because the number of people is odd. ${help}`
        : `${who} has no partner yet, because there are more people on their side. ${help}`
    case 'crowded':
      return `${who} has no partner yet, because the few people who could be theirs are needed by others. ${help}`
    default: {
      const because = `${who} has no partner yet, because ${nobodyLeft(constraint)}.`
      if (change.type !== 'add-person') return `${because} ${help}`
      const more = `One more person${change.side === null ? '' : ' on the other side'} whom nothing keeps from them`
      return `${because} ${more} ${change.certain ? 'would be enough.' : FOR_THEM[sharing]}`
    }
  }
}
