import { z } from 'zod'
import { Conflict } from '../core/errors.ts'
import type { Approval, Draft, MadeWith, Match, WantedDraft } from '../core/model.ts'
import type { Reader, Writes } from '../core/store.ts'
import type { Db } from './client.ts'
import { Prisma } from './generated/client.ts'
import { changeable, layMatches, matchesOf, proposedIn, toMatch } from './matches.ts'
import { inBatches, toDate, toInstant, weightsShape } from './values.ts'

const waitingShape = z.array(
  z.object({
    participantId: z.string(),
    reason: z.string(),
    absence: z.enum(['paused', 'no-consent']).exactOptional(),
  }),
)

const madeShape = z.object({
  weights: weightsShape,
  organisations: z.enum(['any', 'different', 'same']),
  sides: z.enum(['two', 'one']),
  odd: z.enum(['trio', 'waitlist']),
  // Not there in drafts from before it was kept.
  mostPartners: z.number().nullable().default(null),
  proof: z.object({
    primal: z.number(),
    dual: z.number(),
    gap: z.literal(0),
    worst: z.number().nullable(),
    /** Drafts from before it was kept do not say. */
    together: z.boolean().default(false),
  }),
  // Not there in drafts from before pairs could be kept.
  refused: z.array(z.string()).readonly().default([]),
})

const toMade = (json: unknown): MadeWith | null => (json === null ? null : madeShape.parse(json))

const madeToJson = ({
  weights,
  proof,
  refused,
  organisations,
  sides,
  odd,
  mostPartners,
}: MadeWith): Prisma.InputJsonObject => ({
  organisations,
  sides,
  odd,
  mostPartners,
  weights: { ...weights },
  proof: { ...proof },
  refused: [...refused],
})

const waitingToJson = (waiting: Draft['waiting']): Prisma.InputJsonObject[] =>
  waiting.map((each) => ({ ...each }))

const toDraft = (row: Prisma.DraftGetPayload<object>, matches: readonly Match[]): Draft => ({
  id: row.id,
  programmeId: row.programmeId,
  madeAt: toInstant(row.madeAt),
  revision: row.revision,
  seed: row.seed,
  made: toMade(row.made),
  matches,
  waiting: waitingShape.parse(row.waiting),
})

const toWanted = ({ stage, done, ...row }: Prisma.WantedDraftGetPayload<object>): WantedDraft => ({
  ...row,
  wantedAt: toInstant(row.wantedAt),
  progress: { stage, done },
})

const toApproval = (row: Prisma.ApprovalGetPayload<object>): Approval => ({
  ...row,
  begunAt: toInstant(row.begunAt),
})

const newestFirst = [{ madeAt: 'desc' }, { id: 'desc' }] satisfies Prisma.DraftOrderByWithRelationInput[]

const isDecided = { state: { in: ['approved', 'rejected'] } } satisfies Prisma.MatchWhereInput

/** Matches of all drafts of a programme that fit, in the order of the drafts. */
const ofAllDrafts = async (
  db: Db,
  programmeId: string,
  fitting: Prisma.MatchWhereInput,
): Promise<readonly Match[]> => {
  const drafts = await db.draft.findMany({
    where: { programmeId, whole: true, matches: { some: fitting } },
    select: { id: true },
    orderBy: [{ madeAt: 'asc' }, { id: 'asc' }],
  })
  const matches: Match[] = []
  for (const { id } of drafts) matches.push(...(await matchesOf(db, id, fitting)))
  return matches
}

export const draftsReader = (db: Db): Reader['drafts'] => {
  const whole = async (row: Prisma.DraftGetPayload<object> | null): Promise<Draft | null> =>
    row && toDraft(row, await matchesOf(db, row.id))
  return {
    byId: async (id) => whole(await db.draft.findUnique({ where: { id, whole: true } })),
    revisionOf: async (id) => {
      const row = await db.draft.findUnique({ where: { id, whole: true }, select: { revision: true } })
      return row?.revision ?? null
    },
    latest: async (programmeId) =>
      whole(await db.draft.findFirst({ where: { programmeId, whole: true }, orderBy: newestFirst })),
    ids: async (programmeId) => {
      const rows = await db.draft.findMany({
        where: { programmeId, whole: true },
        select: { id: true },
        orderBy: [{ madeAt: 'asc' }, { id: 'asc' }],
      })
      return rows.map(({ id }) => id)
    },
    proposed: (draftId) => proposedIn(db, draftId),
    before: async (id) => {
      const newer = await db.draft.findUnique({ where: { id }, select: { programmeId: true, madeAt: true } })
      if (!newer) return null
      const { programmeId, madeAt } = newer
      return whole(
        await db.draft.findFirst({
          where: { programmeId, whole: true, OR: [{ madeAt: { lt: madeAt } }, { madeAt, id: { lt: id } }] },
          orderBy: newestFirst,
        }),
      )
    },
    decided: (programmeId) => ofAllDrafts(db, programmeId, isDecided),
    rejected: (programmeId) => ofAllDrafts(db, programmeId, { state: 'rejected' }),
    nextOpen: async (draftId, after, most) => {
      const rows = await db.$queryRaw<{ id: string }[]>`
        SELECT "id" FROM "Match" WHERE "draftId" = ${draftId} AND "state" = 'proposed' ${
          after === null
            ? Prisma.empty
            : Prisma.sql`AND ("score", "position", "id") >
                (SELECT "score", "position", "id" FROM "Match" WHERE "id" = ${after})`
        } ORDER BY "score", "position", "id" LIMIT ${most}`
      const found = await db.match.findMany({
        where: { id: { in: rows.map(({ id }) => id) } },
        orderBy: [{ score: 'asc' }, { position: 'asc' }, { id: 'asc' }],
      })
      return found.map(toMatch)
    },
    approvals: async () => {
      const rows = await db.approval.findMany({
        where: { state: { in: ['wanted', 'stopping'] } },
        orderBy: [{ begunAt: 'asc' }, { id: 'asc' }],
      })
      return rows.map(toApproval)
    },
    approvalById: async (id) => {
      const row = await db.approval.findUnique({ where: { id } })
      return row && toApproval(row)
    },
    wanted: async () => {
      const rows = await db.wantedDraft.findMany({
        where: { state: 'wanted' },
        orderBy: [{ wantedAt: 'asc' }, { id: 'asc' }],
      })
      return rows.map(toWanted)
    },
    wantedById: async (id) => {
      const row = await db.wantedDraft.findUnique({ where: { id } })
      return row && toWanted(row)
    },
  }
}

const orConflict = async (changing: Promise<{ count: number }>): Promise<void> => {
  const { count } = await changing
  if (count === 0) throw new Conflict('draft')
}

/** Changes all of these, a bounded list at a time; throws `Conflict` unless every one is changed. */
const eachBatch = async <T>(
  all: readonly T[],
  change: (batch: readonly T[]) => Promise<number>,
): Promise<void> => {
  for (const batch of inBatches(all)) if ((await change(batch)) < batch.length) throw new Conflict('draft')
}

export const draftsWrites = (db: Db): Writes['drafts'] => {
  const proposed = (ids: readonly string[], data: Prisma.MatchUpdateManyMutationInput): Promise<void> =>
    eachBatch(ids, async (batch) => {
      const { count } = await db.match.updateMany({
        where: { id: { in: [...batch] }, state: 'proposed' },
        data,
      })
      return count
    })
  const create = async (draft: Omit<Draft, 'matches'>, whole: boolean): Promise<void> => {
    await db.draft.create({
      data: {
        id: draft.id,
        programmeId: draft.programmeId,
        madeAt: toDate(draft.madeAt),
        revision: draft.revision,
        seed: draft.seed,
        made: draft.made ? madeToJson(draft.made) : Prisma.DbNull,
        waiting: waitingToJson(draft.waiting),
        whole,
      },
    })
  }
  const discard = async (id: string): Promise<void> => {
    await db.draft.deleteMany({ where: { id, whole: false } })
  }
  return {
    propose: async ({ matches, ...draft }) => {
      await create(draft, true)
      await layMatches(db, draft.id, matches, 0)
    },
    begin: async (draft) => {
      await discard(draft.id)
      await create(draft, false)
    },
    lay: (id, matches, from) => layMatches(db, id, matches, from),
    complete: (id) => orConflict(db.draft.updateMany({ where: { id, whole: false }, data: { whole: true } })),
    discard,
    beginApproval: async (approval) => {
      await db.approval.create({ data: { ...approval, begunAt: toDate(approval.begunAt) } })
    },
    approvedUpTo: (id, last, looked, approved) =>
      orConflict(
        db.approval.updateMany({
          where: { id, state: 'wanted' },
          data: { last, looked: { increment: looked }, approved: { increment: approved } },
        }),
      ),
    turnApproval: (id, was, state) =>
      orConflict(db.approval.updateMany({ where: { id, state: was }, data: { state } })),
    turn: (id, was) =>
      orConflict(db.draft.updateMany({ where: { id, revision: was }, data: { revision: was + 1 } })),
    approve: (matches) =>
      eachBatch(matches, (batch) => {
        const becoming = batch.map(({ matchId, pairId }) => Prisma.sql`(${matchId}, ${pairId})`)
        return db.$executeRaw`
        WITH "becoming" ("id", "pairId") AS (VALUES ${Prisma.join(becoming)})
        UPDATE "Match" SET "state" = 'approved', "pairId" = "becoming"."pairId" FROM "becoming"
        WHERE "Match"."id" = "becoming"."id" AND "Match"."state" = 'proposed'`
      }),
    reject: (ids) => proposed(ids, { state: 'rejected', fixed: false }),
    reopen: (id, draftId) =>
      orConflict(
        db.match.updateMany({
          where: { id, state: { not: 'proposed' } },
          data: { state: 'proposed', pairId: null, draftId },
        }),
      ),
    keep: (ids, fixed) => proposed(ids, { fixed }),
    want: async ({ progress, wantedAt, ...wanted }) => {
      await db.wantedDraft.create({ data: { ...wanted, ...progress, wantedAt: toDate(wantedAt) } })
    },
    progressed: async (id, { stage, done }) => {
      await db.wantedDraft.updateMany({ where: { id, state: 'wanted' }, data: { stage, done } })
    },
    settleWanted: (id, state) =>
      orConflict(db.wantedDraft.updateMany({ where: { id, state: 'wanted' }, data: { state } })),
    rearrange: async (draftId, matches, waiting) => {
      for (const match of matches)
        await orConflict(
          db.match.updateMany({
            where: { id: match.id, draftId, state: 'proposed' },
            data: changeable(match),
          }),
        )
      await db.draft.update({ where: { id: draftId }, data: { waiting: waitingToJson(waiting) } })
    },
  }
}
