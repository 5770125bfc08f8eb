import { expect, test } from 'vitest'
import { defaultWeights } from '../../src/core/pairing.ts'
import { aProgramme } from '../facts.ts'
import { draft, match } from '../flows/drafts/facts.ts'
import { openTestStore, rawFile } from '../store.ts'

test('a draft from before kept pairs could be refused, and its proposal was kept, is read like any other', async () => {
  const { store, url, cleanUp } = await openTestStore()
  const made = {
    weights: defaultWeights,
    organisations: 'any',
    sides: 'two',
    odd: 'trio',
    mostPartners: 2,
    proof: { primal: 1, dual: 1, gap: 0, worst: 1, together: true },
    refused: ['One of them has paused.'],
  } as const
  await store.transact(async ({ write }) => {
    await write.programmes.create(aProgramme())
    await write.drafts.propose(draft([match('m1', ['a1', 'b1'])], { made }))
  })
  const file = await rawFile(url)
  await file.rows(
    `UPDATE "Draft" SET "made" = json_remove("made", '$.refused', '$.mostPartners') RETURNING "id"`,
  )
  await file.rows('DELETE FROM "ProposedMatch" RETURNING "id"')
  await file.close()
  const read = await store.transact(async (transaction) => ({
    draft: await transaction.read.drafts.latest('g1'),
    proposed: await transaction.read.drafts.proposed('d1'),
  }))
  expect(read.draft?.made).toEqual({ ...made, refused: [], mostPartners: null })
  expect(read.proposed).toEqual([])
  await cleanUp()
})
