import type { Judgement } from '../core/pairing.ts'
import { fitOf } from './fit.ts'
import { inOrder } from './groups.ts'
import { objectionsTo } from './objections.ts'
import { sampleOf } from './roster.ts'
import { settingOf } from './setting.ts'
import type { Person, Rules } from './types.ts'

/**
 * Scores matches made by hand as `propose` scores its own, and says what forbids them. Reads only the people named and
 * those whose average the unknown is taken from.
 */
export function judge(
  matches: readonly (readonly string[])[],
  people: readonly Person[],
  rules: Rules,
): Judgement[] {
  const setting = settingOf(neededFor(matches, people, rules), rules, 0)
  const { order, constraints } = setting
  const place = new Map(order.map(({ id }, at) => [id, at]))
  const used = Int32Array.from(order, ({ partners }) => partners)
  return matches.map((ids): Judgement => {
    const objections = objectionsTo(ids, order, place, rules, constraints, used)
    const members = [...new Set(ids)].flatMap((id) => place.get(id) ?? [])
    for (const at of members) used[at] = (used[at] ?? 0) + 1
    const match = inOrder(members, order, rules)
    return match === null
      ? { participantIds: ids, score: 0, parts: [], reasons: [], caution: null, objections }
      : { ...fitOf(match.pair, match.third, setting), objections }
  })
}

/** The people of these matches, and those by whom the unknown is judged. */
export function neededFor<P extends Pick<Person, 'id' | 'side'>>(
  matches: readonly (readonly string[])[],
  people: readonly P[],
  rules: Pick<Rules, 'sides'>,
): P[] {
  const named = new Set(matches.flat())
  const { a, b } = sampleOf(people, rules)
  const sample = new Set([...a, ...b])
  return people.filter(({ id }, at) => named.has(id) || sample.has(at))
}
