import type { Reader, UnderWay } from '../core/store.ts'

/** More pairs than this are not remembered. */
const MOST_KNOWN = 20_000

/** Pairs of which something has gone out, by id. */
export type KnownPairs = Map<string, UnderWay>

/** The same answers: what has gone out stays so, and of such a pair it is not asked again. */
export const rememberingSent = (
  deliveries: Reader['deliveries'],
  known: KnownPairs,
): Pick<Reader['deliveries'], 'underWayAmong'> => ({
  underWayAmong: async (pairIds) => {
    const others = pairIds.filter((id) => !known.has(id))
    const found = others.length > 0 ? await deliveries.underWayAmong(others) : new Map<string, UnderWay>()
    const all = new Map<string, UnderWay>()
    for (const id of pairIds) {
      const underWay = known.get(id) ?? found.get(id)
      if (underWay) all.set(id, underWay)
    }
    if (known.size > MOST_KNOWN) known.clear()
    for (const [id, underWay] of found) if (underWay.since !== null) known.set(id, underWay)
    return all
  },
})
