import { Conflict } from '../core/errors.ts'
import type { Pair } from '../core/model.ts'
import type { PairsReader, Writes } from '../core/store.ts'
import type { Db } from './client.ts'
import type { Prisma } from './generated/client.ts'
import { inPages } from './pages.ts'
import { toParticipants, withAccount } from './participants.ts'
import { earliestFirst, inBatches, toDate, toInstant, toInstantOrNull } from './values.ts'
import type { Workspaces } from './workspaces.ts'

const withMembers = {
  members: {
    where: { leftAt: null },
    include: { participant: { include: withAccount } },
    orderBy: { position: 'asc' },
  },
} satisfies Prisma.PairInclude

const inOrder = [{ pairedAt: 'asc' }, { id: 'asc' }] satisfies Prisma.PairOrderByWithRelationInput[]

type Row = Prisma.PairGetPayload<{ include: typeof withMembers }>

const toPairs = async (db: Db, workspaces: Workspaces, rows: readonly Row[]): Promise<readonly Pair[]> => {
  const people = rows.flatMap(({ members }) => members.map(({ participant }) => participant))
  const known = new Map((await toParticipants(db, workspaces, people)).map((one) => [one.id, one]))
  return rows.map((row) => ({
    id: row.id,
    programmeId: row.programmeId,
    members: row.members.flatMap(({ participantId }) => known.get(participantId) ?? []),
    pairedAt: toInstant(row.pairedAt),
    endedAt: toInstantOrNull(row.endedAt),
    conversation: row.conversation,
  }))
}

const madeAt = ({ pairedAt }: Pair): Pair['pairedAt'] => pairedAt

/**
 * The pairs that any of these people belongs to, by the people: asked for pairs with such a member, SQLite looks through
 * all pairs that there are.
 */
const idsAround = async (db: Db, participantIds: readonly string[]): Promise<string[]> => {
  const rows = await db.pairMember.findMany({
    where: { participantId: { in: [...participantIds] }, leftAt: null },
    select: { pairId: true },
  })
  return [...new Set(rows.map(({ pairId }) => pairId))]
}

export const approvedReader = (db: Db, workspaces: Workspaces): PairsReader => ({
  byId: async (id) => {
    const row = await db.pair.findUnique({ where: { id }, include: withMembers })
    const [pair] = await toPairs(db, workspaces, row ? [row] : [])
    return pair ?? null
  },
  of: async (programmeId) => {
    const pairs = await inPages<Pair>(async (after, take) => {
      const rows = await db.pair.findMany({
        where: { programmeId, id: { gt: after?.id ?? '' } },
        include: withMembers,
        orderBy: { id: 'asc' },
        take,
      })
      return toPairs(db, workspaces, rows)
    })
    return earliestFirst(pairs, madeAt)
  },
  ofParticipant: async (participantId) => {
    const rows = await db.pair.findMany({
      where: { id: { in: await idsAround(db, [participantId]) }, endedAt: null },
      include: withMembers,
      orderBy: inOrder,
    })
    return toPairs(db, workspaces, rows)
  },
  among: async (participantIds) => {
    const found = new Map<string, Row>()
    for (const batch of inBatches(participantIds))
      for (const row of await db.pair.findMany({
        where: { id: { in: await idsAround(db, batch) } },
        include: withMembers,
        orderBy: { id: 'asc' },
      }))
        found.set(row.id, row)
    return earliestFirst(await toPairs(db, workspaces, [...found.values()]), madeAt)
  },
})

export const pairsWrites = (db: Db): Writes['pairs'] => ({
  pair: async (pairs) => {
    await db.pair.createMany({
      data: pairs.map(({ id, programmeId, pairedAt }) => ({ id, programmeId, pairedAt: toDate(pairedAt) })),
    })
    await db.pairMember.createMany({
      data: pairs.flatMap(({ id, participantIds }) =>
        participantIds.map((participantId, position) => ({ pairId: id, participantId, position })),
      ),
    })
  },
  end: async (id, at) => {
    await db.pair.update({ where: { id }, data: { endedAt: toDate(at) } })
  },
  unmake: async (id) => {
    const begun = await db.pair.findFirst({
      where: { id, OR: [{ meetings: { some: {} } }, { reflections: { some: {} } }] },
    })
    if (begun) throw new Conflict('pair')
    const { count } = await db.pair.deleteMany({ where: { id, endedAt: null } })
    if (count === 0) throw new Conflict('pair')
  },
  goOnWithout: async (pairId, participantId, at) => {
    const { count } = await db.pairMember.updateMany({
      where: { pairId, participantId, leftAt: null },
      data: { leftAt: toDate(at) },
    })
    if (count === 0) throw new Conflict('pair')
    await db.pair.update({ where: { id: pairId }, data: { conversation: null } })
  },
})
