import { afterEach, describe, expect, it } from 'vitest'
import { save } from '../../../src/core/flow.ts'
import type { PairingQuestion, Progress, Proposal, Run } from '../../../src/core/pairing.ts'
import { drafts } from '../../../src/flows/drafts/index.ts'
import { programmePairing } from '../../../src/pairing/index.ts'
import { aParticipant, aProgramme, at as instant } from '../../facts.ts'
import { type House, openHouse } from '../house.ts'
import { buttonsOf, faultsOf, wordsOf } from '../said.ts'

const START = '2026-01-12T09:00:00Z'

let house: House | null = null
afterEach(async () => {
  await house?.stopRuns()
  await house?.cleanUp()
  house = null
})

/** A run that goes on until the test says how it ends. */
interface Slow {
  readonly question: PairingQuestion
  readonly run: Run
  finish(): void
  fail(): void
}

const person = (id: string) =>
  aParticipant({ id, name: `Person ${id}`, email: `${id}@example.org`, side: id.startsWith('a') ? 'a' : 'b' })

/** A programme that is too large to be paired at once, and a pairing that takes as long as the test likes. */
const open = async (aSide = 2) => {
  const slow: Slow[] = []
  const waiting: (() => void)[] = []
  const run = (question: PairingQuestion, how: Run): Promise<Proposal> =>
    new Promise((resolve, reject) => {
      how.signal.addEventListener('abort', () => reject(how.signal.reason))
      slow.push({
        question,
        run: how,
        finish: () => resolve(programmePairing.propose(question)),
        fail: () => reject(new Error('Out of memory.')),
      })
      for (const begun of waiting.splice(0)) begun()
    })
  const places = Array.from({ length: aSide }, (_, at) => at + 1)
  const people = [...places.map((at) => `a${at}`), ...places.map((at) => `b${at}`)].map(person)
  house = await openHouse([drafts], {
    programme: aProgramme(),
    people,
    start: START,
    joined: false,
    coordinator: { id: 'cora', name: 'Cora Lane', email: 'cora@hub.example' },
    pairing: { ...programmePairing, isLong: () => true, run },
  })
  for (const { id } of people) await house.bring(save('participants', 'consented', id, 'yes', instant(START)))
  const { look } = house
  /** Lets the house look at what is wanted, until so many runs have begun. */
  const begun = async (count: number) => {
    await look()
    while (slow.length < count) await new Promise<void>((resolve) => waiting.push(resolve))
  }
  return { at: house, slow, begun }
}

/** The same, and the draft that came of it. */
const openWithDraft = async (aSide?: number) => {
  const opened = await open(aSide)
  const { at, slow, begun } = opened
  await at.act('cora', 'drafts', 'make', 'g1')
  await begun(1)
  first(slow).finish()
  await at.made()
  const draft = await at.store.read.drafts.latest('g1')
  if (!draft) throw new Error('A draft was expected.')
  return { ...opened, draft }
}

const last = (at: House) => {
  const message = at.messagesOf('cora').at(-1)
  if (!message) throw new Error('A message was expected.')
  return message
}

const told = (reply: Awaited<ReturnType<House['say']>>): string => {
  if (reply.type !== 'answer' && reply.type !== 'became') throw new Error(`Words, not ${reply.type}.`)
  return wordsOf(reply.message)
}

const hear = async (at: House, { run }: Slow, progress: Progress) => {
  run.heard(progress)
  // Progress is written behind the run's back: the next transaction comes after it.
  await at.store.transact(async () => {})
  await at.settle()
}

const first = (slow: readonly Slow[]): Slow => {
  const [one] = slow
  if (!one) throw new Error('A run was expected.')
  return one
}

describe('a draft that takes long', () => {
  it('is made apart: one message shows how far it is, and becomes the draft', async () => {
    const { at, slow, begun } = await open()
    expect(told(await at.act('cora', 'drafts', 'make', 'g1'))).toContain('Pairing 4 people can take a moment')
    expect(await at.store.read.drafts.latest('g1')).toBeNull()
    await begun(1)
    expect(wordsOf(last(at))).toContain('Comparing everybody with everybody: 0 of 100')
    expect(faultsOf(last(at))).toEqual([])
    expect(slow).toHaveLength(1)

    const count = at.messagesOf('cora').length
    await at.until('2026-01-12T09:00:03Z')
    await hear(at, first(slow), { stage: 'assigning', done: 0.5 })
    expect(wordsOf(last(at))).toContain('Finding the best pairs for all: 70 of 100')
    // Somebody else is answered meanwhile.
    expect(told(await at.say('cora', 'pairs'))).toContain('There are no pairs yet')

    first(slow).finish()
    await at.made()
    expect(wordsOf(last(at))).toContain('2 pairs wait for your decision')
    expect(at.messagesOf('cora')).toHaveLength(count)
    const draft = await at.store.read.drafts.latest('g1')
    expect(draft?.seed).toBe(first(slow).question.seed)
    expect(await at.store.read.audit.of('g1', 0, 9)).toMatchObject([
      { act: 'made', about: { id: draft?.id } },
    ])
    await at.look()
    expect(slow).toHaveLength(1)
  })

  it('is written in parts where it is long, and is whole: everybody in it once, the weakest first', async () => {
    const { at, draft } = await openWithDraft(60)
    expect(at.failed).toEqual([])
    expect(draft.matches).toHaveLength(60)
    expect(new Set(draft.matches.map(({ id }) => id)).size).toBe(60)
    expect(new Set(draft.matches.flatMap(({ participantIds }) => participantIds)).size).toBe(120)
    const scores = draft.matches.map(({ score }) => score)
    expect(scores).toEqual([...scores].sort((one, other) => one - other))
  })

  it('says which pair that was to be kept could not be', async () => {
    const { at, slow, begun, draft: before } = await openWithDraft()
    const kept = before.matches.find(({ participantIds }) => participantIds.includes('a1'))
    await at.bring(save('drafts', 'keep', [kept?.id ?? ''], true))
    await at.bring(save('participants', 'pause', 'a1', instant('2026-03-02T09:00:00Z')))
    await at.act('cora', 'drafts', 'again', `${before.id}:0`)
    await begun(2)
    slow[1]?.finish()
    await at.made()
    expect(wordsOf(last(at))).toMatch(/One pair that you keep is not in it: .*Person a1.*paused/)
  })

  it('shows progress no more often than people and platforms can follow', async () => {
    const { at, slow, begun } = await open()
    await at.act('cora', 'drafts', 'make', 'g1')
    await begun(1)
    // Most drafts are there before anybody has read that they are being made.
    await hear(at, first(slow), { stage: 'scoring', done: 0.04 })
    expect(wordsOf(last(at))).toContain('everybody: 0 of 100')
    await at.until('2026-01-12T09:00:03Z')
    await hear(at, first(slow), { stage: 'scoring', done: 0.1 })
    await hear(at, first(slow), { stage: 'scoring', done: 0.2 })
    expect(wordsOf(last(at))).toContain('everybody: 5 of 100')
    await at.until('2026-01-12T09:00:06Z')
    await hear(at, first(slow), { stage: 'scoring', done: 0.6 })
    expect(wordsOf(last(at))).toContain('everybody: 30 of 100')
    // What is done next is shown at once.
    await hear(at, first(slow), { stage: 'assigning', done: 0 })
    expect(wordsOf(last(at))).toContain('Finding the best pairs for all: 50 of 100')
  })

  it('can be stopped at once, and then nothing comes of it', async () => {
    const { at, slow, begun } = await open()
    await at.act('cora', 'drafts', 'make', 'g1')
    await begun(1)
    expect(told(await at.press('cora', 'Stop making it'))).toContain('No draft is being made any more')
    await at.look()
    await at.made()
    expect(first(slow).run.signal.aborted).toBe(true)
    expect(await at.store.read.drafts.latest('g1')).toBeNull()
    expect(await at.store.read.audit.of('g1', 0, 9)).toMatchObject([
      { act: 'stopped', by: expect.any(String) },
    ])
    expect(at.failed).toEqual([])
    // Whoever likes can ask again.
    await at.act('cora', 'drafts', 'make', 'g1')
    await begun(2)
  })

  it('comes to nothing when it was stopped in the moment that it was done', async () => {
    const { at, slow, begun } = await open()
    await at.act('cora', 'drafts', 'make', 'g1')
    await begun(1)
    const [wanted] = await at.store.read.drafts.wanted()
    await at.act('cora', 'drafts', 'stop', wanted?.id ?? '')
    first(slow).finish()
    await at.made()
    expect(await at.store.read.drafts.latest('g1')).toBeNull()
    // Nothing of it is left that could still be completed.
    const completing = at.store.transact(({ write }) => write.drafts.complete(wanted?.id ?? ''))
    await expect(completing).rejects.toMatchObject({ code: 'conflict' })
    expect(at.failed).toEqual([])
  })

  it('is made once, however often it is asked for', async () => {
    const { at, slow, begun } = await open()
    await at.act('cora', 'drafts', 'make', 'g1')
    const second = told(await at.act('cora', 'drafts', 'make', 'g1'))
    expect(second).toContain('being made already')
    await begun(1)
    await at.look()
    expect(slow).toHaveLength(1)
    first(slow).finish()
    await at.made()
    await at.look()
    expect(slow).toHaveLength(1)
  })

  it.each([
    ['again', 'approve-all'],
    ['approve-all', 'again'],
  ])('and approving all of the one before cannot both be begun: %s and %s at once', async (...names) => {
    const { at, draft } = await openWithDraft()
    const { id } = draft
    const replies = await Promise.all(names.map((name) => at.act('cora', 'drafts', name, `${id}:0`)))
    const toldOf = (name: string) => told(replies[names.indexOf(name)] ?? { type: 'nothing' })
    const isWanted = (await at.store.read.drafts.wanted()).length > 0
    expect(await at.store.read.approved.of('g1')).toHaveLength(isWanted ? 0 : 2)
    if (isWanted) expect(toldOf('approve-all')).toContain('A new draft is being made')
    else expect(toldOf('again')).toContain('you have approved 2 pairs')
  })

  it('keeps the draft before it as it is, to be decided once the new one is stopped', async () => {
    const { at, draft } = await openWithDraft()
    const { id } = draft
    await at.act('cora', 'drafts', 'again', `${id}:0`)
    await at.act('cora', 'drafts', 'approve-all', `${id}:0`)
    expect(await at.store.read.approved.of('g1')).toEqual([])
    await at.press('cora', 'Stop making it')
    await at.act('cora', 'drafts', 'approve-all', `${id}:0`)
    expect(await at.store.read.approved.of('g1')).toHaveLength(2)
  })

  it('leaves the draft before it to be seen, not to be made, where it comes to nothing', async () => {
    const { at, slow, begun, draft } = await openWithDraft()
    const again = () => at.act('cora', 'drafts', 'again', `${draft.id}:0`)
    const offered = () => buttonsOf(last(at)).filter((label) => /draft/.test(label))
    await again()
    const stopped = await at.press('cora', 'Stop making it')
    expect(stopped.type === 'became' && buttonsOf(stopped.message)).toEqual(['See the draft', 'Home'])
    await at.settle()
    expect(offered()).toEqual(['See the draft'])
    await again()
    await begun(2)
    slow[1]?.fail()
    await at.made()
    expect(wordsOf(last(at))).toContain('could not be made')
    expect(offered()).toEqual(['See the draft'])
  })

  it('says so when it fails, and is not tried for ever', async () => {
    const { at, slow, begun } = await open()
    await at.act('cora', 'drafts', 'make', 'g1')
    await begun(1)
    first(slow).fail()
    await at.made()
    expect(wordsOf(last(at))).toContain('could not be made, and nothing has changed')
    expect(buttonsOf(last(at))).toContain('Make a draft')
    expect(at.failed).toEqual([expect.objectContaining({ message: 'Out of memory.' })])
    await at.look()
    expect(slow).toHaveLength(1)
  })

  it('is begun anew where a process died while it was written, and is no draft before it is whole', async () => {
    const { at, slow, begun } = await open()
    await at.act('cora', 'drafts', 'make', 'g1')
    const [wanted] = await at.store.read.drafts.wanted()
    const { programmeId, seed } = wanted ?? { programmeId: 'g1', seed: 1 }
    await at.bring(
      save('drafts', 'begin', {
        id: wanted?.id ?? '',
        programmeId,
        seed,
        madeAt: instant(START),
        revision: 0,
        made: null,
        waiting: [],
      }),
    )
    expect(told(await at.say('cora', 'drafts'))).toContain('There is no draft')
    await begun(1)
    first(slow).finish()
    await at.made()
    expect((await at.store.read.drafts.latest('g1'))?.matches).toHaveLength(2)
    expect(await at.store.read.audit.of('g1', 0, 9)).toMatchObject([{ act: 'made' }])
    expect(at.failed).toEqual([])
  })

  it('is left to the next process by one that ends', async () => {
    const { at, slow, begun } = await open()
    await at.act('cora', 'drafts', 'make', 'g1')
    await begun(1)
    await at.stopRuns()
    expect(first(slow).run.signal.aborted).toBe(true)
    expect(await at.store.read.drafts.wanted()).toHaveLength(1)
    expect(at.failed).toEqual([])
  })

  it('can be stopped by its coordinators alone', async () => {
    const { at } = await open()
    await at.act('cora', 'drafts', 'make', 'g1')
    const [wanted] = await at.store.read.drafts.wanted()
    expect(told(await at.act('a1', 'drafts', 'stop', wanted?.id ?? ''))).toContain('Only the coordinators')
    expect(await at.store.read.drafts.wanted()).toHaveLength(1)
  })
})
