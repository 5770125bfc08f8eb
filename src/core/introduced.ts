import type { Temporal } from 'temporal-polyfill'
import { nothingToDo, type Plan } from './flow.ts'
import type { Pair } from './model.ts'
import type { PairsReader, Reader, UnderWay } from './store.ts'

/** How soon to see again whether a pair was introduced. */
const LOOK_AGAIN = { hours: 24 }

const asKnown = (pair: Pair, { since }: UnderWay): Pair => ({ ...pair, pairedAt: since ?? pair.pairedAt })

/**
 * Pairs as the people in them know them. An approval can be undone until something about the pair has gone out, and
 * nobody is to have heard of it then: to its people, a pair begins with its introduction.
 */
export const introduced = ({
  approved,
  deliveries,
}: Pick<Reader, 'approved'> & {
  readonly deliveries: Pick<Reader['deliveries'], 'underWayAmong'>
}): PairsReader => {
  const known = async (pairs: readonly Pair[]): Promise<readonly Pair[]> => {
    const underWay = await deliveries.underWayAmong(pairs.map(({ id }) => id))
    return pairs.flatMap((pair) => {
      const found = underWay.get(pair.id)
      return found ? [asKnown(pair, found)] : []
    })
  }
  return {
    byId: async (id) => {
      const pair = await approved.byId(id)
      return (await known(pair ? [pair] : []))[0] ?? null
    },
    of: async (programmeId) => known(await approved.of(programmeId)),
    ofParticipant: async (id) => known(await approved.ofParticipant(id)),
    among: async (ids) => known(await approved.among(ids)),
  }
}

/**
 * What a flow plans about a pair, given as its people know it. While nothing about it has arrived for certain, nothing is
 * done: the flow looks again when it would have done something, and then every day.
 */
export const onceIntroduced = async (
  pairId: string,
  read: Pick<Reader, 'approved' | 'deliveries'>,
  now: Temporal.Instant,
  plan: (pair: Pair) => Promise<Plan>,
): Promise<Plan> => {
  const approved = await read.approved.byId(pairId)
  if (!approved) return nothingToDo
  const underWay = (await read.deliveries.underWayAmong([pairId])).get(pairId)
  if (underWay && (underWay.how === 'begun' || underWay.since !== null))
    return plan(asKnown(approved, underWay))
  const { effects, next } = await plan(approved)
  return { effects: [], next: effects.length > 0 ? now.add(LOOK_AGAIN) : next }
}
