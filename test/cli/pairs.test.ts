import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import {
  approvePairs,
  compareDrafts,
  keepPairs,
  listDrafts,
  lookAtPair,
  rejectPairs,
  showAudit,
  showOrMakeDraft,
  stopUnderWay,
  swapPeople,
  undoDecisions,
} from '../../src/cli/pairs/index.ts'
import type { Approval, WantedDraft } from '../../src/core/model.ts'
import type { Reader, Transaction } from '../../src/core/store.ts'
import { programmePairing } from '../../src/pairing/index.ts'
import { aMeeting, aParticipant, aProgramme, at, aWorkspace } from '../facts.ts'
import { draft, match } from '../flows/drafts/facts.ts'
import { openTestStore, TEST_KEY, type TestStore } from '../store.ts'

let opened: TestStore
let printed = ''
const { exitCode } = process

beforeEach(async () => {
  opened = await openTestStore()
  vi.stubEnv('DATABASE_URL', opened.url)
  vi.stubEnv('ENCRYPTION_KEY', Buffer.from(TEST_KEY[0]).toString('base64'))
  printed = ''
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += String(text)
    return true
  })
  await opened.store.transact(async ({ write }) => {
    const programme = aProgramme()
    await write.programmes.create({ ...programme, settings: { ...programme.settings, odd: 'waitlist' } })
    await write.accounts.addWorkspace(aWorkspace())
    for (const [id, name, interest] of [
      ['a1', 'Ada Field', 'Chess'],
      ['a2', 'Ben Stone', 'Painting'],
      ['b1', 'Cy Brook', 'Chess'],
      ['b2', 'Di Marsh', 'Walking'],
      ['b3', 'Ed Vale', 'Painting'],
    ] as const) {
      const side = id.startsWith('a') ? 'a' : 'b'
      await write.participants.add(
        aParticipant({ id, name, email: `${id}@example.org`, side, account: null, interests: [interest] }),
      )
      await write.participants.consented(id, 'yes', at('2026-01-06T10:00:00Z'))
    }
    await write.participants.keepApart('b1', ['Ben Stone'])
  })
})

afterEach(async () => {
  process.exitCode = exitCode
  vi.restoreAllMocks()
  vi.unstubAllEnvs()
  await opened.cleanUp()
})

/** What is kept now: a command is another process to this store. */
const kept = <T>(work: (read: Reader) => Promise<T>): Promise<T> =>
  opened.store.transact(({ read }) => work(read))

/** What a command prints. */
const of = async (running: Promise<void>): Promise<string> => {
  process.exitCode = exitCode
  printed = ''
  await running
  return printed
}

const SHOW = { again: false }

const WANTED: WantedDraft = {
  id: 'w1',
  programmeId: 'g1',
  wantedAt: at('2026-01-12T09:00:00Z'),
  by: null,
  seed: 7,
  state: 'wanted',
  progress: { stage: 'assigning', done: 0.5 },
}

const APPROVAL: Omit<Approval, 'draftId'> = {
  id: 'ap1',
  programmeId: 'g1',
  by: null,
  begunAt: at('2026-01-12T09:00:00Z'),
  state: 'wanted',
  total: 2,
  looked: 0,
  approved: 0,
  last: null,
}

it('where nobody is left to pair, no draft is made, and the one that counts is shown', async () => {
  await of(showOrMakeDraft(SHOW))
  await of(approvePairs([], { seen: '1.0', all: true }))
  const said = await of(showOrMakeDraft({ again: true }))
  expect(said).toContain('so there is nobody to pair anew. This draft stays as it is.')
  expect(said.match(/Draft 1\.1 of/g)).toHaveLength(1)
  expect(said).not.toContain('There is no draft')
})

it('where nobody is left to pair, and no pair of the draft is possible, asking again puts them aside', async () => {
  await of(showOrMakeDraft(SHOW))
  for (const id of ['a1', 'a2', 'b1', 'b2'])
    await opened.store.transact(({ write }) => write.participants.leave(id, at('2026-01-12T09:00:00Z')))
  const said = await of(showOrMakeDraft({ again: true }))
  expect(said).toMatch(
    /^Draft 2\.0 of .*\nNo pair can be proposed as things are, so there is nothing to decide\.\n\nNot in it:\n {2}Ed Vale has no partner yet/,
  )
  expect(said).not.toMatch(/ossible:|Decide with|Checked|open/)
})

it('a draft of which everything is decided says so, and what can be done next', async () => {
  await of(showOrMakeDraft(SHOW))
  const decided = (await of(approvePairs([], { seen: '1.0', all: true }))).split('\n\n').slice(1).join('\n\n')
  expect(decided).toMatch(
    /^Draft 1\.1 of .*\nEvery pair of this draft is decided: 2 approved, 0 rejected\. Each new pair is being introduced\.\n\nNot in it:\n.*\n\nUndo with: duologue pairs undo EMAIL --seen 1\.1\n$/,
  )
  await opened.store.transact(async ({ write }) => {
    await write.participants.add(aParticipant({ id: 'a3', email: 'a3@example.org', account: null }))
    await write.participants.consented('a3', 'yes', at('2026-01-06T10:00:00Z'))
  })
  expect(await of(showOrMakeDraft(SHOW))).toMatch(
    /Undo with: duologue pairs undo EMAIL --seen 1\.1\nPropose anew with: duologue pairs draft --again\n$/,
  )
})

it('a long name is cut in the list, and whole where the pair is looked at', async () => {
  const name = `Ada ${'de '.repeat(65)}Field`
  await opened.store.transact(async ({ read, write }) => {
    const person = await read.participants.byId('a1')
    if (person) await write.participants.change('a1', { ...person, name })
  })
  const shown = await of(showOrMakeDraft(SHOW))
  const lines = shown.split('\n').filter((line) => /^ *\d+ +\d+ /.test(line))
  expect(lines).toHaveLength(2)
  for (const line of lines) expect(line).toMatch(/^ *\d+ +\d+ {2}.{1,70} {2}\S/)
  expect(shown).toMatch(/Ada de [de ]+… and Cy Brook/)
  const place =
    lines
      .find((line) => line.includes('Cy Brook'))
      ?.trim()
      .split(' ')[0] ?? ''
  expect(await of(lookAtPair(place, {}))).toContain(name)
})

it('people of the same name are told apart', async () => {
  await opened.store.transact(async ({ read, write }) => {
    for (const id of ['a1', 'b3']) {
      const person = await read.participants.byId(id)
      if (person) await write.participants.change(id, { ...person, name: 'Sam Reed' })
    }
  })
  const shown = await of(showOrMakeDraft(SHOW))
  expect(shown).toContain('Sam Reed (a1@example.org) and Cy Brook')
  expect(shown).toContain('Ben Stone and Sam Reed (b3@example.org)')
})

it('what was set anew since the draft was made is said of the draft, and beneath the list of drafts', async () => {
  expect(await of(showOrMakeDraft(SHOW))).not.toContain('settings')
  await opened.store.transact(async ({ read, write }) => {
    const settings = (await read.programmes.byId('g1'))?.settings ?? aProgramme().settings
    await write.programmes.changeSettings('g1', { ...settings, organisations: 'same' })
  })
  const said = 'the programme’s settings have changed: where partners may work. Ask again to go by them.'
  expect(await of(showOrMakeDraft(SHOW))).toContain(said)
  expect(await of(listDrafts({}))).toContain(said)
  expect(await of(showOrMakeDraft({ again: true }))).not.toContain('settings')
  expect(await of(listDrafts({}))).not.toContain('settings')
})

it('a draft is made, shown with the weakest first, decided from the state that was seen, undone, and all of it told', async () => {
  const shown = await of(showOrMakeDraft(SHOW))
  expect(shown).toContain('Draft 1.0 of “City Region Programme”, seed ')
  expect(shown).toMatch(/1 +\d+ {2}Ada Field and Cy Brook[\s\S]*2 +\d+ {2}Ben Stone and Ed Vale/)
  expect(shown).toMatch(/Not in it:\n {2}Di Marsh has /)
  expect(shown).toContain('duologue pairs approve 1 --seen 1.0')

  expect(await of(keepPairs(['1'], { seen: '1.0', stop: false }))).toContain('1 pair stays')
  const late = approvePairs(['1'], { seen: '1.0', all: false })
  await expect(late).rejects.toMatchObject({
    code: 'changed',
    message: expect.stringContaining(
      'Since you looked, somebody at the command line has kept Ada Field and Cy Brook',
    ),
  })

  const refused = await of(swapPeople('b3@example.org', 'b1@example.org', { seen: '1.1', yes: true }))
  expect(refused).toContain('Ben Stone and Cy Brook are kept apart.')
  expect(refused).not.toContain('--yes')
  const hopeless = await of(swapPeople('b3@example.org', 'b1@example.org', { seen: '1.1', yes: false }))
  expect(hopeless).not.toContain('--yes')
  const preview = await of(swapPeople('b3@example.org', 'b2@example.org', { seen: '1.1', yes: false }))
  expect(preview).toMatch(/After the swap:[\s\S]*Ben Stone and Di Marsh[\s\S]*Nothing has changed/)
  expect(await of(swapPeople('b3@example.org', 'B2@example.org', { seen: '1.1', yes: true }))).toContain(
    'have changed places',
  )

  // The new pair is the weakest now, and so the first.
  const rejected = await of(rejectPairs(['1'], { seen: '1.2', reason: 'close' }))
  expect(rejected).toContain('1 pair is rejected')
  expect(rejected).toContain('Draft 1.3 of')
  expect(await of(approvePairs([], { seen: '1.3', all: true }))).toContain('1 pair is made')
  expect(await kept((read) => read.approved.of('g1'))).toHaveLength(1)
  expect(await of(undoDecisions(['a1@example.org'], { seen: '1.4' }))).toContain('are proposed again')
  expect(await kept((read) => read.approved.of('g1'))).toHaveLength(0)

  const again = await of(showOrMakeDraft({ again: true }))
  expect(again).toContain('Draft 2.0')
  expect(again).toMatch(/Ada Field and Cy Brook +Kept\./)
  const compared = await of(compareDrafts(undefined, undefined, {}))
  expect(compared).toContain('1 pair is the same, 1 changed.')
  expect(compared).toMatch(
    /Before, as proposed: 2 pairs[\s\S]*Before, as it was left: 1 pair[\s\S]*Now, as proposed: 2 pairs/,
  )
  expect(compared).toMatch(
    /What coordinators did with the draft before:\n +Ben Stone and Ed Vale were proposed\. After a swap: Ben Stone and Di Marsh\.\n +Ben Stone and Di Marsh were rejected\./,
  )
  expect(await of(listDrafts({}))).toMatch(/draft +made on[\s\S]*weakest[\s\S]*1\.5[\s\S]*2\.0/)

  const audit = await of(showAudit({ most: '50' }))
  expect(audit.split('\n').filter(Boolean)).toHaveLength(7)
  expect(audit).toMatch(
    /made a new draft\.\n.*undid the decision about Ada Field and Cy Brook\.\n.*approved[\s\S]*rejected .*: they know each other too well[\s\S]*let .* change places[\s\S]*kept/,
  )
  expect(audit).not.toMatch(/apart|wish/i)
})

it('nothing is decided while all pairs of the draft are being approved', async () => {
  await of(showOrMakeDraft({ again: false }))
  const draftId = (await kept((read) => read.drafts.latest('g1')))?.id ?? ''
  await opened.store.transact(({ write }) => write.drafts.beginApproval({ ...APPROVAL, draftId }))
  await expect(approvePairs(['1'], { seen: '1.0', all: false })).rejects.toMatchObject({
    message: expect.stringContaining('are being approved'),
    remedy: expect.stringContaining('“duologue pairs stop”'),
  })
  const shown = await of(showOrMakeDraft(SHOW))
  expect(shown).toContain('The pairs of this draft are being approved')
  expect(shown).toContain('“duologue pairs stop” stops it.')
  expect(shown).not.toContain('Decide with')
  expect(await of(showOrMakeDraft({ again: true }))).toContain('are being approved')
  expect(await kept((read) => read.drafts.ids('g1'))).toEqual([draftId])
})

it('nothing is decided while a new draft is being made', async () => {
  await of(showOrMakeDraft({ again: false }))
  await opened.store.transact(({ write }) => write.drafts.want(WANTED))
  await expect(approvePairs(['1'], { seen: '1.0', all: false })).rejects.toMatchObject({
    message: expect.stringContaining('A new draft is being made'),
    remedy: expect.stringContaining('“duologue pairs stop”'),
  })
  await expect(keepPairs(['1'], { seen: '1.0', stop: false })).rejects.toThrow('A new draft is being made')
  expect(await kept((read) => read.approved.of('g1'))).toEqual([])
})

it.each([
  ['shown', SHOW],
  ['asked for anew', { again: true }],
])('a draft that is %s while another is being made says so, and suggests no decision', async (_, options) => {
  await of(showOrMakeDraft(SHOW))
  await opened.store.transact(({ write }) => write.drafts.want(WANTED))
  const shown = await of(showOrMakeDraft(options))
  expect(shown).toContain('Ada Field and Cy Brook')
  expect(shown).toContain(
    'A new draft is being made, which will replace this one. Until then, nothing can be decided about this one. The new draft is made while Duologue runs. “duologue pairs stop” stops it.',
  )
  expect(shown).not.toContain('Decide with')
})

it('where the first draft is being made, it is said that it is, and how to stop it', async () => {
  await opened.store.transact(({ write }) => write.drafts.want(WANTED))
  expect(await of(showOrMakeDraft(SHOW))).toMatch(
    /A draft is being made\. It is made while Duologue runs\. “duologue pairs stop” stops it\./,
  )
})

it('a draft that is being made is stopped, though the process that made it has died, and the one before is decided', async () => {
  await of(showOrMakeDraft(SHOW))
  await opened.store.transact(({ write }) => write.drafts.want(WANTED))
  const stopped = await of(stopUnderWay({}))
  expect(stopped).toMatch(/^No draft is being made any more\. Nothing has changed\.\n\nDraft 1\.0 of/)
  expect(stopped).toContain('Decide with')
  expect(process.exitCode).toBe(exitCode)
  expect(await kept((read) => read.drafts.wanted())).toEqual([])
  expect(await of(showAudit({ most: '1' }))).toContain(
    'Somebody at the command line stopped a draft that was being made.',
  )
  expect(await of(approvePairs(['1'], { seen: '1.0', all: false }))).toContain('1 pair is made')
})

it('stopping where nothing is under way fails, and says so', async () => {
  await of(showOrMakeDraft(SHOW))
  await expect(stopUnderWay({})).rejects.toThrow('there is nothing to stop')
})

it.each([
  ['one is being made in chat', ({ write }: Transaction) => write.drafts.want(WANTED), 'being made already'],
  [
    'the one before began to be approved',
    async ({ read, write }: Transaction) => {
      const draft = await read.drafts.latest('g1')
      await write.drafts.beginApproval({ ...APPROVAL, draftId: draft?.id ?? '' })
    },
    'are being approved',
  ],
])('no draft comes of one that was being made here when %s', async (_, meanwhile, said) => {
  await of(showOrMakeDraft(SHOW))
  vi.spyOn(programmePairing, 'isLong').mockReturnValue(true)
  vi.spyOn(programmePairing, 'run').mockImplementation(async (question) => {
    await opened.store.transact(meanwhile)
    return programmePairing.propose(question)
  })
  expect(await of(showOrMakeDraft({ again: true }))).toContain(said)
  expect(await kept((read) => read.drafts.ids('g1'))).toHaveLength(1)
})

it('the same people, rules and seed give the same draft', async () => {
  await of(showOrMakeDraft({ again: false, seed: '1234' }))
  await of(showOrMakeDraft({ again: false, seed: '1234' }))
  const [first, second] = await kept(async (read) => {
    const [one = '', other = ''] = await read.drafts.ids('g1')
    return [await read.drafts.byId(one), await read.drafts.byId(other)]
  })
  const plain = (draft: typeof first) =>
    draft && {
      made: draft.made,
      seed: draft.seed,
      waiting: draft.waiting,
      matches: draft.matches.map(({ id: _, draftId: __, ...match }) => match),
    }
  expect(second?.id).not.toBe(first?.id)
  expect(plain(second)).toEqual(plain(first))
  expect(second?.seed).toBe(1234)
})

it('one pair is shown from all sides', async () => {
  await of(showOrMakeDraft(SHOW))
  expect(await of(lookAtPair('1', {}))).toMatch(
    /Ada Field and Cy Brook[\s\S]*Shared working hours: [\s\S]*Next best for/,
  )
  await expect(lookAtPair('9', {})).rejects.toMatchObject({ code: 'no-pair' })
})

it('a pair that is not possible now is shown with the reason, and approving it fails', async () => {
  await of(showOrMakeDraft(SHOW))
  await opened.store.transact(({ write }) => write.participants.keepApart('b1', ['Ada Field']))
  const words = await of(approvePairs(['1'], { seen: '1.0', all: false }))
  expect(process.exitCode).toBe(1)
  expect(words).toMatch(/Cy Brook +Not possible: these two are kept apart\./)
  expect(await kept((read) => read.approved.of('g1'))).toEqual([])
})

it('what is suggested is a pair that is possible, and where none is, to ask again', async () => {
  await of(showOrMakeDraft(SHOW))
  await opened.store.transact(({ write }) => write.participants.keepApart('b1', ['Ada Field', 'Ben Stone']))
  expect(await of(showOrMakeDraft(SHOW))).toMatch(/Decide with: duologue pairs approve 2 --seen 1\.0\n$/)
  await opened.store.transact(({ write }) => write.participants.leave('b3', at('2026-01-12T09:00:00Z')))
  expect(await of(showOrMakeDraft(SHOW))).toMatch(
    /None of these pairs is possible as things are\. Ask again with: duologue pairs draft --again\n$/,
  )
})

it('a decision that changes nothing fails', async () => {
  await of(showOrMakeDraft(SHOW))
  await of(keepPairs(['1'], { seen: '1.0', stop: false }))
  expect(await of(keepPairs(['1'], { seen: '1.1', stop: false }))).toContain('Nothing has changed.')
  expect(process.exitCode).toBe(1)
})

it.each([
  ['of two who are kept apart', 'b1@example.org', 'Ben Stone and Cy Brook are kept apart.'],
  ['of somebody with themselves', 'B3@example.org', 'This is one person, and a swap takes two.'],
  ['of two who are partners already', 'a2@example.org', 'These two are in the same pair already.'],
])('a swap %s fails, whether it is to be done or to be shown', async (_, other, why) => {
  await of(showOrMakeDraft(SHOW))
  for (const yes of [true, false]) {
    expect(await of(swapPeople('b3@example.org', other, { seen: '1.0', yes }))).toContain(why)
    expect(process.exitCode).toBe(1)
  }
})

it('a swap that leaves the pairs as they are fails and changes nothing, whether it is to be done or to be shown', async () => {
  const pairs = [match('m1', ['a3', 'b1']), match('m2', ['a3', 'b2'])]
  await opened.store.transact(async ({ write }) => {
    const bob = { id: 'a3', name: 'Bob Lake', email: 'a3@example.org', side: 'a', account: null } as const
    await write.participants.add(aParticipant({ ...bob, partners: 2 }))
    await write.participants.consented('a3', 'yes', at('2026-01-06T10:00:00Z'))
    await write.drafts.propose(draft(pairs, { revision: 0 }))
  })
  for (const yes of [true, false]) {
    const said = await of(swapPeople('b1@example.org', 'b2@example.org', { seen: '1.0', yes }))
    expect(said).toContain('Both have the same partners here, so that changes nothing.')
    expect(said).not.toContain('--yes')
    expect(process.exitCode).toBe(1)
  }
  expect(await kept((read) => read.drafts.latest('g1'))).toMatchObject({ revision: 0 })
})

it('a swap that is possible does not fail, shown or done', async () => {
  await of(showOrMakeDraft(SHOW))
  for (const yes of [false, true]) {
    await of(swapPeople('b3@example.org', 'b2@example.org', { seen: '1.0', yes }))
    expect(process.exitCode).toBe(exitCode)
  }
})

/** Approves all of the draft, and whom Ada is paired with then. */
const approveAnew = async (seen: string): Promise<{ id: string; partner: string; email: string }> => {
  await of(showOrMakeDraft({ again: true }))
  await of(approvePairs([], { seen, all: true }))
  const [pair] = await kept((read) => read.approved.ofParticipant('a1'))
  const partner = pair?.members.find(({ id }) => id !== 'a1')
  return { id: pair?.id ?? '', partner: partner?.name ?? '', email: partner?.email ?? '' }
}

const end = (pairId: string, day: string) =>
  opened.store.transact(({ write }) => write.pairs.end(pairId, at(`${day}T10:00:00Z`)))

it('undoing tells nothing of older pairs of that person, which are over', async () => {
  const older = await approveAnew('1.0')
  await end(older.id, '2026-01-12')
  const newer = await approveAnew('2.0')
  expect(newer.partner).not.toBe(older.partner)
  const undone = await of(undoDecisions(['a1@example.org'], { seen: '2.1' }))
  expect(undone).toContain(`Ada Field and ${newer.partner} are proposed again. Nobody was told anything.\n`)
  expect(undone).not.toContain('ended')
})

it('undoing tells of the pair for which it is too late, and of no older one', async () => {
  const older = await approveAnew('1.0')
  await end(older.id, '2026-01-12')
  const newer = await approveAnew('2.0')
  await opened.store.transact(({ write }) =>
    write.meetings.propose(aMeeting({ pairId: newer.id, proposedBy: 'a1' })),
  )
  const words = await of(undoDecisions(['a1@example.org'], { seen: '2.1' }))
  expect(words).toContain(`Ada Field and ${newer.partner}: It is too late to undo this pair`)
  expect(words).not.toContain('ended')
})

it('undoing tells of the last pair alone where all pairs of that person are over', async () => {
  const older = await approveAnew('1.0')
  await end(older.id, '2026-01-12')
  const newer = await approveAnew('2.0')
  await end(newer.id, '2026-01-13')
  const [said] = (await of(undoDecisions(['a1@example.org'], { seen: '2.1' }))).split('\n')
  expect(said).toBe(
    `Ada Field and ${newer.partner}: This pair has ended already, so there is nothing to undo.`,
  )
})

it('undoing for several people tells of one pair of each, though it is over for one of them alone', async () => {
  const older = await approveAnew('1.0')
  await end(older.id, '2026-01-12')
  const newer = await approveAnew('2.0')
  const words = await of(undoDecisions(['a1@example.org', older.email], { seen: '2.1' }))
  expect(words).toContain(`Ada Field and ${newer.partner} are proposed again.`)
  expect(words).toContain(`Ada Field and ${older.partner}: This pair has ended already`)
})

it('undoing fails where it is too late for one of several decisions, and not where all are undone', async () => {
  const { id } = await approveAnew('1.0')
  await end(id, '2026-01-12')
  const words = await of(undoDecisions(['a1@example.org', 'a2@example.org'], { seen: '1.1' }))
  expect(words).toContain('Ben Stone and Ed Vale are proposed again.')
  expect(words).toContain('Ada Field and Cy Brook: This pair has ended already')
  expect(process.exitCode).toBe(1)
  await of(rejectPairs(['2'], { seen: '1.2', reason: 'close' }))
  await of(undoDecisions(['a2@example.org'], { seen: '1.3' }))
  expect(process.exitCode).toBe(exitCode)
})

it('of several pairs that are named, those that are possible are approved, the others told, and the command fails', async () => {
  await of(showOrMakeDraft(SHOW))
  await opened.store.transact(({ write }) => write.participants.keepApart('b1', ['Ada Field']))
  const words = await of(approvePairs(['2', '1'], { seen: '1.0', all: false }))
  expect(process.exitCode).toBe(1)
  expect(words).toMatch(/^Approved: 2\. Not approved: 1\.\n1 pair is made/)
  expect(words).toContain('Ada Field and Cy Brook: Not possible: these two are kept apart.')
  expect(await kept((read) => read.approved.of('g1'))).toHaveLength(1)
})

/** More pairs than are approved at once, in a draft of their own. */
const MANY = 101

const openMany = () =>
  opened.store.transact(async ({ write }) => {
    const matches = []
    for (let number = 0; number < MANY; number++) {
      const ids = [`x${number}`, `y${number}`] as const
      for (const id of ids) {
        const side = id.startsWith('x') ? 'a' : 'b'
        await write.participants.add(aParticipant({ id, email: `${id}@example.org`, side, account: null }))
        await write.participants.consented(id, 'yes', at('2026-01-06T10:00:00Z'))
      }
      matches.push(match(`m${number}`, ids))
    }
    await write.drafts.propose(draft(matches, { revision: 0 }))
  })

it('all of many pairs are approved, and the audit has one row', async () => {
  await openMany()
  await opened.store.transact(({ write }) => write.participants.leave('x7', at('2026-01-06T11:00:00Z')))
  const words = await of(approvePairs([], { seen: '1.0', all: true }))
  expect(words).toContain('100 pairs are made; each is introduced in their working hours.')
  expect(words).toContain('1 pair is not possible now; the draft says why.')
  expect(words).toContain('1 pair is open, 100 approved, 0 rejected.')
  expect(await kept((read) => read.approved.of('g1'))).toHaveLength(100)
  const audit = await kept((read) => read.audit.of('g1', 0, 9))
  expect(audit.map(({ act, people }) => [act, people.length])).toEqual([['approved', 100]])
})

it('approving all of many pairs is stopped: what was approved stays, and the others wait', async () => {
  await openMany()
  const { id: draftId = '' } = (await kept((read) => read.drafts.latest('g1'))) ?? {}
  await opened.store.transact(({ write }) =>
    write.drafts.beginApproval({ ...APPROVAL, draftId, total: MANY }),
  )
  const stopped = await of(stopUnderWay({}))
  expect(stopped).toContain('Approving was stopped. No pair was approved. 101 pairs were not looked at.')
  expect(stopped).toContain('101 pairs are open, 0 approved, 0 rejected.')
  expect(process.exitCode).toBe(exitCode)
  expect(await kept((read) => read.drafts.approvals())).toEqual([])
})

it('approving all of many pairs fails where none is possible', async () => {
  await openMany()
  await opened.store.transact(async ({ write }) => {
    for (let number = 0; number < MANY; number++)
      await write.participants.leave(`x${number}`, at('2026-01-06T11:00:00Z'))
  })
  const words = await of(approvePairs([], { seen: '1.0', all: true }))
  expect(process.exitCode).toBe(1)
  expect(words).toContain('No pair was approved.')
})

it('where approving all of many pairs breaks off, what was approved stays, and the others wait', async () => {
  await openMany()
  const { objections } = programmePairing
  let left = 50
  const breaking = vi.spyOn(programmePairing, 'objections').mockImplementation((...asked) => {
    if (left-- <= 0) throw new Error('The disk is full.')
    return objections(...asked)
  })
  await expect(approvePairs([], { seen: '1.0', all: true })).rejects.toThrow('The disk is full.')
  breaking.mockRestore()
  const made = (await kept((read) => read.approved.of('g1'))).length
  expect(made).toBeGreaterThan(0)
  expect(made).toBeLessThan(MANY)
  const { revision } = (await kept((read) => read.drafts.latest('g1'))) ?? {}
  await of(approvePairs([], { seen: `1.${revision}`, all: true }))
  expect(await kept((read) => read.approved.of('g1'))).toHaveLength(MANY)
})

it('the weakest pair of each draft is listed with what is weakest about it, and a draft that has none left is', async () => {
  await of(showOrMakeDraft(SHOW))
  const [weakest] = (await kept((read) => read.drafts.latest('g1')))?.matches ?? []
  if (!weakest) throw new Error('A pair was expected.')
  const caution = 'They share few working hours.'
  await opened.store.transact(({ write }) =>
    write.drafts.rearrange(weakest.draftId, [{ ...weakest, score: 1234, caution }], []),
  )
  expect(await of(listDrafts({}))).toMatch(/1\.0 .* 12 +They share few working hours\./)
})

it('no draft is made beside one that is being made', async () => {
  await opened.store.transact(({ write }) => write.drafts.want(WANTED))
  expect(await of(showOrMakeDraft(SHOW))).toContain('is being made already')
  expect(await kept((read) => read.drafts.latest('g1'))).toBeNull()
})

it('whoever comes second is told how to see what has become of the draft, for nothing shows it beside the error', async () => {
  await of(showOrMakeDraft(SHOW))
  await of(keepPairs(['1'], { seen: '1.0', stop: false }))
  const second = keepPairs(['2'], { seen: '1.0', stop: false })
  await expect(second).rejects.toMatchObject({
    message: expect.stringMatching(/^Since you looked, .* has kept .*\. So nothing has been done\.$/),
    remedy: 'See how it stands now with “duologue pairs draft”, and decide again.',
  })
})

it.each([
  ['1.1', 'There is no state 1.1 yet: draft 1 stands at 1.0.'],
  ['3.0', 'There is no draft 3.'],
  ['0.0', 'There is no draft 0.'],
  ['now', '“now” is no state of a draft.'],
])('a state that there is not is told to be none: %s', async (seen, why) => {
  await of(showOrMakeDraft(SHOW))
  await expect(approvePairs(['1'], { seen, all: false })).rejects.toThrow(why)
})

it('a state that an earlier draft never came to is told to be none, and one that it came to has changed since', async () => {
  await of(showOrMakeDraft(SHOW))
  await of(keepPairs(['1'], { seen: '1.0', stop: false }))
  await of(showOrMakeDraft({ again: true }))
  const approving = (seen: string) => approvePairs(['1'], { seen, all: false })
  await expect(approving('1.2')).rejects.toThrow('There is no state 1.2: draft 1 was left at 1.1.')
  await expect(approving('1.1')).rejects.toThrow('somebody at the command line has made a new draft')
})

it.each([
  ['a number that no open pair has', () => approvePairs(['9'], { seen: '1.0', all: false }), 'no-pair'],
  ['a state that is none', () => approvePairs(['1'], { seen: 'now', all: false }), 'no-draft'],
  ['neither numbers nor all', () => approvePairs([], { seen: '1.0', all: false }), 'pairs'],
  ['a reason that is none', () => rejectPairs(['1'], { seen: '1.0', reason: 'because' }), 'reason'],
  ['somebody who is not there', () => undoDecisions(['x@example.org'], { seen: '1.0' }), 'no-person'],
  ['a seed that is none', () => showOrMakeDraft({ again: false, seed: 'x' }), 'seed'],
  ['no entry of the audit', () => showAudit({ most: '0' }), 'most'],
  ['drafts that are not there', () => compareDrafts('1', '7', {}), 'no-draft'],
  ['a draft beside itself', () => compareDrafts('1', '1', {}), 'no-draft'],
])('nothing is done for %s', async (_, command, code) => {
  await of(showOrMakeDraft(SHOW))
  const before = await kept((read) => read.drafts.latest('g1'))
  await expect(command()).rejects.toMatchObject({ code })
  expect(await kept((read) => read.drafts.latest('g1'))).toEqual(before)
})
