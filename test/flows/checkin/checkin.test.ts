import { describe, expect, it } from 'vitest'
import { type Effect, revise, type Who } from '../../../src/core/flow.ts'
import type { CheckIn, Meeting, Pair } from '../../../src/core/model.ts'
import { checkin } from '../../../src/flows/checkin/index.ts'
import { planAsking } from '../../../src/flows/checkin/schedule.ts'
import { aContext, aMeeting, anAccount, aPair, aParticipant, aPartner, aProgramme, at } from '../../facts.ts'
import { type Facts, readerOf } from '../reading.ts'
import {
  aDelivery,
  asked,
  buttonsOf,
  command,
  faultsOf,
  press,
  saves,
  sends,
  shown,
  submit,
  touched,
  wordsOf,
} from '../said.ts'

// The meeting of Tuesday 20 January is from 10:00 to 11:00, London time.
const after = '2026-01-20T13:00:00Z'
const asAmina: Who = { account: anAccount(), participants: [aParticipant()], coordinates: [] }
const asJo: Who = {
  account: anAccount({ id: 'a-jo' }),
  participants: [aParticipant({ id: 'p-jo' })],
  coordinates: [],
}
const said = (but: Partial<CheckIn> = {}): CheckIn => ({
  meetingId: 'm1',
  participantId: 'p-amina',
  met: 'yes',
  rating: null,
  next: null,
  at: at(after),
  ...but,
})
const reader = (but: Partial<Facts> = {}) =>
  readerOf({ programmes: [aProgramme()], pairs: [aPair()], meetings: [aMeeting()], ...but })
const kept = (effects: readonly Effect[]): readonly CheckIn[] =>
  effects.flatMap((one) =>
    one.type === 'save' && one.aggregate === 'checkIns' && one.verb === 'record' ? [one.with[0]] : [],
  )
const subject = { kind: 'meeting' as const, id: 'm1' }
const anAsk = (number: number, dueAt = '2026-01-20T13:00:00Z', participantId = 'p-amina') =>
  aDelivery({ flow: 'checkin', subject, occurrence: `ask ${number}`, dueAt: at(dueAt), participantId })

describe('the question after a meeting', () => {
  it.each([
    ['2026-01-20T12:59:00Z', [], '2026-01-20T13:00:00Z'],
    ['2026-01-20T13:00:00Z', ['p-tom ask 1', 'p-amina ask 1'], null],
    ['2026-01-27T13:00:00Z', ['p-tom ask 1', 'p-amina ask 1'], null],
    ['2026-02-20T13:00:00Z', [], null],
  ])('goes to each apart, two hours after its end (%s)', async (now, due, next) => {
    const plan = await checkin.plan(subject, reader(), aContext(now))
    expect(sends(plan.effects).map((one) => `${one.participantId} ${one.occurrence}`)).toEqual(due)
    expect(sends(plan.effects).every((one) => one.class === 'ordinary')).toBe(true)
    expect(plan.next?.toString() ?? null).toBe(next)
  })

  it.each([
    ['was cancelled', { meetings: [aMeeting({ state: 'cancelled' })] }],
    ['was never booked', { meetings: [aMeeting({ state: 'proposed' })] }],
    ['belongs to a pair that has ended', { pairs: [aPair({ endedAt: at(after) })] }],
  ])('is not asked when the meeting %s', async (_, but) => {
    expect(await checkin.plan(subject, reader(but), aContext(after))).toEqual({ effects: [], next: null })
  })

  const facts = { meeting: aMeeting(), programme: aProgramme(), participant: aParticipant() }
  const first = { number: 1, dueAt: at('2026-01-20T13:00:00Z') }
  const second = { number: 2, dueAt: at('2026-01-22T09:00:00Z') }
  const third = { number: 3, dueAt: at('2026-01-27T09:00:00Z') }
  it.each([
    ['not answered: once is enough', null, [first], '2026-01-30T09:00:00Z', null, null],
    ['yes: no more', said(), [first], '2026-01-30T09:00:00Z', null, null],
    ['no: no more', said({ met: 'no' }), [first], '2026-01-30T09:00:00Z', null, null],
    [
      'not yet: not at once',
      said({ met: 'not-yet' }),
      [first],
      '2026-01-21T09:00:00Z',
      null,
      '2026-01-22T09:00:00Z',
    ],
    ['not yet: two working days later', said({ met: 'not-yet' }), [first], '2026-01-22T09:00:00Z', 2, null],
    [
      'not yet, and asked again already',
      said({ met: 'not-yet' }),
      [first, second],
      '2026-01-23T09:00:00Z',
      null,
      null,
    ],
    [
      'not yet a second time: over the weekend',
      said({ met: 'not-yet', at: at('2026-01-23T12:00:00Z') }),
      [first, second],
      '2026-01-27T09:00:00Z',
      3,
      null,
    ],
    [
      'not yet a third time: no more',
      said({ met: 'not-yet', at: at('2026-01-27T12:00:00Z') }),
      [first, second, third],
      '2026-02-05T09:00:00Z',
      null,
      null,
    ],
    [
      'not yet, said before the first question',
      said({ met: 'not-yet', at: at('2026-01-20T11:05:00Z') }),
      [],
      '2026-01-22T09:00:00Z',
      1,
      null,
    ],
  ])('%s', (_, answered, asks, now, number, next) => {
    const plan = planAsking({ ...facts, said: answered, asked: asks }, at(now))
    expect(plan.ask?.number ?? null).toBe(number)
    expect(plan.next?.toString() ?? null).toBe(next)
  })

  it('is the same two hours by the clock after a clock change in between', () => {
    const night = aMeeting({ times: [at('2026-10-25T00:30:00Z')] })
    expect(
      planAsking({ ...facts, meeting: night, said: null, asked: [] }, at('2026-10-25T01:00:00Z')).next,
    ).toEqual(at('2026-10-25T03:30:00Z'))
  })

  const compose = (now: string, but: Partial<Facts> = {}, number = 1) =>
    checkin.compose(anAsk(number), reader(but), aContext(now))
  it('has three answers and says who sees them', async () => {
    const composed = await compose(after)
    if (composed.type !== 'say') throw new Error(composed.reason)
    expect(buttonsOf(composed.content)).toEqual(['Yes, we met', 'Not yet', 'It did not happen'])
    expect(wordsOf(composed.content)).toContain(
      'Did you and Tom meet on Tuesday 20 January at 10:00, London time?',
    )
    expect(wordsOf(composed.content)).toContain('Your partner never sees it')
    expect(faultsOf(composed.content)).toEqual([])
  })

  it.each([
    ['already-answered', after, { checkIns: [said()] }],
    ['cancelled', after, { meetings: [aMeeting({ state: 'cancelled' as const })] }],
    ['moved', after, { meetings: [aMeeting({ times: [at('2026-01-22T10:00:00Z')] })] }],
    ['pair-ended', after, { pairs: [aPair({ endedAt: at(after) })] }],
    ['too-late', '2026-02-20T13:00:00Z', {}],
    ['meeting-gone', after, { meetings: [] as readonly Meeting[] }],
    ['meeting-gone', after, { pairs: [] as readonly Pair[] }],
  ])('is dropped as %s', async (reason, now, but) => {
    expect(await compose(now, but)).toEqual({ type: 'drop', reason })
  })
})

describe('answering', () => {
  const hear = (act: Parameters<typeof checkin.hear>[0], but: Partial<Facts> = {}, now = after) =>
    checkin.hear(act, reader(but), aContext(now))

  it('yes is kept at once, and opens a short form', async () => {
    const outcome = await hear(press('yes', 'm1', asAmina))
    expect(kept(outcome.effects)).toEqual([said()])
    expect(touched(outcome.effects)).toEqual(['meeting m1'])
    const form = asked(outcome)
    expect(form.inputs.map(({ name }) => name)).toEqual(['rating', 'next'])
    expect(form.inputs.find(({ name }) => name === 'next')).toMatchObject({ private: true, initial: null })
    expect(faultsOf(form)).toEqual([])
  })

  it('the form keeps what was said, and shows none of the words again', async () => {
    const outcome = await hear(submit('more', 'm1', { rating: '4', next: 'Ask about budgets' }, asAmina), {
      checkIns: [said()],
    })
    expect(kept(outcome.effects)).toEqual([said({ rating: 4, next: 'Ask about budgets' })])
    expect(JSON.stringify(outcome.reply)).not.toContain('budgets')
    expect(buttonsOf(shown(outcome))).toContain('Schedule the next one')
  })

  it('a form without words keeps those of before', async () => {
    const before = said({ rating: 3, next: 'Ask about budgets' })
    const outcome = await hear(submit('open', 'm1', { met: 'yes', rating: '5', next: '' }, asAmina), {
      checkIns: [before],
    })
    expect(kept(outcome.effects)).toEqual([said({ rating: 5, next: 'Ask about budgets' })])
  })

  it('not yet says when it is asked again', async () => {
    const outcome = await hear(press('not-yet', 'm1', asAmina), { deliveries: [anAsk(1)] })
    expect(kept(outcome.effects)).toEqual([said({ met: 'not-yet' })])
    expect(wordsOf(shown(outcome))).toContain('I will ask again on Thursday 22 January')
  })

  it('not yet for the third time says that it is not asked again', async () => {
    const outcome = await hear(press('not-yet', 'm1', asAmina), {
      deliveries: [anAsk(1), anAsk(2), anAsk(3)],
    })
    expect(wordsOf(shown(outcome))).toContain('not ask about this one again')
  })

  it('no offers another time, without blame', async () => {
    const outcome = await hear(press('no', 'm1', asAmina))
    expect(kept(outcome.effects)).toEqual([said({ met: 'no' })])
    expect(buttonsOf(shown(outcome))).toContain('Find another time')
  })

  it('is shown on the card as it is answered', async () => {
    const outcome = await hear(press('no', 'm1', asAmina))
    const composed = await checkin.compose(
      { ...anAsk(1), state: 'sent' },
      reader({ checkIns: [said({ met: 'no' })] }),
      aContext(after),
    )
    expect(composed).toEqual({ type: 'say', content: shown(outcome) })
  })

  it.each(['no', 'not-yet'])('pressing %s twice keeps it once', async (name) => {
    const met = name === 'no' ? 'no' : 'not-yet'
    const outcome = await hear(press(name, 'm1', asAmina), { checkIns: [said({ met })] })
    expect(outcome.effects).toEqual([])
  })

  it('a yes without more is shown in place of the question once its form has been put away', async () => {
    const yes = { checkIns: [said({ rating: null, next: null, at: at('2026-01-20T13:30:00Z') })] }
    const sent = { ...anAsk(1), state: 'sent' as const }
    const plan = (now: string) => checkin.plan(subject, reader({ ...yes, deliveries: [sent] }), aContext(now))
    expect(await plan('2026-01-20T13:45:00Z')).toMatchObject({
      effects: expect.not.arrayContaining([expect.objectContaining({ type: 'revise' })]),
      next: at('2026-01-20T14:30:00Z'),
    })
    expect((await plan('2026-01-20T14:30:00Z')).effects).toContainEqual(revise('checkin', subject))
    const more = { checkIns: [said({ rating: 4, next: null, at: at('2026-01-20T13:30:00Z') })] }
    const done = await checkin.plan(subject, reader(more), aContext('2026-01-20T14:30:00Z'))
    expect(done.effects).not.toContainEqual(revise('checkin', subject))
  })

  it('an old button does not undo a rating', async () => {
    const outcome = await hear(press('no', 'm1', asAmina), { checkIns: [said({ rating: 5 })] })
    expect(outcome.effects).toEqual([])
  })

  it('shows nothing of what the partner said', async () => {
    const theirs = said({ participantId: 'p-tom', met: 'no', rating: 1, next: 'Never again' })
    const form = asked(await hear(press('open', 'm1', asAmina), { checkIns: [theirs] }))
    expect(JSON.stringify(form)).not.toMatch(/Never again|"initial":1/)
    expect(form.inputs[0]).toMatchObject({ name: 'met', initial: [] })
  })

  it.each(['yes', 'no', 'not-yet', 'open'])('%s is for those who had the meeting alone', async (name) => {
    const outcome = await hear(press(name, 'm1', asJo))
    expect(outcome.effects).toEqual([])
    expect(wordsOf(shown(outcome))).toContain('Only the people who had this meeting')
    expect(await checkin.form('open', 'm1', asJo, reader(), aContext(after))).toBeNull()
  })

  it.each([
    ['that has not begun', {}, '2026-01-19T10:00:00Z', 'You will be asked'],
    ['that was cancelled', { meetings: [aMeeting({ state: 'cancelled' as const })] }, after, 'was cancelled'],
    ['that does not exist', { meetings: [] as readonly Meeting[] }, after, 'Only the people'],
  ])('about a meeting %s changes nothing', async (_, but, now, words) => {
    for (const act of [press('yes', 'm1', asAmina), submit('open', 'm1', { met: 'yes' }, asAmina)]) {
      const outcome = await hear(act, but, now)
      expect(saves(outcome.effects)).toEqual([])
      expect(wordsOf(shown(outcome))).toContain(words)
    }
  })
})

describe('check-in', () => {
  const older = aMeeting({ id: 'm0', times: [at('2026-01-14T10:00:00Z')] })
  const type = (but: Partial<Facts>) =>
    checkin.hear(command('check-in', asAmina), reader(but), aContext(after))

  it.each([
    ['the latest without an answer', [], 'm1'],
    ['one that waits, past one that was answered', [said()], 'm0'],
    ['one that has not happened yet', [said({ met: 'not-yet' })], 'm1'],
  ])('opens %s', async (_, checkIns, expected) => {
    expect(asked(await type({ meetings: [older, aMeeting()], checkIns })).subject).toBe(expected)
  })

  it('says so when nothing is open, and lets them change what they said', async () => {
    const outcome = shown(await type({ checkIns: [said()] }))
    expect(buttonsOf(outcome)).toContain('Change what I said')
    expect(faultsOf(outcome)).toEqual([])
  })

  it('says so when there was no meeting yet', async () => {
    for (const but of [{ meetings: [] }, { pairs: [] }])
      expect(wordsOf(shown(await type(but)))).toContain('no meeting to look back on yet')
  })

  it('is each for themselves in a pair of three', async () => {
    const pair = aPair({
      members: [aPartner(), aParticipant(), aParticipant({ id: 'p-jo', name: 'Jo Bell' })],
    })
    const plan = await checkin.plan(subject, reader({ pairs: [pair], checkIns: [said()] }), aContext(after))
    expect(sends(plan.effects).map(({ participantId }) => participantId)).toEqual(['p-tom', 'p-jo'])
  })
})
