import { Temporal } from 'temporal-polyfill'
import type { Context } from '../src/core/flow.ts'
import type { Account, Meeting, Pair, Participant, Programme, Workspace } from '../src/core/model.ts'
import {
  defaultWeights,
  type Fit,
  type Pairing,
  type PairingQuestion,
  type Proposal,
} from '../src/core/pairing.ts'

/** Plain facts for tests: whole and sensible, with whatever a test cares about put in their place. */

export const at = (iso: string): Temporal.Instant => Temporal.Instant.from(iso)

export const aWorkspace = (but: Partial<Workspace> = {}): Workspace => ({
  id: 'w-slack',
  platform: 'slack',
  name: 'harbour',
  externalId: 'T1',
  groups: true,
  removedAt: null,
  ...but,
})

export const anAccount = (but: Partial<Account> = {}): Account => ({
  id: 'a-amina',
  workspace: aWorkspace(),
  externalId: 'U1',
  name: 'Amina Yusuf',
  email: 'amina@harbour.example',
  timeZone: 'Europe/London',
  locale: 'en-GB',
  conversation: null,
  welcomedAt: at('2026-01-05T10:00:00Z'),
  gone: false,
  ...but,
})

export const aProgramme = (but: Partial<Programme> = {}): Programme => ({
  id: 'g1',
  name: 'City Region Programme',
  startsOn: Temporal.PlainDate.from('2026-01-12'),
  timeZone: 'Europe/London',
  sides: { a: 'Senior leaders', b: 'Emerging leaders' },
  booksFirst: 'a',
  contact: { name: 'Grace Obi', email: 'grace@independent.example' },
  settings: {
    stages: [
      { name: 'contracting', from: Temporal.Duration.from({ weeks: 0 }) },
      { name: 'first-meeting', from: Temporal.Duration.from({ weeks: 1 }) },
      { name: 'halfway', from: Temporal.Duration.from({ months: 6 }) },
      { name: 'closing', from: Temporal.Duration.from({ months: 12 }) },
    ],
    meetingEvery: Temporal.Duration.from({ months: 1 }),
    nudgeAfterWorkingDays: [1, 3, 7, 14],
    reflectionAfterWorkingDays: 2,
    checkInAfter: Temporal.Duration.from({ hours: 2 }),
    smallestGroup: 5,
    odd: 'trio',
    surveys: 'anonymous',
    weights: defaultWeights,
    organisations: 'any',
    mostPartners: 2,
  },
  ...but,
})

export const aParticipant = (but: Partial<Participant> = {}): Participant => ({
  id: 'p-amina',
  programmeId: 'g1',
  name: 'Amina Yusuf',
  email: 'amina@harbour.example',
  side: 'b',
  organisation: 'Harbour Trust',
  workspaceId: 'w-slack',
  account: anAccount(),
  title: 'Project manager',
  location: 'Liverpool',
  hours: null,
  languages: ['English'],
  goals: ['Chair a meeting with confidence'],
  offers: ['Community organising'],
  interests: ['Running'],
  conflicts: [],
  manager: null,
  partners: 1,
  consent: 'yes',
  consentAt: at('2026-01-06T10:00:00Z'),
  confirmedAt: at('2026-01-06T10:05:00Z'),
  pausedUntil: null,
  leftAt: null,
  importedAt: at('2026-01-05T09:00:00Z'),
  ...but,
})

/** The other partner: side a, in another organisation's Teams. */
export const aPartner = (but: Partial<Participant> = {}): Participant =>
  aParticipant({
    id: 'p-tom',
    name: 'Tom Reed',
    email: 'tom@city.example',
    side: 'a',
    organisation: 'City Council',
    workspaceId: 'w-teams',
    account: anAccount({
      id: 'a-tom',
      name: 'Tom Reed',
      email: 'tom@city.example',
      externalId: 'aad-tom',
      workspace: aWorkspace({
        id: 'w-teams',
        platform: 'teams',
        name: 'city',
        externalId: 'tenant-1',
        groups: false,
      }),
    }),
    title: 'Director of Finance',
    goals: ['Understand barriers to promotion'],
    offers: ['Budgeting'],
    ...but,
  })

export const aPair = (but: Partial<Pair> = {}): Pair => ({
  id: 'pair1',
  programmeId: 'g1',
  members: [aPartner(), aParticipant()],
  pairedAt: at('2026-01-12T09:00:00Z'),
  endedAt: null,
  conversation: null,
  ...but,
})

export const aMeeting = (but: Partial<Meeting> = {}): Meeting => ({
  id: 'm1',
  pairId: 'pair1',
  state: 'booked',
  times: [at('2026-01-20T10:00:00Z')],
  minutes: 60,
  proposedBy: 'p-tom',
  acceptedBy: ['p-tom', 'p-amina'],
  moves: null,
  revision: 1,
  linksFrom: at('2026-01-12T09:00:00Z'),
  proposedAt: at('2026-01-12T09:00:00Z'),
  bookedAt: at('2026-01-12T10:00:00Z'),
  cancelledAt: null,
  ...but,
})

/** Pairing that proposes these matches of whoever is asked about, at once. */
export const pairingOf = (
  matches: (question: PairingQuestion) => readonly (readonly string[])[],
): Pairing => {
  const fitOf = (participantIds: readonly string[]): Fit => ({
    participantIds,
    score: 7000,
    parts: [],
    reasons: ['Good.'],
    caution: null,
  })
  const propose = (question: PairingQuestion): Proposal => ({
    seed: question.seed,
    matches: matches(question).map((ids) => ({ ...fitOf(ids), fixed: false, nextBest: [] })),
    waiting: [],
    refused: [],
    proof: { primal: 0, dual: 0, gap: 0, worst: null, together: true },
  })
  return {
    isLong: () => false,
    propose,
    sample: () => [],
    judge: (hand) => hand.map((ids) => ({ ...fitOf(ids), objections: [] })),
    objections: (hand) => hand.map(() => []),
    run: (question) => Promise.resolve(propose(question)),
  }
}

/** Ids are the labels themselves, links lead nowhere, and nobody finds a partner. */
export const aContext = (now: string, but: Partial<Context> = {}): Context => ({
  now: at(now),
  newId: (label) => label,
  links: { calendar: (meeting, participant) => `http://localhost/calendar/${meeting}-${participant}.ics` },
  pairing: pairingOf(() => []),
  words: [],
  othersTurn: async () => {},
  ...but,
})
