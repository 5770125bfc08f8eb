/** Things that wait by how far they are, the nearest first. */
export interface Nearest {
  /** How far each thing is, or was when it was last taken; infinite until it has come up. */
  distance: Float64Array
  /** Things that wait, as a heap, and where each of them is in it; -1 where it does not wait. */
  heap: Int32Array
  slot: Int32Array
  waiting: number
  /** Things that have come up, and how many. */
  seen: Int32Array
  seenCount: number
}

/** Nothing waits yet, of so many things. */
export function nearestOf(things: number): Nearest {
  return {
    distance: new Float64Array(things).fill(Number.POSITIVE_INFINITY),
    heap: new Int32Array(things),
    slot: new Int32Array(things).fill(-1),
    waiting: 0,
    seen: new Int32Array(things),
    seenCount: 0,
  }
}

/** Lets a thing wait at this distance: a lesser one, where it waits already; any, where it does not or was taken. */
export function bringNearer(nearest: Nearest, thing: number, far: number): void {
  const { distance, heap, slot } = nearest
  if (distance[thing] === Number.POSITIVE_INFINITY) nearest.seen[nearest.seenCount++] = thing
  distance[thing] = far
  let at = slot[thing] ?? -1
  if (at < 0) at = nearest.waiting++
  while (at > 0) {
    const up = (at - 1) >> 1
    const above = heap[up] ?? 0
    if ((distance[above] ?? 0) <= far) break
    heap[at] = above
    slot[above] = at
    at = up
  }
  heap[at] = thing
  slot[thing] = at
}

/** Takes the nearest thing that waits; something has to wait. */
export function takeNearest(nearest: Nearest): number {
  const { distance, heap, slot } = nearest
  const taken = heap[0] ?? 0
  slot[taken] = -1
  const size = --nearest.waiting
  if (size === 0) return taken
  const moved = heap[size] ?? 0
  const far = distance[moved] ?? 0
  let at = 0
  for (;;) {
    let down = 2 * at + 1
    if (down >= size) break
    if (down + 1 < size && (distance[heap[down + 1] ?? 0] ?? 0) < (distance[heap[down] ?? 0] ?? 0)) down++
    const below = heap[down] ?? 0
    if ((distance[below] ?? 0) >= far) break
    heap[at] = below
    slot[below] = at
    at = down
  }
  heap[at] = moved
  slot[moved] = at
  return taken
}

/** Nothing waits any more, and nothing has come up. */
export function forgetAll(nearest: Nearest): void {
  const { distance, slot, seen } = nearest
  for (let at = 0; at < nearest.seenCount; at++) {
    const thing = seen[at] ?? 0
    distance[thing] = Number.POSITIVE_INFINITY
    slot[thing] = -1
  }
  nearest.seenCount = 0
  nearest.waiting = 0
}
