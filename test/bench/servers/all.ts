import { randomUUID } from 'node:crypto'
import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3'
import { PrismaClient } from '../../../src/store/generated/client.ts'
import { serve } from './serve.ts'
import { setting } from './settings.ts'
import { bareSlack } from './slack.ts'
import { bareTeams } from './teams.ts'

// What any product of this kind has to load: Bolt, botbuilder and a Prisma client, in one process, and one query.
const client = new PrismaClient({
  adapter: new PrismaBetterSqlite3({ url: setting('DATABASE_URL').replace(/^file:/, '') }),
})
await client.$queryRaw`PRAGMA journal_mode = WAL`

/** What an act of a person costs at least: eight statements in one transaction, two of which write deliveries. */
const work = (): Promise<void> =>
  client.$transaction(async (db) => {
    const act = randomUUID()
    await db.rememberedAct.create({ data: { inboundId: act, at: new Date() } })
    const account = await db.account.findFirst({ include: { workspace: true } })
    const participant = await db.participant.findFirst({ where: { accountId: account?.id ?? '' } })
    await db.programme.findUnique({ where: { id: participant?.programmeId ?? '' } })
    await db.pairMember.findMany({ where: { participantId: participant?.id ?? '' } })
    for (const occurrence of ['first', 'second'])
      await db.delivery.create({
        data: {
          id: `${act} ${occurrence}`,
          flow: 'bare',
          subjectKind: 'act',
          subjectId: act,
          occurrence,
          address: `account:${account?.id ?? ''}`,
          class: 'answer',
          dueAt: new Date(),
          wantedAt: new Date(),
        },
      })
    await db.delivery.findMany({ where: { state: 'due', dueAt: { lte: new Date() } }, take: 1 })
  })

/** One at a time: SQLite has one writer. */
let last: Promise<void> = Promise.resolve()
const inTurn = (): Promise<void> => {
  last = last.then(work)
  return last
}

const slack = bareSlack(inTurn)
const teams = bareTeams()
await client.participant.findFirst()
serve('The bare process', (request, response) =>
  request.url === '/api/messages' ? teams(request, response) : slack.requestListener(request, response),
)
