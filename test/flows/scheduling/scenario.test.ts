import { afterEach, describe, expect, it } from 'vitest'
import type { Form } from '../../../src/core/message.ts'
import type { Reply } from '../../../src/core/platform.ts'
import { checkin } from '../../../src/flows/checkin/index.ts'
import { nudge } from '../../../src/flows/nudge/index.ts'
import { scheduling } from '../../../src/flows/scheduling/index.ts'
import { aParticipant, aPartner, aProgramme } from '../../facts.ts'
import { type House, openHouse } from '../house.ts'
import { buttonsOf, wordsOf } from '../said.ts'

const TOM = 'p-tom'
const AMINA = 'p-amina'
let house: House | null = null
const open = async () => {
  house = await openHouse([scheduling, checkin, nudge], {
    programme: aProgramme(),
    people: [aPartner({ account: null }), aParticipant({ account: null })],
    start: '2026-01-12T09:00:00Z',
  })
  return house
}
afterEach(async () => {
  await house?.cleanUp()
  house = null
})

const formIn = (reply: Reply): Form => {
  if (reply.type !== 'form') throw new Error(`A form was expected, not ${reply.type}.`)
  return reply.form
}
const optionsOf = (form: Form): readonly string[] =>
  form.inputs.flatMap((input) =>
    input.type === 'choice' && input.name === 'times' ? input.options.map(({ value }) => value) : [],
  )
const last = (of: House, person: string) => {
  const found = of.messagesOf(person).at(-1)
  if (!found) throw new Error(`${person} has no message.`)
  return found
}

describe('with the real store and engine', () => {
  it('a pair is nudged, books, is reminded, moves, meets and tells how it was', async () => {
    const at = await open()
    await at.until('2026-01-13T09:30:00Z')
    expect(at.messagesOf(TOM).map(({ summary }) => summary)).toEqual([
      'Your first meeting with Amina can be booked.',
    ])
    expect(at.messagesOf(AMINA)).toEqual([])

    const form = formIn(await at.press(TOM, 'Schedule a meeting'))
    const times = optionsOf(form).slice(3, 6)
    const sent = await at.submit(TOM, form, { length: ['60'], times })
    expect(sent.type).toBe('became')
    expect(buttonsOf(last(at, AMINA))).toHaveLength(5)

    await at.press(AMINA, buttonsOf(last(at, AMINA))[1] ?? '')
    expect(buttonsOf(last(at, AMINA))).toContain('Reschedule')
    expect(last(at, TOM).summary).toContain('It is settled. You are meeting Amina')
    const [meeting] = await at.store.read.meetings.ofPair('pair1')
    expect(meeting).toMatchObject({ state: 'booked', revision: 1, minutes: 60 })

    // Moved: Amina suggests another time, Tom says yes; the same meeting carries on, with its calendar entry.
    const move = formIn(await at.press(AMINA, 'Reschedule'))
    await at.submit(AMINA, move, { length: ['30'], times: optionsOf(move).slice(-1) })
    expect(wordsOf(last(at, TOM))).toContain('would like to move your meeting')
    await at.press(TOM, 'Yes, book it')
    const moved = await at.store.read.meetings.byId(meeting?.id ?? '')
    expect(moved).toMatchObject({ state: 'booked', revision: 2, minutes: 30 })
    const begins = moved?.times[0]
    if (!begins) throw new Error('It has no time.')

    await at.until(begins.subtract({ minutes: 30 }).toString())
    const reminders = at.messagesOf(AMINA).filter(({ summary }) => summary.startsWith('A reminder'))
    expect(reminders).toHaveLength(2)
    const before = at.messagesOf(TOM).length

    await at.until(begins.add({ hours: 30 }).toString())
    expect(last(at, AMINA).summary).toContain('Did you and Tom meet')
    expect(at.messagesOf(TOM)).toHaveLength(before + 1)
    const more = formIn(await at.press(AMINA, 'Yes, we met'))
    await at.submit(AMINA, more, { rating: '5', next: 'Talk about boards' })
    const said = await at.store.read.checkIns.ofMeeting(meeting?.id ?? '')
    expect(said).toMatchObject([{ participantId: AMINA, met: 'yes', rating: 5, next: 'Talk about boards' }])
    expect(JSON.stringify([...at.messagesOf(TOM), ...at.messagesOf(AMINA)])).not.toContain('boards')

    // Tom says "not yet", and is asked twice more.
    await at.press(TOM, 'Not yet')
    await at.until(begins.add({ hours: 24 * 8 }).toString())
    expect(last(at, TOM).summary).toContain('Have you and Amina met since?')
  })

  it('where nobody books, a time is suggested that a tap of each settles, and nudges stop', async () => {
    const at = await open()
    await at.until('2026-01-16T09:30:00Z')
    expect(last(at, TOM).summary).toContain('How about meeting Amina')
    const count = at.messagesOf(TOM).length
    await at.press(TOM, 'Yes, book it')
    expect(last(at, TOM).summary).toContain('You said yes')
    await at.press(AMINA, 'Yes, book it')
    expect(last(at, TOM).summary).toContain('You are meeting Amina')
    expect(at.messagesOf(TOM)).toHaveLength(count + 1)
  })

  it('the card of whoever suggested other times follows them: waiting, booked, off', async () => {
    const at = await open()
    const form = formIn(await at.say(TOM, 'schedule'))
    await at.submit(TOM, form, { length: ['60'], times: optionsOf(form).slice(0, 1) })
    const other = formIn(await at.press(AMINA, 'Suggest other times'))
    at.clock.moveTo(at.clock.now().add({ minutes: 1 }))
    await at.submit(AMINA, other, { length: ['60'], times: optionsOf(other).slice(2, 3) }, 0)
    const cardOf = () => at.messagesOf(AMINA)[0]
    expect(cardOf()?.summary).toContain('You have suggested a time to Tom')
    await at.press(TOM, 'Yes, book it')
    expect(cardOf()?.summary).toMatch(/^Settled: Thursday 15 January at \d\d:00, London time, with Tom\.$/)
    expect(last(at, AMINA).summary).toContain('It is settled. You are meeting Tom')
    expect(
      at
        .messagesOf(AMINA)
        .flatMap(buttonsOf)
        .filter((label) => label === 'Reschedule'),
    ).toHaveLength(1)
    expect(at.messagesOf(AMINA).flatMap(buttonsOf)).not.toContain('Take it back')
    expect(at.messagesOf(AMINA).flatMap(buttonsOf)).not.toContain('Change the times')
    await at.press(TOM, 'Cancel')
    expect(at.messagesOf(AMINA).flatMap(buttonsOf)).not.toContain('Reschedule')
    expect(at.messagesOf(AMINA).map(({ summary }) => summary)).toEqual([
      'These times are no longer on offer.',
      expect.stringMatching(/^The meeting on Thursday 15 January .* is cancelled\.$/),
      expect.stringMatching(/^Tom cannot make the meeting on Thursday 15 January/),
    ])
  })

  it('a meeting that moves has one card for whoever moved it: the newest', async () => {
    const at = await open()
    const form = formIn(await at.say(TOM, 'schedule'))
    await at.submit(TOM, form, { length: ['60'], times: optionsOf(form).slice(0, 1) })
    await at.press(AMINA, 'Yes, book it')
    const move = formIn(await at.press(TOM, 'Reschedule'))
    at.clock.moveTo(at.clock.now().add({ minutes: 1 }))
    await at.submit(TOM, move, { length: ['60'], times: optionsOf(move).slice(3, 4) })
    await at.press(AMINA, 'Yes, book it')
    const cards = at.messagesOf(TOM).filter((one) => buttonsOf(one).includes('Reschedule'))
    expect(cards).toEqual([last(at, TOM)])
    const [, time] = /on (.*), London time/.exec(last(at, TOM).summary) ?? []
    for (const { summary } of at.messagesOf(TOM)) expect(summary).toContain(time)
  })

  it('where nobody answers at all, it falls silent', async () => {
    const at = await open()
    await at.until('2026-03-20T09:00:00Z')
    const count = at.messagesOf(TOM).length
    expect(count).toBeLessThanOrEqual(7)
    await at.until('2026-12-20T09:00:00Z')
    expect(at.messagesOf(TOM)).toHaveLength(count)
    const failed = await at.store.read.deliveries.unsettled('g1', 100)
    expect(failed.filter(({ state }) => state !== 'dropped')).toEqual([])
  })

  it('cancelling tells the partner, changes every card, and is not asked about afterwards', async () => {
    const at = await open()
    const form = formIn(await at.say(TOM, 'schedule'))
    await at.submit(TOM, form, { length: ['60'], times: optionsOf(form).slice(0, 1) })
    await at.press(AMINA, 'Yes, book it')
    await at.press(AMINA, 'Cancel')
    expect(last(at, TOM).summary).toContain('Amina cannot make the meeting')
    for (const person of [TOM, AMINA])
      expect(at.messagesOf(person).flatMap(buttonsOf)).not.toContain('Reschedule')
    await at.until('2026-01-16T08:00:00Z')
    expect(at.messagesOf(AMINA).some(({ summary }) => summary.startsWith('Did you'))).toBe(false)
  })
})
