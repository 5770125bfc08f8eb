import type { Temporal } from 'temporal-polyfill'
import { isPaused } from '../../core/around.ts'
import type { Match, Pair, Participant, Programme } from '../../core/model.ts'
import type { Pairable, PairingQuestion } from '../../core/pairing.ts'
import type { NotWith } from '../../core/store.ts'

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

/** How many pairs each person is in now; whoever is in none is not there. */
const pairsNow = (pairs: readonly Pair[]): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>()
  for (const { endedAt, members } of pairs)
    if (endedAt === null) for (const { id } of members) counts.set(id, (counts.get(id) ?? 0) + 1)
  return counts
}

const absenceOf = (person: Participant, now: Temporal.Instant): Pairable['absence'] => {
  if (person.consent !== 'yes') return 'no-consent'
  return isPaused(person, now) ? 'paused' : null
}

const pairables = ({ programme, participants, pairs, now }: Field): readonly Pairable[] => {
  const partners = pairsNow(pairs)
  return participants
    .filter(({ leftAt }) => leftAt === null)
    .map((participant) => ({
      participant,
      absence: absenceOf(participant, now),
      capacity: Math.min(participant.partners, programme.settings.mostPartners),
      partners: partners.get(participant.id) ?? 0,
      manager: participant.manager,
    }))
}

/** Who can be paired now and has no partner: said yes, not paused, not left. */
export const available = (field: Field): readonly Participant[] =>
  pairables(field)
    .filter(({ absence, partners }) => absence === null && partners === 0)
    .map(({ participant }) => participant)

/** A name or an address as it is compared: whatever its case and spaces. */
export const plainName = (name: string): string =>
  name.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim()

/** Private wishes, by whomever of the programme an e-mail address or a name stands for. */
const wishes = ({ participants, notWith }: Field): readonly (readonly string[])[] => {
  const called = new Map<string, string[]>()
  for (const { id, email, name } of participants)
    for (const key of [plainName(email), plainName(name)]) called.set(key, [...(called.get(key) ?? []), id])
  return notWith.flatMap(({ participantId, people }) =>
    people
      .flatMap((typed) => called.get(plainName(typed)) ?? [])
      .filter((other) => other !== participantId)
      .map((other) => [participantId, other]),
  )
}

/** The matches that a coordinator rejected. */
export const rejectedIn = ({ decided }: Field): readonly Match[] =>
  decided.filter(({ state }) => state === 'rejected')

/** Those of these people whom a coordinator rejected as partners of one another; empty where nobody did. */
export const rejectedAmong = (ids: readonly string[], field: Field): readonly string[] =>
  rejectedIn(field)
    .map(({ participantIds }) => participantIds.filter((id) => ids.includes(id)))
    .find((both) => both.length > 1) ?? []

/** What pairing is asked about this programme as it is now. */
export const questionOf = (field: Field, fixed: readonly Match[], seed: number): PairingQuestion => {
  const { programme, pairs } = field
  const { weights, organisations, odd } = programme.settings
  return {
    people: pairables(field),
    rules: {
      programme,
      weights,
      sides: 'two',
      organisations,
      odd,
      excluded: [...rejectedIn(field).map(({ participantIds }) => participantIds), ...wishes(field)],
      earlierPartners: pairs.map(({ members }) => members.map(({ id }) => id)),
      fixed: fixed.map(({ participantIds }) => participantIds),
    },
    seed,
  }
}
