import type { Temporal } from 'temporal-polyfill'
import { plainName } from '../../core/apart.ts'
import { isPaused } from '../../core/around.ts'
import type { Context } from '../../core/flow.ts'
import type { Match, Pair, Participant, Programme } from '../../core/model.ts'
import type { Pairable, PairingQuestion, PairingRules } from '../../core/pairing.ts'
import type { NotWith } from '../../core/store.ts'
import { asTheyAre } from '../people.ts'
import { perList } from '../remembering.ts'

/** What a programme's drafts are made from and judged by. `pairs` are all, ended ones included. */
export interface Field {
  readonly programme: Programme
  readonly participants: readonly Participant[]
  readonly pairs: readonly Pair[]
  /** Matches of any draft that were approved or rejected. */
  readonly decided: readonly Match[]
  readonly notWith: readonly NotWith[]
  readonly now: Temporal.Instant
}

/** The pairs that each person is or was in; whoever never was in one is not there. */
const pairsOf = perList((pairs: readonly Pair[]): ReadonlyMap<string, readonly Pair[]> => {
  const found = new Map<string, Pair[]>()
  for (const pair of pairs)
    for (const { id } of pair.members) {
      const known = found.get(id)
      if (known) known.push(pair)
      else found.set(id, [pair])
    }
  return found
})

/** The pairs that somebody is or was in. */
const pairsWith = (id: string, { pairs }: Pick<Field, 'pairs'>): readonly Pair[] =>
  pairsOf(pairs).get(id) ?? []

const isNow = ({ endedAt }: Pair): boolean => endedAt === null

/** Whether somebody is in a pair now. */
export const isPaired = (id: string, field: Pick<Field, 'pairs'>): boolean => pairsWith(id, field).some(isNow)

const absenceOf = (person: Participant, now: Temporal.Instant): Pairable['absence'] => {
  if (person.consent !== 'yes') return 'no-consent'
  return isPaused(person, now) ? 'paused' : null
}

const pairable = (participant: Participant, field: Field): Pairable => ({
  participant,
  absence: absenceOf(participant, field.now),
  capacity: Math.min(participant.partners, field.programme.settings.mostPartners),
  partners: pairsWith(participant.id, field).filter(isNow).length,
  manager: participant.manager,
})

/** How many partners more somebody can take on, those who are proposed to them not counted. */
export const roomFor = (participant: Participant, field: Field): number => {
  const { capacity, partners } = pairable(participant, field)
  return Math.max(0, capacity - partners)
}

const isHere = (one: Participant, { now }: Field): boolean =>
  one.leftAt === null && absenceOf(one, now) === null

/** Whether somebody who has a partner can take another now. */
export const takesAnother = (field: Field): boolean =>
  field.participants.some((one) => isPaired(one.id, field) && isHere(one, field) && roomFor(one, field) > 0)

/** Who can be paired now and has no partner: said yes, not paused, not left. */
export const available = (field: Field): readonly Participant[] =>
  field.participants.filter((one) => isHere(one, field) && !isPaired(one.id, field))

/** Who is meant by an e-mail address or a name, among people who are told of one after another. */
const meaning = () => {
  const called = new Map<string, string[]>()
  return {
    add: ({ id, email, name }: Participant): void => {
      for (const key of [plainName(email), plainName(name)]) called.set(key, [...(called.get(key) ?? []), id])
    },
    /** Private wishes, by the people who are meant. */
    wishes: (notWith: readonly NotWith[]): readonly (readonly string[])[] =>
      notWith.flatMap(({ participantId, people }) =>
        people
          .flatMap((typed) => called.get(plainName(typed)) ?? [])
          .filter((other) => other !== participantId)
          .map((other) => [participantId, other]),
      ),
  }
}

/** The matches that a coordinator rejected. */
export const rejectedIn = ({ decided }: Field): readonly Match[] =>
  decided.filter(({ state }) => state === 'rejected')

/** Those of these people whom a coordinator rejected as partners of one another; empty where nobody did. */
export const rejectedAmong = (ids: readonly string[], field: Field): readonly string[] =>
  rejectedIn(field)
    .map(({ participantIds }) => participantIds.filter((id) => ids.includes(id)))
    .find((both) => both.length > 1) ?? []

/** What a programme's settings say of pairing. */
export const rulesOf = ({
  programme,
}: Field): Pick<PairingRules, 'programme' | 'weights' | 'sides' | 'organisations' | 'odd'> => {
  const { weights, organisations, odd } = programme.settings
  return { programme, weights, sides: 'two', organisations, odd }
}

const membersOf = ({ members }: Pair): readonly string[] => members.map(({ id }) => id)

/** What pairing is asked about this programme as it is now. */
export const questionOf = async (
  field: Field,
  fixed: readonly Match[],
  seed: number,
  { othersTurn }: Pick<Context, 'othersTurn'>,
): Promise<PairingQuestion> => {
  const { participants, pairs, notWith } = field
  const people: Pairable[] = []
  const { add, wishes } = meaning()
  for (const participant of participants) {
    await othersTurn()
    if (participant.leftAt === null) people.push(pairable(participant, field))
    if (notWith.length > 0) add(participant)
  }
  return {
    people,
    rules: {
      ...rulesOf(field),
      excluded: [...rejectedIn(field).map(({ participantIds }) => participantIds), ...wishes(notWith)],
      earlierPartners: pairs.map(membersOf),
      fixed: fixed.map(({ participantIds }) => participantIds),
    },
    seed,
  }
}

/**
 * What pairing is asked about some of these people alone, with all that stands between them: little, however large the
 * programme is.
 */
export const questionsAbout = (
  these: ReadonlySet<string>,
  field: Field,
): ((ids: readonly string[]) => PairingQuestion) => {
  const people = asTheyAre(field.participants)
  const wishing = field.notWith.filter(({ participantId }) => these.has(participantId))
  const { add, wishes } = meaning()
  if (wishing.length > 0) for (const person of [...these].flatMap((id) => people.get(id) ?? [])) add(person)
  const excluded = [
    ...rejectedIn(field)
      .map(({ participantIds }) => participantIds)
      .filter((apart) => apart.some((id) => these.has(id))),
    ...wishes(wishing),
  ]
  return (ids) => ({
    people: [...new Set(ids)].flatMap((id) => {
      const person = people.get(id)
      return person && person.leftAt === null ? [pairable(person, field)] : []
    }),
    rules: {
      ...rulesOf(field),
      excluded: excluded.filter((apart) => apart.some((id) => ids.includes(id))),
      earlierPartners: [...new Set(ids.flatMap((id) => pairsWith(id, field)))].map(membersOf),
      fixed: [],
    },
    seed: 0,
  })
}
