import { describe, expect, it } from 'vitest'
import { USUAL_WEEK } from '../../../src/core/calendar.ts'
import { Conflict } from '../../../src/core/errors.ts'
import { revise } from '../../../src/core/flow.ts'
import type { Message } from '../../../src/core/message.ts'
import type { Delivery, Participant } from '../../../src/core/model.ts'
import { scheduling } from '../../../src/flows/scheduling/index.ts'
import { aContext, aMeeting, anAccount, aPair, aParticipant, aPartner, aProgramme, at } from '../../facts.ts'
import { readerOf } from '../reading.ts'
import {
  aDelivery,
  asked,
  buttonsOf,
  command,
  faultsOf,
  press,
  saves,
  shown,
  submit,
  touched,
  wordsOf,
} from '../said.ts'
import { amina, asAmina, asTom, aWorld, sentTo, tom, whoIs } from './world.ts'

const monday = '2026-01-12T10:00:00Z'
const later = '2026-01-12T10:05:00Z'
const jo = aParticipant({
  id: 'p-jo',
  name: 'Jo Bell',
  email: 'jo@harbour.example',
  account: anAccount({ id: 'a-jo', name: 'Jo Bell', externalId: 'U3' }),
})
const asJo = whoIs(jo)
const inNewYork = (of: Participant): Participant => ({
  ...of,
  hours: {
    zone: 'America/New_York',
    week: USUAL_WEEK,
    daysOff: [],
  },
})

/** The subject of the nth button that says yes to a time. */
const yesTo = (content: Message, which = 0): string => {
  const presses = content.parts.flatMap((part) => (part.type === 'actions' ? part.actions : []))
  const found = presses.filter((one) => one.type === 'press' && one.name === 'accept')[which]
  if (found?.type !== 'press') throw new Error('There is no time to accept.')
  return found.subject
}

/** Tom suggests three times; resolves to the world, the meeting's id, and the card that Amina is shown. */
const suggested = async (world = aWorld(), count = 3) => {
  await world.suggest(asTom, monday, count)
  const meeting = world.meetings().find(({ state }) => state === 'proposed')
  if (!meeting) throw new Error('Nothing was proposed.')
  const { reply } = await world.press('show', meeting.id, asAmina, later)
  if (reply.type !== 'answer') throw new Error('There is no card.')
  return { world, id: meeting.id, card: reply.message, times: meeting.times }
}

describe('schedule', () => {
  it('opens a form of lengths and times for the only pair', async () => {
    const world = aWorld()
    const form = asked(await world.hear(command('schedule', asTom), monday))
    expect(form).toMatchObject({ name: 'schedule', title: 'Schedule a meeting' })
    expect(form.inputs.map(({ name }) => name)).toEqual(['length', 'times'])
    expect(faultsOf(form)).toEqual([])
  })

  it("labels each time in the reader's zone and says the partner's where it differs", async () => {
    const world = aWorld({ pair: aPair({ members: [tom, inNewYork(amina)] }) })
    const form = await world.form('pair1', asTom, monday)
    const input = form?.inputs.find(({ name }) => name === 'times')
    const labels = input?.type === 'choice' ? input.options.map(({ label }) => label) : []
    expect(labels[0]).toMatch(/^Tuesday 13 January at 1[4-6]:\d\d \((?:09|10|11):\d\d for Amina\)$/)
    expect(input?.hint).toContain('London time')
  })

  it('gives back the same form when it is sent an hour later', async () => {
    const world = aWorld()
    const first = await world.form('pair1', asTom, monday)
    const second = await world.form(first?.subject ?? '', asTom, '2026-01-12T11:00:00Z')
    expect(second).toEqual(first)
  })

  it('answers someone in no pair kindly', async () => {
    const outcome = await scheduling.hear(command('schedule', asTom), readerOf({}), aContext(monday))
    expect(wordsOf(shown(outcome))).toContain('You are not in a pair')
    expect(buttonsOf(shown(outcome)).length).toBeGreaterThan(0)
  })

  it.each(['schedule', 'meetings'])('promises no partner to a coordinator who types %s', async (word) => {
    const cora = { ...asTom, participants: [], coordinates: [aProgramme()] }
    const outcome = await scheduling.hear(command(word, cora), readerOf({}), aContext(monday))
    expect(wordsOf(shown(outcome))).toContain('no meetings of your own')
    expect(wordsOf(shown(outcome))).not.toContain('introduced')
  })

  it('asks which pair when there are several', async () => {
    const second = aPair({ id: 'pair2', members: [tom, jo] })
    const reader = readerOf({
      programmes: [aProgramme()],
      pairs: [aPair(), second],
      participants: [tom, amina, jo],
    })
    const outcome = await scheduling.hear(command('schedule', asTom), reader, aContext(monday))
    expect(buttonsOf(shown(outcome))).toEqual(['Amina', 'Jo'])
  })

  it('speaks of the invitation to somebody who has not joined', async () => {
    const invited = aParticipant({ consent: 'unasked' })
    const outcome = await scheduling.hear(
      command('schedule', { ...asAmina, participants: [invited] }),
      readerOf({ programmes: [aProgramme()], participants: [invited] }),
      aContext(monday),
    )
    expect(wordsOf(shown(outcome))).not.toContain('introduced')
    expect(buttonsOf(shown(outcome))).toEqual(['Read the invitation', 'Home'])
  })

  it('shows the suggestion that waits for an answer, rather than a form', async () => {
    const { world } = await suggested()
    const outcome = await world.hear(command('schedule', asAmina), later)
    expect(buttonsOf(shown(outcome))).toContain('Suggest other times')
  })

  it('tells of hours that never overlap, and for whom a time is early or late', async () => {
    const far = aParticipant({
      hours: {
        zone: 'Pacific/Auckland',
        week: [{ day: 2, from: '09:00', to: '17:00' }],
        daysOff: [],
      },
    })
    const form = await aWorld({ pair: aPair({ members: [tom, far] }) }).form('pair1', asTom, monday)
    expect(form && wordsOf(form)).toContain('never overlap')
    const input = form?.inputs.find(({ name }) => name === 'times')
    const labels = input?.type === 'choice' ? input.options.map(({ label }) => label).join('\n') : ''
    expect(labels).toMatch(/early|late/)
    expect(form && faultsOf(form)).toEqual([])
  })

  it('says whole, in a list and in what the partner is shown, whom such a time asks what', async () => {
    const hours = { zone: 'Pacific/Auckland', week: USUAL_WEEK, daysOff: [] }
    const eleanor = aParticipant({ name: 'Eleanor Featherstone-Haugh', hours })
    const world = aWorld({ pair: aPair({ members: [tom, eleanor] }) })
    const form = await world.form('pair1', asTom, monday)
    const input = form?.inputs.find(({ name }) => name === 'times')
    const labels = input?.type === 'choice' ? input.options.map(({ label }) => label) : []
    expect(labels.length).toBeGreaterThan(2)
    for (const label of labels) {
      expect(label).not.toContain('…')
      expect(label).toMatch(
        /^\w{3} \d+ \w{3} \d\d:\d\d(?:, (?:early|late) for you)?; (?:\w{3} )?\d\d:\d\d for Eleanor/,
      )
      expect(label).toMatch(/early|late/)
    }
    const { card } = await suggested(aWorld({ pair: aPair({ members: [tom, eleanor] }) }), 1)
    expect(wordsOf(card)).toMatch(/(?:early|late) for (?:you|Tom)/)
  })

  it('says so when nothing is free', async () => {
    const away = aPartner({
      pausedUntil: at('2026-02-01T00:00:00Z'),
      hours: { zone: 'Europe/London', week: [], daysOff: [] },
    })
    const outcome = await aWorld({
      pair: aPair({
        members: [
          {
            ...away,
            hours: { zone: 'Europe/London', week: [{ day: 1, from: '09:00', to: '10:00' }], daysOff: [] },
          },
          amina,
        ],
      }),
      meetings: [aMeeting({ id: 'long', minutes: 60 * 24 * 200 })],
    }).hear(command('schedule', asAmina), monday)
    expect(wordsOf(shown(outcome))).toContain('No time in the next three months')
  })
})

describe('a suggestion', () => {
  it('is kept, shown to its proposer, and planned for the partner alone', async () => {
    const world = aWorld()
    const outcome = await world.suggest(asTom, monday)
    const [meeting] = world.meetings()
    expect(meeting).toMatchObject({
      state: 'proposed',
      proposedBy: 'p-tom',
      acceptedBy: ['p-tom'],
      minutes: 60,
    })
    expect(touched(outcome.effects)).toEqual([`meeting ${meeting?.id}`, 'pair pair1'])
    expect(wordsOf(shown(outcome))).toContain('Waiting for Amina')
    const plan = await world.plan('meeting', meeting?.id ?? '', monday)
    expect(sentTo(plan.effects)).toEqual(['p-amina: proposal (ordinary)'])
  })

  it('becomes a card with one button for each time', async () => {
    const { card, times } = await suggested()
    expect(buttonsOf(card)).toHaveLength(times.length + 2)
    expect(buttonsOf(card)).toEqual(expect.arrayContaining(['Suggest other times', 'Decline']))
    expect(faultsOf(card)).toEqual([])
  })

  it('sent twice is one', async () => {
    const world = aWorld()
    await world.suggest(asTom, monday)
    const again = await world.suggest(asTom, monday)
    expect(world.meetings()).toHaveLength(1)
    expect(saves(again.effects)).toEqual([])
  })

  it('replaces an earlier one of the same person', async () => {
    const { world, id } = await suggested()
    await world.suggest(asTom, later, 1)
    expect(world.meeting(id).state).toBe('cancelled')
    expect(world.meetings().filter(({ state }) => state === 'proposed')).toHaveLength(1)
  })

  it('of a partner that came while the form was open is shown instead, and nothing is replaced', async () => {
    const world = aWorld()
    const form = await world.form('pair1', asAmina, monday)
    await world.suggest(asTom, '2026-01-12T10:01:00Z')
    const times = form?.inputs.flatMap((input) =>
      input.type === 'choice' && input.name === 'times' ? [input.options[0]?.value ?? ''] : [],
    )
    const outcome = await world.hear(
      submit('schedule', form?.subject ?? '', { length: '30', times: times ?? [] }, asAmina),
      '2026-01-12T10:02:00Z',
    )
    expect(wordsOf(shown(outcome))).toContain('a moment before yours')
    expect(buttonsOf(shown(outcome))).toContain('Decline')
    expect(world.meetings()).toHaveLength(1)
  })

  it('with a time that has passed comes back to be chosen again', async () => {
    const world = aWorld()
    const form = await world.form('pair1', asTom, monday)
    const outcome = await world.hear(
      submit('schedule', form?.subject ?? '', { length: '30', times: ['1768209600'] }, asTom),
      '2026-01-12T10:02:00Z',
    )
    expect(outcome.reply).toMatchObject({
      type: 'errors',
      errors: { times: expect.stringContaining('passed') },
    })
    expect(outcome.effects).toEqual([])
  })

  it.each(['show', 'accept', 'decline', 'others', 'withdraw', 'reschedule', 'cancel'])(
    'is not for somebody else to %s',
    async (name) => {
      const { world, id, times } = await suggested()
      const outcome = await world.press(
        name,
        name === 'accept' ? `${id}~${times[0]?.epochMilliseconds}` : id,
        asJo,
        later,
      )
      expect(wordsOf(shown(outcome))).toContain('Only the people of that pair')
      expect(outcome.effects).toEqual([])
    },
  )

  it.each(['', 'nonsense', 'm1~', '~~~', 'pair1~x~99999999999999'])(
    'survives the forged subject %j',
    async (subject) => {
      for (const name of ['schedule', 'accept', 'others', 'cancel', 'unknown']) {
        const outcome = await aWorld().press(name, subject, asAmina, later)
        expect(outcome.effects).toEqual([])
      }
      expect(await aWorld().form('schedule', asJo, later)).toBeNull()
    },
  )

  it('of a pair that has ended cannot be answered', async () => {
    const world = aWorld({
      pair: aPair({ endedAt: at(monday) }),
      meetings: [aMeeting({ state: 'proposed' })],
    })
    const outcome = await world.press('accept', 'm1~1768903200', asAmina, later)
    expect(wordsOf(shown(outcome))).toContain('This pair has ended')
    expect(outcome.effects).toEqual([])
  })
})

describe('a yes', () => {
  it('books the time, shows it at once, and tells the partner', async () => {
    const { world, id, card, times } = await suggested()
    const outcome = await world.press('accept', yesTo(card, 1), asAmina, later)
    expect(world.meeting(id)).toMatchObject({
      state: 'booked',
      revision: 1,
      acceptedBy: ['p-tom', 'p-amina'],
    })
    expect(world.meeting(id).times.map(String)).toEqual([String(times[1])])
    expect(sentTo(outcome.effects)).toEqual([`p-tom: booked ${times[1]} 1 (ordinary)`])
    expect(buttonsOf(shown(outcome))).toEqual([
      'Add to calendar (leaves this chat)',
      'Reschedule',
      'Cancel',
      'New calendar link',
    ])
    expect(wordsOf(shown(outcome))).toContain('London time')
    expect(outcome.reply.type).toBe('became')
  })

  it('is answered as the card is composed from then on', async () => {
    const { world, id, card } = await suggested()
    const outcome = await world.press('accept', yesTo(card), asAmina, later)
    const subject = { kind: 'meeting' as const, id }
    const composed = await world.compose({ subject, occurrence: 'proposal', state: 'sent' }, later)
    expect(composed).toEqual({ type: 'say', content: shown(outcome) })
  })

  it.each<[string, boolean, Partial<Delivery>]>([
    ['the news is on its way', true, {}],
    ['the news is there', true, { state: 'sent' }],
    ['the news was dropped', false, { state: 'dropped' }],
    ['the news could not be sent', false, { state: 'failed' }],
    ['the news is for their partner', false, { participantId: 'p-amina' }],
    ['the news is of another time', false, { occurrence: 'booked 2026-01-13T09:00:00Z 1' }],
  ])('gives whoever suggested it one card, told anew where %s: %s', async (_, isToldAnew, but) => {
    const { world, id, card, times } = await suggested()
    await world.press('accept', yesTo(card, 1), asAmina, later)
    const subject = { kind: 'meeting' as const, id }
    const news = aDelivery({
      id: 'news',
      flow: 'scheduling',
      subject,
      occurrence: `booked ${times[1]} 1`,
      participantId: 'p-tom',
      ...but,
    })
    const suggestion = { subject, occurrence: 'suggested', participantId: 'p-tom', state: 'sent' as const }
    const composed = await world.compose(suggestion, later, [news])
    if (composed.type !== 'say' || composed.content.type !== 'message')
      throw new Error('Words were expected.')
    expect(buttonsOf(composed.content).includes('Reschedule')).toBe(!isToldAnew)
    expect(composed.content.summary.startsWith('Settled: ')).toBe(isToldAnew)
  })

  it('said twice, or to another time afterwards, changes nothing more', async () => {
    const { world, card } = await suggested()
    await world.press('accept', yesTo(card), asAmina, later)
    for (const which of [0, 1]) {
      const again = await world.press('accept', yesTo(card, which), asAmina, later)
      expect(again.effects).toEqual([])
      expect(shown(again).summary).toContain('You are meeting Tom')
    }
  })

  it('by whoever suggested it does not book it', async () => {
    const { world, id, card } = await suggested()
    const outcome = await world.press('accept', yesTo(card), asTom, later)
    expect(outcome.effects).toEqual([])
    expect(world.meeting(id).state).toBe('proposed')
  })

  it('to a time that has passed leaves the others on offer', async () => {
    const { world, card, times } = await suggested()
    const outcome = await world.press(
      'accept',
      yesTo(card),
      asAmina,
      times[0]?.add({ minutes: 1 }).toString() ?? '',
    )
    expect(outcome.effects).toEqual([])
    expect(wordsOf(shown(outcome))).toContain('has passed')
    expect(buttonsOf(shown(outcome))).toHaveLength(4)
  })

  it('to a time that was booked with somebody else in the meantime does not book it', async () => {
    const start = await suggested()
    const taken = aMeeting({ id: 'other', pairId: 'pair2', times: [start.times[0] ?? at(monday)] })
    const reader = readerOf({
      programmes: [aProgramme()],
      pairs: [aPair(), aPair({ id: 'pair2', members: [tom, jo] })],
      participants: [tom, amina, jo],
      meetings: [...start.world.meetings(), taken],
    })
    const outcome = await scheduling.hear(
      press('accept', yesTo(start.card), asAmina),
      reader,
      aContext(later),
    )
    expect(outcome.effects).toEqual([])
    expect(wordsOf(shown(outcome))).toContain('Something else has been booked')
  })

  it('meets a withdrawal: whoever is second is shown how things stand', async () => {
    const { world, id, card } = await suggested()
    const late = await world.consider(press('accept', yesTo(card), asAmina), later)
    await world.press('withdraw', id, asTom, later)
    expect(() => world.apply(late.effects)).toThrow(Conflict)
    const again = await world.press('accept', yesTo(card), asAmina, later)
    expect(again.effects).toEqual([])
    expect(wordsOf(shown(again))).toContain('no longer on offer')
  })

  it('within a day of the meeting is told at once', async () => {
    const { world, card, times } = await suggested()
    const outcome = await world.press(
      'accept',
      yesTo(card),
      asAmina,
      times[0]?.subtract({ hours: 5 }).toString() ?? '',
    )
    expect(sentTo(outcome.effects)[0]).toContain('(booked)')
  })
})

describe('a no', () => {
  it('closes the suggestion and tells its proposer without a reason', async () => {
    const { world, id } = await suggested()
    const outcome = await world.press('decline', id, asAmina, later)
    expect(world.meeting(id)).toMatchObject({ state: 'cancelled', bookedAt: null })
    expect(sentTo(outcome.effects)).toEqual(['p-tom: declined by p-amina (ordinary)'])
    const told = await world.compose(
      { subject: { kind: 'meeting', id }, occurrence: 'declined by p-amina', participantId: 'p-tom' },
      later,
    )
    expect(told).toMatchObject({ type: 'say', content: { summary: 'None of the times suits Amina.' } })
    expect((await world.press('decline', id, asAmina, later)).effects).toEqual([])
  })

  it('with other times turns the suggestion round', async () => {
    const { world, id } = await suggested()
    const form = asked(await world.press('others', id, asAmina, later))
    expect(wordsOf(form)).toContain('replaces the times')
    await world.suggest(asAmina, later, 2, form.subject)
    expect(world.meeting(id).state).toBe('cancelled')
    const card = shown(await world.press('show', id, asTom, later))
    expect(buttonsOf(card)[0]).toBe('See the newer times')
  })
})

const bookedAt = (but = {}) => aWorld({ meetings: [aMeeting(but)] })
const soon = '2026-01-19T15:00:00Z'

describe('a card that was answered', () => {
  it.each(['decline', 'withdraw', 'cancel'])('says from then on what %s was answered with', async (name) => {
    const { world, id, card } = await suggested()
    if (name === 'cancel') await world.press('accept', yesTo(card), asAmina, later)
    const who = name === 'withdraw' ? asTom : asAmina
    const participantId = who.participants[0]?.id ?? null
    const outcome = await world.press(name, id, who, later)
    const subject = { kind: 'meeting' as const, id }
    const composed = await world.compose(
      { subject, occurrence: 'proposal', state: 'sent', participantId },
      later,
    )
    expect(composed).toEqual({ type: 'say', content: shown(outcome) })
    expect(faultsOf(shown(outcome))).toEqual([])
  })

  it('tells a decline from a suggestion that was taken back', async () => {
    const declined = await suggested()
    await declined.world.press('decline', declined.id, asAmina, later)
    expect(wordsOf(shown(await declined.world.press('show', declined.id, asAmina, later)))).toContain(
      'You have declined',
    )
    const taken = await suggested()
    await taken.world.press('withdraw', taken.id, asTom, later)
    expect(wordsOf(shown(await taken.world.press('show', taken.id, asAmina, later)))).toContain(
      'no longer on offer',
    )
  })
})

describe('moving a booked meeting', () => {
  it('leaves it standing until the partner says yes, then moves it and its calendar entry', async () => {
    const world = bookedAt()
    const form = asked(await world.press('reschedule', 'm1', asTom, later))
    expect(wordsOf(form)).toContain('stands until Amina says yes')
    await world.suggest(asTom, later, 1, form.subject)
    const move = world.meetings().find(({ moves }) => moves === 'm1')
    expect(world.meeting('m1')).toMatchObject({ state: 'booked', revision: 1 })
    const card = shown(await world.press('show', move?.id ?? '', asAmina, later))
    expect(wordsOf(card)).toContain('stands until then')
    const outcome = await world.press('accept', yesTo(card), asAmina, later)
    const moved = world.meeting('m1')
    expect(moved).toMatchObject({ state: 'booked', revision: 2 })
    expect(moved.times.map(String)).toEqual(move?.times.map(String))
    expect(world.meeting(move?.id ?? '')).toMatchObject({ state: 'cancelled', bookedAt: null })
    expect(sentTo(outcome.effects)).toEqual([`p-tom: booked ${moved.times[0]} 2 (ordinary)`])
    expect(shown(outcome).summary).toContain('You are meeting Tom')
  })

  it('there and back again is told each time', async () => {
    const world = bookedAt()
    const there = aMeeting({
      id: 'there',
      state: 'proposed',
      times: [at('2026-01-22T10:00:00Z')],
      acceptedBy: ['p-tom'],
      moves: 'm1',
      revision: 0,
      bookedAt: null,
    })
    const told: string[] = []
    for (const time of ['2026-01-22T10:00:00Z', '2026-01-20T10:00:00Z', '2026-01-22T10:00:00Z']) {
      const id = `to ${told.length}`
      world.add({ ...there, id, times: [at(time)] })
      const seconds = at(time).epochMilliseconds / 1000
      told.push(...sentTo((await world.press('accept', `${id}~${seconds}`, asAmina, later)).effects))
    }
    expect(new Set(told).size).toBe(3)
    expect(world.meeting('m1')).toMatchObject({ state: 'booked', revision: 4 })
  })

  it('that is declined changes nothing', async () => {
    const world = bookedAt()
    const form = asked(await world.press('reschedule', 'm1', asTom, later))
    await world.suggest(asTom, later, 1, form.subject)
    const move = world.meetings().find(({ moves }) => moves === 'm1')
    const outcome = await world.press('decline', move?.id ?? '', asAmina, later)
    expect(world.meeting('m1')).toMatchObject({ state: 'booked', revision: 1 })
    expect(wordsOf(shown(outcome))).toContain('stands')
  })

  it('that was cancelled meanwhile is over with it', async () => {
    const world = bookedAt()
    const form = asked(await world.press('reschedule', 'm1', asTom, later))
    await world.suggest(asTom, later, 1, form.subject)
    await world.press('cancel', 'm1', asAmina, later)
    expect(world.meetings().map(({ state }) => state)).toEqual(['cancelled', 'cancelled'])
  })
})

describe('cancelling', () => {
  it.each([
    ['long before', later, 'ordinary'],
    ['within a day', soon, 'booked'],
  ])('%s frees both and tells the partner', async (_, now, how) => {
    const world = bookedAt()
    const outcome = await world.press('cancel', 'm1', asAmina, now)
    expect(world.meeting('m1')).toMatchObject({ state: 'cancelled', revision: 2, cancelledAt: at(now) })
    expect(sentTo(outcome.effects)).toEqual([`p-tom: cancelled by p-amina (${how})`])
    expect(outcome.effects.some(({ type }) => type === 'revise')).toBe(true)
    const told = await world.compose(
      { subject: { kind: 'meeting', id: 'm1' }, occurrence: 'cancelled by p-amina', participantId: 'p-tom' },
      now,
    )
    expect(told).toMatchObject({
      type: 'say',
      content: { summary: expect.stringContaining('Amina cannot make') },
    })
    expect((await world.press('cancel', 'm1', asAmina, now)).effects).toEqual([])
  })

  it('asks before it counts', async () => {
    const card = shown(await bookedAt().press('show', 'm1', asAmina, later))
    const all = card.parts.flatMap((part) => (part.type === 'actions' ? part.actions : []))
    expect(all.find(({ label }) => label === 'Cancel')).toMatchObject({
      confirm: { yes: 'Cancel the meeting' },
    })
  })

  it('is too late once it has begun', async () => {
    const outcome = await bookedAt().press('cancel', 'm1', asAmina, '2026-01-20T10:00:00Z')
    expect(outcome.effects).toEqual([])
    expect(wordsOf(shown(outcome))).toContain('already begun')
  })

  it('drops what was not yet told of it', async () => {
    const world = bookedAt()
    await world.press('cancel', 'm1', asAmina, later)
    for (const occurrence of ['booked 2026-01-20T10:00:00Z 1', 'reminder day 2026-01-20T10:00:00Z'])
      expect(await world.compose({ subject: { kind: 'meeting', id: 'm1' }, occurrence }, later)).toEqual({
        type: 'drop',
        reason: 'cancelled',
      })
  })
})

describe('a new calendar link', () => {
  it.each([
    ['whoever suggested the meeting', asTom, 'Amina'],
    ['the partner', asAmina, 'Tom'],
  ])('for %s closes all earlier ones, says so, and shows a fresh one to both', async (_, who, partner) => {
    const world = bookedAt()
    const outcome = await world.press('relink', 'm1', who, later)
    expect(world.meeting('m1')).toEqual(aMeeting({ linksFrom: at(later), revision: 2 }))
    expect(outcome.reply.type).toBe('became')
    expect(wordsOf(shown(outcome))).toContain(
      `Old links no longer open, neither yours nor those of ${partner}`,
    )
    expect(buttonsOf(shown(outcome))).toContain('Add to calendar (leaves this chat)')
    expect(faultsOf(shown(outcome))).toEqual([])
    expect(outcome.effects).toContainEqual(revise('scheduling', { kind: 'meeting', id: 'm1' }))
    expect(sentTo(outcome.effects)).toEqual([])
  })

  it('asked for twice ends in one, and changes nothing else', async () => {
    const world = bookedAt()
    await world.press('relink', 'm1', asTom, later)
    await world.press('relink', 'm1', asTom, soon)
    expect(world.meeting('m1')).toEqual(aMeeting({ linksFrom: at(soon), revision: 3 }))
  })

  it('closes nothing for somebody else, nor once the meeting has begun or is off', async () => {
    const world = bookedAt()
    expect((await world.press('relink', 'm1', asJo, later)).effects).toEqual([])
    expect((await world.press('relink', 'm1', asTom, '2026-01-20T10:00:00Z')).effects).toEqual([])
    await world.press('cancel', 'm1', asAmina, later)
    const outcome = await world.press('relink', 'm1', asTom, soon)
    expect(outcome.effects).toEqual([])
    expect(wordsOf(shown(outcome))).toContain('is cancelled')
  })
})

describe('three in a pair', () => {
  const trio = () => aWorld({ pair: aPair({ members: [tom, amina, jo] }) })

  it('choose one time, which is booked once all have said yes', async () => {
    const { world, id, card } = await suggested(trio(), 1)
    expect(wordsOf(card)).toContain('once everyone has said yes')
    const first = await world.press('accept', yesTo(card), asAmina, later)
    expect(world.meeting(id)).toMatchObject({ state: 'proposed', acceptedBy: ['p-tom', 'p-amina'] })
    expect(sentTo(first.effects)).toEqual([])
    expect(wordsOf(shown(first))).toContain('Jo')
    const second = await world.press('accept', yesTo(card), asJo, later)
    expect(world.meeting(id).state).toBe('booked')
    expect(sentTo(second.effects)).toHaveLength(2)
  })

  it('who both say yes at once: the slower looks again and completes it', async () => {
    const { world, id, card } = await suggested(trio(), 1)
    const slower = await world.consider(press('accept', yesTo(card), asJo), later)
    await world.press('accept', yesTo(card), asAmina, later)
    expect(() => world.apply(slower.effects)).toThrow(Conflict)
    await world.press('accept', yesTo(card), asJo, later)
    expect(world.meeting(id).state).toBe('booked')
  })

  it('of whom one leaves: what the other two agreed is booked', async () => {
    const { world, id, card } = await suggested(trio(), 1)
    await world.press('accept', yesTo(card), asAmina, later)
    const two = aWorld({ meetings: world.meetings() })
    const plan = await two.plan('meeting', id, later)
    expect(two.meeting(id).state).toBe('booked')
    expect(sentTo(plan.effects)).toHaveLength(2)
  })
})

describe('the list of meetings', () => {
  it('shows what has been, what comes and what waits, with at most six buttons', async () => {
    const { world } = await suggested(
      aWorld({
        meetings: [aMeeting({ id: 'old', times: [at('2025-12-01T10:00:00Z')] }), aMeeting({ id: 'next' })],
      }),
    )
    const list = shown(await world.hear(command('meetings', asAmina), later))
    for (const word of ['Coming:', 'Waiting:', 'Past:']) expect(wordsOf(list)).toContain(word)
    expect(buttonsOf(list)).toContain('Answer the suggestion')
    expect(faultsOf(list)).toEqual([])
  })

  it('offers a next step when there is nothing', async () => {
    const list = shown(await aWorld().hear(command('meetings', asAmina), later))
    expect(buttonsOf(list)).toEqual(['Schedule a meeting', 'Home'])
  })
})

describe('news of a meeting on Monday at 09:00', () => {
  const dawn = '2026-01-19T09:00:00Z'
  const toSpare = '2026-01-26T15:00:00Z'
  const from = (zone: string): Participant => ({ ...tom, hours: { zone, week: USUAL_WEEK, daysOff: [] } })
  // 09:00 in New York; nobody's working hours begin long before it.
  const dawnThere = '2026-01-19T14:00:00Z'
  const withMeeting = (to: Participant, start: string) =>
    aWorld({ pair: aPair({ members: [to, amina] }), meetings: [aMeeting({ times: [at(start)] })] })
  const moveTo = (start: string) =>
    aMeeting({
      id: 'm2',
      state: 'proposed',
      times: [at(start)],
      acceptedBy: ['p-tom'],
      moves: 'm1',
      revision: 0,
      bookedAt: null,
    })
  const yes = (start: string) => `m2~${at(start).epochMilliseconds / 1000}`

  it.each([
    ['on Sunday', 'London', tom, dawn, '2026-01-18T08:00:00Z', 'booked'],
    ['on Friday evening', 'London', tom, dawn, '2026-01-16T17:30:00Z', 'booked'],
    ['on Friday at work', 'London', tom, dawn, '2026-01-16T15:00:00Z', 'ordinary'],
    ['on Sunday', 'New York', from('America/New_York'), dawnThere, '2026-01-18T08:00:00Z', 'booked'],
    ['on Friday evening', 'New York', from('America/New_York'), dawnThere, '2026-01-16T22:30:00Z', 'booked'],
    // Still an afternoon at work there, though it is evening in London.
    [
      'on Friday at work',
      'New York',
      from('America/New_York'),
      dawnThere,
      '2026-01-16T20:00:00Z',
      'ordinary',
    ],
    [
      'on Friday',
      'New York, the week off',
      { ...from('America/New_York'), hours: { zone: 'America/New_York', week: [], daysOff: [] } },
      dawnThere,
      '2026-01-16T16:00:00Z',
      'booked',
    ],
  ] as const)('cancelled %s (%s) reaches the partner in time', async (_, __, to, start, now, how) => {
    const outcome = await withMeeting(to, start).press('cancel', 'm1', asAmina, now)
    expect(sentTo(outcome.effects)).toEqual([`p-tom: cancelled by p-amina (${how})`])
  })

  it.each(['2026-01-16T17:30:00Z', '2026-01-18T08:00:00Z'])('moved away at %s goes at once', async (now) => {
    const world = withMeeting(tom, dawn)
    world.add(moveTo(toSpare))
    const outcome = await world.press('accept', yes(toSpare), asAmina, now)
    expect(sentTo(outcome.effects)).toEqual([`p-tom: booked ${toSpare} 2 (booked)`])
  })

  it.each(['2026-01-16T17:30:00Z', '2026-01-18T08:00:00Z'])('booked at %s goes at once', async (now) => {
    const world = aWorld({ meetings: [{ ...moveTo(dawn), moves: null }] })
    const outcome = await world.press('accept', yes(dawn), asAmina, now)
    expect(sentTo(outcome.effects)).toEqual([`p-tom: booked ${dawn} 1 (booked)`])
  })

  it.each(['2026-01-16T17:30:00Z', '2026-01-18T08:00:00Z'])(
    'that somebody would move, as suggested at %s, goes at once',
    async (now) => {
      const world = withMeeting(tom, dawn)
      world.add({ ...moveTo(toSpare), proposedAt: at(now) })
      const plan = await world.plan('meeting', 'm2', now)
      expect(sentTo(plan.effects)).toEqual(['p-amina: proposal (booked)'])
    },
  )

  it('does not end a pause at midnight with a wish to move what was in it', async () => {
    const now = '2026-01-16T10:00:00Z'
    const away = { ...amina, pausedUntil: at('2026-01-20T00:00:00Z') }
    const world = aWorld({
      pair: aPair({ members: [tom, away] }),
      meetings: [aMeeting({ times: [at(dawn)] }), { ...moveTo(toSpare), proposedAt: at(now) }],
    })
    expect(sentTo((await world.plan('meeting', 'm2', now)).effects)).toEqual(['p-amina: proposal (ordinary)'])
  })

  it('does not wake anybody for a new suggestion that leaves time to answer', async () => {
    const now = '2026-01-18T08:00:00Z'
    const world = aWorld({
      meetings: [{ ...moveTo('2026-01-19T11:00:00Z'), moves: null, proposedAt: at(now) }],
    })
    expect(sentTo((await world.plan('meeting', 'm2', now)).effects)).toEqual(['p-amina: proposal (ordinary)'])
  })

  it.each([
    ['before it: it waits for that', '2026-01-17T00:00:00Z', toSpare, 'ordinary'],
    ['after it: it goes at once', '2026-02-17T00:00:00Z', toSpare, 'booked'],
  ])('is not lost on somebody whose pause ends %s', async (_, pause, start, how) => {
    const world = withMeeting({ ...tom, pausedUntil: at(pause) }, start)
    const { effects } = await world.press('cancel', 'm1', asAmina, '2026-01-16T10:00:00Z')
    const sent = effects.flatMap((effect) => (effect.type === 'send' ? [effect.delivery] : []))
    expect(sent.map((delivery) => delivery.class)).toEqual([how])
  })

  it('says nothing of its being there already, to either', async () => {
    const world = withMeeting(tom, toSpare)
    const mine = shown(await world.press('cancel', 'm1', asAmina, '2026-01-18T08:00:00Z'))
    const theirs = shown(await world.press('show', 'm1', asTom, '2026-01-18T08:00:00Z'))
    for (const card of [mine, theirs]) {
      expect(wordsOf(card)).toContain('is cancelled. I let everyone know.')
      expect(wordsOf(card)).not.toContain('told')
    }
  })
})
