import { areKeptApart } from '../../core/apart.ts'
import { usualHours } from '../../core/calendar.ts'
import type { Context, Who } from '../../core/flow.ts'
import type { Message } from '../../core/message.ts'
import type { Pair, Programme } from '../../core/model.ts'
import { pageOf } from '../../core/paging.ts'
import type { Reader } from '../../core/store.ts'
import { asCalled, byId, type People } from '../people.ts'
import { type PairLine, pairsMessage } from './copy/pairs.ts'

const PAIRS_A_PAGE = 10

/** One page of the pairs that a programme has now. */
export const pairsPage = async (
  programme: Programme,
  page: number,
  who: Who,
  read: Reader,
  context: Context,
): Promise<Message> => {
  const pairs = (await read.approved.of(programme.id)).filter(({ endedAt }) => endedAt === null)
  const shown = pageOf(pairs, page, PAIRS_A_PAGE)
  const called = byId(await read.participants.of(programme.id))
  const items: PairLine[] = []
  for (const pair of shown.items) items.push(await lineOf(pair, called, read, context))
  return pairsMessage(programme, { ...shown, items }, pairs.length, usualHours(who.account, programme).zone)
}

const lineOf = async (pair: Pair, called: People, read: Reader, { now }: Context): Promise<PairLine> => {
  const introductions = await read.deliveries.about('introduction', { kind: 'pair', id: pair.id })
  const meetings = await read.meetings.ofPair(pair.id)
  const introduced = introductions.some(({ state }) => state === 'sent')
  return {
    people: asCalled(pair.members, called),
    introduced,
    apart: !introduced && (await areKeptApart(pair, read)),
    next:
      meetings.find(
        ({ state, times: [time] }) =>
          state === 'booked' && time !== undefined && time.epochMilliseconds > now.epochMilliseconds,
      ) ?? null,
  }
}
