import { type Composed, type Context, compose, drop, type Effect, save } from '../../core/flow.ts'
import type { Making } from '../../core/making.ts'
import type { Delivery, Draft, WantedDraft } from '../../core/model.ts'
import type { ProposedMatch } from '../../core/pairing.ts'
import type { Reader } from '../../core/store.ts'
import { draftMessage } from './copy/draft.ts'
import { madeAndReplaced, makingMessage, noPairInIt, notMade } from './copy/making.ts'
import { deskWith, fieldOf } from './desk.ts'
import { programmeFollowed, readerOf } from './following.ts'
import { draftWithoutMatches, isSpent, keptIn, matchesOf, tellingWhoWaits } from './propose.ts'
import { aboutDraft, recorded } from './record.ts'
import { questionOf } from './rules.ts'
import { drafting, isDraftOf, nameBeside } from './want.ts'

/** How many matches are written in one transaction: few enough that an act never waits for long. */
const PART = 50

/** What is done about a draft that is made apart. */
export const making: Making = {
  question: async ({ programmeId, seed }, read, context) => {
    const programme = await read.programmes.byId(programmeId)
    if (!programme) throw new Error('The programme of a draft that is wanted is not there.')
    const before = await read.drafts.latest(programmeId)
    return questionOf(await fieldOf(programme, read, context), keptIn(before), seed, context)
  },
  made: async (wanted, question, proposal, read, context) => {
    const programme = await read.programmes.byId(wanted.programmeId)
    if (!programme) return []
    const before = await read.drafts.latest(programme.id)
    const draft = draftWithoutMatches(programme, before, wanted.id, question, proposal, context)
    const settled = [save('drafts', 'settleWanted', wanted.id, 'made'), drafting.shownAnew(wanted)]
    const counts =
      proposal.matches.length > 0 || (await isSpent(before, await fieldOf(programme, read, context), context))
    return counts
      ? laid(draft, proposal.matches, context, [
          save('drafts', 'complete', draft.id),
          recorded('made', programme, draft, [], wanted.by, context),
          ...tellingWhoWaits(programme, proposal.matches),
          ...settled,
        ])
      : [settled]
  },
  unmade: ({ id }) => [save('drafts', 'discard', id)],
  failed: (wanted) => [save('drafts', 'settleWanted', wanted.id, 'failed'), drafting.shownAnew(wanted)],
  progressed: (wanted, progress) => [
    save('drafts', 'progressed', wanted.id, progress),
    drafting.shownAnew(wanted),
  ],
}

/** A draft in parts, each made when it is its turn. */
function* laid(
  draft: Omit<Draft, 'matches'>,
  proposed: readonly ProposedMatch[],
  context: Context,
  atLast: readonly Effect[],
): Generator<readonly Effect[]> {
  yield [save('drafts', 'begin', draft)]
  for (let from = 0; from < proposed.length; from += PART) {
    const part = matchesOf(draft.id, proposed.slice(from, from + PART), from, context)
    yield [save('drafts', 'lay', draft.id, part, from)]
  }
  yield atLast
}

/** What the message that follows the draft of this id says now. */
export const composeMaking = async (
  id: string,
  delivery: Delivery,
  read: Reader,
  context: Context,
): Promise<Composed> => {
  const wanted = await read.drafts.wantedById(id)
  const programme = await programmeFollowed(wanted, delivery, read)
  if (!wanted || !programme) return drop('gone')
  switch (wanted.state) {
    case 'wanted':
      return compose(makingMessage(programme, wanted))
    case 'stopped':
      return compose(
        notMade(
          programme,
          wanted.state,
          await stoppedBy(wanted, readerOf(delivery), read),
          await isDraftOf(programme, read),
        ),
      )
    case 'failed':
      return compose(notMade(programme, wanted.state, null, await isDraftOf(programme, read)))
    case 'made': {
      const draft = await read.drafts.latest(programme.id)
      if (draft?.id !== wanted.id)
        return compose(
          (await read.drafts.byId(wanted.id)) ? madeAndReplaced(programme) : noPairInIt(programme),
        )
      const { deck } = await deskWith(draft, await fieldOf(programme, read, context), context)
      return compose(draftMessage(deck, 0, null))
    }
  }
}

/** The name of the colleague who stopped it; null when it was the reader. */
const stoppedBy = async ({ id }: WantedDraft, reader: string, read: Reader): Promise<string | null> => {
  const stopped = (await read.audit.about(aboutDraft(id))).find(({ act }) => act === 'stopped')
  return nameBeside(stopped?.by ?? null, reader, read)
}
