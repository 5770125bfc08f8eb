import { afterEach, describe, expect, it } from 'vitest'
import { save } from '../../../src/core/flow.ts'
import { drafts } from '../../../src/flows/drafts/index.ts'
import { introduction } from '../../../src/flows/introduction/index.ts'
import { programmePairing } from '../../../src/pairing/index.ts'
import { aParticipant, aProgramme, at as instant } from '../../facts.ts'
import { type House, openHouse } from '../house.ts'
import { buttonsOf, faultsOf, wordsOf } from '../said.ts'
import { draft, match } from './facts.ts'

/** A Sunday: nobody is introduced yet. */
const START = '2026-01-11T12:00:00Z'
/** More pairs than are approved at once, a side. */
const MANY = 102
/** Those of them that can be made, and that cannot. */
const BLOCKED = 5
const POSSIBLE = MANY - BLOCKED

const houses: House[] = []
afterEach(async () => {
  for (const house of houses.splice(0)) {
    await house.stopRuns()
    await house.cleanUp()
  }
})

/** A pair that was over before. */
const BEFORE = 'before'

const IDS = Array.from({ length: MANY }, (_, index) => index).flatMap((index) => [`a${index}`, `b${index}`])

/** A draft of many pairs, with as many of both sides unless there are others. */
const openWith = async (others: readonly string[]): Promise<House> => {
  const ids = [...IDS, ...others]
  const programme = aProgramme()
  const house = await openHouse([drafts, introduction], {
    programme: { ...programme, settings: { ...programme.settings, odd: 'waitlist' } },
    people: ids.map((id) =>
      aParticipant({
        id,
        name: `Person ${id}`,
        email: `${id}@example.org`,
        side: id.startsWith('a') ? 'a' : 'b',
      }),
    ),
    start: START,
    joined: false,
    coordinator: { id: 'cora', name: 'Cora Lane', email: 'cora@hub.example' },
    pairing: { ...programmePairing, isLong: () => false },
  })
  houses.push(house)
  await house.bring(...ids.map((id) => save('participants', 'consented', id, 'yes', instant(START))))
  await house.act('cora', 'drafts', 'make', 'g1')
  return house
}

/** The same, of which a few cannot be made any more. */
const open = async (): Promise<House> => {
  const house = await openWith([])
  const rejected = match('m0', ['a11', ...(await matchWith(house, 'a11'))], { state: 'rejected' })
  await house.bring(
    save('drafts', 'propose', draft([{ ...rejected, draftId: 'd0' }], { id: 'd0' })),
    save('pairs', 'pair', [
      {
        id: BEFORE,
        programmeId: 'g1',
        participantIds: ['a13', ...(await matchWith(house, 'a13'))],
        pairedAt: instant(START),
      },
    ]),
    save('pairs', 'end', BEFORE, instant(START)),
    save('participants', 'pause', 'a3', instant('2026-03-02T09:00:00Z')),
    save('participants', 'leave', 'a7', instant(START)),
    save(
      'participants',
      'keepApart',
      'a9',
      (await matchWith(house, 'a9')).map((id) => `${id}@example.org`),
    ),
  )
  return house
}

const latest = async ({ store }: House) => {
  const draft = await store.read.drafts.latest('g1')
  if (!draft) throw new Error('A draft was expected.')
  return draft
}

const matchWith = async (house: House, id: string): Promise<readonly string[]> =>
  (await latest(house)).matches
    .filter(({ participantIds }) => participantIds.includes(id))
    .flatMap(({ participantIds }) => participantIds.filter((other) => other !== id))

/** The pairs that came of the draft. */
const pairsOf = async ({ store }: House) =>
  (await store.read.approved.of('g1')).filter(({ id }) => id !== BEFORE)

const press = async (house: House, name: string, ...rest: readonly string[]) => {
  const { id, revision } = await latest(house)
  return told(await house.act('cora', 'drafts', name, [id, revision, ...rest].join(':')))
}

const choose = async (house: House, pairs: readonly string[]) => {
  const { id, revision } = await latest(house)
  const form = { flow: 'drafts', name: 'choose', subject: `${id}:${revision}` }
  return told(await house.submit('cora', form, { pairs, decision: 'approve' }))
}

const told = (reply: Awaited<ReturnType<House['say']>>): string => {
  if (reply.type !== 'answer' && reply.type !== 'became') throw new Error(`Words, not ${reply.type}.`)
  return wordsOf(reply.message)
}

const last = (house: House) => {
  const message = house.messagesOf('cora').at(-1)
  if (!message) throw new Error('A message was expected.')
  return message
}

const finish = async (house: House) => {
  await house.look()
  await house.made()
}

/** What came of it, whichever way. */
const outcome = async (house: House) => {
  const { read } = house.store
  const pairs = await pairsOf(house)
  const states = (await latest(house)).matches.map(({ participantIds, state }) => [participantIds, state])
  const introductions = (await read.deliveries.all()).filter(({ flow }) => flow === 'introduction')
  return {
    states,
    pairs: pairs.map(({ members }) => members.map(({ id }) => id)).sort(),
    introduced: introductions.length,
  }
}

describe('approving all of many pairs', () => {
  it('comes to what choosing the pairs by hand comes to', async () => {
    const [all, byHand] = [await open(), await open()]
    await press(all, 'approve-all')
    await finish(all)
    const ids = (await latest(byHand)).matches.map(({ id }) => id)
    await choose(byHand, ids.slice(0, 50))
    await choose(byHand, ids.slice(50))
    const came = await outcome(all)
    expect(came).toEqual(await outcome(byHand))
    expect(came.pairs).toHaveLength(POSSIBLE)
    expect(all.failed).toEqual([])
  })

  it('is done apart: one message shows how far it is and becomes the draft, and the audit has one row', async () => {
    const house = await open()
    const one = (await latest(house)).matches.find(({ participantIds }) => participantIds.includes('a20'))
    await press(house, 'approve', one?.id ?? '')
    expect(await press(house, 'approve-all')).toContain(`${MANY - 1} pairs are being approved now`)
    expect(wordsOf(last(house))).toContain(`Approving the pairs: 0 of ${MANY - 1}`)
    expect(faultsOf(last(house))).toEqual([])
    expect(await pairsOf(house)).toHaveLength(1)
    const messages = house.messagesOf('cora').length
    await finish(house)
    expect(house.messagesOf('cora')).toHaveLength(messages)
    expect(wordsOf(last(house))).toContain(`${POSSIBLE - 1} pairs are made`)
    expect(wordsOf(last(house))).toContain(`${BLOCKED} pairs are not possible now`)
    const [entry, before] = await house.store.read.audit.of('g1', 0, 9)
    expect(entry).toMatchObject({ act: 'approved', by: expect.any(String) })
    expect(entry?.people).toHaveLength(POSSIBLE - 1)
    expect(entry?.revision).toBe((await latest(house)).revision)
    expect(before).toMatchObject({ act: 'approved', people: [one?.participantIds] })
  })

  it('goes on where a process that died left it, and makes no pair twice', async () => {
    const house = await open()
    await press(house, 'approve-all')
    await house.approveOneStep()
    const some = (await pairsOf(house)).length
    expect(some).toBeGreaterThan(0)
    expect(some).toBeLessThan(POSSIBLE)
    await finish(house)
    expect((await outcome(house)).pairs).toHaveLength(POSSIBLE)
    const approved = (await house.store.read.audit.of('g1', 0, 9)).filter(({ act }) => act === 'approved')
    expect(approved.map(({ people }) => people.length)).toEqual([POSSIBLE])
  })

  it.each(['approve-all', 'again', 'undo', 'swap', 'choose'])(
    'lets nothing else be decided meanwhile: %s',
    async (name) => {
      const house = await open()
      const { id, revision, matches } = await latest(house)
      const [first] = matches
      await press(house, 'approve-all')
      await house.approveOneStep()
      const made = (await pairsOf(house)).length
      for (const seen of [revision, revision + 1]) {
        const reply = await house.act('cora', 'drafts', name, `${id}:${seen}:${first?.id}`)
        expect(told(reply)).toContain('nothing else is decided about it')
      }
      expect(told(await house.act('cora', 'drafts', 'reject', `${id}:${revision}:${first?.id}`))).toContain(
        'nothing else is decided',
      )
      expect(await pairsOf(house)).toHaveLength(made)
      expect(told(await house.say('cora', 'drafts'))).toContain('approved')
      await finish(house)
      expect((await outcome(house)).pairs).toHaveLength(POSSIBLE)
      expect(told(await house.act('cora', 'drafts', 'approve-all', `${id}:${revision}`))).toContain(
        `you have approved ${POSSIBLE} pairs`,
      )
    },
  )

  it('can be stopped: what is approved stays, the others wait, and both can be decided about', async () => {
    const house = await open()
    await press(house, 'approve-all')
    await house.approveOneStep()
    const made = (await pairsOf(house)).length
    const [approval] = await house.store.read.drafts.approvals()
    expect(told(await house.press('cora', 'Stop approving'))).toContain('No more pairs will be approved')
    const stopAgain = () => house.act('cora', 'drafts', 'stop-approving', approval?.id ?? '')
    expect(told(await stopAgain())).toContain('wait for your decision')
    await finish(house)
    expect(told(await stopAgain())).toContain('wait for your decision')
    expect(await pairsOf(house)).toHaveLength(made)
    expect(wordsOf(last(house))).toContain('Approving was stopped.')
    expect(buttonsOf(last(house)).some((label) => label.startsWith('Approve all'))).toBe(true)
    const audit = await house.store.read.audit.of('g1', 0, 9)
    expect(audit.map(({ act, revision }) => [act, revision])).toEqual([
      ['approved', 2],
      ['no-more-approved', 1],
      ['made', 0],
    ])
    const [one] = (await latest(house)).matches.filter(({ state }) => state === 'approved')
    const { id, revision } = await latest(house)
    const undone = await house.submit(
      'cora',
      { flow: 'drafts', name: 'undo', subject: `${id}:${revision}` },
      { pairs: [one?.id ?? ''] },
    )
    expect(told(undone)).toContain('proposed again')
    expect(await pairsOf(house)).toHaveLength(made - 1)
  })

  it('writes to whoever is left without a partner once all pairs are made', async () => {
    const house = await openWith(['b-alone'])
    await press(house, 'approve-all')
    await finish(house)
    expect(await pairsOf(house)).toHaveLength(MANY)
    const notes = (await house.store.read.deliveries.all()).filter(
      ({ participantId, flow }) => flow === 'drafts' && participantId,
    )
    expect(notes.map(({ participantId }) => participantId)).toEqual(
      (await latest(house)).waiting.map(({ participantId }) => participantId),
    )
    expect(notes).toHaveLength(1)
  })

  it('cannot be stopped once all have been looked at, and is not said to have been', async () => {
    const house = await open()
    await press(house, 'approve-all')
    const [{ id = '', total = 0 } = {}] = await house.store.read.drafts.approvals()
    for (
      let looked = 0;
      looked < total;
      looked = (await house.store.read.drafts.approvalById(id))?.looked ?? total
    )
      await house.approveOneStep()
    const reply = await house.act('cora', 'drafts', 'stop-approving', id)
    expect(told(reply)).toContain('being approved')
    await finish(house)
    expect(wordsOf(last(house))).not.toContain('stopped')
    const audit = await house.store.read.audit.of('g1', 0, 9)
    expect(audit.map(({ act }) => act)).toEqual(['approved', 'made'])
  })

  it('can be stopped by its coordinators alone', async () => {
    const house = await open()
    await press(house, 'approve-all')
    const [approval] = await house.store.read.drafts.approvals()
    const reply = await house.act('a1', 'drafts', 'stop-approving', approval?.id ?? '')
    expect(told(reply)).toContain('Only the coordinators')
    expect(await house.store.read.drafts.approvals()).toEqual([approval])
  })

  it('goes by how people are when their turn comes', async () => {
    const house = await open()
    await press(house, 'approve-all')
    await house.approveOneStep()
    const { matches } = await latest(house)
    const waiting = matches.filter(
      ({ state, participantIds }) => state === 'proposed' && !participantIds.includes('a7'),
    )
    const someone = waiting.at(-1)?.participantIds[0] ?? ''
    await house.bring(save('participants', 'leave', someone, instant(START)))
    await finish(house)
    const paired = (await pairsOf(house)).flatMap(({ members }) => members.map(({ id }) => id))
    expect(paired).not.toContain(someone)
  })
})
