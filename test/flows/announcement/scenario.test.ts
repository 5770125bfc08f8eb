import { afterEach, describe, expect, it } from 'vitest'
import { announcement } from '../../../src/flows/announcement/index.ts'
import { aParticipant, aPartner, aProgramme } from '../../facts.ts'
import { type House, openHouse } from '../house.ts'
import { buttonsOf, wordsOf } from '../said.ts'

let house: House | null = null
afterEach(async () => {
  await house?.cleanUp()
  house = null
})

describe('with the real store and engine', () => {
  it('an announcement is scheduled, arrives once, is acknowledged, and shows its progress in one message', async () => {
    const at = await openHouse([announcement], {
      programme: aProgramme({ settings: { ...aProgramme().settings, smallestGroup: 2 } }),
      people: [aPartner({ account: null }), aParticipant({ account: null })],
      start: '2026-01-12T09:00:00Z',
      coordinator: { id: 'cora', name: 'Cora Lane', email: 'cora@hub.example' },
    })
    house = at
    const form = await at.say('cora', 'announce')
    if (form.type !== 'form') throw new Error(`A form was expected, not ${form.type}.`)
    const preview = await at.submit('cora', form.form, {
      words: 'See you on Friday.',
      audience: ['all'],
      acknowledge: ['yes'],
      date: '2026-01-13',
      time: '10:00',
    })
    if (preview.type !== 'became') throw new Error(`A preview was expected, not ${preview.type}.`)
    const [made] = await at.store.read.announcements.of('g1')
    if (!made) throw new Error('An announcement was expected.')
    await at.act('cora', 'announcement', 'send', made.id)
    await at.act('cora', 'announcement', 'send', made.id)
    await at.until('2026-01-13T09:59:00Z')
    expect(at.messagesOf('p-tom')).toEqual([])
    await at.until('2026-01-13T10:30:00Z')
    for (const id of ['p-tom', 'p-amina']) {
      const got = at.messagesOf(id)
      expect(got).toHaveLength(1)
      expect(got.map(wordsOf).join()).toContain('See you on Friday.')
    }
    await at.press('p-tom', 'I have seen this')
    await at.until('2026-01-13T11:00:00Z')
    expect(at.messagesOf('p-tom').flatMap(buttonsOf)).toEqual(['Home'])
    const [progress] = at.messagesOf('cora')
    expect(at.messagesOf('cora')).toHaveLength(1)
    expect(progress && wordsOf(progress)).toContain('Delivered: 2 of 2')
    expect(progress && wordsOf(progress)).toContain('Acknowledged: 1 of 2')
    const list = await at.say('cora', 'deliveries')
    expect(list.type === 'answer' && list.message.summary).toContain('has been delivered')
  })

  it('a scheduled announcement that is stopped reaches nobody', async () => {
    const at = await openHouse([announcement], {
      programme: aProgramme(),
      people: [aPartner({ account: null }), aParticipant({ account: null })],
      start: '2026-01-12T09:00:00Z',
      coordinator: { id: 'cora', name: 'Cora Lane', email: 'cora@hub.example' },
    })
    house = at
    const form = await at.say('cora', 'announce')
    if (form.type !== 'form') throw new Error(`A form was expected, not ${form.type}.`)
    await at.submit('cora', form.form, {
      words: 'See you on Friday.',
      audience: ['all'],
      acknowledge: ['no'],
      date: '2026-01-13',
      time: '10:00',
    })
    const [made] = await at.store.read.announcements.of('g1')
    if (!made) throw new Error('An announcement was expected.')
    await at.act('cora', 'announcement', 'send', made.id)
    await at.until('2026-01-12T10:00:00Z')
    await at.press('cora', 'Stop it')
    await at.until('2026-01-14T17:00:00Z')
    expect(at.messagesOf('p-tom')).toEqual([])
    expect(at.messagesOf('p-amina')).toEqual([])
    expect(at.messagesOf('cora').map(wordsOf).join()).toContain('It had not been sent to anybody yet.')
    const again = await at.act('cora', 'announcement', 'stop', made.id)
    expect(again.type === 'became' && wordsOf(again.message)).toContain('It was stopped already.')
  })
})
