import { afterEach, describe, expect, it } from 'vitest'
import { save, touch } from '../../../src/core/flow.ts'
import { reflection } from '../../../src/flows/reflection/index.ts'
import { stage } from '../../../src/flows/stage/index.ts'
import { survey } from '../../../src/flows/survey/index.ts'
import { aMeeting, aParticipant, aPartner, aProgramme, at as instant } from '../../facts.ts'
import { type House, openHouse } from '../house.ts'
import { wordsOf } from '../said.ts'

const SECRET = 'the words that nobody else may see'
let house: House | null = null
afterEach(async () => {
  await house?.cleanUp()
  house = null
})

const open = async () => {
  house = await openHouse([survey, reflection, stage], {
    programme: aProgramme(),
    people: [aPartner({ account: null }), aParticipant({ account: null })],
    start: '2026-01-12T09:00:00Z',
    coordinator: { id: 'cora', name: 'Cora Lane', email: 'cora@hub.example' },
  })
  await house.bring(touch('programme', 'g1'))
  return house
}

describe('with the real store and engine', () => {
  it('a year opens three surveys and four stages, each told once, and keeps answers from all but figures', async () => {
    const at = await open()
    await at.until('2026-01-12T12:00:00Z')
    const form = await at.press('p-tom', 'Answer')
    if (form.type !== 'form') throw new Error(`A form was expected, not ${form.type}.`)
    await at.submit('p-tom', form.form, { trust: '4', words: SECRET, decision: ['keep'] })
    await at.submit('p-tom', form.form, { trust: '5', decision: ['send'] })
    await at.submit('p-tom', form.form, { trust: '1', decision: ['send'] })
    const [baseline] = await at.store.read.surveys.of('g1')
    const responses = await at.store.read.surveys.responses(baseline?.id ?? '')
    expect(responses).toMatchObject([{ participantId: null, answers: { trust: '5', words: SECRET } }])

    await at.until('2027-03-01T09:00:00Z')
    const surveys = await at.store.read.surveys.of('g1')
    expect(surveys.map(({ kind }) => kind)).toEqual(['baseline', 'halfway', 'closing'])
    const told = at
      .messagesOf('p-amina')
      .map(({ parts: [first] }) => (first?.type === 'heading' ? first.text : ''))
    expect(told.filter((heading) => heading === 'Halfway')).toHaveLength(1)
    expect(told.filter((heading) => heading === 'Closing')).toHaveLength(1)
    expect(told.filter((heading) => heading === 'Before you begin')).toHaveLength(1)
    expect(told.filter((heading) => heading === 'Your first meeting')).toHaveLength(1)
    expect(told.filter((heading) => heading.endsWith('survey'))).toHaveLength(6)
    expect(at.messagesOf('cora').map(({ summary }) => summary)).toEqual([
      'The opening survey of City Region Programme has closed; its results are ready.',
      'The halfway survey of City Region Programme has closed; its results are ready.',
      'The closing survey of City Region Programme has closed; its results are ready.',
    ])
    for (const id of ['p-tom', 'p-amina', 'cora'])
      expect(JSON.stringify(at.messagesOf(id))).not.toContain(SECRET)
  })

  it('a reflection is prompted, written, shared with the partner, and taken back', async () => {
    const at = await open()
    const meeting = aMeeting({ times: [instant('2026-01-13T10:00:00Z')] })
    await at.bring(save('meetings', 'propose', meeting), touch('meeting', meeting.id))
    await at.until('2026-01-15T12:00:00Z')
    const form = await at.press('p-amina', 'Write')
    if (form.type !== 'form') throw new Error(`A form was expected, not ${form.type}.`)
    await at.submit('p-amina', form.form, { words: SECRET, audience: ['partner'] })
    await at.until('2026-01-15T14:00:00Z')
    const note = at.messagesOf('p-tom').at(-1)
    expect(note?.summary).toBe('Amina has shared a reflection with you.')
    const opened = await at.press('p-tom', 'Open it')
    expect(opened.type === 'form' && wordsOf(opened.form)).toContain(SECRET)

    const [mine] = await at.store.read.reflections.ofParticipant('p-amina')
    const pressed = (who: string, name: string) => at.act(who, 'reflection', name, mine?.id ?? '')
    await pressed('p-amina', 'take-back')
    expect(at.messagesOf('p-tom').at(-1)?.summary).toContain('nothing to read here')
    expect((await pressed('p-tom', 'read')).type).toBe('became')
    for (const id of ['p-tom', 'p-amina']) expect(JSON.stringify(at.messagesOf(id))).not.toContain(SECRET)
  })
})
