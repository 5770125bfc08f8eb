import { later } from '../../core/calendar.ts'
import { became, type Context, type Effect, type Outcome, save, touch } from '../../core/flow.ts'
import { chanceOf } from '../../core/ids.ts'
import type { Draft, Match, Programme } from '../../core/model.ts'
import type { PairingQuestion, Proposal, ProposedMatch } from '../../core/pairing.ts'
import type { Reader } from '../../core/store.ts'
import { alreadyApproving, approvalIn } from './approve-all.ts'
import { draftMessage, nobodyPaired, nobodyToPairAnew, noDraft } from './copy/draft.ts'
import { deskWith, fieldOf } from './desk.ts'
import { type By, recorded } from './record.ts'
import { available, type Field, questionOf, takesAnother } from './rules.ts'
import { alreadyMaking, want, wantedOf } from './want.ts'

/** The largest seed that is drawn. */
const SEEDS = 2 ** 31

/** A seed that nobody chose. */
const drawnSeed = (context: Context): number => Math.floor(chanceOf('draft', context.newId('seed')) * SEEDS)

/** What a draft is made around: matches of the one before that a coordinator keeps. */
export const keptIn = (before: Draft | null): readonly Match[] =>
  before?.matches.filter(({ state, fixed }) => state === 'proposed' && fixed) ?? []

/** What pairing is to be asked for a new draft, and from which facts; or the answer, where none can be made now. */
export type Asked =
  | {
      readonly type: 'question'
      readonly question: PairingQuestion
      readonly field: Field
      /** The draft that counts until then; null when there is none. */
      readonly before: Draft | null
    }
  | { readonly type: 'answer'; readonly outcome: Outcome }

/** Asks for a new draft around what is kept of the one before. `seed`: null draws one. */
export const askForDraft = async (
  programme: Programme,
  seed: number | null,
  read: Reader,
  context: Context,
): Promise<Asked> => {
  const field = await fieldOf(programme, read, context)
  const before = await read.drafts.latest(programme.id)
  if (!isOpen(before) && !canPair(field))
    return { type: 'answer', outcome: await nobodyLeft(field, before, context) }
  const underWay = await wantedOf(programme, read)
  if (underWay) return { type: 'answer', outcome: alreadyMaking(programme, underWay) }
  const approval = await approvalIn(programme, read)
  if (approval) return { type: 'answer', outcome: alreadyApproving(programme, approval) }
  const question = await questionOf(field, keptIn(before), seed ?? drawnSeed(context), context)
  return { type: 'question', question, field, before }
}

const isOpen = (draft: Draft | null): boolean =>
  draft?.matches.some(({ state }) => state === 'proposed') ?? false

/** Whether there are enough for a pair: two without a partner, or one and somebody who can take another. */
export const canPair = (field: Field): boolean => {
  const free = available(field).length
  return free > 1 || (free === 1 && takesAnother(field))
}

/** Whether a draft waits for decisions and none of its pairs can be approved: then a new one takes its place even empty. */
export const isSpent = async (draft: Draft | null, field: Field, context: Context): Promise<boolean> => {
  if (!draft || !isOpen(draft)) return false
  const { deck } = await deskWith(draft, field, context)
  return deck.open.every(({ obstacle }) => obstacle !== null)
}

/** The answer where there are too few for a new draft: the draft that stays, where there is one. */
const nobodyLeft = async (field: Field, before: Draft | null, context: Context): Promise<Outcome> =>
  became(
    before
      ? draftMessage((await deskWith(before, field, context)).deck, 0, nobodyToPairAnew)
      : noDraft(field.programme, available(field).length),
  )

/** Proposes a new draft, at once or, where that takes long, apart. */
export const propose = async (
  programme: Programme,
  by: By,
  read: Reader,
  context: Context,
): Promise<Outcome> => {
  const asked = await askForDraft(programme, null, read, context)
  if (asked.type === 'answer') return asked.outcome
  const { question, field, before } = asked
  if (context.pairing.isLong(question))
    return want(programme, available(field).length, question.seed, by, context)
  return proposed(field, before, question, context.pairing.propose(question), by, context)
}

/** Shows what becomes of a proposal: the programme's new draft, if it holds any pair or puts aside what is spent. */
export const proposed = async (
  field: Field,
  before: Draft | null,
  question: PairingQuestion,
  proposal: Proposal,
  by: By,
  context: Context,
): Promise<Outcome> => {
  const { programme } = field
  const draft = draftOf(programme, before, context.newId('draft'), question, proposal, context)
  const { deck } = await deskWith(draft, field, context)
  return draft.matches.length > 0 || (await isSpent(before, field, context))
    ? became(
        draftMessage(deck, 0, null),
        save('drafts', 'propose', draft),
        recorded('made', programme, draft, [], by, context),
        ...tellingWhoWaits(programme, draft.matches),
      )
    : became(nobodyPaired(programme, deck.waiting))
}

/** Where there is nothing to decide, whoever waits can be told. */
export const tellingWhoWaits = (programme: Programme, matches: readonly unknown[]): readonly Effect[] =>
  matches.length > 0 ? [] : [touch('programme', programme.id)]

/** A proposal as a draft of this id. */
const draftOf = (
  programme: Programme,
  before: Draft | null,
  id: string,
  question: PairingQuestion,
  proposal: Proposal,
  context: Context,
): Draft => ({
  ...draftWithoutMatches(programme, before, id, question, proposal, context),
  matches: matchesOf(id, proposal.matches, 0, context),
})

/** What a proposal is as a draft of this id, beside its matches, which may be thousands. */
export const draftWithoutMatches = (
  programme: Programme,
  before: Draft | null,
  id: string,
  { seed, rules }: PairingQuestion,
  proposal: Proposal,
  context: Context,
): Omit<Draft, 'matches'> => {
  const { weights, organisations, sides, odd } = rules
  return {
    id,
    programmeId: programme.id,
    // Later than the one before, even within the same instant: the latest is the one that counts.
    madeAt: before ? later(context.now, before.madeAt.add({ milliseconds: 1 })) : context.now,
    revision: 0,
    seed,
    made: {
      weights,
      organisations,
      sides,
      odd,
      mostPartners: programme.settings.mostPartners,
      proof: proposal.proof,
      refused: proposal.refused.map(({ reason }) => reason),
    },
    waiting: proposal.waiting.map(({ participantId, reason, constraint }) => ({
      participantId,
      reason,
      ...(constraint === 'paused' || constraint === 'no-consent' ? { absence: constraint } : {}),
    })),
  }
}

/** Proposed matches as those of a draft; `from` is the place of the first, from 0. */
export const matchesOf = (
  draftId: string,
  proposed: readonly ProposedMatch[],
  from: number,
  context: Context,
): readonly Match[] => {
  const matchId = context.newId('match')
  return proposed.map((match, index) => ({
    ...match,
    id: `${matchId}-${from + index}`,
    draftId,
    state: 'proposed',
    pairId: null,
  }))
}
