import type { Participant } from '../../core/model.ts'
import { once, perKey, perList } from './remembering.ts'

/** People by their ids: of thousands, few are looked for. */
export type People = Pick<ReadonlyMap<string, Participant>, 'get'>

/** People by their ids, as they are. */
export const asTheyAre = perList(
  (participants: readonly Participant[]): People =>
    new Map(participants.map((person) => [person.id, person])),
)

/** People by their ids, each called as the others of that name are not: for coordinators alone, see `toldApart`. */
export const byId = perList((participants: readonly Participant[]): People => {
  const people = asTheyAre(participants)
  const called = once(() => byName(participants))
  return {
    get: perKey((id: string) => {
      const person = people.get(id)
      return person && toldApart(person, called().get(person.name) ?? [])
    }),
  }
})

/** Those who take part, by their names. */
const byName = (participants: readonly Participant[]): ReadonlyMap<string, readonly Participant[]> => {
  const found = new Map<string, Participant[]>()
  for (const person of participants) {
    if (person.leftAt !== null) continue
    const known = found.get(person.name)
    if (known) known.push(person)
    else found.set(person.name, [person])
  }
  return found
}

/** Whoever shares a name is called by where they work as well, or by their address where even that is the same. */
const toldApart = (person: Participant, alike: readonly Participant[]): Participant => {
  if (person.leftAt !== null || alike.length < 2) return person
  const together = alike.filter(({ organisation }) => organisation === person.organisation)
  const more = together.length > 1 ? person.email : person.organisation
  return { ...person, name: `${person.name} (${more})` }
}
