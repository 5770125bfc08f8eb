import { afterEach, describe, expect, it } from 'vitest'
import { save } from '../../../src/core/flow.ts'
import { drafts } from '../../../src/flows/drafts/index.ts'
import { stage } from '../../../src/flows/stage/index.ts'
import { programmePairing } from '../../../src/pairing/index.ts'
import { aParticipant, aProgramme, at as instant } from '../../facts.ts'
import { type House, openHouse } from '../house.ts'
import { wordsOf } from '../said.ts'

let house: House | null = null
afterEach(async () => {
  await house?.cleanUp()
  house = null
})

const PEOPLE = ['a1', 'a2', 'b1', 'b2', 'b3'] as const

const person = (id: string, name: string) =>
  aParticipant({
    id,
    name,
    email: `${id}@example.org`,
    side: id.startsWith('a') ? 'a' : 'b',
    organisation: `Organisation ${id}`,
  })

const open = async () => {
  const programme = aProgramme()
  house = await openHouse([drafts, stage], {
    programme: { ...programme, settings: { ...programme.settings, odd: 'waitlist' } },
    people: [
      person('a1', 'Ada Field'),
      person('a2', 'Ben Stone'),
      person('b1', 'Cy Brook'),
      person('b2', 'Di Marsh'),
      person('b3', 'Ed Vale'),
    ],
    start: '2026-01-12T09:00:00Z',
    pairing: programmePairing,
    joined: false,
    coordinator: { id: 'cora', name: 'Cora Lane', email: 'cora@hub.example' },
  })
  for (const id of PEOPLE)
    await house.bring(save('participants', 'consented', id, 'yes', instant('2026-01-12T09:00:00Z')))
  return house
}

const said = (reply: Awaited<ReturnType<House['say']>>): string => {
  if (reply.type !== 'answer' && reply.type !== 'became')
    throw new Error(`Words were expected, not ${reply.type}.`)
  return wordsOf(reply.message)
}

describe('with the real store, engine and pairing', () => {
  it('a coordinator makes a draft, rejects one pair, asks again and approves; the odd one out is told', async () => {
    const at = await open()
    expect(said(await at.say('cora', 'drafts'))).toContain('5 people have said yes')
    const pressed = (name: string, subject: string) => at.act('cora', 'drafts', name, subject)
    expect(said(await pressed('make', 'g1'))).toContain('2 pairs wait for your decision')
    const first = await at.store.read.drafts.latest('g1')
    const [weakest] = first?.matches ?? []
    if (!first || !weakest) throw new Error('A draft was expected.')
    const rejected = await at.submit(
      'cora',
      { flow: 'drafts', name: 'choose', subject: first.id },
      { pairs: [weakest.id], decision: ['reject'] },
    )
    expect(said(rejected)).toContain('1 pair is rejected')
    await pressed('again', first.id)
    const second = await at.store.read.drafts.latest('g1')
    if (!second) throw new Error('A second draft was expected.')
    const together = second.matches.map(({ participantIds }) => [...participantIds].sort().join('+'))
    expect(together).not.toContain([...weakest.participantIds].sort().join('+'))

    expect(said(await pressed('approve-all', second.id))).toContain('2 pairs are made')
    expect(await at.store.read.pairs.of('g1')).toHaveLength(2)
    expect(said(await pressed('approve-all', second.id))).toContain('2 approved')
    expect(await at.store.read.pairs.of('g1')).toHaveLength(2)

    await at.until('2026-01-12T12:00:00Z')
    const [waiting] = second.waiting
    const told = PEOPLE.filter((id) =>
      at.messagesOf(id).some(({ summary }) => summary.includes('no partner for you')),
    )
    expect(told).toEqual([waiting?.participantId])
    expect(said(await at.say('cora', 'pairs'))).toContain('2 pairs')

    await at.until('2026-01-16T12:00:00Z')
    for (const id of ['a1', 'a2'])
      expect(at.messagesOf(id).filter(({ summary }) => summary.startsWith('Before you begin'))).toHaveLength(
        1,
      )
  })
})
