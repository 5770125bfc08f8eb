import { choicesFor } from '../../core/answers.ts'
import { ask, became, type Context, type Effect, type Outcome, save, touch } from '../../core/flow.ts'
import type { Answers } from '../../core/message.ts'
import type { Match, Pair, Participant } from '../../core/model.ts'
import type { Reader } from '../../core/store.ts'
import { draftMessage } from './copy/draft.ts'
import { nothingToUndo, sayUndone, undoForm } from './copy/undo.ts'
import { afterwards, type Desk, deskWith, turned } from './desk.ts'
import { type By, recorded } from './record.ts'
import { notesSubject } from './schedule.ts'

/** More are not looked at: the newest are what somebody wants to undo. */
const MOST = 90

/** A decision that may be undone, or why it is too late. */
export interface Undoable {
  readonly match: Match
  readonly people: readonly Participant[]
  /** The pair that would end; null for a match that was rejected. */
  readonly pair: Pair | null
  readonly late: Late | null
}

/** told: something about the pair has gone out. begun: they have begun by themselves. over: they are no pair any more. */
export type Late = 'told' | 'begun' | 'over'

const lateness = async (pair: Pair, read: Reader): Promise<Late | null> => {
  if (pair.endedAt) return 'over'
  if (await read.deliveries.hasGoneOut({ kind: 'pair', id: pair.id })) return 'told'
  if ((await read.meetings.ofPair(pair.id)).length > 0) return 'begun'
  for (const { id } of pair.members)
    if ((await read.reflections.ofParticipant(id)).some(({ pairId }) => pairId === pair.id)) return 'begun'
  return null
}

/** The newest decisions, with what stands in the way of undoing each. */
const undoables = async ({ field }: Desk, read: Reader): Promise<readonly Undoable[]> => {
  const people = new Map(field.participants.map((person) => [person.id, person]))
  const found: Undoable[] = []
  for (const match of field.decided.slice(-MOST).reverse()) {
    const members = match.participantIds.flatMap((id) => people.get(id) ?? [])
    if (members.length < match.participantIds.length) continue
    const pair = field.pairs.find(({ id }) => id === match.pairId) ?? null
    if (match.state === 'approved' && !pair) continue
    found.push({ match, people: members, pair, late: pair && (await lateness(pair, read)) })
  }
  return found
}

/** Whether anything can be undone. */
export const canUndo = async (desk: Desk, read: Reader): Promise<boolean> =>
  (await undoables(desk, read)).some(({ late }) => late === null)

/** Asks what to undo; null when there is nothing. */
const undoFormFor = async (desk: Desk, read: Reader) =>
  undoForm(
    desk.draft,
    (await undoables(desk, read)).filter(({ late }) => late === null),
  )

/** The same form with all that somebody may have seen in it, before it was too late. */
export const undoFormAsSeen = ({ draft, field }: Desk) => {
  const matches = new Map([...draft.matches, ...field.decided].map((match) => [match.id, match]))
  return undoForm(
    draft,
    [...matches.values()].map((match) => ({ match, people: [], pair: null, late: null })),
  )
}

export const askUndo = async (desk: Desk, read: Reader): Promise<Outcome> => {
  const form = await undoFormFor(desk, read)
  return form ? ask(form) : became(draftMessage(desk.deck, 0, nothingToUndo))
}

export const undoSome = async (
  desk: Desk,
  answers: Answers,
  by: By,
  read: Reader,
  context: Context,
): Promise<Outcome> => undo(desk, choicesFor(answers, 'pairs'), by, read, context)

/**
 * Takes decisions back: a pair of which nobody has been told ends as if it had never been, and every match is proposed
 * again, in the draft that counts now.
 */
export const undo = async (
  desk: Desk,
  matchIds: readonly string[],
  by: By,
  read: Reader,
  context: Context,
): Promise<Outcome> => {
  const { programme, draft, field } = desk
  const chosen = (await undoables(desk, read)).filter(({ match }) => matchIds.includes(match.id))
  const undone = chosen.filter(({ late }) => late === null)
  const late = chosen.filter((one) => one.late !== null)
  const news = sayUndone(undone, late)
  if (undone.length === 0) return became(draftMessage(desk.deck, 0, news))
  const changed = undone.map(
    ({ match }): Match => ({ ...match, draftId: draft.id, state: 'proposed', pairId: null }),
  )
  const after = turned(draft, changed)
  const ended = new Set(undone.flatMap(({ pair }) => (pair ? [pair.id] : [])))
  const pairs = field.pairs.filter(({ id }) => !ended.has(id))
  return became(
    draftMessage(deskWith(after, afterwards(field, pairs, changed), context).deck, 0, news),
    save('drafts', 'turn', draft.id, draft.revision),
    ...undone.flatMap(({ match, pair }): Effect[] => [
      ...(pair ? ending(pair) : []),
      save('drafts', 'reopen', match.id, draft.id),
    ]),
    recorded(
      'undone',
      programme,
      after,
      undone.map(({ match }) => match.participantIds),
      by,
      context,
    ),
    { type: 'cancel', flow: 'drafts', subject: notesSubject(programme), occurrence: null, reason: 'undone' },
  )
}

const ending = (pair: Pair): readonly Effect[] => [
  {
    type: 'cancel',
    flow: 'introduction',
    subject: { kind: 'pair', id: pair.id },
    occurrence: null,
    reason: 'undone',
  },
  save('pairs', 'unmake', pair.id),
  touch('pair', pair.id),
  ...pair.members.map(({ id }) => touch('participant', id)),
]
