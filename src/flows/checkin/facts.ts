import { hoursOf } from '../../core/calendar.ts'
import type { Who } from '../../core/flow.ts'
import { present } from '../../core/meetings.ts'
import type { CheckIn, Meeting, Pair, Participant, Programme } from '../../core/model.ts'
import { sayFirstNames } from '../../core/saying.ts'
import type { Reader } from '../../core/store.ts'

/** One meeting as one of its people looks back on it. `said` is what they themselves said; null when nothing yet. */
export interface Look {
  readonly meeting: Meeting
  readonly pair: Pair
  readonly programme: Programme
  readonly me: Participant
  readonly said: CheckIn | null
}

export const zoneOf = ({ me, programme }: Look): string => hoursOf(me, programme).zone

/** "Amina", "Amina and Jo": whoever was in the pair, even if they have left it since. */
export const partnersOf = ({ pair, me }: Look): string =>
  sayFirstNames(pair.members.filter(({ id }) => id !== me.id)) || 'your partner'

const lookAs = async (meeting: Meeting, pair: Pair, me: Participant, read: Reader): Promise<Look | null> => {
  const programme = await read.programmes.byId(pair.programmeId)
  const all = await read.checkIns.ofMeeting(meeting.id)
  const said = all.find(({ participantId }) => participantId === me.id) ?? null
  return programme && { meeting, pair, programme, me, said }
}

/** The meeting as this participant sees it; null when it is not theirs. */
export const lookOf = async (
  meetingId: string,
  participantId: string,
  read: Reader,
): Promise<Look | null> => {
  const meeting = await read.meetings.byId(meetingId)
  const pair = meeting && (await read.pairs.byId(meeting.pairId))
  const me = pair && present(pair).find(({ id }) => id === participantId)
  return meeting && pair && me ? lookAs(meeting, pair, me, read) : null
}

/** The meeting as this person sees it; null when there is no such meeting, or it is not theirs. */
export const lookBy = async (meetingId: string, who: Who, read: Reader): Promise<Look | null> => {
  for (const { id } of who.participants) {
    const look = await lookOf(meetingId, id, read)
    if (look) return look
  }
  return null
}

/** Every booked meeting of every pair that this person is in now. */
export const looksOf = async (who: Who, read: Reader): Promise<readonly Look[]> => {
  const found: Look[] = []
  for (const { id } of who.participants)
    for (const pair of await read.pairs.ofParticipant(id)) {
      const me = present(pair).find((member) => member.id === id)
      for (const meeting of me ? await read.meetings.ofPair(pair.id) : []) {
        const look = meeting.state === 'booked' && me ? await lookAs(meeting, pair, me, read) : null
        if (look) found.push(look)
      }
    }
  return found
}
