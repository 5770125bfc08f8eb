import type { Graph } from '../graph.ts'

/**
 * Why no more people can be paired (Tutte and Berge): each group is odd and touches nobody outside it but `between`
 * people, so every group beyond their number leaves someone alone.
 */
export interface OddGroups {
  /** 1 for the people between the groups. */
  between: Uint8Array
  /** The group each person is in, or -1. */
  group: Int32Array
}

/**
 * Pairs as many people of one pool as possible (Edmonds), starting from `mate`, whose pairs have to be in the graph.
 * Gives up once more than `mostAlone` people are known to stay alone. Returns how many do, as far as is known.
 */
export function enlargePool(
  { rows: people, start, to }: Graph,
  mate: Int32Array,
  mostAlone: number,
): { alone: number; groups: OddGroups } {
  for (let one = 0; one < people; one++) {
    const last = start[one + 1] ?? 0
    for (let arc = start[one] ?? 0; arc < last && (mate[one] ?? -1) < 0; arc++) {
      const other = to[arc] ?? 0
      if ((mate[other] ?? -1) >= 0) continue
      mate[one] = other
      mate[other] = one
    }
  }
  const base = Int32Array.from({ length: people }, (_, at) => at)
  const parent = new Int32Array(people).fill(-1)
  const outer = new Uint8Array(people)
  const queue = new Int32Array(people)
  const mark = new Int32Array(people).fill(-1)
  const folding = new Uint8Array(people)
  let marks = 0

  const commonBase = (one: number, other: number): number => {
    marks++
    for (let at = base[one] ?? 0; ; ) {
      mark[at] = marks
      const across = mate[at] ?? -1
      if (across < 0) break
      at = base[parent[across] ?? 0] ?? 0
    }
    for (let at = base[other] ?? 0; ; ) {
      if (mark[at] === marks) return at
      at = base[parent[mate[at] ?? 0] ?? 0] ?? 0
    }
  }
  const fold = (from: number, stop: number, child: number): void => {
    let at = from
    let next = child
    while (base[at] !== stop) {
      const across = mate[at] ?? 0
      folding[base[at] ?? 0] = 1
      folding[base[across] ?? 0] = 1
      parent[at] = next
      next = across
      at = parent[across] ?? 0
    }
  }
  /** Searches from one person alone; true when that ended with one pair more. A tree that failed stays as it is. */
  const search = (source: number): boolean => {
    const touched: number[] = [source]
    let tail = 0
    outer[source] = 1
    queue[tail++] = source
    for (let head = 0; head < tail; head++) {
      const one = queue[head] ?? 0
      const last = start[one + 1] ?? 0
      for (let arc = start[one] ?? 0; arc < last; arc++) {
        const other = to[arc] ?? 0
        if (base[one] === base[other] || mate[one] === other) continue
        if (outer[other] === 1) {
          const stop = commonBase(one, other)
          folding.fill(0)
          fold(one, stop, other)
          fold(other, stop, one)
          for (const at of touched) {
            if (folding[base[at] ?? 0] !== 1) continue
            base[at] = stop
            if (outer[at] === 1) continue
            outer[at] = 1
            queue[tail++] = at
          }
          continue
        }
        if ((parent[other] ?? -1) >= 0) continue
        parent[other] = one
        touched.push(other)
        const across = mate[other] ?? -1
        if (across >= 0) {
          outer[across] = 1
          touched.push(across)
          queue[tail++] = across
          continue
        }
        for (let at = other; at >= 0; ) {
          const before = parent[at] ?? 0
          const next = mate[before] ?? -1
          mate[at] = before
          mate[before] = at
          at = next
        }
        for (const at of touched) {
          base[at] = at
          parent[at] = -1
          outer[at] = 0
        }
        return true
      }
    }
    return false
  }
  let alone = 0
  for (let one = 0; one < people && alone <= mostAlone; one++) {
    if ((mate[one] ?? -1) < 0 && !search(one)) alone++
  }
  return {
    alone,
    groups: {
      between: outer.map((isOuter, at) => (isOuter === 0 && (parent[at] ?? -1) >= 0 ? 1 : 0)),
      group: base.map((of, at) => (outer[at] === 1 ? of : -1)),
    },
  }
}
