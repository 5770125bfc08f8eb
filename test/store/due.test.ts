import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { underWayOf } from '../../src/store/deliveries.ts'
import { openTestStore, rawFile, type TestStore } from '../store.ts'

/** A tick reads what is due through an index, however much there is that is not. */

let opened: TestStore
beforeEach(async () => {
  opened = await openTestStore()
})
afterEach(() => opened.cleanUp())

test('whether pairs are under way is looked for by pair, however much has been sent', async () => {
  const sql = underWayOf(['pair1']).sql.replace('?', "'pair1'")
  const file = await rawFile(opened.path)
  const plan = (await file.rows(`EXPLAIN QUERY PLAN ${sql}`)).map((row) => String(row.at(-1)))
  await file.close()
  const deliveries = plan.filter((step) => /\bd\b/.test(step))
  expect(deliveries).toHaveLength(3)
  for (const step of deliveries) expect(step).toContain('(subjectKind=? AND subjectId=?)')
})

describe.each([
  [
    'deliveries due',
    `SELECT * FROM "Delivery" AS d WHERE d."state" = 'due' AND d."dueAt" <= 1 ORDER BY d."dueAt", d."wantedAt", d."sequence"`,
  ],
  [
    'answers due',
    `SELECT * FROM "Delivery" AS d WHERE d."state" = 'due' AND d."class" = 'answer' AND d."dueAt" <= 1 ORDER BY d."dueAt", d."wantedAt", d."sequence"`,
  ],
  [
    'what comes first at the address of an answer',
    `SELECT "sequence" FROM "Delivery" AS d WHERE d."address" = 'x' AND d."state" = 'due' AND (d."retrying" OR d."dueAt" <= 1) ORDER BY d."wantedAt", d."sequence" LIMIT 1`,
  ],
  [
    'the next delivery',
    `SELECT d."dueAt" FROM "Delivery" AS d WHERE d."state" = 'due' ORDER BY d."dueAt" LIMIT 1`,
  ],
  [
    'older ones of an address',
    `SELECT 1 FROM "Delivery" WHERE "address" = 'x' AND "state" = 'due' AND "wantedAt" < 1`,
  ],
  [
    'revisions due',
    `SELECT * FROM "Delivery" WHERE "state" = 'sent' AND "reviseAt" <= 1 ORDER BY "reviseAt"`,
  ],
  ['claims to release', `SELECT * FROM "Delivery" WHERE "state" = 'sending' AND "claimedAt" < 1`],
  [
    'moments due',
    `SELECT * FROM "Moment" AS d WHERE d."dueAt" <= 1 ORDER BY d."dueAt", d."subjectKind", d."subjectId", d."flow"`,
  ],
  ['the next moment', `SELECT "dueAt" FROM "Moment" ORDER BY "dueAt" LIMIT 1`],
  ['searches due', `SELECT * FROM "Participant" WHERE "lookUpAt" <= 1 ORDER BY "lookUpAt"`],
  ['coordinators to look for', `SELECT * FROM "CoordinatorSearch" WHERE "lookUpAt" <= 1 ORDER BY "lookUpAt"`],
  ['acts to forget', `DELETE FROM "RememberedAct" WHERE "at" < 1`],
  [
    'a message by its receipt',
    `SELECT * FROM "Delivery" WHERE "receiptMessage" = '1' AND "address" = 'x' AND "state" = 'sent'`,
  ],
])('%s', (_, sql) => {
  test('come through an index', async () => {
    const file = await rawFile(opened.path)
    const plan = (await file.rows(`EXPLAIN QUERY PLAN ${sql}`)).map((row) => String(row.at(-1))).join('\n')
    await file.close()
    expect(plan).toMatch(/USING (COVERING )?INDEX/)
    expect(plan).not.toMatch(/SCAN (?!.* USING )/)
    if (sql.includes('"class"')) expect(plan).toContain('class=?')
    if (sql.includes('ORDER BY "d') || sql.includes('ORDER BY d')) expect(plan).not.toContain('TEMP B-TREE')
  })
})
