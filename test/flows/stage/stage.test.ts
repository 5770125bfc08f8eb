import { Temporal } from 'temporal-polyfill'
import { describe, expect, it } from 'vitest'
import { stage } from '../../../src/flows/stage/index.ts'
import { stagesOf } from '../../../src/flows/stage/schedule.ts'
import { aContext, aMeeting, anAccount, aPair, aParticipant, aPartner, aProgramme, at } from '../../facts.ts'
import { type Facts, readerOf } from '../reading.ts'
import { aDelivery, buttonsOf, faultsOf, press, shown, wordsOf } from '../said.ts'

const programme = aProgramme()
const due = (pair = aPair(), now: string, of = programme) =>
  stagesOf(pair, of, at(now)).deliveries.map(
    ({ occurrence, participantId, subject }) => `${occurrence} ${participantId} ${subject.kind}`,
  )

describe('when a stage begins', () => {
  it.each([
    ['nothing on the day they are introduced', '2026-01-12T10:00:00Z', []],
    [
      'contracting two working days later',
      '2026-01-14T09:00:00Z',
      ['contracting p-tom pair', 'contracting p-amina pair'],
    ],
    [
      'the first meeting a week in',
      '2026-01-19T09:00:00Z',
      [
        'contracting p-tom pair',
        'contracting p-amina pair',
        'first-meeting p-tom pair',
        'first-meeting p-amina pair',
      ],
    ],
    ['nothing between the stages', '2026-04-01T09:00:00Z', []],
    [
      'halfway in month six, once for each person',
      '2026-07-12T08:00:00Z',
      ['halfway p-tom participant', 'halfway p-amina participant'],
    ],
    [
      'closing in month twelve',
      '2027-01-12T09:00:00Z',
      ['closing p-tom participant', 'closing p-amina participant'],
    ],
    ['nothing that is long past, after an outage', '2026-08-30T09:00:00Z', []],
  ])('says %s', (_, now, expected) => {
    expect(due(aPair(), now)).toEqual(expected)
  })

  it('looks again when the next one begins, on the local clock, and not after the last', () => {
    const next = (now: string) => stagesOf(aPair(), programme, at(now)).next?.toString() ?? null
    expect(next('2026-04-01T09:00:00Z')).toBe('2026-07-12T08:00:00Z')
    expect(next('2026-07-12T08:00:00Z')).toBe('2027-01-12T09:00:00Z')
    expect(next('2027-01-12T09:00:00Z')).toBeNull()
  })

  it('counts contracting from the day that a later pair was made', () => {
    const late = aPair({ pairedAt: at('2026-03-02T10:00:00Z') })
    expect(due(late, '2026-03-02T12:00:00Z')).toEqual([])
    expect(due(late, '2026-03-04T09:00:00Z')).toContain('contracting p-tom pair')
  })

  it.each([
    ['2026-05-20T09:00:00Z', '2026-07-13T09:00:00Z', true],
    ['2026-06-20T09:00:00Z', '2026-07-13T09:00:00Z', false],
  ])('a pair made %s hears of halfway at %s: %s', (pairedAt, now, expected) => {
    const heard = due(aPair({ pairedAt: at(pairedAt) }), now)
    expect(heard.some((one) => one.startsWith('halfway'))).toBe(expected)
  })

  it('leaves out an ended pair, someone without an account, and whoever has left', () => {
    const now = '2026-01-19T09:00:00Z'
    expect(due(aPair({ endedAt: at('2026-01-15T09:00:00Z') }), now)).toEqual([])
    const members = [aPartner({ account: null }), aParticipant({ leftAt: at('2026-01-15T09:00:00Z') })]
    expect(due(aPair({ members }), now)).toEqual([])
  })

  it('tells whoever has paused when they are back, if it is not too late then', () => {
    const until = (pausedUntil: string) =>
      aPair({ members: [aPartner({ pausedUntil: at(pausedUntil) }), aParticipant()] })
    expect(due(until('2026-07-20T09:00:00Z'), '2026-07-13T09:00:00Z')).toEqual([
      'halfway p-amina participant',
    ])
    const { next } = stagesOf(until('2026-07-20T09:00:00Z'), programme, at('2026-07-13T09:00:00Z'))
    expect(next?.toString()).toBe('2026-07-20T09:00:00Z')
    expect(due(until('2026-07-20T09:00:00Z'), '2026-07-20T09:00:00Z')).toContain('halfway p-tom participant')
    expect(due(until('2026-09-20T09:00:00Z'), '2026-09-20T09:00:00Z')).toEqual([])
  })

  it('knows nothing of a stage that a programme does not have', () => {
    const bare = aProgramme({ settings: { ...programme.settings, stages: [] } })
    expect(stagesOf(aPair(), bare, at('2026-01-19T09:00:00Z'))).toEqual({ deliveries: [], next: null })
  })
})

describe('what a stage says', () => {
  const world = (but: Partial<Facts> = {}) =>
    readerOf({
      programmes: [programme],
      participants: [aPartner(), aParticipant()],
      pairs: [aPair()],
      ...but,
    })
  const context = aContext('2026-01-19T09:00:00Z')
  const said = async (
    occurrence: string,
    kind: 'pair' | 'participant',
    participantId: string,
    read = world(),
  ) =>
    stage.compose(
      aDelivery({
        flow: 'stage',
        subject: { kind, id: kind === 'pair' ? 'pair1' : participantId },
        occurrence,
        participantId,
      }),
      read,
      context,
    )

  it.each([
    ['contracting', 'pair'],
    ['first-meeting', 'pair'],
    ['halfway', 'participant'],
    ['closing', 'participant'],
  ] as const)('opens %s for either side with words of its own, by our rules', async (occurrence, kind) => {
    const texts: string[] = []
    for (const id of ['p-tom', 'p-amina']) {
      const composed = await said(occurrence, kind, id)
      if (composed.type !== 'say') throw new Error('It should be said.')
      expect(faultsOf(composed.content)).toEqual([])
      texts.push(wordsOf(composed.content))
    }
    expect(texts[0]).toContain('Amina')
    expect(texts[1]).toContain('Tom')
  })

  it('asks a pair that has met to agree in its next meeting, and speaks of no beginning', async () => {
    const met = aMeeting({ times: [at('2026-01-16T10:00:00Z')] })
    const composed = await said('contracting', 'pair', 'p-amina', world({ meetings: [met] }))
    if (composed.type !== 'say') throw new Error('It should be said.')
    expect(`${composed.content.type === 'message' && composed.content.summary}`).not.toContain('begin')
    expect(wordsOf(composed.content)).toContain('few minutes of your next meeting')
    expect(wordsOf(composed.content)).not.toMatch(/[Bb]efore you begin|first (?:conversation|invitation)/)
    expect(faultsOf(composed.content)).toEqual([])
  })

  it('speaks of the first conversation to a pair whose meeting did not take place', async () => {
    const past = aMeeting({ times: [at('2026-01-16T10:00:00Z')] })
    const no = { participantId: 'p-tom', rating: null, next: null, at: at('2026-01-16T15:00:00Z') }
    const read = world({ meetings: [past], checkIns: [{ ...no, meetingId: 'm1', met: 'no' }] })
    const composed = await said('contracting', 'pair', 'p-amina', read)
    expect(composed.type === 'say' && wordsOf(composed.content)).toContain('first conversation')
  })

  it('offers no booking beside a meeting that is booked', async () => {
    const composed = await said('contracting', 'pair', 'p-tom', world({ meetings: [aMeeting()] }))
    if (composed.type !== 'say') throw new Error('It should be said.')
    expect(wordsOf(composed.content)).toContain('half an hour of your first conversation')
    expect(buttonsOf(composed.content)).toEqual(['My meetings', 'Home'])
  })

  it('names only the other side of three as those who invite first', async () => {
    const jo = aParticipant({ id: 'p-jo', name: 'Jo Ray' })
    const read = world({ pairs: [aPair({ members: [aPartner(), aParticipant(), jo] })] })
    const composed = await said('first-meeting', 'pair', 'p-amina', read)
    expect(composed.type === 'say' && wordsOf(composed.content)).toContain(
      'The first invitation comes from Tom.',
    )
  })

  it('says until when the first meeting is hoped for', async () => {
    const composed = await said('first-meeting', 'pair', 'p-tom')
    if (composed.type !== 'say') throw new Error('It should be said.')
    expect(wordsOf(composed.content)).toContain('Monday 2 February')
  })

  it('leaves out the first meeting when one is booked, and everything when the pair has ended', async () => {
    expect(await said('first-meeting', 'pair', 'p-tom', world({ meetings: [aMeeting()] }))).toEqual({
      type: 'drop',
      reason: 'already-booked',
    })
    const ended = world({ pairs: [aPair({ endedAt: at('2026-01-18T09:00:00Z') })] })
    expect(await said('contracting', 'pair', 'p-tom', ended)).toEqual({ type: 'drop', reason: 'pair-ended' })
    expect(await said('closing', 'participant', 'p-tom', ended)).toEqual({
      type: 'drop',
      reason: 'pair-ended',
    })
  })

  it.each([
    ['contracting', 'pair'],
    ['closing', 'participant'],
  ] as const)('does not come months late, after a pause: %s', async (occurrence, kind) => {
    const late = aContext('2027-06-01T10:00:00Z')
    const subject = { kind, id: kind === 'pair' ? 'pair1' : 'p-tom' }
    const delivery = aDelivery({ flow: 'stage', subject, occurrence, participantId: 'p-tom' })
    expect(await stage.compose({ ...delivery, state: 'due' }, world(), late)).toEqual({
      type: 'drop',
      reason: 'too-late',
    })
  })

  it('names every partner of someone in two pairs, once', async () => {
    const jo = aParticipant({ id: 'p-jo', name: 'Jo Ray' })
    const read = world({ pairs: [aPair(), aPair({ id: 'pair2', members: [aPartner(), jo] })] })
    const composed = await said('closing', 'participant', 'p-tom', read)
    if (composed.type !== 'say') throw new Error('It should be said.')
    expect(wordsOf(composed.content)).toContain('Amina and Jo')
    expect(faultsOf(composed.content)).toEqual([])
  })

  it.each(['halfway', 'closing'])('names nobody who is to be introduced yet: %s', async (occurrence) => {
    const jo = aParticipant({ id: 'p-jo', name: 'Jo Ray' })
    const introduction = aDelivery({
      flow: 'introduction',
      subject: { kind: 'pair', id: 'pair1' },
      state: 'sent',
      sentAt: at('2026-01-12T10:00:00Z'),
    })
    const read = world({
      pairs: [aPair(), aPair({ id: 'pair2', members: [aPartner(), jo] })],
      introduced: 'as delivered',
      deliveries: [introduction],
    })
    const composed = await said(occurrence, 'participant', 'p-tom', read)
    if (composed.type !== 'say') throw new Error('It should be said.')
    expect(wordsOf(composed.content)).toContain('Amina')
    expect(wordsOf(composed.content)).not.toContain('Jo')
  })
})

describe('the flow', () => {
  it('answers a forged button kindly and changes nothing', async () => {
    const who = { account: anAccount(), participants: [], coordinates: [] }
    const outcome = await stage.hear(press('x', 'y', who), readerOf({}), aContext('2026-01-19T09:00:00Z'))
    expect(outcome.effects).toEqual([])
    expect(shown(outcome).summary).toContain('nothing to do')
  })

  it('has nothing to say of a pair that is not there', async () => {
    const plan = await stage.plan({ kind: 'pair', id: 'x' }, readerOf({}), aContext('2026-01-19T09:00:00Z'))
    expect(plan).toEqual({ effects: [], next: null })
  })

  it('waits for a day off to pass before contracting', () => {
    const off = aPartner({
      hours: {
        zone: 'Europe/London',
        week: [{ day: 4, from: '10:00', to: '12:00' }],
        daysOff: [Temporal.PlainDate.from('2026-01-15')],
      },
    })
    const { next } = stagesOf(aPair({ members: [off] }), programme, at('2026-01-20T09:00:00Z'))
    expect(next?.toString()).toBe('2026-01-29T10:00:00Z')
  })
})
