import type { Graph } from '../graph.ts'

/** An odd set of people and its price; sets are nested or apart. */
interface OddSet {
  members: readonly number[]
  price: number
}

/** Where to begin: pairs that are exactly at their price, and a price per person that no pair exceeds. */
export interface Start {
  mate: Int32Array
  price: Float64Array
}

/** Everyone paired at the best total, and the prices that prove it. */
export interface PoolSolution {
  mate: Int32Array
  /** A pair's value never exceeds the prices of the two and of all sets that hold both. */
  price: Float64Array
  sets: readonly OddSet[]
}

const outer = 1
const inner = 2

/**
 * The best complete pairing of one pool (Edmonds' weighted blossoms), in a graph that has one. Cells are the pairs'
 * values. Prices are whole numbers halved a few times, which binary fractions hold exactly.
 */
export function solvePool({ rows: people, start, to, cell }: Graph, begin: Start): PoolSolution {
  const { mate, price } = begin
  // Ids below `people` are people; those above are blossoms: odd circles of people and smaller blossoms.
  const most = people * 2
  const top = Int32Array.from({ length: people }, (_, at) => at)
  const parent = new Int32Array(most).fill(-1)
  const base = Int32Array.from({ length: most }, (_, at) => at)
  const label = new Uint8Array(most)
  /** How an id was reached: from whom outside it, to whom inside it. -1: it is the root. */
  const from = new Int32Array(most).fill(-1)
  const into = new Int32Array(most).fill(-1)
  const setPrice = new Float64Array(most)
  const children: number[][] = []
  /** `links[b][i]` joins child i with child i + 1: who in the one, who in the other. */
  const links: (readonly [number, number])[][] = []
  const unused = Array.from({ length: people }, (_, at) => most - 1 - at)
  const active = new Set<number>()
  let queue: number[] = []

  const childrenOf = (id: number): number[] => children[id] ?? []
  const linksOf = (id: number): (readonly [number, number])[] => links[id] ?? []
  /** The people inside each id; kept, because they are asked for far more often than they change. */
  const inside: number[][] = Array.from({ length: people }, (_, at) => [at])
  const leaves = (id: number): readonly number[] => inside[id] ?? []
  /** The child at a place counted around the circle, and the link after it. */
  const childAt = (id: number, at: number): number => {
    const list = childrenOf(id)
    return list[(at + list.length) % list.length] ?? 0
  }
  const linkAt = (id: number, at: number): readonly [number, number] => {
    const list = linksOf(id)
    return list[(at + list.length) % list.length] ?? [0, 0]
  }

  const reach = (person: number, as: 1 | 2, by: number): void => {
    const id = top[person] ?? 0
    label[id] = as
    from[id] = by
    into[id] = person
    if (as === outer) {
      for (const leaf of leaves(id)) queue.push(leaf)
      return
    }
    const gate = base[id] ?? 0
    reach(mate[gate] ?? 0, outer, gate)
  }

  /** Where the ways back to the root from two outer people meet. */
  const meeting = (one: number, other: number): number => {
    const seen = new Set<number>()
    let here = one
    let there = other
    for (;;) {
      if (here >= 0) {
        const id = top[here] ?? 0
        if (seen.has(id)) return base[id] ?? 0
        seen.add(id)
        const before = from[id] ?? -1
        here = before < 0 ? -1 : (from[top[before] ?? 0] ?? -1)
      }
      if (there >= 0) [here, there] = [there, here]
    }
  }

  const contract = (root: number, one: number, other: number): void => {
    const id = unused.pop() ?? 0
    const rootId = top[root] ?? 0
    const circle: number[] = []
    const joints: (readonly [number, number])[] = [[one, other]]
    for (let at = top[one] ?? 0; at !== rootId; ) {
      circle.push(at)
      joints.push([from[at] ?? 0, into[at] ?? 0])
      at = top[from[at] ?? 0] ?? 0
    }
    circle.push(rootId)
    circle.reverse()
    joints.reverse()
    for (let at = top[other] ?? 0; at !== rootId; ) {
      circle.push(at)
      joints.push([into[at] ?? 0, from[at] ?? 0])
      at = top[from[at] ?? 0] ?? 0
    }
    for (const child of circle) parent[child] = id
    children[id] = circle
    links[id] = joints
    const members: number[] = []
    for (const child of circle) for (const leaf of leaves(child)) members.push(leaf)
    inside[id] = members
    parent[id] = -1
    base[id] = root
    label[id] = outer
    from[id] = from[rootId] ?? -1
    into[id] = into[rootId] ?? -1
    setPrice[id] = 0
    active.add(id)
    for (const leaf of leaves(id)) {
      if (label[top[leaf] ?? 0] === inner) queue.push(leaf)
      top[leaf] = id
    }
  }

  /** Takes apart an inner blossom whose price has come down to nothing, keeping the way through it. */
  const expand = (id: number): void => {
    for (const child of childrenOf(id)) {
      parent[child] = -1
      label[child] = 0
      for (const leaf of leaves(child)) top[leaf] = child
    }
    let person = into[id] ?? 0
    let by = from[id] ?? 0
    const count = childrenOf(id).length
    let at = childrenOf(id).indexOf(top[person] ?? 0)
    const step = at % 2 === 1 ? 1 : -1
    if (step === 1) at -= count
    while (at !== 0) {
      reach(person, inner, by)
      at += step
      const [one, other] = step === 1 ? linkAt(id, at) : linkAt(id, at - 1)
      by = step === 1 ? one : other
      person = step === 1 ? other : one
      at += step
    }
    const last = childAt(id, 0)
    label[last] = inner
    from[last] = by
    into[last] = person
    label[id] = 0
    children[id] = []
    links[id] = []
    active.delete(id)
    unused.push(id)
  }

  /** Turns the pairs inside a blossom so that the given person is the one left for a pair outside. */
  const turn = (id: number, person: number): void => {
    let child = person
    while (parent[child] !== id) child = parent[child] ?? 0
    if (child >= people) turn(child, person)
    const count = childrenOf(id).length
    const place = childrenOf(id).indexOf(child)
    let at = place
    const step = place % 2 === 1 ? 1 : -1
    if (step === 1) at -= count
    while (at !== 0) {
      at += step
      const near = childAt(id, at)
      const [left, right] = step === 1 ? linkAt(id, at) : linkAt(id, at - 1)
      const one = step === 1 ? left : right
      const other = step === 1 ? right : left
      if (near >= people) turn(near, one)
      at += step
      const far = childAt(id, at)
      if (far >= people) turn(far, other)
      mate[one] = other
      mate[other] = one
    }
    children[id] = [...childrenOf(id).slice(place), ...childrenOf(id).slice(0, place)]
    links[id] = [...linksOf(id).slice(place), ...linksOf(id).slice(0, place)]
    base[id] = base[childAt(id, 0)] ?? 0
  }

  const augment = (one: number, other: number): void => {
    // Blossoms hold only people on searched trees, who all have a partner by now: `other` is in none.
    mate[other] = one
    let person = one
    let partner = other
    for (;;) {
      const id = top[person] ?? 0
      if (id >= people) turn(id, person)
      mate[person] = partner
      const gate = from[id] ?? -1
      if (gate < 0) return
      const before = top[gate] ?? 0
      const reached = into[before] ?? 0
      const by = from[before] ?? 0
      if (before >= people) turn(before, reached)
      mate[reached] = by
      person = by
      partner = reached
    }
  }

  const slack = (one: number, arc: number): number =>
    (price[one] ?? 0) + (price[to[arc] ?? 0] ?? 0) - (cell[arc] ?? 0)

  /** Follows pairs that are exactly at their price; true when someone else alone was found and the path turned over. */
  const grow = (): boolean => {
    for (let head = 0; head < queue.length; head++) {
      const one = queue[head] ?? 0
      const last = start[one + 1] ?? 0
      for (let arc = start[one] ?? 0; arc < last; arc++) {
        const other = to[arc] ?? 0
        const id = top[other] ?? 0
        if (id === top[one] || label[id] === inner || slack(one, arc) > 0) continue
        if (label[id] === outer) contract(meeting(one, other), one, other)
        else if ((mate[base[id] ?? 0] ?? -1) < 0) {
          augment(one, other)
          return true
        } else reach(other, inner, one)
      }
    }
    return false
  }

  /** Moves the prices until something becomes possible; false when nothing can. */
  const reprice = (): boolean => {
    let step = Number.POSITIVE_INFINITY
    let spent = -1
    const outers: number[] = []
    for (let one = 0; one < people; one++) {
      if (label[top[one] ?? 0] !== outer) continue
      outers.push(one)
      const last = start[one + 1] ?? 0
      for (let arc = start[one] ?? 0; arc < last; arc++) {
        const id = top[to[arc] ?? 0] ?? 0
        if (id === top[one] || label[id] === inner) continue
        step = Math.min(step, label[id] === outer ? slack(one, arc) / 2 : slack(one, arc))
      }
    }
    for (const id of active) {
      if (parent[id] === -1 && label[id] === inner && (setPrice[id] ?? 0) / 2 < step) {
        step = (setPrice[id] ?? 0) / 2
        spent = id
      }
    }
    if (step === Number.POSITIVE_INFINITY) return false
    for (let one = 0; one < people; one++) {
      const as = label[top[one] ?? 0]
      if (as === outer) price[one] = (price[one] ?? 0) - step
      else if (as === inner) price[one] = (price[one] ?? 0) + step
    }
    for (const id of active) {
      if (parent[id] !== -1) continue
      if (label[id] === outer) setPrice[id] = (setPrice[id] ?? 0) + 2 * step
      else if (label[id] === inner) setPrice[id] = (setPrice[id] ?? 0) - 2 * step
    }
    queue = outers
    if (spent >= 0) expand(spent)
    return true
  }

  for (let root = 0; root < people; root++) {
    if ((mate[root] ?? -1) >= 0) continue
    label.fill(0)
    from.fill(-1)
    into.fill(-1)
    queue = []
    reach(root, outer, -1)
    while (!grow()) if (!reprice()) throw new RangeError('The graph has no complete pairing.')
  }
  return {
    mate,
    price,
    sets: [...active].map((id) => ({ members: leaves(id), price: setPrice[id] ?? 0 })),
  }
}
