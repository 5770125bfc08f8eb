import {
  type Act,
  answer,
  ask,
  became,
  type Context,
  compose,
  drop,
  type Flow,
  nothingToDo,
  type Outcome,
  send,
  type Who,
} from '../../core/flow.ts'
import type { Form, Message } from '../../core/message.ts'
import type { Draft, Programme } from '../../core/model.ts'
import { readPage, readPaged } from '../../core/paging.ts'
import type { Reader } from '../../core/store.ts'
import { whichProgramme } from '../copy.ts'
import { approvals, approveAll, stopApproving } from './approve-all.ts'
import { composeApproving } from './approving.ts'
import { compareWithBefore } from './compare.ts'
import { onlyCoordinators } from './copy/common.ts'
import { chooseForm, rejectForm } from './copy/decide.ts'
import { closerForm, draftMessage, draftThere, moreMessage, noDraft, waitingMessage } from './copy/draft.ts'
import { hereItIs } from './copy/history.ts'
import { noLongerWaiting, waitingNote } from './copy/waiting.ts'
import { decide, decideSome, rejectOne } from './decide.ts'
import { type Desk, deskOf, deskWith, draftFor, fieldOf, type Place, placeOf } from './desk.ts'
import { heldUp } from './held-up.ts'
import { changesSince, openReasons, showHistory } from './history.ts'
import { look, lookFor } from './look.ts'
import { composeMaking } from './making.ts'
import { pairsPage } from './pairs.ts'
import { propose } from './propose.ts'
import { available } from './rules.ts'
import { notesSubject, waitingNotes } from './schedule.ts'
import { showSwap, swapFormFor, swapNow } from './swap.ts'
import { askUndo, canUndo, undoFormAsSeen, undoSome } from './undo.ts'
import { drafting, stopMaking } from './want.ts'

/** Drafts of pairs for coordinators: made, looked at, changed, approved or rejected; and the list of pairs. */
export const drafts: Flow = {
  name: 'drafts',
  words: [
    {
      word: 'drafts',
      aliases: ['draft', 'draft pairs'],
      for: 'coordinator',
      help: 'See the draft pairs, and approve or reject them',
      usage: null,
    },
    {
      word: 'pairs',
      aliases: ['pair list'],
      for: 'coordinator',
      help: 'See the pairs and how they are doing',
      usage: null,
    },
  ],
  follows: ['programme'],

  hear: async (act, read, context) => {
    switch (act.type) {
      case 'command': {
        const name = act.word === 'pairs' ? 'pairs' : 'drafts'
        const [programme, another] = act.who.coordinates
        if (!programme) return answer(onlyCoordinators())
        if (another) return answer(whichProgramme(act.who.coordinates, 'drafts', name))
        return answer(
          name === 'pairs'
            ? await pairsPage(programme, 0, act.who, read, context)
            : await draftPage(programme, null, read, context),
        )
      }
      case 'press':
        return pressed(act, read, context)
      case 'submit':
        return submitted(act, read, context)
      default:
        return answer(onlyCoordinators())
    }
  },

  form: async (name, subject, who, read, context) => {
    const place = placeOf(subject)
    if (name === 'reasons') {
      const programme = who.coordinates.find(({ id }) => id === place.draftId)
      return programme ? openReasons(programme, readPaged(subject).page, who, read) : null
    }
    const found = await draftFor(place.draftId, who, read)
    if (!found) return null
    const { programme, draft } = found
    const field = await fieldOf(programme, read, context)
    const current = await read.drafts.latest(programme.id)
    // A form of a draft that has changed is still taken in, for an answer that says who changed it.
    const stale = current?.id !== draft.id || current.revision !== place.revision
    const desk = await deskWith(stale ? asSeen(draft) : draft, field, context)
    return name === 'undo' ? undoFormAsSeen(desk, read, context) : formOf(name, desk, place, context)
  },

  plan: async (subject, read, context) => {
    const programme = await read.programmes.byId(subject.id)
    const desk = programme && (await deskOf(programme, read, context))
    if (!desk) return nothingToDo
    const before = await read.deliveries.about('drafts', notesSubject(programme))
    const isAnybodyPaired = desk.field.pairs.some(({ endedAt }) => endedAt === null)
    const notes = waitingNotes(desk.deck, isAnybodyPaired, before, context.now)
    return { effects: notes.map((note) => send(note, programme.id)), next: null }
  },

  compose: async (delivery, read, context) => {
    const made = drafting.idIn(delivery)
    if (made !== null) return composeMaking(made, delivery, read, context)
    const approved = approvals.idIn(delivery)
    if (approved !== null) return composeApproving(approved, delivery, read, context)
    const person = delivery.participantId && (await read.participants.byId(delivery.participantId))
    const programme = person && (await read.programmes.byId(person.programmeId))
    if (!person || !programme) return drop('gone')
    // Once it was sent, it says what its reader knows of, and before that nothing that will not last.
    const paired = (delivery.state === 'sent' ? read.pairs : read.approved).ofParticipant(person.id)
    if ((await paired).length === 0) return compose(waitingNote(person, programme))
    return delivery.state === 'sent' ? compose(noLongerWaiting(programme)) : drop('already-paired')
  },
}

export { approvalIn, approveAll } from './approve-all.ts'
export { approving } from './approving.ts'
export { auditLines, changedSince, comparing } from './command.ts'
export { sayApproved } from './copy/approving.ts'
export { sayObstacle } from './copy/common.ts'
export { noPairs, sayAllDecided, sayChecked, sayNewcomers, sayRefused, saySetAnew } from './copy/draft.ts'
export { hundredths } from './copy/making.ts'
export { chosenOf, decide } from './decide.ts'
export type { Deck } from './deck.ts'
export { type Desk, deskOf } from './desk.ts'
export { sayHeldUp, stopUnderWay } from './held-up.ts'
export { look } from './look.ts'
export { making } from './making.ts'
export type { Dealt } from './open.ts'
export { askForDraft, canPair, proposed } from './propose.ts'
export { showSwap, swapNow } from './swap.ts'
export { canUndo, undoAbout } from './undo.ts'

/** The draft as if nothing of it were decided. */
const asSeen = (draft: Draft): Draft => ({
  ...draft,
  matches: draft.matches.map((match) => ({ ...match, state: 'proposed' })),
})

const draftPage = async (
  programme: Programme,
  news: string | null,
  read: Reader,
  context: Context,
): Promise<Message> => {
  const desk = await deskOf(programme, read, context)
  if (desk) return draftMessage(desk.deck, 0, news)
  return noDraft(programme, available(await fieldOf(programme, read, context)).length, news)
}

/** What a button or a form of a draft meets: the draft that counts, and whether it is as it was seen. */
interface Met {
  readonly desk: Desk
  /** Null when nothing has changed since. */
  readonly overtaken: Outcome | null
}

const meet = async (
  place: Place,
  /** Whether a change since matters, for something is to be decided. */
  decides: boolean,
  who: Who,
  read: Reader,
  context: Context,
): Promise<Met | null> => {
  const found = await draftFor(place.draftId, who, read)
  const desk = found && (await deskOf(found.programme, read, context))
  if (!desk) return null
  const { draft, field, programme } = desk
  const hindrance = decides ? await heldUp(programme, who.account.id, read) : null
  if (hindrance) return { desk, overtaken: hindrance }
  const asItWas = draft.id === place.draftId && (!decides || draft.revision === place.revision)
  if (asItWas) return { desk, overtaken: null }
  const news = await changesSince(place, draft, who.account.id, field.participants, read)
  return { desk, overtaken: became(draftMessage(desk.deck, 0, `${news} ${hereItIs}`)) }
}

/** The presses that only look. */
const LOOKS = new Set(['page', 'look', 'more', 'waiting', 'compare', 'closer'])

const pressed = async (
  { name, subject, who }: Extract<Act, { type: 'press' }>,
  read: Reader,
  context: Context,
): Promise<Outcome> => {
  const place = placeOf(subject)
  if (name === 'stop') return stopMaking(place.draftId, who, read, context)
  if (name === 'stop-approving') return stopApproving(place.draftId, who, read, context)
  const programme = who.coordinates.find(({ id }) => id === place.draftId)
  if (programme) return pressedOf(name, programme, readPaged(subject).page, who, read, context)
  const met = await meet(place, !LOOKS.has(name), who, read, context)
  if (!met) return answer(onlyCoordinators())
  return met.overtaken ?? pressedOn(name, met.desk, place, who, read, context)
}

/** A button about a programme, not about one of its drafts. */
const pressedOf = async (
  name: string,
  programme: Programme,
  page: number,
  who: Who,
  read: Reader,
  context: Context,
): Promise<Outcome> => {
  switch (name) {
    case 'pairs':
      return became(await pairsPage(programme, page, who, read, context))
    case 'history':
      return showHistory(programme, page, who, read)
    case 'reasons': {
      const form = await openReasons(programme, page, who, read)
      return form ? ask(form) : showHistory(programme, page, who, read)
    }
    case 'make': {
      const latest = await read.drafts.latest(programme.id)
      return latest?.matches.some(({ state }) => state === 'proposed')
        ? became(await draftPage(programme, draftThere, read, context))
        : propose(programme, who.account.id, read, context)
    }
    default:
      return became(await draftPage(programme, null, read, context))
  }
}

const pressedOn = async (
  name: string,
  desk: Desk,
  place: Place,
  who: Who,
  read: Reader,
  context: Context,
): Promise<Outcome> => {
  const { deck, draft, programme } = desk
  const by = who.account.id
  const [first = '', second = ''] = place.rest
  switch (name) {
    case 'approve-all':
      return approveAll(desk, by, context)
    case 'approve':
    case 'keep':
    case 'let-go':
      return decide(desk, [first], { type: name }, by, context)
    case 'again':
      return propose(programme, by, read, context)
    case 'swap-now':
      return swapNow(desk, [first, second], by, context)
    case 'undo':
      return askUndo(desk, read, context)
    case 'choose':
    case 'closer':
    case 'reject':
    case 'swap': {
      const form = await formOf(name, desk, place, context)
      return form ? ask(form) : became(draftMessage(deck, 0, null))
    }
    case 'look':
      return look(desk, first)
    case 'compare':
      return compareWithBefore(desk, read)
    case 'waiting':
      return became(waitingMessage(deck, readPage(first)))
    case 'more':
      return became(
        moreMessage(deck, {
          before: (await read.drafts.before(draft.id)) !== null,
          undoable: await canUndo(desk, read, context),
        }),
      )
    default:
      return became(draftMessage(deck, readPage(first), null))
  }
}

/** The form of this name about a draft; null when there is nothing to fill in. */
const formOf = async (
  name: string,
  desk: Desk,
  { rest: [matchId = ''] }: Place,
  context: Context,
): Promise<Form | null> => {
  switch (name) {
    case 'choose':
      return chooseForm(desk.deck)
    case 'closer':
      return closerForm(desk.deck)
    case 'reject': {
      const dealt = desk.deck.open.find(({ match }) => match.id === matchId)
      return dealt ? rejectForm(desk.deck, dealt) : null
    }
    case 'swap':
      return swapFormFor(desk, matchId || null, context)
    default:
      return null
  }
}

const submitted = async (
  { name, subject, answers, who }: Extract<Act, { type: 'submit' }>,
  read: Reader,
  context: Context,
): Promise<Outcome> => {
  const place = placeOf(subject)
  const programme = name === 'reasons' && who.coordinates.find(({ id }) => id === place.draftId)
  if (programme) return { effects: [], reply: { type: 'nothing' } }
  const met = await meet(place, name !== 'closer', who, read, context)
  if (!met) return answer(onlyCoordinators())
  if (met.overtaken) return met.overtaken
  const { desk } = met
  const [matchId = ''] = place.rest
  const by = who.account.id
  switch (name) {
    case 'choose':
      return decideSome(desk, answers, by, context)
    case 'reject':
      return rejectOne(desk, matchId, answers, by, context)
    case 'swap':
      return showSwap(desk, matchId || null, answers, context)
    case 'undo':
      return undoSome(desk, answers, by, read, context)
    case 'closer':
      return lookFor(desk, answers, context)
    default:
      return answer(onlyCoordinators())
  }
}
