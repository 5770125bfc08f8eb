import type { Judgement, Objection } from '../core/pairing.ts'
import { type Constraints, constraintsOf } from './constraints.ts'
import { spokenIn } from './features.ts'
import { fitOf } from './fit.ts'
import { inOrder } from './groups.ts'
import { objectionsTo } from './objections.ts'
import { settingOf } from './setting.ts'
import type { Person, Rules } from './types.ts'

/**
 * Scores matches made by hand as `propose` scores its own, and says what forbids them. Of all people, those named and
 * the sample are enough.
 */
export function judge(
  matches: readonly (readonly string[])[],
  people: readonly Person[],
  rules: Rules,
): Judgement[] {
  const setting = settingOf(people, rules, 0)
  const { order, constraints } = setting
  const objecting = objectingTo(order, rules, constraints)
  return matches.map((ids): Judgement => {
    const { objections, members } = objecting(ids)
    const match = inOrder(members, order, rules)
    return match === null
      ? { participantIds: ids, score: 0, parts: [], reasons: [], caution: null, objections }
      : { ...fitOf(match.pair, match.third, setting), objections }
  })
}

/** The same objections, without scores: of these people, only what can forbid a match is read. */
export function objectionsOf(
  matches: readonly (readonly string[])[],
  people: readonly Person[],
  rules: Rules,
): readonly (readonly Objection[])[] {
  const constraints = constraintsOf(people, rules, { languages: spokenIn(people) })
  const objecting = objectingTo(people, rules, constraints)
  return matches.map((ids) => objecting(ids).objections)
}

/** Says of one match after the other what forbids it: somebody in several of them needs room for all. */
function objectingTo(people: readonly Person[], rules: Rules, constraints: Constraints) {
  const place = new Map(people.map(({ id }, at) => [id, at]))
  const used = Int32Array.from(people, ({ partners }) => partners)
  return (ids: readonly string[]): { objections: readonly Objection[]; members: readonly number[] } => {
    const objections = objectionsTo(ids, people, place, rules, constraints, used)
    const members = [...new Set(ids)].flatMap((id) => place.get(id) ?? [])
    for (const at of members) used[at] = (used[at] ?? 0) + 1
    return { objections, members }
  }
}
