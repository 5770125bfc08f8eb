import { Conflict } from '../core/errors.ts'
import type { Meeting } from '../core/model.ts'
import type { Reader, Writes } from '../core/store.ts'
import type { Db } from './client.ts'
import type { Prisma } from './generated/client.ts'
import {
  instants,
  instantsToJson,
  strings,
  toDate,
  toDateOrNull,
  toInstant,
  toInstantOrNull,
} from './values.ts'

const toMeeting = (row: Prisma.MeetingGetPayload<object>): Meeting => ({
  id: row.id,
  pairId: row.pairId,
  state: row.state,
  times: instants(row.times),
  minutes: row.minutes,
  proposedBy: row.proposedBy,
  acceptedBy: strings(row.acceptedBy),
  moves: row.moves,
  revision: row.revision,
  linksFrom: toInstant(row.linksFrom),
  proposedAt: toInstant(row.proposedAt),
  bookedAt: toInstantOrNull(row.bookedAt),
  cancelledAt: toInstantOrNull(row.cancelledAt),
})

const columns = (meeting: Meeting) => ({
  pairId: meeting.pairId,
  state: meeting.state,
  times: instantsToJson(meeting.times),
  firstTime: toDate(meeting.times[0] ?? meeting.proposedAt),
  minutes: meeting.minutes,
  proposedBy: meeting.proposedBy,
  acceptedBy: [...meeting.acceptedBy],
  moves: meeting.moves,
  revision: meeting.revision,
  linksFrom: toDate(meeting.linksFrom),
  proposedAt: toDate(meeting.proposedAt),
  bookedAt: toDateOrNull(meeting.bookedAt),
  cancelledAt: toDateOrNull(meeting.cancelledAt),
})

export const meetingsReader = (db: Db): Reader['meetings'] => ({
  byId: async (id) => {
    const row = await db.meeting.findUnique({ where: { id } })
    return row && toMeeting(row)
  },
  ofPair: async (pairId) => {
    const rows = await db.meeting.findMany({
      where: { pairId },
      orderBy: [{ firstTime: 'asc' }, { proposedAt: 'asc' }, { id: 'asc' }],
    })
    return rows.map(toMeeting)
  },
})

export const meetingsWrites = (db: Db): Writes['meetings'] => ({
  propose: async (meeting) => {
    await db.meeting.create({ data: { id: meeting.id, ...columns(meeting) } })
  },
  change: async (meeting, was) => {
    const { count } = await db.meeting.updateMany({
      where: { id: meeting.id, revision: was },
      data: columns(meeting),
    })
    if (count === 0) throw new Conflict('meeting')
  },
})
