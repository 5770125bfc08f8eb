import { refilled } from '../../core/answers.ts'
import {
  ask,
  askAgain,
  became,
  type Context,
  type Effect,
  type Outcome,
  save,
  touch,
} from '../../core/flow.ts'
import type { Answers, Form } from '../../core/message.ts'
import type { Match, Pair, Participant } from '../../core/model.ts'
import type { Reader, UnderWay } from '../../core/store.ts'
import { byId } from '../people.ts'
import { askOnceMore, fittingTo, onlyPicked, severalFrom, showingAll } from './choosing.ts'
import { comingInto, reopened, waitingAnew } from './coming-back.ts'
import { whoField } from './copy/choosing.ts'
import { draftMessage } from './copy/draft.ts'
import { nothingToUndo, sayUndone, undoChoices, undoForm } from './copy/undo.ts'
import { afterwards, type Desk, deskWith, turned } from './desk.ts'
import { keyOf } from './open.ts'
import { type By, recorded } from './record.ts'
import type { Field } from './rules.ts'
import { notesSubject } from './schedule.ts'

/** A decision that may be undone, or why it is too late. */
export interface Undoable {
  readonly match: Match
  readonly people: readonly Participant[]
  /** The pair that would end; null for a match that was rejected. */
  readonly pair: Pair | null
  readonly late: Late | null
}

/** Why it is too late. over: they are no pair any more. */
export type Late = UnderWay['how'] | 'over'

const latenessOf = (pair: Pair, underWay: ReadonlyMap<string, UnderWay>): Late | null =>
  pair.endedAt ? 'over' : (underWay.get(pair.id)?.how ?? null)

/** The pairs that these matches became. */
const pairsOf = (decided: readonly Match[], { pairs }: Field): ReadonlyMap<string, Pair> => {
  const wanted = new Set(decided.map(({ pairId }) => pairId))
  return new Map(pairs.flatMap((pair) => (wanted.has(pair.id) ? [[pair.id, pair]] : [])))
}

/** Tells of each of these decisions what stands in the way of undoing it; null where it does not stand any more. */
const looking = async (
  decided: readonly Match[],
  { field }: Desk,
  read: Reader,
  { othersTurn }: Context,
): Promise<(match: Match) => Undoable | null> => {
  const pairs = pairsOf(decided, field)
  const underWay = await read.deliveries.underWayAmong([...pairs.keys()])
  await othersTurn()
  const people = byId(field.participants)
  return (match) => {
    const members = match.participantIds.flatMap((id) => people.get(id) ?? [])
    const pair = (match.pairId && pairs.get(match.pairId)) || null
    if (members.length < match.participantIds.length || (match.state === 'approved' && !pair)) return null
    return { match, people: members, pair, late: pair && latenessOf(pair, underWay) }
  }
}

const undoables = async (
  decided: readonly Match[],
  desk: Desk,
  read: Reader,
  context: Context,
): Promise<readonly Undoable[]> => {
  const look = await looking(decided, desk, read, context)
  const found: Undoable[] = []
  for (const match of decided) {
    await context.othersTurn()
    const undoable = look(match)
    if (undoable) found.push(undoable)
  }
  return found
}

/** Whether anything can be undone. */
export const canUndo = async (desk: Desk, read: Reader, context: Context): Promise<boolean> => {
  const { decided } = desk.field
  const look = await looking(decided, desk, read, context)
  return decided.some((match) => look(match)?.late === null)
}

const isInTime = ({ late }: Undoable): boolean => late === null

/** How many acts are looked through for the newest; what was decided before comes after, in the order of drafts. */
const MOST_ACTS = 100

/** The newest decisions first. */
const newestFirst = async (
  all: readonly Undoable[],
  { programme }: Desk,
  read: Reader,
  { othersTurn }: Context,
): Promise<readonly Undoable[]> => {
  const acts = await read.audit.of(programme.id, 0, MOST_ACTS)
  const age = new Map<string, number>()
  for (const [index, { people }] of [...acts.entries()].reverse())
    for (const ids of people) age.set(keyOf(ids), index)
  await othersTurn()
  return all
    .map((undoable) => ({ undoable, age: age.get(keyOf(undoable.match.participantIds)) ?? MOST_ACTS }))
    .reverse()
    .sort((one, other) => one.age - other.age)
    .map(({ undoable }) => undoable)
}

/** Those that can be undone; where it is too late for all, these, to be told so. */
const offered = (all: readonly Undoable[]): readonly Undoable[] =>
  all.some(isInTime) ? all.filter(isInTime) : all

const listed = async (desk: Desk, read: Reader, context: Context): Promise<readonly Undoable[]> => {
  const all = await undoables(desk.field.decided, desk, read, context)
  const ordered = await newestFirst(all, desk, read, context)
  await context.othersTurn()
  return ordered
}

/**
 * The form as it is read: with all that somebody may have seen in it before it was too late, or before a colleague undid
 * it, so that they are told.
 */
export const undoFormAsSeen = async (desk: Desk, read: Reader, context: Context): Promise<Form | null> => {
  const all = await listed(desk, read, context)
  const seen = all.length > 0 ? [...new Set([...offered(all), ...all])] : everyMatch(desk)
  return undoForm(desk.draft, showingAll(undoChoices(seen)))
}

const everyMatch = ({ draft, field }: Desk): readonly Undoable[] => {
  const people = byId(field.participants)
  return draft.matches.map((match) => ({
    match,
    people: match.participantIds.flatMap((id) => people.get(id) ?? []),
    pair: null,
    late: null,
  }))
}

/** Asks which decisions are to be undone; says so when there is none. */
export const askUndo = async (desk: Desk, read: Reader, context: Context): Promise<Outcome> => {
  const all = await listed(desk, read, context)
  const form = undoForm(desk.draft, showingAll(undoChoices(all.filter(isInTime))))
  return form ? ask(form) : became(draftMessage(desk.deck, 0, nothingToUndo))
}

/** Reads the form that undoes decisions. */
export const undoSome = async (
  desk: Desk,
  answers: Answers,
  by: By,
  read: Reader,
  context: Context,
): Promise<Outcome> => {
  const picked = onlyPicked('pairs', answers)
  if (picked.length > 0) return undo(desk, picked, by, read, context)
  const all = await listed(desk, read, context)
  const pairs = await severalFrom(undoChoices(offered(all)), 'pairs', answers, context)
  const form = undoForm(desk.draft, pairs.shown)
  if (form && pairs.type === 'nothing') {
    const found = (await fittingTo(pairs.written, undoChoices(all), context)).map(({ id }) => id)
    const late = all.filter(({ match }) => found.includes(match.id))
    if (late.length > 0)
      return askAgain(refilled(form, answers), { [whoField('pairs')]: sayUndone([], late) })
  }
  return askOnceMore(() => form, answers, { pairs }) ?? undo(desk, pairs.shown.chosen, by, read, context)
}

/** Takes these decisions back. */
const undo = async (
  desk: Desk,
  matchIds: readonly string[],
  by: By,
  read: Reader,
  context: Context,
): Promise<Outcome> => {
  const wanted = new Set(matchIds)
  const decided = desk.field.decided.filter(({ id }) => wanted.has(id))
  return takeBack(await undoables(decided, desk, read, context), desk, by, context)
}

/** Takes back the decisions about the pairs that each of these people is in; `isShort`: it was too late for one of them. */
export const undoAbout = async (
  participantIds: readonly string[],
  desk: Desk,
  by: By,
  read: Reader,
  context: Context,
): Promise<Outcome & { readonly isShort: boolean }> => {
  const isAbout = ({ participantIds: ids }: Match, id: string) => ids.includes(id)
  const decided = desk.field.decided.filter((match) => participantIds.some((id) => isAbout(match, id)))
  const all = await undoables(decided, desk, read, context)
  const meant = new Set(
    participantIds.flatMap((id) => meantBy(all.filter(({ match }) => isAbout(match, id)))),
  )
  const chosen = all.filter((undoable) => meant.has(undoable))
  return { ...(await takeBack(chosen, desk, by, context)), isShort: !chosen.every(isInTime) }
}

/** Of the decisions about one person, those of pairs that are not over; where all are, the one of the last. */
const meantBy = (all: readonly Undoable[]): readonly Undoable[] => {
  const standing = all.filter(({ late }) => late !== 'over')
  if (standing.length > 0) return standing
  const endOf = ({ pair }: Undoable): number => pair?.endedAt?.epochMilliseconds ?? 0
  return [...all].sort((one, other) => endOf(other) - endOf(one)).slice(0, 1)
}

/**
 * Takes decisions back: a pair of which nobody has been told ends as if it had never been, and every match can be
 * proposed again. It is, at once, in the draft that counts now, unless that has no place for it.
 */
const takeBack = async (
  chosen: readonly Undoable[],
  desk: Desk,
  by: By,
  context: Context,
): Promise<Outcome> => {
  const { programme, draft, field } = desk
  const inTime = chosen.filter(isInTime)
  const late = chosen.filter((one) => one.late !== null)
  if (inTime.length === 0) return became(draftMessage(desk.deck, 0, sayUndone([], late)))
  const ended = new Set(inTime.flatMap(({ pair }) => (pair ? [pair.id] : [])))
  const pairs = field.pairs.filter(({ id }) => !ended.has(id))
  const fieldAfter = afterwards(
    field,
    pairs,
    inTime.map(({ match }) => ({ ...match, state: 'proposed' })),
  )
  const undone = await comingInto(desk, inTime, fieldAfter, context)
  const matches = reopened(undone, draft)
  const back = matches.filter(({ draftId }) => draftId === draft.id)
  const waiting = waitingAnew(draft, undone)
  const after = { ...turned(draft, back), waiting }
  const { deck } = await deskWith(after, fieldAfter, context)
  return became(
    draftMessage(deck, 0, sayUndone(undone, late)),
    save('drafts', 'turn', draft.id, draft.revision),
    ...undone.flatMap(({ pair }): Effect[] => (pair ? [...ending(pair)] : [])),
    ...matches.map(({ id, draftId }) => save('drafts', 'reopen', id, draftId)),
    ...(undone.some(({ hindrance }) => hindrance === 'placed')
      ? [save('drafts', 'rearrange', draft.id, [], waiting)]
      : []),
    recorded(
      'undone',
      programme,
      after,
      undone.map(({ match }) => match.participantIds),
      by,
      context,
    ),
    ...(back.length > 0
      ? [
          {
            type: 'cancel' as const,
            flow: 'drafts',
            subject: notesSubject(programme),
            occurrence: null,
            reason: 'undone',
          },
        ]
      : []),
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
]
