import { readdir, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { DuologueError } from '../../src/core/errors.ts'
import { message, say } from '../../src/core/message.ts'
import { openStore } from '../../src/store/index.ts'
import { aMeeting, aParticipant, aPartner, aProgramme, at, aWorkspace } from '../facts.ts'
import { openTestStore, rawFile, TEST_KEY, type TestStore } from '../store.ts'

const NOW = at('2026-03-02T09:00:00Z')

/** Words that are looked for in the file; each says where it was written. */
const PRIVATE = {
  notWith: 'zebra who shouts',
  note: 'zebra and she were together',
  reflection: 'zebra-reflection',
  next: 'zebra-next',
  draft: 'zebra-draft',
  response: 'zebra-response',
  answer: 'zebra-answer',
  becoming: 'zebra-becoming',
  token: 'xoxb-zebra-token',
  olderToken: 'xoxb-zebra-older',
}

let opened: TestStore

beforeEach(async () => {
  opened = await openTestStore()
  await opened.store.transact(async ({ write }) => {
    await write.programmes.create(aProgramme())
    await write.accounts.addWorkspace(aWorkspace())
    await write.accounts.addWorkspace(aWorkspace({ id: 'w-teams', name: 'city', externalId: 'T2' }))
    await write.participants.add(aParticipant())
    await write.participants.add(aPartner())
    await write.pairs.pair([
      {
        id: 'pair1',
        programmeId: 'g1',
        participantIds: ['p-tom', 'p-amina'],
        pairedAt: NOW,
      },
    ])
    await write.meetings.propose(aMeeting())
    await write.surveys.open({
      id: 's1',
      programmeId: 'g1',
      kind: 'baseline',
      anonymous: true,
      opensAt: NOW,
      closesAt: NOW,
    })
  })
})

afterEach(() => opened.cleanUp())

test('no private word and no token stands in the file, open or closed, sent or not', async () => {
  const { store } = opened
  await store.transact(async ({ write, outbox }) => {
    await write.reflections.write({
      id: 'r1',
      participantId: 'p-amina',
      pairId: 'pair1',
      meetingId: 'm1',
      prompt: 'What surprised you?',
      words: PRIVATE.reflection,
      audience: 'programme',
      writtenAt: NOW,
    })
    await write.checkIns.record({
      meetingId: 'm1',
      participantId: 'p-amina',
      met: 'yes',
      rating: 4,
      next: PRIVATE.next,
      at: NOW,
    })
    await write.participants.keepApart('p-amina', [PRIVATE.notWith])
    await write.audit.record({
      id: 'e1',
      programmeId: 'g1',
      at: NOW,
      by: 'a-tom',
      act: 'rejected',
      about: { kind: 'draft', id: 'd1' },
      revision: 1,
      people: [],
      reason: 'other',
      words: PRIVATE.note,
    })
    await write.surveys.keep('s1', 'p-amina', { q1: PRIVATE.draft })
    await write.surveys.submit('s1', 'p-tom', 'a', { q1: PRIVATE.response })
    for (const id of ['d1', 'd2'])
      await outbox.enqueue(
        {
          id,
          flow: 'status',
          subject: { kind: 'act', id: 'x' },
          occurrence: id,
          address: { type: 'account', accountId: id },
          class: 'answer',
          participantId: null,
          dueAt: NOW,
          programmeId: null,
        },
        message('Here', say(PRIVATE.answer)),
      )
  })
  const receipt = { workspace: 'T1', conversation: 'D1', message: '1.2' }
  await store.queue.claim('d1', NOW, 'me')
  await store.queue.sent('d1', receipt, NOW, null)
  expect(
    await store.transact(({ outbox }) => outbox.becomes(receipt, 'd1', message(PRIVATE.becoming), null)),
  ).toBe(true)
  await store.saveToken('w-slack', PRIVATE.olderToken)
  await store.saveToken('w-slack', PRIVATE.token)
  expect(await store.token('w-slack')).toBe(PRIVATE.token)
  expect(await store.token('w-teams')).toBeNull()

  const look = async () => {
    const folder = dirname(opened.path)
    const bytes = await Promise.all((await readdir(folder)).map((name) => readFile(join(folder, name))))
    const all = Buffer.concat(bytes).toString('latin1')
    expect(all).toContain('What surprised you?')
    for (const words of Object.values(PRIVATE)) expect(all).not.toContain(words)
    expect(all).not.toContain('zebra')
    expect(all).not.toContain(Buffer.from(TEST_KEY[0]).toString('latin1'))
    expect(all).not.toContain(Buffer.from(TEST_KEY[0]).toString('base64'))
  }
  await look()
  await store.close()
  await look()
})

test('what another key has sealed meanwhile does not open, and everything else does', async () => {
  const { store, url } = opened
  const other = await openStore({ url, key: [new Uint8Array(32).fill(9)] })
  await store.transact(({ write }) => write.surveys.keep('s1', 'p-amina', { q1: PRIVATE.draft }))
  await store.saveToken('w-slack', PRIVATE.token)
  await expect(other.token('w-slack')).rejects.toMatchObject({ code: 'cannot-unseal' })
  await expect(other.read.surveys.begun('s1', 'p-amina')).rejects.toMatchObject({ code: 'cannot-unseal' })
  expect(await other.read.programmes.all()).toHaveLength(1)
  await other.close()
})

test('the file keeps no order in which people took a survey, nor in which responses came', async () => {
  const ids = ['p-tom', 'p-amina']
  for (const id of ids)
    await opened.store.transact(({ write }) => write.surveys.submit('s1', id, 'a', { q1: id }))
  const file = await rawFile(opened.path)
  for (const table of ['SurveyTaken', 'SurveyResponse'])
    await expect(file.rows(`SELECT rowid FROM "${table}"`)).rejects.toThrow('ColumnNotFound')
  const columns = await file.rows(`SELECT name FROM pragma_table_info('SurveyTaken')`)
  expect(columns.flat()).toEqual(['surveyId', 'participantId'])
  await file.close()
})

test('an error tells no names, addresses or words', async () => {
  const { store } = opened
  const attempts = [
    store.transact(({ write }) => write.participants.add(aParticipant({ id: 'zebra-id' }))),
    store.transact(({ write }) =>
      write.participants.add(aParticipant({ id: 'x', email: 'zebra', programmeId: 'none' })),
    ),
    store.transact(({ write }) => write.reflections.share('none', 'me')),
    store.transact(({ write }) => write.surveys.submit('none', 'p-tom', 'a', { q1: PRIVATE.response })),
    store.transact(({ write }) => write.surveys.keep('s1', 'nobody', { q1: PRIVATE.draft })),
    store.saveToken('none', PRIVATE.token),
    store.transact(({ write }) =>
      write.drafts.propose({
        id: 'zebra',
        programmeId: 'g1',
        madeAt: NOW,
        revision: 0,
        made: null,
        seed: Number.NaN,
        matches: [],
        waiting: [{ participantId: 'zebra', reason: 'zebra' }],
      }),
    ),
  ]
  for (const attempt of attempts) {
    const error: unknown = await attempt.then(
      () => null,
      (cause: unknown) => cause,
    )
    expect(error).toBeInstanceOf(DuologueError)
    const said = [error, error instanceof Error ? error.cause : null]
      .map((one) =>
        one instanceof Error ? `${one.message} ${one.stack} ${JSON.stringify(one)}` : String(one),
      )
      .join('\n')
    expect(said).not.toMatch(/zebra|amina@|Amina/)
  }
})
