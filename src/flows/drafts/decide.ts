import { answerTo, refilled } from '../../core/answers.ts'
import { askAgain, became, type Context, type Effect, type Outcome, save, touch } from '../../core/flow.ts'
import type { Answers, Form } from '../../core/message.ts'
import type { Match, Pair } from '../../core/model.ts'
import { REASONS, type Reason } from '../../core/pairing.ts'
import { askOnceMore, severalFrom } from './choosing.ts'
import { pairChoices } from './copy/choosing.ts'
import { chooseForm, reasonMissing, rejectForm, sayDecided } from './copy/decide.ts'
import { draftMessage } from './copy/draft.ts'
import { afterwards, type Desk, deskWith, turned } from './desk.ts'
import { type Dealt, openIn } from './open.ts'
import { type By, recorded } from './record.ts'

/** What a coordinator decides about matches. */
export type Decision =
  | { readonly type: 'approve' | 'keep' | 'let-go' }
  | { readonly type: 'reject'; readonly reason: Reason; readonly words: string | null }

const reasonFrom = (written: string): Reason | null => REASONS.find((one) => one === written) ?? null

/** Reads the form that decides several at once. */
export const decideSome = async (
  desk: Desk,
  answers: Answers,
  by: By,
  context: Context,
): Promise<Outcome> => {
  const pairs = await severalFrom(pairChoices(desk.deck.open), 'pairs', answers, context)
  const form = () => chooseForm(desk.deck, pairs.shown, isNoted(answers))
  const asking = askOnceMore(form, answers, { pairs })
  if (asking) return asking
  const chosen = pairs.shown.chosen
  const decision = decisionFrom(answers)
  return decision
    ? decide(desk, chosen, decision, by, context)
    : askForReason(desk, form(), { ...answers, pairs: chosen })
}

const isNoted = (answers: Answers): boolean => answerTo(answers, 'words') !== ''

/** Null when it rejects without a reason. */
const decisionFrom = (answers: Answers): Decision | null => {
  const type = answerTo(answers, 'decision')
  if (type === 'approve' || type === 'keep' || type === 'let-go') return { type }
  return rejection(answers)
}

const rejection = (answers: Answers): Decision | null => {
  const reason = reasonFrom(answerTo(answers, 'reason'))
  return reason && { type: 'reject', reason, words: answerTo(answers, 'words') || null }
}

/** Reads the form that rejects one. */
export const rejectOne = async (
  desk: Desk,
  matchId: string,
  answers: Answers,
  by: By,
  context: Context,
): Promise<Outcome> => {
  const decision = rejection(answers)
  if (decision) return decide(desk, [matchId], decision, by, context)
  const dealt = desk.deck.open.find(({ match }) => match.id === matchId)
  return askForReason(desk, dealt ? rejectForm(desk.deck, dealt, isNoted(answers)) : null, answers)
}

/** The form once more; the draft, where there is nothing left to fill it in for. */
const askForReason = ({ deck }: Desk, form: Form | null, answers: Answers): Outcome =>
  form ? askAgain(refilled(form, answers), { reason: reasonMissing }) : became(draftMessage(deck, 0, null))

/** The open matches of these ids, and what stands in the way of each beside the others of them alone. */
export const chosenOf = (
  { draft, field }: Desk,
  chosen: readonly string[],
  { pairing }: Pick<Context, 'pairing'>,
): readonly Dealt[] => openIn(draft.matches, field, pairing, ({ id }) => chosen.includes(id))

/** Decides those of a draft's open matches that were chosen; null: all of them. */
export const decide = async (
  desk: Desk,
  chosen: readonly string[] | null,
  decision: Decision,
  by: By,
  context: Context,
): Promise<Outcome> => {
  const { programme, draft, field, deck } = desk
  const open = chosen === null ? deck.open : chosenOf(desk, chosen, context)
  const isWanted = decision.type === 'approve' || decision.type === 'keep'
  const blocked = isWanted ? open.filter(({ obstacle }) => obstacle !== null) : []
  const settled = open.filter((dealt) => !blocked.includes(dealt) && isNews(dealt, decision))
  const changed = settled.map(({ match }) => decided(match, decision, context))
  const after = turned(draft, changed)
  const pairs = settled.flatMap((dealt) => (decision.type === 'approve' ? [pairOf(dealt, context)] : []))
  const deskAfter = await deskWith(
    settled.length > 0 ? after : draft,
    afterwards(field, [...field.pairs, ...pairs], changed),
    context,
  )
  const count = (type: Decision['type']) => (decision.type === type ? settled.length : 0)
  const news = sayDecided({
    approved: count('approve'),
    rejected: count('reject'),
    kept: count('keep'),
    letGo: count('let-go'),
    settled: Math.max(0, new Set(chosen).size - open.length),
    blocked,
  })
  return became(
    draftMessage(deskAfter.deck, 0, news),
    ...(settled.length > 0
      ? [
          save('drafts', 'turn', draft.id, draft.revision),
          ...effectsOf(settled, decision, context),
          recorded(
            ACT[decision.type],
            programme,
            after,
            settled.map(({ match }) => match.participantIds),
            by,
            context,
            decision.type === 'reject' ? decision : null,
          ),
        ]
      : []),
    ...(deskAfter.deck.open.length === 0 && settled.length > 0 ? [touch('programme', programme.id)] : []),
  )
}

const ACT = { approve: 'approved', reject: 'rejected', keep: 'kept', 'let-go': 'let-go' } as const

/** Keeping what is kept already changes nothing. */
const isNews = ({ match }: Dealt, { type }: Decision): boolean =>
  type === 'approve' || type === 'reject' || match.fixed !== (type === 'keep')

/** The pair that a match becomes where it is approved in this context. */
export const pairIdOf = ({ id }: Pick<Match, 'id'>, context: Context): string => context.newId(`pair ${id}`)

const pairOf = ({ match, people }: Dealt, context: Context): Pair => ({
  id: pairIdOf(match, context),
  programmeId: people[0]?.programmeId ?? '',
  members: people,
  pairedAt: context.now,
  endedAt: null,
  conversation: null,
})

const decided = (match: Match, { type }: Decision, context: Context): Match => {
  switch (type) {
    case 'approve':
      return { ...match, state: 'approved', pairId: pairIdOf(match, context) }
    case 'reject':
      return { ...match, state: 'rejected', fixed: false }
    case 'keep':
      return { ...match, fixed: true }
    case 'let-go':
      return { ...match, fixed: false }
  }
}

/** These matches become pairs. */
export const approved = (settled: readonly Dealt[], context: Context): readonly Effect[] => {
  if (settled.length === 0) return []
  const pairs = settled.map((dealt) => {
    const { id, programmeId, pairedAt } = pairOf(dealt, context)
    return { id, programmeId, pairedAt, participantIds: dealt.match.participantIds }
  })
  return [
    save(
      'drafts',
      'approve',
      settled.map(({ match }) => ({ matchId: match.id, pairId: pairIdOf(match, context) })),
    ),
    save('pairs', 'pair', pairs),
    ...pairs.map(({ id }) => touch('pair', id)),
  ]
}

const effectsOf = (settled: readonly Dealt[], { type }: Decision, context: Context): readonly Effect[] => {
  const ids = settled.map(({ match }) => match.id)
  switch (type) {
    case 'approve':
      return approved(settled, context)
    case 'reject':
      return [save('drafts', 'reject', ids)]
    case 'keep':
      return [save('drafts', 'keep', ids, true)]
    case 'let-go':
      return [save('drafts', 'keep', ids, false)]
  }
}
