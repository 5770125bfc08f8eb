import { answer, became, type Context, type Outcome, save, type Who } from '../../core/flow.ts'
import type { Programme, WantedDraft } from '../../core/model.ts'
import type { Reader } from '../../core/store.ts'
import { onlyCoordinators } from './copy/common.ts'
import { draftMessage } from './copy/draft.ts'
import { beingMade, beingReplaced, notMade, wantedMessage } from './copy/making.ts'
import { deskOf } from './desk.ts'
import { following } from './following.ts'
import { type By, recorded } from './record.ts'

/** Messages that follow a draft while it is made. */
export const drafting = following('making')

/** The draft that a programme waits for; null when it waits for none. */
export const wantedOf = async ({ id }: Programme, read: Reader): Promise<WantedDraft | null> =>
  (await read.drafts.wanted()).find(({ programmeId }) => programmeId === id) ?? null

/** Whether a programme has a draft. */
export const isDraftOf = async ({ id }: Programme, read: Reader): Promise<boolean> =>
  (await read.drafts.ids(id)).length > 0

/** Asks for a draft that takes long: it is made apart, and one message shows how far it is and what it becomes. */
export const want = (
  programme: Programme,
  people: number,
  seed: number,
  by: By,
  context: Context,
): Outcome => {
  const id = context.newId('draft')
  return became(
    wantedMessage(programme, people),
    save('drafts', 'want', {
      id,
      programmeId: programme.id,
      wantedAt: context.now,
      by,
      seed,
      state: 'wanted',
      progress: { stage: 'scoring', done: 0 },
    }),
    ...drafting.begun(id, programme, by, context.now),
  )
}

/** Stops a draft that is being made, as a button says. */
export const stopMaking = async (id: string, who: Who, read: Reader, context: Context): Promise<Outcome> => {
  const wanted = await read.drafts.wantedById(id)
  const programme = who.coordinates.find((one) => one.id === wanted?.programmeId)
  if (!wanted || !programme) return answer(onlyCoordinators())
  return stopMakingOf(programme, wanted, who.account.id, read, context)
}

/** Stops a draft that is being made; says what came of it where it is not any more. */
export const stopMakingOf = async (
  programme: Programme,
  wanted: WantedDraft,
  by: By,
  read: Reader,
  context: Context,
): Promise<Outcome> => {
  if (wanted.state !== 'wanted') {
    const desk = await deskOf(programme, read, context)
    return became(desk ? draftMessage(desk.deck, 0, null) : notMade(programme, wanted.state, null, false))
  }
  return became(
    notMade(programme, 'stopped', null, await isDraftOf(programme, read)),
    save('drafts', 'settleWanted', wanted.id, 'stopped'),
    drafting.shownAnew(wanted),
    recorded('stopped', programme, { id: wanted.id, revision: 0 }, [], by, context),
  )
}

/** Somebody asks for a draft while one is being made. */
export const alreadyMaking = (programme: Programme, wanted: WantedDraft): Outcome =>
  became(beingMade(programme, wanted))

/** Somebody wants to decide about a draft in whose place another is being made. */
export const alreadyReplacing = async (
  programme: Programme,
  wanted: WantedDraft,
  reader: string,
  read: Reader,
): Promise<Outcome> => became(beingReplaced(programme, wanted, await nameBeside(wanted.by, reader, read)))

/** The name of whoever did something; null when that was the reader, when their account is gone, and at the command line. */
export const nameBeside = async (by: By, reader: string | null, read: Reader): Promise<string | null> =>
  by === null || by === reader ? null : ((await read.accounts.byId(by))?.name ?? null)
