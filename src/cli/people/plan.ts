import type { Temporal } from 'temporal-polyfill'
import { type Effect, save, touch } from '../../core/flow.ts'
import { idOf } from '../../core/ids.ts'
import type { Participant, Programme } from '../../core/model.ts'
import type { ParticipantDetails } from '../../core/store.ts'
import type { People, Person } from './read.ts'

/** What a list would change. People who are in the programme and not on the list stay as they are. */
export interface ImportPlan {
  readonly added: readonly Person[]
  readonly changed: readonly {
    readonly participant: Participant
    readonly person: Person
    readonly fields: readonly (keyof ParticipantDetails)[]
  }[]
  readonly unchanged: number
}

const DETAILS = [
  'name',
  'side',
  'organisation',
  'workspaceId',
  'title',
  'location',
  'hours',
  'languages',
  'goals',
  'offers',
  'interests',
  'conflicts',
  'manager',
  'partners',
] as const satisfies readonly (keyof ParticipantDetails)[]

/** What a person has confirmed in their own words: no longer a list's to change. */
const THEIR_OWN = ['hours', 'goals', 'offers'] as const

/** Compares a list with who is there. What the list has no column for (`untold`) stays as it is. */
export const planImport = (
  { people, untold }: Pick<Extract<People, { ok: true }>, 'people' | 'untold'>,
  existing: readonly Participant[],
): ImportPlan => {
  const known = new Map(existing.map((participant) => [participant.email, participant]))
  const added: Person[] = []
  const changed: ImportPlan['changed'][number][] = []
  for (const listed of people) {
    const participant = known.get(listed.email)
    if (!participant) {
      added.push(listed)
      continue
    }
    const kept = [...untold, ...(participant.confirmedAt ? THEIR_OWN : [])]
    const person = { ...listed, ...Object.fromEntries(kept.map((field) => [field, participant[field]])) }
    const fields = DETAILS.filter(
      (field) => JSON.stringify(person[field]) !== JSON.stringify(participant[field]),
    )
    if (fields.length > 0) changed.push({ participant, person, fields })
  }
  return { added, changed, unchanged: people.length - added.length - changed.length }
}

/** The plan as effects. */
export const importEffects = (
  plan: ImportPlan,
  programme: Programme,
  now: Temporal.Instant,
): readonly Effect[] => [
  ...plan.added.flatMap((person): Effect[] => {
    const id = idOf('participant', programme.id, person.email)
    return [
      save('participants', 'add', { ...person, id, programmeId: programme.id, importedAt: now }),
      touch('participant', id),
    ]
  }),
  ...plan.changed.flatMap(({ participant, person }): Effect[] => {
    const { email: _, ...details } = person
    return [save('participants', 'change', participant.id, details), touch('participant', participant.id)]
  }),
]
