import { z } from 'zod'
import { Conflict } from '../core/errors.ts'
import type { Draft } from '../core/model.ts'
import type { Reader, Writes } from '../core/store.ts'
import type { Db } from './client.ts'
import type { Prisma } from './generated/client.ts'
import { strings, toDate, toInstant } from './values.ts'

const waitingShape = z.array(z.object({ participantId: z.string(), reason: z.string() }))

const withMatches = { matches: { orderBy: { position: 'asc' } } } satisfies Prisma.DraftInclude

const toDraft = (row: Prisma.DraftGetPayload<{ include: typeof withMatches }>): Draft => ({
  id: row.id,
  programmeId: row.programmeId,
  madeAt: toInstant(row.madeAt),
  seed: row.seed,
  matches: row.matches.map((match) => ({
    id: match.id,
    draftId: match.draftId,
    participantIds: strings(match.participantIds),
    score: match.score,
    reasons: strings(match.reasons),
    state: match.state,
  })),
  waiting: waitingShape.parse(row.waiting),
})

export const draftsReader = (db: Db): Reader['drafts'] => ({
  byId: async (id) => {
    const row = await db.draft.findUnique({ where: { id }, include: withMatches })
    return row && toDraft(row)
  },
  latest: async (programmeId) => {
    const row = await db.draft.findFirst({
      where: { programmeId, matches: { some: { state: { in: ['proposed', 'approved'] } } } },
      include: withMatches,
      orderBy: [{ madeAt: 'desc' }, { id: 'desc' }],
    })
    return row && toDraft(row)
  },
  rejected: async (programmeId) => {
    const rows = await db.match.findMany({
      where: { state: 'rejected', draft: { programmeId } },
      select: { participantIds: true },
      orderBy: [{ draft: { madeAt: 'asc' } }, { draftId: 'asc' }, { position: 'asc' }],
    })
    return rows.map((row) => strings(row.participantIds))
  },
})

export const draftsWrites = (db: Db): Writes['drafts'] => ({
  propose: async (draft) => {
    await db.draft.create({
      data: {
        id: draft.id,
        programmeId: draft.programmeId,
        madeAt: toDate(draft.madeAt),
        seed: draft.seed,
        waiting: draft.waiting.map(({ participantId, reason }) => ({ participantId, reason })),
      },
    })
    await db.match.createMany({
      data: draft.matches.map((match, position) => ({
        id: match.id,
        draftId: draft.id,
        position,
        participantIds: [...match.participantIds],
        score: match.score,
        reasons: [...match.reasons],
        state: match.state,
      })),
    })
  },
  settle: async (id, state) => {
    const { count } = await db.match.updateMany({ where: { id, state: 'proposed' }, data: { state } })
    if (count === 0) throw new Conflict('draft pair')
  },
})
