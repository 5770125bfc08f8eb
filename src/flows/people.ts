import type { Participant } from '../core/model.ts'
import { once, perKey, perList } from './remembering.ts'

/** People by their ids: of thousands, few are looked for. */
export type People = Pick<ReadonlyMap<string, Participant>, 'get'>

/** People by their ids, as they are. */
export const asTheyAre = perList(
  (participants: readonly Participant[]): People =>
    new Map(participants.map((person) => [person.id, person])),
)

/** People by their ids, each called as the others of that name among those who count are not; see `toldApart`. */
const calledApart = (counts: (person: Participant) => boolean) =>
  perList((participants: readonly Participant[]): People => {
    const people = asTheyAre(participants)
    const alike = once(() => byName(participants.filter(counts)))
    return {
      get: perKey((id: string) => {
        const person = people.get(id)
        return person && counts(person) ? toldApart(person, alike().get(person.name) ?? []) : person
      }),
    }
  })

/** People by their ids, each told apart from the others of that name who take part: for coordinators alone. */
export const byId = calledApart(({ leftAt }) => leftAt === null)

/** The same where whoever has left is told of as well, and is told apart, too: for coordinators alone. */
export const everyoneById = calledApart(() => true)

/** These as they are called there; whoever is not there, as they are. */
export const asCalled = (these: readonly Participant[], people: People): readonly Participant[] =>
  these.map((person) => people.get(person.id) ?? person)

const byName = (participants: readonly Participant[]): ReadonlyMap<string, readonly Participant[]> => {
  const found = new Map<string, Participant[]>()
  for (const person of participants) {
    const known = found.get(person.name)
    if (known) known.push(person)
    else found.set(person.name, [person])
  }
  return found
}

/** Whoever shares a name is called by where they work as well, or by their address where even that is the same. */
const toldApart = (person: Participant, alike: readonly Participant[]): Participant => {
  if (alike.length < 2) return person
  const together = alike.filter(({ organisation }) => organisation === person.organisation)
  const more = together.length > 1 ? person.email : person.organisation
  return { ...person, name: `${person.name} (${more})` }
}
