import { describe, expect, it } from 'vitest'
import type { Account, Subject } from '../../src/core/model.ts'
import type { Reader } from '../../src/core/store.ts'
import { accept, openPair, suggest } from '../scenarios/pairs.ts'
import { readerOf } from './reading.ts'

const MOST = 10_000

const inOrder = async <T, R>(of: readonly T[], ask: (one: T) => Promise<R>): Promise<R[]> => {
  const answers: R[] = []
  for (const one of of) answers.push(await ask(one))
  return answers
}

const flat = async <T, R>(of: readonly T[], ask: (one: T) => Promise<readonly R[]>): Promise<R[]> =>
  (await inOrder(of, ask)).flat()

const idsOf = (of: readonly { readonly id: string }[]): readonly string[] => of.map(({ id }) => id)

/** All that a store holds, as plain facts. */
const factsIn = async (read: Reader) => {
  const programmes = await read.programmes.all()
  const ids = idsOf(programmes)
  const coordinators = await flat(ids, read.programmes.coordinators)
  const participants = await flat(ids, read.participants.of)
  const pairs = await flat(ids, read.approved.of)
  const meetings = await flat(idsOf(pairs), read.meetings.ofPair)
  const draftIds = await flat(ids, read.drafts.ids)
  const accounts = [...participants, ...coordinators].flatMap(({ account }): Account[] =>
    account ? [account] : [],
  )
  return {
    programmes,
    coordinators,
    accounts,
    participants,
    pairs,
    introduced: 'as delivered' as const,
    meetings,
    drafts: await flat(draftIds, async (id) =>
      [await read.drafts.byId(id)].filter((draft) => draft !== null),
    ),
    proposed: Object.fromEntries(
      await inOrder(draftIds, async (id) => [id, await read.drafts.proposed(id)] as const),
    ),
    checkIns: await flat(idsOf(meetings), read.checkIns.ofMeeting),
    reflections: await flat(idsOf(participants), read.reflections.ofParticipant),
    surveys: await flat(ids, read.surveys.of),
    deliveries: await read.deliveries.all(),
    audit: (await flat(ids, (id) => read.audit.of(id, 0, MOST))).reverse(),
  }
}

/** What a reader says of these facts, whatever it is asked about them. */
const answersOf = async (read: Reader, facts: Awaited<ReturnType<typeof factsIn>>) => {
  const programmes = idsOf(facts.programmes)
  const participants = idsOf(facts.participants)
  const pairs = idsOf(facts.pairs)
  const meetings = idsOf(facts.meetings)
  const drafts = idsOf(facts.drafts)
  const accounts = idsOf(facts.accounts)
  const subjects = facts.deliveries.map(({ flow, subject }): [string, Subject] => [flow, subject])
  const nobody = 'nobody'
  return {
    programmes: await inOrder([...programmes, nobody], read.programmes.byId),
    all: await read.programmes.all(),
    coordinators: await inOrder(programmes, read.programmes.coordinators),
    coordinatedBy: await inOrder([...accounts, nobody], read.programmes.coordinatedBy),
    accounts: await inOrder([...accounts, nobody], read.accounts.byId),
    people: await inOrder(facts.accounts, ({ workspace, externalId }) =>
      read.accounts.byExternalId(workspace.platform, workspace.externalId, externalId),
    ),
    participants: await inOrder([...participants, nobody], read.participants.byId),
    listed: await inOrder(programmes, read.participants.of),
    ofAccount: await inOrder([...accounts, nobody], read.participants.ofAccount),
    wishes: await inOrder(participants, read.participants.notWithOf),
    approved: await inOrder([...pairs, nobody], read.approved.byId),
    pairs: await inOrder([...pairs, nobody], read.pairs.byId),
    paired: await inOrder(programmes, read.pairs.of),
    ofParticipant: await inOrder([...participants, nobody], read.pairs.ofParticipant),
    among: await inOrder([participants.slice(0, 3), [nobody]], read.pairs.among),
    drafts: await inOrder([...drafts, nobody], read.drafts.byId),
    latest: await inOrder(programmes, read.drafts.latest),
    before: await inOrder(drafts, read.drafts.before),
    rejected: await inOrder(programmes, read.drafts.rejected),
    nextOpen: await inOrder(drafts, (id) => read.drafts.nextOpen(id, null, 3)),
    drafted: await inOrder(programmes, read.drafts.ids),
    proposed: await inOrder([...drafts, nobody], read.drafts.proposed),
    audit: await inOrder(programmes, (id) => read.audit.of(id, 1, 2)),
    meetings: await inOrder([...meetings, nobody], read.meetings.byId),
    ofPair: await inOrder(pairs, read.meetings.ofPair),
    checkIns: await inOrder(meetings, read.checkIns.ofMeeting),
    reflections: await inOrder(participants, read.reflections.ofParticipant),
    surveys: await inOrder(programmes, read.surveys.of),
    deliveries: await inOrder(idsOf(facts.deliveries), read.deliveries.byId),
    underWay: await read.deliveries.underWayAmong([...pairs, nobody]),
    about: await inOrder(subjects, ([flow, subject]) => read.deliveries.about(flow, subject)),
  }
}

describe('the plain facts that tests of flows read', () => {
  it('are answered as the store answers them, whatever is asked', async () => {
    const { scene, leader, other, coordinator } = await openPair('Slack with Teams')
    await suggest(scene, leader)
    await accept(scene, other, 1)
    await scene.command(coordinator, 'drafts')
    const { read } = scene.store
    const facts = await factsIn(read)
    expect(facts.meetings.length * facts.pairs.length * facts.audit.length).toBeGreaterThan(0)
    expect(await answersOf(readerOf(facts), facts)).toEqual(await answersOf(read, facts))
  })
})
