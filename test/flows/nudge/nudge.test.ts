import { Temporal } from 'temporal-polyfill'
import { describe, expect, it } from 'vitest'
import { USUAL_WEEK } from '../../../src/core/calendar.ts'
import type { Delivery, Meeting, Pair, Programme } from '../../../src/core/model.ts'
import { nudge as nudgeOf } from '../../../src/flows/nudge/copy.ts'
import { nudge } from '../../../src/flows/nudge/index.ts'
import { planNudge } from '../../../src/flows/nudge/schedule.ts'
import { aContext, aMeeting, anAccount, aPair, aParticipant, aPartner, aProgramme, at } from '../../facts.ts'
import { readerOf } from '../reading.ts'
import { aDelivery, buttonsOf, faultsOf, sends, wordsOf } from '../said.ts'

// Paired on Monday 12 January at 09:00; Tom books first.
const PAIRED = '2026-01-12T09:00:00Z'
const facts = (but: { pair?: Pair; programme?: Programme; meetings?: readonly Meeting[] } = {}) => ({
  pair: aPair(),
  programme: aProgramme(),
  meetings: [] as readonly Meeting[],
  ...but,
})
const cora = {
  programmeId: 'g1',
  email: 'cora@hub.example',
  account: anAccount({ id: 'a-cora', name: 'Cora Lane' }),
}

/** Follows the flow's own moments from `from` to `to`: who is written to when, with which nudge. */
const follow = async (from: string, to: string, given = facts()) => {
  const deliveries: Delivery[] = []
  const told: string[] = []
  let now: Temporal.Instant | null = at(from)
  while (now && Temporal.Instant.compare(now, at(to)) <= 0) {
    const read = readerOf({
      programmes: [given.programme],
      pairs: [given.pair],
      meetings: given.meetings,
      coordinators: [cora],
      deliveries,
    })
    const plan = await nudge.plan({ kind: 'pair', id: 'pair1' }, read, aContext(now.toString()))
    for (const delivery of sends(plan.effects)) {
      if (
        deliveries.some((one) => one.occurrence === delivery.occurrence && one.address === delivery.address)
      )
        continue
      deliveries.push(aDelivery({ ...delivery, state: 'sent', sentAt: now }))
      told.push(`${now} ${delivery.participantId ?? 'coordinator'} ${delivery.occurrence.split(' ')[1]}`)
    }
    if (plan.next && Temporal.Instant.compare(plan.next, now) <= 0) throw new Error('It would never move on.')
    now = plan.next
  }
  return told
}

describe('nudges while nothing is booked', () => {
  it('go after 1, 3, 7 and 14 working days: who books first, both, then coordinators, then silence', async () => {
    expect(await follow(PAIRED, '2027-01-12T09:00:00Z')).toEqual([
      '2026-01-13T09:00:00Z p-tom 1',
      '2026-01-15T09:00:00Z p-tom 2',
      '2026-01-15T09:00:00Z p-amina 2',
      '2026-01-21T09:00:00Z p-tom 3',
      '2026-01-21T09:00:00Z p-amina 3',
      '2026-01-30T09:00:00Z p-tom 4',
      '2026-01-30T09:00:00Z p-amina 4',
      '2026-02-03T09:00:00Z coordinator 5',
    ])
  })

  it.each([
    [
      'a three-day week counts its own days',
      { week: USUAL_WEEK.filter(({ day }) => day < 4), daysOff: [] },
      ['2026-01-13', '2026-01-19', '2026-01-27', '2026-02-11', '2026-02-17'],
    ],
    [
      'days off do not count',
      { week: USUAL_WEEK, daysOff: ['2026-01-13', '2026-01-14'].map((day) => Temporal.PlainDate.from(day)) },
      ['2026-01-15', '2026-01-19', '2026-01-23', '2026-02-03', '2026-02-05'],
    ],
  ])('%s', async (_, { week, daysOff }, days) => {
    const tom = aPartner({ hours: { zone: 'Europe/London', week, daysOff } })
    const told = await follow(
      PAIRED,
      '2027-01-12T09:00:00Z',
      facts({ pair: aPair({ members: [tom, aParticipant()] }) }),
    )
    expect([...new Set(told.map((one) => one.slice(0, 10)))]).toEqual(days)
  })

  it('keep to local mornings across a clock change', async () => {
    const pair = aPair({ pairedAt: at('2026-03-26T12:00:00Z') })
    const [first, second] = await follow('2026-03-26T12:00:00Z', '2026-04-01T00:00:00Z', facts({ pair }))
    expect(first).toBe('2026-03-27T09:00:00Z p-tom 1')
    expect(second).toBe('2026-03-31T08:00:00Z p-tom 2')
  })

  it.each([
    ['a few days', '2026-01-22T12:00:00Z', 3],
    ['a month', '2026-02-20T12:00:00Z', 4],
  ])(
    'after an outage of %s only the latest goes, and coordinators wait until partners could act',
    (_, now, number) => {
      const plan = planNudge(facts(), [], at(now))
      expect(plan.step?.number).toBe(number)
      expect(plan.next && Temporal.Instant.compare(plan.next, at(now))).toBe(1)
    },
  )

  it('never go twice', () => {
    const plan = planNudge(
      facts(),
      [{ number: 1, at: at('2026-01-13T09:00:00Z') }],
      at('2026-01-14T09:00:00Z'),
    )
    expect(plan).toEqual({ step: null, next: at('2026-01-15T09:00:00Z') })
  })

  const proposal = aMeeting({ state: 'proposed', bookedAt: null, acceptedBy: ['p-tom'] })
  it.each([
    ['a meeting is booked', { meetings: [aMeeting()] }, '2026-01-20T11:00:00Z', 'already-booked'],
    [
      'times are waiting for an answer',
      { meetings: [proposal] },
      '2026-01-20T10:00:00Z',
      'already-suggested',
    ],
    [
      'someone is paused',
      { pair: aPair({ members: [aPartner(), aParticipant({ pausedUntil: at('2026-02-02T00:00:00Z') })] }) },
      '2026-02-02T00:00:00Z',
      'not-now',
    ],
    ['the pair has ended', { pair: aPair({ endedAt: at(PAIRED) }) }, null, 'pair-ended'],
  ])('stop at once when %s', async (_, but, next, reason) => {
    const given = facts(but)
    expect(planNudge(given, [], at('2026-01-16T09:00:00Z'))).toEqual({
      step: null,
      next: next === null ? null : at(next),
    })
    const read = readerOf({ programmes: [given.programme], pairs: [given.pair], meetings: given.meetings })
    const waiting = aDelivery({
      flow: 'nudge',
      subject: { kind: 'pair', id: 'pair1' },
      occurrence: `nudge 2 since ${PAIRED}`,
    })
    expect(await nudge.compose(waiting, read, aContext('2026-01-16T09:00:00Z'))).toEqual({
      type: 'drop',
      reason,
    })
  })

  it.each([
    [
      'from when the next meeting is expected',
      { meetings: [aMeeting()] },
      '2026-01-21T09:00:00Z',
      '2026-02-23T09:00:00Z',
    ],
    [
      'from the end of a pause',
      { pair: aPair({ members: [aPartner(), aParticipant({ pausedUntil: at('2026-03-02T00:00:00Z') })] }) },
      '2026-03-02T00:00:00Z',
      '2026-03-03T09:00:00Z',
    ],
    [
      'from when a booked meeting was cancelled',
      { meetings: [aMeeting({ state: 'cancelled', cancelledAt: at('2026-01-19T12:00:00Z') })] },
      '2026-01-19T12:00:00Z',
      '2026-01-20T09:00:00Z',
    ],
    [
      'from the first day, for a pair made before it',
      { pair: aPair({ pairedAt: at('2025-12-20T09:00:00Z') }) },
      '2025-12-20T09:00:00Z',
      '2026-01-13T09:00:00Z',
    ],
  ])('count %s', async (_, but, from, first) => {
    expect((await follow(from, '2026-04-01T00:00:00Z', facts(but)))[0]).toBe(`${first} p-tom 1`)
  })

  describe('after other settings', () => {
    const held = aMeeting()
    const withSettings = (but: Partial<Programme['settings']>) =>
      facts({
        meetings: [held],
        programme: aProgramme({ settings: { ...aProgramme().settings, ...but } }),
      })
    /** Sent in the days after 20 February, when the next meeting was expected each month. */
    const sent = (...numbers: readonly number[]) =>
      numbers.map((number) =>
        aDelivery({
          flow: 'nudge',
          subject: { kind: 'pair', id: 'pair1' },
          occurrence: `nudge ${number} since 2026-02-20T11:00:00Z`,
          address: { type: 'account', accountId: number === 5 ? 'a-cora' : 'a-tom' },
          participantId: number === 5 ? null : 'p-tom',
          state: 'sent',
          sentAt: at('2026-02-27T09:00:00Z'),
        }),
      )
    const plan = (given: ReturnType<typeof facts>, deliveries: readonly Delivery[]) => {
      const read = readerOf({
        programmes: [given.programme],
        pairs: [given.pair],
        meetings: given.meetings,
        coordinators: [cora],
        deliveries,
      })
      return nudge.plan({ kind: 'pair', id: 'pair1' }, read, aContext('2026-03-03T09:00:00Z'))
    }

    it.each(['2 weeks', '1 month', '5 weeks'])(
      'those that went are not repeated where pairs now meet every %s',
      async (every) => {
        const [count, unit] = every.split(' ')
        const meetingEvery = Temporal.Duration.from({ [unit?.replace(/s?$/, 's') ?? '']: Number(count) })
        const told = sends((await plan(withSettings({ meetingEvery }), sent(1, 2, 3))).effects)
        expect(
          told.map(({ occurrence }) => occurrence.split(' ')[1]).filter((one) => Number(one) < 4),
        ).toEqual([])
      },
    )

    it('coordinators hear of it once, also where fewer nudges go now', async () => {
      const fewer = withSettings({ nudgeAfterWorkingDays: [1, 3] })
      expect(sends((await plan(fewer, sent(1, 2, 3))).effects)).toMatchObject([{ participantId: null }])
      expect(await plan(fewer, sent(1, 2, 3, 5))).toEqual({ effects: [], next: null })
    })

    it('there is silence once coordinators have heard of it, also where more nudges go now', async () => {
      const told = [
        ...sent(1, 2),
        ...sent(5).map((one) => ({ ...one, occurrence: 'nudge 3 since 2026-02-20T11:00:00Z' })),
      ]
      expect(await plan(withSettings({}), told)).toEqual({ effects: [], next: null })
    })

    it('a nudge that waits still goes when the next meeting is expected at another time', async () => {
      const given = withSettings({ meetingEvery: Temporal.Duration.from({ weeks: 2 }) })
      const read = readerOf({ programmes: [given.programme], pairs: [given.pair], meetings: given.meetings })
      const [waiting] = sent(4).map((one) => ({ ...one, state: 'due' as const, sentAt: null }))
      if (!waiting) throw new Error('There is none.')
      expect(await nudge.compose(waiting, read, aContext('2026-02-24T09:00:00Z'))).toMatchObject({
        type: 'say',
      })
    })
  })

  it.each([
    ['is being sent', { state: 'sending' as const }, 0],
    ['may or may not have arrived', { state: 'due' as const, inDoubt: true }, 0],
    ['has arrived', { state: 'sent' as const, sentAt: at(PAIRED) }, 2],
  ])('wait for an introduction until it is certain that it has arrived: it %s', async (_, how, expected) => {
    const { pair, programme } = facts()
    const subject = { kind: 'pair', id: pair.id } as const
    const read = readerOf({
      programmes: [programme],
      pairs: [pair],
      introduced: 'as delivered',
      deliveries: [aDelivery({ flow: 'introduction', subject, ...how })],
    })
    const { effects, next } = await nudge.plan(subject, read, aContext('2026-01-15T09:00:00Z'))
    expect(effects).toHaveLength(expected)
    if (expected === 0) expect(`${next}`).toBe('2026-01-16T09:00:00Z')
  })

  it('leave out whoever has no account', async () => {
    const pair = aPair({ members: [aPartner(), aParticipant({ account: null })] })
    expect(await follow(PAIRED, '2026-01-16T00:00:00Z', facts({ pair }))).toEqual([
      '2026-01-13T09:00:00Z p-tom 1',
      '2026-01-15T09:00:00Z p-tom 2',
    ])
  })
})

describe('what a nudge says', () => {
  const read = readerOf({ programmes: [aProgramme()], pairs: [aPair()] })
  const of = async (number: number, now: string, participantId: string | null = 'p-amina', reader = read) => {
    const composed = await nudge.compose(
      aDelivery({
        flow: 'nudge',
        subject: { kind: 'pair', id: 'pair1' },
        occurrence: `nudge ${number} since ${PAIRED}`,
        participantId,
      }),
      reader,
      aContext(now),
    )
    if (composed.type !== 'say' || composed.content.type !== 'message')
      throw new Error(JSON.stringify(composed))
    return composed.content
  }

  it('is different each time, warm, and offers to schedule or to pause', async () => {
    const days = ['2026-01-13', '2026-01-15', '2026-01-21', '2026-01-30']
    const all = await Promise.all(days.map((day, index) => of(index + 1, `${day}T10:00:00Z`)))
    expect(new Set(all.map(wordsOf)).size).toBe(4)
    for (const one of all) {
      expect(faultsOf(one)).toEqual([])
      expect(buttonsOf(one)).toEqual(['Schedule a meeting', 'Pause for a while', 'Home'])
      expect(wordsOf(one)).not.toMatch(/\b(?:overdue|failed|should have|late|must)\b/i)
    }
  })

  it('tells a trio that a time is booked once everyone has said yes', async () => {
    const jo = aParticipant({ id: 'p-jo', name: 'Jo Ray' })
    const trio = {
      pair: aPair({ members: [aPartner(), aParticipant(), jo] }),
      programme: aProgramme(),
      meetings: [],
    }
    const words = wordsOf(nudgeOf(trio, aPartner(), 1, at('2026-01-13T09:00:00Z')))
    expect(words).toContain('choose a time, and it is booked once everyone has said yes')
    expect(words).not.toContain('a tap from your partner')
  })

  it('tells coordinators who may need a hand, and no more', async () => {
    const told = await of(5, '2026-02-03T10:00:00Z', null)
    expect(told.summary).toBe('Tom Reed and Amina Yusuf have had nothing booked since Monday 12 January.')
    expect(faultsOf(told)).toEqual([])
  })

  it('is dropped once a later one is due', async () => {
    await expect(of(1, '2026-01-15T10:00:00Z')).rejects.toThrow('overtaken')
  })

  describe('that was sent, when it is shown again', () => {
    const SENT = '2026-01-13T09:00:00Z'
    const shownTo = async (participantId: string | null, but: Partial<Parameters<typeof readerOf>[0]>) => {
      const composed = await nudge.compose(
        aDelivery({
          flow: 'nudge',
          subject: { kind: 'pair', id: 'pair1' },
          occurrence: `nudge 1 since ${PAIRED}`,
          participantId,
          state: 'sent',
          sentAt: at(SENT),
        }),
        readerOf({ programmes: [aProgramme()], pairs: [aPair()], ...but }),
        aContext('2026-01-14T10:00:00Z'),
      )
      if (composed.type !== 'say') throw new Error('It should be said.')
      expect(faultsOf(composed.content)).toEqual([])
      return { words: wordsOf(composed.content), buttons: buttonsOf(composed.content) }
    }
    const booked = aMeeting({ bookedAt: at('2026-01-14T09:00:00Z') })

    it.each([
      ['booked', booked],
      ['booked, and called off again', { ...booked, state: 'cancelled' as const, cancelledAt: at(SENT) }],
    ])('says that a meeting has been %s since, and asks nothing any more', async (_, meeting) => {
      const meetings = [meeting]
      expect(await shownTo('p-tom', { meetings })).toEqual({
        words: 'Since this reminder, a meeting with Amina has been booked. Thank you.',
        buttons: ['My meetings', 'Home'],
      })
      expect((await shownTo(null, { meetings })).words).toBe(
        'Since this note, Tom Reed and Amina Yusuf have booked a meeting.',
      )
    })

    it('still asks when what is booked was booked before it', async () => {
      const meetings = [aMeeting({ bookedAt: at('2026-01-12T12:00:00Z') })]
      expect((await shownTo('p-tom', { meetings })).buttons).toContain('Schedule a meeting')
    })

    it.each([
      ['the pair has ended', aPair({ endedAt: at(SENT) }), 'p-tom'],
      ['its reader has left the pair', aPair({ members: [aPartner(), aPartner({ id: 'p-jo' })] }), 'p-amina'],
      ['the pair of coordinators has ended', aPair({ endedAt: at(SENT) }), null],
    ])('asks nothing any more when %s', async (_, pair, reader) => {
      const { words, buttons } = await shownTo(reader, { pairs: [pair] })
      expect(words).toContain('has ended')
      expect(buttons).toEqual(['Home'])
    })
  })
})
