import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3'
import { Temporal } from 'temporal-polyfill'
import { listen } from '../../src/http.ts'
import { startDuologue } from '../../src/main.ts'
import { migrate, openStore } from '../../src/store/index.ts'
import { atMost, median, section } from './figures.ts'
import { KEY } from './population.ts'

const FEW = 10_000
const MANY = 200_000
const BLOCKS = 5
const TICKS = 40
const MOST = 1.5

/**
 * So many participants in pairs, with what the years leave behind: two messages sent to each, two moments ahead of
 * each, and one message in ten waiting for a morning. Nothing of it is due.
 */
const rows = (count: number): string => {
  const ahead = Date.now() + 24 * 3600 * 1000
  const numbers = `WITH RECURSIVE "n"("i") AS (SELECT 1 UNION ALL SELECT "i" + 1 FROM "n" WHERE "i" < ${count})`
  const moment = (flow: string) => `
    INSERT INTO "Moment" ${numbers}
      SELECT '${flow}', 'participant', 'p' || "i", ${ahead} + "i" * 1000 FROM "n";`
  const delivery = (occurrence: string, columns: string, where: string) => `
    INSERT INTO "Delivery" ("id", "flow", "subjectKind", "subjectId", "occurrence", "address", "class",
      "participantId", "programmeId", "dueAt", "wantedAt", "state", "settledAt") ${numbers}
      SELECT '${occurrence}' || "i", 'nudge', 'participant', 'p' || "i", '${occurrence}', 'account:a' || "i",
        'ordinary', 'p' || "i", 'one', ${columns} FROM "n" ${where};`
  return `
    PRAGMA synchronous = OFF;
    BEGIN;
    INSERT INTO "Workspace" VALUES ('w', 'slack', 'w', 'T0W', true, NULL);
    INSERT INTO "Programme" VALUES ('one', 'One', '2026-01-05', 'Europe/London', 'A', 'B', 'a', 'C', 'c@c.example', '{}');
    INSERT INTO "Account" ("id", "workspaceId", "externalId", "name", "email", "conversation") ${numbers}
      SELECT 'a' || "i", 'w', 'U' || "i", 'N' || "i", 'e' || "i" || '@e.example', 'D' || "i" FROM "n";
    INSERT INTO "Participant" ("id", "programmeId", "name", "email", "side", "organisation", "workspaceId",
      "accountId", "languages", "goals", "offers", "interests", "conflicts", "consent", "importedAt") ${numbers}
      SELECT 'p' || "i", 'one', 'N' || "i", 'e' || "i" || '@e.example', CASE "i" % 2 WHEN 0 THEN 'a' ELSE 'b' END,
        'O' || ("i" % 50), 'w', 'a' || "i", '[]', '[]', '[]', '[]', '[]', 'yes', 0 FROM "n";
    INSERT INTO "Pair" ("id", "programmeId", "pairedAt") ${numbers}
      SELECT 'c' || "i", 'one', 0 FROM "n" WHERE "i" % 2 = 0;
    INSERT INTO "PairMember" ("pairId", "participantId", "position") ${numbers}
      SELECT 'c' || ("i" + "i" % 2), 'p' || "i", "i" % 2 FROM "n";
    ${moment('nudge')}${moment('reflection')}
    ${delivery('first', `1000 * "i", 1000 * "i", 'sent', 1000 * "i"`, '')}
    ${delivery('second', `2000 * "i", 2000 * "i", 'sent', 2000 * "i"`, '')}
    ${delivery('morning', `${ahead}, ${ahead}, 'due', NULL`, 'WHERE "i" % 10 = 0')}
    COMMIT;`
}

interface Ticking {
  readonly people: number
  tick(): Promise<void>
  close(): Promise<void>
}

const withPeople = async (folder: string, people: number): Promise<Ticking> => {
  const path = join(folder, `${people}.db`)
  const url = `file:${path}`
  await migrate({ url })
  const file = await new PrismaBetterSqlite3({ url: path }).connect()
  await file.executeScript(rows(people))
  await file.dispose()
  const store = await openStore({ url, key: KEY })
  const http = await listen('127.0.0.1', 0)
  const running = await startDuologue({
    config: {
      databaseUrl: url,
      host: '127.0.0.1',
      port: 0,
      publicUrl: http.address,
      encryptionKeys: KEY,
      logLevel: 'fatal',
      metricsToken: null,
      slack: null,
      teams: null,
    },
    clock: { now: () => Temporal.Now.instant() },
    store,
    http,
  })
  return {
    people,
    tick: running.tick,
    close: async () => {
      await running.stop()
      await http.stop()
      await store.close()
    },
  }
}

/** Microseconds of CPU that a tick takes, over a block of them. */
const block = async ({ tick }: Ticking): Promise<number> => {
  const { user, system } = process.cpuUsage()
  for (let at = 0; at < TICKS; at++) await tick()
  const used = process.cpuUsage()
  return (used.user + used.system - user - system) / TICKS
}

/** What a tick costs when nothing is due, among few people and among many, in turns. */
export const run = async (): Promise<void> => {
  const folder = mkdtempSync(join(tmpdir(), 'duologue-bench-'))
  const few = await withPeople(folder, FEW)
  const many = await withPeople(folder, MANY)
  try {
    for (const one of [few, many]) await block(one)
    const costs = new Map<Ticking, number[]>([
      [few, []],
      [many, []],
    ])
    for (let at = 0; at < BLOCKS; at++) for (const [one, of] of costs) of.push(await block(one))
    const cost = (of: Ticking) => median(costs.get(of) ?? [])
    section(`A tick with nothing due (CPU us, median of ${BLOCKS} blocks of ${TICKS})`, [
      ['participants', 'us', 'ratio'],
      [FEW, Math.round(cost(few)), '1'],
      [MANY, Math.round(cost(many)), atMost(cost(many) / cost(few), MOST)],
    ])
  } finally {
    await few.close()
    await many.close()
    rmSync(folder, { recursive: true })
  }
}
