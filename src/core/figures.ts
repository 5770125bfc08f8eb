/**
 * Which figures may be shown. A group smaller than `smallest` is hidden in every figure, and so is a figure that,
 * taken from another one, would give away a smaller group.
 */

/** Which groups, and whether the total of all, may be shown. */
export interface ShownGroups<G extends string> {
  readonly groups: readonly G[]
  readonly total: boolean
}

/**
 * Chooses from groups that share nobody. A group is shown when it is large enough. The total is shown when it is
 * large enough itself and what is left of it after the groups shown is nobody, or enough people.
 */
export const shownGroups = <G extends string>(
  sizes: Readonly<Record<G, number>>,
  smallest: number,
): ShownGroups<G> => {
  const groups = (Object.keys(sizes) as G[]).filter((group) => isEnough(sizes[group], smallest))
  const all = Object.values<number>(sizes).reduce((sum, size) => sum + size, 0)
  const hidden = all - groups.reduce((sum, group) => sum + sizes[group], 0)
  return { groups, total: isEnough(all, smallest) && (hidden === 0 || isEnough(hidden, smallest)) }
}

/** Whether a figure may stand for this many people. Nobody at all is too few as well. */
export const isEnough = (count: number, smallest: number): boolean => count > 0 && count >= smallest

/**
 * How many chose what, of people who chose one thing each: the counts that may be shown, by option; null is hidden.
 * Where those hidden together would be too few people, the smallest shown one is hidden with them.
 */
export const shownCounts = (
  counts: Readonly<Record<string, number>>,
  smallest: number,
): Readonly<Record<string, number | null>> => {
  const entries = Object.entries(counts)
  const shown = entries
    .filter(([, count]) => isEnough(count, smallest))
    .sort(([, one], [, other]) => other - one)
  let hidden = entries
    .filter(([, count]) => !isEnough(count, smallest))
    .reduce((sum, [, count]) => sum + count, 0)
  while (hidden > 0 && hidden < smallest) {
    const last = shown.pop()
    if (!last) break
    hidden += last[1]
  }
  const kept = new Set(shown.map(([option]) => option))
  return Object.fromEntries(entries.map(([option, count]) => [option, kept.has(option) ? count : null]))
}

/** The mean to one decimal place; null when there is nothing to take it of. */
export const meanOf = (values: readonly number[]): number | null =>
  values.length === 0
    ? null
    : Math.round((values.reduce((sum, value) => sum + value, 0) / values.length) * 10) / 10
