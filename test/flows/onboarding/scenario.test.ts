import { afterEach, describe, expect, it } from 'vitest'
import { home } from '../../../src/flows/home/index.ts'
import { onboarding } from '../../../src/flows/onboarding/index.ts'
import { aParticipant, aPartner, aProgramme } from '../../facts.ts'
import { type House, openHouse } from '../house.ts'
import { wordsOf } from '../said.ts'

const TOM = 'p-tom'
const AMINA = 'p-amina'
let house: House | null = null
afterEach(async () => {
  await house?.cleanUp()
  house = null
})

/** A Friday evening: nobody is written to before Monday. */
const open = async () => {
  house = await openHouse([home, onboarding], {
    programme: aProgramme(),
    people: [aPartner({ account: null }), aParticipant({ account: null })],
    start: '2026-01-09T18:00:00Z',
    joined: false,
  })
  return house
}
const summaries = (at: House, person: string) => at.messagesOf(person).map(({ summary }) => summary)

describe('with the real store and engine', () => {
  it('someone is invited, reminded once, says yes on the first message, and confirms their details', async () => {
    const at = await open()
    await at.until('2026-01-12T08:59:00Z')
    expect(at.messagesOf(AMINA)).toEqual([])
    await at.until('2026-01-12T09:30:00Z')
    expect(summaries(at, AMINA)).toEqual([
      'You are invited to City Region Programme. Would you like to join?',
    ])
    await at.until('2026-01-15T12:00:00Z')
    expect(summaries(at, AMINA)[1]).toContain('still open')

    const yes = await at.press(AMINA, 'Yes, join')
    expect(yes.type).toBe('became')
    expect(summaries(at, AMINA)).toEqual([
      'You said yes to City Region Programme. Welcome.',
      'You said yes to City Region Programme. Welcome.',
    ])
    await at.until('2026-01-20T12:00:00Z')
    expect(summaries(at, AMINA)[2]).toContain('confirm your working hours')

    const form = await at.press(AMINA, 'Confirm my details')
    if (form.type !== 'form') throw new Error(form.type)
    const bad = await at.submit(AMINA, form.form, {
      zone: ['Europe/London'],
      days: ['1', '2'],
      from: '16:00',
      to: '10:00',
    })
    expect(bad.type).toBe('errors')
    const good = await at.submit(AMINA, form.form, {
      zone: ['Africa/Lagos'],
      days: ['1', '2'],
      from: '10:00',
      to: '16:00',
      goals: 'Speak up\nListen',
      'days-off': '6 April',
    })
    expect(good.type).toBe('became')
    expect(await at.store.read.participants.byId(AMINA)).toMatchObject({
      consent: 'yes',
      goals: ['Speak up', 'Listen'],
      hours: {
        zone: 'Africa/Lagos',
        week: [
          { day: 1, from: '10:00', to: '16:00' },
          { day: 2, from: '10:00', to: '16:00' },
        ],
      },
    })
    await at.until('2026-03-31T12:00:00Z')
    expect(at.messagesOf(AMINA)).toHaveLength(3)
    const status = await at.say(AMINA, 'status')
    expect(status.type === 'answer' && wordsOf(status.message)).toContain('Lagos time')
  })

  it('someone who does not answer hears twice and no more; someone who says no hears nothing more', async () => {
    const at = await open()
    await at.until('2026-01-12T09:30:00Z')
    await at.press(TOM, 'No, thank you')
    expect(summaries(at, TOM)).toEqual(['You said no to City Region Programme. That is respected.'])
    await at.until('2026-06-30T12:00:00Z')
    expect(at.messagesOf(TOM)).toHaveLength(1)
    expect(at.messagesOf(AMINA)).toHaveLength(2)

    const again = await at.say(TOM, 'home')
    expect(again.type === 'answer' && wordsOf(again.message)).toContain('change your mind')
  })
})
