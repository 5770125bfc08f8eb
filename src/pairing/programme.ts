import { Temporal } from 'temporal-polyfill'
import { hoursOf, openingsBetween } from '../core/calendar.ts'
import type { Participant, Programme } from '../core/model.ts'
import type { Pairing } from '../core/pairing.ts'
import { propose } from './propose.ts'
import type { Hours, Person } from './types.ts'
import { defaultWeights } from './weights.ts'

/** A week in winter and one in summer, so that what a clock change does to two people's hours is seen. */
const SAMPLE_MONDAYS = ['2026-01-12T00:00:00Z', '2026-07-13T00:00:00Z'].map((iso) =>
  Temporal.Instant.from(iso),
)
const WEEK_MINUTES = 7 * 24 * 60

/** Pairs a programme's participants: what the core asks for, answered by this folder. */
export const programmePairing: Pairing = {
  propose: (people, rules, seed) => {
    const proposal = propose(
      people.map((participant) => personOf(participant, people, rules.excluded, rules.programme)),
      {
        weights: defaultWeights,
        sides: 'two',
        organisations: 'any',
        odd: rules.odd,
        fixed: [],
        earlierPartners: [],
      },
      seed,
    )
    return {
      matches: [...proposal.pairs]
        .sort((one, other) => one.score - other.score)
        .map((pair) => ({ participantIds: pair.people, score: pair.score, reasons: [pair.why] })),
      waiting: proposal.unpaired.map(({ person, text }) => ({ participantId: person, reason: text })),
    }
  },
}

const personOf = (
  participant: Participant,
  people: readonly Participant[],
  excluded: readonly (readonly string[])[],
  programme: Programme,
): Person => ({
  id: participant.id,
  name: participant.name,
  side: participant.side,
  organisation: participant.organisation,
  location: participant.location,
  languages: participant.languages,
  goals: participant.goals,
  offers: participant.offers,
  interests: participant.interests,
  weeklyHours: sampleHours(participant, programme),
  capacity: 1,
  notWith: [
    ...people.filter(({ email }) => participant.conflicts.includes(email)).map(({ id }) => id),
    ...excluded.filter((pair) => pair.includes(participant.id)).flat(),
  ].filter((id) => id !== participant.id),
  managerId: null,
  absence: null,
})

const sampleHours = (participant: Participant, programme: Programme): Hours[] =>
  SAMPLE_MONDAYS.flatMap((monday, index) =>
    openingsBetween(
      { ...hoursOf(participant, programme), daysOff: [] },
      monday,
      monday.add({ minutes: WEEK_MINUTES }),
    ).map(({ from, to }) => ({
      startsAt: index * WEEK_MINUTES + monday.until(from).total('minutes'),
      endsAt: index * WEEK_MINUTES + monday.until(to).total('minutes'),
    })),
  )
