import { describe, expect, it } from 'vitest'
import { planSuggestion } from '../../../src/flows/scheduling/schedule.ts'
import { aMeeting, anAccount, aPair, aParticipant, aPartner, aProgramme, at } from '../../facts.ts'
import { amina, asAmina, aWorld, sentTo, tom } from './world.ts'

const both = (occurrence: string) => [`p-tom: ${occurrence} (booked)`, `p-amina: ${occurrence} (booked)`]
const DAY = 'reminder day 2026-01-20T10:00:00Z'
const HOUR = 'reminder hour 2026-01-20T10:00:00Z'

describe('reminders of a booked meeting', () => {
  it.each([
    ['2026-01-15T10:00:00Z', [], '2026-01-19T10:00:00Z'],
    ['2026-01-19T09:59:59Z', [], '2026-01-19T10:00:00Z'],
    ['2026-01-19T10:00:00Z', both(DAY), '2026-01-20T09:00:00Z'],
    ['2026-01-20T08:59:00Z', both(DAY), '2026-01-20T09:00:00Z'],
    ['2026-01-20T09:00:00Z', both(HOUR), null],
    ['2026-01-20T10:00:00Z', [], null],
    ['2026-03-01T10:00:00Z', [], null],
  ])('at %s are %j', async (now, due, next) => {
    const plan = await aWorld({ meetings: [aMeeting()] }).plan('meeting', 'm1', now)
    expect(sentTo(plan.effects)).toEqual(due)
    expect(plan.next?.toString() ?? null).toBe(next)
  })

  it.each([
    ['less than a day before', '2026-01-19T16:00:00Z', [], '2026-01-20T09:00:00Z'],
    ['less than an hour before', '2026-01-20T09:30:00Z', [], null],
  ])('are left out when it was booked %s', async (_, booked, due, next) => {
    const world = aWorld({ meetings: [aMeeting({ bookedAt: at(booked) })] })
    const plan = await world.plan('meeting', 'm1', booked)
    expect(sentTo(plan.effects)).toEqual(due)
    expect(plan.next?.toString() ?? null).toBe(next)
  })

  it('leave out whoever has no account yet', async () => {
    const world = aWorld({
      pair: aPair({ members: [aPartner({ account: null }), aParticipant()] }),
      meetings: [aMeeting()],
    })
    expect(sentTo((await world.plan('meeting', 'm1', '2026-01-19T12:00:00Z')).effects)).toEqual([
      `p-amina: ${DAY} (booked)`,
    ])
  })

  it('of a time that was moved are dropped, and the new time has its own', async () => {
    const moved = aMeeting({ times: [at('2026-01-22T14:00:00Z')], revision: 2 })
    const world = aWorld({ meetings: [moved] })
    const subject = { kind: 'meeting' as const, id: 'm1' }
    expect(await world.compose({ subject, occurrence: DAY }, '2026-01-19T10:00:00Z')).toEqual({
      type: 'drop',
      reason: 'moved',
    })
    expect((await world.plan('meeting', 'm1', '2026-01-19T10:00:00Z')).next).toEqual(
      at('2026-01-21T14:00:00Z'),
    )
  })

  it('say when, in the zone of the reader', async () => {
    const there = { ...tom, account: anAccount({ id: 'a-tom', timeZone: 'America/New_York' }) }
    const world = aWorld({ pair: aPair({ members: [there, amina] }), meetings: [aMeeting()] })
    const said = await world.compose(
      { subject: { kind: 'meeting', id: 'm1' }, occurrence: DAY, participantId: 'p-tom' },
      '2026-01-19T10:00:00Z',
    )
    expect(said).toMatchObject({
      type: 'say',
      content: { summary: 'A reminder: you are meeting Amina tomorrow at 05:00, New York time.' },
    })
  })
})

const proposal = aMeeting({
  state: 'proposed',
  times: [at('2026-01-15T10:00:00Z'), at('2026-01-20T10:00:00Z')],
  acceptedBy: ['p-tom'],
  revision: 0,
  bookedAt: null,
})

describe('a suggestion without an answer', () => {
  it.each([
    ['2026-01-12T09:00:00Z', ['p-amina: proposal (ordinary)'], '2026-01-14T09:00:00Z'],
    [
      '2026-01-14T09:00:00Z',
      ['p-amina: proposal (booked)', 'p-amina: proposal again (ordinary)'],
      '2026-01-15T10:00:00Z',
    ],
  ])('is brought back to mind once (%s)', async (now, due, next) => {
    const plan = await aWorld({ meetings: [proposal] }).plan('meeting', 'm1', now)
    expect(sentTo(plan.effects).map((one) => one.replace('(booked)', '(ordinary)'))).toEqual(
      due.map((one) => one.replace('(booked)', '(ordinary)')),
    )
    expect(plan.next?.toString()).toBe(next)
  })

  it('shows fewer times once some have passed', async () => {
    const world = aWorld({ meetings: [proposal] })
    const plan = await world.plan('meeting', 'm1', '2026-01-15T10:00:00Z')
    expect(plan.effects.some(({ type }) => type === 'revise')).toBe(true)
    expect(plan.next).toEqual(at('2026-01-20T10:00:00Z'))
  })

  it('ends when the last of its times has passed', async () => {
    const world = aWorld({ meetings: [proposal] })
    await world.plan('meeting', 'm1', '2026-01-20T10:00:00Z')
    expect(world.meeting('m1')).toMatchObject({ state: 'cancelled', revision: 1 })
    expect(
      await world.compose(
        { subject: { kind: 'meeting', id: 'm1' }, occurrence: 'proposal' },
        '2026-01-20T10:00:00Z',
      ),
    ).toEqual({ type: 'drop', reason: 'already-answered' })
  })

  it('waits for the end of the pause of whoever is paused', async () => {
    const away = aParticipant({ pausedUntil: at('2026-01-14T00:00:00Z') })
    const plan = await aWorld({ pair: aPair({ members: [tom, away] }), meetings: [proposal] }).plan(
      'meeting',
      'm1',
      '2026-01-12T09:00:00Z',
    )
    const [effect] = plan.effects
    expect(effect?.type === 'send' && effect.delivery.dueAt).toEqual(at('2026-01-14T00:00:00Z'))
  })
})

describe('when nobody books', () => {
  // Paired on Monday 12 January; the second nudge goes three working days later, on Thursday.
  const when = '2026-01-16T09:00:00Z'

  it('Duologue suggests one time, a working day after the second nudge, to both', async () => {
    const world = aWorld()
    expect(await world.plan('pair', 'pair1', '2026-01-16T08:59:00Z')).toEqual({ effects: [], next: at(when) })
    await world.plan('pair', 'pair1', when)
    const [meeting] = world.meetings()
    expect(meeting).toMatchObject({ state: 'proposed', proposedBy: null, acceptedBy: [], minutes: 60 })
    expect(meeting?.times).toHaveLength(1)
    const plan = await world.plan('meeting', meeting?.id ?? '', when)
    expect(sentTo(plan.effects)).toEqual(['p-tom: proposal (ordinary)', 'p-amina: proposal (ordinary)'])
  })

  it('one tap of each books it', async () => {
    const world = aWorld()
    await world.plan('pair', 'pair1', when)
    const [meeting] = world.meetings()
    const subject = `${meeting?.id}~${(meeting?.times[0]?.epochMilliseconds ?? 0) / 1000}`
    await world.press('accept', subject, asAmina, when)
    expect(world.meeting(meeting?.id ?? '').state).toBe('proposed')
    const asTom = { account: anAccount({ id: 'a-tom' }), participants: [tom], coordinates: [] }
    await world.press('accept', subject, asTom, when)
    expect(world.meeting(meeting?.id ?? '').state).toBe('booked')
  })

  it.each([
    ['a meeting is booked', { meetings: [aMeeting()] }],
    ['a suggestion is waiting', { meetings: [proposal] }],
    [
      'someone is paused',
      { pair: aPair({ members: [tom, aParticipant({ pausedUntil: at('2026-02-01T00:00:00Z') })] }) },
    ],
    ['the pair has ended', { pair: aPair({ endedAt: at('2026-01-13T09:00:00Z') }) }],
    ['it has done so before', { meetings: [{ ...proposal, proposedBy: null, state: 'cancelled' as const }] }],
  ])('it does not when %s', (_, but) => {
    const facts = { pair: aPair(), programme: aProgramme(), meetings: [], ...but }
    expect(planSuggestion(facts, at(when)).suggest).toBe(false)
  })

  it('it begins to count again from when the next meeting is expected', () => {
    const facts = { pair: aPair(), programme: aProgramme(), meetings: [aMeeting()] }
    const after = planSuggestion(facts, at('2026-01-21T10:00:00Z'))
    // A month after 20 January, 11:00, is Friday 20 February; four working days later is the Thursday.
    expect(after).toEqual({ suggest: false, next: at('2026-02-26T09:00:00Z') })
  })
})
