import type { Temporal } from 'temporal-polyfill'
import { partnersIn } from '../../core/around.ts'
import { isBefore } from '../../core/calendar.ts'
import type { Who } from '../../core/flow.ts'
import { endOf, hasEnded, isComing, isWaiting, present, startOf } from '../../core/meetings.ts'
import type { Meeting, Pair, Participant, Programme, Survey } from '../../core/model.ts'
import type { Reader } from '../../core/store.ts'
import { figuresOf } from '../overview/index.ts'

/** A meeting with those whom one meets. */
interface With {
  readonly meeting: Meeting
  readonly partners: readonly Participant[]
}

/** Where one participation stands. */
export interface Participation {
  readonly participant: Participant
  readonly programme: Programme
  /** Those they are in now. */
  readonly pairs: readonly { readonly pair: Pair; readonly partners: readonly Participant[] }[]
  /** Whether they were in a pair before, and are in none now. */
  readonly wasPaired: boolean
  /** The next booked meeting. */
  readonly next: With | null
  /** Proposals that wait for their answer. */
  readonly offered: readonly With[]
  /** Proposals to which they have said yes, and that wait for these others. */
  readonly asked: readonly With[]
  /** Meetings after which their check-in is open, the latest first. */
  readonly checkIns: readonly With[]
  /** Open, and not submitted. */
  readonly surveys: readonly Survey[]
}

/** What a coordinator needs to know first. */
export interface Coordination {
  readonly programme: Programme
  readonly people: number
  /** Null is too few to show, or would give away a figure that is. */
  readonly joined: number | null
  /** Null is too few to show. */
  readonly pairs: number | null
  /** Pairs of a draft that wait for a decision. */
  readonly proposed: number
}

const participationOf = async (
  participant: Participant,
  read: Reader,
  now: Temporal.Instant,
): Promise<Participation | null> => {
  const programme = await read.programmes.byId(participant.programmeId)
  if (!programme) return null
  const pairs = (await read.pairs.ofParticipant(participant.id))
    .filter(({ endedAt }) => endedAt === null)
    .map((pair) => ({
      pair,
      partners: partnersIn({ ...pair, members: present(pair) }, participant.id),
    }))
  const met: With[] = []
  for (const { pair, partners } of pairs)
    for (const meeting of await read.meetings.ofPair(pair.id)) met.push({ meeting, partners })
  return {
    participant,
    programme,
    pairs,
    wasPaired: pairs.length === 0 && (await read.pairs.among([participant.id])).length > 0,
    next: met.filter(({ meeting }) => isComing(meeting, now)).sort(byStart)[0] ?? null,
    offered: met.filter(
      ({ meeting }) => isWaiting(meeting, now) && !meeting.acceptedBy.includes(participant.id),
    ),
    asked: met
      .filter(({ meeting }) => isWaiting(meeting, now) && meeting.acceptedBy.includes(participant.id))
      .map(({ meeting, partners }) => ({
        meeting,
        partners: partners.filter(({ id }) => !meeting.acceptedBy.includes(id)),
      })),
    checkIns: await openCheckIns(met, participant, programme, read, now),
    surveys: await openSurveys(participant, read, now),
  }
}

const byStart = (one: With, other: With): number =>
  startOf(one.meeting).epochMilliseconds - startOf(other.meeting).epochMilliseconds

const openCheckIns = async (
  met: readonly With[],
  participant: Participant,
  programme: Programme,
  read: Reader,
  now: Temporal.Instant,
): Promise<readonly With[]> => {
  const answered = new Set(
    (await read.checkIns.ofParticipant(participant.id)).map(({ meetingId }) => meetingId),
  )
  return met
    .filter(({ meeting }) => hasEnded(meeting, now) && !answered.has(meeting.id))
    .filter(({ meeting }) => !isBefore(now, endOf(meeting).add(programme.settings.checkInAfter)))
    .sort((one, other) => byStart(other, one))
}

const openSurveys = async (
  participant: Participant,
  read: Reader,
  now: Temporal.Instant,
): Promise<readonly Survey[]> => {
  if (participant.consent !== 'yes') return []
  const open: Survey[] = []
  for (const survey of await read.surveys.of(participant.programmeId)) {
    if (isBefore(now, survey.opensAt) || !isBefore(now, survey.closesAt)) continue
    if (!(await read.surveys.taken(survey.id, participant.id))) open.push(survey)
  }
  return open
}

export const participationsOf = async (
  who: Who,
  read: Reader,
  now: Temporal.Instant,
): Promise<readonly Participation[]> =>
  (await Promise.all(who.participants.map((one) => participationOf(one, read, now)))).filter(
    (one) => one !== null,
  )

export const coordinationsOf = (
  who: Who,
  read: Reader,
  now: Temporal.Instant,
): Promise<readonly Coordination[]> =>
  Promise.all(
    who.coordinates.map(async (programme) => {
      const pairs = (await read.approved.of(programme.id)).filter(({ endedAt }) => endedAt === null)
      const figures = figuresOf(programme, await read.participants.of(programme.id), pairs.length, now)
      const draft = await read.drafts.latest(programme.id)
      return {
        programme,
        people: figures.people,
        joined: figures.states.joined,
        pairs: figures.pairs,
        proposed: draft?.matches.filter(({ state }) => state === 'proposed').length ?? 0,
      }
    }),
  )

/** The independent contacts of all programmes that somebody is or was in, or coordinates, each once. */
export const contactsFor = async (
  who: Who,
  read: Reader,
): Promise<readonly (Programme['contact'] & { readonly programme: string })[]> => {
  const lives = await read.participants.ofAccount(who.account.id)
  const own = await Promise.all(lives.map(({ programmeId }) => read.programmes.byId(programmeId)))
  const programmes = [...own.filter((programme) => programme !== null), ...who.coordinates]
  const byEmail = new Map(
    programmes.map(({ contact, name }) => [contact.email, { ...contact, programme: name }] as const),
  )
  return [...byEmail.values()]
}
