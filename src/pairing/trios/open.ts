import type { Ways } from './ways.ts'

/** Ways that are still open, and what each adds at most to what can be reached: side by side. */
export interface Open {
  list: Int32Array
  gains: Float64Array
}

/** One of them. */
export interface Gain {
  way: number
  gain: number
}

/** Those of a list whose people are all `here` (1), priced. */
export function openAmong(
  { first, second, third, value }: Ways,
  list: Int32Array,
  here: Uint8Array,
  price: Float64Array,
): Open {
  const kept = new Int32Array(list.length)
  const gains = new Float64Array(list.length)
  let size = 0
  for (const way of list) {
    const one = first[way] ?? 0
    const other = second[way] ?? 0
    const joining = third[way] ?? 0
    if (here[one] === 0 || here[other] === 0 || here[joining] === 0) continue
    kept[size] = way
    gains[size++] = (value[way] ?? 0) + (price[one] ?? 0) + (price[other] ?? 0) + (price[joining] ?? 0)
  }
  return { list: kept.subarray(0, size), gains: gains.subarray(0, size) }
}

/** Those that are to be kept. */
export function only({ list, gains }: Open, keep: (way: number, gain: number) => boolean): Open {
  const kept = new Int32Array(list.length)
  const theirs = new Float64Array(list.length)
  let size = 0
  for (const [at, way] of list.entries()) {
    const gain = gains[at] ?? 0
    if (!keep(way, gain)) continue
    kept[size] = way
    theirs[size++] = gain
  }
  return { list: kept.subarray(0, size), gains: theirs.subarray(0, size) }
}

const byGain = (one: Gain, other: Gain): number => other.gain - one.gain || one.way - other.way

/** Best first. */
export function inOrderOfGain({ list, gains }: Open): Gain[] {
  return Array.from(list, (way, at) => ({ way, gain: gains[at] ?? 0 })).sort(byGain)
}

/** The best way of each host, best first: as no two trios have the same host, none add more than the first so many. */
export function bestOfHosts({ list, gains }: Open, { host }: Ways, people: number): Gain[] {
  const most = new Float64Array(people).fill(Number.NEGATIVE_INFINITY)
  const best = new Int32Array(people)
  for (let at = 0; at < list.length; at++) {
    const way = list[at] ?? 0
    const to = host[way] ?? 0
    if ((gains[at] ?? 0) <= (most[to] ?? 0)) continue
    most[to] = gains[at] ?? 0
    best[to] = way
  }
  const found = Array.from(best, (way, to) => ({ way, gain: most[to] ?? 0 }))
  return found.filter(({ gain }) => gain > Number.NEGATIVE_INFINITY).sort(byGain)
}

/** What the first so many add; less than anything where there are not so many. */
export function sumOfFirst(best: readonly Gain[], count: number): number {
  if (best.length < count) return Number.NEGATIVE_INFINITY
  return best.slice(0, count).reduce((sum, { gain }) => sum + gain, 0)
}

/** Of each host, what the first so many of the other hosts add. */
export function besides(best: readonly Gain[], count: number, { host }: Ways, people: number): Float64Array {
  const sum = sumOfFirst(best, count)
  const found = new Float64Array(people).fill(sum)
  const next = best[count]?.gain ?? Number.NEGATIVE_INFINITY
  for (const { way, gain } of best.slice(0, count)) found[host[way] ?? 0] = sum - gain + next
  return found
}

/** How many of the ways each person is in. */
export function timesIn({ list }: Open, { first, second, third }: Ways, people: number): Int32Array {
  const times = new Int32Array(people)
  for (const members of [first, second, third]) {
    for (const way of list) {
      const person = members[way] ?? 0
      times[person] = (times[person] ?? 0) + 1
    }
  }
  return times
}
