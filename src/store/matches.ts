import { z } from 'zod'
import type { Match, Proposed } from '../core/model.ts'
import type { Db } from './client.ts'
import { Prisma } from './generated/client.ts'
import { inPages } from './pages.ts'
import { inBatches, strings } from './values.ts'

type MatchRow = Prisma.MatchGetPayload<object>

const explainedShape = z.object({
  parts: z.array(
    z.object({
      name: z.enum(['first-learns', 'second-learns', 'interests', 'hours', 'languages', 'location']),
      value: z.number(),
      weight: z.number(),
      known: z.boolean(),
      silent: z.enum(['one', 'both']).exactOptional(),
    }),
  ),
  caution: z.string().nullable(),
  nextBest: z.array(
    z.object({
      participantId: z.string(),
      otherId: z.string(),
      score: z.number(),
      costAtLeast: z.number().nullable(),
      swapCost: z.number().nullable(),
      lowersWorst: z.boolean(),
    }),
  ),
})

const explainedToJson = ({ parts, caution, nextBest }: Match): Prisma.InputJsonObject => ({
  parts: parts.map((part) => ({ ...part })),
  caution,
  nextBest: nextBest.map((one) => ({ ...one })),
})

const NOT_KEPT = { parts: [], caution: null, nextBest: [] }

/** A match as it is kept. */
export const toMatch = (row: MatchRow): Match => ({
  id: row.id,
  draftId: row.draftId,
  participantIds: strings(row.participantIds),
  score: row.score,
  reasons: strings(row.reasons),
  ...(row.explained === null ? NOT_KEPT : explainedShape.parse(row.explained)),
  state: row.state,
  fixed: row.fixed,
  pairId: row.pairId,
})

/** A match that was proposed again kept its position, where another may stand. */
const afterRow = ({ position, id }: MatchRow): Prisma.MatchWhereInput => ({
  OR: [{ position: { gt: position } }, { position, id: { gt: id } }],
})

/** A draft's matches that fit, in their order. */
export const matchesOf = async (
  db: Db,
  draftId: string,
  fitting: Prisma.MatchWhereInput = {},
): Promise<readonly Match[]> => {
  const found = await inPages<{ readonly row: MatchRow; readonly match: Match }>(async (after, take) => {
    const rows = await db.match.findMany({
      where: { ...fitting, draftId, ...(after ? afterRow(after.row) : {}) },
      orderBy: [{ position: 'asc' }, { id: 'asc' }],
      take,
    })
    return rows.map((row) => ({ row, match: toMatch(row) }))
  })
  return found.map(({ match }) => match)
}

/** What coordinators can give a proposed match anew: its people, and what follows from them. */
export const changeable = (match: Match) => ({
  participantIds: [...match.participantIds],
  score: match.score,
  reasons: [...match.reasons],
  explained: explainedToJson(match),
})

/**
 * Keeps matches of a draft from this position on, and beside each what was proposed, which stays. They are thousands, and
 * Prisma thinks long about each list of rows: it is told the statement.
 */
export const layMatches = async (
  db: Db,
  draftId: string,
  matches: readonly Match[],
  from: number,
): Promise<void> => {
  const rows = matches.map((match, at) => {
    const { participantIds, score, reasons, explained } = changeable(match)
    const people = JSON.stringify(participantIds)
    return {
      match: Prisma.sql`(${match.id}, ${draftId}, ${from + at}, ${people}, ${score}, ${JSON.stringify(reasons)},
        ${match.state}, ${match.fixed}, ${JSON.stringify(explained)}, ${match.pairId})`,
      proposed: Prisma.sql`(${match.id}, ${draftId}, ${from + at}, ${people}, ${score})`,
    }
  })
  for (const batch of inBatches(rows)) {
    await db.$executeRaw`
      INSERT INTO "Match" ("id", "draftId", "position", "participantIds", "score", "reasons", "state", "fixed",
        "explained", "pairId")
      VALUES ${Prisma.join(batch.map(({ match }) => match))}`
    await db.$executeRaw`
      INSERT INTO "ProposedMatch" ("id", "draftId", "position", "participantIds", "score")
      VALUES ${Prisma.join(batch.map(({ proposed }) => proposed))}`
  }
}

/** The matches of a draft as it was proposed, in their order. */
export const proposedIn = async (db: Db, draftId: string): Promise<readonly Proposed[]> => {
  const rows = await inPages<Prisma.ProposedMatchGetPayload<object>>((after, take) =>
    db.proposedMatch.findMany({
      where: { draftId, position: { gt: after?.position ?? -1 } },
      orderBy: { position: 'asc' },
      take,
    }),
  )
  return rows.map(({ id, participantIds, score }) => ({ id, participantIds: strings(participantIds), score }))
}
