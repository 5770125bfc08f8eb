import { answerTo, choicesFor } from '../../core/answers.ts'
import { later, usualHours } from '../../core/calendar.ts'
import {
  type Act,
  answer,
  ask,
  became,
  type Context,
  compose,
  drop,
  type Effect,
  type Flow,
  nothingToDo,
  type Outcome,
  save,
  send,
  touch,
  type Who,
} from '../../core/flow.ts'
import { chanceOf } from '../../core/ids.ts'
import type { Message } from '../../core/message.ts'
import type { Draft, Pair, Programme } from '../../core/model.ts'
import { defaultWeights, type PairingQuestion } from '../../core/pairing.ts'
import type { Reader } from '../../core/store.ts'
import {
  chooseForm,
  draftMessage,
  nobodyPaired,
  noDraft,
  noLongerWaiting,
  onlyCoordinators,
  overtaken,
  PAIRS_A_PAGE,
  type PairLine,
  pairsMessage,
  sayDecided,
  waitingNote,
  whichProgramme,
} from './copy.ts'
import { available, type Dealt, type Deck, deckOf, exclusions, type Field } from './deck.ts'
import { waitingNotes } from './schedule.ts'

/** Drafts of pairs for coordinators: made, looked at, approved or rejected; and the list of pairs. */
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
        if (another) return answer(whichProgramme(act.who.coordinates, name))
        return answer(
          name === 'pairs'
            ? await pairsPage(programme, 0, act.who, read, context)
            : await latestPage(programme, 0, null, read, context),
        )
      }
      case 'press':
        return pressed(act, read, context)
      case 'submit': {
        const found = await draftFor(act.subject, act.who, read)
        if (!found || act.name !== 'choose') return answer(onlyCoordinators())
        const chosen = new Set(choicesFor(act.answers, 'pairs'))
        const approve = answerTo(act.answers, 'decision') === 'approve'
        return decide(found, (dealt) => chosen.has(dealt.match.id), approve, chosen.size, read, context)
      }
      default:
        return answer(onlyCoordinators())
    }
  },

  form: async (name, subject, who, read, context) => {
    const found = name === 'choose' ? await draftFor(subject, who, read) : null
    return found ? chooseForm(deckOf(found.draft, await fieldOf(found.programme, read, context))) : null
  },

  plan: async (subject, read, context) => {
    const draft = await read.drafts.latest(subject.id)
    const programme = draft && (await read.programmes.byId(subject.id))
    if (!draft || !programme) return nothingToDo
    const notes = waitingNotes(deckOf(draft, await fieldOf(programme, read, context)), context.now)
    return { effects: notes.map((note) => send(note, programme.id)), next: null }
  },

  compose: async (delivery, read) => {
    const person = delivery.participantId && (await read.participants.byId(delivery.participantId))
    const programme = person && (await read.programmes.byId(person.programmeId))
    if (!person || !programme) return drop('gone')
    const paired = (await read.pairs.ofParticipant(person.id)).length > 0
    if (paired)
      return delivery.state === 'sent' ? compose(noLongerWaiting(programme)) : drop('already-paired')
    return compose(waitingNote(person, programme))
  },
}

interface Found {
  readonly programme: Programme
  readonly draft: Draft
}

const draftFor = async (draftId: string, who: Who, read: Reader): Promise<Found | null> => {
  const draft = await read.drafts.byId(draftId)
  const programme = who.coordinates.find(({ id }) => id === draft?.programmeId)
  return draft && programme ? { programme, draft } : null
}

const fieldOf = async (programme: Programme, read: Reader, { now }: Context): Promise<Field> => ({
  programme,
  participants: await read.participants.of(programme.id),
  pairs: await read.pairs.of(programme.id),
  rejected: await read.drafts.rejected(programme.id),
  now,
})

const latestPage = async (
  programme: Programme,
  page: number,
  news: string | null,
  read: Reader,
  context: Context,
): Promise<Message> => {
  const draft = await read.drafts.latest(programme.id)
  const field = await fieldOf(programme, read, context)
  return draft ? draftMessage(deckOf(draft, field), page, news) : noDraft(programme, available(field).length)
}

const pressed = async (
  { name, subject, who }: Extract<Act, { type: 'press' }>,
  read: Reader,
  context: Context,
): Promise<Outcome> => {
  const [id = '', page = ''] = subject.split(':')
  const pageNumber = /^\d{1,4}$/.test(page) ? Number(page) : 0
  if (name === 'drafts' || name === 'pairs' || name === 'make') {
    const programme = who.coordinates.find((one) => one.id === id)
    if (!programme) return answer(onlyCoordinators())
    if (name === 'pairs') return became(await pairsPage(programme, pageNumber, who, read, context))
    if (name === 'drafts') return became(await latestPage(programme, 0, null, read, context))
    const latest = await read.drafts.latest(programme.id)
    return latest?.matches.some(({ state }) => state === 'proposed')
      ? became(await latestPage(programme, 0, 'There is a draft already. This is it.', read, context))
      : propose(programme, read, context)
  }
  const found = await draftFor(id, who, read)
  if (!found) return answer(onlyCoordinators())
  const { programme, draft } = found
  const latest = await read.drafts.latest(programme.id)
  if (latest && latest.id !== draft.id)
    return became(await latestPage(programme, 0, overtaken, read, context))
  switch (name) {
    case 'approve-all':
      return decide(found, () => true, true, 0, read, context)
    case 'choose': {
      const form = chooseForm(deckOf(draft, await fieldOf(programme, read, context)))
      return form ? ask(form) : became(await latestPage(programme, 0, null, read, context))
    }
    case 'again':
      return propose(programme, read, context)
    default:
      return became(await latestPage(programme, pageNumber, null, read, context))
  }
}

const propose = async (programme: Programme, read: Reader, context: Context): Promise<Outcome> => {
  const field = await fieldOf(programme, read, context)
  const people = available(field)
  if (people.length < 2) return became(noDraft(programme, people.length))
  const seed = Math.floor(chanceOf('draft', context.newId('seed')) * 2 ** 31)
  const question: PairingQuestion = {
    people: people.map((participant) => ({
      participant,
      absence: null,
      capacity: 1,
      partners: 0,
      manager: null,
    })),
    rules: {
      programme,
      weights: defaultWeights,
      sides: 'two',
      organisations: 'any',
      odd: programme.settings.odd,
      excluded: exclusions(field),
      earlierPartners: [],
      fixed: [],
    },
    seed,
  }
  const before = await read.drafts.latest(programme.id)
  const proposal = context.pairing.propose(question)
  const draft: Draft = {
    id: context.newId('draft'),
    programmeId: programme.id,
    // Later than the one before, even within the same instant: the latest is the one that counts.
    madeAt: before ? later(context.now, before.madeAt.add({ milliseconds: 1 })) : context.now,
    seed,
    matches: proposal.matches.map(({ participantIds, score, reasons, caution }, index) => ({
      participantIds,
      score,
      reasons: caution === null ? reasons : [...reasons, caution],
      id: context.newId(`match ${index}`),
      draftId: context.newId('draft'),
      state: 'proposed',
    })),
    waiting: proposal.waiting.map(({ participantId, reason }) => ({ participantId, reason })),
  }
  const deck = deckOf(draft, field)
  if (draft.matches.length === 0) return became(nobodyPaired(programme, deck.waiting))
  return became(draftMessage(deck, 0, null), save('drafts', 'propose', draft))
}

/** Approves or rejects those of a draft's open matches that were meant; `asked` is how many were named. */
const decide = async (
  { programme, draft }: Found,
  meant: (dealt: Dealt) => boolean,
  approve: boolean,
  asked: number,
  read: Reader,
  context: Context,
): Promise<Outcome> => {
  const latest = await read.drafts.latest(programme.id)
  if (latest && latest.id !== draft.id)
    return became(await latestPage(programme, 0, overtaken, read, context))
  const deck = deckOf(draft, await fieldOf(programme, read, context))
  const open = deck.open.filter(meant)
  const blocked = approve ? impossible(open) : []
  const settled = open.filter(({ place }) => !blocked.some((other) => other.place === place))
  const left = deck.open.filter((dealt) => !settled.includes(dealt))
  const after: Deck = {
    ...deck,
    open: left,
    approved: deck.approved + (approve ? settled.length : 0),
    rejected: deck.rejected + (approve ? 0 : settled.length),
  }
  const news = sayDecided({
    approved: approve ? settled.length : 0,
    rejected: approve ? 0 : settled.length,
    settled: Math.max(0, asked - open.length),
    blocked,
  })
  return became(
    draftMessage(after, 0, news),
    ...settled.flatMap((dealt) => (approve ? approval(dealt, programme, context) : rejection(dealt))),
    ...(left.length === 0 && settled.length > 0 ? [touch('programme', programme.id)] : []),
  )
}

/** What cannot be approved: something stands in the way, or an earlier match takes one of its people. */
const impossible = (open: readonly Dealt[]): readonly Dealt[] => {
  const taken = new Set<string>()
  return open.flatMap((dealt): Dealt[] => {
    if (dealt.obstacle) return [dealt]
    const ids = dealt.match.participantIds
    if (ids.some((id) => taken.has(id))) return [{ ...dealt, obstacle: 'paired' }]
    for (const id of ids) taken.add(id)
    return []
  })
}

const approval = ({ match }: Dealt, programme: Programme, context: Context): Effect[] => {
  const id = context.newId(`pair ${match.id}`)
  const { participantIds } = match
  return [
    save('drafts', 'settle', match.id, 'approved'),
    save('pairs', 'pair', { id, programmeId: programme.id, participantIds, pairedAt: context.now }),
    touch('pair', id),
    ...participantIds.map((participantId) => touch('participant', participantId)),
  ]
}

const rejection = ({ match }: Dealt): Effect[] => [save('drafts', 'settle', match.id, 'rejected')]

const pairsPage = async (
  programme: Programme,
  page: number,
  who: Who,
  read: Reader,
  context: Context,
): Promise<Message> => {
  const pairs = (await read.pairs.of(programme.id)).filter(({ endedAt }) => endedAt === null)
  const last = Math.max(0, Math.ceil(pairs.length / PAIRS_A_PAGE) - 1)
  const shown = Math.min(page, last)
  const lines: PairLine[] = []
  for (const pair of pairs.slice(shown * PAIRS_A_PAGE, (shown + 1) * PAIRS_A_PAGE))
    lines.push(await lineOf(pair, read, context))
  return pairsMessage(programme, lines, shown, pairs.length, usualHours(who.account, programme).zone)
}

const lineOf = async (pair: Pair, read: Reader, { now }: Context): Promise<PairLine> => {
  const introductions = await read.deliveries.about('introduction', { kind: 'pair', id: pair.id })
  const meetings = await read.meetings.ofPair(pair.id)
  return {
    pair,
    introduced: introductions.some(({ state }) => state === 'sent'),
    next:
      meetings.find(
        ({ state, times: [time] }) =>
          state === 'booked' && time !== undefined && time.epochMilliseconds > now.epochMilliseconds,
      ) ?? null,
  }
}
