import type { Temporal } from 'temporal-polyfill'
import { hoursOf, type Interval } from '../../core/calendar.ts'
import type { Who } from '../../core/flow.ts'
import { endOf, present, startOf } from '../../core/meetings.ts'
import type { Meeting, Pair, Participant, Programme } from '../../core/model.ts'
import type { Reader } from '../../core/store.ts'
import type { Attendee } from './slots.ts'

/** A pair with its meetings, as one of its members sees it. */
export interface Situation {
  readonly pair: Pair
  readonly programme: Programme
  readonly meetings: readonly Meeting[]
  readonly me: Participant
}

/** Everyone else in the pair who has not left. */
export const partnersOf = ({ pair, me }: Pick<Situation, 'pair' | 'me'>): readonly Participant[] =>
  present(pair).filter((member) => member.id !== me.id)

export const zoneOf = (participant: Participant, programme: Programme): string =>
  hoursOf(participant, programme).zone

/** The pair and its programme; null when either is gone. */
export const pairFacts = async (pairId: string, read: Reader): Promise<Omit<Situation, 'me'> | null> => {
  const pair = await read.pairs.byId(pairId)
  return pair && factsAbout(pair, read)
}

/** A pair with its programme and its meetings. */
export const factsAbout = async (pair: Pair, read: Reader): Promise<Omit<Situation, 'me'> | null> => {
  const programme = await read.programmes.byId(pair.programmeId)
  return programme && { pair, programme, meetings: await read.meetings.ofPair(pair.id) }
}

/** The pair as this person sees it; null when there is no such pair, or they are not in it. */
export const situationOf = async (pairId: string, who: Who, read: Reader): Promise<Situation | null> => {
  const facts = await pairFacts(pairId, read)
  const me = facts && present(facts.pair).find(({ id }) => who.participants.some((mine) => mine.id === id))
  return facts && me ? { ...facts, me } : null
}

/** Every pair that this person is in now. */
export const situationsOf = async (who: Who, read: Reader): Promise<readonly Situation[]> => {
  const found: Situation[] = []
  for (const { id } of who.participants)
    for (const pair of await read.pairs.ofParticipant(id)) {
      const situation = pair.endedAt ? null : await situationOf(pair.id, who, read)
      if (situation) found.push(situation)
    }
  return found
}

/** Everyone who is to meet, with what they have booked in any pair of theirs. `but` is a meeting that would make room. */
export const attendeesOf = async (
  { pair, programme }: Pick<Situation, 'pair' | 'programme'>,
  but: string | null,
  read: Reader,
): Promise<readonly Attendee[]> => {
  const found: Attendee[] = []
  for (const member of present(pair)) {
    const lives = member.account ? await read.participants.ofAccount(member.account.id) : [member]
    const busy: Interval[] = []
    for (const { id } of lives)
      for (const { id: pairId } of await read.pairs.ofParticipant(id))
        for (const meeting of await read.meetings.ofPair(pairId))
          if (meeting.state === 'booked' && meeting.id !== but)
            busy.push({ from: startOf(meeting), to: endOf(meeting) })
    found.push({
      id: member.id,
      hours: hoursOf(member, programme),
      pausedUntil: member.pausedUntil,
      busy,
    })
  }
  return found
}

/** What a form about times is about. `asOf` fixes the list of times, so that it is still the same when it comes back. */
export interface FormSubject {
  readonly pairId: string
  /** The booked meeting to be moved; null for a new one. */
  readonly moves: string | null
  readonly asOf: Temporal.Instant
}
